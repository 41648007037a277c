#ifndef THEMEWALL_EXPORT_COMPARE_H
#define THEMEWALL_EXPORT_COMPARE_H

#include "themewall/model/comparison.h"

/*
 * A comparison of two sorts, in lines of at most 80 cells or as one JSON object. names: what the
 * two are called ("A.wall", "Ana"). Words of people who may not be quoted are left out of neither:
 * it is for those who sorted.
 */
void export_comparison(struct strbuf *out, const struct comparison *comparison,
		       const struct str names[2]);
void export_comparison_json(struct strbuf *out, const struct comparison *comparison,
			    const struct str names[2]);

#endif
