#ifndef THEMEWALL_MODEL_SATURATION_H
#define THEMEWALL_MODEL_SATURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/model/model.h"

/*
 * Code saturation: how many interviews it took until hardly any new theme came up (Guest, Namey and
 * Chen 2020, PLOS ONE 15(5):e0232076). It says that the range of issues was heard, not that each is
 * understood, and it promises nothing about the next interview: always print "code saturation",
 * never a tick. Written "6+2": the sixth interview, and the two after it as the proof.
 */
struct saturation_settings {
	size_t base;   /* interviews whose themes are the yardstick: 4, 5 or 6 */
	size_t run;    /* interviews looked at together: 2 or 3 */
	int threshold; /* percent of the base's themes a run may add: 5 or 0 */
};
#define SATURATION_DEFAULT ((struct saturation_settings){4, 2, 5})

/*
 * Rules of thumb by name, because the guides disagree. A guide that says "five to eight interviews"
 * is taken at its word: the first five are the yardstick, the three up to eight may add at most 5%.
 */
struct saturation_preset {
	const char *name; /* "pm-guide" */
	const char *what; /* whose rule it is, and what it says */
	struct saturation_settings settings;
};
/* Borrowed; never empty. */
size_t saturation_presets(const struct saturation_preset **list);
const struct saturation_preset *saturation_preset_find(struct str name); /* NULL */

enum saturation_verdict {
	SATURATION_REACHED,
	SATURATION_NOT_REACHED,
	SATURATION_TOO_FEW,   /* fewer interviews than base and one run */
	SATURATION_NO_THEMES, /* the base holds none: nothing to compare with */
};

struct saturation {
	enum saturation_verdict verdict;
	size_t at, run; /* "at+run"; only when reached */
	size_t base_themes;
};

/* From the new themes of each interview, in the order of analysis. */
struct saturation saturation_of(const uint32_t *new_themes, size_t n,
				struct saturation_settings settings);
/* New themes in the run that follows interview `after` (1 …); after + run <= n. */
uint32_t saturation_run(const uint32_t *new_themes, size_t run, size_t after);
/* Why there is no result: "not reached", "too few interviews for one full run", "no themes in the
 * base"; "" when reached. */
const char *saturation_reason(enum saturation_verdict verdict);

/* Which interview holds which theme: nunits rows of nthemes marks, in the order of analysis. */
struct incidence {
	size_t nunits, nthemes;
	bool *has; /* owned when made by incidence_of_model */
};

/* How many themes each unit is the first to hold; room for nunits. */
void incidence_new_themes(const struct incidence *incidence, uint32_t *new_themes);
/*
 * The same without an order: how many themes `units` interviews drawn at random hold on average
 * (sample-based rarefaction, Mao Tau). 1 <= units <= nunits. Exploratory: ecology's formula.
 */
double incidence_rarefied(const struct incidence *incidence, size_t units);
/* A lower bound of all themes there are to be heard, the unheard with them (Chao2). Exploratory. */
double incidence_chao2(const struct incidence *incidence);
/* Themes heard from three or more units: the third voice that says the same. */
size_t incidence_third_voices(const struct incidence *incidence);

/*
 * The interviews of a study, in their order, against its themes. An interview counts once one of
 * its participants' cards has been sorted (a named cluster, or parked): one that nobody has read
 * must not pass for one that said nothing new. A card counts for the nearest named cluster that
 * holds it; a moderator's or an unattributed card for none. segment: only people of it; empty: all.
 * sessions (may be NULL) receives the interviews' ids, owned by the caller.
 */
void incidence_of_model(struct incidence *incidence, const struct model *model, struct str segment,
			session_id **sessions);
void incidence_release(struct incidence *incidence);

#endif
