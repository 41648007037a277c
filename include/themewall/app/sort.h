#ifndef THEMEWALL_APP_SORT_H
#define THEMEWALL_APP_SORT_H

#include "themewall/model/coding.h"

/*
 * The view in which one sorts alone: the cards to sort, then one's own piles; and the same list
 * when two revealed layers, or one and the wall, are compared: figures, piles side by side,
 * disputed cards. Rows are made anew when the model or what is compared changes.
 */
struct app;

enum sort_row_kind {
	SORT_LEFT,     /* heading of the cards still to sort */
	SORT_PILE,     /* at: index of the pile */
	SORT_CARD,     /* under the heading before it */
	SORT_HEADING,  /* at: enum sort_heading; SORT_HEADINGS is an empty line */
	SORT_COLUMNS,  /* whose column is which; at: SORT_PAIRS or SORT_DISPUTES */
	SORT_FIGURE,   /* at: 0 Rand, 1 kappa, 2 alpha */
	SORT_PAIR,     /* at: index of the pair */
	SORT_DISPUTED, /* at: index among the compared cards */
};
enum sort_heading { SORT_FIGURES, SORT_PAIRS, SORT_DISPUTES, SORT_TOUCHED, SORT_HEADINGS };

struct sort_row {
	enum sort_row_kind kind;
	card_id card;
	size_t at;
};

struct sort_view {
	struct sort_row *rows; /* owned */
	size_t nrows, capacity;
	struct piling piling; /* one's own layer */
	struct comparison comparison;
	struct compared_pair *pairs; /* owned */
	size_t npairs;
	size_t ncards;          /* all there are to sort: what lies beneath a stack is not */
	bool compares;          /* else one sorts */
	int64_t layers[2];      /* those compared */
	struct strbuf names[2]; /* whose they are */
	uint64_t revision;      /* of the model, + 1 */
	size_t chosen, first, nshown;
	size_t nsorted;   /* for the top line … */
	uint64_t counted; /* … at this revision, + 1 */
};

/* The name one works under, as layers and votes know it. */
struct str app_my_name(const struct app *app);

/* Rows as things are now; the focus stays on its card or in its place. */
void sort_refresh(struct app *app);
void sort_step(struct app *app, int by);
void sort_choose(struct app *app, size_t row);
/* The row in focus; NULL when there is none. */
const struct sort_row *sort_focus(struct app *app);
/* Shows the two side by side; second NULL: the wall's own themes. */
void sort_compare(struct app *app, const struct layer *first, const struct layer *second);
void sort_release(struct sort_view *view);

/* For the top line: " · sorting alone: 12 of 60 · vote: 3 dots left", or in few cells " · alone
 * 12/60 · 3 dots". False when neither goes on. */
bool sort_add_state(struct strbuf *out, struct app *app, bool brief);

#endif
