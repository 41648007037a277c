#ifndef THEMEWALL_STORE_DB_INTERNAL_H
#define THEMEWALL_STORE_DB_INTERNAL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "themewall/base/err.h"
#include "themewall/base/map.h"
#include "themewall/base/str.h"

/*
 * One SQLite connection and its prepared statements. A statement is prepared once and found again
 * by the address of its text, so the text must be a literal (or live as long as the connection).
 * The same statement must not be used again while it is being stepped.
 */
struct db {
	sqlite3 *handle;
	struct map by_text; /* address of the text → position in statements */
	sqlite3_stmt **statements;
	size_t n, capacity;
	bool damaged;      /* a page could not be read */
	bool takes_rows;   /* db_each has made its function known */
	struct each *each; /* what it is busy with, or NULL */
};

void db_release(struct db *db); /* finalizes all, closes */
/* Finalizes all: before texts of statements die that this connection outlives, since another text
 * may come to stand where one stood. None may be in use. */
void db_forget(struct db *db);

/* Whether a statement that finds the file in use tries again for about a second, or fails at once
 * (as it does before the first call). Reading waits: only somebody who mends the log after a crash,
 * or who leaves as the last one, is in the way of readers, and not for long. */
void db_wait(struct db *db, bool wait);

/* Whether what a row names is looked up when the row is written, as is the rule; also in the middle
 * of a transaction. Not to do so is for rows that name only what was written just before. */
void db_look_up(struct db *db, bool look);

/*
 * Parameters follow `types`, one letter each: i int64_t, r int64_t that is NULL when 0, t struct
 * str, z const char *, b struct str as a blob. Texts are borrowed: they must live until the
 * statement has run.
 */
sqlite3_stmt *db_query(struct db *db, struct err *err, const char *sql, const char *types, ...);

sqlite3_stmt *db_query_list(struct db *db, struct err *err, const char *sql, const char *types,
			    va_list args);

enum db_step { DB_FAILED, DB_ROW, DB_DONE };
/* Anything but DB_ROW leaves the statement reset. A caller that stops early calls sqlite3_reset. */
enum db_step db_step(struct db *db, sqlite3_stmt *statement, struct err *err);

/* Runs a statement to its end, ignoring rows. */
bool db_run(struct db *db, struct err *err, const char *sql, const char *types, ...);
/* Runs a statement with one parameter per value. */
struct value;
bool db_run_values(struct db *db, struct err *err, const char *sql, const struct value *values,
		   int n);
/* First column of the first row; *value stays as it was when there is no row. */
bool db_get_int(struct db *db, struct err *err, int64_t *value, const char *sql, const char *types,
		...);
/* The same for a text, appended to out. *found (may be NULL) tells whether there was a row. */
bool db_get_text(struct db *db, struct err *err, struct strbuf *out, bool *found, const char *sql,
		 const char *types, ...);
/* What a SELECT finds in one file, put into another by an INSERT with as many parameters. */
bool db_copy_rows(struct db *from, struct db *to, const char *select, const char *insert,
		  struct err *err);
/*
 * db-each.c. Runs "SELECT take_row(id, code …) FROM …" to its end and hands the columns of each row
 * to `row`: far cheaper than stepping where rows are many. They are read by sqlite3_value_*, and
 * borrowed for the time of the call; it returns false to stop. DB_DONE: all were handed over,
 * DB_ROW: row stopped it (err is as that left it). No other db_each may begin before the end.
 */
typedef bool db_each_row(void *context, sqlite3_value **columns);
enum db_step db_each(struct db *db, struct err *err, db_each_row *row, void *context,
		     const char *sql, const char *types, ...);
/* Several statements in one text, not kept. */
bool db_script(struct db *db, struct err *err, const char *sql);

/* A transaction that can be ended when memory has run out: what ends it is made ready first.
 * `begin` is a literal. One that was left open ends before. */
bool db_begin(struct db *db, struct err *err, const char *begin);
bool db_commit(struct db *db, struct err *err); /* a failure leaves it open */
void db_rollback(struct db *db);
/* Ends one that only read; good: so far. The first failure is the one told. */
bool db_end_reading(struct db *db, bool good, struct err *err);

struct str db_column_text(sqlite3_stmt *statement, int column); /* borrowed until the next step */
struct str db_column_blob(sqlite3_stmt *statement, int column);

/* What SQLite says, in words, with the code the program needs; always false. */
bool db_fail(struct db *db, struct err *err);
/* The same for a function that returned its code and then did something else with the connection,
 * as those of the session extension do. */
bool db_fail_with(struct db *db, int code, struct err *err);

#endif
