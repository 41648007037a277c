/* store: the first screen of a large wall holds what can be seen and counts what cannot; a whole
 * load stops at a row that another program spoiled. */
#include <sqlite3.h>

#include "store-fixture.h"

enum { TALL = 120, SHORT = 4, HIDDEN = 7, TRAY = 50, CARDS = TALL + SHORT + 2 * HIDDEN + TRAY + 2 };

struct ground {
	cluster_id tall, beside, below, far;
	card_id near_loose, far_loose;
};

static card_id card_at(struct store *store, int line, struct err *err)
{
	struct place place = {.kind = PLACE_LOOSE, .column = 2, .line = line};
	card_id id = card_write(store, "a loose one", err);
	edit_card_place(store, &id, 1, &place, err);
	return id;
}

static cluster_id cluster_at(struct store *store, int column, int line, size_t ncards,
			     struct err *err)
{
	struct card_draft cards[TALL];
	struct cluster_draft draft = {
		.name = STR("theme"), .place = {.column = column, .line = line}, .width = 1};
	cluster_id id = {0};
	edit_cluster_new(store, &draft, &id, err);
	for (size_t i = 0; i < ncards; i++)
		cards[i] = (struct card_draft){
			.kind = CARD_IDEA, .text = STR("some words"), .place = in_cluster(id)};
	edit_card_new_many(store, cards, ncards, err);
	return id;
}

static struct ground make_wall(struct store *store, struct err *err)
{
	struct ground ground = {.tall = cluster_at(store, 0, 0, TALL, err),
				.beside = cluster_at(store, 1, 3, SHORT, err),
				.below = cluster_at(store, 0, 1, HIDDEN, err),
				.far = cluster_at(store, 1, 9000, HIDDEN, err),
				.near_loose = card_at(store, 4, err),
				.far_loose = card_at(store, 4000, err)};
	for (int i = 0; i < TRAY; i++)
		card_write(store, "not sorted yet", err);
	return ground;
}

static void test_clusters(const struct model *model, const struct ground *ground)
{
	const struct cluster *tall = model_cluster(model, ground->tall);
	ok(tall->ncards >= 32 && tall->ncards < TALL, "a tall theme has what shows of it");
	is_int(tall->ncards + tall->unloaded, TALL, "and the count of all");
	is_int(model_cluster(model, ground->beside)->ncards, SHORT, "the one beside is whole");
	is_int(model_cluster(model, ground->below)->ncards, 0, "one pushed out of sight is not");
	is_int(model_cluster(model, ground->far)->ncards, 0, "nor is one anchored far below");
}

static void test_places(const struct model *model, const struct ground *ground)
{
	struct card_list tray = model_tray(model);
	ok(tray.n >= 20 && tray.n < TRAY, "the tray has its first cards");
	is_int(model_place_count(model, PLACE_TRAY), TRAY, "and the count of all");
	ok(model_card(model, ground->near_loose), "a loose card near the corner is there");
	ok(!model_card(model, ground->far_loose), "one far below is not");
	is_int(model_place_count(model, PLACE_LOOSE), 2, "but counted");
	is_int(model_card_count(model), CARDS, "every card is counted once");
}

/* What is there is as a whole load has it, and in the same order. */
static void test_same(const struct model *start, const struct model *whole)
{
	struct card_list some = model_tray(start), all = model_tray(whole);
	bool same = true;
	for (size_t i = 0; i < some.n; i++)
		same &= some.ids[i].n == all.ids[i].n;
	ok(same, "the tray begins as it will stay");
	some = model_cards(start);
	for (size_t i = 0; i < some.n; i++) {
		struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
		dump_card(&a, model_card(start, some.ids[i]));
		dump_card(&b, model_card(whole, some.ids[i]));
		same &= strcmp(a.buf, b.buf) == 0;
		strbuf_release(&a);
		strbuf_release(&b);
	}
	ok(same, "each card is as it will stay");
}

static void by_another_program(const char *sql)
{
	struct err err = ERR_INIT;
	sqlite3 *db = NULL;
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

static void test_spoiled(struct store *store)
{
	static const struct {
		const char *spoil, *mend, *word;
	} cases[] = {{"UPDATE card SET text = CAST(x'66ff' AS TEXT) WHERE id % 7 = 0",
		      "UPDATE card SET text = 'f' WHERE id % 7 = 0",
		      "a card holds text that cannot be read"},
		     {"UPDATE placement SET rank = 'a00' WHERE rank <> '' AND id % 7 = 0",
		      "UPDATE placement SET rank = 'a1' WHERE rank <> '' AND id % 7 = 0",
		      "a placement says what cannot be"}};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		struct err err = ERR_INIT;
		struct model *model = model_new();
		by_another_program(cases[i].spoil);
		ok(!store_load(store, model, &err) && err.code == ERR_STORE &&
			   strstr(err.msg, cases[i].word),
		   "refused: %s", err.msg);
		by_another_program(cases[i].mend);
		model_clear(model);
		ok(store_load(store, model, &err) && model_cards(model).n == CARDS,
		   "the same file mended is read");
		model_free(model);
	}
}

static bool same_cards(const struct model *a, const struct model *b)
{
	struct card_list cards = model_cards(a);
	bool same = cards.n == model_cards(b).n;
	for (size_t i = 0; same && i < cards.n; i++) {
		struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
		dump_card(&x, model_card(a, cards.ids[i]));
		dump_card(&y, model_card(b, cards.ids[i]));
		same = strcmp(x.buf, y.buf) == 0;
		strbuf_release(&x);
		strbuf_release(&y);
	}
	return same;
}

/* A change after some slices, own and another's, makes the load begin again. */
static void test_slices(struct store *store)
{
	struct err err = ERR_INIT;
	struct store *tom = open_as("tom", &err);
	struct model *sliced = model_new(), *whole = model_new();
	struct load_state state = {0};
	size_t nslices = 0, most = 0;
	bool done = false;
	must(tom);
	for (; !done && nslices < 1000; nslices++) {
		size_t before = model_cards(sliced).n;
		must(store_load_slice(store, sliced, &state, 10, &done, &err));
		if (model_cards(sliced).n > before + most)
			most = model_cards(sliced).n - before;
		if (nslices == 30)
			card_write(store, "mine, while it loads", &err);
		if (nslices == 60)
			card_write(tom, "Tom's, while it loads", &err);
	}
	ok(done && nslices > 60, "a load in slices ends");
	ok(most <= 10, "none reads more than it may");
	must(store_load(tom, whole, &err));
	ok(same_cards(sliced, whole), "and has what a whole load has");
	is_int(model_place_count(sliced, PLACE_TRAY), TRAY + 2, "what came meanwhile included");
	store_close(tom);
	model_free(sliced);
	model_free(whole);
}

/* ---- at the edges of the screen, and in a tray of many interviews ---- */

enum { OFF_SCREEN = 20, AT_THE_EDGE = 15, READ = 510, LATER = 40 };

/* As many quotes as turns, in the tray. */
static void import_turns(struct store *store, const char *name, size_t n)
{
	struct err err = ERR_INIT;
	static const char *const speakers[] = {"Paula"};
	static const enum role roles[] = {ROLE_PARTICIPANT};
	struct line lines[READ];
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS, .again = true};
	for (size_t i = 0; i < n; i++)
		lines[i] = (struct line){0, "I rebuild it."};
	draft_make(&draft, name, lines, n, speakers, roles, 1);
	must(edit_import(store, &draft, &options, &report, &err) && report.cards == n);
	draft_release(&draft);
}

static void load_both(struct store *store, struct model *start, struct model *whole)
{
	struct err err = ERR_INIT;
	bool all = true;
	model_clear(start);
	model_clear(whole);
	must(store_load_start(store, start, 0, &all, &err) && !all && !err.code);
	must(store_load(store, whole, &err));
}

static void test_columns(struct store *store, struct model *start, struct model *whole)
{
	struct err err = ERR_INIT;
	cluster_id folded = cluster_at(store, 0, 0, TALL, &err);
	cluster_id below = cluster_at(store, 0, 1, SHORT, &err);
	cluster_id edge = cluster_at(store, AT_THE_EDGE, 0, SHORT, &err);
	must(edit_cluster_width(store, edge, 2, &err) &&
	     edit_cluster_fold(store, folded, true, &err));
	cluster_id off = cluster_at(store, OFF_SCREEN, 0, 0, &err);
	load_both(store, start, whole);
	is_int(model_cluster(start, below)->ncards, SHORT,
	       "below a folded theme, however many cards it has, is on the screen");
	is_int(model_cluster(start, edge)->ncards, SHORT, "a theme across its edge is there");
	is_int(model_cluster(start, off)->unloaded, 0, "an empty theme beside it hides nothing");
	is_int(model_card_count(start), model_card_count(whole), "all cards are counted");
	struct place place = in_cluster(off);
	for (int i = 0; i < HIDDEN; i++) {
		card_id id = card_write(store, "far to the right", &err);
		must(edit_card_place(store, &id, 1, &place, &err));
	}
	load_both(store, start, whole);
	is_int(model_cluster(start, off)->ncards, 0, "a theme beside it is not");
	is_int(model_cluster(start, off)->unloaded, HIDDEN, "but its cards are counted");
	is_int(model_card_count(start), model_card_count(whole), "all cards are counted");
}

/* The first interviews were sorted long ago. */
static void test_tray(struct store *store, struct model *start, struct model *whole)
{
	struct err err = ERR_INIT;
	struct place parked = {.kind = PLACE_PARKED};
	import_turns(store, "first.vtt", LATER);
	import_turns(store, "second.vtt", LATER);
	load_both(store, start, whole);
	ok(model_tray(start).n >= 20 && model_tray(start).n < LATER,
	   "of one interview alone there is enough for a screen");
	test_same(start, whole);
	struct card_list list = model_tray(whole);
	must(list.n == 2 * LATER && edit_card_place(store, list.ids, LATER, &parked, &err));
	load_both(store, start, whole);
	ok(model_tray(start).n > 0 && model_tray(start).n < LATER,
	   "of the second one, when the first is sorted");
	test_same(start, whole);
	list = model_tray(whole);
	must(edit_card_place(store, list.ids, LATER - 3, &parked, &err));
	load_both(store, start, whole);
	is_int((int64_t)model_tray(start).n, 3, "the last ones of all, although they are few");
	test_same(start, whole);
}

/* So many receipts were looked at that the next interview is not: cards come by their age. */
static void test_sorted(struct store *store, struct model *start, struct model *whole)
{
	struct err err = ERR_INIT;
	struct place parked = {.kind = PLACE_PARKED};
	import_turns(store, "long.vtt", READ);
	load_both(store, start, whole);
	struct card_list list = model_tray(whole);
	must(list.n == READ && edit_card_place(store, list.ids, READ, &parked, &err));
	import_turns(store, "last.vtt", LATER);
	load_both(store, start, whole);
	ok(model_tray(start).n >= 20 && model_tray(start).n < LATER, "behind a long one, sorted");
	is_int(model_place_count(start, PLACE_TRAY), LATER, "and the count of all");
	test_same(start, whole);
}

static void on_new_wall(void (*test)(struct store *store, struct model *start, struct model *whole))
{
	struct err err = ERR_INIT;
	struct model *start = model_new(), *whole = model_new();
	store_remove(fixture_wall);
	struct store *store = open_as("ana", &err);
	must(store);
	test(store, start, whole);
	store_close(store);
	model_free(start);
	model_free(whole);
}

int main(void)
{
	struct err err = ERR_INIT;
	struct model *start = model_new(), *whole = model_new();
	bool all = true;
	fixture_begin();
	struct store *store = open_as("ana", &err);
	must(store);
	struct ground ground = make_wall(store, &err);
	must(store_load_start(store, start, CARDS - 1, &all, &err) && err.code == ERR_NONE);
	ok(!all, "a large wall is not read whole");
	must(store_load(store, whole, &err));
	test_clusters(start, &ground);
	test_places(start, &ground);
	test_same(start, whole);
	model_clear(start);
	must(store_load_start(store, start, CARDS, &all, &err));
	ok(all && model_cards(start).n == CARDS, "a small one is");
	test_spoiled(store);
	test_slices(store);
	store_close(store);
	model_free(start);
	model_free(whole);
	on_new_wall(test_columns);
	on_new_wall(test_tray);
	on_new_wall(test_sorted);
	fixture_end();
	return done();
}
