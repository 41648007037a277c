#ifndef UI_GESTURES_H
#define UI_GESTURES_H

/*
 * Gestures of the mouse: each is made here, on a painted fixture, and says whether it had its
 * effect. The table at the end tells in which view each stands for which command.
 */
#include "ui-fixture.h"

#include "ui-internal.h"

static struct rect zone_rect(const struct fixture *f, enum zone_kind kind, size_t nth)
{
	for (size_t i = 0; i < f->ui->nzones; i++)
		if (f->ui->zones[i].kind == kind && nth-- == 0)
			return f->ui->zones[i].rect;
	return (struct rect){0, 0, 0, 0};
}

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

#endif
