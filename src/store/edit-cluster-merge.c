/*
 * Two clusters into one, and one into two. What is said of a cluster stays with it: notes are added
 * up, the names of both stand in the history. Placements are moved as they are, so a copy stays a
 * copy; where both clusters show the same card, its home wins.
 */
#include "edit-internal.h"

#include "themewall/base/token.h"

#include "themewall/base/banned.h"

/* A cluster above the one it shall go into would take that along. */
#define IS_ABOVE                                                                                   \
	"WITH RECURSIVE up(id, n) AS (SELECT parent, 1 FROM cluster WHERE id = ?1 UNION ALL "      \
	"SELECT c.parent, n + 1 FROM cluster c JOIN up ON c.id = up.id WHERE n < 6) "              \
	"SELECT count(*) FROM up WHERE id = ?2"

static bool check_merge(struct edit *edit, int64_t into, int64_t from)
{
	int64_t above = 0;
	strbuf_add_z(&edit->label, "merge of ");
	if (!edit_add_cluster_label(edit, from))
		return false;
	strbuf_add_z(&edit->label, " into ");
	if (!edit_add_cluster_label(edit, into) ||
	    !db_get_int(edit->db, edit->err, &above, IS_ABOVE, "ii", into, from))
		return false;
	if (into == from)
		return err_set(edit->err, ERR_USAGE, "a theme cannot be merged with itself");
	return !above || err_set(edit->err, ERR_USAGE,
				 "the one lies inside the other: merge it the other way round");
}

static bool drop_doubles(struct edit *edit, int64_t into, int64_t from)
{
	return db_run(edit->db, edit->err,
		      "DELETE FROM placement WHERE cluster = ?1 AND id <> card AND card IN (SELECT "
		      "card FROM placement WHERE cluster = ?2 AND id = card)",
		      "ii", into, from) &&
	       db_run(edit->db, edit->err,
		      "DELETE FROM placement WHERE cluster = ?1 AND id <> card AND card IN (SELECT "
		      "card FROM placement WHERE cluster = ?2)",
		      "ii", from, into);
}

/* All of one sort, in their order, to the end of the other cluster. */
static bool move_all(struct edit *edit, enum sibling_kind kind, int64_t into, int64_t from)
{
	bool cards = kind == SIBLING_CARDS;
	int64_t *ids;
	size_t n;
	if (!edit_list(edit,
		       cards ? "SELECT id FROM placement WHERE cluster = ?1 ORDER BY rank, id"
			     : "SELECT id FROM cluster WHERE parent = ?1 ORDER BY rank, id",
		       from, &ids, &n))
		return false;
	struct slot slot = {.kind = kind, .parent = into, .after = -1, .ids = ids, .n = n};
	bool good = n == 0 || slot_find(edit, &slot);
	for (size_t i = 0; good && i < n; i++)
		good = db_run(edit->db, edit->err,
			      cards ? "UPDATE placement SET cluster = ?1, rank = ?2, mv = ?3 WHERE "
				      "id = ?4"
				    : "UPDATE cluster SET parent = ?1, rank = ?2, mv = ?3 WHERE id "
				      "= ?4",
			      "itii", into, slot.ranks[i], token_new(), ids[i]);
	return good;
}

#define BOTH(column)                                                                               \
	column " = CASE WHEN f." column " = '' THEN c." column " WHEN c." column                   \
	       " = '' THEN f." column " ELSE c." column " || '; ' || f." column " END"

static bool take_words(struct edit *edit, int64_t into, int64_t from)
{
	return db_run(
		edit->db, edit->err,
		"UPDATE cluster AS c SET name = CASE c.name WHEN '' THEN f.name ELSE c.name "
		"END, colour = CASE c.colour WHEN 0 THEN f.colour ELSE c.colour END, " BOTH(
			"definition") ", " BOTH("includes") ", " BOTH("excludes") " FROM cluster f "
										  "WHERE f.id = ?2 "
										  "AND c.id = ?1",
		"ii", into, from);
}

static bool merge(struct edit *edit, int64_t into, int64_t from)
{
	return check_merge(edit, into, from) && drop_doubles(edit, into, from) &&
	       move_all(edit, SIBLING_CARDS, into, from) &&
	       move_all(edit, SIBLING_CLUSTERS, into, from) && take_words(edit, into, from) &&
	       edit_evidence_merge(edit, into, from) && edit_tension_merge(edit, into, from) &&
	       db_run(edit->db, edit->err, "DELETE FROM cluster WHERE id = ?1", "i", from) &&
	       edit_insights_settle(edit);
}

bool edit_cluster_merge(struct store *store, cluster_id into, cluster_id from, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, merge(&edit, into.n, from.n));
}

/* Nobody splits off what somebody else has taken out meanwhile. */
static bool check_inside(struct edit *edit, int64_t cluster, const card_id *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t inside = 0;
		if (!db_get_int(edit->db, edit->err, &inside,
				"SELECT count(*) FROM placement WHERE id = ?1 AND cluster = ?2",
				"ii", ids[i].n, cluster))
			return false;
		if (!inside)
			return err_set(edit->err, ERR_CONFLICT,
				       "not all of these cards are in one theme any more");
	}
	return true;
}

static bool split(struct edit *edit, cluster_id from, const struct cluster_draft *draft,
		  cluster_id *id)
{
	struct cluster_draft beside = *draft;
	char code[16];
	int64_t parent = 0;
	strbuf_add_z(&edit->label, "split of ");
	if (!edit_add_card_label(edit, draft->cards, draft->ncards))
		return false;
	strbuf_add_z(&edit->label, " from ");
	if (!edit_add_cluster_label(edit, from.n) ||
	    !check_inside(edit, from.n, draft->cards, draft->ncards) ||
	    !db_get_int(edit->db, edit->err, &parent,
			"SELECT ifnull(parent, 0) FROM cluster WHERE id = ?1", "i", from.n))
		return false;
	beside.place.parent.n = parent;
	beside.place.after_sibling = from;
	return edit_make_cluster(edit, &beside, id, code);
}

bool edit_cluster_split(struct store *store, cluster_id from, const struct cluster_draft *draft,
			cluster_id *id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, split(&edit, from, draft, id));
}
