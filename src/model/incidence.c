/*
 * Which interview holds which theme. A row per interview in their order, a mark per theme. Curves
 * and bounds are made from the marks alone; only the last part looks at a study.
 */
#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/saturation.h"

#include "themewall/base/banned.h"

void incidence_new_themes(const struct incidence *incidence, uint32_t *new_themes)
{
	bool *seen = xcalloc(incidence->nthemes + 1, sizeof *seen);

	for (size_t unit = 0; unit < incidence->nunits; unit++) {
		const bool *row = incidence->has + unit * incidence->nthemes;
		new_themes[unit] = 0;
		for (size_t theme = 0; theme < incidence->nthemes; theme++) {
			new_themes[unit] += row[theme] && !seen[theme];
			seen[theme] = seen[theme] || row[theme];
		}
	}
	free(seen);
}

/* In how many units a theme was heard. */
static size_t units_with(const struct incidence *incidence, size_t theme)
{
	size_t units = 0;

	for (size_t unit = 0; unit < incidence->nunits; unit++)
		units += incidence->has[unit * incidence->nthemes + theme];
	return units;
}

/* The chance that `drawn` of `all` units miss the `with` that hold a theme: C(all-with, drawn) /
 * C(all, drawn), as a product so that nothing overflows. */
static double chance_missed(size_t all, size_t with, size_t drawn)
{
	double chance = 1;

	if (drawn + with > all)
		return 0;
	for (size_t i = 0; i < with; i++)
		chance *= (double)(all - drawn - i) / (double)(all - i);
	return chance;
}

double incidence_rarefied(const struct incidence *incidence, size_t units)
{
	double themes = 0;

	for (size_t theme = 0; theme < incidence->nthemes; theme++) {
		size_t with = units_with(incidence, theme);
		if (with)
			themes += 1 - chance_missed(incidence->nunits, with, units);
	}
	return themes;
}

double incidence_chao2(const struct incidence *incidence)
{
	double heard = 0, once = 0, twice = 0, all = (double)incidence->nunits;

	for (size_t theme = 0; theme < incidence->nthemes; theme++) {
		size_t with = units_with(incidence, theme);
		heard += with > 0;
		once += with == 1;
		twice += with == 2;
	}
	if (all < 1)
		return 0;
	double unheard = twice > 0 ? once * once / (2 * twice) : once * (once - 1) / 2;
	return heard + (all - 1) / all * unheard;
}

size_t incidence_third_voices(const struct incidence *incidence)
{
	size_t themes = 0;

	for (size_t theme = 0; theme < incidence->nthemes; theme++)
		themes += units_with(incidence, theme) >= 3;
	return themes;
}

void incidence_release(struct incidence *incidence)
{
	free(incidence->has);
	*incidence = (struct incidence){0};
}

/* --- from a study --- */

struct census {
	const struct model *model;
	struct str segment;
	struct map rows;    /* transcript id → row of its session */
	struct map columns; /* cluster id → column, named ones */
	struct map first;   /* participant id → row of the first session attended */
	bool *has, *read;
	size_t nthemes;
};

static void list_transcripts(struct census *census, const struct map *sessions,
			     struct transcript_list transcripts)
{
	for (size_t i = 0; i < transcripts.n; i++) {
		int64_t session = model_transcript(census->model, transcripts.ids[i])->session.n;
		uint32_t row = session ? map_get(sessions, session) : MAP_ABSENT;
		if (row != MAP_ABSENT)
			map_put(&census->rows, transcripts.ids[i].n, row);
	}
}

/* A card on a text that was corrected since was heard in that session all the same. */
static void list_sessions(struct census *census, struct session_list sessions)
{
	struct map rows = {0};

	for (size_t i = 0; i < sessions.n; i++) {
		const struct session *session = model_session(census->model, sessions.ids[i]);
		map_put(&rows, session->id.n, (uint32_t)i);
		for (size_t p = 0; p < session->nattendance; p++)
			if (map_get(&census->first, session->attendance[p].n) == MAP_ABSENT)
				map_put(&census->first, session->attendance[p].n, (uint32_t)i);
	}
	list_transcripts(census, &rows, model_transcripts(census->model));
	list_transcripts(census, &rows, model_replaced_transcripts(census->model));
	map_release(&rows);
}

static void list_themes(struct census *census)
{
	struct cluster_list clusters = model_clusters(census->model);

	for (size_t i = 0; i < clusters.n; i++)
		if (model_cluster(census->model, clusters.ids[i])->name.n)
			map_put(&census->columns, clusters.ids[i].n, (uint32_t)census->nthemes++);
}

static uint32_t column_of_card(const struct census *census, const struct card *card)
{
	const struct card *top = model_card_top(census->model, card);
	cluster_id id = top->place == PLACE_CLUSTER ? top->cluster : (cluster_id){0};

	while (id.n) {
		const struct cluster *cluster = model_cluster(census->model, id);
		uint32_t column = map_get(&census->columns, id.n);
		if (column != MAP_ABSENT || !cluster)
			return column;
		id = cluster->parent;
	}
	return MAP_ABSENT;
}

static bool is_asked_for(const struct census *census, participant_id id)
{
	const struct participant *person;

	if (id.n == 0 || census->segment.n == 0)
		return id.n != 0;
	person = model_participant(census->model, id);
	return person &&
	       str_equal(model_participant_segment(census->model, person), census->segment);
}

/* The session is that of the words; a card written by hand is of its person's first one. Whose card
 * it is costs most to find out: nobody asks once the mark is there. */
static void count_card(struct census *census, const struct card *card)
{
	uint32_t column = column_of_card(census, card), row = MAP_ABSENT;
	bool *marks = census->has;

	if (column == MAP_ABSENT && model_card_top(census->model, card)->place != PLACE_PARKED)
		return;
	if (card->transcript.n) {
		row = map_get(&census->rows, card->transcript.n);
		if (row == MAP_ABSENT ||
		    (column != MAP_ABSENT && marks[(size_t)row * census->nthemes + column]))
			return;
	}
	participant_id person = model_card_participant(census->model, card);
	if (!is_asked_for(census, person))
		return;
	if (card->transcript.n == 0)
		row = map_get(&census->first, person.n);
	if (row == MAP_ABSENT)
		return;
	census->read[row] = true;
	if (column != MAP_ABSENT)
		marks[(size_t)row * census->nthemes + column] = true;
}

/* Leaves out the rows of interviews nobody has sorted a card of. */
static void keep_read(struct census *census, struct session_list list, struct incidence *incidence,
		      session_id *sessions)
{
	for (size_t i = 0; i < list.n; i++) {
		if (!census->read[i])
			continue;
		memmove(census->has + incidence->nunits * census->nthemes,
			census->has + i * census->nthemes, census->nthemes * sizeof *census->has);
		sessions[incidence->nunits++] = list.ids[i];
	}
}

void incidence_of_model(struct incidence *incidence, const struct model *model, struct str segment,
			session_id **sessions)
{
	struct census census = {.model = model, .segment = segment};
	struct session_list list = model_sessions(model);
	struct card_list cards = model_cards(model);
	session_id *kept = xcalloc(list.n + 1, sizeof *kept);

	list_sessions(&census, list);
	list_themes(&census);
	census.has = xcalloc(list.n * census.nthemes + 1, sizeof *census.has);
	census.read = xcalloc(list.n + 1, sizeof *census.read);
	for (size_t i = 0; i < cards.n; i++)
		count_card(&census, model_card(model, cards.ids[i]));
	*incidence = (struct incidence){.nthemes = census.nthemes, .has = census.has};
	keep_read(&census, list, incidence, kept);
	map_release(&census.rows);
	map_release(&census.columns);
	map_release(&census.first);
	free(census.read);
	if (sessions)
		*sessions = kept;
	else
		free(kept);
}
