/*
 * Stacks of duplicates. Merging writes one column of the cards that go beneath: cluster, rank and
 * anchor stay as they were, so that taking the stack apart, whenever, puts them back; when their
 * cluster is dissolved meanwhile they go with its cards. mv is new each time: who moved one of them
 * meanwhile meets that as a conflict.
 */
#include "themewall/base/token.h"

#include "edit-internal.h"

#include "themewall/base/banned.h"

bool edit_in_stack(struct edit *edit, int64_t card, int64_t top)
{
	struct strbuf codes = STRBUF_INIT;
	if (db_get_text(edit->db, edit->err, &codes, NULL,
			"SELECT c.code || ' lies in the stack of ' || t.code || ': take it out "
			"first (card-unmerge ' || c.code || ')' FROM card c, card t WHERE c.id = "
			"?1 AND t.id = ?2",
			"ii", card, top))
		err_set(edit->err, ERR_CONFLICT, "%s", codes.buf);
	strbuf_release(&codes);
	return false;
}

/* The card that shows for this one, itself in no stack. */
static bool top_of(struct edit *edit, int64_t card, int64_t *top)
{
	*top = 0;
	return db_get_int(edit->db, edit->err, top,
			  "SELECT ifnull(stack, id) FROM placement WHERE id = ?1", "i", card) &&
	       (*top || edit_gone(edit, TABLE_CARD, card, "one of the cards"));
}

static bool put_beneath(struct edit *edit, int64_t card, int64_t top)
{
	return db_run(edit->db, edit->err,
		      "UPDATE placement SET stack = ?1, mv = ?2 WHERE id = ?3 OR stack = ?3", "iii",
		      top, token_new(), card);
}

static bool merge(struct edit *edit, const card_id *ids, size_t n)
{
	int64_t first = 0, top = 0;
	size_t merged = 0;
	bool good = !n || top_of(edit, ids[0].n, &first);
	for (size_t i = 1; good && i < n; i++) {
		good = top_of(edit, ids[i].n, &top) &&
		       (top == first || put_beneath(edit, top, first));
		merged += good && top != first;
	}
	if (good && !merged)
		return err_set(edit->err, ERR_USAGE, "a stack takes two cards or more");
	strbuf_addf(&edit->label, "merge of %zu card%s into ", merged, merged == 1 ? "" : "s");
	return good && edit_add_card_label(edit, &(card_id){first}, 1);
}

bool edit_card_merge(struct store *store, const card_id *ids, size_t n, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, merge(&edit, ids, n));
}

/* All beneath a card, or the card itself when it lies beneath another. */
static bool take_apart(struct edit *edit, card_id id)
{
	int64_t beneath = 0;
	struct strbuf code = STRBUF_INIT;
	bool found = false;
	bool good = db_get_text(edit->db, edit->err, &code, &found,
				"SELECT code FROM card WHERE id = ?1", "i", id.n) &&
		    (found || edit_gone(edit, TABLE_CARD, id.n, "that card")) &&
		    db_get_int(edit->db, edit->err, &beneath,
			       "SELECT 1 FROM placement WHERE stack = ?1 OR (id = ?1 AND stack IS "
			       "NOT NULL)",
			       "i", id.n);
	if (good && !beneath)
		good = err_set(edit->err, ERR_USAGE, "%s is no stack and lies in none", code.buf);
	strbuf_release(&code);
	return good &&
	       db_run(edit->db, edit->err,
		      "UPDATE placement SET stack = NULL, mv = ?2 WHERE stack = ?1 OR (id = ?1 AND "
		      "stack IS NOT NULL)",
		      "ii", id.n, token_new());
}

static bool unmerge(struct edit *edit, const card_id *ids, size_t n)
{
	strbuf_add_z(&edit->label, "taking apart of ");
	bool good = edit_add_card_label(edit, ids, n);
	for (size_t i = 0; good && i < n; i++)
		good = take_apart(edit, ids[i]);
	return good;
}

bool edit_card_unmerge(struct store *store, const card_id *ids, size_t n, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, unmerge(&edit, ids, n));
}

bool edit_stack_leave(struct edit *edit, int64_t card)
{
	int64_t next = 0;
	if (!db_get_int(edit->db, edit->err, &next,
			"SELECT id FROM placement WHERE stack = ?1 ORDER BY id LIMIT 1", "i", card))
		return false;
	return !next ||
	       (db_run(edit->db, edit->err,
		       "UPDATE placement SET (place, cluster, rank, col, line) = (SELECT place, "
		       "cluster, rank, col, line FROM placement WHERE id = ?1), stack = NULL, mv = "
		       "?3 WHERE id = ?2",
		       "iii", card, next, token_new()) &&
		db_run(edit->db, edit->err,
		       "UPDATE placement SET stack = ?2, mv = ?3 WHERE stack = ?1", "iii", card,
		       next, token_new()) &&
		edit_twins_settle(edit, &next, 1));
}

/*
 * Two people's merges, one of them undone and done again, may make a stack lie in a stack or two
 * cards beneath each other. Those in between come out: each row on its own was as it should be.
 */
bool edit_stacks_settle(struct edit *edit)
{
	return db_run(edit->db, edit->err,
		      "UPDATE placement SET stack = NULL, mv = ?1 WHERE stack IS NOT NULL AND id "
		      "IN (SELECT stack FROM placement WHERE stack IS NOT NULL)",
		      "i", token_new());
}
