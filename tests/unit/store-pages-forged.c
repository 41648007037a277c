/*
 * Pages and records forged byte by byte, and files of every kind: what is plain is read, anything
 * else is strange.
 */
#include <stdlib.h>

#include "harden-internal.h"
#include "pages-internal.h"
#include "store-internal.h"
#include "store-fixture.h"

static struct err err;

/* ---- records ---- */

struct forged {
	const char *what, *columns; /* i, t, b */
	struct str record;
	bool sound;
};

static void test_records(void)
{
	const struct forged all[] = {
		{"text and bytes", "tb", STR("\3\17\16yx"), true},
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
		{"a head that ends before it begins", "i", STR("\0\1\1"), false},
		{"a column too many behind", "i", STR("\3\11\1a"), true},
		{"a byte too many behind", "i", STR("\2\11a"), false},
		{"a head in more bytes than it needs", "i", STR("\200\3\11"), true},
		{"no record", "i", STR(""), false}};
	for (size_t i = 0; i < TW_COUNT(all); i++) {
		enum column_type columns[8];
		struct value values[8];
		int n = (int)strlen(all[i].columns);
		for (int k = 0; k < n; k++)
			columns[k] = all[i].columns[k] == 'i'   ? COLUMN_INT
				     : all[i].columns[k] == 't' ? COLUMN_TEXT
								: COLUMN_BLOB;
		ok(record_values(columns, n, all[i].record, values) == all[i].sound, "%s: %s",
		   all[i].what, all[i].sound ? "read" : "refused");
	}
}

/* ---- numbers: in a record, and in a row, which is a transcript as far as its version ---- */

enum { AS_INT, AS_REF, INT_OF_ROW, REF_OF_ROW, PLACES_OF_INT };

/* The one number of a record, whose value has n bytes; nothing follows it, or a float. */
static bool read_number(int place, unsigned type, const char *body, size_t n, bool last,
			int64_t *number)
{
	static const char heads[PLACES_OF_INT][4] = {{2}, {2}, {4, 0, 8}, {4, 0, 0, 9}};
	static const size_t type_at[PLACES_OF_INT] = {1, 1, 3, 2};
	char bytes[32] = {0};
	struct row_change change;
	struct value value;
	size_t head = (size_t)heads[place][0], all = last ? head : head + 1;
	memcpy(bytes, heads[place], head);
	bytes[type_at[place]] = (char)type;
	bytes[0] = (char)all;
	bytes[head] = 7;
	memcpy(bytes + all, body, n);
	struct str record = {bytes, all + n + (last ? 0 : 8)};
	enum column_type column = place == AS_INT ? COLUMN_INT : COLUMN_REF;
	bool good = place <= AS_REF ? record_values(&column, 1, record, &value)
				    : record_read(TABLE_TRANSCRIPT, 3, 7, record, &change);
	if (place >= INT_OF_ROW)
		value = change.column[place == INT_OF_ROW ? 2 : 1];
	*number = good ? value.i : 0;
	return good;
}

static void test_width(int place, unsigned type, size_t width)
{
	static const int64_t numbers[] = {1, -1, 100, -100, INT64_MAX, INT64_MIN};
	int64_t read;
	for (size_t i = 0; i < TW_COUNT(numbers); i++) {
		int64_t number = numbers[i] / ((int64_t)1 << (64 - 8 * width));
		char body[8] = {0};
		if (i < 4)
			number = numbers[i];
		for (size_t k = 0; k < width; k++)
			body[k] = (char)((uint64_t)number >> 8 * (width - 1 - k));
		ok(read_number(place, type, body, width, true, &read) && read == number,
		   "%lld in %zu bytes, the last ones", (long long)number, width);
		ok(read_number(place, type, body, width, false, &read) && read == number,
		   "and with others behind");
		ok(!read_number(place, type, body, width - 1, true, &read),
		   "not when one is missing");
	}
}

/* Types 1 to 6 are numbers, 8 and 9 say which, 0 is nothing, and any other is none. */
static void test_numbers(void)
{
	static const size_t widths[] = {0, 1, 2, 3, 4, 6, 8};
	static const unsigned none[] = {7, 10, 11, 12, 13, 14, 15, 127};
	const char *body = "abcdefghabcdefgh";
	int64_t read;
	for (int place = 0; place < PLACES_OF_INT; place++) {
		for (unsigned type = 1; type < TW_COUNT(widths); type++)
			test_width(place, type, widths[type]);
		for (unsigned type = 8; type < 10; type++)
			ok(read_number(place, type, body, 0, true, &read) && read == type - 8,
			   "type %u says all", type);
		ok(read_number(place, 0, body, 0, true, &read) ==
			   (place == AS_REF || place == REF_OF_ROW),
		   "nothing is a reference to nothing, but no number");
		for (size_t i = 0; i < TW_COUNT(none); i++)
			ok(!read_number(place, none[i], body, 16, false, &read),
			   "type %u is no number", none[i]);
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
	} all[] = {{"an id within", STR("\4\1\0\11\1"), 3, false},
		   {"a byte too many behind", STR("\4\0\11\11a"), 3, false},
		   {"nothing at all", STR("\1"), 3, false},
		   {"no record", STR(""), 3, false},
		   {"a text", STR("\5\0\0\11\17a"), 4, true},
		   {"an int for a text", STR("\5\0\0\11\1a"), 4, false},
		   {"a text that is not UTF-8", STR("\5\0\0\11\17\377"), 4, false},
		   {"a text past the end", STR("\5\0\0\11\21a"), 4, false},
		   {"an id's type in two bytes", STR("\5\200\0\0\11"), 3, true},
		   {"an id's type that is cut off", STR("\2\200"), 3, false},
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
	memcpy(out, ((struct book *)file)->page[at / PAGE_BYTES % NPAGES + 1], (size_t)n);
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
		{"page 0", "0=05 3=0001 12=0f00 3840=0000000005", false, PAGES_STRANGE, 0, 0},
		{"page 1", "0=05 3=0001 12=0f00 3840=0000000105", false, PAGES_STRANGE, 0, 0},
		{"a page behind the last",
		 "0=05 3=0001 12=0f00 3840=0000000d05 "
		 "1/0=0d 3=0001 8=0f00 3840=010509",
		 false, PAGES_STRANGE, 0, 0},
		{"too deep a tree", "0=05 3=0001 12=0f00 3840=0000000205", false, PAGES_STRANGE, 0,
		 0},
		{"a chain that goes round",
		 "0=0d 3=0001 8=0010 16=83da0005 3404=00000003 3/0=00000003", false, PAGES_STRANGE,
		 0, 0},
		{"rows in a leaf that comes twice",
		 "0=05 3=0001 8=00000003 12=0f00 3840=0000000305 3/0=0d 3=0001 8=0f00 3840=010509",
		 false, PAGES_STRANGE, 1, 5},
		{"ids that go down", "0=0d 3=0002 8=0f000f10 3840=010609 3856=010509", false,
		 PAGES_STRANGE, 1, 6},
		{"a leaf with a higher id than its parent says",
		 "0=05 3=0001 8=00000004 12=0f00 3840=0000000305 3/0=0d 3=0001 8=0f00 3840=010609 "
		 "4/0=0d 3=0001 8=0f00 3840=010709",
		 false, PAGES_STRANGE, 1, 6},
		{"a leaf with a lower id than the one before says",
		 "0=05 3=0001 8=00000004 12=0f00 3840=0000000307 3/0=0d 3=0001 8=0f00 3840=010609 "
		 "4/0=0d 3=0001 8=0f00 3840=010709",
		 false, PAGES_STRANGE, 1, 6},
		{"a table without rows", "0=0d", false, PAGES_DONE, 0, 0},
		{"a leaf without rows",
		 "0=05 3=0001 8=00000004 12=0f00 3840=0000000305 3/0=0d 4/0=0d 3=0001 8=0f00 "
		 "3840=010609",
		 false, PAGES_STRANGE, 0, 0},
		{"a parent of one", "0=05 8=00000003 3/0=0d 3=0001 8=0f00 3840=010509", false,
		 PAGES_STRANGE, 0, 0},
		{"more rows than fit", "0=0d 3=02aa 8=0f00 3840=010509", false, PAGES_STRANGE, 0,
		 0},
		{"a row in the list of rows", "0=0d 3=0002 8=000a 10=010509", false, PAGES_STRANGE,
		 0, 0},
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

/* The page in which the bytes of the locks are is never one of a tree, its neighbour may be. */
static void test_lock_page(void)
{
	static const sqlite3_io_methods methods = {.iVersion = 1, .xRead = read_book};
	struct db db = {.handle = NULL};
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK &&
	     sqlite3_exec(db.handle, "CREATE TABLE t(a)", NULL, NULL, NULL) == SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		struct book *book = xcalloc(1, sizeof *book);
		book->file.pMethods = &methods;
		lay(book, i ? "0=05 3=0001 8=00040002 12=0f00 3840=0000000305"
			    : "0=05 3=0001 8=00040001 12=0f00 3840=0000000305");
		lay(book, "3/0=0d 3=0001 8=0f00 3840=010509 5/0=0d 3=0001 8=0f00 3840=010609 "
			  "6/0=0d 3=0001 8=0f00 3840=010609");
		struct pages pages = {&db, &book->file, 300000};
		is_int(pages_each(&pages, "t", INT64_MIN, count_row, book),
		       i ? PAGES_DONE : PAGES_STRANGE,
		       i ? "the page behind the locks is one" : "the page of the locks is none");
		free(book);
	}
	db_release(&db);
}

/* Rows that begin three bytes apart and are a thousand long: more than the pages can hold. */
static void test_rows_in_rows(void)
{
	enum { ROWS = 60, ROW_BYTES = 1000, FIRST = 1024 };
	static const sqlite3_io_methods methods = {.iVersion = 1, .xRead = read_book};
	struct db db = {.handle = NULL};
	struct book *book = xcalloc(1, sizeof *book);
	book->file.pMethods = &methods;
	unsigned char *page = book->page[2];
	page[0] = 13;
	page[4] = ROWS;
	for (int i = 0; i < ROWS; i++) {
		int at = FIRST + 3 * i;
		memcpy(page + 8 + 2 * i,
		       (unsigned char[]){(unsigned char)(at >> 8), (unsigned char)at}, 2);
		memcpy(page + at,
		       (unsigned char[]){0x80 | ROW_BYTES >> 7, ROW_BYTES & 0x7f, (unsigned char)i},
		       3);
	}
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK &&
	     sqlite3_exec(db.handle, "CREATE TABLE t(a)", NULL, NULL, NULL) == SQLITE_OK);
	struct pages pages = {&db, &book->file, NPAGES};
	is_int(pages_each(&pages, "t", INT64_MIN, count_row, book), PAGES_STRANGE,
	       "rows within rows are strange");
	is_int(book->n, NPAGES * PAGE_BYTES / ROW_BYTES, "once they are more than the pages hold");
	free(book);
	db_release(&db);
}

/* ---- files ---- */

static bool opens_at(const char *path, int reserved, const char *setup)
{
	struct db db = {.handle = NULL};
	struct pages pages;
	must(sqlite3_open(path, &db.handle) == SQLITE_OK &&
	     !sqlite3_file_control(db.handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) &&
	     sqlite3_exec(db.handle, setup, NULL, NULL, NULL) == SQLITE_OK &&
	     sqlite3_exec(db.handle, "BEGIN; SELECT * FROM t", NULL, NULL, NULL) == SQLITE_OK);
	bool opened = pages_open(&pages, &db);
	db_release(&db);
	return opened;
}

/* A new file. */
static bool opens(int reserved, const char *setup)
{
	char sql[100];
	const char *path = fixture_path("plain");
	unlink(path);
	snprintf(sql, sizeof sql, "%s; CREATE TABLE t(a)", setup);
	return opens_at(path, reserved, sql);
}

/* The count of pages is of no use when a program has written that does not count them. */
static bool opens_uncounted(void)
{
	const char *path = fixture_path("plain");
	must(opens(0, ""));
	FILE *file = fopen(path, "r+b");
	must(file && !fseek(file, 24 + 3, SEEK_SET) && fputc(77, file) == 77);
	fclose(file);
	return opens_at(path, 0, "");
}
static int no_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return SQLITE_IOERR_FSTAT;
}

static int small_size(sqlite3_file *file, sqlite3_int64 *size)
{
	*size = PAGE_BYTES;
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
	store_close(open_as("Ana", &err)); /* which leaves no log */
	struct store *store = open_as("Ana", &err);
	int64_t any;
	sqlite3_file *file = NULL;
	must(store && db_begin(&store->db, &err, "BEGIN") &&
	     db_get_int(&store->db, &err, &any, "SELECT id FROM study", "") &&
	     !sqlite3_file_control(store->db.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file));
	sqlite3_io_methods sizeless = *file->pMethods, small = sizeless, mute = sizeless;
	sizeless.xFileSize = no_size;
	small.xFileSize = small_size;
	mute.xRead = no_read;
	enum { FILE_ITSELF = SQLITE_FCNTL_FILE_POINTER, LOG = SQLITE_FCNTL_JOURNAL_POINTER };
	ok(opens_with(&store->db, FILE_ITSELF, NULL), "a wall has pages");
	ok(!opens_with(&store->db, LOG, &sizeless), "not with a log of no known size");
	ok(!opens_with(&store->db, FILE_ITSELF, &sizeless), "nor of no known size itself");
	ok(!opens_with(&store->db, FILE_ITSELF, &small), "nor when pages are missing");
	ok(!opens_with(&store->db, FILE_ITSELF, &mute), "nor when it cannot be read");
	db_rollback(&store->db);
	store_close(store);
}

static void test_files(void)
{
	ok(opens(0, "PRAGMA page_size = 4096"), "a usual file, no log");
	ok(!opens(0, "PRAGMA page_size = 8192"), "pages of another size");
	ok(!opens(0, "PRAGMA encoding = 'UTF-16le'"), "texts of another encoding");
	ok(!opens(0, "PRAGMA journal_mode = WAL"), "a log with something in it");
	ok(!opens(8, ""), "bytes of each page that are another's");
	ok(!opens_uncounted(), "pages that nobody counted");
	ok(!opens_at(":memory:", 0, "CREATE TABLE t(a)"), "a database without a file");
	struct db db = {.handle = NULL};
	must(sqlite3_open(":memory:", &db.handle) == SQLITE_OK);
	is_int(wall_size(&db), 0, "which has no size");
	is_int(wall_room(&db), INT64_MAX, "and all the room there is");
	db_release(&db);
}

int main(void)
{
	fixture_begin();
	test_records();
	test_numbers();
	test_rows();
	test_pages();
	test_lock_page();
	test_rows_in_rows();
	test_files();
	test_answers();
	fixture_end();
	return done();
}
