#ifndef EXPORT_RANDOM_H
#define EXPORT_RANDOM_H

/* Random studies with the texts that break things: wide, joined, bidirectional, markup, quotes,
 * long words, line feeds. */
#include "export-build.h"

static uint64_t random_state;

static size_t pick(size_t n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((random_state >> 33) % n);
}

static const char *const random_words[] = {
	"I",
	"check",
	"the",
	"total",
	"again",
	"and",
	"again,",
	"because",
	"café",
	"naïve",
	"日本語の文章です",
	"👩‍👩‍👧",
	"🇩🇪",
	"e\u0301",
	"שלום",
	"مرحبا",
	"\u202eevil\u202c",
	"# head",
	"## x",
	"| cell |",
	"<script>",
	"[link](http://x)",
	"*bold*",
	"_it_",
	"`code`",
	"1. one",
	"- item",
	"> quote",
	"\\",
	"\"said\"",
	"100%",
	"&amp;",
	"~~~",
	"---",
	"===",
	"+",
	"\ttab",
	"  blanks  ",
	"averyveryverylongwordthatnobodywouldsaybutthatfilesdocontainwhensomeonepastesanaddress/or/"
	"a/path",
	"消費税の計算だけは、毎回かならず自分の目でたしかめることにしています。とても長い一文なので"
	"す。",
};

/* Never empty; lf: may hold line feeds, never at an end or twice in a row. */
TW_UNUSED static struct str random_text(struct arena *arena, size_t most, bool lf)
{
	struct strbuf text = STRBUF_INIT;
	size_t n = 1 + pick(most);
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_char(&text, lf && pick(9) == 0 ? '\n' : ' ');
		strbuf_add_z(&text, random_words[pick(TW_COUNT(random_words))]);
	}
	struct str made = {arena_strndup(arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return made;
}

struct random_talk {
	int64_t transcript, speakers[3];
	struct turn turns[12];
	size_t nturns;
	struct str text; /* joined */
	int64_t nchars;
};

static void random_turns(struct build *b, struct random_talk *talk, struct arena *arena)
{
	struct strbuf joined = STRBUF_INIT;
	talk->nturns = 1 + pick(12);
	for (size_t i = 0; i < talk->nturns; i++) {
		struct turn *turn = &talk->turns[i];
		size_t who = pick(4);
		*turn = (struct turn){.speaker = {who < 3 ? talk->speakers[who] : 0},
				      .start_ms = pick(5) ? (int64_t)i * 7000 : -1,
				      .end_ms = pick(5) ? (int64_t)i * 7000 + 5000 : -1,
				      .text = random_text(arena, 25, false)};
		struct cue *cues = arena_alloc(arena, 3 * sizeof *cues);
		turn->ncues = turn->start_ms < 0 ? 0 : pick(utf8_length(turn->text) > 3 ? 4 : 2);
		for (size_t k = 0; k < turn->ncues; k++)
			cues[k] = (struct cue){(uint32_t)k, turn->start_ms + (int64_t)k * 100};
		turn->cues = cues;
		if (i)
			strbuf_add_char(&joined, '\n');
		strbuf_add_str(&joined, turn->text);
	}
	talk->nchars = build_place_turns(talk->turns, talk->nturns);
	talk->text = (struct str){arena_strndup(arena, joined.buf, joined.len), joined.len};
	strbuf_release(&joined);
	(void)b;
}

static void random_talk_build(struct build *b, struct random_talk *talk, struct arena *arena,
			      int64_t session, int64_t version, const int64_t *people,
			      size_t npeople)
{
	static const char *const roles[] = {"moderator", "participant", "unknown"};
	talk->transcript = new_id(b);
	for (size_t i = 0; i < 3; i++)
		talk->speakers[i] = build_speaker(
			b, talk->transcript,
			pick(3) ? random_text(arena, 3, false) : STR("Speaker"), roles[i],
			i && npeople ? people[pick(npeople)] : 0, (int64_t)pick(4000));
	random_turns(b, talk, arena);
	build_transcript_row(b, talk->transcript, session, "a talk", version, talk->nchars,
			     (int64_t)talk->nturns);
	model_load_turns(b->model, (transcript_id){talk->transcript}, talk->turns, talk->nturns);
}

static void random_card(struct build *b, struct arena *arena, const struct random_talk *talks,
			size_t ntalks, const int64_t *clusters, size_t nclusters, size_t serial,
			const int64_t *people, size_t npeople)
{
	static const char *const kinds[] = {"quote", "observation", "pain", "idea", "question"};
	static const char *const places[] = {"tray", "parked", "loose", "cluster"};
	struct build_card card = {.start = -1, .end = -1, .time_ms = -1};
	struct strbuf rank = STRBUF_INIT;
	card.kind = kinds[pick(5)];
	card.text = random_text(arena, 30, true);
	if (strcmp(card.kind, "quote") == 0 || pick(2)) {
		const struct random_talk *talk = &talks[pick(ntalks)];
		card.transcript = talk->transcript;
		card.speaker = pick(5) ? talk->speakers[pick(3)] : 0;
		card.start = (int64_t)pick((size_t)talk->nchars);
		card.end = card.start + 1 + (int64_t)pick((size_t)(talk->nchars - card.start));
		card.time_ms = pick(3) ? (int64_t)pick(9000000) : -1;
		if (strcmp(card.kind, "quote") == 0)
			card.text = utf8_slice(talk->text, (size_t)card.start, (size_t)card.end);
	}
	struct str implies = pick(4) ? STR("") : random_text(arena, 12, true);
	card.implies = arena_strndup(arena, implies.p, implies.n);
	card.by_hand = npeople && pick(3) == 0 ? people[pick(npeople)] : 0;
	card.surprise = pick(9) == 0;
	card.tension = pick(9) == 0;
	size_t place = pick(nclusters ? 7 : 3);
	card.place = places[place < 3 ? place : 3];
	if (place >= 3) {
		card.cluster = clusters[pick(nclusters)];
		strbuf_addf(&rank, "b%c%c", (char)('0' + (serial / 10) % 10),
			    (char)('0' + serial % 10));
		card.rank = strbuf_str(&rank);
	} else if (place == 2) {
		card.column = (int)pick(20);
		card.line = (int)pick(200);
	}
	build_card(b, &card);
	strbuf_release(&rank);
}

enum { RANDOM_PEOPLE = 100, RANDOM_TALKS = 8, RANDOM_CLUSTERS = 20 };

static size_t random_clusters(struct build *b, struct arena *arena, int64_t *clusters)
{
	size_t n = pick(RANDOM_CLUSTERS), depth[RANDOM_CLUSTERS];
	char code[32], rank[32];
	for (size_t i = 0; i < n; i++) {
		size_t parent = i && pick(2) ? pick(i) : i;
		if (parent != i && depth[parent] >= 4)
			parent = i;
		depth[i] = parent == i ? 1 : depth[parent] + 1;
		snprintf(code, sizeof code, "T-%02zu", n + 30 - i);
		snprintf(rank, sizeof rank, "a%c", (char)('A' + (n - i)));
		clusters[i] = build_cluster(
			b, code, pick(5) ? random_text(arena, 2, false) : STR(""),
			parent == i ? 0 : clusters[parent], parent == i ? STR("") : str_of(rank),
			parent == i ? (int)pick(9) : 0, parent == i ? (int)pick(99) : 0);
	}
	return n;
}

/* people: how many at most, below RANDOM_PEOPLE. The caller frees the model. */
TW_UNUSED static struct model *random_model(uint64_t seed, size_t people, size_t cards)
{
	static const char *const consents[] = {"", "yes", "no"};
	static const char *const segments[] = {"freelancer", "簿記", "a | b", NULL};
	struct arena arena = {0};
	struct build b = build_study("Was wir hörten | # und *was* es heißt", "Why\nand when?");
	struct random_talk talks[RANDOM_TALKS];
	int64_t persons[RANDOM_PEOPLE], clusters[RANDOM_CLUSTERS], session = 0;
	char code[32];
	random_state = seed * 7919 + 1;
	size_t npeople = pick(people + 1), ntalks = 1 + pick(RANDOM_TALKS);
	for (size_t i = 0; i < npeople; i++) {
		snprintf(code, sizeof code, "P%02zu", i + 1);
		persons[i] = build_person(&b, code, pick(4) ? "Real Name" : NULL, segments[pick(4)],
					  consents[pick(3)]);
		if (pick(3) == 0)
			build_attribute(&b, persons[i], "role \"x\".y",
					random_text(&arena, 4, true));
	}
	for (size_t i = 0; i < ntalks; i++) {
		bool again = i && pick(4) == 0;
		snprintf(code, sizeof code, "S%02zu", i + 1);
		if (!again)
			session = build_session(&b, code, (int64_t)(1 + pick(5)),
						pick(2) ? "2026-03-02" : "");
		for (size_t p = 0; p < npeople && !again; p++)
			if (pick(2))
				build_attend(&b, session, persons[p]);
		random_talk_build(&b, &talks[i], &arena, session,
				  again ? (int64_t)(1 + pick(2)) : 1, persons, npeople);
	}
	size_t nclusters = random_clusters(&b, &arena, clusters);
	for (size_t i = 0; i < cards; i++)
		random_card(&b, &arena, talks, ntalks, clusters, nclusters, i, persons, npeople);
	arena_release(&arena);
	return b.model;
}

#endif
