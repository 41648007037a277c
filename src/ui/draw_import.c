/*
 * An import before it is one: what each file was taken for, who speaks, how it begins, what was
 * strange. Lines are laid out one after the other, once to find the focused one and once to paint,
 * so that the picture scrolls as a whole in a small window.
 */
#include "ui-internal.h"

#include "themewall/base/clock.h"
#include "themewall/model/namesake.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum {
	LABEL_X = 3,
	VALUE_X = 14,
	WIDEST = 110,
	FIRST_TURNS = 3,
	WARNINGS = 12,
	WHO_W = 20,
	KEYS_X = 80
};

struct pen {
	struct ui *ui;
	struct app *app;
	struct surface *s;
	int y, right; /* next line; cell behind the last */
	int focus_y;  /* where the focused line is; -1: not met yet */
	bool measuring;
};

static bool is_focused(const struct pen *p, enum import_row_kind kind, size_t index)
{
	const struct import_row *row = &p->app->import.row;
	return row->kind == kind && row->index == index;
}

/* The ground of a line that can be chosen; returns its style. */
static style_id begin_row(struct pen *p, enum import_row_kind kind, size_t index)
{
	bool focused = is_focused(p, kind, index);
	if (focused)
		p->focus_y = p->y;
	if (!p->measuring)
		zone_add(p->ui, (struct rect){1, p->y, p->right - 1, 1}, ZONE_IMPORT,
			 (int64_t)kind << 32 | (int64_t)index);
	if (!focused)
		return STYLE_TEXT;
	paint_line(p->s, 1, p->y, p->right - 1, " ", STYLE_SELECT);
	surface_putz(p->s, 1, p->y, "›", STYLE_SELECT);
	paint_cursor(p->s, 1, p->y, true);
	return STYLE_SELECT;
}

static style_id dim_of(style_id style)
{
	return style == STYLE_SELECT ? STYLE_SELECT : STYLE_DIM;
}

static void put(struct pen *p, int x, struct str text, int right, style_id style)
{
	if (right > x)
		paint_safe(p->ui, p->s, x, p->y, text, right - x, style);
}

/* "Format      WebVTT captions …                  f" */
static void put_choice(struct pen *p, enum import_row_kind kind, const char *label,
		       struct str value, enum command_id command)
{
	struct strbuf key = STRBUF_INIT;
	style_id style = begin_row(p, kind, 0);
	command_add_key(&key, p->app->settings, command);
	surface_putz(p->s, LABEL_X, p->y, label, dim_of(style));
	int keys = p->right < KEYS_X ? p->right : KEYS_X;
	put(p, VALUE_X, value, keys - 4, style);
	paint_right(p->ui, p->s, keys - 1, p->y, strbuf_str(&key), 3,
		    style == STYLE_SELECT ? STYLE_SELECT : STYLE_KEY);
	strbuf_release(&key);
	p->y++;
}

static void put_heading(struct pen *p, const char *heading)
{
	p->y++;
	surface_putz(p->s, LABEL_X, p->y++, heading, STYLE_TITLE);
}

/* ---- the files ---- */

static void add_same(struct strbuf *out, const struct app *app, const struct import_file *file)
{
	const struct transcript *t = model_transcript(app->model, file->same_as);
	strbuf_add_z(out, "already in the study as ");
	if (t)
		transcript_add_code(app->model, out, t);
	if (t && t->replaced)
		strbuf_add_z(out, ", since corrected");
	strbuf_add_z(out, file->same_bytes ? " (the same file)" : " (the same words)");
}

static void add_read(struct strbuf *out, const struct draft *draft)
{
	if (draft->notes)
		strbuf_add_count(out, draft_count_notes(draft), "note", "notes");
	else
		strbuf_add_count(out, draft->nturns, "turn", "turns");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, draft->nspeakers, "speaker", "speakers");
	if (draft->nwarnings) {
		strbuf_add_z(out, ", ");
		strbuf_add_count(out, draft->nwarnings, "warning", "warnings");
	}
}

static void add_state(struct strbuf *out, const struct app *app, const struct import_file *file)
{
	switch (file->state) {
	case IMPORT_WAITING:
		strbuf_add_z(out, "waits to be read");
		return;
	case IMPORT_BAD:
		strbuf_add_z(out, "left out: it cannot be read");
		return;
	case IMPORT_PEOPLE:
		strbuf_add_count(out, file->people.nrows, "person", "people");
		strbuf_add_z(out, ": what is known about participants");
		break;
	case IMPORT_WALL:
		strbuf_addf(out, "a whole wall, %zu transcript%s", file->ntranscripts,
			    file->ntranscripts == 1 ? "" : "s");
		break;
	case IMPORT_READ:
		add_read(out, &file->draft);
		break;
	}
	if (file->left_out && file->same_as.n) {
		strbuf_reset(out);
		add_same(out, app, file);
	} else if (file->left_out) {
		strbuf_add_z(out, ", left out");
	}
}

static struct str base_name(const struct import_file *file)
{
	struct str path = str_of(file->path);
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	return str_part(path, from, path.n);
}

static void put_file(struct pen *p, const struct import_batch *batch, size_t i)
{
	const struct import_file *file = &batch->files[i];
	struct strbuf state = STRBUF_INIT;
	style_id style = begin_row(p, IMPORT_ROW_FILE, i);
	bool out = file->left_out || file->state == IMPORT_BAD;
	int middle = p->right * 2 / 5;
	add_state(&state, p->app, file);
	surface_putz(p->s, LABEL_X, p->y, out ? "–" : "✓", dim_of(style));
	put(p, LABEL_X + 2, base_name(file), middle - 1, out ? dim_of(style) : style);
	put(p, middle, strbuf_str(&state), p->right - 1,
	    file->state == IMPORT_BAD && style != STYLE_SELECT ? STYLE_WARN : dim_of(style));
	strbuf_release(&state);
	p->y++;
}

static void put_title(struct pen *p, const struct import_batch *batch)
{
	size_t bad = import_batch_bad(batch);
	struct strbuf *line = &p->ui->line;
	strbuf_reset(line);
	if (batch->n == 1)
		strbuf_addf(line, "Import %.*s", STR_ARG(base_name(&batch->files[0])));
	else
		strbuf_addf(line, "Import %zu of %zu files", import_batch_wanted(batch), batch->n);
	if (batch->n > 1 && bad)
		strbuf_addf(line, ", %zu cannot be read", bad);
	const char *right = "nothing is written yet";
	put(p, 1, strbuf_str(line), p->right - text_width(str_of(right)) - 2, STYLE_TITLE);
	paint_right(p->ui, p->s, p->right, p->y, str_of(right), 30, STYLE_DIM);
	p->y += 2;
}

/* ---- one file ---- */

static void put_format(struct pen *p, const struct import_file *file)
{
	struct strbuf value = STRBUF_INIT;
	if (file->state == IMPORT_BAD)
		strbuf_add_z(&value, file->format ? file->format : "not known");
	else
		strbuf_addf(&value, "%s%s%s", file->draft.format,
			    file->draft.dialect[0] ? ", " : "", file->draft.dialect);
	strbuf_add_z(&value, file->format ? " (chosen)" : " (found)");
	put_choice(p, IMPORT_ROW_FORMAT, "Format", strbuf_str(&value), CMD_IMPORT_FORMAT);
	strbuf_reset(&value);
	if (file->state != IMPORT_BAD || file->encoding)
		strbuf_addf(&value, "%s%s",
			    file->state == IMPORT_BAD ? file->encoding : file->draft.encoding,
			    file->encoding ? " (chosen)" : " (found)");
	put_choice(p, IMPORT_ROW_ENCODING, "Encoding", strbuf_str(&value), CMD_IMPORT_ENCODING);
	strbuf_release(&value);
}

static void put_names(struct pen *p, const struct import_batch *batch)
{
	struct strbuf value = STRBUF_INIT;
	size_t n = 0;
	for (size_t i = 0; i < batch->redact.n; i++)
		n += batch->redact.items[i].count && !batch->redact.items[i].left;
	if (batch->pseudonyms)
		strbuf_addf(&value, "%zu replaced: names, e-mail addresses, phone numbers", n);
	else
		strbuf_add_z(&value, "as they are said");
	put_choice(p, IMPORT_ROW_NAMES, "Names", strbuf_str(&value), CMD_IMPORT_NAMES);
	strbuf_release(&value);
}

/* "Quote (chosen)", "Why? and 2 more (found)". */
static void put_column(struct pen *p, const struct import_file *file)
{
	const struct draft *draft = &file->draft;
	struct strbuf value = STRBUF_INIT;
	size_t n = 0;
	for (size_t i = 0; file->state == IMPORT_READ && i < draft->ncolumns; i++)
		if (draft->columns[i].use == USE_NOTES && n++ == 0)
			strbuf_add_str(&value, draft->columns[i].name);
	if (n > 1)
		strbuf_addf(&value, " and %zu more", n - 1);
	if (!n)
		strbuf_add_z(&value, file->text_column ? file->text_column : "not known");
	if (n || file->text_column)
		strbuf_add_z(&value, file->text_column ? " (chosen)" : " (found)");
	put_choice(p, IMPORT_ROW_COLUMN, "Notes in", strbuf_str(&value), CMD_IMPORT_COLUMN);
	strbuf_release(&value);
}

static void put_choices(struct pen *p, const struct import_batch *batch,
			const struct import_file *file)
{
	if (import_is_table(file))
		put_column(p, file);
	if (file->state == IMPORT_BAD)
		return;
	put_choice(p, IMPORT_ROW_SESSION, "Session", file->draft.title, CMD_IMPORT_TITLE);
	put_choice(p, IMPORT_ROW_DATE, "Day", str_of(file->date[0] ? file->date : "not known"),
		   CMD_IMPORT_DATE);
	put_choice(p, IMPORT_ROW_CARDS, "Cards",
		   str_of(import_cards_words(batch->options.cards, file->draft.notes)),
		   CMD_IMPORT_CARDS);
	put_names(p, batch);
}

/* Whose name looks like the speaker's: nobody is linked unasked. */
static const struct participant *namesake_known(const struct app *app,
						const struct draft_speaker *s)
{
	struct str name = s->name.n ? s->name : s->label;
	return model_participant(app->model, namesake_of(app->model, name, (participant_id){0}));
}

/* "participant (guessed), new", "participant, P03", "moderator (guessed)", "participant, new; like
 * P03?" */
static void add_who(struct strbuf *out, const struct app *app, const struct import_batch *batch,
		    const struct draft_speaker *s)
{
	const struct participant *known =
		model_participant(app->model, import_person_of(app, batch, s));
	bool asks = s->role == ROLE_MODERATOR || s->role == ROLE_OBSERVER;
	const struct participant *like = asks || known ? NULL : namesake_known(app, s);
	strbuf_addf(out, "%s%s", role_name(s->role), s->guessed && !like ? " (guessed)" : "");
	if (asks)
		return;
	strbuf_add_z(out, known ? ", " : like ? ", new; like " : ", new");
	if (known || like)
		code_add(out, CODE_PARTICIPANT, known ? known->code : like->code);
	strbuf_add_z(out, like ? "?" : "");
}

static void put_speakers(struct pen *p, const struct import_batch *batch,
			 const struct import_file *file)
{
	int who = LABEL_X + 2 + p->right / 4, count = who + 32;
	if (file->draft.nspeakers)
		put_heading(p, "Speakers");
	for (size_t i = 0; i < file->draft.nspeakers; i++) {
		const struct draft_speaker *s = &file->draft.speakers[i];
		style_id style = begin_row(p, IMPORT_ROW_SPEAKER, i);
		struct strbuf line = STRBUF_INIT;
		put(p, LABEL_X, s->label, who - 1, style);
		add_who(&line, p->app, batch, s);
		put(p, who, strbuf_str(&line), count - 1, style);
		strbuf_reset(&line);
		strbuf_add_count(&line, s->nturns, "turn", "turns");
		strbuf_add_z(&line, ", ");
		strbuf_add_count(&line, s->nwords, "word", "words");
		put(p, count, strbuf_str(&line), p->right - 1, dim_of(style));
		strbuf_release(&line);
		p->y++;
	}
}

static void put_first_turns(struct pen *p, const struct draft *draft)
{
	const struct import_batch *batch = p->app->import.batch;
	put_heading(p, draft->notes ? "First notes" : "First turns");
	for (size_t i = 0; i < draft->nturns && i < FIRST_TURNS; i++) {
		const struct draft_turn *turn = &draft->turns[i];
		struct strbuf time = STRBUF_INIT;
		clock_add_offset(&time, turn->start_ms);
		paint_right(p->ui, p->s, LABEL_X + 6, p->y, strbuf_str(&time), 7, STYLE_DIM);
		if (turn->speaker >= 0)
			put(p, LABEL_X + 8, draft->speakers[turn->speaker].label,
			    LABEL_X + 7 + WHO_W, STYLE_DIM);
		strbuf_reset(&time);
		if (batch->pseudonyms)
			redact_text(&batch->redact, &time, turn->text);
		else
			strbuf_add_str(&time, utf8_slice(turn->text, 0, WIDEST));
		put(p, LABEL_X + 8 + (draft->nspeakers ? WHO_W : 0), strbuf_str(&time),
		    p->right - 1, STYLE_TEXT);
		strbuf_release(&time);
		p->y++;
	}
}

/* A sentence that may be longer than the window, over several lines. */
static void put_sentence(struct pen *p, struct str words, style_id style)
{
	struct strbuf painted = STRBUF_INIT;
	struct wrap_line lines[6];
	safe_text(&painted, words, false);
	size_t n = wrap_text(strbuf_str(&painted), p->right - LABEL_X - 1, lines, TW_COUNT(lines));
	for (size_t i = 0; i < n && i < TW_COUNT(lines); i++)
		surface_put(p->s, LABEL_X, p->y++,
			    str_part(strbuf_str(&painted), lines[i].from, lines[i].to), style);
	strbuf_release(&painted);
}

static void put_warnings(struct pen *p, const struct draft *draft)
{
	struct strbuf line = STRBUF_INIT;
	if (draft->nwarnings)
		put_heading(p, "Warnings");
	for (size_t i = 0; i < draft->nwarnings && i < WARNINGS; i++) {
		strbuf_reset(&line);
		if (draft->warnings[i].line)
			strbuf_addf(&line, "line %lld: ", (long long)draft->warnings[i].line);
		strbuf_add_str(&line, draft->warnings[i].text);
		put_sentence(p, strbuf_str(&line), STYLE_TEXT);
	}
	strbuf_release(&line);
	if (draft->nwarnings > WARNINGS)
		surface_putz(p->s, LABEL_X, p->y++, "…", STYLE_DIM);
}

/* Which columns are used as what. */
static void put_columns(struct pen *p, const struct draft *draft)
{
	struct strbuf line = STRBUF_INIT;
	if (draft->ncolumns)
		put_heading(p, "Columns");
	for (int use = 0; use < DRAFT_USES; use++) {
		strbuf_reset(&line);
		strbuf_addf(&line, "%s: ", draft_use_words((enum draft_use)use));
		if (draft_add_columns(&line, draft, (enum draft_use)use))
			put_sentence(p, strbuf_str(&line), STYLE_TEXT);
	}
	strbuf_release(&line);
}

static void put_people(struct pen *p, const struct people_table *people)
{
	struct strbuf line = STRBUF_INIT;
	for (size_t row = 0; row < people->nrows; row++) {
		strbuf_reset(&line);
		strbuf_addf(&line, "%.*s:", STR_ARG(people_cell(people, row, people->key)));
		for (size_t i = 0; i < people->ncolumns; i++)
			if (i != people->key && people_cell(people, row, i).n)
				strbuf_addf(&line, "  %.*s %.*s",
					    STR_ARG(people_heading(people, i)),
					    STR_ARG(people_cell(people, row, i)));
		put(p, LABEL_X, strbuf_str(&line), p->right - 1, STYLE_TEXT);
		p->y++;
	}
	strbuf_release(&line);
}

static void put_one(struct pen *p, const struct import_batch *batch, const struct import_file *file)
{
	struct strbuf line = STRBUF_INIT;
	if (batch->n > 1)
		put_heading(p, "");
	p->y -= batch->n > 1;
	if (file->same_as.n && file->state == IMPORT_READ) {
		add_same(&line, p->app, file);
		strbuf_add_z(&line, "; ");
		if (file->left_out)
			command_add_key(&line, p->app->settings, CMD_IMPORT_LEAVE_OUT);
		strbuf_add_z(&line,
			     file->left_out ? " imports it once more" : "it is imported once more");
		put_sentence(p, strbuf_str(&line), STYLE_WARN);
		p->y++;
	}
	strbuf_release(&line);
	if (file->state == IMPORT_BAD) {
		put_sentence(p, str_of(file->why), STYLE_WARN);
		p->y++;
	}
	if (file->state == IMPORT_WALL)
		put_sentence(p,
			     STR("The export of a whole wall: it is restored into an empty study."),
			     STYLE_TEXT);
	if (file->state == IMPORT_PEOPLE)
		put_people(p, &file->people);
	if (file->state != IMPORT_BAD && file->state != IMPORT_READ)
		return;
	put_format(p, file);
	put_choices(p, batch, file);
	if (file->state != IMPORT_READ)
		return;
	put_columns(p, &file->draft);
	put_speakers(p, batch, file);
	put_first_turns(p, &file->draft);
	put_warnings(p, &file->draft);
}

/* ---- long work ---- */

static void put_progress(struct pen *p, const struct import_batch *batch)
{
	const struct import_view *view = &p->app->import;
	struct strbuf line = STRBUF_INIT;
	if (view->storing && view->total)
		strbuf_addf(&line, "Writing: %d %%", (int)(view->done * 100 / view->total));
	else if (view->storing)
		strbuf_add_z(&line, "Writing …");
	else
		strbuf_addf(&line, "Reading %.*s, %zu of %zu",
			    STR_ARG(base_name(&batch->files[batch->at])), batch->at + 1, batch->n);
	strbuf_add_z(&line, "   ");
	command_add_key(&line, p->app->settings, CMD_CANCEL);
	strbuf_add_z(&line, " stops; nothing is kept then");
	put(p, LABEL_X, strbuf_str(&line), p->right - 1, STYLE_KEY);
	strbuf_release(&line);
	p->y += 2;
}

static void put_all(struct pen *p)
{
	const struct import_batch *batch = p->app->import.batch;
	const struct import_file *file = import_shown(p->app);
	put_title(p, batch);
	if (p->app->import.storing || !import_batch_is_read(batch))
		put_progress(p, batch);
	for (size_t i = 0; batch->n > 1 && i < batch->n; i++)
		put_file(p, batch, i);
	if (file)
		put_one(p, batch, file);
}

/* The focused line comes into the window; the wheel may take it out again. */
static void scroll(struct import_view *view, const struct pen *pen, int height)
{
	size_t n = (size_t)pen->y, shown = (size_t)height, last = n > shown ? n - shown : 0;
	size_t focus = pen->focus_y < 0 ? 0 : (size_t)pen->focus_y;
	if (view->follow)
		view->first = focus < shown ? 0 : scroll_to(view->first, focus, n, shown);
	view->first = view->first < last ? view->first : last;
	view->follow = false;
}

void draw_import(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect body = {0, 0, s->w, ui->at.body.y + ui->at.body.h};
	int right = s->w - 1 < WIDEST ? s->w - 1 : WIDEST;
	struct pen pen = {.ui = ui, .app = app, .s = s, .right = right, .measuring = true};
	if (!app->import.batch)
		return;
	struct rect old = surface_clip(s, (struct rect){0, 0, 0, 0});
	pen.focus_y = -1;
	put_all(&pen);
	surface_clip_restore(s, old);
	scroll(&app->import, &pen, body.h);
	int below = pen.y - (int)app->import.first - body.h;
	old = surface_clip(s, body);
	pen.measuring = false;
	pen.y = -(int)app->import.first;
	put_all(&pen);
	paint_more(s, (struct rect){body.x, body.y, right + 1, body.h}, app->import.first > 0,
		   below > 0);
	surface_clip_restore(s, old);
}
