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
bool utf8_is_valid(struct str s);

/* Decodes the code point at s.p[at]; returns its length in bytes (1-4). A damaged byte decodes as
 * U+FFFD of length 1. at < s.n. */
size_t utf8_decode(struct str s, size_t at, uint32_t *code_point);

/* Writes 1-4 bytes; returns how many. Surrogates and > U+10FFFF become U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);
void utf8_add(struct strbuf *out, uint32_t code_point);

size_t utf8_length(struct str s);                    /* code points in s */
size_t utf8_offset(struct str s, size_t code_point); /* bytes before that code point; s.n at the end or beyond */
/* The part of s between two code-point positions, half open. */
struct str utf8_slice(struct str s, size_t from, size_t to);

#endif
