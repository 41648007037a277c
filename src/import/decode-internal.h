#ifndef THEMEWALL_IMPORT_DECODE_INTERNAL_H
#define THEMEWALL_IMPORT_DECODE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

/*
 * From bytes to clean text (decode.c).
 */

/* The bytes that make words other than they stand there. */
enum marks {
	MARKS_TAG = 1,    /* < */
	MARKS_ENTITY = 2, /* & */
	MARKS_BRACE = 4,  /* { */
	MARKS_ESCAPE = 8, /* a backslash */
	MARKS_SOUGHT = 16
};

struct reading;

/* Tells of reading->marks too when it need not clean anything. */
bool decode(struct reading *reading, struct str bytes, const char *encoding, struct err *err);
/* What of these is in a text, with MARKS_SOUGHT. */
uint8_t marks_in(struct str text);
/* Cleans a text that came out of an escape, into out (what it held is gone): controls and damage
 * become U+FFFD and are tallied. */
void decode_escaped(struct reading *reading, struct str text, struct strbuf *out);

#endif
