/*
 * One list of cards, in the order it has: sorted when it is first read, by keys of eight bytes that
 * settle most comparisons, then kept sorted by binary search and moving ids. A list that is still
 * unsorted takes cards at its end.
 */
#include "model-vec-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/model/ahead.h"
#include "themewall/base/banned.h"

struct key {
	uint64_t major;
	const struct card *card;
};

static uint64_t pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

/* As many bytes of a text as fit a number, so that most comparisons stop there. */
static uint64_t head_of(struct str s)
{
	uint64_t head = 0;
	for (size_t i = 0; i < sizeof head; i++)
		head = head << 8 | (i < s.n ? (uint8_t)s.p[i] : 0);
	return head;
}

static uint64_t reading_key(const struct model *model, const struct card *card)
{
	const struct transcript_row *row = rows_find(&model->transcripts, card->transcript.n);
	return row ? pair(row->order, (uint32_t)card->start) : UINT64_MAX;
}

static struct key key_of(const struct model *model, enum order order, const struct card *card)
{
	switch (order) {
	case BY_READING:
		return (struct key){reading_key(model, card), card};
	case BY_RECEIPT:
		return (struct key){pair((uint32_t)card->start, (uint32_t)card->end), card};
	case BY_RANK:
		return (struct key){head_of(card->rank), card};
	case BY_ID:
		break;
	}
	return (struct key){0, card};
}

static int compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	if (x->major != y->major)
		return x->major < y->major ? -1 : 1;
	return (x->card->id.n > y->card->id.n) - (x->card->id.n < y->card->id.n);
}

static int compare_ranked(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = x->major == y->major ? str_compare(x->card->rank, y->card->rank) : 0;
	return order ? order : compare(a, b);
}

static int (*comparison(enum order order))(const void *a, const void *b)
{
	return order == BY_RANK ? compare_ranked : compare;
}

void model_vec_release(struct card_vec *vec)
{
	free(vec->ids);
	*vec = (struct card_vec){NULL, 0, 0, false};
}

static void vec_push(struct card_vec *vec, card_id id)
{
	ALLOC_GROW(vec->ids, vec->n + 1, vec->cap);
	vec->ids[vec->n++] = id;
}

static bool keys_are_sorted(const struct key *keys, size_t n, enum order order)
{
	int (*cmp)(const void *a, const void *b) = comparison(order);
	for (size_t i = 1; i < n; i++)
		if (cmp(&keys[i - 1], &keys[i]) > 0)
			return false;
	return true;
}

void model_vec_sort(struct model *model, struct card_vec *vec, enum order order)
{
	vec->unsorted = false;
	if (vec->n < 2)
		return;
	struct key *keys = xmalloc(vec->n * sizeof *keys);
	for (size_t i = 0; i < vec->n; i++) {
		ahead_card(model, vec->ids, vec->n, i);
		keys[i] = key_of(model, order, rows_find(&model->cards, vec->ids[i].n));
	}
	if (!keys_are_sorted(keys, vec->n, order)) {
		qsort(keys, vec->n, sizeof *keys, comparison(order));
		for (size_t i = 0; i < vec->n; i++)
			vec->ids[i] = keys[i].card->id;
	}
	free(keys);
}

size_t model_vec_place(const struct model *model, const struct card_vec *vec, enum order order,
		       const struct card *card)
{
	struct key wanted = key_of(model, order, card);
	size_t low = 0, high = vec->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct key key = key_of(model, order, rows_find(&model->cards, vec->ids[middle].n));
		if (comparison(order)(&key, &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void model_vec_insert(struct model *model, struct card_vec *vec, enum order order,
		      const struct card *card)
{
	size_t at = vec->unsorted ? vec->n : model_vec_place(model, vec, order, card);
	vec_push(vec, card->id);
	memmove(vec->ids + at + 1, vec->ids + at, (vec->n - 1 - at) * sizeof *vec->ids);
	vec->ids[at] = card->id;
}

void model_vec_remove(struct model *model, struct card_vec *vec, enum order order,
		      const struct card *card)
{
	if (vec->unsorted)
		model_vec_sort(model, vec, order);
	size_t at = model_vec_place(model, vec, order, card);
	assert(at < vec->n && vec->ids[at].n == card->id.n);
	vec->n--;
	memmove(vec->ids + at, vec->ids + at + 1, (vec->n - at) * sizeof *vec->ids);
}
