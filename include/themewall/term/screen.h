#ifndef THEMEWALL_TERM_SCREEN_H
#define THEMEWALL_TERM_SCREEN_H

#include <stdbool.h>

#include "themewall/base/err.h"
#include "themewall/ui/style.h"
#include "themewall/ui/surface.h"

/*
 * The terminal as a place to paint: ncurses as the differ, our own modes by hand. Whatever happens
 * (exit, signal, crash, suspend) the terminal comes back as it was. One screen per process.
 *
 * While a screen is started, SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGCONT and SIGTSTP are collected
 * for loop_run. text_init must have been called: ncurses counts cells by the locale.
 */
struct screen;

struct screen_options {
	int in, out; /* descriptors of the terminal, 0 and 1; borrowed */
	bool mouse;
	bool color; /* false: --no-color. NO_COLOR, set and not empty, has the same effect */
	bool ascii; /* box drawing and signs as ASCII: --ascii, or the locale is not UTF-8 */
	/* AUTO also asks the terminal for its background; an answer within 150 ms chooses */
	enum theme theme;
};

/*
 * Fails with ERR_IO when there is no terminal or TERM cannot move the cursor; an unknown TERM is
 * taken as xterm-256color, for this program and those it starts.
 */
bool screen_start(struct screen **screen, const struct screen_options *options, struct err *err);
void screen_stop(struct screen *screen); /* restores the terminal; NULL is fine */

/* Asks the terminal; at least 1 × 1. 80 × 24 when it does not know. */
void screen_size(const struct screen *screen, int *w, int *h);
/* Paints what differs from the last frame, in one write. Nothing while another program has it. */
void screen_present(struct screen *screen, const struct surface *surface);
void screen_redraw(struct screen *screen); /* the next present repaints everything */
void screen_set_theme(struct screen *screen, enum theme theme); /* shows with the next present */
/* The same by a person's choice: AUTO asks the terminal anew. */
void screen_choose_theme(struct screen *screen, enum theme theme);
void screen_ascii(struct screen *screen, bool on);
void screen_mouse(struct screen *screen, bool on);
/* While something is carried, motion without a button is reported too, so that a lost release
 * shows. */
void screen_mouse_all_motion(struct screen *screen, bool on);
/* Gives the terminal back to the shell until SIGCONT; the next present repaints everything. */
void screen_suspend(struct screen *screen);
/* Leaves full screen for another program (an editor); screen_resume comes back. */
void screen_leave(struct screen *screen);
void screen_resume(struct screen *screen);
/* tests: says ESC ] 777 ; N BEL, the answer to EVENT_BARRIER once all before it is painted */
void screen_echo_barrier(struct screen *screen, unsigned number);

/* LIGHT or DARK by an answer "]11;rgb:ffff/ffff/ffff"; false when it is none. */
bool screen_theme_of_answer(struct str answer, enum theme *theme);

/* Restores the terminal from any state, async-signal-safe; what the crash and out-of-memory
 * handlers call. */
void screen_emergency_restore(void);

#endif
