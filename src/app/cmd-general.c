/* Commands of everywhere: undo and redo, the palette, help, leaving. */
#include "app-internal.h"
#include "themewall/app/page.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

typedef bool undo_function(struct store *, enum undo_policy, struct undo_report *, struct err *);

static bool do_undo(struct app *app, bool redo, enum undo_policy policy, struct undo_report *report,
		    struct err *err)
{
	undo_function *function = redo ? store_redo : store_undo;
	return app_edited(app, function(app->store, policy, report, err), err);
}

static bool resolve_conflict(struct app *app, struct str text, int64_t value, bool is_new,
			     struct err *err)
{
	struct undo_report report = {0};
	if (value < 0)
		return true;
	if (!do_undo(app, app->prompt.subject, (enum undo_policy)value, &report, err))
		return false;
	app_say(app, MESSAGE_GOOD, value == UNDO_SKIP ? "Left as it is: %s" : "Undone anyway: %s",
		report.label);
	return true;
}

static void fill_conflict(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Leave it as it is now and go on"), NULL, UNDO_SKIP, false);
	prompt_add_row(prompt, STR("Undo it anyway (their change is undone with it)"), NULL,
		       UNDO_ANYWAY, false);
	prompt_add_row(prompt, STR("Do nothing"), NULL, -1, false);
}

/* Someone changed the same thing since: the person decides, nothing is written before. */
static void ask_conflict(struct app *app, bool redo, const struct undo_report *report)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_addf(&title, "%s changed this since: %s", report->by[0] ? report->by : "Someone",
		    report->label);
	prompt_open_list(app, title.buf, false, redo, fill_conflict, resolve_conflict);
	strbuf_release(&title);
}

/* The eye goes to what came back or went away from where it is now. */
static void look_at(struct app *app, const struct undo_report *report)
{
	if (!app->interactive || (app->view != VIEW_WALL && app->view != VIEW_OUTLINE))
		return;
	if (model_card(app->model, report->card))
		app_focus_card(app, report->card);
	else if (model_cluster(app->model, report->cluster))
		app_focus_cluster(app, report->cluster);
}

static bool undo_or_redo(struct app *app, bool redo, struct err *err)
{
	struct undo_report report = {0};
	if (!do_undo(app, redo, UNDO_CAREFUL, &report, err)) {
		if (err->code != ERR_CONFLICT || !app->interactive)
			return false;
		ask_conflict(app, redo, &report);
		return true;
	}
	strbuf_add_z(&app->answer, report.label);
	look_at(app, &report);
	if (!redo)
		tour_note(app, TOUR_UNDO);
	app_say(app, MESSAGE_GOOD, "%s: %s", redo ? "Redone" : "Undone", report.label);
	return true;
}

bool cmd_undo(struct app *app, const struct args *args, struct err *err)
{
	return undo_or_redo(app, false, err);
}

bool cmd_redo(struct app *app, const struct args *args, struct err *err)
{
	return undo_or_redo(app, true, err);
}

bool cmd_help(struct app *app, const struct args *args, struct err *err)
{
	app->help_open = !app->help_open;
	app->help.first = 0;
	return true;
}

bool cmd_saved(struct app *app, const struct args *args, struct err *err)
{
	struct strbuf at = STRBUF_INIT;
	if (app->not_saved.len)
		return err_set(err, ERR_STORE, "not saved: %s", app->not_saved.buf);
	clock_add_time(&at, app->saved_ms, true);
	app_say(app, MESSAGE_GOOD, "Already saved %s: what you see is on disk", at.buf);
	strbuf_release(&at);
	return true;
}

bool cmd_mouse(struct app *app, const struct args *args, struct err *err)
{
	struct strbuf key = STRBUF_INIT;
	app->mouse_on = !app->mouse_on;
	command_add_key(&key, app->settings, CMD_MOUSE);
	if (app->mouse_on)
		app_say(app, MESSAGE_INFO,
			"Mouse on. Shift+drag (Option on a Mac) selects text in the terminal");
	else
		app_say(app, MESSAGE_INFO,
			"Mouse off: the terminal selects text as usual; %s switches it on",
			key.len ? key.buf : "the palette");
	strbuf_release(&key);
	return true;
}

bool cmd_suspend(struct app *app, const struct args *args, struct err *err)
{
	app->wants_suspend = true;
	return true;
}

bool cmd_quit(struct app *app, const struct args *args, struct err *err)
{
	app->wants_quit = true;
	return true;
}

static void say_how_to_leave(struct app *app)
{
	struct strbuf key = STRBUF_INIT;
	command_add_key(&key, app->settings, CMD_QUIT);
	app_say(app, MESSAGE_INFO, "%s leaves; everything is saved", key.buf);
	strbuf_release(&key);
}

static void cancel_import(struct app *app)
{
	import_close(app);
	app_say(app, MESSAGE_INFO, "Nothing was imported");
}

static void take_marks_off(struct app *app)
{
	size_t n = app->marked.n;
	marks_clear(app);
	app_say(app, MESSAGE_INFO, "%zu mark%s taken off", n, n == 1 ? "" : "s");
}

/* Esc, q: the innermost open thing closes; on the bare wall it says how to leave. */
bool cmd_cancel(struct app *app, const struct args *args, struct err *err)
{
	bool board = app->view == VIEW_WALL || app->view == VIEW_OUTLINE;
	if (app->help_open)
		app->help_open = false;
	else if (app->view == VIEW_IMPORT)
		cancel_import(app);
	else if (app->marked.n)
		take_marks_off(app);
	else if (app->tour.on)
		tour_stop(app);
	else if (board && app->wall.peek)
		app->wall.peek = false;
	else if (board && !lens_is_plain(&app->lens))
		lens_clear(app);
	else if (board && app->past.now)
		app_leave_past(app);
	else if (app->view == VIEW_READER && app->reader.back_to.n)
		return cmd_source(app, args, err);
	else if (app->view == VIEW_READER && app->reader.transcript.n)
		app->reader.transcript = (transcript_id){0};
	else if (app->view != VIEW_WALL && app->view != VIEW_START)
		app->view = VIEW_WALL;
	else
		say_how_to_leave(app);
	return true;
}

bool take_command(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct args none = {NULL, 0};
	bool ok = is_new ? command_run_line(app, text, err)
			 : command_run(app, (enum command_id)value, &none, err);
	if (ok || err->code == ERR_BUSY || is_new)
		return ok;
	app_say_err(app, err);
	return true;
}

/* A command matches by its help, its name or its task words; the help counts most. */
static int score_command(const struct command *command, struct str needle)
{
	const char *const texts[] = {command->help, command->name, command->words};
	int best = -1;
	for (size_t i = 0; i < TW_COUNT(texts); i++) {
		struct strbuf folded = STRBUF_INIT;
		fold_text(&folded, str_of(texts[i]));
		int score = fuzzy_score(needle, strbuf_str(&folded));
		strbuf_release(&folded);
		if (score >= 0 && score * 4 - (int)i > best)
			best = score * 4 - (int)i;
	}
	return best;
}

void add_command_row(const struct app *app, struct prompt *prompt, enum command_id id)
{
	struct strbuf key = STRBUF_INIT;
	command_add_key(&key, app->settings, id);
	prompt_add_row(prompt, str_of(command_get(id)->help), key.len ? key.buf : NULL, id, false);
	strbuf_release(&key);
}

static void fill_commands(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf needle = STRBUF_INIT;
	enum command_id order[COMMANDS];
	int scores[COMMANDS];
	size_t n = 0;
	fold_text(&needle, typed);
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		int score = score_command(command, strbuf_str(&needle));
		if (!command_is_offered(app, command->id) || score < 0)
			continue;
		size_t at = n++;
		for (; at > 0 && scores[at - 1] < score; at--) {
			scores[at] = scores[at - 1];
			order[at] = order[at - 1];
		}
		scores[at] = score;
		order[at] = (enum command_id)id;
	}
	for (size_t i = 0; i < n; i++)
		add_command_row(app, prompt, order[i]);
	struct str word = str_part(typed, 0, str_find_char(typed, ' '));
	if (command_find(word) && word.n < typed.n)
		prompt_add_row(prompt, typed, "run", 0, true);
	strbuf_release(&needle);
}

bool cmd_palette(struct app *app, const struct args *args, struct err *err)
{
	app->help_open = false;
	prompt_open_list(app, "What do you want to do?", true, 0, fill_commands, take_command);
	return true;
}
