/*
 * The copy of the day: made while nothing else is to do, some pages at a time, into a folder of the
 * person's own. Its name tells the wall (by name and by where it lies) and the day, so the day's
 * first opening is known by the file not being there, and the oldest by the order of names.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/base/sha256.h"
#include "themewall/store/backup.h"

#include "backup-internal.h"

#include "themewall/base/banned.h"

enum { WAIT_MS = 3000 };
enum { STEP_MS = 10, STEP_PAGES = 64, PATH_HEX = 8, DAY_DIGITS = 8 };

/* "STUDY-0a1b2c3d-" */
static void add_prefix(const struct store *store, struct strbuf *out)
{
	uint8_t digest[SHA256_BYTES];
	char hex[2 * SHA256_BYTES + 1];
	struct str path = str_of(store_path(store));
	sha256_of(path.p, path.n, digest);
	sha256_hex(digest, hex);
	strbuf_add_str(out, wall_base_name(store_path(store)));
	strbuf_addf(out, "-%.*s-", PATH_HEX, hex);
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* Is this the name of a copy: prefix, digits (two runs when timed), ".wall"? */
static bool is_copy(struct str name, struct str prefix, bool timed)
{
	size_t n = timed ? DAY_DIGITS + 7 : DAY_DIGITS;
	if (name.n != prefix.n + n + 5 || !str_starts(name, prefix) ||
	    !str_ends(name, STR(".wall")))
		return false;
	struct str stamp = str_part(name, prefix.n, prefix.n + n);
	if (!timed)
		return is_digits(stamp);
	return is_digits(str_part(stamp, 0, DAY_DIGITS)) && stamp.p[DAY_DIGITS] == '-' &&
	       is_digits(str_part(stamp, DAY_DIGITS + 1, stamp.n));
}

struct copies {
	char **path;
	size_t n, capacity;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void copies_add(struct copies *copies, const char *folder, struct str prefix, bool timed)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t first = copies->n;
	while (dir && (entry = readdir(dir))) {
		if (!is_copy(str_of(entry->d_name), prefix, timed))
			continue;
		struct strbuf path = STRBUF_INIT;
		strbuf_addf(&path, "%s/%s", folder, entry->d_name);
		ALLOC_GROW(copies->path, copies->n + 1, copies->capacity);
		copies->path[copies->n++] = strbuf_detach(&path);
	}
	if (dir)
		closedir(dir);
	if (copies->n - first > 1)
		qsort(copies->path + first, copies->n - first, sizeof *copies->path, by_name);
}

static void copies_release(struct copies *copies)
{
	for (size_t i = 0; i < copies->n; i++)
		free(copies->path[i]);
	free(copies->path);
}

void store_backups(const struct store *store, const char *folder,
		   void (*each)(const char *path, void *context), void *context)
{
	struct copies copies = {0};
	struct strbuf prefix = STRBUF_INIT, beside = STRBUF_INIT;
	folder_add(&beside, store_path(store));
	strbuf_add_str(&prefix, wall_base_name(store_path(store)));
	strbuf_add_char(&prefix, '-');
	copies_add(&copies, beside.buf, strbuf_str(&prefix), true);
	strbuf_reset(&prefix);
	add_prefix(store, &prefix);
	if (folder) {
		copies_add(&copies, folder, strbuf_str(&prefix), false);
		copies_add(&copies, folder, strbuf_str(&prefix), true);
	}
	for (size_t i = 0; i < copies.n; i++)
		each(copies.path[i], context);
	copies_release(&copies);
	strbuf_release(&prefix);
	strbuf_release(&beside);
}

/* Timed, so that it is not one of the seven. */
void backup_name_aside(const struct store *store, const char *folder, struct strbuf *path)
{
	int64_t at_ms = clock_now_ms();
	do {
		strbuf_reset(path);
		if (folder) {
			strbuf_addf(path, "%s/", folder);
			add_prefix(store, path);
		} else {
			folder_add(path, store_path(store));
			strbuf_add_str(path, wall_base_name(store_path(store)));
			strbuf_add_char(path, '-');
		}
		clock_add_stamp(path, at_ms, true);
		strbuf_add_z(path, ".wall");
		at_ms += 1000;
	} while (access(path->buf, F_OK) == 0);
}

static void prune(const struct store *store, const char *folder)
{
	struct copies copies = {0};
	struct strbuf prefix = STRBUF_INIT;
	add_prefix(store, &prefix);
	copies_add(&copies, folder, strbuf_str(&prefix), false);
	for (size_t i = 0; i + BACKUP_DAYS < copies.n; i++)
		store_remove(copies.path[i]);
	copies_release(&copies);
	strbuf_release(&prefix);
}

void store_keep_daily(struct store *store, const char *folder)
{
	daily_stop(store);
	if (store->read_only)
		return;
	store->daily_folder = xstrdup(folder);
	store->daily_ms = clock_monotonic_ms() + WAIT_MS;
}

/* Nothing more today. */
static int finish(struct store *store, bool good)
{
	struct err ignored = ERR_INIT;
	if (store->daily && copy_end(store->daily, good, &ignored) && good)
		prune(store, store->daily_folder);
	store->daily = NULL;
	daily_stop(store);
	return -1;
}

static int start(struct store *store)
{
	struct strbuf path = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	strbuf_addf(&path, "%s/", store->daily_folder);
	add_prefix(store, &path);
	clock_add_stamp(&path, clock_now_ms(), false);
	strbuf_add_z(&path, ".wall");
	if (access(path.buf, F_OK) != 0)
		store->daily = copy_begin(store, path.buf, &ignored);
	strbuf_release(&path);
	return store->daily ? STEP_MS : finish(store, false);
}

int daily_idle(struct store *store)
{
	struct err ignored = ERR_INIT;
	if (!store->daily_folder)
		return -1;
	int64_t due = store->daily_ms > store->rested_ms ? store->daily_ms : store->rested_ms;
	int64_t wait = due - clock_monotonic_ms();
	if (wait > 0)
		return (int)wait;
	if (!store->daily)
		return start(store);
	enum db_step step = copy_step(store->daily, STEP_PAGES, &ignored);
	return step == DB_ROW ? STEP_MS : finish(store, step == DB_DONE);
}

void daily_stop(struct store *store)
{
	struct err ignored = ERR_INIT;
	if (store->daily)
		copy_end(store->daily, false, &ignored);
	free(store->daily_folder);
	store->daily = NULL;
	store->daily_folder = NULL;
}
