/*
 * What the mouse means. Something carried takes every event first, then an open prompt, then the
 * places painted last (tabs, hints, rows), then the view under the pointer. A click becomes a focus
 * or a command; nothing here changes the study.
 */
#include "ui-internal.h"

#include "themewall/app/findings.h"
#include "themewall/app/menu.h"
#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { DOUBLE_CLICK_MS = 400 };

void mouse_invoke(struct app *app, const char *name)
{
	const struct command *command = command_find(str_of(name));
	if (command)
		command_invoke(app, command->id);
}

static bool same_target(const struct target *a, const struct target *b)
{
	return a->kind == b->kind && a->card.n == b->card.n && a->cluster.n == b->cluster.n &&
	       a->column == b->column && a->line == b->line;
}

/* True for the second click on the same thing within 400 ms. */
bool mouse_is_double(struct ui *ui, const struct event *event, struct target target)
{
	bool twice = same_target(&ui->clicked, &target) && ui->click_ms &&
		     event->at_ms - ui->click_ms <= DOUBLE_CLICK_MS;
	ui->clicked = target;
	ui->click_ms = twice ? 0 : event->at_ms;
	return twice;
}

int wheel_dy(const struct event *event)
{
	return event->act == MOUSE_WHEEL_UP ? -1 : event->act == MOUSE_WHEEL_DOWN ? 1 : 0;
}

int wheel_dx(const struct event *event)
{
	return event->act == MOUSE_WHEEL_LEFT ? -1 : event->act == MOUSE_WHEEL_RIGHT ? 1 : 0;
}

bool is_wheel(const struct event *event)
{
	return wheel_dy(event) || wheel_dx(event);
}

int mouse_clamp(int n, int from, int to)
{
	return n > to ? (to > from ? to : from) : n < from ? from : n;
}

/* --- prompts --- */

static void wheel_prompt(struct app *app, int by)
{
	struct prompt *prompt = &app->prompt;
	if (by < 0 && prompt->chosen > 0)
		prompt_choose(app, prompt->chosen - 1);
	else if (by > 0 && prompt->chosen + 1 < prompt->nrows)
		prompt_choose(app, prompt->chosen + 1);
}

/* The second click of two on what opened the prompt: it neither takes nor leaves anything. */
static bool is_opening(const struct ui *ui, const struct prompt *prompt, const struct event *event)
{
	return ui->pressed_for == prompt->opened &&
	       event->at_ms - ui->pressed_ms <= DOUBLE_CLICK_MS;
}

/* A click elsewhere leaves a menu as it was, and a field nothing was written in; what somebody
 * writes, only Esc throws away. */
static bool leaves_by_click(const struct prompt *prompt, const struct zone *zone)
{
	if (zone && zone->kind == ZONE_PROMPT_LEAVE)
		return true;
	bool inside = zone && (zone->kind == ZONE_PROMPT || zone->kind == ZONE_PROMPT_ROW ||
			       zone->kind == ZONE_PROMPT_FIELD);
	return !inside && (!prompt->has_field || prompt->edit.text.len == 0);
}

/* The caret goes before the letter under the pointer, or to the end. */
static void place_caret(struct line_edit *edit, const struct zone *zone, int x)
{
	struct str text = strbuf_str(&edit->text);
	size_t at = (size_t)zone->value;
	for (int cells = x - zone->rect.x; at < text.n;) {
		size_t next = grapheme_next(text, at);
		cells -= text_width(str_part(text, at, next));
		if (cells < 0)
			break;
		at = next;
	}
	line_edit_place(edit, at);
}

static void press_prompt(struct app *app, const struct event *event, const struct zone *zone)
{
	bool left = event->button == 1 && zone;
	if (left && zone->kind == ZONE_PROMPT_ROW && (size_t)zone->value < app->prompt.nrows) {
		prompt_choose(app, (size_t)zone->value);
		prompt_take(app);
	} else if (left && zone->kind == ZONE_PROMPT_FIELD) {
		place_caret(&app->prompt.edit, zone, event->x);
	} else if (left && zone->kind == ZONE_PROMPT_TAKE) {
		prompt_take(app);
	} else if (leaves_by_click(&app->prompt, zone)) {
		prompt_close(app);
	}
}

static void prompt_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event)) {
		wheel_prompt(app, wheel_dy(event));
	} else if (event->act == MOUSE_PRESS && !is_opening(ui, &app->prompt, event)) {
		press_prompt(app, event, zone);
	}
	app->dirty = true;
}

/* --- the reader --- */

static bool select_at(struct ui *ui, struct app *app, const struct event *event, bool extend)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (!zone || zone->kind != ZONE_TURN)
		return false;
	size_t turn = (size_t)(zone->value >> 32), line = (size_t)(zone->value & 0xffffffff);
	int64_t at = reader_char_at(ui, app, turn, line, event->x - zone->rect.x);
	if (at >= 0)
		reader_select_cell(app, at, extend);
	return at >= 0;
}

static void scroll_reader(struct ui *ui, struct app *app, int by)
{
	if (reader_transcript(app))
		reader_scroll(ui, app, by);
	else if (by < 0 && app->reader.list_chosen > 0)
		app->reader.list_chosen--;
	else if (by > 0 && app->reader.list_chosen + 1 < model_transcripts(app->model).n)
		app->reader.list_chosen++;
	app->dirty = true;
}

static void press_reader(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (zone && zone->kind == ZONE_TRANSCRIPT) {
		struct target row = {.kind = TARGET_NONE, .line = (int)zone->value + 1};
		app->reader.list_chosen = (size_t)zone->value;
		if (mouse_is_double(ui, event, row))
			mouse_invoke(app, "make-quote");
		return;
	}
	if (zone && zone->kind == ZONE_READER_BAR) {
		reader_select_cell(app, zone->value, false);
		app->reader.follow = true;
		return;
	}
	ui->selecting = select_at(ui, app, event, false);
}

static void drag_reader(struct ui *ui, struct app *app, const struct event *event)
{
	if (event->y <= ui->at.body.y)
		scroll_reader(ui, app, -1);
	else if (event->y >= ui->at.body.y + ui->at.body.h)
		scroll_reader(ui, app, 1);
	select_at(ui, app, event, true);
}

static void reader_event(struct ui *ui, struct app *app, const struct event *event)
{
	if (is_wheel(event))
		scroll_reader(ui, app, wheel_dy(event) * WHEEL_LINES);
	else if (event->act == MOUSE_PRESS && event->button == 1)
		press_reader(ui, app, event);
	else if (event->act == MOUSE_PRESS && event->button == 3)
		mouse_invoke(app, "menu");
	else if (event->act == MOUSE_DRAG && ui->selecting)
		drag_reader(ui, app, event);
	else
		ui->selecting = false;
	app->dirty = true;
}

/* --- lists and pages --- */

/* On a theme's title what is in the hand goes into it, left of that before or after it. */
static void drag_row(struct app *app, const struct zone *zone, int x)
{
	size_t row = zone && zone->kind == ZONE_OUTLINE ? (size_t)zone->value : app->outline.nrows;
	bool on = row < app->outline.nrows;
	outline_drag(app, row, on && x >= outline_title_x(&app->outline.rows[row]));
}

void mouse_outline(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event)) {
		size_t n = app->outline.nrows, shown = app->outline.nshown;
		long first = (long)app->outline.first + wheel_dy(event) * WHEEL_LINES;
		long last = n > shown ? (long)(n - shown) : 0;
		app->outline.first = (size_t)(first < 0 ? 0 : first > last ? last : first);
	} else if (event->act == MOUSE_PRESS && zone && zone->kind == ZONE_OUTLINE &&
		   (size_t)zone->value < app->outline.nrows) {
		const struct outline_row *row = &app->outline.rows[zone->value];
		struct target target = {row->kind, row->card, row->cluster, 0, 0};
		if (target.kind == TARGET_NONE && row->place == PLACE_CLUSTER && event->button == 1)
			mouse_invoke(app, "outline-order");
		if (target.kind == TARGET_NONE && event->button == 3)
			menu_open_place(app);
		if (target.kind == TARGET_NONE)
			return;
		app->wall.focus = target;
		if (event->button == 1 && app->view == VIEW_OUTLINE)
			outline_press(app, (size_t)zone->value);
		if (event->button == 3)
			mouse_invoke(app, "menu");
		else if (mouse_is_double(ui, event, target))
			mouse_open(app, &target);
	} else if (event->act == MOUSE_PRESS && event->button == 3) {
		menu_open_place(app);
	} else if (event->act == MOUSE_DRAG) {
		drag_row(app, zone, event->x);
	} else if (event->act == MOUSE_RELEASE) {
		outline_let_go(app);
	}
	app->dirty = true;
}

/* A row in the hand: over the first and the last row the list goes on; any other event puts it
 * down or back. */
static void carry_row(struct ui *ui, struct app *app, const struct event *event)
{
	if (event->act == MOUSE_DRAG && event->y <= ui->at.body.y && app->outline.first > 0)
		app->outline.first--;
	else if (event->act == MOUSE_DRAG && event->y >= ui->at.body.y + ui->at.body.h - 1 &&
		 app->outline.first + app->outline.nshown < app->outline.nrows)
		app->outline.first++;
	if (event->act == MOUSE_DRAG || is_wheel(event))
		mouse_outline(ui, app, event);
	else if (event->act == MOUSE_PRESS && event->button == 3)
		carry_cancel(app);
	else
		outline_let_go(app);
	app->dirty = true;
}

static void page_event(struct ui *ui, struct app *app, const struct event *event,
		       struct page_view *page)
{
	int last = page->nlines > page->nshown ? page->nlines - page->nshown : 0;
	page->first = mouse_clamp(page->first + wheel_dy(event) * WHEEL_LINES, 0, last);
	app->dirty = true;
}

/* A click on its sign turns evidence: for, against, with a limit. */
static void turn_stance(struct app *app)
{
	static const char *const next[STANCES] = {
		[STANCE_SUPPORTS] = "stance-contradicts",
		[STANCE_CONTRADICTS] = "stance-qualifies",
		[STANCE_QUALIFIES] = "stance-supports",
	};
	const struct finding_row *row = findings_focus(app);
	const struct evidence *e = row ? model_evidence(app->model, (evidence_id){row->id}) : NULL;
	if (e)
		mouse_invoke(app, next[e->stance]);
}

/* The wheel over the page scrolls it, over the list it moves the focus. */
static void findings_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	bool sign = zone && zone->kind == ZONE_STANCE;
	bool row = sign || (zone && zone->kind == ZONE_FINDING);
	bool on_page = rect_contains(findings_page(ui, app), event->x, event->y);
	if (is_wheel(event) && on_page) {
		page_event(ui, app, event, &app->findings);
	} else if (is_wheel(event)) {
		findings_step(app, wheel_dy(event));
	} else if (event->act == MOUSE_PRESS && row) {
		struct target line = {.kind = TARGET_NONE, .line = (int)zone->value + 1};
		app->concluded.preview = false;
		findings_choose(app, (size_t)zone->value);
		if (event->button == 3)
			mouse_invoke(app, "menu");
		else if (sign)
			turn_stance(app);
		else if (mouse_is_double(ui, event, line))
			mouse_invoke(app, "open-focused");
	} else if (event->act == MOUSE_PRESS && event->button == 3) {
		menu_open_place(app);
	} else if (event->act == MOUSE_PRESS && on_page && app->concluded.nrows) {
		app->concluded.preview = true;
	}
	app->dirty = true;
}

static void coverage_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event) && zone && zone->kind == ZONE_TRUST) {
		coverage_read(app, wheel_dy(event));
	} else if (event->act == MOUSE_PRESS && event->button == 1 && zone &&
		   zone->kind == ZONE_TRUST) {
		coverage_read(app, (int)zone->value * app->coverage.text.nshown);
	} else if (is_wheel(event)) {
		mouse_invoke(app, wheel_dy(event) < 0 ? "focus-up" : "focus-down");
	} else if (event->act == MOUSE_PRESS && zone && zone->kind == ZONE_GRID) {
		struct target cell = {.kind = TARGET_NONE,
				      .line = (int)(zone->value >> 32) + 1,
				      .column = (int)(zone->value & 0xffffffff)};
		app->coverage.row = (size_t)cell.line - 1;
		app->coverage.column = (size_t)cell.column;
		if (event->button == 1 && mouse_is_double(ui, event, cell))
			mouse_invoke(app, "open-focused");
	}
	if (event->act == MOUSE_PRESS && event->button == 3)
		menu_open_place(app);
	app->dirty = true;
}

static void sort_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event)) {
		sort_step(app, wheel_dy(event));
	} else if (event->act == MOUSE_PRESS && zone && zone->kind == ZONE_SORT) {
		struct target row = {.kind = TARGET_NONE, .line = (int)zone->value + 1};
		sort_choose(app, (size_t)zone->value);
		if (event->button == 1 && mouse_is_double(ui, event, row))
			mouse_invoke(app, "open-focused");
	}
	if (event->act == MOUSE_PRESS && event->button == 3)
		menu_open_place(app);
	app->dirty = true;
}

static void start_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event)) {
		mouse_invoke(app, wheel_dy(event) < 0 ? "focus-up" : "focus-down");
	} else if (event->act == MOUSE_PRESS && event->button == 1 && zone &&
		   zone->kind == ZONE_START) {
		app->start.chosen = (size_t)zone->value;
		mouse_invoke(app, "open-focused");
	} else if (event->act == MOUSE_PRESS && event->button == 3) {
		mouse_invoke(app, "study-menu");
	}
	app->dirty = true;
}

/* A click on the row that is chosen opens it, however long after the one that chose it: whoever
 * goes on to type means its field. A file is left out by a double click: nothing opens there. */
static void press_import(struct ui *ui, struct app *app, const struct event *event,
			 const struct zone *zone)
{
	struct import_row row = {(enum import_row_kind)(zone->value >> 32),
				 (size_t)(zone->value & 0xffffffff)};
	struct target at = {.column = (int)row.kind + 1, .line = (int)row.index};
	bool chosen = row.kind != IMPORT_ROW_FILE && app->import.row.kind == row.kind &&
		      app->import.row.index == row.index;
	import_focus(app, row);
	if (event->button == 1 && (mouse_is_double(ui, event, at) || chosen))
		mouse_invoke(app, "import-change");
}

static void import_event(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (is_wheel(event))
		import_scroll(app, wheel_dy(event) * WHEEL_LINES);
	else if (event->act == MOUSE_PRESS && zone && zone->kind == ZONE_IMPORT)
		press_import(ui, app, event, zone);
	if (event->act == MOUSE_PRESS && event->button == 3)
		menu_open_place(app);
	app->dirty = true;
}

static void view_event(struct ui *ui, struct app *app, const struct event *event)
{
	switch (app->view) {
	case VIEW_WALL:
		mouse_wall(ui, app, event);
		break;
	case VIEW_READER:
		reader_event(ui, app, event);
		break;
	case VIEW_OUTLINE:
		mouse_outline(ui, app, event);
		break;
	case VIEW_COVERAGE:
		coverage_event(ui, app, event);
		break;
	case VIEW_FINDINGS:
		findings_event(ui, app, event);
		break;
	case VIEW_SORT:
		sort_event(ui, app, event);
		break;
	case VIEW_START:
		start_event(ui, app, event);
		break;
	case VIEW_IMPORT:
		import_event(ui, app, event);
		break;
	case VIEWS:
		break;
	}
}

/* Tabs and hints work everywhere. */
static bool zone_event(struct ui *ui, struct app *app, const struct event *event)
{
	static const char *const views[VIEWS] = {
		[VIEW_WALL] = "view-wall",         [VIEW_READER] = "view-reader",
		[VIEW_OUTLINE] = "view-outline",   [VIEW_COVERAGE] = "view-coverage",
		[VIEW_FINDINGS] = "view-findings",
	};
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (event->act != MOUSE_PRESS || event->button != 1 || !zone)
		return false;
	if (zone->kind == ZONE_TAB)
		mouse_invoke(app, views[zone->value]);
	else if (zone->kind == ZONE_HINT)
		command_invoke(app, (enum command_id)zone->value);
	else
		return false;
	return true;
}

static void route(struct ui *ui, struct app *app, const struct event *event)
{
	bool press = event->act == MOUSE_PRESS;
	if (app->retry.kind != RETRY_NONE) /* what waits to be stored must not change under it */
		return;
	if (press && app->message.kind != MESSAGE_NONE) {
		app->message.kind = MESSAGE_NONE;
		app->dirty = true;
	}
	if (app->prompt.open)
		prompt_event(ui, app, event);
	else if (app->view == VIEW_OUTLINE && app->carry.state == CARRY_MOUSE)
		carry_row(ui, app, event);
	else if (!(app->carry.state == CARRY_NONE || app->carry.state == CARRY_KEYS))
		mouse_carry(ui, app, event);
	else if (zone_event(ui, app, event))
		return;
	else if (app->carry.state == CARRY_KEYS)
		mouse_carry(ui, app, event);
	else if (app->help_open)
		page_event(ui, app, event, &app->help);
	else
		view_event(ui, app, event);
}

/* A menu that the right button has opened stands where it went down. */
void mouse_event(struct ui *ui, struct app *app, const struct event *event)
{
	uint64_t before = app->prompt.opened;
	route(ui, app, event);
	if (app->prompt.opened != before) {
		ui->pressed_for = app->prompt.opened;
		ui->pressed_ms = event->at_ms;
	}
	if (event->act == MOUSE_PRESS && event->button == 3 && app->prompt.opened != before) {
		ui->pointer = (struct rect){event->x, event->y, 1, 1};
		ui->pointed = app->prompt.opened;
	}
}
