/*
 * Applying inverses. SQLite compares every row with what the change left behind; a difference is a
 * conflict, and the careful policy gives up and says who made it. "Anyway" overwrites, and first
 * moves out of the way what others put into things that are about to go: it never loses a card.
 */
#include "undo-internal.h"

#include "changes-internal.h"
#include "turns-internal.h"

#include "themewall/base/banned.h"

/* What SQLite asked about, kept until the person is told. */
struct conflict {
	bool anyway, met, reference;
	struct row_name row;
	struct strbuf text; /* of a text key */
};

static struct value key_value(sqlite3_value *value, struct strbuf *text)
{
	if (sqlite3_value_type(value) == SQLITE_INTEGER)
		return value_int(sqlite3_value_int64(value));
	strbuf_reset(text);
	strbuf_add(text, sqlite3_value_text(value), (size_t)sqlite3_value_bytes(value));
	return value_text(strbuf_str(text));
}

static void remember(struct conflict *conflict, sqlite3_changeset_iter *iter)
{
	const char *table;
	int ncolumns, op, indirect;
	conflict->met = true;
	if (sqlite3changeset_op(iter, &table, &ncolumns, &op, &indirect))
		return;
	conflict->row.table = table_find(str_of(table));
	for (int i = 0; i < table_info(conflict->row.table)->nkeys; i++) {
		sqlite3_value *value = NULL;
		if (op == SQLITE_INSERT)
			sqlite3changeset_new(iter, i, &value);
		else
			sqlite3changeset_old(iter, i, &value);
		if (value)
			conflict->row.key[i] = key_value(value, &conflict->text);
	}
}

static int on_conflict(void *context, int kind, sqlite3_changeset_iter *iter)
{
	struct conflict *conflict = context;
	const char *table;
	int ncolumns, op = 0, indirect;
	if (kind == SQLITE_CHANGESET_FOREIGN_KEY) {
		conflict->met = conflict->reference = true;
		return SQLITE_CHANGESET_ABORT;
	}
	sqlite3changeset_op(iter, &table, &ncolumns, &op, &indirect);
	if (kind == SQLITE_CHANGESET_NOTFOUND && conflict->anyway)
		return SQLITE_CHANGESET_OMIT; /* gone is gone */
	if (conflict->anyway &&
	    (kind == SQLITE_CHANGESET_DATA || kind == SQLITE_CHANGESET_CONFLICT))
		return SQLITE_CHANGESET_REPLACE;
	remember(conflict, iter);
	return SQLITE_CHANGESET_ABORT;
}

/* Deleted ids of an inverse, one after the other; 0 at the end. */
static int64_t next_deleted(struct changes *changes, enum table *table)
{
	struct row_change change;
	while (changes_next(changes, &change, NULL)) {
		if (change.op != ROW_DELETE ||
		    table_info(change.table)->columns[0].type != COLUMN_KEY)
			continue;
		*table = change.table;
		return change.column[0].i;
	}
	return 0;
}

static bool free_participant(struct edit *edit, int64_t id)
{
	return db_run(edit->db, edit->err,
		      "UPDATE card SET participant = NULL WHERE participant = ?1", "i", id) &&
	       db_run(edit->db, edit->err,
		      "UPDATE speaker SET participant = NULL WHERE participant = ?1", "i", id) &&
	       db_run(edit->db, edit->err, "DELETE FROM attendance WHERE participant = ?1", "i",
		      id) &&
	       db_run(edit->db, edit->err, "DELETE FROM attribute WHERE participant = ?1", "i",
		      id) &&
	       db_run(edit->db, edit->err, "DELETE FROM lens WHERE participant = ?1", "i", id) &&
	       db_run(edit->db, edit->err, "DELETE FROM identity WHERE participant = ?1", "i", id);
}

static bool free_session(struct edit *edit, int64_t id)
{
	return db_run(edit->db, edit->err, "DELETE FROM attendance WHERE session = ?1", "i", id) &&
	       db_run(edit->db, edit->err, "UPDATE card SET session = NULL WHERE session = ?1", "i",
		      id) &&
	       db_run(edit->db, edit->err,
		      "UPDATE transcript SET session = NULL WHERE session = ?1", "i", id);
}

static bool row_exists(struct edit *edit, int64_t cluster, bool *exists)
{
	int64_t found = 0;
	bool good = db_get_int(edit->db, edit->err, &found, "SELECT 1 FROM cluster WHERE id = ?1",
			       "i", cluster);
	*exists = found;
	return good;
}

static bool make_way(struct edit *edit, struct str inverse)
{
	struct changes changes;
	enum table table;
	bool good = true, exists = false;
	changes_begin(&changes, inverse);
	for (int64_t id; good && (id = next_deleted(&changes, &table));) {
		if (table == TABLE_CLUSTER)
			good = row_exists(edit, id, &exists) &&
			       (!exists || edit_dissolve(edit, id));
		else if (table == TABLE_CARD)
			good = edit_evidence_drop(edit, TABLE_CARD, id) &&
			       edit_stack_leave(edit, id) && edit_unlink_card(edit, id) &&
			       db_run(edit->db, edit->err,
				      "DELETE FROM placement WHERE card = ?1 AND id <> ?1", "i",
				      id);
		else if (table == TABLE_PARTICIPANT)
			good = free_participant(edit, id);
		else if (table == TABLE_SESSION)
			good = free_session(edit, id);
		else if (table == TABLE_INSIGHT)
			good = edit_insight_clear(edit, id);
		else if (table == TABLE_LAYER)
			good = db_run(edit->db, edit->err,
				      "DELETE FROM layer_card WHERE layer = ?1", "i", id);
		else if (table == TABLE_BALLOT)
			good = db_run(edit->db, edit->err, "DELETE FROM vote WHERE ballot = ?1",
				      "i", id);
	}
	return good;
}

static bool refuse(struct undo *undo, const struct blame *blame, bool found,
		   struct undo_report *report)
{
	const char *who = !found ? "someone" : blame->me ? "you" : blame->name.buf;
	copy_cut(report->by, sizeof report->by, str_of(who));
	return err_set(undo->edit->err, ERR_CONFLICT,
		       "%s was not taken back: %s changed it since%s%s%s", undo->edit->label.buf,
		       who, found ? " (" : "", found ? blame->label.buf : "", found ? ")" : "");
}

/* Someone else's name is what the person asks for; their own comes second. A theme that may not go
 * back because of what was put beneath it meanwhile is itself unchanged: who did that is told. */
static bool refuse_row(struct undo *undo, const struct row_name *row, struct undo_report *report)
{
	struct blame blame = BLAME_INIT;
	bool found = blame_row(undo->edit->store, row, undo->first_row, true, &blame) ||
		     blame_row(undo->edit->store, row, undo->last_row, false, &blame) ||
		     blame_reference(undo->edit->store, row->key[0].i, undo->last_row, &blame);
	refuse(undo, &blame, found, report);
	blame_release(&blame);
	return false;
}

/* Something that would go is referred to. */
static bool refuse_reference(struct undo *undo, struct str inverse, struct undo_report *report)
{
	struct blame blame = BLAME_INIT;
	struct changes changes;
	enum table table;
	bool found = false;
	changes_begin(&changes, inverse);
	for (int64_t id; !found && (id = next_deleted(&changes, &table));)
		found = blame_reference(undo->edit->store, id, undo->last_row, &blame);
	refuse(undo, &blame, found, report);
	blame_release(&blame);
	return false;
}

/* code: what applying it returned. */
static bool refuse_conflict(struct undo *undo, const struct conflict *conflict, int code,
			    struct str inverse, struct undo_report *report)
{
	if (!conflict->met)
		return db_fail_with(undo->edit->db, code, undo->edit->err);
	return conflict->reference ? refuse_reference(undo, inverse, report)
				   : refuse_row(undo, &conflict->row, report);
}

static bool apply_inverse(struct undo *undo, struct str inverse, struct undo_report *report)
{
	struct edit *edit = undo->edit;
	struct conflict conflict = {.anyway = undo->policy == UNDO_ANYWAY, .text = STRBUF_INIT};
	bool good = !conflict.anyway || make_way(edit, inverse);
	if (good) {
		int code = sqlite3changeset_apply(edit->db->handle, (int)inverse.n,
						  (void *)inverse.p, NULL, on_conflict, &conflict);
		good = code == SQLITE_OK || refuse_conflict(undo, &conflict, code, inverse, report);
	}
	strbuf_release(&conflict.text);
	return good;
}

static bool refuse_transcript(struct undo *undo, int64_t id, struct undo_report *report)
{
	struct blame blame = BLAME_INIT;
	refuse(undo, &blame, blame_reference(undo->edit->store, id, undo->last_row, &blame),
	       report);
	blame_release(&blame);
	return false;
}

/* Hiding a transcript from under a card that someone made of it since would cut the card's receipt.
 */
static bool check_hidden(struct undo *undo, struct str inverse, struct undo_report *report)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, inverse);
	while (undo->policy == UNDO_CAREFUL && changes_next(&changes, &change, NULL)) {
		int64_t used = 0;
		if (change.table != TABLE_TRANSCRIPT || change.column[TRANSCRIPT_HIDDEN].i != 1)
			continue;
		if (!db_get_int(undo->edit->db, undo->edit->err, &used,
				"SELECT 1 FROM transcript t JOIN excerpt e ON e.transcript = t.id "
				"WHERE t.id = ?1 AND t.hidden = 1",
				"i", change.column[TRANSCRIPT_ID].i))
			return false;
		if (used)
			return refuse_transcript(undo, change.column[TRANSCRIPT_ID].i, report);
	}
	return true;
}

/* An excerpt goes back to its place as a whole: part of a later one would be nobody's words. */
static bool check_places(struct undo *undo, struct str inverse, struct undo_report *report)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, inverse);
	while (changes_next(&changes, &change, NULL)) {
		bool wrong = false;
		if (change.table != TABLE_EXCERPT || change.op != ROW_UPDATE)
			continue;
		if (!receipt_is_wrong(undo->edit->db, undo->edit->err, change.column[EXCERPT_ID].i,
				      &wrong))
			return false;
		const struct row_name row = {TABLE_EXCERPT, {change.column[EXCERPT_ID]}};
		if (wrong)
			return refuse_row(undo, &row, report);
	}
	return true;
}

/* What moved on its own since may stand where a copy comes back to, or the other way round. */
static bool settle_twins(struct edit *edit, struct str inverse)
{
	struct changes changes;
	struct row_change change;
	bool good = true;
	changes_begin(&changes, inverse);
	while (good && changes_next(&changes, &change, NULL)) {
		const struct value *v = change.column;
		bool copied = change.op == ROW_INSERT && v[PLACEMENT_ID].i != v[PLACEMENT_CARD].i;
		if (change.table == TABLE_PLACEMENT && (copied || change.op == ROW_UPDATE))
			good = twins_settle(edit->db, edit->err, v[PLACEMENT_ID].i);
	}
	return good;
}

static bool take_back_row(struct undo *undo, const struct undo_row *row, struct undo_report *report)
{
	void *bytes = NULL;
	int n = 0;
	if (!row->changes.n)
		return true;
	if (sqlite3changeset_invert((int)row->changes.n, row->changes.p, &n, &bytes))
		return err_set(undo->edit->err, ERR_STORE, "not enough memory to take this back");
	struct str inverse = {bytes, (size_t)n};
	bool good = apply_inverse(undo, inverse, report) && check_hidden(undo, inverse, report) &&
		    check_places(undo, inverse, report) && settle_twins(undo->edit, inverse);
	sqlite3_free(bytes);
	return good;
}

/* A card that comes back must not come back without its transcript: its import may have been undone
 * meanwhile. */
static bool check_receipts(struct undo *undo, struct undo_report *report)
{
	int64_t transcript = 0;
	if (!db_get_int(undo->edit->db, undo->edit->err, &transcript,
			"SELECT t.id FROM transcript t JOIN excerpt e ON e.transcript = t.id "
			"WHERE t.hidden = 1",
			""))
		return false;
	const struct row_name row = {TABLE_TRANSCRIPT, {value_int(transcript)}};
	return !transcript || refuse_row(undo, &row, report);
}

bool undo_apply(struct undo *undo, struct undo_report *report)
{
	for (const struct undo_row *row = undo->rows; row; row = row->older)
		if (!take_back_row(undo, row, report))
			return false;
	return edit_insights_settle(undo->edit) && edit_stacks_settle(undo->edit) &&
	       check_receipts(undo, report);
}
