/* Code points → one ASCII sign each: signs by a table, frames by their block, Latin letters by
 * their base. */
#include "themewall/term/ascii.h"

#include <stddef.h>

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

/* Signs that mean different things on a screen stay different: surprise *, idea i, observation o,
 * tension +; what is cut ends in ~, for > is the focus; a card's bar : (a copy's ;) beside a frame
 * |, a turn on cards # beside one that is not. */
static const struct {
	uint32_t sign;
	char ascii;
} signs[] = {
	{0x00a0, ' '}, {0x00ab, '"'}, {0x00b0, 'o'},  {0x00b1, '+'},  {0x00b7, '.'}, {0x00bb, '"'},
	{0x00d7, 'x'}, {0x00f7, '/'}, {0x2010, '-'},  {0x2011, '-'},  {0x2012, '-'}, {0x2013, '-'},
	{0x2014, '-'}, {0x2016, '='}, {0x2018, '\''}, {0x2019, '\''}, {0x201a, ','}, {0x201c, '"'},
	{0x201d, '"'}, {0x201e, '"'}, {0x2022, '*'},  {0x2026, '~'},  {0x2039, '<'}, {0x203a, '>'},
	{0x20ac, 'E'}, {0x2190, '<'}, {0x2191, '^'},  {0x2192, '>'},  {0x2193, 'v'}, {0x2212, '-'},
	{0x2260, '#'}, {0x2264, '<'}, {0x2265, '>'},  {0x2503, '#'},  {0x258c, ':'}, {0x258e, ';'},
	{0x25a0, '#'}, {0x25a1, '.'}, {0x25aa, '*'},  {0x25ab, '.'},  {0x25b2, '^'}, {0x25b4, '^'},
	{0x25b6, '>'}, {0x25b8, '>'}, {0x25ba, '>'},  {0x25bc, 'v'},  {0x25be, 'v'}, {0x25c0, '<'},
	{0x25c2, '<'}, {0x25c6, '*'}, {0x25c7, 'o'},  {0x25c9, 'o'},  {0x25cb, 'o'}, {0x25cf, '*'},
	{0x25e6, 'o'}, {0x2605, '*'}, {0x2606, '*'},  {0x26a0, '!'},  {0x2713, '+'}, {0x2714, '+'},
	{0x2717, '-'}, {0x2726, 'i'}, {0x2727, 'i'},  {0x276f, '>'},  {0x29c9, '#'},
};

/* U+00C0 … U+017F without their accents. */
static const char latin[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
			    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
			    "NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/* Lines lie, stand or meet; dashed ones lie or stand alike. */
static char frame(uint32_t c)
{
	static const uint32_t lying[] = {0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254c,
					 0x254d, 0x2550, 0x2574, 0x2576, 0x2578, 0x257a};
	static const uint32_t standing[] = {0x2502, 0x2503, 0x2506, 0x2507, 0x250a, 0x250b, 0x254e,
					    0x254f, 0x2551, 0x2575, 0x2577, 0x2579, 0x257b};
	for (size_t i = 0; i < TW_COUNT(lying); i++)
		if (c == lying[i])
			return '-';
	for (size_t i = 0; i < TW_COUNT(standing); i++)
		if (c == standing[i])
			return '|';
	return c == 0x2571 ? '/' : c == 0x2572 ? '\\' : c == 0x2573 ? 'x' : '+';
}

/* Eighths rise from _ to #; bars at the left are |, shades are : */
static char block(uint32_t c)
{
	static const char rising[] = "_..-=+##";
	if (c >= 0x2581 && c <= 0x2588)
		return rising[c - 0x2581];
	if (c >= 0x2589 && c <= 0x2590)
		return c < 0x258b ? '#' : '|';
	return c >= 0x2591 && c <= 0x2593 ? ':' : '#';
}

char ascii_of(uint32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return (char)c;
	for (size_t i = 0; i < TW_COUNT(signs); i++)
		if (signs[i].sign == c)
			return signs[i].ascii;
	if (c >= 0xc0 && c < 0xc0 + sizeof latin - 1)
		return latin[c - 0xc0];
	if (c >= 0x2500 && c < 0x2580)
		return frame(c);
	return c >= 0x2580 && c < 0x25a0 ? block(c) : '?';
}
