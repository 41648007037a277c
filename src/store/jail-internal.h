#ifndef THEMEWALL_STORE_JAIL_INTERNAL_H
#define THEMEWALL_STORE_JAIL_INTERNAL_H

#include <sqlite3.h>

/*
 * A file system for SQLite that holds one wall and its own -wal, -shm and -journal, and nothing
 * else: a crafted journal cannot name a stranger's file to be opened or deleted. One per open wall.
 */
struct jail;
struct jail *jail_new(const char *path);        /* path: absolute, resolved */
void jail_free(struct jail *jail);              /* after the connection is closed */
const char *jail_name(const struct jail *jail); /* for sqlite3_open_v2 */

#endif
