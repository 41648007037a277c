/*
 * Edits of insights: what is claimed, how it is scored, in which order they come. Evidence and
 * recommendations are in edit-evidence.c, beliefs and decisions in edit-belief.c. Orders are rank
 * keys, as for cards.
 */
#include "edit-findings-internal.h"

#include "themewall/model/rank.h"

#include "themewall/base/banned.h"

int edit_rank_column(enum table table)
{
	return table == TABLE_INSIGHT          ? (int)INSIGHT_RANK
	       : table == TABLE_EVIDENCE       ? (int)EVIDENCE_RANK
	       : table == TABLE_RECOMMENDATION ? (int)RECOMMENDATION_RANK
	       : table == TABLE_BELIEF         ? (int)BELIEF_RANK
	       : table == TABLE_DECISION       ? (int)DECISION_RANK
					       : -1;
}

bool findings_last_rank(struct edit *edit, struct strbuf *rank, const char *sql, int64_t owner)
{
	struct strbuf last = STRBUF_INIT;
	bool good = db_get_text(edit->db, edit->err, &last, NULL, sql, "i", owner);
	rank_between(rank, strbuf_str(&last), STR(""));
	strbuf_release(&last);
	return good;
}

bool findings_text(struct edit *edit, struct str text, const char *what, bool needed)
{
	if (needed && !text.n)
		return err_set(edit->err, ERR_USAGE, "%s needs some words", what);
	return text.n <= FINDINGS_TEXT_MAX ||
	       err_set(edit->err, ERR_USAGE, "%s holds at most %d letters", what,
		       (int)FINDINGS_TEXT_MAX);
}

bool findings_insight_label(struct edit *edit, insight_id id)
{
	bool found = true;
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM insight WHERE id = ?1", "i", id.n) &&
	       (found || edit_gone(edit, TABLE_INSIGHT, id.n, "that insight"));
}

bool edit_insights_settle(struct edit *edit)
{
	return db_run(edit->db, edit->err, INSIGHTS_SETTLE, "");
}

bool edit_insight_clear(struct edit *edit, int64_t insight)
{
	return db_run(edit->db, edit->err, "DELETE FROM evidence WHERE insight = ?1", "i",
		      insight) &&
	       db_run(edit->db, edit->err, "DELETE FROM vote WHERE insight = ?1", "i", insight) &&
	       db_run(edit->db, edit->err, "DELETE FROM recommendation WHERE insight = ?1", "i",
		      insight) &&
	       db_run(edit->db, edit->err, "UPDATE decision SET insight = NULL WHERE insight = ?1",
		      "i", insight);
}

/* ---- a new one ---- */

/* What speaks against a theme is against what is concluded of it, from the first moment on. */
static bool add_tensions(struct edit *edit, insight_id id, cluster_id theme)
{
	struct evidence_draft draft = {.stance = STANCE_CONTRADICTS};
	evidence_id ignored;
	for (int64_t card = 0;;) {
		int64_t next = 0;
		if (!db_get_int(edit->db, edit->err, &next,
				"SELECT min(id) FROM (SELECT card AS id FROM tension WHERE "
				"cluster = ?1 UNION SELECT c.id FROM card c JOIN placement p ON "
				"p.id = c.id WHERE p.cluster = ?1 AND c.tension = 1) "
				"WHERE id > ?2",
				"ii", theme.n, card))
			return false;
		if (!next)
			return true;
		card = draft.card.n = next;
		if (!findings_evidence(edit, id, &draft, &ignored))
			return false;
	}
}

static bool add_theme(struct edit *edit, insight_id id, cluster_id theme)
{
	struct evidence_draft draft = {.cluster = theme, .stance = STANCE_SUPPORTS};
	evidence_id ignored;
	return findings_evidence(edit, id, &draft, &ignored) && add_tensions(edit, id, theme);
}

static bool new_insight(struct edit *edit, const struct insight_draft *draft, insight_id *id)
{
	struct strbuf rank = STRBUF_INIT;
	struct str claim = str_trim(draft->claim);
	char code[16] = "";
	bool good =
		findings_text(edit, claim, "an insight", true) &&
		findings_text(edit, draft->so_what, "an insight", false) &&
		edit_new_id(edit, &id->n) && edit_new_code(edit, CODE_INSIGHT, code) &&
		findings_last_rank(edit, &rank,
				   "SELECT rank FROM insight WHERE ?1 = 0 ORDER BY rank DESC "
				   "LIMIT 1",
				   0) &&
		db_run(edit->db, edit->err,
		       "INSERT INTO insight(id, code, claim, so_what, confidence, status, "
		       "problem, change, expected, impact, severity, ease, reach, effort, rank, "
		       "coder, created_ms) VALUES(?1, ?2, ?3, ?4, '', 'draft', '', '', '', -1, "
		       "-1, -1, -1, -1, ?5, ?6, ?7)",
		       "iztttii", id->n, code, claim, str_trim(draft->so_what), strbuf_str(&rank),
		       edit->store->me.id.n, edit->at_ms) &&
		(!draft->theme.n || add_theme(edit, *id, draft->theme));
	strbuf_reset(&edit->label);
	strbuf_addf(&edit->label, "new insight %s", code);
	strbuf_release(&rank);
	return good;
}

bool edit_insight_new(struct store *store, const struct insight_draft *draft, insight_id *id,
		      struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, new_insight(&edit, draft, id));
}

/* ---- what it says ---- */

static const struct {
	const char *what, *select, *update;
} texts[INSIGHT_TEXTS] = {
	[INSIGHT_TEXT_CLAIM] = {"claim", "SELECT claim FROM insight WHERE id = ?1",
				"UPDATE insight SET claim = ?1 WHERE id = ?2 AND claim <> ?1"},
	[INSIGHT_TEXT_SO_WHAT] = {"so what", "SELECT so_what FROM insight WHERE id = ?1",
				  "UPDATE insight SET so_what = ?1 WHERE id = ?2 AND so_what <> "
				  "?1"},
	[INSIGHT_TEXT_PROBLEM] = {"problem", "SELECT problem FROM insight WHERE id = ?1",
				  "UPDATE insight SET problem = ?1 WHERE id = ?2 AND problem <> "
				  "?1"},
	[INSIGHT_TEXT_CHANGE] = {"change", "SELECT change FROM insight WHERE id = ?1",
				 "UPDATE insight SET change = ?1 WHERE id = ?2 AND change <> ?1"},
	[INSIGHT_TEXT_EXPECTED] = {"expected impact", "SELECT expected FROM insight WHERE id = ?1",
				   "UPDATE insight SET expected = ?1 WHERE id = ?2 AND expected <> "
				   "?1"},
};

static bool set_text(struct edit *edit, insight_id id, enum insight_text field, struct str text,
		     const struct str *seen)
{
	struct strbuf now = STRBUF_INIT;
	strbuf_addf(&edit->label, "%s of ", texts[field].what);
	text = str_trim(text);
	bool good = findings_insight_label(edit, id) &&
		    findings_text(edit, text, "an insight", field == INSIGHT_TEXT_CLAIM) &&
		    db_get_text(edit->db, edit->err, &now, NULL, texts[field].select, "i", id.n);
	if (good && seen && !str_equal(strbuf_str(&now), *seen) &&
	    !str_equal(strbuf_str(&now), text))
		good = edit_conflict(edit, TABLE_INSIGHT, id.n, "this insight");
	good = good && db_run(edit->db, edit->err, texts[field].update, "ti", text, id.n);
	strbuf_release(&now);
	return good;
}

bool edit_insight_text(struct store *store, insight_id id, enum insight_text field, struct str text,
		       const struct str *seen, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_text(&edit, id, field, text, seen));
}

static bool set_confidence(struct edit *edit, insight_id id, enum confidence confidence)
{
	strbuf_add_z(&edit->label, "confidence in ");
	return findings_insight_label(edit, id) &&
	       db_run(edit->db, edit->err, "UPDATE insight SET confidence = ?1 WHERE id = ?2", "zi",
		      confidence_name(confidence), id.n);
}

bool edit_insight_confidence(struct store *store, insight_id id, enum confidence confidence,
			     struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_confidence(&edit, id, confidence));
}

static const struct {
	const char *what, *range, *update;
	int64_t least, most;
} scores[INSIGHT_SCORES] = {
	[INSIGHT_SCORE_IMPACT] = {"impact", "1 (hardly any) to 5 (very large)",
				  "UPDATE insight SET impact = ?1 WHERE id = ?2", 1, 5},
	[INSIGHT_SCORE_SEVERITY] = {"severity", "0 (no problem) to 4 (catastrophe)",
				    "UPDATE insight SET severity = ?1 WHERE id = ?2", 0, 4},
	[INSIGHT_SCORE_EASE] = {"ease", "1 (very hard) to 5 (very easy)",
				"UPDATE insight SET ease = ?1 WHERE id = ?2", 1, 5},
	[INSIGHT_SCORE_REACH] = {"reach", "0 or more people in a quarter",
				 "UPDATE insight SET reach = ?1 WHERE id = ?2", 0, 1000000000},
	[INSIGHT_SCORE_EFFORT] = {"effort", "0.1 to 10000 person-weeks",
				  "UPDATE insight SET effort = ?1 WHERE id = ?2", 1, 100000},
};

static bool set_score(struct edit *edit, insight_id id, enum insight_score score, int64_t value)
{
	strbuf_addf(&edit->label, "%s of ", scores[score].what);
	if (value != SCORE_NONE && (value < scores[score].least || value > scores[score].most))
		return err_set(edit->err, ERR_USAGE, "%s goes from %s", scores[score].what,
			       scores[score].range);
	return findings_insight_label(edit, id) &&
	       db_run(edit->db, edit->err, scores[score].update, "ii", value, id.n);
}

bool edit_insight_score(struct store *store, insight_id id, enum insight_score score, int64_t value,
			struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_score(&edit, id, score, value));
}

static bool set_reviewed(struct edit *edit, insight_id id, bool reviewed)
{
	int64_t support = 0;
	strbuf_add_z(&edit->label, reviewed ? "review of " : "back to a draft: ");
	if (!findings_insight_label(edit, id) ||
	    !db_get_int(edit->db, edit->err, &support,
			"SELECT count(*) FROM evidence WHERE insight = ?1 AND stance = 'supports' "
			"AND source = ''",
			"i", id.n))
		return false;
	if (reviewed && !support)
		return err_set(
			edit->err, ERR_USAGE,
			"no card and no theme supports this insight yet: add evidence first, "
			"then mark it as reviewed");
	return db_run(edit->db, edit->err, "UPDATE insight SET status = ?1 WHERE id = ?2", "zi",
		      reviewed ? "reviewed" : "draft", id.n);
}

bool edit_insight_review(struct store *store, insight_id id, bool reviewed, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_reviewed(&edit, id, reviewed));
}

/* ---- order and removal ---- */

/* The rank behind `after` and before whatever follows it, itself left out. */
static bool find_rank(struct edit *edit, insight_id id, insight_id after, struct strbuf *rank)
{
	struct strbuf low = STRBUF_INIT, high = STRBUF_INIT;
	bool good =
		db_get_text(edit->db, edit->err, &low, NULL,
			    "SELECT rank FROM insight WHERE id = ?1", "i", after.n) &&
		db_get_text(edit->db, edit->err, &high, NULL,
			    "SELECT rank FROM insight WHERE id <> ?1 AND (rank > ?2 OR (rank = ?2 "
			    "AND id > ?3)) ORDER BY rank, id LIMIT 1",
			    "iti", id.n, strbuf_str(&low), after.n);
	rank_between(rank, strbuf_str(&low), strbuf_str(&high));
	strbuf_release(&low);
	strbuf_release(&high);
	return good;
}

static bool move_insight(struct edit *edit, insight_id id, insight_id after)
{
	struct strbuf rank = STRBUF_INIT;
	strbuf_add_z(&edit->label, "order of ");
	bool good = findings_insight_label(edit, id) && find_rank(edit, id, after, &rank) &&
		    db_run(edit->db, edit->err, "UPDATE insight SET rank = ?1 WHERE id = ?2", "ti",
			   strbuf_str(&rank), id.n);
	strbuf_release(&rank);
	return good;
}

bool edit_insight_move(struct store *store, insight_id id, insight_id after, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, move_insight(&edit, id, after));
}

static bool delete_insight(struct edit *edit, insight_id id)
{
	strbuf_add_z(&edit->label, "removal of ");
	return findings_insight_label(edit, id) && edit_insight_clear(edit, id.n) &&
	       db_run(edit->db, edit->err, "DELETE FROM insight WHERE id = ?1", "i", id.n);
}

bool edit_insight_delete(struct store *store, insight_id id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, delete_insight(&edit, id));
}
