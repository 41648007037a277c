#ifndef THEMEWALL_MODEL_LATTICE_INTERNAL_H
#define THEMEWALL_MODEL_LATTICE_INTERNAL_H

#include "themewall/base/map.h"
#include "themewall/model/lattice.h"

#include "model-internal.h"

/* Lines of a column that are taken: half open, ascending, so far apart that something fits between.
 */
struct run {
	int from, to;
};

struct column {
	struct run *runs; /* owned */
	size_t nruns, runs_cap;
	uint32_t *items; /* positions in items, by line; owned */
	size_t nitems, items_cap;
};

struct lattice {
	struct lattice_item *items; /* by (y, x) once computed; owned */
	size_t nitems, items_cap;
	size_t nclusters;          /* of the items */
	const struct model *model; /* computed from; borrowed, only to be compared; NULL: none */
	uint64_t revision;         /* of it at that time */
	enum lattice_zoom computed_zoom;
	int computed_pitch;
	struct index by_thing; /* items by card or cluster */
	struct map column_of;  /* column number + 1 → position in columns */
	struct column
		*columns; /* owned; those beyond ncolumns keep their memory for the next time */
	size_t ncolumns, columns_cap, columns_made;
	struct rect bounds;
	enum lattice_zoom zoom;
	int map_pitch; /* cells */
	uint32_t *found; /* for lattice_visible; owned */
	size_t found_cap;
};

/* Broken numbers must not overflow the plane; the file's own checks are far inside. */
enum { LATTICE_COLUMNS = 1000000, LATTICE_LINES = 100000000, LATTICE_WIDEST = 6 };

static inline int clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

/* lattice-columns.c */
void lattice_columns_reset(struct lattice *lattice);
void lattice_columns_release(struct lattice *lattice);
struct column *lattice_column(const struct lattice *lattice, int number); /* NULL: nothing in it */
/* First line >= line at which w columns are free for h lines, one free line around them. */
int lattice_columns_fit(const struct lattice *lattice, int column, int w, int line, int h);
void lattice_columns_take(struct lattice *lattice, int column, int w, int line, int h);
void lattice_columns_add_item(struct lattice *lattice, uint32_t position);

/* The item of a card or of a top-level cluster; NULL when it is none. */
const struct lattice_item *lattice_item_of(const struct lattice *lattice, int64_t thing);

/* What covers a cell, gaps between columns aside; NULL when nothing does. */
const struct lattice_item *lattice_item_at(const struct lattice *lattice, int x, int y);

static inline int64_t lattice_thing_card(card_id id)
{
	return id.n;
}

static inline int64_t lattice_thing_cluster(cluster_id id)
{
	return -id.n;
}

/* lattice-sections.c: height of a top-level cluster in lines. */
int lattice_cluster_height(const struct lattice *lattice, const struct model *model,
			   cluster_id top);
int lattice_cluster_width(const struct cluster *cluster); /* columns */

#endif
