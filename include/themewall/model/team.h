#ifndef THEMEWALL_MODEL_TEAM_H
#define THEMEWALL_MODEL_TEAM_H

#include "themewall/model/coding.h"

/*
 * How far the team agrees: of each person the newest sort they have shown, each two of them side by
 * side, each beside the wall's own themes, and the cards that went another way. What nobody
 * has shown yet is not in it, nor anything of a vote that is open. Borrowed from the model, good
 * until its next change.
 */
enum { TEAM_MOST = 8 }; /* people; of more the first to have shown theirs are left out */

struct team_sort {
	struct layer layer;
	struct piling piling;
};

struct team_pair {
	size_t first, second; /* sorts; TEAM_WALL as the second */
	struct comparison comparison;
};
#define TEAM_WALL SIZE_MAX

struct team_dispute {
	card_id card;
	size_t apart; /* other cards that one put with it and another did not, over all pairs */
};

struct team {
	struct team_sort *sorts; /* owned, like the others; in the order in which they were begun */
	size_t nsorts;
	struct team_pair *pairs; /* people first, then each with the wall */
	size_t npairs;
	struct team_dispute *disputes; /* cards two people put elsewhere, most apart first */
	size_t ndisputes;
	/* Krippendorff's over all of them, of pile names at least two of them used. Of two people
	 * it is the pair's own. */
	struct figure alpha;
};

void team_init(struct team *team, const struct model *model);
void team_release(struct team *team);
/* What a person called the pile with the card; empty: on none of theirs. */
struct str team_pile(const struct team *team, size_t sort, card_id card);

/* Who took part in a closed vote: how many people, and dots they gave in all. Of an open one
 * nothing is known: 0. */
struct turnout {
	size_t people;
	int dots;
};
struct turnout model_turnout(const struct model *model, const struct ballot *ballot);
/* The newest closed vote about themes or insights; false when there is none. */
bool model_closed_ballot(const struct model *model, bool insights, struct ballot *ballot);

#endif
