/*
 * The VFS jail. SQLite deletes the file that a rollback journal names as its super-journal; that
 * name comes from whoever made the file. So every path is compared with the wall's own before the
 * system sees it; all else is passed on to SQLite's own VFS.
 */
#include "jail-internal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/base/token.h"
#include "themewall/store/store.h"

#include "themewall/base/banned.h"

struct jail {
	sqlite3_vfs vfs; /* first: SQLite hands it back to us */
	sqlite3_vfs *base;
	char *path;
	char name[40];
};

static const struct jail *jail_of(sqlite3_vfs *vfs)
{
	return (const struct jail *)vfs;
}

static bool is_ours(const struct jail *jail, const char *name)
{
	size_t n = strlen(jail->path);
	if (!name || strncmp(name, jail->path, n) != 0)
		return false;
	const char *rest = name + n;
	return !*rest || !strcmp(rest, "-wal") || !strcmp(rest, "-shm") ||
	       !strcmp(rest, "-journal");
}

static int jail_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	const struct jail *jail = jail_of(vfs);
	int nameless = SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_TRANSIENT_DB |
		       SQLITE_OPEN_SUBJOURNAL;
	if ((flags & SQLITE_OPEN_SUPER_JOURNAL) || (!(flags & nameless) && !is_ours(jail, name))) {
		file->pMethods = NULL;
		return SQLITE_CANTOPEN;
	}
	return jail->base->xOpen(jail->base, name, file, flags, out);
}

static int jail_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	const struct jail *jail = jail_of(vfs);
	return is_ours(jail, name) ? jail->base->xDelete(jail->base, name, sync) : SQLITE_PERM;
}

static int jail_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
	const struct jail *jail = jail_of(vfs);
	*result = 0;
	return is_ours(jail, name) ? jail->base->xAccess(jail->base, name, flags, result)
				   : SQLITE_OK;
}

void store_single_thread(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
}

struct jail *jail_new(const char *path)
{
	struct jail *jail = xcalloc(1, sizeof *jail);
	jail->base = sqlite3_vfs_find(NULL);
	jail->vfs = *jail->base;
	jail->vfs.pNext = NULL;
	jail->vfs.zName = jail->name;
	jail->vfs.xOpen = jail_open;
	jail->vfs.xDelete = jail_delete;
	jail->vfs.xAccess = jail_access;
	jail->path = xstrdup(path);
	snprintf(jail->name, sizeof jail->name, "jail-%llx", (unsigned long long)token_new());
	sqlite3_vfs_register(&jail->vfs, 0);
	return jail;
}

void jail_free(struct jail *jail)
{
	if (!jail)
		return;
	sqlite3_vfs_unregister(&jail->vfs);
	free(jail->path);
	free(jail);
}

const char *jail_name(const struct jail *jail)
{
	return jail->name;
}
