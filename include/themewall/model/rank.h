#ifndef THEMEWALL_MODEL_RANK_H
#define THEMEWALL_MODEL_RANK_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/mem.h"
#include "themewall/base/str.h"

/*
 * Rank keys: short ASCII texts whose byte order is the order of cards in a cluster and of clusters
 * in a parent. Between any two keys there is always a third, so a move writes one row and never its
 * neighbours. Appending or prepending a million times takes 5 characters; 1,000 insertions at one
 * spot take about 200, 100,000 at random spots at most 10.
 *
 * A key is a head letter that says how many digits its whole number has ('a' one, 'b' two …; 'Z'
 * one, 'Y' two … for those before "a0"), that number in base 62 (0-9 A-Z a-z), and a fraction that
 * does not end in '0'.
 */
bool rank_is_valid(struct str key);

/*
 * Appends a key between the two to out. An empty one is an open end: "" and "" give the first key
 * of all. before >= after (two copies of a wall chose the same key): the new one follows before
 * closely. A key that is not valid counts as an open end.
 */
void rank_between(struct strbuf *out, struct str before, struct str after);

/*
 * n keys in ascending order between the two, spread so that they stay short (log n) even in a
 * narrow gap; same rules for the ends. The texts live in the arena.
 */
void rank_spread(struct arena *arena, struct str before, struct str after, struct str *keys,
		 size_t n);

#endif
