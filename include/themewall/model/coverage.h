#ifndef THEMEWALL_MODEL_COVERAGE_H
#define THEMEWALL_MODEL_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "themewall/base/mem.h"
#include "themewall/model/model.h"

/*
 * Who was heard in which theme. Rows are themes (named clusters, their sub-themes' cards with
 * them), columns are people in view, then segments. A moderator's cards count as cards and nothing
 * else, unattributed ones are counted apart. Good until the model changes.
 */
#define COVERAGE_NONE SIZE_MAX

struct coverage_person {
	participant_id id;
	size_t segment; /* index; COVERAGE_NONE: not known */
	size_t cards;   /* in any theme, each once; 0: not heard */
};

struct coverage_segment {
	struct str name; /* borrowed from the model */
	size_t people;   /* in view; 0: nobody of them was heard */
};

struct coverage_theme {
	cluster_id id;
	size_t cards, unattributed;
	size_t people, segments; /* distinct, in view */
};

struct coverage {
	struct arena arena;
	struct coverage_person *people; /* in view, by code */
	size_t npeople;
	struct coverage_segment *segments; /* by their first person, those without people too */
	size_t nsegments, nsegments_heard; /* heard: with people in view */
	struct coverage_theme *themes;     /* by people, then cards, then code */
	size_t nthemes;
	uint32_t *cards; /* nthemes × npeople: those on which the person is heard, stacks once */
	uint32_t *of_segments; /* nthemes × nsegments: people */
};

void coverage_init(struct coverage *coverage, const struct model *model);
void coverage_release(struct coverage *coverage);

/* Cards that are sorted: at home in a cluster with a name. A stack is one. */
size_t coverage_sorted(const struct model *model);

/*
 * The cards that a person's number in a theme counts: those that show, of the cluster and all below
 * it, on which the person is heard, in a stack too; each once. Writes at most max; returns how many
 * there are.
 */
size_t coverage_cards(const struct model *model, cluster_id theme, participant_id person,
		      card_id *cards, size_t max);

/*
 * How much of what participants said is on cards, in words, and the longest stretches that are not:
 * from a turn to a turn, with the questions between. The turns must be loaded; all 0 otherwise.
 */
struct passage {
	size_t first, last; /* turns */
	size_t words;       /* on no card */
};
struct reading {
	size_t words, covered;
};
/* Writes at most max passages, longest first, then by place. */
struct reading coverage_reading(const struct model *model, transcript_id id,
				struct passage *passages, size_t max, size_t *npassages);

#endif
