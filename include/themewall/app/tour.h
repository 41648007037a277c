#ifndef THEMEWALL_APP_TOUR_H
#define THEMEWALL_APP_TOUR_H

#include <stdbool.h>

#include "themewall/base/str.h"

/*
 * The tour: seven steps, each a real action of the person's own, by mouse or keys. One quiet line
 * above the bottom line says what to do next; doing it leads on. It shows by itself when the sample
 * study is opened for the first time, any command may be used meanwhile, and it takes nothing back.
 */
struct app;

enum tour_step {
	TOUR_DRAG,     /* a card put somewhere by mouse or arrows */
	TOUR_NAME,     /* a theme renamed */
	TOUR_UNDO,     /* something undone */
	TOUR_SOURCE,   /* a card's words seen in their transcript */
	TOUR_SEND,     /* cards sent to a theme by name */
	TOUR_COVERAGE, /* the coverage view opened */
	TOUR_EXPORT,   /* findings written to a file */
	TOUR_STEPS
};

struct tour {
	bool on;
	enum tour_step step; /* to be done next */
};

void tour_start(struct app *app);
void tour_stop(struct app *app);
/* Something a step may be about has been done. */
void tour_note(struct app *app, enum tour_step step);
/* "2 of 7", and what to do, with the keys as they are set. Nothing while the tour is not on. */
void tour_add_number(struct strbuf *out, const struct app *app);
void tour_add_words(struct strbuf *out, const struct app *app);

#endif
