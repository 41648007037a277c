/* What the mouse means: clicks, double clicks, the wheel, tabs, hints, drags that went wrong. */
#include "tap.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"

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

int main(void)
{
	test_click();
	test_double_click();
	test_wheel();
	test_pan();
	test_places();
	test_drag();
	test_folded_tray();
	return done();
}
