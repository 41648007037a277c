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
		char *others = seen(store, BY_SQLITE, slices[i], &err);
		is_str(others, plain, "%s: and of an older format", what);
		free(others);
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

static transcript_id first_transcript(struct store *store)
{
	transcript_id id = {0};
	must(db_get_int(&store->db, &err, &id.n, "SELECT min(id) FROM transcript", ""));
	return id;
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
		{"rows of before a column was added",
		 RETYPE("card", ",' || char(10) || '  session INTEGER REFERENCES session(id)",
			"") "UPDATE card SET surprise = 1 - surprise;" RETYPE("card",
									      "DEFAULT ''''",
									      "DEFAULT '''',' || "
									      "char(10) || '  "
									      "session INTEGER "
									      "REFERENCES "
									      "session(id)"),
		 NULL},
		{"two tables in the same pages",
		 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT "
		 "rootpage FROM sqlite_schema WHERE name = 'card') WHERE name = 'placement'; "
		 "PRAGMA writable_schema = RESET",
		 "says what cannot be"},
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

/* ---- rows that all end in the same pages ---- */

enum { CHAIN_BYTES = PAGE_BYTES - 4, LOCAL_LEAST = 489, SHARERS = 6 };
enum { SHARED_BYTES = 256 * CHAIN_BYTES + LOCAL_LEAST }; /* little of it is with the row */

static size_t put_number(unsigned char *at, uint64_t n, size_t width)
{
	for (size_t i = 0; i < width; i++)
		at[i] = (unsigned char)(n >> 8 * (width - 1 - i));
	return width;
}

/* Seven bits a byte; an id of ours needs nine, and then the last one has eight. */
static size_t put_varint(unsigned char *at, uint64_t n)
{
	size_t width = 1;
	for (uint64_t rest = n >> 7; rest && width < 9; rest >>= 7)
		width++;
	unsigned shift = width == 9 ? 8 : 7, bits = shift + 7 * ((unsigned)width - 2);
	for (size_t i = 0; i + 1 < width; i++, bits -= 7)
		at[i] = (unsigned char)(0x80 | (n >> bits & 0x7f));
	at[width - 1] = (unsigned char)(width == 9 ? n : n & 0x7f);
	return width;
}

/* What comes before a long text of z, as the record of a card or a turn has it. */
static size_t put_record(unsigned char *at, bool card, int64_t transcript, unsigned row)
{
	static const unsigned char before[2][4] = {{6, 1, 0, 8}, {0, 13 + 2 * 3, 13 + 2 * 4}};
	static const unsigned char behind[2][10] = {{12}, {13, 0, 0, 8, 8, 9, 8, 13, 0}};
	size_t n = 1;
	for (size_t i = 0; i < (card ? 3 : 4); i++)
		at[n++] = before[card][i];
	if (!card) {
		memcpy(at + n, "\11\10\10", 3);
		n += 3;
	}
	n += put_varint(at + n, 13 + 2 * (uint64_t)SHARED_BYTES);
	memcpy(at + n, behind[card], card ? 9 : 1);
	n += card ? 9 : 1;
	at[0] = (unsigned char)n;
	if (card)
		return n + (size_t)sprintf((char *)at + n, "C-%uidea", row + 1);
	n += put_number(at + n, (uint64_t)transcript, 8);
	return n + put_number(at + n, row, 1);
}

/* A table of one leaf: rows with a text of a mebibyte, which is there once. */
static void share_pages(const char *table, int64_t transcript, const int64_t *ids)
{
	bool card = !strcmp(table, "card");
	size_t nrows = SHARERS, npages = sound.n / PAGE_BYTES, at = PAGE_BYTES;
	size_t nchain = SHARED_BYTES / CHAIN_BYTES + 2;
	struct forge_file all = {xcalloc(npages + nchain, PAGE_BYTES),
				 (npages + nchain) * PAGE_BYTES};
	memcpy(all.bytes, sound.bytes, sound.n);
	unsigned char *bytes = (unsigned char *)all.bytes;
	unsigned char *leaf = bytes + (forge_root(fixture_wall, table) - 1) * PAGE_BYTES;
	for (size_t i = 0; i < nchain; i++) {
		unsigned char *page = bytes + (npages + i) * PAGE_BYTES;
		memset(page, 'z', PAGE_BYTES);
		put_number(page, i + 1 < nchain ? npages + i + 2 : 0, 4);
	}
	memset(leaf, 0, PAGE_BYTES);
	for (size_t i = 0; i < nrows; i++) {
		unsigned char cell[PAGE_BYTES], record[100];
		size_t begin = put_record(record, card, transcript, (unsigned)i);
		size_t n = begin + SHARED_BYTES, head = put_varint(cell, n);
		size_t local = LOCAL_LEAST + begin;
		head += card ? put_varint(cell + head, (uint64_t)ids[i]) : 0;
		memset(cell + head, 'z', local);
		memcpy(cell + head, record, begin);
		put_number(cell + head + local, npages + 1, 4);
		at -= head + local + 4;
		memcpy(leaf + at, cell, head + local + 4);
		put_number(leaf + 8 + 2 * i, at, 2);
	}
	leaf[0] = card ? 13 : 10;
	put_number(leaf + 3, nrows, 2);
	put_number(leaf + 5, at, 2);
	put_number(bytes + 28, npages + nchain, 4);
	memcpy(bytes + 92, bytes + 24, 4);
	forge_write(fixture_wall, &all);
	free(all.bytes);
}

/* Cards that have a place, so that the first look at a wall reads them. */
static void find_placed(int64_t ids[SHARERS])
{
	sqlite3 *db = NULL;
	sqlite3_stmt *rows = NULL;
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     !sqlite3_prepare_v2(db,
				 "SELECT card FROM placement WHERE cluster IS NULL AND stack IS "
				 "NULL ORDER BY card",
				 -1, &rows, NULL));
	for (int i = 0; i < SHARERS; i++) {
		must(sqlite3_step(rows) == SQLITE_ROW);
		ids[i] = sqlite3_column_int64(rows, 0);
	}
	sqlite3_finalize(rows);
	sqlite3_close(db);
}

static void test_first_look(struct store *store)
{
	struct model *model = model_new();
	bool whole;
	ok(!store_load_start(store, model, 2, &whole, &err) &&
		   strstr(err.msg, "holds text that cannot be read"),
	   "nor at the first look: %s", err.msg);
	model_free(model);
}

/* A wall of one mebibyte must not fill the memory with a thousand of them. */
static void test_shared(int64_t transcript)
{
	static const char *const tables[] = {"card", "turn"};
	int64_t ids[SHARERS];
	find_placed(ids);
	for (size_t i = 0; i < TW_COUNT(tables); i++) {
		forge_write(fixture_wall, &sound);
		share_pages(tables[i], transcript, ids);
		struct store *store = open_as("Ana", &err);
		must(store);
		char *plain = same_both_ways(store, tables[i]);
		ok(strstr(plain, i ? "a transcript holds text that cannot be read"
				   : "a card holds text that cannot be read"),
		   "%s: more text than the file has bytes is refused", tables[i]);
		if (i == 0)
			test_first_look(store);
		free(plain);
		store_close(store);
	}
	struct store *store = open_forged(LOOSE_CARD("UPDATE card SET text = CAST(x'ff' AS TEXT)"));
	test_first_look(store);
	store_close(store);
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
	int64_t transcript = first_transcript(store).n;
	store_close(store);
	test_lies();
	test_shared(transcript);
	test_makes(usual);
	test_not_now(usual);
	test_stopped(usual);
	free(usual);
	free(sound.bytes);
	fixture_end();
	return done();
}
