/*
 * Edits of what an insight rests on and what it recommends. One thing is evidence of an insight
 * once: adding it again changes its stance.
 */
#include "edit-findings-internal.h"

#include "themewall/base/banned.h"

/* The words for a piece of evidence, into the label. */
static bool add_thing(struct edit *edit, const struct evidence_draft *draft)
{
	if (draft->card.n)
		return edit_add_card_label(edit, &draft->card, 1);
	if (draft->cluster.n)
		return edit_add_cluster_label(edit, draft->cluster.n);
	strbuf_add_z(&edit->label, "a source");
	return true;
}

static bool find_evidence(struct edit *edit, insight_id insight, const struct evidence_draft *draft,
			  evidence_id *id)
{
	id->n = 0;
	return db_get_int(edit->db, edit->err, &id->n,
			  "SELECT id FROM evidence WHERE insight = ?1 AND ifnull(card, 0) = ?2 AND "
			  "ifnull(cluster, 0) = ?3 AND source = ?4",
			  "iiit", insight.n, draft->card.n, draft->cluster.n,
			  str_trim(draft->source));
}

static bool insert_evidence(struct edit *edit, insight_id insight,
			    const struct evidence_draft *draft, evidence_id *id)
{
	struct strbuf rank = STRBUF_INIT;
	bool good = edit_new_id(edit, &id->n) &&
		    findings_last_rank(edit, &rank,
				       "SELECT rank FROM evidence WHERE insight = ?1 ORDER BY rank "
				       "DESC LIMIT 1",
				       insight.n) &&
		    db_run(edit->db, edit->err,
			   "INSERT INTO evidence(id, insight, card, cluster, source, note, stance, "
			   "rank) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			   "iirrttzt", id->n, insight.n, draft->card.n, draft->cluster.n,
			   str_trim(draft->source), str_trim(draft->note),
			   stance_name(draft->stance), strbuf_str(&rank));
	strbuf_release(&rank);
	return good;
}

bool findings_evidence(struct edit *edit, insight_id insight, const struct evidence_draft *draft,
		       evidence_id *id)
{
	bool one =
		(draft->card.n != 0) + (draft->cluster.n != 0) + (str_trim(draft->source).n != 0) ==
		1;
	if (!one)
		return err_set(edit->err, ERR_USAGE,
			       "evidence is a card, a theme, or a source with some words");
	strbuf_add_z(&edit->label, ": ");
	if (!findings_text(edit, draft->source, "a source", false) ||
	    !findings_text(edit, draft->note, "a note", false) || !add_thing(edit, draft) ||
	    !find_evidence(edit, insight, draft, id))
		return false;
	strbuf_addf(&edit->label, " %s", stance_name(draft->stance));
	if (!id->n)
		return insert_evidence(edit, insight, draft, id);
	struct str note = str_trim(draft->note);
	return db_run(edit->db, edit->err, "UPDATE evidence SET stance = ?1 WHERE id = ?2", "zi",
		      stance_name(draft->stance), id->n) &&
	       (!note.n ||
		db_run(edit->db, edit->err, "UPDATE evidence SET note = ?1 WHERE id = ?2", "ti",
		       note, id->n)) &&
	       edit_insights_settle(edit);
}

static bool add_evidence(struct edit *edit, insight_id insight, const struct evidence_draft *draft,
			 evidence_id *id)
{
	strbuf_add_z(&edit->label, "evidence of ");
	return findings_insight_label(edit, insight) && findings_evidence(edit, insight, draft, id);
}

bool edit_evidence_add(struct store *store, insight_id insight, const struct evidence_draft *draft,
		       evidence_id *id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, add_evidence(&edit, insight, draft, id));
}

/* The insight a row belongs to, named in the label. */
static bool owner_label(struct edit *edit, const char *sql, int64_t id, enum table table,
			const char *what)
{
	bool found = true;
	return db_get_text(edit->db, edit->err, &edit->label, &found, sql, "i", id) &&
	       (found || edit_gone(edit, table, id, what));
}

#define EVIDENCE_OWNER                                                                             \
	"SELECT i.code FROM evidence e JOIN insight i ON i.id = e.insight WHERE e.id = ?1"

static bool evidence_label(struct edit *edit, evidence_id id)
{
	return owner_label(edit, EVIDENCE_OWNER, id.n, TABLE_EVIDENCE, "that evidence");
}

static bool set_stance(struct edit *edit, evidence_id id, enum stance stance)
{
	strbuf_add_z(&edit->label, "evidence of ");
	return evidence_label(edit, id) &&
	       db_run(edit->db, edit->err, "UPDATE evidence SET stance = ?1 WHERE id = ?2", "zi",
		      stance_name(stance), id.n) &&
	       edit_insights_settle(edit);
}

bool edit_evidence_stance(struct store *store, evidence_id id, enum stance stance, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_stance(&edit, id, stance));
}

static bool set_note(struct edit *edit, evidence_id id, struct str note)
{
	strbuf_add_z(&edit->label, "note on evidence of ");
	return evidence_label(edit, id) && findings_text(edit, note, "a note", false) &&
	       db_run(edit->db, edit->err, "UPDATE evidence SET note = ?1 WHERE id = ?2", "ti",
		      str_trim(note), id.n);
}

bool edit_evidence_note(struct store *store, evidence_id id, struct str note, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_note(&edit, id, note));
}

static bool remove_evidence(struct edit *edit, evidence_id id)
{
	strbuf_add_z(&edit->label, "removal of evidence of ");
	return evidence_label(edit, id) &&
	       db_run(edit->db, edit->err, "DELETE FROM evidence WHERE id = ?1", "i", id.n) &&
	       edit_insights_settle(edit);
}

bool edit_evidence_remove(struct store *store, evidence_id id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, remove_evidence(&edit, id));
}

bool edit_evidence_drop(struct edit *edit, enum table table, int64_t id)
{
	return table == TABLE_CARD ? db_run(edit->db, edit->err,
					    "DELETE FROM evidence WHERE card = ?1", "i", id)
				   : db_run(edit->db, edit->err,
					    "DELETE FROM evidence WHERE cluster = ?1", "i", id);
}

bool edit_evidence_merge(struct edit *edit, int64_t into, int64_t from)
{
	return db_run(edit->db, edit->err,
		      "DELETE FROM evidence WHERE cluster = ?1 AND insight IN (SELECT insight FROM "
		      "evidence WHERE cluster = ?2)",
		      "ii", from, into) &&
	       db_run(edit->db, edit->err, "UPDATE evidence SET cluster = ?2 WHERE cluster = ?1",
		      "ii", from, into);
}

/* ---- recommendations ---- */

#define RECOMMENDATION_OWNER                                                                       \
	"SELECT i.code FROM recommendation r JOIN insight i ON i.id = r.insight WHERE r.id = ?1"

static bool check_recommendation(struct edit *edit, const struct recommendation_draft *draft)
{
	return findings_text(edit, str_trim(draft->text), "a recommendation", true) &&
	       findings_text(edit, draft->owner, "the owner", false);
}

static const char *kind_of(const struct recommendation_draft *draft)
{
	return draft->explore ? "explore" : "change";
}

static bool add_recommendation(struct edit *edit, insight_id insight,
			       const struct recommendation_draft *draft, recommendation_id *id)
{
	struct strbuf rank = STRBUF_INIT;
	strbuf_add_z(&edit->label, "recommendation of ");
	bool good =
		findings_insight_label(edit, insight) && check_recommendation(edit, draft) &&
		edit_new_id(edit, &id->n) &&
		findings_last_rank(edit, &rank,
				   "SELECT rank FROM recommendation WHERE insight = ?1 ORDER BY "
				   "rank DESC LIMIT 1",
				   insight.n) &&
		db_run(edit->db, edit->err,
		       "INSERT INTO recommendation(id, insight, text, owner, kind, rank) "
		       "VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
		       "iittzt", id->n, insight.n, str_trim(draft->text), str_trim(draft->owner),
		       kind_of(draft), strbuf_str(&rank));
	strbuf_release(&rank);
	return good;
}

bool edit_recommendation_add(struct store *store, insight_id insight,
			     const struct recommendation_draft *draft, recommendation_id *id,
			     struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, add_recommendation(&edit, insight, draft, id));
}

static bool set_recommendation(struct edit *edit, recommendation_id id,
			       const struct recommendation_draft *draft)
{
	strbuf_add_z(&edit->label, "recommendation of ");
	return owner_label(edit, RECOMMENDATION_OWNER, id.n, TABLE_RECOMMENDATION,
			   "that recommendation") &&
	       check_recommendation(edit, draft) &&
	       db_run(edit->db, edit->err,
		      "UPDATE recommendation SET text = ?1, owner = ?2, kind = ?3 WHERE id = ?4",
		      "ttzi", str_trim(draft->text), str_trim(draft->owner), kind_of(draft), id.n);
}

bool edit_recommendation_set(struct store *store, recommendation_id id,
			     const struct recommendation_draft *draft, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_recommendation(&edit, id, draft));
}

static bool remove_recommendation(struct edit *edit, recommendation_id id)
{
	strbuf_add_z(&edit->label, "removal of a recommendation of ");
	return owner_label(edit, RECOMMENDATION_OWNER, id.n, TABLE_RECOMMENDATION,
			   "that recommendation") &&
	       db_run(edit->db, edit->err, "DELETE FROM recommendation WHERE id = ?1", "i", id.n);
}

bool edit_recommendation_remove(struct store *store, recommendation_id id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, remove_recommendation(&edit, id));
}
