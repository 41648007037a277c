/*
 * The sorts of a whole team. Figures come from comparisons of two; only alpha takes all at once: a
 * label is a pile's name as a number, shared by those who used it, case and accents aside, and a
 * name only one person used is a gap.
 */
#include "themewall/model/team.h"

#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/agreement.h"
#include "themewall/base/banned.h"

/* ---- whose sorts ---- */

static bool is_newest(struct layer_list list, size_t at)
{
	for (size_t i = at + 1; i < list.n; i++)
		if (list.all[i].revealed && str_equal(list.all[i].coder, list.all[at].coder))
			return false;
	return list.all[at].revealed;
}

static void take_sorts(struct team *team, const struct model *model)
{
	struct layer_list list = model_layers(model);
	size_t n = 0;
	for (size_t i = 0; i < list.n; i++)
		n += is_newest(list, i);
	size_t left_out = n > TEAM_MOST ? n - TEAM_MOST : 0;
	team->sorts = xcalloc(n + 1, sizeof *team->sorts);
	for (size_t i = 0; i < list.n; i++) {
		if (!is_newest(list, i))
			continue;
		if (left_out) {
			left_out--;
			continue;
		}
		struct team_sort *sort = &team->sorts[team->nsorts++];
		sort->layer = list.all[i];
		piling_make(&sort->piling, model, sort->layer.id);
	}
}

/* ---- two and two ---- */

static void take_pair(struct team *team, const struct model *model, size_t first, size_t second)
{
	struct team_pair *pair = &team->pairs[team->npairs++];
	pair->first = first;
	pair->second = second;
	comparison_layers(&pair->comparison, model, team->sorts[first].layer.id,
			  second == TEAM_WALL ? LAYER_WALL : team->sorts[second].layer.id);
}

static void take_pairs(struct team *team, const struct model *model)
{
	size_t n = team->nsorts;
	team->pairs = xcalloc(n * (n + 1) / 2 + 1, sizeof *team->pairs);
	for (size_t first = 0; first < n; first++)
		for (size_t second = first + 1; second < n; second++)
			take_pair(team, model, first, second);
	for (size_t first = 0; first < n; first++)
		take_pair(team, model, first, TEAM_WALL);
}

static int most_apart_first(const void *a, const void *b)
{
	const struct team_dispute *x = a, *y = b;
	if (x->apart != y->apart)
		return x->apart > y->apart ? -1 : 1;
	return (x->card.n > y->card.n) - (x->card.n < y->card.n);
}

static void take_disputes(struct team *team)
{
	struct map at = {0};
	size_t capacity = 0;
	for (size_t i = 0; i < team->npairs; i++) {
		const struct comparison *c = &team->pairs[i].comparison;
		if (team->pairs[i].second == TEAM_WALL)
			continue;
		for (size_t k = 0; k < c->ncards; k++) {
			if (!c->cards[k].elsewhere)
				continue;
			uint32_t found = map_get(&at, c->cards[k].card.n);
			if (found == MAP_ABSENT) {
				ALLOC_GROW(team->disputes, team->ndisputes + 1, capacity);
				found = (uint32_t)team->ndisputes++;
				map_put(&at, c->cards[k].card.n, found);
				team->disputes[found] = (struct team_dispute){c->cards[k].card, 0};
			}
			team->disputes[found].apart += c->cards[k].apart;
		}
	}
	if (team->ndisputes)
		qsort(team->disputes, team->ndisputes, sizeof *team->disputes, most_apart_first);
	map_release(&at);
}

/* ---- all at once ---- */

struct label {
	struct str name; /* borrowed */
	size_t nsorts;
};

/* For each sort and each of its piles the number of its name; labels tells how many used it. */
static int **number_piles(const struct team *team, struct label **labels)
{
	int **numbers = xcalloc(team->nsorts + 1, sizeof *numbers);
	size_t n = 0, capacity = 0;
	*labels = NULL;
	for (size_t s = 0; s < team->nsorts; s++) {
		const struct piling *piling = &team->sorts[s].piling;
		numbers[s] = xcalloc(piling->npiles + 1, sizeof *numbers[s]);
		for (size_t p = 0; p < piling->npiles; p++) {
			size_t at = 0;
			while (at < n && !label_is_same((*labels)[at].name, piling->piles[p].label))
				at++;
			if (at == n) {
				ALLOC_GROW(*labels, n + 1, capacity);
				(*labels)[n++] = (struct label){piling->piles[p].label, 0};
			}
			(*labels)[at].nsorts += piling->piles[p].ncards > 0;
			numbers[s][p] = (int)at;
		}
	}
	return numbers;
}

/* Cards that anybody sorted, as columns. */
static size_t number_cards(const struct team *team, struct map *at)
{
	size_t n = 0;
	for (size_t s = 0; s < team->nsorts; s++)
		for (size_t i = 0; i < team->sorts[s].piling.ncards; i++)
			if (map_get(at, team->sorts[s].piling.cards[i].card.n) == MAP_ABSENT)
				map_put(at, team->sorts[s].piling.cards[i].card.n, (uint32_t)n++);
	return n;
}

static void set_alpha(struct team *team)
{
	struct label *labels;
	struct map at = {0};
	int **numbers = number_piles(team, &labels);
	size_t n = number_cards(team, &at);
	int *values = xcalloc(team->nsorts * n + 1, sizeof *values);
	for (size_t i = 0; i < team->nsorts * n; i++)
		values[i] = ALPHA_GAP;
	for (size_t s = 0; s < team->nsorts; s++)
		for (size_t i = 0; i < team->sorts[s].piling.ncards; i++) {
			const struct piled *piled = &team->sorts[s].piling.cards[i];
			int number = numbers[s][piled->pile];
			if (labels[number].nsorts > 1)
				values[s * n + map_get(&at, piled->card.n)] = number;
		}
	if (!agreement_alpha(values, team->nsorts, n, ALPHA_NOMINAL, &team->alpha.value))
		team->alpha.why = "they used too few of the same pile names";
	for (size_t s = 0; s < team->nsorts; s++)
		free(numbers[s]);
	free(numbers);
	free(labels);
	free(values);
	map_release(&at);
}

void team_init(struct team *team, const struct model *model)
{
	*team = (struct team){.alpha = {0, "fewer than two people have shown how they sorted"}};
	take_sorts(team, model);
	take_pairs(team, model);
	take_disputes(team);
	if (team->nsorts == 2) {
		team->alpha = team->pairs[0].comparison.alpha;
	} else if (team->nsorts > 2) {
		team->alpha.why = NULL;
		set_alpha(team);
	}
}

void team_release(struct team *team)
{
	for (size_t i = 0; i < team->npairs; i++)
		comparison_release(&team->pairs[i].comparison);
	for (size_t i = 0; i < team->nsorts; i++)
		piling_release(&team->sorts[i].piling);
	free(team->sorts);
	free(team->pairs);
	free(team->disputes);
	*team = (struct team){0};
}

struct str team_pile(const struct team *team, size_t sort, card_id card)
{
	const struct piling *piling = &team->sorts[sort].piling;
	for (size_t i = 0; i < piling->ncards; i++)
		if (piling->cards[i].card.n == card.n)
			return piling->piles[piling->cards[i].pile].label;
	return STR("");
}
