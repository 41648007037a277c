/* Search: what is found, in which order, and that what is kept follows the model. */
#include <stdlib.h>

#include "model-build.h"
#include "tap.h"
#include "themewall/base/clock.h"
#include "themewall/model/search.h"
#include "themewall/text/fold.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

/* Transcripts 21 and 22, in reading order. */
static struct model *two_sessions(void)
{
	struct model *model = model_new();
	put_study(model, "Trust in totals");
	for (int64_t i = 1; i <= 2; i++) {
		put_session(model, 10 + i, i);
		put_transcript(model, 20 + i, 10 + i);
	}
	return model;
}

static void set_card_text(struct model *model, int64_t id, const char *text)
{
	struct row_change row = ROW(CARD, UPDATE);
	set_int(&row, CARD_ID, id);
	set_text(&row, CARD_TEXT, text);
	model_apply(model, &row);
}

static void add_card(struct model *model, int64_t id, const char *text)
{
	put_card(model, id, 0, 0);
	set_card_text(model, id, text);
}

/* The hits as codes: "T1 C2 t22:0" */
static void tell(struct strbuf *out, const struct search *search, const char *words)
{
	struct search_hits hits = {.list = NULL};
	strbuf_reset(out);
	search_find(search, str_of(words), 1000, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		const struct search_hit *hit = &hits.list[i];
		strbuf_add_z(out, out->len ? " " : "");
		if (hit->kind == SEARCH_CLUSTER)
			strbuf_addf(out, "T%lld", (long long)hit->cluster.n);
		else if (hit->kind == SEARCH_CARD)
			strbuf_addf(out, "C%lld", (long long)hit->card.n);
		else
			strbuf_addf(out, "t%lld:%zu", (long long)hit->transcript.n, hit->turn);
	}
	search_hits_release(&hits);
}

static const char *found(struct search *search, struct model *model, const char *words)
{
	static struct strbuf out = STRBUF_INIT;
	search_update(search, model);
	tell(&out, search, words);
	return out.buf;
}

static void load_two_turns(struct model *model, int64_t id, const char *a, const char *b)
{
	struct turn turns[2] = {{.text = str_of(a), .end = 100}, {.text = str_of(b), .end = 200}};
	model_load_turns(model, (transcript_id){id}, turns, 2);
}

static void test_find(void)
{
	struct model *m = two_sessions();
	struct search *s = search_new();
	put_frame(m, 1, "Cafés", 0, 0, 1);
	add_card(m, 1, "Le Café du coin");
	add_card(m, 2, "a cafeteria, twice");
	add_card(m, 3, "coffee\nand  tea");
	is_str(found(s, m, "cafe"), "T1 C1 C2",
	       "themes first, accents and case do not count, parts of words do");
	is_str(found(s, m, "CAFÉ coin"), "C1", "every word must be there");
	is_str(found(s, m, "coin café"), "C1", "in any order");
	is_str(found(s, m, "coffee and tea"), "C3", "across line ends");
	is_str(found(s, m, "twice le"), "", "never across two texts");
	is_str(found(s, m, "  "), "", "no words find nothing");
	is_str(found(s, m, "c-002"), "C2", "a code finds its card");
	is_str(found(s, m, "zebra"), "", "what is nowhere is not found");
	set_card_text(m, 1, "zebra");
	is_str(found(s, m, "zebra"), "C1", "a change is seen");
	is_str(found(s, m, "coin"), "", "and what it took away is gone");
	search_free(s);
	model_free(m);
}

static void test_at_most(void)
{
	struct model *m = two_sessions();
	struct search *s = search_new();
	struct search_hits hits = {.list = NULL};
	for (int64_t id = 1; id <= 5; id++)
		add_card(m, id, "totals");
	search_update(s, m);
	search_find(s, STR("totals"), 3, &hits);
	ok(hits.n == 3 && hits.more, "no more than asked for, and it says that there are more");
	search_find(s, STR("totals"), 5, &hits);
	ok(hits.n == 5 && !hits.more, "all when there is room");
	search_hits_release(&hits);
	search_free(s);
	model_free(m);
}

static void test_turns(void)
{
	struct model *m = two_sessions();
	struct search *s = search_new();
	add_card(m, 1, "totals on a card");
	is_str(found(s, m, "totals"), "C1", "transcripts not loaded find nothing");
	load_two_turns(m, 22, "I trust the lines", "not the TOTALS");
	is_str(found(s, m, "totals"), "C1 t22:1", "a transcript loaded since is searched");
	load_two_turns(m, 21, "which totals?", "all");
	is_str(found(s, m, "totals"), "C1 t21:0 t22:1", "one read later, in reading order");
	set_card_text(m, 1, "sums");
	is_str(found(s, m, "totals"), "t21:0 t22:1", "a change on a card keeps the turns");
	load_two_turns(m, 22, "I trust the lines", "not the TOTALS");
	set_card_text(m, 1, "totals");
	is_str(found(s, m, "totals"), "C1 t21:0 t22:1", "read twice, found once");
	model_clear(m);
	is_str(found(s, m, "totals"), "", "an emptied model holds nothing");
	search_free(s);
	model_free(m);
}

static void check_match(const char *text, const char *words, const char *want)
{
	size_t from = 0, to = 0;
	char got[64] = "";
	if (search_match(str_of(text), str_of(words), &from, &to))
		snprintf(got, sizeof got, "%.*s", (int)(to - from), text + from);
	is_str(got, want, "“%s” in “%s”", words, text);
}

static void test_match(void)
{
	check_match("I don’t trust the totals.", "TOTALS", "totals");
	check_match("Ein CAFÉ, bitte", "café", "CAFÉ");
	check_match("Ein CAFÉ, bitte", "don't", "");
	check_match("I don’t trust it", "don't", "don’t");
	check_match("ﬁne lines", "fine", "ﬁne");
	check_match("two   blanks", "blanks two", "blanks");
}

/* As few characters of the text as hold so much of its key, tried one by one. */
static size_t bytes_tried(struct str text, size_t nkey)
{
	struct strbuf key = STRBUF_INIT;
	size_t at = 0;
	uint32_t c;
	while (at < text.n && key.len < nkey) {
		at += utf8_decode(text, at, &c);
		strbuf_reset(&key);
		fold_text(&key, str_part(text, 0, at));
	}
	strbuf_release(&key);
	return at;
}

static void test_match_random(void)
{
	static const char *const parts[] = {"ab", "B", " ", "\t",        "\n  ",
					    "é",  "ﬁ", "’", "e\xcc\x81", "漢"};
	int wrong = 0, matches = 0;
	srand(11);
	for (int i = 0; i < 3000; i++) {
		struct strbuf text = STRBUF_INIT, key = STRBUF_INIT;
		for (int n = rand() % 12; n >= 0; n--)
			strbuf_add_z(&text, parts[rand() % (i % 2 ? 10 : 5)]);
		struct str all = strbuf_str(&text);
		size_t from, to;
		const char *word = i % 3 ? "b" : "ab";
		fold_text(&key, all);
		size_t at = str_find(strbuf_str(&key), str_of(word));
		bool there = search_match(all, str_of(word), &from, &to);
		wrong += there != (at < key.len);
		if (there) {
			matches++;
			size_t first = at ? utf8_previous(all, bytes_tried(all, at + 1)) : 0;
			wrong += from != first || to != bytes_tried(all, at + strlen(word));
		}
		strbuf_release(&text);
		strbuf_release(&key);
	}
	ok(matches > 1000 && !wrong, "where it stands is where reading letter by letter finds it");
}

/* Every hit of a plain reading and no other, over random texts of few letters. */
static void test_random(void)
{
	static const char *const parts[] = {"ab", "b", "á", " ", "Bc", "c", "\n"};
	struct model *m = two_sessions();
	struct search *s = search_new();
	bool same = true;
	srand(7);
	for (int64_t id = 1; id <= 300; id++) {
		struct strbuf text = STRBUF_INIT;
		for (int i = rand() % 9; i >= 0; i--)
			strbuf_add_z(&text, parts[rand() % 7]);
		add_card(m, id, text.buf);
		strbuf_release(&text);
	}
	for (int i = 0; i < 200; i++) {
		struct strbuf want = STRBUF_INIT, words = STRBUF_INIT;
		for (int j = rand() % 3; j >= 0; j--)
			strbuf_add_z(&words, parts[rand() % 3]);
		for (int64_t id = 1; id <= 300; id++) {
			size_t from, to;
			struct str text = model_card(m, (card_id){id})->text;
			if (search_match(text, strbuf_str(&words), &from, &to))
				strbuf_addf(&want, "%sC%lld", want.len ? " " : "", (long long)id);
		}
		same = same && strcmp(found(s, m, words.buf), want.buf) == 0;
		strbuf_release(&want);
		strbuf_release(&words);
	}
	ok(same, "finds what reading text by text finds");
	search_free(s);
	model_free(m);
}

static bool same_hits(const struct search_hits *a, const struct search_hits *b)
{
	bool same = a->n == b->n && a->more == b->more;
	for (size_t i = 0; same && i < a->n; i++)
		same = a->list[i].card.n == b->list[i].card.n &&
		       a->list[i].cluster.n == b->list[i].cluster.n &&
		       a->list[i].turn == b->list[i].turn;
	return same;
}

/* A wall that changes while it is folded, a few bytes at a time. */
static void test_slices(void)
{
	struct model *m = two_sessions();
	struct search *s = search_new();
	struct strbuf so_far = STRBUF_INIT, all = STRBUF_INIT;
	struct search_hits on = {.list = NULL}, anew = {.list = NULL};
	int slices = 0, begin_otherwise = 0, other_hits = 0;
	bool whole = false;
	put_frame(m, 1, "Totals", 0, 0, 1);
	for (int64_t id = 1; id <= 40; id++)
		add_card(m, id, id % 3 ? "not one of them" : "totals, of course");
	load_two_turns(m, 22, "I trust the lines", "not the TOTALS");
	for (; !whole; slices++) {
		if (slices == 7)
			set_card_text(m, 2, "the totals");
		if (slices == 15)
			load_two_turns(m, 21, "which totals?", "all");
		whole = search_update_some(s, m, 60);
		struct search *other = search_new();
		search_update(other, m);
		tell(&all, other, "totals");
		tell(&so_far, s, "totals");
		search_find_on(s, STR("totals"), 9, &on);
		search_find(s, STR("totals"), 9, &anew);
		other_hits += !same_hits(&on, &anew);
		begin_otherwise += !str_starts(strbuf_str(&all), strbuf_str(&so_far));
		search_free(other);
	}
	ok(slices > 20, "in slices");
	is_int(begin_otherwise, 0, "what is found so far is the beginning of all");
	is_str(so_far.buf, all.buf, "and all in the end");
	ok(other_hits == 0 && on.n == 9 && on.more, "going on finds what beginning anew finds");
	search_hits_release(&on);
	search_hits_release(&anew);
	ok(search_update_some(s, m, 60), "then there is nothing to do");
	strbuf_release(&so_far);
	strbuf_release(&all);
	search_free(s);
	model_free(m);
}

int main(void)
{
	text_init();
	test_find();
	test_at_most();
	test_turns();
	test_match();
	test_match_random();
	test_random();
	test_slices();
	return done();
}
