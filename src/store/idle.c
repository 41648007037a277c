/*
 * Idle work. The log (-wal) is folded into the file only in TRUNCATE mode and only while holding
 * the writers' lock: PASSIVE checkpoints beside a commit can destroy the file in SQLite
 * before 3.51.3.
 */
#include "store-internal.h"

#include <sys/stat.h>

#include "themewall/base/clock.h"

#include "backup-internal.h"

#include "themewall/base/banned.h"

enum { IDLE_MS = 2000, RETRY_MS = 1000, WAL_BYTES = 4 << 20 };

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

static bool wal_is_large(const struct store *store)
{
	struct strbuf name = STRBUF_INIT;
	struct stat st;
	strbuf_addf(&name, "%s-wal", store->path);
	bool large = stat(name.buf, &st) == 0 && st.st_size > WAL_BYTES;
	strbuf_release(&name);
	return large;
}

static int checkpoint_idle(struct store *store)
{
	if (!store->committed_ms || store->alone)
		return -1;
	int64_t since = clock_monotonic_ms() - store->committed_ms;
	if (since < IDLE_MS && !wal_is_large(store))
		return (int)(IDLE_MS - since);
	if (!wall_checkpoint(store))
		return RETRY_MS;
	store->committed_ms = 0;
	return -1;
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
