/*
 * Stacks: cards merged as duplicates. One shows, the others lie beneath it and keep the place they
 * had. A card knows the one above it; those beneath are found by an index. A stack is one level
 * deep, but for half a batch of rows.
 */
#include "model-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

static int64_t stack_of(const void *owner, uint32_t position)
{
	const struct card *card = rows_get(owner, position);
	return card->id.n ? card->stack.n : 0;
}

void model_stacks_init(struct model *model)
{
	model->by_stack = (struct index){.key = stack_of, .owner = &model->cards};
}

void model_stacks_clear(struct model *model)
{
	index_clear(&model->by_stack);
	model_vec_release(&model->beneath);
	model_vec_release(&model->sources);
}

void model_stack_join(struct model *model, const struct card *card)
{
	if (card->stack.n)
		index_put(&model->by_stack, rows_at(&model->cards, card->id.n));
}

void model_stack_part(struct model *model, const struct card *card)
{
	if (card->stack.n)
		index_remove(&model->by_stack, rows_at(&model->cards, card->id.n));
}

void model_stack_touch(struct model *model, const struct card *card)
{
	const struct card *top = rows_find(&model->cards, card->stack.n);
	if (top && top->placed && top->place == PLACE_CLUSTER)
		model_tally_touch(model, top->cluster);
}

static void push(struct card_vec *vec, card_id id)
{
	ALLOC_GROW(vec->ids, vec->n + 1, vec->cap);
	vec->ids[vec->n++] = id;
}

static int by_id(const void *a, const void *b)
{
	const card_id *x = a, *y = b;
	return (x->n > y->n) - (x->n < y->n);
}

/* Appends those beneath a card, by id. */
static void push_beneath(const struct model *model, struct card_vec *vec, card_id top)
{
	uint32_t cursor = 0, position;
	size_t from = vec->n;
	while ((position = index_next(&model->by_stack, top.n, &cursor)) != NOWHERE)
		push(vec, model_card_at(model, position)->id);
	if (vec->n - from > 1)
		qsort(vec->ids + from, vec->n - from, sizeof *vec->ids, by_id);
}

struct card_list model_stack(const struct model *model, card_id top)
{
	struct model *m = (struct model *)model; /* keeps the answer for the reader */
	if (!top.n || !m->by_stack.count)
		return (struct card_list){NULL, 0};
	m->beneath.n = 0;
	push_beneath(m, &m->beneath, top);
	return (struct card_list){m->beneath.ids, m->beneath.n};
}

size_t model_stack_size(const struct model *model, card_id id)
{
	return 1 + model_stack(model, id).n;
}

const struct card *model_card_top(const struct model *model, const struct card *card)
{
	const struct card *top = card->stack.n ? model_card(model, card->stack) : NULL;
	return top ? top : card;
}

bool model_card_is_echo(const struct model *model, const struct card *card)
{
	const struct card *top = model_card_top(model, card);
	uint32_t cursor = 0, position;
	if (top == card)
		return false;
	participant_id who = model_card_participant(model, card);
	bool echo = who.n && model_card_participant(model, top).n == who.n;
	while (who.n && !echo &&
	       (position = index_next(&model->by_stack, top->id.n, &cursor)) != NOWHERE) {
		const struct card *other = model_card_at(model, position);
		echo = other->id.n < card->id.n && model_card_participant(model, other).n == who.n;
	}
	return echo;
}

struct card_list model_sources(const struct model *model, const card_id *ids, size_t n)
{
	struct model *m = (struct model *)model;
	if (!m->by_stack.count)
		return (struct card_list){ids, n};
	m->sources.n = 0;
	for (size_t i = 0; i < n; i++) {
		push(&m->sources, ids[i]);
		push_beneath(m, &m->sources, ids[i]);
	}
	return (struct card_list){m->sources.ids, m->sources.n};
}
