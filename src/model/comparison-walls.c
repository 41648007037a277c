/*
 * Which card of one wall is which of the other. Candidates are all pairs whose receipts overlap
 * enough, taken from the best down, each card once. Positions are code points of the same text.
 */
#include "comparison-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

struct match {
	const struct card *a, *b;
	double overlap; /* share of the longer one */
};

struct matching {
	const struct model *a, *b;
	struct match *all; /* owned */
	size_t n, cap;
	struct map taken[2]; /* cards that have their other */
	struct comparison *out;
	size_t cap_out;
};

static const struct transcript *same_text(const struct model *model, const struct transcript *of)
{
	struct transcript_list all = model_transcripts(model);
	for (size_t i = 0; i < all.n; i++) {
		const struct transcript *t = model_transcript(model, all.ids[i]);
		if (memcmp(t->sha_text, of->sha_text, sizeof t->sha_text) == 0)
			return t;
	}
	return NULL;
}

static void propose(struct matching *m, const struct card *a, const struct card *b)
{
	int32_t from = a->start > b->start ? a->start : b->start;
	int32_t to = a->end < b->end ? a->end : b->end;
	int32_t na = a->end - a->start, nb = b->end - b->start;
	int32_t shorter = na < nb ? na : nb, longer = na < nb ? nb : na;
	if (to <= from || 2 * (to - from) < shorter)
		return;
	ALLOC_GROW(m->all, m->n + 1, m->cap);
	m->all[m->n++] = (struct match){a, b, (double)(to - from) / longer};
}

static void propose_all(struct matching *m, const struct transcript *ta,
			const struct transcript *tb)
{
	struct card_list as = model_cards_of_transcript(m->a, ta->id);
	struct card_list bs = model_cards_of_transcript(m->b, tb->id);
	for (size_t i = 0; i < as.n; i++) {
		const struct card *a = model_card(m->a, as.ids[i]);
		for (size_t k = 0; k < bs.n; k++) {
			const struct card *b = model_card(m->b, bs.ids[k]);
			if (b->start >= a->end)
				break;
			propose(m, a, b);
		}
	}
}

static int best_first(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	if (x->overlap > y->overlap || x->overlap < y->overlap)
		return x->overlap > y->overlap ? -1 : 1;
	if (x->a->id.n != y->a->id.n)
		return x->a->id.n < y->a->id.n ? -1 : 1;
	return (x->b->id.n > y->b->id.n) - (x->b->id.n < y->b->id.n);
}

void comparison_group(const struct model *model, const struct card *card, int *group,
		      struct str *name)
{
	const struct card *top = model_card_top(model, card);
	struct cluster_list all = model_clusters(model);
	*group = UNSORTED;
	if (top->place != PLACE_CLUSTER)
		return;
	size_t low = 0, high = all.n; /* by id */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (all.ids[middle].n <= top->cluster.n)
			low = middle;
		else
			high = middle;
	}
	*group = (int)low;
	*name = model_cluster(model, top->cluster)->name;
}

static void take(struct matching *m, const struct card *a, const struct card *b)
{
	if (map_get(&m->taken[0], a->id.n) != MAP_ABSENT ||
	    map_get(&m->taken[1], b->id.n) != MAP_ABSENT)
		return;
	map_put(&m->taken[0], a->id.n, 1);
	map_put(&m->taken[1], b->id.n, 1);
	ALLOC_GROW(m->out->cards, m->out->ncards + 1, m->cap_out);
	struct compared *card = &m->out->cards[m->out->ncards++];
	*card = (struct compared){.card = a->id, .code = a->code, .text = a->text};
	comparison_group(m->a, a, &card->group[0], &card->name[0]);
	comparison_group(m->b, b, &card->group[1], &card->name[1]);
}

/* Cards that somebody wrote: the same in both when one wall is a copy of the other. */
static void take_written(struct matching *m)
{
	struct card_list cards = model_cards(m->a);
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *a = model_card(m->a, cards.ids[i]);
		const struct card *b = model_card_by_code(m->b, a->code);
		if (b && !a->excerpt.n && !b->excerpt.n && str_equal(a->text, b->text))
			take(m, a, b);
	}
}

void comparison_walls(struct comparison *comparison, const struct model *a, const struct model *b)
{
	struct matching m = {.a = a, .b = b, .out = comparison};
	struct transcript_list transcripts = model_transcripts(a);
	*comparison = (struct comparison){0};
	for (size_t i = 0; i < transcripts.n; i++) {
		const struct transcript *ta = model_transcript(a, transcripts.ids[i]);
		const struct transcript *tb = same_text(b, ta);
		if (tb)
			propose_all(&m, ta, tb);
	}
	if (m.n)
		qsort(m.all, m.n, sizeof *m.all, best_first);
	for (size_t i = 0; i < m.n; i++)
		take(&m, m.all[i].a, m.all[i].b);
	take_written(&m);
	comparison->nonly[0] = model_cards(a).n - comparison->ncards;
	comparison->nonly[1] = model_cards(b).n - comparison->ncards;
	comparison_settle(comparison);
	free(m.all);
	map_release(&m.taken[0]);
	map_release(&m.taken[1]);
}
