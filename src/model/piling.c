/*
 * A layer as piles. Labels that fold to the same are one pile, spelled as it was first; a card that
 * is there twice, because two copies of a wall were joined, lies where it was put last.
 */
#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/coding.h"
#include "themewall/text/fold.h"

#include "themewall/base/banned.h"

struct piler {
	struct piling *out;
	struct map at; /* card → its index */
	size_t pile_capacity, card_capacity;
};

bool label_is_same(struct str a, struct str b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	fold_text(&x, a);
	fold_text(&y, b);
	bool same = str_equal(strbuf_str(&x), strbuf_str(&y));
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

static size_t pile_of(struct piler *p, struct str label)
{
	struct piling *out = p->out;
	for (size_t i = 0; i < out->npiles; i++)
		if (str_equal(out->piles[i].label, label) ||
		    label_is_same(out->piles[i].label, label))
			return i;
	ALLOC_GROW(out->piles, out->npiles + 1, p->pile_capacity);
	out->piles[out->npiles] = (struct pile){label, 0};
	return out->npiles++;
}

static void put(struct piler *p, const struct layer_card *row)
{
	struct piling *out = p->out;
	size_t pile = pile_of(p, row->label);
	uint32_t at = map_get(&p->at, row->card.n);
	if (at != MAP_ABSENT) {
		out->piles[out->cards[at].pile].ncards--;
		out->cards[at].pile = pile;
	} else {
		ALLOC_GROW(out->cards, out->ncards + 1, p->card_capacity);
		map_put(&p->at, row->card.n, (uint32_t)out->ncards);
		out->cards[out->ncards++] = (struct piled){row->card, pile};
	}
	out->piles[pile].ncards++;
}

void piling_make(struct piling *piling, const struct model *model, int64_t layer)
{
	struct layer_card_list list = model_layer_cards(model, layer);
	struct piler piler = {.out = piling};
	*piling = (struct piling){0};
	for (size_t i = 0; i < list.n; i++)
		if (model_card(model, list.all[i].card))
			put(&piler, &list.all[i]);
	map_release(&piler.at);
}

void piling_release(struct piling *piling)
{
	free(piling->piles);
	free(piling->cards);
	*piling = (struct piling){0};
}
