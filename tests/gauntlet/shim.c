/* The system's own files behind a listener. One of SQLite's structs in front of another. */
#include "shim.h"

#include <stdlib.h>
#include <string.h>

struct shim {
	sqlite3_file head; /* first: SQLite hands it back to us */
	enum shim_file which;
	sqlite3_file *real;
};

static sqlite3_vfs *base;
static shim_listener *listening;

static struct shim *of(sqlite3_file *file)
{
	return (struct shim *)file;
}

static sqlite3_file *real(sqlite3_file *file)
{
	return of(file)->real;
}

static int tell(int code, sqlite3_file *file, enum shim_call call, sqlite3_int64 at,
		const void *bytes, int nbytes)
{
	if (code == SQLITE_OK && listening)
		listening(call, of(file)->which, at, bytes, nbytes);
	return code;
}

static int shim_close(sqlite3_file *file)
{
	int code = real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
	free(real(file));
	return code;
}

static int shim_read(sqlite3_file *file, void *p, int n, sqlite3_int64 at)
{
	return real(file)->pMethods->xRead(real(file), p, n, at);
}

static int shim_write(sqlite3_file *file, const void *p, int n, sqlite3_int64 at)
{
	return tell(real(file)->pMethods->xWrite(real(file), p, n, at), file, SHIM_WRITE, at, p, n);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return tell(real(file)->pMethods->xTruncate(real(file), size), file, SHIM_TRUNCATE, size,
		    NULL, 0);
}

static int shim_sync(sqlite3_file *file, int flags)
{
	return tell(real(file)->pMethods->xSync(real(file), flags), file, SHIM_SYNC, 0, NULL, 0);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real(file)->pMethods->xFileSize(real(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xLock(real(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
	return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int shim_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int shim_device(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **p)
{
	return real(file)->pMethods->xShmMap(real(file), page, size, extend, p);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
	real(file)->pMethods->xShmBarrier(real(file));
}

static int shim_shm_unmap(sqlite3_file *file, int remove)
{
	return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static int shim_fetch(sqlite3_file *file, sqlite3_int64 at, int n, void **p)
{
	return real(file)->pMethods->xFetch(real(file), at, n, p);
}

static int shim_unfetch(sqlite3_file *file, sqlite3_int64 at, void *p)
{
	if (!p)
		tell(SQLITE_OK, file, SHIM_UNFETCH, at, NULL, 0);
	return real(file)->pMethods->xUnfetch(real(file), at, p);
}

static const sqlite3_io_methods methods = {
	.iVersion = 3,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
	.xFetch = shim_fetch,
	.xUnfetch = shim_unfetch,
};

/* Copies of the wall, and what lies beside them, are other files. */
static enum shim_file which_of(const char *name)
{
	const char *leaf = name ? strrchr(name, '/') : NULL;
	if (!leaf || strncmp(leaf, "/study.wall", 11) != 0)
		return SHIM_OTHER;
	if (!strcmp(leaf + 11, "-wal"))
		return SHIM_WAL;
	if (!strcmp(leaf + 11, "-journal"))
		return SHIM_JOURNAL;
	return leaf[11] ? SHIM_OTHER : SHIM_WALL;
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	struct shim *shim = of(file);
	*shim = (struct shim){.which = which_of(name), .real = calloc(1, (size_t)base->szOsFile)};
	if (!shim->real)
		return SQLITE_NOMEM;
	int code = base->xOpen(base, name, shim->real, flags, out);
	if (shim->real->pMethods) {
		shim->head.pMethods = &methods;
	} else {
		free(shim->real);
	}
	return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	int code = base->xDelete(base, name, sync);
	if (code == SQLITE_OK && listening)
		listening(SHIM_DELETE, which_of(name), sync, NULL, 0);
	return code;
}

void shim_register(shim_listener *listener)
{
	static sqlite3_vfs vfs;
	listening = listener;
	if (base)
		return;
	base = sqlite3_vfs_find(NULL);
	vfs = *base;
	vfs.zName = "shim";
	vfs.szOsFile = sizeof(struct shim);
	vfs.xOpen = shim_open;
	vfs.xDelete = shim_delete;
	sqlite3_vfs_register(&vfs, 1);
}
