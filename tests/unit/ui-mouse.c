/* What the mouse means: clicks, double clicks, the wheel, tabs, hints, drags that went wrong. */
#include "tap.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"

#include "ui-internal.h"

static void start(struct fixture *f)
{
	fixture_init(f);
	fixture_totals(f);
	fixture_file(f);
	fixture_paint(f, 120, 40);
}

static void send(struct fixture *f, enum mouse_act act, int button, int x, int y)
{
	fixture_send(f, fixture_mouse(act, button, x, y));
}

static void test_click(void)
{
	struct fixture f;
	start(&f);
	fixture_click(&f, 60, 3, 1000);
	ok(f.app.wall.focus.kind == TARGET_CARD && f.app.wall.focus.card.n == 14,
	   "a click focuses a card");
	fixture_click(&f, 40, 12, 2000);
	ok(f.app.wall.focus.kind == TARGET_CLUSTER && f.app.wall.focus.cluster.n == 2,
	   "and a section's title");
	fixture_click(&f, 90, 34, 3000);
	ok(f.app.wall.focus.kind == TARGET_EMPTY && f.app.wall.focus.column == 2 &&
		   f.app.wall.focus.line == 33,
	   "and an empty place");
	fixture_click(&f, 5, 13, 4000);
	ok(f.app.wall.pane == PANE_TRAY && f.app.wall.tray_focus.n == 3, "and a card of the tray");
	fixture_click(&f, 75, 0, 5000);
	ok(f.app.view == VIEW_OUTLINE, "a gap in the top line belongs to the tab beside it");
	f.app.view = VIEW_WALL;
	fixture_paint(&f, 120, 40);
	fixture_click(&f, 55, 2, 6000);
	ok(f.app.marked.n == 1 && f.app.marked.ids[0].n == 14, "a click on the bar marks");
	fixture_release(&f);
}

static void test_double_click(void)
{
	struct fixture f;
	start(&f);
	fixture_click(&f, 40, 1, 1000);
	fixture_click(&f, 40, 1, 1600);
	ok(!f.app.prompt.open, "two slow clicks are two clicks");
	fixture_click(&f, 41, 1, 1900);
	ok(f.app.prompt.open, "a double click on a title renames it");
	prompt_close(&f.app);
	fixture_click(&f, 40, 1, 2000);
	ok(!f.app.prompt.open, "the click after it begins anew");
	fixture_click(&f, 90, 34, 3000);
	fixture_click(&f, 90, 34, 3100);
	ok(f.app.prompt.open, "a double click on empty wall writes a card");
	prompt_close(&f.app);
	fixture_click(&f, 40, 1, 5000);
	fixture_click(&f, 40, 12, 5100);
	ok(!f.app.prompt.open, "two things clicked quickly are no double click");
	fixture_release(&f);
}

static void test_wheel(void)
{
	struct fixture f;
	start(&f);
	send(&f, MOUSE_WHEEL_DOWN, 0, 60, 20);
	ok(f.app.wall.y == 3, "the wheel pans the wall");
	send(&f, MOUSE_WHEEL_UP, 0, 60, 20);
	send(&f, MOUSE_WHEEL_UP, 0, 60, 20);
	ok(f.app.wall.y == 0, "not above its top");
	for (int i = 0; i < 50; i++)
		send(&f, MOUSE_WHEEL_DOWN, 0, 60, 20);
	ok(f.app.wall.y <= 28, "nor away from everything");
	send(&f, MOUSE_WHEEL_RIGHT, 0, 60, 20);
	ok(f.app.wall.x == 9, "sideways, too");
	f.app.wall.x = f.app.wall.y = 0;
	send(&f, MOUSE_WHEEL_DOWN, 0, 5, 20);
	ok(f.app.wall.tray_first == 1 && f.app.wall.y == 0, "over the tray it scrolls the tray");
	for (int i = 0; i < 50; i++)
		send(&f, MOUSE_WHEEL_DOWN, 0, 5, 20);
	ok(f.app.wall.tray_first == 5, "to its end");
	fixture_paint(&f, 120, 40);
	fixture_click(&f, 5, 3, 1000);
	ok(f.app.wall.tray_focus.n == 6, "and clicks know");
	fixture_release(&f);
}

static void test_pan(void)
{
	struct fixture f;
	start(&f);
	send(&f, MOUSE_PRESS, 2, 60, 20);
	send(&f, MOUSE_DRAG, 2, 50, 10);
	ok(f.app.wall.x == 10 && f.app.wall.y == 10, "the middle button pans freely");
	send(&f, MOUSE_RELEASE, 2, 50, 10);
	ok(f.app.carry.state == CARRY_NONE && f.app.wall.focus.card.n == 13, "and clicks nothing");
	fixture_release(&f);
}

static void test_places(void)
{
	struct fixture f;
	start(&f);
	fixture_click(&f, 79, 0, 1000);
	ok(f.app.view == VIEW_OUTLINE, "a tab shows its view");
	fixture_paint(&f, 120, 40);
	send(&f, MOUSE_PRESS, 1, 20, 4);
	ok(f.app.wall.focus.card.n == 14, "a row of the outline takes the focus");
	fixture_click(&f, 62, 0, 2000);
	fixture_paint(&f, 120, 40);
	ok(f.app.view == VIEW_WALL, "and back");
	fixture_click(&f, 89, 39, 3000);
	ok(f.app.help_open, "a hint does what it says");
	f.app.help_open = false;
	send(&f, MOUSE_PRESS, 3, 60, 3);
	ok(f.app.prompt.open && !f.app.prompt.has_field && f.app.wall.focus.card.n == 14,
	   "the right button focuses and opens the menu");
	fixture_click(&f, 118, 38, 100);
	ok(f.app.prompt.open, "the second of two quick clicks leaves it");
	fixture_click(&f, 118, 38, 4000);
	ok(!f.app.prompt.open, "a click elsewhere closes it");
	ok(command_run(&f.app, CMD_PALETTE, &(struct args){0}, &(struct err){0}), "all commands");
	fixture_paint(&f, 120, 40);
	send(&f, MOUSE_PRESS, 1, 118, 38);
	ok(!f.app.prompt.open, "and a chooser nothing was written in");
	prompt_open_field(&f.app, "Name", STR("half"), 0, NULL);
	fixture_paint(&f, 120, 40);
	send(&f, MOUSE_PRESS, 1, 118, 30);
	ok(f.app.prompt.open, "but not a field somebody writes in");
	fixture_release(&f);
}

static void test_drag(void)
{
	struct fixture f;
	start(&f);
	send(&f, MOUSE_PRESS, 1, 84, 35);
	send(&f, MOUSE_DRAG, 1, 60, 20);
	send(&f, MOUSE_HOVER, 0, 10, 10);
	ok(f.app.carry.state == CARRY_NONE && f.app.marked.n == 2,
	   "a lost release ends the lasso where it was seen last, %d marked", (int)f.app.marked.n);
	send(&f, MOUSE_PRESS, 1, 84, 35);
	send(&f, MOUSE_DRAG, 1, 60, 20);
	send(&f, MOUSE_PRESS, 1, 60, 3);
	ok(f.app.carry.state == CARRY_PRESSED && f.app.carry.press_y == 3,
	   "a press without a release before it begins anew");
	send(&f, MOUSE_RELEASE, 1, 60, 3);
	ok(f.app.wall.focus.card.n == 14, "and clicks");
	send(&f, MOUSE_PRESS, 1, 30, 3);
	send(&f, MOUSE_DRAG, 1, 118, 30);
	ok(carry_is_active(&f.app.carry) && f.app.carry.edge_dx == 0, "inside nothing scrolls");
	send(&f, MOUSE_DRAG, 1, 119, 38);
	ok(f.app.carry.edge_dx == 1 && f.app.carry.edge_dy == 1, "at the edges it does");
	send(&f, MOUSE_DRAG, 1, 60, 45);
	ok(f.app.carry.edge_dy == 1 && f.app.carry.drop.kind != DROP_NONE,
	   "beyond the window's end, too");
	send(&f, MOUSE_WHEEL_DOWN, 0, 60, 20);
	ok(carry_is_active(&f.app.carry) && f.app.wall.y == 3, "the wheel pans during a drag");
	send(&f, MOUSE_PRESS, 3, 60, 20);
	ok(f.app.carry.state == CARRY_NONE && !f.app.prompt.open, "the right button puts it back");
	fixture_release(&f);
}

static void test_folded_tray(void)
{
	struct fixture f;
	start(&f);
	fixture_click(&f, 5, 1, 1000);
	fixture_click(&f, 5, 1, 1100);
	ok(f.app.wall.tray_folded, "a double click on its title folds the tray");
	fixture_paint(&f, 120, 40);
	is_int(f.app.wall.pane_w, 112, "the wall has the room");
	fixture_click(&f, 3, 5, 2000);
	ok(!f.app.wall.tray_folded, "a click brings it back");
	fixture_release(&f);
}

/* The box on the screen; w 0: none is open. */
static struct rect box_of(const struct fixture *f)
{
	for (size_t i = 0; f->app.prompt.open && i < f->ui->nzones; i++)
		if (f->ui->zones[i].kind == ZONE_PROMPT)
			return f->ui->zones[i].rect;
	return (struct rect){0, 0, 0, 0};
}

/* Between top and bottom line, and of use. */
static bool box_fits(struct rect box, int w, int h)
{
	return box.w > 20 && box.h >= 9 && box.x >= 0 && box.x + box.w <= w && box.y >= 1 &&
	       box.y + box.h <= h - 1;
}

/* A menu opened all over the body: it never lies over the card or the title it is about,
 * and where it is about the place it begins beside the pointer. */
static void test_menu_beside(int w, int h)
{
	struct fixture f;
	int menus = 0, over = 0, outside = 0, astray = 0;
	start(&f);
	for (int y = 1; y < h - 1; y++)
		for (int x = 0; x < w; x += 7) {
			fixture_paint(&f, w, h);
			send(&f, MOUSE_PRESS, 3, x, y);
			fixture_paint(&f, w, h);
			struct rect box = box_of(&f), pointer = {x, y, 1, 1};
			bool about = f.app.prompt.beside;
			menus++;
			outside += !box_fits(box, w, h);
			over += rect_overlaps(box, about ? f.ui->focus : pointer);
			astray += !about && box.x != x + 1 && box.x + box.w != x &&
				  box.y != y + 1 && box.y + box.h != y;
			prompt_close(&f.app);
		}
	ok(menus && !over, "%dx%d: of %d menus %d lie over what they are about", w, h, menus, over);
	ok(!outside, "%d reach outside or are too small", outside);
	ok(!astray, "%d of a place are not at the pointer", astray);
	fixture_release(&f);
}

/* However small the screen, a menu is on it. */
static void test_menu_inside(void)
{
	struct fixture f;
	int outside = 0;
	start(&f);
	for (int h = 1; h < 24; h++)
		for (int w = 1; w < 90; w += 8) {
			fixture_paint(&f, w, h);
			send(&f, MOUSE_PRESS, 3, w / 2, h / 2);
			fixture_paint(&f, w, h);
			struct rect box = box_of(&f);
			outside += box.x < 0 || box.y < 0 || box.x + box.w > w || box.y + box.h > h;
			prompt_close(&f.app);
		}
	is_int(outside, 0, "none reaches outside of a small screen");
	fixture_release(&f);
}

/* By its key a menu of a card stands beside it, a chooser in the middle. */
static void test_menu_by_key(void)
{
	struct fixture f;
	start(&f);
	fixture_click(&f, 60, 3, 1000);
	command_invoke(&f.app, CMD_MENU);
	fixture_paint(&f, 120, 40);
	struct rect box = box_of(&f), focus = f.ui->focus;
	ok(focus.w && !rect_overlaps(box, focus) && box_fits(box, 120, 40),
	   "beside the card in focus");
	prompt_close(&f.app);
	command_invoke(&f.app, CMD_PALETTE);
	fixture_paint(&f, 120, 40);
	box = box_of(&f);
	is_int(box.x, (120 - box.w) / 2, "the palette is in the middle");
	prompt_close(&f.app);
	send(&f, MOUSE_PRESS, 3, 60, 3);
	prompt_close(&f.app);
	command_invoke(&f.app, CMD_STUDY_MENU);
	fixture_paint(&f, 120, 40);
	box = box_of(&f);
	is_int(box.x, (120 - box.w) / 2, "so is a menu that came by key after one by the button");
	fixture_release(&f);
}

/* What is chosen from a menu is about the same thing, and does not lie on it either. */
static void test_chooser_beside(int w, int h)
{
	struct fixture f;
	start(&f);
	fixture_paint(&f, w, h);
	for (int pointed = 0; pointed < 2; pointed++) {
		fixture_click(&f, 60, 3, 1000 + pointed * 5000);
		if (pointed)
			send(&f, MOUSE_PRESS, 3, 60, 3);
		else
			command_invoke(&f.app, CMD_MENU);
		prompt_take(&f.app); /* its first row: send to */
		fixture_paint(&f, w, h);
		struct rect box = box_of(&f);
		ok(f.app.prompt.has_field && f.ui->focus.w && box_fits(box, w, h) &&
			   !rect_overlaps(box, f.ui->focus),
		   "%dx%d: a chooser from a menu by %s leaves the card in sight", w, h,
		   pointed ? "the button" : "its key");
		prompt_close(&f.app);
	}
	command_invoke(&f.app, CMD_CARD_MOVE);
	fixture_paint(&f, w, h);
	struct rect box = box_of(&f);
	is_int(box.x, (w - box.w) / 2, "by its own key it is in the middle");
	fixture_release(&f);
}

/* From edge to edge a line of the start screen is the line. */
static void test_start_rows(void)
{
	struct fixture f;
	fixture_init(&f);
	f.app.view = VIEW_START;
	fixture_paint(&f, 80, 24);
	int lines = 0, whole = 0;
	for (size_t i = 0; i < f.ui->nzones; i++) {
		const struct zone *zone = &f.ui->zones[i];
		lines += zone->kind == ZONE_START;
		whole += zone->kind == ZONE_START && zone->rect.x == 0 && zone->rect.w == 80;
	}
	ok(lines == 3 && whole == 3, "%d of %d lines answer over their whole width", whole, lines);
	fixture_release(&f);
}

int main(void)
{
	test_click();
	test_double_click();
	test_wheel();
	test_pan();
	test_places();
	test_drag();
	test_folded_tray();
	test_menu_beside(80, 24);
	test_menu_beside(120, 40);
	test_menu_beside(200, 60);
	test_menu_inside();
	test_menu_by_key();
	test_chooser_beside(80, 24);
	test_chooser_beside(120, 40);
	test_chooser_beside(200, 60);
	test_start_rows();
	return done();
}
