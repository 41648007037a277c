/*
 * Who said what: how many own cards each theme has from each person. Counted once per revision of
 * the model, over cards in clusters; a frame looks up cells. Rows in the order of the findings
 * (strongest first), columns by participant code.
 */
#include "ui-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/export/export.h"

#include "themewall/base/banned.h"

void grid_release(struct grid *grid)
{
	free(grid->themes);
	free(grid->cells);
	free(grid->people_of);
	free(grid->cards_of);
	*grid = (struct grid){0};
}

static void size_to(struct grid *grid, size_t nthemes, size_t npeople)
{
	size_t ncells = nthemes * npeople + 1;
	ALLOC_GROW(grid->themes, nthemes + 1, grid->themes_capacity);
	ALLOC_GROW(grid->people_of, nthemes + 1, grid->people_of_capacity);
	ALLOC_GROW(grid->cards_of, npeople + 1, grid->cards_of_capacity);
	ALLOC_GROW(grid->cells, ncells, grid->ncells_capacity);
	memset(grid->cells, 0, ncells * sizeof *grid->cells);
	memset(grid->people_of, 0, (nthemes + 1) * sizeof *grid->people_of);
	memset(grid->cards_of, 0, (npeople + 1) * sizeof *grid->cards_of);
	grid->npeople = npeople;
	grid->unattributed = 0;
}

/* Whether a card counts for its person in this row and in no other one before: once in all. */
static bool is_first(const struct model *model, const struct card *card, cluster_id theme)
{
	const struct card *top = model_card_top(model, card);
	struct cluster_list twins = model_card_twins(model, top->id);
	return top->place == PLACE_CLUSTER ? top->cluster.n == theme.n
					   : twins.n && twins.ids[0].n == theme.n;
}

static void count_card(struct grid *grid, const struct model *model, const struct map *columns,
		       size_t row, card_id id)
{
	const struct card *card = model_card(model, id);
	if (!card || model_card_is_moderator(model, card))
		return;
	participant_id who = model_card_participant(model, card);
	uint32_t column = who.n ? map_get(columns, who.n) : MAP_ABSENT;
	if (column == MAP_ABSENT) {
		grid->unattributed += is_first(model, card, grid->themes[row]);
		return;
	}
	uint16_t *cell = &grid->cells[row * grid->npeople + column];
	if (*cell < UINT16_MAX)
		++*cell;
	grid->people_of[row] += *cell == 1;
	grid->cards_of[column] += is_first(model, card, grid->themes[row]);
}

static void count(struct grid *grid, const struct model *model)
{
	struct map columns = {0};
	struct participant_list people = model_participants(model);
	for (size_t i = 0; i < people.n; i++)
		map_put(&columns, people.ids[i].n, (uint32_t)i);
	for (size_t row = 0; row < grid->nthemes; row++) {
		const struct cluster *cluster = model_cluster(model, grid->themes[row]);
		if (!cluster)
			continue;
		struct card_list cards =
			model_sources(model, cluster->cards, cluster_shown(cluster).n);
		for (size_t i = 0; i < cards.n; i++)
			count_card(grid, model, &columns, row, cards.ids[i]);
	}
	map_release(&columns);
}

const struct grid *grid_get(struct ui *ui, const struct app *app)
{
	struct grid *grid = &ui->grid;
	uint64_t revision = model_revision(app->model);
	if (grid->made && grid->revision == revision)
		return grid;
	size_t nthemes = model_clusters(app->model).n;
	size_to(grid, nthemes, model_participants(app->model).n);
	grid->nthemes = export_themes_ranked(app->model, grid->themes, nthemes);
	grid->nthemes = grid->nthemes < nthemes ? grid->nthemes : nthemes;
	count(grid, app->model);
	grid->made = true;
	grid->revision = revision;
	return grid;
}
