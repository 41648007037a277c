/*
 * What a row of another copy must not break: the rules that only this row could have broken are
 * looked at, not the whole wall. What a merge leaves behind is put right here, too: speakers who
 * are nobody's participant, insights without support.
 */
#include "merge-apply-internal.h"

#include "turns-internal.h"
#include "themewall/base/banned.h"

/* Only a participant counts as one. */
static bool settle_speaker(struct merge *merge, int64_t id)
{
	return db_run(merge->db, merge->err,
		      "UPDATE speaker SET participant = NULL WHERE id = ?1 AND participant IS NOT "
		      "NULL AND role IN ('moderator', 'observer')",
		      "i", id);
}

/* What a merge took the last support from is a draft again, as after an edit. */
static bool settle_insights(struct merge *merge)
{
	return db_run(merge->db, merge->err, INSIGHTS_SETTLE, "");
}

static bool sets_reviewed(const struct row_change *change)
{
	return change->table == TABLE_INSIGHT && change_has(change, INSIGHT_STATUS) &&
	       str_equal(change->column[INSIGHT_STATUS].s, STR("reviewed"));
}

struct rule {
	enum table table;
	const char *broken; /* ?1: the row's first key */
	const char *why;
};

static const struct rule rules[] = {
	{TABLE_CARD,
	 "SELECT 1 FROM card c JOIN excerpt e ON e.id = c.excerpt WHERE c.id = ?1 AND c.kind = "
	 "'quote' AND c.text <> e.quote",
	 "its words would no longer be those that were said"},
	{TABLE_EXCERPT,
	 "SELECT 1 FROM excerpt e JOIN card c ON c.excerpt = e.id WHERE e.id = ?1 AND c.kind = "
	 "'quote' AND c.text <> e.quote",
	 "its words would no longer be those that were said"},
	{TABLE_EXCERPT,
	 "SELECT 1 FROM excerpt e WHERE e.id = ?1 AND NOT EXISTS(SELECT 1 FROM card c WHERE "
	 "c.excerpt = e.id)",
	 "its card is gone"},
	{TABLE_CARD,
	 "SELECT 1 FROM card c WHERE c.id = ?1 AND NOT EXISTS(SELECT 1 FROM placement p WHERE p.id "
	 "= c.id AND p.card = c.id)",
	 "its card would have no place"},
	{TABLE_PLACEMENT,
	 "SELECT 1 FROM card c WHERE c.id = ?1 AND NOT EXISTS(SELECT 1 FROM placement p WHERE p.id "
	 "= c.id AND p.card = c.id)",
	 "its card would have no place"},
	{TABLE_PLACEMENT,
	 "SELECT 1 FROM placement p JOIN placement t ON t.id = p.stack WHERE t.stack IS NOT NULL "
	 "AND (p.id = ?1 OR p.stack = ?1)",
	 "it would lie beneath a card that itself lies beneath another"},
	{TABLE_TRANSCRIPT,
	 "SELECT 1 FROM transcript WHERE id = ?1 AND hidden = 0 AND session IS NULL",
	 "its session is gone"},
};

/* New excerpts are whole; one that was moved here and there must not be a bit of both. */
static bool check_place(struct merge *merge, const struct row_change *change, const char **why)
{
	bool wrong = false;
	if (*why || change->table != TABLE_EXCERPT || change->op != ROW_UPDATE)
		return true;
	if (!receipt_is_wrong(merge->db, merge->err, change->column[0].i, &wrong))
		return false;
	if (wrong)
		*why = "its words would no longer be those that were said";
	return true;
}

static bool check_rules(struct merge *merge, const struct row_change *change, const char **why)
{
	for (size_t i = 0; !*why && i < TW_COUNT(rules); i++) {
		int64_t broken = 0;
		if (rules[i].table != change->table)
			continue;
		if (!db_get_int(merge->db, merge->err, &broken, rules[i].broken, "i",
				change->column[0].i))
			return false;
		if (broken)
			*why = rules[i].why;
	}
	return check_place(merge, change, why);
}

static bool check_all_of(struct merge *merge, const char *sql, const char *words, const char **why)
{
	int64_t broken = 0;
	if (*why)
		return true;
	if (!db_get_int(merge->db, merge->err, &broken, sql, ""))
		return false;
	if (broken)
		*why = words;
	return true;
}

/* The better reason: what is gone may be what a rule was broken without. */
static void check_references(struct merge *merge, const char **why)
{
	int open = 0, unused = 0;
	sqlite3_db_status(merge->db->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0);
	if (open)
		*why = "what it is about is gone";
}

bool merge_check_row(struct merge *merge, const struct merge_pending *pending, size_t n,
		     const char **why)
{
	bool cards = false, transcripts = false, insights = false, reviews = false;
	check_references(merge, why);
	for (size_t i = 0; i < n; i++) {
		const struct row_change *change = &pending[i].change;
		cards |= change->table == TABLE_CARD &&
			 (change->op == ROW_DELETE || change_has(change, CARD_EXCERPT));
		insights |= change->table == TABLE_INSIGHT || change->table == TABLE_EVIDENCE;
		reviews |= sets_reviewed(change);
		transcripts |= change->table == TABLE_TRANSCRIPT || change->table == TABLE_EXCERPT;
		if (change->table == TABLE_SPEAKER &&
		    !settle_speaker(merge, change->column[SPEAKER_ID].i))
			return false;
		if (change->table == TABLE_PLACEMENT && change->op != ROW_DELETE &&
		    !twins_settle(merge->db, merge->err, change->column[PLACEMENT_ID].i))
			return false;
		if (!check_rules(merge, change, why))
			return false;
	}
	if (insights && !reviews && !settle_insights(merge))
		return false;
	return (!cards ||
		check_all_of(merge,
			     "SELECT 1 FROM excerpt e WHERE NOT EXISTS(SELECT 1 FROM card c WHERE "
			     "c.excerpt = e.id) LIMIT 1",
			     "its card is gone", why)) &&
	       (!insights ||
		check_all_of(merge,
			     "SELECT 1 FROM insight i WHERE status = 'reviewed' AND NOT "
			     "EXISTS(SELECT 1 FROM evidence e WHERE e.insight = i.id AND e.stance "
			     "= 'supports' AND e.source = '') LIMIT 1",
			     "an insight marked as reviewed would have nothing that supports it",
			     why)) &&
	       (!transcripts ||
		check_all_of(merge,
			     "SELECT 1 FROM transcript t JOIN excerpt e ON e.transcript = t.id "
			     "WHERE t.hidden = 1 LIMIT 1",
			     "its transcript was taken out, or has cards", why));
}
