/*
 * The findings on one page: what was heard most, a quote for each of the strongest themes, what
 * speaks against them, how far to trust it. Nothing is cut in the middle: a quote too long for the
 * page is left to the full findings.
 */
#include "themewall/model/coverage.h"
#include "themewall/text/utf8.h"

#include "report-internal.h"

#include "themewall/base/banned.h"

enum { BRIEF_INSIGHTS = 2, QUOTED_THEMES = 3, AGAINST = 2, QUOTE_CHARS = 240 };

/* Its strongest quote that may be shown and fits. */
static void write_quote(struct report *report, const struct theme *theme)
{
	const struct survey *survey = report->survey;
	const struct cluster *cluster = theme->cluster;

	struct card_list sources =
		model_sources(survey->model, cluster->cards, cluster_shown(cluster).n);
	report_see(report, sources.ids, sources.n);
	size_t n = survey_strongest(survey, report->seen, sources.n, report->order);
	for (size_t i = 0; i < n; i++) {
		const struct seen *seen = &report->seen[report->order[i]];
		if (seen->withheld || seen->card->tension || seen->person == NOBODY ||
		    utf8_length(seen->card->text) > QUOTE_CHARS)
			continue;
		report_saying(report, seen, theme->code);
		return;
	}
}

static void write_quotes(struct report *report)
{
	const struct survey *survey = report->survey;
	size_t n = 0;

	for (size_t i = 0; i < survey->nthemes && n < QUOTED_THEMES; i++) {
		if (!report_leads(survey, &survey->themes[i]))
			continue;
		if (n++ == 0)
			report->pen->ops->group(report->pen, "In their words");
		write_quote(report, &survey->themes[i]);
	}
}

/* What speaks against the themes, strongest theme first: left out, it would look settled. */
static void write_against(struct report *report)
{
	const struct survey *survey = report->survey;
	size_t n = 0;

	report_begin_list(report);
	for (size_t t = 0; t < survey->nthemes; t++) {
		const struct cluster *cluster = survey->themes[t].cluster;
		struct card_list sources =
			model_sources(survey->model, cluster->cards, cluster_shown(cluster).n);
		for (size_t i = 0; i < sources.n; i++) {
			struct seen seen = survey_see(survey, sources.ids[i]);
			if (!seen.card->tension || seen.moderator)
				continue;
			if (n++ == 0)
				report->pen->ops->group(report->pen, "Against");
			if (seen.withheld || report->quoted < AGAINST)
				report_saying(report, &seen, survey->themes[t].code);
		}
	}
	strbuf_reset(&report->text);
	report_add_unquoted(&report->text, report);
	n -= report->unquoted;
	if (n > report->quoted)
		strbuf_addf(&report->text, "%s%zu more against, in the findings.",
			    report->unquoted ? "; " : "", n - report->quoted);
	if (!report->text.len && !report->quoted && survey->nthemes)
		strbuf_add_z(&report->text,
			     "Nothing is marked as speaking against a theme so far.");
	if (report->text.len)
		report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
}

static void write_brief_with(struct report *report)
{
	const struct model *model = report->survey->model;

	report->brief = true;
	report_header(report);
	if (report->nleading) {
		report_short_insights(report);
		report_brief_insights(report, BRIEF_INSIGHTS);
	} else {
		report_short(report);
		if (model_card_count(model) == 0)
			return;
		write_quotes(report);
		write_against(report);
		report_brief_drafts(report);
	}
	report->pen->ops->section(report->pen, "How far to trust this", "");
	report_saturation(report);
	report_talk(report);
	report_brief_team(report);
	strbuf_reset(&report->text);
	size_t n = model_card_count(model);
	strbuf_addf(&report->text,
		    "%zu of %zu %s in themes; each theme, its evidence and who was not "
		    "heard stand in the findings",
		    coverage_sorted(model), n, count_word(n, "card is", "cards are"));
	report->pen->ops->fact(report->pen, "Sorted", strbuf_str(&report->text));
}

void report_write_brief(struct pen *pen, const struct survey *survey)
{
	report_run(pen, survey, write_brief_with);
}
