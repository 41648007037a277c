#ifndef GAUNTLET_SHIM_H
#define GAUNTLET_SHIM_H

#include <sqlite3.h>

/*
 * A file system for SQLite that passes everything on to the system's own and tells a listener what
 * is written, cut, synced and deleted, in order, each once it has been done. It is the default from
 * shim_register on, so a store opened afterwards stands on it.
 */
enum shim_file { SHIM_WALL, SHIM_WAL, SHIM_JOURNAL, SHIM_OTHER };
enum shim_call { SHIM_WRITE, SHIM_TRUNCATE, SHIM_SYNC, SHIM_DELETE, SHIM_UNFETCH };

/* at: offset of a write, new size of a cut file. SHIM_UNFETCH: SQLite asks for its mapped pages to
 * be let go, which a checkpoint does between looking at the log's header and using it. */
typedef void shim_listener(enum shim_call call, enum shim_file file, sqlite3_int64 at,
			   const void *bytes, int nbytes);

/* NULL: nobody listens. May be called again with another listener. */
void shim_register(shim_listener *listener);

#endif
