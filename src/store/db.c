/*
 * Prepared statements and words for failures. Every statement of the program is a literal that is
 * prepared once per connection; a move of a card runs nine of them, so finding one again costs one
 * lookup.
 */
#include "db-internal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "themewall/base/mem.h"
#include "themewall/base/token.h"
#include "themewall/model/row_change.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

void db_forget(struct db *db)
{
	for (size_t i = 0; i < db->n; i++)
		sqlite3_finalize(db->statements[i]);
	map_clear(&db->by_text);
	db->n = 0;
}

void db_release(struct db *db)
{
	db_forget(db);
	free(db->statements);
	map_release(&db->by_text);
	sqlite3_close(db->handle);
	*db = (struct db){0};
}

/* 1 to 5 ms, so that those who wait do not march in step. */
static int wait_shortly(void *unused, int times)
{
	enum { MOST = 400 };
	struct timespec pause = {0, 1000000 + (long)(token_new() % 4000000)};
	nanosleep(&pause, NULL);
	return times < MOST;
}

void db_wait(struct db *db, bool wait)
{
	sqlite3_busy_handler(db->handle, wait ? wait_shortly : NULL, NULL);
}

void db_look_up(struct db *db, bool look)
{
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, look, (int *)NULL);
}

/* What the connection says of its last call, when that is the one that gave the code. */
static const char *words_of(const struct db *db, int code)
{
	return sqlite3_extended_errcode(db->handle) == code ? sqlite3_errmsg(db->handle)
							    : sqlite3_errstr(code);
}

bool db_fail_with(struct db *db, int code, struct err *err)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return err_set(err, ERR_FULL,
			       "the disk is full: this was not stored, all before it is safe");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_BUSY, "another program is writing to this wall");
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return err_set(err, ERR_STORE, "the wall file or its folder cannot be written to");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		db->damaged = true;
		return err_set(err, ERR_STORE,
			       "the wall file is damaged: themewall salvage DAMAGED.wall NEW.wall "
			       "makes a new wall of what it still holds");
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return err_set(err, ERR_IO,
			       "the disk refused (%s, %d): what was saved before is safe",
			       words_of(db, code), code);
	case SQLITE_NOMEM:
		return err_set(err, ERR_STORE, "not enough memory for this step");
	case SQLITE_INTERRUPT: /* the watch over what is not proven yet */
		return err_set(err, ERR_UNSAFE,
			       "this file keeps a program busy without an end: it is not opened");
	case SQLITE_TOOBIG:
		return err_set(err, ERR_STORE, "this is too large to store in one step");
	case SQLITE_CONSTRAINT:
		if (code == SQLITE_CONSTRAINT_TRIGGER) /* our guards speak in words */
			return err_set(err, ERR_USAGE, "%s", words_of(db, code));
		return err_set(err, ERR_STORE,
			       "this would break the wall, nothing was changed (%s)",
			       words_of(db, code));
	default:
		return err_set(err, ERR_STORE, "%s (%d)", words_of(db, code), code);
	}
}

bool db_fail(struct db *db, struct err *err)
{
	return db_fail_with(db, db->handle ? sqlite3_extended_errcode(db->handle) : SQLITE_NOMEM,
			    err);
}

/* Addresses are above zero, which the map wants of a key. */
static sqlite3_stmt *statement_of(struct db *db, const char *sql, struct err *err)
{
	int64_t key = (int64_t)(intptr_t)sql;
	uint32_t at = map_get(&db->by_text, key);
	if (at != MAP_ABSENT) {
		sqlite3_reset(db->statements[at]);
		return db->statements[at];
	}
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) {
		db_fail(db, err);
		return NULL;
	}
	ALLOC_GROW(db->statements, db->n + 1, db->capacity);
	map_put(&db->by_text, key, (uint32_t)db->n);
	db->statements[db->n++] = statement;
	return statement;
}

/* Bytes that are no UTF-8 and controls that a terminal would obey become U+FFFD. */
static void clean_text(struct strbuf *out, struct str s)
{
	struct strbuf valid = STRBUF_INIT;
	for (size_t i = 0; i < s.n;) {
		uint32_t c;
		i += utf8_decode(s, i, &c);
		utf8_add(&valid, c);
	}
	safe_clean_controls(out, strbuf_str(&valid));
	strbuf_release(&valid);
}

/* The last gate before the file: whatever way words came, what goes in can be read back, and shown
 * anywhere. */
static void bind_text(sqlite3_stmt *statement, int at, struct str s)
{
	if (!utf8_is_valid(s) || safe_has_controls(s)) {
		struct strbuf clean = STRBUF_INIT;
		clean_text(&clean, s);
		sqlite3_bind_text64(statement, at, clean.buf, clean.len, SQLITE_TRANSIENT,
				    SQLITE_UTF8);
		strbuf_release(&clean);
		return;
	}
	sqlite3_bind_text64(statement, at, s.p ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_ref(sqlite3_stmt *statement, int at, int64_t id)
{
	if (id)
		sqlite3_bind_int64(statement, at, id);
	else
		sqlite3_bind_null(statement, at);
}

static void bind_all(sqlite3_stmt *statement, const char *types, va_list args)
{
	for (int at = 1; types[at - 1]; at++) {
		struct str s;
		switch (types[at - 1]) {
		case 'i':
			sqlite3_bind_int64(statement, at, va_arg(args, int64_t));
			break;
		case 'r':
			bind_ref(statement, at, va_arg(args, int64_t));
			break;
		case 't':
			bind_text(statement, at, va_arg(args, struct str));
			break;
		case 'z':
			bind_text(statement, at, str_of(va_arg(args, const char *)));
			break;
		default: /* 'b' */
			s = va_arg(args, struct str);
			sqlite3_bind_blob64(statement, at, s.p ? s.p : "", s.n, SQLITE_STATIC);
		}
	}
}

sqlite3_stmt *db_query_list(struct db *db, struct err *err, const char *sql, const char *types,
			    va_list args)
{
	sqlite3_stmt *statement = statement_of(db, sql, err);
	if (statement)
		bind_all(statement, types, args);
	return statement;
}

sqlite3_stmt *db_query(struct db *db, struct err *err, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *statement = db_query_list(db, err, sql, types, args);
	va_end(args);
	return statement;
}

enum db_step db_step(struct db *db, sqlite3_stmt *statement, struct err *err)
{
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		return DB_ROW;
	if (code != SQLITE_DONE)
		db_fail(db, err);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? DB_DONE : DB_FAILED;
}

bool db_run(struct db *db, struct err *err, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *statement = db_query_list(db, err, sql, types, args);
	va_end(args);
	enum db_step step = statement ? DB_ROW : DB_FAILED;
	while (step == DB_ROW)
		step = db_step(db, statement, err);
	return step == DB_DONE;
}

static void bind_value(sqlite3_stmt *statement, int at, const struct value *value)
{
	switch (value->type) {
	case VALUE_INT:
		sqlite3_bind_int64(statement, at, value->i);
		break;
	case VALUE_TEXT:
		bind_text(statement, at, value->s);
		break;
	case VALUE_BLOB:
		sqlite3_bind_blob64(statement, at, value->s.p ? value->s.p : "", value->s.n,
				    SQLITE_STATIC);
		break;
	case VALUE_ABSENT:
	case VALUE_NULL:
		sqlite3_bind_null(statement, at);
	}
}

bool db_run_values(struct db *db, struct err *err, const char *sql, const struct value *values,
		   int n)
{
	sqlite3_stmt *statement = statement_of(db, sql, err);
	for (int i = 0; statement && i < n; i++)
		bind_value(statement, i + 1, &values[i]);
	return statement && db_step(db, statement, err) == DB_DONE;
}

bool db_get_int(struct db *db, struct err *err, int64_t *value, const char *sql, const char *types,
		...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *statement = db_query_list(db, err, sql, types, args);
	va_end(args);
	enum db_step step = statement ? db_step(db, statement, err) : DB_FAILED;
	if (step == DB_ROW) {
		*value = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return step != DB_FAILED;
}

bool db_get_text(struct db *db, struct err *err, struct strbuf *out, bool *found, const char *sql,
		 const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *statement = db_query_list(db, err, sql, types, args);
	va_end(args);
	enum db_step step = statement ? db_step(db, statement, err) : DB_FAILED;
	if (found)
		*found = step == DB_ROW;
	if (step == DB_ROW) {
		strbuf_add_str(out, db_column_text(statement, 0));
		sqlite3_reset(statement);
	}
	return step != DB_FAILED;
}

bool db_copy_rows(struct db *from, struct db *to, const char *select, const char *insert,
		  struct err *err)
{
	sqlite3_stmt *rows = db_query(from, err, select, "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(from, rows, err)) == DB_ROW) {
		sqlite3_stmt *put = db_query(to, err, insert, "");
		for (int i = 0; put && i < sqlite3_column_count(rows); i++)
			sqlite3_bind_value(put, i + 1, sqlite3_column_value(rows, i));
		if (!put || db_step(to, put, err) != DB_DONE) {
			sqlite3_reset(rows);
			return false;
		}
	}
	return step == DB_DONE;
}

bool db_script(struct db *db, struct err *err, const char *sql)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || db_fail(db, err);
}

static const char commit[] = "COMMIT", rollback[] = "ROLLBACK";

bool db_begin(struct db *db, struct err *err, const char *begin)
{
	if (!statement_of(db, commit, err) || !statement_of(db, rollback, err))
		return false;
	db_rollback(db);
	return db_run(db, err, begin, "");
}

bool db_commit(struct db *db, struct err *err)
{
	return db_run(db, err, commit, "");
}

void db_rollback(struct db *db)
{
	struct err ignored = ERR_INIT;
	if (!sqlite3_get_autocommit(db->handle))
		db_run(db, &ignored, rollback, "");
}

bool db_end_reading(struct db *db, bool good, struct err *err)
{
	struct err ignored = ERR_INIT;
	good = db_commit(db, good ? err : &ignored) && good;
	db_rollback(db);
	return good;
}

struct str db_column_text(sqlite3_stmt *statement, int column)
{
	const char *p = (const char *)sqlite3_column_text(statement, column);
	return (struct str){p, p ? (size_t)sqlite3_column_bytes(statement, column) : 0};
}

struct str db_column_blob(sqlite3_stmt *statement, int column)
{
	const char *p = sqlite3_column_blob(statement, column);
	return (struct str){p, p ? (size_t)sqlite3_column_bytes(statement, column) : 0};
}
