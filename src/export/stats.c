/*
 * What can be counted of a study, on 80 cells: a block for each question a careful reader asks,
 * labels in one column, words in the next.
 */
#include "themewall/export/stats.h"

#include <stdlib.h>

#include "themewall/base/clock.h"
#include "themewall/model/strength.h"
#include "themewall/model/pace.h"
#include "themewall/model/talk.h"

#include "names-internal.h"
#include "part-internal.h"
#include "stats-internal.h"

#include "themewall/base/banned.h"

enum { PASSAGE_WORDS = 50, BAR_MAX = 40, CODE_SPACE = 8 };

struct stats {
	const struct model *model;
	struct saturation_settings settings;
	struct coverage coverage;
	struct names names;
	struct page page;
	struct strbuf text; /* one line's words */
};

void stats_put_line(struct page *page, struct str label, struct strbuf *text)
{
	int room = STATS_TEXT - STATS_LABEL, ncells = page_width(page, label);
	struct strbuf plain = STRBUF_INIT;

	page_blank(page, STATS_LABEL);
	strbuf_add_str(page->out, label);
	page_blank(page, ncells < room ? room - ncells : 1);
	page_wrap(page, part_plain(&plain, strbuf_str(text)),
		  ncells < room ? STATS_TEXT : STATS_LABEL + ncells + 1, STATS_TEXT, PAGE_WIDTH,
		  false);
	strbuf_reset(text);
	strbuf_release(&plain);
}

/* A label, and what was gathered in text. */
static void put_line(struct stats *s, struct str label)
{
	stats_put_line(&s->page, label, &s->text);
}

static void put_title(struct stats *s, const char *title)
{
	strbuf_addf(s->page.out, "\n%s\n", title);
}

static void add_part(struct stats *s, size_t n, const char *where)
{
	if (n)
		strbuf_addf(&s->text, "%s%zu %s", s->text.len ? ", " : "", n, where);
}

static void write_people(struct stats *s)
{
	const struct coverage *c = &s->coverage;
	size_t known = 0;

	strbuf_addf(&s->text, "%zu in %zu %s", c->npeople, model_sessions(s->model).n,
		    model_sessions(s->model).n == 1 ? "session" : "sessions");
	for (size_t i = 0; i < c->nsegments; i++) {
		if (c->segments[i].people == 0)
			continue;
		strbuf_addf(&s->text, "%s%.*s %zu", known ? ", " : ": ",
			    STR_ARG(c->segments[i].name), c->segments[i].people);
		known += c->segments[i].people;
	}
	if (known && known < c->npeople)
		strbuf_addf(&s->text, ", not known %zu", c->npeople - known);
	put_line(s, STR("People"));
}

/* Cards by place; those of clusters nobody has named are not in a theme. */
static void write_cards(struct stats *s)
{
	struct cluster_list clusters = model_clusters(s->model);
	size_t named = coverage_sorted(s->model), unnamed = 0;

	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(s->model, clusters.ids[i]);
		unnamed += cluster->name.n ? 0 : cluster->ncards;
	}
	add_part(s, named, "in themes");
	add_part(s, unnamed, "in clusters without a name");
	add_part(s, model_loose(s->model).n, "loose");
	add_part(s, model_parked(s->model).n, "parked");
	add_part(s, model_tray(s->model).n, "in the tray");
	struct strbuf all = STRBUF_INIT;
	strbuf_addf(&all, "%zu%s", model_card_count(s->model), s->text.len ? ": " : "");
	strbuf_insert(&s->text, 0, all.buf, all.len);
	strbuf_release(&all);
	put_line(s, STR("Cards"));
	strbuf_addf(&s->text, "%zu", s->coverage.nthemes);
	put_line(s, STR("Themes"));
}

static void add_warnings(struct stats *s, const struct strength *strength)
{
	const char *between = "";

	for (int i = 0; i < STRENGTH_WARNINGS; i++) {
		enum strength_warning warning = (enum strength_warning)(1 << i);
		if (!(strength->warnings & warning))
			continue;
		strbuf_addf(&s->text, "%s%s", between, strength_warning_name(warning));
		between = "; ";
		if (warning == STRENGTH_ONE_VOICE || warning == STRENGTH_DOMINATED) {
			participant_id id = s->coverage.people[strength->loudest].id;
			strbuf_addf(&s->text, " (%.*s)", STR_ARG(names_participant(&s->names, id)));
		}
	}
}

static void write_themes(struct stats *s)
{
	if (s->coverage.nthemes)
		put_title(s, "THEMES");
	for (size_t t = 0; t < s->coverage.nthemes; t++) {
		cluster_id id = s->coverage.themes[t].id;
		struct strength strength = strength_of(&s->coverage, s->model, t);
		strbuf_add_str(&s->text, model_cluster(s->model, id)->name);
		put_line(s, names_cluster(&s->names, id));
		strength_add(&s->text, &strength);
		put_line(s, STR(""));
		if (strength.warnings) {
			add_warnings(s, &strength);
			put_line(s, STR("  careful"));
		}
	}
}

static void write_unheard(struct stats *s)
{
	const struct coverage *c = &s->coverage;

	for (size_t p = 0; p < c->npeople; p++)
		if (c->people[p].cards == 0)
			strbuf_addf(&s->text, "%s%.*s", s->text.len ? ", " : "",
				    STR_ARG(names_participant(&s->names, c->people[p].id)));
	for (size_t i = 0; i < c->nsegments; i++)
		if (c->segments[i].people == 0)
			strbuf_addf(&s->text, "%snobody of %.*s", s->text.len ? "; " : "",
				    STR_ARG(c->segments[i].name));
	if (s->text.len == 0)
		strbuf_add_z(&s->text, "everybody is in a theme");
	put_title(s, "NOT HEARD IN ANY THEME");
	put_line(s, STR("People"));
}

static void add_passage(struct stats *s, const struct transcript *transcript,
			const struct passage *passage)
{
	const struct turn *turn = &transcript->turns[passage->first];

	strbuf_addf(&s->text, "; the longest stretch without a card is %zu words", passage->words);
	if (turn->start_ms >= 0) {
		strbuf_add_z(&s->text, ", from ");
		clock_add_offset_long(&s->text, turn->start_ms);
	}
}

static void write_reading(struct stats *s)
{
	struct transcript_list list = model_transcripts(s->model);
	bool titled = false;

	for (size_t i = 0; i < list.n; i++) {
		const struct transcript *transcript = model_transcript(s->model, list.ids[i]);
		struct passage longest;
		size_t n;
		struct reading reading = coverage_reading(s->model, list.ids[i], &longest, 1, &n);
		if (reading.words == 0)
			continue;
		if (!titled)
			put_title(s, "ON CARDS");
		titled = true;
		strbuf_addf(&s->text, "%zu of %zu %s participants said", reading.covered,
			    reading.words, count_word(reading.words, "word", "words"));
		if (n && longest.words >= PASSAGE_WORDS)
			add_passage(s, transcript, &longest);
		put_line(s, names_transcript(&s->names, list.ids[i]));
	}
}

/* A bar for each interview: how many themes nobody had before. */
static void write_bars(struct stats *s, const uint32_t *new_themes, const session_id *sessions,
		       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str code = names_session(&s->names, sessions[i]);
		uint32_t bar = new_themes[i] < BAR_MAX ? new_themes[i] : BAR_MAX;
		page_blank(&s->page, STATS_LABEL);
		strbuf_add_str(s->page.out, code);
		page_blank(&s->page, code.n < CODE_SPACE ? CODE_SPACE - (int)code.n : 1);
		strbuf_addf(s->page.out, "%3u", new_themes[i]);
		strbuf_add_z(s->page.out, bar ? "  " : "");
		strbuf_add_repeat(s->page.out, "#", bar);
		strbuf_add_char(s->page.out, '\n');
	}
}

static void write_segments(struct stats *s)
{
	for (size_t i = 0; i < s->coverage.nsegments && s->coverage.nsegments_heard > 1; i++) {
		struct incidence incidence;
		if (s->coverage.segments[i].people == 0)
			continue;
		incidence_of_model(&incidence, s->model, s->coverage.segments[i].name, NULL);
		uint32_t *counts = xcalloc(incidence.nunits + 1, sizeof *counts);
		incidence_new_themes(&incidence, counts);
		struct saturation result = saturation_of(counts, incidence.nunits, s->settings);
		strbuf_addf(&s->text, "%.*s: ", STR_ARG(s->coverage.segments[i].name));
		if (result.verdict == SATURATION_REACHED)
			strbuf_addf(&s->text, "%zu+%zu", result.at, result.run);
		else
			strbuf_add_z(&s->text, saturation_reason(result.verdict));
		strbuf_addf(&s->text, "; a third voice in %zu of its themes",
			    incidence_third_voices(&incidence));
		put_line(s, STR("Segment"));
		free(counts);
		incidence_release(&incidence);
	}
}

static void write_order_free(struct stats *s, const struct incidence *incidence)
{
	if (incidence->nunits < 2)
		return;
	for (size_t t = 1; t <= incidence->nunits; t++)
		strbuf_addf(&s->text, "%s%.1f", t > 1 ? ", " : "",
			    incidence_rarefied(incidence, t));
	strbuf_addf(&s->text, " themes after 1 to %zu interviews drawn in any order (exploratory)",
		    incidence->nunits);
	put_line(s, STR("Any order"));
	strbuf_addf(&s->text,
		    "%.1f themes at least, those nobody has said yet with them "
		    "(Chao2, exploratory)",
		    incidence_chao2(incidence));
	put_line(s, STR("To be heard"));
}

static void write_saturation(struct stats *s)
{
	struct incidence incidence;
	session_id *sessions;

	put_title(s, "CODE SATURATION");
	export_add_saturation(&s->text, s->model, s->settings, false);
	put_line(s, STR("Result"));
	incidence_of_model(&incidence, s->model, STR(""), &sessions);
	uint32_t *counts = xcalloc(incidence.nunits + 1, sizeof *counts);
	incidence_new_themes(&incidence, counts);
	if (incidence.nunits) {
		strbuf_addf(&s->text, "%zu of %zu %s heard in three interviews or more",
			    incidence_third_voices(&incidence), incidence.nthemes,
			    count_word(incidence.nthemes, "theme was", "themes were"));
		put_line(s, STR("Third voice"));
	}
	write_segments(s);
	write_order_free(s, &incidence);
	if (incidence.nunits)
		strbuf_add_z(s->page.out, "  New themes by interview\n");
	write_bars(s, counts, sessions, incidence.nunits);
	free(counts);
	free(sessions);
	incidence_release(&incidence);
}

static void write_talk(struct stats *s)
{
	struct talk_range range = talk_of_study(s->model);
	struct session_list list = model_sessions(s->model);

	if (range.measured == 0)
		return;
	put_title(s, "TALK");
	strbuf_addf(&s->text, "participants spoke %d%% of the words", talk_percent(range.total));
	if (range.measured > 1)
		strbuf_addf(&s->text, " (%d to %d%% by session)", range.least, range.most);
	put_line(s, STR("Ratio"));
	for (size_t i = 0; i < list.n; i++) {
		struct talk talk = talk_of_session(s->model, list.ids[i]);
		if (talk_percent(talk) < 0)
			continue;
		strbuf_addf(&s->text, "%d%% of ", talk_percent(talk));
		strbuf_add_count(&s->text, (size_t)(talk.participants + talk.moderators), "word",
				 "words");
		if (talk.observers + talk.unknown)
			strbuf_addf(&s->text, "; %lld more by others",
				    (long long)(talk.observers + talk.unknown));
		strbuf_add_z(&s->text, talk.guessed ? "; who interviews was guessed" : "");
		put_line(s, names_session(&s->names, list.ids[i]));
	}
}

/* "3 interviews in 9 days", over a month and more "3.0 a month"; days from an interview to what was
 * concluded. */
static void write_pace(struct stats *s)
{
	struct pace pace = pace_of(s->model);

	if (!pace.dated && !pace.insights)
		return;
	put_title(s, "PACE");
	if (pace.dated && pace.span < PACE_MONTH) {
		strbuf_add_count(&s->text, pace.dated, "interview", "interviews");
		strbuf_add_z(&s->text, pace.span > 1 ? " in " : " on ");
		if (pace.span > 1)
			strbuf_addf(&s->text, "%zu days, %.*s to ", pace.span,
				    STR_ARG(pace.first));
		strbuf_add_str(&s->text, pace.last);
		put_line(s, STR("Interviews"));
	} else if (pace.dated) {
		size_t tenths = (pace.dated * 10 + pace.months / 2) / pace.months;
		strbuf_addf(&s->text, "%zu.%zu a month: %zu from %.*s to %.*s", tenths / 10,
			    tenths % 10, pace.dated, STR_ARG(pace.first), STR_ARG(pace.last));
		put_line(s, STR("Interviews"));
	}
	if (pace.insights) {
		strbuf_addf(&s->text,
			    "%lld %s from the last interview of its evidence (median of %zu)",
			    (long long)pace.days, count_word((size_t)pace.days, "day", "days"),
			    pace.insights);
		put_line(s, STR("Insight"));
	}
}

void export_stats(struct strbuf *out, const struct model *model,
		  struct saturation_settings settings)
{
	struct stats s = {.model = model, .settings = settings, .text = STRBUF_INIT};
	const struct study *study = model_study(model);

	coverage_init(&s.coverage, model);
	names_init(&s.names, model);
	page_init(&s.page, out);
	page_wrap(&s.page, study->title.n ? study->title : STR("A study without a title"), 0, 0,
		  PAGE_WIDTH, false);
	write_people(&s);
	write_cards(&s);
	write_themes(&s);
	if (s.coverage.nthemes) {
		write_unheard(&s);
		write_saturation(&s);
	}
	write_reading(&s);
	write_talk(&s);
	write_pace(&s);
	stats_team(&s.page, model);
	page_release(&s.page);
	names_release(&s.names);
	coverage_release(&s.coverage);
	strbuf_release(&s.text);
}
