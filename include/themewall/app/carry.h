#ifndef THEMEWALL_APP_CARRY_H
#define THEMEWALL_APP_CARRY_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/model/lattice.h"

/*
 * Something picked up and not yet put down: a pending state that becomes one edit at the drop and
 * nothing before. It holds ids, never pointers: what is carried, or where it would land, may be
 * deleted by a partner meanwhile. Mouse and keyboard share it: the mouse says where from a cell,
 * the arrow keys step from drop to drop.
 */
struct app;

/* What a command without arguments is about. */
enum target_kind { TARGET_NONE, TARGET_CARD, TARGET_CLUSTER, TARGET_EMPTY };
struct target {
	enum target_kind kind;
	card_id card;       /* TARGET_CARD */
	cluster_id cluster; /* TARGET_CLUSTER; TARGET_CARD: the theme where its copy is meant, 0:
			       where it is at home */
	int column, line;   /* TARGET_EMPTY: a free place of the wall */
};

/* The card at a spot, as its copy where it is one. */
static inline struct target target_of_card(const struct spot *spot)
{
	return (struct target){.kind = TARGET_CARD,
			       .card = spot->card,
			       .cluster = spot->twin ? spot->cluster : (cluster_id){0}};
}

enum drop_kind {
	DROP_NONE, /* nowhere useful: releasing puts it back */
	DROP_TRAY,
	DROP_PARKED,
	DROP_SLOT,    /* into a cluster, before its card number `slot` */
	DROP_LOOSE,   /* on empty wall at (column, line) */
	DROP_ON_CARD, /* on a loose card: a new unnamed cluster of the two */
	DROP_NEST,    /* a carried cluster: into another, as its last section */
	DROP_BESIDE,  /* a carried cluster, in the list: before another one, slot 1: after it */
};

struct drop {
	enum drop_kind kind;
	cluster_id cluster; /* SLOT, NEST, BESIDE */
	size_t slot;        /* SLOT, BESIDE */
	card_id card;       /* ON_CARD */
	int column, line;   /* LOOSE */
};

/* Where the pointer is, in the words of the wall view; made by ui_hit. */
enum hit_region { HIT_NONE, HIT_TRAY, HIT_TRAY_CARD, HIT_PLANE, HIT_PARKED };
struct hit {
	enum hit_region region;
	card_id card;           /* TRAY_CARD */
	bool bar;               /* on the coloured bar of a card */
	int x, y;               /* PLANE: plane cell */
	int inside_x, inside_y; /* TRAY_CARD: cell inside the slab */
	int edge_dx, edge_dy;   /* at or beyond the edge of the wall pane: -1, 0, 1 */
};

enum carry_state {
	CARRY_NONE,
	CARRY_PRESSED, /* button down on something, not moved yet: may become a click */
	CARRY_MOUSE,
	CARRY_KEYS,
	CARRY_PAN,   /* middle button: the plane follows the pointer */
	CARRY_LASSO, /* a rectangle drawn on empty wall */
};

struct carry {
	enum carry_state state;
	card_id *cards; /* owned; what is carried, in order; empty for a cluster */
	size_t ncards, capacity;
	cluster_id cluster;    /* or this cluster */
	cluster_id copy_in;    /* 0, or the one card is carried as its copy in this cluster */
	struct drop drop;      /* where it would land now */
	int press_x, press_y;  /* screen cell of the press */
	int x, y;              /* screen cell of the pointer now */
	int grab_x, grab_y;    /* pointer's cell inside the slab or frame when it was lifted */
	struct rect outline;   /* plane cells: where the outline stands (mouse: under the pointer;
				  keys: at the drop) */
	bool outline_on_plane; /* false: over the tray or outside; the painter uses x, y */
	int edge_dx, edge_dy;  /* pointer at an edge of the pane: the plane scrolls this way */
	int64_t edge_at_ms;    /* next scroll step */
	int view_x, view_y;    /* viewport when a pan began */
	struct rect lasso;     /* plane cells; w and h may be negative while it is drawn */
	struct target pressed; /* PRESSED: what is under the button */
	bool on_bar;           /* PRESSED: a click here marks */
	bool lasso_possible;   /* PRESSED: on empty wall */
	struct hit hit;        /* of the last motion: edge scrolling goes on from it */
};

bool carry_is_active(const struct carry *carry); /* MOUSE or KEYS */
void carry_release(struct carry *carry);

/* Keyboard: picks up the focused card (or all marked, when it is one of them) or cluster. */
bool carry_pick_up(struct app *app, struct err *err);
/* Arrow keys: moves the drop through slots, clusters and empty places. dx, dy: one step. */
void carry_step(struct app *app, int dx, int dy);
/* Puts it down: one edit. Dropping where it came from changes nothing. */
bool carry_drop(struct app *app, struct err *err);
void carry_cancel(struct app *app);
bool carry_holds(const struct carry *carry, card_id id);

/* One step of scrolling while the pointer is held at an edge. */
void carry_edge_scroll(struct app *app);

/* Mouse: screen_x, screen_y for the threshold, hit for the meaning. */
void carry_press(struct app *app, const struct hit *hit, int screen_x, int screen_y, int button,
		 bool alt);
void carry_motion(struct app *app, const struct hit *hit, int screen_x, int screen_y);
/* True when it was a click (nothing was carried): the caller then focuses. */
bool carry_release_button(struct app *app, struct err *err);

#endif
