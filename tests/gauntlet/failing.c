/* The wrapped calls, and the one failure that may be armed. */
#include "failing.h"

#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

enum { SEEN = 4096 }; /* more than there are statements */

static struct {
	uint64_t hash;
	int times;
} seen[SEEN];
static long calls, fails_at;
static bool is_armed, struck;
static const char *struck_call = "";
static int armed_code, last_code; /* of the call that failed last, until another one is made */

void failing_arm(long nth, int code)
{
	memset(seen, 0, sizeof seen);
	calls = 0;
	fails_at = nth;
	armed_code = code;
	struck = false;
	is_armed = true;
}

void failing_disarm(void)
{
	is_armed = false;
	last_code = SQLITE_OK;
}

bool failing_struck(void)
{
	return struck;
}

const char *failing_call(void)
{
	return struck_call;
}

long failing_calls(void)
{
	return calls;
}

int failing_code(long nth)
{
	static const int codes[] = {SQLITE_IOERR_READ, SQLITE_FULL, SQLITE_IOERR_WRITE,
				    SQLITE_NOMEM};
	return codes[nth % 4];
}

/* How often this function was called with this text, since it was armed. */
static int times_called(const char *call, const char *sql)
{
	uint64_t hash = 1469598103934665603u;
	for (const char *p = call; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 1099511628211u;
	for (const char *p = sql ? sql : ""; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 1099511628211u;
	size_t at = hash % SEEN;
	while (seen[at].times && seen[at].hash != hash)
		at = (at + 1) % SEEN;
	seen[at].hash = hash;
	return ++seen[at].times;
}

/* The code to fail with; SQLITE_OK: this call is to be made. */
static int fails(const char *call, const char *sql)
{
	if (!is_armed)
		return SQLITE_OK;
	last_code = SQLITE_OK;
	if (times_called(call, sql) > FAILING_TIMES)
		return SQLITE_OK;
	calls++;
	if (calls != fails_at)
		return SQLITE_OK;
	struck = true;
	struck_call = call;
	last_code = armed_code;
	return armed_code & 0xff;
}

/* One declaration, one definition: a call that either fails or is passed on. */
#define WRAP(name, sql, parameters, arguments, undone)                                             \
	int __real_##name parameters;                                                              \
	int __wrap_##name parameters;                                                              \
	int __wrap_##name parameters                                                               \
	{                                                                                          \
		int code = fails(#name, sql);                                                      \
		if (!code)                                                                         \
			return __real_##name arguments;                                            \
		undone;                                                                            \
		return code;                                                                       \
	}

WRAP(sqlite3_prepare_v3, sql,
     (sqlite3 * db, const char *sql, int n, unsigned flags, sqlite3_stmt **out, const char **tail),
     (db, sql, n, flags, out, tail), *out = NULL)
WRAP(sqlite3_prepare_v2, sql,
     (sqlite3 * db, const char *sql, int n, sqlite3_stmt **out, const char **tail),
     (db, sql, n, out, tail), *out = NULL)
WRAP(sqlite3_exec, sql,
     (sqlite3 * db, const char *sql, int (*each)(void *, int, char **, char **), void *context,
      char **message),
     (db, sql, each, context, message), (void)0)
WRAP(sqlite3session_create, "", (sqlite3 * db, const char *name, sqlite3_session **out),
     (db, name, out), *out = NULL)
WRAP(sqlite3session_attach, "", (sqlite3_session * session, const char *table), (session, table),
     (void)0)
WRAP(sqlite3session_changeset, "", (sqlite3_session * session, int *n, void **bytes),
     (session, n, bytes), (*n = 0, *bytes = NULL))
WRAP(sqlite3changeset_invert, "", (int n, const void *bytes, int *nout, void **out),
     (n, bytes, nout, out), (*nout = 0, *out = NULL))
WRAP(sqlite3changeset_apply, "",
     (sqlite3 * db, int n, void *bytes, int (*filter)(void *, const char *),
      int (*conflict)(void *, int, sqlite3_changeset_iter *), void *context),
     (db, n, bytes, filter, conflict, context), (void)0)
WRAP(sqlite3_wal_checkpoint_v2, "",
     (sqlite3 * db, const char *name, int mode, int *frames, int *done),
     (db, name, mode, frames, done), (void)0)
WRAP(sqlite3_backup_step, "", (sqlite3_backup * backup, int n), (backup, n), (void)0)
WRAP(sqlite3_open_v2, "", (const char *path, sqlite3 **db, int flags, const char *vfs),
     (path, db, flags, vfs), __real_sqlite3_open_v2(path, db, flags, vfs))
WRAP(sqlite3_open, "", (const char *path, sqlite3 **db), (path, db), __real_sqlite3_open(path, db))
#undef WRAP

int __real_sqlite3_step(sqlite3_stmt *statement);
int __wrap_sqlite3_step(sqlite3_stmt *statement);
int __wrap_sqlite3_step(sqlite3_stmt *statement)
{
	const char *sql = sqlite3_sql(statement);
	int code = fails("sqlite3_step", sql);
	if (code && sql && strcmp(sql, "ROLLBACK") != 0)
		return code;
	int done = __real_sqlite3_step(statement);
	return code ? code : done;
}

sqlite3_backup *__real_sqlite3_backup_init(sqlite3 *to, const char *to_name, sqlite3 *from,
					   const char *from_name);
sqlite3_backup *__wrap_sqlite3_backup_init(sqlite3 *to, const char *to_name, sqlite3 *from,
					   const char *from_name);
sqlite3_backup *__wrap_sqlite3_backup_init(sqlite3 *to, const char *to_name, sqlite3 *from,
					   const char *from_name)
{
	return fails("sqlite3_backup_init", "")
		       ? NULL
		       : __real_sqlite3_backup_init(to, to_name, from, from_name);
}

/* ---- what SQLite says of a failure ---- */

int __real_sqlite3_extended_errcode(sqlite3 *db);
int __wrap_sqlite3_extended_errcode(sqlite3 *db);
int __wrap_sqlite3_extended_errcode(sqlite3 *db)
{
	return last_code ? last_code : __real_sqlite3_extended_errcode(db);
}

int __real_sqlite3_errcode(sqlite3 *db);
int __wrap_sqlite3_errcode(sqlite3 *db);
int __wrap_sqlite3_errcode(sqlite3 *db)
{
	return last_code ? last_code & 0xff : __real_sqlite3_errcode(db);
}

const char *__real_sqlite3_errmsg(sqlite3 *db);
const char *__wrap_sqlite3_errmsg(sqlite3 *db);
const char *__wrap_sqlite3_errmsg(sqlite3 *db)
{
	return last_code ? sqlite3_errstr(last_code & 0xff) : __real_sqlite3_errmsg(db);
}
