/*
 * Commands about clusters and themes: name, make, move, nest, dissolve, fold, widen. Which cluster
 * is meant is named on the command line, else focused on the screen.
 */
#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/model/claim.h"
#include "themewall/text/grapheme.h"
#include "themewall/base/banned.h"

enum {
	NAME_CELLS = 14, /* of a title one column wide, beside its counts */
	ROW_COLUMNS = 4  /* themes stand side by side in so many, however narrow the window */
};

static bool save_name(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	cluster_id id = {app->prompt.subject};
	struct str seen = strbuf_str(&app->prompt.seen);
	if (app->prompt.step)
		store_batch_join(app->store, app->prompt.step);
	bool ok = edit_cluster_name(app->store, id, text, seen, err);
	store_batch_end(app->store);
	const char *hint = claim_hint(text);
	if (!app_edited(app, ok, err))
		return false;
	if (hint)
		app_say(app, MESSAGE_INFO, "%s", hint);
	tour_note(app, TOUR_NAME);
	return true;
}

bool open_rename(struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	if (!cluster || !app->interactive)
		return true;
	prompt_open_field(app, cluster->name.n ? "Rename theme" : "Name this theme (Esc: later)",
			  cluster->name, id.n, save_name);
	return true;
}

bool open_first_name(struct app *app, cluster_id id)
{
	bool ok = open_rename(app, id);
	if (app->prompt.open)
		app->prompt.step = store_step(app->store);
	return ok;
}

static bool ask_for_theme(const struct app *app, struct err *err)
{
	struct strbuf key = STRBUF_INIT;
	command_add_key(&key, app->settings, CMD_GOTO);
	err_set(err, ERR_USAGE,
		key.len ? "choose a theme first: %s goes to one by name" : "choose a theme first%s",
		key.buf);
	strbuf_release(&key);
	return false;
}

bool target_cluster(struct app *app, cluster_id *id, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	if (target.kind == TARGET_CLUSTER)
		*id = target.cluster;
	else if (target.kind == TARGET_CARD && target.cluster.n)
		*id = target.cluster; /* where its copy is */
	else if (target.kind == TARGET_CARD && card && card->place == PLACE_CLUSTER)
		*id = card->cluster;
	else
		return ask_for_theme(app, err);
	return true;
}

bool cmd_cluster_name(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (args_ask(app, args))
		return target_cluster(app, &id, err) && open_rename(app, id);
	if (!args_count(args, CMD_CLUSTER_NAME, 2, 2, err) ||
	    !resolve_cluster(app, args->word[0], &id, err))
		return false;
	answer_cluster(app, id);
	return app_edited(app,
			  edit_cluster_name(app->store, id, args->word[1],
					    model_cluster(app->model, id)->name, err),
			  err);
}

int cluster_width_for(size_t n, struct str name)
{
	if (n > 4)
		return 3;
	return n > 1 || text_width(name) > NAME_CELLS ? 2 : 1;
}

/* The highest free place within so many columns, then the leftmost. */
static void highest_place(struct app *app, struct rect within, int w, int h,
			  struct cluster_place *place)
{
	int last = within.x + (within.w > w ? within.w - w : 0);
	for (int at = within.x; at <= last; at++) {
		int column, line;
		lattice_free_place(app_anchors(app), at, within.y, w, h, &column, &line);
		if (at == within.x || line < place->line) {
			place->column = column;
			place->line = line;
		}
	}
}

/* Where the window is free; when it is full, the next room below or a little to the right. Columns
 * are counted as at cards: further zooms show more of them than a person can follow. */
static void place_in_window(struct app *app, int w, int h, struct cluster_place *place)
{
	int pitch = lattice_pitch(app_lattice(app));
	int below = lattice_anchor_of(app->lattice, app->wall.y + app->wall.pane_h);
	struct rect window = {(app->wall.x + pitch - 1) / pitch,
			      lattice_anchor_of(app->lattice, app->wall.y),
			      (app->wall.pane_w + 1) / LATTICE_PITCH, 0};
	highest_place(app, window, w, h, place);
	if (place->line + h <= below || window.w >= ROW_COLUMNS)
		return;
	window.w = ROW_COLUMNS;
	highest_place(app, window, w, h, place);
}

void place_new_cluster(struct app *app, struct cluster_draft *draft)
{
	const struct card *card = draft->ncards ? model_card(app->model, draft->cards[0]) : NULL;
	size_t rows = draft->ncards
			      ? (draft->ncards + (size_t)draft->width - 1) / (size_t)draft->width
			      : 0;
	int height = rows ? (int)rows * LATTICE_ROW + 1 : 3;
	if (card && card->place == PLACE_LOOSE) {
		draft->place.column = card->column;
		draft->place.line = card->line;
		return;
	}
	place_in_window(app, draft->width, height, &draft->place);
}

static bool new_here(struct app *app, struct err *err)
{
	struct target target = app_target(app);
	const card_id *ids = NULL;
	card_id one;
	size_t n = 0;
	cluster_id made;
	if (target.kind == TARGET_CARD && !target_cards(app, &ids, &n, &one, err))
		return false;
	struct cluster_draft draft = {.cards = ids, .ncards = n};
	draft.width = cluster_width_for(n, STR(""));
	place_new_cluster(app, &draft);
	if (!app_edited(app, edit_cluster_new(app->store, &draft, &made, err), err))
		return false;
	marks_clear(app);
	app_focus_cluster(app, made);
	return open_first_name(app, made);
}

bool cmd_cluster_new(struct app *app, const struct args *args, struct err *err)
{
	struct cluster_draft draft = {.width = 1};
	cluster_id made;
	if (args_ask(app, args))
		return new_here(app, err);
	if (!args_count(args, CMD_CLUSTER_NEW, 0, 2, err))
		return false;
	if (args->n > 0)
		draft.name = args->word[0];
	if (args->n > 1 && !resolve_cluster(app, args->word[1], &draft.place.parent, err))
		return false;
	highest_place(app, (struct rect){0, 0, ROW_COLUMNS, 0}, 1, 3, &draft.place);
	if (!app_edited(app, edit_cluster_new(app->store, &draft, &made, err), err))
		return false;
	answer_cluster(app, made);
	return true;
}

bool cmd_cluster_move(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	struct cluster_place place = {0};
	if (!args_count(args, CMD_CLUSTER_MOVE, 3, 3, err) ||
	    !resolve_cluster(app, args->word[0], &id, err) ||
	    !resolve_int(args->word[1], 0, 1000000, &place.column, err) ||
	    !resolve_int(args->word[2], 0, 1000000000, &place.line, err))
		return false;
	answer_cluster(app, id);
	return app_edited(app, edit_cluster_place(app->store, id, &place, err), err);
}

/* Out of everything: free room beside where it was. */
static void place_at_top(struct app *app, cluster_id id, struct cluster_place *place)
{
	const struct cluster *root = model_cluster(app->model, model_cluster_root(app->model, id));
	lattice_free_place(app_anchors(app), root->column, root->line, root->width, 3,
			   &place->column, &place->line);
}

static bool nest_into(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	cluster_id id = {app->prompt.subject};
	struct cluster_place place = {.parent = {value}};
	if (!model_cluster(app->model, id))
		return err_set(err, ERR_NOT_FOUND, "that theme has just been removed");
	if (!value)
		place_at_top(app, id, &place);
	if (!app_edited(app, edit_cluster_place(app->store, id, &place, err), err))
		return false;
	app_focus_cluster(app, id);
	return true;
}

/* Every theme that does not lie in it, and the wall itself. */
static void fill_nest(struct app *app, struct prompt *prompt, struct str typed)
{
	cluster_id id = {prompt->subject};
	const struct cluster *cluster = model_cluster(app->model, id);
	size_t kept = 0;
	add_theme_rows(app, prompt, typed);
	for (size_t i = 0; i < prompt->nrows; i++) {
		struct prompt_row row = prompt->rows[i];
		if (model_cluster_is_within(app->model, (cluster_id){row.value}, id))
			prompt_row_release(&row);
		else
			prompt->rows[kept++] = row;
	}
	prompt->nrows = kept;
	if (cluster && cluster->parent.n)
		prompt_add_row(prompt, STR("out of all themes, onto the wall"), NULL, 0, false);
}

static bool ask_nest(struct app *app, struct err *err)
{
	cluster_id id;
	struct strbuf title = STRBUF_INIT;
	if (!target_cluster(app, &id, err))
		return false;
	if (model_clusters(app->model).n < 2)
		return err_set(err, ERR_NOTHING, "there is no other theme to put it into");
	struct str name = app_cluster_title(app, id);
	strbuf_addf(&title, "Put “%.*s” inside…", STR_ARG(name));
	prompt_open_list(app, title.buf, true, id.n, fill_nest, nest_into);
	strbuf_release(&title);
	return true;
}

bool cmd_cluster_nest(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	struct cluster_place place = {0};
	if (args_ask(app, args))
		return ask_nest(app, err);
	if (!args_count(args, CMD_CLUSTER_NEST, 2, 2, err) ||
	    !resolve_cluster(app, args->word[0], &id, err))
		return false;
	if (str_equal(args->word[1], STR("top")))
		place_at_top(app, id, &place);
	else if (!resolve_cluster(app, args->word[1], &place.parent, err))
		return false;
	if (place.parent.n && model_cluster_is_within(app->model, place.parent, id))
		return err_set(err, ERR_USAGE, "a theme cannot go into itself");
	answer_cluster(app, id);
	return app_edited(app, edit_cluster_place(app->store, id, &place, err), err);
}

bool cmd_cluster_delete(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (!args_count(args, CMD_CLUSTER_DELETE, 1, 1, err) ||
	    !resolve_cluster(app, args->word[0], &id, err))
		return false;
	answer_cluster(app, id);
	return app_edited(
		app,
		edit_cluster_delete(app->store, id, model_cluster(app->model, id)->ncards, err),
		err);
}

bool cmd_cluster_fold(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	bool ask = args_ask(app, args);
	if (ask && app->view == VIEW_WALL && app->wall.pane == PANE_TRAY)
		return cmd_tray_fold(app, args, err);
	if (!ask && !args_count(args, CMD_FOLD, 1, 2, err))
		return false;
	if (!(ask ? target_cluster(app, &id, err) : resolve_cluster(app, args->word[0], &id, err)))
		return false;
	bool folded = !model_cluster(app->model, id)->folded;
	if (args->n > 1)
		folded = str_equal(args->word[1], STR("on"));
	if (!app_edited(app, edit_cluster_fold(app->store, id, folded, err), err))
		return false;
	if (ask && folded)
		app_focus_cluster(app, id);
	answer_cluster(app, id);
	return true;
}

static bool save_width(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	cluster_id id = {app->prompt.subject};
	return app_edited(app, edit_cluster_width(app->store, id, (int)value, err), err);
}

static void fill_widths(struct app *app, struct prompt *prompt, struct str typed)
{
	static const char *const rows[] = {"1 column",  "2 columns", "3 columns",
					   "4 columns", "5 columns", "6 columns"};
	for (size_t i = 0; i < TW_COUNT(rows); i++)
		prompt_add_row(prompt, str_of(rows[i]), NULL, (int64_t)i + 1, false);
}

bool cmd_cluster_width(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	int width;
	if (args_ask(app, args)) {
		if (!target_cluster(app, &id, err))
			return false;
		id = model_cluster_root(app->model, id);
		prompt_open_list(app, "How wide?", false, id.n, fill_widths, save_width);
		prompt_choose(app, (size_t)model_cluster(app->model, id)->width - 1);
		app->prompt.digits_choose = true;
		return true;
	}
	if (!args_count(args, CMD_CLUSTER_WIDTH, 2, 2, err) ||
	    !resolve_cluster(app, args->word[0], &id, err) ||
	    !resolve_int(args->word[1], 1, 6, &width, err))
		return false;
	answer_cluster(app, id);
	return app_edited(app, edit_cluster_width(app->store, id, width, err), err);
}
