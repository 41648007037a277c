/*
 * One card's words into two cards. Blanks at the cut go. Of a quote each half gets the part of the
 * receipt that it is; of other cards the words divide and both keep the whole receipt. The second
 * stands behind the first; what the card implies, its tags and links stay with the first.
 */
#include "themewall/model/lattice.h"
#include "themewall/text/utf8.h"

#include "turns-internal.h"

#include "themewall/base/banned.h"

/* A card on its way; texts in the edit's arena. */
struct halves {
	struct card_draft second;
	struct str code, text, first; /* first: a part of text */
	int64_t excerpt, transcript, start, end, stack;
};

static bool read_card(struct edit *edit, card_id id, struct halves *h)
{
	sqlite3_stmt *row = db_query(
		edit->db, edit->err,
		"SELECT c.code, c.text, c.kind, c.participant, c.session, c.excerpt, "
		"e.transcript, e.start, e.\"end\", p.place, p.cluster, p.col, p.line, p.stack FROM "
		"card c JOIN "
		"placement p ON p.id = c.id LEFT JOIN excerpt e ON e.id = c.excerpt WHERE c.id = "
		"?1",
		"i", id.n);
	enum db_step step = row ? db_step(edit->db, row, edit->err) : DB_FAILED;
	if (step == DB_DONE)
		return edit_gone(edit, TABLE_CARD, id.n, "that card");
	if (step == DB_FAILED)
		return false;
	struct str code = db_column_text(row, 0), text = db_column_text(row, 1);
	h->code = (struct str){arena_strndup(&edit->arena, code.p, code.n), code.n};
	h->text = (struct str){arena_strndup(&edit->arena, text.p, text.n), text.n};
	h->second.kind = card_kind_find(db_column_text(row, 2));
	h->second.participant.n = sqlite3_column_int64(row, 3);
	h->second.session.n = sqlite3_column_int64(row, 4);
	h->excerpt = sqlite3_column_int64(row, 5);
	h->transcript = sqlite3_column_int64(row, 6);
	h->start = sqlite3_column_int64(row, 7);
	h->end = sqlite3_column_int64(row, 8);
	h->second.place = (struct place){.kind = place_kind_find(db_column_text(row, 9)),
					 .cluster = {sqlite3_column_int64(row, 10)},
					 .after = id,
					 .column = sqlite3_column_int(row, 11),
					 .line = sqlite3_column_int(row, 12) + LATTICE_ROW};
	h->stack = sqlite3_column_int64(row, 13);
	sqlite3_reset(row);
	return true;
}

static bool cut(struct edit *edit, struct halves *h, int64_t offset)
{
	size_t at = offset > 0 ? utf8_offset(h->text, (size_t)offset) : 0;
	h->first = str_trim(str_part(h->text, 0, at));
	h->second.text = str_trim(str_part(h->text, at, h->text.n));
	return (h->first.n && h->second.text.n) ||
	       err_set(edit->err, ERR_USAGE,
		       "%.*s can be split where there are words on both sides", STR_ARG(h->code));
}

/* Code points of the card's text before a part of it. */
static int64_t before(const struct halves *h, struct str part)
{
	return (int64_t)utf8_length(str_part(h->text, 0, (size_t)(part.p - h->text.p)));
}

static bool first_receipt(struct edit *edit, card_id id, const struct halves *h)
{
	int64_t start = h->start + before(h, h->first), made = 0;
	struct excerpt_draft range = {
		{h->transcript}, start, start + (int64_t)utf8_length(h->first)};
	struct receipt receipt;
	return receipt_read(edit, &range, &receipt) &&
	       excerpt_insert(edit, &range, &receipt, &made) &&
	       db_run(edit->db, edit->err, "UPDATE card SET excerpt = ?1 WHERE id = ?2", "ii", made,
		      id.n) &&
	       db_run(edit->db, edit->err,
		      "DELETE FROM excerpt WHERE id = ?1 AND NOT EXISTS(SELECT 1 FROM card WHERE "
		      "excerpt = ?1)",
		      "i", h->excerpt);
}

static bool split(struct edit *edit, card_id id, int64_t offset, struct str seen, card_id *made)
{
	struct halves h = {.excerpt = 0};
	char code[16];
	bool quote;
	if (!read_card(edit, id, &h))
		return false;
	if (!str_equal(h.text, seen))
		return edit_conflict(edit, TABLE_CARD, id.n, h.code.p);
	if (h.stack)
		return edit_in_stack(edit, id.n, h.stack);
	strbuf_addf(&edit->label, "split of %.*s", STR_ARG(h.code));
	if (!cut(edit, &h, offset))
		return false;
	quote = h.second.kind == CARD_QUOTE;
	h.second.excerpt = (struct excerpt_draft){{h.transcript}, h.start, h.end};
	if (quote) {
		h.second.excerpt.start = h.start + before(&h, h.second.text);
		h.second.excerpt.end =
			h.second.excerpt.start + (int64_t)utf8_length(h.second.text);
	}
	return db_run(edit->db, edit->err, "UPDATE card SET text = ?1 WHERE id = ?2", "ti", h.first,
		      id.n) &&
	       (!quote || first_receipt(edit, id, &h)) &&
	       edit_new_card(edit, &h.second, made, code);
}

bool edit_card_split(struct store *store, card_id id, int64_t offset, struct str seen,
		     card_id *made, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) &&
	       edit_end(&edit, split(&edit, id, offset, seen, made));
}
