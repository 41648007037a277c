/*
 * The places of top-level things. They are taken in the order of their anchors, pushed down where
 * their columns are taken, then listed by line; each column lists its own for hit tests and views.
 * Units are cells of the plane at the cards zoom.
 */
#include "lattice-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static int64_t thing_of(const void *owner, uint32_t position)
{
	const struct lattice_item *item = &((const struct lattice *)owner)->items[position];
	return item->kind == LATTICE_CARD ? lattice_thing_card(item->card)
					  : lattice_thing_cluster(item->cluster);
}

struct lattice *lattice_new(void)
{
	struct lattice *lattice = xcalloc(1, sizeof *lattice);
	lattice->by_thing = (struct index){.key = thing_of, .owner = lattice};
	return lattice;
}

void lattice_free(struct lattice *lattice)
{
	if (!lattice)
		return;
	lattice_columns_release(lattice);
	index_clear(&lattice->by_thing);
	free(lattice->items);
	free(lattice->found);
	free(lattice);
}

/* Until it is placed, an item's y is its anchor. */

static int clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

static struct lattice_item *add_item(struct lattice *lattice, enum lattice_kind kind, int column,
				     int line)
{
	ALLOC_GROW(lattice->items, lattice->nitems + 1, lattice->items_cap);
	struct lattice_item *item = &lattice->items[lattice->nitems++];
	*item = (struct lattice_item){.kind = kind};
	item->rect.x = LATTICE_PITCH * clamp(column, 0, LATTICE_COLUMNS);
	item->rect.y = clamp(line, 0, LATTICE_LINES);
	return item;
}

static void add_loose(struct lattice *lattice, const struct model *model)
{
	struct card_list loose = model_loose(model);
	for (size_t i = 0; i < loose.n; i++) {
		const struct card *card = model_card(model, loose.ids[i]);
		struct lattice_item *item =
			add_item(lattice, LATTICE_CARD, card->column, card->line);
		item->card = card->id;
		item->rect.x += LATTICE_SLAB_X;
		item->rect.w = LATTICE_SLAB_W;
		item->rect.h = LATTICE_SLAB_H;
	}
}

static void add_clusters(struct lattice *lattice, const struct model *model)
{
	struct cluster_list tops = model_top_clusters(model);
	for (size_t i = 0; i < tops.n; i++) {
		const struct cluster *cluster = model_cluster_shape(model, tops.ids[i]);
		struct lattice_item *item =
			add_item(lattice, LATTICE_CLUSTER, cluster->column, cluster->line);
		item->cluster = cluster->id;
		item->rect.w = LATTICE_PITCH * lattice_cluster_width(cluster) - 1;
		item->rect.h = lattice_cluster_height(model, cluster->id);
	}
}

static int column_of(const struct lattice_item *item)
{
	return item->rect.x / LATTICE_PITCH;
}

static int64_t id_of(const struct lattice_item *item)
{
	return item->kind == LATTICE_CARD ? item->card.n : item->cluster.n;
}

/* By (line, column, id): before placing by anchor, after it by place. */
static int compare(const void *a, const void *b)
{
	const struct lattice_item *x = a, *y = b;
	if (x->rect.y != y->rect.y)
		return x->rect.y < y->rect.y ? -1 : 1;
	if (column_of(x) != column_of(y))
		return column_of(x) < column_of(y) ? -1 : 1;
	if (id_of(x) != id_of(y))
		return id_of(x) < id_of(y) ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

static void sort(struct lattice *lattice)
{
	for (size_t i = 1; i < lattice->nitems; i++) {
		if (compare(&lattice->items[i - 1], &lattice->items[i]) > 0) {
			qsort(lattice->items, lattice->nitems, sizeof *lattice->items, compare);
			return;
		}
	}
}

static void place(struct lattice *lattice, struct lattice_item *item)
{
	int column = column_of(item), w = (item->rect.w + LATTICE_PITCH) / LATTICE_PITCH;
	struct rect *rect = &item->rect;
	rect->y = lattice_columns_fit(lattice, column, w, rect->y, rect->h);
	lattice_columns_take(lattice, column, w, rect->y, rect->h);
}

static void list(struct lattice *lattice)
{
	lattice->bounds = (struct rect){0, 0, 0, 0};
	index_clear(&lattice->by_thing);
	for (uint32_t i = 0; i < lattice->nitems; i++) {
		struct rect rect = lattice->items[i].rect;
		index_put(&lattice->by_thing, i);
		lattice_columns_add_item(lattice, i);
		if (rect.x + rect.w > lattice->bounds.w)
			lattice->bounds.w = rect.x + rect.w;
		if (rect.y + rect.h > lattice->bounds.h)
			lattice->bounds.h = rect.y + rect.h;
	}
}

void lattice_compute(struct lattice *lattice, const struct model *model)
{
	lattice_columns_reset(lattice);
	lattice->nitems = 0;
	add_loose(lattice, model);
	add_clusters(lattice, model);
	sort(lattice);
	for (size_t i = 0; i < lattice->nitems; i++)
		place(lattice, &lattice->items[i]);
	sort(lattice);
	list(lattice);
}

size_t lattice_items(const struct lattice *lattice, const struct lattice_item **items)
{
	*items = lattice->items;
	return lattice->nitems;
}

const struct lattice_item *lattice_item_of(const struct lattice *lattice, int64_t thing)
{
	uint32_t position = index_find(&lattice->by_thing, thing);
	return position == NOWHERE ? NULL : &lattice->items[position];
}

struct rect lattice_bounds(const struct lattice *lattice)
{
	return lattice->bounds;
}

void lattice_free_place(const struct lattice *lattice, int column, int line, int w, int h,
			int *free_column, int *free_line)
{
	*free_column = clamp(column, 0, LATTICE_COLUMNS);
	*free_line = lattice_columns_fit(lattice, *free_column, clamp(w, 1, LATTICE_WIDEST),
					 clamp(line, 0, LATTICE_LINES), h);
}

/* Views. Found items are sorted by position, which is by (y, x), so that each is told once. */

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
	const struct column *column = x < 0 ? NULL : lattice_column(lattice, x / LATTICE_PITCH);
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
	int first = (view.x < 0 ? 0 : view.x) / LATTICE_PITCH;
	int last = (view.x + view.w - 1) / LATTICE_PITCH;
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
