/*
 * Below the grid: how saturated the codes are, themes weaker than their counts look, and how many
 * new themes each interview brought. A text of trust_lines lines, of which the painter sees a
 * window; only bars give up height before anything has to scroll. Worked out once per revision of
 * the study, never per frame.
 */
#include "ui-internal.h"

#include <stdlib.h>

#include "themewall/app/settings.h"
#include "themewall/export/stats.h"
#include "themewall/model/strength.h"
#include "themewall/text/wrap.h"

#include "themewall/base/banned.h"

enum { PLOT_W = 5, PLOT_MAX_H = 4, PLOT_FOOT_H = 2, PLOT_X = 2, SATURATION_LINES = 5 };
enum { SATURATION_W = 112 };

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

static int plot_height(const struct trust *trust)
{
	int most = (int)trust->most;
	return most < PLOT_MAX_H ? most : PLOT_MAX_H;
}

/* New themes by interview; of more than fit the latest, which decide. */
static void draw_plot(struct ui *ui, const struct app *app, struct surface *s, struct rect room)
{
	size_t n = ui->trust.nsessions, fit = (size_t)((room.w - PLOT_X) / PLOT_W);
	size_t first = n > fit ? n - fit : 0;
	int h = room.h - PLOT_FOOT_H - 1, most = plot_height(&ui->trust);

	h = h < most ? h : most;
	surface_putz(s, room.x, room.y, "New themes by interview", STYLE_DIM);
	for (size_t i = first; i < n; i++)
		draw_bar(ui, app, s, i,
			 (struct rect){room.x + PLOT_X + (int)(i - first) * PLOT_W, room.y + 1,
				       PLOT_W, h});
}

/* A line the eye finds back from. */
static int sentence_width(int w)
{
	return w < SATURATION_W ? w : SATURATION_W;
}

static int saturation_lines(const struct trust *trust, int w)
{
	struct wrap_line lines[SATURATION_LINES];
	size_t n = wrap_text(strbuf_str(&trust->saturation), sentence_width(w), lines,
			     SATURATION_LINES);
	return n < SATURATION_LINES ? (int)n : SATURATION_LINES;
}

struct trust_size trust_size(struct ui *ui, const struct app *app, int w)
{
	const struct trust *trust = trust_get(ui, app);
	struct trust_size size = {0};

	if (!trust->nsessions)
		return size;
	size.sentence = saturation_lines(trust, w);
	size.warnings = (int)trust->nwarnings;
	size.all = size.sentence + size.warnings + 1 + 1 + plot_height(trust) + PLOT_FOOT_H;
	size.least = size.all - (plot_height(trust) > 1 ? plot_height(trust) - 1 : 0);
	return size;
}

/* What it does not say is half of the sentence: it is cut only where it would be endless. Returns
 * its lines. */
static int draw_saturation(struct ui *ui, struct surface *s, struct rect room)
{
	struct str text = strbuf_str(&ui->trust.saturation);
	struct wrap_line lines[SATURATION_LINES];
	size_t n = wrap_text(text, sentence_width(room.w), lines, SATURATION_LINES);

	n = n < SATURATION_LINES ? n : SATURATION_LINES;
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

	while (str_next_line(&rest, &line))
		paint_safe(ui, s, room.x, y++, line, room.w, STYLE_WARN);
	return y;
}

void draw_trust(struct ui *ui, struct app *app, struct surface *s, struct rect room, int first)
{
	struct trust_size size = trust_size(ui, app, room.w);
	struct rect old;

	if (room.h <= 0 || !size.all)
		return;
	old = surface_clip(s, room);
	int end = room.y + (size.least > room.h ? size.all - first : room.h);
	struct rect at = {room.x, room.y - first, room.w, end - room.y + first};
	int taken = draw_saturation(ui, s, at);
	at.y = draw_warnings(ui, s, (struct rect){at.x, at.y + taken, at.w, at.h}) + 1;
	at.h = end - at.y;
	draw_plot(ui, app, s, at);
	surface_clip_restore(s, old);
}
