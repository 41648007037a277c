#ifndef THEMEWALL_TEXT_SAFE_H
#define THEMEWALL_TEXT_SAFE_H

#include <stdbool.h>
#include <stdio.h>

#include "themewall/base/str.h"

/*
 * The one policy for text from outside.
 *
 * safe_text reduces any bytes to what every terminal shows alike and appends it to out: NFC;
 * damaged bytes and code points on whose width wcwidth and uc_width disagree, unassigned and
 * private ones as U+FFFD; TAB, LF, U+0085, U+2028/9 as a blank, other controls by their pictures
 * (U+241B for ESC), those of C1 as a token, CR dropped; emoji to their base; flags to letters; at
 * most four marks a cell, none without a letter to stand on; variation selectors and invisible
 * format characters dropped; bidi overrides and isolates (U+202A-202E, U+2066-2069) as a visible
 * token "<U+202E>". The result is for painting only: the stored text stays as it was. Idempotent.
 * ASCII takes a fast path. Needs text_init (text/locale.h).
 *
 * keep_lines: LF stays LF (for wrapping) instead of becoming a blank.
 */
void safe_text(struct strbuf *out, struct str text, bool keep_lines);

/* Whether a painted string holds letters of right-to-left scripts (its row needs U+200E in border
 * cells). */
bool safe_has_rtl(struct str painted);

/*
 * What is done to text from outside before it is stored: C0 and C1 controls but TAB and LF, and
 * DEL, become U+FFFD. Appends to out, returns how many were replaced. text must be valid UTF-8.
 */
size_t safe_clean_controls(struct strbuf *out, struct str text);
/* Whether there is anything to replace. */
bool safe_has_controls(struct str text);

/*
 * The one way words leave the program other than through the screen or an export: the finished
 * message is made safe as a whole (safe_text, LF kept, TAB a blank). Nothing else prints.
 */
void safe_print(FILE *stream, struct str text);
void safe_printf(FILE *stream, const char *format, ...) TW_PRINTF(2, 3);

#endif
