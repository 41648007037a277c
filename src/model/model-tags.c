/*
 * Tags of cards: a row each, found by their card. A card may be tagged the same twice (two people
 * at once); it counts once. All tags in use are listed when somebody asks, until the next change.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/banned.h"

static int64_t card_of(const void *owner, uint32_t position)
{
	const struct tag_row *row = rows_get(owner, position);
	return row->id ? row->card.n : 0;
}

void model_tags_init(struct model *model)
{
	rows_init(&model->tags, sizeof(struct tag_row));
	model->tags_by_card = (struct index){.key = card_of, .owner = &model->tags};
}

void model_tags_clear(struct model *model)
{
	index_clear(&model->tags_by_card);
	rows_clear(&model->tags);
	free(model->card_tags);
	free(model->all_tags);
	model->card_tags = NULL;
	model->all_tags = NULL;
	model->card_tags_cap = model->nall_tags = 0;
	model->all_tags_revision = 0;
}

void model_apply_tag(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, TAG_ID, 0);
	uint32_t position = rows_at(&model->tags, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	if (change->op == ROW_INSERT)
		position = rows_add(&model->tags, id);
	else
		index_remove(&model->tags_by_card, position);
	struct tag_row *row = rows_get(&model->tags, position);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, row->tag.facet);
		texts_drop(&model->texts, row->tag.name);
		rows_remove(&model->tags, position);
		return;
	}
	row->card.n = row_int(change, TAG_CARD, row->card.n);
	row_text(model, change, TAG_FACET, &row->tag.facet);
	row_text(model, change, TAG_NAME, &row->tag.name);
	index_put(&model->tags_by_card, position);
}

static int by_name(const void *a, const void *b)
{
	return tag_compare(*(const struct tag *)a, *(const struct tag *)b);
}

struct tag_list model_card_tags(const struct model *model, card_id id)
{
	struct model *m = (struct model *)model; /* keeps the answer for the reader */
	uint32_t cursor = 0, position;
	size_t n = 0, kept = 0;
	if (!m->tags_by_card.count)
		return (struct tag_list){NULL, 0};
	while ((position = index_next(&m->tags_by_card, id.n, &cursor)) != NOWHERE) {
		ALLOC_GROW(m->card_tags, n + 1, m->card_tags_cap);
		m->card_tags[n++] = ((struct tag_row *)rows_get(&m->tags, position))->tag;
	}
	if (n > 1)
		qsort(m->card_tags, n, sizeof *m->card_tags, by_name);
	for (size_t i = 0; i < n; i++)
		if (!i || tag_compare(m->card_tags[i], m->card_tags[kept - 1]))
			m->card_tags[kept++] = m->card_tags[i];
	return (struct tag_list){m->card_tags, kept};
}

bool model_card_has_tag(const struct model *model, card_id id, struct tag tag)
{
	struct tag_list list = model_card_tags(model, id);
	for (size_t i = 0; i < list.n; i++)
		if (tag_compare(list.tags[i], tag) == 0)
			return true;
	return false;
}

static int by_tag_and_card(const void *a, const void *b)
{
	const struct tag_row *x = *(const struct tag_row *const *)a,
			     *y = *(const struct tag_row *const *)b;
	int order = tag_compare(x->tag, y->tag);
	return order ? order : (x->card.n > y->card.n) - (x->card.n < y->card.n);
}

/* Rows in order; a run of one tag becomes its count of cards. */
static void list_tags(struct model *model)
{
	const struct tag_row **rows = xcalloc(model->tags.count + 1, sizeof(*rows));
	uint32_t position = 0;
	size_t n = 0;
	for (struct tag_row *row; (row = rows_next(&model->tags, &position));)
		rows[n++] = row;
	if (n)
		qsort(rows, n, sizeof(*rows), by_tag_and_card);
	free(model->all_tags);
	model->all_tags = xcalloc(n + 1, sizeof *model->all_tags);
	model->nall_tags = 0;
	for (size_t i = 0; i < n; i++) {
		bool same = i && tag_compare(rows[i]->tag, rows[i - 1]->tag) == 0;
		if (!same)
			model->all_tags[model->nall_tags++].tag = rows[i]->tag;
		if (!same || rows[i]->card.n != rows[i - 1]->card.n)
			model->all_tags[model->nall_tags - 1].cards++;
	}
	free(rows);
}

struct tag_count_list model_tags(const struct model *model)
{
	struct model *m = (struct model *)model;
	if (!m->all_tags || m->all_tags_revision != m->revision)
		list_tags(m);
	m->all_tags_revision = m->revision;
	return (struct tag_count_list){m->all_tags, m->nall_tags};
}
