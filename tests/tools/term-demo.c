/*
 * A slab one can drag, on the real screen and loop: what the pseudo-terminal tests drive. Line 0
 * tells what happened. Keys: arrows move the slab; q quits, x exits from where it is; Ctrl-Z
 * suspends; e gives the terminal to `echo`; A aborts, S writes to nowhere; b wants to be woken
 * after 30 ms. --bell FIFO: bytes in it are rings of the doorbell. --ascii: ASCII only.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "themewall/term/loop.h"
#include "themewall/term/screen.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"

enum { SLAB_W = 22, SLAB_H = 4 };

struct demo {
	struct screen *screen;
	struct strbuf last; /* the last event, in words */
	int x, y;           /* of the slab */
	int grab_x, grab_y; /* of the pointer in it */
	bool carried;
	int keys, mice, paints, rings, wakes, pastes;
	int w, h;
	int wake_ms; /* -1: none wanted */
	int bell;    /* the doorbell, -1: none */
	bool dirty, quit;
	uintptr_t nowhere; /* an address where nothing is */
};

static void tell(struct demo *demo, const char *what, int a, int b)
{
	strbuf_reset(&demo->last);
	strbuf_addf(&demo->last, "%s %d,%d", what, a, b);
	demo->dirty = true;
}

static void edit(struct demo *demo)
{
	screen_leave(demo->screen);
	pid_t child = fork();
	if (child == 0) {
		execlp("echo", "echo", "elsewhere", (char *)NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
	screen_resume(demo->screen);
}

static void on_key(struct demo *demo, const struct event *event)
{
	demo->keys++;
	demo->x += (event->key == KEY_RIGHT) - (event->key == KEY_LEFT);
	demo->y += (event->key == KEY_DOWN) - (event->key == KEY_UP);
	tell(demo, "key", (int)event->key - (event->key >= KEY_BASE ? KEY_BASE : 0),
	     (int)event->mods);
	if (event->key == 'z' && event->mods == MOD_CTRL)
		screen_suspend(demo->screen);
	else if (event->key == 'q')
		demo->quit = true;
	else if (event->key == 'A')
		abort();
	else if (event->key == 'S')
		*(volatile char *)demo->nowhere = 1;
	else if (event->key == 'x')
		exit(3);
	else if (event->key == 'e')
		edit(demo);
	else if (event->key == 'b')
		demo->wake_ms = 30;
}

static void carry(struct demo *demo, bool carried)
{
	demo->carried = carried;
	screen_mouse_all_motion(demo->screen, carried);
}

static bool in_slab(const struct demo *demo, int x, int y)
{
	return rect_contains((struct rect){demo->x, demo->y, SLAB_W, SLAB_H}, x, y);
}

static void on_mouse(struct demo *demo, const struct event *event)
{
	demo->mice++;
	if (event->act == MOUSE_PRESS && in_slab(demo, event->x, event->y)) {
		demo->grab_x = event->x - demo->x;
		demo->grab_y = event->y - demo->y;
		carry(demo, true);
		tell(demo, "press", event->x, event->y);
	} else if (event->act == MOUSE_DRAG && demo->carried) {
		demo->x = event->x - demo->grab_x;
		demo->y = event->y - demo->grab_y;
		tell(demo, "drag", event->x, event->y);
	} else if (demo->carried) {
		carry(demo, false);
		tell(demo, event->act == MOUSE_HOVER ? "lost" : "drop", demo->x, demo->y);
	} else {
		tell(demo, "mouse", event->x, event->y);
	}
}

static void on_event(void *context, const struct event *event)
{
	struct demo *demo = context;
	switch (event->type) {
	case EVENT_KEY:
		on_key(demo, event);
		break;
	case EVENT_MOUSE:
		on_mouse(demo, event);
		break;
	case EVENT_PASTE:
		demo->pastes++;
		tell(demo, "paste", (int)event->text.n, demo->pastes);
		break;
	case EVENT_FOCUS:
		tell(demo, "focus", event->focused, 0);
		break;
	case EVENT_RESIZE:
		demo->w = event->x;
		demo->h = event->y;
		demo->dirty = true;
		break;
	case EVENT_REPLY:
		tell(demo, "reply", (int)event->text.n, 0);
		break;
	case EVENT_NONE:
	case EVENT_BARRIER:
		break;
	}
}

static void on_bell(void *context)
{
	struct demo *demo = context;
	char rings[16];
	ssize_t n = demo->bell < 0 ? 0 : read(demo->bell, rings, sizeof rings);
	demo->rings += n > 0 ? (int)n : 0;
	demo->dirty = true;
}

static int on_timeout(void *context)
{
	const struct demo *demo = context;
	return demo->wake_ms;
}

static void on_wake(void *context)
{
	struct demo *demo = context;
	demo->wakes++;
	demo->wake_ms = -1;
	demo->dirty = true;
}

static bool wants_paint(void *context)
{
	const struct demo *demo = context;
	return demo->dirty;
}

static bool wants_quit(void *context)
{
	const struct demo *demo = context;
	return demo->quit;
}

static int work_fd(void *context)
{
	return -1;
}

static void work(void *context)
{
}

static int bell_fd(void *context)
{
	const struct demo *demo = context;
	return demo->bell;
}

static void paint(void *context, struct surface *s)
{
	struct demo *demo = context;
	struct strbuf line = STRBUF_INIT;
	demo->dirty = false;
	demo->paints++;
	surface_clear(s);
	strbuf_addf(&line, "%s keys=%d mice=%d wakes=%d rings=%d %dx%d", demo->last.buf, demo->keys,
		    demo->mice, demo->wakes, demo->rings, demo->w, demo->h);
	surface_put(s, 0, 0, strbuf_str(&line), STYLE_TEXT);
	strbuf_reset(&line);
	strbuf_addf(&line, "paints=%d", demo->paints);
	if (s->h > 2)
		surface_put(s, 0, s->h - 1, strbuf_str(&line), STYLE_DIM);
	strbuf_release(&line);
	surface_putz(s, 0, 2, "漢字 │ naïve “quote” ▌", STYLE_TITLE);
	for (int row = 0; row < SLAB_H; row++)
		surface_putz(s, demo->x, demo->y + row, "▌ I never know if it  ",
			     demo->carried ? STYLE_LIFT : STYLE_BAR0);
	surface_putz(s, demo->x + 2, demo->y, "Card 01", STYLE_FOCUS);
	s->cursor_x = demo->x;
	s->cursor_y = demo->y;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct screen_options options = {.in = 0, .out = 1, .mouse = true, .color = true};
	struct demo demo = {
		.x = 10, .y = 5, .wake_ms = -1, .last = STRBUF_INIT, .nowhere = 8, .bell = -1};
	struct loop_client client = {&demo,       on_event, on_bell,    on_timeout, on_wake,
				     wants_paint, paint,    wants_quit, bell_fd, work_fd, work};
	int signal = 0;
	options.ascii = argc > 1 && strcmp(argv[1], "--ascii") == 0;
	if (argc > 2 && strcmp(argv[1], "--bell") == 0)
		demo.bell = open(argv[2], O_RDWR | O_NONBLOCK);
	text_init();
	if (!screen_start(&demo.screen, &options, &err)) {
		safe_printf(stderr, "%s\n", err.msg);
		return 1;
	}
	enum loop_end end = loop_run(demo.screen, &client, &signal);
	screen_stop(demo.screen);
	strbuf_release(&demo.last);
	return end == LOOP_QUIT ? 0 : end == LOOP_HANGUP ? 40 : 128 + signal;
}
