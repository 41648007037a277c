#ifndef THEMEWALL_STORE_EDIT_CODING_H
#define THEMEWALL_STORE_EDIT_CODING_H

#include "themewall/model/coding.h"
#include "themewall/store/edit.h"

/*
 * Edits of what each person thinks alone. Their words in the history say neither which cards nor
 * which themes: others read the history. All are done as the store's own coder; ERR_USAGE when it
 * is not theirs to do.
 */
#define SORT_LABEL "silent sort of"
#define VOTE_LABEL "dots placed"

/* A hidden layer of one's own; at most one is hidden at a time. */
bool edit_layer_new(struct store *store, struct str name, int64_t *id, struct err *err);
/* Cards into a pile of one's hidden layer; an empty label takes them out of it. */
bool edit_layer_put(struct store *store, const card_id *ids, size_t n, struct str label,
		    struct err *err);
/* Everybody may see one's hidden layer from now on. */
bool edit_layer_reveal(struct store *store, struct err *err);

/* A vote; at most one is open at a time. budget: dots a person, 1 … BALLOT_MOST. */
bool edit_ballot_new(struct store *store, struct str title, int budget, bool insights, int64_t *id,
		     struct err *err);
bool edit_ballot_close(struct store *store, struct err *err);
/* One's dots on a theme (or an insight, the other is 0) of the open ballot: as many as `dots`, 0
 * takes them back. */
bool edit_vote(struct store *store, cluster_id cluster, insight_id insight, int dots,
	       struct err *err);

#endif
