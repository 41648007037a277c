/*
 * Opening a wall: hostile until proven. In order: what the path is and whose, its header, a
 * connection that can reach nothing else, flags and limits, the closed schema, the whole file after
 * an unclean end; only then our own guards and the person's name.
 */
#include "store-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/clock.h"

#include "backup-internal.h"
#include "harden-internal.h"
#include "migrate-internal.h"
#include "private-internal.h"

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

static bool connect(struct store *store, struct err *err)
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

static bool wal_holds_something(const char *path)
{
	struct strbuf name = STRBUF_INIT;
	struct stat st;
	strbuf_addf(&name, "%s-wal", path);
	bool holds = stat(name.buf, &st) == 0 && st.st_size > 0;
	strbuf_release(&name);
	return holds;
}

/* Who leaves last folds the log into the file, but not into one that is not proven: what is wrong
 * with it is to be found the next time, too, and what it holds to be saved. */
static void disconnect(struct store *store)
{
	if (store->db.handle && !store->proven && wal_holds_something(store->path))
		sqlite3_db_config(store->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				  (int *)NULL);
	db_release(&store->db);
}

static bool had_unclean_end(const struct store *store)
{
	return wal_holds_something(store->path) && live_is_alone(&store->live);
}

static bool read_replica(struct store *store, struct err *err)
{
	struct strbuf letter = STRBUF_INIT;
	bool found = false;
	bool good =
		db_get_int(&store->db, err, &store->replica,
			   "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'replica'", "") &&
		db_get_text(&store->db, err, &letter, &found,
			    "SELECT letter FROM replica WHERE prefix = ?1", "i", store->replica) &&
		(found || err_set(err, ERR_STORE,
				  "the wall file is damaged: it does not know its own number"));
	store->letter = letter.len ? letter.buf[0] : 0;
	strbuf_release(&letter);
	return good;
}

static bool read_times(struct store *store, struct err *err)
{
	return db_get_int(&store->db, err, &store->saved_ms,
			  "SELECT at_ms FROM journal ORDER BY id DESC LIMIT 1", "");
}

/* A wall without its sidecar has no lock to write under. */
static bool open_live(struct store *store, mode_t mode, struct err *err)
{
	if (store->alone || store->immutable)
		return true;
	live_open(&store->live, store->path, mode);
	return store->live.fd >= 0 || store->read_only ||
	       err_set(err, ERR_UNSAFE,
		       "%s-live cannot be opened: it must have the same rights as the wall",
		       store->path);
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

/* What is merely damaged is shown all the same; what was made to keep us busy is not. */
static bool prove(struct store *store, bool wal, struct err *err)
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

static bool open_connected(struct store *store, const struct store_options *options, bool wal,
			   struct err *err)
{
	if (!prove(store, wal, err))
		return false;
	struct watch watch;
	wall_watch_time(&watch, &store->db);
	bool good = (options->as_copy || replica_settle(store, err)) && read_replica(store, err) &&
		    read_times(store, err) &&
		    coder_join(store, options->coder, options->initials, err);
	wall_unwatch(&watch);
	if (!good)
		return false;
	live_join(&store->live, &store->me, store->read_only);
	return true;
}

/* What can be done with it here, and the words for what cannot. */
static void look_around(struct store *store, const struct store_options *options,
			const struct stat *st)
{
	struct strbuf folder = STRBUF_INIT;
	folder_add(&folder, store->path);
	bool fixed = eaccess(folder.buf, W_OK) != 0, locked = eaccess(store->path, W_OK) != 0;
	const char *client = folder_sync_client(store->path);
	store->alone = options->alone || folder_of(store->path) == FOLDER_NETWORK;
	store->fixed = fixed || locked;
	store->unsynced = options->unsynced;
	store->read_only = options->read_only || store->fixed;
	store->immutable = fixed && !wal_holds_something(store->path);
	if (fixed || locked)
		snprintf(store->notice, sizeof store->notice, "the %s cannot be written to",
			 fixed ? "folder" : "file");
	else if (store->alone)
		snprintf(store->notice, sizeof store->notice,
			 "this wall lies on a network folder: one person at a time");
	else if (client)
		snprintf(store->notice, sizeof store->notice,
			 "this wall lies in a folder of %s: close it before %s copies it, or it "
			 "may copy half a change",
			 client, client);
	else if (folder_shows(store->path, st))
		snprintf(
			store->notice, sizeof store->notice,
			"everybody on this computer can read this wall: chmod 600 (or 660, for its "
			"group) keeps them out");
	strbuf_release(&folder);
}

/* The connection and the sidecar are given back: the file under the name is another one now. */
static bool bring_up_to_date(struct store *store, const struct store_options *options,
			     const struct stat *st, struct err *err)
{
	if (store->read_only)
		return err_set(err, ERR_FORMAT,
			       "%s was made by an older themewall: open it once where it can be "
			       "written to, so that it is brought up to date",
			       store_path(store));
	bool good = migrate(store, options, st, err);
	disconnect(store);
	live_close(&store->live);
	return good;
}

/* Somebody else's wall: what lies beside it may have been put there for me, and what I leave beside
 * it they can change. So a copy of the file alone is opened, as it lies there; its name is gone as
 * soon as it is open. */
static bool open_copy(struct store *store, const struct store_options *options, struct err *err)
{
	struct private_copy copy;
	struct store_options mine = *options;
	bool wal = false;
	if (!private_file_copy(&copy, store->path, err))
		return false;
	store->asked = store->path;
	store->path = xstrdup(copy.path);
	store->jail = jail_new(store->path);
	store->read_only = store->fixed = store->immutable = mine.as_copy = true;
	bool good = connect(store, err) && wall_check_header(store, &wal, err) &&
		    (store->format == WALL_FORMAT || bring_up_to_date(store, NULL, NULL, err)) &&
		    open_connected(store, &mine, wal, err);
	private_copy_remove(&copy);
	return good;
}

/* As --read-only, or a yes to the question, has it. */
static bool open_strangers(struct store *store, const struct store_options *options,
			   const struct stat *st, struct err *err)
{
	if (!options->read_only)
		return wall_refuse_stranger(store->path, st, err);
	if (!open_copy(store, options, err))
		return false;
	if (!*store->notice)
		snprintf(store->notice, sizeof store->notice,
			 "this wall is somebody else's: a private copy of it is shown");
	return true;
}

/* A log can only be read with an index beside it, which cannot be made there. */
static bool explain_log(const struct store *store, struct err *err)
{
	if (store->fixed && err->code == ERR_IO && wal_holds_something(store->path))
		err_set(err, ERR_IO,
			"%s lies where nothing can be written, and its last changes are in a log "
			"beside it (…-wal): copy both into a folder of your own and open the copy",
			store->path);
	return false;
}

static bool open_here(struct store *store, const struct store_options *options,
		      const struct stat *st, struct err *err)
{
	bool wal = false;
	for (int tries = 0; tries < 2; tries++) {
		if (!connect(store, err) || !wall_check_header(store, &wal, err) ||
		    !open_live(store, st->st_mode & 0777, err))
			return false;
		if (store->format == WALL_FORMAT)
			return open_connected(store, options, wal, err) || explain_log(store, err);
		if (!bring_up_to_date(store, options, st, err))
			return false;
	}
	return err_set(err, ERR_BUSY, "another program is at work on this wall");
}

/* Log, index and sidecar are made while a wall is opened. Those of a group's wall are the group's
 * from their first moment: rights put right a moment later shut out who opens it in between. */
static bool open_existing(struct store *store, const struct store_options *options, struct err *err)
{
	struct stat st;
	if (!wall_check_file(store->path, &st, err))
		return false;
	if (!wall_is_shared(&st))
		return open_strangers(store, options, &st, err);
	look_around(store, options, &st);
	store->patience_ms = options->patience_ms;
	if (!wall_check_journal(store->path, err))
		return false;
	store->jail = jail_new(store->path);
	mode_t mask = umask(077);
	umask(mask & ~(st.st_mode & 0070));
	bool good = open_here(store, options, &st, err);
	umask(mask);
	return good;
}

/* The resolved path; a missing file is made first when that is wanted. */
static char *resolve(const char *path, const struct store_options *options, bool *created,
		     struct err *err)
{
	char *real = realpath(path, NULL);
	if (real && options->create && options->exclusive_name) {
		err_set(err, ERR_UNSAFE, "%s is already there: it was not touched", path);
		free(real);
		return NULL;
	}
	if (!real && errno == ENOENT && options->create && wall_create(path, options, err)) {
		*created = true;
		real = realpath(path, NULL);
	} else if (!real && !err->code) {
		if (errno == ENOENT)
			err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path);
		else
			err_errno(err, "%s", path);
	}
	return real;
}

bool store_open(struct store **out, const char *path, const struct store_options *options,
		bool *created, struct err *err)
{
	bool made = false;
	err_clear(err);
	*out = NULL;
	char *real = resolve(path, options, &made, err);
	if (!real)
		return false;
	struct store *store = xcalloc(1, sizeof *store);
	store->path = real;
	store->live.fd = store->live.bell = store->live.slot = -1;
	strbuf_init(&store->news_label);
	if (created)
		*created = made;
	if (!open_existing(store, options, err)) {
		store_close(store);
		return false;
	}
	store->made = made;
	*out = store;
	return true;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	struct err ignored = ERR_INIT;
	daily_stop(store);
	if (store->db.handle && store->unsynced)
		db_script(&store->db, &ignored, "PRAGMA synchronous = FULL");
	if (store->proven && !store->read_only && store->live.fd >= 0)
		wall_checkpoint(store);
	disconnect(store);
	jail_free(store->jail);
	live_close(&store->live);
	arena_release(&store->names);
	free(store->coders);
	free(store->own);
	strbuf_release(&store->news_label);
	free(store->path);
	free(store->asked);
	free(store);
}

void store_after_fork(struct store *store)
{
	live_close(&store->live);
}

const char *store_path(const struct store *store)
{
	return store->asked ? store->asked : store->path;
}

bool store_is_read_only(const struct store *store)
{
	return store->read_only;
}

const char *store_notice(const struct store *store)
{
	return store->notice;
}
