/*
 * Memory that runs out at the N-th allocation, ours or SQLite's, for every N: once, and from there
 * on, in six small scenarios. Each runs in a process of its own. It may end with one line and exit
 * 1, or be refused in words and go on; in both cases what was acknowledged is in the file and the
 * wall is sound (each opens it, one in four asks for every invariant).
 */
#include <sys/stat.h>

#include "gauntlet.h"
#include "no-bell.h"
#include "no-sync.h"
#include "themewall/export/export.h"
#include "themewall/store/backup.h"

enum { DONE, OUT_OF_MEMORY, REFUSED, WRONG };

static struct err err;
static long failures, runs, ended, refused;

/* ---- allocations ---- */

static long allocations, fails_at; /* fails_at 0: none */
static bool for_ever;

static bool fails(void)
{
	allocations++;
	return fails_at && (allocations == fails_at || (for_ever && allocations > fails_at));
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_realloc(void *old, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_realloc(void *old, size_t n);

void *__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t count, size_t n)
{
	return fails() ? NULL : __real_calloc(count, n);
}

void *__wrap_realloc(void *old, size_t n)
{
	return fails() ? NULL : __real_realloc(old, n);
}

static sqlite3_mem_methods lib;

static void *lib_malloc(int n)
{
	return fails() ? NULL : lib.xMalloc(n);
}

static void *lib_realloc(void *old, int n)
{
	return fails() ? NULL : lib.xRealloc(old, n);
}

static void stand_before_sqlite(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &lib);
	sqlite3_mem_methods ours = lib;
	ours.xMalloc = lib_malloc;
	ours.xRealloc = lib_realloc;
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) || sqlite3_initialize())
		abort();
}

/* ---- scenarios ---- */

static struct store *store;
static struct model *model;
static bool acknowledged;

static bool begin(void)
{
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 20};
	return store || store_open(&store, fixture_wall, &options, NULL, &err);
}

static bool scenario_open(void)
{
	model = model_new();
	return begin() && store_load(store, model, &err);
}

static bool scenario_import(void)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true, .cards = IMPORT_CARDS_SENTENCES};
	draft_interview(&draft, "second.vtt");
	return begin() && edit_import(store, &draft, &options, &report, &err);
}

static bool scenario_edit(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("acknowledged")};
	return begin() && edit_card_new(store, &draft, &id, &err);
}

static bool scenario_undo(void)
{
	struct undo_report report;
	return begin() && store_undo(store, UNDO_CAREFUL, &report, &err);
}

static bool scenario_export(void)
{
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	struct export_options options = {.with_names = true};
	struct strbuf out = STRBUF_INIT;
	if (!scenario_open())
		return false;
	struct transcript_list list = model_transcripts(model);
	for (size_t i = 0; i < list.n; i++)
		if (!store_load_turns(store, model, list.ids[i], &err))
			return false;
	for (size_t i = 0; i < n; i++)
		formats[i].write(&out, model, &options);
	strbuf_release(&out);
	return true;
}

static bool scenario_backup(void)
{
	return begin() && store_backup(store, fixture_path("copy.wall"), &err);
}

static const struct {
	const char *name;
	bool (*run)(void);
	bool opened;     /* memory runs out only after the wall was opened */
	const char *sql; /* what is 1 when it was done, and 0 when not */
} scenarios[] = {
	{"open", scenario_open, false, NULL},
	{"import", scenario_import, true, "SELECT count(*) FROM transcript WHERE title = 'second'"},
	{"edit", scenario_edit, true, "SELECT count(*) FROM card WHERE text = 'acknowledged'"},
	{"undo", scenario_undo, true, "SELECT count(*) FROM journal WHERE kind = 'undo'"},
	{"export", scenario_export, true, NULL},
	{"backup", scenario_backup, true, NULL},
};

/* ---- one run ---- */

static void say_exhausted(void)
{
	static const char line[] = "out of memory\n";
	if (write(STDERR_FILENO, line, sizeof line - 1) < 0)
		_Exit(WRONG);
}

static int work_goes_on(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("work goes on")};
	bool words = err.code != ERR_NONE && strlen(err.msg) > 8;
	fails_at = 0;
	if (!words)
		fprintf(stderr, "# without words\n");
	return words && begin() && edit_card_new(store, &draft, &id, &err) ? REFUSED : WRONG;
}

/* Tells over the pipe what it acknowledges, and how many allocations there were. */
static _Noreturn void run_child(size_t scenario, long nth, bool ever, int to)
{
	mem_on_exhausted(say_exhausted);
	if (scenarios[scenario].opened && !begin())
		_exit(WRONG);
	allocations = 0;
	for_ever = ever;
	fails_at = nth;
	bool good = scenarios[scenario].run();
	long answer[2] = {good, allocations};
	if (write(to, answer, sizeof answer) != sizeof answer)
		_exit(WRONG);
	int end = good ? DONE : work_goes_on();
	if (end == WRONG)
		fprintf(stderr, "# %s: %s\n", scenarios[scenario].name, err.msg);
	fails_at = 0;
	store_close(store);
	_exit(end);
}

/* The exit code; what was acknowledged and how much was allocated. */
static int run_one(size_t scenario, long nth, bool ever, long *allocated)
{
	int ends[2], status = 0;
	long answer[2] = {0, 0};
	if (pipe(ends))
		abort();
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		if (nth && !getenv("VERBOSE") && !freopen("/dev/null", "w", stderr))
			_exit(WRONG);
		run_child(scenario, nth, ever, ends[1]);
	}
	close(ends[1]);
	if (read(ends[0], answer, sizeof answer) < 0)
		abort();
	close(ends[0]);
	waitpid(child, &status, 0);
	acknowledged = answer[0];
	*allocated = answer[1];
	return WIFEXITED(status) ? WEXITSTATUS(status) : WRONG;
}

static bool is_as_told(size_t scenario)
{
	struct store *after = open_as("Ann", &err); /* who has been here: nothing is written */
	int64_t n = acknowledged;
	bool good = after && !store_is_read_only(after) && (runs % 4 || is_green(after, &err));
	if (good && scenarios[scenario].sql)
		db_get_int(&after->db, &err, &n, scenarios[scenario].sql, "");
	store_close(after);
	return good && (n == 1 || (n == 0 && !acknowledged));
}

/* ---- every N ---- */

static char *base;
static size_t base_size;

static void keep_base(void)
{
	struct stat st;
	FILE *file = fopen(fixture_wall, "rb");
	if (!file || fstat(fileno(file), &st))
		abort();
	base_size = (size_t)st.st_size;
	base = xmalloc(base_size);
	if (fread(base, 1, base_size, file) != base_size)
		abort();
	fclose(file);
}

static void restore_base(void)
{
	remove_wall();
	unlink(fixture_path("copy.wall"));
	FILE *file = fopen(fixture_wall, "wb");
	if (!file || fwrite(base, 1, base_size, file) != base_size || fclose(file))
		abort();
}

static void try_one(size_t scenario, long nth, bool ever)
{
	long unused;
	restore_base();
	int end = run_one(scenario, nth, ever, &unused);
	runs++;
	ended += end == OUT_OF_MEMORY;
	refused += end == REFUSED;
	if (end == WRONG || !is_as_told(scenario)) {
		printf("# %s, allocation %ld%s: ended with %d, %s\n", scenarios[scenario].name, nth,
		       ever ? " and after" : "", end, err.msg);
		failures++;
	}
}

/* In the full size each fails once, and every fourth for ever; in 400 hundredths each does both. */
static void try_all(size_t scenario)
{
	long most = 0, before = failures;
	restore_base();
	is_int(run_one(scenario, 0, false, &most), DONE, "%s", scenarios[scenario].name);
	long step = gauntlet_step(most / 7 + 1, 1), ever = gauntlet_step(step, 4);
	for (long nth = 1; nth <= most && failures < before + 5; nth++) {
		if (nth % step == 0)
			try_one(scenario, nth, false);
		if (nth % ever == 0)
			try_one(scenario, nth, true);
		if (nth % 64 == 1)
			fixture_sweep();
	}
	is_int(failures, before, "%s: %ld allocations, every %ld. fails once, every %ld. for ever",
	       scenarios[scenario].name, most, step, ever);
	fixture_sweep();
}

int main(void)
{
	stand_before_sqlite();
	fixture_begin();
	store_close(open_as("Ann", &err));
	struct store *ann = open_as("Ann", &err);
	must(ann);
	import_interview(ann, "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	cluster_write(ann, "Trust", (cluster_id){0}, &err);
	card_write(ann, "to be undone", &err);
	store_close(ann);
	keep_base();
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
		try_all(i);
	ok(ended > 0 && refused > 0,
	   "%ld runs: %ld ended in one line, %ld were refused and went on", runs, ended, refused);
	free(base);
	fixture_end();
	return done();
}
