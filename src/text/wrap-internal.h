#ifndef THEMEWALL_TEXT_WRAP_INTERNAL_H
#define THEMEWALL_TEXT_WRAP_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/* Whether a line may end before s.p[at] in text that is all ASCII, without LF; 0 < at < s.n.
 * The same answers as UAX #14 gives. */
bool wrap_ascii_allows(struct str s, size_t at);

#endif
