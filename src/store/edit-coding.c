/*
 * Layers and ballots. Who does it is the name the store works under: the same person in two copies
 * of a wall is one. A card stands in a layer once, a person's dots on one thing are one row; only
 * where two copies were joined, or two themes merged, can there be more: the newest label counts,
 * and dots add up.
 */
#include "themewall/store/edit-coding.h"

#include <string.h>

#include "themewall/text/utf8.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

enum { LABEL_MAX_CHARS = 300 };

static bool check_words(struct edit *edit, struct str words, const char *what)
{
	if (!words.n || memchr(words.p, '\n', words.n))
		return err_set(edit->err, ERR_USAGE, "%s needs a name of one line", what);
	return utf8_length(words) <= LABEL_MAX_CHARS ||
	       err_set(edit->err, ERR_USAGE, "%s has a name of at most %d characters", what,
		       LABEL_MAX_CHARS);
}

/* One's hidden layer; 0 when there is none. */
static bool own_layer(struct edit *edit, int64_t *id)
{
	*id = 0;
	return db_get_int(edit->db, edit->err, id,
			  "SELECT id FROM layer WHERE coder = ?1 AND revealed = 0 ORDER BY id DESC "
			  "LIMIT 1",
			  "t", edit->store->me.name);
}

static bool need_layer(struct edit *edit, int64_t *id)
{
	return own_layer(edit, id) &&
	       (*id || err_set(edit->err, ERR_USAGE,
			       "you are not sorting in silence; begin with layer-new"));
}

static bool new_layer(struct edit *edit, struct str name, int64_t *id)
{
	int64_t there;
	strbuf_add_z(&edit->label, "silent sort begun");
	if (!check_words(edit, name, "a layer") || !own_layer(edit, &there))
		return false;
	if (there)
		return err_set(edit->err, ERR_USAGE,
			       "you are sorting in silence already; layer-reveal ends it");
	return edit_new_id(edit, id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO layer(id, coder, name, revealed) VALUES(?1, ?2, ?3, 0)", "itt",
		      *id, edit->store->me.name, name);
}

bool edit_layer_new(struct store *store, struct str name, int64_t *id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, new_layer(&edit, str_trim(name), id));
}

static bool put_card(struct edit *edit, int64_t layer, card_id card, struct str label)
{
	int64_t exists = 0, there = 0, id = 0;
	if (!db_get_int(edit->db, edit->err, &exists, "SELECT 1 FROM card WHERE id = ?1", "i",
			card.n))
		return false;
	if (!exists)
		return edit_gone(edit, TABLE_CARD, card.n, "that card");
	if (!label.n)
		return db_run(edit->db, edit->err,
			      "DELETE FROM layer_card WHERE layer = ?1 AND card = ?2", "ii", layer,
			      card.n);
	if (!db_get_int(edit->db, edit->err, &there,
			"SELECT 1 FROM layer_card WHERE layer = ?1 AND card = ?2", "ii", layer,
			card.n))
		return false;
	if (there)
		return db_run(edit->db, edit->err,
			      "UPDATE layer_card SET label = ?1 WHERE layer = ?2 AND card = ?3 AND "
			      "label <> ?1",
			      "tii", label, layer, card.n);
	return edit_new_id(edit, &id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO layer_card(id, layer, card, label) VALUES(?1, ?2, ?3, ?4)",
		      "iiit", id, layer, card.n, label);
}

static bool put_cards(struct edit *edit, const card_id *ids, size_t n, struct str label)
{
	int64_t layer;
	strbuf_addf(&edit->label, SORT_LABEL " %zu %s", n, n == 1 ? "card" : "cards");
	bool good = (!label.n || check_words(edit, label, "a pile")) && need_layer(edit, &layer);
	for (size_t i = 0; good && i < n; i++)
		good = put_card(edit, layer, ids[i], label);
	return good;
}

bool edit_layer_put(struct store *store, const card_id *ids, size_t n, struct str label,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, put_cards(&edit, ids, n, str_trim(label)));
}

static bool reveal(struct edit *edit)
{
	int64_t layer;
	strbuf_add_z(&edit->label, "silent sort shown");
	return need_layer(edit, &layer) &&
	       db_run(edit->db, edit->err, "UPDATE layer SET revealed = 1 WHERE id = ?1", "i",
		      layer);
}

bool edit_layer_reveal(struct store *store, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, reveal(&edit));
}

/* ---- ballots ---- */

/* The open ballot; 0 when there is none. */
static bool open_ballot(struct edit *edit, int64_t *id)
{
	*id = 0;
	return db_get_int(edit->db, edit->err, id,
			  "SELECT id FROM ballot WHERE closed = 0 ORDER BY id DESC LIMIT 1", "");
}

static bool need_ballot(struct edit *edit, int64_t *id)
{
	return open_ballot(edit, id) &&
	       (*id || err_set(edit->err, ERR_USAGE, "no vote is open; begin one with ballot-new"));
}

static bool new_ballot(struct edit *edit, struct str title, int budget, bool insights, int64_t *id)
{
	int64_t there;
	strbuf_addf(&edit->label, "vote “%.*s”", STR_ARG(title));
	if (!check_words(edit, title, "a vote") || !open_ballot(edit, &there))
		return false;
	if (there)
		return err_set(edit->err, ERR_USAGE,
			       "a vote is open already; ballot-close ends it");
	if (budget < 1 || budget > BALLOT_MOST)
		return err_set(edit->err, ERR_USAGE, "each person has 1 to %d dots", BALLOT_MOST);
	return edit_new_id(edit, id) &&
	       db_run(edit->db, edit->err,
		      "INSERT INTO ballot(id, title, budget, closed, what) VALUES(?1, ?2, ?3, 0, "
		      "?4)",
		      "itiz", *id, title, (int64_t)budget, insights ? "insights" : "themes");
}

bool edit_ballot_new(struct store *store, struct str title, int budget, bool insights, int64_t *id,
		     struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, new_ballot(&edit, str_trim(title), budget, insights, id));
}

static bool close_ballot(struct edit *edit)
{
	int64_t ballot;
	strbuf_add_z(&edit->label, "end of the vote");
	return need_ballot(edit, &ballot) &&
	       db_run(edit->db, edit->err, "UPDATE ballot SET closed = 1 WHERE id = ?1", "i",
		      ballot);
}

bool edit_ballot_close(struct store *store, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, close_ballot(&edit));
}

/* Dots left without those on this very thing. */
static bool check_budget(struct edit *edit, int64_t ballot, int64_t cluster, int64_t insight,
			 int dots)
{
	int64_t left = 0;
	if (!db_get_int(
		    edit->db, edit->err, &left,
		    "SELECT budget - (SELECT coalesce(sum(dots), 0) FROM vote WHERE ballot = "
		    "?1 AND coder = ?2 AND cluster IS NOT ?3 AND insight IS NOT ?4) FROM ballot "
		    "WHERE id = ?1",
		    "itii", ballot, edit->store->me.name, cluster ? cluster : -1,
		    insight ? insight : -1))
		return false;
	return dots <= left ||
	       err_set(edit->err, ERR_USAGE,
		       "you have %lld dots left for it; take some back first (vote THEME 0)",
		       (long long)left);
}

static bool check_target(struct edit *edit, int64_t ballot, cluster_id cluster, insight_id insight)
{
	int64_t exists = 0, of_insights = 0;
	if (!db_get_int(edit->db, edit->err, &of_insights,
			"SELECT what = 'insights' FROM ballot WHERE id = ?1", "i", ballot))
		return false;
	if (of_insights != (insight.n != 0))
		return err_set(edit->err, ERR_USAGE, "this vote is about %s",
			       of_insights ? "insights" : "themes");
	if (!db_get_int(edit->db, edit->err, &exists,
			insight.n ? "SELECT 1 FROM insight WHERE id = ?1"
				  : "SELECT 1 FROM cluster WHERE id = ?1",
			"i", insight.n ? insight.n : cluster.n))
		return false;
	return exists || (insight.n ? edit_gone(edit, TABLE_INSIGHT, insight.n, "that insight")
				    : edit_gone(edit, TABLE_CLUSTER, cluster.n, "that theme"));
}

static bool put_vote(struct edit *edit, cluster_id cluster, insight_id insight, int dots)
{
	int64_t ballot, id = 0, now = 0;
	strbuf_add_z(&edit->label, VOTE_LABEL);
	if (dots < 0 || dots > BALLOT_MOST)
		return err_set(edit->err, ERR_USAGE, "dots are a number from 0 to %d", BALLOT_MOST);
	if (!need_ballot(edit, &ballot) || !check_target(edit, ballot, cluster, insight) ||
	    !check_budget(edit, ballot, cluster.n, insight.n, dots) ||
	    !db_get_int(edit->db, edit->err, &now,
			"SELECT coalesce(sum(dots), 0) FROM vote WHERE ballot = ?1 AND coder = ?2 "
			"AND (cluster = ?3 OR insight = ?4)",
			"itii", ballot, edit->store->me.name, cluster.n, insight.n))
		return false;
	if (now == dots)
		return true;
	if (!db_run(edit->db, edit->err,
		    "DELETE FROM vote WHERE ballot = ?1 AND coder = ?2 AND (cluster = ?3 OR "
		    "insight = ?4)",
		    "itii", ballot, edit->store->me.name, cluster.n, insight.n))
		return false;
	return !dots || (edit_new_id(edit, &id) &&
			 db_run(edit->db, edit->err,
				"INSERT INTO vote(id, ballot, coder, cluster, insight, dots) "
				"VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
				"iitrri", id, ballot, edit->store->me.name, cluster.n, insight.n,
				(int64_t)dots));
}

bool edit_vote(struct store *store, cluster_id cluster, insight_id insight, int dots,
	       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, put_vote(&edit, cluster, insight, dots));
}
