/*
 * What a connection to a wall may not do, and for how long a file that is not proven yet may keep
 * it busy: judged by what came of it, on files made for the purpose.
 */
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <sqlite3.h>

#include "harden-internal.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/base/clock.h"
#include "themewall/store/salvage.h"

enum { PAGE = 4096, TIMES = 400, LEVELS = 6 };

static struct err err;
static int runs;

/* Stands before the C library's: an hour of work between any two looks at the processor's clock. */
static bool time_flies;

int clock_gettime(clockid_t clock, struct timespec *now)
{
	static time_t hours;
	int failed = (int)syscall(SYS_clock_gettime, clock, now);
	if (time_flies && clock == CLOCK_THREAD_CPUTIME_ID)
		now->tv_sec += 3600 * ++hours;
	return failed;
}

static void make_wall(void)
{
	struct store *store = open_as("Ann", &err);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	card_write(store, "an honest card", &err);
	store_close(store);
}

static void remove_wall(const char *name)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-live"};
	for (size_t i = 0; i < TW_COUNT(ends); i++) {
		char path[64];
		snprintf(path, sizeof path, "%s%s", name, ends[i]);
		unlink(fixture_path(path));
	}
}

/* ---- the authorizer ---- */

static void run(sqlite3_context *context, int n, sqlite3_value **values)
{
	runs++;
	sqlite3_result_int(context, 1);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	db_get_int(db, &err, &n, sql, "");
	return n;
}

static const struct {
	const char *sql, *effect; /* a statement that gives 0 when nothing came of it */
} forbidden[] = {
	{"CREATE TRIGGER t AFTER UPDATE ON card BEGIN DELETE FROM placement; END",
	 "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"},
	{"CREATE VIEW v AS SELECT 1", "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"},
	{"CREATE TEMP VIEW v AS SELECT 1", "SELECT count(*) FROM sqlite_temp_schema"},
	{"CREATE VIRTUAL TABLE f USING fts5(a)",
	 "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'f*'"},
	{"ALTER TABLE card ADD COLUMN x", "SELECT count(*) FROM pragma_table_info('card') WHERE "
					  "name = 'x'"},
	{"DROP TABLE placement", "SELECT count(*) = 0 FROM placement"},
	{"DROP INDEX placement_place",
	 "SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'placement_place'"},
	{"PRAGMA recursive_triggers = ON", "SELECT 0"},
	{"PRAGMA ignore_check_constraints = ON; UPDATE card SET surprise = 7",
	 "SELECT count(*) FROM card WHERE surprise = 7"},
	{"PRAGMA trusted_schema = ON; UPDATE placement SET col = col + 1", "SELECT 0"},
	{"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''",
	 "SELECT count(*) FROM sqlite_schema WHERE sql = ''"},
	{"ATTACH ':memory:' AS other", "SELECT count(*) - 1 FROM pragma_table_info('card') WHERE "
				       "name = 'id'"},
	{"DETACH main", "SELECT count(*) = 0 FROM card"},
	{"SELECT load_extension('evil')", "SELECT 0"},
};

static void test_authorizer(void)
{
	struct db db = {0};
	make_wall();
	must(sqlite3_open(fixture_wall, &db.handle) == SQLITE_OK);
	sqlite3_create_function(db.handle, "ran", 0, SQLITE_UTF8, NULL, run, NULL, NULL);
	must(db_script(&db, &err, "CREATE INDEX ours ON card(kind); DROP INDEX ours"));
	wall_harden(&db);
	for (size_t i = 0; i < TW_COUNT(forbidden); i++) {
		err_clear(&err);
		bool done = db_script(&db, &err, forbidden[i].sql);
		ok(!done && err.code != ERR_NONE && number(&db, forbidden[i].effect) == 0,
		   "not done: %s (%s)", forbidden[i].sql, err.msg);
	}
	err_clear(&err);
	ok(guards_make(&db, &err) && guards_remake(&db, &err) &&
		   !db_script(&db, &err, "DELETE FROM journal"),
	   "our own guards are made, and hold: %s", err.msg);
	db_release(&db);
	remove_wall("study.wall");
}

/* ---- the watch ---- */

static void test_memory(void)
{
	struct db db = {0};
	struct watch watch;
	int64_t n = 0, before = sqlite3_hard_heap_limit64(-1);
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK);
	wall_watch(&watch, &db);
	sqlite3_memory_highwater(1);
	bool got = db_get_int(&db, &err, &n, "SELECT length(hex(zeroblob(200000000)))", "");
	ok(!got && err.code != ERR_NONE && sqlite3_memory_highwater(0) < 300 << 20,
	   "a value of 400 MB is not made: %s", err.msg);
	ok(db_get_int(&db, &err, &n, "SELECT length(hex(zeroblob(20000000)))", "") && n == 40000000,
	   "one of 40 MB is");
	wall_unwatch(&watch);
	is_int(sqlite3_hard_heap_limit64(-1), before, "memory is as free as before");
	db_release(&db);
}

static void test_time(void)
{
	static const char endless[] = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
				      "FROM r) SELECT max(n) FROM r";
	struct db db = {0};
	struct watch watch;
	int64_t n = 0;
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK);
	wall_watch(&watch, &db);
	watch.until_ms = clock_cpu_ms() + 20;
	err_clear(&err);
	ok(!db_get_int(&db, &err, &n, endless, "") && err.code == ERR_UNSAFE,
	   "what does not end is ended: %s", err.msg);
	wall_unwatch(&watch);
	ok(db_get_int(&db, &err, &n,
		      "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT "
		      "100000) SELECT max(n) FROM r",
		      "") &&
		   n == 100000,
	   "without the watch, work takes as long as it takes");
	db_release(&db);
}

/* After an unclean end all of a wall is looked at, which takes long where there is much. */
static void test_long_look(void)
{
	enum { CARDS = 900 };
	static struct card_draft cards[CARDS];
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 100};
	for (size_t i = 0; i < CARDS; i++)
		cards[i] = (struct card_draft){.kind = CARD_IDEA, .text = STR("one of many")};
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		store = open_as("Ann", &err);
		_exit(store && edit_card_new_many(store, cards, CARDS, &err) ? 0 : 1);
	}
	int status = 1;
	must(waitpid(child, &status, 0) == child && status == 0);
	time_flies = true;
	ok(!store_open(&store, fixture_wall, &options, NULL, &err) && err.code == ERR_UNSAFE,
	   "a look that takes too long is ended, and the wall not shown: %s", err.msg);
	time_flies = false;
	ok(store_open(&store, fixture_wall, &options, NULL, &err) && !store_is_read_only(store),
	   "one that ends in time finds nothing: %s", err.msg);
	store_close(store);
	remove_wall("study.wall");
}

/* ---- pages that lead to one another ---- */

static void put16(unsigned char *p, size_t n)
{
	p[0] = (unsigned char)(n >> 8);
	p[1] = (unsigned char)n;
}

static void put32(unsigned char *p, uint32_t n)
{
	put16(p, n >> 16);
	put16(p + 2, n & 0xffff);
}

/* An interior page of a table whose children are all one page but the first. */
static void interior(unsigned char page[PAGE], uint32_t first, uint32_t child)
{
	size_t at = PAGE;
	memset(page, 0, PAGE);
	page[0] = 5;
	put16(page + 3, TIMES);
	for (size_t i = 0; i < TIMES; i++) {
		at -= 6;
		put32(page + at, i ? child : first);
		page[at + 4] = 0x8f; /* rowid 1920: whatever is sought lies below */
		page[at + 5] = 0;
		put16(page + 12 + 2 * i, at);
	}
	put16(page + 5, at);
	put32(page + 8, child);
}

/* A leaf with one row: the columns of sqlite_schema of an index SQLite made by itself, again. */
static void leaf(unsigned char page[PAGE], const char *name, const char *table, uint32_t root)
{
	size_t nname = strlen(name), ntable = strlen(table);
	unsigned char record[300] = {6};
	record[1] = (unsigned char)(13 + 2 * 5);
	record[2] = (unsigned char)(13 + 2 * nname);
	record[3] = (unsigned char)(13 + 2 * ntable);
	record[4] = 4; /* four bytes; record[5]: NULL */
	memcpy(record + 6, "index", 5);
	memcpy(record + 11, name, nname);
	memcpy(record + 11 + nname, table, ntable);
	put32(record + 11 + nname + ntable, root);
	size_t n = 15 + nname + ntable, at = PAGE - n - 2;
	memset(page, 0, PAGE);
	page[0] = 13;
	put16(page + 3, 1);
	put16(page + 5, at);
	put16(page + 8, at);
	page[at] = (unsigned char)n;
	page[at + 1] = 1;
	memcpy(page + at + 2, record, n);
}

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* A number of page n, changed; gives what it was. */
static uint32_t exchange(FILE *file, uint32_t n, size_t at, uint32_t value)
{
	unsigned char bytes[4];
	long where = (long)(n - 1) * PAGE + (long)at;
	must(!fseek(file, where, SEEK_SET) && fread(bytes, 4, 1, file) == 1);
	uint32_t was = get32(bytes);
	put32(bytes, value);
	must(!fseek(file, where, SEEK_SET) && fwrite(bytes, 4, 1, file) == 1);
	return was;
}

/* The last page of a table's tree gets company: pages that lead to one leaf 400^6 times. */
static void make_endless(const char *name, const char *table, uint32_t index, uint32_t root)
{
	unsigned char page[PAGE];
	FILE *file = fopen(fixture_wall, "r+b");
	must(file && !fseek(file, 0, SEEK_END));
	uint32_t pages = (uint32_t)(ftell(file) / PAGE);
	exchange(file, 1, 28, pages + LEVELS + 1);
	uint32_t last = exchange(file, root, root == 1 ? 108 : 8, pages + 1);
	must(last && last <= pages && !fseek(file, (long)pages * PAGE, SEEK_SET));
	for (uint32_t i = 1; i <= LEVELS; i++) {
		interior(page, i == 1 ? last : pages + i + 1, pages + i + 1);
		must(fwrite(page, PAGE, 1, file) == 1);
	}
	leaf(page, name, table, index);
	must(fwrite(page, PAGE, 1, file) == 1 && !fclose(file));
}

static void test_endless_schema(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	struct salvage_report report;
	struct db db = {0};
	make_wall();
	must(sqlite3_open(fixture_wall, &db.handle) == SQLITE_OK);
	uint32_t root = (uint32_t)number(
		&db, "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_meta_1'");
	db_release(&db);
	make_endless("sqlite_autoindex_meta_1", "meta", root, 1);
	int64_t before = clock_cpu_ms();
	ok(!store_open(&store, fixture_wall, &options, NULL, &err) && err.code == ERR_UNSAFE,
	   "a schema without an end is not read to its end: %s", err.msg);
	bool taken =
		store_take_texts(fixture_wall, fixture_path("mine.wall"), &options, &report, &err);
	ok(!taken, "nor for its texts: %s", err.msg);
	bool saved =
		store_salvage(fixture_wall, fixture_path("mine.wall"), &options, &report, &err);
	ok(!saved && err.code != ERR_NONE, "nor to save it: %s", err.msg);
	ok(clock_cpu_ms() - before < 60000, "and soon");
	remove_wall("study.wall");
}

/* Rows without an end, in a table that is saved: what is sound of it is there. */
static void test_endless_rows(void)
{
	enum { CARDS = 120 };
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	struct salvage_report report;
	struct store *store = open_as("Ann", &err);
	struct db db = {0};
	static char words[600];
	memset(words, 'w', sizeof words - 1);
	must(store);
	for (int i = 0; i < CARDS; i++)
		card_write(store, words, &err);
	store_close(store);
	must(sqlite3_open(fixture_wall, &db.handle) == SQLITE_OK);
	uint32_t root =
		(uint32_t)number(&db, "SELECT rootpage FROM sqlite_schema WHERE name = 'card'");
	db_release(&db);
	make_endless("x", "x", 1, root);
	bool saved =
		store_salvage(fixture_wall, fixture_path("mine.wall"), &options, &report, &err);
	ok(saved && report.cards == CARDS && report.holes > 0,
	   "rows without an end are given up, %zu cards are saved: %s", report.cards, err.msg);
	remove_wall("study.wall");
	remove_wall("mine.wall");
}

/* The same in tables that are read whole: a wall that was closed well is opened without a look
 * through its pages. */
static void test_endless_load(void)
{
	static const struct {
		const char *table, *sql;
	} full[] = {
		{"cluster",
		 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
		 "INSERT INTO cluster(id, code, name, rank, col, line, width, folded, mv) SELECT "
		 "i, "
		 "'T-' || i, printf('%.*c', 250, 'x'), '', 0, 0, 2, 0, 1 FROM n"},
		{"coder",
		 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
		 "INSERT INTO coder SELECT i, printf('%.*c', 250, 'x') || i, 'X', 1 FROM n"}};
	for (size_t i = 0; i < TW_COUNT(full); i++) {
		char sql[100];
		struct store_options options = {.coder = STR("Ann"), .patience_ms = 100};
		struct db db = {0};
		struct store *store = NULL;
		struct model *model = model_new();
		make_wall();
		must(sqlite3_open(fixture_wall, &db.handle) == SQLITE_OK &&
		     db_script(&db, &err, full[i].sql) &&
		     db_script(&db, &err, "PRAGMA wal_checkpoint(TRUNCATE)"));
		snprintf(sql, sizeof sql, "SELECT rootpage FROM sqlite_schema WHERE name = '%s'",
			 full[i].table);
		uint32_t root = (uint32_t)number(&db, sql);
		db_release(&db);
		make_endless("x", "x", 1, root);
		int64_t before = clock_cpu_ms();
		ok((!store_open(&store, fixture_wall, &options, NULL, &err) ||
		    !store_load(store, model, &err)) &&
			   err.code == ERR_UNSAFE && clock_cpu_ms() - before < 30000,
		   "a %s without an end is not read to its end: %s", full[i].table, err.msg);
		store_close(store);
		model_free(model);
		remove_wall("study.wall");
	}
}

int main(void)
{
	fixture_begin();
	alarm(120);
	test_authorizer();
	test_memory();
	test_time();
	test_long_look();
	test_endless_schema();
	test_endless_rows();
	test_endless_load();
	fixture_end();
	return done();
}
