#ifndef THEMEWALL_MODEL_SEARCH_H
#define THEMEWALL_MODEL_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/model/model.h"

/*
 * Finding words anywhere in the study: names of themes, cards (words, what they imply, codes) and
 * the turns of loaded transcripts. Case and accents do not count (text/fold); a text is found when
 * it holds every word, in any order, also inside longer words. The folded texts are kept, so that a
 * search is one pass over memory; they follow the model when it has changed.
 */
struct search;

enum search_kind { SEARCH_CLUSTER, SEARCH_CARD, SEARCH_TURN };

struct search_hit {
	enum search_kind kind;
	card_id card;
	cluster_id cluster;
	transcript_id transcript; /* SEARCH_TURN */
	size_t turn;              /* index into its turns */
};

struct search_hits {
	struct search_hit *list; /* owned */
	size_t n, capacity;
	bool more; /* than were asked for */
	struct search_reach {
		size_t end;    /* bytes of keys that were looked through … */
		uint64_t made; /* … of those that were folded so often */
	} board, turns;
};

struct search *search_new(void);
void search_free(struct search *search);
/* Folds what has changed since: all names and cards after any change, turns once. */
void search_update(struct search *search, const struct model *model);
/* As much of that as makes about so many bytes of keys; whether all is done. Until then what is
 * found is the beginning of what will be found. */
bool search_update_some(struct search *search, const struct model *model, size_t nbytes);
/* Themes by id, then cards by id, then turns in reading order, at most max; replaces what hits
 * held. No words find nothing. Sees what search_update saw. */
void search_find(const struct search *search, struct str words, size_t max,
		 struct search_hits *hits);
/* The same for words that hits were found for before: goes on where that ended. */
void search_find_on(const struct search *search, struct str words, size_t max,
		    struct search_hits *hits);
void search_hits_release(struct search_hits *hits);

/* Where the longest of the words that occurs stands in a text, as bytes; false when none does. */
bool search_match(struct str text, struct str words, size_t *from, size_t *to);

#endif
