/*
 * Roles → looks. A role names a hue and its attributes with and without colour; a theme says which
 * colour a hue is.
 *
 * THEME_AUTO's hues keep a contrast of 3.5 : 1 or more on black, white and both Solarized grounds,
 * which is about all that can be had both ways; the light and the dark theme, on their own ground,
 * reach 4.3. Only indexes from 16 up are named: the first 16 are the person's own palette and may
 * be anything. High contrast leaves all words to the terminal's own text colour and tells roles
 * apart by attributes; only bars and warnings are coloured. Eight-colour terminals get four to six
 * hues for the eight bars, hence the letter beside every bar.
 */
#include "themewall/ui/style.h"

#include <assert.h>

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

enum hue { HUE_NONE, HUE_QUIET, HUE_ACCENT, HUE_BAD, HUE_GOOD, HUE_BAR0, HUES = HUE_BAR0 + 8 };

enum attribute { BOLD = 1, DIM = 2, REVERSE = 4, UNDERLINE = 8 };

struct role {
	enum hue hue;
	uint8_t in_color; /* attributes where there is colour */
	uint8_t in_mono;  /* attributes where there is none */
	char letter;      /* in a dump of styles */
};

static const struct role roles[STYLE_COUNT] = {
	[STYLE_TEXT] = {HUE_NONE, 0, 0, '.'},
	[STYLE_DIM] = {HUE_QUIET, 0, DIM, 'd'},
	[STYLE_BORDER] = {HUE_QUIET, 0, DIM, 'b'},
	[STYLE_TITLE] = {HUE_NONE, 0, BOLD, 't'},
	[STYLE_TITLE_LIT] = {HUE_ACCENT, REVERSE, REVERSE | UNDERLINE, 'T'},
	[STYLE_HEADER] = {HUE_NONE, 0, 0, 'h'},
	[STYLE_TAB] = {HUE_QUIET, 0, 0, 'v'},
	[STYLE_TAB_HERE] = {HUE_NONE, BOLD | UNDERLINE, BOLD | UNDERLINE, 'V'},
	[STYLE_KEY] = {HUE_ACCENT, 0, BOLD, 'k'},
	[STYLE_FOCUS] = {HUE_NONE, REVERSE, REVERSE, 'F'},
	[STYLE_FOCUS_TEXT] = {HUE_NONE, BOLD, BOLD, 'f'},
	/* in colour no attribute: bold or reverse on what is carried would cost 54 bytes of 359 at
	 * every step */
	[STYLE_LIFT] = {HUE_ACCENT, 0, REVERSE, 'l'},
	[STYLE_INSERT] = {HUE_ACCENT, BOLD, BOLD, 'i'},
	[STYLE_FIELD] = {HUE_NONE, UNDERLINE, UNDERLINE, 'e'},
	[STYLE_SELECT] = {HUE_NONE, REVERSE, REVERSE, 's'},
	[STYLE_COVERED] = {HUE_NONE, UNDERLINE, UNDERLINE, 'c'},
	[STYLE_WARN] = {HUE_BAD, BOLD, BOLD | UNDERLINE, 'w'},
	[STYLE_GOOD] = {HUE_GOOD, 0, 0, 'g'},
	[STYLE_BAR0] = {HUE_BAR0, 0, 0, '0'},
	[STYLE_BAR0 + 1] = {HUE_BAR0 + 1, 0, 0, '1'},
	[STYLE_BAR0 + 2] = {HUE_BAR0 + 2, 0, 0, '2'},
	[STYLE_BAR0 + 3] = {HUE_BAR0 + 3, 0, 0, '3'},
	[STYLE_BAR0 + 4] = {HUE_BAR0 + 4, 0, 0, '4'},
	[STYLE_BAR0 + 5] = {HUE_BAR0 + 5, 0, 0, '5'},
	[STYLE_BAR0 + 6] = {HUE_BAR0 + 6, 0, 0, '6'},
	[STYLE_BAR7] = {HUE_BAR0 + 7, 0, 0, '7'},
};

/* clang-format off */
static const int16_t colors256[THEMES][HUES] = {
	/* none quiet accent bad good, bars: red orange olive green teal azure violet magenta */
	[THEME_AUTO] = { -1, 244, 32, 196, 64, 196, 166, 100, 64, 31, 32, 99, 133 },
	[THEME_LIGHT] = { -1, 242, 26, 160, 28, 160, 130, 94, 28, 24, 26, 91, 127 },
	[THEME_DARK] = { -1, 247, 75, 203, 113, 203, 215, 185, 113, 80, 75, 141, 176 },
	[THEME_CONTRAST] = { -1, -1, -1, 196, -1, 196, 166, 100, 64, 31, 32, 99, 133 },
	[THEME_MONO] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 },
};

/* Of the eight, magenta is the one accent that shows on black and on white; yellow and cyan, pale
 * on white, are no bars of the light theme. */
static const int16_t colors8[THEMES][HUES] = {
	[THEME_AUTO] = { -1, -1, 5, 1, 2, 1, 3, 3, 2, 6, 4, 5, 5 },
	[THEME_LIGHT] = { -1, -1, 4, 1, 2, 1, 1, 5, 2, 4, 4, 5, 5 },
	[THEME_DARK] = { -1, -1, 6, 1, 2, 1, 3, 3, 2, 6, 4, 5, 5 },
	[THEME_CONTRAST] = { -1, -1, -1, 1, -1, 1, 3, 3, 2, 6, 4, 5, 5 },
	[THEME_MONO] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 },
};
/* clang-format on */

struct look style_look(enum style style, enum theme theme)
{
	assert(style < STYLE_COUNT && theme < THEMES);
	const struct role *role = &roles[style];
	bool quiet = theme != THEME_CONTRAST, plain = theme == THEME_MONO || !quiet;
	uint8_t attributes = plain ? role->in_mono : role->in_color;
	return (struct look){
		.fg256 = colors256[theme][role->hue],
		.bg256 = -1,
		.fg8 = colors8[theme][role->hue],
		.bg8 = -1,
		.bold = (attributes & BOLD) != 0,
		.dim = quiet && ((attributes & DIM) != 0 || role->hue == HUE_QUIET),
		.reverse = (attributes & REVERSE) != 0,
		.underline = (attributes & UNDERLINE) != 0,
	};
}

char style_letter(enum style style)
{
	assert(style < STYLE_COUNT);
	return roles[style].letter;
}
