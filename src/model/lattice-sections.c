/*
 * Inside a cluster. Its sections follow each other by arithmetic on the numbers of cards; nothing
 * of it is stored. A walk goes over them in drawing order and stops to remember the one that is
 * wanted.
 */
#include "lattice-internal.h"

#include "themewall/base/banned.h"

struct walk {
	const struct lattice *lattice;
	const struct model *model;
	int row, blank; /* lines of a row, and of those the ones below the slab */
	int width;      /* cards in a row */
	int y;          /* where the next section begins */
	size_t n;       /* sections so far */
	bool open;      /* the last one ends with the blank line after its cards */
	struct lattice_section *sections;
	size_t max;
	cluster_id wanted; /* remembered by id … */
	int wanted_y;      /* … or as the last that begins at or above this line; -1: neither */
	struct lattice_section found;
	size_t found_n; /* number of the found one, from 1; 0: none */
};

int lattice_cluster_width(const struct cluster *cluster)
{
	return cluster->width < 1                ? 1
	       : cluster->width > LATTICE_WIDEST ? LATTICE_WIDEST
						 : cluster->width;
}

static size_t card_count(const struct cluster *cluster)
{
	return cluster->ncards + cluster->ntwins + cluster->unloaded;
}

static void emit(struct walk *walk, const struct lattice_section *section)
{
	if (walk->n < walk->max)
		walk->sections[walk->n] = *section;
	walk->n++;
	if (section->cluster.n == walk->wanted.n || section->rule_y <= walk->wanted_y) {
		walk->found = *section;
		walk->found_n = walk->n;
	}
}

static void walk_section(struct walk *walk, cluster_id id, int depth)
{
	const struct cluster *cluster = model_cluster_shape(walk->model, id);
	size_t rows = (card_count(cluster) + (size_t)walk->width - 1) / (size_t)walk->width;
	int lines = rows ? (int)rows * walk->row : 1;
	bool names = walk->lattice->zoom == ZOOM_NAMES, folded = cluster->folded || names;
	if (folded)
		lines = depth == 0 && !names ? 1 : 0;
	struct lattice_section section = {.cluster = id,
					  .depth = depth,
					  .rule_y = walk->y,
					  .first_y = walk->y + 1,
					  .end_y = walk->y + 1 + lines,
					  .folded = folded};
	emit(walk, &section);
	walk->y = section.end_y;
	walk->open = rows && !folded;
	if (folded || depth + 1 >= CLUSTER_DEEPEST)
		return;
	for (size_t i = 0; i < cluster->nchildren; i++)
		walk_section(walk, cluster->children[i], depth + 1);
}

/* Afterwards walk->y is the bottom line. */
static void walk_cluster(struct walk *walk, cluster_id top)
{
	int columns = lattice_cluster_width(model_cluster_shape(walk->model, top));
	walk->width = lattice_per_row(walk->lattice, columns * lattice_pitch(walk->lattice) - 1);
	walk_section(walk, top, 0);
	if (!walk->open)
		return;
	walk->y -= walk->blank; /* no blank line before the bottom */
	if (walk->n <= walk->max)
		walk->sections[walk->n - 1].end_y -= walk->blank;
	if (walk->n == walk->found_n)
		walk->found.end_y -= walk->blank;
}

static struct walk walk_start(const struct lattice *lattice, const struct model *model, int y)
{
	int row = lattice_row(lattice);
	return (struct walk){.lattice = lattice,
			     .model = model,
			     .row = row,
			     .blank = row - lattice_slab_h(lattice),
			     .y = y,
			     .wanted_y = -1};
}

int lattice_cluster_height(const struct lattice *lattice, const struct model *model, cluster_id top)
{
	struct walk walk = walk_start(lattice, model, 0);
	walk_cluster(&walk, top);
	return lattice->zoom == ZOOM_NAMES ? walk.y : walk.y + 1;
}

size_t lattice_sections(const struct lattice *lattice, const struct model *model, cluster_id top,
			struct lattice_section *sections, size_t max)
{
	const struct lattice_item *item = lattice_item_of(lattice, lattice_thing_cluster(top));
	if (!item)
		return 0;
	struct walk walk = walk_start(lattice, model, item->rect.y);
	walk.sections = sections;
	walk.max = max;
	walk_cluster(&walk, top);
	return walk.n;
}

/* A cluster's section and the frame it is in; false when it is folded away. */
static bool find_section(const struct lattice *lattice, const struct model *model, cluster_id id,
			 struct lattice_section *section, struct rect *frame)
{
	cluster_id top = model_cluster_root(model, id);
	const struct lattice_item *item = lattice_item_of(lattice, lattice_thing_cluster(top));
	if (!item)
		return false;
	struct walk walk = walk_start(lattice, model, item->rect.y);
	walk.wanted = id;
	walk_cluster(&walk, top);
	if (walk.found_n == 0)
		return false;
	*section = walk.found;
	*frame = item->rect;
	return true;
}

bool lattice_cluster_rect(const struct lattice *lattice, const struct model *model, cluster_id id,
			  struct rect *rect)
{
	struct lattice_section section;
	if (!find_section(lattice, model, id, &section, rect))
		return false;
	if (section.depth > 0) {
		rect->y = section.rule_y;
		rect->h = section.end_y - section.rule_y;
	}
	return true;
}

bool lattice_slot_rect(const struct lattice *lattice, const struct model *model, cluster_id id,
		       size_t slot, struct rect *rect)
{
	struct lattice_section section;
	struct rect frame;
	if (!find_section(lattice, model, id, &section, &frame) || section.folded)
		return false;
	*rect = lattice_seat(lattice, frame.x, frame.w, section.first_y, slot);
	return true;
}

bool lattice_card_rect(const struct lattice *lattice, const struct model *model, card_id id,
		       struct rect *rect)
{
	const struct card *card = model_card(model, id);
	if (!card || !card->placed || card->stack.n)
		return false;
	if (card->place == PLACE_CLUSTER)
		return model_cluster(model, card->cluster) &&
		       lattice_slot_rect(lattice, model, card->cluster,
					 model_card_slot(model, card), rect);
	const struct lattice_item *item = lattice_item_of(lattice, lattice_thing_card(id));
	if (!item)
		return false;
	*rect = item->rect;
	return true;
}

bool lattice_twin_rect(const struct lattice *lattice, const struct model *model, card_id id,
		       cluster_id cluster, struct rect *rect)
{
	size_t slot;
	return model_twin_slot(model, id, cluster, &slot) &&
	       lattice_slot_rect(lattice, model, cluster, slot, rect);
}

/* Which card of a row, and the cell in or beside its slab: negative to the left of it. x is counted
 * from the frame. */
static int column_at(const struct walk *walk, int x, size_t *column)
{
	int inside = x - lattice_slab_x(walk->lattice), last = walk->width - 1;
	if (lattice_slab_w(walk->lattice) > 1) {
		*column = (size_t)(x / LATTICE_PITCH);
		return x % LATTICE_PITCH - LATTICE_SLAB_X;
	}
	*column = (size_t)(inside < 0 ? 0 : inside > last ? last : inside);
	return inside - (int)*column;
}

/* What lies inside a frame: x, y in it. */
static void spot_in_section(const struct walk *walk, struct rect frame, int x, int y,
			    struct spot *spot)
{
	const struct lattice_section *section = &walk->found;
	const struct cluster *cluster = model_cluster(walk->model, section->cluster);
	size_t w = (size_t)walk->width, column = 0;
	int slab_w = lattice_slab_w(walk->lattice), line = y - section->first_y;
	int cell = column_at(walk, x - frame.x, &column);
	size_t at = (size_t)(line / walk->row) * w + column;
	bool slab = cell >= 0 && cell < slab_w && line % walk->row < walk->row - walk->blank;
	spot->kind = SPOT_CLUSTER;
	if (slab && at < cluster->ncards + cluster->ntwins && y < section->end_y &&
	    !section->folded) {
		spot->kind = SPOT_CARD;
		spot->card = cluster->cards[at];
		spot->twin = at >= cluster->ncards;
	}
	spot->slot = at + (2 * cell >= slab_w);
	if (spot->slot > cluster->ncards || section->folded)
		spot->slot = cluster->ncards;
}

struct spot lattice_spot(const struct lattice *lattice, const struct model *model, int x, int y)
{
	const struct lattice_item *item = lattice_item_at(lattice, x, y);
	struct spot spot = {.kind = SPOT_EMPTY,
			    .column = x < 0 ? 0 : x / lattice_pitch(lattice),
			    .line = y < 0 ? 0 : y};
	if (!item)
		return spot;
	if (item->kind == LATTICE_CARD) {
		spot.kind = SPOT_CARD;
		spot.card = item->card;
		return spot;
	}
	struct walk walk = walk_start(lattice, model, item->rect.y);
	walk.wanted_y = y;
	walk_cluster(&walk, item->cluster);
	spot.cluster = walk.found.cluster;
	if (y == walk.found.rule_y) {
		spot.kind = SPOT_TITLE;
		spot.slot = model_cluster_shape(model, spot.cluster)->ncards;
	} else {
		spot_in_section(&walk, item->rect, x, y, &spot);
	}
	return spot;
}
