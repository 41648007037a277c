/* A surface as bytes for a terminal that can do so much: the same looks as the painter's
 * (term/depth), written out. */
#include "picture.h"

#include "themewall/term/ascii.h"
#include "themewall/term/depth.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

static void add_color(struct strbuf *out, int color, int colors, int base)
{
	if (color >= 0 && colors == 256)
		strbuf_addf(out, ";%d;5;%d", base + 8, color);
	else if (color >= 0)
		strbuf_addf(out, ";%d", base + color);
}

static void add_look(struct strbuf *out, const struct depth_look *look, int colors)
{
	strbuf_add_z(out, "\033[0");
	strbuf_add_z(out, look->bold ? ";1" : "");
	strbuf_add_z(out, look->dim ? ";2" : "");
	strbuf_add_z(out, look->underline ? ";4" : "");
	strbuf_add_z(out, look->reverse ? ";7" : "");
	add_color(out, look->fg, colors, 30);
	add_color(out, look->bg, colors, 40);
	strbuf_add_char(out, 'm');
}

static void add_words(struct strbuf *out, const struct cell *cell, bool ascii)
{
	char bytes[4];
	if (cell->wide_tail)
		strbuf_add_z(out, ascii ? " " : "");
	else if (!cell->ncp)
		strbuf_add_char(out, ' ');
	else if (ascii)
		strbuf_add_char(out, ascii_of(cell->cp[0]));
	else
		for (int i = 0; i < cell->ncp; i++)
			strbuf_add(out, bytes, utf8_encode(cell->cp[i], bytes));
}

static bool same_look(const struct depth_look *a, const struct depth_look *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->bold == b->bold && a->dim == b->dim &&
	       a->reverse == b->reverse && a->underline == b->underline;
}

/* What a terminal shows of the row: nothing behind its last sign, no look on a plain blank. */
static void add_row(struct strbuf *out, const struct surface *s, int y, int colors, bool ascii)
{
	struct depth_look plain = depth_look(STYLE_TEXT, THEME_AUTO, colors, true), last = plain;
	int end = 0;
	for (int x = 0; x < s->w; x++) {
		const struct cell *cell = surface_cell(s, x, y);
		bool blank = !cell->ncp && !cell->wide_tail;
		if (!blank ||
		    depth_look((enum style)cell->style, THEME_AUTO, colors, true).on_blank)
			end = x + 1;
	}
	for (int x = 0; x < end; x++) {
		const struct cell *cell = surface_cell(s, x, y);
		struct depth_look look =
			depth_look((enum style)cell->style, THEME_AUTO, colors, true);
		if (!cell->ncp && !cell->wide_tail && !look.on_blank)
			look = last.on_blank ? plain : last;
		if (!same_look(&look, &last))
			add_look(out, &look, colors);
		last = look;
		add_words(out, cell, ascii);
	}
	if (!same_look(&last, &plain))
		add_look(out, &plain, colors);
	strbuf_add_char(out, '\n');
}

void picture_add(struct strbuf *out, const struct surface *surface, int colors, bool ascii)
{
	for (int y = 0; y < surface->h; y++)
		add_row(out, surface, y, colors, ascii);
}
