#ifndef THEMEWALL_MODEL_STRENGTH_H
#define THEMEWALL_MODEL_STRENGTH_H

#include "themewall/model/coverage.h"

/*
 * How far a theme carries, in people before cards, and what a careful reader should know first.
 * Warnings are hints, never verdicts.
 */
enum strength_warning {
	STRENGTH_ONE_VOICE = 1 << 0, /* heard from one person of several */
	STRENGTH_DOMINATED = 1 << 1, /* more than half of its cards are one person's */
	STRENGTH_PROMPTED = 1 << 2,  /* everything said answers leading or hypothetical questions */
	STRENGTH_EARLY = 1 << 3,     /* everything was said in the first minutes of long sessions */
};
/* A session of three times the first minutes, at a hundred words a minute: people seldom speak
 * slower. Words are counted at import, so that no transcript must be loaded to know. */
enum {
	STRENGTH_WARNINGS = 4,
	STRENGTH_EARLY_MS = 5 * 60 * 1000,
	STRENGTH_LONG_WORDS = 3 * 5 * 100
};

struct strength {
	size_t people, of_people;
	size_t segments, of_segments; /* of those with people; of_segments 0: none known */
	size_t cards;
	unsigned warnings;
	size_t loudest;       /* index of the person with most cards; COVERAGE_NONE: nobody */
	size_t loudest_cards; /* of them */
};

/* Of a row of coverage. Prompted is only found where the transcripts are loaded. */
struct strength strength_of(const struct coverage *coverage, const struct model *model,
			    size_t theme);
/* Whether a card was said in the first minutes, before people warm up, of a session that goes on
 * well beyond them: of a short one everything is said then. */
bool strength_is_early(const struct model *model, const struct card *card);
/* Whether more than half of the cards that name a person are one's; nobody alone, and no handful,
 * is called dominated. */
bool strength_is_dominated(size_t people, size_t cards, size_t loudest_cards);
/* "5 of 8 people, 2 of 3 segments, 11 cards"; without segments when none are known. */
void strength_add(struct strbuf *out, const struct strength *strength);
/* "one voice", "mostly one voice", "only after leading questions", "only in the first minutes". */
const char *strength_warning_name(enum strength_warning warning);
/* The same for programs: "one-voice", "dominated-by-one", "leading-question-only",
 * "early-minutes-only". */
const char *strength_warning_key(enum strength_warning warning);

#endif
