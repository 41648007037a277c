#ifndef THEMEWALL_EXPORT_TEAM_INTERNAL_H
#define THEMEWALL_EXPORT_TEAM_INTERNAL_H

#include "themewall/model/team.h"

#include "part-internal.h"

/*
 * What the findings and the counts both say of a team: how far two sorts agree, what came of a
 * vote. Only what everybody may see: shown sorts, closed votes. Names are marked parts.
 */

/* "ana and tom"; with the wall "ana" alone. */
void team_add_names(struct strbuf *out, const struct team *team, const struct team_pair *pair);
/* "0.58 over 52 cards", or why there is none. */
void team_add_rand(struct strbuf *out, const struct comparison *c);
/* "5 names in common, over 40 cards: Cohen's kappa 0.61, Krippendorff's alpha 0.62", or that there
 * are none. */
void team_add_labels(struct strbuf *out, const struct comparison *c);
void team_add_figure(struct strbuf *out, struct figure figure);
/* ana: "Trust", tom: "Totals" */
void team_add_piles(struct strbuf *out, const struct team *team, card_id card);

/* What came of a closed vote, most dots first. */
struct result {
	struct ballot ballot;
	struct turnout turnout;
	struct outcome *all; /* owned */
	size_t n;
};
/* False when no such vote is closed; nothing is to be released then. */
bool result_of_newest(struct result *result, const struct model *model, bool insights);
void result_of(struct result *result, const struct model *model, const struct ballot *ballot);
void result_release(struct result *result);
/* "What first? (themes; 3 people, 4 dots each)" */
void result_add_head(struct strbuf *out, const struct result *result);
/* "5 of 12 dots, 3 of 3 people" */
void result_add_share(struct strbuf *out, const struct result *result,
		      const struct outcome *outcome);
/* "We check each sum [T-07]" */
void result_add_thing(struct strbuf *out, const struct model *model, const struct outcome *outcome);
/* Those with equally many dots share a place: 1, 1, 3. */
size_t result_place(const struct result *result, size_t at);

#endif
