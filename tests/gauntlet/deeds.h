#ifndef GAUNTLET_DEEDS_H
#define GAUNTLET_DEEDS_H

#include "store-internal.h"
#include "themewall/model/insights.h"

/*
 * What can be done to an open wall, each public function of the store's headers once, on a wall
 * that holds something of everything. A deed is done on the store and model of deeds_begin; what
 * changed the wall can be taken back by an undo, so each can be tried any number of times.
 */
struct deed {
	const char *name;
	bool (*run)(void);
	bool reads;         /* it changes nothing */
	bool (*back)(void); /* what takes it back; NULL: an undo */
	bool keeps;         /* stays as it is: nothing takes it back */
};

/* In this order. */
extern const struct deed deeds[], tie_deeds[], import_deeds[], more_deeds[];
extern const size_t ndeeds, ntie_deeds, nimport_deeds, nmore_deeds;
extern struct store *deeds_store;
extern struct model *deeds_model;
extern struct err deeds_err;

/* What stands on the wall. */
enum { DEEDS_CARDS = 6 };
struct deeds_at {
	card_id cards[DEEDS_CARDS]; /* hand-written, in the tray */
	card_id quote, was_quote;   /* a quote; one that is called a pain for now */
	card_id top, under;         /* a stack */
	card_id held[3];            /* in a theme */
	card_id twin, lodger;       /* at home in `home`, and in `nest` beneath it; copied */
	cluster_id theme, child, other, unnamed, home, nest;
	insight_id insight, second;
	evidence_id evidence;
	recommendation_id recommendation;
	belief_id belief;
	decision_id decision;
	participant_id person;
	session_id session;
	speaker_id speaker;
	transcript_id transcript;
	session_id visit; /* notes that name nobody; Lena was there */
	transcript_id notes;
	card_id note;
	int64_t row; /* of the journal, some steps before the end */
};
extern struct deeds_at deeds_at;

/* Makes study.wall in a folder and opens it; both end the test when they cannot. */
void deeds_begin(const char *folder);
void deeds_reopen(void);
void deeds_end(void);
const char *deeds_path(const char *name); /* of a file in that folder; the fourth call reuses it */

#endif
