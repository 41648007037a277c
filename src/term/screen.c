/*
 * ncurses as the differ between frames. Two things it would do are done by hand: input modes are
 * plain bytes written at once, and only cells that changed since the last surface are handed to it.
 * `shown` is that surface; `stale` says that it no longer tells what stands on the terminal.
 *
 * Since the modes are written past ncurses' buffer, they are only written when that is empty: never
 * during a present.
 */
#include "themewall/term/screen.h"

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "term-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/term/depth.h"

#include "themewall/base/banned.h"

enum { MAX_W = 2000, MAX_H = 1000, MAX_PAIRS = 64, ANSWER_MS = 150, EIGHT = 8 };

#define MODES_ON  "\033[?2004h\033[?1004h"
#define MOUSE_ON  "\033[?1002h\033[?1006h"
#define MOTION_ON "\033[?1003h"
/* in this order: ?1003l alone switches reports off altogether */
#define MOTION_OFF     "\033[?1003l\033[?1002h"
#define ASK_BACKGROUND "\033]11;?\007"

struct paint {
	attr_t attributes;
	short pair;
};

struct screen {
	struct screen_options options;
	FILE *in_file, *out_file; /* of our own duplicates: ncurses wants FILEs */
	SCREEN *curses;
	struct surface shown; /* what was handed over last … */
	struct cell *said;    /* … and its cells as they were said, blanks settled */
	struct cell *row;     /* room for a row as it is said */
	bool *shown_rtl;      /* per row: border cells were marked */
	cchar_t *run;         /* room for one row of changed cells */
	bool stale;           /* all of the next surface must be handed over */
	bool clear;           /* and the terminal be cleared before */
	bool away;            /* another program has the terminal */
	bool motion;          /* all motion is asked for */
	bool cursor_visible;
	int colors; /* 256, 8 or 0 */
	bool has_dim;
	struct paint paints[STYLE_COUNT];
	bool shows_on_blank[STYLE_COUNT];
	short pairs[MAX_PAIRS][2]; /* foreground and background of pair i + 1 */
	int npairs;
	int64_t asked_ms; /* when the background was asked for; -1: it was not */
};

static void say(const struct screen *screen, const char *bytes)
{
	size_t left = strlen(bytes);
	while (left) {
		ssize_t n = write(screen->options.out, bytes, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* gone; the loop will notice */
		bytes += n;
		left -= (size_t)n;
	}
}

static void modes_on(const struct screen *screen)
{
	say(screen, screen->options.mouse ? MODES_ON MOUSE_ON : MODES_ON);
	if (screen->motion && screen->options.mouse)
		say(screen, MOTION_ON);
}

/* Looks. */

static short pair_of(struct screen *screen, int fg, int bg)
{
	if (!screen->colors || (fg == -1 && bg == -1))
		return 0;
	for (int i = 0; i < screen->npairs; i++)
		if (screen->pairs[i][0] == fg && screen->pairs[i][1] == bg)
			return (short)(i + 1);
	if (screen->npairs + 1 >= MAX_PAIRS || screen->npairs + 1 >= COLOR_PAIRS)
		return 0;
	int i = screen->npairs++;
	screen->pairs[i][0] = (short)fg;
	screen->pairs[i][1] = (short)bg;
	init_pair((short)(i + 1), (short)fg, (short)bg);
	return (short)(i + 1);
}

static struct paint paint_of(struct screen *screen, const struct depth_look *look)
{
	attr_t attributes = (look->bold ? A_BOLD : 0) | (look->reverse ? A_REVERSE : 0) |
			    (look->underline ? A_UNDERLINE : 0) | (look->dim ? A_DIM : 0);
	return (struct paint){attributes, pair_of(screen, look->fg, look->bg)};
}

void screen_set_theme(struct screen *screen, enum theme theme)
{
	screen->options.theme = theme;
	screen->stale = true;
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct depth_look look =
			depth_look((enum style)style, theme, screen->colors, screen->has_dim);
		screen->paints[style] = paint_of(screen, &look);
		screen->shows_on_blank[style] = look.on_blank;
	}
}

/* has_colors guards more than taste: alloc_pair crashes where there are none. */
static void start_colors(struct screen *screen)
{
	const char *no_color = getenv("NO_COLOR");
	bool wanted = screen->options.color && !(no_color && *no_color);
	if (wanted && has_colors() && start_color() == OK && use_default_colors() == OK)
		screen->colors = COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
	screen_set_theme(screen, screen->options.theme);
}

static void ask_background(struct screen *screen)
{
	screen->asked_ms = -1;
	if (screen->options.theme != THEME_AUTO || screen->colors < 256)
		return;
	screen->asked_ms = clock_monotonic_ms();
	say(screen, ASK_BACKGROUND);
}

void screen_choose_theme(struct screen *screen, enum theme theme)
{
	screen_set_theme(screen, theme);
	ask_background(screen);
}

void screen_ascii(struct screen *screen, bool on)
{
	if (screen->options.ascii == on)
		return;
	screen->options.ascii = on;
	screen_redraw(screen);
}

bool screen_answer(struct screen *screen, struct str reply)
{
	enum theme theme;
	if (!screen_theme_of_answer(reply, &theme))
		return false;
	if (screen->asked_ms >= 0 && clock_monotonic_ms() - screen->asked_ms <= ANSWER_MS)
		screen_set_theme(screen, theme);
	screen->asked_ms = -1;
	return true;
}

/* Start and stop. */

static FILE *duplicate(int fd, const char *mode)
{
	int own = dup(fd);
	FILE *file = own < 0 ? NULL : fdopen(own, mode);
	if (!file && own >= 0)
		close(own);
	return file;
}

static void close_files(struct screen *screen)
{
	if (screen->in_file)
		fclose(screen->in_file);
	if (screen->out_file)
		fclose(screen->out_file);
}

/*
 * The size is ours to ask for, so LINES and COLUMNS of the environment do not count. The endwin and
 * refresh at once bring ncurses out of its initial state, in which it flushes at every cursor move:
 * ten writes a frame.
 */
static bool start_curses(struct screen *screen, struct err *err)
{
	use_env(FALSE);
	use_tioctl(TRUE);
	screen->in_file = duplicate(screen->options.in, "r");
	screen->out_file = duplicate(screen->options.out, "w");
	if (screen->in_file && screen->out_file)
		screen->curses = newterm(NULL, screen->out_file, screen->in_file);
	if (!screen->curses)
		return err_set(err, ERR_IO, "the terminal (TERM=%s) could not be started",
			       getenv("TERM"));
	set_term(screen->curses);
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is never left half painted because a key waits */
	start_colors(screen);
	curs_set(0);
	endwin();
	refresh();
	return true;
}

static void free_screen(struct screen *screen)
{
	close_files(screen);
	surface_release(&screen->shown);
	free(screen->shown_rtl);
	free(screen->run);
	free(screen->row);
	free(screen->said);
	free(screen);
}

/* Handlers are there before ncurses starts: it then leaves them alone. */
static bool start(struct screen *screen, struct strbuf *restore, struct err *err)
{
	if (!isatty(screen->options.in) || !isatty(screen->options.out))
		return err_set(
			err, ERR_IO,
			"the wall needs a terminal to show itself; in a script use the commands, "
			"for example: themewall export STUDY.wall");
	strbuf_add_z(restore, MODES_OFF);
	if (!terminfo_prepare(screen->options.out, restore, &screen->has_dim, err) ||
	    !signals_start(err))
		return false;
	rescue_arm(screen->options.in, screen->options.out, strbuf_str(restore));
	if (start_curses(screen, err))
		return true;
	screen_emergency_restore();
	rescue_disarm();
	signals_stop();
	return false;
}

bool screen_start(struct screen **screen, const struct screen_options *options, struct err *err)
{
	struct strbuf restore = STRBUF_INIT;
	*screen = xcalloc(1, sizeof **screen);
	(*screen)->options = *options;
	bool started = start(*screen, &restore, err);
	strbuf_release(&restore);
	if (!started) {
		free_screen(*screen);
		*screen = NULL;
		return false;
	}
	modes_on(*screen);
	ask_background(*screen);
	return true;
}

void screen_stop(struct screen *screen)
{
	if (!screen)
		return;
	if (!screen->away) {
		say(screen, MODES_OFF);
		endwin();
	}
	rescue_disarm();
	delscreen(screen->curses);
	signals_stop();
	free_screen(screen);
}

/* Modes. */

void screen_mouse(struct screen *screen, bool on)
{
	screen->options.mouse = on;
	if (screen->away)
		return;
	say(screen, on ? MOUSE_ON : MOUSE_OFF);
	if (on && screen->motion)
		say(screen, MOTION_ON);
}

void screen_mouse_all_motion(struct screen *screen, bool on)
{
	bool before = screen->motion;
	screen->motion = on;
	if (!screen->away && screen->options.mouse && before != on)
		say(screen, on ? MOTION_ON : MOTION_OFF);
}

void screen_leave(struct screen *screen)
{
	if (screen->away)
		return;
	say(screen, MODES_OFF);
	endwin();
	screen->away = true;
}

/* The terminal may hold anything now. */
static void take_terminal(struct screen *screen)
{
	reset_prog_mode();
	modes_on(screen);
	screen_redraw(screen);
}

void screen_resume(struct screen *screen)
{
	if (!screen->away)
		return;
	screen->away = false;
	signals_drop_job();
	take_terminal(screen);
}

void screen_suspend(struct screen *screen)
{
	screen_leave(screen);
	signals_stop_job();
	screen_resume(screen);
}

void screen_continued(struct screen *screen)
{
	if (!screen->away)
		take_terminal(screen);
}

/* Painting. */

void screen_size(const struct screen *screen, int *w, int *h)
{
	struct winsize size;
	*w = 80;
	*h = 24;
	if (ioctl(screen->options.out, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row) {
		*w = size.ws_col < MAX_W ? size.ws_col : MAX_W;
		*h = size.ws_row < MAX_H ? size.ws_row : MAX_H;
	}
}

void screen_redraw(struct screen *screen)
{
	screen->stale = screen->clear = true;
}

bool screen_is_stale(const struct screen *screen)
{
	return screen->stale && !screen->away;
}

int screen_input(const struct screen *screen)
{
	return screen->options.in;
}

static void fit(struct screen *screen, const struct surface *surface)
{
	if (screen->shown.w == surface->w && screen->shown.h == surface->h)
		return;
	resizeterm(surface->h, surface->w);
	surface_resize(&screen->shown, surface->w, surface->h);
	screen->shown_rtl = xreallocarray(screen->shown_rtl, (size_t)surface->h + 1, sizeof(bool));
	memset(screen->shown_rtl, 0, (size_t)surface->h * sizeof(bool));
	screen->run = xreallocarray(screen->run, (size_t)surface->w + 1, sizeof *screen->run);
	screen->row = xreallocarray(screen->row, (size_t)surface->w + 1, sizeof *screen->row);
	screen->said = xreallocarray(screen->said, (size_t)surface->w * (size_t)surface->h + 1,
				     sizeof *screen->said);
	screen_redraw(screen);
}

/* A wide sign as ASCII leaves its second cell blank. */
static cchar_t curses_cell(const struct screen *screen, const struct cell *cell,
			   struct paint_rules rules)
{
	cchar_t out;
	wchar_t wchars[PAINT_WCHARS];
	const struct paint *paint = &screen->paints[cell->style];
	paint_wchars(cell, rules, wchars);
	setcchar(&out, wchars, paint->attributes, paint->pair, NULL);
	return out;
}

/* Hands over the cells [from, to) of the settled row. */
static void put_run(struct screen *screen, int y, int from, int to, struct paint_rules rules)
{
	int n = 0;
	for (int x = from; x < to; x++)
		if (!screen->row[x].wide_tail || rules.ascii)
			screen->run[n++] = curses_cell(screen, &screen->row[x], rules);
	mvadd_wchnstr(y, from, screen->run, n);
}

/* The first cell from x on that changed; most of a row did not, so it goes by eight. */
static int next_other(const struct cell *now, const struct cell *then, int x, int w)
{
	while (x + EIGHT <= w && !memcmp(now + x, then + x, EIGHT * sizeof *now))
		x += EIGHT;
	while (x < w && !memcmp(now + x, then + x, sizeof *now))
		x++;
	return x;
}

static void present_row(struct screen *screen, const struct surface *surface, int y)
{
	size_t at = (size_t)y * (size_t)surface->w,
	       nbytes = (size_t)surface->w * sizeof *screen->row;
	struct cell *shown = screen->shown.cells + at;
	if (!screen->stale && !memcmp(surface->cells + at, shown, nbytes))
		return;
	struct cell *now = screen->row, *then = screen->said + at;
	struct paint_rules rules = {screen->options.ascii, false};
	memcpy(now, surface->cells + at, nbytes);
	paint_settle(now, surface->w, screen->shows_on_blank);
	rules.rtl = !rules.ascii && paint_row_has_rtl(now, surface->w);
	bool all = screen->stale || rules.rtl != screen->shown_rtl[y];
	screen->shown_rtl[y] = rules.rtl;
	for (int x = all ? 0 : next_other(now, then, 0, surface->w); x < surface->w;) {
		int from = x++;
		while (x < surface->w && (all || memcmp(now + x, then + x, sizeof *now)))
			x++;
		put_run(screen, y, from, x, rules);
		x = next_other(now, then, x, surface->w);
	}
	memcpy(shown, surface->cells + at, nbytes);
	memcpy(then, now, nbytes);
}

/* Without a place of its own the cursor stays wherever the painting left it, unseen. */
static void present_cursor(struct screen *screen, const struct surface *surface)
{
	bool placed = surface->cursor_x >= 0 && surface->cursor_x < surface->w &&
		      surface->cursor_y >= 0 && surface->cursor_y < surface->h;
	bool visible = placed && surface->cursor_visible;
	leaveok(stdscr, !placed);
	if (placed)
		move(surface->cursor_y, surface->cursor_x);
	if (visible != screen->cursor_visible)
		curs_set(visible);
	screen->cursor_visible = visible;
}

void screen_present(struct screen *screen, const struct surface *surface)
{
	if (screen->away)
		return;
	fit(screen, surface);
	for (int y = 0; y < surface->h; y++)
		present_row(screen, surface, y);
	present_cursor(screen, surface);
	if (screen->clear)
		clearok(stdscr, TRUE);
	screen->stale = screen->clear = false;
	refresh();
}

void screen_echo_barrier(struct screen *screen, unsigned number)
{
	char answer[32];
	snprintf(answer, sizeof answer, "\033]777;%u\007", number);
	say(screen, answer);
}
