#ifndef THEMEWALL_STORE_BACKUP_H
#define THEMEWALL_STORE_BACKUP_H

#include <stdbool.h>

#include "themewall/base/err.h"
#include "themewall/store/store.h"

/*
 * Copies of a wall. A copy is a whole wall as it stood at one moment, log included, which a plain
 * copy of the file is not. It is made for me alone (0600) under another name, put on the disk, and
 * only then named; nothing is ever replaced.
 */
bool store_backup(struct store *store, const char *path, struct err *err);

/* "STUDY-20260316-140207.wall" beside the wall, appended to path. */
void store_backup_name(const struct store *store, struct strbuf *path);

/*
 * Asks for a copy a day in `folder` (which exists), made by store_idle a little at a time, some
 * seconds after this call. The newest BACKUP_DAYS of this wall are kept. When it cannot be made,
 * nothing is said and nothing else suffers.
 */
enum { BACKUP_DAYS = 7 };
void store_keep_daily(struct store *store, const char *folder);

/* Calls each with the path of every copy known: those beside the wall by their name, and those in
 * `folder` (may be NULL), daily ones and those made before a wall was brought up to date. */
void store_backups(const struct store *store, const char *folder,
		   void (*each)(const char *path, void *context), void *context);

#endif
