/*
 * Whose a wall is, seen by somebody without rights: which files count as shared, what a private
 * copy of a stranger's wall shows, what is said where nothing can be written. Only root can make
 * files of others, so anybody else skips this.
 */
#include <pwd.h>

#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/salvage.h"

static struct err err;
static struct store *store;
static const char *shown = "study.wall", *wanted;
static bool read_only;

static void make_wall(void)
{
	store = open_as("Ann", &err);
	must(store);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	card_write(store, "an honest card", &err);
	store_close(store);
	chmod(fixture_folder, 0777);
}

static void remove_wall(void)
{
	static const char *const names[] = {"study.wall", "study.wall-wal", "study.wall-shm",
					    "study.wall-live"};
	for (size_t i = 0; i < TW_COUNT(names); i++)
		unlink(fixture_path(names[i]));
}

static void belongs_to(uid_t user, gid_t group, mode_t mode)
{
	unlink(fixture_path("study.wall-live"));
	must(!chown(fixture_path(shown), user, group) && !chmod(fixture_path(shown), mode));
}

static bool opens(void)
{
	struct store_options options = {
		.coder = STR("Bob"), .patience_ms = 100, .read_only = read_only};
	err_clear(&err);
	return store_open(&store, fixture_path(shown), &options, NULL, &err);
}

static bool opens_and_closes(void)
{
	bool opened = opens();
	store_close(store);
	return opened;
}

static bool says(void)
{
	bool good = opens() && strstr(store_notice(store), wanted);
	store_close(store);
	return good;
}

/* Read, but not to be written to; and a notice with these words. */
static bool shows(void)
{
	struct model *model = model_new();
	bool good = opens() && store_load(store, model, &err) && store_is_read_only(store) &&
		    strstr(store_notice(store), wanted);
	model_free(model);
	store_close(store);
	return good;
}

/* ---- whose ---- */

static void test_sharing(void)
{
	static const struct {
		uid_t user;
		gid_t group;
		mode_t mode;
		bool mine;
		const char *what;
	} files[] = {
		{FIXTURE_NOBODY, 12345, 0600, true, "a wall of mine"},
		{12345, FIXTURE_NOBODY, 0660, true, "a wall of my group's"},
		{12345, FIXTURE_GROUP, 0660, true, "a wall of another group of mine"},
		{12345, FIXTURE_GROUP, 0640, false, "a wall that my group may only read"},
		{12345, 12346, 0666, false, "a wall of a group that is not mine"},
	};
	for (size_t i = 0; i < TW_COUNT(files); i++) {
		make_wall();
		belongs_to(files[i].user, files[i].group, files[i].mode);
		bool opened = as_nobody(opens_and_closes);
		ok(opened == files[i].mine && (opened || (err.code == ERR_STRANGER &&
							  strstr(err.msg, "someone else"))),
		   "%s %s%s", files[i].what, opened ? "opens" : "needs a yes: ", err.msg);
		remove_wall();
	}
	make_wall();
	belongs_to(1, 1, 0644);
	struct passwd *owner = getpwuid(1);
	ok(!as_nobody(opens_and_closes) && strstr(err.msg, owner ? owner->pw_name : "someone"),
	   "whose it is, is said: %s", err.msg);
	belongs_to(1, 1, 0600);
	ok(!as_nobody(opens_and_closes) && err.code == ERR_IO, "or that it cannot be read: %s",
	   err.msg);
	remove_wall();
}

static bool salvages(void)
{
	struct salvage_report report;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 100};
	return store_salvage(fixture_wall, fixture_path("saved.wall"), &options, &report, &err);
}

static void test_salvage(void)
{
	make_wall();
	belongs_to(12345, 12345, 0644);
	ok(!as_nobody(salvages) && err.code == ERR_STRANGER &&
		   access(fixture_path("saved.wall"), F_OK) != 0,
	   "nor is a stranger's wall saved unasked: %s", err.msg);
	remove_wall();
}

/* ---- the private copy ---- */

static void foreign(const char *sql)
{
	must(old_wall_sql(fixture_wall, sql));
	belongs_to(12345, 12345, 0644);
}

/* Nothing is left in the folder of copies. */
static bool copies_are_gone(void)
{
	return rmdir(fixture_path("copies")) == 0 && mkdir(fixture_path("copies"), 0700) == 0 &&
	       chown(fixture_path("copies"), FIXTURE_NOBODY, FIXTURE_NOBODY) == 0;
}

static void refuses_a_copy(const char *what, enum err_code code)
{
	bool opened = as_nobody(opens_and_closes);
	ok(!opened && err.code == code && copies_are_gone(), "%s: %s", what, err.msg);
}

static void test_copy(void)
{
	must(!mkdir(fixture_path("copies"), 0700) && copies_are_gone());
	setenv("TMPDIR", fixture_path("copies"), 1);
	read_only = true;
	wanted = "somebody else's";
	make_wall();
	foreign("SELECT 1");
	ok(as_nobody(shows) && copies_are_gone(), "a copy is shown, and said to be one");
	foreign("CREATE TABLE extra(a)");
	refuses_a_copy("a stranger's wall with something more in it is not shown", ERR_UNSAFE);
	foreign("DROP TABLE extra; PRAGMA user_version = 77");
	refuses_a_copy("a newer one neither", ERR_NEWER);
	foreign("PRAGMA user_version = 1");
	refuses_a_copy("nor an older one, which would have to be brought up to date", ERR_FORMAT);
	foreign("PRAGMA application_id = 7");
	refuses_a_copy("nor what is no wall", ERR_FORMAT);
	must(!chmod(fixture_path("copies"), 0500));
	refuses_a_copy("where no copy can be made, none is shown", ERR_IO);
	setenv("TMPDIR", "relative", 1);
	ok(!as_nobody(opens_and_closes) && err.code == ERR_FORMAT,
	   "a folder for copies that is no path is passed over: %s", err.msg);
	setenv("TMPDIR", fixture_path("copies"), 1);
	remove_wall();
}

/* Its pages are wrong, which a look at the whole of it finds. */
static void test_damaged_copy(void)
{
	char zeros[4096] = "";
	make_wall();
	FILE *file = fopen(fixture_wall, "r+b");
	must(file && !fseek(file, 60 * 4096, SEEK_SET) && fwrite(zeros, 4096, 1, file) == 1);
	fclose(file);
	belongs_to(12345, 12345, 0644);
	wanted = "damaged";
	ok(as_nobody(says), "a damaged one is shown as far as it can be read: %s", err.msg);
	remove_wall();
	read_only = false;
	must(copies_are_gone() && !rmdir(fixture_path("copies")));
	unsetenv("TMPDIR");
}

/* ---- where nothing can be written ---- */

static void test_fixed(void)
{
	make_wall();
	belongs_to(0, 0, 0444);
	chmod(fixture_folder, 0555);
	wanted = "folder cannot be written";
	ok(as_nobody(shows), "a folder that cannot be written to is named");
	must(!rename(fixture_wall, fixture_path("a?b#c%.wall")));
	shown = "a?b#c%.wall";
	ok(as_nobody(shows), "whatever its name holds");
	must(!rename(fixture_path(shown), fixture_wall));
	shown = "study.wall";
	chmod(fixture_folder, 0777);
	wanted = "file cannot be written";
	ok(as_nobody(shows), "so is a file");
	FILE *log = fopen(fixture_path("study.wall-wal"), "wb");
	must(log && fputs("a log of some bytes", log) >= 0 && !fclose(log));
	unlink(fixture_path("study.wall-shm"));
	chmod(fixture_folder, 0555);
	ok(!as_nobody(opens_and_closes) && err.code == ERR_IO && strstr(err.msg, "-wal"),
	   "a log where no index can be made: %s", err.msg);
	chmod(fixture_folder, 0777);
	remove_wall();
	must(old_wall_make(fixture_wall, 2) && !chmod(fixture_wall, 0444));
	ok(!as_nobody(opens_and_closes) && err.code == ERR_FORMAT && strstr(err.msg, "older"),
	   "an older wall that cannot be written to: %s", err.msg);
	remove_wall();
}

/* What others on the host can see, and what copies files behind one's back, is said. */
static void test_notices(void)
{
	make_wall();
	belongs_to(0, 0, 0644);
	must(opens());
	ok(strstr(store_notice(store), "everybody on this computer"), "a wall that all can read");
	store_close(store);
	chmod(fixture_folder, 0700);
	must(opens());
	is_str(store_notice(store), "", "in a folder of mine nobody can");
	store_close(store);
	must(!mkdir(fixture_path("Dropbox"), 0700) &&
	     !rename(fixture_wall, fixture_path("Dropbox/study.wall")));
	shown = "Dropbox/study.wall";
	must(opens());
	ok(strstr(store_notice(store), "folder of Dropbox"), "a folder that is copied away");
	store_close(store);
	unlink(fixture_path("Dropbox/study.wall"));
	unlink(fixture_path("Dropbox/study.wall-live"));
	rmdir(fixture_path("Dropbox"));
	shown = "study.wall";
}

int main(void)
{
	if (geteuid() != 0) {
		printf("1..0 # SKIP only root can make files of others\n");
		return 0;
	}
	fixture_begin();
	test_sharing();
	test_salvage();
	test_copy();
	test_damaged_copy();
	test_fixed();
	test_notices();
	fixture_end();
	return done();
}
