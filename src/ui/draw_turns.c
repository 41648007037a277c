/*
 * The turns of a transcript: what is on cards underlined, the selection over it. A card's code
 * stands at the right end of the line where its words end, so that capturing never moves the text.
 * Columns: mark, time, who, words, codes.
 */
#include "ui-internal.h"

#include "themewall/base/clock.h"
#include "themewall/model/question.h"
#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum {
	TIME_RIGHT = 9,
	WHO_X = 10,
	WORDS_X = 15,
	CODES_W = 9,
	MARGIN_MAX = 26, /* a warning of a question fits */
	BAR_W = 2,       /* the coverage bar and a blank before it */
	WORDS_MIN = 10,
	WORDS_MAX = 110,
};

struct turn_painter {
	struct ui *ui;
	const struct app *app;
	struct surface *s;
	const struct transcript *transcript;
	int width; /* cells of the words */
};

static bool is_moderator(const struct model *model, const struct turn *turn)
{
	const struct speaker *speaker = model_speaker(model, turn->speaker);
	return speaker && (speaker->role == ROLE_MODERATOR || speaker->role == ROLE_OBSERVER);
}

static void draw_speaker(struct turn_painter *p, const struct turn *turn, int y, style_id style)
{
	const struct model *model = p->app->model;
	const struct speaker *speaker = model_speaker(model, turn->speaker);
	struct strbuf *line = &p->ui->line;
	strbuf_reset(line);
	clock_add_offset(line, turn->start_ms);
	paint_right(p->ui, p->s, TIME_RIGHT, y, strbuf_str(line), 7, STYLE_DIM);
	if (!speaker)
		return;
	const struct participant *person = model_participant(model, speaker->participant);
	strbuf_reset(line);
	if (speaker->role == ROLE_MODERATOR)
		strbuf_add_char(line, 'I');
	else if (person)
		code_add(line, CODE_PARTICIPANT, person->code);
	else
		strbuf_add_str(line, speaker->label);
	paint_safe(p->ui, p->s, WHO_X, y, strbuf_str(line), WORDS_X - WHO_X - 1, style);
}

/* Restyles the part of a line between two code points of the transcript. */
static void restyle(struct turn_painter *p, const struct turn_lines *laid,
		    const struct wrap_line *line, int y, int64_t from, int64_t to, style_id style)
{
	const struct turn *turn = &p->transcript->turns[laid->turn];
	if (to <= turn->start || from >= turn->end)
		return;
	from = from > turn->start ? from - turn->start : 0;
	to = to < turn->end ? to - turn->start : turn->end - turn->start;
	size_t a = reader_byte_of(laid, from), b = reader_byte_of(laid, to);
	a = a > line->from ? a : line->from;
	b = b < line->to ? b : line->to;
	if (a >= b)
		return;
	struct str painted = strbuf_str(&laid->painted);
	int x = WORDS_X + text_width(str_part(painted, line->from, a));
	surface_restyle(p->s, (struct rect){x, y, text_width(str_part(painted, a, b)), 1}, style);
}

/* The first card whose words may reach into what begins at `start`. */
static size_t first_covering(const struct reader_cache *cache, int64_t start)
{
	size_t low = 0, high = cache->ncovered;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cache->covered[middle].end_so_far <= start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool ends_here(const struct turn_lines *laid, const struct wrap_line *line, bool last_line,
		      const struct turn *turn, int64_t end)
{
	if (end <= turn->start || end > turn->end)
		return false;
	size_t byte = reader_byte_of(laid, end - turn->start);
	return byte > line->from && (byte <= line->to || last_line);
}

/* Where what stands beside the words ends: at the bar, in a wide window not far from the words. */
static int margin_right(const struct turn_painter *p)
{
	int near = WORDS_X + p->width + 1 + MARGIN_MAX, bar = p->s->w - 1 - BAR_W;
	return near < bar ? near : bar;
}

static void draw_code(struct turn_painter *p, card_id id, size_t more, int y)
{
	const struct card *card = model_card(p->app->model, id);
	struct strbuf *line = &p->ui->line;
	if (!card)
		return;
	strbuf_reset(line);
	code_add(line, CODE_CARD, card->code);
	if (more)
		strbuf_addf(line, " +%zu", more);
	paint_right(p->ui, p->s, margin_right(p), y, strbuf_str(line), CODES_W, STYLE_DIM);
}

static void draw_covered(struct turn_painter *p, const struct turn_lines *laid, size_t index, int y)
{
	const struct reader_cache *cache = &p->ui->reader;
	const struct turn *turn = &p->transcript->turns[laid->turn];
	const struct wrap_line *line = &laid->lines[index];
	size_t ends = 0;
	card_id first = {0};
	for (size_t i = first_covering(cache, turn->start);
	     i < cache->ncovered && cache->covered[i].start < turn->end; i++) {
		const struct covered *c = &cache->covered[i];
		restyle(p, laid, line, y, c->start, c->end, STYLE_COVERED);
		if (!ends_here(laid, line, index + 1 == laid->nlines, turn, c->end))
			continue;
		first = ends++ ? first : c->card;
	}
	if (ends)
		draw_code(p, first, ends - 1, y);
}

/* "⚠ leading question" behind a moderator's last words, or what of it fits where codes stand. */
static void draw_question(struct turn_painter *p, const struct turn *turn, int taken, int y)
{
	const struct speaker *speaker = model_speaker(p->app->model, turn->speaker);
	const char *warning = speaker && speaker->role == ROLE_MODERATOR
				      ? question_warning(question_kind_of(turn->text))
				      : NULL;
	struct strbuf *line = &p->ui->line;
	if (!warning)
		return;
	strbuf_reset(line);
	strbuf_addf(line, "⚠ %s", warning);
	int right = margin_right(p), room = right - (WORDS_X + taken) - 2;
	paint_right(p->ui, p->s, right, y, strbuf_str(line), room > CODES_W ? room : CODES_W,
		    STYLE_WARN);
}

static void draw_turn_line(struct turn_painter *p, const struct turn_lines *laid, size_t index,
			   int y)
{
	const struct turn *turn = &p->transcript->turns[laid->turn];
	const struct wrap_line *line = &laid->lines[index];
	const struct reader_view *reader = &p->app->reader;
	style_id style = is_moderator(p->app->model, turn) ? STYLE_DIM : STYLE_TEXT;
	if (index == 0)
		draw_speaker(p, turn, y, style);
	if (laid->turn == reader->turn)
		surface_putz(p->s, 1, y, "▏", STYLE_FOCUS_TEXT);
	surface_put(p->s, WORDS_X, y, str_part(strbuf_str(&laid->painted), line->from, line->to),
		    style);
	draw_covered(p, laid, index, y);
	if (index + 1 == laid->nlines)
		draw_question(p, turn, line->ncells, y);
	if (reader->end > reader->start)
		restyle(p, laid, line, y, reader->start, reader->end, STYLE_SELECT);
	zone_add(p->ui, (struct rect){WORDS_X, y, p->width + 1, 1}, ZONE_TURN,
		 (int64_t)laid->turn << 32 | (int64_t)index);
}

/* --- keeping the selection in sight --- */

/* The line of a turn that holds a code point. */
static size_t line_of(const struct turn_lines *laid, const struct turn *turn, int64_t code_point)
{
	int64_t chars = code_point < turn->start ? 0 : code_point - turn->start;
	size_t byte = reader_byte_of(laid, chars), line = 0;
	while (line + 1 < laid->nlines && laid->lines[line + 1].from <= byte)
		line++;
	return line;
}

/* Lines from the top of the window to (turn, line); at most `most` are counted. */
static int lines_down(struct ui *ui, const struct app *app, size_t turn, size_t line, int most)
{
	const struct reader_view *reader = &app->reader;
	int n = -reader->first_line;
	for (size_t i = reader->first_turn; i < turn && n < most; i++)
		n += (int)reader_lines(ui, app, i)->nlines;
	return n + (int)line;
}

static bool is_above(const struct reader_view *reader, size_t turn, size_t line)
{
	return turn < reader->first_turn ||
	       (turn == reader->first_turn && (int)line < reader->first_line);
}

/* The selection's last line comes into the window, then its first line, which matters more. */
static void follow(struct ui *ui, struct app *app, const struct transcript *t, int height)
{
	struct reader_view *reader = &app->reader;
	const struct turn *turn = &t->turns[reader->turn];
	const struct turn_lines *laid = reader_lines(ui, app, reader->turn);
	size_t start = line_of(laid, turn, reader->start);
	size_t end =
		line_of(laid, turn, reader->end > reader->start ? reader->end - 1 : reader->start);
	int down = lines_down(ui, app, reader->turn, end, height + 1);
	if (!is_above(reader, reader->turn, end) && down >= height) {
		reader->first_turn = reader->turn;
		reader->first_line = (int)end;
		reader_scroll(ui, app, 1 - height);
	}
	laid = reader_lines(ui, app, reader->turn);
	if (is_above(reader, reader->turn, start)) {
		reader->first_turn = reader->turn;
		reader->first_line = (int)start;
	}
	reader->follow = false;
}

static void put_cursor(struct turn_painter *p, const struct turn_lines *laid, size_t index, int y)
{
	const struct reader_view *reader = &p->app->reader;
	const struct turn *turn = &p->transcript->turns[laid->turn];
	if (laid->turn != reader->turn || line_of(laid, turn, reader->start) != index)
		return;
	const struct wrap_line *line = &laid->lines[index];
	size_t byte =
		reader_byte_of(laid, reader->start < turn->start ? 0 : reader->start - turn->start);
	byte = byte < line->from ? line->from : byte < line->to ? byte : line->to;
	struct str before = str_part(strbuf_str(&laid->painted), line->from, byte);
	paint_cursor(p->s, WORDS_X + text_width(before), y, true);
}

int turns_width(int screen_w)
{
	int width = screen_w - WORDS_X - CODES_W - 1 - BAR_W;
	return width > WORDS_MAX ? WORDS_MAX : width < WORDS_MIN ? WORDS_MIN : width;
}

/* A transcript that was loaded anew may be shorter than what was looked at. */
static void keep_inside(struct reader_view *reader, size_t nturns)
{
	if (reader->first_turn >= nturns) {
		reader->first_turn = 0;
		reader->first_line = 0;
	}
	if (reader->turn >= nturns)
		reader->turn = 0;
}

/* Does a card cover anything from here to there? */
static bool is_covered(const struct reader_cache *cache, int64_t start, int64_t end)
{
	size_t i = first_covering(cache, start);
	return i < cache->ncovered && cache->covered[i].start < end;
}

/* The transcript from top to bottom in one column: what is on cards, where the selection is. */
static void draw_bar(struct turn_painter *p, int top, int height)
{
	int64_t n = p->transcript->nchars > 0 ? p->transcript->nchars : 1;
	const struct reader_view *reader = &p->app->reader;
	for (int i = 0; i < height; i++) {
		int64_t start = n * i / height, end = n * (i + 1) / height;
		bool here = reader->start >= start && reader->start < end;
		bool covered = is_covered(&p->ui->reader, start, end);
		surface_putz(p->s, p->s->w - 1, top + i, covered ? "┃" : "│",
			     here      ? STYLE_FOCUS
			     : covered ? STYLE_TEXT
				       : STYLE_BORDER);
		zone_add(p->ui, (struct rect){p->s->w - 1, top + i, 1, 1}, ZONE_READER_BAR, start);
	}
}

void draw_turns(struct ui *ui, struct app *app, struct surface *s)
{
	const struct transcript *t = reader_transcript(app);
	struct turn_painter p = {ui, app, s, t, turns_width(s->w)};
	struct reader_view *reader = &app->reader;
	struct rect body = ui->at.body;
	size_t nturns = (size_t)t->nturns;
	int y = body.y + 2, below = body.y + body.h, height = below - y;
	reader->page = height > 0 ? height : 1;
	keep_inside(reader, nturns);
	if (reader->follow && height > 0 && nturns)
		follow(ui, app, t, height);
	draw_bar(&p, y, height);
	size_t line = (size_t)reader->first_line;
	for (size_t turn = reader->first_turn; turn < nturns && y < below; turn++, line = 0) {
		const struct turn_lines *laid = reader_lines(ui, app, turn);
		for (; line < laid->nlines && y < below; line++, y++) {
			draw_turn_line(&p, laid, line, y);
			put_cursor(&p, laid, line, y);
		}
	}
}
