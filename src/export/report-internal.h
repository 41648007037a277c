#ifndef THEMEWALL_EXPORT_REPORT_INTERNAL_H
#define THEMEWALL_EXPORT_REPORT_INTERNAL_H

#include "themewall/model/insights.h"

#include "pen-internal.h"
#include "team-internal.h"

/* The parts of the findings that have a file of their own; report.c puts them in order. */
struct report {
	struct pen *pen;             /* borrowed */
	const struct survey *survey; /* borrowed */
	struct strbuf text;          /* scratch for one sentence */
	struct strbuf code;          /* scratch for one card's code */
	bool warned;                 /* the last section has something to say */
	bool brief;                  /* one page: the rest stands in the findings */
	size_t quoted, unquoted;     /* of this list: shown, and left out as not to be quoted */
	insight_id *insights;        /* by priority; owned */
	size_t ninsights;
	size_t nleading; /* of these: they come first; the rest are drafts nothing supports */
	size_t room;       /* of the next two */
	struct seen *seen; /* scratch: room for the longest list of cards; owned, like order */
	uint32_t *order;
	size_t nseen;
	struct result results[2]; /* of the newest closed vote: about themes, about insights */
};

/* What people are called of whom so many are in view. */
const char *people_unit(const struct survey *survey);
/* "6 of 8 people" */
void add_people(struct strbuf *out, const struct survey *survey, size_t people);

void report_header(struct report *report);
void report_theme(struct report *report, const struct theme *theme);
/* Looks up a list of cards into report->seen. */
void report_see(struct report *report, const card_id *cards, size_t n);
/*
 * One card with its receipt. place: where it lies, or empty. False, and nothing is written: not to
 * be quoted. A list is begun before its first card and ended behind its last, where "3 more cards,
 * not to be quoted" stands for those; report_add_unquoted writes the same into a line of its own.
 */
void report_begin_list(struct report *report);
void report_end_list(struct report *report);
void report_add_unquoted(struct strbuf *out, const struct report *report);
bool report_saying(struct report *report, const struct seen *seen, struct str place);
/* Makes room for a longer list; what was seen is forgotten. */
void report_room(struct report *report, size_t n);
/* What the reader is asked to decide, in the head of the page. */
void report_ask(struct report *report);
/* The insights in their order, drafts without support behind the others. */
void report_take_insights(struct report *report);
/* On one page: how many such drafts there are. */
void report_brief_drafts(struct report *report);
/* Insights by priority: the leading ones in short, each in full, the first of them in brief. */
void report_short_insights(struct report *report);
void report_insights(struct report *report);
void report_brief_insights(struct report *report, size_t most);
/* A line "Label: text"; nothing for an empty text. */
void report_fact(struct report *report, const char *label, struct str text);
/* " (owner: Ana)"; nothing when there is nothing to say. */
void report_add_bracket(struct strbuf *out, const char *label, struct str words);
/* What supports an insight: at most so many cards, how many more there are, and its sources. */
void report_support(struct report *report, insight_id id, size_t most);
/* What contradicts or qualifies it: never cut, never left out in silence. */
void report_other_side(struct report *report, insight_id id, enum stance stance);
/* All three, as the findings show them. */
void report_proof(struct report *report, insight_id id);
/* The number of an insight's first recommendation, "R3": they count through the page. */
size_t report_first_recommendation(const struct report *report, size_t rank);
void report_beliefs(struct report *report);
void report_decisions(struct report *report);
/* Questions nobody has answered. */
void report_open(struct report *report);
/* Cards that are in no theme. */
void report_unthemed(struct report *report);
/* How far to trust this. */
void report_trust(struct report *report);
/* How people sorted before they talked, and how they voted; nothing where neither happened. */
void report_team(struct report *report);
/* The same in two lines. */
void report_brief_team(struct report *report);
/* What a theme or an insight (the other id is 0) was given in the newest vote on such. */
void report_votes(struct report *report, cluster_id cluster, insight_id insight);

/* What the brief shares with the findings. */
/* A theme of the first page: named, not empty, and not below another named one. */
bool report_leads(const struct survey *survey, const struct theme *theme);
void report_short(struct report *report);
void report_saturation(struct report *report);
void report_talk(struct report *report);
/* Runs one of them with that pen. */
void report_run(struct pen *pen, const struct survey *survey, void (*write)(struct report *report));

#endif
