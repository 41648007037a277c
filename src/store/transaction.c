/*
 * One write transaction: the application lock, BEGIN IMMEDIATE, then work, then COMMIT and the
 * bell. Nobody else writes or checkpoints meanwhile. Stopping the program (SIGTSTP) is held off
 * until it is over: a writer asleep inside a transaction would stop everyone.
 */
#include "store-internal.h"

#include <time.h>

#include "themewall/base/clock.h"
#include "themewall/base/token.h"

#include "themewall/base/banned.h"

static void hold_stops(struct store *store)
{
	sigset_t stops;
	sigemptyset(&stops);
	sigaddset(&stops, SIGTSTP);
	sigprocmask(SIG_BLOCK, &stops, &store->signals);
}

static void release_all(struct store *store)
{
	live_unlock(&store->live);
	sigprocmask(SIG_SETMASK, &store->signals, NULL);
}

static bool begin_patiently(struct store *store, struct err *err)
{
	int64_t until = clock_monotonic_ms() + store->patience_ms;
	while (!db_begin(&store->db, err, "BEGIN IMMEDIATE")) {
		if (err->code != ERR_BUSY || clock_monotonic_ms() >= until)
			return false;
		struct timespec pause = {0, 1000000 + (long)(token_new() % 4000000)};
		nanosleep(&pause, NULL);
	}
	err_clear(err);
	return true;
}

/* Under the lock, only a foreign tool can still be in the way; how long it is waited for is the
 * patience of this store. */
static bool begin_immediate(struct store *store, struct err *err)
{
	db_wait(&store->db, false);
	bool begun = begin_patiently(store, err);
	db_wait(&store->db, true);
	return begun;
}

/* A newer program may have rebuilt the file since we opened it. */
static bool check_format(struct store *store, struct err *err)
{
	int64_t format = 0;
	if (!db_get_int(&store->db, err, &format, "PRAGMA user_version", ""))
		return false;
	return format == WALL_FORMAT || err_set(err, ERR_STORE,
						"a newer themewall has changed this wall: close it "
						"and open it with that one");
}

bool transaction_begin(struct store *store, struct err *err)
{
	if (store->read_only)
		return err_set(err, ERR_STORE, "this wall is open for reading only%s%s",
			       *store->notice ? ": " : "", store->notice);
	if (store->db.damaged)
		return err_set(err, ERR_STORE,
			       "the wall file is damaged, nothing more is written to it: themewall "
			       "salvage DAMAGED.wall NEW.wall makes a new wall of what it still "
			       "holds");
	if (!store->guarded && !guards_make(&store->db, err))
		return false;
	store->guarded = true;
	hold_stops(store);
	if (!live_lock(&store->live, store->patience_ms, err)) {
		sigprocmask(SIG_SETMASK, &store->signals, NULL);
		return false;
	}
	if (!begin_immediate(store, err)) {
		release_all(store);
		return false;
	}
	return check_format(store, err) || transaction_end(store, false, err);
}

bool transaction_end(struct store *store, bool commit, struct err *err)
{
	bool committed = commit && db_commit(&store->db, err);
	db_rollback(&store->db);
	if (committed)
		store->committed_ms = clock_monotonic_ms();
	release_all(store);
	return committed;
}
