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
	fixture_end();
	return done();
}
