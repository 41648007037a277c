#ifndef THEMEWALL_STORE_EDIT_INTERNAL_H
#define THEMEWALL_STORE_EDIT_INTERNAL_H

#include "themewall/base/mem.h"
#include "themewall/store/edit.h"
#include "themewall/store/journal.h"

#include "store-internal.h"

/*
 * One edit in progress: its transaction, the recording of what it changes, and the words for it.
 *Every edit function is
 *
 *	if (!edit_begin(&edit, store, err)) return false;
 *	return edit_end(&edit, do_it(&edit, …));
 *
 * Numbers (ids, codes) are taken from memory and the counters written once at the end: an import of
 * 100,000 cards takes as many.
 */
struct edit {
	struct store *store;
	struct db *db;
	struct err *err;
	sqlite3_session *session; /* NULL while raw rows go in */
	struct strbuf label;      /* a noun phrase: "move of C-041 to “Trust”" */
	struct arena arena;
	int64_t next_id; /* 0: not read yet */
	int64_t next_code[CODE_KINDS];
	int64_t lamport, at_ms;
	enum journal_kind kind;
	bool is_mark;   /* journalled although it changes nothing */
	int64_t batch;  /* of its journal row, once written */
	int64_t row;    /* its journal row, once written */
	int64_t target; /* batch an undo, redo or skip is about; 0 for a plain edit */
};

bool edit_begin(struct edit *edit, struct store *store, struct err *err);
/* As edit_begin, but nothing is recorded until edit_record: for rows that are no change of the
 * study. */
bool edit_begin_raw(struct edit *edit, struct store *store, struct err *err);
bool edit_record(struct edit *edit);
/* good: journals and commits what was recorded (nothing recorded: success without a row); else
 * rolls back. */
bool edit_end(struct edit *edit, bool good);

bool edit_new_id(struct edit *edit, int64_t *id);
bool edit_new_code(struct edit *edit, enum code_kind kind, char code[16]);
/* The counter will not hand out this number or one below (codes that come with an imported wall).
 */
bool edit_used_code(struct edit *edit, enum code_kind kind, struct code code);

/* The record of a transaction, appended to the journal under its coder. */
struct str session_changes(struct edit *edit, bool *good); /* free p with sqlite3_free */

/*
 * Who last changed a row, from journal rows after `after`, newest first; name and label are for
 * messages. False when nobody did (or it lies too far back).
 */
struct row_name {
	enum table table;
	struct value key[2];
};
struct blame {
	struct strbuf name, label;
	bool me;
};
#define BLAME_INIT                                                                                 \
	{                                                                                          \
		STRBUF_INIT, STRBUF_INIT, false                                                    \
	}
/* others: look past my own rows. */
bool blame_row(struct store *store, const struct row_name *row, int64_t after, bool others,
	       struct blame *blame);
/* As blame_row, for a row that refers to this id. */
bool blame_reference(struct store *store, int64_t id, int64_t after, struct blame *blame);
void blame_release(struct blame *blame);

/* The two refusals of compare-and-set: false, with who did it. what: "C-041", "this theme" … */
bool edit_conflict(struct edit *edit, enum table table, int64_t id, const char *what);
bool edit_gone(struct edit *edit, enum table table, int64_t id, const char *what);

/* Takes cards and children out of a cluster, as before its removal (edit-cluster.c). */
bool edit_dissolve(struct edit *edit, int64_t cluster);

/* The cluster itself, without a label; code gets its code (edit-cluster.c). */
bool edit_make_cluster(struct edit *edit, const struct cluster_draft *draft, cluster_id *id,
		       char code[16]);
/* Ids that a statement with one id bound lists, in the edit's arena. */
bool edit_list(struct edit *edit, const char *sql, int64_t id, int64_t **ids, size_t *n);
/* Insights (edit-insight.c): the column that orders rows of a table of findings; -1 in others. */
int edit_rank_column(enum table table);
/* Takes a card or a cluster out of all evidence, before its removal. */
bool edit_evidence_drop(struct edit *edit, enum table table, int64_t id);
/* What one cluster is evidence of, another is from now on; the other's own stance wins. */
bool edit_evidence_merge(struct edit *edit, int64_t into, int64_t from);
/* Before its removal: evidence and recommendations go, decisions stay without it. */
bool edit_insight_clear(struct edit *edit, int64_t insight);
/* Nothing is reviewed that no card or theme supports. */
#define INSIGHTS_SETTLE                                                                            \
	"UPDATE insight SET status = 'draft' WHERE status = 'reviewed' AND id NOT IN "             \
	"(SELECT insight FROM evidence WHERE stance = 'supports' AND source = '')"
bool edit_insights_settle(struct edit *edit);

/* People (edit-people.c). */
bool participant_exists(struct edit *edit, int64_t id); /* false with ERR_NOT_FOUND, too */
bool participant_insert(struct edit *edit, struct str name, int64_t *id, char code[16]);
bool participant_insert_as(struct edit *edit, const char *code, struct str name, int64_t *id);
bool participant_attribute(struct edit *edit, int64_t id, struct str name, struct str value);
bool attendance_insert(struct edit *edit, int64_t session, int64_t participant);

/* Whose words these are (edit-whose.c). Nobody: *id is 0. */
bool somebody_find(struct edit *edit, const struct somebody *who, int64_t *id);
/* The one person of a transcript without speakers; *id is left alone when there is none. */
bool lone_person(struct edit *edit, int64_t transcript, int64_t *id);

/* Words for labels. */
bool edit_add_cluster_label(struct edit *edit, int64_t cluster); /* “Trust”, or T-03 when unnamed */
bool edit_add_card_label(struct edit *edit, const card_id *ids, size_t n); /* C-041, or "3 cards" */

/* Before a card or a theme goes: what is tied to it goes, too (edit-tag.c). */
bool edit_unlink_card(struct edit *edit, int64_t card);
bool edit_unlink_cluster(struct edit *edit, int64_t cluster);
/* Before a theme is merged into another: what pulled against it pulls against that one. */
bool edit_tension_merge(struct edit *edit, int64_t into, int64_t from);

/* Stacks (edit-stack.c). Refuses what cannot be done with a card beneath another: false. */
bool edit_in_stack(struct edit *edit, int64_t card, int64_t top);
/* Before a card goes: the next of its stack comes to the top, in its place. */
bool edit_stack_leave(struct edit *edit, int64_t card);
/* After a change was taken back: no stack lies in a stack. */
bool edit_stacks_settle(struct edit *edit);

/* Words of a card: some, CARD_MOST_CHARS at most; quoted: somebody said them, however many
 * (edit-card.c). */
bool edit_check_text(struct edit *edit, struct str text, bool quoted);
/* A card with its receipt and place (edit-place.c). */
bool edit_new_card(struct edit *edit, const struct card_draft *draft, card_id *id, char code[16]);

/* Copies of cards (edit-copy.c): which of placement t must go. */
#define TWIN_IS_WRONG                                                                              \
	"t.id <> t.card AND (t.cluster IS NULL OR EXISTS(SELECT 1 FROM placement h WHERE h.card "  \
	"= t.card AND ((h.id = h.card AND h.place NOT IN ('loose', 'cluster')) OR (h.cluster = "   \
	"t.cluster AND (h.id = h.card OR h.id < t.id)))))"
/* After a placement has changed: copies of its card that may not stand any more go. */
bool twins_settle(struct db *db, struct err *err, int64_t placement);
bool edit_twins_settle(struct edit *edit, const int64_t *cards, size_t n);
/* Before a cluster goes: its copies go to the parent, or (0) go with it; and without a parent the
 * home of a card that has copies elsewhere goes there. */
bool edit_twins_dissolve(struct edit *edit, int64_t cluster, int64_t parent);

/* Moves cards to the end of a cluster (edit-place.c). */
bool edit_cards_into(struct edit *edit, int64_t cluster, const card_id *ids, size_t n);

/* Where an ordered thing goes among its siblings: ranks for n of them, in edit->arena. */
enum sibling_kind { SIBLING_CARDS, SIBLING_CLUSTERS };
struct slot {
	enum sibling_kind kind;
	int64_t parent; /* the cluster they are in */
	int64_t after;  /* 0 first, -1 last, else the id to follow; one not there counts as last */
	const int64_t *ids; /* what is being placed, in order */
	size_t n;
	struct str *ranks; /* out: one each; NULL when all stand there already */
};
bool slot_find(struct edit *edit, struct slot *slot);

#endif
