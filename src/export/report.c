/*
 * What the findings say, in which order: what was heard most comes first, then each theme with its
 * evidence and what speaks against it, then what a careful reader asks: who said what, what was
 * left out, how far to trust it. People are counted, never percentages of them; a moderator's words
 * are never evidence; nothing on the wall is dropped in silence.
 */
#include "report-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

enum { SHORT_THEMES = 5 };

const char *people_unit(const struct survey *survey)
{
	return survey->nin_view == 1 ? "person" : "people";
}

void add_people(struct strbuf *out, const struct survey *survey, size_t people)
{
	strbuf_addf(out, "%zu of %zu %s", people, survey->nin_view, people_unit(survey));
}

bool report_leads(const struct survey *survey, const struct theme *theme)
{
	if (!theme_is_named(theme) || theme->all.cards == 0)
		return false;
	while (theme->parent != NOBODY) {
		theme = &survey->themes[theme->parent];
		if (theme_is_named(theme))
			return false;
	}
	return true;
}

static struct heading heading_of(struct report *report, const struct theme *theme, size_t number)
{
	strbuf_reset(&report->text);
	strbuf_addf(&report->text, "%zu of %zu", theme->all.people, report->survey->nin_view);
	return (struct heading){.number = number,
				.depth = theme->depth,
				.name = theme->cluster->name,
				.count = strbuf_str(&report->text),
				.unit = people_unit(report->survey),
				.code = theme->code};
}

static void say(struct report *report, const char *sentence)
{
	report->pen->ops->paragraph(report->pen, str_of(sentence));
}

/* What to do first: the page has nothing to tell yet. */
static void write_beginning(struct report *report)
{
	const struct model *model = report->survey->model;

	if (model_card_count(model) == 0 && model_transcripts(model).n == 0)
		say(report,
		    "Nothing here yet. Import the transcripts of your interviews; this page then "
		    "writes itself from the cards and themes you make of them.");
	else if (model_card_count(model) == 0)
		say(report,
		    "No cards yet. Open a transcript in the reader, select what matters and press "
		    "Enter; each such card brings its speaker, minute and exact words.");
	else
		say(report,
		    "No theme yet. Move cards that belong together into one cluster and give it a "
		    "name; it will stand here with the people it was heard from.");
}

void report_short(struct report *report)
{
	const struct survey *survey = report->survey;
	struct pen *pen = report->pen;
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; i < survey->nthemes && !any; i++)
		any = report_leads(survey, &survey->themes[i]);
	pen->ops->short_open(pen, any);
	for (size_t i = 0; i < survey->nthemes; i++) {
		if (!report_leads(survey, &survey->themes[i]))
			continue;
		if (++n > SHORT_THEMES)
			continue;
		struct heading heading = heading_of(report, &survey->themes[i], n);
		pen->ops->short_theme(pen, &heading);
	}
	if (n == 0)
		write_beginning(report);
	if (n <= SHORT_THEMES)
		return;
	strbuf_reset(&report->text);
	strbuf_add_z(&report->text, "And ");
	strbuf_add_count(&report->text, n - SHORT_THEMES, "more theme", "more themes");
	strbuf_add_z(&report->text, report->brief ? ", in the findings." : ", below.");
	pen->ops->paragraph(pen, strbuf_str(&report->text));
}

/* Every theme, strongest first; the numbers are those of the first page and go on from there. */
static void write_themes(struct report *report)
{
	const struct survey *survey = report->survey;
	size_t number = 0;

	for (size_t i = 0; i < survey->nthemes; i++) {
		const struct theme *theme = &survey->themes[i];
		bool lead = report_leads(survey, theme);
		if (!theme_is_told(theme))
			continue;
		struct heading heading = heading_of(report, theme, lead ? ++number : 0);
		report->pen->ops->theme(report->pen, &heading);
		report_theme(report, theme);
	}
}

/* Where a card lies: the name of its theme, or the place outside of all. */
static struct str place_of(const struct survey *survey, const struct card *card)
{
	if (card->place == PLACE_TRAY)
		return STR("in the tray");
	if (card->place == PLACE_PARKED)
		return STR("parked");
	if (card->place == PLACE_LOOSE)
		return STR("loose on the wall");
	return names_cluster(&survey->names, card->cluster);
}

static void write_surprises(struct report *report)
{
	const struct survey *survey = report->survey;

	if (survey->nsurprises)
		report->pen->ops->section(report->pen, "What surprised us", "");
	report_begin_list(report);
	for (size_t i = 0; i < survey->nsurprises; i++) {
		struct seen seen = survey_see(survey, survey->surprises[i]);
		report_saying(report, &seen, place_of(survey, seen.card));
	}
	report_end_list(report);
}

static void write_matrix(struct report *report)
{
	const struct survey *survey = report->survey;
	struct pen *pen = report->pen;
	bool nested = false;

	if (survey->nthemes == 0 || survey->nin_view == 0)
		return;
	for (size_t i = 0; i < survey->nthemes; i++)
		nested = nested || survey->themes[i].depth > 1;
	pen->ops->section(pen, "Who said what",
			  matrix_by_segment(survey) ? "(digits are people heard)"
						    : "(digits are cards; . is none)");
	pen->ops->matrix(pen, survey);
	if (nested)
		say(report, "A theme's row holds its sub-themes' cards too.");
	if (survey->stacked)
		say(report, "Duplicates on one stack are one card of each person in it.");
}

static size_t longest_list(const struct model *model)
{
	struct cluster_list clusters = model_clusters(model);
	size_t most = model_parked(model).n;

	if (model_loose(model).n > most)
		most = model_loose(model).n;
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(model, clusters.ids[i]);
		size_t n = model_sources(model, cluster->cards, cluster_shown(cluster).n).n;
		most = n > most ? n : most;
	}
	return most;
}

static void write_findings_with(struct report *report)
{
	report_header(report);
	if (report->nleading)
		report_short_insights(report);
	else
		report_short(report);
	if (report->ninsights) {
		report_insights(report);
		report_beliefs(report);
		report_decisions(report);
		report->pen->ops->section(report->pen, "The themes", "(strongest first)");
	}
	write_themes(report);
	if (!report->ninsights) {
		report_beliefs(report);
		report_decisions(report);
	}
	write_surprises(report);
	write_matrix(report);
	report_unthemed(report);
	report_open(report);
	report_trust(report);
}

void report_run(struct pen *pen, const struct survey *survey, void (*write)(struct report *report))
{
	struct report report = {
		.pen = pen, .survey = survey, .text = STRBUF_INIT, .code = STRBUF_INIT};
	size_t longest = longest_list(survey->model);

	report_room(&report, longest + 1);
	report_take_insights(&report);
	for (int i = 0; i < 2; i++)
		result_of_newest(&report.results[i], survey->model, i == 1);
	write(&report);
	pen->ops->end(pen, survey->options->with_names
			       ? STR("Quotes are verbatim. Numbers count people in this study and "
				     "do not estimate how common a view is.")
			       : STR("Quotes are verbatim; █ stands for a letter of a removed "
				     "name, address or number. Numbers count people in this study "
				     "and do not estimate how common a view is."));
	for (int i = 0; i < 2; i++)
		result_release(&report.results[i]);
	free(report.insights);
	free(report.order);
	free(report.seen);
	strbuf_release(&report.code);
	strbuf_release(&report.text);
}

void report_write(struct pen *pen, const struct survey *survey)
{
	report_run(pen, survey, write_findings_with);
}
