#ifndef THEMEWALL_APP_CORRECTED_H
#define THEMEWALL_APP_CORRECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/mem.h"
#include "themewall/model/records.h"
#include "themewall/store/edit.h"

struct app;

/*
 * Cards whose words a correction changed (≠), and what stands in their place in the newest text of
 * their session, where that can be told. Nothing is changed by looking.
 */
struct corrected {
	struct card_words words;
	struct str before, after; /* of the excerpt, in both texts */
	bool own;                 /* the card says something of its own: that stays */
};

struct corrected_list {
	struct corrected *items; /* owned */
	size_t n, capacity;
	size_t nunclear;    /* changed, and nobody can tell into what */
	card_id unclear;    /* the first of them */
	struct arena words; /* what the texts lie in */
};

/* Of these cards, or (NULL) of all, in the order given; those whose words are the newest are left
 * out. What was in the list is let go. Reads transcripts; fails where they cannot be read. */
bool corrected_find(struct app *app, struct corrected_list *list, const card_id *ids, size_t n,
		    struct err *err);
void corrected_release(struct corrected_list *list);

/* One of the texts as it is shown beside the other: whole when short, else what differs with a few
 * words around it. */
void corrected_add_words(struct strbuf *out, struct str words, struct str other);

#endif
