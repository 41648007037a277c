#ifndef THEMEWALL_MODEL_PACE_H
#define THEMEWALL_MODEL_PACE_H

#include "themewall/model/insights.h"

/*
 * How steadily people are heard, and how soon something is concluded of it. From the dates of the
 * interviews alone; those without one count for nothing here.
 */
enum { PACE_MONTH = 28 };
struct pace {
	size_t dated;     /* interviews with a date */
	size_t months;    /* calendar months from the first to the last of them, both counted */
	size_t span;            /* days from the first to the last, both counted; fewer than
				   PACE_MONTH are no figure of a month */
	struct str first, last; /* their dates; borrowed */
	size_t insights;  /* with evidence from a dated interview */
	int64_t days;     /* from the last interview an insight rests on to the insight: the median
			     of them; -1 when there is none */
};

struct pace pace_of(const struct model *model);
/* Days since 1970-01-01 of "2026-03-16"; false when it is no date. */
bool pace_day(struct str date, int64_t *day);

#endif
