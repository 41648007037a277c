#ifndef THEMEWALL_MODEL_INSIGHTS_H
#define THEMEWALL_MODEL_INSIGHTS_H

#include "themewall/model/model.h"

/*
 * What was concluded: insights with their evidence and recommendations, the study's beliefs with
 * their verdicts, and decisions. Records as in records.h: owned by the model, read by everyone,
 * good until the next change. How many people an insight was heard from is counted from its
 * evidence and never stored.
 */
enum confidence {
	CONFIDENCE_NONE,
	CONFIDENCE_LOW,
	CONFIDENCE_MEDIUM,
	CONFIDENCE_HIGH,
	CONFIDENCES
};
enum stance { STANCE_SUPPORTS, STANCE_CONTRADICTS, STANCE_QUALIFIES, STANCES };
enum verdict { VERDICT_UNTESTED, VERDICT_TRUE, VERDICT_MIXED, VERDICT_FALSE, VERDICTS };

/*
 * The words of the file, the command line and JSON: "" low medium high; supports contradicts
 * qualifies; untested likely-true mixed likely-false. *_find return the count for any other word.
 */
const char *confidence_name(enum confidence confidence);
enum confidence confidence_find(struct str name);
const char *stance_name(enum stance stance);
enum stance stance_find(struct str name);
const char *verdict_name(enum verdict verdict);
enum verdict verdict_find(struct str name);
const char *verdict_words(enum verdict verdict); /* for people: "likely false" */

enum { SCORE_NONE = -1 /* nobody has given it */ };

struct insight {
	insight_id id;
	struct code code;
	struct str claim, so_what;
	enum confidence confidence;
	bool reviewed;
	struct str problem, change, expected; /* the hypothesis */
	int impact, severity, ease;           /* 1-5, 0-4, 1-5 */
	int64_t reach;  /* people it would touch in a quarter, for RICE */
	int64_t effort; /* tenths of a person-week, for RICE */
	struct str rank;
	coder_id coder;
	int64_t created_ms;
};

struct evidence {
	evidence_id id;
	insight_id insight;
	card_id card;       /* one of the three: a card, … */
	cluster_id cluster; /* … a theme with all its cards, … */
	struct str source;  /* … or something of another kind: a URL, a number */
	struct str note;
	enum stance stance;
	struct str rank;
};

struct recommendation {
	recommendation_id id;
	insight_id insight;
	struct str text, owner;
	bool explore; /* something to find out first; else a change of the product */
	struct str rank;
};

struct belief {
	belief_id id;
	struct str text, why;
	enum verdict verdict;
	struct str rank;
};

struct decision {
	decision_id id;
	struct str text;
	struct str date;    /* "2026-03-20"; "" while it is still asked for */
	insight_id insight; /* what it rests on; may be 0 */
	struct str rank;
};

/* NULL when there is none. */
const struct insight *model_insight(const struct model *model, insight_id id);
const struct insight *model_insight_by_code(const struct model *model, struct code code);
const struct evidence *model_evidence(const struct model *model, evidence_id id);
const struct recommendation *model_recommendation(const struct model *model, recommendation_id id);
const struct belief *model_belief(const struct model *model, belief_id id);
const struct decision *model_decision(const struct model *model, decision_id id);

/* Lists in the order people gave them (rank, id), borrowed until the next change. */
struct insight_list { const insight_id *ids; size_t n; };
struct evidence_list { const evidence_id *ids; size_t n; };
struct recommendation_list { const recommendation_id *ids; size_t n; };
struct belief_list { const belief_id *ids; size_t n; };
struct decision_list { const decision_id *ids; size_t n; };

struct insight_list model_insights(const struct model *model);
struct evidence_list model_evidence_of(const struct model *model, insight_id id);
struct recommendation_list model_recommendations_of(const struct model *model, insight_id id);
struct belief_list model_beliefs(const struct model *model);
struct decision_list model_decisions(const struct model *model);

/* The first insight that has this theme, or one of its cards, among its evidence; 0 none. */
insight_id model_insight_of_cluster(const struct model *model, cluster_id id);

/*
 * How strongly an insight was heard. A theme stands for its cards and those of its sub-themes; a
 * card that is evidence itself has its own stance, whatever its theme's. Nobody is counted twice;
 * a moderator's words are cards, never people.
 */
struct insight_tally {
	size_t people, of;    /* distinct people among what supports; in view */
	size_t segments;      /* distinct non-empty segments of theirs */
	size_t cards;         /* that support */
	size_t against, qualifying; /* cards that contradict, that qualify */
	size_t other;         /* sources of another kind that support */
	bool supported;       /* a card or theme supports it */
};
struct insight_tally model_insight_tally(const struct model *model, insight_id id);
/* Whether the participant is among those people. */
bool model_insight_heard(const struct model *model, insight_id id, participant_id participant);
/* The cards behind the evidence of one stance, each once, in the order of the evidence, themes
 * opened. The list is the caller's: free it. */
card_id *model_insight_cards(const struct model *model, insight_id id, enum stance stance,
			     size_t *n);

/*
 * What orders insights, each from the scores given; false when one it needs is missing.
 *   priority  impact 1-5 × severity 0-4 × ease 1-5 × people heard of people asked
 *   ICE       impact × confidence × ease, 1-10 each: impact and ease doubled, confidence 3, 6 or 9
 *   RICE      reach × impact × confidence / effort: impact .25 .5 1 2 3 for 1-5, confidence 50, 80
 *             or 100 %, effort in person-weeks
 */
bool insight_priority(const struct model *model, const struct insight *insight, double *score);
bool insight_ice(const struct insight *insight, double *score);
bool insight_rice(const struct insight *insight, double *score);
/* "impact 5 × severity 4 × ease 2 × 7/8 people = 35" and the like: the formula with its parts; what
 * is missing is named instead. */
void insight_add_priority(struct strbuf *out, const struct model *model,
			  const struct insight *insight);
void insight_add_ice(struct strbuf *out, const struct insight *insight);
void insight_add_rice(struct strbuf *out, const struct insight *insight);

/* Insights by priority, highest first; those without scores after them in their own order. The list
 * is the caller's: free it. */
insight_id *model_insights_ranked(const struct model *model, size_t *n);

#endif
