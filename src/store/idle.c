/*
 * Idle work, which asks the disk and waits for it: not while somebody works. The log (-wal) is
 * folded into the file only in TRUNCATE mode and only while holding the writers' lock: PASSIVE
 * checkpoints beside a commit can destroy the file in SQLite before 3.51.3.
 */
#include "store-internal.h"

#include <sys/stat.h>

#include "themewall/base/clock.h"

#include "backup-internal.h"

#include "themewall/base/banned.h"

enum { IDLE_MS = 2000, REST_MS = 1000, RETRY_MS = 1000 };
/* A log over the first waits for a rest alone, one over the second for nothing. */
enum { WAL_LARGE = 4 << 20, WAL_HUGE = 16 << 20 };

bool wall_checkpoint(struct store *store)
{
	int frames = 0, done = 0;
	if (!live_try_lock(&store->live))
		return false;
	live_count_quiet(&store->live);
	db_wait(&store->db, false);
	int code = sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
					     &frames, &done);
	db_wait(&store->db, true);
	live_count_quiet(&store->live);
	live_unlock(&store->live);
	return code == SQLITE_OK;
}

static int64_t wal_bytes(const struct store *store)
{
	struct strbuf name = STRBUF_INIT;
	struct stat st;
	strbuf_addf(&name, "%s-wal", store->path);
	int64_t nbytes = stat(name.buf, &st) == 0 ? st.st_size : 0;
	strbuf_release(&name);
	return nbytes;
}

static int checkpoint_idle(struct store *store)
{
	if (!store->committed_ms || store->alone)
		return -1;
	int64_t now = clock_monotonic_ms(), nbytes = wal_bytes(store);
	int64_t due = nbytes > WAL_LARGE ? now : store->committed_ms + IDLE_MS;
	if (nbytes <= WAL_HUGE && due < store->rested_ms)
		due = store->rested_ms;
	if (now < due)
		return (int)(due - now);
	if (!wall_checkpoint(store))
		return RETRY_MS;
	store->committed_ms = 0;
	return -1;
}

void store_rest(struct store *store)
{
	store->rested_ms = clock_monotonic_ms() + REST_MS;
}

int store_idle(struct store *store)
{
	int checkpoint = checkpoint_idle(store), daily = daily_idle(store);
	if (checkpoint < 0 || daily < 0)
		return checkpoint < 0 ? daily : checkpoint;
	return checkpoint < daily ? checkpoint : daily;
}

int64_t store_saved_ms(const struct store *store)
{
	return store->saved_ms;
}
