/*
 * A wall of any size for the benchmark, made through the store like any other: twenty interviews,
 * one quote card a turn, nine of ten cards in 24 themes that stand two columns wide beside and
 * below one another, one of a hundred loose, the rest in the tray. The same number makes the same
 * wall.
 *
 * usage: bench-wall STUDY.wall CARDS
 */
#include <stdio.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/model/lattice.h"
#include "themewall/store/edit.h"
#include "themewall/text/utf8.h"

enum { INTERVIEWS = 20, THEMES = 24, WIDTH = 2, ACROSS = 3 };

static const char *const words[] = {
	"invoice", "export",  "totals", "trust", "sheet", "colleague", "month",  "numbers",
	"the",     "a",       "we",     "I",     "then",  "because",   "never",  "again",
	"copy",    "approve", "manual", "wait",  "late",  "system",    "button", "report",
	"I think", "naïve",   "every",  "for",   "und",   "customer",  "claims", "ask",
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

static struct str sentence(struct arena *arena, uint64_t *seed)
{
	struct strbuf text = STRBUF_INIT;
	for (uint32_t n = 6 + draw(seed, 14); n > 0; n--) {
		strbuf_add_z(&text, words[draw(seed, sizeof words / sizeof *words)]);
		strbuf_add_char(&text, n > 1 ? ' ' : '.');
	}
	struct str kept = {arena_strndup(arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return kept;
}

static void write_turns(struct draft *draft, struct strbuf *whole, size_t n, uint64_t *seed)
{
	draft->turns = arena_zalloc(&draft->arena, n * sizeof *draft->turns);
	draft->nturns = n;
	for (size_t i = 0; i < n; i++) {
		struct draft_turn *turn = &draft->turns[i];
		*turn = (struct draft_turn){.start_ms = (int64_t)i * 8000,
					    .end_ms = (int64_t)i * 8000 + 7000,
					    .text = sentence(&draft->arena, seed),
					    .ncues = 1};
		turn->nchars = utf8_length(turn->text);
		turn->cues = arena_zalloc(&draft->arena, sizeof *turn->cues);
		turn->cues[0].ms = turn->start_ms;
		draft->nchars += (int64_t)turn->nchars + (i > 0);
		strbuf_add_z(whole, i ? "\n" : "");
		strbuf_add_str(whole, turn->text);
	}
}

static void write_interview(struct draft *draft, int number, size_t nturns, uint64_t *seed)
{
	struct strbuf text = STRBUF_INIT;
	*draft =
		(struct draft){.format = "vtt", .dialect = "", .encoding = "UTF-8", .nspeakers = 1};
	strbuf_addf(&text, "interview %02d", number);
	draft->title = (struct str){arena_strndup(&draft->arena, text.buf, text.len), text.len};
	draft->origin_name = draft->title;
	draft->speakers = arena_zalloc(&draft->arena, sizeof *draft->speakers);
	draft->speakers[0] = (struct draft_speaker){
		.label = draft->title, .name = draft->title, .role = ROLE_PARTICIPANT};
	strbuf_reset(&text);
	write_turns(draft, &text, nturns, seed);
	sha256_of(text.buf, text.len, draft->sha_text);
	sha256_of(text.buf, text.len, draft->sha_bytes);
	strbuf_release(&text);
}

static bool import_all(struct store *store, size_t ncards, struct err *err)
{
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	uint64_t seed = 7;
	bool good = true;
	for (int i = 0; good && i < INTERVIEWS; i++) {
		struct import_report report;
		struct draft draft;
		size_t n = ncards * (size_t)(i + 1) / INTERVIEWS - ncards * (size_t)i / INTERVIEWS;
		if (n == 0)
			continue;
		write_interview(&draft, i + 1, n, &seed);
		good = edit_import(store, &draft, &options, &report, err);
		draft_release(&draft);
	}
	return good;
}

/* Each theme gets cards of every interview. */
static bool sort_out(struct store *store, struct card_list tray, struct err *err)
{
	size_t sorted = tray.n * 9 / 10, loose = tray.n / 100, n;
	card_id *ids = xcalloc(tray.n + 1, sizeof *ids);
	bool good = true;
	for (int t = 0; good && t < THEMES; t++) {
		char name[40];
		snprintf(name, sizeof name, "Theme %d of what people said", t + 1);
		n = 0;
		for (size_t i = (size_t)t; i < sorted; i += THEMES)
			ids[n++] = tray.ids[i * 10 / 9];
		struct cluster_draft draft = {
			.name = str_of(name),
			.width = WIDTH,
			.place = {.column = t % ACROSS * WIDTH, .line = t / ACROSS},
			.cards = ids,
			.ncards = n};
		cluster_id id;
		good = edit_cluster_new(store, &draft, &id, err);
	}
	for (size_t i = 0; i < loose; i++)
		ids[i] = tray.ids[i * 10 + 9];
	struct place place = {.kind = PLACE_LOOSE, .column = ACROSS * WIDTH, .line = 0};
	good = good && (loose == 0 || edit_card_place(store, ids, loose, &place, err));
	free(ids);
	return good;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct model *model = model_new();
	struct store_options options = {.create = true,
					.exclusive_name = true,
					.coder = STR("ana"),
					.title = STR("How people work with totals"),
					.patience_ms = 5000};
	int64_t ncards = 0;
	if (argc != 3 || !str_to_int(str_of(argv[2]), &ncards) || ncards < INTERVIEWS) {
		fprintf(stderr, "usage: bench-wall STUDY.wall CARDS\n");
		return 2;
	}
	bool good = store_open(&store, argv[1], &options, NULL, &err) &&
		    import_all(store, (size_t)ncards, &err) && store_load(store, model, &err) &&
		    sort_out(store, model_tray(model), &err);
	store_close(store);
	model_free(model);
	if (!good)
		fprintf(stderr, "bench-wall: %s\n", err.msg);
	return !good;
}
