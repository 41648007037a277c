/*
 * Cards and their homes. A card carries the facts of its home; a home that arrives before its card,
 * or stays after it, waits in a table of its own.
 */
#include "model-internal.h"

#include <assert.h>
#include <string.h>

#include "themewall/model/ahead.h"
#include "themewall/base/banned.h"

static int64_t code_key(struct code code)
{
	return (int64_t)code.letter << 32 | code.number;
}

static int64_t code_of(const void *owner, uint32_t position)
{
	const struct card *card = rows_get(owner, position);
	return card->id.n ? code_key(card->code) : 0;
}

void model_cards_init(struct model *model)
{
	rows_init(&model->cards, sizeof(struct card));
	rows_init(&model->homes, sizeof(struct home));
	model->by_code = (struct index){.key = code_of, .owner = &model->cards};
}

void model_cards_clear(struct model *model)
{
	index_clear(&model->by_code);
	model->by_code_live = false;
	rows_clear(&model->cards);
	rows_clear(&model->homes);
	memset(model->nplaced, 0, sizeof model->nplaced);
	memset(model->nunloaded, 0, sizeof model->nunloaded);
}

struct card *model_card_at(const struct model *model, uint32_t position)
{
	return rows_get(&model->cards, position);
}

/* Homes. */

static void read_home(struct model *model, struct home *home, const struct row_change *change)
{
	if (row_has(change, PLACEMENT_PLACE))
		home->place = place_kind_find(change->column[PLACEMENT_PLACE].s);
	assert(home->place < PLACES);
	home->cluster.n = row_int(change, PLACEMENT_CLUSTER, home->cluster.n);
	row_text(model, change, PLACEMENT_RANK, &home->rank);
	home->column = row_int32(change, PLACEMENT_COL, home->column);
	home->line = row_int32(change, PLACEMENT_LINE, home->line);
	home->mv = row_int(change, PLACEMENT_MV, home->mv);
	home->stack.n = row_int(change, PLACEMENT_STACK, home->stack.n);
}

static struct home home_of(const struct card *card)
{
	return (struct home){.card = card->id.n,
			     .cluster = card->cluster,
			     .rank = card->rank,
			     .mv = card->mv,
			     .column = card->column,
			     .line = card->line,
			     .place = card->place,
			     .stack = card->stack};
}

static void set_home(struct model *model, struct card *card, const struct home *home, bool placed)
{
	model_stack_part(model, card);
	card->cluster = home->cluster;
	card->rank = home->rank;
	card->mv = home->mv;
	card->column = home->column;
	card->line = home->line;
	card->place = home->place;
	card->stack = home->stack;
	card->placed = placed;
	model_stack_join(model, card);
}

/* The home of a card that is there. */
static void place(struct model *model, struct card *card, const struct row_change *change)
{
	struct home home = home_of(card);
	assert(card->placed == (change->op != ROW_INSERT));
	model_card_leave(model, card);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, home.rank);
		home = (struct home){.card = card->id.n};
	} else {
		read_home(model, &home, change);
	}
	set_home(model, card, &home, change->op != ROW_DELETE);
	model_card_enter(model, card);
}

/* The home of one that is not. */
static void place_waiting(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, PLACEMENT_ID, 0);
	uint32_t position = rows_at(&model->homes, id);
	if (change->op == ROW_INSERT)
		position = rows_add(&model->homes, id);
	assert(position != NOWHERE);
	struct home *home = rows_get(&model->homes, position);
	if (change->op != ROW_DELETE) {
		read_home(model, home, change);
		return;
	}
	texts_drop(&model->texts, home->rank);
	rows_forget(&model->homes, position);
}

void model_apply_placement(struct model *model, const struct row_change *change)
{
	struct card *card = rows_find(&model->cards, row_int(change, PLACEMENT_ID, 0));
	if (model_twin_is(model, change))
		model_apply_twin(model, change);
	else if (card)
		place(model, card, change);
	else
		place_waiting(model, change);
}

/* Cards. */

static void read_card(struct model *model, struct card *card, const struct row_change *change)
{
	card->code = row_code(change, CARD_CODE, CODE_CARD, card->code);
	if (row_has(change, CARD_KIND))
		card->kind = card_kind_find(change->column[CARD_KIND].s);
	assert(card->kind < CARD_KINDS);
	row_text(model, change, CARD_TEXT, &card->text);
	row_text(model, change, CARD_IMPLIES, &card->implies);
	row_text(model, change, CARD_NEED, &card->need);
	card->session.n = row_int(change, CARD_SESSION, card->session.n);
	card->by_hand.n = row_int(change, CARD_PARTICIPANT, card->by_hand.n);
	card->surprise = row_int(change, CARD_SURPRISE, card->surprise) != 0;
	card->tension = row_int(change, CARD_TENSION, card->tension) != 0;
	card->coder.n = row_int(change, CARD_CODER, card->coder.n);
	card->created_ms = row_int(change, CARD_CREATED, card->created_ms);
}

static void insert_card(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, CARD_ID, 0);
	uint32_t position = rows_add(&model->cards, id);
	uint32_t waiting = rows_at(&model->homes, id);
	struct card *card = model_card_at(model, position);
	read_card(model, card, change);
	model_receipt_link(model, position, (excerpt_id){row_int(change, CARD_EXCERPT, 0)});
	if (model->by_code_live && code_key(card->code))
		index_put(&model->by_code, position);
	if (waiting != NOWHERE) {
		set_home(model, card, rows_get(&model->homes, waiting), true);
		rows_forget(&model->homes, waiting);
	}
	model_card_born(model, card);
}

static void delete_card(struct model *model, uint32_t position)
{
	struct card *card = model_card_at(model, position);
	model_card_gone(model, card);
	model_receipt_unlink(model, position);
	if (model->by_code_live && code_key(card->code))
		index_remove(&model->by_code, position);
	if (card->placed) {
		struct home home = home_of(card);
		uint32_t waiting = rows_add(&model->homes, home.card);
		*(struct home *)rows_get(&model->homes, waiting) = home;
	}
	model_stack_part(model, card);
	texts_drop(&model->texts, card->text);
	texts_drop(&model->texts, card->implies);
	texts_drop(&model->texts, card->need);
	rows_remove(&model->cards, position);
}

static void update_card(struct model *model, uint32_t position, const struct row_change *change)
{
	struct card *card = model_card_at(model, position);
	bool counts = row_has(change, CARD_EXCERPT) || row_has(change, CARD_PARTICIPANT);
	if (row_has(change, CARD_CODE) && model->by_code_live) {
		index_clear(&model->by_code);
		model->by_code_live = false;
	}
	if (counts)
		model_card_leave(model, card);
	read_card(model, card, change);
	if (row_has(change, CARD_EXCERPT)) {
		model_receipt_unlink(model, position);
		model_receipt_link(model, position, (excerpt_id){row_int(change, CARD_EXCERPT, 0)});
	}
	if (counts)
		model_card_enter(model, card);
}

void model_apply_card(struct model *model, const struct row_change *change)
{
	uint32_t position = rows_at(&model->cards, row_int(change, CARD_ID, 0));
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	if (change->op == ROW_INSERT)
		insert_card(model, change);
	else if (change->op == ROW_DELETE)
		delete_card(model, position);
	else
		update_card(model, position, change);
}

/* First the slot of the index, so that later the card can be told by it. A slot may be somebody
 * else's; then the wrong card is sent for. */
void ahead_card(const struct model *model, const card_id *ids, size_t n, size_t i)
{
	const struct index *index = &model->cards.by_id;
	if (index->count == 0 || n <= AHEAD)
		return;
	if (i + 2 * (size_t)AHEAD < n)
		__builtin_prefetch(&index->slots[index_home(index, ids[i + 2 * (size_t)AHEAD].n)]);
	uint32_t slot = i + AHEAD < n ? index->slots[index_home(index, ids[i + AHEAD].n)] : 0;
	const char *row = slot ? rows_get(&model->cards, slot - 1) : NULL;
	for (size_t at = 0; row && at < sizeof(struct card); at += 64)
		__builtin_prefetch(row + at);
}

const struct card *model_card(const struct model *model, card_id id)
{
	return rows_find(&model->cards, id.n);
}

const struct card *model_card_by_code(const struct model *model, struct code code)
{
	struct model *m = (struct model *)model; /* the index is built by its first reader */
	if (!m->by_code_live) {
		for (uint32_t position = 0; rows_next(&m->cards, &position);)
			if (code_of(&m->cards, position - 1))
				index_put(&m->by_code, position - 1);
		m->by_code_live = true;
	}
	uint32_t position = index_find(&m->by_code, code_key(code));
	return position == NOWHERE ? NULL : model_card_at(m, position);
}
