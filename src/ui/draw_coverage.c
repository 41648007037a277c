/*
 * May you believe it? Themes down, people across, a digit for how many cards (one person's many
 * cards are still one voice), then who was not heard and how much of each session the participants
 * spoke. The focused cell is shown by brackets as well as by colour.
 */
#include "ui-internal.h"

#include "themewall/model/strength.h"
#include "themewall/model/talk.h"
#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum {
	INDENT = 2, /* of a sub-theme */
	NAME_MIN = 18,
	NAME_MAX = 44,
	CELL_MIN = 5,
	CELL_MAX = 18,
	TOTAL_W = 13,
	HEAD_H = 2,
	FOOT_H = 2,
	RULES = 2,      /* lines between grid and text, and between text and foot */
	ROWS_LEAST = 5, /* of the grid, before the text below it */
	TEXT_LEAST = 2  /* of the text, before the grid */
};

/* Where the parts stand: grid, text and foot, a line before each of the latter two. */
struct parts {
	int top;
	size_t rows; /* of the grid that are seen */
	struct rect text;
	int foot;
};

struct grid_painter {
	struct ui *ui;
	const struct app *app;
	struct surface *s;
	const struct grid *grid;
	const struct export_matrix *matrix; /* the grid's */
	int name_w, cell_w;
	size_t first_column, shown; /* participants across */
};

static int column_x(const struct grid_painter *p, size_t column)
{
	return 1 + p->name_w + 2 + (int)(column - p->first_column) * p->cell_w;
}

static size_t column_end(const struct grid_painter *p)
{
	size_t end = p->first_column + p->shown;
	return end < p->matrix->npeople ? end : p->matrix->npeople;
}

static const struct participant *person_at(const struct grid_painter *p, size_t column)
{
	return model_participant(p->app->model, p->matrix->people[column]);
}

static struct str segment_at(const struct grid_painter *p, size_t column)
{
	return model_participant_segment(p->app->model, person_at(p, column));
}

static bool segments_fit(const struct grid_painter *p)
{
	for (size_t i = 0; i < p->matrix->npeople; i++)
		if (text_width(segment_at(p, i)) > p->cell_w - 1)
			return false;
	return true;
}

/* Under each person where every column is wide enough, else not at all: a label wider than its
 * column stands under somebody else. */
static void draw_segments(const struct grid_painter *p, int y)
{
	if (!segments_fit(p))
		return;
	for (size_t i = p->first_column; i < column_end(p); i++)
		paint_safe(p->ui, p->s, column_x(p, i), y, segment_at(p, i), p->cell_w - 1,
			   STYLE_DIM);
}

static void draw_head(const struct grid_painter *p, int y)
{
	surface_putz(p->s, 1, y, "Theme", STYLE_DIM);
	for (size_t i = p->first_column; i < column_end(p); i++) {
		strbuf_reset(&p->ui->line);
		code_add(&p->ui->line, CODE_PARTICIPANT, person_at(p, i)->code);
		bool here = i == p->app->coverage.column;
		paint_safe(p->ui, p->s, column_x(p, i), y, strbuf_str(&p->ui->line), p->cell_w - 1,
			   here ? STYLE_FOCUS_TEXT : STYLE_TEXT);
	}
	draw_segments(p, y + 1);
	strbuf_reset(&p->ui->line);
	strbuf_addf(&p->ui->line, "of %zu", p->matrix->npeople);
	paint_safe(p->ui, p->s, column_x(p, column_end(p)) + 1, y, strbuf_str(&p->ui->line),
		   TOTAL_W - 1, STYLE_DIM);
}

static void draw_cell(const struct grid_painter *p, size_t row, size_t column, int y)
{
	uint32_t n = p->matrix->cells[row * p->matrix->npeople + column];
	bool here = row == p->app->coverage.row && column == p->app->coverage.column;
	int x = column_x(p, column);
	strbuf_reset(&p->ui->line);
	if (n)
		strbuf_addf(&p->ui->line, n > 99 ? "99+" : "%u", (unsigned)n);
	else
		strbuf_add_char(&p->ui->line, '.');
	int w = surface_put(p->s, x + 1, y, strbuf_str(&p->ui->line),
			    here ? STYLE_FOCUS
			    : n  ? STYLE_TEXT
				 : STYLE_DIM);
	if (here) {
		surface_putz(p->s, x, y, "[", STYLE_FOCUS);
		surface_putz(p->s, x + 1 + w, y, "]", STYLE_FOCUS);
		paint_cursor(p->s, x + 1, y, true);
	}
	zone_add(p->ui, (struct rect){x, y, p->cell_w, 1}, ZONE_GRID,
		 (int64_t)row << 32 | (int64_t)column);
}

static size_t loudest_of(const struct export_matrix *matrix, size_t row)
{
	const uint32_t *cells = &matrix->cells[row * matrix->npeople];
	size_t loudest = 0, sum = 0;
	for (size_t i = 0; i < matrix->npeople; i++) {
		sum += cells[i];
		loudest = cells[i] > cells[loudest] ? i : loudest;
	}
	bool dominated =
		sum && strength_is_dominated(matrix->rows[row].people, sum, cells[loudest]);
	return dominated ? loudest : matrix->npeople;
}

/* One voice is a warning, and so is one that drowns the others: it may be true, it is not yet a
 * pattern. */
static bool add_voices(struct strbuf *out, const struct grid_painter *p, size_t row)
{
	size_t people = p->matrix->rows[row].people, loudest = loudest_of(p->matrix, row);
	strbuf_addf(out, "%zu%s", people, people == 1 ? " one voice" : "");
	if (people <= 1 || loudest == p->matrix->npeople)
		return people == 1;
	strbuf_add_z(out, " mostly ");
	code_add(out, CODE_PARTICIPANT, person_at(p, loudest)->code);
	return true;
}

static void draw_total(const struct grid_painter *p, size_t row, int y)
{
	int x = column_x(p, column_end(p)) + 1;
	strbuf_reset(&p->ui->line);
	bool weak = add_voices(&p->ui->line, p, row);
	paint_safe(p->ui, p->s, x, y, strbuf_str(&p->ui->line), p->s->w - x,
		   weak ? STYLE_WARN : STYLE_TEXT);
}

static void draw_theme(const struct grid_painter *p, size_t row, int y)
{
	const struct matrix_row *theme = &p->matrix->rows[row];
	const struct caption *caption = caption_get(p->ui, p->app, theme->theme);
	bool here = row == p->app->coverage.row;
	int in = INDENT * (theme->depth - 1);
	if (!caption)
		return;
	in = in < p->name_w / 2 ? in : p->name_w / 2;
	surface_put_fit(p->s, 1 + in, y, (struct str){caption->title, caption->ntitle},
			p->name_w - in,
			here             ? STYLE_FOCUS_TEXT
			: caption->named ? STYLE_TITLE
					 : STYLE_DIM);
	for (size_t i = p->first_column; i < column_end(p); i++)
		draw_cell(p, row, i, y);
	draw_total(p, row, y);
}

/* --- below the grid --- */

/* A cluster nobody has named is no theme yet. */
static bool is_heard(const struct grid_painter *p, size_t column)
{
	for (size_t row = 0; row < p->matrix->nrows; row++)
		if (p->matrix->rows[row].named &&
		    p->matrix->cells[row * p->matrix->npeople + column])
			return true;
	return false;
}

static void draw_unheard(const struct grid_painter *p, int y)
{
	struct strbuf *line = &p->ui->line;
	size_t n = 0;
	strbuf_reset(line);
	strbuf_add_z(line, "Not heard in any theme: ");
	for (size_t i = 0; i < p->matrix->npeople; i++) {
		if (is_heard(p, i))
			continue;
		strbuf_add_z(line, n++ ? ", " : "");
		code_add(line, CODE_PARTICIPANT, person_at(p, i)->code);
	}
	if (!n)
		strbuf_add_z(line, "nobody");
	if (p->matrix->unattributed)
		strbuf_addf(line, "   ·   %zu card%s without a known person",
			    p->matrix->unattributed, p->matrix->unattributed == 1 ? "" : "s");
	paint_safe(p->ui, p->s, 1, y, strbuf_str(line), p->s->w - 2, n ? STYLE_WARN : STYLE_DIM);
}

static void add_session_talk(struct strbuf *out, const struct model *model, session_id id)
{
	int talk = talk_percent(talk_of_session(model, id));
	if (talk < 0)
		return;
	strbuf_add_z(out, "   ");
	code_add(out, CODE_SESSION, model_session(model, id)->code);
	strbuf_addf(out, " %d %%", talk);
}

/* Of many sessions the two ends. */
static void add_talk_range(struct strbuf *out, const struct model *model)
{
	struct session_list all = model_sessions(model);
	session_id ends[2] = {{0}, {0}};
	int low = 101, high = -1;
	for (size_t i = 0; i < all.n; i++) {
		int talk = talk_percent(talk_of_session(model, all.ids[i]));
		if (talk >= 0 && talk < low) {
			low = talk;
			ends[0] = all.ids[i];
		}
		if (talk > high) {
			high = talk;
			ends[1] = all.ids[i];
		}
	}
	if (low == high)
		strbuf_addf(out, "   %d %% in every session", low);
	if (low >= high)
		return;
	strbuf_addf(out, "   from %d %% in ", low);
	code_add(out, CODE_SESSION, model_session(model, ends[0])->code);
	strbuf_addf(out, " to %d %% in ", high);
	code_add(out, CODE_SESSION, model_session(model, ends[1])->code);
}

static void draw_talk(const struct grid_painter *p, int y)
{
	struct session_list all = model_sessions(p->app->model);
	struct strbuf *line = &p->ui->line;
	strbuf_reset(line);
	strbuf_add_z(line, "Words spoken by participants:");
	size_t label = line->len;
	for (size_t i = 0; i < all.n && line->len < (size_t)p->s->w * 2; i++)
		add_session_talk(line, p->app->model, all.ids[i]);
	if (text_width(strbuf_str(line)) > p->s->w - 2) {
		strbuf_remove(line, label, line->len - label);
		add_talk_range(line, p->app->model);
	}
	paint_safe(p->ui, p->s, 1, y, strbuf_str(line), p->s->w - 2, STYLE_DIM);
}

/* What is counted, in a line that nothing else needs. */
static void draw_legend(const struct grid_painter *p, int y)
{
	struct rect body = p->ui->at.body;
	if (y < body.y + body.h)
		paint_safe(p->ui, p->s, 1, y,
			   STR("Numbers are cards; a stack counts as one card of each person "
			       "in it."),
			   p->s->w - 2, STYLE_DIM);
}

/* As wide as the longest segment needs, as far as there is room for everybody. */
static int cell_width(const struct grid_painter *p)
{
	size_t n = p->matrix->npeople;
	int widest = CELL_MIN, room = p->s->w - 4 - TOTAL_W - NAME_MAX;
	for (size_t i = 0; i < n && widest < CELL_MAX; i++) {
		int w = text_width(segment_at(p, i)) + 2;
		widest = w > widest ? w : widest;
	}
	int each = n ? room / (int)n : 0;
	each = each < widest ? each : widest;
	return each < CELL_MIN ? CELL_MIN : each > CELL_MAX ? CELL_MAX : each;
}

static struct grid_painter make_painter(struct ui *ui, struct app *app, struct surface *s)
{
	struct grid_painter p = {.ui = ui, .app = app, .s = s, .grid = grid_get(ui, app)};
	p.matrix = &p.grid->matrix;
	p.cell_w = cell_width(&p);
	int wanted = (int)p.matrix->npeople * p.cell_w;
	int name_w = s->w - 4 - TOTAL_W - wanted;
	p.name_w = name_w < NAME_MIN ? NAME_MIN : name_w > NAME_MAX ? NAME_MAX : name_w;
	int room = s->w - 4 - TOTAL_W - p.name_w;
	p.shown = room >= p.cell_w ? (size_t)(room / p.cell_w) : 1;
	p.first_column = scroll_to(0, app->coverage.column, p.matrix->npeople, p.shown);
	return p;
}

static void keep_inside(struct coverage_view *coverage, const struct export_matrix *matrix)
{
	if (matrix->nrows && coverage->row >= matrix->nrows)
		coverage->row = matrix->nrows - 1;
	if (matrix->npeople && coverage->column >= matrix->npeople)
		coverage->column = matrix->npeople - 1;
	coverage->nthemes = matrix->nrows;
	coverage->npeople = matrix->npeople;
}

/* --- what there is no room for --- */

/* "▴ 2 above   ▾ 7 more themes", on the line below the grid. */
static void draw_more_themes(const struct grid_painter *p, const struct parts *at)
{
	size_t first = p->app->coverage.first, n = p->matrix->nrows;
	struct strbuf *line = &p->ui->line;
	int y = at->top + HEAD_H + (int)at->rows;
	strbuf_reset(line);
	if (first)
		strbuf_addf(line, "▴ %zu above   ", first);
	if (first + at->rows < n)
		strbuf_addf(line, "▾ %zu more theme%s", n - first - at->rows,
			    n - first - at->rows == 1 ? "" : "s");
	int w = paint_safe(p->ui, p->s, 1, y, strbuf_str(line), p->s->w - 2, STYLE_DIM);
	if (w)
		zone_add(p->ui, (struct rect){1, y, w, 1}, ZONE_HINT, CMD_PAGE_DOWN);
}

/* "▾ below: 3 warnings, new themes by interview", on the line below the text. */
static void draw_more_text(const struct grid_painter *p, const struct parts *at,
			   struct trust_size size)
{
	struct strbuf *line = &p->ui->line;
	int first = p->app->coverage.text.first, y = at->text.y + at->text.h;
	int more = p->app->coverage.text.nlines - first - at->text.h;
	int warnings = size.sentence + size.warnings - first - at->text.h;
	strbuf_reset(line);
	if (first)
		strbuf_addf(line, "▴ %d line%s above   ", first, first == 1 ? "" : "s");
	if (more > 0)
		strbuf_add_z(line, "▾ below: ");
	if (warnings > 0)
		strbuf_addf(line, "%d warning%s, ", warnings, warnings == 1 ? "" : "s");
	if (more > 0)
		strbuf_add_z(line, "new themes by interview");
	int w = paint_safe(p->ui, p->s, 1, y, strbuf_str(line), p->s->w - 2, STYLE_DIM);
	if (w)
		zone_add(p->ui, (struct rect){1, y, w, 1}, ZONE_TRUST, more > 0 ? 1 : -1);
}

/* All of it with air between, where there is room. Else the grid leaves the sentence that says how
 * far it may be believed, and what follows that one is scrolled to. */
static struct parts divide(struct rect body, int w, size_t nthemes, struct trust_size size)
{
	int n = (int)nthemes, room = body.h - HEAD_H - FOOT_H - RULES;
	bool airy = n + size.least + 1 <= room;
	int rows = room - size.sentence;
	rows = rows < ROWS_LEAST ? ROWS_LEAST : rows;
	rows = size.all && rows > room - TEXT_LEAST ? room - TEXT_LEAST : rows;
	rows = airy || n < rows ? n : rows;
	struct parts at = {.top = body.y + airy, .rows = rows > 0 ? (size_t)rows : 0};
	at.foot = body.y + body.h - FOOT_H;
	int y = at.top + HEAD_H + (int)at.rows + 1, end = y + size.all + 1;
	at.foot = airy && end < at.foot ? end : at.foot; /* not far below what it belongs to */
	at.text = (struct rect){1, y, w, at.foot - 1 - y};
	return at;
}

static void draw_text(const struct grid_painter *p, struct app *app, const struct parts *at,
		      struct trust_size size)
{
	struct coverage_view *view = &app->coverage;
	bool whole = size.least <= at->text.h;
	view->text.nlines = whole ? 0 : size.all;
	view->text.nshown = at->text.h > 0 ? at->text.h : 0;
	coverage_read(app, 0);
	draw_trust(p->ui, app, p->s, at->text, view->text.first);
	if (whole)
		return;
	zone_add(p->ui, at->text, ZONE_TRUST, 0);
	draw_more_text(p, at, size);
}

static void draw_parts(const struct grid_painter *p, struct app *app)
{
	struct trust_size size = trust_size(p->ui, app, p->s->w - 2);
	struct parts at = divide(p->ui->at.body, p->s->w - 2, p->matrix->nrows, size);
	struct coverage_view *view = &app->coverage;
	draw_head(p, at.top);
	view->first = scroll_to(view->first, view->row, p->matrix->nrows, at.rows);
	for (size_t i = 0; i < at.rows && view->first + i < p->matrix->nrows; i++)
		draw_theme(p, view->first + i, at.top + HEAD_H + (int)i);
	draw_more_themes(p, &at);
	draw_text(p, app, &at, size);
	draw_unheard(p, at.foot);
	draw_talk(p, at.foot + 1);
	draw_legend(p, at.foot + FOOT_H);
}

void draw_coverage(struct ui *ui, struct app *app, struct surface *s)
{
	keep_inside(&app->coverage, &grid_get(ui, app)->matrix);
	struct grid_painter p = make_painter(ui, app, s);
	struct rect old = surface_clip(s, ui->at.body);
	if (p.matrix->nrows) {
		draw_parts(&p, app);
	} else {
		strbuf_reset(&ui->line);
		strbuf_addf(&ui->line, "No themes yet: group cards on the wall (%s).",
			    key_in_force(app, CMD_VIEW_WALL).z);
		surface_putz(s, 1, ui->at.body.y + 1, ui->line.buf, STYLE_DIM);
	}
	surface_clip_restore(s, old);
}
