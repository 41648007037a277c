/*
 * Rows from the pages of the file: the same as SQLite reads, as far as they are plain; what is not
 * is left to SQLite, and damage of any kind does no harm.
 */
#include <fcntl.h>

#include "../dice.h"
#include "load-internal.h"
#include "pages-internal.h"
#include "store-fixture.h"

static struct err err;

enum { CARDS = 1500, LONG = 4, ROUNDS = 300, TALKS = 3, TURNS = 900 };

static const enum table large[] = {TABLE_CARD, TABLE_EXCERPT, TABLE_PLACEMENT};

static struct str words_of(struct arena *arena, size_t n)
{
	struct strbuf text = STRBUF_INIT;
	while (text.len < n)
		strbuf_addf(&text, "naïve %zu, ", text.len);
	struct str made = {arena_strndup(arena, text.buf, text.len), text.len};
	strbuf_release(&text);
	return made;
}

/* Short and long ones: what fits into a leaf, what just does not, and chains of pages. */
static void write_cards(struct store *store, cluster_id theme)
{
	static const size_t sizes[LONG] = {3900, 4060, 9000, 70000};
	struct arena arena = {0};
	struct card_draft *cards = xcalloc(CARDS, sizeof *cards);
	for (size_t i = 0; i < CARDS; i++)
		cards[i] = (struct card_draft){
			.kind = CARD_IDEA,
			.text = words_of(&arena, i % 300 < LONG ? sizes[i % 300] : 20 + i % 90),
			.place = i % 3 ? in_cluster(theme) : (struct place){.kind = PLACE_TRAY}};
	must(edit_card_new_many(store, cards, CARDS, &err));
	free(cards);
	arena_release(&arena);
}

/* Most are short; some are longer than what such a page keeps of a record, some than a page. */
static void import_talk(struct store *store, const char *name)
{
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct line *lines = xcalloc(TURNS, sizeof *lines);
	struct arena arena = {0};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_NONE};
	for (int i = 0; i < TURNS; i++)
		lines[i] =
			(struct line){i % 2, words_of(&arena, i % 90 == 7    ? 3000
							      : i % 200 == 9 ? 20000
									     : 10 + (size_t)i % 80)
						     .p};
	lines[0].text = name; /* no two are the same */
	draft_make(&draft, name, lines, TURNS, speakers, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	free(lines);
	arena_release(&arena);
}

static void make_wall(void)
{
	struct store *store = open_as("Ana", &err);
	must(store);
	for (int i = 0; i < TALKS; i++)
		import_talk(store, (const char *[]){"p02.vtt", "p03.vtt", "p04.vtt"}[i]);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	write_cards(store, cluster_write(store, "Trust", (cluster_id){0}, &err));
	store_close(store);
}

/* How the pages say a table goes on after an id; `most` rows of it at most. */
struct sum {
	enum table table;
	int64_t n, ids, most;
	bool sound;
};

static bool add_up(void *context, int64_t id, struct str record)
{
	struct sum *sum = context;
	struct row_change change;
	int n = sum->table == TABLE_EXCERPT ? EXCERPT_QUOTE : table_info(sum->table)->ncolumns;
	sum->sound &= record_read(sum->table, n, id, record, &change);
	sum->n++;
	sum->ids += id % 1000003;
	return --sum->most != 0;
}

static enum pages_step sum_up(struct store *store, struct sum *sum, int64_t after)
{
	struct pages pages;
	int64_t any = 0;
	enum pages_step step = PAGES_STRANGE;
	sum->sound = true;
	if (db_begin(&store->db, &err, "BEGIN") &&
	    db_get_int(&store->db, &err, &any, "SELECT id FROM study", "") &&
	    pages_open(&pages, &store->db))
		step = pages_each(&pages, table_info(sum->table)->name, after, add_up, sum);
	db_rollback(&store->db);
	return step;
}

static int64_t asked(struct store *store, const char *what, enum table table, int64_t after)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t value = -1;
	strbuf_addf(&sql, "SELECT %s FROM \"%s\" WHERE id > %lld", what, table_info(table)->name,
		    (long long)after);
	must(db_get_int(&store->db, &err, &value, load_keep_sql(store, &sql), ""));
	return value;
}

static void test_tables(struct store *store)
{
	for (size_t i = 0; i < TW_COUNT(large); i++) {
		const char *name = table_info(large[i])->name;
		struct sum all = {.table = large[i]}, half = all,
			   some = {.table = large[i], .most = 2};
		int64_t middle = asked(store, "(min(id) + max(id)) / 2", large[i], 0);
		is_int(sum_up(store, &all, INT64_MIN), PAGES_DONE, "%s: all rows are plain", name);
		ok(all.sound, "%s: and as expected", name);
		is_int(all.n, asked(store, "count(*)", large[i], 0), "%s: none is missing", name);
		is_int(all.ids, asked(store, "sum(id % 1000003)", large[i], 0), "%s: or twice",
		       name);
		is_int(sum_up(store, &half, middle), PAGES_DONE, "%s: from an id on", name);
		is_int(half.n, asked(store, "count(*)", large[i], middle), "%s: only those", name);
		is_int(sum_up(store, &some, INT64_MIN), PAGES_STOPPED, "%s: stopped", name);
		is_int(some.n, 2, "%s: where it was wanted", name);
	}
}

/* Field by field: what lies between two fields is anything. */
static bool are_same_cues(const struct turn *a, const struct turn *b)
{
	for (size_t i = 0; i < a->ncues; i++)
		if (a->cues[i].at != b->cues[i].at || a->cues[i].ms != b->cues[i].ms)
			return false;
	return true;
}

static bool is_same_turn(const struct turn *a, const struct turn *b)
{
	return a->speaker.n == b->speaker.n && a->start == b->start && a->end == b->end &&
	       a->start_ms == b->start_ms && a->end_ms == b->end_ms &&
	       str_equal(a->text, b->text) && a->ncues == b->ncues && are_same_cues(a, b);
}

static void test_talk(struct store *store, struct model *model, transcript_id id)
{
	struct model *other = model_new();
	struct turns_state state = {.n = 0};
	bool done = false;
	must(store_load(store, other, &err));
	ok(load_turns_from_pages(store, model, id), "the turns of transcript %lld are plain",
	   (long long)id.n);
	must(store_load_some_turns(store, other, id, &state, SIZE_MAX / 2, &done, &err) && done);
	const struct transcript *a = model_transcript(model, id), *b = model_transcript(other, id);
	bool same = a->loaded && a->nturns == b->nturns;
	for (int64_t i = 0; same && i < a->nturns; i++)
		same = is_same_turn(&a->turns[i], &b->turns[i]);
	ok(same, "and all %lld are as SQLite reads them", (long long)b->nturns);
	model_free(other);
}

static void test_turns(struct store *store)
{
	struct model *model = model_new();
	must(store_load(store, model, &err));
	struct transcript_list all = model_transcripts(model);
	is_int(all.n, TALKS + 1, "there are several transcripts");
	for (size_t i = 0; i < all.n; i++)
		test_talk(store, model, all.ids[i]);
	model_free(model);
}

static char *dump_of(struct store *store)
{
	struct model *model = model_new();
	char *dump = store_load(store, model, &err) ? model_dump(model) : xstrdup(err.msg);
	model_free(model);
	return dump;
}

static char *dump_of_slices(struct store *store, int64_t most)
{
	struct model *model = model_new();
	struct load_state state = {.begun = false};
	bool done = false, good = true;
	while (good && !done)
		good = store_load_slice(store, model, &state, most, &done, &err);
	char *dump = good ? model_dump(model) : xstrdup(err.msg);
	model_free(model);
	return dump;
}

static void test_slices(struct store *store)
{
	char *whole = dump_of(store), *sliced = dump_of_slices(store, 97);
	is_str(sliced, whole, "slices make the same wall");
	free(whole);
	free(sliced);
}

/* A row in the log is in no page of the file: the same wall before and after it went there. */
static void test_log(void)
{
	struct store *store = open_as("Ana", &err);
	struct sum sum = {.table = TABLE_CARD};
	must(store);
	char *plain = dump_of(store);
	card_write(store, "one more", &err);
	test_slices(store);
	is_int(sum_up(store, &sum, INT64_MIN), PAGES_STRANGE,
	       "what is in the log is not passed by");
	char *logged = dump_of(store);
	ok(strstr(logged, "one more") && !strstr(plain, "one more"), "but read");
	store_close(store);
	store = open_as("Ana", &err);
	must(store);
	sum = (struct sum){.table = TABLE_CARD};
	is_int(sum_up(store, &sum, INT64_MIN), PAGES_DONE, "once it is in the file it is plain");
	char *folded = dump_of(store);
	is_str(folded, logged, "both ways the same wall");
	free(plain);
	free(logged);
	free(folded);
	store_close(store);
}

static void test_own_changes(struct store *store)
{
	struct pages pages;
	must(db_begin(&store->db, &err, "BEGIN IMMEDIATE") &&
	     db_run(&store->db, &err, "UPDATE study SET title = title || '!'", ""));
	ok(!pages_open(&pages, &store->db), "what was written and not committed is in no page");
	db_rollback(&store->db);
}

/* ---- another program writes meanwhile ---- */

struct meanwhile {
	sqlite3 *other;
	int64_t n, sum;
	int folded; /* what folding the log into the file came to */
};

static bool add_time(void *context, int64_t id, struct str record)
{
	struct meanwhile *m = context;
	struct row_change change;
	must(record_read(TABLE_CARD, table_info(TABLE_CARD)->ncolumns, id, record, &change));
	m->sum += change.column[CARD_CREATED].i;
	if (++m->n == 100) {
		must(!sqlite3_exec(m->other, "UPDATE card SET created_ms = created_ms + 1", NULL,
				   NULL, NULL));
		m->folded = sqlite3_wal_checkpoint_v2(m->other, "main", SQLITE_CHECKPOINT_TRUNCATE,
						      NULL, NULL);
	}
	return true;
}

static enum pages_step read_times(struct store *store, struct meanwhile *m)
{
	struct pages pages;
	int64_t any;
	enum pages_step step = PAGES_STRANGE;
	if (db_begin(&store->db, &err, "BEGIN") &&
	    db_get_int(&store->db, &err, &any, "SELECT id FROM study", "") &&
	    pages_open(&pages, &store->db))
		step = pages_each(&pages, "card", INT64_MIN, add_time, m);
	db_rollback(&store->db);
	return step;
}

/* Whoever reads pages keeps the log from being folded into them; what it reads is of one time. */
static void test_meanwhile(struct store *store)
{
	struct meanwhile m = {.folded = -1}, later = {.n = 1000};
	must(sqlite3_open(fixture_wall, &m.other) == SQLITE_OK);
	int64_t before = asked(store, "sum(created_ms)", TABLE_CARD, 0);
	is_int(read_times(store, &m), PAGES_DONE, "pages are read while another program writes");
	is_int(m.folded, SQLITE_BUSY, "which cannot fold its log into them");
	is_int(m.sum, before, "and all are as they were");
	is_int(read_times(store, &later), PAGES_STRANGE, "then there is a log");
	is_int(sqlite3_wal_checkpoint_v2(m.other, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
	       SQLITE_OK, "until it is folded in");
	is_int(read_times(store, &later), PAGES_DONE, "and the pages are read again");
	is_int(later.sum, before + m.n, "with what was written");
	sqlite3_close(m.other);
}

static int any_turn(void *context, struct str head)
{
	return 0;
}

static bool see_turn(void *context, int64_t id, struct str record)
{
	static const enum column_type types[] = {COLUMN_INT, COLUMN_INT,  COLUMN_REF,
						 COLUMN_INT, COLUMN_INT,  COLUMN_INT,
						 COLUMN_INT, COLUMN_TEXT, COLUMN_BLOB};
	struct value values[TW_COUNT(types)];
	return record_values(types, TW_COUNT(types), record, values);
}

static enum pages_step walk_turns(struct store *store)
{
	struct pages pages;
	enum pages_step step = PAGES_STRANGE;
	int64_t any = 0;
	if (db_begin(&store->db, &err, "BEGIN") &&
	    db_get_int(&store->db, &err, &any, "SELECT id FROM study", "") &&
	    pages_open(&pages, &store->db))
		step = pages_each_keyed(&pages, "turn", any_turn, see_turn, NULL);
	db_rollback(&store->db);
	return step;
}

/* A few bytes anywhere: whatever is read, nothing is read past its end. */
static void test_damage(struct store *store)
{
	uint64_t seed = 20261122;
	int fd = open(store->path, O_RDWR | O_CLOEXEC);
	int64_t npages = lseek(fd, 0, SEEK_END) / PAGE_BYTES;
	int strange = 0;
	for (int round = 0; round < ROUNDS; round++) {
		unsigned char page[PAGE_BYTES], was[PAGE_BYTES];
		off_t at = (off_t)(2 + dice(&seed, (size_t)npages - 2)) * PAGE_BYTES;
		must(pread(fd, page, sizeof page, at) == PAGE_BYTES);
		memcpy(was, page, sizeof was);
		for (int i = 0; i < 4; i++)
			page[dice(&seed, round % 2 ? 64 : PAGE_BYTES)] =
				(unsigned char)dice(&seed, 256);
		must(pwrite(fd, page, sizeof page, at) == PAGE_BYTES);
		for (size_t i = 0; i < TW_COUNT(large); i++) {
			struct sum sum = {.table = large[i]};
			strange += sum_up(store, &sum, INT64_MIN) == PAGES_STRANGE || !sum.sound;
		}
		strange += walk_turns(store) == PAGES_STRANGE;
		must(pwrite(fd, was, sizeof was, at) == PAGE_BYTES);
	}
	close(fd);
	ok(strange > 0, "%d of %d damaged tables were found strange", strange, 4 * ROUNDS);
}

int main(void)
{
	fixture_begin();
	make_wall();
	struct store *store = open_as("Ana", &err);
	must(store);
	test_tables(store);
	test_turns(store);
	test_slices(store);
	test_own_changes(store);
	test_meanwhile(store);
	store_close(store);
	test_log();
	store = open_as("Ana", &err);
	must(store);
	test_damage(store);
	store_close(store);
	fixture_end();
	return done();
}
