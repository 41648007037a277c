/*
 * What one connection to a wall may do, whatever is in the file: flags, limits, an authorizer. And
 * the watch over the time in which nothing of the file is proven yet: the closed schema keeps out
 * what runs, but pages that lead to each other a million ways are endless without any of it. Time
 * is the processor's, so waiting for a lock or a slow disk costs none.
 */
#include "harden-internal.h"

#include <string.h>

#include "themewall/base/clock.h"
#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

enum { MEMORY_MOST = 256 << 20, OPERATIONS_A_LOOK = 10000 };
enum { MS_AT_LEAST = 1500, MS_PER_MIB = 1000 };
enum { BYTES_A_BYTE = 2 }; /* texts grow by half when they are read out of UTF-16 */

/* Those that we, and what SQLite does for us, ask for. Writing the schema is forbidden by a flag,
 * and taken up only for a private copy (salvage-plain.c). */
static bool is_pragma_of_ours(const char *name)
{
	static const char *const ours[] = {
		"application_id",     "cache_size",    "cell_size_check",   "data_version",
		"defer_foreign_keys", "foreign_keys",  "foreign_key_check", "integrity_check",
		"journal_mode",       "locking_mode",  "mmap_size",         "query_only",
		"quick_check",        "secure_delete", "synchronous",       "table_info",
		"table_xinfo",        "temp_store",    "user_version",      "wal_autocheckpoint",
		"writable_schema",
	};
	for (size_t i = 0; i < TW_COUNT(ours); i++)
		if (!strcmp(name, ours[i]))
			return true;
	return false;
}

/* A second belt: none of this is ever asked for, and nothing in a wall can ask. */
static int permit(void *unused, int action, const char *first, const char *second,
		  const char *schema, const char *trigger)
{
	bool good = true;
	switch (action) {
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
	case SQLITE_ALTER_TABLE:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_INDEX:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_VIEW:
	case SQLITE_DROP_VTABLE:
		good = false;
		break;
	case SQLITE_PRAGMA:
		good = is_pragma_of_ours(first);
		break;
	case SQLITE_FUNCTION:
		good = strcmp(second, "load_extension") != 0;
		break;
	}
	return good ? SQLITE_OK : SQLITE_DENY;
}

void wall_harden(struct db *db)
{
	static const int flags[][2] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, /* our temporary ones still fire */
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
		{SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	};
	static const int limits[][2] = {
		{SQLITE_LIMIT_LENGTH, 1 << 29},   {SQLITE_LIMIT_SQL_LENGTH, 100000},
		{SQLITE_LIMIT_COLUMN, 64},        {SQLITE_LIMIT_EXPR_DEPTH, 20},
		{SQLITE_LIMIT_ATTACHED, 0},       {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
		{SQLITE_LIMIT_VDBE_OP, 25000},    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
		{SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	for (size_t i = 0; i < TW_COUNT(flags); i++)
		sqlite3_db_config(db->handle, flags[i][0], flags[i][1], (int *)NULL);
	for (size_t i = 0; i < TW_COUNT(limits); i++)
		sqlite3_limit(db->handle, limits[i][0], limits[i][1]);
	sqlite3_set_authorizer(db->handle, permit, NULL);
}

/* ---- the watch ---- */

sqlite3_file *wall_file(struct db *db, int which)
{
	sqlite3_file *file = NULL;
	sqlite3_file_control(db->handle, "main", which, &file);
	return file && file->pMethods ? file : NULL;
}

static int64_t size_of(sqlite3_file *file)
{
	sqlite3_int64 size = 0;
	if (file)
		file->pMethods->xFileSize(file, &size);
	return size;
}

int64_t wall_size(struct db *db)
{
	return size_of(wall_file(db, SQLITE_FCNTL_FILE_POINTER));
}

int64_t wall_room(struct db *db)
{
	int64_t log = size_of(wall_file(db, SQLITE_FCNTL_JOURNAL_POINTER)); /* may be folded now */
	int64_t file = wall_size(db);
	return file ? (file + log) * BYTES_A_BYTE : INT64_MAX;
}

static int is_late(void *context)
{
	const struct watch *watch = context;
	return clock_cpu_ms() > watch->until_ms;
}

void wall_watch_time(struct watch *watch, struct db *db)
{
	watch->handle = db->handle;
	watch->until_ms = clock_cpu_ms() + MS_AT_LEAST + (wall_size(db) >> 20) * MS_PER_MIB;
	watch->memory = -1;
	sqlite3_progress_handler(watch->handle, OPERATIONS_A_LOOK, is_late, watch);
}

void wall_watch(struct watch *watch, struct db *db)
{
	wall_watch_time(watch, db);
	watch->memory = sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_MOST);
}

void wall_unwatch(struct watch *watch)
{
	sqlite3_progress_handler(watch->handle, 0, NULL, NULL);
	if (watch->memory >= 0)
		sqlite3_hard_heap_limit64(watch->memory);
}
