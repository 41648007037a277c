/*
 * Every row of a table, at the price of reading it. Stepping to a row and asking for its columns
 * one call at a time costs as much as SQLite's own work on it; a function of ours that the
 * statement aggregates with gets all columns of every row within a single step.
 */
#include "db-internal.h"

#include "themewall/base/banned.h"

struct each {
	db_each_row *row;
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

static bool make_known(struct db *db, struct err *err)
{
	if (!db->takes_rows &&
	    sqlite3_create_function_v2(db->handle, "take_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
				       db, NULL, take_row, end_rows, NULL) != SQLITE_OK)
		return db_fail(db, err);
	db->takes_rows = true;
	return true;
}

enum db_step db_each(struct db *db, struct err *err, db_each_row *row, void *context,
		     const char *sql, const char *types, ...)
{
	struct each each = {row, context, false};
	struct err own = ERR_INIT;
	va_list args;
	if (!make_known(db, err))
		return DB_FAILED;
	va_start(args, types);
	sqlite3_stmt *statement = db_query_list(db, err, sql, types, args);
	va_end(args);
	if (!statement)
		return DB_FAILED;
	db->each = &each;
	enum db_step step = DB_ROW;
	while (step == DB_ROW)
		step = db_step(db, statement, &own);
	db->each = NULL;
	if (step == DB_FAILED && !each.stopped)
		*err = own;
	return each.stopped ? DB_ROW : step;
}
