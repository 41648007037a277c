#ifndef GAUNTLET_DEEDS_H
#define GAUNTLET_DEEDS_H

#include "store-internal.h"

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

extern const struct deed deeds[];
extern const size_t ndeeds;
extern struct store *deeds_store;
extern struct model *deeds_model;
extern struct err deeds_err;

/* Makes study.wall in a folder and opens it; both end the test when they cannot. */
void deeds_begin(const char *folder);
void deeds_reopen(void);
void deeds_end(void);

#endif
