/*
 * Back and forth again. The journal stands in the order of (logical clock, copy), which is the
 * order in which its rows took effect here. Rows from the first new one on are taken back, newest
 * first, each meeting the very state it left behind; then they and the new ones are done in order
 * and written anew, each with what it did here and, where that differs, what it did where it was
 * made.
 */
#include <stdlib.h>
#include <string.h>

#include "merge-internal.h"

#include "themewall/base/banned.h"

static int is_tracked(void *unused, const char *table)
{
	return table_find(str_of(table)) != TABLE_COUNT;
}

static int stop(void *context, int kind, sqlite3_changeset_iter *iter)
{
	return SQLITE_CHANGESET_ABORT;
}

static bool damaged(struct merge *merge)
{
	return err_set(merge->err, ERR_STORE,
		       "the history of this wall does not fit what is on it (run themewall check): "
		       "nothing was changed");
}

static bool take_back(struct merge *merge, struct str changes)
{
	void *inverse = NULL;
	int n = 0;
	if (!changes.n)
		return true;
	if (!changes_valid(changes))
		return damaged(merge);
	bool good = sqlite3changeset_invert((int)changes.n, changes.p, &n, &inverse) == SQLITE_OK &&
		    sqlite3changeset_apply(merge->db->handle, n, inverse, NULL, stop, NULL) ==
			    SQLITE_OK;
	sqlite3_free(inverse);
	return good || damaged(merge);
}

static bool keep_row(struct merge *merge, sqlite3_stmt *row)
{
	ALLOC_GROW(merge->rows, merge->nrows + 1, merge->capacity);
	struct str authored = db_column_blob(row, 10), skipped = db_column_text(row, 11);
	bool has_authored = sqlite3_column_type(row, 10) != SQLITE_NULL;
	merge->rows[merge->nrows++] = (struct merge_row){
		.lamport = sqlite3_column_int64(row, 0),
		.replica = sqlite3_column_int64(row, 1),
		.coder = sqlite3_column_int64(row, 2),
		.at_ms = sqlite3_column_int64(row, 3),
		.kind = merge_keep(merge, db_column_text(row, 4)),
		.label = merge_keep(merge, db_column_text(row, 5)),
		.batch = sqlite3_column_int64(row, 6),
		.target = sqlite3_column_int64(row, 7),
		.format = sqlite3_column_int64(row, 8),
		.changes = merge_keep(merge, has_authored ? authored : db_column_blob(row, 9)),
		.was_skipped = merge_keep(merge, skipped).p};
	return (!has_authored || changes_valid(authored) || damaged(merge)) &&
	       take_back(merge, db_column_blob(row, 9));
}

#define SINCE "(lamport, replica) >= (?1, ?2)"

bool merge_rewind(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(merge->db, merge->err,
				      "SELECT lamport, replica, coder, at_ms, kind, label, batch, "
				      "target, format, changeset, authored, skipped FROM journal "
				      "WHERE " SINCE " ORDER BY id DESC",
				      "ii", merge->lamport, merge->replica);
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(merge->db, rows, merge->err)) == DB_ROW)
		good = keep_row(merge, rows);
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE &&
	       db_run(merge->db, merge->err, "DELETE FROM journal WHERE " SINCE, "ii",
		      merge->lamport, merge->replica);
}

/* ---- forth ---- */

static int by_clock(const void *a, const void *b)
{
	const struct merge_row *x = a, *y = b;
	if (x->lamport != y->lamport)
		return x->lamport < y->lamport ? -1 : 1;
	return x->replica < y->replica ? -1 : x->replica > y->replica;
}

static bool write_row(struct merge *merge, const struct merge_row *row, struct str effect,
		      const char *why)
{
	sqlite3_stmt *put =
		db_query(merge->db, merge->err,
			 "INSERT INTO journal(lamport, replica, coder, at_ms, kind, label, batch, "
			 "target, format, changeset, skipped, authored) VALUES(?1, ?2, ?3, ?4, ?5, "
			 "?6, ?7, ?8, ?9, ?10, ?11, ?12)",
			 "iiiittiribzb", row->lamport, row->replica, row->coder, row->at_ms,
			 row->kind, row->label, row->batch, row->target, row->format, effect,
			 why ? why : "", row->changes);
	if (put && str_equal(effect, row->changes))
		sqlite3_bind_null(put, 12);
	return put && db_step(merge->db, put, merge->err) == DB_DONE;
}

static bool say_skipped(struct merge *merge, const struct merge_row *row, const char *why)
{
	struct strbuf words = STRBUF_INIT;
	if (row->was_skipped && *row->was_skipped)
		return true; /* it did not apply before either */
	merge->report->skipped++;
	bool good = db_get_text(merge->db, merge->err, &words, NULL,
				"SELECT name FROM coder WHERE id = ?1", "i", row->coder);
	strbuf_addf(&words, ": %.*s: %s", STR_ARG(row->label), why);
	if (merge->skipped)
		merge->skipped(words.buf, merge->context);
	strbuf_release(&words);
	return good;
}

/* Two copies may have taken the same step back. */
static bool is_taken_back(struct merge *merge, const struct merge_row *row, const char **why)
{
	int64_t taken = 0;
	if (!row->target)
		return true;
	bool good = db_get_int(merge->db, merge->err, &taken,
			       "SELECT 1 FROM journal WHERE target = ?1 AND skipped = ''", "i",
			       row->target);
	if (taken)
		*why = "it had been taken back or done again already";
	return good;
}

static bool record(struct merge *merge, sqlite3_session **session)
{
	if (sqlite3session_create(merge->db->handle, "main", session) ||
	    sqlite3session_attach(*session, NULL))
		return db_fail(merge->db, merge->err);
	sqlite3session_table_filter(*session, is_tracked, NULL);
	return true;
}

static bool do_row(struct merge *merge, const struct merge_row *row)
{
	sqlite3_session *session = NULL;
	const char *why = NULL;
	void *bytes = NULL;
	int n = 0;
	bool good = is_taken_back(merge, row, &why) &&
		    db_run(merge->db, merge->err, "SAVEPOINT step", "") && record(merge, &session);
	good = good && (why || merge_apply(merge, row, &why));
	if (good && why)
		good = db_run(merge->db, merge->err, "ROLLBACK TO step", "");
	if (good && !why)
		good = sqlite3session_changeset(session, &n, &bytes) == SQLITE_OK ||
		       db_fail(merge->db, merge->err);
	if (session)
		sqlite3session_delete(session);
	good = good && db_run(merge->db, merge->err, "RELEASE step", "") &&
	       write_row(merge, row, (struct str){bytes, (size_t)n}, why) &&
	       (!why || say_skipped(merge, row, why));
	sqlite3_free(bytes);
	return good;
}

bool merge_replay(struct merge *merge)
{
	/* taking back has switched it off */
	bool good = db_run(merge->db, merge->err, "PRAGMA defer_foreign_keys = ON", "");
	if (merge->nrows)
		qsort(merge->rows, merge->nrows, sizeof *merge->rows, by_clock);
	for (size_t i = 0; good && i < merge->nrows; i++)
		good = do_row(merge, &merge->rows[i]);
	return good;
}
