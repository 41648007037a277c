#ifndef THEMEWALL_MODEL_COMPARISON_INTERNAL_H
#define THEMEWALL_MODEL_COMPARISON_INTERNAL_H

#include "themewall/model/comparison.h"

/* comparison.c: the figures and the order, once cards, groups and names are there. */
void comparison_settle(struct comparison *comparison);

#endif
