/*
 * Striking names out. A pattern is a run of code points folded by uc_tolower, one for one, so that
 * lengths agree; the pattern of a full name holds MASK_BLANK where its words may stand apart.
 *
 * Most texts name nobody, and there may be ten megabytes of them: so a text is walked once with a
 * table of the byte pairs a name can begin with, and only where one stands, at the beginning of a
 * word, are the patterns of that first letter tried. The table says yes too often, never too
 * rarely: letters whose case leads in or out of ASCII (the Kelvin sign) make it say yes.
 */
#include "mask-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { STRUCK = 0x2588 };

struct mask *mask_new(void)
{
	struct mask *mask = xcalloc(1, sizeof *mask);
	for (unsigned two = 0; two <= 0xff; two++)
		memset(mask->pairs + pair_of(0x80, two), 1, 0x80);
	return mask;
}

void mask_free(struct mask *mask)
{
	if (!mask)
		return;
	for (size_t i = 0; i < mask->n; i++) {
		free(mask->patterns[i].chars);
		free(mask->patterns[i].folded);
		free((char *)(uintptr_t)mask->patterns[i].name.p);
	}
	free(mask->patterns);
	free(mask);
}

bool mask_is_empty(const struct mask *mask)
{
	return mask->n == 0;
}

/* One character against one of the pattern. */
static bool agrees(const struct pattern *p, size_t i, uint32_t c, bool any_case, bool capitals)
{
	if (!p->word || any_case)
		return uc_tolower(c) == p->folded[i];
	return capitals ? c == uc_toupper(p->chars[i]) : c == p->chars[i];
}

/* Bytes of text from `at` that the pattern covers; 0 when it does not stand there. */
static size_t matches(const struct pattern *p, struct str text, size_t at, bool any_case,
		      bool capitals)
{
	size_t from = at;
	uint32_t c = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (at >= text.n)
			return 0;
		size_t n = utf8_decode(text, at, &c);
		if (p->chars[i] == MASK_BLANK) {
			if (stands_apart(c))
				at += n;
			continue;
		}
		if (!agrees(p, i, c, any_case, capitals))
			return 0;
		at += n;
	}
	uint32_t next = ' ';
	if (at < text.n)
		utf8_decode(text, at, &next);
	return is_word_char(next) && is_word_char(c) && !is_unspaced(c) ? 0 : at - from;
}

/* The longest pattern that stands at a place where `c` is. */
static size_t longest_at(const struct mask *mask, struct str text, size_t at, uint32_t c,
			 uint32_t before, bool any_case)
{
	size_t longest = 0, next = mask->first[bucket_of(c)];
	for (const struct pattern *p; next; next = p->next) {
		p = &mask->patterns[next - 1];
		if (p->spared || (is_word_char(before) && !is_unspaced(p->chars[0])))
			continue;
		size_t n = matches(p, text, at, any_case, false);
		if (!n && p->word && !any_case)
			n = matches(p, text, at, false, true);
		if (n > longest)
			longest = n;
	}
	return longest;
}

/* Where the next two bytes stand that a name may begin with; text.n when there are none. */
static size_t next_pair(const struct mask *mask, struct str text, size_t at)
{
	const uint8_t *pairs = mask->pairs;
	if (!mask->n)
		return text.n;
	for (const char *p = text.p + at; at + 5 <= text.n; at += 4, p += 4)
		if (pairs[pair_at(p)] | pairs[pair_at(p + 1)] | pairs[pair_at(p + 2)] |
		    pairs[pair_at(p + 3)])
			break;
	while (at + 1 < text.n && !pairs[pair_at(text.p + at)])
		at++;
	return at + 1 < text.n || (at < text.n && pairs[pair_of((unsigned char)text.p[at], 0xff)])
		       ? at
		       : text.n;
}

/* The character that ends at `at`, which is not 0; a blank for bytes that are none. */
static uint32_t char_before(struct str text, size_t at)
{
	size_t from = at - 1;
	uint32_t c;
	while (from > 0 && at - from < 4 && ((unsigned char)text.p[from] & 0xc0) == 0x80)
		from--;
	return utf8_decode(text, from, &c) == at - from ? c : ' ';
}

/* The next name at or behind *at, which becomes its beginning: how many bytes it has; 0, none.
 * first: what counts as standing before *at. */
static size_t find_name(const struct mask *mask, struct str text, size_t *at, uint32_t first,
			bool any_case)
{
	size_t start = *at, size, n;
	for (; (*at = next_pair(mask, text, *at)) < text.n; *at += size) {
		uint32_t c, before = *at > start ? char_before(text, *at) : first;
		size = utf8_decode(text, *at, &c);
		if (c < 0x80 && is_word_char(before))
			continue;
		n = longest_at(mask, text, *at, c, before, any_case);
		if (n)
			return n;
	}
	return 0;
}

static void strike(struct strbuf *out, struct str name)
{
	uint32_t c;
	for (size_t at = 0; at < name.n;) {
		size_t n = utf8_decode(name, at, &c);
		if (is_word_char(c))
			utf8_add(out, STRUCK);
		else
			strbuf_add(out, name.p + at, n);
		at += n;
	}
}

bool mask_text(const struct mask *mask, struct strbuf *out, struct str text, bool any_case)
{
	size_t from = 0, at = 0, n;
	while ((n = find_name(mask, text, &at, from ? 'x' : ' ', any_case))) {
		strbuf_add_str(out, str_part(text, from, at));
		strike(out, str_part(text, at, at + n));
		at += n;
		from = at;
	}
	strbuf_add_str(out, str_part(text, from, text.n));
	return from > 0;
}

bool mask_is_in(const struct mask *mask, struct str text)
{
	size_t at = 0;
	return find_name(mask, text, &at, ' ', false) > 0;
}

static bool is_letter_byte(struct str bytes, size_t at)
{
	return at < bytes.n && ((bytes.p[at] >= 'a' && bytes.p[at] <= 'z') ||
				(bytes.p[at] >= 'A' && bytes.p[at] <= 'Z'));
}

bool mask_is_in_bytes(const struct mask *mask, struct str bytes)
{
	for (size_t i = 0; i < mask->n; i++) {
		struct str name = mask->patterns[i].name, rest = bytes;
		while (name.n && rest.n >= name.n) {
			const char *hit = memmem(rest.p, rest.n, name.p, name.n);
			if (!hit)
				break;
			size_t at = (size_t)(hit - bytes.p);
			if (!is_letter_byte(bytes, at + name.n) &&
			    (at == 0 || !is_letter_byte(bytes, at - 1)))
				return true;
			rest = str_part(bytes, at + 1, bytes.n);
		}
	}
	return false;
}
