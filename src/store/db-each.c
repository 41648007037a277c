/*
 * Every row of a table, at the price of reading it. Stepping to a row and asking for its columns
 * one call at a time costs as much as SQLite's own work on it; a function of ours that the
 * statement aggregates with gets all columns of every row within a single step.
 */
#include "db-internal.h"

#include "themewall/base/banned.h"

struct each {
	bool (*row)(void *context, sqlite3_value **columns);
	void *context;
	bool stopped;
};

static void take_row(sqlite3_context *context, int n, sqlite3_value **columns)
{
	const struct db *db = sqlite3_user_data(context);
	struct each *each = db->each;
	if (each && !each->stopped && !each->row(each->context, columns)) {
		each->stopped = true;
		sqlite3_result_error_code(context, SQLITE_ABORT);
	}
}

static void end_rows(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

bool db_each(struct db *db, struct err *err, const char *sql,
	     bool (*row)(void *context, sqlite3_value **columns), void *context)
{
	struct each each = {row, context, false};
	if (!db->takes_rows &&
	    sqlite3_create_function_v2(db->handle, "take_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
				       db, NULL, take_row, end_rows, NULL) != SQLITE_OK)
		return db_fail(db, err);
	db->takes_rows = true;
	db->each = &each;
	sqlite3_stmt *statement = db_query(db, err, sql, "");
	struct err own = ERR_INIT;
	enum db_step step = statement ? DB_ROW : DB_FAILED;
	while (step == DB_ROW)
		step = db_step(db, statement, &own);
	db->each = NULL;
	if (statement && step == DB_FAILED && !each.stopped) /* else row said why */
		*err = own;
	return step == DB_DONE;
}
