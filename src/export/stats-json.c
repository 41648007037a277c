/* The same counts for programs: one object, keys in a fixed order, codes for ids. */
#include <stdlib.h>

#include "themewall/export/json.h"
#include "themewall/export/stats.h"
#include "themewall/model/strength.h"
#include "themewall/model/pace.h"
#include "themewall/model/talk.h"

#include "names-internal.h"
#include "stats-internal.h"

#include "themewall/base/banned.h"

struct stats {
	const struct model *model;
	struct saturation_settings settings;
	struct coverage coverage;
	struct names names;
	struct json json;
};

static void open_member(struct stats *s, const char *name, char bracket)
{
	json_line(&s->json);
	json_key(&s->json, name);
	json_open(&s->json, bracket);
}

static void put_decimal(struct stats *s, double value)
{
	strbuf_addf(s->json.out, s->json.comma ? ",%.3f" : "%.3f", value);
	s->json.comma = true;
}

static void write_study(struct stats *s)
{
	const struct model *model = s->model;

	open_member(s, "study", '{');
	json_key_str(&s->json, "title", model_study(model)->title);
	json_key_int(&s->json, "people", (int64_t)s->coverage.npeople);
	json_key_int(&s->json, "sessions", (int64_t)model_sessions(model).n);
	json_key_int(&s->json, "transcripts", (int64_t)model_transcripts(model).n);
	json_key_int(&s->json, "cards", (int64_t)model_card_count(model));
	json_key_int(&s->json, "tray", (int64_t)model_tray(model).n);
	json_key_int(&s->json, "parked", (int64_t)model_parked(model).n);
	json_key_int(&s->json, "loose", (int64_t)model_loose(model).n);
	json_close(&s->json, '}');
	open_member(s, "segments", '[');
	for (size_t i = 0; i < s->coverage.nsegments; i++) {
		json_open(&s->json, '{');
		json_key_str(&s->json, "name", s->coverage.segments[i].name);
		json_key_int(&s->json, "people", (int64_t)s->coverage.segments[i].people);
		json_close(&s->json, '}');
	}
	json_close(&s->json, ']');
}

static void write_cells(struct stats *s, size_t theme)
{
	const struct coverage *c = &s->coverage;

	json_key(&s->json, "by_person");
	json_open(&s->json, '{');
	for (size_t p = 0; p < c->npeople; p++)
		if (c->cards[theme * c->npeople + p])
			json_key_int(&s->json, names_participant(&s->names, c->people[p].id).p,
				     c->cards[theme * c->npeople + p]);
	json_close(&s->json, '}');
	json_key(&s->json, "by_segment");
	json_open(&s->json, '[');
	for (size_t i = 0; i < c->nsegments; i++) {
		json_open(&s->json, '{');
		json_key_str(&s->json, "name", c->segments[i].name);
		json_key_int(&s->json, "people", c->of_segments[theme * c->nsegments + i]);
		json_key_int(&s->json, "of", (int64_t)c->segments[i].people);
		json_close(&s->json, '}');
	}
	json_close(&s->json, ']');
}

static void write_theme(struct stats *s, size_t theme)
{
	struct strength strength = strength_of(&s->coverage, s->model, theme);
	cluster_id id = s->coverage.themes[theme].id;

	json_line(&s->json);
	json_open(&s->json, '{');
	json_key_str(&s->json, "id", names_cluster(&s->names, id));
	json_key_str(&s->json, "name", model_cluster(s->model, id)->name);
	json_key_int(&s->json, "people", (int64_t)strength.people);
	json_key_int(&s->json, "of_people", (int64_t)strength.of_people);
	json_key_int(&s->json, "segments", (int64_t)strength.segments);
	json_key_int(&s->json, "of_segments", (int64_t)strength.of_segments);
	json_key_int(&s->json, "cards", (int64_t)strength.cards);
	json_key_int(&s->json, "unattributed", (int64_t)s->coverage.themes[theme].unattributed);
	json_key(&s->json, "warnings");
	json_open(&s->json, '[');
	for (int i = 0; i < STRENGTH_WARNINGS; i++)
		if (strength.warnings & 1u << i)
			json_str(&s->json,
				 str_of(strength_warning_key((enum strength_warning)(1 << i))));
	json_close(&s->json, ']');
	write_cells(s, theme);
	json_close(&s->json, '}');
}

static void write_coverage(struct stats *s)
{
	const struct coverage *c = &s->coverage;

	open_member(s, "themes", '[');
	for (size_t t = 0; t < c->nthemes; t++)
		write_theme(s, t);
	json_close(&s->json, ']');
	open_member(s, "not_heard", '[');
	for (size_t p = 0; p < c->npeople; p++)
		if (c->people[p].cards == 0)
			json_str(&s->json, names_participant(&s->names, c->people[p].id));
	json_close(&s->json, ']');
}

/* Members of one curve: of all, or of one segment. */
static void write_curve(struct stats *s, struct str segment)
{
	struct incidence incidence;
	session_id *sessions;

	incidence_of_model(&incidence, s->model, segment, &sessions);
	size_t n = incidence.nunits;
	uint32_t *counts = xcalloc(n + 1, sizeof *counts);
	incidence_new_themes(&incidence, counts);
	struct saturation result = saturation_of(counts, n, s->settings);
	struct strbuf text = STRBUF_INIT;
	if (result.verdict == SATURATION_REACHED)
		strbuf_addf(&text, "%zu+%zu", result.at, result.run);
	json_key_maybe(&s->json, "result", strbuf_str(&text));
	json_key_maybe(&s->json, "reason", str_of(saturation_reason(result.verdict)));
	json_key(&s->json, "sessions");
	json_open(&s->json, '[');
	for (size_t i = 0; i < n; i++)
		json_str(&s->json, names_session(&s->names, sessions[i]));
	json_close(&s->json, ']');
	json_key(&s->json, "new_themes");
	json_open(&s->json, '[');
	for (size_t i = 0; i < n; i++)
		json_int(&s->json, counts[i]);
	json_close(&s->json, ']');
	json_key(&s->json, "any_order");
	json_open(&s->json, '[');
	for (size_t t = 1; t <= n; t++)
		put_decimal(s, incidence_rarefied(&incidence, t));
	json_close(&s->json, ']');
	json_key_int(&s->json, "third_voices", (int64_t)incidence_third_voices(&incidence));
	strbuf_release(&text);
	free(counts);
	free(sessions);
	incidence_release(&incidence);
}

static void write_saturation(struct stats *s)
{
	open_member(s, "code_saturation", '{');
	json_key_int(&s->json, "base", (int64_t)s->settings.base);
	json_key_int(&s->json, "run", (int64_t)s->settings.run);
	json_key_int(&s->json, "threshold_percent", s->settings.threshold);
	write_curve(s, STR(""));
	json_key(&s->json, "segments");
	json_open(&s->json, '[');
	for (size_t i = 0; i < s->coverage.nsegments; i++) {
		if (s->coverage.segments[i].people == 0)
			continue;
		json_open(&s->json, '{');
		json_key_str(&s->json, "name", s->coverage.segments[i].name);
		write_curve(s, s->coverage.segments[i].name);
		json_close(&s->json, '}');
	}
	json_close(&s->json, ']');
	json_close(&s->json, '}');
}

static void write_reading(struct stats *s)
{
	struct transcript_list list = model_transcripts(s->model);

	open_member(s, "on_cards", '[');
	for (size_t i = 0; i < list.n; i++) {
		size_t n;
		struct reading reading = coverage_reading(s->model, list.ids[i], NULL, 0, &n);
		json_open(&s->json, '{');
		json_key_str(&s->json, "transcript", names_transcript(&s->names, list.ids[i]));
		json_key_int(&s->json, "words", (int64_t)reading.words);
		json_key_int(&s->json, "covered", (int64_t)reading.covered);
		json_close(&s->json, '}');
	}
	json_close(&s->json, ']');
}

static void write_talk(struct stats *s)
{
	struct talk_range range = talk_of_study(s->model);
	struct session_list list = model_sessions(s->model);
	bool known = range.measured > 0;

	open_member(s, "talk", '{');
	json_key_known(&s->json, "percent", known, talk_percent(range.total));
	json_key_known(&s->json, "least", known, range.least);
	json_key_known(&s->json, "most", known, range.most);
	json_key(&s->json, "sessions");
	json_open(&s->json, '[');
	for (size_t i = 0; i < list.n; i++) {
		struct talk talk = talk_of_session(s->model, list.ids[i]);
		json_open(&s->json, '{');
		json_key_str(&s->json, "id", names_session(&s->names, list.ids[i]));
		json_key_int(&s->json, "participants", talk.participants);
		json_key_int(&s->json, "moderators", talk.moderators);
		json_key_int(&s->json, "others", talk.observers + talk.unknown);
		json_key_known(&s->json, "percent", talk_percent(talk) >= 0, talk_percent(talk));
		json_key_bool(&s->json, "guessed", talk.guessed);
		json_close(&s->json, '}');
	}
	json_close(&s->json, ']');
	json_close(&s->json, '}');
}

static void write_pace(struct stats *s)
{
	struct pace pace = pace_of(s->model);

	open_member(s, "pace", '{');
	json_key_int(&s->json, "dated_interviews", (int64_t)pace.dated);
	json_key_int(&s->json, "months", (int64_t)pace.months);
	json_key_int(&s->json, "days", (int64_t)pace.span);
	json_key(&s->json, "interviews_a_month");
	if (pace.span >= PACE_MONTH)
		put_decimal(s, (double)pace.dated / (double)pace.months);
	else
		json_null(&s->json);
	json_key_maybe(&s->json, "reason",
		       pace.span >= PACE_MONTH ? STR("")
		       : pace.dated ? STR("the interviews lie within less than a month")
				    : STR("no interview has a date"));
	json_key_int(&s->json, "insights", (int64_t)pace.insights);
	json_key_known(&s->json, "days_to_insight", pace.insights > 0, pace.days);
	json_close(&s->json, '}');
}

void export_stats_json(struct strbuf *out, const struct model *model,
		       struct saturation_settings settings)
{
	struct stats s = {.model = model, .settings = settings, .json = {.out = out}};

	coverage_init(&s.coverage, model);
	names_init(&s.names, model);
	json_open(&s.json, '{');
	write_study(&s);
	write_coverage(&s);
	write_saturation(&s);
	write_reading(&s);
	write_talk(&s);
	write_pace(&s);
	stats_team_json(&s.json, model);
	json_close(&s.json, '}');
	strbuf_add_char(out, '\n');
	names_release(&s.names);
	coverage_release(&s.coverage);
}
