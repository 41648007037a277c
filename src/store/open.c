/*
 * Opening a wall: hostile until proven. In order: what the path is and whose, its header, a
 * connection that is proven before it is believed (open-prove.c); only then our own guards and the
 * person's name.
 */
#include "open-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/clock.h"

#include "backup-internal.h"
#include "harden-internal.h"
#include "migrate-internal.h"
#include "private-internal.h"

#include "themewall/base/banned.h"

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

static bool open_connected(struct store *store, const struct store_options *options, bool wal,
			   struct err *err)
{
	if (!wall_prove(store, wal, err))
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
	store->immutable = fixed && !wall_log_holds_something(store->path);
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
	wall_disconnect(store);
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
	bool good = wall_connect(store, err) && wall_check_header(store, &wal, err) &&
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
	if (store->fixed && err->code == ERR_IO && wall_log_holds_something(store->path))
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
		if (!wall_connect(store, err) || !wall_check_header(store, &wal, err) ||
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
	wall_disconnect(store);
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
