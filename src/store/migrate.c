/*
 * A wall of an older version becomes one of today's: a copy is put aside, then all rows go into a
 * new file with today's tables, under another name, and that file takes the old one's place in one
 * step. Tables only ever gained columns with defaults, so rows go over by the names of their
 * columns and nothing here knows which those are. Nobody else may have the wall open, and the
 * writers' lock is held from the look at it to the swap: whoever waited for it finds a new file
 * under the name and opens that.
 */
#include "migrate-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/token.h"
#include "themewall/store/backup.h"

#include "backup-internal.h"

#include "themewall/base/banned.h"

struct migration {
	struct db *from, to;
	struct jail *jail;
	struct arena arena; /* texts of statements */
	char *made;         /* the new file, until it has its name */
	struct err *err;
};

/* ---- rows ---- */

static const char *keep(struct migration *m, const struct strbuf *sql)
{
	return arena_strndup(&m->arena, sql->buf, sql->len);
}

/* "a", "b" … as the older table has them, and as many parameters. */
static bool columns_of(struct migration *m, struct str table, struct strbuf *names,
		       struct strbuf *marks)
{
	sqlite3_stmt *rows =
		db_query(m->from, m->err, "SELECT name FROM pragma_table_info(?1)", "t", table);
	enum db_step step = DB_FAILED;
	for (int n = 1; rows && (step = db_step(m->from, rows, m->err)) == DB_ROW; n++) {
		strbuf_addf(names, "%s\"%.*s\"", n > 1 ? ", " : "",
			    STR_ARG(db_column_text(rows, 0)));
		strbuf_addf(marks, "%s?%d", n > 1 ? ", " : "", n);
	}
	return step == DB_DONE;
}

static bool copy_table(struct migration *m, struct str table)
{
	struct strbuf names = STRBUF_INIT, marks = STRBUF_INIT, sql = STRBUF_INIT;
	bool good = columns_of(m, table, &names, &marks);
	strbuf_addf(&sql, "SELECT %s FROM \"%.*s\"", names.buf, STR_ARG(table));
	const char *select = keep(m, &sql);
	strbuf_reset(&sql);
	strbuf_addf(&sql, "INSERT INTO \"%.*s\"(%s) VALUES(%s)", STR_ARG(table), names.buf,
		    marks.buf);
	good = good && db_copy_rows(m->from, &m->to, select, keep(m, &sql), m->err);
	strbuf_release(&names);
	strbuf_release(&marks);
	strbuf_release(&sql);
	return good;
}

static bool copy_tables(struct migration *m)
{
	sqlite3_stmt *rows = db_query(m->from, m->err,
				      "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
				      "name NOT GLOB 'sqlite_*'",
				      "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(m->from, rows, m->err)) == DB_ROW)
		good = copy_table(m, db_column_text(rows, 0));
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

static bool check_references(struct migration *m)
{
	struct strbuf table = STRBUF_INIT;
	bool lost = false;
	bool good = db_get_text(&m->to, m->err, &table, &lost, "PRAGMA foreign_key_check", "");
	if (good && lost)
		good = err_set(m->err, ERR_STORE,
			       "the wall file is damaged: a %.60s refers to something that is not "
			       "there (themewall salvage makes a new wall of it)",
			       table.buf);
	strbuf_release(&table);
	return good;
}

static bool fill(struct migration *m, const char *old_path)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	m->jail = jail_new(m->made);
	if (sqlite3_open_v2(m->made, &m->to.handle, flags, jail_name(m->jail)))
		return db_fail(&m->to, m->err);
	return db_script(&m->to, m->err,
			 "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys "
			 "= OFF; PRAGMA temp_store = MEMORY; BEGIN") &&
	       wall_make_tables(&m->to, m->err) && copy_tables(m) &&
	       counters_make(&m->to, m->err) && check_references(m) &&
	       replica_note_home(&m->to, m->made, old_path, m->err) &&
	       db_script(&m->to, m->err, "COMMIT");
}

/* ---- files ---- */

/* With the old file's rights; a shared wall stays its group's. */
static bool claim(struct migration *m, const char *path, const struct stat *st)
{
	struct strbuf made = STRBUF_INIT, folder = STRBUF_INIT;
	folder_add(&folder, path);
	strbuf_addf(&made, "%s.new-%llx.wall", folder.buf, (unsigned long long)token_new());
	bool good = file_claim(made.buf, folder.buf, false, m->err);
	if (good) {
		m->made = xstrdup(made.buf);
		(void)!chown(m->made, (uid_t)-1, st->st_gid);
		good = chmod(m->made, st->st_mode & 0777) == 0 ||
		       err_errno(m->err, "cannot set the rights of a file in %s", folder.buf);
	}
	strbuf_release(&made);
	strbuf_release(&folder);
	return good;
}

static bool onto_disk(struct migration *m)
{
	int fd = open(m->made, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	bool good = (fd >= 0 && fsync(fd) == 0) ||
		    err_errno(m->err, "the wall could not be written anew");
	if (fd >= 0)
		close(fd);
	return good;
}

/* A log left beside the new file would be read as if it were that file's. */
static bool close_old(struct store *store, struct err *err)
{
	struct strbuf name = STRBUF_INIT, folder = STRBUF_INIT;
	int frames, done;
	bool good = sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
					      &frames, &done) == SQLITE_OK;
	db_release(&store->db);
	strbuf_addf(&name, "%s-wal", store->path);
	good = good && access(name.buf, F_OK) != 0 && errno == ENOENT;
	folder_add(&folder, store->path);
	folder_sync(folder.buf);
	strbuf_release(&name);
	strbuf_release(&folder);
	return good || err_set(err, ERR_BUSY,
			       "this wall was made by an older themewall and must be brought up to "
			       "date first, but another program has it open: close that and open "
			       "the wall again");
}

static bool swap(struct migration *m, struct store *store)
{
	struct strbuf folder = STRBUF_INIT;
	bool good = close_old(store, m->err) &&
		    (rename(m->made, store->path) == 0 ||
		     err_errno(m->err, "the wall could not be written anew"));
	folder_add(&folder, store->path);
	if (good)
		folder_sync(folder.buf);
	strbuf_release(&folder);
	return good;
}

static bool rebuild(struct store *store, const struct stat *st, struct err *err)
{
	struct migration m = {.from = &store->db, .err = err};
	bool good = claim(&m, store->path, st) && fill(&m, store->path);
	db_release(&m.to);
	jail_free(m.jail);
	good = good && onto_disk(&m) && swap(&m, store);
	if (m.made)
		unlink(m.made);
	arena_release(&m.arena);
	free(m.made);
	return good;
}

/* ---- the copy aside ---- */

static bool put_aside(struct store *store, const struct store_options *options, struct err *err)
{
	struct strbuf folder = STRBUF_INIT, path = STRBUF_INIT;
	bool named = options->backup_folder && options->backup_folder(&folder);
	backup_name_aside(store, named ? folder.buf : NULL, &path);
	bool good = store_backup(store, path.buf, err);
	if (good)
		snprintf(store->notice, sizeof store->notice,
			 "made by an older themewall, now brought up to date; as it was before: "
			 "%s",
			 path.buf);
	else
		err_wrap(err,
			 "the wall was not brought up to date, because it must be copied first");
	strbuf_release(&folder);
	strbuf_release(&path);
	return good;
}

static bool check_alone(struct store *store, struct err *err)
{
	struct presence others[8];
	size_t n = store_presence(store, others, TW_COUNT(others));
	return n == 0 ||
	       err_set(err, ERR_BUSY,
		       "this wall was made by an older themewall and must be brought up to date "
		       "first, but %s has it open: ask them to close it and open it again",
		       others[0].name);
}

/* Somebody else may have done it while we waited. */
static bool is_still_there(const struct store *store, const struct stat *st)
{
	struct stat now;
	return stat(store->path, &now) == 0 && now.st_dev == st->st_dev && now.st_ino == st->st_ino;
}

bool migrate(struct store *store, const struct store_options *options, const struct stat *st,
	     struct err *err)
{
	bool good = live_lock(&store->live, store->patience_ms, err);
	if (!good || !is_still_there(store, st))
		return good;
	good = check_alone(store, err) && wall_check_inside(store, err) &&
	       (options->as_copy || put_aside(store, options, err)) &&
	       rebuild(store, st, err);
	live_unlock(&store->live);
	return good;
}
