/*
 * How much of what participants said is on cards. Turns and cards both come in the order of the
 * transcript: one walk along both. Positions are code points, counts are words.
 */
#include "themewall/model/coverage.h"

#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

/* The cards of one transcript, walked along with its turns. */
struct walk {
	const struct model *model;
	struct card_list cards; /* by start */
	size_t next;            /* the first that may reach into this turn or a later one */
};

static size_t words_between(const struct turn *turn, int64_t from, int64_t to)
{
	if (to <= from)
		return 0;
	return word_count(
		utf8_slice(turn->text, (size_t)(from - turn->start), (size_t)(to - turn->start)));
}

/* Words of a turn that no card covers. */
static size_t uncovered_words(struct walk *walk, const struct turn *turn)
{
	int64_t from = turn->start;
	size_t words = 0;

	for (size_t i = walk->next; i < walk->cards.n; i++) {
		const struct card *card = model_card(walk->model, walk->cards.ids[i]);
		if (card->start >= turn->end)
			break;
		if (card->end <= from)
			continue;
		words += words_between(turn, from, card->start);
		from = card->end < turn->end ? card->end : turn->end;
	}
	return words + words_between(turn, from, turn->end);
}

/* Cards that end before a turn begins are done with, as far as they come first. */
static void walk_on(struct walk *walk, const struct turn *turn)
{
	while (walk->next < walk->cards.n &&
	       model_card(walk->model, walk->cards.ids[walk->next])->end <= turn->start)
		walk->next++;
}

static bool is_answer(const struct model *model, const struct turn *turn)
{
	const struct speaker *speaker =
		turn->speaker.n ? model_speaker(model, turn->speaker) : NULL;

	return !speaker || (speaker->role != ROLE_MODERATOR && speaker->role != ROLE_OBSERVER);
}

/* Keeps the list of the longest in order; equal ones stay in the order of the transcript. */
static void keep_longest(struct passage *passages, size_t max, size_t *n, struct passage passage)
{
	size_t at = *n;

	if (passage.words == 0)
		return;
	while (at > 0 && passages[at - 1].words < passage.words)
		at--;
	if (at == max)
		return;
	size_t moved = (*n < max ? *n : max - 1) - at;
	memmove(passages + at + 1, passages + at, moved * sizeof *passages);
	passages[at] = passage;
	*n += *n < max;
}

static struct reading read_one(const struct model *model, transcript_id id,
			       struct passage *passages, size_t max, size_t *npassages)
{
	const struct transcript *transcript = model_transcript(model, id);
	struct walk walk = {.model = model, .cards = model_cards_of_transcript(model, id)};
	struct reading reading = {0};
	struct passage open = {0};

	*npassages = 0;
	for (size_t i = 0; transcript && transcript->loaded && i < (size_t)transcript->nturns;
	     i++) {
		const struct turn *turn = &transcript->turns[i];
		if (!is_answer(model, turn))
			continue;
		walk_on(&walk, turn);
		size_t words = word_count(turn->text), left = uncovered_words(&walk, turn);
		reading.words += words;
		reading.covered += words > left ? words - left : 0;
		if (left < words) {
			keep_longest(passages, max, npassages, open);
			open = (struct passage){0};
			continue;
		}
		if (open.words == 0)
			open.first = i;
		open.last = i;
		open.words += words;
	}
	keep_longest(passages, max, npassages, open);
	return reading;
}

/* What was on a card before the text was corrected still is. */
struct reading coverage_reading(const struct model *model, transcript_id id,
				struct passage *passages, size_t max, size_t *npassages)
{
	struct transcript_list earlier = model_replaced_transcripts(model);
	struct reading reading = read_one(model, id, passages, max, npassages);

	for (size_t i = 0; i < earlier.n; i++) {
		const struct transcript *t = model_transcript(model, earlier.ids[i]);
		size_t none;
		if (model_transcript_corrects(model, id, t))
			reading.covered += read_one(model, t->id, NULL, 0, &none).covered;
	}
	if (reading.covered > reading.words)
		reading.covered = reading.words;
	return reading;
}
