#ifndef THEMEWALL_TERM_LOOP_H
#define THEMEWALL_TERM_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/app/event.h"
#include "themewall/term/screen.h"

/*
 * One poll(): the terminal, a self-pipe for signals, the doorbell of the wall. Waits, drains all
 * pending input, lets it be handled, then paints once if anything asked for it, at most every 16 ms
 * while input keeps coming. Signals only set a flag.
 *
 * The client gets EVENT_RESIZE before its first paint and whenever the size changed, just before a
 * paint. It never sees EVENT_BARRIER (answered here) nor the answer to the question for the
 * background.
 */
struct loop_client {
	void *context;
	void (*event)(void *context, const struct event *event);
	/* The doorbell rang, or a second has passed without it: look for news. Must read away what
	 * made bell_fd readable. */
	void (*bell)(void *context);
	/* Called before waiting; returns ms until it wants `wake`, -1 for never. */
	int (*timeout)(void *context);
	void (*wake)(void *context);
	bool (*wants_paint)(void *context);
	/* surface: as large as the terminal, with the last picture in it; borrowed for the call.
	 * Answers wants_paint. */
	void (*paint)(void *context, struct surface *surface);
	bool (*wants_quit)(void *context);
	/* The doorbell to wait for, asked before each wait; -1: none. */
	int (*bell_fd)(void *context);
	/* Work that goes on beside the screen: what to wait for, asked before each wait (-1: none),
	 * and the call when it can be read, which must read from it. */
	int (*work_fd)(void *context);
	void (*work)(void *context);
};

enum loop_end { LOOP_QUIT, LOOP_HANGUP, LOOP_SIGNAL };
/* Runs until the client wants to quit, the terminal is gone or SIGTERM/SIGINT/SIGHUP arrives (its
 * number in *signal). */
enum loop_end loop_run(struct screen *screen, const struct loop_client *client, int *signal);

/* While long work leaves the loop no time: has Esc been typed, or is the terminal gone? What else
 * was typed is dropped: it was meant for what is not there any more. */
bool loop_escape_typed(struct screen *screen);

#endif
