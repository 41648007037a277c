/*
 * Going back to a point of the history: the inverse of every later row, undos and redos too, newest
 * first, as one change of its own. Each inverse meets the very state its row left behind, so unlike
 * undoing step by step this can always be done, and it is one step to undo.
 */
#include "undo-internal.h"

#include "themewall/base/banned.h"

#define ROWS_SINCE "SELECT id, label, format, changeset FROM journal WHERE id > ?1 ORDER BY id DESC"

static bool take_rows(struct undo *undo, int64_t id)
{
	struct edit *edit = undo->edit;
	sqlite3_stmt *rows = db_query(edit->db, edit->err, ROWS_SINCE, "i", id);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		if (!undo->last_row)
			undo->last_row = sqlite3_column_int64(rows, 0);
		if (!undo_take_row(undo, rows)) {
			sqlite3_reset(rows);
			return false;
		}
	}
	if (rows)
		sqlite3_reset(rows);
	return step != DB_FAILED;
}

bool store_revert(struct store *store, int64_t id, struct err *err)
{
	struct edit edit;
	struct undo undo = {.edit = &edit, .policy = UNDO_CAREFUL};
	struct undo_report report = {0};
	if (!edit_begin(&edit, store, err))
		return false;
	bool good = take_rows(&undo, id) &&
		    (undo.nrows || err_set(err, ERR_NOTHING, "nothing has happened since")) &&
		    undo_apply(&undo, &report);
	strbuf_reset(&edit.label);
	strbuf_addf(&edit.label, "return to before %zu change%s", undo.nrows,
		    undo.nrows == 1 ? "" : "s");
	return edit_end(&edit, good);
}
