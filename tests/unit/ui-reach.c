/*
 * Four ways to each action. Whatever can be done in a place has a key (tests/lint/commands.c), a
 * row in the palette there with its sentence, and a way for the mouse that is no palette: a tab, a
 * hint, the study's title, a row of a menu, or one of the gestures below, each of which is made and
 * must have its effect. A command that only takes arguments stands for one of these.
 */
#include <stdio.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/import.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"
#include "ui-gestures.h"

#include "ui-internal.h"

/* ---- the palette ---- */

static const struct zone *hint_zone(struct fixture *f, enum command_id id)
{
	for (size_t i = 0; i < f->ui->nzones; i++)
		if (f->ui->zones[i].kind == ZONE_HINT && f->ui->zones[i].value == (int64_t)id)
			return &f->ui->zones[i];
	return NULL;
}

static bool click_hint(struct fixture *f, enum command_id id)
{
	const struct zone *zone = hint_zone(f, id);
	if (!zone)
		return false;
	fixture_click(f, zone->rect.x, zone->rect.y, 1000);
	return true;
}

static bool has_row(const struct prompt *prompt, enum command_id id)
{
	for (size_t i = 0; i < prompt->nrows; i++)
		if (prompt->rows[i].value == (int64_t)id && prompt->rows[i].label[0])
			return true;
	return false;
}

/* Each row comes under the pointer by the wheel, and a click chooses it. */
static bool wheel_shows_all(struct fixture *f)
{
	size_t n = f->app.prompt.nrows, seen = 0;
	for (size_t turn = 0; turn <= n; turn++) {
		fixture_paint(f, 80, 24);
		for (size_t i = 0; i < f->ui->nzones; i++)
			if (f->ui->zones[i].kind == ZONE_PROMPT_ROW &&
			    (size_t)f->ui->zones[i].value == seen)
				seen++;
		fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 12));
	}
	return seen == n;
}

static void check_palette(struct fixture *f, const char *name)
{
	bool all = true;
	fixture_paint(f, 80, 24);
	ok(click_hint(f, CMD_PALETTE) && f->app.prompt.open, "%s: a click opens the palette", name);
	for (int id = 0; id < COMMANDS; id++)
		if (command_is_offered(&f->app, (enum command_id)id) &&
		    !has_row(&f->app.prompt, (enum command_id)id)) {
			printf("# %s: no row for %s\n", name,
			       command_get((enum command_id)id)->name);
			all = false;
		}
	ok(all, "%s: it holds all that can be done there", name);
	ok(wheel_shows_all(f), "%s: the wheel shows every row", name);
	prompt_close(&f->app);
}

/* ---- the mouse alone ---- */

struct reach {
	bool by[COMMANDS];
};

/* Tabs, hints, the title: what the picture answers a click with. */
static void see_zones(struct fixture *f, struct reach *reach)
{
	static const enum command_id tabs[VIEWS] = {
		[VIEW_WALL] = CMD_VIEW_WALL,         [VIEW_READER] = CMD_VIEW_READER,
		[VIEW_OUTLINE] = CMD_VIEW_OUTLINE,   [VIEW_COVERAGE] = CMD_VIEW_COVERAGE,
		[VIEW_FINDINGS] = CMD_VIEW_FINDINGS,
	};
	fixture_paint(f, 80, 24);
	for (size_t i = 0; i < f->ui->nzones; i++) {
		const struct zone *zone = &f->ui->zones[i];
		if (zone->kind == ZONE_HINT)
			reach->by[zone->value] = true;
		if (zone->kind == ZONE_TAB)
			reach->by[tabs[zone->value]] = true;
	}
}

static void see_menu(struct fixture *f, struct reach *reach, const char *name)
{
	bool offered = f->app.prompt.open && !f->app.prompt.has_field;
	for (size_t i = 0; offered && i < f->app.prompt.nrows; i++) {
		enum command_id id = (enum command_id)f->app.prompt.rows[i].value;
		reach->by[id] = true;
		offered = command_is_offered(&f->app, id);
	}
	ok(offered, "%s: a menu, and nothing in it that could not work", name);
	ok(wheel_shows_all(f), "%s: all rows of it by the wheel", name);
	prompt_close(&f->app);
}

/* By the right button at a cell; the menu of what lies there. */
static void see_menu_at(struct fixture *f, struct reach *reach, const char *name, int x, int y)
{
	fixture_paint(f, 80, 24);
	fixture_send(f, fixture_mouse(MOUSE_PRESS, 3, x, y));
	fixture_send(f, fixture_mouse(MOUSE_RELEASE, 3, x, y));
	reach->by[CMD_MENU] = true;
	see_menu(f, reach, name);
}

/* By a click on the study's title; at the start, where there is none, by the right button. */
static void see_study_menu(struct fixture *f, struct reach *reach, const char *name)
{
	fixture_paint(f, 80, 24);
	if (!click_hint(f, CMD_STUDY_MENU))
		fixture_send(f, fixture_mouse(MOUSE_PRESS, 3, 0, 0));
	reach->by[CMD_STUDY_MENU] = f->app.prompt.open;
	see_menu(f, reach, name);
}

static void see_help(struct fixture *f, struct reach *reach)
{
	f->app.help_open = true;
	see_zones(f, reach);
	f->app.help_open = false;
}

static void make_gestures(struct fixture *f, struct reach *reach, enum view view)
{
	for (size_t i = 0; i < TW_COUNT(gestures); i++) {
		if (gestures[i].view != view)
			continue;
		ok(gestures[i].works(f), "%s", gestures[i].what);
		for (const enum command_id *id = gestures[i].for_; *id != COMMANDS; id++)
			reach->by[*id] = true;
	}
}

/* ---- each place ---- */

static bool reached_all(struct fixture *f, const struct reach *reach, const char *name)
{
	bool all = true;
	for (int id = 0; id < COMMANDS; id++)
		if (command_is_offered(&f->app, (enum command_id)id) && !reach->by[id]) {
			printf("# %s: no way by mouse to %s\n", name,
			       command_get((enum command_id)id)->name);
			all = false;
		}
	return all;
}

static void focus(struct fixture *f, struct target target)
{
	f->app.wall.pane = PANE_WALL;
	f->app.wall.focus = target;
}

/* Menus of what a board holds: of a card, of a theme, of the place itself. */
static void see_board_menus(struct fixture *f, struct reach *reach, enum view view)
{
	static const struct target card = {.kind = TARGET_CARD, .card = {13}},
				   theme = {.kind = TARGET_CLUSTER, .cluster = {1}};
	f->app.view = view;
	focus(f, card);
	fixture_paint(f, 80, 24);
	see_zones(f, reach);
	command_invoke(&f->app, CMD_MENU);
	see_menu(f, reach, "the menu of a card");
	focus(f, theme);
	see_zones(f, reach);
	command_invoke(&f->app, CMD_MENU);
	see_menu(f, reach, "the menu of a theme");
	see_menu_at(f, reach, "the menu of the place", 1, 1);
}

/* Rows that a menu has only when they fit, and the script that walks them. */
static const enum command_id at_times[] = {
	CMD_CARD_UNMERGE, /* a stack: menus.script */
	CMD_CARD_UNCOPY,
	CMD_COPY_JUMP,    /* a copied card: copy.script */
	CMD_GO_BACK,      /* an earlier state: past.script */
	CMD_DRAFT,        /* words half written: test_draft.py */
	CMD_CARD_CORRECT, /* words that changed: correct.script */
	/* an insight, evidence in focus: insights.script */
	CMD_INSIGHT_SET,
	CMD_EVIDENCE_ADD,
	CMD_RECOMMEND,
	CMD_INSIGHT_REVIEW,
	CMD_INSIGHT_EARLIER,
	CMD_INSIGHT_LATER,
	CMD_FINDING_REMOVE,
	CMD_STANCE_SUPPORTS,
	CMD_STANCE_CONTRADICTS,
	CMD_STANCE_QUALIFIES,
};

static void check_place(struct fixture *f, enum view view, const char *name)
{
	struct reach reach = {{false}};
	f->app.view = view;
	see_zones(f, &reach);
	see_help(f, &reach);
	make_gestures(f, &reach, view);
	f->app.view = view;
	see_study_menu(f, &reach, name);
	if (view == VIEW_WALL || view == VIEW_OUTLINE)
		see_board_menus(f, &reach, view);
	else if (view != VIEW_START)
		see_menu_at(f, &reach, name, 40, 12);
	f->app.view = view;
	for (size_t i = 0; i < TW_COUNT(at_times); i++)
		reach.by[at_times[i]] = true;
	ok(reached_all(f, &reach, name), "%s: the mouse alone does all that can be done", name);
	check_palette(f, name);
}

/* ---- commands that only take arguments ---- */

static const struct {
	enum command_id id, as;
	const char *where;
} stand_for[] = {
	{CMD_CARD_DELETE, CMD_REMOVE, "the card in focus"},
	{CMD_CLUSTER_MOVE, CMD_PICK_UP, "the theme in focus, put down elsewhere"},
	{CMD_CLUSTER_DELETE, CMD_REMOVE, "the theme in focus"},
	{CMD_EXCERPT, CMD_MAKE_QUOTE, "the chosen words"},
	{CMD_PARTICIPANT_NEW, CMD_CARD_WHO, "the last row of the list of people"},
	{CMD_PARTICIPANT_SET, CMD_WHO, "rows of the participant's sheet"},
	{CMD_SEGMENT, CMD_WHO, "the last row of the sheet"},
	{CMD_SPEAKER_SET, CMD_PEOPLE, "a speaker's rows"},
	{CMD_SPEAKER_NAME, CMD_PEOPLE, "a speaker's rows"},
	{CMD_SPEAKER_MERGE, CMD_PEOPLE, "a speaker's rows"},
	{CMD_HYPOTHESIS, CMD_INSIGHT_SET, "fields of the insight"},
	{CMD_SCORE, CMD_INSIGHT_SET, "fields of the insight"},
	{CMD_EVIDENCE_REMOVE, CMD_FINDING_REMOVE, "the evidence in focus"},
	{CMD_RECOMMEND_SET, CMD_OPEN, "the recommendation in focus"},
	{CMD_RECOMMEND_REMOVE, CMD_FINDING_REMOVE, "the recommendation in focus"},
	{CMD_INSIGHT_MOVE, CMD_INSIGHT_EARLIER, "the insight in focus"},
	{CMD_INSIGHT_DELETE, CMD_FINDING_REMOVE, "the insight in focus"},
	{CMD_BELIEF_VERDICT, CMD_OPEN, "the belief in focus"},
	{CMD_BELIEF_REMOVE, CMD_FINDING_REMOVE, "the belief in focus"},
	{CMD_DECISION_SET, CMD_OPEN, "the decision in focus"},
	{CMD_DECISION_REMOVE, CMD_FINDING_REMOVE, "the decision in focus"},
};

static void check_arguments(void)
{
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		bool found = false;
		if (command->contexts & (CTX_ANY | CTX_FINDINGS | CTX_SORT))
			continue;
		for (size_t i = 0; i < TW_COUNT(stand_for); i++)
			found = found || (stand_for[i].id == command->id &&
					  (command_get(stand_for[i].as)->contexts &
					   (CTX_ANY | CTX_FINDINGS | CTX_SORT)));
		ok(found, "%s: a screen has it, too", command->name);
	}
}

static void fill(struct fixture *f)
{
	static const char *const said[] = {
		"What did you do next?",
		"I export it to a spreadsheet, I don't trust the totals.",
		"Why is that?",
		"I trust the lines. I don't trust the sum. It was wrong in June.",
		"And then?",
		"I count again by hand, every month, with two colleagues."};
	fixture_totals(f);
	fixture_file(f);
	fixture_turns(f, 3, said, TW_COUNT(said));
	begin_to_sort(f);
	keep_a_lens(f);
	f->app.reader.transcript = (transcript_id){3};
	focus(f, (struct target){.kind = TARGET_CARD, .card = {13}});
	command_invoke(&f->app, CMD_MARK);
}

/* A file of the sample, read and looked at. */
static void look_at_import(struct fixture *f)
{
	struct err err = ERR_INIT;
	ok(command_run_line(&f->app, STR("import sample:p01-claims-triage.vtt"), &err),
	   "a file is looked at");
	while (import_wants_work(&f->app))
		import_work(&f->app);
}

int main(void)
{
	static const struct {
		enum view view;
		const char *name;
	} places[] = {{VIEW_WALL, "wall"},         {VIEW_READER, "reader"},
		      {VIEW_OUTLINE, "outline"},   {VIEW_COVERAGE, "coverage"},
		      {VIEW_FINDINGS, "findings"}, {VIEW_SORT, "sort"},
		      {VIEW_START, "start"}};
	struct fixture f;
	fixture_init(&f);
	fill(&f);
	for (size_t i = 0; i < TW_COUNT(places); i++)
		check_place(&f, places[i].view, places[i].name);
	look_at_import(&f);
	check_place(&f, VIEW_IMPORT, "import");
	check_arguments();
	fixture_release(&f);
	return done();
}
