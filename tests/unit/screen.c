/*
 * term: the screen on a pseudo-terminal. A write() of our own stands in for the system's and keeps
 * what would reach the terminal, so that "one write a frame" and the bytes of a drag step are
 * counted where they arise; the terminal itself only has line settings and a size.
 */
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/base/mem.h"
#include "themewall/term/ascii.h"
#include "themewall/term/screen.h"
#include "themewall/text/locale.h"

static int master = -1, terminal = -1, nwrites;
static struct strbuf seen = STRBUF_INIT; /* what reached the terminal since forget() */

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fd <= STDERR_FILENO || !isatty(fd))
		return syscall(SYS_write, fd, bytes, n);
	strbuf_add(&seen, bytes, n);
	nwrites++;
	return (ssize_t)n;
}

static void forget(void)
{
	strbuf_reset(&seen);
	nwrites = 0;
}

static bool saw(const char *bytes)
{
	return str_find(strbuf_str(&seen), str_of(bytes)) < seen.len;
}

static bool same_settings(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
	       a->c_lflag == b->c_lflag && !memcmp(a->c_cc, b->c_cc, sizeof a->c_cc);
}

static void resize(int w, int h)
{
	struct winsize size = {.ws_col = (unsigned short)w, .ws_row = (unsigned short)h};
	ioctl(terminal, TIOCSWINSZ, &size);
}

static struct screen_options options(void)
{
	return (struct screen_options){
		.in = terminal, .out = terminal, .mouse = true, .color = true};
}

static struct screen *start(const char *term, const struct screen_options *options)
{
	struct screen *screen;
	struct err err = ERR_INIT;
	setenv("TERM", term, 1);
	strbuf_reset(&seen);
	bool started = screen_start(&screen, options, &err);
	ok(started, "TERM=%s starts %s", term, err.msg);
	return started ? screen : NULL;
}

/* A full wall at the cards zoom: slabs 22 × 4 every 27 columns and 5 lines, in frames of two
 * columns. */
static const char *const words[] = {"Every Friday I redo",    "the whole thing in",
				    "Excel, twice if I must", "I trust the lines. I",
				    "don’t trust the sum.",   "My accountant told",
				    "Asked whether VAT was",  "already included."};

static void paint_slab(struct surface *s, int x, int y, int n, bool carried)
{
	style_id bar = carried ? STYLE_LIFT : (style_id)(STYLE_BAR0 + n % 8);
	surface_fill(s, (struct rect){x, y, 22, 4}, " ", STYLE_TEXT);
	for (int row = 0; row < 4; row++) {
		surface_putz(s, x, y + row, "▌", bar);
		if (row < 3)
			surface_putz(s, x + 2, y + row, words[(n * 3 + row) % 8], STYLE_TEXT);
	}
	surface_putz(s, x + 2, y + 3, "P03 14:25        ★ ”", STYLE_DIM);
}

static void paint_wall(struct surface *s)
{
	for (int x = 0; x < s->w; x += 54) {
		surface_fill(s, (struct rect){x, 1, 53, 1}, "─", STYLE_BORDER);
		surface_putz(s, x + 2, 1, " I rebuild the numbers myself ", STYLE_TITLE);
		surface_fill(s, (struct rect){x, 2, 1, 37}, "│", STYLE_BORDER);
		surface_fill(s, (struct rect){x + 52, 2, 1, 37}, "│", STYLE_BORDER);
	}
	for (int n = 0; n < 35; n++)
		paint_slab(s, 2 + 27 * (n % 5), 2 + 5 * (n / 5), n, false);
}

static void present_wall(struct screen *screen, struct surface *s, int x, int y)
{
	surface_clear(s);
	paint_wall(s);
	paint_slab(s, x, y, 3, true);
	s->cursor_x = x;
	s->cursor_y = y;
	screen_present(screen, s);
}

/* The dearest of some steps in one direction. */
static size_t dearest_step(struct screen *screen, struct surface *s, int dx, int dy,
			   int *most_writes)
{
	size_t most = 0;
	*most_writes = 0;
	for (int i = 1; i <= 20; i++) {
		present_wall(screen, s, 30 + (i - 1) * dx, 8 + (i - 1) * dy);
		forget();
		present_wall(screen, s, 30 + i * dx, 8 + i * dy);
		most = seen.len > most ? seen.len : most;
		*most_writes = nwrites > *most_writes ? nwrites : *most_writes;
	}
	return most;
}

static void test_budget(void)
{
	struct screen_options plain = options();
	struct surface s;
	int nwrites_right, nwrites_down;
	resize(120, 40);
	struct screen *screen = start("xterm-256color", &plain);
	surface_init(&s, 120, 40);
	forget();
	present_wall(screen, &s, 30, 8);
	ok(nwrites <= 6, "the first paint of 120 × 40 takes %d writes", nwrites);
	forget();
	present_wall(screen, &s, 30, 8);
	is_int(seen.len, 0, "the same picture again costs nothing");
	size_t right = dearest_step(screen, &s, 1, 0, &nwrites_right);
	size_t down = dearest_step(screen, &s, 0, 1, &nwrites_down);
	ok(right <= 330, "a step to the right costs at most %zu bytes", right);
	ok(down <= 340, "a step down costs at most %zu bytes", down);
	is_int(nwrites_right, 1, "one write for a step to the right");
	is_int(nwrites_down, 1, "one write for a step down");
	forget();
	screen_redraw(screen);
	present_wall(screen, &s, 30, 8);
	ok(seen.len > 3000, "a redraw says everything again (%zu bytes)", seen.len);
	surface_release(&s);
	screen_stop(screen);
}

static void present_text(struct screen *screen, const char *text, style_id style)
{
	struct surface s;
	int w, h;
	screen_size(screen, &w, &h);
	surface_init(&s, w, h);
	surface_putz(&s, 0, 0, "│", STYLE_BORDER);
	surface_putz(&s, 1, 0, text, style);
	surface_putz(&s, 30, 0, "│", STYLE_BORDER);
	screen_present(screen, &s);
	surface_release(&s);
}

static void test_right_to_left(void)
{
	struct screen_options plain = options();
	resize(80, 24);
	struct screen *screen = start("xterm-256color", &plain);
	forget();
	present_text(screen, "plain words", 0);
	ok(!saw("\xe2\x80\x8e"), "no mark in a row of Latin text");
	forget();
	present_text(screen, "שלום", 0);
	ok(saw("│\xe2\x80\x8e"), "the frame of a row with Hebrew carries the mark");
	forget();
	present_text(screen, "plain words", 0);
	ok(saw("│") && !saw("\xe2\x80\x8e"), "and loses it with the Hebrew");
	screen_stop(screen);
}

static void test_wide(void)
{
	struct screen_options plain = options();
	struct screen *screen = start("xterm-256color", &plain);
	present_text(screen, "漢字漢字", 0);
	forget();
	present_text(screen, "x漢字漢字", 0);
	ok(saw("x漢字漢字"), "shifted by one cell, wide text is written whole");
	forget();
	present_text(screen, "x漢", 0);
	ok(!saw("字") && seen.len > 0, "and taken away whole");
	screen_stop(screen);
}

/* Three pieces of one row, each in its style. */
static void present_pieces(struct screen *screen, const char *const text[3],
			   const enum style style[3])
{
	struct surface s;
	int x = 0;
	surface_init(&s, 80, 24);
	for (int i = 0; i < 3; i++)
		x += surface_putz(&s, x, 0, text[i], (style_id)style[i]);
	screen_present(screen, &s);
	surface_release(&s);
}

static void test_blanks(void)
{
	struct screen_options plain = options();
	struct screen *screen = start("xterm-256color", &plain);
	forget();
	present_pieces(screen, (const char *const[]){"bar", "  ", "words"},
		       (const enum style[]){STYLE_LIFT, STYLE_TEXT, STYLE_LIFT});
	ok(saw("bar  words"), "a plain blank between two of a colour does not change it");
	forget();
	present_pieces(screen, (const char *const[]){"bar", "  ", "words"},
		       (const enum style[]){STYLE_LIFT, STYLE_DIM, STYLE_LIFT});
	is_int(seen.len, 0, "which colour a plain blank has makes no difference");
	present_pieces(screen, (const char *const[]){"bar", "  ", "words"},
		       (const enum style[]){STYLE_LIFT, STYLE_FIELD, STYLE_LIFT});
	ok(saw(";4m  "), "an underlined blank is no plain one");
	forget();
	present_pieces(screen, (const char *const[]){"x", "             ", "y"},
		       (const enum style[]){STYLE_FIELD, STYLE_TEXT, STYLE_FIELD});
	ok(saw("x") && !saw("x  "), "blanks beside an underline stay plain");
	screen_stop(screen);
}

static void test_ascii(void)
{
	static const struct {
		uint32_t sign;
		char ascii;
	} cases[] = {{'a', 'a'},    {0x258c, ':'}, {0x2503, '#'}, {0x201d, '"'},  {0x25c9, 'o'},
		     {0x2726, 'i'}, {0x2605, '*'}, {0xb1, '+'},   {0x29c9, '#'},  {0x25b8, '>'},
		     {0x2026, '~'}, {0x254c, '-'}, {0x256d, '+'}, {0x2502, '|'},  {0x251c, '+'},
		     {0x203a, '>'}, {0xe9, 'e'},   {0x17e, 'z'},  {0x2019, '\''}, {0x6f22, '?'},
		     {0x2588, '#'}};
	struct screen_options ascii = options();
	bool only_ascii = true;
	for (size_t i = 0; i < TW_COUNT(cases); i++)
		is_int(ascii_of(cases[i].sign), cases[i].ascii, "U+%04X in ASCII", cases[i].sign);
	ascii.ascii = true;
	struct screen *screen = start("vt100", &ascii);
	forget();
	present_text(screen, "▌ café 漢字 ★", 0);
	for (size_t i = 0; i < seen.len; i++)
		only_ascii &= !((unsigned char)seen.buf[i] & 0x80);
	ok(only_ascii, "in ASCII no other byte is sent");
	ok(saw("|: cafe ? ?  *"), "signs, letters and wide ones have stand-ins of the same width");
	screen_stop(screen);
}

static void test_colors(void)
{
	struct screen_options auto_theme = options();
	struct screen *screen = start("xterm-256color", &auto_theme);
	ok(saw("\033]11;?\007"), "the background is asked for");
	forget();
	present_text(screen, "red", STYLE_BAR0);
	ok(saw("\033[38;5;196m"), "256 colours");
	forget();
	screen_set_theme(screen, THEME_DARK);
	present_text(screen, "red", STYLE_BAR0);
	ok(saw("\033[38;5;203m") && !saw("\033[2J"), "another theme recolours without clearing");
	screen_stop(screen);
	screen = start("xterm", &auto_theme);
	ok(!saw("\033]11;"), "eight colours need no answer");
	present_text(screen, "red", STYLE_BAR0);
	ok(saw("\033[31m"), "eight colours");
	screen_stop(screen);
	screen = start("vt100", &auto_theme);
	present_text(screen, "focus", STYLE_FOCUS);
	ok(saw(";7m\017focus"), "no colours: attributes");
	forget();
	present_text(screen, "red", STYLE_BAR0);
	ok(saw("red") && !saw("\033[31m") && !saw("\033[38"), "and no colour at all");
	screen_stop(screen);
	setenv("NO_COLOR", "1", 1);
	screen = start("xterm-256color", &auto_theme);
	forget();
	present_text(screen, "red", STYLE_BAR0);
	ok(!saw("\033[38") && !saw("\033[3"), "NO_COLOR is heeded");
	screen_stop(screen);
	unsetenv("NO_COLOR");
}

static void test_answers(void)
{
	static const struct {
		const char *answer;
		int theme; /* -1: no answer */
	} cases[] = {
		{"]11;rgb:ffff/ffff/ffff", THEME_LIGHT},
		{"]11;rgb:00/00/00", THEME_DARK},
		{"]11;rgb:fd/f6/e3", THEME_LIGHT},
		{"]11;rgb:0000/2b2b/3636", THEME_DARK},
		{"]11;rgba:ffff/ffff/ffff/ffff", THEME_LIGHT},
		{"]11;rgb:1d1d/1f1f/2121", THEME_DARK},
		{"]11;rgb:ff/ff", -1},
		{"]11;?", -1},
		{"]10;rgb:ff/ff/ff", -1},
		{"[?1;2c", -1},
	};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		enum theme theme = THEME_MONO;
		bool taken = screen_theme_of_answer(str_of(cases[i].answer), &theme);
		is_int(taken ? (int)theme : -1, cases[i].theme, "%s", cases[i].answer);
	}
}

static void test_modes(void)
{
	static const char *const off[] = {"\033[?1002l", "\033[?1003l", "\033[?1006l",
					  "\033[?2004l", "\033[?1004l", "\033[?1049l"};
	struct screen_options plain = options();
	struct termios before, during, after;
	tcgetattr(terminal, &before);
	struct screen *screen = start("xterm-256color", &plain);
	tcgetattr(terminal, &during);
	ok(!(during.c_lflag & (ICANON | ECHO | ISIG)), "raw while it runs");
	ok(saw("\033[?1002h\033[?1006h") && saw("\033[?2004h") && saw("\033[?1004h") &&
		   !saw("\033[?1003h"),
	   "mouse, paste and focus are asked for, hovering is not");
	forget();
	screen_mouse_all_motion(screen, true);
	screen_mouse_all_motion(screen, true);
	is_str(seen.buf, "\033[?1003h", "all motion while something is carried, asked for once");
	forget();
	screen_mouse_all_motion(screen, false);
	ok(saw("\033[?1003l\033[?1002h"), "then again only drags");
	forget();
	screen_mouse(screen, false);
	screen_mouse_all_motion(screen, true);
	ok(saw("\033[?1002l") && !saw("\033[?1003h"), "no mouse at all when it is switched off");
	forget();
	screen_stop(screen);
	for (size_t i = 0; i < TW_COUNT(off); i++)
		ok(saw(off[i]), "%s at the end", off[i] + 1);
	tcgetattr(terminal, &after);
	ok(same_settings(&before, &after), "line settings as before");
}

static void test_leave(void)
{
	struct screen_options plain = options();
	struct termios away;
	struct screen *screen = start("xterm-256color", &plain);
	present_text(screen, "wall", 0);
	forget();
	screen_leave(screen);
	tcgetattr(terminal, &away);
	ok(saw("\033[?1002l") && saw("\033[?1049l") && away.c_lflag & ICANON,
	   "an editor gets the terminal as it was");
	forget();
	present_text(screen, "unseen", 0);
	is_int(seen.len, 0, "nothing is painted meanwhile");
	screen_resume(screen);
	tcgetattr(terminal, &away);
	ok(saw("\033[?1002h") && !(away.c_lflag & ICANON), "and gives it back");
	present_text(screen, "wall", 0);
	ok(saw("\033[?1049h") && saw("wall"), "everything is painted again");
	screen_stop(screen);
}

static void test_emergency(void)
{
	struct screen_options plain = options();
	struct termios before, after;
	tcgetattr(terminal, &before);
	struct screen *screen = start("xterm-256color", &plain);
	forget();
	screen_emergency_restore();
	tcgetattr(terminal, &after);
	ok(saw("\033[?1002l") && saw("\033[?1006l") && saw("\033[?1049l") && saw("\033[?25h"),
	   "modes are off");
	ok(same_settings(&before, &after), "line settings as before");
	forget();
	screen_emergency_restore();
	is_int(seen.len, 0, "once is enough");
	screen_stop(screen);
}

static void test_sizes(void)
{
	struct screen_options plain = options();
	int w, h;
	struct screen *screen = start("xterm-256color", &plain);
	static const int sizes[][2] = {{1, 1}, {300, 100}, {2, 40}, {120, 1}, {80, 24}};
	for (size_t i = 0; i < TW_COUNT(sizes); i++) {
		resize(sizes[i][0], sizes[i][1]);
		screen_size(screen, &w, &h);
		ok(w == sizes[i][0] && h == sizes[i][1], "size %d × %d", w, h);
		forget();
		present_text(screen, "漢字", 0);
		ok(seen.len > 0, "  is painted");
	}
	resize(0, 0);
	screen_size(screen, &w, &h);
	ok(w == 80 && h == 24, "a terminal that does not know its size is 80 × 24");
	resize(80, 24);
	screen_stop(screen);
}

static void test_refusals(void)
{
	struct screen_options plain = options(), file = options();
	struct screen *screen;
	struct err err = ERR_INIT;
	setenv("TERM", "dumb", 1);
	ok(!screen_start(&screen, &plain, &err) && err.code == ERR_IO &&
		   strstr(err.msg, "themewall export"),
	   "a terminal without cursor movement: %s", err.msg);
	file.in = open("/dev/null", O_RDWR);
	ok(!screen_start(&screen, &file, &err) && err.code == ERR_IO &&
		   strstr(err.msg, "needs a terminal"),
	   "no terminal: %s", err.msg);
	close(file.in);
	screen = start("no-such-terminal", &plain);
	is_str(getenv("TERM"), "xterm-256color", "an unknown one is taken as xterm-256color");
	screen_stop(screen);
	unsetenv("TERM");
	ok(screen_start(&screen, &plain, &err), "and so is none");
	screen_stop(screen);
	screen_stop(NULL);
}

int main(void)
{
	text_init();
	unsetenv("NO_COLOR");
	if (openpty(&master, &terminal, NULL, NULL, NULL)) {
		printf("1..0 # SKIP no pseudo-terminals here\n");
		return 0;
	}
	test_budget();
	test_right_to_left();
	test_wide();
	test_blanks();
	test_ascii();
	test_colors();
	test_answers();
	test_modes();
	test_leave();
	test_emergency();
	test_sizes();
	test_refusals();
	strbuf_release(&seen);
	return done();
}
