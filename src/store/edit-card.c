/* Edits of cards: what they say, what kind they are, what they imply. Places are in edit-place.c.
 */
#include <stdio.h>

#include "themewall/text/utf8.h"

#include "turns-internal.h"

#include "themewall/base/banned.h"

/* What compare-and-set needs to know of a card. */
struct card_facts {
	struct strbuf code, text, implies, kind;
	int64_t excerpt, participant;
};

#define CARD_FACTS_INIT                                                                            \
	{                                                                                          \
		STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, 0, 0                           \
	}

static void facts_release(struct card_facts *facts)
{
	strbuf_release(&facts->code);
	strbuf_release(&facts->text);
	strbuf_release(&facts->implies);
	strbuf_release(&facts->kind);
}

static bool facts_read(struct edit *edit, card_id id, struct card_facts *facts)
{
	sqlite3_stmt *row = db_query(
		edit->db, edit->err,
		"SELECT code, text, implies, kind, excerpt, participant FROM card WHERE id = ?1",
		"i", id.n);
	enum db_step step = row ? db_step(edit->db, row, edit->err) : DB_FAILED;
	if (step == DB_DONE)
		return edit_gone(edit, TABLE_CARD, id.n, "that card");
	if (step == DB_FAILED)
		return false;
	strbuf_add_str(&facts->code, db_column_text(row, 0));
	strbuf_add_str(&facts->text, db_column_text(row, 1));
	strbuf_add_str(&facts->implies, db_column_text(row, 2));
	strbuf_add_str(&facts->kind, db_column_text(row, 3));
	facts->excerpt = sqlite3_column_int64(row, 4);
	facts->participant = sqlite3_column_int64(row, 5);
	sqlite3_reset(row);
	return true;
}

static bool is_quote(const struct card_facts *facts)
{
	return str_equal(strbuf_str(&facts->kind), STR("quote"));
}

bool edit_check_text(struct edit *edit, struct str text, bool quoted)
{
	if (!str_trim(text).n)
		return err_set(edit->err, ERR_USAGE, "a card needs some words");
	return quoted || utf8_length(text) <= CARD_MOST_CHARS ||
	       err_set(edit->err, ERR_USAGE, "a card holds at most a million characters");
}

static bool set_text(struct edit *edit, card_id id, struct str text, struct str seen)
{
	struct card_facts facts = CARD_FACTS_INIT;
	bool good = edit_check_text(edit, text, false) && facts_read(edit, id, &facts);
	if (good && is_quote(&facts))
		good = err_set(edit->err, ERR_USAGE,
			       "%s is a quote: its words are the participant's (trim it in the "
			       "reader, or say what it implies)",
			       facts.code.buf);
	if (good && !str_equal(strbuf_str(&facts.text), seen) &&
	    !str_equal(strbuf_str(&facts.text), text))
		good = edit_conflict(edit, TABLE_CARD, id.n, facts.code.buf);
	strbuf_addf(&edit->label, "text of %s", facts.code.buf);
	good = good &&
	       db_run(edit->db, edit->err, "UPDATE card SET text = ?1 WHERE id = ?2 AND text <> ?1",
		      "ti", text, id.n);
	facts_release(&facts);
	return good;
}

bool edit_card_text(struct store *store, card_id id, struct str text, struct str seen,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_text(&edit, id, text, seen));
}

static bool set_implies(struct edit *edit, card_id id, struct str implies, struct str seen)
{
	struct card_facts facts = CARD_FACTS_INIT;
	bool good = facts_read(edit, id, &facts);
	if (good && !str_equal(strbuf_str(&facts.implies), seen) &&
	    !str_equal(strbuf_str(&facts.implies), implies))
		good = edit_conflict(edit, TABLE_CARD, id.n, facts.code.buf);
	strbuf_addf(&edit->label, "what %s implies", facts.code.buf);
	good = good && db_run(edit->db, edit->err, "UPDATE card SET implies = ?1 WHERE id = ?2",
			      "ti", implies, id.n);
	facts_release(&facts);
	return good;
}

bool edit_card_implies(struct store *store, card_id id, struct str implies, struct str seen,
		       struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, set_implies(&edit, id, implies, seen));
}

static bool set_need(struct edit *edit, card_id id, struct str need, struct str seen)
{
	struct strbuf was = STRBUF_INIT;
	strbuf_add_z(&edit->label, "need behind ");
	bool good = edit_add_card_label(edit, &id, 1) &&
		    db_get_text(edit->db, edit->err, &was, NULL,
				"SELECT need FROM card WHERE id = ?1", "i", id.n);
	if (good && !str_equal(strbuf_str(&was), seen) && !str_equal(strbuf_str(&was), need))
		good = edit_conflict(edit, TABLE_CARD, id.n, edit->label.buf);
	strbuf_release(&was);
	return good && db_run(edit->db, edit->err, "UPDATE card SET need = ?1 WHERE id = ?2", "ti",
			      need, id.n);
}

bool edit_card_need(struct store *store, card_id id, struct str need, struct str seen,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_need(&edit, id, need, seen));
}

/* A quote is a card whose text is exactly its excerpt. */
static bool can_be_quote(struct edit *edit, card_id id)
{
	int64_t exact = 0;
	struct card_facts facts = CARD_FACTS_INIT;
	bool good =
		facts_read(edit, id, &facts) &&
		db_get_int(edit->db, edit->err, &exact,
			   "SELECT 1 FROM card c JOIN excerpt e ON e.id = c.excerpt WHERE c.id = "
			   "?1 AND c.text = e.quote",
			   "i", id.n) &&
		(exact ||
		 err_set(edit->err, ERR_USAGE,
			 "%s cannot be a quote: its words are not exactly those of a transcript",
			 facts.code.buf));
	facts_release(&facts);
	return good;
}

static bool set_kind(struct edit *edit, const card_id *ids, size_t n, enum card_kind kind)
{
	strbuf_add_z(&edit->label, "kind of ");
	bool good = edit_add_card_label(edit, ids, n);
	for (size_t i = 0; good && i < n; i++)
		good = (kind != CARD_QUOTE || can_be_quote(edit, ids[i])) &&
		       db_run(edit->db, edit->err, "UPDATE card SET kind = ?1 WHERE id = ?2", "zi",
			      card_kind_name(kind), ids[i].n);
	return good;
}

bool edit_card_kind(struct store *store, const card_id *ids, size_t n, enum card_kind kind,
		    struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_kind(&edit, ids, n, kind));
}

static bool set_surprise(struct edit *edit, const card_id *ids, size_t n, bool on)
{
	strbuf_add_z(&edit->label, on ? "surprise mark on " : "surprise mark taken off ");
	bool good = edit_add_card_label(edit, ids, n);
	for (size_t i = 0; good && i < n; i++)
		good = db_run(edit->db, edit->err, "UPDATE card SET surprise = ?1 WHERE id = ?2",
			      "ii", (int64_t)on, ids[i].n);
	return good;
}

bool edit_card_surprise(struct store *store, const card_id *ids, size_t n, bool on, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, set_surprise(&edit, ids, n, on));
}

/* The excerpt goes with its last card. */
static bool delete_card(struct edit *edit, card_id id)
{
	struct card_facts facts = CARD_FACTS_INIT;
	bool good =
		facts_read(edit, id, &facts) && edit_evidence_drop(edit, TABLE_CARD, id.n) &&
		edit_stack_leave(edit, id.n) && edit_unlink_card(edit, id.n) &&
		db_run(edit->db, edit->err, "DELETE FROM placement WHERE card = ?1", "i", id.n) &&
		db_run(edit->db, edit->err, "DELETE FROM card WHERE id = ?1", "i", id.n) &&
		(!facts.excerpt || db_run(edit->db, edit->err,
					  "DELETE FROM excerpt WHERE id = ?1 AND NOT EXISTS(SELECT "
					  "1 FROM card WHERE excerpt = ?1)",
					  "i", facts.excerpt));
	facts_release(&facts);
	return good;
}

static bool delete_cards(struct edit *edit, const card_id *ids, size_t n)
{
	strbuf_add_z(&edit->label, "removal of ");
	bool good = edit_add_card_label(edit, ids, n);
	for (size_t i = 0; good && i < n; i++)
		good = delete_card(edit, ids[i]);
	return good && edit_insights_settle(edit);
}

bool edit_card_delete(struct store *store, const card_id *ids, size_t n, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, delete_cards(&edit, ids, n));
}

bool edit_add_card_label(struct edit *edit, const card_id *ids, size_t n)
{
	bool found = true;
	if (n != 1) {
		strbuf_addf(&edit->label, "%zu cards", n);
		return true;
	}
	return db_get_text(edit->db, edit->err, &edit->label, &found,
			   "SELECT code FROM card WHERE id = ?1", "i", ids->n) &&
	       (found || edit_gone(edit, TABLE_CARD, ids->n, "that card"));
}
