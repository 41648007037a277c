#ifndef THEMEWALL_TEXT_GRAPHEME_H
#define THEMEWALL_TEXT_GRAPHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * Graphemes (what a reader calls one character), words and sentences by Unicode's rules (UAX #29),
 * and the cells that painted text takes. Positions are bytes; text is valid UTF-8.
 */

/* The first boundary after `at` (s.n at the end). `at` itself is taken to be a boundary. */
size_t grapheme_next(struct str s, size_t at);
/* The last boundary before `at` (0 at the start). */
size_t grapheme_previous(struct str s, size_t at);
/* Whether no grapheme runs across `at`; 0 and s.n are boundaries. */
bool grapheme_is_boundary(struct str s, size_t at);

/* Start of the next word (letters or digits) after `at`, s.n when none; start of the word before.
 */
size_t word_next(struct str s, size_t at);
size_t word_previous(struct str s, size_t at);
size_t word_end(struct str s, size_t at); /* end of the word that starts at or after `at` */
size_t word_count(struct str s);	  /* words in s; linear, unlike a loop of word_next */

/* Start of the next sentence after `at` (s.n when none), whose blanks belong to the one before.
 * "Dr. X" style abbreviations may split: Unicode's rule. LF ends a sentence. */
size_t sentence_next(struct str s, size_t at);
size_t sentence_previous(struct str s, size_t at);

/*
 * Cells of a painted string (text/safe's output): the sum of its characters by wcwidth. LF takes
 * none. Nearly every grapheme takes 1 or 2 cells; a few Indic and old Korean ones hold several
 * letters side by side and take more.
 */
int text_width(struct str painted);
/* Cells of one painted grapheme of `n` bytes at p. */
int grapheme_width(const char *p, size_t n);
/* Cells of one code point: 0, 1 or 2. */
int code_point_width(uint32_t code_point);

/*
 * End of the piece at `at` that fills one screen cell, or a pair: one character of width 1 or 2 and
 * the marks on it (at most four in painted text). What surfaces are filled with, because a terminal
 * knows no wider unit. at < painted.n.
 */
size_t cell_next(struct str painted, size_t at);

/* The longest head of `painted` that fits into ncells, in bytes; never half a grapheme. */
size_t text_fit(struct str painted, int ncells);

#endif
