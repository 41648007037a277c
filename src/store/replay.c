/*
 * The journal replayed: a second wall gets the raw transcripts as they were before anything was
 * recorded, then every changeset in order, strictly; in the end every tracked table must be the
 * same. What the journal cannot say has no business in the study.
 */
#include <stdlib.h>
#include <string.h>

#include "themewall/store/journal.h"

#include "changes-internal.h"
#include "load-internal.h"

#include "themewall/base/banned.h"

/* What stands in a wall before anything is recorded, and is changed by recorded edits later. */
static const struct {
	enum table table;
	int first, end; /* columns */
} raw[] = {{TABLE_STUDY, 1, STUDY_COLUMNS},
	   {TABLE_TRANSCRIPT, TRANSCRIPT_VERSION, TRANSCRIPT_TITLE + 1},
	   {TABLE_SPEAKER, SPEAKER_LABEL, SPEAKER_LABEL + 1}};

struct replay {
	struct store *to;
	const char *rewind[TW_COUNT(raw)][ROW_MAX_COLUMNS]; /* SQL; NULL: not asked for yet */
	bool failed; /* a change did not apply: the two differ */
};

/* "UPDATE study SET title = ?2 …": all columns, ?1 is the key; kept with the store. */
static const char *study_update(struct store *store)
{
	struct strbuf sql = STRBUF_INIT;
	for (int i = 1; i < STUDY_COLUMNS; i++)
		strbuf_addf(&sql, "%s \"%s\" = ?%d", sql.len ? "," : "UPDATE study SET",
			    table_info(TABLE_STUDY)->columns[i].name, i + 1);
	const char *kept = arena_strndup(&store->names, sql.buf, sql.len);
	strbuf_release(&sql);
	return kept;
}

/* As edit-import.c leaves them before it records. */
static bool copy_raw(struct store *store, struct store *other, struct err *err)
{
	struct db *from = &store->db, *to = &other->db;
	return db_run(to, err, "DELETE FROM coder", "") &&
	       db_copy_rows(from, to, "SELECT id, name, initials, colour FROM coder",
			    "INSERT INTO coder(id, name, initials, colour) VALUES(?1, ?2, ?3, ?4)",
			    err) &&
	       db_copy_rows(from, to,
			    "SELECT id, version, title, origin_name, origin_format, encoding, "
			    "sha256_bytes, sha256_text, nchars, nturns, lamport FROM transcript",
			    "INSERT INTO transcript(id, session, version, title, origin_name, "
			    "origin_format, encoding, sha256_bytes, sha256_text, nchars, nturns, "
			    "hidden, lamport) VALUES(?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
			    "?10, 1, ?11)",
			    err) &&
	       db_copy_rows(from, to, "SELECT id, transcript, label, nwords FROM speaker",
			    "INSERT INTO speaker(id, transcript, label, role, guessed, "
			    "participant, nwords) VALUES(?1, ?2, ?3, 'unknown', 1, NULL, ?4)",
			    err) &&
	       db_copy_rows(from, to, load_select(store, TABLE_STUDY), study_update(other), err);
}

static const char *rewind_sql(struct replay *replay, size_t at, int column)
{
	const char **kept = &replay->rewind[at][column];
	const struct table_info *info = table_info(raw[at].table);
	struct strbuf sql = STRBUF_INIT;
	if (*kept)
		return *kept;
	strbuf_addf(&sql, "UPDATE %s SET \"%s\" = ?2 WHERE id = ?1", info->name,
		    info->columns[column].name);
	*kept = arena_strndup(&replay->to->names, sql.buf, sql.len);
	strbuf_release(&sql);
	return *kept;
}

/* The raw columns of a row as they were before a change. */
static bool rewind_row(struct replay *replay, const struct row_change *change,
		       const struct value *old, struct err *err)
{
	for (size_t i = 0; i < TW_COUNT(raw); i++)
		for (int c = raw[i].first; raw[i].table == change->table && c < raw[i].end; c++) {
			const struct value values[] = {change->column[0], old[c]};
			if (old[c].type != VALUE_ABSENT &&
			    !db_run_values(&replay->to->db, err, rewind_sql(replay, i, c), values,
					   2))
				return false;
		}
	return true;
}

/* Newest changeset first: what is written last is the oldest. */
static bool rewind_changes(struct replay *replay, struct str blob, struct err *err)
{
	struct changes changes;
	struct row_change change;
	struct value old[ROW_MAX_COLUMNS];
	bool good = true;
	changes_begin(&changes, blob);
	while (good && changes_next(&changes, &change, old))
		good = change.op != ROW_UPDATE || rewind_row(replay, &change, old, err);
	return good;
}

static int stop(void *context, int kind, sqlite3_changeset_iter *iter)
{
	return SQLITE_CHANGESET_ABORT;
}

static bool apply(struct replay *replay, struct str blob, struct err *err)
{
	if (!blob.n)
		return true;
	int code = sqlite3changeset_apply(replay->to->db.handle, (int)blob.n, (void *)blob.p, NULL,
					  stop, NULL);
	replay->failed |= code != SQLITE_OK; /* a difference, not a failure of ours */
	return true;
}

static bool walk_journal(struct db *from, const char *sql, struct replay *replay,
			 bool (*each)(struct replay *replay, struct str blob, struct err *err),
			 struct err *err)
{
	sqlite3_stmt *rows = db_query(from, err, sql, "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(from, rows, err)) == DB_ROW) {
		struct str blob = db_column_blob(rows, 0);
		good = changes_valid(blob)
			       ? each(replay, blob, err)
			       : err_set(err, ERR_STORE, "the history of this wall is damaged");
	}
	if (rows)
		sqlite3_reset(rows);
	return good && rows && step != DB_FAILED;
}

static bool columns_equal(sqlite3_stmt *a, sqlite3_stmt *b, int i)
{
	int n = sqlite3_column_bytes(a, i);
	if (sqlite3_column_type(a, i) != sqlite3_column_type(b, i))
		return false;
	if (sqlite3_column_type(a, i) == SQLITE_INTEGER)
		return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i);
	return n == sqlite3_column_bytes(b, i) &&
	       (!n || memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i), (size_t)n) == 0);
}

static bool rows_equal(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int i = 0; i < sqlite3_column_count(a); i++)
		if (!columns_equal(a, b, i))
			return false;
	return true;
}

static bool compare_table(struct store *store, struct store *other, enum table table, bool *same,
			  struct err *err)
{
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *a = NULL, *b = NULL;
	strbuf_addf(&sql, "%s ORDER BY 1, 2", load_select(store, table));
	bool good = sqlite3_prepare_v2(store->db.handle, sql.buf, -1, &a, NULL) == SQLITE_OK ||
		    db_fail(&store->db, err);
	good = good && (sqlite3_prepare_v2(other->db.handle, sql.buf, -1, &b, NULL) == SQLITE_OK ||
			db_fail(&other->db, err));
	enum db_step one = DB_ROW, two = DB_ROW;
	while (good && *same && one == DB_ROW) {
		one = db_step(&store->db, a, err);
		two = db_step(&other->db, b, err);
		good = one != DB_FAILED && two != DB_FAILED;
		*same = one == two && (one != DB_ROW || rows_equal(a, b));
	}
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	strbuf_release(&sql);
	return good;
}

static bool replay_into(struct store *store, struct store *other, bool *same, struct err *err)
{
	struct replay replay = {.to = other};
	bool good = copy_raw(store, other, err) &&
		    walk_journal(&store->db, "SELECT changeset FROM journal ORDER BY id DESC",
				 &replay, rewind_changes, err) &&
		    walk_journal(&store->db, "SELECT changeset FROM journal ORDER BY id", &replay,
				 apply, err);
	*same = good && !replay.failed;
	for (enum table table = 0; good && *same && table < TABLE_COUNT; table++)
		good = compare_table(store, other, table, same, err);
	return good;
}

bool store_replay_check(struct store *store, const char *path, bool *same, struct err *err)
{
	struct store_options options = {
		.create = true, .exclusive_name = true, .patience_ms = store->patience_ms};
	struct store *other;
	*same = false;
	if (!store_open(&other, path, &options, NULL, err))
		return false;
	bool good = transaction_begin(other, err);
	if (good) {
		good = replay_into(store, other, same, err);
		good = transaction_end(other, good, err) && good;
	}
	store_close(other);
	return good;
}
