/* Commands that move: views, focus, pages, panes. They change nothing of the study. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/findings.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/model/coverage.h"
#include "themewall/base/banned.h"

static bool show(struct app *app, enum view view)
{
	struct target target = app_target(app);
	if (app->view == VIEW_READER && view != VIEW_READER && target.kind == TARGET_CARD &&
	    app->reader.last_card.n)
		app_focus_card(app, target.card);
	if (app->view == VIEW_OUTLINE && view == VIEW_WALL && target.kind != TARGET_NONE)
		app_focus(app, target);
	carry_cancel(app);
	app->help_open = false;
	app->view = view;
	if (view == VIEW_WALL)
		app_settle(app); /* what the list had in focus may be parked */
	app->dirty = true;
	return true;
}

bool cmd_view_wall(struct app *app, const struct args *args, struct err *err)
{
	return show(app, VIEW_WALL);
}

enum { LIST_LOADS = 4000000 }; /* code points of transcripts read for the list's coverage */

static bool small_enough(const struct app *app)
{
	struct transcript_list all = model_transcripts(app->model);
	int64_t nchars = 0;
	for (size_t i = 0; i < all.n; i++)
		nchars += model_transcript(app->model, all.ids[i])->nchars;
	return nchars <= LIST_LOADS;
}

/* 2 on an open transcript goes back to the list, which says how much of each is on cards. */
bool cmd_view_reader(struct app *app, const struct args *args, struct err *err)
{
	if (app->view == VIEW_READER)
		app->reader.transcript = (transcript_id){0};
	show(app, VIEW_READER);
	return app->reader.transcript.n || !small_enough(app) || page_load_transcripts(app, err);
}

bool cmd_view_outline(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	show(app, VIEW_OUTLINE);
	if (target.kind == TARGET_CARD || target.kind == TARGET_CLUSTER)
		app->wall.focus = target;
	outline_refresh(app);
	outline_step(app, 0);
	return true;
}

bool cmd_view_parked(struct app *app, const struct args *args, struct err *err)
{
	struct card_list parked = model_parked(app->model);
	if (parked.n == 0)
		return err_set(err, ERR_NOTHING, "nothing is parked; %s parks a card",
			       key_in_force(app, CMD_CARD_PARK).z);
	show(app, VIEW_OUTLINE);
	app->wall.focus = (struct target){.kind = TARGET_CARD, .card = parked.ids[0]};
	outline_refresh(app);
	outline_step(app, 0);
	outline_show_from(app, outline_focus_row(app));
	return true;
}

bool cmd_view_coverage(struct app *app, const struct args *args, struct err *err)
{
	tour_note(app, TOUR_COVERAGE);
	return show(app, VIEW_COVERAGE);
}

bool cmd_view_findings(struct app *app, const struct args *args, struct err *err)
{
	show(app, VIEW_FINDINGS);
	return !findings_show_page(app) || page_findings(app, err);
}

void coverage_read(struct app *app, int lines)
{
	struct coverage_view *coverage = &app->coverage;
	int last = coverage->text.nlines - coverage->text.nshown, first = coverage->text.first;
	first += lines;
	coverage->text.first = first < 0 || last < 0 ? 0 : first < last ? first : last;
}

/* Below the last theme one reads on in the text; on the way back the text comes first. */
static void step_rows(struct app *app, int dy, int lines)
{
	struct coverage_view *coverage = &app->coverage;
	size_t last = coverage->nthemes ? coverage->nthemes - 1 : 0, by = (size_t)abs(dy);
	if ((dy > 0 && coverage->row >= last) || (dy < 0 && coverage->text.first > 0))
		coverage_read(app, dy > 0 ? lines : -lines);
	else if (dy > 0)
		coverage->row = coverage->row + by < last ? coverage->row + by : last;
	else
		coverage->row = coverage->row > by ? coverage->row - by : 0;
}

static void step_coverage(struct app *app, int dx, int dy)
{
	struct coverage_view *coverage = &app->coverage;
	if ((dx > 0 && coverage->column + 1 < coverage->npeople) ||
	    (dx < 0 && coverage->column > 0))
		coverage->column += (size_t)(long)dx;
	if (dy)
		step_rows(app, dy, 1);
}

/* Home and End: the first theme; the last one and the end of the text. */
static void end_coverage(struct app *app, int dy)
{
	coverage_read(app, dy * 1000000);
	app->coverage.row = dy < 0 || !app->coverage.nthemes ? 0 : app->coverage.nthemes - 1;
}

static bool step(struct app *app, int dx, int dy, struct err *err)
{
	app->dirty = true;
	if (app->view == VIEW_WALL)
		focus_step(app, dx, dy);
	else if (app->view == VIEW_START)
		start_step(app, dy);
	else if (app->view == VIEW_COVERAGE)
		step_coverage(app, dx, dy);
	else if (app->view == VIEW_SORT)
		sort_step(app, dy);
	else if (app->view == VIEW_FINDINGS && findings_has_keys(app))
		findings_step(app, dy);
	else if (app->view == VIEW_FINDINGS)
		page_scroll(&app->findings, dy);
	else if (app->view == VIEW_OUTLINE && dy)
		outline_step(app, dy);
	else if (app->view == VIEW_OUTLINE && app->wall.focus.kind == TARGET_CLUSTER &&
		 model_cluster(app->model, app->wall.focus.cluster)->folded == (dx > 0))
		return command_run(app, CMD_FOLD, &(struct args){NULL, 0}, err);
	return true;
}

bool cmd_focus_left(struct app *app, const struct args *args, struct err *err)
{
	return step(app, -1, 0, err);
}

bool cmd_focus_right(struct app *app, const struct args *args, struct err *err)
{
	return step(app, 1, 0, err);
}

bool cmd_focus_up(struct app *app, const struct args *args, struct err *err)
{
	return step(app, 0, -1, err);
}

bool cmd_focus_down(struct app *app, const struct args *args, struct err *err)
{
	return step(app, 0, 1, err);
}

static bool page(struct app *app, int dy)
{
	app->dirty = true;
	if (app->view == VIEW_WALL)
		focus_page(app, dy);
	else if (app->view == VIEW_OUTLINE)
		outline_step(app,
			     dy * (app->outline.nshown > 1 ? (int)app->outline.nshown - 1 : 1));
	else if (app->view == VIEW_FINDINGS)
		page_scroll(&app->findings,
			    dy * (app->findings.nshown > 2 ? app->findings.nshown - 2 : 1));
	else if (app->view == VIEW_SORT)
		sort_step(app, dy * (app->sort.nshown > 2 ? (int)app->sort.nshown - 2 : 1));
	else
		step_rows(app, 10 * dy,
			  app->coverage.text.nshown > 1 ? app->coverage.text.nshown - 1 : 1);
	return true;
}

bool cmd_page_down(struct app *app, const struct args *args, struct err *err)
{
	return page(app, 1);
}

bool cmd_page_up(struct app *app, const struct args *args, struct err *err)
{
	return page(app, -1);
}

static bool end(struct app *app, int dy)
{
	app->dirty = true;
	if (app->view == VIEW_WALL)
		focus_end(app, dy);
	else if (app->view == VIEW_OUTLINE)
		outline_step(app, dy * 1000000);
	else if (app->view == VIEW_COVERAGE)
		end_coverage(app, dy);
	else if (app->view == VIEW_SORT)
		sort_step(app, dy * 1000000);
	else if (app->view == VIEW_FINDINGS && findings_has_keys(app))
		findings_step(app, dy * 1000000);
	else if (app->view == VIEW_FINDINGS)
		page_scroll(&app->findings, dy * 1000000);
	return true;
}

bool cmd_focus_first(struct app *app, const struct args *args, struct err *err)
{
	return end(app, -1);
}

bool cmd_focus_last(struct app *app, const struct args *args, struct err *err)
{
	return end(app, 1);
}

bool cmd_pane_next(struct app *app, const struct args *args, struct err *err)
{
	if (app->view != VIEW_WALL)
		return true;
	if (app->wall.pane == PANE_WALL && !app->wall.tray_folded) {
		app->wall.pane = PANE_TRAY;
		tray_step(app, 0);
	} else {
		app->wall.pane = PANE_WALL;
		app_focus(app, app->wall.focus);
		app->wall.pane = PANE_WALL;
	}
	return true;
}

bool cmd_tray_fold(struct app *app, const struct args *args, struct err *err)
{
	app->wall.tray_folded = !app->wall.tray_folded;
	app->wall.tray_yields = false;
	if (app->wall.tray_folded)
		app->wall.pane = PANE_WALL;
	return true;
}

/* A theme and a person of the coverage grid. */
struct matrix_cell {
	cluster_id theme;
	participant_id person;
};

enum { CELL_NAMED = 6 /* cards of a cell that are told by code */ };

/* "P02 on 3 cards of “Totals”: C-004, C-011, C-020" */
static void say_cell(struct app *app, struct matrix_cell cell, const card_id *cards, size_t n)
{
	struct strbuf words = STRBUF_INIT;
	struct str title = app_cluster_title(app, cell.theme);
	code_add(&words, CODE_PARTICIPANT, model_participant(app->model, cell.person)->code);
	strbuf_addf(&words, " on %zu card%s of “%.*s”: ", n, n == 1 ? "" : "s", STR_ARG(title));
	for (size_t i = 0; i < n && i < CELL_NAMED; i++)
		strbuf_addf(&words, "%s%s", i ? ", " : "", app_card_code(app, cards[i]).z);
	if (n > CELL_NAMED)
		strbuf_addf(&words, " and %zu more", n - CELL_NAMED);
	app_say(app, MESSAGE_INFO, "%s", words.buf);
	strbuf_release(&words);
}

/* The cards of the focused cell, sub-themes' with them: the first in focus, all of them named. */
static bool open_cell(struct app *app, struct err *err)
{
	struct export_matrix matrix;
	struct matrix_cell cell = {{0}, {0}};
	card_id cards[CELL_NAMED];
	export_matrix_init(&matrix, app->model);
	if (app->coverage.row < matrix.nrows && app->coverage.column < matrix.npeople)
		cell = (struct matrix_cell){matrix.rows[app->coverage.row].theme,
					    matrix.people[app->coverage.column]};
	export_matrix_release(&matrix);
	size_t n = coverage_cards(app->model, cell.theme, cell.person, cards, TW_COUNT(cards));
	if (n == 0)
		return err_set(err, ERR_NOTHING, "no card of this person is in this theme");
	app->view = VIEW_WALL;
	app_focus_card(app, cards[0]);
	say_cell(app, cell, cards, n);
	return true;
}

bool cmd_peek(struct app *app, const struct args *args, struct err *err)
{
	app->wall.peek = !app->wall.peek;
	return true;
}

void app_peek(struct app *app)
{
	struct err err = ERR_INIT;
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	const struct transcript *t = card ? model_transcript(app->model, card->transcript) : NULL;
	if (target.kind != TARGET_CARD || !t || t->loaded || !app->store || app->loading)
		return;
	if (!store_load_turns(app->store, app->model, t->id, &err)) {
		app->wall.peek = false;
		app_say_err(app, &err);
	}
}

/* Enter: a card opens at its words, a theme unfolds or is renamed, a chosen line of the start
 * screen happens. */
bool cmd_open_focused(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	if (app->view == VIEW_START)
		return start_take(app, err);
	if (app->past.now)
		return command_run(app, CMD_GO_BACK, args, err);
	if (app->view == VIEW_SORT)
		return layer_open(app, err);
	if (app->view == VIEW_COVERAGE)
		return open_cell(app, err);
	if (app->view == VIEW_FINDINGS)
		return findings_open(app, err);
	if (target.kind == TARGET_CARD && card && card->transcript.n)
		return cmd_source(app, args, err);
	if (target.kind == TARGET_CARD)
		return command_run(app, CMD_CARD_EDIT, args, err);
	if (target.kind == TARGET_CLUSTER && model_cluster(app->model, target.cluster)->folded)
		return command_run(app, CMD_FOLD, args, err);
	if (target.kind == TARGET_CLUSTER)
		return command_run(app, CMD_CLUSTER_NAME, args, err);
	return command_run(app, CMD_CARD_NEW, args, err);
}
