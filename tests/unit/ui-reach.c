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

static struct rect zone_rect(const struct fixture *f, enum zone_kind kind, size_t nth)
{
	for (size_t i = 0; i < f->ui->nzones; i++)
		if (f->ui->zones[i].kind == kind && nth-- == 0)
			return f->ui->zones[i].rect;
	return (struct rect){0, 0, 0, 0};
}

/* ---- gestures: made here, and seen to work ---- */

static bool click_zone(struct fixture *f, enum zone_kind kind, size_t nth, int dx)
{
	fixture_paint(f, 80, 24);
	struct rect at = zone_rect(f, kind, nth);
	if (at.w == 0)
		return false;
	fixture_click(f, at.x + dx, at.y, 5000);
	return true;
}

static bool click_focuses(struct fixture *f)
{
	fixture_paint(f, 80, 24);
	fixture_click(f, 56, 2, 3000);
	bool first = f->app.wall.focus.card.n == 14;
	fixture_click(f, 29, 2, 4000);
	return first && f->app.wall.focus.card.n == 13;
}

static bool click_changes_pane(struct fixture *f)
{
	fixture_paint(f, 80, 24);
	fixture_click(f, 4, 4, 3000);
	bool tray = f->app.wall.pane == PANE_TRAY;
	fixture_click(f, 29, 2, 4000);
	return tray && f->app.wall.pane == PANE_WALL;
}

static bool wheel_pans(struct fixture *f)
{
	int before = f->app.wall.y;
	fixture_paint(f, 80, 24);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 50, 10));
	bool down = f->app.wall.y > before;
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_UP, 0, 50, 10));
	return down && f->app.wall.y == before;
}

static bool double_click_opens(struct fixture *f)
{
	fixture_paint(f, 80, 24);
	fixture_click(f, 4, 4, 3000);
	fixture_click(f, 4, 4, 3100);
	bool opened = f->app.view == VIEW_READER || f->app.prompt.open;
	f->app.view = VIEW_WALL;
	prompt_close(&f->app);
	return opened;
}

static bool click_chooses_row(struct fixture *f)
{
	return click_zone(f, ZONE_OUTLINE, 1, 4) && f->app.wall.focus.kind != TARGET_NONE;
}

static bool wheel_scrolls_list(struct fixture *f)
{
	size_t before = f->app.outline.first;
	fixture_paint(f, 80, 16);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 8));
	bool down = f->app.outline.first > before;
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_UP, 0, 40, 8));
	return down && f->app.outline.first == before;
}

static bool click_chooses_words(struct fixture *f)
{
	return click_zone(f, ZONE_TURN, 2, 3) && f->app.reader.end > f->app.reader.start;
}

static bool drag_chooses_words(struct fixture *f)
{
	fixture_paint(f, 80, 24);
	struct rect at = zone_rect(f, ZONE_TURN, 1);
	fixture_click(f, at.x, at.y, 6000);
	fixture_send(f, fixture_mouse(MOUSE_PRESS, 1, at.x + 2, at.y));
	fixture_send(f, fixture_mouse(MOUSE_DRAG, 1, at.x + 9, at.y));
	int64_t longer = f->app.reader.end - f->app.reader.start;
	fixture_send(f, fixture_mouse(MOUSE_DRAG, 1, at.x + 6, at.y));
	int64_t shorter = f->app.reader.end - f->app.reader.start;
	fixture_send(f, fixture_mouse(MOUSE_RELEASE, 1, at.x + 6, at.y));
	return longer == 8 && shorter == 5;
}

static bool wheel_reads_on(struct fixture *f)
{
	fixture_paint(f, 80, 8);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 4));
	bool down = f->app.reader.first_turn || f->app.reader.first_line;
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_UP, 0, 40, 4));
	return down && !f->app.reader.first_turn && !f->app.reader.first_line;
}

static bool click_chooses_cell(struct fixture *f)
{
	f->app.coverage.column = f->app.coverage.row = 0;
	return click_zone(f, ZONE_GRID, 9, 0) && (f->app.coverage.column || f->app.coverage.row);
}

static bool wheel_steps(struct fixture *f)
{
	f->app.coverage.row = 0;
	fixture_paint(f, 80, 24);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 10));
	return f->app.coverage.row == 1;
}

static bool wheel_scrolls_page(struct fixture *f)
{
	f->app.findings.first = 0;
	fixture_paint(f, 80, 10);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 5));
	return f->app.findings.first > 0 || f->app.findings.nlines <= f->app.findings.nshown;
}

/* The fixture's person has begun to sort. */
static void begin_to_sort(struct fixture *f)
{
	struct row_change row = {.table = TABLE_LAYER, .op = ROW_INSERT};
	row.column[LAYER_ID] = value_int(900);
	row.column[LAYER_CODER] = value_text(app_my_name(&f->app));
	row.column[LAYER_NAME] = value_text(STR("first sort"));
	row.column[LAYER_REVEALED] = value_int(0);
	model_apply(f->app.model, &row);
}

/* And keeps a lens. */
static void keep_a_lens(struct fixture *f)
{
	struct row_change row = {.table = TABLE_LENS, .op = ROW_INSERT};
	row.column[LENS_ID] = value_int(901);
	row.column[LENS_NAME] = value_text(STR("pains"));
	row.column[LENS_COLOUR] = value_text(STR("kind"));
	row.column[LENS_SHOWS] = value_text(STR("pain"));
	row.column[LENS_VALUE] = value_text(STR(""));
	row.column[LENS_HIDES] = value_int(0);
	model_apply(f->app.model, &row);
}

static bool click_chooses_sorted(struct fixture *f)
{
	bool there = click_zone(f, ZONE_SORT, 3, 4) && f->app.sort.chosen == 3;
	fixture_click(f, 10, 4, 9000);
	return there && f->app.sort.chosen == 1;
}

static bool wheel_goes_through_cards(struct fixture *f)
{
	size_t before = f->app.sort.chosen;
	fixture_paint(f, 80, 24);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 10));
	bool down = f->app.sort.chosen > before;
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_UP, 0, 40, 10));
	return down && f->app.sort.chosen == before;
}

static bool click_starts(struct fixture *f)
{
	fixture_paint(f, 80, 24);
	return zone_rect(f, ZONE_START, 1).w > 0;
}

static bool wheel_chooses_start(struct fixture *f)
{
	f->app.start.chosen = 0;
	fixture_paint(f, 80, 24);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 5));
	return f->app.start.chosen == 1;
}

static bool click_chooses_line(struct fixture *f)
{
	size_t before = f->app.import.row.index;
	enum import_row_kind kind = f->app.import.row.kind;
	return click_zone(f, ZONE_IMPORT, 4, 4) &&
	       (f->app.import.row.kind != kind || f->app.import.row.index != before);
}

static bool wheel_scrolls_preview(struct fixture *f)
{
	fixture_paint(f, 80, 12);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 40, 6));
	bool down = f->app.import.first > 0;
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_UP, 0, 40, 6));
	return down && f->app.import.first == 0;
}

static const struct gesture {
	enum view view;
	bool (*works)(struct fixture *f);
	const char *what;
	enum command_id for_[8]; /* ended by COMMANDS */
} gestures[] = {
	{VIEW_WALL,
	 click_focuses,
	 "a click on a card focuses it",
	 {CMD_FOCUS_LEFT, CMD_FOCUS_RIGHT, CMD_FOCUS_UP, CMD_FOCUS_DOWN, CMD_FOCUS_FIRST,
	  CMD_FOCUS_LAST, COMMANDS}},
	{VIEW_WALL,
	 click_changes_pane,
	 "a click goes between tray and wall",
	 {CMD_PANE_NEXT, CMD_PANE_PREVIOUS, COMMANDS}},
	{VIEW_WALL,
	 wheel_pans,
	 "the wheel goes on and back",
	 {CMD_PAGE_DOWN, CMD_PAGE_UP, COMMANDS}},
	{VIEW_WALL, double_click_opens, "a double click opens", {CMD_OPEN, COMMANDS}},
	{VIEW_OUTLINE,
	 click_chooses_row,
	 "a click chooses a row",
	 {CMD_FOCUS_LEFT, CMD_FOCUS_RIGHT, CMD_FOCUS_UP, CMD_FOCUS_DOWN, CMD_PANE_NEXT,
	  CMD_PANE_PREVIOUS, COMMANDS}},
	{VIEW_OUTLINE,
	 wheel_scrolls_list,
	 "the wheel scrolls the list",
	 {CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_FOCUS_FIRST, CMD_FOCUS_LAST, COMMANDS}},
	{VIEW_READER,
	 click_chooses_words,
	 "a click chooses what is said there",
	 {CMD_READER_UP, CMD_READER_DOWN, CMD_READER_LEFT, CMD_READER_RIGHT, COMMANDS}},
	{VIEW_READER,
	 drag_chooses_words,
	 "a drag chooses more or fewer words",
	 {CMD_READER_LONGER, CMD_READER_SHORTER, CMD_START_EARLIER, CMD_START_LATER, COMMANDS}},
	{VIEW_READER,
	 wheel_reads_on,
	 "the wheel reads on and back",
	 {CMD_READER_PAGE_DOWN, CMD_READER_PAGE_UP, COMMANDS}},
	{VIEW_COVERAGE,
	 click_chooses_cell,
	 "a click chooses a cell",
	 {CMD_FOCUS_LEFT, CMD_FOCUS_RIGHT, CMD_FOCUS_FIRST, CMD_FOCUS_LAST, COMMANDS}},
	{VIEW_COVERAGE,
	 wheel_steps,
	 "the wheel goes through the themes",
	 {CMD_FOCUS_UP, CMD_FOCUS_DOWN, CMD_PAGE_DOWN, CMD_PAGE_UP, COMMANDS}},
	{VIEW_FINDINGS,
	 wheel_scrolls_page,
	 "the wheel scrolls the page",
	 {CMD_FOCUS_UP, CMD_FOCUS_DOWN, CMD_FOCUS_LEFT, CMD_FOCUS_RIGHT, CMD_PAGE_DOWN, CMD_PAGE_UP,
	  COMMANDS}},
	{VIEW_FINDINGS,
	 wheel_scrolls_page,
	 "to both ends",
	 {CMD_FOCUS_FIRST, CMD_FOCUS_LAST, COMMANDS}},
	{VIEW_SORT,
	 click_chooses_sorted,
	 "a click chooses a card to sort",
	 {CMD_FOCUS_LEFT, CMD_FOCUS_RIGHT, CMD_FOCUS_UP, CMD_FOCUS_DOWN, COMMANDS}},
	{VIEW_SORT,
	 wheel_goes_through_cards,
	 "the wheel goes through them",
	 {CMD_FOCUS_FIRST, CMD_FOCUS_LAST, CMD_PAGE_DOWN, CMD_PAGE_UP, COMMANDS}},
	{VIEW_IMPORT,
	 click_chooses_line,
	 "a click chooses a line of the preview",
	 {CMD_IMPORT_UP, CMD_IMPORT_DOWN, COMMANDS}},
	{VIEW_IMPORT,
	 wheel_scrolls_preview,
	 "the wheel scrolls it",
	 {CMD_IMPORT_PAGE_DOWN, CMD_IMPORT_PAGE_UP, COMMANDS}},
	{VIEW_START,
	 wheel_chooses_start,
	 "the wheel chooses at the start",
	 {CMD_FOCUS_UP, CMD_FOCUS_DOWN, COMMANDS}},
	{VIEW_START,
	 click_starts,
	 "a click takes a line of the start screen",
	 {CMD_OPEN, COMMANDS}},
};

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
