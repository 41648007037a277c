/*
 * Undo and redo. A step is a batch: journal rows that share a number. Its inverse is applied newest
 * row first in one transaction that is itself recorded, so an undo is a journal row like any other
 * and redo is the undo of it. Which step is next is read from the journal alone: for undo the
 * newest own batch done or redone that nothing targets; for redo the newest own undo that nothing
 * targets, unless something new was done after it.
 */
#include "undo-internal.h"

#include "changes-internal.h"

#include "themewall/base/banned.h"

/* Rows are walked newest first; a skip is no step. */
#define OWN_STEPS                                                                                  \
	"SELECT j.id, j.kind, j.batch FROM journal j WHERE j.coder = ?1 AND j.kind <> 'skip' "     \
	"AND j.skipped = '' AND NOT EXISTS(SELECT 1 FROM journal t WHERE t.target = j.batch AND "  \
	"t.skipped = '') ORDER BY j.id DESC"

static bool is_candidate(enum journal_kind want, struct str kind)
{
	bool undo = str_equal(kind, STR("undo"));
	return want == JOURNAL_UNDO ? !undo : undo;
}

/* The batch to take back; *last_row its newest row. */
static bool find_step(struct undo *undo, bool *found)
{
	struct edit *edit = undo->edit;
	sqlite3_stmt *rows = db_query(edit->db, edit->err, OWN_STEPS, "i", edit->store->me.id.n);
	enum db_step step = DB_FAILED;
	*found = false;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		struct str kind = db_column_text(rows, 1);
		*found = is_candidate(edit->kind, kind);
		undo->last_row = sqlite3_column_int64(rows, 0);
		undo->batch = sqlite3_column_int64(rows, 2);
		if (*found || (edit->kind == JOURNAL_REDO && str_equal(kind, STR("do"))))
			break;
	}
	if (rows)
		sqlite3_reset(rows);
	return step != DB_FAILED;
}

/* The batch's rows lie between its last and its first, whose clock is in the batch's number. */
#define BATCH_ROWS                                                                                 \
	"SELECT id, label, format, changeset, batch FROM journal WHERE id <= ?1 AND id >= "        \
	"(SELECT id FROM journal "                                                                 \
	"WHERE lamport = ?2 & 4294967295 AND replica = ?2 >> 32) ORDER BY id DESC"

bool undo_take_row(struct undo *undo, sqlite3_stmt *row)
{
	struct str label = db_column_text(row, 1), blob = db_column_blob(row, 3);
	struct err *err = undo->edit->err;
	if (sqlite3_column_int64(row, 2) > WALL_FORMAT)
		return err_set(err, ERR_CONFLICT,
			       "%.*s was made by a newer themewall and cannot be taken back",
			       STR_ARG(label));
	if (!changes_valid(blob))
		return err_set(err, ERR_STORE,
			       "the history of this wall is damaged at %.*s: nothing was changed",
			       STR_ARG(label));
	struct undo_row *out = arena_alloc(&undo->edit->arena, sizeof *out);
	*out = (struct undo_row){
		.changes = {arena_strndup(&undo->edit->arena, blob.p ? blob.p : "", blob.n),
			    blob.n}};
	*(undo->tail ? &undo->tail->older : &undo->rows) = out;
	undo->tail = out;
	undo->first_row = sqlite3_column_int64(row, 0);
	undo->nrows++;
	strbuf_reset(&undo->edit->label); /* in the end: of the oldest row */
	strbuf_add_str(&undo->edit->label, label);
	return true;
}

static bool load_rows(struct undo *undo)
{
	struct edit *edit = undo->edit;
	sqlite3_stmt *rows =
		db_query(edit->db, edit->err, BATCH_ROWS, "ii", undo->last_row, undo->batch);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		if (sqlite3_column_int64(rows, 4) == undo->batch && !undo_take_row(undo, rows)) {
			sqlite3_reset(rows);
			return false;
		}
	}
	if (undo->nrows > 1)
		strbuf_addf(&edit->label, " and %zu more", undo->nrows - 1);
	return step == DB_DONE;
}

static bool nothing(struct undo *undo)
{
	return err_set(undo->edit->err, ERR_NOTHING,
		       undo->edit->kind == JOURNAL_UNDO ? "there is nothing of yours to undo"
							: "there is nothing to redo");
}

/* The first card and cluster of the newest row: where the person will want to look. */
static void note_subject(const struct undo *undo, struct undo_report *report)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, undo->rows ? undo->rows->changes : STR(""));
	while (!report->card.n && changes_next(&changes, &change, NULL)) {
		if (change.table == TABLE_CARD || change.table == TABLE_PLACEMENT)
			report->card.n = change.column[0].i; /* a home has its card's number */
		else if (change.table == TABLE_CLUSTER && !report->cluster.n)
			report->cluster.n = change.column[0].i;
	}
}

static bool take_back(struct undo *undo, struct undo_report *report)
{
	struct edit *edit = undo->edit;
	bool found;
	if (!find_step(undo, &found))
		return false;
	if (!found)
		return nothing(undo);
	edit->target = undo->batch;
	if (!load_rows(undo))
		return false;
	copy_cut(report->label, sizeof report->label, strbuf_str(&edit->label));
	note_subject(undo, report);
	if (undo->policy != UNDO_SKIP)
		return undo_apply(undo, report);
	edit->kind = JOURNAL_SKIP;
	return true;
}

static bool run(struct store *store, enum journal_kind kind, enum undo_policy policy,
		struct undo_report *report, struct err *err)
{
	struct edit edit;
	struct undo undo = {.edit = &edit, .policy = policy};
	*report = (struct undo_report){0};
	if (!edit_begin(&edit, store, err))
		return false;
	edit.kind = kind;
	return edit_end(&edit, take_back(&undo, report));
}

bool store_undo(struct store *store, enum undo_policy policy, struct undo_report *report,
		struct err *err)
{
	return run(store, JOURNAL_UNDO, policy, report, err);
}

bool store_redo(struct store *store, enum undo_policy policy, struct undo_report *report,
		struct err *err)
{
	return run(store, JOURNAL_REDO, policy, report, err);
}
