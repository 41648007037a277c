/*
 * What is asked of the reader and what the study set out from: the decision in the head of the
 * page, beliefs with their verdicts, decisions with their dates, and what nobody knows yet.
 */
#include "report-internal.h"

#include <stdio.h>
#include "themewall/base/banned.h"

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
		code_add(out, CODE_INSIGHT,
			 model_insight(report->survey->model, report->insights[i])->code);
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

void report_beliefs(struct report *report)
{
	struct belief_list list = model_beliefs(report->survey->model);

	if (list.n)
		report->pen->ops->section(report->pen, "What we believed before", "");
	for (size_t i = 0; i < list.n; i++) {
		const struct belief *b = model_belief(report->survey->model, list.ids[i]);
		strbuf_reset(&report->text);
		part_add(&report->text, b->text);
		report_add_bracket(&report->text, "", b->why);
		report_fact(report, verdict_words(b->verdict), strbuf_str(&report->text));
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
			code_add(&report->text, CODE_INSIGHT, insight->code);
			strbuf_add_char(&report->text, ']');
		}
		snprintf(label, sizeof label, "%.*s",
			 STR_ARG(d->date.n ? d->date : STR("asked for")));
		report_fact(report, label, strbuf_str(&report->text));
	}
}

/* What is left to ask: questions on cards, what is to be found out first, untested beliefs. */
void report_open(struct report *report)
{
	const struct model *model = report->survey->model;
	struct card_list cards = model_cards(model);
	size_t shown = 0;

	report_begin_list(report);
	for (size_t i = 0; i < cards.n; i++) {
		struct seen seen = survey_see(report->survey, cards.ids[i]);
		if (seen.card->kind != CARD_QUESTION || seen.moderator)
			continue;
		if (shown++ == 0)
			report->pen->ops->section(report->pen, "What we still do not know", "");
		report_saying(report, &seen, STR(""));
	}
	report_end_list(report);
}
