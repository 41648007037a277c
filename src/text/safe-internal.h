#ifndef THEMEWALL_TEXT_SAFE_INTERNAL_H
#define THEMEWALL_TEXT_SAFE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/* What becomes of one code point, whatever stands around it. */
enum fate {
	FATE_KEEP,
	FATE_DROP,
	FATE_BLANK,
	FATE_TOKEN,   /* "<U+202E>" */
	FATE_DAMAGED, /* U+FFFD */
};

/* The fate of any code point but LF, and for FATE_KEEP its cells. */
enum fate safe_fate(uint32_t code_point, int *ncells);

/*
 * The second half of safe_text: appends text composed (NFC) and cluster by cluster reduced. text is
 * valid UTF-8 without controls other than LF, without bidi controls.
 */
void safe_reduce(struct strbuf *out, struct str text);

#endif
