/* How far a theme carries. People and segments come from its row of coverage; what its cards were
 * said to, and when, from the cards themselves. */
#include "themewall/model/strength.h"

#include "themewall/model/question.h"
#include "themewall/model/talk.h"

#include "themewall/base/banned.h"

enum { DOMINATED_CARDS = 4 /* fewer say nothing about who dominates */ };

/* What is common to all that was said. */
struct circumstances {
	size_t said; /* cards with a receipt, of participants */
	size_t prompted, early;
};

static bool goes_on(const struct model *model, transcript_id id)
{
	struct talk talk = talk_of_transcript(model, id);

	return talk.participants + talk.moderators + talk.observers + talk.unknown >=
	       STRENGTH_LONG_WORDS;
}

bool strength_is_early(const struct model *model, const struct card *card)
{
	return card->transcript.n && card->time_ms >= 0 && card->time_ms < STRENGTH_EARLY_MS &&
	       goes_on(model, card->transcript);
}

static void look_at_cards(const struct model *model, cluster_id id, struct circumstances *found)
{
	const struct cluster *cluster = model_cluster(model, id);
	struct card_list cards =
		model_sources(model, cluster->cards, cluster->ncards + cluster->ntwins);

	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		if (!card->transcript.n || model_card_is_moderator(model, card))
			continue;
		enum question_kind asked = question_before_card(model, card);
		found->said++;
		found->prompted += asked == QUESTION_LEADING || asked == QUESTION_HYPOTHETICAL;
		found->early += strength_is_early(model, card);
	}
	for (size_t i = 0; i < cluster->nchildren; i++)
		look_at_cards(model, cluster->children[i], found);
}

bool strength_is_dominated(size_t people, size_t cards, size_t loudest_cards)
{
	return people > 1 && cards >= DOMINATED_CARDS && 2 * loudest_cards > cards;
}

static void find_loudest(struct strength *strength, const uint32_t *cards, size_t npeople)
{
	strength->loudest = COVERAGE_NONE;
	for (size_t p = 0; p < npeople; p++) {
		if (cards[p] <= strength->loudest_cards)
			continue;
		strength->loudest = p;
		strength->loudest_cards = cards[p];
	}
}

struct strength strength_of(const struct coverage *coverage, const struct model *model,
			    size_t theme)
{
	const struct coverage_theme *row = &coverage->themes[theme];
	const uint32_t *cards = coverage->cards + theme * coverage->npeople;
	struct strength strength = {.people = row->people,
				    .of_people = coverage->npeople,
				    .segments = row->segments,
				    .of_segments = coverage->nsegments_heard,
				    .cards = row->cards};
	struct circumstances found = {0};
	size_t attributed = 0;

	for (size_t p = 0; p < coverage->npeople; p++)
		attributed += cards[p];
	find_loudest(&strength, cards, coverage->npeople);
	look_at_cards(model, row->id, &found);
	if (row->people == 1 && coverage->npeople > 1)
		strength.warnings |= STRENGTH_ONE_VOICE;
	if (strength_is_dominated(row->people, attributed, strength.loudest_cards))
		strength.warnings |= STRENGTH_DOMINATED;
	if (found.said && found.prompted == found.said)
		strength.warnings |= STRENGTH_PROMPTED;
	if (found.said && found.early == found.said)
		strength.warnings |= STRENGTH_EARLY;
	return strength;
}

void strength_add(struct strbuf *out, const struct strength *strength)
{
	strbuf_addf(out, "%zu of %zu %s", strength->people, strength->of_people,
		    strength->of_people == 1 ? "person" : "people");
	if (strength->of_segments)
		strbuf_addf(out, ", %zu of %zu %s", strength->segments, strength->of_segments,
			    strength->of_segments == 1 ? "segment" : "segments");
	strbuf_addf(out, ", %zu %s", strength->cards, strength->cards == 1 ? "card" : "cards");
}

const char *strength_warning_name(enum strength_warning warning)
{
	switch (warning) {
	case STRENGTH_ONE_VOICE:
		return "one voice";
	case STRENGTH_DOMINATED:
		return "mostly one voice";
	case STRENGTH_PROMPTED:
		return "only after leading questions";
	case STRENGTH_EARLY:
		return "only in the first minutes";
	}
	return "";
}

const char *strength_warning_key(enum strength_warning warning)
{
	switch (warning) {
	case STRENGTH_ONE_VOICE:
		return "one-voice";
	case STRENGTH_DOMINATED:
		return "dominated-by-one";
	case STRENGTH_PROMPTED:
		return "leading-question-only";
	case STRENGTH_EARLY:
		return "early-minutes-only";
	}
	return "";
}
