/*
 * The order of quotes. Every person speaks once before anyone speaks twice: round r holds each
 * person's r-th best card. Inside a round: surprises, then quotes of a readable length, then time.
 * Last come those nobody can be named for and those that may not be shown. Sorted once by the
 * second rule, then dealt into rounds in linear time.
 */
#include <stdlib.h>

#include "themewall/model/ahead.h"
#include "themewall/text/utf8.h"

#include "survey-internal.h"

#include "themewall/base/banned.h"

enum { SHORT = 40, LONG = 200 /* code points of a quote that stands well on a page */ };

struct quote {
	int64_t time_ms, id;
	size_t person;
	uint32_t position; /* among the cards given */
	unsigned weakness; /* 0 is best */
	uint32_t round;
};

static int by_worth(const void *a, const void *b)
{
	const struct quote *x = a, *y = b;

	if (x->weakness != y->weakness)
		return x->weakness < y->weakness ? -1 : 1;
	if (x->time_ms != y->time_ms)
		return x->time_ms < y->time_ms ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static unsigned weakness_of(const struct seen *seen)
{
	size_t nchars = utf8_length(seen->card->text);

	return (unsigned)seen->withheld << 3 | (unsigned)(seen->person == NOBODY) << 2 |
	       (unsigned)!seen->card->surprise << 1 | (unsigned)(nchars < SHORT || nchars > LONG);
}

static size_t collect(const struct seen *seen, size_t nseen, struct quote *quotes)
{
	size_t n = 0;

	for (size_t i = 0; i < nseen; i++) {
		const struct card *card = seen[i].card;
		if (i + AHEAD < nseen)
			ahead_text(seen[i + AHEAD].card->text);
		if (card->kind != CARD_QUOTE || seen[i].moderator)
			continue;
		quotes[n++] = (struct quote){.time_ms = card->time_ms,
					     .id = card->id.n,
					     .person = seen[i].person,
					     .position = (uint32_t)i,
					     .weakness = weakness_of(&seen[i])};
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
static void deal(const struct quote *quotes, size_t n, uint32_t rounds, uint32_t *order)
{
	size_t *next = xcalloc(rounds + 1, sizeof *next);

	for (size_t i = 0; i < n; i++)
		next[quotes[i].round + 1]++;
	for (uint32_t r = 0; r < rounds; r++)
		next[r + 1] += next[r];
	for (size_t i = 0; i < n; i++)
		order[next[quotes[i].round]++] = quotes[i].position;
	free(next);
}

size_t survey_strongest(const struct survey *survey, const struct seen *seen, size_t n,
			uint32_t *order)
{
	struct quote *quotes = xcalloc(n + 1, sizeof *quotes);
	size_t nquotes = collect(seen, n, quotes);

	if (nquotes) {
		qsort(quotes, nquotes, sizeof *quotes, by_worth);
		deal(quotes, nquotes, count_rounds(survey, quotes, nquotes), order);
	}
	free(quotes);
	return nquotes;
}

size_t export_strongest(const struct model *model, cluster_id theme, card_id *cards, size_t max)
{
	const struct cluster *cluster = model_cluster(model, theme);
	struct export_options plain = {0};
	struct survey survey;

	if (!cluster)
		return 0;
	survey_init_people(&survey, model, &plain);
	struct card_list sources = model_sources(model, cluster->cards, cluster_shown(cluster).n);
	struct seen *seen = xcalloc(sources.n + 1, sizeof *seen);
	uint32_t *order = xcalloc(sources.n + 1, sizeof *order);
	for (size_t i = 0; i < sources.n; i++)
		seen[i] = survey_see(&survey, sources.ids[i]);
	size_t n = survey_strongest(&survey, seen, sources.n, order);
	for (size_t i = 0; i < n && i < max; i++)
		cards[i] = seen[order[i]].card->id;
	free(order);
	free(seen);
	survey_release(&survey);
	return n;
}
