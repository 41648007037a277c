/*
 * One insight on the page: the claim, from whom it was heard, what to do about it. Leading ones
 * come first; drafts nothing supports stand behind them. What it rests on is written by report-
 * evidence.c, before or after the recommendations as asked.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report-internal.h"

#include "themewall/base/banned.h"

static const struct insight *insight_of(const struct report *report, size_t rank)
{
	return model_insight(report->survey->model, report->insights[rank]);
}

static bool is_leading(const struct model *model, insight_id id)
{
	struct insight_tally tally = model_insight_tally(model, id);

	return tally.supported || tally.other || model_insight(model, id)->reviewed;
}

void report_take_insights(struct report *report)
{
	const struct model *model = report->survey->model;
	size_t n;
	insight_id *ranked = model_insights_ranked(model, &n);

	report->insights = xcalloc(n + 1, sizeof *report->insights);
	for (int drafts = 0; drafts < 2; drafts++) {
		for (size_t i = 0; i < n; i++)
			if (is_leading(model, ranked[i]) == !drafts)
				report->insights[report->ninsights++] = ranked[i];
		if (!drafts)
			report->nleading = report->ninsights;
	}
	free(ranked);
}

size_t report_first_recommendation(const struct report *report, size_t rank)
{
	size_t n = 1;

	for (size_t i = 0; i < rank; i++)
		n += model_recommendations_of(report->survey->model, report->insights[i]).n;
	return n;
}

static struct heading heading_of(struct report *report, size_t rank, bool brief)
{
	const struct insight *insight = insight_of(report, rank);
	struct insight_tally tally = model_insight_tally(report->survey->model, insight->id);

	strbuf_reset(&report->text);
	strbuf_reset(&report->code);
	strbuf_addf(&report->text, "%zu of %zu", tally.people, tally.of);
	code_add(&report->code, CODE_INSIGHT, insight->code);
	return (struct heading){.number = brief ? rank + 1 : 0,
				.depth = 1,
				.name = insight->claim,
				.count = strbuf_str(&report->text),
				.unit = people_unit(report->survey),
				.code = strbuf_str(&report->code)};
}

void report_short_insights(struct report *report)
{
	report->pen->ops->short_open(report->pen, true);
	for (size_t i = 0; i < report->nleading; i++) {
		struct heading heading = heading_of(report, i, true);
		report->pen->ops->short_theme(report->pen, &heading);
	}
}

void report_brief_drafts(struct report *report)
{
	size_t n = report->ninsights - report->nleading;

	if (n == 0)
		return;
	strbuf_reset(&report->text);
	strbuf_add_count(&report->text, n, "draft insight", "draft insights");
	strbuf_add_z(&report->text, " without support so far, in the findings.");
	report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
}

void report_add_bracket(struct strbuf *out, const char *label, struct str words)
{
	if (!words.n)
		return;
	strbuf_addf(out, " (%s", label);
	part_add(out, words);
	strbuf_add_char(out, ')');
}

void report_fact(struct report *report, const char *label, struct str text)
{
	if (text.n)
		report->pen->ops->fact(report->pen, label, text);
}

/* Of a segment; NOBODY: of those whose segment is not known. */
static size_t count_heard(const struct survey *survey, insight_id id, size_t segment)
{
	size_t heard = 0;

	for (size_t p = 0; p < survey->npeople; p++)
		heard += survey->people[p].in_view && survey->people[p].segment == segment &&
			 model_insight_heard(survey->model, id, survey->people[p].participant->id);
	return heard;
}

/* Segments of those among the people who were heard. */
static void add_segments(struct report *report, insight_id id)
{
	const struct survey *survey = report->survey;
	size_t shown = 0, rest = survey->nin_view;

	for (size_t s = 0; s < survey->nsegments; s++) {
		if (survey->segments[s].people == 0)
			continue;
		strbuf_add_z(&report->text, shown++ ? ", " : ": ");
		part_add(&report->text, survey->segments[s].name);
		strbuf_addf(&report->text, " %zu of %zu", count_heard(survey, id, s),
			    survey->segments[s].people);
		rest -= survey->segments[s].people;
	}
	if (shown && rest)
		strbuf_addf(&report->text, ", not known %zu of %zu",
			    count_heard(survey, id, NOBODY), rest);
}

static void write_heard(struct report *report, const struct insight *insight)
{
	struct insight_tally tally = model_insight_tally(report->survey->model, insight->id);

	strbuf_reset(&report->text);
	if (tally.people == 1)
		strbuf_add_z(&report->text, "one voice: ");
	add_people(&report->text, report->survey, tally.people);
	add_segments(report, insight->id);
	strbuf_add_z(&report->text, " (");
	strbuf_add_count(&report->text, tally.cards, "card", "cards");
	strbuf_add_char(&report->text, ')');
	report_fact(report, "Heard from", strbuf_str(&report->text));
}

static void write_themes(struct report *report, const struct insight *insight)
{
	const struct survey *survey = report->survey;
	struct evidence_list list = model_evidence_of(survey->model, insight->id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(survey->model, list.ids[i]);
		const struct cluster *cluster =
			e->cluster.n ? model_cluster(survey->model, e->cluster) : NULL;
		if (!cluster)
			continue;
		struct tally tally = model_cluster_tally(survey->model, cluster->id, true);
		strbuf_reset(&report->text);
		part_add(&report->text, cluster_title(cluster->name));
		strbuf_add_z(&report->text, " (");
		strbuf_add_count(&report->text, tally.cards, "card", "cards");
		strbuf_addf(&report->text, ", %zu %s; %s)", tally.people,
			    tally.people == 1 ? "person" : "people", stance_name(e->stance));
		report_fact(report, "Theme", strbuf_str(&report->text));
	}
}

/* Among those that have scores: the place of the one at rank, and how many there are. */
static size_t place_of(const struct report *report, size_t rank, size_t *of)
{
	size_t place = 0;
	double score;

	*of = 0;
	for (size_t i = 0; i < report->ninsights; i++) {
		bool scored =
			insight_priority(report->survey->model, insight_of(report, i), &score);
		place += scored && i <= rank;
		*of += scored;
	}
	return place;
}

static void write_scores(struct report *report, const struct insight *insight, size_t rank)
{
	double score;

	report_fact(report, "Confidence", str_of(confidence_name(insight->confidence)));
	if (!insight->reviewed)
		report_fact(report, "Status", STR("draft: nobody has reviewed it yet"));
	if (!insight_priority(report->survey->model, insight, &score))
		return;
	strbuf_reset(&report->text);
	size_t of, place = place_of(report, rank, &of);
	if (of > 1)
		strbuf_addf(&report->text, "%zu of %zu: ", place, of);
	insight_add_priority(&report->text, report->survey->model, insight);
	report_fact(report, "Priority", strbuf_str(&report->text));
}

static void write_recommendations(struct report *report, size_t rank)
{
	const struct model *model = report->survey->model;
	struct recommendation_list list =
		model_recommendations_of(model, insight_of(report, rank)->id);
	size_t first = report_first_recommendation(report, rank);
	char label[24];

	if (list.n)
		report->pen->ops->group(report->pen, "Recommendation");
	for (size_t i = 0; i < list.n; i++) {
		const struct recommendation *r = model_recommendation(model, list.ids[i]);
		strbuf_reset(&report->text);
		part_add(&report->text, r->text);
		if (r->explore)
			strbuf_add_z(&report->text, " (to find out first)");
		report_add_bracket(&report->text, "owner: ", r->owner);
		snprintf(label, sizeof label, "R%zu", first + i);
		report_fact(report, label, strbuf_str(&report->text));
	}
}

static void write_hypothesis(struct report *report, const struct insight *insight)
{
	if (!insight->problem.n && !insight->change.n && !insight->expected.n)
		return;
	report->pen->ops->group(report->pen, "Hypothesis");
	report_fact(report, "Problem", insight->problem);
	report_fact(report, "Change", insight->change);
	report_fact(report, "Expected", insight->expected);
}

static void write_insight(struct report *report, size_t rank)
{
	const struct insight *insight = insight_of(report, rank);
	enum export_order order = report->survey->options->order;
	struct heading heading = heading_of(report, rank, false);

	report->pen->ops->theme(report->pen, &heading);
	write_heard(report, insight);
	write_themes(report, insight);
	report_fact(report, "So what", insight->so_what);
	write_scores(report, insight, rank);
	report_votes(report, (cluster_id){0}, insight->id);
	if (order == EXPORT_EVIDENCE_FIRST)
		report_proof(report, insight->id);
	write_recommendations(report, rank);
	write_hypothesis(report, insight);
	if (order != EXPORT_EVIDENCE_FIRST)
		report_proof(report, insight->id);
}

/* All that is recommended in one place, for who only acts. */
static void write_all_recommendations(struct report *report)
{
	report->pen->ops->section(report->pen, "What we recommend", "");
	for (size_t i = 0; i < report->ninsights; i++)
		write_recommendations(report, i);
}

void report_insights(struct report *report)
{
	if (report->survey->options->order == EXPORT_RECOMMENDATION_FIRST && report->ninsights)
		write_all_recommendations(report);
	for (size_t i = 0; i < report->ninsights; i++)
		write_insight(report, i);
}

/* For the page of one minute: what to do, its best proof, what speaks against it. */
void report_brief_insights(struct report *report, size_t most)
{
	for (size_t i = 0; i < report->nleading && i < most; i++) {
		const struct insight *insight = insight_of(report, i);
		struct heading heading = heading_of(report, i, false);
		report->pen->ops->theme(report->pen, &heading);
		write_recommendations(report, i);
		report_support(report, insight->id, 1);
		report_other_side(report, insight->id, STANCE_CONTRADICTS);
	}
	if (report->nleading > most) {
		strbuf_reset(&report->text);
		strbuf_add_count(&report->text, report->nleading - most, "more insight",
				 "more insights");
		strbuf_add_z(&report->text, " in the findings.");
		report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
	}
	report_brief_drafts(report);
}
