#ifndef THEMEWALL_APP_FINDINGS_H
#define THEMEWALL_APP_FINDINGS_H

#include "themewall/app/app.h"
#include "themewall/model/insights.h"

/*
 * The left side of the findings view: what was concluded as one list. The open insight shows its
 * fields, evidence and recommendations below its claim; beliefs and decisions follow. Rows are made
 * anew when the model changes; the focus stays on the thing, not on the line.
 */
enum finding_kind {
	FINDING_HEADING, /* cannot be chosen */
	FINDING_INSIGHT,
	FINDING_FIELD, /* id: enum finding_field */
	FINDING_EVIDENCE,
	FINDING_RECOMMENDATION,
	FINDING_BELIEF,
	FINDING_DECISION
};

enum finding_field {
	FIELD_CLAIM,
	FIELD_SO_WHAT,
	FIELD_CONFIDENCE,
	FIELD_PROBLEM,
	FIELD_CHANGE,
	FIELD_EXPECTED,
	FIELD_IMPACT,
	FIELD_SEVERITY,
	FIELD_EASE,
	FIELD_REACH,
	FIELD_EFFORT,
	FIELD_PRIORITY, /* this and the next two are computed */
	FIELD_ICE,
	FIELD_RICE,
	FIELDS
};

/* The page beside the list, and the least the list needs. */
enum { FINDINGS_PAGE_W = 80, FINDINGS_MARGIN = 2, FINDINGS_LIST_MIN_W = 30 };
/* The least height the page needs below the list. */
enum { FINDINGS_PAGE_MIN_H = 10 };

/* Where the page is: beside the list where the width allows, else below it where the list leaves
 * the height, else one of the two is seen. */
enum findings_page { PAGE_HIDDEN, PAGE_ALONE, PAGE_BESIDE, PAGE_BELOW };
enum findings_page findings_page_place(struct app *app);
/* The lines the list takes where the page stands below it, without the rule between the two. */
int findings_list_height(struct app *app);
/* Whether the page is on the screen at all. */
bool findings_show_page(struct app *app);
/* Rows brought up to date; nothing is concluded yet: none. */
void findings_refresh(struct app *app);
/* Whether the list, not the page, takes the arrows. */
bool findings_has_keys(struct app *app);
void findings_step(struct app *app, int by);
void findings_choose(struct app *app, size_t row);
/* The focused row; NULL when there is none. */
const struct finding_row *findings_focus(struct app *app);
/* Opens the insight and puts the focus on it. */
void findings_show(struct app *app, insight_id id);
/* Enter or a double click: opens an insight, edits what is in focus. */
bool findings_open(struct app *app, struct err *err);
/* "so what", "impact" … */
const char *finding_field_name(enum finding_field field);
/* What stands in a field, or its formula; empty when nobody has given it. */
void finding_field_add(struct strbuf *out, const struct app *app, const struct insight *insight,
		       enum finding_field field);
void findings_release(struct findings_view *view);

#endif
