#ifndef THEMEWALL_IMPORT_COUNTS_INTERNAL_H
#define THEMEWALL_IMPORT_COUNTS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/*
 * Words and questions in what was said (counts.c).
 */

struct talk {
	size_t words;
	size_t questions; /* question marks of any script, a run of them once */
};

/* ascii: the text is known to have nothing beyond. */
struct talk count_talk(struct str s, bool ascii);

#endif
