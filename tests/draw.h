#ifndef DRAW_H
#define DRAW_H

/*
 * What random tests draw from: one seed, which the test sets and prints first, and out of it
 * numbers, cards and themes.
 */
#include "dice.h"
#include "store-fixture.h"

static uint64_t draw_seed;

/* A number below n; 0 of none. */
FIXTURE_UNUSED static uint32_t pick(size_t n)
{
	return dice(&draw_seed, n);
}

FIXTURE_UNUSED static card_id some_card(const struct model *model)
{
	struct card_list list = model_cards(model);
	return list.n ? list.ids[pick(list.n)] : (card_id){0};
}

FIXTURE_UNUSED static cluster_id some_cluster(const struct model *model)
{
	struct cluster_list list = model_clusters(model);
	return list.n ? list.ids[pick(list.n)] : (cluster_id){0};
}

#endif
