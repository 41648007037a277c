/*
 * ncurses as the differ between frames. Two things it would do are done by hand: input modes are
 * plain bytes written at once, and only cells that changed since the last surface are handed to it.
 * `shown` is that surface; `stale` says that it no longer tells what stands on the terminal.
 *
 * Since the modes are written past ncurses' buffer, they are only written when that is empty: never
 * during a present.
 */
#include "screen-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

enum { MAX_W = 2000, MAX_H = 1000 };

#define MODES_ON  "\033[?2004h\033[?1004h"
#define MOUSE_ON  "\033[?1002h\033[?1006h"
#define MOTION_ON "\033[?1003h"
/* in this order: ?1003l alone switches reports off altogether */
#define MOTION_OFF "\033[?1003l\033[?1002h"

void screen_say(const struct screen *screen, const char *bytes)
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
	screen_say(screen, screen->options.mouse ? MODES_ON MOUSE_ON : MODES_ON);
	if (screen->motion && screen->options.mouse)
		screen_say(screen, MOTION_ON);
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
	screen_start_colors(screen);
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
	screen_ask_background(*screen);
	return true;
}

void screen_stop(struct screen *screen)
{
	if (!screen)
		return;
	if (!screen->away) {
		screen_say(screen, MODES_OFF);
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
	screen_say(screen, on ? MOUSE_ON : MOUSE_OFF);
	if (on && screen->motion)
		screen_say(screen, MOTION_ON);
}

void screen_mouse_all_motion(struct screen *screen, bool on)
{
	bool before = screen->motion;
	screen->motion = on;
	if (!screen->away && screen->options.mouse && before != on)
		screen_say(screen, on ? MOTION_ON : MOTION_OFF);
}

void screen_leave(struct screen *screen)
{
	if (screen->away)
		return;
	screen_say(screen, MODES_OFF);
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

void screen_echo_barrier(struct screen *screen, unsigned number)
{
	char answer[32];
	snprintf(answer, sizeof answer, "\033]777;%u\007", number);
	screen_say(screen, answer);
}
