/* The journal as people read it: what was done, by whom, and whether it still stands. */
#include "store-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/store/journal.h"

#include "themewall/base/banned.h"

/* Which batch takes back which; values are positions in `by`. */
struct targets {
	struct map of; /* target batch → position */
	struct targeting {
		int64_t batch;
		bool skip;
	} * by;
	size_t n, capacity;
};

static bool targets_load(struct store *store, struct targets *targets, struct err *err)
{
	sqlite3_stmt *rows = db_query(&store->db, err,
				      "SELECT target, batch, kind = 'skip' FROM journal WHERE "
				      "target IS NOT NULL AND skipped = ''",
				      "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&store->db, rows, err)) == DB_ROW) {
		ALLOC_GROW(targets->by, targets->n + 1, targets->capacity);
		targets->by[targets->n] = (struct targeting){sqlite3_column_int64(rows, 1),
							     sqlite3_column_int(rows, 2)};
		if (sqlite3_column_int64(rows, 0))
			map_put(&targets->of, sqlite3_column_int64(rows, 0), (uint32_t)targets->n);
		targets->n++;
	}
	return step == DB_DONE;
}

/* Undone when taken back, unless what took it back was taken back itself … A damaged ring ends
 * after n steps. */
static bool is_undone(const struct targets *targets, int64_t batch)
{
	bool undone = false;
	for (size_t steps = 0; steps <= targets->n; steps++) {
		uint32_t at = batch ? map_get(&targets->of, batch) : MAP_ABSENT;
		if (at == MAP_ABSENT || targets->by[at].skip)
			break;
		undone = !undone;
		batch = targets->by[at].batch;
	}
	return undone;
}

static enum journal_kind kind_of(struct str word)
{
	return str_equal(word, STR("undo"))   ? JOURNAL_UNDO
	       : str_equal(word, STR("redo")) ? JOURNAL_REDO
	       : str_equal(word, STR("skip")) ? JOURNAL_SKIP
					      : JOURNAL_DO;
}

static void row_read(sqlite3_stmt *row, const struct targets *targets, struct journal_row *out)
{
	*out = (struct journal_row){.id = sqlite3_column_int64(row, 0),
				    .at_ms = sqlite3_column_int64(row, 1),
				    .batch = sqlite3_column_int64(row, 2),
				    .target = sqlite3_column_int64(row, 3),
				    .kind = kind_of(db_column_text(row, 4)),
				    .coder = {sqlite3_column_int64(row, 5)},
				    .label = db_column_text(row, 6),
				    .skipped = db_column_text(row, 7)};
	out->undone = is_undone(targets, out->batch);
}

bool store_history(struct store *store, int64_t after,
		   bool (*each)(const struct journal_row *row, void *context), void *context,
		   struct err *err)
{
	struct targets targets = {0};
	struct journal_row row;
	bool good = targets_load(store, &targets, err), more = true;
	sqlite3_stmt *rows =
		good ? db_query(&store->db, err,
				"SELECT id, at_ms, batch, target, kind, coder, label, skipped "
				"FROM journal WHERE id > ?1 ORDER BY id",
				"i", after)
		     : NULL;
	enum db_step step = DB_FAILED;
	while (rows && more && (step = db_step(&store->db, rows, err)) == DB_ROW) {
		row_read(rows, &targets, &row);
		more = each(&row, context);
	}
	if (rows)
		sqlite3_reset(rows);
	map_release(&targets.of);
	free(targets.by);
	return rows && step != DB_FAILED;
}

int64_t store_changes(struct store *store)
{
	struct err ignored = ERR_INIT;
	int64_t count = 0;
	db_get_int(&store->db, &ignored, &count, "SELECT count(*) FROM journal", "");
	return count;
}

int64_t store_last_change(const struct store *store)
{
	return store->last_row;
}

size_t store_changes_since(struct store *store, int64_t after, struct change_count *counts,
			   size_t max)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *rows = /* max() makes the label that of the newest */
		db_query(&store->db, &ignored,
			 "SELECT coder, count(DISTINCT batch) AS n, label, max(id) FROM journal "
			 "WHERE id > ?1 AND coder <> ?2 AND skipped = '' GROUP BY coder ORDER BY n "
			 "DESC, coder",
			 "ii", after, store->me.id.n);
	size_t n = 0;
	while (rows && n < max && db_step(&store->db, rows, &ignored) == DB_ROW) {
		counts[n] = (struct change_count){.coder = {sqlite3_column_int64(rows, 0)},
						  .steps = sqlite3_column_int64(rows, 1)};
		copy_cut(counts[n].label, sizeof counts[n].label, db_column_text(rows, 2));
		n++;
	}
	if (rows)
		sqlite3_reset(rows);
	return n;
}
