/*
 * The list of who sorts alone: what is still to sort, then one's own piles. And of two sorts side
 * by side: how far they agree, which pile is which, and the cards to talk about.
 */
#include "draw_line-internal.h"

#include "themewall/app/sort.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

enum { LEFT = 1, INDENT = 2, FOOT_W = 16, WORDS_H = 4, WORDS_W = 96, LIST_WIDEST = 120 };

/* In a wide window who said it stays near the words. */
static int near_end(const struct line *line)
{
	int widest = line->x + LIST_WIDEST;
	return line->right < widest ? line->right : widest;
}

static const char *cards(size_t n)
{
	return n == 1 ? "card" : "cards";
}

static void draw_heading(const struct line *line, struct str title, size_t n)
{
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	strbuf_addf(text, "%zu %s", n, cards(n));
	int end = paint_right(line->ui, line->s, near_end(line), line->y, strbuf_str(text), 14,
			      STYLE_DIM);
	line_put(line, line->x, title, end - 2, line->focused ? STYLE_FOCUS_TEXT : STYLE_TITLE);
}

static void draw_left(const struct line *line)
{
	const struct sort_view *view = &line->app->sort;
	size_t left = view->ncards > view->piling.ncards ? view->ncards - view->piling.ncards : 0;
	draw_heading(line, left ? STR("To sort") : STR("All are sorted"), left);
}

static void draw_card(const struct line *line, card_id id)
{
	const struct card *card = model_card(line->app->model, id);
	struct strbuf *text = &line->ui->line;
	if (!card)
		return;
	strbuf_reset(text);
	slab_add_foot(text, line->app, card);
	int end = paint_right(line->ui, line->s, near_end(line), line->y, strbuf_str(text), FOOT_W,
			      STYLE_DIM);
	surface_putz(line->s, line->x + INDENT, line->y, "▌",
		     line->focused ? STYLE_FOCUS : slab_bar(line->app, card));
	line_put(line, line->x + INDENT + 2, card->text, end - 2, line_style(line));
}

/* ---- two sorts ---- */

static void draw_section(const struct line *line, enum sort_heading heading)
{
	const struct sort_view *view = &line->app->sort;
	const struct comparison *c = &view->comparison;
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	if (heading == SORT_FIGURES)
		strbuf_addf(text, "%s and %s, %zu %s sorted by both", view->names[0].buf,
			    view->names[1].buf, c->nsorted, cards(c->nsorted));
	else if (heading == SORT_PAIRS)
		strbuf_add_z(text, "Pile by pile");
	else if (heading == SORT_TOUCHED)
		strbuf_addf(text, "On piles that are not quite the same: %zu %s",
			    c->ndisputed - c->nelsewhere, cards(c->ndisputed - c->nelsewhere));
	else if (heading == SORT_DISPUTES && c->nelsewhere)
		strbuf_addf(text, "To talk about: %zu %s on piles with little in common",
			    c->nelsewhere, cards(c->nelsewhere));
	else if (heading == SORT_DISPUTES)
		strbuf_add_z(text, c->ndisputed ? "No card lies on piles with little in common"
						: "No card is disputed");
	line_put(line, line->x, strbuf_str(text), line->right, STYLE_TITLE);
}

static void draw_figure(const struct line *line, size_t which)
{
	static const char *const names[] = {"adjusted Rand index", "Cohen's kappa",
					    "Krippendorff's alpha"};
	static const char *const means[] = {"1: the same piles, 0: as by chance",
					    "1: the same names, 0: as by chance",
					    "names, gaps allowed"};
	const struct comparison *c = &line->app->sort.comparison;
	const struct figure *figures[] = {&c->rand, &c->kappa, &c->alpha};
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	if (figures[which]->why)
		strbuf_addf(text, "    –   no result: %s", figures[which]->why);
	else
		strbuf_addf(text, "%5.2f   %s", figures[which]->value, means[which]);
	surface_putz(line->s, line->x + INDENT, line->y, names[which], STYLE_DIM);
	line_put(line, line->x + INDENT + 21, strbuf_str(text), line->right, STYLE_TEXT);
}

static struct str pile_name(struct str name, size_t ncards)
{
	return name.n || ncards ? cluster_title(name) : STR("–");
}

/* Where the columns of a table of two sorts stand. */
struct columns {
	int x[2], w;  /* names */
	int count[2]; /* numbers end here, like the next two */
	int both, kappa;
};

enum { NUMBER_W = 5, NAME_MOST = 44, GAP = 2, PILE_LEAST = 14, PILE_MOST = 32 };

static struct columns pair_columns(const struct line *line)
{
	struct columns at;
	int room = line->right - line->x - INDENT;
	at.w = (room - 2 * (NUMBER_W + GAP) - 2 * (NUMBER_W + 1)) / 2;
	at.w = at.w < NAME_MOST ? at.w : NAME_MOST;
	for (int side = 0; side < 2; side++) {
		at.x[side] = line->x + INDENT + side * (at.w + NUMBER_W + GAP);
		at.count[side] = at.x[side] + at.w + NUMBER_W;
	}
	at.both = at.count[1] + NUMBER_W + 1;
	at.kappa = at.both + NUMBER_W + 1;
	return at;
}

static void put_number(const struct line *line, int end, size_t n, style_id style)
{
	struct strbuf *text = &line->ui->line;
	strbuf_reset(text);
	strbuf_addf(text, "%zu", n);
	paint_right(line->ui, line->s, end, line->y, strbuf_str(text), NUMBER_W, style);
}

/* The cards' words, then a column for each pile. */
static struct columns card_columns(const struct line *line)
{
	struct columns at = {.w = (line->right - line->x - INDENT) / 4};
	at.w = at.w < PILE_LEAST ? PILE_LEAST : at.w > PILE_MOST ? PILE_MOST : at.w;
	at.x[1] = line->right - at.w;
	at.x[0] = at.x[1] - at.w - GAP;
	return at;
}

static void draw_columns(const struct line *line, enum sort_heading heading)
{
	static const char *const words[] = {"cards", "cards", "both", "kappa"};
	const struct sort_view *view = &line->app->sort;
	bool pairs = heading == SORT_PAIRS;
	struct columns at = pairs ? pair_columns(line) : card_columns(line);
	int ends[] = {at.count[0], at.count[1], at.both, at.kappa};
	for (int side = 0; side < 2; side++)
		line_put(line, at.x[side], strbuf_str(&view->names[side]), at.x[side] + at.w,
			 STYLE_DIM);
	for (int i = 0; pairs && i < 4; i++)
		paint_right(line->ui, line->s, ends[i], line->y, str_of(words[i]), NUMBER_W,
			    STYLE_DIM);
}

static void draw_pair(const struct line *line, const struct compared_pair *pair)
{
	struct columns at = pair_columns(line);
	for (int side = 0; side < 2; side++) {
		line_put(line, at.x[side], pile_name(pair->name[side], pair->ncards[side]),
			 at.x[side] + at.w, line_style(line));
		put_number(line, at.count[side], pair->ncards[side], STYLE_DIM);
	}
	put_number(line, at.both, pair->both, pair->both ? STYLE_TEXT : STYLE_WARN);
	if (pair->kappa.why)
		return;
	strbuf_reset(&line->ui->line);
	strbuf_addf(&line->ui->line, "%.2f", pair->kappa.value);
	paint_right(line->ui, line->s, at.kappa, line->y, strbuf_str(&line->ui->line), NUMBER_W,
		    STYLE_DIM);
}

static void draw_disputed(const struct line *line, const struct compared *card)
{
	struct strbuf *text = &line->ui->line;
	struct columns at = card_columns(line);
	strbuf_reset(text);
	code_add(text, CODE_CARD, card->code);
	strbuf_addf(text, "  %.*s", STR_ARG(card->text));
	line_put(line, line->x + INDENT, strbuf_str(text), at.x[0] - GAP, line_style(line));
	for (int side = 0; side < 2; side++)
		line_put(line, at.x[side], pile_name(card->name[side], 1), at.x[side] + at.w,
			 STYLE_DIM);
}

static void draw_row(const struct line *line, const struct sort_row *row)
{
	const struct sort_view *view = &line->app->sort;
	switch (row->kind) {
	case SORT_LEFT:
		draw_left(line);
		break;
	case SORT_PILE:
		draw_heading(line, view->piling.piles[row->at].label,
			     view->piling.piles[row->at].ncards);
		break;
	case SORT_CARD:
		draw_card(line, row->card);
		break;
	case SORT_HEADING:
		draw_section(line, (enum sort_heading)row->at);
		break;
	case SORT_COLUMNS:
		draw_columns(line, (enum sort_heading)row->at);
		break;
	case SORT_FIGURE:
		draw_figure(line, row->at);
		break;
	case SORT_PAIR:
		draw_pair(line, &view->pairs[row->at]);
		break;
	case SORT_DISPUTED:
		draw_disputed(line, &view->comparison.cards[row->at]);
		break;
	}
}

static void draw_top(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = ui->at.body;
	const char *words = app->sort.compares ? "How far the two sorts agree"
			    : app->sort.nrows ? "You sort alone: nobody sees this until you show it"
					      : "You are not sorting alone";
	surface_put_fit(s, body.x + LEFT, body.y, str_of(words), body.w - 2, STYLE_DIM);
}

/* All of the card in focus, as far as a few lines hold it: who sorts must have read it. */
static void draw_words(struct ui *ui, struct app *app, struct surface *s, struct rect room)
{
	struct wrap_line lines[WORDS_H];
	const struct sort_row *row = sort_focus(app);
	const struct card *card = row ? model_card(app->model, row->card) : NULL;
	paint_line(s, room.x, room.y, room.w, "─", STYLE_BORDER);
	if (!card)
		return;
	int width = room.w - 4 < WORDS_W ? room.w - 4 : WORDS_W;
	strbuf_reset(&ui->line);
	safe_text(&ui->line, card->text, true);
	size_t n = wrap_text(strbuf_str(&ui->line), width, lines, WORDS_H);
	for (int i = 0; i < WORDS_H && i < (int)n; i++)
		surface_put(s, room.x + 2, room.y + 1 + i,
			    str_part(strbuf_str(&ui->line), lines[i].from, lines[i].to),
			    STYLE_TEXT);
	if (n > WORDS_H)
		surface_putz(s, room.x + 2 + width, room.y + WORDS_H, "…", STYLE_DIM);
}

void draw_sort(struct ui *ui, struct app *app, struct surface *s)
{
	struct sort_view *view = &app->sort;
	sort_refresh(app);
	struct rect room = {ui->at.body.x, ui->at.body.y + 2, ui->at.body.w,
			    ui->at.body.h - 3 - WORDS_H};
	draw_top(ui, app, s);
	draw_words(ui, app, s, (struct rect){room.x, room.y + room.h, room.w, 1 + WORDS_H});
	struct rect old = surface_clip(s, room);
	view->nshown = (size_t)(room.h > 0 ? room.h : 0);
	view->first = scroll_to(view->first, view->chosen, view->nrows, view->nshown);
	if (view->first && view->first == view->chosen)
		view->first--; /* the heading above stays in sight */
	for (int i = 0; i < room.h && view->first + (size_t)i < view->nrows; i++) {
		size_t at = view->first + (size_t)i;
		struct line line = {ui,
				    app,
				    s,
				    room.x + LEFT + 1,
				    room.y + i,
				    room.x + room.w - 2,
				    at == view->chosen};
		line.focused = line.focused && sort_focus(app);
		draw_row(&line, &view->rows[at]);
		zone_add(ui, (struct rect){room.x, line.y, room.w, 1}, ZONE_SORT, (int64_t)at);
		if (!line.focused)
			continue;
		surface_putz(s, room.x + LEFT - 1, line.y, "›", STYLE_FOCUS);
		paint_cursor(s, room.x + LEFT + 1, line.y, true);
	}
	paint_more(s, room, view->first > 0, view->first + view->nshown < view->nrows);
	surface_clip_restore(s, old);
}
