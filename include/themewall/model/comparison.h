#ifndef THEMEWALL_MODEL_COMPARISON_H
#define THEMEWALL_MODEL_COMPARISON_H

#include "themewall/model/model.h"

/*
 * Two people's sorts of the same cards, side by side. The unit is the card. What fits depends on
 * the labels: the adjusted Rand index compares the groups, whatever they are called; kappa and
 * alpha compare names, so they need names that both used (case and accents aside). Nothing is a
 * gate: the disputed cards are what is worth talking about.
 */
enum { UNSORTED = -1 };

struct compared {
	card_id card;     /* of the first wall; borrowed texts, of both walls */
	struct code code; /* its code there */
	struct str text;
	int group[2];       /* numbers of each one's own groups; UNSORTED: in none */
	struct str name[2]; /* of the group; may be empty */
	size_t apart;       /* other cards that one put with it and the other did not */
	/* Its two groups share less than half of the larger one: it went another way, and was not
	 * only left behind by some that did. */
	bool elsewhere;
};

/* A figure, or in words why there is none. */
struct figure {
	double value;
	const char *why; /* NULL: there is a value */
};

struct comparison {
	/* Owned; those in both. First those that lie elsewhere, then other disputed ones, the most
	 * disputed first. */
	struct compared *cards;
	size_t ncards, nelsewhere, ndisputed;
	size_t nonly[2]; /* cards that only one of them has */
	size_t nsorted;  /* sorted by both */
	size_t nshared;  /* names both used */
	size_t nnamed;   /* cards that both put under one of those names */
	struct figure rand, kappa, alpha;
};

/*
 * Two walls over the same transcripts, known by the fingerprint of their text. Cards belong
 * together when their receipts overlap by at least half of the shorter one, best first; cards
 * without a receipt when code and words are the same. A card's group is the cluster that holds it
 * (or its stack).
 */
void comparison_walls(struct comparison *comparison, const struct model *a, const struct model *b);
void comparison_release(struct comparison *comparison);

/* A group of the first and the one of the second that shares most cards with it. */
struct compared_pair {
	struct str name[2];  /* borrowed; empty: not named, or (0 cards) there is none */
	size_t ncards[2];    /* of the cards sorted by both */
	size_t both;         /* in the one and in the other */
	struct figure kappa; /* of this theme alone (in it or not), where both call it the same */
	size_t order;        /* as they were met */
};

/* Most shared cards first. Returns how many; the caller frees *pairs. */
size_t comparison_pairs(const struct comparison *comparison, struct compared_pair **pairs);

#endif
