/*
 * Walls that are not where they were: an older one that is brought up to date keeps its number only
 * where it lay; and what another program does to a file while somebody opens it, which the test
 * does in its place: it stands before the call that waits for the writers' lock.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>

#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"

/* What another program does just before somebody waits for that lock, once. */
static void (*meanwhile)(void);

int fcntl(int fd, int command, ...)
{
	va_list rest;
	va_start(rest, command);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	const struct flock *lock = argument;
	void (*other)(void) = meanwhile;
	if (other && command == F_OFD_SETLK && lock->l_type == F_WRLCK &&
	    lock->l_start == LIVE_NEXT) {
		meanwhile = NULL;
		other();
	}
	return (int)syscall(SYS_fcntl, fd, command, argument);
}

static struct err err;

static struct store *open_at(const char *name, int patience_ms)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = patience_ms};
	err_clear(&err);
	store_open(&store, fixture_path(name), &options, NULL, &err);
	return store;
}

static int64_t number_in(struct store *store, const char *sql)
{
	int64_t n = -1;
	db_get_int(&store->db, &err, &n, sql, "");
	return n;
}

static int64_t number_of(const char *name, const char *sql)
{
	struct store *store = open_at(name, 2000);
	must(store);
	int64_t n = number_in(store, sql);
	store_close(store);
	return n;
}

#define COPIES  "SELECT count(*) FROM replica"
#define VERSION "PRAGMA user_version"

/* ---- an older wall and its home ---- */

/* As the program that made it wrote it down. */
static void note_home(const char *name, int inode_off)
{
	char sql[200];
	struct statx st;
	must(!statx(AT_FDCWD, fixture_path(name), 0, STATX_INO | STATX_BTIME, &st));
	bool born = st.stx_mask & STATX_BTIME;
	snprintf(sql, sizeof sql, "INSERT INTO meta(key, value) VALUES('home', '%llu.%lld.%u')",
		 (unsigned long long)st.stx_ino + (unsigned)inode_off,
		 born ? (long long)st.stx_btime.tv_sec : 0LL, born ? st.stx_btime.tv_nsec : 0u);
	must(old_wall_sql(fixture_path(name), sql));
}

static void test_home(void)
{
	must(old_wall_make(fixture_wall, 3));
	note_home("study.wall", 0);
	is_int(number_of("study.wall", COPIES), 1, "at home, an older wall stays who it is");
	fixture_sweep();
	must(old_wall_make(fixture_wall, 3));
	note_home("study.wall", 7);
	is_int(number_of("study.wall", COPIES), 2, "a copy of one becomes another by itself");
	is_int(number_of("study.wall", COPIES), 2, "once");
	fixture_sweep();
}

static bool nowhere(struct strbuf *path)
{
	return false;
}

static void test_aside(void)
{
	struct store *store = NULL;
	struct store_options options = {
		.coder = STR("Ann"), .patience_ms = 2000, .backup_folder = nowhere};
	must(old_wall_make(fixture_wall, 3));
	must(store_open(&store, fixture_wall, &options, NULL, &err));
	ok(strstr(store_notice(store), fixture_path("study-")),
	   "without a folder for copies, the copy lies beside the wall: %s", store_notice(store));
	store_close(store);
	fixture_sweep();
}

/* ---- while it is opened ---- */

static void put_new(void)
{
	must(!rename(fixture_path("new.wall"), fixture_wall));
}

static void put_old_again(void)
{
	must(!rename(fixture_path("second.wall"), fixture_wall));
}

static void put_old(void)
{
	must(!rename(fixture_path("first.wall"), fixture_wall));
	meanwhile = put_old_again;
}

static void test_done_by_another(void)
{
	must(old_wall_make(fixture_wall, 1) && old_wall_make(fixture_path("new.wall"), 1));
	struct store *store = open_at("new.wall", 2000);
	must(store && card_write(store, "by the other", &err).n);
	store_close(store);
	meanwhile = put_new;
	store = open_at("study.wall", 2000);
	ok(store && !*store_notice(store) &&
		   number_in(store, "SELECT count(*) FROM card WHERE text = 'by the other'") == 1,
	   "another program has brought it up to date: its file is the wall (%s)", err.msg);
	store_close(store);
	fixture_sweep();
}

static void test_restless(void)
{
	must(old_wall_make(fixture_wall, 1) && old_wall_make(fixture_path("first.wall"), 1) &&
	     old_wall_make(fixture_path("second.wall"), 1));
	meanwhile = put_old;
	struct store *store = open_at("study.wall", 2000);
	ok(!store && err.code == ERR_BUSY && strstr(err.msg, "at work on this wall"),
	   "who finds another file each time gives up: %s", err.msg);
	ok(access(fixture_path("second.wall"), F_OK) != 0, "after the second");
	is_int(number_of("study.wall", VERSION), WALL_FORMAT, "and the next time it opens");
	fixture_sweep();
}

static void test_held(void)
{
	struct live live;
	must(old_wall_make(fixture_wall, 1));
	live_open(&live, fixture_wall, 0600);
	must(live_try_lock(&live));
	struct store *store = open_at("study.wall", 20);
	ok(!store && err.code == ERR_BUSY && strstr(err.msg, "waiting for"),
	   "nobody brings it up to date while somebody writes: %s", err.msg);
	live_close(&live);
	is_int(number_of("study.wall", VERSION), WALL_FORMAT, "then it is");
	fixture_sweep();
}

/* ---- a copy that is opened twice at once ---- */

static int64_t other_number;

static void open_the_copy(void)
{
	struct store *store = open_at("copy.wall", 2000);
	must(store);
	other_number = store->replica;
	store_close(store);
}

static void test_copy(void)
{
	struct store *store = open_as("Ann", &err);
	must(store && store_backup(store, fixture_path("copy.wall"), &err));
	int64_t first = store->replica;
	store_close(store);
	meanwhile = open_the_copy;
	store = open_at("copy.wall", 2000);
	must(store);
	ok(store->replica == other_number && store->replica != first,
	   "both who open a copy at once know it by one number");
	is_int(number_in(store, COPIES), 2, "which is its only one");
	store_close(store);
	fixture_sweep();
}

/* ---- another tool ---- */

static off_t size_of(const char *name)
{
	struct stat st;
	return stat(fixture_path(name), &st) == 0 ? st.st_size : -1;
}

/* It wrote something that no wall has, and died: what is refused is left as it lies there. */
static void test_refused(void)
{
	sqlite3 *db = NULL;
	struct store *store = open_as("Ann", &err);
	must(store);
	store_close(store);
	must(sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL) == SQLITE_OK &&
	     sqlite3_exec(db, "CREATE TABLE extra(a)", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
	off_t wall = size_of("study.wall"), log = size_of("study.wall-wal");
	must(log > 0);
	store = open_at("study.wall", 30);
	ok(!store && err.code == ERR_UNSAFE, "a table too many: %s", err.msg);
	ok(size_of("study.wall") == wall && size_of("study.wall-wal") == log,
	   "its log is not folded into a file that is not proven");
	fixture_sweep();
}

static void test_tool(void)
{
	sqlite3 *db = NULL;
	struct store *store = open_as("Ann", &err);
	must(store);
	store_close(store);
	store = open_at("study.wall", 30);
	must(store && sqlite3_open(fixture_wall, &db) == SQLITE_OK &&
	     sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
	refuses(edit_study_segment(store, STR("team"), &err), ERR_BUSY);
	sqlite3_close(db);
	ok(edit_study_segment(store, STR("team"), &err), "once it is done, it goes on: %s",
	   err.msg);
	store_close(store);
	fixture_sweep();
}

int main(void)
{
	fixture_begin();
	test_home();
	test_aside();
	test_done_by_another();
	test_restless();
	test_held();
	test_copy();
	test_tool();
	test_refused();
	fixture_end();
	return done();
}
