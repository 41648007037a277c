#ifndef THEMEWALL_EXPORT_ROWS_INTERNAL_H
#define THEMEWALL_EXPORT_ROWS_INTERNAL_H

#include "survey-internal.h"

/*
 * Cards as flat formats need them: a row each, every field spelled, the words of people who may not
 * be quoted already taken away. Borrowed for the call.
 */
struct card_row {
	const struct card *card;
	const struct person *person; /* NULL: nobody is known, or a moderator's */
	bool moderator, withheld;
	struct str code, words;
	struct str theme, theme_name; /* empty outside of clusters; the name also of unnamed ones */
	struct str path;	      /* names from the top down, " / " between */
	struct str segment;
	enum place_kind place; /* where it shows: of its stack, when it lies in one */
	struct str tags;       /* "emotion:frustrated, pricing" */
	struct str copies;     /* codes of the clusters it also shows in: "T-05, T-07" */
	struct str pulls;      /* what it pulls against: "T-06, C-031"; "yes": marked, no more */
	struct str stack;      /* the card that shows for it; empty: itself */
	struct str session, date, transcript;
};

enum rows_order {
	ROWS_BY_CARD,  /* as they were made */
	ROWS_BY_THEME, /* strongest theme first, in its order; then loose, parked, tray */
};

void rows_each(const struct model *model, const struct export_options *options,
	       enum rows_order order, void (*each)(const struct card_row *row, void *context),
	       void *context);

/* Whether a spreadsheet would take the text for a formula. */
bool cell_is_formula(struct str text);
/* One field of a CSV line (RFC 4180), quoted where it must be; guarded: a formula gets an
 * apostrophe in front. */
void cell_add(struct strbuf *out, struct str text, bool guarded);

#endif
