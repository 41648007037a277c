/*
 * What a mask knows: full names and their words, each as code points beside their folded form,
 * listed by its first letter and with the pairs of bytes it may begin with. Words that say what
 * someone is, or have a digit, are no names; a word that somebody else has is spared.
 */
#include "mask-internal.h"


#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

static size_t decode_all(struct str s, uint32_t *chars)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n && n < MASK_LONGEST;)
		at += utf8_decode(s, at, &chars[n++]);
	return n;
}

static bool same_folded(const struct pattern *p, const uint32_t *folded, size_t n)
{
	return p->n == n && memcmp(p->folded, folded, n * sizeof *folded) == 0;
}

/* Whether the pattern may go on with this byte behind its first letter. */
static bool may_follow(const struct pattern *p, unsigned byte)
{
	return byte >= 0x80 || p->n == 1 || p->chars[1] == MASK_BLANK || p->chars[1] >= 0x80 ||
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
	uint32_t folded[MASK_LONGEST];
	for (size_t i = 0; i < n; i++)
		folded[i] = chars[i] == MASK_BLANK ? MASK_BLANK : uc_tolower(chars[i]);
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
	uint32_t chars[MASK_LONGEST];
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
	uint32_t chars[MASK_LONGEST], pattern[MASK_LONGEST];
	name = str_trim(name);
	size_t n = decode_all(name, chars), to = 0;
	bool has_word = false; /* else it was struck before */
	for (size_t i = 0; i < n; i++) {
		has_word = has_word || is_word_char(chars[i]);
		if (!stands_apart(chars[i]))
			pattern[to++] = chars[i];
		else if (to && pattern[to - 1] != MASK_BLANK)
			pattern[to++] = MASK_BLANK;
	}
	while (to && pattern[to - 1] == MASK_BLANK)
		to--;
	if (has_word && to && !is_common(pattern, to) && (to > 1 || is_unspaced(pattern[0])))
		add_pattern(mask, pattern, to, false, name);
	each_word(mask, name, add_word);
}

static void spare_word(struct mask *mask, const uint32_t *chars, size_t n)
{
	uint32_t folded[MASK_LONGEST];
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
