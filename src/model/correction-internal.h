#ifndef THEMEWALL_MODEL_CORRECTION_INTERNAL_H
#define THEMEWALL_MODEL_CORRECTION_INTERNAL_H

#include "themewall/model/correction.h"

/* A word of a text: a run without blanks; beyond U+2E80, where nobody writes blanks, a character
 * each. */
struct word {
	int64_t key;       /* of its bytes; never 0 */
	uint32_t from, to; /* bytes */
	uint32_t at;       /* code points before it */
};

struct words {
	struct word *list; /* owned */
	uint32_t n;
};

void words_read(struct words *words, struct str text);

enum { UNPAIRED = -1 };

/* pair[i]: which word of `after` word i of `before` certainly is, else UNPAIRED; before->n long. */
void words_pair(const struct words *before, const struct words *after, int32_t *pair);

#endif
