/*
 * Tidying, asked for by a person: the cards of one cluster in a new order, or every anchor moved to
 * where its thing is drawn. Only ranks or anchors of what was seen are written; what someone moved
 * meanwhile stays where they put it.
 */
#include "themewall/base/token.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

/* Those of the cards that are still in the cluster, in the same order. */
static bool keep_present(struct edit *edit, int64_t cluster, const card_id *ids, size_t n,
			 int64_t *kept, size_t *nkept)
{
	*nkept = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t here = 0;
		if (!db_get_int(edit->db, edit->err, &here,
				"SELECT 1 FROM placement WHERE id = ?1 AND cluster = ?2", "ii",
				ids[i].n, cluster))
			return false;
		if (here)
			kept[(*nkept)++] = ids[i].n;
	}
	return true;
}

static bool tidy_cluster(struct edit *edit, int64_t cluster, const card_id *ids, size_t n)
{
	struct slot slot = {.kind = SIBLING_CARDS, .parent = cluster, .after = 0};
	int64_t *kept = arena_alloc(&edit->arena, (n + 1) * sizeof *kept);
	strbuf_add_z(&edit->label, "tidying of ");
	if (!edit_add_cluster_label(edit, cluster) ||
	    !keep_present(edit, cluster, ids, n, kept, &slot.n))
		return false;
	slot.ids = kept;
	bool good = slot_find(edit, &slot);
	for (size_t i = 0; good && slot.ranks && i < slot.n; i++)
		good = db_run(edit->db, edit->err,
			      "UPDATE placement SET rank = ?1, mv = ?2 WHERE id = ?3", "tii",
			      slot.ranks[i], token_new(), kept[i]);
	return good;
}

bool edit_cluster_tidy(struct store *store, cluster_id id, const card_id *ids, size_t n,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, tidy_cluster(&edit, id.n, ids, n));
}

static bool tidy_wall(struct edit *edit, const struct anchor *anchors, size_t n)
{
	bool good = true;
	strbuf_add_z(&edit->label, "tidying of the wall");
	for (size_t i = 0; good && i < n; i++) {
		const struct anchor *a = &anchors[i];
		good = db_run(
			edit->db, edit->err,
			a->cluster.n ? "UPDATE cluster SET col = ?1, line = ?2, mv = ?3 WHERE id = "
				       "?4 AND mv = ?5 AND (col <> ?1 OR line <> ?2)"
				     : "UPDATE placement SET col = ?1, line = ?2, mv = ?3 WHERE id "
				       "= ?4 AND mv = ?5 AND (col <> ?1 OR line <> ?2)",
			"iiiii", (int64_t)a->column, (int64_t)a->line, token_new(),
			a->cluster.n ? a->cluster.n : a->card.n, a->seen_mv);
	}
	return good;
}

bool edit_wall_tidy(struct store *store, const struct anchor *anchors, size_t n, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, tidy_wall(&edit, anchors, n));
}
