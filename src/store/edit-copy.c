/*
 * Copies: a card shown in further clusters. Each is a placement with a number of its own; the home
 * is the one with the card's number. Invariant, which every change of places keeps by
 * edit_twins_settle: a copy stands in a cluster where neither the card's home nor another copy of
 * it is, and its card is on the wall (loose or in a cluster; beneath another card it waits there
 * unseen). A copy that comes to break it goes, with the change that made it so.
 */
#include "edit-internal.h"

#include "themewall/base/token.h"
#include "themewall/model/rank.h"

#include "themewall/base/banned.h"

bool twins_settle(struct db *db, struct err *err, int64_t placement)
{
	return db_run(db, err,
		      "DELETE FROM placement AS t WHERE card = (SELECT card FROM placement WHERE "
		      "id = ?1) AND " TWIN_IS_WRONG,
		      "i", placement);
}

bool edit_twins_settle(struct edit *edit, const int64_t *cards, size_t n)
{
	bool good = true;
	for (size_t i = 0; good && i < n; i++)
		good = twins_settle(edit->db, edit->err, cards[i]);
	return good;
}

static bool card_code(struct edit *edit, int64_t card, struct strbuf *code)
{
	return db_get_text(edit->db, edit->err, code, NULL, "SELECT code FROM card WHERE id = ?1",
			   "i", card);
}

/* Refuses with the card's code in front. */
static bool refuse(struct edit *edit, int64_t card, const char *why)
{
	struct strbuf code = STRBUF_INIT;
	if (card_code(edit, card, &code))
		err_set(edit->err, ERR_USAGE, "%s %s", code.buf, why);
	strbuf_release(&code);
	return false;
}

/* What is on the wall can be copied; what is in the tray is sent to its theme. */
static bool check_home(struct edit *edit, int64_t card)
{
	int64_t top = -1, on_wall = 0;
	if (!db_get_int(edit->db, edit->err, &top,
			"SELECT ifnull(stack, 0) FROM placement WHERE id = ?1 AND card = ?1", "i",
			card) ||
	    !db_get_int(edit->db, edit->err, &on_wall,
			"SELECT 1 FROM placement WHERE id = ?1 AND place IN ('loose', 'cluster')",
			"i", card))
		return false;
	if (top < 0)
		return edit_gone(edit, TABLE_CARD, card, "that card");
	if (top > 0)
		return edit_in_stack(edit, card, top);
	return on_wall ||
	       refuse(edit, card,
		      "is not on the wall yet: send it to its first theme, then copy it");
}

static bool stands_in(struct edit *edit, int64_t card, int64_t cluster, bool *stands)
{
	int64_t found = 0;
	bool good = db_get_int(edit->db, edit->err, &found,
			       "SELECT 1 FROM placement WHERE card = ?1 AND cluster = ?2 LIMIT 1",
			       "ii", card, cluster);
	*stands = found;
	return good;
}

/* Behind all that stands in the cluster. */
static bool last_rank(struct edit *edit, int64_t cluster, struct str *rank)
{
	struct strbuf last = STRBUF_INIT;
	bool good = db_get_text(edit->db, edit->err, &last, NULL,
				"SELECT rank FROM placement WHERE cluster = ?1 ORDER BY rank DESC "
				"LIMIT 1",
				"i", cluster);
	if (good)
		rank_spread(&edit->arena, strbuf_str(&last), STR(""), rank, 1);
	strbuf_release(&last);
	return good;
}

static bool insert_copy(struct edit *edit, int64_t card, int64_t cluster)
{
	struct str rank;
	int64_t id;
	return last_rank(edit, cluster, &rank) && edit_new_id(edit, &id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO placement(id, card, place, cluster, rank, col, line, mv) "
		      "VALUES(?1, ?2, 'cluster', ?3, ?4, 0, 0, ?5)",
		      "iiiti", id, card, cluster, rank, token_new());
}

/* Those that stand there already are left alone, unless none is left. */
static bool copy(struct edit *edit, const card_id *ids, size_t n, int64_t cluster)
{
	size_t copied = 0;
	if (!n)
		return err_set(edit->err, ERR_USAGE, "no card is chosen to be copied");
	strbuf_add_z(&edit->label, "copy of ");
	bool good = edit_add_card_label(edit, ids, n);
	strbuf_add_z(&edit->label, " into ");
	good = good && edit_add_cluster_label(edit, cluster);
	for (size_t i = 0; good && i < n; i++) {
		bool there = false;
		good = check_home(edit, ids[i].n) && stands_in(edit, ids[i].n, cluster, &there) &&
		       (there || insert_copy(edit, ids[i].n, cluster));
		copied += good && !there;
	}
	if (good && !copied)
		return n == 1 ? refuse(edit, ids[0].n, "stands in that theme already")
			      : err_set(edit->err, ERR_USAGE,
					"all of these cards stand in that theme already");
	return good;
}

bool edit_card_copy(struct store *store, const card_id *ids, size_t n, cluster_id cluster,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, copy(&edit, ids, n, cluster.n));
}

/* The number of the copy that stands in a cluster; refuses when there is none. */
static bool find_copy(struct edit *edit, int64_t card, int64_t cluster, int64_t *id)
{
	*id = 0;
	return db_get_int(
		       edit->db, edit->err, id,
		       "SELECT id FROM placement WHERE card = ?1 AND cluster = ?2 AND id <> card",
		       "ii", card, cluster) &&
	       (*id || refuse(edit, card, "has no copy in that theme"));
}

static bool uncopy(struct edit *edit, card_id card, int64_t cluster)
{
	int64_t id;
	strbuf_add_z(&edit->label, "removal of the copy of ");
	bool good = edit_add_card_label(edit, &card, 1);
	strbuf_add_z(&edit->label, " in ");
	return good && edit_add_cluster_label(edit, cluster) &&
	       find_copy(edit, card.n, cluster, &id) &&
	       db_run(edit->db, edit->err, "DELETE FROM placement WHERE id = ?1", "i", id);
}

bool edit_card_uncopy(struct store *store, card_id id, cluster_id cluster, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, uncopy(&edit, id, cluster.n));
}

static bool recopy(struct edit *edit, card_id card, int64_t from, int64_t to)
{
	struct str rank;
	bool there = false;
	int64_t id;
	strbuf_add_z(&edit->label, "move of the copy of ");
	bool good = edit_add_card_label(edit, &card, 1);
	strbuf_add_z(&edit->label, " to ");
	if (!good || !edit_add_cluster_label(edit, to) || !find_copy(edit, card.n, from, &id) ||
	    !stands_in(edit, card.n, to, &there) || !last_rank(edit, to, &rank))
		return false;
	if (there)
		return from == to || refuse(edit, card.n, "stands in that theme already");
	return db_run(edit->db, edit->err,
		      "UPDATE placement SET cluster = ?1, rank = ?2, mv = ?3 WHERE id = ?4", "itii",
		      to, rank, token_new(), id);
}

bool edit_card_recopy(struct store *store, card_id id, cluster_id from, cluster_id to,
		      struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, recopy(&edit, id, from.n, to.n));
}

/* The home of a card whose cluster goes moves to where its oldest copy is: nothing falls off the
 * wall that stands on it elsewhere. */
static bool move_home(struct edit *edit, int64_t card, int64_t cluster)
{
	int64_t id = 0;
	return db_get_int(edit->db, edit->err, &id,
			  "SELECT id FROM placement WHERE card = ?1 AND id <> card AND cluster <> "
			  "?2 ORDER BY id LIMIT 1",
			  "ii", card, cluster) &&
	       (!id ||
		(db_run(edit->db, edit->err,
			"UPDATE placement SET (cluster, rank) = (SELECT cluster, rank FROM "
			"placement WHERE id = ?1), mv = ?3 WHERE id = ?2",
			"iii", id, card, token_new()) &&
		 db_run(edit->db, edit->err, "DELETE FROM placement WHERE id = ?1", "i", id)));
}

bool edit_twins_dissolve(struct edit *edit, int64_t cluster, int64_t parent)
{
	int64_t *copies, *homes;
	size_t ncopies, nhomes;
	bool good = edit_list(edit,
			      "SELECT id FROM placement WHERE cluster = ?1 AND id <> card ORDER BY "
			      "rank, id",
			      cluster, &copies, &ncopies) &&
		    edit_list(edit,
			      "SELECT p.id FROM placement p WHERE p.cluster = ?1 AND p.id = p.card "
			      "AND EXISTS(SELECT 1 FROM placement t WHERE t.card = p.card AND t.id "
			      "<> p.id)",
			      cluster, &homes, &nhomes);
	for (size_t i = 0; good && i < ncopies; i++) {
		struct str rank;
		good = parent ? last_rank(edit, parent, &rank) &&
					db_run(edit->db, edit->err,
					       "UPDATE placement SET cluster = ?1, rank = ?2, mv = "
					       "?3 WHERE id = ?4",
					       "itii", parent, rank, token_new(), copies[i]) &&
					twins_settle(edit->db, edit->err, copies[i])
			      : db_run(edit->db, edit->err, "DELETE FROM placement WHERE id = ?1",
				       "i", copies[i]);
	}
	for (size_t i = 0; good && !parent && i < nhomes; i++)
		good = move_home(edit, homes[i], cluster);
	return good;
}
