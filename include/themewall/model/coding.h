#ifndef THEMEWALL_MODEL_CODING_H
#define THEMEWALL_MODEL_CODING_H

#include "themewall/model/comparison.h"
#include "themewall/model/insights.h"

/*
 * What each person thinks before they talk: layers, their own sort of the cards, and ballots, votes
 * with dots on themes or insights. A person is known by the name they work under. The model holds
 * everything; who asks says for whom, and what is not for their eyes yet is not in the answer.
 */
struct layer {
	int64_t id;
	struct str coder, name;
	bool revealed;
};

struct layer_card {
	int64_t id, layer;
	card_id card;
	struct str label; /* what the pile is called */
};

enum { BALLOT_MOST = 1000 }; /* dots a person may have */

struct ballot {
	int64_t id;
	struct str title;
	int budget;            /* dots each person has */
	bool closed, insights; /* insights: of insights, else of themes */
};

struct vote {
	int64_t id, ballot;
	struct str coder;
	cluster_id cluster; /* or */
	insight_id insight;
	int dots;
};

/* By id, borrowed until the next change and the next question of the same kind. */
struct layer_list {
	const struct layer *all;
	size_t n;
};
struct layer_card_list {
	const struct layer_card *all;
	size_t n;
};
struct ballot_list {
	const struct ballot *all;
	size_t n;
};
struct vote_list {
	const struct vote *all;
	size_t n;
};

struct layer_list model_layers(const struct model *model);
struct ballot_list model_ballots(const struct model *model);
/* Everything, hidden or not: for the private copy. */
struct layer_card_list model_layer_cards(const struct model *model, int64_t layer);
struct vote_list model_votes(const struct model *model, int64_t ballot);
/* What `coder` may see: a revealed layer or their own; all votes of a closed ballot, else their
 * own. */
bool layer_is_open(const struct layer *layer, struct str coder);
struct vote_list model_votes_for(const struct model *model, const struct ballot *ballot,
				 struct str coder);
/* The newest: somebody's hidden layer, an open ballot; false when there is none. */
bool model_own_layer(const struct model *model, struct str coder, struct layer *layer);
bool model_open_ballot(const struct model *model, struct ballot *ballot);

/* Dots a person has left in a vote, and has on one thing (the other id is 0). */
int model_dots_left(const struct model *model, const struct ballot *ballot, struct str coder);
int model_dots_on(const struct model *model, const struct ballot *ballot, struct str coder,
		  cluster_id cluster, insight_id insight);

/* What one thing was given. */
struct outcome {
	cluster_id cluster; /* or */
	insight_id insight;
	int dots;
	size_t people; /* who gave it at least one */
};

/* Of a closed vote the result, most dots first, of an open one what `coder` gave. Things without a
 * dot are not in it. Returns how many; the caller frees *outcome. */
size_t model_outcome(const struct model *model, const struct ballot *ballot, struct str coder,
		     struct outcome **outcome);

/* A layer as piles, in the order in which they came up; cards that are gone are left out. */
struct pile {
	struct str label; /* borrowed until the next change */
	size_t ncards;
};
struct piled {
	card_id card;
	size_t pile; /* index */
};
struct piling {
	struct pile *piles;  /* owned */
	struct piled *cards; /* owned; in the order in which they were put there */
	size_t npiles, ncards;
};
void piling_make(struct piling *piling, const struct model *model, int64_t layer);
void piling_release(struct piling *piling);
/* Case and accents aside. */
bool label_is_same(struct str a, struct str b);

/* Stands for the wall's own clusters where a layer is asked for. */
enum { LAYER_WALL = 0 };

/* Two layers of one wall; a card's group is its pile, of the wall the cluster that holds it (or its
 * stack). */
void comparison_layers(struct comparison *comparison, const struct model *model, int64_t first,
		       int64_t second);

#endif
