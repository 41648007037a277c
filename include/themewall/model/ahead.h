#ifndef THEMEWALL_MODEL_AHEAD_H
#define THEMEWALL_MODEL_AHEAD_H

#include "themewall/model/model.h"

/*
 * For whoever looks up many cards in an order that is not theirs in memory: each would be waited
 * for, so those that come next are sent for meanwhile. Changes nothing but the time it takes.
 */
enum { AHEAD = 8 /* how many cards before it is needed */ };

/* To be called with i counting up from 0, each time before model_card(ids[i]). */
void ahead_card(const struct model *model, const card_id *ids, size_t n, size_t i);

/* The beginning of a text that will be read soon. */
static inline void ahead_text(struct str text)
{
	if (text.n)
		__builtin_prefetch(text.p);
	if (text.n > 64)
		__builtin_prefetch(text.p + 64);
}

#endif
