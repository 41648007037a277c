/*
 * Walls that were forged, made with other pages, or that something happens to while they are read:
 * whatever the pages of the file say, the wall is the one that SQLite alone makes of it.
 */
#include "store-forge.h"
#include "store-seen.h"

enum { CARDS = 120 };

/* The wall as SQLite reads it; the caller frees. */
static char *same_both_ways(struct store *store, const char *what)
{
	char *plain = seen(store, BY_SQLITE, 0, &err);
	static const int64_t slices[] = {0, 1, 7};
	for (size_t i = 0; i < TW_COUNT(slices); i++) {
		char *pages = seen(store, BY_PAGES, slices[i], &err);
		is_str(pages, plain, "%s: the same, slices of %d", what, (int)slices[i]);
		free(pages);
	}
	return plain;
}

/* ---- one sound wall ---- */

static struct forge_file sound;

static void make_wall(void)
{
	struct store *store = open_as("Ana", &err);
	struct strbuf text = STRBUF_INIT;
	forge_study(store);
	for (int i = 0; i < CARDS; i++) {
		strbuf_reset(&text);
		while (text.len < (i % 40 == 7 ? 9000u : i % 40 == 8 ? 4060u : 30u + (unsigned)i))
			strbuf_addf(&text, "naïve %d, ", i);
		card_write(store, text.buf, &err);
	}
	strbuf_release(&text);
	store_close(store);
	sound = forge_read(fixture_wall);
}

/* Opens it after a lie of store-forge.h. */
static struct store *open_forged(const char *lie)
{
	forge_write(fixture_wall, &sound);
	forge(fixture_wall, lie);
	struct store *store = open_as("Ana", &err);
	must(store);
	return store;
}

/* ---- lies behind the back of a table's types and checks ---- */

#define RETYPE(table, from, to)                                                                    \
	"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '" from          \
	"', '" to "') WHERE name = '" table "'; PRAGMA writable_schema = RESET;"
#define LOOSE_CARD(lie)                                                                            \
	RETYPE("card", ")) STRICT", "))")                                                          \
	lie ";" RETYPE("card", "IS NOT NULL))", "IS NOT NULL)) STRICT")
#define LOOSE_TURN(lie)                                                                            \
	RETYPE("turn", "STRICT, ", "") lie ";" RETYPE("turn", "WITHOUT", "STRICT, WITHOUT")
#define LAST_CARD " WHERE id = (SELECT max(id) FROM card)"

static void test_lies(void)
{
	static const struct {
		const char *what, *lie, *says;
	} all[] = {
		{"a float for a time", LOOSE_CARD("UPDATE card SET created_ms = 1.5" LAST_CARD),
		 NULL},
		{"bytes for a text",
		 LOOSE_CARD("UPDATE card SET text = CAST(text AS BLOB)" LAST_CARD), NULL},
		{"no text at all",
		 LOOSE_CARD("UPDATE card SET text = CAST(x'ff' AS TEXT)" LAST_CARD),
		 "text that cannot be read"},
		{"a card of no kind", "UPDATE card SET kind = 'cat'" LAST_CARD,
		 "says what cannot be"},
		{"a turn's time as a float", LOOSE_TURN("UPDATE turn SET start_ms = 7.5"), NULL},
		{"a turn's text as bytes",
		 LOOSE_TURN("UPDATE turn SET text = CAST(text AS BLOB) WHERE seq = 2"), NULL},
		{"a turn's text that is none",
		 LOOSE_TURN("UPDATE turn SET text = CAST(x'ff' AS TEXT) WHERE seq = 2"),
		 "text that cannot be read"},
		{"a transcript's number as a float",
		 LOOSE_TURN("UPDATE turn SET transcript = 1.5 WHERE seq = 0"), "misses a turn"},
		{"a turn that is missing", "DELETE FROM turn WHERE seq = 1", "misses a turn"},
		{"turns in another order", "@swap turn", "misses a turn"},
		{"a page of cards that is none", "@break card", "salvage"},
		{"a page of cards with other pages below", "@swap card", "salvage"},
		{"a page of turns that is none", "@break turn", "salvage"},
		{"a long card that goes on nowhere",
		 "UPDATE card SET text = printf('%.9000c', 'z')" LAST_CARD "@cut", "salvage"},
	};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct store *store = open_forged(all[i].lie);
		char *plain = same_both_ways(store, all[i].what);
		if (all[i].says)
			ok(strstr(plain, all[i].says), "%s: %s", all[i].what, all[i].says);
		else
			ok(!strstr(plain, "damaged"), "%s: read", all[i].what);
		free(plain);
		store_close(store);
	}
}

/* ---- files of another make ---- */

static void remake(const char *how, int reserved)
{
	sqlite3 *db = NULL;
	char sql[300];
	snprintf(sql, sizeof sql, "PRAGMA journal_mode = DELETE; %s; VACUUM", how);
	forge_write(fixture_wall, &sound);
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     !sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved));
	must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

static void test_makes(const char *usual)
{
	static const struct {
		const char *how;
		int reserved;
		bool plain;
	} all[] = {
		{"PRAGMA page_size = 512", 0, false},
		{"PRAGMA page_size = 1024", 0, false},
		{"PRAGMA page_size = 65536", 0, false},
		{"", 32, false},
		{"PRAGMA auto_vacuum = FULL", 0, true},
		{"PRAGMA auto_vacuum = INCREMENTAL", 0, true},
		{"", 0, true},
	};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		remake(all[i].how, all[i].reserved);
		struct store *store = open_as("Ana", &err);
		must(store);
		ok(are_plain(store, &err) == all[i].plain, "%s (%d bytes kept free): %s",
		   all[i].how, all[i].reserved,
		   all[i].plain ? "plain pages" : "none of the usual pages");
		char *plain = same_both_ways(store, all[i].how);
		is_str(plain, usual, "%s: and the same wall as ever", all[i].how);
		free(plain);
		store_close(store);
	}
}

/* ---- when it is not for the pages ---- */

static transcript_id first_transcript(struct store *store)
{
	transcript_id id = {0};
	must(db_get_int(&store->db, &err, &id.n, "SELECT min(id) FROM transcript", ""));
	return id;
}

static void test_not_now(const char *usual)
{
	struct store *store = open_forged("");
	struct model *model = model_new();
	transcript_id id = first_transcript(store);
	must(store_load(store, model, &err));
	struct pages pages;
	ok(!pages_open(&pages, &store->db), "no pages outside of a transaction");
	must(db_begin(&store->db, &err, "BEGIN"));
	ok(!load_turns_from_pages(store, model, id), "no turns from pages within a transaction");
	ok(!sqlite3_get_autocommit(store->db.handle), "which is not ended by it");
	ok(store_load_turns(store, model, id, &err) && model_transcript(model, id)->loaded,
	   "but they are read");
	db_rollback(&store->db);
	store->format = WALL_FORMAT - 1;
	ok(!load_turns_from_pages(store, model, id), "nor those of an older format");
	store->format = WALL_FORMAT;
	ok(load_turns_from_pages(store, model, id), "else they come from there");
	card_write(store, "now there is a log", &err);
	ok(!load_turns_from_pages(store, model, id), "until there is a log");
	char *logged = same_both_ways(store, "with a log");
	ok(strcmp(logged, usual) && strstr(logged, "now there is a log"), "which is read");
	free(logged);
	model_free(model);
	store_close(store);
}

/* ---- interrupted ---- */

struct stop {
	sqlite3 *handle;
	const char *words;
	int times; /* … until it is stopped */
};

static int stop_statement(unsigned what, void *context, void *statement, void *sql)
{
	struct stop *stop = context;
	if (strstr(sql, stop->words) && --stop->times == 0)
		sqlite3_interrupt(stop->handle);
	return 0;
}

static char *seen_and_stopped(struct store *store, const char *words, int times)
{
	struct stop stop = {store->db.handle, words, times};
	sqlite3_trace_v2(store->db.handle, SQLITE_TRACE_STMT, stop_statement, &stop);
	char *dump = seen(store, BY_PAGES, 0, &err);
	sqlite3_trace_v2(store->db.handle, 0, NULL, NULL);
	ok(stop.times <= 0, "%s: was asked", words);
	return dump;
}

static void test_stopped(const char *usual)
{
	struct store *store = open_forged("");
	static const char *const first[] = {"SELECT rootpage", "SELECT id FROM study"};
	for (size_t i = 0; i < TW_COUNT(first); i++) {
		char *other = seen_and_stopped(store, first[i], 1);
		is_str(other, usual, "when the pages cannot be found SQLite reads");
		free(other);
	}
	store_close(store);
	store = open_forged(LOOSE_CARD("UPDATE card SET created_ms = 1.5" LAST_CARD));
	static const char *const again[] = {"FROM main.\"study\"", "WITH RECURSIVE down"};
	for (size_t i = 0; i < TW_COUNT(again); i++) {
		char *stopped = seen_and_stopped(store, again[i], 2);
		ok(strstr(stopped, "busy"), "what fails when it is read once more, is told");
		free(stopped);
	}
	char *after = seen(store, BY_PAGES, 0, &err);
	is_str(after, usual, "and later it is read");
	free(after);
	store_close(store);
}

int main(void)
{
	fixture_begin();
	make_wall();
	struct store *store = open_as("Ana", &err);
	must(store && are_plain(store, &err));
	char *usual = same_both_ways(store, "a sound wall");
	ok(strlen(usual) > 20000 && strstr(usual, "turn s"), "which holds something");
	store_close(store);
	test_lies();
	test_makes(usual);
	test_not_now(usual);
	test_stopped(usual);
	free(usual);
	free(sound.bytes);
	fixture_end();
	return done();
}
