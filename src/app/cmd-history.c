/*
 * Who did what, when, in words, newest first; and the way back to any point. Steps are read when
 * the list opens, the newest HISTORY_MAX changes of them; rows of one step stand as one.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/store/journal.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

enum { HISTORY_MAX = 3000, DAY_MS = 86400000 };

void history_release(struct history_view *view)
{
	for (size_t i = 0; i < view->n; i++)
		free(view->steps[i].words);
	free(view->steps);
	*view = (struct history_view){NULL, 0, 0};
}

static struct str coder_name(const struct app *app, coder_id id)
{
	const struct coder *coder = store_coder_find(app->store, id);
	return coder ? coder->name : STR("someone");
}

void history_add_words(struct strbuf *out, const struct app *app, const struct journal_row *row)
{
	static const char *const kinds[] = {[JOURNAL_DO] = "",
					    [JOURNAL_UNDO] = "undid ",
					    [JOURNAL_REDO] = "redid ",
					    [JOURNAL_SKIP] = "left standing: "};
	struct str name = coder_name(app, row->coder);
	strbuf_addf(out, "%.*s: %s%.*s", STR_ARG(name), kinds[row->kind], STR_ARG(row->label));
	if (row->skipped.n)
		strbuf_addf(out, "  (does not apply: %.*s)", STR_ARG(row->skipped));
}

static bool add_row(const struct journal_row *row, void *context)
{
	struct app *app = context;
	struct history_view *view = &app->history;
	struct history_step *last = view->n ? &view->steps[view->n - 1] : NULL;
	if (last && last->batch == row->batch) {
		last->id = row->id;
		last->at_ms = row->at_ms;
		last->nrows++;
		return true;
	}
	struct strbuf words = STRBUF_INIT;
	history_add_words(&words, app, row);
	ALLOC_GROW(view->steps, view->n + 1, view->capacity);
	view->steps[view->n++] =
		(struct history_step){.id = row->id,
				      .batch = row->batch,
				      .at_ms = row->at_ms,
				      .coder = row->coder,
				      .undone = row->undone,
				      .named = str_starts(row->label, STR(SNAPSHOT_LABEL)),
				      .nrows = 1,
				      .words = strbuf_detach(&words)};
	return true;
}

static bool load(struct app *app, struct err *err)
{
	int64_t changes = store_changes(app->store);
	history_release(&app->history);
	return store_history(app->store, changes > HISTORY_MAX ? changes - HISTORY_MAX : 0, add_row,
			     app, err);
}

void history_add_when(struct strbuf *out, int64_t at_ms)
{
	if (at_ms / DAY_MS != clock_now_ms() / DAY_MS) {
		clock_add_date(out, at_ms);
		strbuf_add_z(out, ", ");
	}
	clock_add_time(out, at_ms, false);
}

static bool holds(const char *words, struct str needle)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, str_of(words));
	bool found = needle.n == 0 || str_find(strbuf_str(&folded), needle) < folded.len;
	strbuf_release(&folded);
	return found;
}

/* Done by somebody else while the person was away. */
static bool is_news(const struct app *app, const struct history_step *step)
{
	return app->away.mark && step->id > app->away.mark &&
	       step->coder.n != store_coder(app->store).n;
}

static void add_step_row(struct app *app, struct prompt *prompt, const struct history_step *step,
			 size_t index)
{
	struct strbuf label = STRBUF_INIT, note = STRBUF_INIT;
	strbuf_add_z(&label, step->words);
	if (step->nrows > 1)
		strbuf_addf(&label, " and %zu more", step->nrows - 1);
	if (step->undone)
		strbuf_add_z(&note, "undone  ");
	else if (step->named)
		strbuf_add_z(&note, "named  ");
	else if (is_news(app, step))
		strbuf_add_z(&note, "new  ");
	history_add_when(&note, step->at_ms);
	prompt_add_row(prompt, strbuf_str(&label), note.buf, (int64_t)index, false);
	strbuf_release(&label);
	strbuf_release(&note);
}

static void fill_history(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf needle = STRBUF_INIT;
	fold_text(&needle, str_trim(typed));
	for (size_t i = app->history.n; i-- > 0;)
		if (holds(app->history.steps[i].words, strbuf_str(&needle)))
			add_step_row(app, prompt, &app->history.steps[i], i);
	strbuf_release(&needle);
}

static bool go_back(struct app *app, int64_t id, struct err *err)
{
	if (!app_edited(app, store_revert(app->store, id, err), err))
		return false;
	marks_clear(app);
	app_say(app, MESSAGE_GOOD, "The wall is as it was then; %s brings back what came after",
		key_in_force(app, CMD_UNDO).z);
	return true;
}

static bool confirm_back(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	int64_t id = app->prompt.subject;
	app_leave_past(app);
	return value == 0 || go_back(app, id, err);
}

static void fill_confirm(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Leave everything as it is"), NULL, 0, false);
	struct strbuf back = STRBUF_INIT;
	strbuf_addf(&back, "Go back to how it was then (one step, %s undoes it)",
		    key_in_force(app, CMD_UNDO).z);
	prompt_add_row(prompt, strbuf_str(&back), NULL, 1, false);
	strbuf_release(&back);
}

/* "12 changes since, 3 by others" */
static void add_since(struct strbuf *out, const struct app *app, size_t index)
{
	size_t all = 0, others = 0;
	for (size_t i = index + 1; i < app->history.n; i++) {
		const struct history_step *step = &app->history.steps[i];
		all += step->nrows;
		if (step->coder.n != store_coder(app->store).n)
			others += step->nrows;
	}
	strbuf_addf(out, "%zu change%s since", all, all == 1 ? "" : "s");
	if (others)
		strbuf_addf(out, ", %zu by others", others);
}

bool app_is_watching(const struct app *app)
{
	return app->past.now || (app->store && store_is_read_only(app->store));
}

static void look_from(struct app *app, struct target focus)
{
	app->lattice_revision = 0;
	lattice_forget(app->lattice);
	lattice_forget(app->anchors);
	app->outline.revision = 0;
	app->wall.settled = (struct rect){0};
	app->wall.focus = focus;
	app_settle(app);
}

void app_leave_past(struct app *app)
{
	struct past *past = &app->past;
	if (!past->now)
		return;
	model_free(app->model);
	app->model = past->now;
	past->now = NULL;
	marks_clear(app);
	look_from(app, past->focus);
	app_say(app, MESSAGE_INFO, "This is the wall as it is now");
}

/* Revisions of the copy are beyond any of the real one: what was painted of the one is never taken
 * for the other. */
static bool look_at_step(struct app *app, const struct history_step *step, struct err *err)
{
	struct past *past = &app->past;
	struct model *then = model_new();
	if (!app_finish_loading(app, err) || !store_load_past(app->store, then, step->id, err)) {
		model_free(then);
		return false;
	}
	model_skip_revisions(then, model_revision(app->model) + ((uint64_t)1 << 40));
	carry_cancel(app);
	marks_clear(app);
	*past = (struct past){app->model, step->id, step->at_ms, app->wall.focus};
	app->model = then;
	if (app->view != VIEW_OUTLINE)
		app->view = VIEW_WALL;
	look_from(app, past->focus);
	return true;
}

static bool pick_step(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	app_leave_past(app);
	if ((size_t)value + 1 >= app->history.n) {
		app_say(app, MESSAGE_INFO, "That is the newest: the wall is as it was then");
		return true;
	}
	return look_at_step(app, &app->history.steps[value], err);
}

/* From the earlier state that is shown: asked once more, for what came after would go. */
static bool ask_back(struct app *app, struct err *err)
{
	struct strbuf title = STRBUF_INIT;
	size_t index = app->history.n;
	if (!load(app, err))
		return false;
	for (size_t i = 0; i < app->history.n; i++)
		if (app->history.steps[i].id <= app->past.id)
			index = i;
	add_since(&title, app, index);
	prompt_open_list(app, title.buf, false, app->past.id, fill_confirm, confirm_back);
	strbuf_release(&title);
	return true;
}

/* At what the person knew before they were away: Enter shows that, above it is what came since. */
static void choose_known(struct app *app)
{
	size_t news = 0;
	while (news < app->history.n &&
	       app->history.steps[app->history.n - 1 - news].id > app->away.mark)
		news++;
	prompt_choose(app, news < app->history.n ? news : app->history.n - 1);
	app->away.told = false;
}

bool cmd_history(struct app *app, const struct args *args, struct err *err)
{
	if (!load(app, err))
		return false;
	if (app->history.n == 0)
		return err_set(err, ERR_NOTHING, "nothing has been done here yet");
	prompt_open_list(app, "History", true, 0, fill_history, pick_step);
	if (app->away.told)
		choose_known(app);
	strbuf_add_z(&app->prompt.help, "letters filter; Enter shows the wall as it was then");
	return true;
}

bool cmd_go_back(struct app *app, const struct args *args, struct err *err)
{
	int change;
	if (args_ask(app, args))
		return app->past.now ? ask_back(app, err) : cmd_history(app, args, err);
	return args_count(args, CMD_GO_BACK, 1, 1, err) &&
	       resolve_int(args->word[0], 0, INT32_MAX, &change, err) && go_back(app, change, err);
}

static bool save_snapshot(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	if (text.n == 0)
		return err_set(err, ERR_USAGE, "a snapshot needs a name; Esc leaves it");
	if (!app_edited(app, edit_snapshot(app->store, text, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "Kept as “%.*s”; %s leads back to it", STR_ARG(text),
		key_in_force(app, CMD_HISTORY).z);
	return true;
}

bool cmd_snapshot(struct app *app, const struct args *args, struct err *err)
{
	if (args_ask(app, args)) {
		prompt_open_field(app, "Name of this point", STR(""), 0, save_snapshot);
		return true;
	}
	return args_count(args, CMD_SNAPSHOT, 1, 1, err) &&
	       save_snapshot(app, args->word[0], 0, false, err);
}
