/*
 * Where an excerpt is in the corrected text. Units: the words of both texts know their bytes and
 * code points, so a place is told in either after a search by halving. Invariant: whatever is
 * found has the same bytes as before.
 */
#include "correction-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum {
	NEAR_WORDS = 400, /* further from a certain word, once between them proves little */
	CONTEXT_BYTES = 16,
	LONG_BYTES = 48 /* a quote that long, once in each text, is the same without context */
};

uint32_t word_behind(const struct words *words, size_t byte)
{
	uint32_t low = 0, high = words->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (words->list[middle].to <= byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t byte_of(const struct side *side, int64_t position)
{
	uint32_t low = 0, high = side->words.n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (side->words.list[middle].at <= position)
			low = middle + 1;
		else
			high = middle;
	}
	const struct word none = {0}, *word = low ? &side->words.list[low - 1] : &none;
	struct str rest = str_part(side->text, word->from, side->text.n);
	return word->from + utf8_offset(rest, (size_t)position - word->at);
}

int64_t position_of(const struct side *side, size_t byte)
{
	uint32_t next = word_behind(&side->words, byte);
	if (next < side->words.n && side->words.list[next].from <= byte) {
		const struct word *word = &side->words.list[next];
		return word->at + (int64_t)utf8_length(str_part(side->text, word->from, byte));
	}
	const struct word none = {0}, *word = next ? &side->words.list[next - 1] : &none;
	return word->at + (int64_t)utf8_length(str_part(side->text, word->from, byte));
}

/* How often, up to two; *at: where first. */
static int occurrences(struct str text, struct stretch in, struct str quote, size_t *at)
{
	struct str part = str_part(text, in.from, in.to);
	size_t first = str_find(part, quote);
	if (first >= part.n)
		return 0;
	*at = in.from + first;
	part = str_part(part, first + 1, part.n);
	return str_find(part, quote) < part.n ? 2 : 1;
}

static bool has_quote(struct str text, size_t at, struct str quote)
{
	return at + quote.n <= text.n && str_equal(str_part(text, at, at + quote.n), quote);
}

/* All words of the quote are paired, one behind the other. */
static bool find_paired(const struct correction *c, struct stretch old, uint32_t first,
			uint32_t end, size_t *at)
{
	for (uint32_t i = first; i < end; i++)
		if (c->pair[i] == UNPAIRED || c->pair[i] - c->pair[first] != (int32_t)(i - first))
			return false;
	const struct word *was = &c->before.words.list[first];
	const struct word *is = &c->after.words.list[c->pair[first]];
	if (old.from < was->from && is->from < was->from - old.from)
		return false;
	*at = is->from + old.from - was->from;
	return has_quote(c->after.text, *at, str_part(c->before.text, old.from, old.to));
}

/* Once between the nearest certain words around it. */
static bool find_between(const struct correction *c, struct stretch old, uint32_t first,
			 uint32_t end, size_t *at)
{
	struct stretch before = {0, c->before.text.n}, after = {0, c->after.text.n};
	uint32_t left = first, right = end;
	size_t own;
	while (left > 0 && c->pair[left - 1] == UNPAIRED)
		left--;
	while (right < c->before.words.n && c->pair[right] == UNPAIRED)
		right++;
	if (right - left > NEAR_WORDS || (left == 0 && right == c->before.words.n))
		return false;
	if (left > 0) {
		before.from = c->before.words.list[left - 1].to;
		after.from = c->after.words.list[c->pair[left - 1]].to;
	}
	if (right < c->before.words.n) {
		before.to = c->before.words.list[right].from;
		after.to = c->after.words.list[c->pair[right]].from;
	}
	struct str quote = str_part(c->before.text, old.from, old.to);
	return after.from <= after.to && before.from <= old.from && old.to <= before.to &&
	       occurrences(c->before.text, before, quote, &own) == 1 &&
	       occurrences(c->after.text, after, quote, at) == 1;
}

/* The same bytes before and behind. */
static bool same_context(const struct correction *c, struct stretch old, size_t at)
{
	size_t n = old.to - old.from, behind = at + n;
	struct str before = c->before.text, after = c->after.text;
	return old.from >= CONTEXT_BYTES && at >= CONTEXT_BYTES &&
	       old.to + CONTEXT_BYTES <= before.n && behind + CONTEXT_BYTES <= after.n &&
	       !memcmp(before.p + old.from - CONTEXT_BYTES, after.p + at - CONTEXT_BYTES,
		       CONTEXT_BYTES) &&
	       !memcmp(before.p + old.to, after.p + behind, CONTEXT_BYTES);
}

static bool find_moved(const struct correction *c, struct stretch old, size_t *at)
{
	struct str quote = str_part(c->before.text, old.from, old.to);
	size_t own;
	return occurrences(c->before.text, (struct stretch){0, c->before.text.n}, quote, &own) ==
		       1 &&
	       occurrences(c->after.text, (struct stretch){0, c->after.text.n}, quote, at) == 1 &&
	       (quote.n >= LONG_BYTES || same_context(c, old, *at));
}

enum correction_place correction_find(const struct correction *c, int64_t start, int64_t end,
				      int64_t *place)
{
	struct stretch old = {byte_of(&c->before, start), byte_of(&c->before, end)};
	uint32_t first = word_behind(&c->before.words, old.from), last = first;
	size_t at = 0;
	while (last < c->before.words.n && c->before.words.list[last].from < old.to)
		last++;
	if (last == first)
		return CORRECTION_LOST;
	enum correction_place found =
		find_paired(c, old, first, last, &at) || find_between(c, old, first, last, &at)
			? CORRECTION_SAME
		: find_moved(c, old, &at) ? CORRECTION_MOVED
					  : CORRECTION_LOST;
	if (found != CORRECTION_LOST)
		*place = position_of(&c->after, at);
	return found;
}

static void find_certain(struct correction *c)
{
	c->certain = xcalloc(c->before.words.n, sizeof *c->certain);
	for (uint32_t i = 0; i < c->before.words.n; i++)
		if (c->pair[i] != UNPAIRED)
			c->certain[c->ncertain++] = (struct correction_pair){
				c->before.words.list[i].at, c->after.words.list[c->pair[i]].at};
}

struct correction *correction_new(struct str before, struct str after)
{
	struct correction *c = xcalloc(1, sizeof *c);
	c->before.text = before;
	c->after.text = after;
	words_read(&c->before.words, before);
	words_read(&c->after.words, after);
	c->pair = xcalloc(c->before.words.n, sizeof *c->pair);
	words_pair(&c->before.words, &c->after.words, c->pair);
	find_certain(c);
	return c;
}

void correction_free(struct correction *c)
{
	if (!c)
		return;
	free(c->before.words.list);
	free(c->after.words.list);
	free(c->pair);
	free(c->certain);
	free(c);
}

const struct correction_pair *correction_pairs(const struct correction *c, size_t *n)
{
	*n = c->ncertain;
	return c->certain;
}
