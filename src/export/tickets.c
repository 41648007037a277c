/*
 * Recommendations as rows for a tracker: what to do, why, who said so and who said otherwise, each
 * a ticket; an insight that recommends nothing yet is a ticket to find out what. Before there are
 * insights, themes stand for them. Jira and Linear differ in their headers and words for priority.
 */
#include <stdlib.h>

#include "themewall/base/clock.h"
#include "themewall/model/insights.h"

#include "report-internal.h"
#include "rows-internal.h"
#include "scope-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { QUOTES = 3 };

/* How a tracker calls things. */
struct tracker {
	const char *head;
	const char *high, *medium, *low, *none;
	bool has_type; /* a column for the kind of issue, behind the summary */
};

struct tickets {
	struct strbuf *out; /* borrowed */
	const struct tracker *tracker;
	const struct survey *survey;
	struct strbuf body;
	struct seen *seen; /* owned, like order */
	uint32_t *order;
	size_t room;
};

static const char *priority_of(const struct tracker *tracker, int impact)
{
	return impact >= 4   ? tracker->high
	       : impact >= 2 ? tracker->medium
	       : impact == 1 ? tracker->low
			     : tracker->none;
}

static void put_cell(struct tickets *t, struct str text, char end)
{
	cell_add(t->out, text, !t->survey->options->raw);
	strbuf_add_char(t->out, end);
}

static void put_row(struct tickets *t, struct str title, const char *type, int impact,
		    struct str code)
{
	put_cell(t, title, ',');
	if (t->tracker->has_type)
		put_cell(t, str_of(type), ',');
	put_cell(t, strbuf_str(&t->body), ',');
	put_cell(t, str_of(priority_of(t->tracker, impact)), ',');
	put_cell(t, code, '\n');
}

static void see(struct tickets *t, const card_id *cards, size_t n)
{
	if (n > t->room) {
		free(t->seen);
		free(t->order);
		t->seen = xcalloc(n, sizeof *t->seen);
		t->order = xcalloc(n, sizeof *t->order);
		t->room = n;
	}
	for (size_t i = 0; i < n; i++)
		t->seen[i] = survey_see(t->survey, cards[i]);
}

static void add_quote(struct tickets *t, const struct seen *seen)
{
	strbuf_addf(&t->body, "\n\"%.*s\" (", STR_ARG(seen->card->text));
	if (seen->person != NOBODY)
		strbuf_addf(&t->body, "%.*s, ", STR_ARG(t->survey->people[seen->person].who));
	if (seen->card->time_ms >= 0) {
		clock_add_offset_long(&t->body, seen->card->time_ms);
		strbuf_add_z(&t->body, ", ");
	}
	code_add(&t->body, CODE_CARD, seen->card->code);
	strbuf_add_char(&t->body, ')');
}

/* The strongest quotes that may be shown; all of them when they speak against. */
static void add_quotes(struct tickets *t, const char *title, const card_id *cards, size_t ncards,
		       size_t most)
{
	see(t, cards, ncards);
	size_t n = survey_strongest(t->survey, t->seen, ncards, t->order), shown = 0;
	for (size_t i = 0; i < n && shown < most; i++) {
		const struct seen *seen = &t->seen[t->order[i]];
		if (seen->withheld || seen->moderator)
			continue;
		if (shown++ == 0)
			strbuf_addf(&t->body, "\n\n%s:", title);
		add_quote(t, seen);
	}
}

static void add_line(struct tickets *t, const char *label, struct str text)
{
	if (text.n)
		strbuf_addf(&t->body, "\n%s: %.*s", label, STR_ARG(text));
}

static void add_insight(struct tickets *t, const struct insight *insight)
{
	const struct model *model = t->survey->model;
	struct insight_tally tally = model_insight_tally(model, insight->id);
	size_t n;
	strbuf_reset(&t->body);
	strbuf_add_str(&t->body, insight->claim);
	strbuf_add_z(&t->body, "\nHeard from: ");
	add_people(&t->body, t->survey, tally.people);
	add_line(t, "So what", insight->so_what);
	add_line(t, "Problem", insight->problem);
	add_line(t, "Change", insight->change);
	add_line(t, "Expected impact", insight->expected);
	card_id *cards = model_insight_cards(model, insight->id, STANCE_SUPPORTS, &n);
	add_quotes(t, "Evidence", cards, n, QUOTES);
	free(cards);
	cards = model_insight_cards(model, insight->id, STANCE_CONTRADICTS, &n);
	add_quotes(t, "Against", cards, n, n);
	free(cards);
}

static void put_insight(struct tickets *t, const struct insight *insight)
{
	const struct model *model = t->survey->model;
	struct recommendation_list list = model_recommendations_of(model, insight->id);
	struct strbuf code = STRBUF_INIT;

	code_add(&code, CODE_INSIGHT, insight->code);
	for (size_t i = 0; i < list.n; i++) {
		const struct recommendation *r = model_recommendation(model, list.ids[i]);
		add_insight(t, insight);
		add_line(t, "Owner", r->owner);
		put_row(t, r->text, r->explore ? "Task" : "Story", insight->impact,
			strbuf_str(&code));
	}
	if (list.n == 0) {
		add_insight(t, insight);
		put_row(t, insight->claim, "Task", insight->impact, strbuf_str(&code));
	}
	strbuf_release(&code);
}

static bool is_ticket(const struct theme *theme)
{
	return theme_is_named(theme) && theme->all.cards > 0;
}

size_t tickets_of_themes(const struct model *model)
{
	struct export_options plain = {0};
	struct survey survey;
	size_t n = 0;

	survey_init(&survey, model, &plain);
	for (size_t i = 0; i < survey.nthemes; i++)
		n += is_ticket(&survey.themes[i]);
	survey_release(&survey);
	return n;
}

static void put_theme(struct tickets *t, const struct theme *theme)
{
	if (!is_ticket(theme))
		return;
	strbuf_reset(&t->body);
	strbuf_add_z(&t->body, "Heard from: ");
	add_people(&t->body, t->survey, theme->all.people);
	add_quotes(t, "Evidence", theme->cluster->cards, cluster_shown(theme->cluster).n, QUOTES);
	put_row(t, theme->cluster->name, "Task", SCORE_NONE, theme->code);
}

static void write_tickets(struct strbuf *out, const struct model *model,
			  const struct export_options *options, const struct tracker *tracker)
{
	struct survey survey;
	struct tickets t = {.out = out, .tracker = tracker, .survey = &survey, .body = STRBUF_INIT};
	size_t n;

	survey_init(&survey, model, options);
	insight_id *insights = model_insights_ranked(model, &n);
	if (options->excel)
		strbuf_add_z(out, "\xef\xbb\xbf");
	strbuf_add_z(out, tracker->head);
	for (size_t i = 0; i < n; i++)
		put_insight(&t, model_insight(model, insights[i]));
	for (size_t i = 0; n == 0 && i < survey.nthemes; i++)
		put_theme(&t, &survey.themes[i]);
	free(insights);
	free(t.seen);
	free(t.order);
	strbuf_release(&t.body);
	survey_release(&survey);
}

/* https://confluence.atlassian.com/adminjiracloud/importing-data-from-csv-776636762.html */
void write_jira(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	static const struct tracker jira = {"Summary,Issue Type,Description,Priority,Labels\n",
					    "High",
					    "Medium",
					    "Low",
					    "",
					    true};

	write_tickets(out, model, options, &jira);
}

/* The columns Linear's own importer reads of its own CSV export. */
void write_linear(struct strbuf *out, const struct model *model,
		  const struct export_options *options)
{
	static const struct tracker linear = {"Title,Description,Priority,Labels\n",
					      "High",
					      "Medium",
					      "Low",
					      "No priority",
					      false};

	write_tickets(out, model, options, &linear);
}
