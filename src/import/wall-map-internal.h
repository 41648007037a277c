#ifndef THEMEWALL_IMPORT_WALL_MAP_INTERNAL_H
#define THEMEWALL_IMPORT_WALL_MAP_INTERNAL_H

#include "wall-internal.h"

/* How far the plane goes: of anchors, clusters' and loose cards'. */
enum { COLUMN_MAX = 1000000, LINE_MAX_WALL = 100000000 };

/* Something with a place among others: they are sorted by (home, order, id), then get their keys.
 */
struct seat {
	int64_t home, order, id;
	size_t row; /* in the image's rows */
	int column; /* of that row, where the key goes */
};

struct seats {
	struct seat *all; /* owned until seats_rank */
	size_t n, cap;
};

void seats_add(struct seats *seats, struct seat seat);
/* Gives everyone a rank key and lets the list go. */
void seats_rank(struct seats *seats, struct wall_image *image);

#endif
