#ifndef THEMEWALL_TEXT_UTF8_H
#define THEMEWALL_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * UTF-8 and its three units: bytes, code points, and (elsewhere) cells. Only floor 1 converts.
 * Strings from outside are checked at the border with utf8_is_valid; all others here require
 * valid UTF-8 unless they say otherwise.
 */

/* No overlong forms, no surrogates, nothing beyond U+10FFFF; NUL is a character like any other. */
bool utf8_is_valid(struct str s);
/* Bytes of the longest valid head: where utf8_is_valid would find the first fault; s.n when none.
 */
size_t utf8_valid_head(struct str s);

/* Decodes the code point at s.p[at]; returns its length in bytes (1-4). A damaged byte decodes as
 * U+FFFD of length 1. at < s.n. */
size_t utf8_decode(struct str s, size_t at, uint32_t *code_point);
/* Where the code point before `at` begins; 0 < at <= s.n. */
size_t utf8_previous(struct str s, size_t at);

/* Writes 1-4 bytes; returns how many. Surrogates and > U+10FFFF become U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);
void utf8_add(struct strbuf *out, uint32_t code_point);

size_t utf8_length(struct str s); /* code points in s */
/* Bytes before that code point; s.n at the end or beyond. */
size_t utf8_offset(struct str s, size_t code_point);
/* The part of s between two code-point positions, half open. */
struct str utf8_slice(struct str s, size_t from, size_t to);

/* Bytes of the longest head of s that is ASCII (any of it, controls too). */
size_t utf8_ascii_head(struct str s);

#endif
