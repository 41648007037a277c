/*
 * Patience: words that occur once in both texts are pairs, the longest chain of them in order
 * holds, equal words around a pair join it, and what lies between two pairs is looked at the same
 * way. Done from the front and from the back; where equal words could slide (one "yeah" of three is
 * gone) the two differ, and nothing is certain.
 */
#include "correction-internal.h"

#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { RUN_WORDS = 4, DEEPEST = 200 };

static const uint32_t TWICE = UINT32_MAX - 1; /* in a map: occurs more than once */

/* ---- words ---- */

static bool is_gap(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0xa0 || c == 0x3000;
}

static int64_t mix(int64_t key, int64_t more)
{
	uint64_t x = ((uint64_t)key ^ (uint64_t)more) * 0x9e3779b97f4a7c15u;
	x ^= x >> 29;
	return x ? (int64_t)x : 1;
}

void words_read(struct words *words, struct str text)
{
	size_t capacity = 0, at = 0;
	uint32_t position = 0, c;
	bool inside = false;
	*words = (struct words){NULL, 0};
	for (; at < text.n; position++) {
		size_t from = at;
		at += utf8_decode(text, at, &c);
		if (is_gap(c)) {
			inside = false;
			continue;
		}
		if (!inside || c >= 0x2e80) {
			ALLOC_GROW(words->list, words->n + 1, capacity);
			words->list[words->n++] =
				(struct word){1, (uint32_t)from, (uint32_t)from, position};
		}
		inside = c < 0x2e80;
		struct word *word = &words->list[words->n - 1];
		word->key = mix(word->key, c);
		word->to = (uint32_t)at;
	}
}

/* ---- pairs ---- */

/* Both texts as keys, in the direction that is looked at, and what was found. */
struct pairing {
	const int64_t *a, *b;
	int32_t *pair; /* as a */
};

/* Half open parts of both. */
struct span {
	uint32_t a, a_end, b, b_end;
};

struct pair {
	uint32_t a, b;
};

static int64_t key_of_run(const int64_t *keys, uint32_t n)
{
	int64_t key = 1;
	for (uint32_t i = 0; i < n; i++)
		key = mix(key, keys[i]);
	return key;
}

static void count_runs(struct map *map, const int64_t *keys, uint32_t from, uint32_t end,
		       uint32_t n)
{
	for (uint32_t i = from; i + n <= end; i++) {
		int64_t key = key_of_run(keys + i, n);
		map_put(map, key, map_get(map, key) == MAP_ABSENT ? i : TWICE);
	}
}

/* Runs of n words that occur once in each part, by their place in a. */
static struct pair *unique_runs(const struct pairing *p, struct span s, uint32_t n, size_t *count)
{
	struct map a = {0}, b = {0};
	struct pair *found = NULL;
	size_t capacity = 0;
	*count = 0;
	count_runs(&a, p->a, s.a, s.a_end, n);
	count_runs(&b, p->b, s.b, s.b_end, n);
	for (uint32_t i = s.a; i + n <= s.a_end; i++) {
		int64_t key = key_of_run(p->a + i, n);
		uint32_t at = map_get(&b, key);
		if (map_get(&a, key) == TWICE || at == TWICE || at == MAP_ABSENT)
			continue;
		ALLOC_GROW(found, *count + 1, capacity);
		found[(*count)++] = (struct pair){i, at};
	}
	map_release(&a);
	map_release(&b);
	return found;
}

/* Keeps the longest chain that goes up in b too, in place: piles of cards, as in the game. */
static size_t longest_chain(struct pair *pairs, size_t n)
{
	uint32_t *tops = xcalloc(n, sizeof *tops), *below = xcalloc(n, sizeof *below);
	size_t npiles = 0;
	for (uint32_t i = 0; i < n; i++) {
		size_t low = 0, high = npiles;
		while (low < high) {
			size_t middle = (low + high) / 2;
			if (pairs[tops[middle]].b < pairs[i].b)
				low = middle + 1;
			else
				high = middle;
		}
		below[i] = low ? tops[low - 1] : 0;
		tops[low] = i;
		npiles += low == npiles;
	}
	for (size_t i = npiles, at = npiles ? tops[npiles - 1] : 0; i-- > 0; at = below[at])
		tops[i] = (uint32_t)at;
	for (size_t i = 0; i < npiles; i++)
		pairs[i] = pairs[tops[i]];
	free(tops);
	free(below);
	return npiles;
}

/* Equal words at both ends of a part are pairs. */
static void take_ends(struct pairing *p, struct span *s)
{
	while (s->a < s->a_end && s->b < s->b_end && p->a[s->a] == p->b[s->b])
		p->pair[s->a++] = (int32_t)s->b++;
	while (s->a < s->a_end && s->b < s->b_end && p->a[s->a_end - 1] == p->b[s->b_end - 1])
		p->pair[--s->a_end] = (int32_t)--s->b_end;
}

static void pair_span(struct pairing *p, struct span s, uint32_t nwords, int depth);

/* A run joins what is paired; where it begins inside the one before, only its rest does. */
static void take_run(struct pairing *p, struct span *s, struct pair run, uint32_t nwords, int depth)
{
	uint32_t known = run.a < s->a ? s->a - run.a : 0;
	if (known >= nwords || run.b + known < s->b || (known && run.b + known != s->b))
		return;
	if (!known)
		pair_span(p, (struct span){s->a, run.a, s->b, run.b}, 1, depth + 1);
	for (uint32_t k = known; k < nwords; k++)
		p->pair[run.a + k] = (int32_t)(run.b + k);
	s->a = run.a + nwords;
	s->b = run.b + nwords;
}

static void pair_span(struct pairing *p, struct span s, uint32_t nwords, int depth)
{
	size_t n;
	take_ends(p, &s);
	if (s.a == s.a_end || s.b == s.b_end || depth > DEEPEST)
		return;
	struct pair *chain = unique_runs(p, s, nwords, &n);
	n = longest_chain(chain, n);
	for (size_t i = 0; i < n; i++)
		take_run(p, &s, chain[i], nwords, depth);
	free(chain);
	if (n || nwords > 1)
		pair_span(p, s, 1, depth + 1);
}

static int64_t *keys_of(const struct words *words, bool backwards)
{
	int64_t *keys = xcalloc(words->n, sizeof *keys);
	for (uint32_t i = 0; i < words->n; i++)
		keys[i] = words->list[backwards ? words->n - 1 - i : i].key;
	return keys;
}

static int32_t *pair_all(const struct words *before, const struct words *after, bool backwards)
{
	int64_t *a = keys_of(before, backwards), *b = keys_of(after, backwards);
	int32_t *pair = xcalloc(before->n, sizeof *pair);
	struct pairing p = {a, b, pair};
	for (uint32_t i = 0; i < before->n; i++)
		pair[i] = UNPAIRED;
	pair_span(&p, (struct span){0, before->n, 0, after->n}, RUN_WORDS, 0);
	free(a);
	free(b);
	return pair;
}

/* ---- what could slide ---- */

static void gather(struct map *seen, const struct words *words, uint32_t from, uint32_t end)
{
	for (uint32_t i = from; i < end; i++)
		map_put(seen, words->list[i].key, 1);
}

/*
 * Beside a place where words are gone or new, a pair may be one of two equal words: of "lines,
 * lines I" with one gone either may be left. Such pairs are none, until the first word that is not
 * among those that changed.
 */
static void doubt_around(const struct words *before, const struct words *after, int32_t *pair,
			 struct span gap)
{
	struct map seen = {0};
	gather(&seen, before, gap.a, gap.a_end);
	gather(&seen, after, gap.b, gap.b_end);
	for (uint32_t i = gap.a_end; i < before->n && pair[i] != UNPAIRED &&
				     map_get(&seen, before->list[i].key) != MAP_ABSENT;
	     i++)
		pair[i] = UNPAIRED;
	for (uint32_t i = gap.a;
	     i-- > 0 && pair[i] != UNPAIRED && map_get(&seen, before->list[i].key) != MAP_ABSENT;)
		pair[i] = UNPAIRED;
	map_release(&seen);
}

static void doubt(const struct words *before, const struct words *after, int32_t *pair)
{
	struct span gap = {0, 0, 0, 0};
	for (uint32_t i = 0; i <= before->n; i++) {
		if (i < before->n && pair[i] == UNPAIRED)
			continue;
		gap.a_end = i;
		gap.b_end = i < before->n ? (uint32_t)pair[i] : after->n;
		struct span next = {i + 1, 0, gap.b_end + 1, 0};
		if (gap.a < gap.a_end || gap.b < gap.b_end)
			doubt_around(before, after, pair, gap);
		gap = next;
	}
}

void words_pair(const struct words *before, const struct words *after, int32_t *pair)
{
	int32_t *front = pair_all(before, after, false), *back = pair_all(before, after, true);
	for (uint32_t i = 0; i < before->n; i++) {
		int32_t other = back[before->n - 1 - i];
		bool agreed = other != UNPAIRED && front[i] == (int32_t)after->n - 1 - other;
		pair[i] = agreed ? front[i] : UNPAIRED;
	}
	free(front);
	free(back);
	doubt(before, after, pair);
}
