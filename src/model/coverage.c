/*
 * Who was heard in which theme. Every card is looked at once, in the order of its cluster, and
 * counted in its theme and in each named one above it: people who speak in two sub-themes of a
 * theme are one person in its row, because rows are counted by cell.
 */
#include "themewall/model/coverage.h"

#include <stdlib.h>

#include "themewall/base/map.h"

#include "themewall/base/banned.h"

/* Levels are bounded by the store; the model may hold more for a moment after a merge. */
enum { DEPTH_MAX = 16 };

static size_t find_segment(struct coverage *coverage, struct str name)
{
	size_t i = 0;

	if (name.n == 0)
		return COVERAGE_NONE;
	while (i < coverage->nsegments && !str_equal(coverage->segments[i].name, name))
		i++;
	if (i == coverage->nsegments)
		coverage->segments[coverage->nsegments++].name = name;
	return i;
}

static void list_people(struct coverage *coverage, const struct model *model, struct map *columns)
{
	struct participant_list list = model_participants(model);

	coverage->people = arena_zalloc(&coverage->arena, (list.n + 1) * sizeof *coverage->people);
	coverage->segments =
		arena_zalloc(&coverage->arena, (list.n + 1) * sizeof *coverage->segments);
	for (size_t i = 0; i < list.n; i++) {
		const struct participant *person = model_participant(model, list.ids[i]);
		size_t segment = find_segment(coverage, model_participant_segment(model, person));
		if (person->nsessions == 0)
			continue;
		if (segment != COVERAGE_NONE && coverage->segments[segment].people++ == 0)
			coverage->nsegments_heard++;
		map_put(columns, person->id.n, (uint32_t)coverage->npeople);
		coverage->people[coverage->npeople++] =
			(struct coverage_person){.id = person->id, .segment = segment};
	}
}

static void list_themes(struct coverage *coverage, const struct model *model, struct map *rows)
{
	struct cluster_list list = model_clusters(model);

	coverage->themes = arena_zalloc(&coverage->arena, (list.n + 1) * sizeof *coverage->themes);
	for (size_t i = 0; i < list.n; i++) {
		if (model_cluster(model, list.ids[i])->name.n == 0)
			continue;
		map_put(rows, list.ids[i].n, (uint32_t)coverage->nthemes);
		coverage->themes[coverage->nthemes++].id = list.ids[i];
	}
}

/* Where cards are counted: rows of themes, columns of people, and the card each row counted last.
 */
struct counting {
	struct coverage *coverage;
	const struct model *model;
	const struct map *rows, *columns;
	int64_t *last;
};

/* In a cluster and all above it, each row once: a copy may lead to where the card was counted. */
static bool count_upwards(struct counting *c, const struct card *card, cluster_id at,
			  uint32_t column)
{
	struct coverage *coverage = c->coverage;
	bool nobody = column == MAP_ABSENT && !model_card_participant(c->model, card).n &&
		      !model_card_is_moderator(c->model, card);
	bool themed = false;

	while (at.n) {
		const struct cluster *cluster = model_cluster(c->model, at);
		uint32_t row = map_get(c->rows, at.n);
		at = cluster ? cluster->parent : (cluster_id){0};
		if (row == MAP_ABSENT || c->last[row] == card->id.n)
			continue;
		themed = true;
		c->last[row] = card->id.n;
		coverage->themes[row].cards += !card->stack.n;
		coverage->themes[row].unattributed += nobody;
		if (column != MAP_ABSENT)
			coverage->cards[row * coverage->npeople + column]++;
	}
	return themed;
}

/* A card beneath another is no card of the theme; it counts for its person where the stack lies,
 * unless another card of the stack does. */
static void count_card(struct counting *c, const struct card *card)
{
	const struct card *top = model_card_top(c->model, card);
	participant_id id = model_card_participant(c->model, card);
	uint32_t column = id.n ? map_get(c->columns, id.n) : MAP_ABSENT;
	if (column != MAP_ABSENT && model_card_is_echo(c->model, card))
		return;
	bool themed = top->place == PLACE_CLUSTER && count_upwards(c, card, top->cluster, column);
	struct cluster_list twins = model_card_twins(c->model, top->id);

	for (size_t i = 0; i < twins.n; i++)
		themed = count_upwards(c, card, twins.ids[i], column) || themed;
	if (themed && column != MAP_ABSENT)
		c->coverage->people[column].cards++;
}

static void count_people(struct coverage *coverage)
{
	for (size_t t = 0; t < coverage->nthemes; t++) {
		const uint32_t *cards = coverage->cards + t * coverage->npeople;
		uint32_t *heard = coverage->of_segments + t * coverage->nsegments;
		struct coverage_theme *theme = &coverage->themes[t];
		for (size_t p = 0; p < coverage->npeople; p++) {
			size_t segment = coverage->people[p].segment;
			theme->people += cards[p] > 0;
			if (cards[p] && segment != COVERAGE_NONE && heard[segment]++ == 0)
				theme->segments++;
		}
	}
}

/* A theme on its way to its rank. */
struct rank_of {
	struct coverage_theme theme;
	struct code code;
	size_t row;
};

static int by_strength(const void *a, const void *b)
{
	const struct rank_of *x = a, *y = b;

	if (x->theme.people != y->theme.people)
		return x->theme.people > y->theme.people ? -1 : 1;
	if (x->theme.cards != y->theme.cards)
		return x->theme.cards > y->theme.cards ? -1 : 1;
	if (x->code.letter != y->code.letter)
		return x->code.letter < y->code.letter ? -1 : 1;
	return x->code.number < y->code.number ? -1 : x->code.number > y->code.number;
}

/* Copies rows of ncolumns cells into the order of the ranks. */
static uint32_t *reorder(struct coverage *coverage, const struct rank_of *ranks,
			 const uint32_t *cells, size_t ncolumns)
{
	uint32_t *sorted =
		arena_zalloc(&coverage->arena, (coverage->nthemes * ncolumns + 1) * sizeof *sorted);

	for (size_t t = 0; t < coverage->nthemes && ncolumns; t++)
		memcpy(sorted + t * ncolumns, cells + ranks[t].row * ncolumns,
		       ncolumns * sizeof *sorted);
	return sorted;
}

static void rank_themes(struct coverage *coverage, const struct model *model)
{
	struct rank_of *ranks = xcalloc(coverage->nthemes + 1, sizeof *ranks);

	for (size_t t = 0; t < coverage->nthemes; t++)
		ranks[t] = (struct rank_of){coverage->themes[t],
					    model_cluster(model, coverage->themes[t].id)->code, t};
	qsort(ranks, coverage->nthemes, sizeof *ranks, by_strength);
	for (size_t t = 0; t < coverage->nthemes; t++)
		coverage->themes[t] = ranks[t].theme;
	coverage->cards = reorder(coverage, ranks, coverage->cards, coverage->npeople);
	coverage->of_segments =
		reorder(coverage, ranks, coverage->of_segments, coverage->nsegments);
	free(ranks);
}

void coverage_init(struct coverage *coverage, const struct model *model)
{
	struct card_list cards = model_cards(model);
	struct map rows = {0}, columns = {0};

	*coverage = (struct coverage){0};
	list_people(coverage, model, &columns);
	list_themes(coverage, model, &rows);
	coverage->cards = arena_zalloc(&coverage->arena, (coverage->nthemes * coverage->npeople +
							  1) * sizeof *coverage->cards);
	coverage->of_segments =
		arena_zalloc(&coverage->arena, (coverage->nthemes * coverage->nsegments + 1) *
						       sizeof *coverage->of_segments);
	struct counting counting = {coverage, model, &rows, &columns,
				    xcalloc(coverage->nthemes + 1, sizeof(int64_t))};
	for (size_t i = 0; i < cards.n; i++)
		count_card(&counting, model_card(model, cards.ids[i]));
	free(counting.last);
	count_people(coverage);
	rank_themes(coverage, model);
	map_release(&rows);
	map_release(&columns);
}

size_t coverage_sorted(const struct model *model)
{
	struct cluster_list clusters = model_clusters(model);
	size_t n = 0;

	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(model, clusters.ids[i]);
		n += cluster->name.n ? cluster->ncards : 0;
	}
	return n;
}

/* Cards of one person on the way to a list: those in `seen` are not taken again. */
struct taking {
	const struct model *model;
	participant_id person;
	struct map seen;
	card_id *cards;
	size_t n, max;
};

static bool is_heard_on(const struct taking *t, card_id id)
{
	struct card_list sources = model_sources(t->model, &id, 1);
	bool heard = false;

	for (size_t i = 0; i < sources.n && !heard; i++) {
		const struct card *card = model_card(t->model, sources.ids[i]);
		heard = model_card_participant(t->model, card).n == t->person.n;
	}
	return heard;
}

static void take_cards(struct taking *t, cluster_id id, int depth)
{
	const struct cluster *cluster = model_cluster(t->model, id);
	struct card_list shown = cluster ? cluster_shown(cluster) : (struct card_list){NULL, 0};

	for (size_t i = 0; i < shown.n; i++) {
		card_id card = cluster->cards[i];
		if (map_get(&t->seen, card.n) != MAP_ABSENT || !is_heard_on(t, card))
			continue;
		map_put(&t->seen, card.n, 0);
		if (t->n < t->max)
			t->cards[t->n] = card;
		t->n++;
	}
	for (size_t i = 0; cluster && depth < DEPTH_MAX && i < cluster->nchildren; i++)
		take_cards(t, cluster->children[i], depth + 1);
}

size_t coverage_cards(const struct model *model, cluster_id theme, participant_id person,
		      card_id *cards, size_t max)
{
	struct taking taking = {.model = model, .person = person, .cards = cards, .max = max};

	if (person.n)
		take_cards(&taking, theme, 1);
	map_release(&taking.seen);
	return taking.n;
}

void coverage_release(struct coverage *coverage)
{
	arena_release(&coverage->arena);
	*coverage = (struct coverage){0};
}
