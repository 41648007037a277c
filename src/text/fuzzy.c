/*
 * The best way to find a needle's letters in a hay, in order. A table, one row per letter of the
 * needle and one column per letter of the hay, of which only one row is kept: `ends` is the best
 * score of the needle so far when its last letter stands exactly here, `best` the best one that
 * ends here or earlier, less a point for each letter between. Units are code points.
 */
#include "themewall/text/fuzzy.h"

#include <stdint.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum {
	SCORE_LETTER = 16,
	SCORE_RUN = 14, /* right behind the letter before it */
	SCORE_WORD_START = 10,
	SCORE_BEGINNING = 6, /* besides that of a word start */
	SCORE_WHOLE_WORD = 1000,
	SCORE_WHOLE_HAY = 1000, /* besides that of a whole word */
	IMPOSSIBLE = -(1 << 30),
};

struct column {
	uint32_t letter;
	int ends, best;
};

static bool is_letter(uint32_t c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Most hays are turned away here, before any table is made. Bytes may only err towards "yes". */
static bool letters_occur(struct str needle, struct str hay)
{
	size_t at = 0;
	for (size_t i = 0; i < needle.n; i++) {
		at += str_find_char((struct str){hay.p + at, hay.n - at}, needle.p[i]);
		if (at++ >= hay.n)
			return false;
	}
	return true;
}

static int place_bonus(const struct column *columns, size_t at)
{
	if (at == 0)
		return SCORE_WORD_START + SCORE_BEGINNING;
	bool start = is_letter(columns[at].letter) && !is_letter(columns[at - 1].letter);
	return start ? SCORE_WORD_START : 0;
}

/* The row of the next letter, in place: each column still holds the row before when it is read. */
static void fill_row(struct column *columns, size_t count, uint32_t letter, bool first)
{
	int left_ends = IMPOSSIBLE, left_best = first ? 0 : IMPOSSIBLE, best = IMPOSSIBLE;
	for (size_t at = 0; at < count; at++) {
		struct column *column = &columns[at];
		int run = left_ends + SCORE_RUN;
		int ends = IMPOSSIBLE;
		if (column->letter == letter) {
			ends = SCORE_LETTER + place_bonus(columns, at);
			ends += run > left_best ? run : left_best;
		}
		left_ends = column->ends;
		left_best = first ? 0 : column->best;
		best = ends > best - 1 ? ends : best - 1;
		column->ends = ends;
		column->best = best;
	}
}

static int best_way(struct str needle, struct column *columns, size_t count)
{
	for (size_t i = 0; i < needle.n;) {
		uint32_t letter;
		bool first = i == 0;
		i += utf8_decode(needle, i, &letter);
		fill_row(columns, count, letter, first);
	}
	int best = IMPOSSIBLE;
	for (size_t at = 0; at < count; at++)
		best = columns[at].ends > best ? columns[at].ends : best;
	return best;
}

/* Whether the needle stands in the hay between word boundaries. */
static bool has_whole_word(struct str needle, struct str hay)
{
	for (size_t at = 0; at + needle.n <= hay.n; at++) {
		at += str_find((struct str){hay.p + at, hay.n - at}, needle);
		if (at >= hay.n)
			break;
		size_t end = at + needle.n;
		if ((at == 0 || !is_letter((unsigned char)hay.p[at - 1])) &&
		    (end == hay.n || !is_letter((unsigned char)hay.p[end])))
			return true;
	}
	return false;
}

int fuzzy_score(struct str needle, struct str hay)
{
	struct column small[256], *columns = small;
	size_t count = 0;
	if (needle.n == 0)
		return 0;
	if (needle.n > hay.n || !letters_occur(needle, hay))
		return -1;
	if (hay.n > TW_COUNT(small))
		columns = xreallocarray(NULL, hay.n, sizeof *columns);
	for (size_t i = 0; i < hay.n; count++) {
		columns[count] = (struct column){0, IMPOSSIBLE, IMPOSSIBLE};
		i += utf8_decode(hay, i, &columns[count].letter);
	}
	int score = best_way(needle, columns, count);
	if (columns != small)
		free(columns);
	if (score <= IMPOSSIBLE / 2)
		return -1;
	if (has_whole_word(needle, hay))
		score += SCORE_WHOLE_WORD;
	if (str_equal(needle, hay))
		score += SCORE_WHOLE_HAY;
	return score > 1 ? score : 1;
}
