/*
 * The first paint of a large wall: people, clusters and loose cards whole; of the tray and of each
 * cluster the first cards, found by the indexes; the rest is only counted. So the start costs what
 * a screen shows.
 */
#include "load-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

/* A screen shows fewer of each. */
enum { FIRST_OF_TRAY = 64, FIRST_OF_CLUSTER = 12, MOST_LOOSE = 2000 };

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
};

static bool count_rest(struct start *s, enum place_kind place, int64_t cluster, size_t loaded)
{
	static const char in_cluster[] = "SELECT count(*) FROM placement WHERE cluster = ?1";
	static const char in_place[] =
		"SELECT count(*) FROM placement WHERE cluster IS NULL AND place = ?1";
	struct db *db = &s->store->db;
	int64_t all = 0;
	bool good = cluster ? db_get_int(db, s->err, &all, in_cluster, "i", cluster)
			    : db_get_int(db, s->err, &all, in_place, "z", place_kind_name(place));
	if (good && (size_t)all > loaded)
		model_set_unloaded(s->model, place, (cluster_id){cluster}, (size_t)all - loaded);
	return good;
}

static bool pick_clusters(struct start *s)
{
	struct numbers clusters = {0};
	bool good =
		collect(s->store, &clusters, s->err, "SELECT id FROM cluster WHERE ?1 = ?2", 0, 0);
	for (size_t i = 0; good && i < clusters.n; i++) {
		size_t before = s->cards.n;
		good = collect(s->store, &s->cards, s->err,
			       "SELECT id FROM placement WHERE cluster = ?1 ORDER BY rank, id "
			       "LIMIT ?2",
			       clusters.list[i], FIRST_OF_CLUSTER) &&
		       count_rest(s, PLACE_CLUSTER, clusters.list[i], s->cards.n - before);
	}
	free(clusters.list);
	return good;
}

/* In reading order: transcript by transcript until there are enough. */
static bool pick_tray(struct start *s)
{
	struct numbers transcripts = {0};
	size_t before = s->cards.n, end = before + FIRST_OF_TRAY;
	bool good = collect(s->store, &transcripts, s->err,
			    "SELECT t.id FROM transcript t JOIN session s ON s.id = t.session "
			    "WHERE t.hidden = ?1 + ?2 ORDER BY s.ordinal, t.id",
			    0, 0);
	for (size_t i = 0; good && i < transcripts.n && s->cards.n < end; i++)
		good = collect(
			s->store, &s->cards, s->err,
			"SELECT p.id FROM excerpt e CROSS JOIN card c ON c.excerpt = e.id CROSS "
			"JOIN placement p ON p.id = c.id "
			"WHERE e.transcript = ?1 AND p.place = 'tray' ORDER BY e.start LIMIT ?2",
			transcripts.list[i], (int64_t)(end - s->cards.n));
	free(transcripts.list);
	return good && count_rest(s, PLACE_TRAY, 0, s->cards.n - before);
}

static bool pick_loose(struct start *s)
{
	size_t before = s->cards.n;
	return collect(s->store, &s->cards, s->err,
		       "SELECT id FROM placement WHERE cluster IS NULL AND place = 'loose' LIMIT "
		       "?1 + ?2",
		       MOST_LOOSE, 0) &&
	       count_rest(s, PLACE_LOOSE, 0, s->cards.n - before) &&
	       count_rest(s, PLACE_PARKED, 0, 0);
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
	bool good = true;
	for (size_t i = 0; good && i < s->cards.n; i++)
		good = load_rows(store, s->model, TABLE_EXCERPT, excerpt, s->cards.list[i],
				 s->err) &&
		       load_rows(store, s->model, TABLE_CARD, card, s->cards.list[i], s->err) &&
		       load_rows(store, s->model, TABLE_PLACEMENT, placement, s->cards.list[i],
				 s->err);
	return good;
}

static bool load_first(struct start *s)
{
	return load_people(s->store, s->model, s->err) &&
	       load_clusters(s->store, s->model, s->err) && pick_clusters(s) && pick_tray(s) &&
	       pick_loose(s) && load_picked(s) && load_mark(s->store, s->err);
}

bool store_load_start(struct store *store, struct model *model, size_t small, bool *whole,
		      struct err *err)
{
	struct start start = {.store = store, .model = model, .err = err};
	int64_t more = 0;
	if (!db_get_int(&store->db, err, &more,
			"SELECT count(*) FROM (SELECT 1 FROM card LIMIT ?1 + 1)", "i",
			(int64_t)small))
		return false;
	*whole = (size_t)more <= small;
	if (*whole)
		return store_load(store, model, err);
	if (!db_run(&store->db, err, "BEGIN", ""))
		return false;
	bool good = load_first(&start);
	struct err ignored = ERR_INIT;
	free(start.cards.list);
	return db_run(&store->db, good ? err : &ignored, "COMMIT", "") && good;
}
