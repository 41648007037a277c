/*
 * What is tied to cards: tags, a row each, and tensions between a card and another or a theme. A
 * row is nobody else's, so taking one back never meets what others did with the same tag.
 */
#include <string.h>

#include "themewall/text/utf8.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

enum { TAG_MAX_CHARS = 100 };

static bool check_tag(struct edit *edit, struct tag tag)
{
	if (!tag.name.n)
		return err_set(edit->err, ERR_USAGE, "a tag needs a name");
	if (utf8_length(tag.name) > TAG_MAX_CHARS || utf8_length(tag.facet) > TAG_MAX_CHARS)
		return err_set(edit->err, ERR_USAGE, "a tag has at most %d characters",
			       TAG_MAX_CHARS);
	return !memchr(tag.name.p, '\n', tag.name.n) ||
	       err_set(edit->err, ERR_USAGE, "a tag is one line");
}

static bool add_tag(struct edit *edit, card_id card, struct tag tag)
{
	int64_t there = 0, id = 0;
	return db_get_int(edit->db, edit->err, &there,
			  "SELECT 1 FROM tag WHERE card = ?1 AND facet = ?2 AND name = ?3", "itt",
			  card.n, tag.facet, tag.name) &&
	       (there || (edit_new_id(edit, &id) &&
			  db_run(edit->db, edit->err,
				 "INSERT INTO tag(id, card, facet, name) VALUES(?1, ?2, ?3, ?4)",
				 "iitt", id, card.n, tag.facet, tag.name)));
}

static bool card_exists(struct edit *edit, card_id card)
{
	int64_t exists = 0;
	return db_get_int(edit->db, edit->err, &exists, "SELECT 1 FROM card WHERE id = ?1", "i",
			  card.n) &&
	       (exists || edit_gone(edit, TABLE_CARD, card.n, "that card"));
}

static bool set_tag(struct edit *edit, const card_id *ids, size_t n, struct tag tag, bool on)
{
	strbuf_add_z(&edit->label, "tag ");
	tag_add(&edit->label, tag);
	strbuf_add_z(&edit->label, on ? " on " : " taken off ");
	bool good = check_tag(edit, tag) && edit_add_card_label(edit, ids, n);
	for (size_t i = 0; good && i < n; i++)
		good = card_exists(edit, ids[i]) &&
		       (on ? add_tag(edit, ids[i], tag)
			   : db_run(edit->db, edit->err,
				    "DELETE FROM tag WHERE card = ?1 AND facet = ?2 AND name = ?3",
				    "itt", ids[i].n, tag.facet, tag.name));
	return good;
}

bool edit_card_tag(struct store *store, const card_id *ids, size_t n, struct tag tag, bool on,
		   struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_tag(&edit, ids, n, tag, on));
}

#define BETWEEN                                                                                    \
	"((card = ?1 AND other = ?2) OR (card = ?2 AND other = ?1) OR (card = ?1 AND cluster = "   \
	"?3))"

static bool add_tension(struct edit *edit, card_id card, card_id other, cluster_id cluster)
{
	int64_t there = 0, id = 0;
	return db_get_int(edit->db, edit->err, &there, "SELECT 1 FROM tension WHERE " BETWEEN,
			  "iii", card.n, other.n, cluster.n) &&
	       (there ||
		(edit_new_id(edit, &id) &&
		 db_run(edit->db, edit->err,
			"INSERT INTO tension(id, card, other, cluster) VALUES(?1, ?2, ?3, ?4)",
			"iirr", id, card.n, other.n, cluster.n)));
}

/* That the other end is there. */
static bool check_end(struct edit *edit, card_id card, card_id other, cluster_id cluster)
{
	int64_t exists = 0;
	if (other.n == card.n)
		return err_set(edit->err, ERR_USAGE, "a card is in no tension with itself");
	if (other.n)
		return card_exists(edit, other);
	return db_get_int(edit->db, edit->err, &exists, "SELECT 1 FROM cluster WHERE id = ?1", "i",
			  cluster.n) &&
	       (exists || edit_gone(edit, TABLE_CLUSTER, cluster.n, "that theme"));
}

static bool set_tension(struct edit *edit, card_id card, card_id other, cluster_id cluster, bool on)
{
	strbuf_add_z(&edit->label, on ? "tension of " : "tension taken off ");
	if (!card_exists(edit, card) || !check_end(edit, card, other, cluster) ||
	    !edit_add_card_label(edit, &card, 1))
		return false;
	strbuf_add_z(&edit->label, " and ");
	return (other.n ? edit_add_card_label(edit, &other, 1)
			: edit_add_cluster_label(edit, cluster.n)) &&
	       (on ? add_tension(edit, card, other, cluster)
		   : db_run(edit->db, edit->err, "DELETE FROM tension WHERE " BETWEEN, "iii",
			    card.n, other.n, cluster.n));
}

bool edit_tension(struct store *store, card_id card, card_id other, cluster_id cluster, bool on,
		  struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_tension(&edit, card, other, cluster, on));
}

bool edit_unlink_card(struct edit *edit, int64_t card)
{
	return db_run(edit->db, edit->err, "DELETE FROM tag WHERE card = ?1", "i", card) &&
	       db_run(edit->db, edit->err, "DELETE FROM layer_card WHERE card = ?1", "i", card) &&
	       db_run(edit->db, edit->err, "DELETE FROM tension WHERE card = ?1 OR other = ?1", "i",
		      card);
}

bool edit_unlink_cluster(struct edit *edit, int64_t cluster)
{
	return db_run(edit->db, edit->err, "DELETE FROM tension WHERE cluster = ?1", "i",
		      cluster) &&
	       db_run(edit->db, edit->err, "DELETE FROM vote WHERE cluster = ?1", "i", cluster);
}

bool edit_tension_merge(struct edit *edit, int64_t into, int64_t from)
{
	return db_run(edit->db, edit->err,
		      "DELETE FROM tension WHERE cluster = ?2 AND card IN (SELECT card FROM "
		      "tension WHERE cluster = ?1)",
		      "ii", into, from) &&
	       db_run(edit->db, edit->err, "UPDATE tension SET cluster = ?1 WHERE cluster = ?2",
		      "ii", into, from) &&
	       db_run(edit->db, edit->err, "UPDATE vote SET cluster = ?1 WHERE cluster = ?2", "ii",
		      into, from);
}
