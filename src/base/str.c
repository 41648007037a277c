/* Borrowed views (str) and owned growing strings (strbuf). */
#include "themewall/base/str.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	if (order)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_equal(str_part(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_equal(str_part(s, s.n - suffix.n, s.n), suffix);
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_equal_ascii(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

size_t str_find(struct str s, struct str needle)
{
	if (needle.n == 0)
		return 0;
	if (s.n == 0)
		return 0;
	const char *hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : s.n;
}

size_t str_find_char(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : s.n;
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (rest->n == 0)
		return false;
	size_t end = str_find_char(*rest, '\n');
	*line = str_part(*rest, 0, end);
	size_t next = end < rest->n ? end + 1 : end;
	*rest = str_part(*rest, next, rest->n);
	return true;
}

bool str_to_int(struct str s, int64_t *value)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t sum = 0;
	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || sum > (INT64_MAX - 9) / 10)
			return false;
		sum = sum * 10 + (s.p[i] - '0');
	}
	*value = negative ? -sum : sum;
	return true;
}

char strbuf_empty[1] = "";

void strbuf_init(struct strbuf *sb)
{
	*sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->cap)
		free(sb->buf);
	strbuf_init(sb);
}

void strbuf_reset(struct strbuf *sb)
{
	sb->len = 0;
	if (sb->cap)
		sb->buf[0] = '\0';
}

void strbuf_reserve(struct strbuf *sb, size_t more)
{
	size_t needed = sb->len + more + 1;
	assert(needed > more);
	if (needed <= sb->cap)
		return;
	size_t cap = sb->cap * 2 > needed ? sb->cap * 2 : needed;
	if (cap < 32)
		cap = 32;
	sb->buf = xrealloc(sb->cap ? sb->buf : NULL, cap);
	mem_expect_all(sb->buf, cap);
	sb->cap = cap;
	sb->buf[sb->len] = '\0';
}

void strbuf_add_repeat(struct strbuf *sb, const char *z, size_t times)
{
	while (times-- > 0)
		strbuf_add_z(sb, z);
}

/* The digits of a number up to `end`, two with each division; returns where they begin. */
static char *digits_before(char *end, uint64_t number)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";
	for (; number >= 100; number /= 100)
		memcpy(end -= 2, pairs + 2 * (number % 100), 2);
	if (number >= 10)
		return memcpy(end - 2, pairs + 2 * number, 2);
	*--end = (char)('0' + number);
	return end;
}

char *str_digits(char digits[STR_DIGITS], int64_t number)
{
	bool negative = number < 0;
	char *first = digits_before(digits + STR_DIGITS,
				    negative ? 0 - (uint64_t)number : (uint64_t)number);
	if (negative)
		*--first = '-';
	return first;
}

void strbuf_add_number(struct strbuf *sb, int64_t number, int ndigits)
{
	char digits[STR_DIGITS], *end = digits + sizeof digits;
	if (number >= 0 && number < 10 && ndigits <= 2) {
		strbuf_add(sb, (const char[]){'0', (char)('0' + number)} + (ndigits < 2),
			   ndigits < 2 ? 1 : 2);
		return;
	}
	char *first = str_digits(digits, number);
	size_t sign = number < 0, n = (size_t)(end - first) - sign;
	size_t zeros = (size_t)ndigits > n ? (size_t)ndigits - n : 0;
	if (sb->cap - sb->len <= sign + zeros + n)
		strbuf_reserve(sb, sign + zeros + n);
	char *to = sb->buf + sb->len;
	if (sign)
		*to++ = '-';
	for (; zeros; zeros--)
		*to++ = '0';
	memcpy(to, first + sign, n);
	to[n] = '\0';
	sb->len = (size_t)(to + n - sb->buf);
}

void strbuf_add_count(struct strbuf *sb, size_t n, const char *one, const char *many)
{
	strbuf_add_number(sb, (int64_t)n, 0);
	strbuf_add_char(sb, ' ');
	strbuf_add_z(sb, count_word(n, one, many));
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	strbuf_vaddf(sb, format, args);
	va_end(args);
}

void strbuf_vaddf(struct strbuf *sb, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	strbuf_reserve(sb, 64);
	int n = vsnprintf(sb->buf + sb->len, sb->cap - sb->len, format, args);
	assert(n >= 0);
	if ((size_t)n >= sb->cap - sb->len) {
		strbuf_reserve(sb, (size_t)n);
		vsnprintf(sb->buf + sb->len, (size_t)n + 1, format, again);
	}
	va_end(again);
	sb->len += (size_t)n;
}

void strbuf_insert(struct strbuf *sb, size_t at, const void *bytes, size_t nbytes)
{
	assert(at <= sb->len);
	strbuf_reserve(sb, nbytes);
	memmove(sb->buf + at + nbytes, sb->buf + at, sb->len - at + 1);
	if (nbytes)
		memcpy(sb->buf + at, bytes, nbytes);
	sb->len += nbytes;
}

void strbuf_remove(struct strbuf *sb, size_t at, size_t nbytes)
{
	assert(at + nbytes <= sb->len);
	if (nbytes == 0)
		return;
	memmove(sb->buf + at, sb->buf + at + nbytes, sb->len - at - nbytes + 1);
	sb->len -= nbytes;
}

char *strbuf_detach(struct strbuf *sb)
{
	strbuf_reserve(sb, 0);
	char *buf = sb->buf;
	strbuf_init(sb);
	return buf;
}
