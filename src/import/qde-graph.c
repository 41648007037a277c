/*
 * The wall as a graph of our own projects: a vertex for each frame and each card, in the order of
 * the wall, in pixels. Read back into columns and lines. Graphs of other programs are drawings of
 * their own and stay behind.
 */
#include "qde-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* Pixels of a cell of the plane and cells of a column (export/qdpx.c, model/lattice.h). */
enum { CELL_W = 13, CELL_H = 40, PITCH = 27, COLUMN_MOST = 9999, LINE_MOST = 99999 };

static int64_t within(int64_t n, int64_t low, int64_t high)
{
	return n < low ? low : n > high ? high : n;
}

void qde_add_vertex(struct qde *qde, struct str guid, int64_t x, int64_t y, int64_t right,
		    bool parked)
{
	ALLOC_GROW(qde->vertices, qde->nvertices + 1, qde->cap_vertices);
	qde->vertices[qde->nvertices] =
		(struct qde_vertex){.guid = guid,
				    .order = (int64_t)qde->nvertices,
				    .column = within(x / CELL_W / PITCH, 0, COLUMN_MOST),
				    .line = within(y / CELL_H, 0, LINE_MOST),
				    .width = within((right - x) / CELL_W / PITCH + 1, 1, 6),
				    .parked = parked};
	qde->nvertices++;
}

static int by_guid(const void *a, const void *b)
{
	const struct qde_vertex *x = a, *y = b;
	int order = str_compare(x->guid, y->guid);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

void qde_sort_vertices(struct qde *qde)
{
	if (qde->nvertices)
		qsort(qde->vertices, qde->nvertices, sizeof *qde->vertices, by_guid);
}

const struct qde_vertex *qde_find_vertex(const struct qde *qde, struct str guid)
{
	size_t low = 0, high = qde->nvertices;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(qde->vertices[middle].guid, guid);
		if (order == 0)
			return &qde->vertices[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* As export/refi.c writes them. */
enum cluster_colour qde_colour(struct str rgb)
{
	static const char *const colours[CLUSTER_COLOURS] = {"",        "#D70000", "#AF5F00",
							     "#875F00", "#008700", "#005F87",
							     "#005FD7", "#8700AF", "#AF00AF"};
	for (int i = COLOUR_RED; i < CLUSTER_COLOURS; i++)
		if (str_equal_ascii(rgb, str_of(colours[i])))
			return (enum cluster_colour)i;
	return COLOUR_NONE;
}
