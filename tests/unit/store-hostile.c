/*
 * Walls that somebody has prepared, judged by what they bring about: whatever they aim at, a file
 * of mine is as it was, the prepared file is as it was, a function that only they call never ran.
 * What is refused can still be taken from as text, and nothing runs then either.
 */
#include <fcntl.h>

#include <sqlite3.h>

#include "harden-internal.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/salvage.h"

static struct err err;
static int runs;

static void run(sqlite3_context *context, int n, sqlite3_value **values)
{
	runs++;
	sqlite3_result_int(context, 1);
}

/* On every connection, the store's own as well: "ran()" is ours, so only flags can forbid it. */
static int add_function(sqlite3 *db, char **message, const struct sqlite3_api_routines *routines)
{
	return sqlite3_create_function(db, "ran", 0, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, run,
				       NULL, NULL);
}

static void foreign(const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	sqlite3_open(fixture_wall, &db);
	sqlite3_exec(db, sql, NULL, NULL, &message);
	if (message)
		printf("# prepared: %s\n", message);
	sqlite3_free(message);
	sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(db);
}

static void remove_wall(void)
{
	static const char *const names[] = {"study.wall", "study.wall-wal", "study.wall-shm",
					    "study.wall-journal", "study.wall-live"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(fixture_path(names[i]));
}

static void remove_taken(void)
{
	static const char *const names[] = {"mine.wall", "mine.wall-live", "mine.wall-wal",
					    "mine.wall-shm"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(fixture_path(names[i]));
}

static void prepare(const char *sql)
{
	struct store *store = open_as("Ann", &err);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	card_write(store, "an honest card", &err);
	cluster_write(store, "Trust", (cluster_id){0}, &err);
	store_close(store);
	if (sql)
		foreign(sql);
	runs = 0;
}

/* ---- effects ---- */

static void read_file(const char *path, struct strbuf *out)
{
	char block[4096];
	size_t n;
	FILE *file = fopen(path, "rb");
	strbuf_reset(out);
	while (file && (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(out, block, n);
	if (file)
		fclose(file);
}

static void write_victim(void)
{
	FILE *file = fopen(fixture_path("victim"), "w");
	must(file && fputs("precious", file) >= 0);
	fclose(file);
}

static bool victim_is_whole(void)
{
	struct strbuf words = STRBUF_INIT;
	read_file(fixture_path("victim"), &words);
	bool whole = str_equal(strbuf_str(&words), STR("precious"));
	strbuf_release(&words);
	return whole;
}

/* Opens it as a person does, reads all of it and writes to it as far as it lets one. */
static bool use(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	struct model *model = model_new();
	struct place parked = {.kind = PLACE_PARKED};
	bool opened = store_open(&store, fixture_wall, &options, NULL, &err);
	bool read = opened && store_load(store, model, &err);
	struct card_list cards = model_cards(model);
	if (read && cards.n)
		edit_card_place(store, &cards.ids[0], 1, &parked, &err);
	store_close(store);
	model_free(model);
	return read;
}

static bool taken_is_sound(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	struct err why = ERR_INIT;
	size_t problems = 1;
	bool good = store_open(&store, fixture_path("mine.wall"), &options, NULL, &why) &&
		    store_check(store, say_problem, NULL, &problems, &why) && problems == 0;
	store_close(store);
	return good;
}

/* ---- what the schema may hold ---- */

static const struct {
	const char *what, *sql;
	size_t cards; /* that can be taken as text */
} schemas[] = {
	{"a trigger that deletes",
	 "CREATE TRIGGER t AFTER UPDATE ON placement BEGIN DELETE FROM card; END", 3},
	{"a trigger that runs something",
	 "CREATE TRIGGER t AFTER UPDATE ON placement BEGIN SELECT ran(); END", 3},
	{"a view", "CREATE VIEW v AS SELECT ran()", 3},
	{"a view in the place of a table",
	 "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE card RENAME TO "
	 "old; "
	 "CREATE VIEW card AS SELECT * FROM old WHERE ran()",
	 0},
	{"a view without an end",
	 "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
	 "SELECT n FROM r",
	 3},
	{"a generated column", "ALTER TABLE card ADD COLUMN x INTEGER AS (ran())", 3},
	{"a generated column of 900 MB",
	 "ALTER TABLE card ADD COLUMN x BLOB AS (zeroblob(900000000))", 3},
	{"a CHECK that runs something",
	 "ALTER TABLE card ADD COLUMN x INTEGER CHECK(x IS NULL OR ran())", 3},
	{"a DEFAULT that runs something", "CREATE TABLE extra(a DEFAULT (ran()))", 3},
	{"an index over what runs", "CREATE INDEX i ON card(ran())", 3},
	{"an index where something runs", "CREATE INDEX i ON card(id) WHERE ran()", 3},
	{"a virtual table", "CREATE VIRTUAL TABLE f USING fts5(a)", 3},
	{"a table more", "CREATE TABLE extra(a)", 3},
	{"a column more", "ALTER TABLE card ADD COLUMN x INTEGER", 3},
	{"an index less", "DROP INDEX placement_place", 3},
};

static void test_schema(size_t i)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct salvage_report report;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	prepare(schemas[i].sql);
	read_file(fixture_wall, &before);
	bool used = use();
	read_file(fixture_wall, &after);
	ok(!used && err.code != ERR_NONE && runs == 0 &&
		   str_equal(strbuf_str(&before), strbuf_str(&after)),
	   "%s: refused, nothing ran, not a byte is changed (%s)", schemas[i].what, err.msg);
	bool taken =
		store_take_texts(fixture_wall, fixture_path("mine.wall"), &options, &report, &err);
	read_file(fixture_wall, &after);
	ok(taken && runs == 0 && report.cards == schemas[i].cards && taken_is_sound() &&
		   str_equal(strbuf_str(&before), strbuf_str(&after)),
	   "as text: %zu cards, nothing ran either%s%s", report.cards, taken ? "" : ": ",
	   taken ? "" : err.msg);
	remove_taken();
	remove_wall();
	strbuf_release(&before);
	strbuf_release(&after);
}

/* What the closed schema keeps out is also kept from running, should it ever come in. */
static void test_flags(void)
{
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
		struct db db = {0};
		struct err ignored = ERR_INIT;
		prepare(schemas[i].sql);
		must(sqlite3_open(fixture_wall, &db.handle) == SQLITE_OK);
		wall_harden(&db);
		if (i != 4) /* only the watch would stop it */
			db_script(&db, &ignored, "SELECT * FROM v");
		db_script(&db, &ignored, "SELECT * FROM card");
		db_script(&db, &ignored, "UPDATE placement SET line = line + 1");
		db_script(&db, &ignored, "UPDATE card SET text = text || '.'");
		db_script(&db, &ignored, "INSERT INTO extra DEFAULT VALUES");
		int64_t cards = 0;
		db_get_int(&db, &ignored, &cards, "SELECT count(*) FROM placement", "");
		ok(runs == 0 && (cards == 3 || db.damaged), "flags alone hold against %s",
		   schemas[i].what);
		db_release(&db);
		remove_wall();
	}
}

/* ---- what lies beside it ---- */

static void test_beside(void)
{
	static const char *const names[] = {"study.wall-wal", "study.wall-shm",
					    "study.wall-journal", "study.wall-live"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		prepare(NULL);
		unlink(fixture_path(names[i]));
		must(symlink(fixture_path("victim"), fixture_path(names[i])) == 0);
		bool used = use();
		ok(victim_is_whole(), "%s leads to a file of mine, which is as it was (%s)",
		   names[i], used ? "opened" : err.msg);
		remove_wall();
		prepare(NULL);
		unlink(fixture_path(names[i]));
		must(mkfifo(fixture_path(names[i]), 0600) == 0);
		used = use();
		ok(true, "%s is a pipe: no waiting (%s)", names[i], used ? "opened" : err.msg);
		remove_wall();
	}
}

/* ---- what the path is ---- */

static void test_path(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	char here[400];
	must(getcwd(here, sizeof here) && chdir(fixture_folder) == 0);
	ok(!store_open(&store, "file:new.wall?mode=rwc", &options, NULL, &err) &&
		   err.code == ERR_NOT_FOUND && access("new.wall", F_OK) != 0,
	   "a name that SQLite would take for an address is a name: %s", err.msg);
	prepare(NULL);
	must(rename("study.wall", "file:study.wall?mode=memory") == 0);
	ok(store_open(&store, "file:study.wall?mode=memory", &options, NULL, &err) &&
		   card_write(store, "kept", &err).n,
	   "also of a wall that is there");
	store_close(store);
	struct stat st;
	ok(stat("file:study.wall?mode=memory", &st) == 0 && st.st_size > 4096, "it is that file");
	must(rename("file:study.wall?mode=memory", "study.wall") == 0);
	unlink("file:study.wall?mode=memory-live");
	must(symlink("study.wall", "link.wall") == 0);
	ok(store_open(&store, "link.wall", &options, NULL, &err) &&
		   access("link.wall-live", F_OK) != 0,
	   "a link is followed to the wall, and the sidecars are the wall's");
	store_close(store);
	unlink("link.wall");
	remove_wall();
	must(chdir(here) == 0);
}

/* ---- what the header says ---- */

static void test_header(void)
{
	static const char *const headers[] = {
		"PRAGMA application_id = 1", "PRAGMA user_version = 0", "PRAGMA user_version = 77"};
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		prepare(headers[i]);
		unlink(fixture_path("study.wall-live"));
		bool used = use();
		ok(!used && (err.code == ERR_FORMAT || err.code == ERR_NEWER) &&
			   access(fixture_path("study.wall-live"), F_OK) != 0 &&
			   access(fixture_path("study.wall-shm"), F_OK) != 0,
		   "%s: refused before anything is made beside it (%s)", headers[i], err.msg);
		remove_wall();
	}
}

/* A wall of a themewall to come: what we know of it can be taken. */
static void test_newer(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	prepare("ALTER TABLE card ADD COLUMN later TEXT NOT NULL DEFAULT ''; CREATE TABLE "
		"later(a); "
		"PRAGMA user_version = 77");
	ok(store_take_texts(fixture_wall, fixture_path("mine.wall"), &options, &report, &err) &&
		   report.cards == 3 && report.themes == 1 && report.people == 1 &&
		   report.transcripts == 1 && taken_is_sound(),
	   "the texts of a newer wall are taken: %s", err.msg);
	ok(!store_take_texts(fixture_wall, fixture_path("mine.wall"), &options, &report, &err) &&
		   err.code == ERR_UNSAFE,
	   "never over a file that is there: %s", err.msg);
	remove_taken();
	remove_wall();
	write_victim();
	ok(!store_take_texts(fixture_path("victim"), fixture_path("mine.wall"), &options, &report,
			     &err) &&
		   access(fixture_path("mine.wall"), F_OK) != 0 && victim_is_whole(),
	   "what is no wall has none: %s", err.msg);
}

/* ---- what the rows hold ---- */

static void test_values(void)
{
	static const char *const values[] = {
		"UPDATE card SET text = CAST(x'66ff1b5d6f' AS TEXT)",
		"UPDATE card SET text = 'a' || char(27) || ']0;CANARY' || char(7)",
		"UPDATE cluster SET name = CAST(x'eda080' AS TEXT)",
		"UPDATE placement SET place = 'cluster', cluster = 999, rank = 'a0'",
		"UPDATE card SET participant = 12345",
		"UPDATE card SET excerpt = 12345",
		"UPDATE placement SET line = 9223372036854775807",
		"UPDATE card SET id = -id",
		"UPDATE journal SET changeset = x'54ff00ff'",
		"UPDATE journal SET label = CAST(zeroblob(10) AS TEXT)",
	};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct strbuf sql = STRBUF_INIT;
		strbuf_addf(&sql,
			    "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; %s",
			    values[i]);
		prepare(sql.buf);
		strbuf_release(&sql);
		err_clear(&err);
		bool used = use();
		bool words = used || strlen(err.msg) > 8;
		ok(words && victim_is_whole(), "%s: %s", values[i], used ? "it is read" : err.msg);
		remove_wall();
	}
}

/* ---- whose it is ---- */

static bool asks_first(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	return !store_open(&store, fixture_wall, &options, NULL, &err) &&
	       err.code == ERR_STRANGER && strstr(err.msg, "--read-only");
}

/* What lies beside it has no say, and nothing is left beside it or in the folder of copies. */
static bool shows_a_copy(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100, .read_only = true};
	struct model *model = model_new();
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("x")};
	bool good = store_open(&store, fixture_wall, &options, NULL, &err) &&
		    store_load(store, model, &err) && model_card_count(model) == 3 &&
		    strstr(store_notice(store), "private copy") &&
		    !strcmp(store_path(store), fixture_wall) &&
		    !edit_card_new(store, &draft, &id, &err) && victim_is_whole();
	model_free(model);
	store_close(store);
	return good && rmdir(fixture_path("copies")) == 0 &&
	       mkdir(fixture_path("copies"), 0700) == 0;
}

static bool takes_texts(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	return store_take_texts(fixture_wall, fixture_path("mine.wall"), &options, &report, &err) &&
	       report.cards == 3;
}

static void test_stranger(void)
{
	if (geteuid() != 0) {
		printf("# skipped: only root can make a file of somebody else's\n");
		return;
	}
	prepare(NULL);
	must(symlink(fixture_path("victim"), fixture_path("study.wall-wal")) == 0);
	must(chown(fixture_wall, 12345, 12345) == 0 && chmod(fixture_wall, 0644) == 0);
	must(chmod(fixture_folder, 0777) == 0);
	must(mkdir(fixture_path("copies"), 0700) == 0);
	must(chown(fixture_path("copies"), 65534, 65534) == 0);
	setenv("TMPDIR", fixture_path("copies"), 1);
	ok(as_nobody(asks_first), "a wall of somebody else needs a yes: %s", err.msg);
	ok(as_nobody(shows_a_copy), "then a private copy is shown, and gone afterwards");
	ok(as_nobody(takes_texts), "its texts can be taken");
	unsetenv("TMPDIR");
	rmdir(fixture_path("copies"));
	chmod(fixture_folder, 0700);
	remove_taken();
	remove_wall();
}

int main(void)
{
	sqlite3_auto_extension((void (*)(void))add_function);
	fixture_begin();
	write_victim();
	alarm(120);
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
		test_schema(i);
	test_flags();
	test_beside();
	test_path();
	test_header();
	test_newer();
	test_values();
	test_stranger();
	unlink(fixture_path("victim"));
	fixture_end();
	return done();
}
