/* Pure geometry on half-open rectangles. */
#include "themewall/base/rect.h"

#include "themewall/base/banned.h"

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

struct rect rect_intersect(struct rect a, struct rect b)
{
	int x = larger(a.x, b.x), y = larger(a.y, b.y);
	int right = smaller(a.x + a.w, b.x + b.w), bottom = smaller(a.y + a.h, b.y + b.h);
	return (struct rect){ x, y, larger(right - x, 0), larger(bottom - y, 0) };
}

bool rect_overlaps(struct rect a, struct rect b)
{
	return !rect_is_empty(rect_intersect(a, b));
}
