/* Layers and ballots: few rows, so who asks looks at all. Answers are kept for the reader, one of
 * each kind. */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/model/coding.h"
#include "themewall/model/lenses.h"
#include "themewall/base/banned.h"

static const size_t sizes[CODING] = {
	[CODING_LAYERS] = sizeof(struct layer),
	[CODING_LAYER_CARDS] = sizeof(struct layer_card),
	[CODING_BALLOTS] = sizeof(struct ballot),
	[CODING_VOTES] = sizeof(struct vote),
	[CODING_LENSES] = sizeof(struct saved_lens),
};

void model_coding_init(struct model *model)
{
	for (int i = 0; i < CODING; i++)
		rows_init(&model->coding[i], sizes[i]);
}

void model_coding_clear(struct model *model)
{
	for (int i = 0; i < CODING; i++) {
		rows_clear(&model->coding[i]);
		free(model->coding_found[i]);
		model->coding_found[i] = NULL;
	}
}

void *coding_row(struct rows *rows, const struct row_change *change)
{
	int64_t id = change->column[0].i;
	uint32_t position = rows_at(rows, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	if (change->op == ROW_INSERT)
		position = rows_add(rows, id);
	return rows_get(rows, position);
}

bool coding_gone(struct rows *rows, const struct row_change *change)
{
	if (change->op == ROW_DELETE)
		rows_remove(rows, rows_at(rows, change->column[0].i));
	return change->op == ROW_DELETE;
}

void model_apply_layer(struct model *model, const struct row_change *change)
{
	struct rows *rows = &model->coding[CODING_LAYERS];
	struct layer *row = coding_row(rows, change);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, row->coder);
		texts_drop(&model->texts, row->name);
	}
	if (coding_gone(rows, change))
		return;
	row_text(model, change, LAYER_CODER, &row->coder);
	row_text(model, change, LAYER_NAME, &row->name);
	row->revealed = row_int(change, LAYER_REVEALED, row->revealed) != 0;
}

void model_apply_layer_card(struct model *model, const struct row_change *change)
{
	struct rows *rows = &model->coding[CODING_LAYER_CARDS];
	struct layer_card *row = coding_row(rows, change);
	if (change->op == ROW_DELETE)
		texts_drop(&model->texts, row->label);
	if (coding_gone(rows, change))
		return;
	row->layer = row_int(change, LAYER_CARD_LAYER, row->layer);
	row->card.n = row_int(change, LAYER_CARD_CARD, row->card.n);
	row_text(model, change, LAYER_CARD_LABEL, &row->label);
}

void model_apply_ballot(struct model *model, const struct row_change *change)
{
	struct rows *rows = &model->coding[CODING_BALLOTS];
	struct ballot *row = coding_row(rows, change);
	if (change->op == ROW_DELETE)
		texts_drop(&model->texts, row->title);
	if (coding_gone(rows, change))
		return;
	row_text(model, change, BALLOT_TITLE, &row->title);
	row->budget = row_int32(change, BALLOT_BUDGET, row->budget);
	row->closed = row_int(change, BALLOT_CLOSED, row->closed) != 0;
	if (row_has(change, BALLOT_WHAT))
		row->insights = str_equal(change->column[BALLOT_WHAT].s, STR("insights"));
}

void model_apply_vote(struct model *model, const struct row_change *change)
{
	struct rows *rows = &model->coding[CODING_VOTES];
	struct vote *row = coding_row(rows, change);
	if (change->op == ROW_DELETE)
		texts_drop(&model->texts, row->coder);
	if (coding_gone(rows, change))
		return;
	row->ballot = row_int(change, VOTE_BALLOT, row->ballot);
	row_text(model, change, VOTE_CODER, &row->coder);
	row->cluster.n = row_int(change, VOTE_CLUSTER, row->cluster.n);
	row->insight.n = row_int(change, VOTE_INSIGHT, row->insight.n);
	row->dots = row_int32(change, VOTE_DOTS, row->dots);
}

/* ---- answers ---- */

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

void *coding_find(const struct model *model, int which, int64_t owner, size_t *n)
{
	struct model *m = (struct model *)model; /* keeps the answer for the reader */
	struct rows *rows = &m->coding[which];
	uint32_t position = 0;
	char *found = xmalloc((rows->count + 1) * rows->size);
	*n = 0;
	for (const int64_t *row; (row = rows_next(rows, &position));)
		if (!owner || row[1] == owner)
			memcpy(found + (*n)++ * rows->size, row, rows->size);
	if (*n)
		qsort(found, *n, rows->size, by_id);
	free(m->coding_found[which]);
	return m->coding_found[which] = found;
}

struct layer_list model_layers(const struct model *model)
{
	struct layer_list list;
	list.all = coding_find(model, CODING_LAYERS, 0, &list.n);
	return list;
}

struct ballot_list model_ballots(const struct model *model)
{
	struct ballot_list list;
	list.all = coding_find(model, CODING_BALLOTS, 0, &list.n);
	return list;
}

struct layer_card_list model_layer_cards(const struct model *model, int64_t layer)
{
	struct layer_card_list list;
	list.all = coding_find(model, CODING_LAYER_CARDS, layer, &list.n);
	return list;
}

struct vote_list model_votes(const struct model *model, int64_t ballot)
{
	struct vote_list list;
	list.all = coding_find(model, CODING_VOTES, ballot, &list.n);
	return list;
}

bool layer_is_open(const struct layer *layer, struct str coder)
{
	return layer->revealed || str_equal(layer->coder, coder);
}

struct vote_list model_votes_for(const struct model *model, const struct ballot *ballot,
				 struct str coder)
{
	struct vote_list all = model_votes(model, ballot->id);
	struct vote *kept = model->coding_found[CODING_VOTES];
	size_t n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (ballot->closed || str_equal(kept[i].coder, coder))
			kept[n++] = kept[i];
	return (struct vote_list){kept, n};
}

bool model_own_layer(const struct model *model, struct str coder, struct layer *layer)
{
	struct layer_list list = model_layers(model);
	for (size_t i = list.n; i-- > 0;)
		if (!list.all[i].revealed && str_equal(list.all[i].coder, coder)) {
			*layer = list.all[i];
			return true;
		}
	return false;
}

bool model_open_ballot(const struct model *model, struct ballot *ballot)
{
	struct ballot_list list = model_ballots(model);
	for (size_t i = list.n; i-- > 0;)
		if (!list.all[i].closed) {
			*ballot = list.all[i];
			return true;
		}
	return false;
}
