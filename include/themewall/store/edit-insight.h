#ifndef THEMEWALL_STORE_EDIT_INSIGHT_H
#define THEMEWALL_STORE_EDIT_INSIGHT_H

#include "themewall/model/insights.h"
#include "themewall/store/edit.h"

/*
 * Edits of what was concluded, with the same promises as store/edit.h. Texts are trimmed. A card or
 * theme that is removed leaves all evidence; an insight that loses its last support that way is a
 * draft again.
 */

struct insight_draft {
	struct str claim, so_what;
	cluster_id theme; /* its evidence at first, with its cards marked as tension against it; 0
			     none */
};
bool edit_insight_new(struct store *store, const struct insight_draft *draft, insight_id *id,
		      struct err *err);

enum insight_text {
	INSIGHT_TEXT_CLAIM,
	INSIGHT_TEXT_SO_WHAT,
	INSIGHT_TEXT_PROBLEM,
	INSIGHT_TEXT_CHANGE,
	INSIGHT_TEXT_EXPECTED,
	INSIGHT_TEXTS
};
/* seen: what the person started from; NULL: whatever it is now. */
bool edit_insight_text(struct store *store, insight_id id, enum insight_text field, struct str text,
		       const struct str *seen, struct err *err);
bool edit_insight_confidence(struct store *store, insight_id id, enum confidence confidence,
			     struct err *err);

enum insight_score {
	INSIGHT_SCORE_IMPACT,   /* 1-5 */
	INSIGHT_SCORE_SEVERITY, /* 0-4 */
	INSIGHT_SCORE_EASE,     /* 1-5 */
	INSIGHT_SCORE_REACH,    /* people a quarter */
	INSIGHT_SCORE_EFFORT,   /* tenths of a person-week */
	INSIGHT_SCORES
};
/* SCORE_NONE takes it back; ERR_USAGE says the range. */
bool edit_insight_score(struct store *store, insight_id id, enum insight_score score, int64_t value,
			struct err *err);
/* ERR_USAGE without a card or theme that supports it. */
bool edit_insight_review(struct store *store, insight_id id, bool reviewed, struct err *err);
/* Puts it behind another; 0: first. */
bool edit_insight_move(struct store *store, insight_id id, insight_id after, struct err *err);
/* Its evidence and recommendations go with it; decisions stay, without it. */
bool edit_insight_delete(struct store *store, insight_id id, struct err *err);

struct evidence_draft {
	card_id card;       /* one of the three */
	cluster_id cluster;
	struct str source;
	struct str note;
	enum stance stance;
};
/* The same thing a second time gets the new stance, and the note when there is one. */
bool edit_evidence_add(struct store *store, insight_id insight, const struct evidence_draft *draft,
		       evidence_id *id, struct err *err);
bool edit_evidence_stance(struct store *store, evidence_id id, enum stance stance, struct err *err);
bool edit_evidence_note(struct store *store, evidence_id id, struct str note, struct err *err);
bool edit_evidence_remove(struct store *store, evidence_id id, struct err *err);

struct recommendation_draft {
	struct str text, owner;
	bool explore;
};
bool edit_recommendation_add(struct store *store, insight_id insight,
			     const struct recommendation_draft *draft, recommendation_id *id,
			     struct err *err);
/* All of it anew. */
bool edit_recommendation_set(struct store *store, recommendation_id id,
			     const struct recommendation_draft *draft, struct err *err);
bool edit_recommendation_remove(struct store *store, recommendation_id id, struct err *err);

bool edit_belief_add(struct store *store, struct str text, belief_id *id, struct err *err);
bool edit_belief_verdict(struct store *store, belief_id id, enum verdict verdict, struct str why,
			 struct err *err);
bool edit_belief_remove(struct store *store, belief_id id, struct err *err);

struct decision_draft {
	struct str text;
	struct str date;    /* "2026-03-20"; "": still asked for */
	insight_id insight; /* 0: of the study */
};
bool edit_decision_add(struct store *store, const struct decision_draft *draft, decision_id *id,
		       struct err *err);
bool edit_decision_set(struct store *store, decision_id id, const struct decision_draft *draft,
		       struct err *err);
bool edit_decision_remove(struct store *store, decision_id id, struct err *err);

#endif
