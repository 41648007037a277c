#ifndef THEMEWALL_TERM_INPUT_H
#define THEMEWALL_TERM_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/app/event.h"

/*
 * The terminal's bytes → events. Pure: no ncurses, no clock, no blocking, no globals. Whole, byte
 * by byte or split anywhere, the same bytes give the same events. Understands UTF-8, CSI, SS3, rxvt
 * and linux keys, CSI u, SGR and X10 mouse, bracketed paste, focus reports and replies.
 */
struct input;

struct input *input_new(void);
void input_free(struct input *input);
void input_feed(struct input *input, const void *bytes, size_t nbytes);

/* The next complete event; false when there is none. flush: the time for an unfinished sequence has
 * run out, resolve it (a lone ESC is the key). */
bool input_next(struct input *input, bool flush, struct event *event);

enum input_pending { INPUT_COMPLETE, INPUT_LONE_ESC, INPUT_SEQUENCE, INPUT_PASTE };
enum input_pending input_pending(const struct input *input);

#endif
