/*
 * From the file to the model: whole tables at the start, journal rows ever after (poll.c). Each
 * table's SELECT comes from tables.def, columns in the order of row_change. What is read was
 * possibly written by another program, so text is checked before it goes up, and a forest that is
 * none is refused: the model walks up parents.
 */
#include "harden-internal.h"
#include "load-internal.h"

#include <stdlib.h>

#include "changes-internal.h"
#include "turns-internal.h"

#include "themewall/base/banned.h"

/* An excerpt's words are those of its card or of the transcript: nobody above keeps them twice. */
int load_columns(enum table table)
{
	return table == TABLE_EXCERPT ? EXCERPT_QUOTE : table_info(table)->ncolumns;
}

static void add_columns(struct strbuf *sql, enum table table, int n)
{
	for (int i = 0; i < n; i++)
		strbuf_addf(sql, "%st.\"%s\"", i ? ", " : "", table_info(table)->columns[i].name);
}

const char *load_keep_sql(struct store *store, struct strbuf *sql)
{
	const char *kept = arena_strndup(&store->names, sql->buf, sql->len);
	strbuf_release(sql);
	return kept;
}

const char *load_select(struct store *store, enum table table)
{
	struct strbuf sql = STRBUF_INIT;
	if (store->selects[table])
		return store->selects[table];
	strbuf_add_z(&sql, "SELECT ");
	add_columns(&sql, table, table_info(table)->ncolumns);
	strbuf_addf(&sql, " FROM main.\"%s\" t", table_info(table)->name);
	return store->selects[table] = load_keep_sql(store, &sql);
}

void load_add_taking(struct strbuf *sql, enum table table)
{
	strbuf_add_z(sql, "SELECT take_row(");
	add_columns(sql, table, load_columns(table));
	strbuf_addf(sql, ") FROM main.\"%s\" t", table_info(table)->name);
}

static const char *select_all(struct store *store, enum table table)
{
	struct strbuf sql = STRBUF_INIT;
	if (store->wholes[table])
		return store->wholes[table];
	load_add_taking(&sql, table);
	return store->wholes[table] = load_keep_sql(store, &sql);
}

static struct str bytes_of(sqlite3_value *column, const void *p)
{
	return (struct str){p, p ? (size_t)sqlite3_value_bytes(column) : 0};
}

static bool read_value(sqlite3_value *column, enum column_type type, struct value *value)
{
	switch (type) {
	case COLUMN_REF: /* 0 is no id: NULL */
		*value = value_ref(sqlite3_value_int64(column));
		return true;
	case COLUMN_KEY:
	case COLUMN_INT:
		*value = value_int(sqlite3_value_int64(column));
		return true;
	case COLUMN_TEXT:
		*value = value_text(bytes_of(column, sqlite3_value_text(column)));
		return text_is_sound(value->s);
	case COLUMN_BLOB:
		*value = (struct value){.type = VALUE_BLOB,
					.s = bytes_of(column, sqlite3_value_blob(column))};
		return true;
	}
	return false;
}

static bool read_row(enum table table, sqlite3_value **columns, struct row_change *change)
{
	const struct table_info *info = table_info(table);
	change->table = table;
	change->op = ROW_INSERT;
	for (int i = 0, n = load_columns(table); i < n; i++)
		if (!read_value(columns[i], info->columns[i].type, &change->column[i]))
			return false;
	return true;
}

bool load_row(enum table table, sqlite3_stmt *row, struct row_change *change)
{
	sqlite3_value *columns[ROW_MAX_COLUMNS];
	for (int i = 0, n = load_columns(table); i < n; i++)
		columns[i] = sqlite3_column_value(row, i);
	return read_row(table, columns, change);
}

bool load_feed(struct load *load, const struct row_change *change, bool sound)
{
	if (sound && model_accepts(load->model, change)) {
		model_apply(load->model, change);
		return true;
	}
	return err_set(load->err, ERR_STORE,
		       "the wall file is damaged: a %s %s (run themewall check)",
		       table_info(change->table)->name,
		       sound ? "says what cannot be" : "holds text that cannot be read");
}

/* What SQLite read of one row. */
static bool fits(struct load *load)
{
	for (int i = 0, n = load_columns(load->table); i < n; i++)
		load->room -= (int64_t)load->change.column[i].s.n;
	return load->room >= 0;
}

bool load_rows(struct store *store, struct load *load, enum table table, const char *sql,
	       int64_t id)
{
	sqlite3_stmt *rows = db_query(&store->db, load->err, sql, "i", id);
	enum db_step step = DB_FAILED;
	load->table = table;
	while (rows && (step = db_step(&store->db, rows, load->err)) == DB_ROW) {
		bool sound = load_row(table, rows, &load->change) && fits(load);
		if (!load_feed(load, &load->change, sound)) {
			sqlite3_reset(rows);
			return false;
		}
	}
	return step == DB_DONE;
}

bool load_take(void *context, sqlite3_value **columns)
{
	struct load *load = context;
	bool sound = read_row(load->table, columns, &load->change) && fits(load);
	return load_feed(load, &load->change, sound);
}

bool load_table(struct store *store, struct model *model, enum table table, struct err *err)
{
	struct load load = {
		.model = model, .table = table, .err = err, .room = wall_room(&store->db)};
	return db_each(&store->db, err, load_take, &load, select_all(store, table), "") == DB_DONE;
}

/* Every cluster hangs within four levels of the top: no ring, no dangling parent. */
static bool check_forest(struct store *store, struct err *err)
{
	int64_t lost = 0;
	if (!db_get_int(&store->db, err, &lost,
			"WITH RECURSIVE down(id, n) AS (SELECT id, 1 FROM cluster WHERE parent IS "
			"NULL UNION ALL "
			"SELECT c.id, n + 1 FROM cluster c JOIN down ON c.parent = down.id WHERE n "
			"< 4) "
			"SELECT (SELECT count(id) FROM cluster) - (SELECT count(*) FROM down)",
			""))
		return false;
	return !lost || err_set(err, ERR_STORE,
				"the wall file is damaged: %lld themes hang in a ring or too deep "
				"(run themewall check)",
				(long long)lost);
}

bool load_people(struct store *store, struct model *model, struct err *err)
{
	static const enum table tables[] = {TABLE_STUDY,      TABLE_PARTICIPANT, TABLE_IDENTITY,
					    TABLE_ATTRIBUTE,  TABLE_SESSION,     TABLE_ATTENDANCE,
					    TABLE_TRANSCRIPT, TABLE_SPEAKER};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (!load_table(store, model, tables[i], err))
			return false;
	return true;
}

bool load_clusters(struct store *store, struct model *model, struct err *err)
{
	return check_forest(store, err) && load_table(store, model, TABLE_CLUSTER, err);
}

bool load_findings(struct store *store, struct model *model, struct err *err)
{
	static const enum table tables[] = {
		TABLE_INSIGHT, TABLE_EVIDENCE,   TABLE_RECOMMENDATION, TABLE_BELIEF, TABLE_DECISION,
		TABLE_LAYER,   TABLE_LAYER_CARD, TABLE_BALLOT,         TABLE_VOTE,   TABLE_LENS};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (!load_table(store, model, tables[i], err))
			return false;
	return true;
}

bool load_mark(struct store *store, struct err *err)
{
	store->last_row = 0;
	store->wrote = false;
	store->nown = 0;
	if (!db_get_int(&store->db, err, &store->last_row,
			"SELECT id FROM journal ORDER BY id DESC LIMIT 1", "") ||
	    !db_get_int(&store->db, err, &store->saved_ms,
			"SELECT at_ms FROM journal ORDER BY id DESC LIMIT 1", "") ||
	    !db_get_int(&store->db, err, &store->data_version, "PRAGMA data_version", ""))
		return false;
	store->quiet = live_quiet(&store->live);
	return true;
}

static bool load_cards(struct store *store, struct model *model, struct err *err)
{
	return load_table(store, model, TABLE_CARD, err) &&
	       load_table(store, model, TABLE_EXCERPT, err) &&
	       load_table(store, model, TABLE_PLACEMENT, err);
}

/* From the pages, where they are as they should be; else SQLite reads it all and says what is
 * wrong. */
static bool load_first(struct store *store, struct model *model, struct err *err)
{
	bool strange = false;
	if (!load_people(store, model, err) || !load_clusters(store, model, err))
		return false;
	if (load_cards_from_pages(store, model, &strange))
		return true;
	if (strange)
		model_clear(model);
	if (strange && (!load_people(store, model, err) || !load_clusters(store, model, err)))
		return false;
	return load_cards(store, model, err);
}

bool load_study(struct store *store, struct model *model, struct err *err)
{
	return load_first(store, model, err) && load_table(store, model, TABLE_TAG, err) &&
	       load_table(store, model, TABLE_TENSION, err) && load_findings(store, model, err);
}

/* A walk over whole tables needs no page twice; what it would leave in the cache is memory that the
 * model could use. What moves need afterwards are some ten pages each. */
bool load_with_cache(struct store *store, bool large, struct err *err)
{
	return db_script(&store->db, err,
			 large ? "PRAGMA cache_size = -2000" : "PRAGMA cache_size = -400");
}

static bool load_all(struct store *store, struct model *model, struct err *err)
{
	return load_with_cache(store, false, err) && load_study(store, model, err) &&
	       load_mark(store, err) && load_with_cache(store, true, err);
}

bool store_load(struct store *store, struct model *model, struct err *err)
{
	struct watch watch;
	wall_watch_time(&watch, &store->db);
	store->astray = !(db_begin(&store->db, err, "BEGIN") &&
			  db_end_reading(&store->db, load_all(store, model, err), err));
	wall_unwatch(&watch);
	return !store->astray;
}

/* Turns are many and short: they are gathered in blocks of the arena and handed over at once. */
void turns_state_release(struct turns_state *state)
{
	free(state->turns);
	arena_release(&state->arena);
	*state = (struct turns_state){.n = 0};
}

/* Numbers leave out none: pages that lead to one another would go on for ever. */
static const char *find_flaw(const struct turns_state *state, int64_t seq, int64_t room)
{
	const struct turn *turn = &state->turns[state->n];
	if (seq != (int64_t)state->n)
		return "misses a turn, or has one twice";
	return text_is_sound(turn->text) && state->nbytes <= room
		       ? NULL
		       : "holds text that cannot be read";
}

bool store_load_some_turns(struct store *store, struct model *model, transcript_id id,
			   struct turns_state *state, size_t most, bool *done, struct err *err)
{
	enum db_step step = DB_FAILED;
	const char *flaw = NULL;
	int64_t room = wall_room(&store->db);
	size_t end = state->n + most;
	sqlite3_stmt *rows = db_query(&store->db, err,
				      "SELECT seq, speaker, start, \"end\", start_ms, end_ms, "
				      "text, cues FROM turn WHERE transcript = ?1 AND seq >= ?2 "
				      "ORDER BY seq",
				      "ii", id.n, (int64_t)state->n);
	while (rows && !flaw && state->n < end &&
	       (step = db_step(&store->db, rows, err)) == DB_ROW) {
		ALLOC_GROW(state->turns, state->n + 1, state->capacity);
		turn_read(&state->arena, rows, &state->turns[state->n]);
		state->nbytes += sqlite3_column_bytes(rows, 6) + sqlite3_column_bytes(rows, 7);
		flaw = find_flaw(state, sqlite3_column_int64(rows, 0), room);
		state->n++;
	}
	if (rows)
		sqlite3_reset(rows);
	*done = step == DB_DONE;
	if (flaw)
		return err_set(err, ERR_STORE,
			       "the wall file is damaged: a transcript %s (run themewall check)",
			       flaw);
	if (!*done)
		return step == DB_ROW;
	model_load_turns(model, id, state->turns, state->n);
	turns_state_release(state);
	return true;
}

bool store_load_turns(struct store *store, struct model *model, transcript_id id, struct err *err)
{
	struct turns_state state = {.n = 0};
	bool done;
	if (load_turns_from_pages(store, model, id))
		return true;
	bool good = store_load_some_turns(store, model, id, &state, SIZE_MAX / 2, &done, err);
	turns_state_release(&state);
	return good;
}
