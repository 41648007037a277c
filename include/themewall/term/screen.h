#ifndef THEMEWALL_TERM_SCREEN_H
#define THEMEWALL_TERM_SCREEN_H

#include <stdbool.h>

#include "themewall/base/err.h"
#include "themewall/ui/style.h"
#include "themewall/ui/surface.h"

/*
 * The terminal as a place to paint: ncurses as the differ, our own modes by hand. Whatever happens (exit, signal, crash, suspend) the terminal comes
 * back as it was. One screen per process.
 */
struct screen;

struct screen_options {
	bool mouse;
	bool color;       /* false: --no-color or NO_COLOR */
	bool ascii;       /* box drawing and signs as ASCII */
	enum theme theme;
};

/* Fails with ERR_IO when there is no terminal or TERM cannot move the cursor; an unknown TERM is taken as xterm-256color. */
bool screen_start(struct screen **screen, const struct screen_options *options, struct err *err);
void screen_stop(struct screen *screen); /* restores the terminal; NULL is fine */

void screen_size(const struct screen *screen, int *w, int *h); /* asks the terminal, at least 1 × 1 */
/* Paints what differs from the last frame, in one write. */
void screen_present(struct screen *screen, const struct surface *surface);
void screen_redraw(struct screen *screen);  /* the next present repaints everything */
void screen_mouse(struct screen *screen, bool on);
/* While something is carried, motion without a button is reported too, so that a lost release shows. */
void screen_mouse_all_motion(struct screen *screen, bool on);
void screen_suspend(struct screen *screen); /* gives the terminal back to the shell until SIGCONT */
/* Leaves full screen for another program (an editor); screen_resume comes back. */
void screen_leave(struct screen *screen);
void screen_resume(struct screen *screen);
void screen_echo_barrier(struct screen *screen, unsigned number); /* tests: answers EVENT_BARRIER after everything before it is painted */

/* Restores the terminal from any state, async-signal-safe; what the crash and out-of-memory handlers call. */
void screen_emergency_restore(void);

#endif
