/*
 * One pass over all cards: each is folded, its words are looked up among the card's own (a bit
 * each), and what shares any is a candidate. Only then is it known how rare a word is, so
 * candidates are scored at the end; the best are kept in order as they come.
 */
#include "themewall/model/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/grapheme.h"
#include "themewall/base/banned.h"

enum { SHORTEST = 3, COMMON_SHARE = 20, COMMON_LEAST = 4 };

struct candidate {
	card_id card;
	uint64_t shared;
	size_t nwords;
};

struct finder {
	struct similar_list *list;
	struct map at;                /* hash of a word → its index */
	bool begins[256];             /* bytes that begin one of them */
	size_t ncards[SIMILAR_WORDS]; /* that hold it */
	size_t nall, nwords;          /* cards; words of the card itself */
	struct candidate *candidates; /* owned */
	size_t n, capacity;
};

void similar_init(struct similar_list *list)
{
	*list = (struct similar_list){.n = 0};
	strbuf_init(&list->key);
}

void similar_release(struct similar_list *list)
{
	strbuf_release(&list->key);
}

static bool is_word_byte(char c)
{
	return (c & 0x80) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Marks stand apart from their letter in a key. */
static bool is_one_letter(struct str word)
{
	return grapheme_next(word, 0) >= word.n;
}

static struct str word_at(struct str run, size_t at, size_t *end)
{
	*end = word_end(run, at);
	*end = *end > at && *end <= run.n ? *end : run.n;
	return str_part(run, word_previous(run, *end), *end);
}

/* The first word of a run that is not all ASCII; its end moves *at. Where words are not parted by
 * blanks each letter comes as one: two of them side by side say something. */
static struct str cut_word(struct str run, size_t *end)
{
	struct str word = word_at(run, 0, end), next;
	size_t behind;
	if (!is_one_letter(word) || *end >= run.n)
		return word;
	next = word_at(run, *end, &behind);
	if (next.p != word.p + word.n || !is_one_letter(next) || word_count(next) == 0)
		return word;
	return (struct str){word.p, word.n + next.n};
}

/* Too few letters, or none: signs are no words. */
static bool says_nothing(struct str word, bool plain)
{
	return word.n < SHORTEST || (!plain && (is_one_letter(word) || word_count(word) == 0));
}

/* The next word of a key from *at on; n 0: there is none. */
static struct str next_word(struct str key, size_t *at)
{
	struct str word = {key.p, 0};
	bool plain = true;
	while (says_nothing(word, plain) && *at < key.n) {
		size_t from = *at, to;
		plain = true;
		while (from < key.n && !is_word_byte(key.p[from]))
			from++;
		for (to = from; to < key.n && is_word_byte(key.p[to]); to++)
			plain = plain && !(key.p[to] & 0x80);
		word = str_part(key, from, to);
		if (!plain) {
			size_t end;
			word = cut_word(word, &end);
			to = from + end;
		}
		*at = to;
	}
	return says_nothing(word, plain) ? (struct str){key.p, 0} : word;
}

/* FNV-1a; never 0, and never negative. */
static int64_t hash_of(struct str word)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < word.n; i++)
		hash = (hash ^ (unsigned char)word.p[i]) * UINT64_C(1099511628211);
	return (int64_t)(hash >> 1 | 1);
}

/* Which of the card's words it is; SIMILAR_WORDS: none. */
static size_t index_of(const struct finder *finder, struct str word)
{
	if (!finder->begins[(unsigned char)word.p[0]])
		return SIMILAR_WORDS;
	uint32_t at = map_get(&finder->at, hash_of(word));
	bool same = at != MAP_ABSENT && str_equal(finder->list->word[at], word);
	return same ? at : SIMILAR_WORDS;
}

static void take_words(struct finder *finder, struct str text)
{
	struct similar_list *list = finder->list;
	size_t at = 0;
	list->n = list->nwords = 0;
	strbuf_reset(&list->key);
	fold_text(&list->key, text);
	struct str key = strbuf_str(&list->key);
	for (struct str word = next_word(key, &at); word.n; word = next_word(key, &at)) {
		finder->nwords++;
		if (list->nwords == SIMILAR_WORDS || index_of(finder, word) != SIMILAR_WORDS)
			continue;
		finder->begins[(unsigned char)word.p[0]] = true;
		map_put(&finder->at, hash_of(word), (uint32_t)list->nwords);
		list->word[list->nwords++] = word;
	}
}

static void compare(struct finder *finder, const struct card *card, struct strbuf *key)
{
	struct candidate found = {.card = card->id};
	size_t at = 0;
	strbuf_reset(key);
	fold_text(key, card->text);
	struct str text = strbuf_str(key);
	for (struct str word = next_word(text, &at); word.n; word = next_word(text, &at)) {
		size_t i = index_of(finder, word);
		found.nwords++;
		if (i < SIMILAR_WORDS)
			found.shared |= UINT64_C(1) << i;
	}
	for (size_t i = 0; found.shared && i < finder->list->nwords; i++)
		finder->ncards[i] += found.shared >> i & 1;
	if (!found.shared)
		return;
	ALLOC_GROW(finder->candidates, finder->n + 1, finder->capacity);
	finder->candidates[finder->n++] = found;
}

static void weigh(struct finder *finder)
{
	size_t common = finder->nall / COMMON_SHARE;
	common = common < COMMON_LEAST ? COMMON_LEAST : common;
	for (size_t i = 0; i < finder->list->nwords; i++) {
		size_t n = finder->ncards[i];
		double rare = n ? log((double)finder->nall / (double)n) : 0;
		finder->list->weight[i] = n > common ? 0 : rare;
	}
}

/* Behind all that are as good. */
static void keep(struct similar_list *list, struct similar hit)
{
	size_t at = list->n;
	while (at > 0 && list->hits[at - 1].score < hit.score)
		at--;
	if (at == SIMILAR_MOST)
		return;
	list->n += list->n < SIMILAR_MOST;
	memmove(&list->hits[at + 1], &list->hits[at], (list->n - at - 1) * sizeof hit);
	list->hits[at] = hit;
}

static void score(struct finder *finder, const struct candidate *candidate)
{
	struct similar hit = {.card = candidate->card, .shared = candidate->shared};
	for (size_t i = 0; i < finder->list->nwords; i++)
		if (candidate->shared >> i & 1)
			hit.score += finder->list->weight[i];
	hit.score /= sqrt((double)finder->nwords * (double)candidate->nwords);
	if (hit.score > 0)
		keep(finder->list, hit);
}

void similar_find(struct similar_list *list, const struct model *model, card_id id)
{
	struct finder finder = {.list = list};
	struct card_list cards = model_cards(model);
	struct strbuf key = STRBUF_INIT;
	const struct card *self = model_card(model, id);
	take_words(&finder, self ? self->text : STR(""));
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		if (card->stack.n)
			continue;
		finder.nall++;
		compare(&finder, card, &key);
	}
	weigh(&finder);
	for (size_t i = 0; i < finder.n; i++)
		if (finder.candidates[i].card.n != id.n)
			score(&finder, &finder.candidates[i]);
	map_release(&finder.at);
	free(finder.candidates);
	strbuf_release(&key);
}

/* The heaviest of a set of words; SIMILAR_WORDS: none weighs anything. */
static size_t heaviest(const struct similar_list *list, uint64_t set)
{
	size_t best = SIMILAR_WORDS;
	for (size_t i = 0; i < list->nwords; i++)
		if ((set >> i & 1) && list->weight[i] > 0 &&
		    (best == SIMILAR_WORDS || list->weight[i] > list->weight[best]))
			best = i;
	return best;
}

void similar_add_words(struct strbuf *out, const struct similar_list *list, size_t hit, int ncells)
{
	uint64_t left = list->hits[hit].shared;
	size_t start = out->len;
	for (size_t i; (i = heaviest(list, left)) < SIMILAR_WORDS; left &= ~(UINT64_C(1) << i)) {
		size_t before = out->len;
		strbuf_add_z(out, before > start ? ", " : "");
		fold_add_shown(out, list->word[i]);
		if (before > start &&
		    text_width(str_part(strbuf_str(out), start, out->len)) > ncells) {
			strbuf_remove(out, before, out->len - before);
			return;
		}
	}
}
