/*
 * What is left refers to what is lost. Here each such reference gets something to lead to, or goes,
 * one statement a case: nobody's words are dropped because a neighbour's page is gone.
 */
#include "edit-internal.h"
#include "salvage-internal.h"

#include "themewall/base/banned.h"

/* Runs them in order and counts the rows they touched. */
static bool run_all(struct salvage *s, const char *const *statements, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!db_run(&s->to, s->err, statements[i], ""))
			return false;
		s->report->mended += (size_t)sqlite3_changes(s->to.handle);
	}
	return true;
}

/* Everybody who is referred to; a code is the next after the highest. */
#define LOST_PEOPLE                                                                                \
	"SELECT participant AS id FROM speaker UNION SELECT participant FROM card UNION "          \
	"SELECT participant FROM identity UNION SELECT participant FROM attendance UNION "         \
	"SELECT participant FROM attribute UNION SELECT participant FROM lens"
#define LOST_CLUSTERS "SELECT cluster AS id FROM placement UNION SELECT parent FROM cluster"
#define NEXT_CODE(table, skip)                                                                     \
	"(SELECT ifnull(max(CAST(substr(code, " skip ") AS INTEGER)), 0) FROM " table              \
	") + row_number() OVER (ORDER BY id)"

bool salvage_mend_people(struct salvage *s)
{
	static const char *const statements[] = {
		"INSERT INTO study(id, title, question, segment, created_ms) SELECT 1, 'Saved "
		"study', '', 'segment', 0 WHERE NOT "
		"EXISTS(SELECT "
		"1 FROM study)",
		"INSERT INTO participant(id, code, consent_record, consent_quote, note) SELECT id, "
		"printf('P%02d', " NEXT_CODE(
			"participant",
			"2") "), '', '', '' FROM (" LOST_PEOPLE
			     ") WHERE id > 0 AND id NOT IN (SELECT id FROM participant)",
		"INSERT INTO session(id, code, title, date, kind, ordinal) SELECT id, "
		"printf('S%02d', " NEXT_CODE(
			"session",
			"2") "), '', '', '', 1 FROM (SELECT session AS id FROM transcript UNION "
			     "SELECT session FROM attendance UNION SELECT session FROM "
			     "card) WHERE id > 0 AND id NOT IN (SELECT "
			     "id FROM session)",
		/* a transcript that is shown belongs to a session */
		"UPDATE transcript SET hidden = 1 WHERE hidden = 0 AND session IS NULL",
		"DELETE FROM speaker WHERE transcript NOT IN (SELECT id FROM transcript)",
		"UPDATE speaker SET participant = NULL WHERE role IN ('moderator', 'observer') AND "
		"participant IS NOT NULL",
		"INSERT INTO cluster(id, code, name, parent, rank, col, line, width, "
		"folded, mv) SELECT id, printf('T-%02d', " NEXT_CODE(
			"cluster", "3") "), '', NULL, '', 0, 0, 2, 0, 1 FROM (" LOST_CLUSTERS
					") WHERE id > 0 AND id NOT IN (SELECT id FROM cluster)",
		"UPDATE cluster SET parent = NULL, rank = '' WHERE id NOT IN (WITH RECURSIVE "
		"down(id, n) AS (SELECT id, 1 FROM cluster WHERE parent IS NULL UNION ALL SELECT "
		"c.id, n + 1 FROM cluster c JOIN down ON c.parent = down.id WHERE n < 4) SELECT id "
		"FROM down)",
		"DELETE FROM placement WHERE card NOT IN (SELECT id FROM card) OR (id <> card AND "
		"id IN (SELECT id FROM card))",
		"INSERT INTO placement(id, card, place, cluster, rank, col, line, mv) SELECT id, "
		"id, 'tray', NULL, '', 0, 0, 1 FROM card WHERE id "
		"NOT IN (SELECT id FROM placement)",
		"DELETE FROM placement AS t WHERE " TWIN_IS_WRONG,
		"DELETE FROM tag WHERE card NOT IN (SELECT id FROM card)",
		"DELETE FROM tension WHERE card NOT IN (SELECT id FROM card) OR (other IS NOT NULL "
		"AND "
		"other NOT IN (SELECT id FROM card)) OR (cluster IS NOT NULL AND cluster NOT IN "
		"(SELECT id FROM cluster))",
		"DELETE FROM layer_card WHERE card NOT IN (SELECT id FROM card) OR layer NOT IN "
		"(SELECT id FROM layer)",
		"DELETE FROM vote WHERE ballot NOT IN (SELECT id FROM ballot) OR (cluster IS NOT "
		"NULL AND cluster NOT IN (SELECT id FROM cluster)) OR (insight IS NOT NULL AND "
		"insight NOT IN (SELECT id FROM insight))",
		/* what lay beneath a lost card, or beneath one that itself lies beneath another */
		"UPDATE placement SET stack = NULL WHERE stack IS NOT NULL AND NOT EXISTS(SELECT 1 "
		"FROM placement t WHERE t.id = placement.stack AND t.stack IS NULL)",
	};
	return run_all(s, statements, sizeof statements / sizeof *statements);
}

bool salvage_mend_cards(struct salvage *s)
{
	static const char *const statements[] = {
		"DELETE FROM excerpt WHERE NOT EXISTS(SELECT 1 FROM transcript t WHERE t.id = "
		"transcript AND t.hidden = 0 AND \"end\" <= t.nchars)",
		"UPDATE excerpt SET speaker = NULL WHERE speaker IS NOT NULL AND NOT EXISTS(SELECT "
		"1 FROM speaker s WHERE s.id = speaker AND s.transcript = excerpt.transcript)",
		/* words without their receipt are an observation */
		"UPDATE card SET excerpt = NULL, kind = CASE kind WHEN 'quote' THEN 'observation' "
		"ELSE kind END WHERE excerpt IS NOT NULL AND excerpt NOT IN (SELECT id FROM "
		"excerpt)",
		"DELETE FROM excerpt WHERE id NOT IN (SELECT excerpt FROM card WHERE excerpt IS "
		"NOT "
		"NULL)",
		"UPDATE card SET text = (SELECT quote FROM excerpt e WHERE e.id = excerpt) WHERE "
		"kind = 'quote' AND text <> (SELECT quote FROM excerpt e WHERE e.id = excerpt)",
		/* what was concluded needs its insight and what it rests on */
		"DELETE FROM evidence WHERE insight NOT IN (SELECT id FROM insight) OR card NOT IN "
		"(SELECT id FROM card) OR cluster NOT IN (SELECT id FROM cluster)",
		"DELETE FROM recommendation WHERE insight NOT IN (SELECT id FROM insight)",
		"UPDATE decision SET insight = NULL WHERE insight NOT IN (SELECT id FROM insight)",
		"UPDATE insight SET status = 'draft' WHERE status = 'reviewed' AND id NOT IN "
		"(SELECT insight FROM evidence WHERE stance = 'supports' AND source = '')",
	};
	return run_all(s, statements, sizeof statements / sizeof *statements);
}
