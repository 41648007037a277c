#ifndef TERM_TERM_INTERNAL_H
#define TERM_TERM_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"
#include "themewall/term/screen.h"

/*
 * rescue: what gives the terminal back when the program dies. Armed with the terminal and the bytes
 * to send; from then on crash signals and exit() restore it, once. Disarmed when the screen has
 * been stopped in good order.
 */
void rescue_arm(int in, int out, struct str bytes);
void rescue_disarm(void);

/* signals: the others arrive as bytes of a pipe, so that the loop can wait for them like for input.
 */
bool signals_start(struct err *err);
void signals_stop(void); /* puts back what was there before */
int signals_fd(void);
bool signals_next(int *number); /* false when none is waiting */
/* Drops SIGINT, SIGTSTP and SIGCONT: they were for who had the terminal meanwhile. */
void signals_drop_job(void);
/* Stops this process and its group until SIGCONT, as Ctrl-Z does in other programs. */
void signals_stop_job(void);

#define MOUSE_OFF "\033[?1003l\033[?1002l\033[?1000l\033[?1006l"
/* also ends a synchronised update, should anything have begun one */
#define MODES_OFF "\033[?2026l\033[?1004l\033[?2004l" MOUSE_OFF

/*
 * terminfo: makes sure that TERM names a description which can move the cursor, and adds to
 * `restore` what ends colours, shows the cursor and leaves full screen.
 */
bool terminfo_prepare(int out, struct strbuf *restore, bool *has_dim, struct err *err);

/* Between the screen and the loop. */
int screen_input(const struct screen *screen);     /* the descriptor to poll and read */
bool screen_is_stale(const struct screen *screen); /* the picture must be presented again */
void screen_continued(struct screen *screen);      /* after SIGCONT: takes the terminal again */
/* Takes the answer to the question for the background; whether it was one. */
bool screen_answer(struct screen *screen, struct str reply);

/*
 * screen-paint.c: what is said to the terminal. paint_settle gives blanks the style that is
 * cheapest to say: a change of colour costs some twenty bytes there and back, and a plain blank
 * looks alike in all. shows_on_blank: per style.
 */
void paint_settle(struct cell *row, int w, const bool shows_on_blank[STYLE_COUNT]);
struct paint_rules {
	bool ascii;
	bool rtl; /* the row holds letters of right-to-left scripts */
};
enum { PAINT_WCHARS = CELL_CODE_POINTS + 1 };
/* Whether some cell of a row needs the border cells of its row marked. */
bool paint_row_has_rtl(const struct cell *row, int w);
void paint_wchars(const struct cell *cell, struct paint_rules rules, wchar_t out[PAINT_WCHARS]);

#endif
