/*
 * Wait, drain, handle, paint once. All times are milliseconds of the clock that only goes forward.
 * Each thing that waits has a deadline of its own: that poll timed out says nothing about which of
 * them is due.
 */
#include "themewall/term/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "term-internal.h"
#include "themewall/base/clock.h"
#include "themewall/term/input.h"

#include "themewall/base/banned.h"

/*
 * A lone ESC is the key when nothing follows at once: a few packets may lie between over ssh. Other
 * sequences come whole or not at all.
 */
enum {
	ESC_MS = 25,
	ESC_SSH_MS = 50,
	SEQUENCE_MS = 500,
	PASTE_MS = 1000,
	FRAME_MS = 16,
	BELL_MS = 1000
};
enum { READ_BYTES = 1 << 14, READS_A_TURN = 64 };

struct loop {
	struct screen *screen;
	const struct loop_client *client;
	struct input *input;
	struct surface surface;
	int64_t read_ms; /* when input last came */
	int64_t painted_ms;
	int64_t bell_ms; /* when the client last looked for news */
	int64_t wake_ms; /* when it wants to wake; -1: never */
	int esc_ms;
	int broken_bell; /* a doorbell that only reports errors; -1: none */
	bool check_size; /* SIGWINCH came */
	bool ended;
	enum loop_end end;
	int signal;
};

static void end(struct loop *loop, enum loop_end how)
{
	loop->ended = true;
	loop->end = how;
}

static bool is_over(const struct loop *loop)
{
	return loop->ended || loop->client->wants_quit(loop->client->context);
}

/* Painting. */

/* SIGWINCH may come later than the keys typed after the resize: the size is asked for before every
 * paint. */
static bool take_size(struct loop *loop)
{
	struct event event = {.type = EVENT_RESIZE, .at_ms = clock_monotonic_ms()};
	screen_size(loop->screen, &event.x, &event.y);
	loop->check_size = false;
	if (event.x == loop->surface.w && event.y == loop->surface.h)
		return false;
	surface_resize(&loop->surface, event.x, event.y);
	loop->client->event(loop->client->context, &event);
	return true;
}

static bool wants_paint(const struct loop *loop)
{
	return loop->client->wants_paint(loop->client->context) || screen_is_stale(loop->screen) ||
	       loop->check_size;
}

static void paint(struct loop *loop)
{
	bool resized = take_size(loop);
	if (!resized && !wants_paint(loop))
		return;
	loop->client->paint(loop->client->context, &loop->surface);
	screen_present(loop->screen, &loop->surface);
	loop->painted_ms = clock_monotonic_ms();
}

/* Input. */

static void handle(struct loop *loop, struct event *event)
{
	event->at_ms = loop->read_ms;
	if (event->type == EVENT_BARRIER) {
		paint(loop);
		screen_echo_barrier(loop->screen, event->key);
	} else if (event->type != EVENT_REPLY || !screen_answer(loop->screen, event->text)) {
		loop->client->event(loop->client->context, event);
	}
}

static void dispatch(struct loop *loop, bool flush)
{
	struct event event;
	while (!is_over(loop) && input_next(loop->input, flush, &event))
		handle(loop, &event);
}

static bool has_more(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	return poll(&poll_fd, 1, 0) == 1 && poll_fd.revents & POLLIN;
}

/* All there is, so that what waits in the queue costs one paint; a flood is cut, so that painting
 * goes on. */
static void read_terminal(struct loop *loop)
{
	char bytes[READ_BYTES];
	int fd = screen_input(loop->screen);
	for (int i = 0; i < READS_A_TURN && (i == 0 || has_more(fd)); i++) {
		ssize_t n = read(fd, bytes, sizeof bytes);
		if (n > 0) {
			input_feed(loop->input, bytes, (size_t)n);
		} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
			end(loop, LOOP_HANGUP);
			return;
		}
	}
	loop->read_ms = clock_monotonic_ms();
	dispatch(loop, false);
}

/* How long the unfinished sequence may stay so; -1: there is none. */
static int patience(const struct loop *loop)
{
	switch (input_pending(loop->input)) {
	case INPUT_COMPLETE:
		break;
	case INPUT_LONE_ESC:
		return loop->esc_ms;
	case INPUT_SEQUENCE:
		return SEQUENCE_MS;
	case INPUT_PASTE:
		return PASTE_MS;
	}
	return -1;
}

/* Signals, bell, time. */

static void handle_signals(struct loop *loop)
{
	int number;
	while (!loop->ended && signals_next(&number)) {
		switch (number) {
		case SIGWINCH:
			loop->check_size = true;
			break;
		case SIGTSTP:
			screen_suspend(loop->screen);
			break;
		case SIGCONT:
			screen_continued(loop->screen);
			break;
		default:
			loop->signal = number;
			end(loop, LOOP_SIGNAL);
		}
	}
}

static void look_for_news(struct loop *loop, const struct pollfd *bell)
{
	bool rang = bell->revents & POLLIN;
	if (bell->revents && !rang)
		loop->broken_bell = bell->fd;
	if (!rang && clock_monotonic_ms() < loop->bell_ms + BELL_MS)
		return;
	loop->bell_ms = clock_monotonic_ms();
	loop->client->bell(loop->client->context);
}

static void handle_deadlines(struct loop *loop)
{
	int64_t now = clock_monotonic_ms();
	int wait = patience(loop);
	if (wait >= 0 && now >= loop->read_ms + wait)
		dispatch(loop, true);
	if (loop->wake_ms >= 0 && now >= loop->wake_ms)
		loop->client->wake(loop->client->context);
	if (!is_over(loop) && wants_paint(loop) && now >= loop->painted_ms + FRAME_MS)
		paint(loop);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Milliseconds until the first deadline. */
static int waiting_time(struct loop *loop)
{
	int64_t now = clock_monotonic_ms(), until = loop->bell_ms + BELL_MS;
	int wait = patience(loop), wake = loop->client->timeout(loop->client->context);
	loop->wake_ms = wake < 0 ? -1 : now + wake;
	if (wait >= 0)
		until = earlier(until, loop->read_ms + wait);
	if (loop->wake_ms >= 0)
		until = earlier(until, loop->wake_ms);
	if (wants_paint(loop))
		until = earlier(until, loop->painted_ms + FRAME_MS);
	return until > now ? (int)(until - now) : 0;
}

static int bell_to_wait_for(const struct loop *loop)
{
	int fd = loop->client->bell_fd(loop->client->context);
	return fd == loop->broken_bell ? -1 : fd;
}

static void turn(struct loop *loop)
{
	struct pollfd fds[] = {
		{.fd = screen_input(loop->screen), .events = POLLIN},
		{.fd = signals_fd(), .events = POLLIN},
		{.fd = bell_to_wait_for(loop), .events = POLLIN},
		{.fd = loop->client->work_fd(loop->client->context), .events = POLLIN},
	};
	if (poll(fds, TW_COUNT(fds), waiting_time(loop)) < 0)
		for (size_t i = 0; i < TW_COUNT(fds); i++)
			fds[i].revents = 0;
	if (fds[0].revents & POLLIN)
		read_terminal(loop);
	else if (fds[0].revents)
		end(loop, LOOP_HANGUP);
	handle_signals(loop);
	if (is_over(loop))
		return;
	look_for_news(loop, &fds[2]);
	if (fds[3].revents && loop->client->work_fd(loop->client->context) == fds[3].fd)
		loop->client->work(loop->client->context);
	handle_deadlines(loop);
}

enum loop_end loop_run(struct screen *screen, const struct loop_client *client, int *signal)
{
	const char *ssh = getenv("SSH_CONNECTION");
	struct loop loop = {
		.screen = screen,
		.client = client,
		.input = input_new(),
		.bell_ms = clock_monotonic_ms(),
		.wake_ms = -1,
		.esc_ms = ssh && *ssh ? ESC_SSH_MS : ESC_MS,
		.broken_bell = -1,
		.end = LOOP_QUIT,
	};
	surface_init(&loop.surface, 0, 0);
	paint(&loop);
	while (!is_over(&loop))
		turn(&loop);
	surface_release(&loop.surface);
	input_free(loop.input);
	*signal = loop.signal;
	return loop.end;
}

bool loop_escape_typed(struct screen *screen)
{
	char bytes[READ_BYTES];
	int fd = screen_input(screen);
	while (has_more(fd)) {
		ssize_t n = read(fd, bytes, sizeof bytes);
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return true;
		if (n > 0 && bytes[n - 1] == '\033')
			return true;
	}
	return false;
}
