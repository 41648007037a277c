/*
 * The figures of two sorts. Two cards are treated differently when one person put them together
 * and the other did not: a card's distance is how many others that holds for, counted from the
 * sizes of its two groups and of what they have in common.
 */
#include "comparison-internal.h"

#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/agreement.h"
#include "themewall/text/fold.h"

#include "themewall/base/banned.h"

static bool by_both(const struct compared *card)
{
	return card->group[0] != UNSORTED && card->group[1] != UNSORTED;
}

/* Of the cards sorted by both: how many are in each group, and in each pair of groups. */
struct sizes {
	struct map one[2], both;
};

static int64_t pair_of(const struct compared *card)
{
	return ((int64_t)card->group[0] << 32 | (uint32_t)card->group[1]) + 1;
}

static uint32_t count_of(const struct map *map, int64_t key)
{
	uint32_t n = map_get(map, key);
	return n == MAP_ABSENT ? 0 : n;
}

static void count(struct map *map, int64_t key)
{
	map_put(map, key, count_of(map, key) + 1);
}

static void measure(struct comparison *c)
{
	struct sizes sizes = {0};
	for (size_t i = 0; i < c->ncards; i++) {
		if (!by_both(&c->cards[i]))
			continue;
		for (int side = 0; side < 2; side++)
			count(&sizes.one[side], c->cards[i].group[side] + 1);
		count(&sizes.both, pair_of(&c->cards[i]));
		c->nsorted++;
	}
	for (size_t i = 0; i < c->ncards; i++) {
		struct compared *card = &c->cards[i];
		if (!by_both(card))
			continue;
		uint32_t a = count_of(&sizes.one[0], card->group[0] + 1);
		uint32_t b = count_of(&sizes.one[1], card->group[1] + 1);
		uint32_t shared = count_of(&sizes.both, pair_of(card));
		card->apart = a + b - 2 * shared;
		card->elsewhere = 2 * shared < (a > b ? a : b);
		c->nelsewhere += card->elsewhere;
		c->ndisputed += card->apart > 0;
	}
	map_release(&sizes.one[0]);
	map_release(&sizes.one[1]);
	map_release(&sizes.both);
}

static void set_rand(struct comparison *c)
{
	int *labels = xcalloc(2 * c->nsorted + 1, sizeof *labels);
	size_t n = 0;
	for (size_t i = 0; i < c->ncards; i++) {
		if (!by_both(&c->cards[i]))
			continue;
		labels[n] = c->cards[i].group[0];
		labels[c->nsorted + n++] = c->cards[i].group[1];
	}
	if (n < 2)
		c->rand.why = "fewer than two cards were sorted by both";
	else
		c->rand.value = agreement_adjusted_rand(labels, labels + n, n);
	free(labels);
}

/* ---- names ---- */

struct name {
	struct str folded;
	bool used[2];
	int number; /* among the shared ones; UNSORTED: not shared */
};

struct name_list {
	struct name *all; /* owned */
	size_t n, cap;
	struct arena arena;
};

static struct name *find_name(struct name_list *names, struct str name)
{
	struct strbuf folded = STRBUF_INIT;
	struct name *found = NULL;
	fold_text(&folded, name);
	for (size_t i = 0; i < names->n && !found; i++)
		if (str_equal(names->all[i].folded, strbuf_str(&folded)))
			found = &names->all[i];
	if (!found) {
		ALLOC_GROW(names->all, names->n + 1, names->cap);
		found = &names->all[names->n++];
		*found = (struct name){
			.folded = {arena_strndup(&names->arena, folded.buf, folded.len),
				   folded.len},
			.number = UNSORTED};
	}
	strbuf_release(&folded);
	return found;
}

static void list_names(struct comparison *c, struct name_list *names)
{
	for (size_t i = 0; i < c->ncards; i++)
		for (int side = 0; side < 2; side++)
			if (c->cards[i].group[side] != UNSORTED && c->cards[i].name[side].n)
				find_name(names, c->cards[i].name[side])->used[side] = true;
	for (size_t i = 0; i < names->n; i++)
		if (names->all[i].used[0] && names->all[i].used[1])
			names->all[i].number = (int)c->nshared++;
}

/* What one of them called a card, as a number among the shared names. */
static int label_of(struct name_list *names, const struct compared *card, int side)
{
	if (card->group[side] == UNSORTED || !card->name[side].n)
		return ALPHA_GAP;
	int number = find_name(names, card->name[side])->number;
	return number == UNSORTED ? ALPHA_GAP : number;
}

static void set_kappa(struct comparison *c, const int *labels)
{
	uint32_t *table = xcalloc(c->nshared * c->nshared + 1, sizeof *table);
	for (size_t i = 0; i < c->ncards; i++) {
		int a = labels[i], b = labels[c->ncards + i];
		if (a == ALPHA_GAP || b == ALPHA_GAP)
			continue;
		table[(size_t)a * c->nshared + (size_t)b]++;
		c->nnamed++;
	}
	struct kappa kappa = agreement_kappa(table, c->nshared);
	c->kappa.value = kappa.value;
	if (!c->nnamed)
		c->kappa.why = "no card is under such a name in both";
	else if (!kappa.defined)
		c->kappa.why = "one name in common";
	free(table);
}

static void set_named(struct comparison *c)
{
	struct name_list names = {0};
	int *labels = xcalloc(2 * c->ncards + 1, sizeof *labels);
	list_names(c, &names);
	for (size_t i = 0; i < 2 * c->ncards; i++)
		labels[i] = label_of(&names, &c->cards[i % c->ncards], i >= c->ncards);
	if (c->nshared == 0) {
		c->kappa.why = c->alpha.why = "they have no theme name in common";
	} else {
		set_kappa(c, labels);
		if (!agreement_alpha(labels, 2, c->ncards, ALPHA_NOMINAL, &c->alpha.value))
			c->alpha.why = c->kappa.why ? c->kappa.why : "one name in common";
	}
	free(labels);
	free(names.all);
	arena_release(&names.arena);
}

static int by_distance(const void *a, const void *b)
{
	const struct compared *x = a, *y = b;
	if (x->elsewhere != y->elsewhere)
		return x->elsewhere ? -1 : 1;
	if (x->apart != y->apart)
		return x->apart > y->apart ? -1 : 1;
	return (x->card.n > y->card.n) - (x->card.n < y->card.n);
}

void comparison_settle(struct comparison *comparison)
{
	measure(comparison);
	set_rand(comparison);
	set_named(comparison);
	if (comparison->ncards)
		qsort(comparison->cards, comparison->ncards, sizeof *comparison->cards,
		      by_distance);
}

void comparison_release(struct comparison *comparison)
{
	free(comparison->cards);
	*comparison = (struct comparison){0};
}
