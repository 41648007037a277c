/*
 * Whatever is done with a wall as a whole, done again and again while the N-th call of the database
 * fails, then the same with each kind of system call; both thinned, but where only the database is
 * asked for (coverage). It is acknowledged, and then it was done, or it says in words why not.
 * Nothing half made lies about, no descriptor is left, the wall is sound, and asked again it does
 * what it was asked for.
 */
#include <ftw.h>

#include "failing.h"
#include "faulty.h"
#include "gauntlet.h"
#include "no-bell.h"
#include "no-wait.h"
#include "wholes.h"

enum { DATABASE = FAULTS, MOST_FILES = 12, MOST_SYSTEM_CALLS = 8 };

static long failures, struck, refused, survived;

/* ---- the files it begins on ---- */

static struct {
	char name[64];
	struct strbuf bytes;
} kept[MOST_FILES];
static size_t nkept;

static void each_file(void (*act)(const char *name))
{
	DIR *dir = opendir(fixture_folder);
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (entry->d_type == DT_REG)
			act(entry->d_name);
	if (dir)
		closedir(dir);
}

static void keep(const char *name)
{
	char piece[8192];
	struct err err = ERR_INIT;
	FILE *file = fopen(fixture_path(name), "rb");
	must(file && nkept < MOST_FILES);
	snprintf(kept[nkept].name, sizeof kept->name, "%s", name);
	strbuf_reset(&kept[nkept].bytes);
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		strbuf_add(&kept[nkept].bytes, piece, n);
	fclose(file);
	nkept++;
}

static int sweep(const char *path, const struct stat *st, int type, struct FTW *where)
{
	return where->level > 0 ? remove(path) : 0;
}

static void empty_folder(void)
{
	nftw(fixture_folder, sweep, 8, FTW_DEPTH | FTW_PHYS);
}

/* What a failing system call kept from being removed goes, too. */
static void restore(void)
{
	struct err err = ERR_INIT;
	empty_folder();
	for (size_t i = 0; i < nkept; i++) {
		FILE *file = fopen(fixture_path(kept[i].name), "wb");
		must(file &&
		     fwrite(kept[i].bytes.buf, 1, kept[i].bytes.len, file) == kept[i].bytes.len);
		fclose(file);
	}
}

/* ---- one try ---- */

static const char *call_name(int call)
{
	return call == DATABASE ? failing_call() : faulty_name((enum faulty)call);
}

static void complain(const struct whole *whole, int call, long nth, const char *what)
{
	printf("# %s, %ld. call (%s): %s: %s\n", whole->name, nth, call_name(call), what,
	       wholes_err.msg);
	failures++;
}

static void arm(int call, long nth)
{
	struct fault fault = {.call = (enum faulty)call, .nth = (int)nth, .error = EIO};
	if (call == DATABASE)
		failing_arm(nth, failing_code(nth));
	else
		fault_arm(&fault);
}

/* Whether it struck. */
static bool disarm(int call)
{
	failing_disarm();
	fault_disarm();
	return call == DATABASE ? failing_struck() : fault_struck();
}

static int count_descriptors(void)
{
	int n = 0;
	DIR *dir = opendir("/proc/self/fd");
	while (dir && readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static bool has_words(void)
{
	return wholes_err.code != ERR_NONE && strlen(wholes_err.msg) > 8 &&
	       !strstr(wholes_err.msg, "not an error");
}

static bool do_it(const struct whole *whole, int call, long nth)
{
	err_clear(&wholes_err);
	if (whole->begin && !whole->begin()) {
		complain(whole, call, nth, "cannot begin");
		return false;
	}
	arm(call, nth);
	return whole->run();
}

/* A file under a name for now, or the folder of a private copy. */
static bool left_something(void)
{
	bool found = false;
	DIR *dir = opendir(fixture_folder);
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		found = found || !strncmp(entry->d_name, ".new-", 5) ||
			!strncmp(entry->d_name, "themewall-", 10);
	if (dir)
		closedir(dir);
	return found;
}

static bool is_done(const struct whole *whole)
{
	return !whole->is_done || whole->is_done();
}

/* Asked again, with nothing failing. */
static bool does_it_again(const struct whole *whole, int call)
{
	bool good = do_it(whole, call, 0);
	disarm(call);
	wholes_close();
	return good && is_done(whole);
}

static void judge(const struct whole *whole, int call, long nth, bool good, bool hit)
{
	if (!good && (!hit || !has_words()))
		complain(whole, call, nth, hit ? "a refusal without words" : "refused");
	if (call == DATABASE && left_something())
		complain(whole, call, nth, "something half made is left");
	if (good && !is_done(whole))
		complain(whole, call, nth, "acknowledged, and not done");
	/* a system call that failed at the very end may have come too late to stop it */
	if (!good && (call == DATABASE || !is_done(whole)) && !does_it_again(whole, call))
		complain(whole, call, nth, "not done when asked again");
}

/* False when it went through without a failure. */
static bool try_one(const struct whole *whole, int call, long nth)
{
	restore();
	int before = count_descriptors();
	bool good = do_it(whole, call, nth), hit = disarm(call);
	struck += hit;
	refused += hit && !good;
	survived += hit && good;
	struct err said = wholes_err;
	if (whole->settles && !whole->settles())
		complain(whole, call, nth, "what follows is not right");
	wholes_close();
	wholes_err = said;
	if (count_descriptors() != before)
		complain(whole, call, nth, "a descriptor is left");
	judge(whole, call, nth, good, hit);
	return hit;
}

static long calls_of(int call)
{
	return call == DATABASE ? failing_calls() : fault_calls((enum faulty)call);
}

/* ---- every N ---- */

/* Most system calls are SQLite's own: some of them will do. */
static long step_of(const struct whole *whole, int call, long calls, bool database_only)
{
	long most = whole->partner ? MOST_SYSTEM_CALLS / 4 : MOST_SYSTEM_CALLS;
	if (!is_full())
		return calls / 2 + 1;
	if (call == DATABASE)
		return database_only ? 1 : gauntlet_step(1, whole->partner ? 24 : 6);
	return calls / most + 1;
}

static void try_all(const struct whole *whole, int call, bool database_only)
{
	long before = failures, tries = 0;
	if (try_one(whole, call, 0))
		complain(whole, call, 0, "it fails by itself");
	long calls = calls_of(call), step = step_of(whole, call, calls, database_only);
	for (long nth = 1 + (step > 1 ? (long)pick((size_t)step) : 0);
	     try_one(whole, call, nth) && failures < before + 5; nth += step)
		tries++;
	if (calls)
		ok(failures == before, "%s: %ld calls (%s), %ld of them fail", whole->name, calls,
		   call == DATABASE ? "database" : faulty_name((enum faulty)call), tries);
}

static void try_whole(const struct whole *whole, bool database_only)
{
	nkept = 0;
	empty_folder();
	whole->ground();
	each_file(keep);
	for (int call = is_full() && !database_only ? 0 : DATABASE; call <= DATABASE; call++)
		try_all(whole, call, database_only);
}

static void try_each(const struct whole *whole, size_t n, const char *word, bool database_only)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(whole[i].name, word))
			try_whole(&whole[i], database_only);
}

/* With a word: only what has it in its name; with one more: only calls of the database. */
int main(int argc, char **argv)
{
	gauntlet_begin();
	fixture_begin();
	setenv("TMPDIR", fixture_folder, 1);
	wholes_begin(fixture_folder);
	try_each(wholes, nwholes, argc < 2 ? "" : argv[1], argc > 2);
	try_each(more_wholes, nmore_wholes, argc < 2 ? "" : argv[1], argc > 2);
	try_each(open_wholes, nopen_wholes, argc < 2 ? "" : argv[1], argc > 2);
	ok(refused > 0 || argc > 1,
	   "%ld calls failed: %ld times refused in words, %ld times done all the same", struck,
	   refused, survived);
	for (size_t i = 0; i < MOST_FILES; i++)
		strbuf_release(&kept[i].bytes);
	empty_folder();
	fixture_end();
	return done();
}
