/* Two layers of one wall, or one and the wall itself: a card is itself, a group is a pile or a
 * cluster. */
#include "comparison-internal.h"

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/coding.h"

#include "themewall/base/banned.h"

struct layering {
	struct comparison *out;
	struct map at; /* card → its index */
	size_t capacity;
};

static struct compared *find(struct layering *l, const struct card *card)
{
	uint32_t at = map_get(&l->at, card->id.n);
	if (at != MAP_ABSENT)
		return &l->out->cards[at];
	ALLOC_GROW(l->out->cards, l->out->ncards + 1, l->capacity);
	map_put(&l->at, card->id.n, (uint32_t)l->out->ncards);
	struct compared *made = &l->out->cards[l->out->ncards++];
	*made = (struct compared){.card = card->id,
				  .code = card->code,
				  .text = card->text,
				  .group = {UNSORTED, UNSORTED}};
	return made;
}

/* What lies in no cluster is not sorted yet. */
static void add_wall(struct layering *l, const struct model *model, int side)
{
	struct card_list cards = model_cards(model);
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		struct str name = {"", 0};
		int group;
		comparison_group(model, card, &group, &name);
		if (group == UNSORTED)
			continue;
		struct compared *found = find(l, card);
		found->group[side] = group;
		found->name[side] = name;
	}
}

static void add_side(struct layering *l, const struct model *model, int64_t layer, int side)
{
	struct piling piling;
	if (layer == LAYER_WALL) {
		add_wall(l, model, side);
		return;
	}
	piling_make(&piling, model, layer);
	for (size_t i = 0; i < piling.ncards; i++) {
		struct compared *card = find(l, model_card(model, piling.cards[i].card));
		card->group[side] = (int)piling.cards[i].pile;
		card->name[side] = piling.piles[piling.cards[i].pile].label;
	}
	piling_release(&piling);
}

void comparison_layers(struct comparison *comparison, const struct model *model, int64_t first,
		       int64_t second)
{
	struct layering l = {.out = comparison};
	*comparison = (struct comparison){0};
	add_side(&l, model, first, 0);
	add_side(&l, model, second, 1);
	for (size_t i = 0; i < comparison->ncards; i++)
		for (int side = 0; side < 2; side++)
			comparison->nonly[side] += comparison->cards[i].group[!side] == UNSORTED;
	comparison_settle(comparison);
	map_release(&l.at);
}
