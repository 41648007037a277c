#ifndef THEMEWALL_STORE_HARDEN_INTERNAL_H
#define THEMEWALL_STORE_HARDEN_INTERNAL_H

#include "db-internal.h"

/* Flags, limits and the authorizer of one connection, as long as it lives. */
void wall_harden(struct db *db);

/* SQLITE_FCNTL_FILE_POINTER: the file, _JOURNAL_POINTER: the log; borrowed. NULL when none is open:
 * of a database in memory, of a log that nobody wrote. */
sqlite3_file *wall_file(struct db *db, int which);
/* Bytes of the file; 0 when SQLite cannot say. */
int64_t wall_size(struct db *db);
/* More bytes than all rows of a sound wall have together, in the file and its log. Forged rows may
 * end in the same pages, each of them: a small file then holds more than any memory. */
int64_t wall_room(struct db *db);

/*
 * From the first look into a file until it is proven (its schema closed, its pages whole), a
 * statement that does not end is stopped after 1.5 seconds of processor time and one more for
 * every MiB of the file, and SQLite gets 256 MiB of memory beyond what it has: then it fails with
 * ERR_UNSAFE, or for want of memory. The watch is borrowed until wall_unwatch.
 */
struct watch {
	sqlite3 *handle;
	int64_t until_ms; /* clock_cpu_ms */
	int64_t memory;   /* SQLite's limit before; 0: none, -1: it is another's */
};
void wall_watch(struct watch *watch, struct db *db);
/* The same without a limit of memory: for reading whole tables of a wall whose pages nobody has
 * looked through, because it was closed well. Not within another watch. To count(*) a whole table
 * is one operation, which cannot be stopped: count(id) can. */
void wall_watch_time(struct watch *watch, struct db *db);
void wall_unwatch(struct watch *watch);

#endif
