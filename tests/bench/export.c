/*
 * Exports of a wall of 100,000 cards, and its JSON read back: best of five, milliseconds of this
 * process (what else the machine does is left out). To reach: 80 for each export.
 */
#include <stdlib.h>
#include <time.h>

#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/import/import.h"
#include "themewall/text/locale.h"

#include "../tap.h"
#include "../unit/export-build.h"

enum { CARDS = 100000, TALKS = 40, TURNS = 1000, CLUSTERS = 400, ROUNDS = 5 };

static const char *const words[] = {"I",       "export", "it",    "to",    "a",     "spreadsheet",
				    "because", "we",     "don't", "trust", "the",   "totals",
				    "and",     "nobody", "told",  "me",    "where", "forty",
				    "euros",   "went",   "so",    "every", "month", "again"};

static int64_t cpu_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static uint64_t state = 7;

static size_t pick(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((state >> 33) % n);
}

static struct str sentence(struct arena *arena, size_t nwords, bool accents)
{
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < nwords; i++)
		strbuf_addf(&text, "%s%s", i ? " " : "", words[pick(TW_COUNT(words))]);
	if (accents)
		strbuf_add_z(&text, " — naïve, they’d say");
	strbuf_add_char(&text, '.');
	struct str made = {arena_strndup(arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return made;
}

struct talk {
	int64_t transcript, speaker;
	struct turn *turns;
};

static void build_talk(struct build *b, struct arena *arena, struct talk *talk, int number)
{
	char code[16];
	snprintf(code, sizeof code, "P%02d", number);
	int64_t person =
		build_person(b, code, "Somebody", number % 3 ? "freelancer" : "bookkeeper", "");
	code[0] = 'S';
	int64_t session = build_session(b, code, number, "2026-03-02");
	build_attend(b, session, person);
	talk->transcript = new_id(b);
	talk->speaker =
		build_speaker(b, talk->transcript, STR("Somebody"), "participant", person, 9000);
	int64_t moderator =
		build_speaker(b, talk->transcript, STR("Interviewer"), "moderator", 0, 1500);
	talk->turns = arena_zalloc(arena, TURNS * sizeof *talk->turns);
	for (int i = 0; i < TURNS; i++)
		talk->turns[i] = (struct turn){.speaker = {i % 4 ? talk->speaker : moderator},
					       .start_ms = i * 4000,
					       .end_ms = i * 4000 + 3000,
					       .text = sentence(arena, 18, i % 5 == 0)};
	int64_t nchars = build_place_turns(talk->turns, TURNS);
	build_transcript_row(b, talk->transcript, session, "talk", 1, nchars, TURNS);
	model_load_turns(b->model, (transcript_id){talk->transcript}, talk->turns, TURNS);
}

static struct model *build_wall(struct arena *arena)
{
	struct build b = build_study("A large wall", "How long does it take?");
	struct talk talks[TALKS];
	int64_t clusters[CLUSTERS];
	char code[16];
	for (int i = 0; i < TALKS; i++)
		build_talk(&b, arena, &talks[i], i + 1);
	for (int i = 0; i < CLUSTERS; i++) {
		snprintf(code, sizeof code, "T-%02d", i + 1);
		clusters[i] = build_cluster(&b, code, sentence(arena, 6, false),
					    i % 4 ? clusters[i - i % 4] : 0,
					    i % 4 ? STR("a0") : STR(""), 0, i % 4 ? 0 : i);
	}
	for (int i = 0; i < CARDS; i++) {
		/* cards are made while reading: one interview after the other, top to bottom */
		size_t read = (size_t)i * TALKS * TURNS / CARDS;
		const struct talk *talk = &talks[read / TURNS];
		const struct turn *turn = &talk->turns[read % TURNS];
		bool quote = pick(4) != 0;
		snprintf(code, sizeof code, "b%c%c", (char)('A' + pick(26)),
			 (char)('a' + pick(26)));
		build_card(&b,
			   &(struct build_card){
				   .kind = quote ? "quote" : "observation",
				   .text = quote ? turn->text : sentence(arena, 14, false),
				   .implies = pick(20) ? "" : "So the total must show its lines.",
				   .transcript = talk->transcript,
				   .speaker = turn->speaker.n,
				   .start = turn->start,
				   .end = turn->end,
				   .time_ms = turn->start_ms,
				   .place = "cluster",
				   .cluster = clusters[pick(CLUSTERS)],
				   .rank = str_of(code)});
	}
	return b.model;
}

static void measure_export(const struct model *model, const struct export_format *format)
{
	struct export_options options = {.now_ms = 1773669727000};
	int64_t best = INT64_MAX;
	size_t nbytes = 0;
	for (int round = 0; round < ROUNDS; round++) {
		struct strbuf out = STRBUF_INIT;
		int64_t start = cpu_ns();
		format->write(&out, model, &options);
		int64_t taken = cpu_ns() - start;
		best = taken < best ? taken : best;
		nbytes = out.len;
		strbuf_release(&out);
	}
	printf("# export %-9s %6.1f ms, %5.1f MB\n", format->name, (double)best / 1e6,
	       (double)nbytes / 1e6);
	ok(nbytes > 0, "%s", format->name);
}

static void measure_import(const struct model *model)
{
	struct export_options options = {0};
	struct strbuf json = STRBUF_INIT;
	struct wall_image image;
	struct err err = ERR_INIT;
	export_format_find(STR("json"))->write(&json, model, &options);
	int64_t start = cpu_ns();
	bool read = import_wall(&image, STR("bench"), strbuf_str(&json), &err);
	int64_t taken = cpu_ns() - start;
	printf("# import json     %6.1f ms, %5.1f MB/s\n", (double)taken / 1e6,
	       (double)json.len / 1e6 / ((double)taken / 1e9));
	ok(read, "json back");
	if (read)
		wall_image_release(&image);
	strbuf_release(&json);
}

/* With the name of a format: that one alone; "import": the way back alone. */
int main(int argc, char **argv)
{
	struct str only = str_of(argc > 1 ? argv[1] : NULL);
	struct arena arena = {0};
	const struct export_format *formats;
	text_init();
	struct model *model = build_wall(&arena);
	size_t n = export_formats(&formats);
	for (size_t i = 0; i < n; i++)
		if (only.n == 0 || str_equal(only, str_of(formats[i].name)))
			measure_export(model, &formats[i]);
	if (only.n == 0 || str_equal(only, STR("import")))
		measure_import(model);
	model_free(model);
	arena_release(&arena);
	return done();
}
