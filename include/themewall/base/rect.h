#ifndef THEMEWALL_BASE_RECT_H
#define THEMEWALL_BASE_RECT_H

#include <stdbool.h>

/* A rectangle of cells or of wall units: half open, empty when w or h is not positive. */
struct rect {
	int x, y, w, h;
};

static inline bool rect_is_empty(struct rect r)
{
	return r.w <= 0 || r.h <= 0;
}

static inline bool rect_contains(struct rect r, int x, int y)
{
	return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

struct rect rect_intersect(struct rect a, struct rect b);
bool rect_overlaps(struct rect a, struct rect b);

#endif
