/*
 * One insight on the page: the claim, from whom it was heard, what to do about it, what it rests
 * on, and what speaks against it. Evidence for it may be cut to the strongest; what contradicts or
 * qualifies it is always there in full, or the words that nothing is marked so far.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report-internal.h"

#include "themewall/base/banned.h"

enum { SHOWN = 6 /* cards that support an insight; the rest stands with the themes */ };

void report_room(struct report *report, size_t n)
{
	if (n <= report->room)
		return;
	free(report->seen);
	free(report->order);
	report->seen = xcalloc(n + 1, sizeof *report->seen);
	report->order = xcalloc(n + 1, sizeof *report->order);
	report->room = n;
}

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

/* "R3": recommendations count through the page. */
size_t report_first_recommendation(const struct report *report, size_t rank)
{
	size_t n = 1;

	for (size_t i = 0; i < rank; i++)
		n += model_recommendations_of(report->survey->model, report->insights[i]).n;
	return n;
}

static void add_code(struct strbuf *out, const struct insight *insight)
{
	code_add(out, CODE_INSIGHT, insight->code);
}

/* ---- what the reader is asked to decide ---- */

static size_t add_open_decisions(struct strbuf *out, const struct model *model)
{
	struct decision_list list = model_decisions(model);
	size_t n = 0;

	for (size_t i = 0; i < list.n; i++) {
		const struct decision *d = model_decision(model, list.ids[i]);
		if (d->date.n)
			continue;
		strbuf_add_z(out, n++ ? "; " : "");
		part_add(out, d->text);
	}
	return n;
}

static void add_first_recommendation(struct strbuf *out, const struct report *report)
{
	for (size_t i = 0; i < report->ninsights; i++) {
		struct recommendation_list list =
			model_recommendations_of(report->survey->model, report->insights[i]);
		if (list.n == 0)
			continue;
		const struct recommendation *r =
			model_recommendation(report->survey->model, list.ids[0]);
		strbuf_addf(out, "R%zu (", report_first_recommendation(report, i));
		add_code(out, insight_of(report, i));
		strbuf_add_z(out, "): ");
		part_add(out, r->text);
		return;
	}
}

void report_ask(struct report *report)
{
	strbuf_reset(&report->text);
	if (!add_open_decisions(&report->text, report->survey->model))
		add_first_recommendation(&report->text, report);
	if (report->text.len)
		report->pen->ops->decide(report->pen, strbuf_str(&report->text));
}

static struct heading heading_of(struct report *report, size_t rank, bool brief)
{
	const struct insight *insight = insight_of(report, rank);
	struct insight_tally tally = model_insight_tally(report->survey->model, insight->id);

	strbuf_reset(&report->text);
	strbuf_reset(&report->code);
	strbuf_addf(&report->text, "%zu of %zu", tally.people, tally.of);
	add_code(&report->code, insight);
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
	add_count(&report->text, n, "draft insight", "draft insights");
	strbuf_add_z(&report->text, " without support so far, in the findings.");
	report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
}

/* ---- one insight ---- */

/* " (owner: Ana)"; nothing when there is nothing to say. */
static void add_bracket(struct strbuf *out, const char *label, struct str words)
{
	if (!words.n)
		return;
	strbuf_addf(out, " (%s", label);
	part_add(out, words);
	strbuf_add_char(out, ')');
}

static void fact(struct report *report, const char *label, struct str text)
{
	if (text.n)
		report->pen->ops->fact(report->pen, label, text);
}

/* Segments of those among the people who were heard. */
static void add_segments(struct report *report, insight_id id)
{
	const struct survey *survey = report->survey;
	size_t shown = 0;

	for (size_t s = 0; s < survey->nsegments; s++) {
		size_t heard = 0;
		if (survey->segments[s].people == 0)
			continue;
		for (size_t p = 0; p < survey->npeople; p++)
			heard += survey->people[p].in_view && survey->people[p].segment == s &&
				 model_insight_heard(survey->model, id,
						     survey->people[p].participant->id);
		strbuf_add_z(&report->text, shown++ ? ", " : ": ");
		part_add(&report->text, survey->segments[s].name);
		strbuf_addf(&report->text, " %zu of %zu", heard, survey->segments[s].people);
	}
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
	add_count(&report->text, tally.cards, "card", "cards");
	strbuf_add_char(&report->text, ')');
	fact(report, "Heard from", strbuf_str(&report->text));
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
		part_add(&report->text, cluster->name.n ? cluster->name : STR("not named yet"));
		strbuf_add_z(&report->text, " (");
		add_count(&report->text, tally.cards, "card", "cards");
		strbuf_addf(&report->text, ", %zu %s; %s)", tally.people,
			    tally.people == 1 ? "person" : "people", stance_name(e->stance));
		fact(report, "Theme", strbuf_str(&report->text));
	}
}

static void write_scores(struct report *report, const struct insight *insight, size_t rank)
{
	double score;

	fact(report, "Confidence", str_of(confidence_name(insight->confidence)));
	if (!insight->reviewed)
		fact(report, "Status", STR("draft: nobody has reviewed it yet"));
	if (!insight_priority(report->survey->model, insight, &score))
		return;
	strbuf_reset(&report->text);
	strbuf_addf(&report->text, "%zu of %zu: ", rank + 1, report->ninsights);
	insight_add_priority(&report->text, report->survey->model, insight);
	fact(report, "Priority", strbuf_str(&report->text));
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
		add_bracket(&report->text, "owner: ", r->owner);
		snprintf(label, sizeof label, "R%zu", first + i);
		fact(report, label, strbuf_str(&report->text));
	}
}

static void write_hypothesis(struct report *report, const struct insight *insight)
{
	if (!insight->problem.n && !insight->change.n && !insight->expected.n)
		return;
	report->pen->ops->group(report->pen, "Hypothesis");
	fact(report, "Problem", insight->problem);
	fact(report, "Change", insight->change);
	fact(report, "Expected", insight->expected);
}

static bool has_note(const struct report *report, insight_id id, card_id card, struct str *note)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (e->card.n == card.n && e->note.n) {
			*note = e->note;
			return true;
		}
	}
	return false;
}

static void write_card(struct report *report, insight_id id, const struct seen *seen)
{
	struct str note;

	report_saying(report, seen, STR(""));
	if (!has_note(report, id, seen->card->id, &note))
		return;
	strbuf_reset(&report->code);
	code_add(&report->code, CODE_CARD, seen->card->code);
	strbuf_reset(&report->text);
	strbuf_addf(&report->text, "Our note: %.*s", STR_ARG(note));
	report->pen->ops->implication(report->pen, strbuf_str(&report->text),
				      strbuf_str(&report->code));
}

static void write_sources(struct report *report, insight_id id, enum stance stance)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (!e->source.n || e->stance != stance)
			continue;
		strbuf_reset(&report->text);
		part_add(&report->text, e->source);
		add_bracket(&report->text, "", e->note);
		fact(report, "Source", strbuf_str(&report->text));
	}
}

static size_t look_up(struct report *report, insight_id id, enum stance stance)
{
	size_t n;
	card_id *cards = model_insight_cards(report->survey->model, id, stance, &n);

	report_room(report, n);
	report_see(report, cards, n);
	free(cards);
	return n;
}

/* Quotes strongest first, then the rest; a moderator's words are no evidence. */
static void write_support(struct report *report, insight_id id, size_t most)
{
	size_t n = look_up(report, id, STANCE_SUPPORTS), shown = 0;
	size_t quotes = survey_strongest(report->survey, report->seen, n, report->order);

	report->pen->ops->group(report->pen, "Evidence");
	for (size_t i = 0; i < quotes && shown < most; i++, shown++)
		write_card(report, id, &report->seen[report->order[i]]);
	for (size_t i = 0; i < n && shown < most; i++) {
		const struct seen *seen = &report->seen[i];
		if (seen->card->kind == CARD_QUOTE || seen->moderator)
			continue;
		write_card(report, id, seen);
		shown++;
	}
	write_sources(report, id, STANCE_SUPPORTS);
	strbuf_reset(&report->text);
	if (n > shown && !report->brief) {
		strbuf_addf(&report->text, "%zu more ", n - shown);
		strbuf_add_z(&report->text, n - shown == 1 ? "card stands" : "cards stand");
		strbuf_add_z(&report->text, " with the themes.");
	} else if (n == 0) {
		strbuf_add_z(&report->text, "No card supports this yet.");
	}
	if (report->text.len)
		report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
}

static bool has_sources(const struct report *report, insight_id id, enum stance stance)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (e->source.n && e->stance == stance)
			return true;
	}
	return false;
}

/* Never cut, never left out in silence. */
static void write_other_side(struct report *report, insight_id id, enum stance stance)
{
	size_t n = look_up(report, id, stance);
	bool against = stance == STANCE_CONTRADICTS;

	if (n == 0 && !has_sources(report, id, stance)) {
		if (against)
			fact(report, "Against", STR("nothing marked so far"));
		return;
	}
	report->pen->ops->group(report->pen, against ? "Against" : "Qualified by");
	for (size_t i = 0; i < n; i++)
		write_card(report, id, &report->seen[i]);
	write_sources(report, id, stance);
}

static void write_proof(struct report *report, insight_id id)
{
	write_support(report, id, SHOWN);
	write_other_side(report, id, STANCE_CONTRADICTS);
	write_other_side(report, id, STANCE_QUALIFIES);
}

static void write_insight(struct report *report, size_t rank)
{
	const struct insight *insight = insight_of(report, rank);
	enum export_order order = report->survey->options->order;
	struct heading heading = heading_of(report, rank, false);

	report->pen->ops->theme(report->pen, &heading);
	write_heard(report, insight);
	write_themes(report, insight);
	fact(report, "So what", insight->so_what);
	write_scores(report, insight, rank);
	report_votes(report, (cluster_id){0}, insight->id);
	if (order == EXPORT_EVIDENCE_FIRST)
		write_proof(report, insight->id);
	write_recommendations(report, rank);
	write_hypothesis(report, insight);
	if (order != EXPORT_EVIDENCE_FIRST)
		write_proof(report, insight->id);
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
		write_support(report, insight->id, 1);
		write_other_side(report, insight->id, STANCE_CONTRADICTS);
	}
	if (report->nleading > most) {
		strbuf_reset(&report->text);
		add_count(&report->text, report->nleading - most, "more insight", "more insights");
		strbuf_add_z(&report->text, " in the findings.");
		report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
	}
	report_brief_drafts(report);
}

/* ---- beliefs, decisions, open questions ---- */

void report_beliefs(struct report *report)
{
	static const char *const labels[VERDICTS] = {
		[VERDICT_UNTESTED] = "Untested",
		[VERDICT_TRUE] = "Likely true",
		[VERDICT_MIXED] = "Mixed",
		[VERDICT_FALSE] = "Likely false",
	};
	struct belief_list list = model_beliefs(report->survey->model);

	if (list.n)
		report->pen->ops->section(report->pen, "What we believed before", "");
	for (size_t i = 0; i < list.n; i++) {
		const struct belief *b = model_belief(report->survey->model, list.ids[i]);
		strbuf_reset(&report->text);
		part_add(&report->text, b->text);
		add_bracket(&report->text, "", b->why);
		fact(report, labels[b->verdict], strbuf_str(&report->text));
	}
}

void report_decisions(struct report *report)
{
	const struct model *model = report->survey->model;
	struct decision_list list = model_decisions(model);
	char label[16];

	if (list.n)
		report->pen->ops->section(report->pen, "Decisions", "");
	for (size_t i = 0; i < list.n; i++) {
		const struct decision *d = model_decision(model, list.ids[i]);
		const struct insight *insight = model_insight(model, d->insight);
		strbuf_reset(&report->text);
		part_add(&report->text, d->text);
		if (insight) {
			strbuf_add_z(&report->text, " [");
			add_code(&report->text, insight);
			strbuf_add_char(&report->text, ']');
		}
		snprintf(label, sizeof label, "%.*s",
			 STR_ARG(d->date.n ? d->date : STR("asked for")));
		fact(report, label, strbuf_str(&report->text));
	}
}

/* What is left to ask: questions on cards, what is to be found out first, untested beliefs. */
void report_open(struct report *report)
{
	const struct model *model = report->survey->model;
	struct card_list cards = model_cards(model);
	size_t shown = 0;

	for (size_t i = 0; i < cards.n; i++) {
		struct seen seen = survey_see(report->survey, cards.ids[i]);
		if (seen.card->kind != CARD_QUESTION || seen.moderator)
			continue;
		if (shown++ == 0)
			report->pen->ops->section(report->pen, "What we still do not know", "");
		report_saying(report, &seen, STR(""));
	}
}
