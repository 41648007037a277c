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

struct side {
	struct str text;
	struct words words;
};

struct correction {
	struct side before, after;
	int32_t *pair; /* as before.words */
	struct correction_pair *certain;
	size_t ncertain;
};

/* Bytes [from, to) of a text. */
struct stretch {
	size_t from, to;
};

/* The first word that ends behind a byte. */
uint32_t word_behind(const struct words *words, size_t byte);
/* A place in code points as bytes, and the other way round. */
size_t byte_of(const struct side *side, int64_t position);
int64_t position_of(const struct side *side, size_t byte);

/* pair[i]: which word of `after` word i of `before` certainly is, else UNPAIRED; before->n long. */
void words_pair(const struct words *before, const struct words *after, int32_t *pair);

#endif
