/*
 * What became of words that were changed: the stretch of the new text between the certain words at
 * the edges of the old one. An edge is certain when the word there is paired, or else its neighbour
 * outside; the ends of both texts are neighbours, too. Units: indices of words, then bytes.
 */
#include "correction-internal.h"

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { LONGER_TIMES = 3, LONGER_WORDS = 12 };

/* Commas, full stops, quotes: what may stand at a word without being of it. */
static bool is_mark(uint32_t c)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	return c < 0x80 ? !letter
			: c == 0xab || c == 0xbb || c == 0xa1 || c == 0xbf ||
				  (c >= 0x2010 && c <= 0x205e);
}

static bool are_marks(struct str s)
{
	uint32_t c;
	for (size_t at = 0; at < s.n;) {
		at += utf8_decode(s, at, &c);
		if (!is_mark(c))
			return false;
	}
	return true;
}

/* Bytes of marks at the beginning of a word, or at its end; all of it: none. */
static size_t marks_before(struct str word)
{
	uint32_t c;
	for (size_t at = 0, n; at < word.n; at += n) {
		n = utf8_decode(word, at, &c);
		if (!is_mark(c))
			return at;
	}
	return 0;
}

static size_t marks_behind(struct str word)
{
	size_t last = 0;
	uint32_t c;
	for (size_t at = 0; at < word.n;) {
		at += utf8_decode(word, at, &c);
		if (!is_mark(c))
			last = at;
	}
	return last ? word.n - last : 0;
}

static struct str word_at(const struct side *side, uint32_t i)
{
	const struct word *word = &side->words.list[i];
	return str_part(side->text, word->from, word->to);
}

/* Where it begins in the new text: byte and word. */
static bool find_left(const struct correction *c, struct stretch old, uint32_t first,
		      uint32_t *word, size_t *from)
{
	const struct word *was = &c->before.words.list[first];
	bool inside = old.from > was->from, own = c->pair[first] != UNPAIRED;
	if (!own && first > 0 && c->pair[first - 1] == UNPAIRED)
		return false;
	*word = own ? (uint32_t)c->pair[first] : first > 0 ? (uint32_t)c->pair[first - 1] + 1 : 0;
	if (*word >= c->after.words.n)
		return false;
	*from = c->after.words.list[*word].from;
	if (own)
		*from += inside ? old.from - was->from : 0;
	else if (inside && !are_marks(str_part(c->before.text, was->from, old.from)))
		return false;
	else if (inside)
		*from += marks_before(word_at(&c->after, *word));
	return true;
}

/* Where it ends; last: the old stretch's last word. */
static bool find_right(const struct correction *c, struct stretch old, uint32_t last,
		       uint32_t *word, size_t *to)
{
	const struct word *was = &c->before.words.list[last];
	bool inside = old.to < was->to, own = c->pair[last] != UNPAIRED;
	bool at_end = last + 1 == c->before.words.n;
	if (!own && !at_end && c->pair[last + 1] == UNPAIRED)
		return false;
	uint32_t behind = at_end ? c->after.words.n : own ? 0 : (uint32_t)c->pair[last + 1];
	if (!own && behind == 0)
		return false;
	*word = own ? (uint32_t)c->pair[last] : behind - 1;
	*to = c->after.words.list[*word].to;
	if (own)
		*to -= inside ? was->to - old.to : 0;
	else if (inside && !are_marks(str_part(c->before.text, old.to, was->to)))
		return false;
	else if (inside)
		*to -= marks_behind(word_at(&c->after, *word));
	return true;
}

static size_t count_lines(struct str text, struct stretch part)
{
	size_t n = 0;
	for (size_t i = part.from; i < part.to; i++)
		n += text.p[i] == '\n';
	return n;
}

bool correction_counterpart(const struct correction *c, int64_t start, int64_t end, int64_t *from,
			    int64_t *to)
{
	struct stretch old = {byte_of(&c->before, start), byte_of(&c->before, end)}, new;
	uint32_t first = word_behind(&c->before.words, old.from), last = first, left, right;
	while (last < c->before.words.n && c->before.words.list[last].from < old.to)
		last++;
	if (last == first || !find_left(c, old, first, &left, &new.from) ||
	    !find_right(c, old, last - 1, &right, &new.to))
		return false;
	if (left > right || new.from >= new.to ||
	    are_marks(str_part(c->after.text, new.from, new.to)) ||
	    right - left + 1 > (last - first) * LONGER_TIMES + LONGER_WORDS ||
	    count_lines(c->after.text, new) > count_lines(c->before.text, old))
		return false;
	*from = position_of(&c->after, new.from);
	*to = position_of(&c->after, new.to);
	return true;
}
