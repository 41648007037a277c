/*
 * From the raw lines of a piece to the words that were said: tags are removed first and entities
 * decoded after, so that "&lt;v Eve&gt;" stays text; lines are trimmed and joined by one blank, by
 * none between CJK characters. The output is never longer than the input, so it is written in place
 * of a known size.
 */
#include "import-internal.h"
#include "markup-internal.h"

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* No tag is longer: a "<" further from its ">" is text, and looking for it stays linear. */
enum { TAG_BYTES = 1024 };

static bool is_cjk(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xff65) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

static uint32_t last_of(struct str s)
{
	uint32_t c;
	size_t at = s.n - 1;
	while (at > 0 && s.n - at < 4 && ((uint8_t)s.p[at] & 0xc0) == 0x80)
		at--;
	utf8_decode(s, at, &c);
	return c;
}

bool markup_joins_bare(struct str left, struct str right)
{
	uint32_t c;
	if (!left.n || !right.n)
		return true;
	if ((uint8_t)left.p[left.n - 1] < 0x80 || (uint8_t)right.p[0] < 0x80)
		return false;
	utf8_decode(right, 0, &c);
	return is_cjk(c) && is_cjk(last_of(left));
}

/* What WebVTT and SRT know: c i b u v lang ruby rt font s em strong and times; closing ones too. */
static bool is_known_tag(struct str inside)
{
	static const char *const names[] = {"v",    "c",  "i",    "b", "u",  "lang",
					    "ruby", "rt", "font", "s", "em", "strong"};
	size_t from = inside.n && inside.p[0] == '/', to = from;
	if (inside.n && is_digit(inside.p[0]))
		return true;
	while (to < inside.n && is_letter(inside.p[to]))
		to++;
	if (to < inside.n && !strchr(". \t\n/", inside.p[to]))
		return false;
	if (to == from)
		return inside.n <= 1 || inside.p[from] == '.';
	for (size_t i = 0; i < TW_COUNT(names); i++)
		if (str_equal_ascii(str_part(inside, from, to), str_of(names[i])))
			return true;
	return false;
}

/* "00:00:00.719": when the next word is said. */
static bool is_time_tag(struct str inside)
{
	for (size_t i = 0; i < inside.n; i++)
		if (!is_digit(inside.p[i]) && inside.p[i] != ':' && inside.p[i] != '.')
			return false;
	return inside.n >= 5;
}

/* Bytes of a tag at s.p[at] (a '<'), 0 when it is a plain "less than". */
static size_t tag_length(struct str s, size_t at, size_t *unknown)
{
	size_t limit = s.n - at - 1 < TAG_BYTES ? s.n : at + 1 + TAG_BYTES;
	struct str rest = str_part(s, at + 1, limit);
	char c = rest.n ? rest.p[0] : '\0';
	if (!(is_letter(c) || is_digit(c) || c == '/' || c == '.' || c == '>'))
		return 0;
	size_t close = str_find_char(rest, '>');
	if (close >= rest.n)
		return 0;
	struct str inside = str_part(rest, 0, close);
	if (is_digit(c) && !is_time_tag(inside))
		return 0;
	if (!is_known_tag(inside) && unknown)
		(*unknown)++;
	return close + 2;
}

/* "&#39;" and "&#x2014;": the character, 0 when it is no number. Controls become U+FFFD. */
static uint32_t numeric_entity(struct str name)
{
	uint32_t value = 0;
	bool hex = name.n > 1 && (name.p[1] == 'x' || name.p[1] == 'X');
	size_t from = hex ? 2 : 1;
	if (name.n <= from || name.n > from + 7)
		return 0;
	for (size_t i = from; i < name.n; i++) {
		char c = name.p[i];
		uint32_t digit = is_digit(c) ? (uint32_t)(c - '0')
				 : hex && ((c | 32) >= 'a' && (c | 32) <= 'f')
					 ? (uint32_t)((c | 32) - 'a' + 10)
					 : 99;
		if (digit == 99)
			return 0;
		value = value * (hex ? 16 : 10) + digit;
	}
	if (value == '\t' || value == '\n')
		return ' ';
	return value < 0x20 || (value >= 0x7f && value < 0xa0) ? 0xfffd : value;
}

static uint32_t named_entity(struct str name)
{
	static const struct {
		const char *name;
		uint32_t c;
	} table[] = {
		{"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
		{"apos", '\''},     {"nbsp", 0xa0},    {"lrm", 0x200e},   {"rlm", 0x200f},
		{"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013}, {"rsquo", 0x2019},
		{"lsquo", 0x2018},  {"ldquo", 0x201c}, {"rdquo", 0x201d},
	};
	if (name.n && name.p[0] == '#')
		return numeric_entity(name);
	for (size_t i = 0; i < TW_COUNT(table); i++)
		if (str_equal(name, str_of(table[i].name)))
			return table[i].c;
	return 0;
}

/* Writes the entity at s.p[at] (a '&') and returns its bytes; an unknown one is a plain '&'. */
static size_t write_entity(char *out, size_t *nout, struct str s, size_t at)
{
	struct str rest = str_part(s, at + 1, s.n < at + 12 ? s.n : at + 12);
	size_t end = str_find_char(rest, ';');
	uint32_t c = end < rest.n ? named_entity(str_part(rest, 0, end)) : 0;
	if (!c) {
		out[(*nout)++] = '&';
		return 1;
	}
	char bytes[4];
	size_t n = utf8_encode(c, bytes);
	memcpy(out + *nout, bytes, n);
	*nout += n;
	return end + 2;
}

static bool is_punctuation(char c)
{
	return strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

/* "{\\an8}": where SubRip puts a caption on the screen. */
static size_t place_length(struct str s, size_t at)
{
	struct str rest = str_part(s, at, s.n < at + 40 ? s.n : at + 40);
	size_t close = str_find_char(rest, '}');
	return rest.n > 1 && rest.p[1] == '\\' && close < rest.n ? close + 1 : 0;
}

/* The bytes at which words stop being words. */
static const uint8_t *marks_of(enum markup markup)
{
	static const uint8_t cue[] = {'<', '&', '{'}, markdown[] = {'\\', '\\', '\\'};
	return markup == MARKUP_CUE ? cue : markdown;
}

static inline uint8_t is_mark(uint8_t c, const uint8_t marks[3])
{
	return (uint8_t)(c == marks[0]) | (uint8_t)(c == marks[1]) | (uint8_t)(c == marks[2]);
}

/* Bytes at the start of s that are words as they stand. Sixteen are looked at without a branch, so
 * that the compiler takes them at once. */
static size_t plain_length(struct str s, const uint8_t marks[3])
{
	enum { BLOCK = 16 };
	const uint8_t *p = (const uint8_t *)s.p;
	size_t at = 0;
	for (uint8_t any = 0; at + BLOCK <= s.n; at += BLOCK) {
		for (size_t i = 0; i < BLOCK; i++)
			any |= is_mark(p[at + i], marks);
		if (any)
			break;
	}
	while (at < s.n && !is_mark(p[at], marks))
		at++;
	return at;
}

/* At a mark: writes what it stands for and returns its bytes. */
static size_t write_mark(char *out, size_t *n, struct str line, size_t at, size_t *unknown)
{
	char c = line.p[at];
	bool escapes = c == '\\' && at + 1 < line.n && is_punctuation(line.p[at + 1]);
	size_t skip = c == '<'   ? tag_length(line, at, unknown)
		      : c == '{' ? place_length(line, at)
				 : 0;
	if (c == '&')
		return write_entity(out, n, line, at);
	if (!skip)
		out[(*n)++] = line.p[at + escapes];
	return skip ? skip : (size_t)1 + escapes;
}

static size_t write_line(char *out, struct str line, enum markup markup, size_t *unknown)
{
	size_t n = 0, at = 0;
	while (at < line.n) {
		struct str rest = str_part(line, at, line.n);
		size_t plain =
			markup == MARKUP_NONE ? rest.n : plain_length(rest, marks_of(markup));
		memmove(out + n, rest.p, plain);
		n += plain;
		at += plain;
		if (at < line.n)
			at += write_mark(out, &n, line, at, unknown);
	}
	return n;
}

static size_t write_trimmed(char *out, struct str line, enum markup markup, size_t *unknown)
{
	size_t n = write_line(out, str_trim(line), markup, unknown);
	struct str written = str_trim((struct str){out, n});
	if (written.p != out)
		memmove(out, written.p, written.n);
	return written.n;
}

/* A tag may go over the end of a line: there the lines are joined before it is read. */
static struct str next_line(struct str *rest, enum markup markup)
{
	size_t end = str_find_char(*rest, '\n');
	if (markup == MARKUP_CUE)
		while (end < rest->n) {
			size_t open = end;
			while (open > 0 && rest->p[open - 1] != '<' && rest->p[open - 1] != '>')
				open--;
			if (!open || rest->p[open - 1] == '>' || !tag_length(*rest, open - 1, NULL))
				break;
			end += 1 + str_find_char(str_part(*rest, end + 1, rest->n), '\n');
		}
	struct str line = str_part(*rest, 0, end);
	*rest = str_part(*rest, end < rest->n ? end + 1 : end, rest->n);
	return line;
}

size_t markup_write(char *out, struct str raw, enum markup markup, size_t *unknown)
{
	size_t n = 0;
	if (markup == MARKUP_NONE && !memchr(raw.p, '\n', raw.n))
		return write_trimmed(out, raw, markup, unknown);
	while (raw.n) {
		struct str line = next_line(&raw, markup);
		size_t at = n ? n + 1 : 0, added = write_trimmed(out + at, line, markup, unknown);
		if (!added)
			continue;
		if (n && markup_joins_bare((struct str){out, n}, (struct str){out + at, added}))
			memmove(out + n, out + at, added), at--;
		else if (n)
			out[n] = ' ';
		n = at + added;
	}
	return n;
}
