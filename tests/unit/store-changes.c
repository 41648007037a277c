/*
 * The validator of changesets: what SQLite records is accepted and read right, and whatever is
 * damaged is refused or harmless: every blob it accepts goes through libsqlite3 itself here, under
 * the sanitizers.
 */
#include "changes-internal.h"
#include "store-fixture.h"
#include "store-internal.h"
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
	test_fuzz(store, &blobs, argc > 1 ? (int)strtol(argv[1], NULL, 10) : 600);
	test_cues();
	for (size_t i = 0; i < blobs.n; i++)
		free((char *)blobs.list[i].p);
	store_close(store);
	fixture_end();
	return done();
}
