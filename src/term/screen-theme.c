/* The terminal's background, as it answers OSC 11 (rgb: or rgba:, one to four hex digits a channel)
 * → light or dark. */
#include "themewall/term/screen.h"

#include "themewall/base/banned.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One channel as 0 … 1, taken off *rest; negative when it is none. */
static double take_channel(struct str *rest)
{
	int value = 0, most = 0;
	size_t n = 0;
	for (; n < rest->n && n < 4 && hex_digit(rest->p[n]) >= 0; n++) {
		value = value * 16 + hex_digit(rest->p[n]);
		most = most * 16 + 15;
	}
	bool slash = n < rest->n && rest->p[n] == '/';
	*rest = str_part(*rest, n + slash, rest->n);
	return n ? (double)value / most : -1;
}

bool screen_theme_of_answer(struct str answer, enum theme *theme)
{
	struct str rgb = STR("]11;rgb:"), rgba = STR("]11;rgba:");
	size_t start = str_starts(answer, rgb) ? rgb.n : rgba.n;
	if (!str_starts(answer, rgb) && !str_starts(answer, rgba))
		return false;
	struct str rest = str_part(answer, start, answer.n);
	double r = take_channel(&rest), g = take_channel(&rest), b = take_channel(&rest);
	if (r < 0 || g < 0 || b < 0)
		return false;
	/* luminance with a gamma of 2; at 0.18 black and white contrast alike */
	*theme = 0.2126 * r * r + 0.7152 * g * g + 0.0722 * b * b > 0.18 ? THEME_LIGHT : THEME_DARK;
	return true;
}
