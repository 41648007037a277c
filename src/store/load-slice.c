/*
 * A whole load in slices, so that keys are answered between them. Each slice reads in a transaction
 * of its own: nothing waits for a load that takes its time. What keeps the slices of one state of
 * the wall is a mark taken before the first and compared before each; when the wall has changed,
 * the load begins again.
 */
#include "harden-internal.h"
#include "load-internal.h"
#include "pages-internal.h"

#include "themewall/base/banned.h"

/* People and clusters are few and go first, findings last; of these there may be many. */
static const enum table sliced[] = {TABLE_CARD, TABLE_EXCERPT, TABLE_PLACEMENT, TABLE_TAG,
				    TABLE_TENSION};

/* The journal tells of edits, the version of what others did past it, the count of our own. */
static bool read_mark(struct store *store, int64_t mark[3], struct err *err)
{
	mark[0] = mark[1] = 0;
	mark[2] = sqlite3_total_changes(store->db.handle);
	return db_get_int(&store->db, err, &mark[0],
			  "SELECT id FROM journal ORDER BY id DESC LIMIT 1", "") &&
	       db_get_int(&store->db, err, &mark[1], "PRAGMA data_version", "");
}

/* In the order of ids, whatever indexes there are. */
static const char *select_slice(struct store *store, enum table table)
{
	struct strbuf sql = STRBUF_INIT;
	if (store->slices[table])
		return store->slices[table];
	load_add_taking(&sql, table);
	strbuf_add_z(&sql, " NOT INDEXED WHERE t.id > ?1");
	return store->slices[table] = load_keep_sql(store, &sql);
}

/* A load that stops when it has had its share. */
struct share {
	struct load load;
	int64_t left, last; /* id of the last row that was taken */
};

static bool count(struct share *share, bool taken)
{
	share->left -= taken;
	share->last = taken ? share->load.change.column[0].i : share->last;
	return taken;
}

static bool take(void *context, sqlite3_value **columns)
{
	struct share *share = context;
	return share->left > 0 && count(share, load_take(&share->load, columns));
}

static bool take_record(void *context, int64_t id, struct str record)
{
	struct share *share = context;
	return share->left > 0 && count(share, load_take_record(&share->load, id, record));
}

/* From the pages as far as they are plain; true: to the end of the table or the share. */
static bool load_plain(struct store *store, struct share *share, enum db_step *step)
{
	struct pages pages;
	struct err *err = share->load.err, ignored = ERR_INIT;
	if (store->format != WALL_FORMAT || !load_is_large(share->load.table) ||
	    !pages_open(&pages, &store->db))
		return false;
	share->load.err = &ignored;
	enum pages_step way = pages_each(&pages, table_info(share->load.table)->name, share->last,
					 take_record, share);
	share->load.err = err;
	*step = way == PAGES_DONE ? DB_DONE : DB_ROW;
	return way == PAGES_DONE || (way == PAGES_STOPPED && share->left == 0);
}

/* DB_ROW: the share is used up, or a row was refused. */
static enum db_step load_rest(struct store *store, struct share *share, struct err *err)
{
	enum db_step step;
	if (load_plain(store, share, &step))
		return step;
	return db_each(&store->db, err, take, share, select_slice(store, share->load.table), "i",
		       share->last);
}

static bool begin(struct store *store, struct model *model, struct load_state *state,
		  struct err *err)
{
	model_clear(model);
	state->begun = true;
	state->table = 0;
	state->after = INT64_MIN;
	state->room = wall_room(&store->db);
	return load_with_cache(store, false, err) && load_people(store, model, err) &&
	       load_clusters(store, model, err);
}

/* Rows of one table after another until there are `most`; *left is what is not used of them. */
static bool load_many(struct store *store, struct model *model, struct load_state *state,
		      int64_t *left, struct err *err)
{
	struct share share = {.load = {.model = model, .err = err, .room = state->room},
			      .left = *left};
	while (share.left > 0 && state->table < TW_COUNT(sliced)) {
		share.load.table = sliced[state->table];
		share.last = state->after;
		enum db_step step = load_rest(store, &share, err);
		if (step == DB_FAILED || (step == DB_ROW && share.left > 0))
			return false; /* in the second case a row was refused */
		state->after = step == DB_DONE ? INT64_MIN : share.last;
		state->table += step == DB_DONE;
	}
	*left = share.left;
	state->room = share.load.room;
	return true;
}

static bool load_slice(struct store *store, struct model *model, struct load_state *state,
		       int64_t most, bool *done, struct err *err)
{
	int64_t mark[3];
	if (!read_mark(store, mark, err))
		return false;
	if (!state->begun || memcmp(mark, state->mark, sizeof mark) != 0) {
		memcpy(state->mark, mark, sizeof mark);
		return begin(store, model, state, err);
	}
	if (!load_many(store, model, state, &most, err))
		return false;
	*done = most > 0;
	return !*done || (load_findings(store, model, err) && load_mark(store, err) &&
			  load_with_cache(store, true, err));
}

bool store_load_slice(struct store *store, struct model *model, struct load_state *state,
		      int64_t most, bool *done, struct err *err)
{
	struct watch watch;
	*done = false;
	wall_watch_time(&watch, &store->db);
	bool good =
		db_begin(&store->db, err, "BEGIN") &&
		db_end_reading(&store->db, load_slice(store, model, state, most, done, err), err);
	wall_unwatch(&watch);
	return good;
}
