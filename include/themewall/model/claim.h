#ifndef THEMEWALL_MODEL_CLAIM_H
#define THEMEWALL_MODEL_CLAIM_H

#include "themewall/base/str.h"

/*
 * A quiet word about the name of a theme. A theme is a claim in the voice of the people heard ("I
 * rebuild the numbers myself"), not a topic ("Trust") and not a drawer ("Other"). Returns a
 * sentence for the person, or NULL when there is nothing to say; never a reason to refuse a name.
 * Names in scripts that are written without blanks between words are left alone.
 */
const char *claim_hint(struct str name);

#endif
