/*
 * How people sorted before they talked, and how they voted. The figure comes with what it means;
 * the cards they dispute come with their words, because those are worth talking about. A sort that
 * is not shown and a vote that is open are not mentioned.
 */
#include <stdio.h>

#include "report-internal.h"

#include "themewall/base/banned.h"

enum { DISPUTES_SHOWN = 5, RESULTS_SHOWN = 5, BALLOTS_SHOWN = 4 };

static void put(struct report *report, const char *label)
{
	report->pen->ops->fact(report->pen, label, strbuf_str(&report->text));
	strbuf_reset(&report->text);
}

/* ---- sorts ---- */

static void open_sorts(struct report *report, size_t n)
{
	static const char *const words[] = {"",     "one person", "two",   "three", "four",
					    "five", "six",        "seven", "eight"};
	char title[40];

	snprintf(title, sizeof title, "How %s%s sorted", words[n], n > 1 ? " people" : "");
	report->pen->ops->group(report->pen, title);
}

/* "1 would be the same piles, 0 what chance gives" once is enough. */
static void write_pairs(struct report *report, const struct team *team)
{
	struct strbuf *text = &report->text;

	strbuf_reset(text);
	for (size_t i = 0; i < team->npairs && team->pairs[i].second != TEAM_WALL; i++) {
		const struct comparison *c = &team->pairs[i].comparison;
		team_add_names(text, team, &team->pairs[i]);
		strbuf_add_z(text, ", each alone: adjusted Rand index ");
		team_add_rand(text, c);
		if (!i)
			strbuf_add_z(text, " (1: the same piles, 0: as by chance)");
		put(report, "Agreement");
		team_add_labels(text, c);
		put(report, "Same names");
	}
	if (team->nsorts < 3)
		return;
	strbuf_add_z(text, "Krippendorff's alpha ");
	team_add_figure(text, team->alpha);
	put(report, "All of them");
}

static void write_wall(struct report *report, const struct team *team)
{
	size_t n = 0;

	strbuf_reset(&report->text);
	for (size_t i = 0; i < team->npairs; i++) {
		const struct team_pair *pair = &team->pairs[i];
		if (pair->second != TEAM_WALL)
			continue;
		strbuf_add_z(&report->text, n++ ? ", " : "adjusted Rand index with its themes: ");
		team_add_names(&report->text, team, pair);
		strbuf_add_char(&report->text, ' ');
		team_add_rand(&report->text, &pair->comparison);
	}
	put(report, "This wall");
}

/* With their words, an interviewer's left out. */
static void write_disputes(struct report *report, const struct team *team)
{
	struct strbuf piles = STRBUF_INIT;
	size_t shown = 0;

	strbuf_reset(&report->text);
	if (team->ndisputes)
		strbuf_add_count(&report->text, team->ndisputes, "card", "cards");
	else
		strbuf_add_z(&report->text, "no card");
	strbuf_add_z(&report->text, " on piles that have little in common");
	if (team->ndisputes > DISPUTES_SHOWN)
		strbuf_addf(&report->text, "; the %d furthest apart", DISPUTES_SHOWN);
	put(report, "Disputed");
	report_begin_list(report);
	for (size_t i = 0; i < team->ndisputes && shown < DISPUTES_SHOWN; i++) {
		struct seen seen = survey_see(report->survey, team->disputes[i].card);
		if (seen.moderator)
			continue;
		strbuf_reset(&piles);
		team_add_piles(&piles, team, team->disputes[i].card);
		shown += report_saying(report, &seen, strbuf_str(&piles));
	}
	report_end_list(report);
	strbuf_release(&piles);
}

static void write_sorts(struct report *report)
{
	struct team team;

	team_init(&team, report->survey->model);
	if (team.nsorts) {
		open_sorts(report, team.nsorts);
		write_pairs(report, &team);
		write_wall(report, &team);
	}
	if (team.nsorts > 1)
		write_disputes(report, &team);
	team_release(&team);
}

/* ---- votes ---- */

static void write_result(struct report *report, const struct result *result)
{
	char place[24];

	strbuf_reset(&report->text);
	result_add_head(&report->text, result);
	put(report, "Vote");
	for (size_t i = 0; i < result->n && i < RESULTS_SHOWN; i++) {
		result_add_thing(&report->text, report->survey->model, &result->all[i]);
		strbuf_add_z(&report->text, ": ");
		result_add_share(&report->text, result, &result->all[i]);
		snprintf(place, sizeof place, "%zu", result_place(result, i));
		put(report, place);
	}
	if (result->n <= RESULTS_SHOWN)
		return;
	strbuf_addf(&report->text, "%zu with fewer dots or as many", result->n - RESULTS_SHOWN);
	put(report, "More");
}

static void write_votes(struct report *report)
{
	struct ballot_list list = model_ballots(report->survey->model);
	struct ballot ballots[BALLOTS_SHOWN];
	size_t n = 0;

	for (size_t i = list.n; i-- > 0 && n < BALLOTS_SHOWN;)
		if (list.all[i].closed)
			ballots[n++] = list.all[i];
	if (n)
		report->pen->ops->group(report->pen, "How the team voted");
	for (size_t i = 0; i < n; i++) {
		struct result result;
		result_of(&result, report->survey->model, &ballots[i]);
		write_result(report, &result);
		result_release(&result);
	}
}

void report_team(struct report *report)
{
	write_sorts(report);
	write_votes(report);
}

void report_votes(struct report *report, cluster_id cluster, insight_id insight)
{
	const struct result *result = &report->results[insight.n != 0];

	for (size_t i = 0; i < result->n; i++) {
		if (result->all[i].cluster.n != cluster.n || result->all[i].insight.n != insight.n)
			continue;
		strbuf_reset(&report->text);
		result_add_share(&report->text, result, &result->all[i]);
		put(report, "Votes");
	}
}

void report_brief_team(struct report *report)
{
	struct team team;

	team_init(&team, report->survey->model);
	strbuf_reset(&report->text);
	if (team.nsorts > 1) {
		team_add_names(&report->text, &team, &team.pairs[0]);
		strbuf_add_z(&report->text, " sorted alone: adjusted Rand index ");
		team_add_rand(&report->text, &team.pairs[0].comparison);
		put(report, "Agreement");
	}
	team_release(&team);
	for (int i = 1; i >= 0; i--) {
		const struct result *result = &report->results[i];
		if (!result->n)
			continue;
		result_add_thing(&report->text, report->survey->model, &result->all[0]);
		strbuf_add_z(&report->text, ": ");
		result_add_share(&report->text, result, &result->all[0]);
		put(report, "Vote");
		return;
	}
}
