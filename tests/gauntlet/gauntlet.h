#ifndef GAUNTLET_H
#define GAUNTLET_H

/*
 * What the tests of the gauntlet share. Each runs a small slice in the ordinary suite and its full
 * size under `meson test --setup gauntlet`, which sets GAUNTLET=full (a number: so many hundredths
 * of that). What is random comes from one seed, printed first, and can be had again with
 * GAUNTLET_SEED.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "draw.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/base/token.h"

/* In hundredths of the full size; 0: the small slice. */
static int gauntlet_percent(void)
{
	const char *size = getenv("GAUNTLET");
	return !size ? 0 : !strcmp(size, "full") ? 100 : (int)strtol(size, NULL, 10);
}

FIXTURE_UNUSED static bool is_full(void)
{
	return gauntlet_percent() > 0;
}

FIXTURE_UNUSED static long gauntlet_size(long slice, long full)
{
	return is_full() ? full * gauntlet_percent() / 100 : slice;
}

FIXTURE_UNUSED static void gauntlet_begin(void)
{
	/* as fast as it goes: one thread, and nobody asks how much memory was used */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	const char *seed = getenv("GAUNTLET_SEED");
	draw_seed = seed ? strtoull(seed, NULL, 10) : (uint64_t)token_new();
	printf("# seed %llu\n", (unsigned long long)draw_seed);
	fflush(stdout);
}

/* How far apart what is tried lies; 1: all of it. */
FIXTURE_UNUSED static long gauntlet_step(long slice, long full)
{
	long step = is_full() ? full * 100 / gauntlet_percent() : slice;
	return step > 1 ? step : 1;
}

FIXTURE_UNUSED static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The wall and all that stands beside it. */
FIXTURE_UNUSED static void remove_wall(void)
{
	store_remove(fixture_wall);
}

FIXTURE_UNUSED static uint64_t hash_of(const char *s)
{
	uint64_t hash = 1469598103934665603u;
	while (*s)
		hash = (hash ^ (unsigned char)*s++) * 1099511628211u;
	return hash;
}

/* `check` finds nothing. */
FIXTURE_UNUSED static bool is_green(struct store *store, struct err *err)
{
	size_t problems = 1;
	return store_check(store, say_problem, NULL, &problems, err) && !problems;
}

#endif
