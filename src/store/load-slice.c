/*
 * A whole load in slices, so that keys are answered between them. Each slice reads in a transaction
 * of its own: nothing waits for a load that takes its time. What keeps the slices of one state of
 * the wall is a mark taken before the first and compared before each; when the wall has changed,
 * the load begins again.
 */
#include "load-internal.h"

#include "themewall/base/banned.h"

/* People and clusters are few and go first, findings last; of these there may be many. */
static const enum table sliced[] = {TABLE_EXCERPT, TABLE_CARD, TABLE_PLACEMENT, TABLE_TAG,
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
	int64_t left;
};

static bool take(void *context, sqlite3_value **columns)
{
	struct share *share = context;
	if (share->left == 0 || !load_take(&share->load, columns))
		return false;
	share->left--;
	return true;
}

static bool begin(struct store *store, struct model *model, struct load_state *state,
		  struct err *err)
{
	model_clear(model);
	state->begun = true;
	state->table = 0;
	state->after = INT64_MIN;
	return load_with_cache(store, false, err) && load_people(store, model, err) &&
	       load_clusters(store, model, err);
}

/* Rows of one table after another until there are `most`; *left is what is not used of them. */
static bool load_many(struct store *store, struct model *model, struct load_state *state,
		      int64_t *left, struct err *err)
{
	struct share share = {.load = {.model = model, .err = err}, .left = *left};
	while (share.left > 0 && state->table < TW_COUNT(sliced)) {
		share.load.table = sliced[state->table];
		share.load.change.column[0].i = state->after;
		enum db_step step =
			db_each(&store->db, err, take, &share,
				select_slice(store, sliced[state->table]), "i", state->after);
		if (step == DB_FAILED || (step == DB_ROW && share.left > 0))
			return false; /* in the second case a row was refused */
		state->after = step == DB_DONE ? INT64_MIN : share.load.change.column[0].i;
		state->table += step == DB_DONE;
	}
	*left = share.left;
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
	*done = false;
	return db_begin(&store->db, err, "BEGIN") &&
	       db_end_reading(&store->db, load_slice(store, model, state, most, done, err), err);
}
