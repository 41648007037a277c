/*
 * An earlier state, for looking at: the study is loaded as it is, then the inverse of every later
 * journal row goes into the model, newest first. Each inverse meets the very rows its change left
 * behind. The file is only read.
 */
#include "load-internal.h"

#include "changes-internal.h"
#include "themewall/store/journal.h"

#include "themewall/base/banned.h"

/* A row that does not fit what is there would be a bug of ours or damage of the file. */
static bool take_back(struct store *store, struct model *model, struct str blob, struct err *err)
{
	struct changes changes;
	struct row_change change;
	int n = 0;
	void *bytes = NULL;
	bool good = true;
	if (!blob.n)
		return true;
	if (!changes_valid(blob) ||
	    sqlite3changeset_invert((int)blob.n, blob.p, &n, &bytes) != SQLITE_OK)
		return err_set(err, ERR_STORE,
			       "the history of this wall is damaged: that state "
			       "cannot be shown");
	changes_begin(&changes, (struct str){bytes, (size_t)n});
	while (good && changes_next(&changes, &change, NULL)) {
		good = model_accepts(model, &change) ||
		       err_set(err, ERR_STORE,
			       "the history of this wall does not fit it: that "
			       "state cannot be shown");
		if (good)
			model_apply(model, &change);
	}
	sqlite3_free(bytes);
	return good;
}

static bool take_back_all(struct store *store, struct model *model, int64_t id, struct err *err)
{
	sqlite3_stmt *rows =
		db_query(&store->db, err,
			 "SELECT changeset FROM journal WHERE id > ?1 ORDER BY id DESC", "i", id);
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(&store->db, rows, err)) == DB_ROW)
		good = take_back(store, model, db_column_blob(rows, 0), err);
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

bool store_load_past(struct store *store, struct model *model, int64_t id, struct err *err)
{
	return db_begin(&store->db, err, "BEGIN") &&
	       db_end_reading(&store->db,
			      load_study(store, model, err) &&
				      take_back_all(store, model, id, err),
			      err);
}
