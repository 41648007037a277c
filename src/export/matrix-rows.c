/*
 * The findings' table of who said what as plain numbers, for whoever draws it elsewhere: the same
 * survey is asked, so that no two pictures of it differ.
 */
#include "survey-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

static void add_people(struct export_matrix *matrix, const struct survey *survey)
{
	matrix->people = xcalloc(survey->nin_view + 1, sizeof *matrix->people);
	for (size_t p = 0; p < survey->npeople; p++)
		if (survey->people[p].in_view)
			matrix->people[matrix->npeople++] = survey->people[p].participant->id;
}

static void add_row(struct export_matrix *matrix, const struct survey *survey,
		    const struct theme *theme)
{
	uint32_t *cells = matrix->cells + matrix->nrows * matrix->npeople;

	for (size_t p = 0; p < survey->npeople; p++)
		if (survey->people[p].in_view)
			*cells++ = theme->by_person[p];
	matrix->rows[matrix->nrows++] = (struct matrix_row){.theme = theme->cluster->id,
							    .depth = theme->depth,
							    .named = theme_is_named(theme),
							    .people = theme->all.people};
}

/* Neither for itself nor for what lies beneath it. */
static bool is_unattributed(const struct model *model, card_id id)
{
	struct card_list sources = model_sources(model, &id, 1);

	for (size_t i = 0; i < sources.n; i++) {
		const struct card *card = model_card(model, sources.ids[i]);
		if (model_card_participant(model, card).n || model_card_is_moderator(model, card))
			return false;
	}
	return true;
}

static size_t count_unattributed(const struct model *model)
{
	struct card_list cards = model_cards(model);
	size_t n = 0;

	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		bool in_row = card->place == PLACE_CLUSTER || model_card_twins(model, card->id).n;
		n += !card->stack.n && in_row && is_unattributed(model, card->id);
	}
	return n;
}

void export_matrix_init(struct export_matrix *matrix, const struct model *model)
{
	struct export_options plain = {0};
	struct survey survey;

	*matrix = (struct export_matrix){0};
	survey_init(&survey, model, &plain);
	add_people(matrix, &survey);
	matrix->rows = xcalloc(survey.nthemes + 1, sizeof *matrix->rows);
	matrix->cells = xcalloc(survey.nthemes * matrix->npeople + 1, sizeof *matrix->cells);
	for (size_t t = 0; t < survey.nthemes; t++)
		if (theme_is_told(&survey.themes[t]))
			add_row(matrix, &survey, &survey.themes[t]);
	survey_release(&survey);
	matrix->unattributed = count_unattributed(model);
}

void export_matrix_release(struct export_matrix *matrix)
{
	free(matrix->rows);
	free(matrix->people);
	free(matrix->cells);
	*matrix = (struct export_matrix){0};
}
