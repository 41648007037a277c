/*
 * The connection to a wall and the proof that it is one: nothing but the file is reached, flags and
 * limits first, then the closed schema, and after an unclean end the whole file. What is merely
 * damaged is shown as far as it can be read, and nothing is written over what may still be saved.
 */
#include "open-internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "harden-internal.h"
#include "themewall/base/banned.h"

/* For a folder that cannot be written to: the file as it lies there, without locks. */
static void immutable_uri(struct strbuf *out, const char *path)
{
	strbuf_add_z(out, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			strbuf_addf(out, "%%%02x", (unsigned char)*path);
		else
			strbuf_add_char(out, *path);
	}
	strbuf_add_z(out, "?immutable=1");
}

bool wall_connect(struct store *store, struct err *err)
{
	struct strbuf name = STRBUF_INIT;
	int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	flags |= store->fixed ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (store->immutable) {
		flags |= SQLITE_OPEN_URI;
		immutable_uri(&name, store->path);
	} else {
		strbuf_add_z(&name, store->path);
	}
	bool good = sqlite3_open_v2(name.buf, &store->db.handle, flags, jail_name(store->jail)) ==
			    SQLITE_OK ||
		    db_fail(&store->db, err);
	if (good)
		db_wait(&store->db, true);
	strbuf_release(&name);
	return good;
}

/* Once in a wall's life, and after its stay on a network folder; two at once must not try. */
bool wall_turn_to_wal(struct store *store, struct err *err)
{
	struct strbuf mode = STRBUF_INIT;
	if (!live_lock(&store->live, store->patience_ms, err))
		return false;
	bool good = db_get_text(&store->db, err, &mode, NULL, "PRAGMA journal_mode = WAL", "");
	live_unlock(&store->live);
	strbuf_release(&mode);
	return good;
}

/* Settings of the connection; the first statement that reads is the journal mode. */
static bool settle(struct store *store, bool wal, struct err *err)
{
	struct strbuf mode = STRBUF_INIT;
	struct db *db = &store->db;
	wall_harden(db);
	bool good = db_script(
		db, err,
		"PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; "
		"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = "
		"-4000");
	if (good && store->unsynced)
		good = db_script(db, err, "PRAGMA synchronous = OFF");
	if (good && store->read_only)
		good = db_script(db, err, "PRAGMA query_only = ON");
	if (good && store->alone)
		good = db_script(db, err, "PRAGMA locking_mode = EXCLUSIVE") &&
		       db_get_text(db, err, &mode, NULL, "PRAGMA journal_mode = PERSIST", "") &&
		       (str_equal(strbuf_str(&mode), STR("persist")) ||
			err_set(err, ERR_BUSY, "someone else has this wall open"));
	else if (good && !wal && !store->read_only)
		good = wall_turn_to_wal(store, err);
	strbuf_release(&mode);
	return good;
}

/* After a crash the log is still there; nobody is using it. Damage is found before anything is
 * written over it. */
static bool check_whole(struct store *store, struct err *err)
{
	struct strbuf answer = STRBUF_INIT;
	bool good = db_get_text(&store->db, err, &answer, NULL, "PRAGMA quick_check(1)", "");
	for (size_t i = 0; i < answer.len; i++)
		if (answer.buf[i] == '\n')
			answer.buf[i] = ' ';
	if (good && !str_equal(strbuf_str(&answer), STR("ok")))
		good = err_set(err, ERR_STORE, "%.80s", answer.buf);
	strbuf_release(&answer);
	return good;
}

/* It is shown as far as it can be read, and nothing is written over what may still be saved. */
static bool open_damaged(struct store *store, struct err *err)
{
	snprintf(store->notice, sizeof store->notice,
		 "the wall file is damaged: themewall salvage DAMAGED.wall NEW.wall makes a new "
		 "wall of what it still holds");
	err_clear(err);
	store->read_only = true;
	return db_script(&store->db, err, "PRAGMA query_only = ON");
}

bool wall_log_holds_something(const char *path)
{
	struct strbuf name = STRBUF_INIT;
	struct stat st;
	strbuf_addf(&name, "%s-wal", path);
	bool holds = stat(name.buf, &st) == 0 && st.st_size > 0;
	strbuf_release(&name);
	return holds;
}

void wall_disconnect(struct store *store)
{
	if (store->db.handle && !store->proven && wall_log_holds_something(store->path))
		sqlite3_db_config(store->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				  (int *)NULL);
	db_release(&store->db);
}

static bool had_unclean_end(const struct store *store)
{
	return wall_log_holds_something(store->path) && live_is_alone(&store->live);
}

bool wall_check_inside(struct store *store, struct err *err)
{
	struct watch watch;
	wall_watch(&watch, &store->db);
	bool good = settle(store, true, err) && schema_check(&store->db, store->format, err) &&
		    check_whole(store, err);
	wall_unwatch(&watch);
	return good;
}

bool wall_prove(struct store *store, bool wal, struct err *err)
{
	struct watch watch;
	bool unclean = store->asked || had_unclean_end(store);
	wall_watch(&watch, &store->db);
	bool good = settle(store, wal, err) && schema_check(&store->db, WALL_FORMAT, err);
	store->proven = good && (!unclean || check_whole(store, err));
	good = store->proven || (good && err->code != ERR_UNSAFE && open_damaged(store, err));
	wall_unwatch(&watch);
	return good;
}
