#ifndef EXPORT_TEAM_H
#define EXPORT_TEAM_H

/*
 * What the people who did the study of export-study.h thought before they talked: two sorts that
 * are shown and one that is not, two votes that are closed and one that is not. What nobody may see
 * yet holds the word "unseen".
 */
#include "export-build.h"

struct team_build {
	struct model *model;
	int64_t last_id;
};

static int64_t team_layer(struct team_build *t, const char *coder, bool revealed)
{
	struct row_change row = row_of(TABLE_LAYER);
	row.column[LAYER_ID] = value_int(++t->last_id);
	row.column[LAYER_CODER] = text_value(coder);
	row.column[LAYER_NAME] = text_value("first sort");
	row.column[LAYER_REVEALED] = value_int(revealed);
	model_apply(t->model, &row);
	return t->last_id;
}

/* numbers: of cards, 0 at the end. */
static void team_pile_build(struct team_build *t, int64_t layer, const char *label,
			    const uint32_t *numbers)
{
	for (size_t i = 0; numbers[i]; i++) {
		struct row_change row = row_of(TABLE_LAYER_CARD);
		row.column[LAYER_CARD_ID] = value_int(++t->last_id);
		row.column[LAYER_CARD_LAYER] = value_int(layer);
		row.column[LAYER_CARD_CARD] =
			value_int(model_card_by_code(t->model, (struct code){0, numbers[i]})->id.n);
		row.column[LAYER_CARD_LABEL] = text_value(label);
		model_apply(t->model, &row);
	}
}

static int64_t team_ballot(struct team_build *t, const char *title, int budget, bool closed,
			   bool insights)
{
	struct row_change row = row_of(TABLE_BALLOT);
	row.column[BALLOT_ID] = value_int(++t->last_id);
	row.column[BALLOT_TITLE] = text_value(title);
	row.column[BALLOT_BUDGET] = value_int(budget);
	row.column[BALLOT_CLOSED] = value_int(closed);
	row.column[BALLOT_WHAT] = text_value(insights ? "insights" : "themes");
	model_apply(t->model, &row);
	return t->last_id;
}

/* On a theme by number; 0: on the first insight. */
static void team_vote(struct team_build *t, int64_t ballot, const char *coder, uint32_t theme,
		      int dots)
{
	const struct cluster *cluster =
		theme ? model_cluster_by_code(t->model, (struct code){0, theme}) : NULL;
	struct row_change row = row_of(TABLE_VOTE);
	row.column[VOTE_ID] = value_int(++t->last_id);
	row.column[VOTE_BALLOT] = value_int(ballot);
	row.column[VOTE_CODER] = text_value(coder);
	row.column[VOTE_CLUSTER] = value_ref(cluster ? cluster->id.n : 0);
	row.column[VOTE_INSIGHT] = value_ref(cluster ? 0 : 9001);
	row.column[VOTE_DOTS] = value_int(dots);
	model_apply(t->model, &row);
}

/* Of a study that has concluded (export-conclude.h). */
TW_UNUSED static void study_team(struct model *model)
{
	static const uint32_t sums[] = {1, 2, 3, 4, 5, 0}, tax[] = {6, 7, 8, 9, 11, 0},
			      less[] = {12, 13, 0}, fewer_sums[] = {1, 2, 3, 4, 0},
			      more_tax[] = {6, 7, 8, 9, 10, 11, 12, 0}, one[] = {5, 13, 0};
	struct team_build t = {model, 20000};
	int64_t ana = team_layer(&t, "Ana N.", true), tom = team_layer(&t, "Tomas R.", true),
		cem = team_layer(&t, "Cem", false);
	team_pile_build(&t, ana, "Sums", sums);
	team_pile_build(&t, ana, "Tax", tax);
	team_pile_build(&t, ana, "Less on the screen", less);
	team_pile_build(&t, tom, "They add it up again", fewer_sums);
	team_pile_build(&t, tom, "tax", more_tax);
	team_pile_build(&t, tom, "Files beside it", one);
	team_pile_build(&t, cem, "unseen pile", sums);
	int64_t first = team_ballot(&t, "What hurts most?", 4, true, false);
	team_vote(&t, first, "Ana N.", 1, 3);
	team_vote(&t, first, "Ana N.", 2, 1);
	team_vote(&t, first, "Tomas R.", 1, 1);
	team_vote(&t, first, "Tomas R.", 5, 3);
	int64_t second = team_ballot(&t, "What do we tell first?", 2, true, true);
	team_vote(&t, second, "Cem", 0, 2);
	team_vote(&t, second, "Ana N.", 0, 1);
	int64_t open = team_ballot(&t, "Which one next?", 7, false, false);
	team_vote(&t, open, "unseen voter", 5, 6);
}

#endif
