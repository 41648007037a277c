#ifndef THEMEWALL_APP_SEARCH_H
#define THEMEWALL_APP_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/model/search.h"
#include "themewall/store/store.h"

/*
 * Searching from the session: the words last looked for and what was found, so that one can step
 * from hit to hit. The folded texts are made at the first search. Transcripts are read lazily:
 * small ones when the field opens, the others while it is open, never more than SEARCH_CHARS_MAX
 * code points in all. The field opens before a large wall is read to its end, and finds once it is.
 * While it is open all of that goes on in slices between keys, each short enough to type on; the
 * rows are then those of what is folded so far, and later ones follow them a tenth of a second
 * after the last key, so that nothing changes under one's fingers.
 */
struct app;

enum { SEARCH_CHARS_AT_ONCE = 400000, SEARCH_CHARS_OPENING = 100000, SEARCH_CHARS_MAX = 8000000 };
enum { SEARCH_HITS_MAX = 10000 };

struct search_view {
	struct search *index; /* owned; NULL before the first search */
	struct search_hits hits;
	struct strbuf words;        /* what hits were found for; empty: nothing yet */
	uint64_t revision;          /* of the model they were found in */
	bool whole;                 /* all that is loaded was folded when they were found */
	struct turns_state reading; /* the next transcript, as far as it is read */
	transcript_id reads;        /* which that is */
	size_t at;                  /* the hit last gone to */
	bool stale;                 /* more was folded or read than the rows show … */
	int64_t shown_ms;           /* … which were filled then */
};

void search_view_init(struct search_view *view);
void search_view_release(struct search_view *view);

/* Finds words in what is loaded; app->search.hits holds the first `max` hits. */
bool app_search(struct app *app, struct str words, size_t max, struct err *err);
/* Shows a hit: the card on wall, tray or outline, the theme, the place in the reader. What lies in
 * a folded theme is shown by that theme's title, and the message says so. */
bool app_search_go(struct app *app, size_t index, struct err *err);

/* One line of text around what was found, from outside: to be made safe. */
void search_add_excerpt(struct strbuf *out, const struct app *app, const struct search_hit *hit,
			struct str words);
/* Where it is: "T-03", "C-041", "S02 14:22". */
void search_add_where(struct strbuf *out, const struct app *app, const struct search_hit *hit);

#endif
