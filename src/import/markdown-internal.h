#ifndef THEMEWALL_IMPORT_MARKDOWN_INTERNAL_H
#define THEMEWALL_IMPORT_MARKDOWN_INTERNAL_H

#include <stddef.h>

#include "themewall/base/str.h"

/*
 * Lines of Markdown (notes.c).
 */

/* Level of a heading ("## x" is 2) and its words; 0 when it is none. */
int markdown_heading(struct str line, struct str *words);
/* Bytes of a bullet's mark with its indent ("  - ", "1. ", "- [ ] "), 0 when it is none. */
size_t markdown_bullet(struct str line);

/* The path of headings above a line. */
struct headings {
	struct str level[6]; /* borrowed from the text */
	struct str path;     /* in the draft's arena */
};
struct reading;

void headings_enter(struct reading *reading, struct headings *headings, int level,
		    struct str words);

#endif
