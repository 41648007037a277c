/*
 * Push-down, column by column. Taken lines are kept as runs; two runs between which not even the
 * lowest thing would fit are one run, so that a pile of a thousand cards is stepped over at once.
 */
#include "lattice-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* Lines between runs, one free above and one below, that hold nothing more: the lowest thing is an
 * empty theme at cards, a slab at lines. */
static int too_narrow(const struct lattice *lattice)
{
	return (lattice_slab_h(lattice) < 3 ? lattice_slab_h(lattice) : 3) + 1;
}

void lattice_columns_reset(struct lattice *lattice)
{
	map_clear(&lattice->column_of);
	for (size_t i = 0; i < lattice->ncolumns; i++)
		lattice->columns[i].nruns = lattice->columns[i].nitems = 0;
	lattice->ncolumns = 0;
}

void lattice_columns_release(struct lattice *lattice)
{
	for (size_t i = 0; i < lattice->columns_made; i++) {
		free(lattice->columns[i].runs);
		free(lattice->columns[i].items);
	}
	free(lattice->columns);
	map_release(&lattice->column_of);
}

struct column *lattice_column(const struct lattice *lattice, int number)
{
	uint32_t position = map_get(&lattice->column_of, (int64_t)number + 1);
	return position == MAP_ABSENT ? NULL : &lattice->columns[position];
}

static struct column *column_make(struct lattice *lattice, int number)
{
	struct column *there = lattice_column(lattice, number);
	if (there)
		return there;
	ALLOC_GROW(lattice->columns, lattice->ncolumns + 1, lattice->columns_cap);
	struct column *column = &lattice->columns[lattice->ncolumns];
	if (lattice->ncolumns == lattice->columns_made) {
		memset(column, 0, sizeof *column);
		lattice->columns_made++;
	}
	map_put(&lattice->column_of, (int64_t)number + 1, (uint32_t)lattice->ncolumns++);
	return column;
}

/* The first run that ends at `line` or below it. */
static size_t first_run(const struct column *column, int line)
{
	size_t low = 0, high = column->nruns;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (column->runs[middle].to < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int column_fit(const struct column *column, int line, int h)
{
	for (size_t i = first_run(column, line); i < column->nruns; i++) {
		if (column->runs[i].from > line + h)
			break;
		line = column->runs[i].to + 1;
	}
	return line;
}

int lattice_columns_fit(const struct lattice *lattice, int column, int w, int line, int h)
{
	for (int agreed = 0, i = 0; agreed < w; i = (i + 1) % w) {
		const struct column *c = lattice_column(lattice, column + i);
		int fits = c ? column_fit(c, line, h) : line;
		agreed = fits == line ? agreed + 1 : 1;
		line = fits;
	}
	return line;
}

static void column_take(struct column *column, int from, int to, int narrow)
{
	size_t first = first_run(column, from - narrow), last = first;
	for (; last < column->nruns && column->runs[last].from <= to + narrow; last++) {
		if (column->runs[last].from < from)
			from = column->runs[last].from;
		if (column->runs[last].to > to)
			to = column->runs[last].to;
	}
	size_t after = column->nruns - last;
	column->nruns = first + 1 + after;
	ALLOC_GROW(column->runs, column->nruns, column->runs_cap);
	memmove(column->runs + first + 1, column->runs + last, after * sizeof *column->runs);
	column->runs[first] = (struct run){from, to};
}

void lattice_columns_take(struct lattice *lattice, int column, int w, int line, int h)
{
	for (int i = 0; i < w; i++)
		column_take(column_make(lattice, column + i), line, line + h, too_narrow(lattice));
}

void lattice_columns_add_item(struct lattice *lattice, uint32_t position)
{
	struct rect rect = lattice->items[position].rect;
	int pitch = lattice_pitch(lattice);
	for (int x = rect.x / pitch; x <= (rect.x + rect.w - 1) / pitch; x++) {
		struct column *column = column_make(lattice, x);
		ALLOC_GROW(column->items, column->nitems + 1, column->items_cap);
		column->items[column->nitems++] = position;
	}
}
