#ifndef THEMEWALL_STORE_EDIT_H
#define THEMEWALL_STORE_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/draft.h"
#include "themewall/model/model.h"
#include "themewall/store/store.h"

/*
 * The edits: one function per kind of change, each one IMMEDIATE transaction, recorded, journalled
 * with its author and a label in the person's words, rung to the others after COMMIT. Ranks, codes
 * and `mv` are computed inside the transaction. What the person last saw is passed along and
 * compared (compare and set): a difference fails with ERR_CONFLICT and a message naming who changed
 * it; nothing is written. A target that is gone fails with ERR_NOT_FOUND. An edit that changes
 * nothing writes no journal row and succeeds.
 *
 * No edit touches the model: call store_poll afterwards.
 */

/* Edits between begin and end are one undo step (each still its own transaction). Do not nest. */
void store_batch_begin(struct store *store);
void store_batch_end(struct store *store);
/* The step of this connection's last edit, 0 before the first; and edits up to store_batch_end made
 * part of it: naming what was just made is one step with the making. */
int64_t store_step(const struct store *store);
void store_batch_join(struct store *store, int64_t step);

/* A name for the history as it stands: a change that changes nothing. Its label begins with these
 * words. */
#define SNAPSHOT_LABEL "snapshot “"
bool edit_snapshot(struct store *store, struct str name, struct err *err);

/* Where to put a card. */
#define AFTER_LAST ((card_id){-1})
struct place {
	enum place_kind kind;
	cluster_id cluster; /* PLACE_CLUSTER */
	card_id after; /* PLACE_CLUSTER: the card it shall follow; 0 = first; AFTER_LAST. A card no
			  longer there counts as last. */
	int column, line; /* PLACE_LOOSE: the anchor */
};

/* A range of a transcript, as code points. */
struct excerpt_draft {
	transcript_id transcript; /* 0: no excerpt */
	int64_t start, end;
};

struct card_draft {
	enum card_kind kind;
	struct str text; /* a quote's, or an empty one, becomes the excerpt's words */
	struct str implies;
	struct excerpt_draft excerpt;
	participant_id participant; /* by hand; 0 none */
	session_id session;         /* noted after it, without a receipt; 0 none */
	bool surprise;
	struct place place;
};

bool edit_study(struct store *store, const struct str *title, const struct str *question,
		struct err *err); /* NULL: leave */

/* What a person writes on a card, in code points (ERR_USAGE beyond); a quote is as long as it is.
 */
enum { CARD_MOST_CHARS = 1000000 };
/* Quotes need an excerpt (ERR_USAGE otherwise: a hand-written card is an observation). The
 * excerpt's speaker is that of the turn where it starts, quote text, 32 code points either side and
 * time come from the stored turns; an excerpt may span turns (joined by LF). */
bool edit_card_new(struct store *store, const struct card_draft *draft, card_id *id,
		   struct err *err);
bool edit_card_new_many(struct store *store, const struct card_draft *drafts, size_t n,
			struct err *err); /* one edit */
/* seen: the text the person started from. Editing a quote's text fails with ERR_USAGE (trim it in
 * the reader, or say what it implies). */
bool edit_card_text(struct store *store, card_id id, struct str text, struct str seen,
		    struct err *err);
bool edit_card_implies(struct store *store, card_id id, struct str implies, struct str seen,
		       struct err *err);
/* The need behind it: what an idea is meant to serve. */
bool edit_card_need(struct store *store, card_id id, struct str need, struct str seen,
		    struct err *err);
bool edit_card_kind(struct store *store, const card_id *ids, size_t n, enum card_kind kind,
		    struct err *err);
bool edit_card_surprise(struct store *store, const card_id *ids, size_t n, bool on,
			struct err *err);
bool edit_card_participant(struct store *store, card_id id, participant_id participant,
			   struct err *err);

/* Who somebody is: `id`; else, by code or name, someone of the wall, made when there is nobody of
 * the name, or of a code that is yet to be given; neither: nobody. */
struct somebody {
	participant_id id;
	struct str name;
};
/* They attend the card's session then, unless its speaker is known. */
bool edit_card_whose(struct store *store, card_id id, const struct somebody *who, struct err *err);
/* Who the session is with, where no speaker says it: its cards without a speaker are theirs, and
 * those made later (of a transcript without speakers, while nobody else attends). Who attended it
 * before without speaking attends it no more. */
bool edit_session_with(struct store *store, session_id session, const struct somebody *who,
		       struct err *err);
/* Cards keep their order; each lands after the one before. */
bool edit_card_place(struct store *store, const card_id *ids, size_t n, const struct place *place,
		     struct err *err);
/* A copy of each card in a further cluster, behind what is there; the cards stay where they are.
 * One that stands there already is left alone. ERR_USAGE for what is in the tray or parked, or when
 * all of them stand there. A copy goes when its card leaves the wall or comes to stand where it is;
 * when the card's cluster is dissolved at the top level the card stays where its oldest copy is. */
bool edit_card_copy(struct store *store, const card_id *ids, size_t n, cluster_id cluster,
		    struct err *err);
bool edit_card_uncopy(struct store *store, card_id id, cluster_id cluster, struct err *err);
/* Moves the copy alone. */
bool edit_card_recopy(struct store *store, card_id id, cluster_id from, cluster_id to,
		      struct err *err);
/* Of a stack the next card comes to the top, in the place of the one that goes. */
bool edit_card_delete(struct store *store, const card_id *ids, size_t n, struct err *err);

/*
 * Cards whose words were changed by a correction take what stands in their place there (as
 * model/correction tells, and the person saw): each excerpt goes over to the new text, receipt and
 * all. A card whose text is exactly its excerpt's (a quote always is) takes the new words; what
 * somebody wrote of their own stays. One edit. One that is there already is left alone. `was`:
 * where the person saw it (ERR_CONFLICT when it is elsewhere by now); `now`: in a listed text of
 * the same session, of which the one it is from must be an earlier one (ERR_USAGE).
 */
struct card_words {
	card_id card;
	struct excerpt_draft was, now;
};
bool edit_card_correct(struct store *store, const struct card_words *words, size_t n,
		       struct err *err);

/* Two cards of one, cut before the code point `offset` of its text: the second stands behind it.
 * Of a quote each keeps the part of the receipt that it is. seen: the text the person looked at. */
bool edit_card_split(struct store *store, card_id id, int64_t offset, struct str seen,
		     card_id *made, struct err *err);

/* Marks cards with a tag, or takes it off; those that have it already are left alone. A name of at
 * most 100 characters. */
bool edit_card_tag(struct store *store, const card_id *ids, size_t n, struct tag tag, bool on,
		   struct err *err);
/* A card pulls against another one, or (other 0) against a theme; off takes every such link between
 * the two away, whichever way round. */
bool edit_tension(struct store *store, card_id card, card_id other, cluster_id cluster, bool on,
		  struct err *err);

/* Merges duplicates: the others go beneath the first (a stack with all it holds), and keep the
 * places they have. A card that lies in a stack stands for its whole stack. ERR_USAGE when that
 * leaves fewer than two. */
bool edit_card_merge(struct store *store, const card_id *ids, size_t n, struct err *err);
/* Takes stacks apart, or a card that lies in one out of it: each stands again where it was before,
 * or where the cards of its theme went. ERR_USAGE for a card in no stack. */
bool edit_card_unmerge(struct store *store, const card_id *ids, size_t n, struct err *err);

/* Where a cluster stands. */
#define FIRST_CHILD ((cluster_id){-1})
struct cluster_place {
	cluster_id parent; /* 0: top level at (column, line) */
	int column, line;
	cluster_id after_sibling; /* nested: the sibling it shall follow; 0 = last; FIRST_CHILD */
};
struct cluster_draft {
	struct str name; /* may be empty */
	struct cluster_place place;
	int width;            /* columns 1-6; 0: 1 */
	const card_id *cards; /* moved into it, in this order; may be NULL */
	size_t ncards;
};
bool edit_cluster_new(struct store *store, const struct cluster_draft *draft, cluster_id *id,
		      struct err *err);
bool edit_cluster_name(struct store *store, cluster_id id, struct str name, struct str seen,
		       struct err *err);
/* Refuses a cycle and more than four levels (ERR_USAGE). A top-level cluster that is nested loses
 * its anchor, one that is taken out gets it. */
bool edit_cluster_place(struct store *store, cluster_id id, const struct cluster_place *place,
			struct err *err);
bool edit_cluster_width(struct store *store, cluster_id id, int width, struct err *err);
bool edit_cluster_fold(struct store *store, cluster_id id, bool folded, struct err *err);
/* Its cards go to the end of its parent, or to the tray; its children one level up in its place.
 * seen_cards: how many own cards the person saw. */
bool edit_cluster_delete(struct store *store, cluster_id id, size_t seen_cards, struct err *err);

/* Cards and children of `from` go to the end of `into`, its notes are added to those there; a name
 * and a colour are taken over where there is none. Refuses (ERR_USAGE) a cluster that holds the one
 * it shall go into, and more than four levels. */
bool edit_cluster_merge(struct store *store, cluster_id into, cluster_id from, struct err *err);
/* draft->cards leave `from` for a new cluster beside it: the next sibling of a nested one, at
 * draft->place a top-level one. ERR_CONFLICT when one of them is not in `from` any more. */
bool edit_cluster_split(struct store *store, cluster_id from, const struct cluster_draft *draft,
			cluster_id *id, struct err *err);
/* seen: the text the person started from. At most 4000 bytes. */
bool edit_cluster_note(struct store *store, cluster_id id, enum cluster_note note, struct str text,
		       struct str seen, struct err *err);
bool edit_cluster_colour(struct store *store, cluster_id id, enum cluster_colour colour,
			 struct err *err);
/* Two top-level clusters change places; anchored at one place, `first` stands above afterwards. */
bool edit_cluster_swap(struct store *store, cluster_id first, cluster_id second, struct err *err);

/* Puts the cards of a cluster into this order; those that have left it since stay where they are,
 * those that came since follow at the end. */
bool edit_cluster_tidy(struct store *store, cluster_id id, const card_id *ids, size_t n,
		       struct err *err);

/* Where a loose card or a top-level cluster shall be anchored; left alone when its mv is another.
 */
struct anchor {
	card_id card;
	cluster_id cluster; /* or this one */
	int column, line;
	int64_t seen_mv;
};
bool edit_wall_tidy(struct store *store, const struct anchor *anchors, size_t n, struct err *err);

bool edit_speaker(struct store *store, speaker_id id, enum role role, participant_id participant,
		  struct err *err); /* confirms the role */
/* participant 0 with role participant: makes a new one named after the label. */
bool edit_participant_new(struct store *store, struct str name, participant_id *id,
			  struct err *err);
bool edit_participant_name(struct store *store, participant_id id, struct str name,
			   struct err *err);
bool edit_participant_attribute(struct store *store, participant_id id, struct str name,
				struct str value, struct err *err); /* "" removes */
bool edit_participant_consent(struct store *store, participant_id id, const struct str *record,
			      const struct str *quote, struct err *err);
bool edit_session(struct store *store, session_id id, const struct str *title,
		  const struct str *date, struct err *err);

bool edit_session_kind(struct store *store, session_id id, struct str kind, struct err *err);
/* Its place among the interviews, from 1. */
bool edit_session_order(struct store *store, session_id id, int64_t ordinal, struct err *err);
/* Refuses a label that somebody else in the transcript has. */
bool edit_speaker_label(struct store *store, speaker_id id, struct str label, struct err *err);
/* Which attribute of the participants is the segment. */
bool edit_study_segment(struct store *store, struct str attribute, struct err *err);

/* Many facts about participants as one edit with this label; an empty value of an attribute removes
 * it. Consent is "yes", "no" or "". */
enum fact_kind { FACT_ATTRIBUTE, FACT_NAME, FACT_NOTE, FACT_CONSENT_RECORD, FACT_CONSENT_QUOTE };
struct participant_fact {
	participant_id who;
	enum fact_kind kind;
	struct str name; /* of the attribute */
	struct str value;
};
bool edit_participant_facts(struct store *store, const struct participant_fact *facts, size_t n,
			    struct str label, struct err *err);

/* What an import shall do besides the text. */
enum import_cards {
	IMPORT_CARDS_DEFAULT,
	IMPORT_CARDS_NONE,
	IMPORT_CARDS_TURNS,
	IMPORT_CARDS_SENTENCES,
	IMPORT_CARDS_MARKED /* bullets and quotes of notes, rows of a table of notes */
};
struct import_options {
	enum import_cards cards; /* default: none, but one card a bullet for notes */
	/* Everyone who is not a moderator is this person; nobody: a new P.. each. */
	struct somebody participant;
	struct str segment; /* value of the segment attribute of the participants; empty: leave */
	const struct attribute *attributes;
	size_t nattributes;
	bool again;      /* import although it is already there */
	struct str date; /* of the session, "2026-03-02"; empty: not known */
	/* Called now and then while turns are written; false: everything is taken back and the call
	 * fails with ERR_NOTHING. NULL: nobody asks. */
	bool (*go_on)(void *context, size_t nturns);
	void *context;
	transcript_id corrects; /* the new text takes this one's place; 0: it is one of its own */
};
struct import_report {
	transcript_id transcript;
	session_id session;
	size_t cards;          /* put into the tray */
	transcript_id same_as; /* already imported: this one; nothing was written and the call
				  succeeded */
	bool same_bytes;       /* … by its bytes, else by its text */
	/* A correction: excerpts that followed, those that follow but stand elsewhere now, those
	 * that stay with the old text. */
	size_t placed, moved, lost;
	card_id *moved_cards; /* as many as moved have cards; owned by the caller: free */
	size_t nmoved_cards;
};
/*
 * A correction (options.corrects) is a new version of the same session. Each speaker who says what
 * an old one said takes over role and person, whatever the label is now. Every excerpt is placed
 * again by its words (model/correction); one that cannot be placed keeps its receipt in the old
 * text, which is no longer listed (hidden = VERSION_REPLACED).
 */
/* One transaction: transcript, turns, session, speakers → participants (same name in the same wall
 * = same person, by folded name), cards. Part of the open batch if any. */
bool edit_import(struct store *store, const struct draft *draft,
		 const struct import_options *options, struct import_report *report,
		 struct err *err);

/*
 * A whole wall from its JSON export: rows of every tracked table with small ids of its own (1, 2 …,
 * the keys of this set only), and turns. Ranks are keys of model/rank; a home placement has its
 * card's number; ids and mv are made here. Fails with ERR_USAGE unless the wall is empty. One
 * transaction, one undo step; codes kept as they are.
 */
struct wall_turns {
	int64_t transcript;       /* small id */
	const struct turn *turns; /* speaker: small id */
	size_t n;
};
bool edit_import_wall(struct store *store, const struct row_change *rows, size_t nrows,
		      const struct wall_turns *turns, size_t nturns, struct err *err);

#endif
