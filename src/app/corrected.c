/*
 * What became of words that a correction changed. Each earlier text is paired once with the newest
 * of its session, for all of its cards that are asked about. Places are code points.
 */
#include "themewall/app/corrected.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/model/correction.h"
#include "themewall/model/versions.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Two versions of a session's text. */
struct versions {
	transcript_id old, new;
	struct strbuf before, after;
	struct correction *correction; /* owned */
};

static void versions_release(struct versions *v)
{
	correction_free(v->correction);
	strbuf_release(&v->before);
	strbuf_release(&v->after);
	*v = (struct versions){.before = STRBUF_INIT, .after = STRBUF_INIT};
}

static bool read_text(struct app *app, transcript_id id, struct strbuf *text, struct err *err)
{
	const struct transcript *t = model_transcript(app->model, id);
	if (!t->loaded && !store_load_turns(app->store, app->model, id, err))
		return false;
	for (int64_t i = 0; i < t->nturns; i++) {
		strbuf_add_z(text, i ? "\n" : "");
		strbuf_add_str(text, t->turns[i].text);
	}
	return true;
}

/* Cards mostly come one transcript after the other. */
static bool versions_of(struct app *app, struct versions *v, const struct card *card,
			struct err *err)
{
	const struct transcript *old = model_transcript(app->model, card->transcript);
	const struct transcript *new = model_transcript_listed(app->model, old);
	if (v->correction && v->old.n == old->id.n && v->new.n == new->id.n)
		return true;
	versions_release(v);
	v->old = old->id;
	v->new = new->id;
	if (!read_text(app, v->old, &v->before, err) || !read_text(app, v->new, &v->after, err))
		return false;
	v->correction = correction_new(strbuf_str(&v->before), strbuf_str(&v->after));
	return true;
}

/* Words that are the same are the first to be looked for: something may have been put right again
 * since. */
static bool find_place(const struct versions *v, const struct card *card, struct excerpt_draft *now)
{
	int64_t at = 0;
	enum correction_place same = correction_find(v->correction, card->start, card->end, &at);
	*now = (struct excerpt_draft){v->new, at, at + card->end - card->start};
	return same == CORRECTION_SAME || correction_counterpart(v->correction, card->start,
								 card->end, &now->start, &now->end);
}

static struct str keep(struct corrected_list *list, struct str s)
{
	return (struct str){arena_strndup(&list->words, s.n ? s.p : "", s.n), s.n};
}

static void add_card(struct corrected_list *list, const struct versions *v, const struct card *card)
{
	struct excerpt_draft was = {card->transcript, card->start, card->end}, now;
	if (!find_place(v, card, &now)) {
		list->unclear = list->nunclear++ ? list->unclear : card->id;
		return;
	}
	struct str before = utf8_slice(strbuf_str(&v->before), (size_t)was.start, (size_t)was.end);
	struct str after = utf8_slice(strbuf_str(&v->after), (size_t)now.start, (size_t)now.end);
	ALLOC_GROW(list->items, list->n + 1, list->capacity);
	list->items[list->n++] = (struct corrected){.words = {card->id, was, now},
						    .before = keep(list, before),
						    .after = keep(list, after),
						    .own = !str_equal(card->text, before)};
}

void corrected_release(struct corrected_list *list)
{
	free(list->items);
	arena_release(&list->words);
	*list = (struct corrected_list){.n = 0};
}

bool corrected_find(struct app *app, struct corrected_list *list, const card_id *ids, size_t n,
		    struct err *err)
{
	struct versions v = {.before = STRBUF_INIT, .after = STRBUF_INIT};
	struct card_list all = model_cards(app->model);
	bool good = true;
	corrected_release(list);
	for (size_t i = 0; good && i < (ids ? n : all.n); i++) {
		const struct card *card = model_card(app->model, ids ? ids[i] : all.ids[i]);
		if (!card || !model_card_outdated(app->model, card))
			continue;
		good = versions_of(app, &v, card, err);
		if (good)
			add_card(list, &v, card);
	}
	versions_release(&v);
	return good;
}

/* ---- in words ---- */

enum { SHORT_CHARS = 120, AROUND_BYTES = 40 };

static bool inside_char(struct str s, size_t at)
{
	return at < s.n && ((uint8_t)s.p[at] & 0xc0) == 0x80;
}

/* Back to where a word begins, or a character in a script without blanks. */
static size_t step_back(struct str s, size_t at)
{
	size_t from = at > AROUND_BYTES ? at - AROUND_BYTES : 0, to = from;
	while (from > 0 && to < at && s.p[to] != ' ')
		to++;
	from = from > 0 && to < at ? to + 1 : from;
	while (inside_char(s, from))
		from++;
	return from;
}

static size_t step_on(struct str s, size_t at)
{
	size_t to = s.n - at > AROUND_BYTES ? at + AROUND_BYTES : s.n, back = to;
	while (to < s.n && back > at && s.p[back] != ' ')
		back--;
	to = to < s.n && back > at ? back : to;
	while (inside_char(s, to))
		to++;
	return to;
}

void corrected_add_words(struct strbuf *out, struct str words, struct str other)
{
	size_t less = words.n < other.n ? words.n : other.n, same = 0, tail = 0;
	if (utf8_length(words) <= SHORT_CHARS && utf8_length(other) <= SHORT_CHARS) {
		strbuf_add_str(out, words);
		return;
	}
	while (same < less && words.p[same] == other.p[same])
		same++;
	while (tail < less - same && words.p[words.n - 1 - tail] == other.p[other.n - 1 - tail])
		tail++;
	size_t from = step_back(words, same), to = step_on(words, words.n - tail);
	strbuf_add_z(out, from ? "…" : "");
	strbuf_add_str(out, str_part(words, from, to));
	strbuf_add_z(out, to < words.n ? "…" : "");
}
