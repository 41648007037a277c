/* app: a large wall is read in slices while its person works: focus stays, what a partner did
 * meanwhile arrives, and a wall that cannot be read to its end keeps its first screen. */
#include <sqlite3.h>

#include "store-fixture.h"
#include "themewall/app/app.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"

enum { CARDS = APP_SMALL_WALL + 1000, MOST_SLICES = 50 };

static void make_wall(void)
{
	struct err err = ERR_INIT;
	struct store *store = open_as("ana", &err);
	struct card_draft *cards = xcalloc(CARDS, sizeof *cards);
	must(store);
	cluster_id theme = cluster_write(store, "Totals", (cluster_id){0}, &err);
	for (size_t i = 0; i < CARDS; i++)
		cards[i] = (struct card_draft){
			.kind = CARD_IDEA, .text = STR("some words"), .place = in_cluster(theme)};
	must(edit_card_new_many(store, cards, CARDS, &err));
	free(cards);
	store_close(store);
}

static void open_wall(struct app *app)
{
	struct store_options options = {.coder = STR("ana"), .patience_ms = 1000};
	struct err err = ERR_INIT;
	app_init(app);
	app->interactive = true;
	must(app_open(app, fixture_wall, &options, &err));
	app->wall.pane = PANE_WALL;
}

/* As the loop would; how many times. */
static size_t wake(struct app *app, size_t most)
{
	size_t n = 0;
	while (n < most && app_timeout(app, clock_monotonic_ms()) == 0) {
		app_wake(app, clock_monotonic_ms());
		n++;
	}
	return n;
}

static void test_work_meanwhile(void)
{
	struct err err = ERR_INIT;
	struct app app;
	struct store *tom = open_as("tom", &err);
	must(tom);
	open_wall(&app);
	ok(app.loading && model_cards(app.model).n < CARDS, "the first screen is there at once");
	is_int(model_card_count(app.model), CARDS, "and counts all cards");
	wake(&app, 2);
	ok(app.loading && model_cards(app.model).n < CARDS, "after two slices it is still that");
	app_key(&app, 'j', 0);
	app_key(&app, 'j', 0);
	struct target focus = app.wall.focus;
	ok(app.loading && focus.kind == TARGET_CARD, "the focus moves meanwhile");
	card_write(tom, "Tom's, while it loads", &err);
	size_t n = wake(&app, MOST_SLICES);
	ok(!app.loading && n > 1 && n < MOST_SLICES, "a few slices more and all is read");
	is_int(model_cards(app.model).n, CARDS + 1, "with what Tom wrote between them");
	ok(app.wall.focus.kind == TARGET_CARD && app.wall.focus.card.n == focus.card.n,
	   "the focus is on the same card");
	store_close(tom);
	app_release(&app);
}

static void type(struct app *app, const char *keys)
{
	for (; *keys; keys++)
		app_key(app, (unsigned char)*keys, 0);
}

/* What is typed into the search field waits for nothing, and finds what it would have found. */
static void test_search_meanwhile(void)
{
	struct app app;
	open_wall(&app);
	wake(&app, 1);
	type(&app, "/som");
	ok(app.loading && app.prompt.open && model_cards(app.model).n < CARDS,
	   "the search field opens and takes words while the wall is read");
	is_int((int64_t)app.search.hits.n, 0, "nothing is found in a part of it: %s",
	       app.prompt.help.buf);
	ok(strstr(app.prompt.help.buf, "so far"), "and it says so");
	wake(&app, MOST_SLICES);
	type(&app, "e");
	ok(!app.loading && app.prompt.open, "typing goes on when all is read");
	wake(&app, MOST_SLICES);
	type(&app, " w");
	ok(app.search.whole && app.search.hits.n >= CARDS, "then all is found: %s",
	   app.prompt.help.buf);
	ok(str_equal(strbuf_str(&app.prompt.edit.text), STR("some w")), "no letter is lost");
	app_release(&app);
	open_wall(&app);
	type(&app, "/some");
	app_key(&app, KEY_ENTER, 0);
	ok(!app.loading && !app.prompt.open && app_target(&app).kind == TARGET_CARD &&
		   app.search.hits.n >= CARDS,
	   "who does not wait gets there, too");
	app_release(&app);
	open_wall(&app);
	type(&app, "/some");
	app_key(&app, KEY_ESC, 0);
	command_invoke(&app, CMD_SEARCH_NEXT);
	ok(app.search.hits.n >= CARDS && app_target(&app).kind == TARGET_CARD,
	   "and who goes on from a field that was closed early: %s", app.message.text.buf);
	app_release(&app);
}

static void spoil(const char *sql)
{
	struct err err = ERR_INIT;
	sqlite3 *db = NULL;
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

static void test_unreadable(void)
{
	struct err err = ERR_INIT;
	struct app app;
	spoil("UPDATE card SET text = CAST(x'66ff' AS TEXT) WHERE id = (SELECT id FROM placement "
	      "WHERE cluster IS NOT NULL ORDER BY rank LIMIT 1 OFFSET 3000)");
	open_wall(&app);
	size_t shown = model_cards(app.model).n;
	ok(shown > 0 && shown < CARDS, "the first screen of a wall with a spoiled card");
	wake(&app, MOST_SLICES);
	ok(app_timeout(&app, app.message.at_ms) != 0 && strstr(app.message.text.buf, "damaged"),
	   "it stops, and says why: %s", app.message.text.buf);
	is_int(model_cards(app.model).n, shown, "the first screen stays");
	type(&app, "/");
	ok(!app.prompt.open && strstr(app.message.text.buf, "themewall check"),
	   "and is not searched: %s", app.message.text.buf);
	app_release(&app);
	open_wall(&app);
	type(&app, "/so");
	wake(&app, MOST_SLICES);
	ok(!app.prompt.open && strstr(app.message.text.buf, "themewall check"),
	   "a field that waited for it closes: %s", app.message.text.buf);
	ok(!app_finish_loading(&app, &err) && strstr(err.msg, "themewall check"),
	   "who needs the whole wall is refused: %s", err.msg);
	app_release(&app);
}

int main(void)
{
	fixture_begin();
	make_wall();
	test_work_meanwhile();
	test_search_meanwhile();
	test_unreadable();
	fixture_end();
	return done();
}
