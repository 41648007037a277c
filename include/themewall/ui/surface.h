#ifndef THEMEWALL_UI_SURFACE_H
#define THEMEWALL_UI_SURFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/rect.h"
#include "themewall/base/str.h"
#include "themewall/ui/style.h"

/*
 * A grid of cells, the only thing painters write to. Each cell holds one grapheme (a base and at
 * most four marks) and a style; a wide one owns the cell to its right (its `ncp` is 0 there and
 * `wide_tail` is set). Writing over half of a wide grapheme blanks the other half: there is never a
 * half wide cell. Text given to surface_put must be painted text (text/safe). Knows no terminal.
 */
enum { CELL_CODE_POINTS = 5 };

struct cell {
	uint32_t cp[CELL_CODE_POINTS]; /* cp[0] == 0: blank */
	uint8_t ncp;
	bool wide; /* two cells; the next one is its tail */
	bool wide_tail;
	style_id style;
};

struct surface {
	int w, h;
	struct cell *cells; /* owned, w × h */
	struct rect clip;   /* writes outside are dropped; whole graphemes only */
	int cursor_x,
		cursor_y; /* where the hardware cursor shall stand; -1: hidden at the corner */
	bool cursor_visible;
};

void surface_init(struct surface *s, int w, int h);
void surface_release(struct surface *s);
void surface_resize(struct surface *s, int w, int h); /* contents are blanked */
void surface_clear(struct surface *s); /* blank cells, clip to everything, cursor to -1,-1 */
/* Sets the clip to the intersection with r and returns the old one, to be put back with
 * surface_clip_restore. */
struct rect surface_clip(struct surface *s, struct rect r);
void surface_clip_restore(struct surface *s, struct rect old);

/*
 * Puts painted text at (x, y); returns its width in cells, shown or not. Runs off the clip's edges
 * cleanly: where the edge cuts a wide grapheme, the half inside becomes a blank.
 */
int surface_put(struct surface *s, int x, int y, struct str painted, style_id style);
int surface_putz(struct surface *s, int x, int y, const char *painted, style_id style);
/* At most ncells; ends in "…" when cut, without blanks before it. Returns the cells taken (ncells
 * or fewer). */
int surface_put_fit(struct surface *s, int x, int y, struct str painted, int ncells,
		    style_id style);
/* One grapheme over the whole of r; " " blanks it. */
void surface_fill(struct surface *s, struct rect r, const char *grapheme, style_id style);
/* Changes the style of what stands there (of both halves of a wide grapheme), leaves the text. */
void surface_restyle(struct surface *s, struct rect r, style_id style);
const struct cell *surface_cell(const struct surface *s, int x, int y); /* NULL outside */

/* The picture as text: one line per row, blanks at line ends cut. For tests and --plain output. */
void surface_dump(const struct surface *s, struct strbuf *out);
/* One letter per cell for its style (style_letter), STYLE_TEXT at line ends cut: for golden screens
 * of styles. */
void surface_dump_styles(const struct surface *s, struct strbuf *out);
/* Whether no wide cell lacks its tail and no tail its head. */
bool surface_is_whole(const struct surface *s);
bool surface_equal(const struct surface *a, const struct surface *b);

#endif
