/*
 * Copies of cards: a card that also shows in a cluster which is not its home is a twin there. A row
 * each, found by their card. Those that show are listed by cluster, when somebody reads one, and
 * follow its own cards in the cluster's list. They are few; a wall without any pays nothing.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

static int64_t card_of(const void *owner, uint32_t position)
{
	const struct twin *twin = rows_get(owner, position);
	return twin->id ? twin->card.n : 0;
}

void model_twins_init(struct model *model)
{
	rows_init(&model->twins, sizeof(struct twin));
	model->twins_by_card = (struct index){.key = card_of, .owner = &model->twins};
}

void model_twins_clear(struct model *model)
{
	index_clear(&model->twins_by_card);
	rows_clear(&model->twins);
	free(model->twin_cards);
	free(model->twin_clusters);
	model->twin_cards = NULL;
	model->twin_clusters = NULL;
	model->twin_clusters_cap = 0;
	model->twins_live = false;
}

static struct twin *next_twin(const struct model *model, card_id card, uint32_t *cursor)
{
	uint32_t position = index_next(&model->twins_by_card, card.n, cursor);
	return position == NOWHERE ? NULL : rows_get(&model->twins, position);
}

void model_twins_touch(struct model *model, const struct card *card)
{
	uint32_t cursor = 0;
	card_id top = card->stack.n ? card->stack : card->id;
	if (!model->twins.count)
		return;
	for (struct twin *twin; (twin = next_twin(model, top, &cursor));)
		model_tally_touch(model, twin->cluster);
	for (cursor = 0; next_twin(model, card->id, &cursor);)
		model->twins_live = false;
}

static void read_twin(struct model *model, struct twin *twin, const struct row_change *change)
{
	twin->card.n = row_int(change, PLACEMENT_CARD, twin->card.n);
	twin->cluster.n = row_int(change, PLACEMENT_CLUSTER, twin->cluster.n);
	row_text(model, change, PLACEMENT_RANK, &twin->rank);
	model_tally_touch(model, twin->cluster);
}

void model_apply_twin(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, PLACEMENT_ID, 0);
	uint32_t position = rows_at(&model->twins, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	model->twins_live = false;
	if (change->op == ROW_INSERT) {
		position = rows_add(&model->twins, id);
	} else {
		index_remove(&model->twins_by_card, position);
		model_tally_touch(model,
				  ((struct twin *)rows_get(&model->twins, position))->cluster);
	}
	struct twin *twin = rows_get(&model->twins, position);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, twin->rank);
		rows_remove(&model->twins, position);
		return;
	}
	read_twin(model, twin, change);
	index_put(&model->twins_by_card, position);
}

bool model_twin_is(const struct model *model, const struct row_change *change)
{
	if (change->op == ROW_INSERT)
		return row_int(change, PLACEMENT_CARD, 0) != row_int(change, PLACEMENT_ID, 0);
	return rows_at(&model->twins, row_int(change, PLACEMENT_ID, 0)) != NOWHERE;
}

/* The card shows on the wall, elsewhere, and no older copy stands in the same cluster. */
static bool shows(const struct model *model, const struct twin *twin)
{
	const struct card *card = model_card(model, twin->card);
	uint32_t cursor = 0;
	if (!card || !card->placed || card->stack.n || !model_cluster_row(model, twin->cluster) ||
	    (card->place != PLACE_LOOSE && card->place != PLACE_CLUSTER) ||
	    card->cluster.n == twin->cluster.n)
		return false;
	for (struct twin *other; (other = next_twin(model, twin->card, &cursor));)
		if (other->cluster.n == twin->cluster.n && other->id < twin->id)
			return false;
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct twin *x = *(const struct twin *const *)a, *y = *(const struct twin *const *)b;
	if (x->cluster.n != y->cluster.n)
		return x->cluster.n < y->cluster.n ? -1 : 1;
	int order = str_compare(x->rank, y->rank);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void forget_shares(struct model *model)
{
	uint32_t position = 0;
	for (struct cluster_row *row; (row = rows_next(&model->clusters, &position));)
		row->twins_at = row->ntwins = 0;
}

/* Each cluster's are one run of the list. */
void model_twins_settle(struct model *model)
{
	uint32_t position = 0;
	size_t n = 0;
	if (model->twins_live)
		return;
	model->twins_live = true;
	forget_shares(model);
	if (!model->twins.count)
		return;
	const struct twin **list = xcalloc(model->twins.count, sizeof(*list));
	for (struct twin *twin; (twin = rows_next(&model->twins, &position));)
		if (shows(model, twin))
			list[n++] = twin;
	if (n > 1)
		qsort(list, n, sizeof(*list), by_place);
	model->twin_cards = xreallocarray(model->twin_cards, n + 1, sizeof *model->twin_cards);
	for (size_t i = 0; i < n; i++) {
		struct cluster_row *row = model_cluster_row(model, list[i]->cluster);
		model->twin_cards[i] = list[i]->card;
		if (!row->ntwins++)
			row->twins_at = i;
	}
	free(list);
}

void model_twins_share(struct model *model, struct cluster_row *row)
{
	struct card_vec *vec = &row->cards;
	if (row->ntwins) {
		ALLOC_GROW(vec->ids, vec->n + row->ntwins, vec->cap);
		memcpy(vec->ids + vec->n, model->twin_cards + row->twins_at,
		       row->ntwins * sizeof *vec->ids);
	}
	row->cluster.ntwins = row->ntwins;
}

static int by_id(const void *a, const void *b)
{
	const cluster_id *x = a, *y = b;
	return (x->n > y->n) - (x->n < y->n);
}

bool model_has_copies(const struct model *model)
{
	return model->twins.count > 0;
}

struct cluster_list model_card_twins(const struct model *model, card_id id)
{
	struct model *m = (struct model *)model; /* keeps the answer for the reader */
	uint32_t cursor = 0;
	size_t n = 0;
	if (!m->twins.count || !id.n)
		return (struct cluster_list){NULL, 0};
	for (struct twin *twin; (twin = next_twin(m, id, &cursor));) {
		if (!shows(m, twin))
			continue;
		ALLOC_GROW(m->twin_clusters, n + 1, m->twin_clusters_cap);
		m->twin_clusters[n++] = twin->cluster;
	}
	if (n > 1)
		qsort(m->twin_clusters, n, sizeof *m->twin_clusters, by_id);
	return (struct cluster_list){m->twin_clusters, n};
}

struct card_list model_cluster_copies(const struct model *model, cluster_id id)
{
	struct model *m = (struct model *)model;
	uint32_t position = 0;
	size_t n = 0;
	const struct twin **list = xcalloc(m->twins.count + 1, sizeof(*list));
	for (struct twin *twin; (twin = rows_next(&m->twins, &position));)
		if (twin->cluster.n == id.n && model_card(m, twin->card))
			list[n++] = twin;
	if (n > 1)
		qsort(list, n, sizeof(*list), by_place);
	m->sources.n = 0;
	for (size_t i = 0; i < n; i++) {
		ALLOC_GROW(m->sources.ids, m->sources.n + 1, m->sources.cap);
		m->sources.ids[m->sources.n++] = list[i]->card;
	}
	free(list);
	return (struct card_list){m->sources.ids, m->sources.n};
}

bool model_twin_slot(const struct model *model, card_id id, cluster_id cluster, size_t *slot)
{
	const struct cluster *c = model->twins.count ? model_cluster(model, cluster) : NULL;
	for (size_t i = 0; c && i < c->ntwins; i++) {
		if (c->cards[c->ncards + i].n != id.n)
			continue;
		*slot = c->ncards + i;
		return true;
	}
	return false;
}
