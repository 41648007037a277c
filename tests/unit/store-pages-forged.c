/*
 * Pages and records forged byte by byte: what is plain is read, anything else is strange, and a
 * table that is strange, or a file of an older format, makes the wall that SQLite makes of it.
 */
#include <stdlib.h>

#include "load-internal.h"
#include "pages-internal.h"
#include "store-fixture.h"

static struct err err;

/* ---- records ---- */

struct forged {
	const char *what, *columns; /* i, r, t, b, or k: a key */
	struct str record;
	bool sound;
};

static void test_records(void)
{
	const struct forged all[] = {
		{"an int of each width", "iiiiii",
		 STR("\7\1\2\3\4\5\6\1\0\1\0\0\1\0\0\0\1\0\0\0\0\0\1\0\0\0\0\0\0\0\1"), true},
		{"a negative int at the end", "i", STR("\2\1\377"), true},
		{"the ints without bytes", "ii", STR("\3\10\11"), true},
		{"a reference to nothing", "r", STR("\2\0"), true},
		{"text and bytes", "tb", STR("\3\17\16yx"), true},
		{"nothing for an int", "i", STR("\2\0"), false},
		{"a float for an int", "i", STR("\2\7abcdefgh"), false},
		{"an int past the end", "i", STR("\2\6abc"), false},
		{"a float for a reference", "r", STR("\2\7abcdefgh"), false},
		{"nothing for a text", "t", STR("\2\0"), false},
		{"bytes for a text", "t", STR("\2\16a"), false},
		{"a text past the end", "t", STR("\2\21a"), false},
		{"a text that is not UTF-8", "t", STR("\2\17\377"), false},
		{"an int for bytes", "b", STR("\2\1a"), false},
		{"a text for bytes", "b", STR("\2\17a"), false},
		{"bytes past the end", "b", STR("\2\20a"), false},
		{"a column too many", "ii", STR("\2\11"), false},
		{"a type that is cut off", "i", STR("\2\201"), false},
		{"a type of six bytes", "i", STR("\7\200\200\200\200\200\1\1"), false},
		{"a head longer than the record", "i", STR("\11\1\1"), false},
		{"a key", "k", STR("\2\1\1"), false},
		{"no record", "i", STR(""), false}};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		enum column_type columns[8];
		struct value values[8];
		int n = (int)strlen(all[i].columns);
		for (int k = 0; k < n; k++)
			columns[k] = all[i].columns[k] == 'i'   ? COLUMN_INT
				     : all[i].columns[k] == 'r' ? COLUMN_REF
				     : all[i].columns[k] == 't' ? COLUMN_TEXT
				     : all[i].columns[k] == 'b' ? COLUMN_BLOB
								: COLUMN_KEY;
		ok(record_values(columns, n, all[i].record, values) == all[i].sound, "%s: %s",
		   all[i].what, all[i].sound ? "read" : "refused");
	}
}

/* The same of a row: a transcript as far as its version, or as the hash of its bytes. */
static void test_rows(void)
{
	const struct {
		const char *what;
		struct str record;
		int n;
		bool sound;
	} all[] = {{"an int at the end", STR("\4\0\0\1\7"), 3, true},
		   {"an int and a reference", STR("\4\0\11\11"), 3, true},
		   {"an id within", STR("\4\1\0\11\1"), 3, false},
		   {"nothing for an int", STR("\4\0\0\0"), 3, false},
		   {"a float for an int", STR("\4\0\0\7abcdefgh"), 3, false},
		   {"an int past the end", STR("\4\0\0\6abc"), 3, false},
		   {"a reference that is none", STR("\4\0\7\11abcdefgh"), 3, false},
		   {"a row too short", STR("\3\0\0"), 3, false},
		   {"bytes", STR("\11\0\0\10\15\15\15\15\16x"), 8, true},
		   {"a text for bytes", STR("\11\0\0\10\15\15\15\15\17x"), 8, false},
		   {"an int for bytes", STR("\11\0\0\10\15\15\15\15\1x"), 8, false},
		   {"bytes past the end", STR("\11\0\0\10\15\15\15\15\20x"), 8, false},
		   {"bytes for a text", STR("\11\0\0\10\16\15\15\15\16xx"), 8, false}};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct row_change change;
		ok(record_read(TABLE_TRANSCRIPT, all[i].n, 7, all[i].record, &change) ==
			   all[i].sound,
		   "a row, %s: %s", all[i].what, all[i].sound ? "read" : "refused");
	}
}

/* ---- pages ---- */

enum { NPAGES = 12 };

struct book {
	sqlite3_file file; /* first: what the reader is given */
	unsigned char page[NPAGES + 1][PAGE_BYTES];
	int64_t n, ids;
};

static int read_book(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	memcpy(out, ((struct book *)file)->page[at / PAGE_BYTES + 1], (size_t)n);
	return SQLITE_OK;
}

static bool count_row(void *context, int64_t id, struct str record)
{
	struct book *book = context;
	book->n++;
	book->ids += id;
	return true;
}

static int where_five(void *context, struct str head)
{
	return head.n ? (head.p[0] > 5) - (head.p[0] < 5) : 0;
}

/* "2/0=0d 4=01 …": page and offset (else on the page before) = bytes in hex; "x9" repeats. */
static void lay(struct book *book, const char *words)
{
	long page = 2;
	while (*words) {
		char *rest;
		long at = strtol(words, &rest, 10), times = 1;
		if (*rest == '/') {
			page = at;
			at = strtol(rest + 1, &rest, 10);
		}
		if (*rest == 'x')
			times = strtol(rest + 1, &rest, 10);
		const char *hex = rest + 1;
		for (; times; times--)
			for (rest = (char *)hex; *rest && *rest != ' '; rest += 2)
				book->page[page][at++] = (unsigned char)strtol(
					(char[]){rest[0], rest[1], '\0'}, NULL, 16);
		words = rest + (*rest == ' ');
	}
}

static void test_pages(void)
{
	static const struct {
		const char *what, *words;
		bool keyed;
		enum pages_step step;
		int64_t n, ids;
	} all[] = {
		{"two rows", "0=0d 3=0002 8=0f000f10 3840=010509 3856=010609", false, PAGES_DONE, 2,
		 11},
		{"an id of nine bytes", "0=0d 3=0001 8=0f00 3840=01ffffffffffffffffff09", false,
		 PAGES_DONE, 1, -1},
		{"a length over the end", "0=0d 3=0001 8=0ffc 4092=ffffffff", false, PAGES_STRANGE,
		 0, 0},
		{"an id over the end", "0=0d 3=0001 8=0ffc 4092=01ffffff", false, PAGES_STRANGE, 0,
		 0},
		{"a row over the end", "0=0d 3=0001 8=0ffc 4092=0905", false, PAGES_STRANGE, 0, 0},
		{"a row in the head", "0=0d 3=0001 8=0004", false, PAGES_STRANGE, 0, 0},
		{"a row outside the page", "0=0d 3=0001 8=0ffd", false, PAGES_STRANGE, 0, 0},
		{"too long a row", "0=0d 3=0001 8=0f00 3840=8880800105", false, PAGES_STRANGE, 0,
		 0},
		{"a chain that ends early", "0=0d 3=0001 8=0010 16=ce0805", false, PAGES_STRANGE, 0,
		 0},
		{"two leaves",
		 "0=05 3=0001 8=00000004 12=0f00 3840=0000000305 3/0=0d 3=0001 8=0f00 "
		 "3840=010509 4/0=0d 3=0001 8=0f00 3840=010609",
		 false, PAGES_DONE, 2, 11},
		{"a child outside the page", "0=05 3=0001 12=0ffd", false, PAGES_STRANGE, 0, 0},
		{"a child without an id", "0=05 3=0001 12=0ffc 4092=00000003", false, PAGES_STRANGE,
		 0, 0},
		{"page 0", "0=05 8=00000000", false, PAGES_STRANGE, 0, 0},
		{"page 1", "0=05 8=00000001", false, PAGES_STRANGE, 0, 0},
		{"a page behind the last", "0=05 8=0000000d", false, PAGES_STRANGE, 0, 0},
		{"too deep a tree", "0=05 8=00000002", false, PAGES_STRANGE, 0, 0},
		{"one leaf too often", "0=05 3=0020 8=00000003 12x32=0f00 3840=0000000305 3/0=0d",
		 false, PAGES_STRANGE, 0, 0},
		{"a page of another kind", "0=0a", false, PAGES_STRANGE, 0, 0},
		{"too many rows", "0=0d 3=ffff", false, PAGES_STRANGE, 0, 0},
		{"keys", "0=0a 3=0003 8=0f000f100f20 3840=0104 3856=0105 3872=0106", true,
		 PAGES_DONE, 1, 0},
		{"a key's length over the end", "0=0a 3=0001 8=0ffc 4092=ffffffff", true,
		 PAGES_STRANGE, 0, 0},
		{"a key over the end", "0=0a 3=0001 8=0ffc 4092=20", true, PAGES_STRANGE, 0, 0},
		{"a key without a page below", "0=02 3=0001 12=0f00 3840=000000000105", true,
		 PAGES_STRANGE, 0, 0},
		{"a key outside the page", "0=0a 3=0001 8=0ffd", true, PAGES_STRANGE, 0, 0}};
	static const sqlite3_io_methods methods = {.iVersion = 1, .xRead = read_book};
	struct db db = {.handle = NULL};
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK &&
	     sqlite3_exec(db.handle, "CREATE TABLE t(a)", NULL, NULL, NULL) == SQLITE_OK);
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		struct book *book = calloc(1, sizeof *book);
		must(book);
		book->file.pMethods = &methods;
		lay(book, all[i].words);
		struct pages pages = {&db, &book->file, NPAGES};
		enum pages_step step =
			all[i].keyed ? pages_each_keyed(&pages, "t", where_five, count_row, book)
				     : pages_each(&pages, "t", INT64_MIN, count_row, book);
		ok(step == all[i].step && book->n == all[i].n && book->ids == all[i].ids, "%s: %s",
		   all[i].what, all[i].step == PAGES_DONE ? "read" : "strange");
		pages.npages = 1;
		is_int(pages_each(&pages, i ? "t" : "none", 0, count_row, book), PAGES_STRANGE,
		       "and no table is where there is no page");
		free(book);
	}
	db_release(&db);
}

/* ---- files ---- */

static bool opens(const char *setup)
{
	struct db db = {.handle = NULL};
	struct pages pages;
	must(sqlite3_open(fixture_path("plain"), &db.handle) == SQLITE_OK &&
	     sqlite3_exec(db.handle, setup, NULL, NULL, NULL) == SQLITE_OK &&
	     sqlite3_exec(db.handle, "CREATE TABLE t(a); BEGIN; SELECT * FROM t", NULL, NULL,
			  NULL) == SQLITE_OK);
	bool opened = pages_open(&pages, &db);
	db_release(&db);
	unlink(fixture_path("plain"));
	return opened;
}

static int no_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return SQLITE_IOERR_FSTAT;
}

static int big_size(sqlite3_file *file, sqlite3_int64 *size)
{
	*size = INT64_MAX;
	return SQLITE_OK;
}

static int no_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	return SQLITE_IOERR_READ;
}

static bool opens_with(struct db *db, int which, const sqlite3_io_methods *lie)
{
	struct pages pages;
	sqlite3_file *file = NULL;
	must(sqlite3_file_control(db->handle, "main", which, &file) == SQLITE_OK && file);
	const sqlite3_io_methods *was = file->pMethods;
	file->pMethods = lie ? lie : was;
	bool opened = pages_open(&pages, db);
	file->pMethods = was;
	return opened;
}

/* What the system says of the file of a wall, and of its log. */
static void test_answers(void)
{
	struct store *store = open_as("Ana", &err);
	int64_t any;
	sqlite3_file *file = NULL;
	must(store && db_begin(&store->db, &err, "BEGIN") &&
	     db_get_int(&store->db, &err, &any, "SELECT id FROM study", "") &&
	     !sqlite3_file_control(store->db.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file));
	sqlite3_io_methods sizeless = *file->pMethods, huge = sizeless, mute = sizeless;
	sizeless.xFileSize = no_size;
	huge.xFileSize = big_size;
	mute.xRead = no_read;
	enum { FILE_ITSELF = SQLITE_FCNTL_FILE_POINTER, LOG = SQLITE_FCNTL_JOURNAL_POINTER };
	ok(opens_with(&store->db, FILE_ITSELF, NULL), "a wall has pages");
	ok(!opens_with(&store->db, LOG, &sizeless), "not with a log of no known size");
	ok(!opens_with(&store->db, FILE_ITSELF, &sizeless), "nor of no known size itself");
	ok(!opens_with(&store->db, FILE_ITSELF, &huge), "nor of too many pages");
	ok(!opens_with(&store->db, FILE_ITSELF, &mute), "nor when it cannot be read");
	db_rollback(&store->db);
	store_close(store);
}

static void test_files(void)
{
	ok(opens("PRAGMA page_size = 4096"), "a usual file, no log");
	ok(!opens("PRAGMA page_size = 8192"), "pages of another size");
	ok(!opens("PRAGMA encoding = 'UTF-16le'"), "texts of another encoding");
	ok(!opens("PRAGMA journal_mode = WAL"), "a log with something in it");
}

/* ---- walls ---- */

static char *dump_of(struct store *store, int64_t format)
{
	struct model *model = model_new();
	int64_t was = store->format;
	store->format = format;
	char *dump = store_load(store, model, &err) ? model_dump(model) : xstrdup(err.msg);
	store->format = was;
	model_free(model);
	return dump;
}

static char *dump_of_slices(struct store *store, int64_t format)
{
	struct model *model = model_new();
	struct load_state state = {.begun = false};
	int64_t was = store->format;
	bool done = false, good = true;
	store->format = format;
	while (good && !done)
		good = store_load_slice(store, model, &state, 1, &done, &err);
	store->format = was;
	char *dump = good ? model_dump(model) : xstrdup(err.msg);
	model_free(model);
	return dump;
}

/* Behind the back of the table's types and checks. */
static void forge_card(const char *lie)
{
	sqlite3 *db = NULL;
	char sql[900];
	snprintf(sql, sizeof sql,
		 "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;"
		 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, "
		 "') STRICT', ')') WHERE name = 'card'; PRAGMA writable_schema = RESET;"
		 "UPDATE card SET %s WHERE id = (SELECT max(id) FROM card);"
		 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' STRICT' "
		 "WHERE name = 'card'; PRAGMA writable_schema = RESET;"
		 "PRAGMA wal_checkpoint(TRUNCATE)",
		 lie);
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

static void test_lie(const char *lie, const char *refused)
{
	forge_card(lie);
	struct store *store = open_as("Ana", &err);
	must(store);
	int64_t format = store->format;
	char *pages = dump_of(store, format), *plain = dump_of(store, format - 1);
	char *slices = dump_of_slices(store, format), *others = dump_of_slices(store, format - 1);
	is_str(pages, plain, "%s: the same as by SQLite", lie);
	is_str(slices, others, "%s: and in slices", lie);
	ok(!strstr(plain, "damaged") == !refused && (!refused || strstr(plain, refused)), "%s: %s",
	   lie, refused ? refused : "read");
	free(pages);
	free(plain);
	free(slices);
	free(others);
	store_close(store);
}

static void test_older(void)
{
	struct store *store = open_as("Ana", &err);
	must(store && import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err).transcript.n);
	store_close(store);
	store = open_as("Ana", &err);
	must(store);
	char *plain = dump_of(store, store->format), *older = dump_of(store, store->format - 1);
	ok(strlen(plain) > 100, "a wall is read");
	is_str(older, plain, "of an older format it is the same, by SQLite");
	free(plain);
	free(older);
	struct pages pages;
	ok(!pages_open(&pages, &store->db), "no pages outside of a transaction");
	store_close(store);
}

int main(void)
{
	fixture_begin();
	test_records();
	test_rows();
	test_pages();
	test_files();
	test_older();
	test_answers();
	test_lie("created_ms = 1.5", NULL);
	test_lie("text = CAST(text AS BLOB)", NULL);
	test_lie("text = CAST(x'ff' AS TEXT)", "text that cannot be read");
	fixture_end();
	return done();
}
