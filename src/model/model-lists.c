/*
 * Lists of cards: tray, parked, loose, per cluster, per transcript, all. They are kept only once
 * someone has read them: until then, and again after a bulk of changes that nobody read in between,
 * rows cost no list work and the next reader fills all lists of its group in one pass over the
 * cards. A list is sorted by its first reader, then kept sorted by binary search and moving ids.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/model/ahead.h"
#include "themewall/base/banned.h"

enum { BULK = 256 /* unread changes of kept lists before they are given up */ };

/* What orders cards: a number first, then in clusters the rank, then the id. */
enum order { BY_READING, BY_ID, BY_RANK, BY_RECEIPT };

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

/* Transcripts must be settled for BY_READING. */
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

/* One list. */

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

static void vec_sort(struct model *model, struct card_vec *vec, enum order order)
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

/* Where a card stands, or would. */
static size_t vec_place(const struct model *model, const struct card_vec *vec, enum order order,
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

static void vec_insert(struct model *model, struct card_vec *vec, enum order order,
		       const struct card *card)
{
	size_t at = vec->unsorted ? vec->n : vec_place(model, vec, order, card);
	vec_push(vec, card->id);
	memmove(vec->ids + at + 1, vec->ids + at, (vec->n - 1 - at) * sizeof *vec->ids);
	vec->ids[at] = card->id;
}

static void vec_remove(struct model *model, struct card_vec *vec, enum order order,
		       const struct card *card)
{
	if (vec->unsorted)
		vec_sort(model, vec, order);
	size_t at = vec_place(model, vec, order, card);
	assert(at < vec->n && vec->ids[at].n == card->id.n);
	vec->n--;
	memmove(vec->ids + at, vec->ids + at + 1, (vec->n - at) * sizeof *vec->ids);
}

/* Which list of places a card is in, and its order there. */

static enum order place_order(enum place_kind place)
{
	return place == PLACE_CLUSTER ? BY_RANK : place == PLACE_LOOSE ? BY_ID : BY_READING;
}

static struct card_vec *place_vec(struct model *model, const struct card *card)
{
	if (card->place == PLACE_CLUSTER)
		return &model_cluster_make(model, card->cluster)->cards;
	return &model->places[card->place];
}

static struct card_vec *receipt_vec(struct model *model, const struct card *card)
{
	struct transcript_row *row = rows_find(&model->transcripts, card->transcript.n);
	return row ? &row->cards : NULL;
}

/* What lies beneath another card is in no list of places. */
static bool shows(const struct card *card)
{
	return card->placed && !card->stack.n;
}

/* Filling: count, make room exactly, then write. */

static void fill(struct model *model, unsigned which, bool count)
{
	uint32_t position = 0;
	for (struct card *card; (card = rows_next(&model->cards, &position));) {
		struct card_vec *vec = which == LIVE_RECEIPTS ? receipt_vec(model, card)
				       : shows(card)          ? place_vec(model, card)
							      : NULL;
		if (!vec)
			continue;
		if (count) {
			vec->cap++;
			continue;
		}
		if (!vec->ids)
			vec->ids = xmalloc(vec->cap * sizeof *vec->ids);
		vec->ids[vec->n++] = card->id;
		vec->unsorted = true;
	}
}

/* Rows mostly lie in the order of their ids: then there is nothing to sort. */
static void fill_all(struct model *model)
{
	struct card_vec *vec = &model->all;
	uint32_t position = 0;
	int64_t last = INT64_MIN;
	vec->cap = model->cards.count;
	vec->ids = xmalloc(vec->cap * sizeof *vec->ids);
	for (const struct card *card; (card = rows_next(&model->cards, &position));) {
		vec->unsorted |= card->id.n < last;
		last = card->id.n;
		vec->ids[vec->n++] = card->id;
	}
}

static void make_live(struct model *model, unsigned which)
{
	if (model->live & which)
		return;
	if (which == LIVE_ALL) {
		fill_all(model);
	} else {
		fill(model, which, true);
		fill(model, which, false);
	}
	model->live |= which;
}

static void forget_clusters(struct model *model)
{
	uint32_t position = 0;
	for (struct cluster_row *row; (row = rows_next(&model->clusters, &position));) {
		model_vec_release(&row->cards);
		ledger_release(&row->ledger);
		row->cluster.cards = NULL;
		row->cluster.ncards = row->cluster.ntwins = 0;
		if (!row->present)
			rows_remove(&model->clusters, position - 1);
	}
	model->epoch++;
	model->people_epoch++;
}

static void forget_receipts(struct model *model)
{
	uint32_t position = 0;
	for (struct transcript_row *row; (row = rows_next(&model->transcripts, &position));)
		model_vec_release(&row->cards);
}

void model_lists_forget(struct model *model, unsigned which)
{
	which &= model->live;
	model->live &= ~which;
	if (which & LIVE_PLACES) {
		for (int place = 0; place < PLACE_CLUSTER; place++)
			model_vec_release(&model->places[place]);
		forget_clusters(model);
	}
	if (which & LIVE_RECEIPTS)
		forget_receipts(model);
	if (which & LIVE_ALL)
		model_vec_release(&model->all);
}

/* Keeping. */

static void changing(struct model *model)
{
	if (model->live && ++model->nchanges > BULK)
		model_lists_forget(model, model->live);
}

static void places_enter(struct model *model, const struct card *card)
{
	enum order order = place_order(card->place);
	if (order == BY_READING)
		model_people_settle(model);
	vec_insert(model, place_vec(model, card), order, card);
	if (card->place == PLACE_CLUSTER)
		model_tally_enter(model, card);
}

static void places_leave(struct model *model, const struct card *card)
{
	enum order order = place_order(card->place);
	if (order == BY_READING)
		model_people_settle(model);
	vec_remove(model, place_vec(model, card), order, card);
	if (card->place != PLACE_CLUSTER)
		return;
	model_tally_leave(model, card);
	model_cluster_drop(model, card->cluster);
}

static void count(struct model *model, const struct card *card, size_t by)
{
	model->nplaced[card->place] += by;
	if (card->place == PLACE_LOOSE)
		model->loose_revision = model->revision;
}

void model_card_enter(struct model *model, const struct card *card)
{
	struct card_vec *receipts;
	changing(model);
	if (card->stack.n)
		model_stack_touch(model, card);
	if (model->twins.count)
		model_twins_touch(model, card);
	if (shows(card)) {
		count(model, card, 1);
		if (model->live & LIVE_PLACES)
			places_enter(model, card);
	}
	if (model->live & LIVE_RECEIPTS && (receipts = receipt_vec(model, card)))
		vec_insert(model, receipts, BY_RECEIPT, card);
}

void model_card_leave(struct model *model, const struct card *card)
{
	struct card_vec *receipts;
	changing(model);
	if (card->stack.n)
		model_stack_touch(model, card);
	if (model->twins.count)
		model_twins_touch(model, card);
	if (shows(card)) {
		count(model, card, (size_t)-1);
		if (model->live & LIVE_PLACES)
			places_leave(model, card);
	}
	if (model->live & LIVE_RECEIPTS && (receipts = receipt_vec(model, card)))
		vec_remove(model, receipts, BY_RECEIPT, card);
}

void model_card_born(struct model *model, const struct card *card)
{
	if (model->live & LIVE_ALL)
		vec_insert(model, &model->all, BY_ID, card);
	model_card_enter(model, card);
}

void model_card_gone(struct model *model, const struct card *card)
{
	model_card_leave(model, card);
	if (model->live & LIVE_ALL)
		vec_remove(model, &model->all, BY_ID, card);
}

/* Reading: the model a reader is given is not const underneath. */

static struct card_list read_vec(const struct model *model, unsigned which, struct card_vec *vec,
				 enum order order)
{
	struct model *m = (struct model *)model;
	model_people_settle(m);
	make_live(m, which);
	m->nchanges = 0;
	if (vec->unsorted)
		vec_sort(m, vec, order);
	return (struct card_list){vec->ids, vec->n};
}

static struct card_list read_place(const struct model *model, enum place_kind place)
{
	struct card_vec *vec = &((struct model *)model)->places[place];
	return read_vec(model, LIVE_PLACES, vec, place_order(place));
}

struct card_list model_tray(const struct model *model)
{
	return read_place(model, PLACE_TRAY);
}

size_t model_tray_after(const struct model *model, card_id id)
{
	struct card_list tray = model_tray(model);
	const struct card *card = model_card(model, id);
	if (!card || !tray.n)
		return 0;
	size_t at = vec_place(model, &model->places[PLACE_TRAY], BY_READING, card);
	return at < tray.n && tray.ids[at].n == id.n ? at + 1 : at;
}

struct card_list model_parked(const struct model *model)
{
	return read_place(model, PLACE_PARKED);
}

struct card_list model_loose(const struct model *model)
{
	return read_place(model, PLACE_LOOSE);
}

struct card_list model_cards(const struct model *model)
{
	return read_vec(model, LIVE_ALL, &((struct model *)model)->all, BY_ID);
}

struct card_list model_cards_of_transcript(const struct model *model, transcript_id id)
{
	struct transcript_row *row = rows_find(&model->transcripts, id.n);
	if (!row)
		return (struct card_list){NULL, 0};
	return read_vec(model, LIVE_RECEIPTS, &row->cards, BY_RECEIPT);
}

/* The cluster reads its list: its own cards, its copies behind them. */
static void share(struct model *model, struct cluster_row *row)
{
	model_twins_settle(model);
	model_twins_share(model, row);
	row->cluster.cards = row->cards.ids;
	row->cluster.ncards = row->cards.n;
}

void model_places_settle(struct model *model, struct cluster_row *row)
{
	read_vec(model, LIVE_PLACES, &row->cards, BY_RANK);
	share(model, row);
}

void model_places_count(struct model *model, struct cluster_row *row)
{
	make_live(model, LIVE_PLACES);
	share(model, row);
}

size_t model_card_slot(const struct model *model, const struct card *card)
{
	struct cluster_row *row = model_cluster_row(model, card->cluster);
	assert(row && shows(card) && card->place == PLACE_CLUSTER);
	model_places_settle((struct model *)model, row);
	return vec_place(model, &row->cards, BY_RANK, card);
}
