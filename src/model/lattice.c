/*
 * The places of top-level things. They are taken in the order of their anchors, pushed down where
 * their columns are taken, then listed by line; each column lists its own for hit tests and views.
 * Units are cells of the plane.
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
	lattice->map_pitch = LATTICE_MAP_LEAST;
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

static struct lattice_item *add_item(struct lattice *lattice, enum lattice_kind kind, int column,
				     int line)
{
	ALLOC_GROW(lattice->items, lattice->nitems + 1, lattice->items_cap);
	struct lattice_item *item = &lattice->items[lattice->nitems++];
	*item = (struct lattice_item){.kind = kind};
	item->rect.x = lattice_pitch(lattice) * clamp(column, 0, LATTICE_COLUMNS);
	item->rect.y = item->line = clamp(line, 0, LATTICE_LINES);
	return item;
}

static void add_card(struct lattice *lattice, const struct model *model, card_id id)
{
	const struct card *card = model_card(model, id);
	struct lattice_item *item = add_item(lattice, LATTICE_CARD, card->column, card->line);
	item->card = id;
	item->rect.x += lattice_slab_x(lattice);
	item->rect.w = lattice_slab_w(lattice);
	item->rect.h = lattice_slab_h(lattice);
}

static struct rect frame_of(const struct lattice *lattice, const struct model *model,
			    const struct cluster *cluster)
{
	int pitch = lattice_pitch(lattice);
	return (struct rect){pitch * clamp(cluster->column, 0, LATTICE_COLUMNS),
			     clamp(cluster->line, 0, LATTICE_LINES),
			     pitch * lattice_cluster_width(cluster) - 1,
			     lattice_cluster_height(lattice, model, cluster->id)};
}

static void add_cluster(struct lattice *lattice, const struct model *model, cluster_id id)
{
	const struct cluster *cluster = model_cluster_shape(model, id);
	if (cluster->parent.n)
		return;
	struct lattice_item *item =
		add_item(lattice, LATTICE_CLUSTER, cluster->column, cluster->line);
	item->cluster = id;
	item->rect = frame_of(lattice, model, cluster);
	lattice->nclusters++;
}

/* By id, so that a sort by place which keeps that order settles ties as the rule says. */
static void add_all(struct lattice *lattice, const struct model *model)
{
	struct card_list loose = model_loose(model);
	struct cluster_list clusters = model_clusters(model);
	size_t i = 0;
	lattice->nitems = lattice->nclusters = 0;
	for (size_t j = 0; j < clusters.n; j++) {
		for (; i < loose.n && loose.ids[i].n <= clusters.ids[j].n; i++)
			add_card(lattice, model, loose.ids[i]);
		add_cluster(lattice, model, clusters.ids[j]);
	}
	for (; i < loose.n; i++)
		add_card(lattice, model, loose.ids[i]);
}

static int column_of(const struct lattice *lattice, const struct lattice_item *item)
{
	return item->rect.x / lattice_pitch(lattice);
}

/* Small keys: a wall may have tens of thousands of loose cards. */
struct key {
	uint64_t place; /* line, column */
	uint32_t position;
};

static int compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->position > y->position) - (x->position < y->position);
}

/* Writes the keys; are they in order already? */
static bool make_keys(const struct lattice *lattice, struct key *keys)
{
	bool sorted = true;
	for (uint32_t i = 0; i < lattice->nitems; i++) {
		const struct lattice_item *item = &lattice->items[i];
		keys[i].place = (uint64_t)item->rect.y << 32 | (uint32_t)column_of(lattice, item);
		keys[i].position = i;
		sorted = sorted && (i == 0 || compare(&keys[i - 1], &keys[i]) < 0);
	}
	return sorted;
}

/* Puts each item where its key stands, cycle by cycle; a key that is done names itself. */
static void permute(struct lattice_item *items, struct key *keys, uint32_t n)
{
	for (uint32_t start = 0; start < n; start++) {
		struct lattice_item first = items[start];
		uint32_t at = start;
		while (keys[at].position != start) {
			uint32_t from = keys[at].position;
			items[at] = items[from];
			keys[at].position = at;
			at = from;
		}
		items[at] = first;
		keys[at].position = at;
	}
}

/* By (line, column), else in the order they have: before placing by anchor, after it by place. */
static void sort(struct lattice *lattice)
{
	struct key *keys = xmalloc(lattice->nitems * sizeof *keys);
	if (!make_keys(lattice, keys)) {
		qsort(keys, lattice->nitems, sizeof *keys, compare);
		permute(lattice->items, keys, (uint32_t)lattice->nitems);
	}
	free(keys);
}

static void place(struct lattice *lattice, struct lattice_item *item)
{
	int pitch = lattice_pitch(lattice);
	int column = column_of(lattice, item), w = (item->rect.w + pitch) / pitch;
	struct rect *rect = &item->rect;
	int line = lattice_line_of(lattice, rect->y);
	rect->y = lattice_columns_fit(lattice, column, w, line, rect->h);
	lattice_columns_take(lattice, column, w, rect->y, rect->h);
}

static void list(struct lattice *lattice)
{
	lattice->bounds = (struct rect){0, 0, 0, 0};
	index_reset(&lattice->by_thing);
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

/* Every cluster has the anchor and the size it was placed with, and none is gone. */
static bool same_clusters(const struct lattice *lattice, const struct model *model)
{
	struct cluster_list clusters = model_clusters(model);
	size_t n = 0;
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster_shape(model, clusters.ids[i]);
		const struct lattice_item *item;
		if (cluster->parent.n)
			continue;
		item = lattice_item_of(lattice, lattice_thing_cluster(cluster->id));
		struct rect frame = frame_of(lattice, model, cluster);
		if (!item || item->line != frame.y || item->rect.x != frame.x ||
		    item->rect.w != frame.w || item->rect.h != frame.h)
			return false;
		n++;
	}
	return n == lattice->nclusters;
}

static bool is_current(const struct lattice *lattice, const struct model *model)
{
	return lattice->model == model && lattice->computed_zoom == lattice->zoom &&
	       lattice->computed_pitch == lattice_pitch(lattice) &&
	       model_loose_revision(model) <= lattice->revision && same_clusters(lattice, model);
}

void lattice_compute(struct lattice *lattice, const struct model *model)
{
	if (!is_current(lattice, model)) {
		lattice_columns_reset(lattice);
		add_all(lattice, model);
		sort(lattice);
		for (size_t i = 0; i < lattice->nitems; i++)
			place(lattice, &lattice->items[i]);
		sort(lattice);
		list(lattice);
		lattice->model = model;
		lattice->computed_zoom = lattice->zoom;
		lattice->computed_pitch = lattice_pitch(lattice);
	}
	lattice->revision = model_revision(model);
}

void lattice_forget(struct lattice *lattice)
{
	lattice->model = NULL;
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
