/*
 * The validator of changesets: what SQLite records is accepted and read right, and whatever is
 * damaged is refused or harmless: every blob it accepts goes through libsqlite3 itself here, under
 * the sanitizers.
 */
#include "changes-internal.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/base/compiler.h"
#include "turns-internal.h"

static struct err err;
static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

enum { MOST = 64 };
struct blobs {
	struct str list[MOST];
	size_t n;
};

static void collect(struct store *store, struct blobs *blobs)
{
	sqlite3_stmt *rows = db_query(&store->db, &err, "SELECT changeset FROM journal", "");
	while (rows && db_step(&store->db, rows, &err) == DB_ROW && blobs->n < MOST) {
		struct str blob = db_column_blob(rows, 0);
		blobs->list[blobs->n++] =
			(struct str){xstrndup(blob.p ? blob.p : "", blob.n), blob.n};
	}
	if (rows)
		sqlite3_reset(rows);
}

static void make_history(struct store *store)
{
	struct undo_report report;
	struct import_report import =
		import_interview(store, "p01.vtt", IMPORT_CARDS_SENTENCES, &err);
	cluster_id k = cluster_write(store, "Trust", (cluster_id){0}, &err);
	card_id card = card_write(store, "naïve", &err);
	struct place place = in_cluster(k);
	must(import.transcript.n && edit_card_place(store, &card, 1, &place, &err));
	must(edit_card_text(store, card, STR("clever"), STR("naïve"), &err));
	must(edit_card_delete(store, &card, 1, &err) &&
	     store_undo(store, UNDO_CAREFUL, &report, &err));
}

static void test_reading(const struct blobs *blobs)
{
	struct changes changes;
	struct row_change change;
	struct value old[ROW_MAX_COLUMNS];
	changes_begin(&changes, blobs->list[4]); /* the new text */
	ok(changes_next(&changes, &change, old), "one change");
	is_int(change.table, TABLE_CARD, "of a card");
	is_int(change.op, ROW_UPDATE, "an update");
	ok(str_equal(old[CARD_TEXT].s, STR("naïve")) &&
		   str_equal(change.column[CARD_TEXT].s, STR("clever")),
	   "from old to new");
	ok(change.column[CARD_ID].type == VALUE_INT &&
		   change.column[CARD_KIND].type == VALUE_ABSENT,
	   "key and no other column");
	ok(!changes_next(&changes, &change, old) && !changes.broken, "and no more");
	bool all = true;
	for (size_t i = 0; i < blobs->n; i++)
		all = all && changes_valid(blobs->list[i]);
	ok(all && blobs->n == 7, "all %zu recorded changesets are sound", blobs->n);
	ok(changes_valid(STR("")), "so is an empty one");
}

static void test_refusing(const struct blobs *blobs)
{
	struct str blob = blobs->list[0];
	size_t accepted = 0;
	for (size_t n = 1; n < blob.n; n++)
		accepted += changes_valid(str_part(blob, 0, n)) && n > 40;
	ok(accepted < 40, "cut short it is sound only where a change ends (%zu places)", accepted);
	ok(!changes_valid(STR("T\1\1journal")), "a table we do not track");
	ok(!changes_valid(STR("T\5\1\0\0\0\0study\0\x17\0")), "an update without its values");
	ok(!changes_valid(STR("\x12\0")), "a change without a table");
	struct strbuf text = STRBUF_INIT;
	strbuf_add(&text, "T\2\1\0identity\0\x12\0\1\0\0\0\0\0\0\0\1\3\2\xc3\x28", 28);
	ok(!changes_valid(strbuf_str(&text)), "text that is not UTF-8");
	text.buf[26] = 'a';
	text.buf[27] = 'b';
	ok(changes_valid(strbuf_str(&text)), "the same with letters is sound");
	text.buf[27] = 0;
	ok(!changes_valid(strbuf_str(&text)), "with a NUL it is not");
	strbuf_release(&text);
}

/* ---- one lie at a time ---- */

#define BLOB(bytes)                                                                                \
	{                                                                                          \
		bytes, sizeof(bytes) - 1                                                           \
	}
#define PERSON    "T\2\1\0identity\0"
#define FACT      "T\3\1\2\0attribute\0"
#define TEXTS     "T\15\1\0\0\0\0\0\0\0\0\0\0\0\0transcript\0"
#define INSERT    "\x12\0"
#define DELETE    "\x09\0"
#define UPDATE    "\x17\0"
#define NUMBER    "\1\0\0\0\0\0\0\0\7"
#define NAME      "\3\1a"
#define ABSENT    "\0"
#define NOTHING   "\5"
#define SHA       "\4\2\xff\0"
#define UP_TO_SHA ABSENT ABSENT ABSENT ABSENT ABSENT ABSENT
#define FROM_SHA  ABSENT ABSENT ABSENT ABSENT ABSENT

static const struct {
	const char *what;
	struct str blob;
} lies[] = {
	{"a count of columns without an end", BLOB("T\xff\xff\xff\xff\xff\xff\xff")},
	{"a count of columns that is cut", BLOB("T\x82")},
	{"a count beyond any blob", BLOB("T\x8f\xff\xff\xff\x7f")},
	{"more columns than bytes", BLOB("T\x7f\1\0identity\0")},
	{"a name without an end", BLOB("T\2\1\0identity")},
	{"a table that no wall has", BLOB("T\2\1\0identitx\0")},
	{"a table without columns", BLOB("T\0identity\0")},
	{"a column that no version had", BLOB("T\3\1\0\0identity\0")},
	{"no key", BLOB("T\2\0\0identity\0")},
	{"a key that comes second", BLOB("T\2\2\0identity\0")},
	{"a key too many", BLOB("T\2\1\1identity\0")},
	{"a key less", BLOB("T\3\1\0\0attribute\0")},
	{"no change behind the table but a byte", BLOB(PERSON "\x12")},
	{"a change that is direct nor indirect", BLOB(PERSON "\x12\2" NUMBER NAME)},
	{"a change that is none of the three", BLOB(PERSON "\x11\0" NUMBER NAME)},
	{"a change without a table", BLOB(INSERT NUMBER NAME)},
	{"an insert of nothing", BLOB(PERSON INSERT)},
	{"an insert that is cut between its values", BLOB(PERSON INSERT NUMBER)},
	{"an insert without its key", BLOB(PERSON INSERT ABSENT NAME)},
	{"an insert with a key that is NULL", BLOB(PERSON INSERT NOTHING NAME)},
	{"an insert with a second key that is NULL", BLOB(FACT INSERT NUMBER NOTHING NAME)},
	{"an insert of half a row", BLOB(PERSON INSERT NUMBER ABSENT)},
	{"a delete of half a row", BLOB(PERSON DELETE NUMBER ABSENT)},
	{"an update without its old key", BLOB(PERSON UPDATE ABSENT NAME ABSENT NAME)},
	{"an update of the key NULL", BLOB(PERSON UPDATE NOTHING NAME ABSENT NAME)},
	{"an update of the key itself", BLOB(PERSON UPDATE NUMBER NAME NUMBER NAME)},
	{"an update that says only what was", BLOB(PERSON UPDATE NUMBER NAME ABSENT ABSENT)},
	{"an update that does not say what was", BLOB(PERSON UPDATE NUMBER ABSENT ABSENT NAME)},
	{"an update of nothing", BLOB(PERSON UPDATE NUMBER ABSENT ABSENT ABSENT)},
	{"an update cut in what was", BLOB(PERSON UPDATE NUMBER)},
	{"an update cut in what is", BLOB(PERSON UPDATE NUMBER NAME ABSENT)},
	{"a number of seven bytes", BLOB(PERSON INSERT "\1\0\0\0\0\0\0\7")},
	{"a number for a name", BLOB(PERSON INSERT NUMBER NUMBER)},
	{"a fraction for a number", BLOB(PERSON INSERT "\2\0\0\0\0\0\0\0\7" NAME)},
	{"a name for a number", BLOB(PERSON INSERT NAME NAME)},
	{"bytes for a name", BLOB(PERSON INSERT NUMBER "\4\1a")},
	{"a type that is none", BLOB(PERSON INSERT NUMBER "\6")},
	{"a name longer than the blob", BLOB(PERSON INSERT NUMBER "\3\2a")},
	{"a length that is cut", BLOB(PERSON INSERT NUMBER "\3\x82")},
	{"a name that is no UTF-8", BLOB(PERSON INSERT NUMBER "\3\2\xc3\x28")},
	{"a name with a NUL", BLOB(PERSON INSERT NUMBER "\3\2a\0")},
	{"a text for bytes", BLOB(TEXTS UPDATE NUMBER UP_TO_SHA NAME)},
	{"bytes longer than the blob", BLOB(TEXTS UPDATE NUMBER UP_TO_SHA "\4\5ab")},
};

static const struct str truths[] = {
	BLOB(PERSON INSERT NUMBER NAME),
	BLOB(PERSON DELETE NUMBER NAME),
	BLOB(PERSON UPDATE NUMBER NAME ABSENT "\3\1b"),
	BLOB(PERSON),
	BLOB(FACT INSERT NUMBER NAME NOTHING),
	BLOB("T\3\1\1\0attribute\0" DELETE NUMBER NAME NAME),
	BLOB(TEXTS UPDATE NUMBER UP_TO_SHA SHA FROM_SHA ABSENT UP_TO_SHA SHA FROM_SHA),
};

static void leave(struct row_change *change, struct value *old, void *context)
{
	++*(int *)context;
}

static void test_lies(void)
{
	for (size_t i = 0; i < TW_COUNT(lies); i++) {
		struct strbuf out = STRBUF_INIT;
		struct row_change change;
		struct changes changes;
		int n = 0;
		changes_begin(&changes, lies[i].blob);
		while (changes_next(&changes, &change, NULL))
			n++;
		ok(!n && changes.broken && !changes_valid(lies[i].blob) &&
			   !changes_rewrite(lies[i].blob, &out, leave, &n) && !n,
		   "%s: neither read nor written anew", lies[i].what);
		strbuf_release(&out);
	}
	for (size_t i = 0; i < TW_COUNT(truths); i++) {
		struct strbuf out = STRBUF_INIT;
		int n = 0;
		ok(changes_valid(truths[i]) && changes_rewrite(truths[i], &out, leave, &n) &&
			   str_equal(strbuf_str(&out), truths[i]),
		   "the truth beside it, %zu bytes, comes back as it was", truths[i].n);
		strbuf_release(&out);
	}
}

static int omit(void *context, int kind, sqlite3_changeset_iter *iter)
{
	return kind == SQLITE_CHANGESET_FOREIGN_KEY || kind == SQLITE_CHANGESET_CONSTRAINT ||
			       kind == SQLITE_CHANGESET_NOTFOUND
		       ? SQLITE_CHANGESET_OMIT
		       : SQLITE_CHANGESET_REPLACE;
}

static void mutate(char *p, size_t n)
{
	for (uint64_t times = 1 + next_random() % 3; times--;) {
		size_t at = next_random() % n;
		switch (next_random() % 3) {
		case 0:
			p[at] = (char)next_random();
			break;
		case 1:
			p[at] = (char)(p[at] ^ 1 << next_random() % 8);
			break;
		default:
			p[at] = p[next_random() % n];
		}
	}
}

static void test_fuzz(struct store *store, const struct blobs *blobs, int rounds)
{
	int accepted = 0;
	for (int i = 0; i < rounds; i++) {
		struct str from = blobs->list[next_random() % blobs->n];
		size_t n = from.n - (next_random() % 8 == 0 ? next_random() % from.n : 0);
		char *p = xstrndup(from.p, from.n);
		mutate(p, from.n);
		char *exact =
			xmalloc(n); /* no byte behind it: the sanitizer sees every step too far */
		memcpy(exact, p, n);
		free(p);
		if (changes_valid((struct str){exact, n})) {
			void *inverse = NULL;
			int size = 0;
			accepted++;
			must(db_script(&store->db, &err, "BEGIN"));
			sqlite3changeset_apply(store->db.handle, (int)n, exact, NULL, omit, NULL);
			sqlite3changeset_invert((int)n, exact, &size, &inverse);
			sqlite3_free(inverse);
			must(db_script(&store->db, &err, "ROLLBACK"));
		}
		free(exact);
	}
	ok(accepted > rounds / 20, "%d of %d damaged changesets were read, none did harm", accepted,
	   rounds);
}

static void test_cues(void)
{
	const struct cue cues[] = {{0, 1000}, {200, 900}, {70000, 3600000}};
	struct strbuf blob = STRBUF_INIT;
	struct arena arena = {0};
	size_t n;
	turn_cues_add(&blob, cues, 3, 1000);
	const struct cue *back = turn_cues_read(&arena, strbuf_str(&blob), 1000, &n);
	ok(n == 3 && back[1].at == 200 && back[1].ms == 900 && back[2].at == 70000 &&
		   back[2].ms == 3600000,
	   "cues come back, also those that go back in time (%zu bytes)", blob.len);
	turn_cues_read(&arena, str_part(strbuf_str(&blob), 0, blob.len - 1), 1000, &n);
	is_int(n, 2, "a cut one is left out");
	turn_cues_read(&arena, STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), 0, &n);
	is_int(n, 0, "as is nonsense");
	arena_release(&arena);
	strbuf_release(&blob);
}

int main(int argc, char **argv)
{
	fixture_begin();
	struct blobs blobs = {.n = 0};
	struct store *store = open_as("Ann", &err);
	must(store);
	make_history(store);
	collect(store, &blobs);
	test_reading(&blobs);
	test_refusing(&blobs);
	test_lies();
	test_fuzz(store, &blobs, argc > 1 ? (int)strtol(argv[1], NULL, 10) : 600);
	test_cues();
	for (size_t i = 0; i < blobs.n; i++)
		free((char *)blobs.list[i].p);
	store_close(store);
	fixture_end();
	return done();
}
