/*
 * The reader: a list of transcripts to choose from, or one of them: a line about it here, its turns
 * in draw_turns.c.
 */
#include "ui-internal.h"

#include "themewall/base/clock.h"
#include "themewall/text/grapheme.h"
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

/* --- the list --- */

enum { LIST_WIDEST = 120 };

struct columns {
	int session, people, turns, cards, share;
};

/* In a wide window the numbers stay near the titles they belong to. */
static struct columns list_columns(int w)
{
	w = w < LIST_WIDEST ? w : LIST_WIDEST;
	return (struct columns){w - 56, w - 43, w - 27, w - 17, w - 7};
}

static void add_people(struct strbuf *out, const struct model *model, const struct session *session)
{
	for (size_t i = 0; session && i < session->nattendance; i++) {
		const struct participant *p = model_participant(model, session->attendance[i]);
		if (!p)
			continue;
		strbuf_add_z(out, out->len ? " " : "");
		code_add(out, CODE_PARTICIPANT, p->code);
	}
}

static void put_number(struct ui *ui, struct surface *s, int right, int y, int64_t n,
		       const char *unit, style_id style)
{
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, "%lld%s", (long long)n, unit);
	paint_right(ui, s, right, y, strbuf_str(&ui->line), 12, style);
}

static void draw_list_row(struct ui *ui, const struct app *app, struct surface *s, size_t index,
			  int y)
{
	const struct transcript *t =
		model_transcript(app->model, model_transcripts(app->model).ids[index]);
	const struct session *session = model_session(app->model, t->session);
	struct columns at = list_columns(s->w);
	bool chosen = index == app->reader.list_chosen;
	style_id style = chosen ? STYLE_SELECT : STYLE_TEXT;
	style_id dim = chosen ? STYLE_SELECT : STYLE_DIM;
	if (chosen)
		paint_line(s, 1, y, at.share + 5, " ", STYLE_SELECT);
	surface_putz(s, 1, y, chosen ? "›" : " ", style);
	paint_safe(ui, s, 3, y, t->title.n ? t->title : t->origin_name, at.session - 5, style);
	if (session)
		paint_safe(ui, s, at.session, y, session->date, 11, dim);
	strbuf_reset(&ui->line);
	add_people(&ui->line, app->model, session);
	paint_safe(ui, s, at.people, y, strbuf_str(&ui->line), 11, style);
	put_number(ui, s, at.turns, y, t->nturns, "", dim);
	put_number(ui, s, at.cards, y, (int64_t)model_transcript_cards(app->model, t->id), "", dim);
	if (t->loaded)
		put_number(ui, s, at.share + 5, y, reader_share(ui, app, index), " %", dim);
	else
		paint_right(ui, s, at.share + 5, y, STR("–"), 1, dim);
	zone_add(ui, (struct rect){1, y, s->w - 2, 1}, ZONE_TRANSCRIPT, (int64_t)index);
	if (chosen)
		paint_cursor(s, 1, y, true);
}

static void draw_list_head(struct ui *ui, struct surface *s, int y)
{
	struct columns at = list_columns(s->w);
	surface_putz(s, 3, y, "Transcript", STYLE_DIM);
	surface_putz(s, at.session, y, "Date", STYLE_DIM);
	surface_putz(s, at.people, y, "People", STYLE_DIM);
	paint_right(ui, s, at.turns, y, STR("Turns"), 8, STYLE_DIM);
	paint_right(ui, s, at.cards, y, STR("Cards"), 8, STYLE_DIM);
	paint_right(ui, s, at.share + 5, y, STR("On cards"), 9, STYLE_DIM);
}

static void draw_list(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = ui->at.body;
	size_t n = model_transcripts(app->model).n, shown = body.h > 2 ? (size_t)body.h - 2 : 0;
	struct reader_view *reader = &app->reader;
	if (!n) {
		surface_putz(s, 3, body.y + 1,
			     "No transcripts yet: drop a file here, or import from the menu above.",
			     STYLE_DIM);
		return;
	}
	draw_list_head(ui, s, body.y);
	reader->list_chosen = reader->list_chosen < n ? reader->list_chosen : n - 1;
	size_t first = scroll_to(ui->reader.list_first, reader->list_chosen, n, shown);
	ui->reader.list_first = first;
	for (size_t i = 0; i < shown && first + i < n; i++)
		draw_list_row(ui, app, s, first + i, body.y + 2 + (int)i);
	paint_more(s, (struct rect){body.x, body.y + 2, body.w, (int)shown}, first > 0,
		   first + shown < n);
}

/* --- the line above a transcript --- */

/* "2026-03-02" as "2 March"; anything else as it is. */
static void add_day(struct strbuf *out, struct str date)
{
	static const char *const months[] = {"January",   "February", "March",    "April",
					     "May",       "June",     "July",     "August",
					     "September", "October",  "November", "December"};
	int64_t month, day;
	if (date.n != 10 || !str_to_int(str_part(date, 5, 7), &month) ||
	    !str_to_int(str_part(date, 8, 10), &day) || month < 1 || month > 12)
		strbuf_add_str(out, date);
	else
		strbuf_addf(out, "%d %s", (int)day, months[month - 1]);
}

static int64_t length_ms(const struct transcript *t)
{
	for (int64_t i = t->nturns; i-- > 0;) {
		const struct turn *turn = &t->turns[i];
		if (turn->end_ms >= 0 || turn->start_ms >= 0)
			return turn->end_ms > turn->start_ms ? turn->end_ms : turn->start_ms;
	}
	return -1;
}

static void add_fact(struct strbuf *out, struct str fact)
{
	if (!fact.n)
		return;
	strbuf_add_z(out, out->len ? " · " : "");
	strbuf_add_str(out, fact);
}

static void add_who_and_when(struct ui *ui, const struct app *app, const struct transcript *t)
{
	const struct session *session = model_session(app->model, t->session);
	struct strbuf part = STRBUF_INIT;
	add_people(&part, app->model, session);
	add_fact(&ui->line, strbuf_str(&part));
	if (session && session->nattendance == 1) {
		const struct participant *p = model_participant(app->model, session->attendance[0]);
		add_fact(&ui->line, p ? model_participant_segment(app->model, p) : STR(""));
	}
	strbuf_reset(&part);
	if (session)
		add_day(&part, session->date);
	add_fact(&ui->line, strbuf_str(&part));
	strbuf_release(&part);
}

static void draw_head(struct ui *ui, const struct app *app, struct surface *s,
		      const struct transcript *t)
{
	int y = ui->at.body.y;
	int64_t ms = length_ms(t);
	size_t ncards = model_transcript_cards(app->model, t->id);
	strbuf_reset(&ui->line);
	add_fact(&ui->line, t->replaced ? STR("earlier version") : STR(""));
	add_who_and_when(ui, app, t);
	add_fact(&ui->line, ui->line.len ? STR("") : t->title);
	if (ms >= 0)
		strbuf_addf(&ui->line, " · %d min", (int)((ms + 30000) / 60000));
	strbuf_add_z(&ui->line, " · ");
	strbuf_add_count(&ui->line, (size_t)t->nturns, "turn", "turns");
	strbuf_add_z(&ui->line, " · ");
	strbuf_add_count(&ui->line, ncards, "card", "cards");
	strbuf_addf(&ui->line, " · read to %d %%", reader_read_percent(app));
	int taken = 1 + paint_safe(ui, s, 1, y, strbuf_str(&ui->line), s->w - 2, STYLE_HEADER);
	zone_add(ui, (struct rect){0, y, s->w, 1}, ZONE_HINT, CMD_PEOPLE);
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, "participant spoke %d %% of the words", ui->reader.talk);
	int room = s->w - 3 - taken, talk = text_width(strbuf_str(&ui->line));
	bool told = ui->reader.talk >= 0 && talk <= room;
	if (told)
		paint_right(ui, s, s->w - 1, y, strbuf_str(&ui->line), room, STYLE_DIM);
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, " · %d %% on cards", ui->reader.coverage);
	room -= told ? talk + 1 : 0;
	if (text_width(strbuf_str(&ui->line)) <= room)
		paint_safe(ui, s, taken, y, strbuf_str(&ui->line), room, STYLE_HEADER);
}

void draw_reader(struct ui *ui, struct app *app, struct surface *s)
{
	const struct transcript *t = reader_transcript(app);
	struct rect old = surface_clip(s, ui->at.body);
	if (t) {
		reader_cache_update(ui, app, turns_width(s->w));
		draw_head(ui, app, s, t);
		draw_turns(ui, app, s);
	} else {
		draw_list(ui, app, s);
	}
	surface_clip_restore(s, old);
}
