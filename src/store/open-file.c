/*
 * What a path is before SQLite parses a byte of it: whose file, what is beside it, what its header
 * says. The header is read through SQLite's own descriptor: closing another one of the same file
 * would drop the locks of this process.
 */
#include "store-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/banned.h"

enum {
	HEADER_BYTES = 100,
	READ_FORMAT_AT = 19,
	FORMAT_AT = 60,
	APPLICATION_AT = 68,
	WAL_HEADER = 2
};

static bool in_group(gid_t gid)
{
	gid_t groups[256];
	int n = getgroups(256, groups);
	if (getegid() == gid)
		return true;
	for (int i = 0; i < n; i++)
		if (groups[i] == gid)
			return true;
	return false;
}

bool wall_is_shared(const struct stat *st)
{
	uid_t me = geteuid();
	return me == 0 || st->st_uid == me || st->st_uid == 0 ||
	       ((st->st_mode & S_IWGRP) && in_group(st->st_gid));
}

bool wall_check_file(const char *path, struct stat *st, struct err *err)
{
	if (lstat(path, st))
		return err_errno(err, "%s", path);
	if (S_ISDIR(st->st_mode))
		return err_set(err, ERR_FORMAT, "%s is a folder, not a wall", path);
	if (!S_ISREG(st->st_mode))
		return err_set(err, ERR_UNSAFE, "%s is not a plain file", path);
	return true;
}

bool wall_refuse_stranger(const char *path, const struct stat *st, struct err *err)
{
	const struct passwd *owner = getpwuid(st->st_uid);
	if (eaccess(path, R_OK))
		return err_errno(err, "%s", path);
	return err_set(err, ERR_STRANGER,
		       "%s belongs to %s, who does not share it: --read-only shows a "
		       "private copy of it",
		       path, owner ? owner->pw_name : "someone else");
}

static const unsigned char journal_magic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};

static bool has_magic(int fd, off_t at)
{
	unsigned char bytes[sizeof journal_magic];
	return pread(fd, bytes, sizeof bytes, at) == sizeof bytes &&
	       !memcmp(bytes, journal_magic, sizeof bytes);
}

/* A journal that would be played back, and that names a file of its own choice at its end. */
static bool names_super_journal(int fd)
{
	struct stat st;
	return fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	       (has_magic(fd, 0) && has_magic(fd, st.st_size - (off_t)sizeof journal_magic));
}

/* Ours have a rollback journal on network folders, and for a moment when they are turned to WAL: a
 * crash then leaves one to be played back. None of ours ever names another journal. */
bool wall_check_journal(const char *path, struct err *err)
{
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "%s-journal", path);
	int fd = open(name.buf, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool good = fd >= 0 || errno == ENOENT ||
		    err_set(err, ERR_UNSAFE, "%s is in the way: no wall has such a file", name.buf);
	if (fd >= 0) {
		if (names_super_journal(fd))
			good = err_set(err, ERR_UNSAFE,
				       "%s lies beside the wall and was not written by themewall: "
				       "if you did not put it there, "
				       "move it away and open the wall again",
				       name.buf);
		close(fd);
	}
	strbuf_release(&name);
	return good;
}

static uint32_t number_at(const unsigned char *header, int at)
{
	return (uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 |
	       (uint32_t)header[at + 2] << 8 | header[at + 3];
}

/* The first bytes, before SQLite looks at the file. */
bool wall_check_header(struct store *store, bool *wal, struct err *err)
{
	unsigned char header[HEADER_BYTES] = {0};
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	const char *path = store_path(store);
	sqlite3_file_control(store->db.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size))
		return err_set(err, ERR_IO, "%s cannot be read", path);
	if (size == 0)
		return err_set(err, ERR_FORMAT, "%s is empty: it is not a wall", path);
	if (size < HEADER_BYTES || file->pMethods->xRead(file, header, HEADER_BYTES, 0) ||
	    memcmp(header, "SQLite format 3", 16) != 0)
		return err_set(err, ERR_FORMAT,
			       "%s is not a wall (themewall import reads transcripts)", path);
	if (number_at(header, APPLICATION_AT) != WALL_APPLICATION)
		return err_set(err, ERR_FORMAT, "%s is a database of another program, not a wall",
			       path);
	uint32_t format = number_at(header, FORMAT_AT);
	if (format > WALL_FORMAT)
		return err_set(err, ERR_NEWER,
			       "%s was made by a newer themewall (format %u, this one knows %d): "
			       "update themewall to open it",
			       path, format, WALL_FORMAT);
	*wal = header[READ_FORMAT_AT] == WAL_HEADER;
	store->format = format;
	return format > 0 ||
	       err_set(err, ERR_FORMAT, "%s is damaged: it has no format number", path);
}
