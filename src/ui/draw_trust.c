/*
 * Below the grid, as far as there is room: how saturated the codes are, themes weaker than their
 * counts look, and how many new themes each interview brought. Worked out once per revision of the
 * study, never per frame.
 */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/app/settings.h"
#include "themewall/export/stats.h"
#include "themewall/model/strength.h"
#include "themewall/text/wrap.h"

#include "themewall/base/banned.h"

enum { PLOT_W = 5, PLOT_MAX_H = 4, PLOT_FOOT_H = 2, PLOT_X = 2, SATURATION_LINES = 5 };

void trust_release(struct trust *trust)
{
	free(trust->new_themes);
	free(trust->sessions);
	strbuf_release(&trust->saturation);
	strbuf_release(&trust->warnings);
	*trust = (struct trust){0};
}

static void add_warning(struct trust *trust, const struct model *model,
			const struct coverage *coverage, size_t theme,
			const struct strength *strength)
{
	struct strbuf *out = &trust->warnings;
	const char *between = ": ";

	strbuf_add_str(out, model_cluster(model, coverage->themes[theme].id)->name);
	for (int i = 0; i < STRENGTH_WARNINGS; i++) {
		enum strength_warning warning = (enum strength_warning)(1 << i);
		if (!(strength->warnings & warning))
			continue;
		strbuf_addf(out, "%s%s", between, strength_warning_name(warning));
		between = "; ";
		if (warning != STRENGTH_ONE_VOICE && warning != STRENGTH_DOMINATED)
			continue;
		participant_id id = coverage->people[strength->loudest].id;
		strbuf_add_z(out, ", ");
		code_add(out, CODE_PARTICIPANT, model_participant(model, id)->code);
	}
	strbuf_add_char(out, '\n');
	trust->nwarnings++;
}

static void find_warnings(struct trust *trust, const struct model *model)
{
	struct coverage coverage;

	coverage_init(&coverage, model);
	for (size_t t = 0; t < coverage.nthemes; t++) {
		struct strength strength = strength_of(&coverage, model, t);
		if (strength.warnings)
			add_warning(trust, model, &coverage, t, &strength);
	}
	coverage_release(&coverage);
}

static void count_new_themes(struct trust *trust, const struct model *model)
{
	struct incidence incidence;

	incidence_of_model(&incidence, model, STR(""), &trust->sessions);
	trust->nsessions = incidence.nunits;
	trust->new_themes = xcalloc(incidence.nunits + 1, sizeof *trust->new_themes);
	incidence_new_themes(&incidence, trust->new_themes);
	for (size_t i = 0; i < trust->nsessions; i++)
		if (trust->new_themes[i] > trust->most)
			trust->most = trust->new_themes[i];
	incidence_release(&incidence);
}

static bool same_rule(struct saturation_settings a, struct saturation_settings b)
{
	return a.base == b.base && a.run == b.run && a.threshold == b.threshold;
}

static const struct trust *trust_get(struct ui *ui, const struct app *app)
{
	struct trust *trust = &ui->trust;
	uint64_t revision = model_revision(app->model);
	struct saturation_settings rule = settings_saturation(app->settings);

	if (trust->made && trust->revision == revision && same_rule(rule, trust->rule))
		return trust;
	trust_release(trust);
	strbuf_init(&trust->saturation);
	strbuf_init(&trust->warnings);
	strbuf_add_z(&trust->saturation, "Code saturation: ");
	export_add_saturation(&trust->saturation, app->model, rule, true);
	find_warnings(trust, app->model);
	count_new_themes(trust, app->model);
	trust->made = true;
	trust->revision = revision;
	trust->rule = rule;
	return trust;
}

/* Of h lines of blocks how many this interview fills: one for each theme where that fits; something
 * new is never nothing. */
static int bar_of(const struct trust *trust, size_t session, int h)
{
	uint32_t n = trust->new_themes[session];

	if (trust->most <= (uint32_t)h)
		return (int)n;
	return (int)((n * (uint32_t)h + trust->most - 1) / trust->most);
}

static void draw_bar(struct ui *ui, const struct app *app, struct surface *s, size_t session,
		     struct rect at)
{
	const struct trust *trust = &ui->trust;
	int bar = bar_of(trust, session, at.h);
	struct strbuf *text = &ui->line;

	for (int i = 0; i < bar; i++)
		surface_putz(s, at.x, at.y + at.h - 1 - i, "██", STYLE_DIM);
	strbuf_reset(text);
	strbuf_addf(text, "%u", trust->new_themes[session]);
	surface_put(s, at.x, at.y + at.h, strbuf_str(text),
		    trust->new_themes[session] ? STYLE_TEXT : STYLE_DIM);
	strbuf_reset(text);
	code_add(text, CODE_SESSION, model_session(app->model, trust->sessions[session])->code);
	surface_put_fit(s, at.x, at.y + at.h + 1, strbuf_str(text), at.w - 1, STYLE_DIM);
}

/* New themes by interview; of more than fit the latest, which decide. */
static void draw_plot(struct ui *ui, const struct app *app, struct surface *s, struct rect room)
{
	size_t n = ui->trust.nsessions, fit = (size_t)((room.w - PLOT_X) / PLOT_W);
	size_t first = n > fit ? n - fit : 0;
	int h = room.h - PLOT_FOOT_H - 1, most = (int)ui->trust.most;

	h = h < PLOT_MAX_H ? h : PLOT_MAX_H;
	h = h < most ? h : most;
	surface_putz(s, room.x, room.y, "New themes by interview", STYLE_DIM);
	for (size_t i = first; i < n; i++)
		draw_bar(ui, app, s, i,
			 (struct rect){room.x + PLOT_X + (int)(i - first) * PLOT_W, room.y + 1,
				       PLOT_W, h});
}

int trust_lines(struct ui *ui, const struct app *app, int w)
{
	struct wrap_line lines[SATURATION_LINES];
	const struct trust *trust = trust_get(ui, app);
	size_t n = trust->nsessions
			   ? wrap_text(strbuf_str(&trust->saturation), w, lines, SATURATION_LINES)
			   : 0;
	return n < SATURATION_LINES ? (int)n : SATURATION_LINES;
}

/* What it does not say is half of the sentence: it is cut only where the screen ends. Returns its
 * lines. */
static int draw_saturation(struct ui *ui, struct surface *s, struct rect room)
{
	struct str text = strbuf_str(&ui->trust.saturation);
	struct wrap_line lines[SATURATION_LINES];
	size_t most = room.h < SATURATION_LINES ? (size_t)room.h : SATURATION_LINES;
	size_t n = wrap_text(text, room.w, lines, most);

	n = n < most ? n : most;
	for (size_t i = 0; i < n; i++) {
		size_t to = i + 1 == n ? text.n : lines[i].to; /* cut with a sign when it is more */
		paint_safe(ui, s, room.x, room.y + (int)i, str_part(text, lines[i].from, to),
			   room.w, STYLE_TEXT);
	}
	return (int)n;
}

static int draw_warnings(struct ui *ui, struct surface *s, struct rect room)
{
	struct str rest = strbuf_str(&ui->trust.warnings), line;
	int y = room.y;

	while (y < room.y + room.h && str_next_line(&rest, &line))
		paint_safe(ui, s, room.x, y++, line, room.w, STYLE_WARN);
	return y;
}

void draw_trust(struct ui *ui, struct app *app, struct surface *s, struct rect room)
{
	const struct trust *trust = room.h > 0 ? trust_get(ui, app) : NULL;

	if (!trust || trust->nsessions == 0)
		return;
	int taken = draw_saturation(ui, s, room);
	int y = draw_warnings(ui, s, (struct rect){room.x, room.y + taken, room.w, room.h - taken});
	room.h -= y + 1 - room.y;
	room.y = y + 1;
	if (room.h > PLOT_FOOT_H + 1)
		draw_plot(ui, app, s, room);
}
