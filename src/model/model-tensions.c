/* Tensions: which card pulls against which card or theme. They are few: who asks looks at all. */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/banned.h"

void model_tensions_init(struct model *model)
{
	rows_init(&model->tensions, sizeof(struct tension));
}

void model_tensions_clear(struct model *model)
{
	rows_clear(&model->tensions);
	free(model->found);
	model->found = NULL;
	model->found_cap = 0;
}

void model_apply_tension(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, TENSION_ID, 0);
	uint32_t position = rows_at(&model->tensions, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	if (change->op == ROW_DELETE) {
		rows_remove(&model->tensions, position);
		return;
	}
	if (change->op == ROW_INSERT)
		position = rows_add(&model->tensions, id);
	struct tension *row = rows_get(&model->tensions, position);
	row->card.n = row_int(change, TENSION_CARD, row->card.n);
	row->other.n = row_int(change, TENSION_OTHER, row->other.n);
	row->cluster.n = row_int(change, TENSION_CLUSTER, row->cluster.n);
}

static int by_id(const void *a, const void *b)
{
	const struct tension *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* Those of a card, or, when it is none, those of a theme. */
static struct tension_list find(const struct model *model, card_id card, cluster_id cluster)
{
	struct model *m = (struct model *)model; /* keeps the answer for the reader */
	uint32_t position = 0;
	size_t n = 0;
	if (!m->tensions.count)
		return (struct tension_list){NULL, 0};
	for (struct tension *row; (row = rows_next(&m->tensions, &position));) {
		if (card.n ? row->card.n != card.n && row->other.n != card.n
			   : row->cluster.n != cluster.n)
			continue;
		ALLOC_GROW(m->found, n + 1, m->found_cap);
		m->found[n++] = *row;
	}
	if (n > 1)
		qsort(m->found, n, sizeof *m->found, by_id);
	return (struct tension_list){m->found, n};
}

struct tension_list model_card_tensions(const struct model *model, card_id id)
{
	return id.n ? find(model, id, (cluster_id){0}) : (struct tension_list){NULL, 0};
}

struct tension_list model_cluster_tensions(const struct model *model, cluster_id id)
{
	return id.n ? find(model, (card_id){0}, id) : (struct tension_list){NULL, 0};
}

bool model_card_is_tense(const struct model *model, const struct card *card)
{
	return card->tension || model_card_tensions(model, card->id).n > 0;
}
