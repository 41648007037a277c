/*
 * Which group of one is which of the other: each group of the first beside the one of the second
 * that shares most cards with it (of equals the smaller); then those of the second that nothing led
 * to. Only cards that both sorted count.
 */
#include "comparison-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/model/agreement.h"
#include "themewall/model/coding.h"

#include "themewall/base/banned.h"

struct group {
	int number;
	struct str name;
	size_t ncards;
	bool met; /* by one of the first's */
};

struct groups {
	struct group *all; /* owned */
	size_t n, capacity;
};

static size_t find_group(struct groups *groups, const struct compared *card, int side)
{
	for (size_t i = 0; i < groups->n; i++)
		if (groups->all[i].number == card->group[side])
			return i;
	ALLOC_GROW(groups->all, groups->n + 1, groups->capacity);
	groups->all[groups->n] = (struct group){card->group[side], card->name[side], 0, false};
	return groups->n++;
}

static bool by_both(const struct compared *card)
{
	return card->group[0] != UNSORTED && card->group[1] != UNSORTED;
}

static void gather(const struct comparison *c, struct groups *sides)
{
	for (size_t i = 0; i < c->ncards; i++)
		for (int side = 0; by_both(&c->cards[i]) && side < 2; side++) {
			size_t at = find_group(&sides[side], &c->cards[i], side);
			sides[side].all[at].ncards++;
		}
}

/* Of one theme: it is there or it is not, card by card. Only where both call it the same. */
static struct figure theme_kappa(const struct comparison *c, const struct group *a,
				 const struct group *b, size_t both)
{
	struct figure figure = {0, "they are called differently"};
	if (!a->name.n || !label_is_same(a->name, b->name))
		return figure;
	uint32_t table[4] = {(uint32_t)both, (uint32_t)(a->ncards - both),
			     (uint32_t)(b->ncards - both),
			     (uint32_t)(c->nsorted - a->ncards - b->ncards + both)};
	struct kappa kappa = agreement_kappa(table, 2);
	return (struct figure){kappa.value, kappa.defined ? NULL : "every card is in it"};
}

static int most_cards_first(const void *a, const void *b)
{
	const struct compared_pair *x = a, *y = b;
	if (x->both != y->both)
		return x->both > y->both ? -1 : 1;
	if (x->ncards[0] != y->ncards[0])
		return x->ncards[0] > y->ncards[0] ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void pair_up(const struct comparison *c, struct groups *sides, const size_t *shared,
		    struct compared_pair *pairs, size_t *n)
{
	for (size_t i = 0; i < sides[0].n; i++) {
		size_t best = 0;
		const size_t *row = shared + i * sides[1].n;
		for (size_t k = 1; k < sides[1].n; k++)
			if (row[k] > row[best] ||
			    (row[k] == row[best] &&
			     sides[1].all[k].ncards < sides[1].all[best].ncards))
				best = k;
		struct group *a = &sides[0].all[i], *b = &sides[1].all[best];
		b->met = true;
		pairs[*n] = (struct compared_pair){{a->name, b->name},
						   {a->ncards, b->ncards},
						   row[best],
						   theme_kappa(c, a, b, row[best]),
						   *n};
		(*n)++;
	}
	for (size_t k = 0; k < sides[1].n; k++) {
		const struct group *b = &sides[1].all[k];
		if (b->met)
			continue;
		pairs[*n] = (struct compared_pair){
			{{"", 0}, b->name}, {0, b->ncards}, 0, {0, "only one of them has it"}, *n};
		(*n)++;
	}
}

size_t comparison_pairs(const struct comparison *comparison, struct compared_pair **pairs)
{
	struct groups sides[2] = {{0}, {0}};
	size_t n = 0;
	gather(comparison, sides);
	size_t *shared = xcalloc(sides[0].n * sides[1].n + 1, sizeof *shared);
	for (size_t i = 0; i < comparison->ncards; i++) {
		const struct compared *card = &comparison->cards[i];
		if (by_both(card))
			shared[find_group(&sides[0], card, 0) * sides[1].n +
			       find_group(&sides[1], card, 1)]++;
	}
	*pairs = xcalloc(sides[0].n + sides[1].n + 1, sizeof **pairs);
	pair_up(comparison, sides, shared, *pairs, &n);
	if (n)
		qsort(*pairs, n, sizeof **pairs, most_cards_first);
	free(shared);
	free(sides[0].all);
	free(sides[1].all);
	return n;
}
