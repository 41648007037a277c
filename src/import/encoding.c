/*
 * Encodings other than UTF-8: which it is, by a byte-order mark or by where its NULs are, and its
 * bytes as UTF-8. Windows-1252 by a table of our own, which knows all 256 bytes; the others by the
 * system's iconv, in units of one, two or four bytes: a damaged unit is one U+FFFD.
 */
#include "encoding-internal.h"
#include "import-internal.h"

#include <errno.h>
#include <iconv.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Bytes 0x80-0x9f; 0 is undefined there. */
static const uint16_t cp1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static void add_cp1252(struct strbuf *out, struct str bytes)
{
	strbuf_reserve(out, bytes.n + bytes.n / 8);
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = (uint8_t)bytes.p[i];
		if (c < 0x80)
			strbuf_add_char(out, (char)c);
		else if (c < 0xa0)
			utf8_add(out, cp1252[c - 0x80] ? cp1252[c - 0x80] : 0xfffd);
		else
			utf8_add(out, c);
	}
}

/* A sequence iconv refuses: one U+FFFD and on by one unit. */
static void skip_damaged(struct strbuf *out, char **in, size_t *left, size_t unit)
{
	size_t n = *left < unit ? *left : unit;
	utf8_add(out, 0xfffd);
	*in += n;
	*left -= n;
}

static size_t unit_of(const char *encoding)
{
	return strstr(encoding, "32") ? 4 : strstr(encoding, "16") ? 2 : 1;
}

/* False when the system does not know the encoding. */
static bool add_converted(struct strbuf *out, struct str bytes, const char *encoding,
			  size_t *ndamaged)
{
	iconv_t cd = iconv_open("UTF-8", encoding);
	char *in = (char *)(uintptr_t)bytes.p, buffer[8192];
	size_t left = bytes.n;
	if (cd == (iconv_t)-1)
		return false;
	while (left) {
		char *to = buffer;
		size_t room = sizeof buffer, done = iconv(cd, &in, &left, &to, &room);
		strbuf_add(out, buffer, sizeof buffer - room);
		if (done == (size_t)-1 && errno != E2BIG) {
			(*ndamaged)++;
			skip_damaged(out, &in, &left, unit_of(encoding));
		}
	}
	iconv_close(cd);
	return true;
}

bool encoding_convert(struct strbuf *out, struct str bytes, const char *encoding, size_t *ndamaged)
{
	if (strcmp(encoding, "Windows-1252") != 0)
		return add_converted(out, bytes, encoding, ndamaged);
	add_cp1252(out, bytes);
	return true;
}

const char *encoding_by_bom(struct str bytes, size_t *nbom)
{
	static const struct {
		const char *encoding, *bom;
		size_t n;
	} boms[] = {
		{"UTF-8", "\xef\xbb\xbf", 3},    {"UTF-32LE", "\xff\xfe\0\0", 4},
		{"UTF-32BE", "\0\0\xfe\xff", 4}, {"UTF-16LE", "\xff\xfe", 2},
		{"UTF-16BE", "\xfe\xff", 2},
	};
	for (size_t i = 0; i < TW_COUNT(boms); i++)
		if (bytes.n >= boms[i].n && memcmp(bytes.p, boms[i].bom, boms[i].n) == 0) {
			*nbom = boms[i].n;
			return boms[i].encoding;
		}
	*nbom = 0;
	return NULL;
}

/* A fifth of its characters or more have a NUL, and always on one side. */
const char *encoding_by_nuls(struct str bytes)
{
	size_t n = (bytes.n < 65536 ? bytes.n : 65536) / 2, high = 0, low = 0;
	for (size_t i = 0; i < n; i++) {
		high += !bytes.p[2 * i];
		low += !bytes.p[2 * i + 1];
	}
	if (high + low < 3 || (high + low) * 5 < n)
		return NULL;
	return low > high * 20 ? "UTF-16LE" : high > low * 20 ? "UTF-16BE" : NULL;
}

const char *encoding_alias(const char *encoding)
{
	static const char *const latin[] = {"ISO-8859-1", "ISO8859-1", "latin1",
					    "latin-1",    "CP1252",    "Windows-1252"};
	for (size_t i = 0; i < TW_COUNT(latin); i++)
		if (str_equal_ascii(str_of(encoding), str_of(latin[i])))
			return "Windows-1252";
	if (str_equal_ascii(str_of(encoding), STR("UTF-8")) ||
	    str_equal_ascii(str_of(encoding), STR("UTF8")))
		return "UTF-8";
	return encoding;
}

/* Left open: what is loaded must stay. */
void encoding_prepare(const char *encoding)
{
	static const char *const wide[] = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
	for (size_t i = 0; i < TW_COUNT(wide); i++)
		(void)iconv_open("UTF-8", encoding ? encoding_alias(encoding) : wide[i]);
}
