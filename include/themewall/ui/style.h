#ifndef THEMEWALL_UI_STYLE_H
#define THEMEWALL_UI_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/app/theme.h"

/*
 * Roles of text on the screen, and what each looks like. Painters name roles only; the terminal
 * floor asks style_look once per role at start. Body text is the terminal's default colour; few
 * colours, one bright thing: the focus. Colour is never the only sign.
 */
typedef uint8_t style_id;

enum style {
	STYLE_TEXT,	  /* default foreground and background */
	STYLE_DIM,	  /* feet, hints, interviewer's turns, what is being carried */
	STYLE_BORDER,	  /* frames and rules */
	STYLE_TITLE,	  /* a theme's name */
	STYLE_TITLE_LIT,  /* the theme under the pointer in a drag */
	STYLE_HEADER,	  /* the top line */
	STYLE_TAB,	  /* a view's tab */
	STYLE_TAB_HERE,	  /* the tab of this view */
	STYLE_KEY,	  /* a key in the hint line */
	STYLE_FOCUS,	  /* bar and first sign of the focused thing */
	STYLE_FOCUS_TEXT, /* words of the focused card */
	STYLE_LIFT,	  /* outline of what is carried */
	STYLE_INSERT,	  /* insertion mark */
	STYLE_FIELD,	  /* a text field */
	STYLE_SELECT,	  /* selected text in the reader, chosen line in a list */
	STYLE_COVERED,	  /* transcript text that is on a card */
	STYLE_WARN,	  /* a warning or an error in the message line */
	STYLE_GOOD,
	STYLE_BAR0, /* bars by the lens: eight hues, STYLE_BAR0 + (n % 8) */
	STYLE_BAR7 = STYLE_BAR0 + 7,
	STYLE_COUNT
};

/*
 * How a role looks: an index into the 256 colours and the 8-colour fallback (-1: the terminal's
 * default), and attributes. dim is for terminals with fewer than 256 colours that can do it well;
 * with 256 fg256 is the quieter grey.
 */
struct look {
	int fg256, bg256;
	int fg8, bg8;
	bool bold, dim, reverse, underline;
};

struct look style_look(enum style style, enum theme theme);
char style_letter(enum style style); /* for surface_dump_styles; one per role, '.' for STYLE_TEXT */

#endif
