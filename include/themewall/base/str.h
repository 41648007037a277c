#ifndef THEMEWALL_BASE_STR_H
#define THEMEWALL_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "themewall/base/compiler.h"

/*
 * str: a borrowed, read-only run of bytes; not NUL-terminated; valid UTF-8 once past import.
 * p may be NULL only when n is 0.
 */
struct str {
	const char *p;
	size_t n; /* bytes */
};

#define STR(literal)      ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_ARG(s)        (int)(s).n, (s).p /* for "%.*s" */

static inline struct str str_of(const char *z)
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

/* Bytes [from, to); also of nothing at all, where there is no pointer to count from. */
static inline struct str str_part(struct str s, size_t from, size_t to)
{
	return (struct str){ from ? s.p + from : s.p, to - from };
}

bool str_equal(struct str a, struct str b);
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* ASCII case folded; for words of the program, not for people's text. */
bool str_equal_ascii(struct str a, struct str b);
struct str str_trim(struct str s); /* blanks, tabs, newlines off both ends */
/* Position of needle in s, or s.n when absent. */
size_t str_find(struct str s, struct str needle);
size_t str_find_char(struct str s, char c);
/* Takes the next line off *rest (without its LF); false when nothing is left. */
bool str_next_line(struct str *rest, struct str *line);
/* A whole decimal number, nothing else around it. */
bool str_to_int(struct str s, int64_t *value);

/*
 * strbuf: an owned, growing string. buf is never NULL and always NUL-terminated at buf[len];
 * a fresh one (STRBUF_INIT) points at a static empty string and owns nothing.
 */
struct strbuf {
	char *buf;
	size_t len; /* bytes, without the NUL */
	size_t cap; /* bytes owned; 0 = the static empty string */
};

extern char strbuf_empty[];
#define STRBUF_INIT { strbuf_empty, 0, 0 }

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);
void strbuf_reset(struct strbuf *sb); /* empties, keeps the memory */
void strbuf_reserve(struct strbuf *sb, size_t more);
/* The next four are compiled in where they are called: an export makes millions of such calls, and
 * of a literal the length is known there. */
static inline void strbuf_add(struct strbuf *sb, const void *bytes, size_t nbytes)
{
	if (nbytes == 0)
		return;
	if (sb->cap - sb->len <= nbytes)
		strbuf_reserve(sb, nbytes);
	memcpy(sb->buf + sb->len, bytes, nbytes);
	sb->len += nbytes;
	sb->buf[sb->len] = '\0';
}

static inline void strbuf_add_str(struct strbuf *sb, struct str s)
{
	strbuf_add(sb, s.p, s.n);
}

static inline void strbuf_add_z(struct strbuf *sb, const char *z)
{
	strbuf_add(sb, z, strlen(z));
}

static inline void strbuf_add_char(struct strbuf *sb, char c)
{
	if (sb->len + 1 >= sb->cap)
		strbuf_reserve(sb, 1);
	sb->buf[sb->len++] = c;
	sb->buf[sb->len] = '\0';
}
void strbuf_add_repeat(struct strbuf *sb, const char *z, size_t times);
/* In decimal, zeros before it up to ndigits (at most 20); far faster than strbuf_addf. */
void strbuf_add_number(struct strbuf *sb, int64_t number, int ndigits);
/* The same into the end of a buffer; returns where it begins. */
enum { STR_DIGITS = 20 };
char *str_digits(char digits[STR_DIGITS], int64_t number);
/* "1 card", "3 cards"; and the word alone. */
void strbuf_add_count(struct strbuf *sb, size_t n, const char *one, const char *many);
static inline const char *count_word(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}
void strbuf_addf(struct strbuf *sb, const char *format, ...) TW_PRINTF(2, 3);
void strbuf_vaddf(struct strbuf *sb, const char *format, va_list args) TW_PRINTF(2, 0);
void strbuf_insert(struct strbuf *sb, size_t at, const void *bytes, size_t nbytes);
void strbuf_remove(struct strbuf *sb, size_t at, size_t nbytes);
/* Gives the buffer to the caller (free with free) and empties sb. */
char *strbuf_detach(struct strbuf *sb);

static inline struct str strbuf_str(const struct strbuf *sb)
{
	return (struct str){ sb->buf, sb->len };
}

#endif
