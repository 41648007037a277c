/*
 * A new wall is made complete under another name in the same folder and then linked in: two
 * programs that create it at once cannot overwrite each other, and a program that dies half way
 * leaves no half wall. It is made with a rollback journal, so that the header on disk is true
 * before the first checkpoint.
 */
#include "store-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/base/token.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

struct str wall_base_name(const char *path)
{
	struct str name = str_of(path);
	for (size_t at; (at = str_find_char(name, '/')) < name.n;)
		name = str_part(name, at + 1, name.n);
	return str_ends(name, STR(".wall")) && name.n > 5 ? str_part(name, 0, name.n - 5) : name;
}

void store_remove(const char *path)
{
	static const char *const ends[] = {"", "-live", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < TW_COUNT(ends); i++) {
		struct strbuf name = STRBUF_INIT;
		strbuf_addf(&name, "%s%s", path, ends[i]);
		unlink(name.buf);
		strbuf_release(&name);
	}
}

/* The given title, else the file's name; a study's title is never empty. */
static void study_title(struct strbuf *out, struct str title, const char *path)
{
	title = str_trim(title.n ? title : wall_base_name(path));
	if (!title.n || !utf8_is_valid(title))
		title = STR("Untitled study");
	safe_clean_controls(out, utf8_slice(title, 0, 300));
}

static bool fill(struct db *db, const char *path, struct str title, struct err *err)
{
	return replica_fill(db, path, err) &&
	       db_run(db, err,
		      "INSERT INTO study(id, title, question, segment, created_ms) VALUES(1, "
		      "?1, '', 'segment', ?2)",
		      "ti", title, clock_now_ms()) &&
	       counters_make(db, err);
}

bool wall_make_tables(struct db *db, struct err *err)
{
	struct strbuf header = STRBUF_INIT;
	strbuf_addf(&header, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		    (int)WALL_APPLICATION, (int)WALL_FORMAT);
	bool good =
		db_script(db, err, header.buf) && db_script(db, err, format_schema(WALL_FORMAT).p);
	strbuf_release(&header);
	return good;
}

static bool write_wall(struct db *db, const char *path, struct str title, struct err *err)
{
	return db_script(db, err, "PRAGMA synchronous = FULL; BEGIN IMMEDIATE") &&
	       wall_make_tables(db, err) && fill(db, path, title, err) &&
	       db_script(db, err, "COMMIT");
}

static bool write_file(const char *path, struct str title, struct err *err)
{
	struct db db = {0};
	struct jail *jail = jail_new(path);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW;
	bool good = sqlite3_open_v2(path, &db.handle, flags, jail_name(jail)) == SQLITE_OK
			    ? write_wall(&db, path, title, err)
			    : db_fail(&db, err);
	db_release(&db);
	jail_free(jail);
	return good;
}

/* An empty file with the rights of the wall to be; a shared one keeps its folder's group. */
bool file_claim(const char *path, const char *folder, bool shared, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "cannot create a file in %s", folder);
	struct stat st;
	if (shared && stat(folder, &st) == 0)
		(void)!fchown(fd, (uid_t)-1, st.st_gid);
	bool good = fchmod(fd, shared ? 0660 : 0600) == 0 ||
		    err_errno(err, "cannot set the rights of a file in %s", folder);
	close(fd);
	return good;
}

void folder_sync(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* Some file systems have no hard links; renaming without replacing is as good. */
bool file_put_in_place(const char *made, const char *path, struct err *err)
{
	if (link(made, path) == 0)
		return true;
	if (errno != EEXIST && renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EEXIST)
		return err_set(err, ERR_UNSAFE, "%s is already there: it was not touched", path);
	return err_errno(err, "cannot create %s", path);
}

bool wall_create(const char *path, const struct store_options *options, struct err *err)
{
	struct strbuf folder = STRBUF_INIT, made = STRBUF_INIT, title = STRBUF_INIT;
	folder_add(&folder, path);
	char *real = realpath(folder.buf, NULL);
	bool good = real || err_errno(err, "%s", folder.buf);
	strbuf_addf(&made, "%s/.new-%llx.wall", real ? real : "", (unsigned long long)token_new());
	study_title(&title, options->title, path);
	if (good && (good = file_claim(made.buf, folder.buf, options->shared, err))) {
		good = write_file(made.buf, strbuf_str(&title), err) &&
		       file_put_in_place(made.buf, path, err);
		unlink(made.buf);
		folder_sync(folder.buf);
	}
	free(real);
	strbuf_release(&folder);
	strbuf_release(&made);
	strbuf_release(&title);
	return good;
}
