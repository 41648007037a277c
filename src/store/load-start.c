/*
 * The first paint of a large wall: people and clusters whole; cards only where the first screen can
 * show them, found by the indexes, counts only where it can tell them. So the start costs what a
 * screen shows. Lines and columns are those of the lattice; a screen is at its corner then.
 */
#include "harden-internal.h"
#include "load-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/model/lattice.h"

#include "themewall/base/banned.h"

/* No screen shows more. TRAY_LOOKED is how many receipts are looked at for cards of the tray. */
enum {
	FIRST_LINES = 160,
	FIRST_COLUMNS = 16,
	FIRST_ROWS = FIRST_LINES / LATTICE_ROW,
	FIRST_OF_TRAY = 32,
	TRAY_LOOKED = 500
};

struct numbers {
	int64_t *list;
	size_t n, capacity;
};

/* First column of every row, appended. */
static bool collect(struct store *store, struct numbers *out, struct err *err, const char *sql,
		    int64_t a, int64_t b)
{
	sqlite3_stmt *rows = db_query(&store->db, err, sql, "ii", a, b);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&store->db, rows, err)) == DB_ROW) {
		ALLOC_GROW(out->list, out->n + 1, out->capacity);
		out->list[out->n++] = sqlite3_column_int64(rows, 0);
	}
	return step == DB_DONE;
}

struct start {
	struct store *store;
	struct model *model;
	struct err *err;
	struct numbers cards;
	int64_t below[FIRST_COLUMNS]; /* first line of each column that is free of clusters */
	int64_t counted;              /* cards that are loaded or counted */
	cluster_id unseen;            /* one whose cards were not counted; 0: none */
};

/* The rest of a place, after `loaded` of its cards; *all: how many it holds. */
static bool count_rest(struct start *s, enum place_kind place, int64_t cluster, size_t loaded,
		       int64_t *all)
{
	/* what lies beneath others is in an index of its own, and rare */
	static const char in_cluster[] =
		"SELECT (SELECT count(*) FROM placement WHERE cluster = ?1) - (SELECT count(*) "
		"FROM placement INDEXED BY placement_stack WHERE stack IS NOT NULL AND cluster = "
		"?1)";
	static const char in_place[] =
		"SELECT (SELECT count(*) FROM placement WHERE cluster IS NULL AND place = ?1) - "
		"(SELECT count(*) FROM placement INDEXED BY placement_stack WHERE stack IS NOT "
		"NULL AND place = ?1)";
	struct db *db = &s->store->db;
	*all = 0;
	bool good = cluster ? db_get_int(db, s->err, all, in_cluster, "i", cluster)
			    : db_get_int(db, s->err, all, in_place, "z", place_kind_name(place));
	s->counted += *all;
	if (good && (size_t)*all > loaded)
		model_set_unloaded(s->model, place, (cluster_id){cluster}, (size_t)*all - loaded);
	return good;
}

/* A cluster and all within it; *rows grows by the rows of its cards. */
static bool pick_branch(struct start *s, cluster_id id, int width, int64_t *rows)
{
	const struct cluster *cluster = model_cluster(s->model, id);
	size_t before = s->cards.n;
	int64_t all;
	if (!collect(s->store, &s->cards, s->err,
		     "SELECT id FROM placement WHERE cluster = ?1 AND stack IS NULL AND id = card "
		     "ORDER BY rank, id LIMIT ?2",
		     id.n, FIRST_ROWS * width) ||
	    !count_rest(s, PLACE_CLUSTER, id.n, s->cards.n - before, &all))
		return false;
	if (!cluster->folded)
		*rows += (all + width - 1) / width;
	for (size_t i = 0; i < cluster->nchildren; i++)
		if (!pick_branch(s, cluster->children[i], width, rows))
			return false;
	return true;
}

/* In the lattice's order, so that what hides below others is known to. */
static bool pick_clusters(struct start *s)
{
	struct cluster_list tops = model_top_clusters(s->model);
	for (size_t i = 0; i < tops.n; i++) {
		const struct cluster *top = model_cluster(s->model, tops.ids[i]);
		int end = top->column + top->width;
		int64_t line = top->line, rows = 0;
		for (int c = top->column; c < end && c < FIRST_COLUMNS; c++)
			line = s->below[c] > line ? s->below[c] : line;
		if (line >= FIRST_LINES || top->column >= FIRST_COLUMNS) {
			s->unseen = top->id;
			continue;
		}
		if (!pick_branch(s, top->id, top->width, &rows))
			return false;
		for (int c = top->column; c < end && c < FIRST_COLUMNS; c++)
			s->below[c] = line + rows * LATTICE_ROW + 1;
	}
	return true;
}

/* In reading order, transcript by transcript until there are enough or enough was looked at. */
static bool walk_tray(struct start *s, size_t end)
{
	struct numbers transcripts = {0};
	int64_t left = TRAY_LOOKED;
	bool good = collect(s->store, &transcripts, s->err,
			    "SELECT t.id FROM transcript t JOIN session s ON s.id = t.session "
			    "WHERE t.hidden = ?1 + ?2 ORDER BY s.ordinal, t.id",
			    0, 0);
	for (size_t i = 0; good && i < transcripts.n && s->cards.n < end && left > 0; i++) {
		int64_t cards = 0;
		good = collect(s->store, &s->cards, s->err,
			       "SELECT p.id FROM (SELECT id, start FROM excerpt WHERE transcript = "
			       "?1 ORDER BY start LIMIT ?2) e CROSS JOIN card c ON c.excerpt = "
			       "e.id CROSS JOIN placement p ON p.id = c.id WHERE p.place = 'tray' "
			       "AND p.stack IS NULL ORDER BY e.start",
			       transcripts.list[i], left) &&
		       db_get_int(&s->store->db, s->err, &cards,
				  "SELECT count(*) FROM (SELECT 1 FROM excerpt WHERE transcript = "
				  "?1 LIMIT ?2)",
				  "ii", transcripts.list[i], left);
		left -= cards;
	}
	s->cards.n = s->cards.n < end ? s->cards.n : end;
	free(transcripts.list);
	return good;
}

/* Where most cards have left the tray, its first ones are taken by age, which is nearly their
 * order. */
static bool pick_tray(struct start *s)
{
	size_t before = s->cards.n, end = before + FIRST_OF_TRAY;
	int64_t all;
	if (!walk_tray(s, end))
		return false;
	if (s->cards.n < end) {
		s->cards.n = before;
		if (!collect(s->store, &s->cards, s->err,
			     "SELECT id FROM placement WHERE cluster IS NULL AND place = 'tray' "
			     "AND stack IS NULL LIMIT ?1 + ?2",
			     FIRST_OF_TRAY, 0))
			return false;
	}
	return count_rest(s, PLACE_TRAY, 0, s->cards.n - before, &all);
}

static bool pick_loose(struct start *s)
{
	size_t before = s->cards.n;
	int64_t all;
	return collect(s->store, &s->cards, s->err,
		       "SELECT id FROM placement WHERE cluster IS NULL AND place = 'loose' AND "
		       "stack IS NULL AND "
		       "line < ?1 AND col < ?2 LIMIT 2000",
		       FIRST_LINES, FIRST_COLUMNS) &&
	       count_rest(s, PLACE_LOOSE, 0, s->cards.n - before, &all) &&
	       count_rest(s, PLACE_PARKED, 0, 0, &all);
}

/* Clusters out of sight are counted together: all there is but what was counted. */
static bool count_unseen(struct start *s)
{
	int64_t all = 0;
	if (!s->unseen.n)
		return true;
	if (!db_get_int(&s->store->db, s->err, &all,
			"SELECT (SELECT count(*) FROM placement INDEXED BY placement_card) - "
			"(SELECT count(*) FROM placement INDEXED BY placement_stack WHERE stack IS "
			"NOT NULL)",
			""))
		return false;
	if (all > s->counted)
		model_set_unloaded(s->model, PLACE_CLUSTER, s->unseen, (size_t)(all - s->counted));
	return true;
}

/* "SELECT … WHERE condition" of a table, kept with the store. */
static const char *select_one(struct store *store, enum table table, const char *condition)
{
	struct strbuf sql = STRBUF_INIT;
	strbuf_addf(&sql, "%s WHERE %s", load_select(store, table), condition);
	const char *kept = arena_strndup(&store->names, sql.buf, sql.len);
	strbuf_release(&sql);
	return kept;
}

static bool load_picked(struct start *s)
{
	struct store *store = s->store;
	const char *excerpt =
		select_one(store, TABLE_EXCERPT, "t.id = (SELECT excerpt FROM card WHERE id = ?1)");
	const char *card = select_one(store, TABLE_CARD, "t.id = ?1");
	const char *placement = select_one(store, TABLE_PLACEMENT, "t.id = ?1");
	struct load load = {.model = s->model, .err = s->err, .room = wall_room(&store->db)};
	bool good = true;
	for (size_t i = 0; good && i < s->cards.n; i++)
		good = load_rows(store, &load, TABLE_EXCERPT, excerpt, s->cards.list[i]) &&
		       load_rows(store, &load, TABLE_CARD, card, s->cards.list[i]) &&
		       load_rows(store, &load, TABLE_PLACEMENT, placement, s->cards.list[i]);
	return good;
}

static bool load_first(struct start *s)
{
	return load_people(s->store, s->model, s->err) &&
	       load_clusters(s->store, s->model, s->err) && pick_clusters(s) && pick_tray(s) &&
	       pick_loose(s) && count_unseen(s) && load_picked(s) &&
	       load_findings(s->store, s->model, s->err) && load_mark(s->store, s->err);
}

bool store_load_start(struct store *store, struct model *model, size_t small, bool *whole,
		      struct err *err)
{
	struct start start = {.store = store, .model = model, .err = err};
	int64_t more = 0;
	if (!db_get_int(&store->db, err, &more,
			"SELECT 1 FROM placement INDEXED BY placement_card LIMIT 1 OFFSET ?1", "i",
			(int64_t)small))
		return false;
	*whole = !more;
	if (*whole)
		return store_load(store, model, err);
	if (!db_begin(&store->db, err, "BEGIN"))
		return false;
	bool good = load_with_cache(store, false, err) && load_first(&start);
	free(start.cards.list);
	return db_end_reading(&store->db, good, err);
}
