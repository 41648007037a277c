/*
 * The top line: what study this is and that it is saved, the five views, who is here. The tabs
 * start at a column that depends on the width alone, so that a growing count never moves them; what
 * does not fit is left out, the least needed first.
 */
#include "ui-internal.h"

#include "themewall/base/clock.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

enum { WIDE_W = 110, GAP = 2, CODERS_GAP = 3, LENS_NAME_W = 18 };

static const struct {
	enum view view;
	const char *number, *name;
} tabs[] = {
	{VIEW_WALL, "1", "Wall"},	  {VIEW_READER, "2", "Reader"},
	{VIEW_OUTLINE, "3", "Outline"},	  {VIEW_COVERAGE, "4", "Coverage"},
	{VIEW_FINDINGS, "5", "Findings"},
};

static bool tab_is_named(const struct app *app, size_t i, bool wide)
{
	return wide || tabs[i].view == app->view;
}

static int tab_cells(const struct app *app, size_t i, bool wide)
{
	return tab_is_named(app, i, wide) ? 2 + text_width(str_of(tabs[i].name)) : 1;
}

static int tabs_cells(const struct app *app, bool wide)
{
	int cells = GAP * (int)(TW_COUNT(tabs) - 1);
	for (size_t i = 0; i < TW_COUNT(tabs); i++)
		cells += tab_cells(app, i, wide);
	return cells;
}

static void paint_tabs(struct ui *ui, const struct app *app, struct surface *s, int x, bool wide)
{
	for (size_t i = 0; i < TW_COUNT(tabs); i++) {
		bool here = tabs[i].view == app->view;
		int w = tab_cells(app, i, wide);
		style_id style = here ? STYLE_TAB_HERE : STYLE_TAB;
		surface_putz(s, x, 0, tabs[i].number, style);
		if (tab_is_named(app, i, wide)) {
			surface_putz(s, x + 1, 0, " ", style);
			surface_putz(s, x + 2, 0, tabs[i].name, style);
		}
		zone_add(ui, (struct rect){x - 1, 0, w + GAP, 1}, ZONE_TAB, tabs[i].view);
		x += w + GAP;
	}
}

/* --- who is here: "A ana T tom", or partners by initial alone --- */

static int put_coder(struct ui *ui, const struct app *app, struct surface *s, int x,
		     const struct presence *who, bool named)
{
	const struct coder *coder = app->store ? store_coder_find(app->store, who->coder) : NULL;
	int colour = coder ? coder->colour : (int)(ID_COUNT(who->coder.n) % 8);
	int at = x + paint_safe(ui, s, x, 0, str_of(who->initials), 4,
				(style_id)(STYLE_BAR0 + colour % 8));
	if (named)
		at += 1 + paint_safe(ui, s, at + 1, 0, str_of(who->name), 16, STYLE_DIM);
	return at - x;
}

/* Paints them from x and returns the cells taken; with an empty clip it only measures. */
static int put_coders(struct ui *ui, const struct app *app, struct surface *s, int x, bool named)
{
	int at = x;
	if (app->me.initials[0])
		at += put_coder(ui, app, s, at, &app->me, true) + 1;
	for (size_t i = 0; i < app->nothers; i++)
		at += put_coder(ui, app, s, at, &app->others[i], named) + 1;
	return at > x ? at - x - 1 : 0;
}

static int coders_cells(struct ui *ui, const struct app *app, struct surface *s, bool named)
{
	struct rect old = surface_clip(s, (struct rect){0, 0, 0, 0});
	int cells = put_coders(ui, app, s, 0, named);
	surface_clip_restore(s, old);
	return cells;
}

static void paint_coders(struct ui *ui, const struct app *app, struct surface *s, int from)
{
	for (int named = 1; named >= 0; named--) {
		int cells = coders_cells(ui, app, s, named);
		int x = s->w - 2 - cells;
		x = x < from ? from : x;
		if (x + cells < s->w) {
			put_coders(ui, app, s, x, named);
			return;
		}
	}
}

/* --- the study: title, counts, saved --- */

enum level { LEVEL_ALL, LEVEL_NO_PEOPLE, LEVEL_NO_TIME, LEVEL_BARE, LEVELS };

static void add_count(struct strbuf *out, size_t n, const char *one, const char *many)
{
	strbuf_add_z(out, " · ");
	strbuf_add_count(out, n, one, many);
}

static void add_saved(struct strbuf *out, const struct app *app, enum level level)
{
	strbuf_add_z(out, " · ");
	if (app->not_saved.len) {
		strbuf_add_z(out, "not saved");
		if (level < LEVEL_NO_TIME)
			strbuf_addf(out, ": %s", app->not_saved.buf);
		return;
	}
	strbuf_add_z(out, "saved");
	if (level < LEVEL_NO_TIME && app->saved_ms) {
		strbuf_add_char(out, ' ');
		clock_add_time(out, app->saved_ms, false);
	}
}

/* A saved lens goes by its name, which is cut before it is left out. */
static void add_lens_name(struct strbuf *out, const struct saved_lens *kept)
{
	struct strbuf name = STRBUF_INIT;
	safe_text(&name, kept->name, false);
	size_t fits = text_fit(strbuf_str(&name), LENS_NAME_W);
	strbuf_addf(out, "“%.*s%s”", (int)fits, name.buf, fits < name.len ? "…" : "");
	strbuf_release(&name);
}

/* "“Carriers”: by segment, only P02"; what a saved one does is told where there is room, before the
 * number of cards. The level for what follows. */
static enum level add_lens(struct strbuf *out, struct app *app, enum level level)
{
	const struct saved_lens *kept = lens_kept(app);
	strbuf_add_z(out, " · ");
	if (kept)
		add_lens_name(out, kept);
	if (kept && level < LEVEL_NO_TIME)
		strbuf_add_z(out, ": ");
	if (!kept || level < LEVEL_NO_TIME)
		lens_add_words(out, app);
	if (kept && level == LEVEL_NO_PEOPLE)
		return LEVEL_BARE;
	return level > LEVEL_NO_TIME ? level : LEVEL_NO_TIME;
}

/* Coverage and findings count all cards whatever the lens hides: there it is not named. */
static bool lens_acts(const struct app *app)
{
	return !lens_is_plain(&app->lens) && app->view != VIEW_COVERAGE &&
	       app->view != VIEW_FINDINGS;
}

/* What follows the title; painted words. */
static void add_facts(struct strbuf *out, struct app *app, enum level level)
{
	if (app->past.now) {
		strbuf_add_z(out, " · as it was ");
		clock_add_date(out, app->past.at_ms);
		strbuf_add_z(out, ", ");
		clock_add_time(out, app->past.at_ms, false);
		return;
	}
	if (lens_acts(app))
		level = add_lens(out, app, level);
	if (sort_add_state(out, app, level >= LEVEL_NO_TIME))
		level = level > LEVEL_BARE ? level : LEVEL_BARE;
	if (level == LEVEL_ALL)
		add_count(out, model_people_in_view(app->model), "person", "people");
	if (level < LEVEL_BARE)
		add_count(out, model_card_count(app->model), "card", "cards");
	add_saved(out, app, level);
}

/* Cells of a long title that are kept before a fact is left out. */
static const int title_room[LEVELS] = {24, 24, 22, 12};

/* The fullest level that fits beside the title; the barest when none does. */
static void fit_facts(struct ui *ui, struct app *app, int title_cells, int room)
{
	for (int level = LEVEL_ALL; level < LEVELS; level++) {
		bool last = level == LEVEL_BARE;
		strbuf_reset(&ui->line);
		strbuf_reset(&ui->scratch);
		add_facts(&ui->scratch, app, (enum level)level);
		safe_text(&ui->line, strbuf_str(&ui->scratch), false);
		int enough = title_room[level];
		int least = title_cells < enough ? title_cells : enough;
		if (last || least + text_width(strbuf_str(&ui->line)) <= room)
			return;
	}
}

static void paint_study(struct ui *ui, struct app *app, struct surface *s, int room)
{
	struct str title = model_study(app->model)->title;
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, title.n ? title : STR("Untitled study"), false);
	int cells = text_width(strbuf_str(&ui->scratch));
	fit_facts(ui, app, cells, room);
	int facts = text_width(strbuf_str(&ui->line));
	int at = 1 + paint_safe(ui, s, 1, 0, title.n ? title : STR("Untitled study"), room - facts,
				STYLE_HEADER);
	zone_add(ui, (struct rect){0, 0, room, 1}, ZONE_HINT, CMD_STUDY_MENU);
	surface_put_fit(s, at, 0, strbuf_str(&ui->line), room - at + 1,
		  app->not_saved.len || app->past.now ? STYLE_WARN : STYLE_DIM);
}

static int tabs_x(struct ui *ui, const struct app *app, struct surface *s, bool wide)
{
	int after = CODERS_GAP + coders_cells(ui, app, s, false) + 1;
	int x = s->w - after - tabs_cells(app, wide);
	return x < s->w / 2 ? x : s->w / 2;
}

void draw_header(struct ui *ui, struct app *app, struct surface *s)
{
	bool wide = s->w >= WIDE_W;
	if (app->view == VIEW_START || app->view == VIEW_IMPORT)
		return;
	int x = tabs_x(ui, app, s, wide);
	x = x < 1 ? 1 : x;
	paint_study(ui, app, s, x - 1 - GAP);
	paint_tabs(ui, app, s, x, wide);
	paint_coders(ui, app, s, x + tabs_cells(app, wide) + CODERS_GAP);
}
