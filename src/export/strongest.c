/*
 * The order of quotes. Every person speaks once before anyone speaks twice: round r holds each
 * person's r-th best card. Inside a round: surprises, then quotes of a readable length, then time.
 * Last come those nobody can be named for and those that may not be shown. Sorted once by the
 * second rule, then dealt into rounds in linear time.
 */
#include <stdlib.h>

#include "themewall/text/utf8.h"

#include "survey-internal.h"

#include "themewall/base/banned.h"

enum { SHORT = 40, LONG = 200 /* code points of a quote that stands well on a page */ };

struct quote {
	const struct card *card;
	size_t person;
	unsigned weakness; /* 0 is best */
	uint32_t round;
};

static int by_worth(const void *a, const void *b)
{
	const struct quote *x = a, *y = b;

	if (x->weakness != y->weakness)
		return x->weakness < y->weakness ? -1 : 1;
	if (x->card->time_ms != y->card->time_ms)
		return x->card->time_ms < y->card->time_ms ? -1 : 1;
	return x->card->id.n < y->card->id.n ? -1 : x->card->id.n > y->card->id.n;
}

static unsigned weakness_of(const struct survey *survey, const struct card *card, size_t person)
{
	size_t nchars = utf8_length(card->text);
	bool hidden = person != NOBODY && survey->people[person].withheld;

	return (unsigned)hidden << 3 | (unsigned)(person == NOBODY) << 2 |
	       (unsigned)!card->surprise << 1 | (unsigned)(nchars < SHORT || nchars > LONG);
}

static size_t collect(const struct survey *survey, const card_id *cards, size_t ncards,
		      struct quote *quotes)
{
	size_t n = 0;

	for (size_t i = 0; i < ncards; i++) {
		const struct card *card = model_card(survey->model, cards[i]);
		if (card->kind != CARD_QUOTE || model_card_is_moderator(survey->model, card))
			continue;
		size_t person = survey_person(survey, card);
		quotes[n++] = (struct quote){card, person, weakness_of(survey, card, person), 0};
	}
	return n;
}

/* The unattributed and the withheld stand behind all rounds. */
static bool stands_last(const struct quote *quote)
{
	return quote->weakness >= 1u << 2;
}

/* Counts every quote's round; returns how many there are, one more for those that stand last. */
static uint32_t count_rounds(const struct survey *survey, struct quote *quotes, size_t n)
{
	uint32_t *spoken = xcalloc(survey->npeople + 1, sizeof *spoken), rounds = 0;

	for (size_t i = 0; i < n; i++) {
		if (stands_last(&quotes[i]))
			continue;
		quotes[i].round = spoken[quotes[i].person]++;
		if (quotes[i].round >= rounds)
			rounds = quotes[i].round + 1;
	}
	for (size_t i = 0; i < n; i++)
		if (stands_last(&quotes[i]))
			quotes[i].round = rounds;
	free(spoken);
	return rounds + 1;
}

/* Deals the quotes round by round, keeping their order inside each. */
static void deal(const struct quote *quotes, size_t n, uint32_t rounds, card_id *strongest)
{
	size_t *next = xcalloc(rounds + 1, sizeof *next);

	for (size_t i = 0; i < n; i++)
		next[quotes[i].round + 1]++;
	for (uint32_t r = 0; r < rounds; r++)
		next[r + 1] += next[r];
	for (size_t i = 0; i < n; i++)
		strongest[next[quotes[i].round]++] = quotes[i].card->id;
	free(next);
}

size_t survey_strongest(const struct survey *survey, const card_id *cards, size_t ncards,
			card_id *strongest)
{
	struct quote *quotes = xcalloc(ncards + 1, sizeof *quotes);
	size_t n = collect(survey, cards, ncards, quotes);

	if (n) {
		qsort(quotes, n, sizeof *quotes, by_worth);
		deal(quotes, n, count_rounds(survey, quotes, n), strongest);
	}
	free(quotes);
	return n;
}

size_t export_strongest(const struct model *model, cluster_id theme, card_id *cards, size_t max)
{
	const struct cluster *cluster = model_cluster(model, theme);
	struct export_options plain = {0};
	struct survey survey;

	if (!cluster)
		return 0;
	survey_init_people(&survey, model, &plain);
	card_id *all = xcalloc(cluster->ncards + 1, sizeof *all);
	size_t n = survey_strongest(&survey, cluster->cards, cluster->ncards, all);
	if (n && max)
		memcpy(cards, all, (n < max ? n : max) * sizeof *cards);
	free(all);
	survey_release(&survey);
	return n;
}
