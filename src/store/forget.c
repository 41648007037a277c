/*
 * Forgetting somebody: the copies, then the wall; in each one transaction over every text, and then
 * the file written anew, because what was overwritten or removed before may still stand in unused
 * room of its pages. At the end the bytes themselves are looked through.
 */
#include <stdlib.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/store/backup.h"

#include "forget-internal.h"
#include "harden-internal.h"

#include "themewall/base/banned.h"

/* ---- who it is ---- */

static bool each_name(struct store *store, const char *sql, int64_t id, struct mask *mask,
		      void (*each)(struct mask *mask, struct str name), struct err *err)
{
	sqlite3_stmt *rows = db_query(&store->db, err, sql, "i", id);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&store->db, rows, err)) == DB_ROW)
		each(mask, db_column_text(rows, 0));
	return step == DB_DONE;
}

/* "Jo Park (Guest)" is Jo Park; "Jo Park (Josie)" is also Josie. */
static void add_label(struct mask *mask, struct str label)
{
	size_t open = str_find_char(label, '(');
	if (open == 0 || open == label.n) {
		mask_add(mask, label);
		return;
	}
	struct str rest = str_part(label, open + 1, label.n);
	mask_add(mask, str_part(label, 0, open));
	mask_add(mask, str_part(rest, 0, str_find_char(rest, ')')));
}

static bool names_of(struct store *store, int64_t id, struct mask *mask, struct err *err)
{
	return each_name(store, "SELECT name FROM identity WHERE participant = ?1", id, mask,
			 mask_add, err) &&
	       each_name(store, "SELECT label FROM speaker WHERE participant = ?1", id, mask,
			 add_label, err) &&
	       forget_old_names(store, id, mask, err) &&
	       each_name(store,
			 "SELECT name FROM identity WHERE participant <> ?1 UNION SELECT label "
			 "FROM speaker WHERE ifnull(participant, 0) <> ?1",
			 id, mask, mask_spare, err);
}

/* ---- one file ---- */

static bool lift_guards(struct db *db, struct err *err)
{
	return db_script(db, err,
			 "DROP TRIGGER temp.turn_frozen; DROP TRIGGER temp.transcript_frozen; "
			 "DROP TRIGGER temp.journal_frozen");
}

static bool strike_all(struct forgetting *f, int64_t participant)
{
	return lift_guards(f->db, f->err) && forget_turns(f) && forget_tables(f) &&
	       forget_journal(f) &&
	       db_run(f->db, f->err,
		      "INSERT OR REPLACE INTO meta(key, value) VALUES('forgotten ' || ?1, ?2)",
		      "ii", participant, clock_now_ms());
}

static void release(struct forgetting *f)
{
	map_release(&f->by_transcript);
	map_release(&f->by_excerpt);
	map_release(&f->by_words);
	free(f->texts);
	free(f->lies);
	free(f->known);
	arena_release(&f->arena);
}

/* The guards come back with the rollback, or are made anew. */
static bool strike_in(struct store *store, int64_t participant, const struct mask *mask,
		      struct forget_report *report, struct err *err)
{
	struct forgetting f = {
		.store = store, .db = &store->db, .err = err, .mask = mask, .report = report};
	struct strbuf unused = STRBUF_INIT;
	bool good = db_get_text(&store->db, err, &unused, NULL, "PRAGMA secure_delete = ON", "") &&
		    transaction_begin(store, err);
	strbuf_release(&unused);
	if (!good)
		return false;
	live_count_quiet(&store->live);
	good = strike_all(&f, participant) && guards_remake(&store->db, err);
	release(&f);
	good = transaction_end(store, good, err) && good;
	live_count_quiet(&store->live);
	return good;
}

/* A connection of its own: the other may not write a file anew, for which SQLite attaches one. */
static bool write_anew(struct store *store, struct err *err)
{
	struct db db = {0};
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	if (!live_lock(&store->live, store->patience_ms, err))
		return false;
	live_count_quiet(&store->live);
	bool good = sqlite3_open_v2(store->path, &db.handle, flags, jail_name(store->jail)) ==
			    SQLITE_OK ||
		    db_fail(&db, err);
	if (good) {
		wall_harden(&db);
		sqlite3_limit(db.handle, SQLITE_LIMIT_ATTACHED, 1);
		sqlite3_set_authorizer(db.handle, NULL, NULL);
		good = db_script(&db, err,
				 "PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL; PRAGMA "
				 "secure_delete = ON; PRAGMA wal_autocheckpoint = 0; VACUUM");
	}
	db_release(&db);
	live_count_quiet(&store->live);
	live_unlock(&store->live);
	return good && (wall_checkpoint(store) ||
			err_set(err, ERR_BUSY,
				"the wall could not be written anew: it is in use; "
				"run themewall forget again"));
}

/* Through SQLite's own descriptor: closing another would drop its locks. Pieces overlap. */
static bool is_gone(struct store *store, const struct mask *mask, struct err *err)
{
	enum { PIECE = 1 << 20, OVERLAP = 1024 };
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	char *piece = xmalloc(PIECE);
	sqlite3_file_control(store->db.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	bool gone = file->pMethods->xFileSize(file, &size) == SQLITE_OK;
	for (sqlite3_int64 at = 0; gone && at < size; at += PIECE - OVERLAP) {
		int n = size - at < PIECE ? (int)(size - at) : PIECE;
		gone = file->pMethods->xRead(file, piece, n, at) == SQLITE_OK &&
		       !mask_is_in_bytes(mask, (struct str){piece, (size_t)n});
	}
	free(piece);
	if (!gone)
		err_set(err, ERR_STORE,
			"the name still stands in the file (whoever works on this wall under it "
			"keeps it): close all programs that have %s open and run themewall forget "
			"again",
			store->path);
	return gone;
}

static bool forget_in(struct store *store, int64_t participant, const struct mask *mask,
		      struct forget_report *report, struct err *err)
{
	return strike_in(store, participant, mask, report, err) && write_anew(store, err) &&
	       is_gone(store, mask, err);
}

/* ---- copies ---- */

struct cleaning {
	struct store *store;
	int64_t participant;
	struct mask *mask;
	struct forget_report *report;
	void (*left)(const char *path, const char *why, void *context);
	void *context;
};

/* Another wall may be called alike. */
static bool look_if_same(struct store *copy, struct store *store, bool *same, struct err *err)
{
	struct strbuf mine = STRBUF_INIT, its = STRBUF_INIT;
	bool good = wall_root(&store->db, &mine, err) && wall_root(&copy->db, &its, err);
	*same = str_equal(strbuf_str(&mine), strbuf_str(&its));
	strbuf_release(&mine);
	strbuf_release(&its);
	return good;
}

/* Opening a copy made a sidecar, which has no use beside it. */
static void remove_sidecar(const char *path)
{
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "%s-live", path);
	unlink(name.buf);
	strbuf_release(&name);
}

static void clean_copy(const char *path, void *context)
{
	struct cleaning *cleaning = context;
	struct store_options options = {.coder = cleaning->store->me.name,
					.patience_ms = cleaning->store->patience_ms,
					.as_copy = true};
	struct forget_report unused = {0};
	struct err err = ERR_INIT;
	struct store *copy = NULL;
	bool same = false, good = store_open(&copy, path, &options, NULL, &err) &&
				  look_if_same(copy, cleaning->store, &same, &err);
	if (good && same) {
		good = names_of(copy, cleaning->participant, cleaning->mask, &err) &&
		       forget_in(copy, cleaning->participant, cleaning->mask, &unused, &err);
		cleaning->report->copies += good;
	}
	store_close(copy);
	remove_sidecar(path);
	if (!good && cleaning->left)
		cleaning->left(path, err.msg, cleaning->context);
}

bool store_forget(struct store *store, participant_id id, const char *backup_folder,
		  void (*left)(const char *path, const char *why, void *context), void *context,
		  struct forget_report *report, struct err *err)
{
	struct mask *mask = mask_new();
	struct cleaning cleaning = {store, id.n, mask, report, left, context};
	*report = (struct forget_report){0};
	strbuf_init(&report->spared);
	err_clear(err);
	bool good = names_of(store, id.n, mask, err) &&
		    (live_is_alone(&store->live) ||
		     err_set(err, ERR_BUSY,
			     "someone else has this wall open: ask them to close it first"));
	if (good) {
		store_backups(store, backup_folder, clean_copy, &cleaning);
		/* again: a copy may have known more names, of others too */
		good = names_of(store, id.n, mask, err) &&
		       forget_in(store, id.n, mask, report, err);
		mask_add_spared(mask, &report->spared);
	}
	mask_free(mask);
	return good;
}
