#ifndef THEMEWALL_MODEL_WORD_INTERNAL_H
#define THEMEWALL_MODEL_WORD_INTERNAL_H

/* The words that stand for the values of an enum, in a table by value. */
#include "themewall/base/str.h"

/* clang-format off */
#define WORD(literal) { literal, sizeof(literal) - 1 }
/* clang-format on */

/* The value a word stands for; n, the number of words, when none is it. */
static inline size_t word_find(const struct str *words, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (words[i].n == word.n && str_equal(words[i], word))
			return i;
	return n;
}

#endif
