/*
 * The help: keys of this view, then those that work everywhere, then the mouse, all from the
 * command table. Two columns where there is room: this view's keys in the first. Made anew each
 * time it is painted; it is small.
 */
#include "ui-internal.h"

#include "themewall/app/settings.h"
#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { LINES_MAX = COMMANDS + 32, KEY_W = 13, COLUMN_W = 66, TWO_COLUMNS_W = 2 * COLUMN_W + 6 };

struct help_line {
	const char *heading; /* or a command … */
	enum command_id id;
	const char *key, *words; /* … or words of our own */
};

struct help_page {
	struct help_line lines[LINES_MAX];
	size_t n;
	size_t second; /* first line of the second column */
};

static const struct help_line wall_mouse[] = {
	{.key = "click", .words = "Focus; on the bar or with Alt: mark"},
	{.key = "double click", .words = "A card's words, a theme's name, a new card"},
	{.key = "drag", .words = "Move a card, marked cards or a theme"},
	{.key = "drag empty", .words = "Draw a line around cards to mark them"},
	{.key = "wheel", .words = "Pan the wall; so does the middle button"},
	{.key = "right click", .words = "What can be done; in a drag: put back"},
	{.key = "Shift drag", .words = "Select text (Option on a Mac)"},
};

static const struct help_line outline_mouse[] = {
	{.key = "click", .words = "Choose a row; on \"Themes\": the other order"},
	{.key = "double click", .words = "A card's words, a theme's name"},
	{.key = "drag", .words = "Onto a theme's title: into it; else beside the row"},
	{.key = "wheel", .words = "Scroll"},
	{.key = "right click", .words = "What can be done; in a drag: put back"},
	{.key = "Shift drag", .words = "Select text (Option on a Mac)"},
};

static const struct help_line reader_mouse[] = {
	{.key = "click", .words = "Select the turn"},
	{.key = "drag", .words = "Select words, character by character"},
	{.key = "wheel", .words = "Scroll"},
	{.key = "right click", .words = "What can be done with the selection"},
	{.key = "Shift drag", .words = "Select text (Option on a Mac)"},
};

static const struct help_line list_mouse[] = {
	{.key = "click", .words = "Choose"},
	{.key = "double click", .words = "Open"},
	{.key = "wheel", .words = "Scroll"},
	{.key = "right click", .words = "What can be done with it"},
	{.key = "Shift drag", .words = "Select text (Option on a Mac)"},
};

static const struct help_line field_lines[] = {
	{.key = "Enter, Esc", .words = "Done, or click OK; leave it as it was"},
	{.key = "typing", .words = "Replaces what is marked in reverse"},
	{.key = "arrows, End", .words = "Keep it and go on with it; so a click"},
	{.key = "Ctrl-W, -U", .words = "Delete the word before, all before"},
	{.key = "Ctrl-O", .words = "Long text in your editor ($VISUAL)"},
	{.key = "Alt-Enter", .words = "Split the card's words here"},
};

static void add(struct help_page *page, struct help_line line)
{
	if (page->n < LINES_MAX)
		page->lines[page->n++] = line;
}

static void add_lines(struct help_page *page, const struct help_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(page, lines[i]);
}

/* Works in all views, so it is not a key of this one. */
static bool is_everywhere(const struct command *command)
{
	return (command->contexts & CTX_VIEWS) == CTX_VIEWS;
}

static void add_commands(struct help_page *page, const struct app *app, bool everywhere)
{
	unsigned contexts = command_contexts(app);
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		struct binding binding;
		settings_binding(app->settings, command->id, &binding);
		if (binding.n && (command->contexts & contexts) &&
		    is_everywhere(command) == everywhere)
			add(page, (struct help_line){.id = (enum command_id)id});
	}
}

/* What the mouse does here. */
static void add_mouse(struct help_page *page, const struct app *app)
{
	add(page, (struct help_line){.heading = "With the mouse"});
	if (app->view == VIEW_WALL)
		add_lines(page, wall_mouse, TW_COUNT(wall_mouse));
	else if (app->view == VIEW_OUTLINE)
		add_lines(page, outline_mouse, TW_COUNT(outline_mouse));
	else if (app->view == VIEW_READER && app->reader.transcript.n)
		add_lines(page, reader_mouse, TW_COUNT(reader_mouse));
	else
		add_lines(page, list_mouse, TW_COUNT(list_mouse));
}

static void make(struct help_page *page, const struct app *app)
{
	static const char *const names[VIEWS] = {
		[VIEW_START] = "Here",
		[VIEW_WALL] = "On the wall",
		[VIEW_READER] = "In the reader",
		[VIEW_OUTLINE] = "In the outline",
		[VIEW_COVERAGE] = "In this view",
		[VIEW_FINDINGS] = "In this view",
		[VIEW_SORT] = "While you sort alone",
		[VIEW_IMPORT] = "Before an import",
	};
	page->n = 0;
	add(page, (struct help_line){.heading = names[app->view]});
	add_commands(page, app, false);
	add(page, (struct help_line){.heading = ""});
	page->second = page->n;
	add(page, (struct help_line){.heading = "Everywhere"});
	add_commands(page, app, true);
	add(page, (struct help_line){.heading = ""});
	add_mouse(page, app);
	add(page, (struct help_line){.heading = ""});
	add(page, (struct help_line){.heading = "In a text field"});
	add_lines(page, field_lines, TW_COUNT(field_lines));
}

/* "u, Ctrl-Z"; as many as the column holds, the first one always. */
static void add_keys(struct strbuf *out, const struct app *app, enum command_id id)
{
	struct binding binding;
	settings_binding(app->settings, id, &binding);
	for (size_t i = 0; i < binding.n; i++) {
		size_t before = out->len;
		strbuf_add_z(out, before ? ", " : "");
		key_add_name(out, binding.keys[i].key, binding.keys[i].mods);
		if (before && text_width(strbuf_str(out)) >= KEY_W)
			strbuf_remove(out, before, out->len - before);
	}
}

static void draw_line(struct ui *ui, const struct app *app, struct surface *s,
		      const struct help_line *line, int x, int y, int w)
{
	if (line->heading) {
		paint_safe(ui, s, x, y, str_of(line->heading), w, STYLE_TITLE);
		return;
	}
	strbuf_reset(&ui->line);
	const char *words = line->words;
	if (line->key)
		strbuf_add_z(&ui->line, line->key);
	else
		add_keys(&ui->line, app, line->id);
	if (!words)
		words = command_get(line->id)->help;
	surface_put_fit(s, x, y, strbuf_str(&ui->line), KEY_W - 1, STYLE_KEY);
	paint_safe(ui, s, x + KEY_W, y, str_of(words), w - KEY_W, STYLE_TEXT);
}

/* Lines of a column: which part of the page it shows. */
static void draw_column(struct ui *ui, struct app *app, struct surface *s,
			const struct help_page *page, size_t from, size_t to, struct rect r)
{
	for (int i = 0; i < r.h; i++) {
		size_t at = from + (size_t)(app->help.first + i);
		if (at < to)
			draw_line(ui, app, s, &page->lines[at], r.x, r.y + i, r.w);
	}
}

void draw_help(struct ui *ui, struct app *app, struct surface *s)
{
	struct help_page page;
	make(&page, app);
	bool two = s->w >= TWO_COLUMNS_W;
	int w = two ? 2 * COLUMN_W + 6 : COLUMN_W + KEY_W + 4, left = (int)page.second;
	int h = ui->at.bottom.y;
	w = w < s->w ? w : s->w;
	struct rect box = {(s->w - w) / 2, 0, w, h}, in = {box.x + 2, 1, w - 4, h - 2};
	int right = (int)page.n - left, rows = !two ? (int)page.n : left > right ? left : right;
	app->help.nlines = rows;
	app->help.nshown = in.h;
	int last = rows > in.h ? rows - in.h : 0;
	app->help.first = app->help.first > last ? last : app->help.first < 0 ? 0 : app->help.first;
	paint_box(ui, s, box, STR("Keys"));
	paint_more(s, (struct rect){in.x, in.y, in.w + 1, in.h}, app->help.first > 0,
		   app->help.first < last);
	struct rect old = surface_clip(s, in), half = {in.x, in.y, in.w / 2 - 1, in.h};
	if (two) {
		draw_column(ui, app, s, &page, 0, page.second, half);
		half.x += in.w / 2 + 1;
		draw_column(ui, app, s, &page, page.second, page.n, half);
	} else {
		draw_column(ui, app, s, &page, 0, page.n, in);
	}
	paint_cursor(s, in.x, in.y, false);
	surface_clip_restore(s, old);
}
