/* safe: the policy case by case, then over every scalar value and over random bytes. */
#include <stdlib.h>
#include <wchar.h>

#include <uninorm.h>
#include <uniwidth.h>

#include "tap.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

enum { MAX_CODE_POINT = 0x10ffff };

static const char *safe(struct strbuf *out, struct str text, bool keep_lines)
{
	strbuf_reset(out);
	safe_text(out, text, keep_lines);
	return out->buf;
}

static void test_policy(void)
{
	const struct {
		struct str in;
		const char *out, *what;
	} cases[] = {
		{STR("Plain words, (all) of them ~"), "Plain words, (all) of them ~",
		 "ASCII stays"},
		{STR("a\tb\nc\r\nd"), "a b c d", "tabs and line ends become blanks, CR goes"},
		{STR("a\x1b]0;X\x07z\x7f"), "a\xe2\x90\x9b]0;X\xe2\x90\x87z\xe2\x90\xa1",
		 "C0 and DEL show"},
		{STR("a\xc2\x9bz\xc2\x85y\xe2\x80\xa8x"), "a<U+009B>z y x",
		 "C1 show, NEL and U+2028 are blanks"},
		{STR("caf\xe9!"), "caf\xef\xbf\xbd!", "a damaged byte shows"},
		{STR("cafe\xcc\x81"), "caf\xc3\xa9", "letters are composed"},
		{STR("\xe2\x80\x9cno\xe2\x80\x9d \xe2\x80\x93 it\xe2\x80\x99s"),
		 "\xe2\x80\x9cno\xe2\x80\x9d \xe2\x80\x93 it\xe2\x80\x99s", "curly quotes stay"},
		{STR("\xe4\xbd\xa0\xe5\xa5\xbd"), "\xe4\xbd\xa0\xe5\xa5\xbd", "ideographs stay"},
		{STR("\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"), "\xf0\x9f\x91\x8d", "no skin tones"},
		{STR("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7!"),
		 "\xf0\x9f\x91\xa8!", "a family becomes its first"},
		{STR("\xe2\x9d\xa4\xef\xb8\x8f"), "\xe2\x9d\xa4", "no variation selector"},
		{STR("1\xef\xb8\x8f\xe2\x83\xa3"), "1", "a keycap becomes its digit"},
		{STR("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"), "DE", "a flag becomes letters"},
		{STR("a\xe2\x80\xae"
		     "b\xe2\x80\xac"),
		 "a<U+202E>b<U+202C>", "overrides show"},
		{STR("\xe2\x81\xa6x\xe2\x81\xa9"), "<U+2066>x<U+2069>", "isolates show"},
		{STR("a\xe2\x80\x8f"
		     "b\xe2\x80\x8b"
		     "c\xc2\xad"
		     "d\xef\xbb\xbf"),
		 "abcd", "invisible format characters go"},
		{STR("\xee\x80\x80\xcd\xb8"), "\xef\xbf\xbd\xef\xbf\xbd", "private and unassigned"},
		{STR("\xe4\xb7\x80"), "\xef\xbf\xbd", "a disputed width"},
		{STR("x\xcc\xb1\xcc\xb2\xcc\xb3\xcc\xb4\xcc\xb5\xcc\xb6\xcc\xb7y"),
		 "x\xcc\xb4\xcc\xb5\xcc\xb6\xcc\xb7y", "four marks a cell"},
		{STR("\xcc\x81x\xee\x80\x80\xcc\x81y"), "x\xef\xbf\xbdy",
		 "no mark without a letter"},
		{STR("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), "\xed\x95\x9c", "Korean is composed"},
	};
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(safe(&out, cases[i].in, false), cases[i].out, "%s", cases[i].what);
	is_str(safe(&out, STR("a\tb\r\n\ncaf\xc3\xa9 \xe4\xbd\xa0\n"), true),
	       "a b\n\ncaf\xc3\xa9 \xe4\xbd\xa0\n", "kept lines");
	strbuf_reset(&out);
	strbuf_add_z(&out, "before: ");
	safe_text(&out, STR("e\xcc\x81\xcc\x82"), false);
	is_str(out.buf, "before: \xc3\xa9\xcc\x82", "appended to what is there");
	strbuf_release(&out);
}

static bool is_bidi_control(uint32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* What no painted text may hold, and that each of its code points has a width. */
static bool is_harmless(struct str s, bool keep_lines)
{
	for (size_t i = 0; i < s.n;) {
		uint32_t c;
		size_t n = utf8_decode(s, i, &c);
		bool damaged = c == 0xfffd && n == 1;
		bool control = (c < 0x20 && !(keep_lines && c == '\n')) || (c >= 0x7f && c < 0xa0);
		if (damaged || control || is_bidi_control(c) || c == 0x2028 || c == 0x2029)
			return false;
		i += n;
	}
	return true;
}

/* At most four marks a cell (what ncurses can hold), and widths about which nobody argues. */
static bool cells_are_sound(struct str s)
{
	for (size_t i = 0, next; i < s.n; i = next) {
		uint32_t c;
		next = cell_next(s, i);
		utf8_decode(s, i, &c);
		if (utf8_length(str_part(s, i, next)) > 5)
			return false;
		if (c != '\n' &&
		    (uc_width(c, "UTF-8") != wcwidth((wchar_t)c) || wcwidth((wchar_t)c) < 1))
			return false;
	}
	return true;
}

static bool is_composed(struct str s)
{
	uint8_t small[256];
	size_t n = sizeof small;
	uint8_t *nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)s.p, s.n, small, &n);
	bool composed = nfc && str_equal((struct str){(char *)nfc, n}, s);
	if (nfc != small)
		free(nfc);
	return composed;
}

struct work {
	struct strbuf once, twice;
};

static bool is_good(struct work *work, struct str text, bool keep_lines)
{
	safe(&work->once, text, keep_lines);
	if (!is_harmless(strbuf_str(&work->once), keep_lines) ||
	    !cells_are_sound(strbuf_str(&work->once)) || !is_composed(strbuf_str(&work->once)))
		return false;
	safe(&work->twice, strbuf_str(&work->once), keep_lines);
	return str_equal(strbuf_str(&work->once), strbuf_str(&work->twice));
}

static void report(struct str text)
{
	printf("# on:");
	for (size_t i = 0; i < text.n; i++)
		printf(" %02x", (unsigned char)text.p[i]);
	putchar('\n');
}

/* Long stretches of one kind: ideographs, Hangul syllables, planes in private use or without
 * anything. */
static bool is_bulk(uint32_t c)
{
	return (c >= 0x3400 && c < 0xa000) || (c >= 0xac00 && c < 0xf900) ||
	       (c >= 0x17000 && c < 0x18d00) || (c >= 0x20000 && c < 0xe0000) || c >= 0xe1000;
}

/* In the ordinary suite: what is like its neighbours is sampled. */
static bool is_skipped(uint32_t c)
{
	return (is_bulk(c) && c % 64 != 63) || (c >= 0x10000 && c < 0xe0000 && c % 4 != 3);
}

/* Alone, first, last and in the middle, the neighbours marks that would combine. */
static bool is_good_everywhere(struct work *work, struct strbuf *text, uint32_t c)
{
	static const char *const before[] = {"", "", "e\xcc\x81", "e\xcc\x81"};
	static const char *const after[] = {"", "\xcc\xa7z", "", "\xcc\xa7z"};
	for (int place = 0; place < 4; place++) {
		strbuf_reset(text);
		strbuf_add_z(text, before[place]);
		utf8_add(text, c);
		strbuf_add_z(text, after[place]);
		if (!is_good(work, strbuf_str(text), c % 2))
			return false;
	}
	return true;
}

/* All 1,112,064 of them where GAUNTLET is set. */
static void test_all_scalars(struct work *work)
{
	struct strbuf text = STRBUF_INIT;
	bool all = getenv("GAUNTLET");
	long seen = 0;
	int faults = 0;
	for (uint32_t c = 0; c <= MAX_CODE_POINT; c++) {
		if ((c >= 0xd800 && c < 0xe000) || (!all && is_skipped(c)))
			continue;
		seen++;
		if (!is_good_everywhere(work, &text, c) && ++faults < 10)
			report(strbuf_str(&text));
	}
	is_int(faults, 0, "%ld scalar values, alone, first, last, amid: harmless and idempotent",
	       seen);
	ok(!all || seen == 1112064, "which are all there are");
	strbuf_release(&text);
}

/* The bulk is sampled above; here every assigned one is seen, if only once. */
static void test_all_scalars_at_once(struct work *work)
{
	struct strbuf text = STRBUF_INIT;
	for (uint32_t c = 0; c <= MAX_CODE_POINT; c++)
		if (c < 0xd800 || (c >= 0xf800 && c < 0x32000) || (c >= 0xe0000 && c < 0xe1000))
			utf8_add(&text, c);
	ok(is_good(work, strbuf_str(&text), true), "all that are assigned in one text");
	strbuf_release(&text);
}

/* Characters that act on their neighbours, from every branch of the policy. */
static const uint32_t actors[] = {
	'a',    ' ',     '\n',    '\t',    0xa9,    0xad,    0xe9,    0x301,    0x327,  0x34f,
	0x5d0,  0x605,   0x915,   0x93f,   0x940,   0x94d,   0xcbf,   0xcc6,    0xcd5,  0xd4e,
	0xe33,  0x1100,  0x1161,  0x11a8,  0xac00,  0x200b,  0x200c,  0x200d,   0x200e, 0x202e,
	0x20e3, 0x2764,  0x3042,  0x3099,  0x3164,  0x4dc0,  0x4f60,  0xe000,   0xfe0e, 0xfe0f,
	0xfffd, 0x1f1e9, 0x1f1ea, 0x1f3fb, 0x1f468, 0x1f469, 0xe0061, 0x10ffff, 0x2126, 0x115f,
	0x302,  0x336,   0x05b0,  0x0f71,  0x0f72,  0x1d165,
};

static void test_random(struct work *work)
{
	struct strbuf text = STRBUF_INIT;
	int faults = 0;
	srand(1);
	for (int round = 0; round < 8000; round++) {
		strbuf_reset(&text);
		for (int n = rand() % 12; n >= 0; n--) {
			if (rand() % 20 == 0)
				strbuf_add_char(&text, (char)(rand() % 256));
			else
				utf8_add(&text, actors[(size_t)rand() % (sizeof actors / 4)]);
		}
		if (!is_good(work, strbuf_str(&text), round % 2) && ++faults < 10)
			report(strbuf_str(&text));
	}
	is_int(faults, 0, "random neighbours and bytes: harmless and idempotent");
	strbuf_release(&text);
}

static void test_rtl(void)
{
	ok(safe_has_rtl(STR("say \xd7\xa9\xd7\x9c")), "Hebrew runs right to left");
	ok(safe_has_rtl(STR("\xd8\xa7")), "Arabic runs right to left");
	ok(!safe_has_rtl(STR("caf\xc3\xa9 \xe4\xbd\xa0 <U+202E>")), "Latin and Chinese do not");
}

static void test_stored(void)
{
	struct strbuf out = STRBUF_INIT;
	is_int(safe_clean_controls(&out, STR("a\tb\n\x1b[m caf\xc3\xa9 \xc2\x9b\x7f")), 3,
	       "three controls are counted");
	is_str(out.buf, "a\tb\n\xef\xbf\xbd[m caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd",
	       "and replaced; tabs, lines and letters stay");
	strbuf_reset(&out);
	is_int(safe_clean_controls(&out, (struct str){NULL, 0}), 0, "nothing");
	is_int(safe_clean_controls(&out, STR("nothing to do, \xf0\x9f\x98\x80")), 0, "clean text");
	is_str(out.buf, "nothing to do, \xf0\x9f\x98\x80", "is copied");
	ok(safe_has_controls(STR("a\x1b")) && safe_has_controls(STR("caf\xc3\xa9 \xc2\x9b")) &&
		   safe_has_controls(STR("12345678\x7f")),
	   "controls are seen");
	ok(!safe_has_controls(STR("a\tb\n \xc2\xa0 caf\xc3\xa9 \xf0\x9f\x98\x80")) &&
		   !safe_has_controls((struct str){NULL, 0}),
	   "tabs, lines and letters are none");
	strbuf_release(&out);
}

static void test_print(void)
{
	char *written = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&written, &n);
	safe_printf(stream, "%s: %d\n", "a\x1b[2Jb", 7);
	safe_print(stream, STR("two\nlines\n"));
	fclose(stream);
	is_str(written, "a\xe2\x90\x9b[2Jb: 7\ntwo\nlines\n",
	       "what is printed is safe, lines stay");
	free(written);
}

int main(void)
{
	struct work work = {STRBUF_INIT, STRBUF_INIT};
	text_init();
	test_policy();
	test_all_scalars(&work);
	test_all_scalars_at_once(&work);
	test_random(&work);
	test_rtl();
	test_stored();
	test_print();
	strbuf_release(&work.once);
	strbuf_release(&work.twice);
	return done();
}
