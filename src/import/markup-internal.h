#ifndef THEMEWALL_IMPORT_MARKUP_INTERNAL_H
#define THEMEWALL_IMPORT_MARKUP_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * Raw lines to words (markup.c).
 */

enum markup {
	MARKUP_NONE,
	MARKUP_CUE,
	MARKUP_MARKDOWN,
	MARKUP_PLAIN /* none, and one line without blanks at its ends */
};

/* Writes text without its markup: lines trimmed and joined by one blank (none between CJK
 * characters). Never longer than raw. Returns the bytes written. unknown counts tags that are not
 * WebVTT's (may be NULL). */
size_t markup_write(char *out, struct str raw, enum markup markup, size_t *unknown);
/* Whether two texts are joined without a blank: both ends are CJK. Either may be empty. */
bool markup_joins_bare(struct str left, struct str right);

#endif
