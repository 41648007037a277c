#ifndef GAUNTLET_WHOLES_H
#define GAUNTLET_WHOLES_H

#include "gauntlet.h"

/*
 * What is done with walls as a whole: made, opened, brought up to date, copied, joined, forgotten
 * in, saved. Each begins on files of its own, which are put there again before every try.
 */
struct whole {
	const char *name;
	void (*ground)(void); /* makes the files, once */
	bool (*begin)(void);  /* opens what it needs; NULL: nothing */
	bool (*run)(void);
	bool (*is_done)(void); /* judges the files, once all is closed; NULL: nothing to see */
	bool (*settles)(void); /* before that, also after a failure; NULL: always */
	bool silent;           /* what fails is not told */
	bool partner;          /* another process is part of it */
};

extern const struct whole wholes[], more_wholes[], open_wholes[]; /* in this order */
extern const size_t nwholes, nmore_wholes, nopen_wholes;
extern struct err wholes_err;

void wholes_begin(const char *folder);
void wholes_close(void); /* what begin and run have opened */
/* The wall in the folder, for whoever judges; NULL when it does not open. */
struct store *wholes_open(const char *name);

#endif
