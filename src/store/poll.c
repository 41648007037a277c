/*
 * The live feed: journal rows newer than those the model has, turned into row changes. My own
 * commits come in the same way as everyone's. When the file changed and the journal tells nothing
 * (another tool wrote to it), the model is loaded anew; what our own programs change without a
 * journal row they count in the sidecar, so that it is not mistaken for that.
 */
#include "harden-internal.h"
#include "load-internal.h"

#include "changes-internal.h"

#include "themewall/model/insights.h"

#include "themewall/base/banned.h"

struct poll {
	struct store *store;
	struct model *model;
	struct news *news;
	struct err *err;
	bool misfit; /* a row does not fit the model: the file was changed past the journal */
};

/* Rows that went in raw with an import: the first change that names them brings them along, as they
 * are now. */
static bool bring_transcript(struct poll *poll, int64_t id)
{
	struct store *store = poll->store;
	if (!store->transcript_rows) {
		struct strbuf sql = STRBUF_INIT;
		strbuf_addf(&sql, "%s WHERE t.id = ?1", load_select(store, TABLE_TRANSCRIPT));
		store->transcript_rows = arena_strndup(&store->names, sql.buf, sql.len);
		strbuf_reset(&sql);
		strbuf_addf(&sql, "%s WHERE t.transcript = ?1", load_select(store, TABLE_SPEAKER));
		store->speaker_rows = arena_strndup(&store->names, sql.buf, sql.len);
		strbuf_release(&sql);
	}
	struct load load = {.model = poll->model, .err = poll->err, .room = wall_room(&store->db)};
	return load_rows(store, &load, TABLE_TRANSCRIPT, store->transcript_rows, id) &&
	       load_rows(store, &load, TABLE_SPEAKER, store->speaker_rows, id);
}

static bool bring_missing(struct poll *poll, const struct row_change *change)
{
	int64_t id = change->column[0].i, transcript = 0;
	if (change->op != ROW_UPDATE)
		return true;
	if (change->table == TABLE_TRANSCRIPT)
		return model_transcript(poll->model, (transcript_id){id}) ||
		       bring_transcript(poll, id);
	if (change->table != TABLE_SPEAKER || model_speaker(poll->model, (speaker_id){id}))
		return true;
	return db_get_int(&poll->store->db, poll->err, &transcript,
			  "SELECT transcript FROM speaker WHERE id = ?1", "i", id) &&
	       bring_transcript(poll, transcript);
}

static bool apply_changes(struct poll *poll, struct str blob)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, blob);
	while (changes_next(&changes, &change, NULL)) {
		if (!bring_missing(poll, &change))
			return false;
		if (changes.narrow || !model_accepts(poll->model, &change)) {
			poll->misfit = true;
			return true;
		}
		model_apply(poll->model, &change);
	}
	return true;
}

static bool is_own(const struct store *store, int64_t id)
{
	for (size_t i = 0; i < store->nown; i++)
		if (store->own[i] == id)
			return true;
	return false;
}

static void note_row(struct poll *poll, sqlite3_stmt *row)
{
	struct store *store = poll->store;
	store->last_row = sqlite3_column_int64(row, 0);
	store->saved_ms = sqlite3_column_int64(row, 3);
	poll->news->rows++;
	if (is_own(store, store->last_row))
		return;
	poll->news->foreign++;
	poll->news->last_by.n = sqlite3_column_int64(row, 1);
	strbuf_reset(&store->news_label);
	if (text_is_sound(db_column_text(row, 2)))
		strbuf_add_str(&store->news_label, db_column_text(row, 2));
}

static bool read_journal(struct poll *poll)
{
	struct db *db = &poll->store->db;
	sqlite3_stmt *rows = db_query(
		db, poll->err,
		"SELECT id, coder, label, at_ms, changeset FROM journal WHERE id > ?1 ORDER BY id",
		"i", poll->store->last_row);
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && !poll->misfit && rows && (step = db_step(db, rows, poll->err)) == DB_ROW) {
		struct str blob = db_column_blob(rows, 4);
		poll->misfit = !changes_valid(blob);
		good = poll->misfit || apply_changes(poll, blob);
		note_row(poll, rows);
	}
	if (rows)
		sqlite3_reset(rows);
	return good && rows && step != DB_FAILED;
}

/* Joining another copy writes the newest rows anew: those the model has are then under no number it
 * knows. */
static bool check_order(struct poll *poll)
{
	int64_t there = poll->store->last_row == 0;
	if (!there &&
	    !db_get_int(&poll->store->db, poll->err, &there, "SELECT 1 FROM journal WHERE id = ?1",
			"i", poll->store->last_row))
		return false;
	poll->misfit = !there || poll->store->astray;
	return true;
}

/* In one read transaction, so that rows and data_version speak of the same moment. */
static bool catch_up(struct poll *poll, bool *reload)
{
	struct store *store = poll->store;
	int64_t version = store->data_version, quiet = 0;
	if (!check_order(poll) || (!poll->misfit && !read_journal(poll)) ||
	    !db_get_int(&store->db, poll->err, &version, "PRAGMA data_version", ""))
		return false;
	quiet = live_quiet(&store->live);
	*reload = poll->misfit ||
		  (version != store->data_version && !poll->news->foreign && quiet == store->quiet);
	store->data_version = version;
	store->quiet = quiet;
	store->wrote = false;
	store->nown = 0;
	return true;
}

static bool run(struct poll *poll)
{
	struct store *store = poll->store;
	bool reload = false;
	if (!db_begin(&store->db, poll->err, "BEGIN"))
		return false;
	bool good = catch_up(poll, &reload);
	good = db_end_reading(&store->db, good, poll->err);
	store->astray = !good; /* it may have been given half of a change */
	if (!good || !reload)
		return good;
	poll->news->reloaded = true;
	model_clear(poll->model);
	return store_load(store, poll->model, poll->err);
}

bool store_poll(struct store *store, struct model *model, struct news *news, struct err *err)
{
	struct poll poll = {.store = store, .model = model, .news = news, .err = err};
	int64_t version = store->data_version;
	*news = (struct news){0};
	bool good = db_get_int(&store->db, err, &version, "PRAGMA data_version", "");
	if (good && (store->wrote || store->astray || version != store->data_version))
		good = run(&poll);
	if (news->foreign)
		news->label = strbuf_str(&store->news_label);
	news->saved_ms = store->saved_ms;
	return good;
}

int store_bell_fd(const struct store *store)
{
	return store->live.bell;
}

bool store_bell_answer(struct store *store)
{
	return live_bell_answer(&store->live);
}
