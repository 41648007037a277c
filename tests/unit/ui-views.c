/* The other views and the overlays, as pictures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/base/mem.h"
#include "ui-fixture.h"

static const char *folder;

static const char *const interview[] = {
	"What did you do next?",
	"I export it to a spreadsheet because I don’t trust the totals. I trust the lines. I don’t "
	"trust the sum. And every time somebody asks me I have to go through the whole thing once "
	"more, line by line, with a pencil.",
	"Would you use a button for that?",
	"Maybe. If it showed me the lines. 日本語のテキスト and עברית text.",
};

static void start(struct fixture *f)
{
	fixture_init(f);
	fixture_totals(f);
	fixture_turns(f, 3, interview, TW_COUNT(interview));
}

static void picture(struct fixture *f, int w, int h, const char *name)
{
	char styles[64];
	fixture_paint(f, w, h);
	ok(fixture_is_picture(f, folder, name), "%s", name);
	snprintf(styles, sizeof styles, "%.*s.styles", (int)(strrchr(name, '.') - name), name);
	ok(fixture_is_style_picture(f, folder, styles), "%s", styles);
	ok(surface_is_whole(&f->surface), "%s is whole", name);
}

static void test_reader(void)
{
	struct fixture f;
	struct err err = ERR_INIT;
	start(&f);
	f.app.view = VIEW_READER;
	picture(&f, 100, 16, "reader-list.txt");
	ok(reader_open(&f.app, (transcript_id){3}, 22 + 63, 22 + 81, &err), "a transcript opens");
	picture(&f, 100, 16, "reader-100x16.txt");
	ok(f.surface.cursor_x == 15 + 63 && f.surface.cursor_y == 4,
	   "the cursor stands on the selection");
	reader_turn_step(&f.app, 2);
	picture(&f, 80, 8, "reader-80x8.txt");
	ok(f.app.reader.turn == 3, "the last turn is selected");
	ok(f.surface.cursor_y >= 3 && f.surface.cursor_y <= 6, "and scrolled into view");
	fixture_release(&f);
}

/* Each cell of a line leads to the code point painted there. */
static void test_reader_cells(void)
{
	struct fixture f;
	struct err err = ERR_INIT;
	start(&f);
	reader_open(&f.app, (transcript_id){3}, -1, -1, &err);
	fixture_paint(&f, 100, 20);
	fixture_click(&f, 15 + 8, 4, 1000);
	fixture_send(&f, fixture_mouse(MOUSE_PRESS, 1, 15 + 2, 4));
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 15 + 7, 4));
	is_int(f.app.reader.start, 22 + 2, "a drag selects from the character it began on");
	is_int(f.app.reader.end, 22 + 8, "to the one it ended on");
	fixture_send(&f, fixture_mouse(MOUSE_RELEASE, 1, 15 + 7, 4));
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 15 + 20, 4));
	is_int(f.app.reader.end, 22 + 8, "nothing follows the pointer after the release");
	int64_t last = 22 + 198 + 33;
	fixture_send(&f, fixture_mouse(MOUSE_PRESS, 1, 15 + 34, 8));
	fixture_send(&f, fixture_mouse(MOUSE_DRAG, 1, 15 + 37, 8));
	ok(f.app.reader.end - f.app.reader.start == 2, "a wide character counts as one, %d",
	   (int)(f.app.reader.end - f.app.reader.start));
	ok(f.app.reader.start > last, "in the last turn");
	fixture_release(&f);
}

static void test_reader_scroll(void)
{
	struct fixture f;
	struct err err = ERR_INIT;
	start(&f);
	reader_open(&f.app, (transcript_id){3}, -1, -1, &err);
	fixture_paint(&f, 80, 15);
	fixture_send(&f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 20, 8));
	ok(f.app.reader.first_turn == 1 && f.app.reader.first_line == 2,
	   "the wheel scrolls by lines");
	fixture_send(&f, fixture_mouse(MOUSE_WHEEL_UP, 0, 20, 8));
	ok(f.app.reader.first_turn == 0 && f.app.reader.first_line == 0, "and back");
	for (int i = 0; i < 20; i++)
		fixture_send(&f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 20, 8));
	fixture_paint(&f, 80, 15);
	ok(f.app.reader.first_turn == 3, "not past the last turn");
	fixture_release(&f);
}

static void test_outline(void)
{
	struct fixture f;
	struct strbuf shown = STRBUF_INIT;
	start(&f);
	f.app.view = VIEW_OUTLINE;
	picture(&f, 80, 24, "outline-80x24.txt");
	ok(f.surface.cursor_y == 3, "the cursor stands on the focused row");
	f.app.view = VIEW_WALL;
	f.app.wall.focus = (struct target){.kind = TARGET_CARD, .card = {23}};
	picture(&f, 50, 12, "cramped-50x12.txt");
	ok(f.surface.cursor_y > 0 && f.surface.cursor_y < 11,
	   "too small for the wall, the list follows the focus");
	f.app.view = VIEW_COVERAGE;
	fixture_paint(&f, 59, 24);
	surface_dump(&f.surface, &shown);
	ok(str_starts(strbuf_str(&shown), STR("More room, please: 60 × 15 or larger shows all")),
	   "and every view asks for room in its first line");
	strbuf_release(&shown);
	fixture_release(&f);
}

static bool shows(struct fixture *f, const char *words)
{
	struct strbuf shown = STRBUF_INIT;
	fixture_paint(f, f->surface.w, f->surface.h);
	surface_dump(&f->surface, &shown);
	bool found = strstr(shown.buf, words) != NULL;
	strbuf_release(&shown);
	return found;
}

/* What does not fit below the grid is told, and reached by keys, wheel and click. */
static void test_coverage_reading(struct fixture *f)
{
	enum { TEXT_Y = 11, SIGN_Y = 14, W = 60, H = 18 };
	fixture_file(f);
	fixture_paint(f, W, H);
	ok(shows(f, "new themes by interview"), "a line says what is below");
	app_key(&f->app, KEY_DOWN, 0);
	app_key(&f->app, KEY_DOWN, 0);
	ok(f->app.coverage.row == 4 && f->app.coverage.text.first == 0, "down goes to the themes");
	app_key(&f->app, KEY_DOWN, 0);
	ok(shows(f, "▴ 1 line above   ▾ below"), "and past the last one on in the text");
	app_key(&f->app, KEY_PAGE_DOWN, 0);
	app_key(&f->app, KEY_END, 0);
	ok(shows(f, "   S0") && shows(f, "lines above") && !shows(f, "▾ below"),
	   "the end of the text is its end");
	app_key(&f->app, KEY_UP, 0);
	ok(f->app.coverage.row == 4 && shows(f, "▾ below"), "up reads back before it leaves");
	app_key(&f->app, KEY_HOME, 0);
	ok(f->app.coverage.row == 0 && f->app.coverage.text.first == 0, "Home is the beginning");
	fixture_paint(f, W, H);
	fixture_send(f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 5, TEXT_Y));
	ok(f->app.coverage.text.first == 1 && f->app.coverage.row == 0, "the wheel scrolls it");
	fixture_click(f, 3, SIGN_Y, 5000);
	ok(f->app.coverage.text.first > 1, "a click on the sign goes on");
	f->app.coverage.text.first = 0;
}

static void test_coverage(void)
{
	struct fixture f;
	start(&f);
	f.app.view = VIEW_COVERAGE;
	f.app.coverage.row = 1;
	f.app.coverage.column = 3;
	picture(&f, 80, 24, "coverage-80x24.txt");
	fixture_click(&f, 28, 6, 1000);
	ok(f.app.coverage.row == 2 && f.app.coverage.column == 0, "a click focuses a cell");
	fixture_card(&f, &(struct fixture_card){300, 0, "", "Nobody said this.", "o", 3, 0, 0});
	picture(&f, 60, 15, "coverage-60x15.txt");
	fixture_cluster(&f, &(struct fixture_cluster){9, 0, "Everything by hand", "", 6, 0, 1, 0});
	for (int i = 0; i < 3; i++)
		fixture_card(&f,
			     &(struct fixture_card){310 + i, 6, "1:30", "A ruler.", "q", 9, 0, 0});
	picture(&f, 100, 26, "coverage-warnings.txt");
	picture(&f, 60, 17, "coverage-short.txt");
	test_coverage_reading(&f);
	fixture_release(&f);

	fixture_init(&f);
	f.app.view = VIEW_COVERAGE;
	picture(&f, 80, 24, "coverage-empty.txt");
	fixture_release(&f);
}

static void test_findings(void)
{
	struct fixture f;
	start(&f);
	f.app.view = VIEW_FINDINGS;
	for (int i = 1; i <= 60; i++)
		strbuf_addf(&f.app.findings.text, "  line %d\x1b[31m of the findings\n", i);
	strbuf_add_repeat(&f.app.findings.text, "a long line ", 12);
	picture(&f, 80, 24, "findings-80x24.txt");
	ok(f.app.findings.nlines == 62 && f.app.findings.nshown == 22, "the page knows its lines");
	fixture_send(&f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 20, 8));
	ok(f.app.findings.first == 3, "the wheel scrolls");
	f.app.findings.first = 1000;
	fixture_paint(&f, 80, 24);
	ok(f.app.findings.first == 40, "not past the end");
	fixture_release(&f);
}

static void test_start(void)
{
	struct fixture f;
	fixture_init(&f);
	f.app.view = VIEW_START;
	f.app.start.chosen = 3;
	f.app.start.recent = xcalloc(2, sizeof *f.app.start.recent);
	f.app.start.recent[f.app.start.nrecent++] = xstrdup("/home/ana/totals.wall");
	f.app.start.recent[f.app.start.nrecent++] = xstrdup("/home/ana/\x1b]0;older.wall");
	picture(&f, 80, 24, "start-80x24.txt");
	picture(&f, 30, 9, "start-30x9.txt");
	fixture_release(&f);
}

/* The table of commands grows; the shape of the page is what must hold. */
static void test_help(void)
{
	struct fixture f;
	struct strbuf sb = STRBUF_INIT;
	start(&f);
	f.app.help_open = true;
	fixture_paint(&f, 138, 44);
	surface_dump(&f.surface, &sb);
	ok(strstr(sb.buf, "│ On the wall ") && strstr(sb.buf, " Everywhere "), "two columns");
	ok(strstr(sb.buf, "│ Space        Pick up the card"), "keys as people write them");
	ok(strstr(sb.buf, "u, Ctrl-Z    Undo"), "all of them");
	ok(strstr(sb.buf, "Shift drag   Select text"), "and the mouse");
	ok(strstr(sb.buf, " or take the marks off "), "no sentence is cut");
	fixture_paint(&f, 137, 44);
	strbuf_reset(&sb);
	surface_dump(&f.surface, &sb);
	ok(strstr(sb.buf, " or take the marks off "), "nor where two columns have no room");
	fixture_paint(&f, 80, 24);
	int lines = f.app.help.nlines;
	ok(lines > 22, "one column when narrow, %d lines", lines);
	fixture_send(&f, fixture_mouse(MOUSE_WHEEL_DOWN, 0, 20, 8));
	strbuf_reset(&sb);
	fixture_paint(&f, 80, 24);
	surface_dump(&f.surface, &sb);
	ok(f.app.help.first == 3 && !strstr(sb.buf, "On the wall"), "which scrolls");
	strbuf_release(&sb);
	fixture_release(&f);
}

static void fill_themes(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("I rebuild the numbers myself"), "T-01", 1, false);
	prompt_add_row(prompt, STR("when tax is involved"), "T-02", 2, false);
	prompt_add_row(prompt, STR("a \x1b[7m theme 日本語"), NULL, 3, true);
}

static bool accept(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	app_say(app, MESSAGE_INFO, "took %d", (int)value);
	return true;
}

static void test_prompts(void)
{
	struct fixture f;
	start(&f);
	prompt_open_field(&f.app, "Rename theme", STR("I rebuild the numbers"), 1, accept);
	picture(&f, 80, 24, "field-80x24.txt");
	ok(f.surface.cursor_visible && f.surface.cursor_y == 23, "the cursor stands in the field");
	prompt_open_field(
		&f.app, "Rename theme",
		STR("a name that is far too long for a field of this width, isn’t it, yes"), 1,
		accept);
	fixture_paint(&f, 60, 24);
	ok(f.surface.cursor_x < 60 && surface_is_whole(&f.surface),
	   "a long text scrolls to the caret");
	prompt_close(&f.app);
	prompt_open_list(&f.app, "Send to…", true, 1, fill_themes, accept);
	picture(&f, 80, 24, "chooser-80x24.txt");
	prompt_choose(&f.app, 1);
	fixture_paint(&f, 80, 24);
	line_edit_insert_char(&f.app.prompt.edit, 's');
	fixture_click(&f, 2, 2, 1000);
	ok(f.app.prompt.open, "a click beside a field loses nothing that was written");
	fixture_click(&f, 20, 8, 1000);
	ok(!f.app.prompt.open && strcmp(f.app.message.text.buf, "took 3") == 0,
	   "a click takes a row");
	prompt_open_list(&f.app, "Menu", false, 1, fill_themes, accept);
	picture(&f, 80, 24, "menu-80x24.txt");
	fixture_click(&f, 2, 2, 1000);
	ok(!f.app.prompt.open, "a click beside a menu closes it");
	fixture_release(&f);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : "tests/data/ui";
	test_reader();
	test_reader_cells();
	test_reader_scroll();
	test_outline();
	test_coverage();
	test_findings();
	test_start();
	test_help();
	test_prompts();
	return done();
}
