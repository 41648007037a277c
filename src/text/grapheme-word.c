/*
 * Words by Unicode's rules (UAX #29): what lies between two word boundaries and holds a letter or a
 * digit. No word holds a blank, so that text is cut at its blanks first, and libunistring sees only
 * the piece around the position asked about: a step costs as much as the word is long, not the
 * transcript.
 */
#include "themewall/text/grapheme.h"

#include <stdlib.h>

#include <unictype.h>
#include <uniwbrk.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Sees each word of a chunk in turn; false ends the walk. */
typedef bool word_fn(void *ctx, size_t from, size_t to);

static bool is_gap(char c)
{
	return (unsigned char)c <= ' ';
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t chunk_start(struct str s, size_t at)
{
	while (at > 0 && !is_gap(s.p[at - 1]))
		at--;
	return at;
}

static size_t chunk_end(struct str s, size_t at)
{
	while (at < s.n && !is_gap(s.p[at]))
		at++;
	return at;
}

static bool is_word(struct str piece)
{
	for (size_t i = 0; i < piece.n;) {
		uint32_t c;
		i += utf8_decode(piece, i, &c);
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
			return true;
	}
	return false;
}

static bool each_piece(struct str s, size_t from, size_t to, const char *breaks, word_fn *see,
		       void *ctx)
{
	for (size_t start = from, end; start < to; start = end) {
		end = start + 1;
		while (end < to && !breaks[end - from])
			end++;
		if (is_word(str_part(s, start, end)) && !see(ctx, start, end))
			return false;
	}
	return true;
}

static bool each_word(struct str s, size_t from, size_t to, word_fn *see, void *ctx)
{
	char small[256], *breaks = small;
	size_t letters = from;
	while (letters < to && is_ascii_letter(s.p[letters]))
		letters++;
	if (letters == to)
		return from == to || see(ctx, from, to);
	if (to - from > sizeof small)
		breaks = xmalloc(to - from);
	u8_wordbreaks((const uint8_t *)s.p + from, to - from, breaks);
	bool on = each_piece(s, from, to, breaks, see, ctx);
	if (breaks != small)
		free(breaks);
	return on;
}

/* Each word from the chunk around `at` to the end. */
static void each_word_from(struct str s, size_t at, word_fn *see, void *ctx)
{
	size_t start = chunk_start(s, at);
	while (start < s.n) {
		size_t end = chunk_end(s, start);
		if (!each_word(s, start, end, see, ctx))
			return;
		for (start = end; start < s.n && is_gap(s.p[start]);)
			start++;
	}
}

struct search {
	size_t least; /* the first start wanted; for word_previous: the first one too late */
	size_t from, to;
	bool found;
};

static bool take_first(void *ctx, size_t from, size_t to)
{
	struct search *search = ctx;
	search->found = from >= search->least;
	search->from = from;
	search->to = to;
	return !search->found;
}

static bool take_last_before(void *ctx, size_t from, size_t to)
{
	struct search *search = ctx;
	if (from >= search->least)
		return false;
	*search = (struct search){search->least, from, to, true};
	return true;
}

static bool count_one(void *ctx, size_t from, size_t to)
{
	++*(size_t *)ctx;
	return true;
}

size_t word_next(struct str s, size_t at)
{
	struct search search = {.least = at + 1};
	each_word_from(s, at, take_first, &search);
	return search.found ? search.from : s.n;
}

size_t word_end(struct str s, size_t at)
{
	struct search search = {.least = at};
	each_word_from(s, at, take_first, &search);
	return search.found ? search.to : s.n;
}

size_t word_previous(struct str s, size_t at)
{
	struct search search = {.least = at};
	while (at > 0 && !search.found) {
		while (at > 0 && is_gap(s.p[at - 1]))
			at--;
		size_t start = chunk_start(s, at);
		each_word(s, start, chunk_end(s, start), take_last_before, &search);
		at = start;
	}
	return search.found ? search.from : 0;
}

size_t word_count(struct str s)
{
	size_t count = 0;
	each_word_from(s, 0, count_one, &count);
	return count;
}
