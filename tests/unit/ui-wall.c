/* The wall to the cell: the two target screens, focus, marks, partners, what is carried, odd texts.
 */
#include "tap.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"

static const char *folder;

static const struct cell *cell(const struct fixture *f, int x, int y)
{
	return surface_cell(&f->surface, x, y);
}

static bool is_at(const struct fixture *f, int x, int y, uint32_t code_point, style_id style)
{
	const struct cell *c = cell(f, x, y);
	return c && c->cp[0] == code_point && c->style == style;
}

static bool line_has(const struct fixture *f, int y, const char *words)
{
	struct strbuf sb = STRBUF_INIT;
	struct str rest, line = {"", 0};
	surface_dump(&f->surface, &sb);
	rest = strbuf_str(&sb);
	for (int i = 0; i <= y; i++)
		str_next_line(&rest, &line);
	bool has = str_find(line, str_of(words)) < line.n;
	strbuf_release(&sb);
	return has;
}

static void start(struct fixture *f, int w, int h)
{
	fixture_init(f);
	fixture_totals(f);
	fixture_file(f);
	fixture_paint(f, w, h);
}

static void test_target_screens(void)
{
	struct fixture f;
	start(&f, 120, 40);
	ok(fixture_is_picture(&f, folder, "wall-120x40.txt"), "the wall at 120 × 40, to the cell");
	ok(fixture_is_style_picture(&f, folder, "wall-120x40.styles"), "and its styles");
	fixture_paint(&f, 80, 24);
	ok(fixture_is_picture(&f, folder, "wall-80x24.txt"), "the wall at 80 × 24, to the cell");
	fixture_release(&f);
}

static void test_focus(void)
{
	struct fixture f;
	start(&f, 120, 40);
	ok(is_at(&f, 28, 2, 0x258c, STYLE_FOCUS), "the focused card's bar is bright");
	ok(is_at(&f, 30, 2, 'E', STYLE_FOCUS_TEXT), "and its words");
	ok(f.surface.cursor_x == 28 && f.surface.cursor_y == 2 && f.surface.cursor_visible,
	   "the cursor stands on it");
	app_focus_cluster(&f.app, (cluster_id){2});
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 29, 12, 'w', STYLE_FOCUS), "a focused section's title is bright");
	ok(f.surface.cursor_x == 29 && f.surface.cursor_y == 12, "the cursor stands on it");
	app_focus(&f.app, (struct target){.kind = TARGET_EMPTY, .column = 1, .line = 26});
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 55, 27, '+', STYLE_FOCUS), "a focused empty place is marked");
	app_focus_card(&f.app, (card_id){2});
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 2, 7, 0x258c, STYLE_FOCUS), "a focused card of the tray is bright");
	ok(f.surface.cursor_x == 2 && f.surface.cursor_y == 7, "the cursor stands on it");
	fixture_release(&f);
}

static void test_signs(void)
{
	struct fixture f;
	card_id marked[] = {{13}, {14}};
	start(&f, 120, 40);
	f.app.marked.ids = xcalloc(2, sizeof *marked);
	memcpy(f.app.marked.ids, marked, sizeof marked);
	f.app.marked.n = f.app.marked.capacity = 2;
	f.app.others[0].held_card = 15;
	fixture_paint(&f, 120, 40);
	ok(cell(&f, 28, 2)->cp[0] == 0x25c6, "a marked card has a sign on its bar");
	ok(cell(&f, 28, 3)->cp[0] == 0x258c, "and only there");
	ok(is_at(&f, 103, 2, 'T', STYLE_INSERT), "a card a partner holds carries their initial");
	f.app.others[0].initials[0] = '\0';
	fixture_paint(&f, 120, 40);
	ok(cell(&f, 103, 2)->cp[0] != 'T', "and no longer when they let go");
	fixture_release(&f);
}

static void drag(struct fixture *f, int x, int y, int to_x, int to_y)
{
	fixture_send(f, fixture_mouse(MOUSE_PRESS, 1, x, y));
	fixture_send(f, fixture_mouse(MOUSE_DRAG, 1, to_x, to_y));
	fixture_paint(f, f->surface.w, f->surface.h);
}

static void test_carry(void)
{
	struct fixture f;
	start(&f, 120, 40);
	drag(&f, 30, 3, 60, 5);
	ok(fixture_is_picture(&f, folder, "carry-120x40.txt"), "a card in the hand");
	ok(fixture_is_style_picture(&f, folder, "carry-120x40.styles"), "and its styles");
	ok(is_at(&f, 29, 1, 'I', STYLE_TITLE_LIT), "the theme under it lights up");
	ok(is_at(&f, 54, 2, 0x2502, STYLE_INSERT), "a mark shows the slot");
	ok(cell(&f, 28, 2)->style == STYLE_DIM, "where it came from dims");
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 10, 10));
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 3, 1, 'T', STYLE_TITLE_LIT), "over the tray its title lights up");
	ok(cell(&f, 29, 1)->style == STYLE_TITLE, "and the theme's no longer");
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 10, 38));
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 3, 38, 'P', STYLE_TITLE_LIT), "the parked lane shows and lights up");
	fixture_send(&f, fixture_mouse(MOUSE_PRESS, 3, 10, 38));
	fixture_paint(&f, 120, 40);
	ok(!carry_is_active(&f.app.carry), "the right button puts it back");
	f.app.wall.focus = (struct target){.kind = TARGET_CARD, .card = {13}};
	fixture_paint(&f, 120, 40);
	ok(fixture_is_picture(&f, folder, "wall-120x40.txt"), "and nothing has changed");
	fixture_release(&f);
}

static void test_carry_places(void)
{
	struct fixture f;
	start(&f, 120, 40);
	drag(&f, 30, 3, 84, 35);
	ok(f.app.carry.drop.kind == DROP_LOOSE && is_at(&f, 81, 34, 0x2502, STYLE_INSERT),
	   "over empty wall the mark shows the loose place");
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 86, 21));
	fixture_paint(&f, 120, 40);
	ok(f.app.carry.drop.kind == DROP_ON_CARD && is_at(&f, 81, 21, 0x2502, STYLE_INSERT),
	   "over a loose card the mark stands beside it");
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 90, 14));
	fixture_paint(&f, 120, 40);
	ok(is_at(&f, 29, 12, 'w', STYLE_TITLE_LIT), "a section's rule lights up alone");
	ok(cell(&f, 29, 1)->style == STYLE_TITLE, "not the theme it is in");
	carry_cancel(&f.app);
	drag(&f, 40, 19, 60, 30);
	ok(line_has(&f, 30, "╭─ I have to be… ── 2·2 ─╮"),
	   "a carried theme shows its title and counts");
	fixture_release(&f);
}

static void test_marked_set(void)
{
	struct fixture f;
	start(&f, 120, 40);
	f.app.marked.ids = xcalloc(3, sizeof *f.app.marked.ids);
	for (int i = 0; i < 3; i++)
		f.app.marked.ids[i] = (card_id){13 + i};
	f.app.marked.n = f.app.marked.capacity = 3;
	drag(&f, 30, 3, 60, 30);
	ok(line_has(&f, 29, " 3 cards"), "a carried set shows its count");
	fixture_release(&f);
}

static void test_lasso(void)
{
	struct fixture f;
	start(&f, 120, 40);
	drag(&f, 84, 35, 70, 30);
	ok(f.app.carry.state == CARRY_LASSO, "dragging empty wall draws a lasso");
	ok(is_at(&f, 72, 30, 0x254c, STYLE_INSERT) && is_at(&f, 72, 34, 0x254c, STYLE_INSERT),
	   "also leftwards and upwards");
	fixture_release(&f);
}

static void test_header(void)
{
	struct fixture f;
	start(&f, 80, 24);
	strbuf_add_z(&f.app.not_saved, "disk full");
	fixture_paint(&f, 120, 24);
	ok(line_has(&f, 0, "not saved: disk full"), "what could not be saved is said");
	ok(line_has(&f, 0, "1 Wall  2 Reader  3 Outline  4 Coverage  5 Findings"), "tabs stay");
	strbuf_reset(&f.app.not_saved);
	fixture_release(&f);

	fixture_init(&f);
	fixture_study(&f, "A title that is far too long to be shown in one line with all the rest");
	fixture_paint(&f, 80, 24);
	ok(line_has(&f, 0, "A title that is far too long… · saved"),
	   "a long title is cut, the counts go first");
	ok(line_has(&f, 8, "No cards yet"), "an empty wall says what to do");
	fixture_release(&f);
}

static void test_folded_tray(void)
{
	struct fixture f;
	start(&f, 120, 40);
	fixture_card(&f, &(struct fixture_card){90, 1, "1:00", "Later.", "q", IN_PARKED, 0, 0});
	fixture_paint(&f, 120, 40);
	ok(line_has(&f, 38, "Parked ─────────── 1"), "the parked lane shows its count");
	f.app.wall.tray_folded = true;
	fixture_paint(&f, 120, 40);
	ok(line_has(&f, 2, "│Tray") && line_has(&f, 3, "│12"), "folded, the tray keeps its count");
	ok(line_has(&f, 5, "│Parked") && line_has(&f, 6, "│1 "), "and the parked lane its");
	ok(line_has(&f, 1, "╭─ I rebuild"), "the wall takes the room");
	fixture_release(&f);
}

static void test_odd_texts(void)
{
	static const char *const texts[] = {
		"\342\200\256evil reversed text",
		"日本語のテキストはとても長いのでここで折り返します",
		"👩‍👩‍👧‍👦 family and 🇩🇪 flag",
		"עברית ואנגלית mixed together in one line",
		"a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86 many marks",
		"",
		"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
		"tab\there\nand a new line",
	};
	struct fixture f;
	start(&f, 120, 40);
	for (int i = 0; i < (int)TW_COUNT(texts); i++)
		fixture_card(&f, &(struct fixture_card){200 + i, 1 + i, "", texts[i], "q", LOOSE,
							i % 4, 30 + i / 4 * 5});
	fixture_cluster(&f, &(struct fixture_cluster){9, 0, "日本語 \xe2\x80\xae title", "a9", 5, 0,
						      1, false});
	for (int x = 0; x < 140; x += 9)
		for (int y = 0; y < 30; y += 7) {
			f.app.wall.x = x;
			f.app.wall.y = y;
			fixture_paint(&f, 97, 31);
			if (!surface_is_whole(&f.surface))
				ok(false, "whole cells at %d, %d", x, y);
		}
	f.app.wall.x = 0;
	f.app.wall.y = 26;
	fixture_paint(&f, 140, 40);
	ok(fixture_is_picture(&f, folder, "wall-odd-texts.txt"),
	   "texts of all scripts stay on their slabs");
	fixture_release(&f);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : "tests/data/ui";
	test_target_screens();
	test_focus();
	test_signs();
	test_carry();
	test_carry_places();
	test_marked_set();
	test_lasso();
	test_header();
	test_folded_tray();
	test_odd_texts();
	return done();
}
