/* Edits of what the study believed before and of what was decided after. */
#include "edit-findings-internal.h"

#include "themewall/base/banned.h"

static bool exists(struct edit *edit, const char *sql, enum table table, int64_t id,
		   const char *what)
{
	int64_t found = 0;
	return db_get_int(edit->db, edit->err, &found, sql, "i", id) &&
	       (found || edit_gone(edit, table, id, what));
}

static bool belief_exists(struct edit *edit, belief_id id)
{
	return exists(edit, "SELECT 1 FROM belief WHERE id = ?1", TABLE_BELIEF, id.n,
		      "that belief");
}

static bool add_belief(struct edit *edit, struct str text, belief_id *id)
{
	struct strbuf rank = STRBUF_INIT;
	strbuf_add_z(&edit->label, "a belief to test");
	bool good = findings_text(edit, str_trim(text), "a belief", true) &&
		    edit_new_id(edit, &id->n) &&
		    findings_last_rank(edit, &rank,
				       "SELECT rank FROM belief WHERE ?1 = 0 ORDER BY rank DESC "
				       "LIMIT 1",
				       0) &&
		    db_run(edit->db, edit->err,
			   "INSERT INTO belief(id, text, verdict, why, rank) VALUES(?1, ?2, "
			   "'untested', '', ?3)",
			   "itt", id->n, str_trim(text), strbuf_str(&rank));
	strbuf_release(&rank);
	return good;
}

bool edit_belief_add(struct store *store, struct str text, belief_id *id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, add_belief(&edit, text, id));
}

static bool set_verdict(struct edit *edit, belief_id id, enum verdict verdict, struct str why)
{
	strbuf_addf(&edit->label, "verdict on a belief: %s", verdict_name(verdict));
	return belief_exists(edit, id) && findings_text(edit, why, "a verdict", false) &&
	       db_run(edit->db, edit->err, "UPDATE belief SET verdict = ?1, why = ?2 WHERE id = ?3",
		      "zti", verdict_name(verdict), str_trim(why), id.n);
}

bool edit_belief_verdict(struct store *store, belief_id id, enum verdict verdict, struct str why,
			 struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_verdict(&edit, id, verdict, why));
}

static bool remove_belief(struct edit *edit, belief_id id)
{
	strbuf_add_z(&edit->label, "removal of a belief");
	return belief_exists(edit, id) &&
	       db_run(edit->db, edit->err, "DELETE FROM belief WHERE id = ?1", "i", id.n);
}

bool edit_belief_remove(struct store *store, belief_id id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, remove_belief(&edit, id));
}

/* ---- decisions ---- */

static bool is_date(struct str s)
{
	int64_t year, month, day;
	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' &&
	       str_to_int(str_part(s, 0, 4), &year) && str_to_int(str_part(s, 5, 7), &month) &&
	       str_to_int(str_part(s, 8, 10), &day) && month >= 1 && month <= 12 && day >= 1 &&
	       day <= 31;
}

static bool check_decision(struct edit *edit, const struct decision_draft *draft)
{
	struct str date = str_trim(draft->date);
	if (date.n && !is_date(date))
		return err_set(edit->err, ERR_USAGE,
			       "\"%.*s\" is no date; write it like 2026-03-20, or leave it out "
			       "while the decision is still asked for",
			       STR_ARG(date));
	return findings_text(edit, str_trim(draft->text), "a decision", true) &&
	       (!draft->insight.n || exists(edit, "SELECT 1 FROM insight WHERE id = ?1",
					    TABLE_INSIGHT, draft->insight.n, "that insight"));
}

static bool add_decision(struct edit *edit, const struct decision_draft *draft, decision_id *id)
{
	struct strbuf rank = STRBUF_INIT;
	strbuf_add_z(&edit->label, draft->date.n ? "a decision" : "a decision to ask for");
	bool good = check_decision(edit, draft) && edit_new_id(edit, &id->n) &&
		    findings_last_rank(edit, &rank,
				       "SELECT rank FROM decision WHERE ?1 = 0 ORDER BY rank DESC "
				       "LIMIT 1",
				       0) &&
		    db_run(edit->db, edit->err,
			   "INSERT INTO decision(id, text, date, insight, rank) VALUES(?1, ?2, ?3, "
			   "?4, ?5)",
			   "ittrt", id->n, str_trim(draft->text), str_trim(draft->date),
			   draft->insight.n, strbuf_str(&rank));
	strbuf_release(&rank);
	return good;
}

bool edit_decision_add(struct store *store, const struct decision_draft *draft, decision_id *id,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, add_decision(&edit, draft, id));
}

static bool decision_exists(struct edit *edit, decision_id id)
{
	return exists(edit, "SELECT 1 FROM decision WHERE id = ?1", TABLE_DECISION, id.n,
		      "that decision");
}

static bool set_decision(struct edit *edit, decision_id id, const struct decision_draft *draft)
{
	strbuf_add_z(&edit->label, "a decision");
	return decision_exists(edit, id) && check_decision(edit, draft) &&
	       db_run(edit->db, edit->err,
		      "UPDATE decision SET text = ?1, date = ?2, insight = ?3 WHERE id = ?4",
		      "ttri", str_trim(draft->text), str_trim(draft->date), draft->insight.n, id.n);
}

bool edit_decision_set(struct store *store, decision_id id, const struct decision_draft *draft,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_decision(&edit, id, draft));
}

static bool remove_decision(struct edit *edit, decision_id id)
{
	strbuf_add_z(&edit->label, "removal of a decision");
	return decision_exists(edit, id) &&
	       db_run(edit->db, edit->err, "DELETE FROM decision WHERE id = ?1", "i", id.n);
}

bool edit_decision_remove(struct store *store, decision_id id, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, remove_decision(&edit, id));
}
