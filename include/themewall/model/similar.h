#ifndef THEMEWALL_MODEL_SIMILAR_H
#define THEMEWALL_MODEL_SIMILAR_H

#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"
#include "themewall/model/ids.h"
#include "themewall/model/model.h"

/*
 * Cards that say something like one card, by the words they have in common: nothing is learned,
 * nothing leaves the machine, the same wall gives the same list. A pile of hints for a person, who
 * alone moves cards.
 *
 * Words are runs of letters and digits of the folded text (case and accents do not count), of three
 * bytes at least ("he" tells nothing, "tax" and one sign of Chinese do), for scripts without blanks
 * by Unicode's word boundaries (UAX #29); there are no stems and no list of stop words. A word that
 * more than one card in twenty holds (and more than four) tells nothing and is left out. Two cards
 * a and b are as alike as
 *
 *	sum over shared words w of ln(N / n(w))  /  sqrt(words(a) * words(b))
 *
 * N: cards on the wall, n(w): those that hold w. It is the coefficient of Ochiai (1957), which is
 * the cosine of two sets, with each shared word weighed by its rarity (Spärck Jones 1972). A stack
 * is its top card. Ties: the card that was made first.
 */
enum { SIMILAR_MOST = 12, SIMILAR_WORDS = 64 /* of the card, the first ones */ };

struct similar {
	card_id card;
	double score;
	uint64_t shared; /* words, a bit each */
};

struct similar_list {
	struct similar hits[SIMILAR_MOST]; /* best first */
	size_t n;
	struct strbuf key;              /* the card's folded text … */
	struct str word[SIMILAR_WORDS]; /* … and its words, in it */
	double weight[SIMILAR_WORDS];
	size_t nwords;
};

void similar_init(struct similar_list *list);
void similar_release(struct similar_list *list);
/* Replaces what the list held; one pass over all cards. */
void similar_find(struct similar_list *list, const struct model *model, card_id id);
/* The shared words of a hit, rarest first, small and without accents, as many as fit into ncells;
 * appends. */
void similar_add_words(struct strbuf *out, const struct similar_list *list, size_t hit, int ncells);

#endif
