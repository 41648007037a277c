/*
 * Edits of clusters. A top-level cluster stands at its anchor (column, line) and has no rank; a
 * nested one has a rank among its siblings and no anchor. Cycles and depth are refused by the guard
 * triggers, whatever path a change takes.
 */
#include <stdlib.h>

#include "themewall/base/token.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

enum { MAX_COLUMN = 1000000, MAX_LINE = 100000000, MAX_NAME = 300 };

struct cluster_facts {
	struct strbuf code, name, rank;
	int64_t parent, column, line;
};

#define CLUSTER_FACTS_INIT                                                                         \
	{                                                                                          \
		STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, 0, 0, 0                                     \
	}

static void facts_release(struct cluster_facts *facts)
{
	strbuf_release(&facts->code);
	strbuf_release(&facts->name);
	strbuf_release(&facts->rank);
}

static bool facts_read(struct edit *edit, int64_t id, struct cluster_facts *facts)
{
	sqlite3_stmt *row = db_query(
		edit->db, edit->err,
		"SELECT code, name, rank, parent, col, line FROM cluster WHERE id = ?1", "i", id);
	enum db_step step = row ? db_step(edit->db, row, edit->err) : DB_FAILED;
	if (step == DB_DONE)
		return edit_gone(edit, TABLE_CLUSTER, id, "that theme");
	if (step == DB_FAILED)
		return false;
	strbuf_add_str(&facts->code, db_column_text(row, 0));
	strbuf_add_str(&facts->name, db_column_text(row, 1));
	strbuf_add_str(&facts->rank, db_column_text(row, 2));
	facts->parent = sqlite3_column_int64(row, 3);
	facts->column = sqlite3_column_int64(row, 4);
	facts->line = sqlite3_column_int64(row, 5);
	sqlite3_reset(row);
	return true;
}

static void add_label(struct strbuf *out, struct str name, const char *code)
{
	if (name.n)
		strbuf_addf(out, "“%.*s”", STR_ARG(name));
	else
		strbuf_add_z(out, code);
}

bool edit_add_cluster_label(struct edit *edit, int64_t cluster)
{
	struct cluster_facts facts = CLUSTER_FACTS_INIT;
	bool good = facts_read(edit, cluster, &facts);
	add_label(&edit->label, strbuf_str(&facts.name), facts.code.buf);
	facts_release(&facts);
	return good;
}

static int64_t clamp(int64_t value, int64_t max)
{
	return value < 0 ? 0 : value > max ? max : value;
}

/* Where it will stand; ranks NULL in the slot means "where it is". */
static bool find_slot(struct edit *edit, int64_t id, const struct cluster_place *place,
		      struct slot *slot)
{
	int64_t *ids = arena_alloc(&edit->arena, sizeof *ids), after = place->after_sibling.n;
	*ids = id;
	*slot = (struct slot){.kind = SIBLING_CLUSTERS,
			      .parent = place->parent.n,
			      .after = after == FIRST_CHILD.n ? 0 : after ? after : -1,
			      .ids = ids,
			      .n = 1};
	return slot_find(edit, slot);
}

static bool insert_cluster(struct edit *edit, const struct cluster_draft *draft, int64_t id,
			   const char *code)
{
	const struct cluster_place *place = &draft->place;
	bool nested = place->parent.n != 0;
	struct slot slot = {0};
	struct cluster_facts parent = CLUSTER_FACTS_INIT;
	bool good = !nested || (facts_read(edit, place->parent.n, &parent) &&
				find_slot(edit, id, place, &slot));
	facts_release(&parent);
	return good &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO cluster(id, code, name, parent, rank, col, line, width, folded, "
		      "mv) "
		      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9)",
		      "iztrtiiii", id, code, str_trim(draft->name), place->parent.n,
		      nested ? slot.ranks[0] : STR(""),
		      nested ? (int64_t)0 : clamp(place->column, MAX_COLUMN),
		      nested ? (int64_t)0 : clamp(place->line, MAX_LINE),
		      clamp(draft->width, 6) ? clamp(draft->width, 6) : (int64_t)1, token_new());
}

static bool check_name(struct edit *edit, struct str name)
{
	return name.n <= MAX_NAME ||
	       err_set(edit->err, ERR_USAGE, "the name of a theme has at most %d letters",
		       MAX_NAME);
}

bool edit_make_cluster(struct edit *edit, const struct cluster_draft *draft, cluster_id *id,
		       char code[16])
{
	return check_name(edit, draft->name) && edit_new_id(edit, &id->n) &&
	       edit_new_code(edit, CODE_CLUSTER, code) &&
	       insert_cluster(edit, draft, id->n, code) &&
	       edit_cards_into(edit, id->n, draft->cards, draft->ncards);
}

static bool new_cluster(struct edit *edit, const struct cluster_draft *draft, cluster_id *id)
{
	char code[16];
	if (!edit_make_cluster(edit, draft, id, code))
		return false;
	strbuf_add_z(&edit->label, str_trim(draft->name).n ? "new theme " : "new cluster ");
	add_label(&edit->label, str_trim(draft->name), code);
	return true;
}

bool edit_cluster_new(struct store *store, const struct cluster_draft *draft, cluster_id *id,
		      struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, new_cluster(&edit, draft, id));
}

static bool set_name(struct edit *edit, cluster_id id, struct str name, struct str seen)
{
	struct cluster_facts facts = CLUSTER_FACTS_INIT;
	name = str_trim(name);
	bool good = check_name(edit, name) && facts_read(edit, id.n, &facts);
	struct str now = strbuf_str(&facts.name);
	strbuf_add_z(&edit->label, now.n ? "rename of " : "name ");
	if (now.n) {
		add_label(&edit->label, now, facts.code.buf);
		strbuf_add_z(&edit->label, " to ");
	}
	add_label(&edit->label, name, facts.code.buf);
	if (good && !str_equal(now, seen) && !str_equal(now, name))
		good = edit_conflict(edit, TABLE_CLUSTER, id.n, now.n ? now.p : facts.code.buf);
	good = good && db_run(edit->db, edit->err, "UPDATE cluster SET name = ?1 WHERE id = ?2",
			      "ti", name, id.n);
	facts_release(&facts);
	return good;
}

bool edit_cluster_name(struct store *store, cluster_id id, struct str name, struct str seen,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_name(&edit, id, name, seen));
}

static bool nest(struct edit *edit, cluster_id id, const struct cluster_place *place)
{
	struct slot slot;
	strbuf_add_z(&edit->label, " into ");
	if (!edit_add_cluster_label(edit, place->parent.n) || !find_slot(edit, id.n, place, &slot))
		return false;
	return !slot.ranks || db_run(edit->db, edit->err,
				     "UPDATE cluster SET parent = ?1, rank = ?2, col = 0, line = "
				     "0, mv = ?3 WHERE id = ?4",
				     "itii", place->parent.n, slot.ranks[0], token_new(), id.n);
}

static bool set_place(struct edit *edit, cluster_id id, const struct cluster_place *place)
{
	strbuf_add_z(&edit->label, "move of ");
	if (!edit_add_cluster_label(edit, id.n))
		return false;
	if (place->parent.n)
		return nest(edit, id, place);
	return db_run(edit->db, edit->err,
		      "UPDATE cluster SET parent = NULL, rank = '', col = ?1, line = ?2, mv = ?3 "
		      "WHERE id = ?4 AND (parent IS NOT NULL OR col <> ?1 OR line <> ?2)",
		      "iiii", clamp(place->column, MAX_COLUMN), clamp(place->line, MAX_LINE),
		      token_new(), id.n);
}

bool edit_cluster_place(struct store *store, cluster_id id, const struct cluster_place *place,
			struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_place(&edit, id, place));
}

static bool set_width(struct edit *edit, cluster_id id, int width)
{
	strbuf_add_z(&edit->label, "width of ");
	return edit_add_cluster_label(edit, id.n) &&
	       db_run(edit->db, edit->err, "UPDATE cluster SET width = ?1 WHERE id = ?2", "ii",
		      (int64_t)(width < 1   ? 1
				: width > 6 ? 6
					    : width),
		      id.n);
}

bool edit_cluster_width(struct store *store, cluster_id id, int width, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_width(&edit, id, width));
}

static bool set_folded(struct edit *edit, cluster_id id, bool folded)
{
	strbuf_add_z(&edit->label, folded ? "folding of " : "unfolding of ");
	return edit_add_cluster_label(edit, id.n) &&
	       db_run(edit->db, edit->err, "UPDATE cluster SET folded = ?1 WHERE id = ?2", "ii",
		      (int64_t)folded, id.n);
}

bool edit_cluster_fold(struct store *store, cluster_id id, bool folded, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_folded(&edit, id, folded));
}

/* Ids of what is in a cluster, in order, in the edit's arena. */
bool edit_list(struct edit *edit, const char *sql, int64_t cluster, int64_t **ids, size_t *n)
{
	sqlite3_stmt *rows = db_query(edit->db, edit->err, sql, "i", cluster);
	enum db_step step = DB_FAILED;
	size_t capacity = 0;
	int64_t *list = NULL;
	*n = 0;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		ALLOC_GROW(list, *n + 1, capacity);
		list[(*n)++] = sqlite3_column_int64(rows, 0);
	}
	*ids = arena_alloc(&edit->arena, (*n + 1) * sizeof **ids);
	if (*n)
		memcpy(*ids, list, *n * sizeof **ids);
	free(list);
	return step == DB_DONE;
}

static bool free_cards(struct edit *edit, int64_t parent, const int64_t *ids, size_t n)
{
	struct slot slot = {
		.kind = SIBLING_CARDS, .parent = parent, .after = -1, .ids = ids, .n = n};
	bool good = !parent || slot_find(edit, &slot);
	for (size_t i = 0; good && i < n; i++)
		good = parent ? db_run(edit->db, edit->err,
				       "UPDATE placement SET cluster = ?1, rank = ?2, mv = ?3 "
				       "WHERE id = ?4",
				       "itii", parent, slot.ranks[i], token_new(), ids[i])
			      : db_run(edit->db, edit->err,
				       "UPDATE placement SET place = 'tray', cluster = NULL, rank "
				       "= '', mv = ?1 WHERE id = ?2",
				       "ii", token_new(), ids[i]);
	return good && edit_twins_settle(edit, ids, n);
}

/* One level up, in the place of the one that goes. */
static bool free_children(struct edit *edit, int64_t id, const struct cluster_facts *facts,
			  const int64_t *ids, size_t n)
{
	struct slot slot = {
		.kind = SIBLING_CLUSTERS, .parent = facts->parent, .after = id, .ids = ids, .n = n};
	bool good = !facts->parent || slot_find(edit, &slot);
	for (size_t i = 0; good && i < n; i++)
		good = facts->parent
			       ? db_run(edit->db, edit->err,
					"UPDATE cluster SET parent = ?1, rank = ?2, mv = ?3 WHERE "
					"id = ?4",
					"itii", facts->parent, slot.ranks[i], token_new(), ids[i])
			       : db_run(edit->db, edit->err,
					"UPDATE cluster SET parent = NULL, rank = '', col = ?1, "
					"line = ?2, mv = ?3 WHERE id = ?4",
					"iiii", facts->column, facts->line, token_new(), ids[i]);
	return good;
}

bool edit_dissolve(struct edit *edit, int64_t id)
{
	struct cluster_facts facts = CLUSTER_FACTS_INIT;
	int64_t *cards, *children;
	size_t ncards, nchildren;
	bool good = facts_read(edit, id, &facts) && edit_evidence_drop(edit, TABLE_CLUSTER, id) &&
		    edit_unlink_cluster(edit, id) && edit_twins_dissolve(edit, id, facts.parent) &&
		    edit_list(edit, "SELECT id FROM placement WHERE cluster = ?1 ORDER BY rank, id",
			      id, &cards, &ncards) &&
		    edit_list(edit, "SELECT id FROM cluster WHERE parent = ?1 ORDER BY rank, id",
			      id, &children, &nchildren) &&
		    free_cards(edit, facts.parent, cards, ncards) &&
		    free_children(edit, id, &facts, children, nchildren);
	facts_release(&facts);
	return good;
}

/* The person agreed to let go of as many cards as the screen showed, of no others. */
static bool delete_cluster(struct edit *edit, cluster_id id, size_t seen_cards)
{
	int64_t count = 0;
	strbuf_add_z(&edit->label, "removal of ");
	size_t name_at = edit->label.len;
	if (!edit_add_cluster_label(edit, id.n) ||
	    !db_get_int(edit->db, edit->err, &count,
			"SELECT count(*) FROM placement WHERE cluster = ?1 AND stack IS NULL AND "
			"id = card",
			"i", id.n))
		return false;
	if ((size_t)count != seen_cards)
		return err_set(edit->err, ERR_CONFLICT,
			       "%s changed since you looked: it holds %lld cards now, not %zu",
			       edit->label.buf + name_at, (long long)count, seen_cards);
	return edit_dissolve(edit, id.n) &&
	       db_run(edit->db, edit->err, "DELETE FROM cluster WHERE id = ?1", "i", id.n) &&
	       edit_insights_settle(edit);
}

bool edit_cluster_delete(struct store *store, cluster_id id, size_t seen_cards, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, delete_cluster(&edit, id, seen_cards));
}
