/* The hint line: the four to six keys worth knowing right now, from the same table that runs them.
 */
#include <stdio.h>

#include "app-internal.h"
#include "themewall/app/findings.h"
#include "themewall/app/settings.h"
#include "themewall/base/banned.h"

enum { NARROW_W = 100, MANY = 20 /* cards; before more are changed at once one is told */ };

struct hint_list {
	const struct app *app;
	struct hint *hints;
	size_t n, max;
};

/* Keys of a hint may belong to another place than the view's: "put down". */
static bool can_work(const struct app *app, enum command_id id)
{
	return !(command_get(id)->contexts & command_contexts(app)) || command_is_offered(app, id);
}

/* The key is the table's; one that a person has set takes its place. */
static void add(struct hint_list *list, enum command_id id, const char *key, const char *what)
{
	const struct settings *settings = list->app->settings;
	struct strbuf set = STRBUF_INIT;
	if (list->n == list->max || (id != COMMANDS && !can_work(list->app, id)))
		return;
	struct hint *hint = &list->hints[list->n++];
	*hint = (struct hint){.id = id, .what = what};
	if (id != COMMANDS && settings && settings->bindings[id].set) {
		command_add_key(&set, settings, id);
		key = set.buf;
	}
	snprintf(hint->key, sizeof hint->key, "%s", key);
	strbuf_release(&set);
}

/* Only words, with the number of cards in them. */
static void add_count(struct hint_list *list, size_t n, const char *what)
{
	add(list, COMMANDS, "", what);
	if (list->n)
		snprintf(list->hints[list->n - 1].key, sizeof list->hints[0].key, "%zu card%s", n,
			 n == 1 ? "" : "s");
}

static void carry_hints(struct hint_list *list, const struct app *app)
{
	bool keys = app->carry.state == CARRY_KEYS;
	if (app->carry.ncards >= MANY)
		add_count(list, app->carry.ncards, "in your hand");
	add(list, COMMANDS, keys ? "↑↓←→" : "move", keys ? "where to" : "the pointer");
	add(list, keys ? CMD_PICK_UP : COMMANDS, keys ? "Space" : "release",
	    app->carry.drop.kind == DROP_NEST ? "put it inside the lit theme" : "put down");
	add(list, CMD_CANCEL, "Esc", "put back");
}

static void prompt_hints(struct hint_list *list, const struct app *app)
{
	add(list, COMMANDS, "Enter", app->prompt.fill ? "choose" : "done");
	if (app->prompt.nrows)
		add(list, COMMANDS, "↑↓", "other");
	add(list, COMMANDS, "Esc", "leave as it was");
}

/* In a narrow window fewer words, so that the keys needed most, undo among them, all stay. */
static void card_hints(struct hint_list *list, bool narrow)
{
	add(list, CMD_PICK_UP, "Space", "pick up");
	add(list, CMD_CARD_MOVE, "m", "send to…");
	add(list, CMD_CARD_NEW, "n", narrow ? "new" : "new card");
	if (!narrow)
		add(list, CMD_CLUSTER_NEW, "c", "cluster");
	add(list, CMD_SOURCE, "s", "source");
}

static void cluster_hints(struct hint_list *list, bool narrow)
{
	add(list, CMD_PICK_UP, "Space", "pick up");
	add(list, CMD_CLUSTER_NAME, "r", "rename");
	add(list, CMD_FOLD, "z", "fold");
	add(list, CMD_CARD_NEW, "n", narrow ? "new" : "new card");
	if (!narrow)
		add(list, CMD_CLUSTER_NEW, "c", "cluster");
}

/* What the keys would do to all that is marked. */
static void many_hints(struct hint_list *list, const struct app *app)
{
	add_count(list, app->marked.n, "marked:");
	add(list, CMD_CARD_MOVE, "m", "sends all");
	add(list, CMD_PICK_UP, "Space", "lifts all");
	add(list, CMD_REMOVE, "Del", "removes all");
	add(list, CMD_CANCEL, "Esc", "marks off");
	add(list, CMD_CARD_TAG, "t", "tags all");
	add(list, CMD_UNDO, "u", "undo");
}

/* However few: they must not be forgotten while one looks elsewhere. */
static void marked_hints(struct hint_list *list, const struct app *app, struct target target)
{
	bool of_all = target.kind == TARGET_CARD && app_is_marked(app, target.card);
	if (of_all && app->marked.n >= MANY) {
		many_hints(list, app);
		return;
	}
	add_count(list, app->marked.n, "marked");
	add(list, CMD_CANCEL, "Esc", "marks off");
	add(list, CMD_CARD_MOVE, "m", of_all ? "sends all" : "send to…");
	add(list, CMD_CLUSTER_NEW, "c", "cluster");
	add(list, CMD_CARD_MERGE, "M", "merge");
	add(list, CMD_UNDO, "u", "undo");
}

/* In the list nothing is picked up by keys: it is moved along it, or sent. */
static void outline_hints(struct hint_list *list, const struct app *app, enum target_kind kind)
{
	if (kind == TARGET_CARD) {
		add(list, CMD_CARD_MOVE, "m", "send to…");
		add(list, CMD_MOVE_EARLIER, "{", "up");
		add(list, CMD_MOVE_LATER, "}", "down");
		add(list, CMD_SOURCE, "s", "source");
	} else {
		add(list, CMD_CLUSTER_NAME, "r", "rename");
		add(list, CMD_CLUSTER_DEMOTE, "]", "in");
		add(list, CMD_CLUSTER_PROMOTE, "[", "out");
		add(list, CMD_OUTLINE_ORDER, "O", "order");
	}
	add(list, CMD_UNDO, "u", "undo");
}

/* While a vote is open: what is left to give, and how. */
static void vote_hints(struct hint_list *list, const struct app *app, bool insights)
{
	struct ballot open;
	if (!model_open_ballot(app->model, &open) || open.insights != insights ||
	    !can_work(app, CMD_VOTE))
		return;
	int left = model_dots_left(app->model, &open, app_my_name(app));
	add(list, COMMANDS, "", "left:");
	if (list->n)
		snprintf(list->hints[list->n - 1].key, sizeof list->hints[0].key, "%d %s", left,
			 left == 1 ? "dot" : "dots");
	add(list, CMD_VOTE, "V", "give one");
	add(list, CMD_VOTE_BACK, "B", "take back");
}

static void sort_hints(struct hint_list *list, const struct app *app)
{
	const struct sort_view *view = &app->sort;
	if (view->compares) {
		if (view->chosen < view->nrows && view->rows[view->chosen].kind == SORT_DISPUTED)
			add(list, CMD_OPEN, "Enter", "go to the card");
		add(list, CMD_FOCUS_DOWN, "↑↓", "choose");
		add(list, CMD_LAYER_COMPARE, "L", "compare others");
	} else {
		add(list, CMD_LAYER_PUT, "m", "on a pile");
		add(list, CMD_LAYER_BACK, "Del", "off it");
		add(list, CMD_LAYER_RENAME, "r", "rename pile");
		add(list, CMD_LAYER_REVEAL, "R", "show mine");
		add(list, CMD_UNDO, "u", "undo");
	}
	add(list, CMD_VIEW_WALL, "1", "wall");
}

static void board_hints(struct hint_list *list, const struct app *app)
{
	struct target target = app_target(app);
	if (app->marked.n) {
		marked_hints(list, app, target);
		return;
	}
	vote_hints(list, app, false);
	if (app->view == VIEW_OUTLINE && target.kind != TARGET_NONE) {
		outline_hints(list, app, target.kind);
		return;
	}
	if (target.kind == TARGET_CARD) {
		card_hints(list, app->screen_w < NARROW_W);
	} else if (target.kind == TARGET_CLUSTER) {
		cluster_hints(list, app->screen_w < NARROW_W);
	} else {
		add(list, CMD_CARD_NEW, "n", "new card");
		add(list, CMD_CLUSTER_NEW, "c", "cluster");
		add(list, CMD_VIEW_READER, "2", "transcripts");
	}
	add(list, CMD_UNDO, "u", "undo");
}

static void reader_hints(struct hint_list *list, const struct app *app)
{
	if (app->reader.transcript.n == 0) {
		add(list, CMD_MAKE_QUOTE, "Enter", "read");
		add(list, CMD_VIEW_WALL, "1", "wall");
		return;
	}
	add(list, CMD_MAKE_QUOTE, "Enter", "quote");
	add(list, CMD_MAKE_OBSERVATION, "o", "observation");
	add(list, CMD_MAKE_PAIN, "p", "pain");
	add(list, CMD_READER_RIGHT, "←→", "sentence");
	add(list, CMD_UNCOVERED_NEXT, "]", "next uncovered");
	add(list, CMD_PEOPLE, "R", "people");
}

static void import_hints(struct hint_list *list, const struct app *app)
{
	const struct import_view *view = &app->import;
	if (view->batch && import_batch_is_read(view->batch) && !view->storing) {
		add(list, CMD_IMPORT_TAKE, "Enter", "import");
		add(list, CMD_IMPORT_CHANGE, "Space", "change");
		add(list, CMD_IMPORT_DOWN, "↑↓", "choose");
		if (view->row.kind == IMPORT_ROW_SPEAKER) {
			add(list, CMD_IMPORT_PERSON, "p", "who is it");
			add(list, CMD_IMPORT_MERGE, "M", "same as…");
		} else if (view->batch->n > 1) {
			add(list, CMD_IMPORT_LEAVE_OUT, "x", "leave out");
		}
	}
	add(list, CMD_CANCEL, "Esc", view->storing ? "stop" : "cancel");
	if (!view->storing)
		add(list, CMD_PALETTE, ":", "commands");
}

static void findings_hints(struct hint_list *list, const struct app *app)
{
	const struct findings_view *view = &app->concluded;
	bool page = view->preview || !view->nrows;
	bool evidence = !page && view->chosen < view->nrows &&
			view->rows[view->chosen].kind == FINDING_EVIDENCE;
	vote_hints(list, app, true);
	add(list, CMD_OPEN, page ? "↑↓" : "Enter", page ? "scroll" : "edit");
	if (app->concluded.nrows)
		add(list, CMD_FINDINGS_PANE, "Tab", page ? "insights" : "page");
	add(list, CMD_EXPORT, "E", "export");
	if (evidence) {
		add(list, CMD_STANCE_SUPPORTS, "+", "for");
		add(list, CMD_STANCE_CONTRADICTS, "-", "against");
		add(list, CMD_STANCE_QUALIFIES, "~", "qualifies");
		return;
	}
	add(list, CMD_INSIGHT_NEW, "n", "insight");
	if (!page) {
		add(list, CMD_EVIDENCE_ADD, "a", "evidence");
		add(list, CMD_RECOMMEND, "r", "recommend");
	}
}

static void page_hints(struct hint_list *list, const struct app *app)
{
	add(list, CMD_FOCUS_DOWN, "↑↓", app->view == VIEW_COVERAGE ? "choose" : "scroll");
	add(list, CMD_EXPORT, "E", "export");
	add(list, CMD_VIEW_WALL, "1", "wall");
}

size_t command_hints(const struct app *app, struct hint *hints, size_t max)
{
	struct hint_list list = {app, hints, 0, max};
	if (app->prompt.open) {
		prompt_hints(&list, app);
		return list.n;
	}
	if (carry_is_active(&app->carry)) {
		carry_hints(&list, app);
		return list.n;
	}
	if (app->help_open) {
		add(&list, COMMANDS, "↑↓", "scroll");
		add(&list, CMD_CANCEL, "Esc", "close");
		return list.n;
	}
	if (app->view == VIEW_IMPORT) {
		import_hints(&list, app);
		return list.n;
	}
	if (app->view == VIEW_START) {
		add(&list, CMD_FOCUS_DOWN, "↑↓", "choose");
		add(&list, CMD_OPEN, "Enter", "open");
		add(&list, CMD_QUIT, "Ctrl-Q", "leave");
		add(&list, CMD_PALETTE, ":", "commands");
		add(&list, CMD_HELP, "?", "help");
		return list.n;
	}
	if (app->past.now) {
		add(&list, CMD_GO_BACK, "Enter", "go back to here");
		add(&list, CMD_CANCEL, "Esc", "back to now");
		add(&list, CMD_HISTORY, "H", "history");
		return list.n;
	}
	if (app->view == VIEW_WALL || app->view == VIEW_OUTLINE)
		board_hints(&list, app);
	else if (app->view == VIEW_READER)
		reader_hints(&list, app);
	else if (app->view == VIEW_SORT)
		sort_hints(&list, app);
	else if (app->view == VIEW_FINDINGS)
		findings_hints(&list, app);
	else
		page_hints(&list, app);
	add(&list, CMD_PALETTE, ":", "commands");
	add(&list, CMD_HELP, "?", "help");
	return list.n;
}
