#ifndef THEMEWALL_TERM_ASCII_H
#define THEMEWALL_TERM_ASCII_H

#include <stdint.h>

/*
 * The one ASCII sign that stands for a code point where a terminal shows nothing else: frames and
 * signs of the screens, typographic quotes and dashes, Latin letters without their accents; '?' for
 * the rest.
 */
char ascii_of(uint32_t code_point);

#endif
