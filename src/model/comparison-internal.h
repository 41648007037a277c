#ifndef THEMEWALL_MODEL_COMPARISON_INTERNAL_H
#define THEMEWALL_MODEL_COMPARISON_INTERNAL_H

#include "themewall/model/comparison.h"

/* comparison.c: the figures and the order, once cards, groups and names are there. */
void comparison_settle(struct comparison *comparison);

/* comparison-walls.c: in which cluster a card lies. group stays UNSORTED and name as it is where it
 * lies in none. */
void comparison_group(const struct model *model, const struct card *card, int *group,
		      struct str *name);

#endif
