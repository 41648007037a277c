#ifndef THEMEWALL_MODEL_CORRECTION_H
#define THEMEWALL_MODEL_CORRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * A transcript and its corrected version: which words of one are which of the other, so that every
 * excerpt can be placed again by its words and what stands around them. Places are code points of
 * the two texts, half open.
 *
 * The rule is never to be wrong in silence. Words are paired by what is unique in both texts
 * (patience diff: runs of four words, then single ones, longest chain in order), once from the
 * front and once from the back; only pairs on which both agree are certain. A quote is placed where
 *  - all its words are paired in one piece, or
 *  - it occurs once between the nearest certain words around it, in both texts, or
 *  - it occurs once in each whole text with the same 16 characters before and behind it: it moved.
 * Always its bytes are the same there. Anything else is not placed: the caller keeps the old
 * receipt and says so.
 */
struct correction;

/* Texts: turns joined by LF, borrowed until correction_free. O(n log n). */
struct correction *correction_new(struct str before, struct str after);
void correction_free(struct correction *correction);

enum correction_place { CORRECTION_LOST, CORRECTION_SAME, CORRECTION_MOVED };

/* Where [start, end) of the old text is in the new one: its first code point in *place, which is
 * left alone when it is lost. MOVED: found, but not in the order of what is around it. */
enum correction_place correction_find(const struct correction *correction, int64_t start,
				      int64_t end, int64_t *place);

/*
 * What stands in the new text where [start, end) stood, whose own words are not there any more: the
 * stretch between the words that certainly are what was at its edges, or next to them, in both
 * texts. True with its code points in [*from, *to) where that is one stretch and no other: it holds
 * a word, begins and ends where words do (or in the same words as before), goes over no more turns
 * than before and is not much longer. False: taken out, or nobody can tell.
 */
bool correction_counterpart(const struct correction *correction, int64_t start, int64_t end,
			    int64_t *from, int64_t *to);

/* Where the certain words begin in both texts, in order. Owned by the correction. */
struct correction_pair {
	int64_t before, after;
};
const struct correction_pair *correction_pairs(const struct correction *correction, size_t *n);

#endif
