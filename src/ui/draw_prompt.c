/*
 * A field or a chooser over the view. In the bottom line: title, field, what Enter does; rows, when
 * there are any, stand above it. Centred: a box whose top stays while one types; it is as high as
 * its rows need.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum {
	BOX_W = 66,
	BOX_WIDE_W = 96,
	BOX_ROWS = 14,
	MENU_ROWS = 24,
	LIST_ROWS = 9,
	FIELD_MIN = 12,
	WAYS_W = 9, /* "OK  Esc" and a gap */
	BODY_MIN = 5 /* lines under the rows that are never given up */
};
enum { NOTE_MAX = 24, NOTES_GAP = 3 };

/* What the label leaves, half of the row at least. */
static int note_room(const struct prompt_row *row, int w)
{
	int left = w - 5 - text_width(str_of(row->label));
	return left > w / 2 ? left : w / 2;
}

/* Notes that are sentences stand in a column of their own, behind the longest label; keys, counts
 * and codes (0) at the right. */
static int notes_x(const struct prompt *prompt)
{
	int label = 0, note = 0;
	for (size_t i = 0; i < prompt->nrows; i++) {
		const struct prompt_row *row = &prompt->rows[i];
		int w = text_width(str_of(row->label));
		int note_w = row->note ? text_width(str_of(row->note)) : 0;
		label = w > label ? w : label;
		note = note_w > note ? note_w : note;
	}
	return note > NOTE_MAX && !prompt->has_field ? label + NOTES_GAP : 0;
}

/* A menu's shows once letters are typed into it. */
static bool shows_field(const struct prompt *prompt)
{
	return prompt->has_field || (prompt->fill && prompt->edit.text.len);
}

static void draw_sentence(struct ui *ui, struct surface *s, struct rect r,
			  const struct prompt_row *row, int at, style_id style)
{
	paint_safe(ui, s, r.x + 2 + at, r.y, str_of(row->note), r.w - 3 - at, style);
}

static void draw_row(struct ui *ui, struct surface *s, struct rect r, const struct prompt_row *row,
		     bool chosen, int notes)
{
	style_id style = chosen ? STYLE_SELECT : row->is_new ? STYLE_KEY : STYLE_TEXT;
	int right = r.x + r.w - 1;
	if (chosen)
		paint_line(s, r.x, r.y, r.w, " ", STYLE_SELECT);
	surface_putz(s, r.x, r.y, chosen ? "›" : " ", style);
	if (row->note && notes)
		draw_sentence(ui, s, r, row, notes, chosen ? STYLE_SELECT : STYLE_DIM);
	else if (row->note)
		right = paint_right(ui, s, right, r.y, str_of(row->note), note_room(row, r.w),
				    chosen ? STYLE_SELECT : STYLE_DIM) -
			2;
	paint_safe(ui, s, r.x + 2, r.y, str_of(row->label), right - r.x - 2, style);
}

static void draw_rows(struct ui *ui, struct app *app, struct surface *s, struct rect r)
{
	struct prompt *prompt = &app->prompt;
	size_t shown = r.h > 0 ? (size_t)r.h : 0;
	int notes = notes_x(prompt);
	prompt->first = scroll_to(prompt->first, prompt->chosen, prompt->nrows, shown);
	for (size_t i = 0; i < shown && prompt->first + i < prompt->nrows; i++) {
		size_t row = prompt->first + i;
		struct rect line = {r.x, r.y + (int)i, r.w, 1};
		draw_row(ui, s, line, &prompt->rows[row], row == prompt->chosen, notes);
		zone_add(ui, line, ZONE_PROMPT_ROW, (int64_t)row);
		if (!shows_field(prompt) && row == prompt->chosen)
			paint_cursor(s, line.x, line.y, true);
	}
	if (!prompt->nrows && prompt->fill && prompt->edit.text.len && shown)
		surface_putz(s, r.x + 2, r.y, "Nothing fits these letters.", STYLE_DIM);
	paint_more(s, (struct rect){r.x, r.y, r.w + 1, r.h}, prompt->first > 0,
		   prompt->first + shown < prompt->nrows);
}

/* A menu is as wide as its longest row, so that key and words stay together; a chooser keeps its
 * width while one types. */
static int box_width(const struct prompt *prompt, const struct surface *s)
{
	int widest = text_width(strbuf_str(&prompt->title)), frame = 4, marks = 6;
	int most = s->w * 3 / 4 < BOX_WIDE_W ? s->w * 3 / 4 : BOX_WIDE_W;
	most = most > BOX_W ? most : BOX_W;
	int notes = notes_x(prompt); /* sentences: all there is room for */
	most = notes && s->w - frame > most && most < BOX_WIDE_W ? s->w - frame : most;
	if (prompt->has_field || prompt->about)
		return most;
	for (size_t i = 0; i < prompt->nrows; i++) {
		const struct prompt_row *row = &prompt->rows[i];
		int w = text_width(str_of(row->label)) +
			(row->note ? text_width(str_of(row->note)) : 0);
		if (row->note && notes)
			w = notes + text_width(str_of(row->note));
		widest = w > widest ? w : widest;
	}
	widest += frame + marks;
	return widest < most ? widest : most;
}

static int count_lines(struct str text)
{
	struct str line;
	int n = 0;
	while (str_next_line(&text, &line))
		n++;
	return n;
}

/* Under a rule below the rows; returns the lines it took. */
static int draw_body(struct ui *ui, const struct prompt *prompt, struct surface *s, struct rect in,
		     int rows)
{
	struct str rest = strbuf_str(&prompt->body), line;
	int nlines = count_lines(rest), room = in.h - 1 - rows;
	if (!nlines)
		return 0;
	room = room > BODY_MIN ? room : in.h - 2 < BODY_MIN ? in.h - 2 : BODY_MIN;
	nlines = nlines < room ? nlines : room;
	int y = in.y + in.h - nlines;
	paint_line(s, in.x - 1, y - 1, in.w + 2, "╌", STYLE_BORDER);
	for (int i = 0; i < nlines && str_next_line(&rest, &line); i++)
		paint_safe(ui, s, in.x, y + i, line, in.w, i < BODY_MIN ? STYLE_TEXT : STYLE_DIM);
	return nlines + 1;
}

/* A menu stands where the pointer opened it, or beside what it is about, and so does what is chosen
 * from it; all else in the middle. */
static struct rect place_box(const struct ui *ui, const struct prompt *prompt, int w, int h)
{
	bool pointed = ui->pointed == prompt->menu;
	bool beside = prompt->beside && ui->focus.w > 0;
	if (!pointed && !beside)
		return layout_box(&ui->at, w, h);
	struct rect about = beside ? ui->focus : ui->pointer;
	return layout_beside(&ui->at, w, h, about, pointed ? ui->pointer : about);
}

static void draw_centered(struct ui *ui, struct app *app, struct surface *s)
{
	struct prompt *prompt = &app->prompt;
	bool field = shows_field(prompt);
	int most = prompt->has_field ? BOX_ROWS : MENU_ROWS;
	int rows = prompt->nrows < (size_t)most ? (int)prompt->nrows : most;
	int above = field ? 2 : 0, help = prompt->help.len > 0;
	int room = prompt->has_field ? most : rows ? rows : 1; /* typing may bring as many back */
	int body = count_lines(strbuf_str(&prompt->body));
	int frame = above + help + 2 + body + (body > 0), high = frame + (rows ? rows : 1);
	struct rect box = place_box(ui, prompt, box_width(prompt, s), room + frame);
	box.h = box.h < high ? box.h : high;
	struct rect in = {box.x + 2, box.y + 1, box.w - 4, box.h - 2};
	zone_add(ui, box, ZONE_PROMPT, 0);
	paint_box(ui, s, box, strbuf_str(&prompt->title));
	struct rect old = surface_clip(s, box);
	if (field) {
		surface_putz(s, in.x, in.y, "›", STYLE_KEY);
		paint_line(s, box.x + 1, in.y + 1, box.w - 2, "╌", STYLE_BORDER);
	}
	in.y += above;
	in.h -= above + help;
	int bottom = in.y + in.h;
	in.h -= draw_body(ui, prompt, s, in, rows);
	draw_rows(ui, app, s, in);
	if (help)
		paint_safe(ui, s, in.x, bottom, strbuf_str(&prompt->help), in.w, STYLE_DIM);
	if (field)
		paint_field(ui, s, in.x + 2, in.y - above, in.w - 2, &prompt->edit);
	surface_clip_restore(s, old);
}

/* Rows of a field in the bottom line stand right above it. */
static void draw_list_above(struct ui *ui, struct app *app, struct surface *s)
{
	size_t n = app->prompt.nrows;
	int room = ui->at.bottom.y - 2;
	int rows = n < LIST_ROWS ? (int)n : LIST_ROWS;
	rows = rows < room ? rows : room;
	int w = s->w < BOX_W ? s->w : BOX_W;
	struct rect box = {0, ui->at.bottom.y - rows - 2, w, rows + 2};
	if (rows < 1)
		return;
	zone_add(ui, box, ZONE_PROMPT, 0);
	paint_box(ui, s, box, STR(""));
	draw_rows(ui, app, s, (struct rect){box.x + 2, box.y + 1, box.w - 4, rows});
}

static void draw_message_above(struct ui *ui, const struct app *app, struct surface *s)
{
	int y = ui->at.bottom.y - 1;
	if (app->message.kind != MESSAGE_WARN || y < 0)
		return;
	paint_line(s, 0, y, s->w, " ", STYLE_WARN);
	paint_safe(ui, s, 1, y, strbuf_str(&app->message.text), s->w - 2, STYLE_WARN);
}

/* One of them, before x; returns where it begins. */
static int draw_way(struct ui *ui, struct surface *s, int x, int y, const char *key,
		    const char *what, enum zone_kind zone)
{
	int key_w = text_width(str_of(key)), w = key_w + text_width(str_of(what));
	surface_putz(s, x - w, y, key, STYLE_KEY);
	surface_putz(s, x - w + key_w, y, what, STYLE_DIM);
	zone_add(ui, (struct rect){x - w, y, w, 1}, zone, 0);
	return x - w;
}

/* Whoever has only the mouse takes what stands there, or leaves it, by a click; among rows one
 * clicks a row. Returns what is left of the line. */
static int draw_ways(struct ui *ui, struct surface *s, int right, int y, bool wide)
{
	int x = draw_way(ui, s, right, y, "Esc", wide ? " leave" : "", ZONE_PROMPT_LEAVE);
	x = draw_way(ui, s, x - (wide ? 3 : 2), y, wide ? "Enter" : "OK", wide ? " OK" : "",
		     ZONE_PROMPT_TAKE);
	return x - 2;
}

static void draw_field(struct ui *ui, struct app *app, struct surface *s)
{
	struct prompt *prompt = &app->prompt;
	int y = ui->at.bottom.h ? ui->at.bottom.y : s->h - 1, right = s->w - 1;
	int title = s->w - 2 * FIELD_MIN > s->w / 2 ? s->w - 2 * FIELD_MIN : s->w / 2;
	paint_line(s, 0, y, s->w, " ", STYLE_TEXT);
	int x = 1 + paint_safe(ui, s, 1, y, strbuf_str(&prompt->title), title, STYLE_TITLE);
	x += surface_putz(s, x, y, "  ", STYLE_TEXT);
	zone_add(ui, (struct rect){0, y, s->w, 1}, ZONE_PROMPT, 0);
	int help = text_width(strbuf_str(&prompt->help));
	if (!prompt->fill && right - x > FIELD_MIN + WAYS_W)
		right = draw_ways(ui, s, right, y, right - x > 6 * FIELD_MIN + help);
	if (help && right - x > 3 * FIELD_MIN)
		right = paint_right(ui, s, right, y, strbuf_str(&prompt->help),
				    right - x - 2 * FIELD_MIN, STYLE_DIM) -
			2;
	if (prompt->nrows)
		draw_list_above(ui, app, s);
	paint_field(ui, s, x, y, right - x, &prompt->edit);
}

void draw_prompt(struct ui *ui, struct app *app, struct surface *s)
{
	if (!app->prompt.open)
		return;
	if (app->prompt.centered || !app->prompt.has_field) {
		draw_centered(ui, app, s);
	} else {
		draw_field(ui, app, s);
		if (!app->prompt.nrows)
			draw_message_above(ui, app, s);
	}
}
