/*
 * Text from outside, made fit for a terminal. Two steps: first each code point alone (controls,
 * invisible and bidi characters, damage), then, only where marks, emoji or scripts beyond the
 * simple ones occur, composition and clusters (safe-reduce.c). Printable ASCII is copied as it
 * stands.
 *
 * This file is also the only one that prints: what is not in here cannot send a byte to the
 * terminal behind the screen's back.
 */
#include "themewall/text/safe.h"

#include <unictype.h>

#include "themewall/text/utf8.h"
#include "safe-internal.h"
#include "themewall/base/banned.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define ONES      UINT64_C(0x0101010101010101)

enum { REPLACEMENT = 0xfffd };

/* Bytes at the head of s that are 0x20-0x7E. Of eight bytes at once: 80 and above have the high
 * bit, below 20 get it by the subtraction's borrow, 7F by the addition. */
static size_t printable_head(struct str s)
{
	size_t i = 0;
	for (; i + 8 <= s.n; i += 8) {
		uint64_t word;
		memcpy(&word, s.p + i, sizeof word);
		if ((word | (word - 0x20 * ONES) | (word + ONES)) & HIGH_BITS)
			break;
	}
	while (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7f)
		i++;
	return i;
}

/* Letters of Latin, Cyrillic, Chinese, Japanese and Korean and the common punctuation: kept as they
 * are, alone in their cells, and no composition begins or ends with them unless a character outside
 * of these ranges stands beside them. */
static bool is_plain(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0xa0, 0xac},     {0xae, 0x2ff},    {0x400, 0x481},   {0x48a, 0x52f},
		{0x2010, 0x2027}, {0x2030, 0x205e}, {0x20ac, 0x20ac}, {0x3001, 0x3003},
		{0x3008, 0x3011}, {0x3041, 0x3096}, {0x30a1, 0x30fa}, {0x4e00, 0x9fff},
		{0xac00, 0xd7a3}, {0xff01, 0xff5e},
	};
	size_t i = 0;
	while (i < TW_COUNT(ranges) && c > ranges[i].last)
		i++;
	return i < TW_COUNT(ranges) && c >= ranges[i].first;
}

/* Characters whose dropping is decided inside their cluster, because they tell its extent. */
static bool is_extender(uint32_t c)
{
	return uc_is_property_grapheme_extend(c) || c == 0x200d;
}

/*
 * Painting under way. A region is a stretch of `out` that awaits composition and clusters: from the
 * plain character before the first that is not plain (it may be the base of what follows) up to the
 * next plain one.
 */
struct painting {
	struct strbuf *out;
	size_t last;   /* where the last plain character begins; the start when there is none */
	size_t region; /* where the region begins */
	bool open;     /* whether there is one */
	bool keep_lines;
};

static void close_region(struct painting *painting)
{
	struct strbuf *out = painting->out, raw = STRBUF_INIT;
	if (!painting->open)
		return;
	strbuf_add(&raw, out->buf + painting->region, out->len - painting->region);
	strbuf_remove(out, painting->region, out->len - painting->region);
	safe_reduce(out, strbuf_str(&raw));
	strbuf_release(&raw);
	painting->open = false;
}

/* Bytes of plain characters; `last_nbytes` of them are the last one. */
static void put_plain(struct painting *painting, struct str s, size_t last_nbytes)
{
	close_region(painting);
	strbuf_add_str(painting->out, s);
	painting->last = painting->out->len - last_nbytes;
}

static void put_token(struct painting *painting, uint32_t c)
{
	char token[16];
	int n = snprintf(token, sizeof token, "<U+%04X>", (unsigned)c);
	put_plain(painting, (struct str){token, (size_t)n}, 1);
}

static void put_into_region(struct painting *painting, uint32_t c)
{
	if (!painting->open)
		painting->region = painting->last;
	painting->open = true;
	utf8_add(painting->out, c);
}

/* A control that is no blank is shown by its picture, one of C1 by its number: whoever reads a name
 * with one in it shall see that it is there. A carriage return is half of a line end. */
static bool put_control(struct painting *painting, uint32_t c)
{
	struct strbuf picture = STRBUF_INIT;
	if (c == '\t' || c == '\n' || c == '\r' || c == 0x85 || (c >= 0x20 && c < 0x7f) ||
	    c >= 0xa0)
		return false;
	if (c >= 0x80) {
		put_token(painting, c);
		return true;
	}
	utf8_add(&picture, c == 0x7f ? 0x2421 : 0x2400 + c);
	put_plain(painting, strbuf_str(&picture), picture.len);
	strbuf_release(&picture);
	return true;
}

/* One code point that is neither printable ASCII nor plain. */
static void put_other(struct painting *painting, uint32_t c)
{
	int ncells;
	if (put_control(painting, c))
		return;
	enum fate fate = safe_fate(c, &ncells);
	if (c == '\n' && painting->keep_lines)
		put_plain(painting, STR("\n"), 1);
	else if (c == '\n' || fate == FATE_BLANK)
		put_plain(painting, STR(" "), 1);
	else if (fate == FATE_TOKEN)
		put_token(painting, c);
	else if (fate != FATE_DROP || is_extender(c))
		put_into_region(painting, c);
}

void safe_text(struct strbuf *out, struct str text, bool keep_lines)
{
	struct painting painting = {.out = out, .last = out->len, .keep_lines = keep_lines};
	strbuf_reserve(out, text.n);
	for (size_t i = 0; i < text.n;) {
		uint32_t c;
		size_t n = printable_head((struct str){text.p + i, text.n - i});
		if (n > 0)
			put_plain(&painting, (struct str){text.p + i, n}, 1);
		i += n;
		if (i == text.n)
			break;
		n = utf8_decode(text, i, &c);
		if (is_plain(c))
			put_plain(&painting, (struct str){text.p + i, n}, n);
		else
			put_other(&painting, c);
		i += n;
	}
	close_region(&painting);
}

bool safe_has_rtl(struct str painted)
{
	for (size_t i = utf8_ascii_head(painted); i < painted.n;) {
		uint32_t c;
		i += utf8_decode(painted, i, &c);
		if (c < 0x590)
			continue;
		int kind = uc_bidi_class(c);
		if (kind == UC_BIDI_R || kind == UC_BIDI_AL)
			return true;
	}
	return false;
}

/* The length of a control character at s.p[i] that must not be stored, 0 when there is none. */
static size_t bad_control(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
		return 1;
	/* C1 is C2 80 … C2 9F */
	return c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xa0 ? 2 : 0;
}

bool safe_has_controls(struct str text)
{
	for (size_t i = printable_head(text); i < text.n; i++) {
		if (bad_control(text, i))
			return true;
		if ((unsigned char)text.p[i] < 0x80)
			i += printable_head(str_part(text, i + 1, text.n));
	}
	return false;
}

size_t safe_clean_controls(struct strbuf *out, struct str text)
{
	size_t count = 0, clean = 0;
	strbuf_reserve(out, text.n);
	for (size_t i = printable_head(text); i < text.n;) {
		size_t n = bad_control(text, i);
		if (n > 0) {
			strbuf_add(out, text.p + clean, i - clean);
			utf8_add(out, REPLACEMENT);
			clean = i + n;
			count++;
		}
		i += n > 0 ? n : 1;
		i += printable_head(str_part(text, i, text.n));
	}
	if (clean < text.n)
		strbuf_add(out, text.p + clean, text.n - clean);
	return count;
}

void safe_print(FILE *stream, struct str text)
{
	struct strbuf safe = STRBUF_INIT;
	safe_text(&safe, text, true);
	fwrite(safe.buf, 1, safe.len, stream);
	strbuf_release(&safe);
}

void safe_printf(FILE *stream, const char *format, ...)
{
	struct strbuf message = STRBUF_INIT;
	va_list args;
	va_start(args, format);
	strbuf_vaddf(&message, format, args);
	va_end(args);
	safe_print(stream, strbuf_str(&message));
	strbuf_release(&message);
}
