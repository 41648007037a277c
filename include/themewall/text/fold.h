#ifndef THEMEWALL_TEXT_FOLD_H
#define THEMEWALL_TEXT_FOLD_H

#include "themewall/base/str.h"

/* The search key of a text: case folded, compatibility decomposed, marks removed ("Café" and "CAFE" meet as "cafe").
 * Runs of blanks become one. Appends to out. */
void fold_text(struct strbuf *out, struct str text);

#endif
