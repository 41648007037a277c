/*
 * What lies at a cell and what is to be seen of the plane. Each column lists its own items by line,
 * so both look at the columns a rectangle covers and halve in each. Found items are sorted by
 * position, which is by (y, x), so that each is told once.
 */
#include "lattice-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static size_t first_below(const struct lattice *lattice, const struct column *column, int line)
{
	size_t low = 0, high = column->nitems;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct rect rect = lattice->items[column->items[middle]].rect;
		if (rect.y + rect.h <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct lattice_item *lattice_item_at(const struct lattice *lattice, int x, int y)
{
	int number = x / lattice_pitch(lattice);
	const struct column *column = x < 0 ? NULL : lattice_column(lattice, number);
	size_t at = column ? first_below(lattice, column, y) : 0;
	if (!column || at == column->nitems)
		return NULL;
	const struct lattice_item *item = &lattice->items[column->items[at]];
	return rect_contains(item->rect, x, y) ? item : NULL;
}

static size_t find_in_column(struct lattice *lattice, const struct column *column, struct rect view,
			     size_t nfound)
{
	for (size_t i = first_below(lattice, column, view.y); i < column->nitems; i++) {
		struct rect rect = lattice->items[column->items[i]].rect;
		if (rect.y >= view.y + view.h)
			break;
		if (!rect_overlaps(rect, view))
			continue;
		ALLOC_GROW(lattice->found, nfound + 1, lattice->found_cap);
		lattice->found[nfound++] = column->items[i];
	}
	return nfound;
}

static size_t find(struct lattice *lattice, struct rect view)
{
	int first = (view.x < 0 ? 0 : view.x) / lattice_pitch(lattice);
	int last = (view.x + view.w - 1) / lattice_pitch(lattice);
	size_t nfound = 0;
	if (last - first >= (int)lattice->ncolumns) {
		for (size_t i = 0; i < lattice->ncolumns; i++)
			nfound = find_in_column(lattice, &lattice->columns[i], view, nfound);
		return nfound;
	}
	for (int number = first; number <= last; number++) {
		const struct column *column = lattice_column(lattice, number);
		if (column)
			nfound = find_in_column(lattice, column, view, nfound);
	}
	return nfound;
}

static int compare_positions(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void lattice_visible(const struct lattice *lattice, struct rect view,
		     void (*each)(const struct lattice_item *item, void *context), void *context)
{
	if (rect_is_empty(view) || view.x + view.w <= 0 || !lattice->nitems)
		return;
	size_t nfound = find((struct lattice *)lattice, view); /* only its scratch list changes */
	if (nfound)
		qsort(lattice->found, nfound, sizeof *lattice->found, compare_positions);
	for (size_t i = 0; i < nfound; i++)
		if (i == 0 || lattice->found[i] != lattice->found[i - 1])
			each(&lattice->items[lattice->found[i]], context);
}
