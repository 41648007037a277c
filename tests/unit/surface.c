/* ui: surfaces keep wide graphemes whole whatever is written; styles show on every ground and in
 * mono. */
#include <math.h>
#include <stdlib.h>

#include "tap.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/ui/surface.h"

static void is_dump(const struct surface *s, const char *want, const char *name)
{
	struct strbuf out = STRBUF_INIT;
	surface_dump(s, &out);
	is_str(out.buf, want, "%s", name);
	strbuf_release(&out);
}

static void is_styles(const struct surface *s, const char *want, const char *name)
{
	struct strbuf out = STRBUF_INIT;
	surface_dump_styles(s, &out);
	is_str(out.buf, want, "%s", name);
	strbuf_release(&out);
}

static void test_put(void)
{
	struct surface s;
	surface_init(&s, 8, 3);
	is_int(surface_putz(&s, 1, 0, "a漢é", STYLE_TITLE), 4, "one, two and one cell");
	is_dump(&s, " a漢é\n\n\n", "plain, wide and accented");
	is_styles(&s, ".tttt\n\n\n", "each cell has its style");
	ok(surface_cell(&s, 2, 0)->wide && surface_cell(&s, 3, 0)->wide_tail, "a head and a tail");
	is_int(surface_putz(&s, 6, 1, "abcdef", 0), 6, "the width counts what ran off the edge");
	is_int(surface_putz(&s, -3, 1, "abc漢", 0), 5, "and what began before it");
	is_int(surface_putz(&s, 0, 7, "漢漢", 0), 4, "and what is on no row");
	is_dump(&s, " a漢é\n漢    ab\n\n", "only what is inside is written");
	surface_putz(&s, 0, 2, "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85x", 0);
	is_int(surface_cell(&s, 0, 2)->ncp, CELL_CODE_POINTS, "a base and four marks");
	is_int(surface_cell(&s, 1, 2)->cp[0], 'x', "the next grapheme is in the next cell");
	surface_putz(&s, 0, 2, "\x1b[\x07\x7f\xc2\x9b]", 0);
	bool control = false;
	for (int x = 0; x < s.w; x++) {
		uint32_t c = surface_cell(&s, x, 2)->cp[0];
		control |= c && (c < ' ' || (c >= 0x7f && c < 0xa0));
	}
	ok(!control, "no control ever gets into a cell");
	ok(!surface_cell(&s, 8, 0) && !surface_cell(&s, 0, -1), "no cell outside");
	surface_release(&s);
}

static void test_wide_halves(void)
{
	struct surface s;
	surface_init(&s, 6, 2);
	surface_putz(&s, 0, 0, "漢漢漢", STYLE_DIM);
	surface_putz(&s, 1, 0, "x", 0);
	is_dump(&s, " x漢漢\n\n", "over a tail: the head is blanked");
	surface_putz(&s, 2, 0, "y", 0);
	is_dump(&s, " xy 漢\n\n", "over a head: the tail is blanked");
	is_styles(&s, "d..ddd\n\n", "a blanked half keeps its style");
	surface_putz(&s, 3, 0, "字", 0);
	is_dump(&s, " xy字\n\n", "a wide one over a half blanks the other half");
	surface_putz(&s, 5, 1, "字", STYLE_KEY);
	is_dump(&s, " xy字\n\n", "at the right edge half a wide one is a blank");
	is_styles(&s, "d....d\n.....k\n", "in the style that was asked for");
	surface_restyle(&s, (struct rect){4, 0, 1, 1}, STYLE_FOCUS);
	is_styles(&s, "d..FFd\n.....k\n", "restyling a tail restyles its head");
	ok(surface_is_whole(&s), "whole");
	s.cells[3].wide = false;
	ok(!surface_is_whole(&s), "a tail without a head is noticed");
	surface_release(&s);
}

static void test_clip(void)
{
	struct surface s;
	surface_init(&s, 8, 3);
	struct rect old = surface_clip(&s, (struct rect){1, 1, 3, 9});
	surface_putz(&s, 0, 1, "abcdef", 0);
	surface_putz(&s, 0, 2, "漢字漢", 0);
	surface_putz(&s, 0, 0, "above", 0);
	is_dump(&s, "\n bcd\n  字\n", "nothing outside the clip, no half of a wide one");
	struct rect inner = surface_clip(&s, (struct rect){0, 0, 2, 2});
	surface_fill(&s, (struct rect){0, 0, 8, 3}, "#", 0);
	is_dump(&s, "\n #cd\n  字\n", "a clip in a clip is what both allow");
	surface_clip_restore(&s, inner);
	surface_clip_restore(&s, old);
	surface_fill(&s, (struct rect){3, 0, 5, 1}, "漢", 0);
	is_dump(&s, "   漢漢\n #cd\n  字\n", "a wide filler stops before an odd end");
	surface_fill(&s, (struct rect){0, 0, 8, 3}, " ", 0);
	is_dump(&s, "\n\n\n", "a blank clears");
	surface_release(&s);
}

static void test_fit(void)
{
	static const struct {
		const char *text;
		int ncells, taken;
		const char *want;
	} cases[] = {
		{"export", 6, 6, "export\n"}, {"export", 5, 5, "expo…\n"},
		{"export", 1, 1, "…\n"},      {"an export", 4, 3, "an…\n"},
		{"export", 0, 0, "\n"},       {"漢字漢", 5, 5, "漢字…\n"},
		{"漢字漢", 4, 3, "漢…\n"},    {"", 4, 0, "\n"},
	};
	struct surface s;
	surface_init(&s, 8, 1);
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		surface_clear(&s);
		is_int(surface_put_fit(&s, 0, 0, str_of(cases[i].text), cases[i].ncells, 0),
		       cases[i].taken, "'%s' in %d cells", cases[i].text, cases[i].ncells);
		is_dump(&s, cases[i].want, "  looks right");
	}
	surface_release(&s);
}

static void test_equal(void)
{
	struct surface a, b;
	surface_init(&a, 4, 2);
	surface_init(&b, 4, 2);
	surface_putz(&a, 0, 0, "x y", 0);
	surface_putz(&b, 2, 0, "y", 0);
	surface_putz(&b, 0, 0, "x", 0);
	ok(surface_equal(&a, &b), "a put space is a blank");
	b.cursor_x = 1;
	ok(!surface_equal(&a, &b), "the cursor counts");
	surface_resize(&b, 5, 2);
	ok(!surface_equal(&a, &b), "the size counts");
	is_dump(&b, "\n\n", "resized is blank");
	surface_release(&a);
	surface_release(&b);
	surface_release(&a);
}

static uint32_t seed = 2463534242u;

static int random_below(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (int)(seed % (uint32_t)n);
}

static struct rect random_rect(int w, int h)
{
	return (struct rect){random_below(w + 4) - 2, random_below(h + 4) - 2, random_below(w + 2),
			     random_below(h + 2)};
}

/* One random write; the texts mix narrow, wide, combining and right-to-left. */
static void random_write(struct surface *s)
{
	static const char *const texts[] = {"a",       "漢",   "e\xcc\x81", "漢字かな交じり",
					    "x漢y字z", "שלום", "ไทย",       "👍ok👍",
					    "❤",       "नमस्ते", ""};
	const char *text = texts[random_below(TW_COUNT(texts))];
	int x = random_below(s->w + 6) - 3, y = random_below(s->h + 2) - 1;
	style_id style = (style_id)random_below(STYLE_COUNT);
	switch (random_below(6)) {
	case 0:
		surface_fill(s, random_rect(s->w, s->h), random_below(2) ? "漢" : "-", style);
		break;
	case 1:
		surface_restyle(s, random_rect(s->w, s->h), style);
		break;
	case 2:
		surface_put_fit(s, x, y, str_of(text), random_below(9), style);
		break;
	default:
		surface_putz(s, x, y, text, style);
	}
}

static void test_random(void)
{
	int broken = 0, outside = 0;
	for (int round = 0; round < 400; round++) {
		struct surface s, before;
		surface_init(&s, 1 + random_below(14), 1 + random_below(4));
		surface_init(&before, s.w, s.h);
		struct rect clip = random_rect(s.w, s.h);
		for (int i = 0; i < 40; i++) {
			memcpy(before.cells, s.cells, (size_t)s.w * (size_t)s.h * sizeof *s.cells);
			struct rect old = surface_clip(&s, clip);
			random_write(&s);
			surface_clip_restore(&s, old);
			broken += !surface_is_whole(&s);
			for (int k = 0; k < s.w * s.h; k++) {
				/* one cell past the clip may be blanked with its other half */
				int x = k % s.w, y = k / s.w;
				bool far = !rect_contains(clip, x, y) &&
					   !rect_contains(clip, x - 1, y) &&
					   !rect_contains(clip, x + 1, y);
				outside += far &&
					   memcmp(&before.cells[k], &s.cells[k], sizeof *s.cells);
			}
			if (i % 10 == 9)
				clip = random_rect(s.w, s.h);
		}
		surface_release(&s);
		surface_release(&before);
	}
	is_int(broken, 0, "16,000 random writes: never half a wide grapheme");
	is_int(outside, 0, "and nothing changed outside the clip");
}

/* A text of parts that stand alone, join or wipe each other out. */
static void random_text(struct strbuf *out)
{
	static const char *const parts[] = {
		"plain words",  " ",    "x", "漢字", "\xcc\x81",   "e\xcc\x81\xcc\xa3",
		"\x1b[",        "\x7f", "—", "│",    "\330\20012", "👍",
		"\xe2\x80\x8d", "नमस्ते", "▌"};
	strbuf_reset(out);
	for (int n = random_below(6); n >= 0; n--)
		strbuf_add_z(out, parts[random_below(TW_COUNT(parts))]);
}

/* Grapheme by grapheme, which never takes the short ways of runs. */
static int put_singly(struct surface *s, int x, int y, struct str text, style_id style)
{
	int taken = 0;
	for (size_t at = 0, end; at < text.n; at = end) {
		end = grapheme_next(text, at);
		taken += surface_put(s, x + taken, y, str_part(text, at, end), style);
	}
	return taken;
}

static void test_runs(void)
{
	struct strbuf text = STRBUF_INIT;
	int pictures = 0, widths = 0, fits = 0;
	for (int round = 0; round < 4000; round++) {
		struct surface a, b;
		surface_init(&a, 16, 1);
		surface_init(&b, 16, 1);
		for (int i = 0; i < 3; i++) {
			struct rect clip = random_rect(16, 1);
			int x = random_below(20) - 3, room = random_below(12);
			surface_clip(&a, clip);
			surface_clip(&b, clip);
			random_text(&text);
			struct str all = strbuf_str(&text);
			int taken = put_singly(&b, x, 0, all, STYLE_KEY);
			widths += surface_put(&a, x, 0, all, STYLE_KEY) != taken ||
				  text_width(all) != taken;
			struct str head = str_part(all, 0, text_fit(all, room));
			size_t next = grapheme_next(all, head.n);
			fits += text_width(head) > room ||
				(head.n < all.n && text_width(str_part(all, 0, next)) <= room);
			surface_clip_restore(&a, (struct rect){0, 0, 16, 1});
			surface_clip_restore(&b, (struct rect){0, 0, 16, 1});
		}
		pictures += !surface_equal(&a, &b);
		surface_release(&a);
		surface_release(&b);
	}
	is_int(pictures, 0, "a text put at once looks as put grapheme by grapheme");
	is_int(widths, 0, "and takes as many cells");
	is_int(fits, 0, "what fits is as much as fits");
	strbuf_release(&text);
}

/* Relative luminance of one of the 256 colours, from 16 up; and of any 24-bit colour. */
static double linear(int channel)
{
	double c = channel / 255.0;
	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int rgb)
{
	return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) +
	       0.0722 * linear(rgb & 255);
}

static int rgb_of_index(int index)
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	int grey = 8 + 10 * (index - 232), i = index - 16;
	if (index >= 232)
		return grey << 16 | grey << 8 | grey;
	return steps[i / 36] << 16 | steps[i / 6 % 6] << 8 | steps[i % 6];
}

static double contrast(int rgb_a, int rgb_b)
{
	double a = luminance(rgb_a) + 0.05, b = luminance(rgb_b) + 0.05;
	return a > b ? a / b : b / a;
}

/* The worst contrast of any role's colour on any of the grounds. */
static double worst_contrast(enum theme theme, const int *grounds, size_t count)
{
	double worst = 21;
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct look look = style_look((enum style)style, theme);
		for (size_t i = 0; look.fg256 >= 16 && i < count; i++) {
			double c = contrast(rgb_of_index(look.fg256), grounds[i]);
			worst = c < worst ? c : worst;
		}
	}
	return worst;
}

static void test_themes(void)
{
	/* black, two common dark greys, Solarized dark; white, Solarized light */
	static const int grounds[] = {0x000000, 0x1d1f21, 0x232627, 0x002b36, 0xffffff, 0xfdf6e3};
	double both = worst_contrast(THEME_AUTO, grounds, 6);
	double dark = worst_contrast(THEME_DARK, grounds, 4);
	double light = worst_contrast(THEME_LIGHT, grounds + 4, 2);
	ok(both >= 3.5, "auto is legible on every ground (%.2f)", both);
	ok(dark >= 4.3, "dark is legible on dark grounds (%.2f)", dark);
	ok(light >= 4.3, "light is legible on light grounds (%.2f)", light);
	bool pale = false;
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct look look = style_look((enum style)style, THEME_LIGHT);
		pale |= look.fg8 == 3 || look.fg8 == 6;
	}
	ok(!pale, "of eight colours, yellow and cyan are no words on a light ground");
}

static int attributes(enum style style, enum theme theme)
{
	struct look look = style_look(style, theme);
	return (look.bold ? 1 : 0) + (look.dim ? 2 : 0) + (look.reverse ? 4 : 0) +
	       (look.underline ? 8 : 0);
}

static void test_mono(void)
{
	static const enum style apart[] = {STYLE_TEXT, STYLE_DIM, STYLE_FOCUS, STYLE_TITLE_LIT,
					   STYLE_INSERT};
	bool same = false, colored = false, own = true;
	for (size_t i = 0; i < TW_COUNT(apart); i++)
		for (size_t k = 0; k < i; k++)
			same |= attributes(apart[i], THEME_MONO) ==
				attributes(apart[k], THEME_MONO);
	ok(!same, "without colour, text, dim, focus, lit title and insertion mark all differ");
	for (int a = 0; a < STYLE_COUNT; a++) {
		struct look look = style_look((enum style)a, THEME_MONO);
		colored |= look.fg256 != -1 || look.fg8 != -1 || look.bg256 != -1 || look.bg8 != -1;
		for (int b = 0; b < a; b++)
			own &= style_letter((enum style)a) != style_letter((enum style)b);
	}
	ok(!colored, "mono names no colour");
	ok(own, "every style has a letter of its own");
	static const enum theme coloured[] = {THEME_AUTO, THEME_LIGHT, THEME_DARK};
	for (size_t i = 0; i < TW_COUNT(coloured); i++)
		is_int(attributes(STYLE_LIFT, coloured[i]), 0,
		       "what is carried is neither bold nor reversed: it costs bytes at every "
		       "step");
	ok(style_look(STYLE_LIFT, THEME_MONO).reverse, "without colour it is reversed, to be seen");
	ok(!style_look(STYLE_WARN, THEME_MONO).reverse,
	   "a warning is not: what is reversed is the focus");
}

int main(void)
{
	text_init();
	test_put();
	test_wide_halves();
	test_clip();
	test_fit();
	test_equal();
	test_random();
	test_runs();
	test_themes();
	test_mono();
	return done();
}
