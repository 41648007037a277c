/*
 * Joining two copies of one wall: the other is copied into a private folder, brought up to date and
 * rid of whom we have forgotten; then, in one transaction, its rows and ours are put in one order
 * and done again. The wall as it was is copied first, and what comes out is checked whole before it
 * is kept.
 */
#include "merge-internal.h"

#include <stdlib.h>

#include "themewall/store/backup.h"
#include "themewall/store/forget.h"

#include "backup-internal.h"
#include "check-internal.h"
#include "private-internal.h"

#include "themewall/base/banned.h"

struct str merge_keep(struct merge *merge, struct str s)
{
	return (struct str){arena_strndup(&merge->arena, s.p ? s.p : "", s.n), s.n};
}

/* ---- whom we have forgotten ---- */

static void left(const char *path, const char *why, void *context)
{
}

static bool forget_there(struct merge *merge, int64_t id)
{
	struct forget_report report = {0};
	int64_t done = 0;
	if (!db_get_int(&merge->other->db, merge->err, &done,
			"SELECT count(*) FROM meta WHERE key = 'forgotten ' || ?1", "i", id))
		return false;
	bool good = done || store_forget(merge->other, (participant_id){id}, NULL, left, NULL,
					 &report, merge->err);
	strbuf_release(&report.spared);
	return good;
}

#define FORGOTTEN "SELECT CAST(substr(key, 11) AS INTEGER) FROM meta WHERE key GLOB 'forgotten *'"

static bool forget_whom_we_forgot(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(merge->db, merge->err, FORGOTTEN, "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(merge->db, rows, merge->err)) == DB_ROW)
		good = forget_there(merge, sqlite3_column_int64(rows, 0));
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

static bool count_forgotten_there(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(&merge->other->db, merge->err, FORGOTTEN, "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&merge->other->db, rows, merge->err)) == DB_ROW) {
		int64_t here = 0;
		if (!db_get_int(merge->db, merge->err, &here,
				"SELECT count(*) FROM meta WHERE key = 'forgotten ' || ?1", "i",
				sqlite3_column_int64(rows, 0)))
			break;
		merge->report->forgotten += !here;
	}
	if (rows)
		sqlite3_reset(rows);
	return step == DB_DONE;
}

/* ---- the whole ---- */

static void say_broken(const char *problem, void *context)
{
	struct strbuf *words = context;
	if (!words->len)
		strbuf_add_z(words, problem);
}

/* What both did may break a rule that neither broke alone. */
static bool check_result(struct merge *merge)
{
	struct strbuf words = STRBUF_INIT;
	size_t problems = 0;
	bool good = check_all(merge->store, say_broken, &words, &problems, merge->err);
	if (good && problems)
		good = err_set(merge->err, ERR_CONFLICT,
			       "the two copies do not fit together (%s): nothing was changed",
			       words.buf);
	strbuf_release(&words);
	return good;
}

static bool lift_guards(struct db *db, struct err *err)
{
	return db_script(db, err,
			 "DROP TRIGGER temp.journal_frozen; DROP TRIGGER temp.journal_stays");
}

static bool merge_inside(struct merge *merge)
{
	return db_run(merge->db, merge->err, "PRAGMA defer_foreign_keys = ON", "") &&
	       merge_read_other(merge) &&
	       (!merge->any ||
		(lift_guards(merge->db, merge->err) && merge_rewind(merge) && merge_replay(merge) &&
		 guards_remake(merge->db, merge->err) && check_result(merge)));
}

static bool put_aside(struct merge *merge, bool (*backup_folder)(struct strbuf *path))
{
	struct strbuf folder = STRBUF_INIT;
	bool named = backup_folder && backup_folder(&folder);
	backup_name_aside(merge->store, named ? folder.buf : NULL, &merge->report->copy);
	strbuf_release(&folder);
	return store_backup(merge->store, merge->report->copy.buf, merge->err);
}

static void drop_copy(struct merge *merge)
{
	if (merge->report->copy.len)
		unlink(merge->report->copy.buf);
	strbuf_reset(&merge->report->copy);
}

static bool merge_into(struct merge *merge, bool (*backup_folder)(struct strbuf *path))
{
	struct store *store = merge->store;
	if (!forget_whom_we_forgot(merge) || !count_forgotten_there(merge) ||
	    !put_aside(merge, backup_folder) || !transaction_begin(store, merge->err))
		return false;
	char letter = store->letter;
	bool good = merge_inside(merge);
	good = transaction_end(store, good && merge->any, merge->err) || (good && !merge->any);
	if (!good || !merge->any)
		store->letter = letter;
	if (good && merge->any) {
		store->wrote = true;
		store->batch = 0;
		live_ring(&store->live);
	}
	return good;
}

static void release(struct merge *merge)
{
	db_forget(merge->db); /* whose texts are in the arena */
	map_release(&merge->coders);
	free(merge->coder_ids);
	free(merge->rows);
	free(merge->updates);
	arena_release(&merge->arena);
}

bool store_merge(struct store *store, const char *other,
		 void (*skipped)(const char *words, void *context), void *context,
		 bool (*backup_folder)(struct strbuf *path), struct merge_report *report,
		 struct err *err)
{
	struct merge merge = {.store = store,
			      .db = &store->db,
			      .err = err,
			      .skipped = skipped,
			      .context = context,
			      .report = report};
	struct private_copy copy = {0};
	struct store_options options = {
		.coder = store->me.name, .as_copy = true, .patience_ms = store->patience_ms};
	*report = (struct merge_report){0};
	strbuf_init(&report->by);
	strbuf_init(&report->copy);
	err_clear(err);
	bool good = private_copy_make(&copy, other, store->patience_ms, err) &&
		    (store_open(&merge.other, copy.path, &options, NULL, err) ||
		     err_wrap(err, "%s", other)) &&
		    merge_into(&merge, backup_folder);
	if (!good || !merge.any)
		drop_copy(&merge);
	store_close(merge.other);
	private_copy_remove(&copy);
	release(&merge);
	return good;
}

void merge_report_release(struct merge_report *report)
{
	strbuf_release(&report->by);
	strbuf_release(&report->copy);
}
