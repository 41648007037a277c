#ifndef THEMEWALL_TEXT_FUZZY_H
#define THEMEWALL_TEXT_FUZZY_H

#include "themewall/base/str.h"

/*
 * How well the letters of needle occur, in order, in hay; both folded (text/fold). Higher is
 * better, -1 is no match; an empty needle matches everything with 0. Runs, word starts and the
 * beginning count more; a whole-word and a whole-string match count most; shorter hay wins a tie by
 * the caller's order. Time grows with needle × hay, but only where all the letters occur.
 */
int fuzzy_score(struct str needle, struct str hay);

#endif
