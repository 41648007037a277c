/*
 * Lists of cards: tray, parked, loose, per cluster, per transcript, all. They are kept only once
 * someone has read them: until then, and again after a bulk of changes that nobody read in between,
 * rows cost no list work and the next reader fills all lists of its group in one pass over the
 * cards. How one is sorted and kept so is model-vec.c's.
 */
#include "model-vec-internal.h"

#include <assert.h>

#include "themewall/base/banned.h"

enum { BULK = 256 /* unread changes of kept lists before they are given up */ };

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
	model_vec_insert(model, place_vec(model, card), order, card);
	if (card->place == PLACE_CLUSTER)
		model_tally_enter(model, card);
}

static void places_leave(struct model *model, const struct card *card)
{
	enum order order = place_order(card->place);
	if (order == BY_READING)
		model_people_settle(model);
	model_vec_remove(model, place_vec(model, card), order, card);
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
		model_vec_insert(model, receipts, BY_RECEIPT, card);
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
		model_vec_remove(model, receipts, BY_RECEIPT, card);
}

void model_card_born(struct model *model, const struct card *card)
{
	if (model->live & LIVE_ALL)
		model_vec_insert(model, &model->all, BY_ID, card);
	model_card_enter(model, card);
}

void model_card_gone(struct model *model, const struct card *card)
{
	model_card_leave(model, card);
	if (model->live & LIVE_ALL)
		model_vec_remove(model, &model->all, BY_ID, card);
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
		model_vec_sort(m, vec, order);
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
	size_t at = model_vec_place(model, &model->places[PLACE_TRAY], BY_READING, card);
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
	return model_vec_place(model, &row->cards, BY_RANK, card);
}
