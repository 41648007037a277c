/* The screen: the session, the painters and the terminal wired to one loop. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "main-internal.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/app/settings.h"
#include "themewall/app/start.h"
#include "themewall/base/clock.h"
#include "themewall/store/backup.h"
#include "themewall/term/clipboard.h"
#include "themewall/term/editor.h"
#include "themewall/term/loop.h"
#include "themewall/term/screen.h"
#include "themewall/ui/ui.h"
#include "themewall/base/banned.h"

/* What the loop's calls are about. */
struct front {
	struct app app;
	struct ui *ui;
	struct screen *screen;
	bool mouse_on, all_motion; /* as the terminal has been told */
	enum theme theme;
	bool is_named;           /* the wall of the command line has yet to go to the recent ones */
	int64_t idle_at_ms;      /* next idle work of the store; -1 none */
	struct surface progress; /* the picture while long work leaves the loop no time */
	struct loop_client client;
};

static void lay_out(struct front *front)
{
	int w, h;
	screen_size(front->screen, &w, &h);
	ui_layout(front->ui, &front->app, w, h);
}

/* What partners did meanwhile is taken in afterwards, as ever. */
static void edit_outside(struct front *front)
{
	struct app *app = &front->app;
	struct strbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	strbuf_add_str(&text, strbuf_str(&app->prompt.edit.text));
	screen_leave(front->screen);
	bool good = editor_run(&text, &err);
	screen_resume(front->screen);
	if (good)
		prompt_edited(app, strbuf_str(&text));
	else
		app_say_err(app, &err);
	strbuf_release(&text);
}

/* What a command asked of the terminal. */
static void settle_terminal(struct front *front)
{
	struct app *app = &front->app;
	if (app->mouse_on != front->mouse_on)
		screen_mouse(front->screen, front->mouse_on = app->mouse_on);
	if (app->wants_all_motion != front->all_motion)
		screen_mouse_all_motion(front->screen, front->all_motion = app->wants_all_motion);
	if (app->theme != front->theme)
		screen_choose_theme(front->screen, front->theme = app->theme);
	screen_ascii(front->screen, app->ascii);
	if (app->wants_redraw)
		screen_redraw(front->screen);
	app->wants_redraw = false;
	if (app->copied.len) {
		clipboard_send(strbuf_str(&app->copied));
		strbuf_reset(&app->copied);
	}
	if (app->wants_suspend)
		screen_suspend(front->screen);
	app->wants_suspend = false;
	if (app->wants_editor)
		edit_outside(front);
	app->wants_editor = false;
	front->idle_at_ms = clock_monotonic_ms();
}

static void on_event(void *context, const struct event *event)
{
	struct front *front = context;
	lay_out(front);
	ui_event(front->ui, &front->app, event);
	settle_terminal(front);
	if (front->app.store)
		store_rest(front->app.store);
}

static void on_bell(void *context)
{
	struct front *front = context;
	struct err err = ERR_INIT;
	if (!front->app.store)
		return;
	store_bell_answer(front->app.store);
	lay_out(front);
	if (!front->app.loading && !app_poll(&front->app, &err)) /* else it is polled when loaded */
		app_say_err(&front->app, &err);
}

static int next_timeout(void *context)
{
	struct front *front = context;
	int64_t now = clock_monotonic_ms();
	int timeout = front->is_named ? 0 : app_timeout(&front->app, now);
	if (!front->app.store || front->idle_at_ms < 0)
		return timeout;
	int idle = front->idle_at_ms <= now ? 0 : (int)(front->idle_at_ms - now);
	return timeout < 0 || idle < timeout ? idle : timeout;
}

static void on_wake(void *context)
{
	struct front *front = context;
	int64_t now = clock_monotonic_ms();
	lay_out(front);
	if (front->is_named && front->app.store)
		start_note_recent(&front->app, store_path(front->app.store));
	front->is_named = false;
	app_wake(&front->app, now);
	if (front->app.store && front->idle_at_ms >= 0 && front->idle_at_ms <= now) {
		int next = store_idle(front->app.store);
		front->idle_at_ms = next < 0 ? -1 : now + next;
	}
}

static bool wants_paint(void *context)
{
	return ((struct front *)context)->app.dirty;
}

static void on_paint(void *context, struct surface *surface)
{
	struct front *front = context;
	ui_layout(front->ui, &front->app, surface->w, surface->h);
	front->app.dirty = false;
	ui_paint(front->ui, &front->app, surface);
}

static bool wants_quit(void *context)
{
	return ((struct front *)context)->app.wants_quit;
}

/* The wall may change while the program runs: the start screen opens one. */
static int bell_fd(void *context)
{
	struct front *front = context;
	return front->app.store ? store_bell_fd(front->app.store) : -1;
}

static int work_fd(void *context)
{
	return import_work_fd(&((struct front *)context)->app);
}

static void on_work(void *context)
{
	import_work(&((struct front *)context)->app);
}

static bool on_progress(void *context, const char *what, int64_t done, int64_t total)
{
	struct front *front = context;
	int w, h;
	screen_size(front->screen, &w, &h);
	if (w != front->progress.w || h != front->progress.h)
		surface_resize(&front->progress, w, h);
	front->app.import.done = done;
	front->app.import.total = total;
	ui_paint(front->ui, &front->app, &front->progress);
	screen_present(front->screen, &front->progress);
	return !loop_escape_typed(front->screen);
}

static bool open_first(struct front *front, struct cli *cli, const char *path, bool create,
		       bool demo, bool reset, struct err *err)
{
	struct app *app = &front->app;
	struct store_options options = {
		.read_only = cli->read_only, .coder = cli->as, .patience_ms = APP_PATIENCE_MS};
	start_load_recent(app);
	if (demo)
		return sample_open(app, reset, err);
	if (!path)
		return true;
	if (create && !cli->read_only) {
		start_offer(app, path);
		return true;
	}
	front->is_named = true;
	return app_open(app, path, &options, err) || start_ask_refused(app, path, err);
}

/* Once, and again in the settings themselves. */
static void say_problems(struct app *app)
{
	struct str rest = strbuf_str(&app->settings->problems), first, line;
	size_t more = 0;
	if (!str_next_line(&rest, &first))
		return;
	while (str_next_line(&rest, &line))
		more++;
	if (more)
		app_say(app, MESSAGE_WARN, "%.*s (and %zu more: see the settings)", STR_ARG(first),
			more);
	else
		app_say(app, MESSAGE_WARN, "%.*s", STR_ARG(first));
}

static void set_up(struct front *front, struct cli *cli)
{
	*front = (struct front){.ui = ui_new(), .idle_at_ms = 0};
	app_init(&front->app);
	front->app.interactive = front->app.keeps_seen = true;
	front->app.read_only = cli->read_only;
	front->app.settings = &cli->settings;
	front->app.only_ascii = cli->ascii || !cli->locale_utf8;
	app_use_settings(&front->app);
	if (cli->has_theme)
		front->app.theme = cli->theme;
	front->theme = front->app.theme;
	front->app.has_color = !cli->no_color && front->theme != THEME_MONO;
	front->mouse_on = front->app.mouse_on = front->app.mouse_on && !cli->no_mouse;
	strbuf_add_str(&front->app.coder, cli->as);
	front->client = (struct loop_client){.context = front,
					     .event = on_event,
					     .bell = on_bell,
					     .timeout = next_timeout,
					     .wake = on_wake,
					     .wants_paint = wants_paint,
					     .paint = on_paint,
					     .wants_quit = wants_quit,
					     .bell_fd = bell_fd,
					     .work_fd = work_fd,
					     .work = on_work};
	surface_init(&front->progress, 0, 0);
	front->app.progress.tell = on_progress;
	front->app.progress.context = front;
}

int screen_run(struct cli *cli, const char *path, bool create, bool demo, bool reset)
{
	struct front front;
	struct err err = ERR_INIT;
	struct screen_options options = {
		.in = STDIN_FILENO, .out = STDOUT_FILENO, .color = !cli->no_color};
	int signal = 0;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(&err, ERR_USAGE,
			"the screen needs a terminal; `themewall help` shows what works without "
			"one");
		return cli_fail(&err);
	}
	set_up(&front, cli);
	options.mouse = front.mouse_on;
	options.ascii = front.app.ascii;
	options.theme = front.theme;
	bool ok = open_first(&front, cli, path, create, demo, reset, &err) &&
		  screen_start(&front.screen, &options, &err);
	if (ok) {
		say_problems(&front.app);
		lay_out(&front);
		settle_terminal(&front);
		loop_run(front.screen, &front.client, &signal);
		/* while signals are still caught: a terminal that goes away sends more than one */
		app_leave(&front.app);
	}
	screen_stop(front.screen);
	app_release(&front.app);
	surface_release(&front.progress);
	ui_free(front.ui);
	if (!ok)
		return cli_fail(&err);
	return signal ? 128 + signal : 0;
}
