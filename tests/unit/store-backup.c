/* store: copies of a wall, by hand and of the day. A copy is opened and compared, not trusted. */
#include "backup-internal.h"
#include "private-internal.h"
#include "store-fixture.h"
#include "themewall/store/backup.h"

static struct err err;
static char folder[128]; /* of the copies of each day */

/* What a wall at another place holds; the caller frees. */
static char *dump_of(const char *path)
{
	struct model *model = model_new();
	struct store *store = NULL;
	struct store_options options = {.read_only = true, .coder = STR("a reader")};
	size_t problems = 1;
	bool good = store_open(&store, path, &options, NULL, &err) &&
		    store_load(store, model, &err) &&
		    store_check(store, say_problem, NULL, &problems, &err) && !problems;
	char *dump = good ? model_dump(model) : xstrdup(err.msg);
	store_close(store);
	model_free(model);
	return dump;
}

static bool is_copy(const char *path)
{
	char *copy = dump_of(path), *wall = wall_dump(&err);
	bool same = strcmp(copy, wall) == 0;
	if (!same)
		printf("# copy:\n%s# wall:\n%s", copy, wall);
	free(copy);
	free(wall);
	return same;
}

static int count_files(const char *where, const char *part)
{
	DIR *dir = opendir(where);
	int n = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		n += strstr(entry->d_name, part) != NULL;
	if (dir)
		closedir(dir);
	return n;
}

static void test_by_hand(struct store *store)
{
	struct stat st;
	struct strbuf name = STRBUF_INIT;
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	store_backup_name(store, &name);
	ok(str_ends(strbuf_str(&name), STR("/study-20260316-140207.wall")),
	   "named by the moment: %s", name.buf);
	ok(stat(fixture_path("study.wall-wal"), &st) == 0 && st.st_size > 0,
	   "part of the wall is in its log");
	ok(store_backup(store, name.buf, &err), "copied: %s", err.msg);
	ok(stat(name.buf, &st) == 0 && (st.st_mode & 0777) == 0600, "for me alone");
	ok(is_copy(name.buf), "the copy holds all of it, and is sound");
	ok(!store_backup(store, name.buf, &err) && err.code == ERR_UNSAFE,
	   "nothing is replaced: %s", err.msg);
	ok(!store_backup(store, fixture_path("no/such.wall"), &err), "no such folder: %s", err.msg);
	is_int(count_files(fixture_folder, ".new-"), 0, "nothing half is left");
	int patience = store->patience_ms;
	store->patience_ms = -1; /* used up by what went before, on a busy machine */
	ok(store_backup(store, fixture_path("at-once.wall"), &err), "tried once in any case: %s",
	   err.msg);
	store->patience_ms = patience;
	unlink(fixture_path("at-once.wall"));
	strbuf_release(&name);
}

/* Nothing is copied amid a step: it is tried again until the patience ends, and then told. */
static void test_amid_a_step(struct store *store)
{
	int patience = store->patience_ms;
	store->patience_ms = 300;
	must(db_begin(&store->db, &err, "BEGIN IMMEDIATE"));
	ok(!store_backup(store, fixture_path("amid.wall"), &err) && err.code == ERR_BUSY,
	   "no copy amid a step: %s", err.msg);
	db_rollback(&store->db);
	is_int(count_files(fixture_folder, ".new-") + count_files(fixture_folder, "amid"), 0,
	       "and nothing half is left");
	ok(store_backup(store, fixture_path("amid.wall"), &err), "after it there is one: %s",
	   err.msg);
	unlink(fixture_path("amid.wall"));
	store->patience_ms = patience;
}

static void test_private(void)
{
	struct private_copy copy;
	ok(!private_file_copy(&copy, fixture_path("nowhere.wall"), &err) && !copy.folder[0],
	   "of no file there is no copy, nor a folder for it: %s", err.msg);
}

/* Rounds until it wants no more, with a change between each two. */
static int rounds(struct store *store, bool changing)
{
	int n = 0;
	store->daily_ms = 0;
	while (store->daily_folder && n < 10000) {
		store_idle(store);
		n++;
		if (changing && n % 3 == 0)
			card_write(store, "written meanwhile", &err);
	}
	return n;
}

static void day(struct store *store, const char *where, const char *now)
{
	setenv("THEMEWALL_NOW", now, 1);
	store_keep_daily(store, where);
	rounds(store, false);
}

static void test_daily(struct store *store)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st, again;
	mkdir(folder, 0700);
	store_keep_daily(store, folder);
	ok(store_idle(store) > 0 && count_files(folder, "") == 2, "not at once");
	ok(rounds(store, true) > 3, "in rounds, while we write");
	is_int(count_files(folder, "study-"), 1, "then it is there");
	DIR *dir = opendir(folder);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (strstr(entry->d_name, "study-"))
			strbuf_addf(&path, "%s/%s", folder, entry->d_name);
	closedir(dir);
	char *dump = dump_of(path.buf);
	ok(strstr(dump, "written meanwhile"), "sound, with what was written meanwhile");
	free(dump);
	stat(path.buf, &st);
	day(store, folder, "2026-03-16T19:00:00Z");
	ok(stat(path.buf, &again) == 0 && st.st_ino == again.st_ino, "once a day");
	fclose(fopen(fixture_path("copies/other-00000000-20250101.wall"), "w"));
	for (int i = 17; i < 27; i++) {
		char now[32];
		snprintf(now, sizeof now, "2026-03-%dT08:00:00Z", i);
		day(store, folder, now);
	}
	is_int(count_files(folder, "study-"), BACKUP_DAYS, "seven are kept");
	ok(stat(path.buf, &st) != 0, "the oldest is gone");
	is_int(count_files(folder, "other-"), 1, "what is another wall's stays");
	day(store, fixture_path("nowhere"), "2026-04-01T08:00:00Z");
	ok(!store->daily_folder, "a folder that is not there is nothing to speak of");
	store_keep_daily(store, folder);
	setenv("THEMEWALL_NOW", "2026-04-02T08:00:00Z", 1);
	store->daily_ms = 0;
	store_idle(store);
	must(store->daily);
	store_rest(store);
	ok(store_idle(store) > 100, "it rests while somebody works");
	strbuf_release(&path);
}

static void count_path(const char *path, void *context)
{
	++*(int *)context;
}

static void plant(const char *name)
{
	FILE *file = fopen(fixture_path(name), "wx");
	must(file && fputs("mine", file) >= 0);
	fclose(file);
}

/* Names that are nearly those of a copy are somebody's files. */
static void test_names(struct store *store)
{
	static const char *const nearly[] = {
		"study-20260316-140207.wal_",  "study-20260316_140207.wall",
		"study-2026-316-140207.wall",  "study-20260316-14020x.wall",
		"study-20260316-140207.wall2", "study-x0260316-140207.wall"};
	int before = 0, after = 0, nowhere = 0;
	store_backups(store, NULL, count_path, &before);
	for (size_t i = 0; i < sizeof nearly / sizeof *nearly; i++)
		plant(nearly[i]);
	store_backups(store, NULL, count_path, &after);
	is_int(after, before, "what is only nearly called so is no copy");
	plant("study-20260317-140207.wall");
	store_backups(store, NULL, count_path, &after);
	is_int(after, 2 * before + 1, "what is called so is one");
	store_backups(store, fixture_path("nowhere"), count_path, &nowhere);
	is_int(nowhere, before + 1, "a folder that is not there holds none");
	unlink(fixture_path("study-20260317-140207.wall"));
}

/* While it is made somebody puts a file of their own where it would go. */
static void test_in_the_way(struct store *store)
{
	struct copying *copying = copy_begin(store, fixture_path("mine.wall"), &err);
	struct stat st;
	must(copying);
	while (copy_step(copying, 64, &err) == DB_ROW)
		continue;
	plant("mine.wall");
	ok(!copy_end(copying, true, &err) && err.code == ERR_UNSAFE, "not over it: %s", err.msg);
	ok(stat(fixture_path("mine.wall"), &st) == 0 && st.st_size == 4, "it is as it was");
	is_int(count_files(fixture_folder, ".new-"), 0, "and nothing half is left");
}

int main(void)
{
	fixture_begin();
	struct store *store = open_as("Ann", &err);
	char words[2000] = "", command[200];
	int n = 0;
	must(store);
	snprintf(folder, sizeof folder, "%s/copies", fixture_folder);
	memset(words, 'x', sizeof words - 1);
	import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	for (int i = 0; i < 300; i++)
		card_write(store, words, &err);
	test_by_hand(store);
	test_amid_a_step(store);
	test_private();
	test_daily(store);
	store_backups(store, folder, count_path, &n);
	is_int(n, 1 + BACKUP_DAYS, "all copies are known");
	test_names(store);
	test_in_the_way(store);
	store_close(store);
	is_int(count_files(folder, ".new-"), 0, "closing in mid-copy leaves nothing half");
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ok(system(command) == 0, "cleaned up");
	fixture_end();
	return done();
}
