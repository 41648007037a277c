#ifndef THEMEWALL_MODEL_LATTICE_H
#define THEMEWALL_MODEL_LATTICE_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/rect.h"
#include "themewall/model/model.h"

/*
 * Where things are on the wall: one pure rule for every terminal and person (docs/ARCHITECTURE.md,
 * "The lattice").
 *
 * The plane has columns 0, 1, 2 … and lines 0, 1, 2 …, both counted at the cards zoom. A column
 * is 27 cells wide (PITCH), a slab 22 × 4 at offset 2 of its column, rows are 5 lines apart. A
 * cluster over columns c … c+w-1 has its frame from cell 27c to 27(c+w)-2. Its height: title line +
 * own cards in rows of w + for each child a rule line and its cards + bottom line; one blank line
 * between rows and before a rule, none before the bottom. Cards not loaded yet take their room.
 *
 * A folded top-level cluster is 3 lines; so is an empty one (title, blank, bottom). A nested
 * cluster is a section: a rule line (folded: that line alone), its cards, then its own children as
 * further sections (an empty open section: the rule and one blank line). All sections use the width
 * of the top-level cluster.
 *
 *     line 0   ╭─ Totals ─────────────────╮   title of the top-level cluster
 *          1   │ ▌ slab       ▌ slab      │   first row: lines 1-4
 *          6   │ ▌ slab                   │   second row, after one blank line
 *         11   ├╌ when tax is involved ╌╌╌┤   rule of its first child, after one blank line
 *         12   │ ▌ slab                   │
 *         16   ╰──────────────────────────╯   bottom, no blank line before it
 *
 * Push-down: items in order of (anchor line, anchor column, id) each take the first line >= their
 * anchor at which their columns are free of those placed before, with one free line between.
 * Nothing computed here is ever written to the file.
 */
enum {
	LATTICE_PITCH = 27,
	LATTICE_SLAB_W = 22,
	LATTICE_SLAB_H = 4,
	LATTICE_ROW = 5,
	LATTICE_SLAB_X = 2
};

/*
 * Zooms: at lines a slab is one line, rows follow each other without a blank, and anchors are taken
 * at a fifth, so that order and columns stay what they are at cards. At map a card is one mark of
 * one cell, a column is 12 to 24 cells wide (lattice_set_map_pitch), a frame is filled with marks
 * from border to border (12w - 3 a line), and anchors are taken at a tenth. At names a theme is its
 * title line alone, whatever is inside it, columns are those of the map, and anchors are taken at a
 * fortieth. Lines of the plane are those of the zoom; only anchors are always counted at cards.
 */
enum { LATTICE_MAP_LEAST = 12, LATTICE_MAP_MOST = 24 };
enum lattice_zoom { ZOOM_CARDS, ZOOM_LINES, ZOOM_MAP, ZOOM_NAMES, ZOOMS };

struct lattice;

struct lattice *lattice_new(void); /* at cards */
void lattice_free(struct lattice *lattice);
void lattice_set_zoom(struct lattice *lattice, enum lattice_zoom zoom); /* then compute */
/* Cells of a column from the map on, clamped to what it may be; then compute. At first the least.
 */
void lattice_set_map_pitch(struct lattice *lattice, int cells);
int lattice_slab_h(const struct lattice *lattice); /* 4 or 1 */
int lattice_slab_w(const struct lattice *lattice); /* 22, from map on 1 */
int lattice_slab_x(const struct lattice *lattice); /* of a loose card in its column: 2 or 1 */
int lattice_pitch(const struct lattice *lattice);  /* cells of a column: 27, from map on 12-24 */
int lattice_row(const struct lattice *lattice);    /* lines from a row to the next: 5 or 1 */
/* Cards in a row of a frame that wide, in cells: its columns, at map its marks. */
int lattice_per_row(const struct lattice *lattice, int frame_w);
/* Where slot number `slot` of a section stands whose frame begins at x and is w wide. */
struct rect lattice_seat(const struct lattice *lattice, int x, int w, int first_y, size_t slot);
/* Lines of the plane from anchors and back: a line, then the first anchor that stands there. */
int lattice_line_of(const struct lattice *lattice, int anchor_line);
int lattice_anchor_of(const struct lattice *lattice, int line);
/*
 * Lays out loose cards and clusters of the model; O(top-level items × log), or O(clusters) when the
 * model is the one it was last computed from and since then no loose card changed and no cluster
 * its place or size. Cards inside clusters are placed on demand. Every function below that takes
 * the model takes the one computed from, unchanged since (model_revision).
 */
void lattice_compute(struct lattice *lattice, const struct model *model);
/* The next compute looks at everything. To be called when a model that was computed from is freed:
 * another one may stand at the same address. */
void lattice_forget(struct lattice *lattice);

enum lattice_kind { LATTICE_CARD, LATTICE_CLUSTER };

/* A top-level thing on the plane. */
struct lattice_item {
	enum lattice_kind kind;
	int line;           /* of its anchor */
	card_id card;       /* LATTICE_CARD */
	cluster_id cluster; /* LATTICE_CLUSTER: a top-level one */
	struct rect rect;   /* cells: a cluster's frame, 27w - 1 wide; a loose card's slab */
};

/* All items by (y, x); borrowed until the next compute. */
size_t lattice_items(const struct lattice *lattice, const struct lattice_item **items);
/* Calls back for each item overlapping view (cells of the plane), by (y, x). */
void lattice_visible(const struct lattice *lattice, struct rect view,
		     void (*each)(const struct lattice_item *item, void *context), void *context);
/* Of everything placed; from 0, 0. */
struct rect lattice_bounds(const struct lattice *lattice);

/* Where a card's slab is; false for tray, parked, and cards inside a folded cluster. */
bool lattice_card_rect(const struct lattice *lattice, const struct model *model, card_id id,
		       struct rect *rect);
/* The same of its copy in a cluster: behind the cluster's own cards. */
bool lattice_twin_rect(const struct lattice *lattice, const struct model *model, card_id id,
		       cluster_id cluster, struct rect *rect);
/* A cluster's frame, or for a nested one its section: from the rule line to the line before the
 * next section or the bottom, as wide as the frame. False inside a folded ancestor. */
bool lattice_cluster_rect(const struct lattice *lattice, const struct model *model, cluster_id id,
			  struct rect *rect);

/* One section of a top-level cluster, in drawing order: painter and hit test walk these. */
struct lattice_section {
	cluster_id cluster; /* the first section is the top-level cluster itself */
	int depth;          /* 0 for the top-level cluster, 1 for its children … */
	int rule_y;         /* plane line of its title: the frame's top line for depth 0 */
	int first_y;        /* plane line of its first row of cards */
	int end_y;          /* line after its own cards and blank: the next rule or the bottom */
	bool folded;
};
/* Sections of a top-level cluster; returns how many there are, writes at most max. */
size_t lattice_sections(const struct lattice *lattice, const struct model *model, cluster_id top,
			struct lattice_section *sections, size_t max);

/* What lies at a cell of the plane. */
enum spot_kind { SPOT_EMPTY, SPOT_CARD, SPOT_TITLE, SPOT_CLUSTER };

struct spot {
	enum spot_kind kind;
	card_id card;       /* SPOT_CARD: loose or in a cluster */
	bool twin;          /* SPOT_CARD: its copy in this cluster */
	cluster_id cluster; /* of the section; 0 for SPOT_EMPTY and loose cards */
	size_t slot;      /* index a drop here would take among the section's cards, 0 … ncards */
	int column, line; /* anchor a drop on an empty spot writes; never negative */
};
/*
 * slot: over the left half of a card's slab, or left of it, that card's index; over the right half
 * or right of it the next; on the blank line below a row as in that row; beyond the last card,
 * ncards. So is every slot of copies: they stand behind the section's own cards.
 * A title and a folded section take the last slot; the bottom line belongs to the last section.
 */
struct spot lattice_spot(const struct lattice *lattice, const struct model *model, int x, int y);

/* Rect of a slot of a cluster's own cards (slot == ncards is where the next one would stand, which
 * may be below its section); false when folded away. */
bool lattice_slot_rect(const struct lattice *lattice, const struct model *model, cluster_id id,
		       size_t slot, struct rect *rect);

/* The nearest free anchor for something new, w columns wide and h >= 3 lines high, searching from
 * (column, line) downwards. Whatever is anchored there displaces nothing. */
void lattice_free_place(const struct lattice *lattice, int column, int line, int w, int h,
			int *free_column, int *free_line);

#endif
