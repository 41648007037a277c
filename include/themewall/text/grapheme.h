#ifndef THEMEWALL_TEXT_GRAPHEME_H
#define THEMEWALL_TEXT_GRAPHEME_H

#include <stddef.h>

#include "themewall/base/str.h"

/*
 * Graphemes (what a reader calls one character), words and sentences by Unicode's rules, positions in bytes.
 * Next: the first boundary after `at` (s.n at the end). Previous: the last one before (0 at the start).
 */
size_t grapheme_next(struct str s, size_t at);
size_t grapheme_previous(struct str s, size_t at);

/* Start of the next word (letters or digits) after `at`, s.n when none; start of the word before. */
size_t word_next(struct str s, size_t at);
size_t word_previous(struct str s, size_t at);
size_t word_end(struct str s, size_t at); /* end of the word that starts at or after `at` */

/* Start of the next sentence after `at` (s.n when none). "Dr. X" style abbreviations may split: Unicode's rule. */
size_t sentence_next(struct str s, size_t at);
size_t sentence_previous(struct str s, size_t at);

/* Cells of a painted string (text/safe's output); each grapheme is 1 or 2 wide, marks 0. */
int text_width(struct str painted);
/* Cells of one painted grapheme of `n` bytes at p. */
int grapheme_width(const char *p, size_t n);
/* The longest head of `painted` that fits into ncells, in bytes; never half a grapheme. */
size_t text_fit(struct str painted, int ncells);

#endif
