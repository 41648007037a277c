/*
 * Striking names out. A pattern is a run of code points folded by uc_tolower, one for one, so that
 * lengths agree; the pattern of a full name holds BLANK where its words may stand apart.
 *
 * Most texts name nobody, and there may be ten megabytes of them: so a text is walked once with a
 * table of the byte pairs a name can begin with, and only where one stands, at the beginning of a
 * word, are the patterns of that first letter tried. The table says yes too often, never too
 * rarely: letters whose case leads in or out of ASCII (the Kelvin sign) make it say yes.
 */
#include "themewall/text/mask.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { BLANK = 0, STRUCK = 0x2588, LONGEST = 128, BUCKETS = 256 };

struct pattern {
	uint32_t *chars, *folded; /* owned */
	size_t n;
	bool word;       /* one word of a name; else a full name */
	bool spared;     /* somebody else has it */
	struct str name; /* owned; as it was given */
	size_t next;     /* with the same first letter; position + 1 */
};

struct mask {
	struct pattern *patterns;
	size_t n, capacity;
	size_t first[BUCKETS];  /* by bucket_of the first letter; position + 1 */
	uint8_t pairs[0x10000]; /* by pair_at: two bytes that a name may begin with */
};

static inline unsigned pair_of(unsigned one, unsigned two)
{
	return one | two << 8;
}

static inline unsigned pair_at(const char *p)
{
	return pair_of((unsigned char)p[0], (unsigned char)p[1]);
}

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

static bool is_word_char(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	return uc_is_property_alphabetic(c) || uc_is_general_category(c, UC_MARK) ||
	       uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER);
}

/* Scripts whose words stand without blanks. */
static bool is_unspaced(uint32_t c)
{
	return (c >= 0x0e00 && c < 0x0f00) || (c >= 0x1000 && c < 0x10a0) ||
	       (c >= 0x1780 && c < 0x1800) || (c >= 0x2e80 && c < 0xa4d0) ||
	       (c >= 0xf900 && c < 0xfb00) || c >= 0x20000;
}

static bool stands_apart(uint32_t c)
{
	return c == ' ' || c == '.' || c == '_' || c == '-' || c == 0xa0 || c == 0x2011;
}

static size_t decode_all(struct str s, uint32_t *chars)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n && n < LONGEST;)
		at += utf8_decode(s, at, &chars[n++]);
	return n;
}

static bool same_folded(const struct pattern *p, const uint32_t *folded, size_t n)
{
	return p->n == n && memcmp(p->folded, folded, n * sizeof *folded) == 0;
}

/* The same for all letters that could stand for one another. */
static unsigned bucket_of(uint32_t c)
{
	return uc_tolower(uc_toupper(c)) % BUCKETS;
}

/* Whether the pattern may go on with this byte behind its first letter. */
static bool may_follow(const struct pattern *p, unsigned byte)
{
	return byte >= 0x80 || p->n == 1 || p->chars[1] == BLANK || p->chars[1] >= 0x80 ||
	       bucket_of(byte) == bucket_of(p->chars[1]);
}

/* Pairs that begin at 0x80 or above always say yes: there the letter is decoded. */
static void add_to_index(struct mask *mask, size_t position)
{
	struct pattern *p = &mask->patterns[position];
	unsigned bucket = bucket_of(p->chars[0]);
	p->next = mask->first[bucket];
	mask->first[bucket] = position + 1;
	for (unsigned one = 0; one < 0x80; one++)
		for (unsigned two = 0; two <= 0xff && bucket_of(one) == bucket; two++)
			if (may_follow(p, two))
				mask->pairs[pair_of(one, two)] = true;
}

/* chars with folded beside; an equal one is kept as it is. */
static void add_pattern(struct mask *mask, const uint32_t *chars, size_t n, bool word,
			struct str name)
{
	uint32_t folded[LONGEST];
	for (size_t i = 0; i < n; i++)
		folded[i] = chars[i] == BLANK ? BLANK : uc_tolower(chars[i]);
	for (size_t i = 0; i < mask->n; i++)
		if (mask->patterns[i].word == word &&
		    memcmp(mask->patterns[i].chars, chars,
			   (n < mask->patterns[i].n ? n : mask->patterns[i].n) * sizeof *chars) ==
			    0 &&
		    mask->patterns[i].n == n)
			return;
	ALLOC_GROW(mask->patterns, mask->n + 1, mask->capacity);
	struct pattern *p = &mask->patterns[mask->n++];
	*p = (struct pattern){.n = n, .word = word, .name = {xstrndup(name.p, name.n), name.n}};
	p->chars = xcalloc(n, sizeof *chars);
	p->folded = xcalloc(n, sizeof *folded);
	memcpy(p->chars, chars, n * sizeof *chars);
	memcpy(p->folded, folded, n * sizeof *folded);
	add_to_index(mask, mask->n - 1);
}

/* Words that say what someone is, not who. */
static bool is_common(const uint32_t *chars, size_t n)
{
	static const char *const common[] = {
		"participant", "speaker",    "guest",   "user",    "interviewee", "person",
		"customer",    "client",     "unknown", "unnamed", "respondent",  "external",
		"dr",          "mr",         "mrs",     "ms",      "prof",        "sir",
		"de",          "del",        "der",     "den",     "di",          "da",
		"du",          "la",         "le",      "van",     "von",         "zu",
		"el",          "al",         "bin",     "the",     "and",         "of",
		"host",        "teilnehmer", "gast",    "me",      "you",         "tester"};
	for (size_t i = 0; i < TW_COUNT(common); i++) {
		size_t at = 0;
		while (at < n && common[i][at] && uc_tolower(chars[at]) == (uint32_t)common[i][at])
			at++;
		if (at == n && !common[i][at])
			return true;
	}
	return false;
}

static bool is_telling(const uint32_t *chars, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (uc_is_general_category(chars[i], UC_DECIMAL_DIGIT_NUMBER))
			return false;
	return (n >= 2 || (n == 1 && is_unspaced(chars[0]))) && !is_common(chars, n);
}

/* Calls each with every word of a name. */
static void each_word(struct mask *mask, struct str name,
		      void (*each)(struct mask *mask, const uint32_t *chars, size_t n))
{
	uint32_t chars[LONGEST];
	size_t n = decode_all(name, chars);
	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && is_word_char(chars[to]);)
			to++;
		if (to > from)
			each(mask, chars + from, to - from);
	}
}

static void add_word(struct mask *mask, const uint32_t *chars, size_t n)
{
	if (is_telling(chars, n))
		add_pattern(mask, chars, n, true, STR(""));
}

void mask_add(struct mask *mask, struct str name)
{
	uint32_t chars[LONGEST], pattern[LONGEST];
	name = str_trim(name);
	size_t n = decode_all(name, chars), to = 0;
	bool has_word = false; /* else it was struck before */
	for (size_t i = 0; i < n; i++) {
		has_word = has_word || is_word_char(chars[i]);
		if (!stands_apart(chars[i]))
			pattern[to++] = chars[i];
		else if (to && pattern[to - 1] != BLANK)
			pattern[to++] = BLANK;
	}
	while (to && pattern[to - 1] == BLANK)
		to--;
	if (has_word && to && !is_common(pattern, to) && (to > 1 || is_unspaced(pattern[0])))
		add_pattern(mask, pattern, to, false, name);
	each_word(mask, name, add_word);
}

static void spare_word(struct mask *mask, const uint32_t *chars, size_t n)
{
	uint32_t folded[LONGEST];
	for (size_t i = 0; i < n; i++)
		folded[i] = uc_tolower(chars[i]);
	for (size_t i = 0; i < mask->n; i++)
		if (mask->patterns[i].word && same_folded(&mask->patterns[i], folded, n))
			mask->patterns[i].spared = true;
}

void mask_spare(struct mask *mask, struct str name)
{
	bool same = false;
	name = str_trim(name);
	for (size_t i = 0; i < mask->n; i++)
		same = same ||
		       (!mask->patterns[i].word && str_equal_ascii(mask->patterns[i].name, name));
	if (!same)
		each_word(mask, name, spare_word);
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
		if (p->chars[i] == BLANK) {
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

void mask_add_spared(const struct mask *mask, struct strbuf *out)
{
	for (size_t i = 0; i < mask->n; i++) {
		if (!mask->patterns[i].spared)
			continue;
		strbuf_add_z(out, out->len ? ", " : "");
		for (size_t c = 0; c < mask->patterns[i].n; c++)
			utf8_add(out, mask->patterns[i].chars[c]);
	}
}
