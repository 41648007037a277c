/* Two layers of one wall: a card is itself, a group is a label, told apart by its folded form. */
#include "comparison-internal.h"

#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/coding.h"
#include "themewall/text/fold.h"

#include "themewall/base/banned.h"

/* The number of a label's first spelling among those before it. */
static int group_of(const struct layer_card_list *list, size_t at)
{
	struct strbuf mine = STRBUF_INIT, other = STRBUF_INIT;
	size_t i = 0;
	fold_text(&mine, list->all[at].label);
	for (; i < at; i++) {
		strbuf_reset(&other);
		fold_text(&other, list->all[i].label);
		if (str_equal(strbuf_str(&mine), strbuf_str(&other)))
			break;
	}
	strbuf_release(&mine);
	strbuf_release(&other);
	return (int)i;
}

void comparison_layers(struct comparison *comparison, const struct model *model, int64_t first,
		       int64_t second)
{
	int64_t layers[2] = {first, second};
	struct map at = {0};
	size_t capacity = 0, only[2] = {0};
	*comparison = (struct comparison){0};
	for (int side = 0; side < 2; side++) {
		struct layer_card_list list = model_layer_cards(model, layers[side]);
		for (size_t i = 0; i < list.n; i++) {
			const struct card *card = model_card(model, list.all[i].card);
			uint32_t position = map_get(&at, list.all[i].card.n);
			if (!card)
				continue;
			if (position == MAP_ABSENT) {
				ALLOC_GROW(comparison->cards, comparison->ncards + 1, capacity);
				position = (uint32_t)comparison->ncards++;
				map_put(&at, card->id.n, position);
				comparison->cards[position] =
					(struct compared){.card = card->id,
							  .code = card->code,
							  .text = card->text,
							  .group = {UNSORTED, UNSORTED}};
			}
			comparison->cards[position].group[side] = group_of(&list, i);
			comparison->cards[position].name[side] = list.all[i].label;
		}
	}
	for (size_t i = 0; i < comparison->ncards; i++)
		for (int side = 0; side < 2; side++)
			only[side] += comparison->cards[i].group[!side] == UNSORTED;
	comparison->nonly[0] = only[0];
	comparison->nonly[1] = only[1];
	comparison_settle(comparison);
	map_release(&at);
}
