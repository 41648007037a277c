/*
 * The tables that grow with the wall, from the pages of the file into the model: for the whole load
 * at the start. Rows pass the same questions as any others; the first one that is strange ends it.
 */
#include "harden-internal.h"
#include "load-internal.h"
#include "pages-internal.h"
#include "turns-internal.h"

#include "themewall/base/relay.h"

#include "themewall/base/banned.h"

/* Below this a second thread costs more than it takes over; in pages. */
enum { AHEAD_PAYS = 2048 };

static const enum table large[] = {TABLE_CARD, TABLE_EXCERPT, TABLE_PLACEMENT};

bool load_is_large(enum table table)
{
	size_t i = 0;
	while (i < TW_COUNT(large) && large[i] != table)
		i++;
	return i < TW_COUNT(large);
}

bool load_take_record(void *context, int64_t id, struct str record)
{
	struct load *load = context;
	int n = load_columns(load->table);
	load->room -= (int64_t)record.n;
	return load->room >= 0 && load_feed(load, &load->change,
					    record_read(load->table, n, id, record, &load->change));
}

bool load_cards_from_pages(struct store *store, struct model *model, bool *strange)
{
	struct err ignored = ERR_INIT;
	struct load load = {.model = model, .err = &ignored, .room = wall_room(&store->db)};
	struct pages pages;
	*strange = false;
	if (store->format != WALL_FORMAT || !pages_open(&pages, &store->db))
		return false;
	if (pages.npages >= AHEAD_PAYS && relay_pays() &&
	    load_ahead(&pages, large, TW_COUNT(large), &load, strange))
		return true;
	for (size_t i = 0; i < TW_COUNT(large) && !*strange; i++) {
		load.table = large[i];
		*strange = pages_each(&pages, table_info(large[i])->name, INT64_MIN,
				      load_take_record, &load) != PAGES_DONE;
	}
	return !*strange;
}

/* ---- turns ---- */

enum { TRANSCRIPT, SEQ, SPEAKER, START, END, START_MS, END_MS, TEXT, CUES, TURN_COLUMNS };

static const enum column_type turn_columns[TURN_COLUMNS] = {
	[TRANSCRIPT] = COLUMN_INT, [SEQ] = COLUMN_INT,   [SPEAKER] = COLUMN_REF,
	[START] = COLUMN_INT,      [END] = COLUMN_INT,   [START_MS] = COLUMN_INT,
	[END_MS] = COLUMN_INT,     [TEXT] = COLUMN_TEXT, [CUES] = COLUMN_BLOB,
};

struct turns_wanted {
	int64_t transcript;
	struct turns_state *state;
};

/* A head that cannot be read is handed over, which is then refused. */
static int where_turn(void *context, struct str head)
{
	const struct turns_wanted *wanted = context;
	struct value transcript;
	if (!record_values(turn_columns, 1, head, &transcript))
		return 0;
	return (transcript.i > wanted->transcript) - (transcript.i < wanted->transcript);
}

static bool take_turn(void *context, int64_t id, struct str record)
{
	struct turns_state *state = ((struct turns_wanted *)context)->state;
	struct value v[TURN_COLUMNS];
	if (!record_values(turn_columns, TURN_COLUMNS, record, v) || v[SEQ].i != (int64_t)state->n)
		return false;
	ALLOC_GROW(state->turns, state->n + 1, state->capacity);
	struct turn *turn = &state->turns[state->n++];
	struct str text = v[TEXT].s;
	*turn = (struct turn){.speaker = {v[SPEAKER].i},
			      .start = v[START].i,
			      .end = v[END].i,
			      .start_ms = v[START_MS].i,
			      .end_ms = v[END_MS].i,
			      .text = {arena_strndup(&state->arena, text.p, text.n), text.n}};
	turn->cues = turn_cues_read(&state->arena, v[CUES].s, turn->start_ms, &turn->ncues);
	return true;
}

static bool read_turns(struct store *store, struct turns_wanted *wanted)
{
	struct pages pages;
	struct err ignored = ERR_INIT;
	int64_t any;
	return db_get_int(&store->db, &ignored, &any, "SELECT id FROM study", "") &&
	       pages_open(&pages, &store->db) &&
	       pages_each_keyed(&pages, "turn", where_turn, take_turn, wanted) == PAGES_DONE;
}

bool load_turns_from_pages(struct store *store, struct model *model, transcript_id id)
{
	struct err ignored = ERR_INIT;
	struct turns_state state = {.n = 0};
	struct turns_wanted wanted = {id.n, &state};
	if (store->format != WALL_FORMAT || !sqlite3_get_autocommit(store->db.handle) ||
	    !db_begin(&store->db, &ignored, "BEGIN"))
		return false;
	bool good = db_end_reading(&store->db, read_turns(store, &wanted), &ignored);
	if (good)
		model_load_turns(model, id, state.turns, state.n);
	turns_state_release(&state);
	return good;
}
