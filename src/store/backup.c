/*
 * A copy by SQLite's backup functions: page by page from our own connection, so it holds what the
 * log holds and goes on while we write. The copy needs no journal of its own: until it has its name
 * nobody knows it, and it is on the disk before it gets one.
 */
#include "themewall/store/backup.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/base/token.h"

#include "backup-internal.h"

#include "themewall/base/banned.h"

struct copying {
	char *path, *made;
	struct strbuf folder;
	struct db db; /* the copy */
	struct jail *jail;
	sqlite3_backup *backup;
	int fd; /* to see it onto the disk */
};

static bool open_copy(struct copying *copying, struct store *store, struct err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW;
	copying->jail = jail_new(copying->made);
	if (sqlite3_open_v2(copying->made, &copying->db.handle, flags, jail_name(copying->jail)))
		return db_fail(&copying->db, err);
	if (!db_script(&copying->db, err, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"))
		return false;
	copying->fd = open(copying->made, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	copying->backup = sqlite3_backup_init(copying->db.handle, "main", store->db.handle, "main");
	return copying->backup ? true : db_fail(&copying->db, err);
}

struct copying *copy_begin(struct store *store, const char *path, struct err *err)
{
	struct copying *copying = xcalloc(1, sizeof *copying);
	struct strbuf made = STRBUF_INIT;
	strbuf_init(&copying->folder);
	folder_add(&copying->folder, path);
	copying->fd = -1;
	char *real = realpath(copying->folder.buf, NULL);
	bool good = real || err_errno(err, "%s", copying->folder.buf);
	strbuf_addf(&made, "%s/.new-%llx.wall", real ? real : "", (unsigned long long)token_new());
	free(real);
	copying->path = xstrdup(path);
	good = good && file_claim(made.buf, copying->folder.buf, false, err);
	if (good)
		copying->made = strbuf_detach(&made);
	strbuf_release(&made);
	if (good && open_copy(copying, store, err))
		return copying;
	copy_end(copying, false, err);
	return NULL;
}

enum db_step copy_step(struct copying *copying, int npages, struct err *err)
{
	int code = sqlite3_backup_step(copying->backup, npages);
	if (code == SQLITE_DONE)
		return DB_DONE;
	if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
		/* begin to write, so that the end need not wait for all of it */
		sync_file_range(copying->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
		return DB_ROW;
	}
	if ((code & 0xff) == SQLITE_FULL)
		err_set(err, ERR_STORE, "the disk is full: no copy was made, the wall is safe");
	else
		err_set(err, ERR_IO, "the copy could not be made: %s", sqlite3_errstr(code));
	return DB_FAILED;
}

static bool settle(struct copying *copying, struct err *err)
{
	if (copying->fd < 0 || fsync(copying->fd))
		return err_errno(err, "the copy could not be written");
	return file_put_in_place(copying->made, copying->path, err);
}

bool copy_end(struct copying *copying, bool good, struct err *err)
{
	if (copying->backup)
		sqlite3_backup_finish(copying->backup);
	db_release(&copying->db);
	jail_free(copying->jail);
	good = good && settle(copying, err);
	if (copying->fd >= 0)
		close(copying->fd);
	if (copying->made)
		unlink(copying->made);
	if (good)
		folder_sync(copying->folder.buf);
	strbuf_release(&copying->folder);
	free(copying->made);
	free(copying->path);
	free(copying);
	return good;
}

bool store_backup(struct store *store, const char *path, struct err *err)
{
	int64_t until = clock_monotonic_ms() + store->patience_ms;
	enum db_step step = DB_ROW;
	err_clear(err);
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_UNSAFE, "%s is already there: it was not touched", path);
	struct copying *copying = copy_begin(store, path, err);
	if (!copying)
		return false;
	do
		step = copy_step(copying, -1, err);
	while (step == DB_ROW && clock_monotonic_ms() <= until);
	if (step == DB_ROW)
		err_set(err, ERR_BUSY, "another program is writing to this wall");
	return copy_end(copying, step == DB_DONE, err);
}

void store_backup_name(const struct store *store, struct strbuf *path)
{
	folder_add(path, store_path(store));
	strbuf_add_str(path, wall_base_name(store_path(store)));
	strbuf_add_char(path, '-');
	clock_add_stamp(path, clock_now_ms(), true);
	strbuf_add_z(path, ".wall");
}
