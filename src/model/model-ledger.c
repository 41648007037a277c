/*
 * Who speaks on a cluster's own cards, and on how many of them: what lets a theme of thousands of
 * cards tell its people after each move without looking at all of them. A ledger is counted when
 * somebody reads it, then follows cards as they come and go. Whatever else changes whom a card
 * counts for (people, speakers, stacks, whole lists) makes it void, and the next reader counts it
 * anew. Copies are not in it: in a branch they count only where their card does not.
 */
#include "model-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

/* As model_card_is_moderator and model_card_participant have it; the speaker is looked up once for
 * both. */
struct participant_row *model_person_of(const struct model *model, const struct card *card,
					bool *known)
{
	const struct speaker *speaker = model_speaker(model, card->speaker);
	participant_id id = card->by_hand;
	bool aside = speaker && (speaker->role == ROLE_MODERATOR || speaker->role == ROLE_OBSERVER);
	if (speaker && speaker->participant.n && !aside)
		id = speaker->participant;
	struct participant_row *row = rows_find(&model->participants, id.n);
	row = row && row->present ? row : NULL;
	*known = row || aside;
	return row;
}

static struct ledger_line *line_of(struct ledger *ledger, uint32_t person)
{
	for (size_t i = 0; i < ledger->n; i++)
		if (ledger->lines[i].person == person)
			return &ledger->lines[i];
	ALLOC_GROW(ledger->lines, ledger->n + 1, ledger->cap);
	ledger->lines[ledger->n] = (struct ledger_line){.person = person};
	return &ledger->lines[ledger->n++];
}

static void change(struct model *model, struct ledger *ledger, const struct participant_row *row,
		   bool known, bool more)
{
	if (!known)
		ledger->unattributed += more ? 1 : (size_t)-1;
	if (!row)
		return;
	struct ledger_line *line =
		line_of(ledger, rows_at(&model->participants, row->participant.id.n));
	line->n += more ? 1 : (uint32_t)-1;
	if (!line->n)
		*line = ledger->lines[--ledger->n];
}

/* What lies beneath a card counts with it: that is seen to by counting anew. */
static bool follows(const struct model *model, struct ledger *ledger, const struct card *card)
{
	uint32_t cursor = 0;
	if (ledger->epoch == model->people_epoch && model->by_stack.count &&
	    index_next(&model->by_stack, card->id.n, &cursor) != NOWHERE)
		ledger->epoch = 0;
	return ledger->epoch == model->people_epoch;
}

void ledger_add(struct model *model, struct ledger *ledger, const struct card *card)
{
	bool known;
	if (!follows(model, ledger, card))
		return;
	const struct participant_row *row = model_person_of(model, card, &known);
	change(model, ledger, row, known, true);
}

void ledger_take(struct model *model, struct ledger *ledger, const struct card *card)
{
	bool known;
	if (!follows(model, ledger, card))
		return;
	const struct participant_row *row = model_person_of(model, card, &known);
	change(model, ledger, row, known, false);
}

static bool count_card(struct model *model, struct ledger *ledger, card_id id)
{
	bool known;
	const struct participant_row *row = model_person_of(model, model_card(model, id), &known);
	change(model, ledger, row, true, true);
	return known;
}

void ledger_settle(struct model *model, struct cluster_row *row)
{
	struct ledger *ledger = &row->ledger;
	if (ledger->epoch == model->people_epoch)
		return;
	ledger->n = ledger->unattributed = 0;
	for (size_t i = 0; i < row->cluster.ncards; i++) {
		bool known = count_card(model, ledger, row->cluster.cards[i]);
		struct card_list beneath = model_stack(model, row->cluster.cards[i]);
		for (size_t j = 0; j < beneath.n; j++)
			known = count_card(model, ledger, beneath.ids[j]) || known;
		ledger->unattributed += !known;
	}
	ledger->epoch = model->people_epoch;
}

void ledger_release(struct ledger *ledger)
{
	free(ledger->lines);
	*ledger = (struct ledger){0};
}
