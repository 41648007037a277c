/*
 * Receipts: which words of which transcript a card stands for. The facts of an excerpt live in its
 * card, not beside it; an excerpt that no card here refers to waits in a table of its own. Several
 * cards may share one.
 */
#include "model-internal.h"

#include <assert.h>

#include "themewall/base/banned.h"

static int64_t excerpt_of(const void *owner, uint32_t position)
{
	const struct card *card = rows_get(owner, position);
	return card->id.n ? card->excerpt.n : 0;
}

void model_receipts_init(struct model *model)
{
	rows_init(&model->excerpts, sizeof(struct excerpt));
	model->by_excerpt = (struct index){.key = excerpt_of, .owner = &model->cards};
}

void model_receipts_clear(struct model *model)
{
	rows_clear(&model->excerpts);
	index_clear(&model->by_excerpt);
}

static void unset_receipt(struct card *card)
{
	card->transcript.n = card->speaker.n = 0;
	card->start = card->end = card->time_ms = -1;
}

static void set_receipt(struct card *card, const struct excerpt *excerpt)
{
	card->transcript = excerpt->transcript;
	card->speaker = excerpt->speaker;
	card->start = excerpt->start;
	card->end = excerpt->end;
	card->time_ms = excerpt->time_ms;
}

static struct excerpt receipt_of(const struct card *card)
{
	return (struct excerpt){.id = card->excerpt,
				.transcript = card->transcript,
				.speaker = card->speaker,
				.start = card->start,
				.end = card->end,
				.time_ms = card->time_ms};
}

static bool has_receipt(const struct card *card)
{
	return card->start >= 0;
}

static void keep_waiting(struct model *model, const struct excerpt *excerpt)
{
	uint32_t position = rows_add(&model->excerpts, excerpt->id.n);
	*(struct excerpt *)rows_get(&model->excerpts, position) = *excerpt;
}

void model_receipt_link(struct model *model, uint32_t position, excerpt_id id)
{
	struct card *card = model_card_at(model, position);
	uint32_t other = index_find_by(&model->by_excerpt, id.n, excerpt_of);
	uint32_t waiting = rows_at(&model->excerpts, id.n);
	unset_receipt(card);
	card->excerpt = id;
	if (id.n == 0)
		return;
	index_put(&model->by_excerpt, position);
	if (waiting != NOWHERE) {
		set_receipt(card, rows_get(&model->excerpts, waiting));
		rows_forget(&model->excerpts, waiting);
	} else if (other != NOWHERE) {
		struct excerpt receipt = receipt_of(model_card_at(model, other));
		set_receipt(card, &receipt);
	}
}

void model_receipt_unlink(struct model *model, uint32_t position)
{
	struct card *card = model_card_at(model, position);
	struct excerpt receipt = receipt_of(card);
	if (card->excerpt.n == 0)
		return;
	index_remove(&model->by_excerpt, position);
	if (has_receipt(card) && index_find(&model->by_excerpt, receipt.id.n) == NOWHERE)
		keep_waiting(model, &receipt);
	card->excerpt.n = 0;
	unset_receipt(card);
}

static void read_excerpt(struct excerpt *excerpt, const struct row_change *change)
{
	excerpt->id.n = row_int(change, EXCERPT_ID, 0);
	excerpt->transcript.n = row_int(change, EXCERPT_TRANSCRIPT, excerpt->transcript.n);
	excerpt->speaker.n = row_int(change, EXCERPT_SPEAKER, excerpt->speaker.n);
	excerpt->start = row_int32(change, EXCERPT_START, excerpt->start);
	excerpt->end = row_int32(change, EXCERPT_END, excerpt->end);
	excerpt->time_ms = row_int32(change, EXCERPT_TIME, excerpt->time_ms);
}

static void apply_to_cards(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, EXCERPT_ID, 0);
	uint32_t cursor = 0, position;
	while ((position = index_next(&model->by_excerpt, id, &cursor)) != NOWHERE) {
		struct card *card = model_card_at(model, position);
		struct excerpt receipt = receipt_of(card);
		assert(has_receipt(card) == (change->op != ROW_INSERT));
		read_excerpt(&receipt, change);
		model_card_leave(model, card);
		if (change->op == ROW_DELETE)
			unset_receipt(card);
		else
			set_receipt(card, &receipt);
		model_card_enter(model, card);
	}
}

static void apply_waiting(struct model *model, const struct row_change *change)
{
	uint32_t position = rows_at(&model->excerpts, row_int(change, EXCERPT_ID, 0));
	if (change->op == ROW_INSERT) {
		struct excerpt excerpt = {.time_ms = -1};
		read_excerpt(&excerpt, change);
		keep_waiting(model, &excerpt);
		return;
	}
	assert(position != NOWHERE);
	if (change->op == ROW_DELETE)
		rows_forget(&model->excerpts, position);
	else
		read_excerpt(rows_get(&model->excerpts, position), change);
}

void model_apply_excerpt(struct model *model, const struct row_change *change)
{
	if (index_find(&model->by_excerpt, row_int(change, EXCERPT_ID, 0)) != NOWHERE)
		apply_to_cards(model, change);
	else
		apply_waiting(model, change);
}
