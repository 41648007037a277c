/* app: a wall too large to be folded between two keys is searched while that goes on: rows come
 * in order, none moves, and whoever does not wait gets what they would have waited for. */
#include "store-fixture.h"
#include "themewall/app/app.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"

enum { CARDS = 6000, MOST_SLICES = 500 };

/* What one looks for stands on the last card of all. */
static card_id make_wall(void)
{
	static const char sentence[] =
		"some words of somebody who counts the totals of a sheet again and again ";
	struct strbuf words = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct store *store = open_as("ana", &err);
	struct card_draft *cards = xcalloc(CARDS, sizeof *cards);
	must(store);
	for (int i = 0; i < 6; i++)
		strbuf_add_z(&words, sentence);
	import_interview(store, "one.vtt", IMPORT_CARDS_NONE, &err);
	for (size_t i = 0; i < CARDS; i++)
		cards[i] = (struct card_draft){.kind = CARD_IDEA, .text = strbuf_str(&words)};
	must(edit_card_new_many(store, cards, CARDS, &err));
	card_id needle = card_write(store, "the needle", &err);
	free(cards);
	strbuf_release(&words);
	store_close(store);
	return needle;
}

/* As the loop would; how many times. */
static int wake(struct app *app)
{
	int n = 0;
	for (; n < MOST_SLICES && app_timeout(app, clock_monotonic_ms()) == 0; n++)
		app_wake(app, clock_monotonic_ms());
	return n;
}

/* The same, and what is due within a second after that. */
static int wait(struct app *app)
{
	int n = wake(app);
	int64_t now = clock_monotonic_ms(), later = now + 1000;
	int timeout = app_timeout(app, now);
	if (timeout > 0 && timeout < 1000)
		app_wake(app, later);
	return n;
}

static void open_wall(struct app *app)
{
	struct store_options options = {.coder = STR("ana"), .patience_ms = 1000};
	struct err err = ERR_INIT;
	app_init(app);
	app->interactive = true;
	must(app_open(app, fixture_wall, &options, &err));
	wake(app);
}

static void type(struct app *app, const char *keys)
{
	for (; *keys; keys++)
		app_key(app, (unsigned char)*keys, 0);
}

static bool says(const struct app *app, const char *words)
{
	return str_find(strbuf_str(&app->prompt.help), str_of(words)) < app->prompt.help.len;
}

static void test_so_far(void)
{
	struct app app;
	open_wall(&app);
	type(&app, "/nee");
	ok(says(&app, "0 found so far"), "not found yet: %s", app.prompt.help.buf);
	size_t before = app.prompt.nrows;
	int64_t typed_ms = app.search.shown_ms;
	app_wake(&app, typed_ms);
	ok(app.prompt.nrows == before && app.search.shown_ms == typed_ms && app.search.stale,
	   "rows do not change right after a key");
	int slices = wait(&app);
	ok(slices > 1 && slices < MOST_SLICES, "in a few slices more");
	is_int((int64_t)app.prompt.nrows, 1, "the card is there");
	ok(says(&app, "1 found") && !says(&app, "so far"), "of all: %s", app.prompt.help.buf);
	is_int(wake(&app), 0, "then it rests");
	app_release(&app);
}

static void test_at_once(card_id needle)
{
	struct app app;
	open_wall(&app);
	type(&app, "/needle");
	app_key(&app, KEY_ENTER, 0);
	ok(!app.prompt.open && app_target(&app).card.n == needle.n,
	   "who does not wait gets there, too");
	app_release(&app);
	open_wall(&app);
	type(&app, "/somebody");
	ok(says(&app, "so far"), "some of many: %s", app.prompt.help.buf);
	card_id second = app.search.hits.list[1].card;
	app_key(&app, KEY_DOWN, 0);
	app_key(&app, KEY_ENTER, 0);
	is_int((int64_t)app.search.hits.n, CARDS, "all of them are gone through then");
	ok(app_target(&app).card.n == second.n, "from the one that was chosen");
	app_release(&app);
}

/* Turn by turn is what all at once is. */
static void test_turns(void)
{
	struct err err = ERR_INIT;
	struct store *store = open_as("ana", &err);
	struct model *whole = model_new(), *slices = model_new();
	struct turns_state state = {.n = 0};
	bool done = false, same = true;
	int n = 0;
	must(store && store_load(store, whole, &err) && store_load(store, slices, &err));
	transcript_id id = model_transcripts(whole).ids[0];
	must(store_load_turns(store, whole, id, &err));
	for (; !done; n++)
		must(store_load_some_turns(store, slices, id, &state, 1, &done, &err));
	const struct transcript *a = model_transcript(whole, id), *b = model_transcript(slices, id);
	for (int64_t i = 0; i < a->nturns; i++)
		same = same && a->nturns == b->nturns && a->turns[i].start == b->turns[i].start &&
		       str_equal(a->turns[i].text, b->turns[i].text);
	ok(same && n > a->nturns && a->nturns > 1, "turn by turn, the same transcript");
	model_free(whole);
	model_free(slices);
	store_close(store);
}

int main(void)
{
	fixture_begin();
	card_id needle = make_wall();
	test_so_far();
	test_at_once(needle);
	test_turns();
	fixture_end();
	return done();
}
