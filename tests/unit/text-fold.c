/* fold: keys meet where people would expect it, and the short ways agree with the long one. */
#include <stdlib.h>

#include <unicase.h>
#include <uninorm.h>

#include "dice.h"
#include "tap.h"
#include "themewall/text/fold.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

static const char *fold(struct strbuf *out, struct str text)
{
	strbuf_reset(out);
	fold_text(out, text);
	return out->buf;
}

static void test_keys(void)
{
	const struct {
		struct str text;
		const char *key, *what;
	} cases[] = {
		{STR(""), "", "nothing"},
		{STR("Plain WORDS, 42!"), "plain words, 42!", "capitals"},
		{STR(" a \t\n b\r\n"), " a b ", "runs of blanks"},
		{STR("Caf\xc3\xa9 CAFE\xcc\x81"), "cafe cafe", "accents, composed or not"},
		{STR("\xc5\x81\xc3\xb3"
		     "d\xc5\xba"),
		 "\xc5\x82odz", "what is no accent stays"},
		{STR("Stra\xc3\x9f"
		     "e"),
		 "strasse", "sharp s"},
		{STR("don\xe2\x80\x99t \xe2\x80\x9cgo\xe2\x80\x9d \xe2\x80\x93 yes\xe2\x80\xa6"),
		 "don't \"go\" - yes...", "typographic signs"},
		{STR("a\xc2\xa0 \xe2\x80\x83"
		     "b"),
		 "a b", "blanks of other kinds"},
		{STR("so\xc2\xad"
		     "ft\xe2\x80\x8bly"),
		 "softly", "invisible characters"},
		{STR("\xce\x9f\xce\x94\xce\x9f\xce\xa3 \xce\xbf\xce\xb4\xcf\x8c\xcf\x82"),
		 "\xce\xbf\xce\xb4\xce\xbf\xcf\x83 \xce\xbf\xce\xb4\xce\xbf\xcf\x83", "Greek"},
		{STR("\xef\xbc\xa1\xef\xbc\xa2 \xef\xac\x81 \xe2\x84\x83"),
		 "ab fi \xc2\xb0"
		 "c",
		 "wide letters, ligatures, signs"},
		{STR("\xd9\x83\xd9\x8e\xd8\xaa\xd9\x8e\xd8\xa8\xd9\x8e"),
		 "\xd9\x83\xd8\xaa\xd8\xa8", "Arabic points"},
		{STR("\xe3\x81\x8c"), "\xe3\x81\x8b\xe3\x82\x99", "Japanese voicing stays"},
	};
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(fold(&out, cases[i].text), cases[i].key, "%s", cases[i].what);
	strbuf_reset(&out);
	strbuf_add_z(&out, "x ");
	fold_text(&out, STR(" Y"));
	is_str(out.buf, "x  y", "appended; a blank before it is not its own");
	strbuf_release(&out);
}

static void test_shown(void)
{
	static const char *const shown[] = {"", "cafe", "がぎぐ", "한국어", "हिन्दी"};
	struct strbuf key = STRBUF_INIT, out = STRBUF_INIT;
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		fold(&key, str_of(shown[i]));
		strbuf_reset(&out);
		fold_add_shown(&out, strbuf_str(&key));
		is_str(out.buf ? out.buf : "", shown[i], "a key as people write it: %s", shown[i]);
	}
	strbuf_reset(&key);
	strbuf_add_repeat(&key, "か\u3099", 200);
	strbuf_reset(&out);
	fold_add_shown(&out, strbuf_str(&key));
	is_int((int64_t)out.len, 600, "a long one, too");
	strbuf_release(&key);
	strbuf_release(&out);
}

/* The key of a key is the key: else the same word could be stored and asked for differently. */
static void test_idempotent(void)
{
	struct strbuf text = STRBUF_INIT, once = STRBUF_INIT, twice = STRBUF_INIT;
	int faults = 0;
	for (uint32_t c = 0; c < 0x20000; c++) {
		strbuf_reset(&text);
		utf8_add(&text, c);
		fold(&once, strbuf_str(&text));
		fold(&twice, strbuf_str(&once));
		if (!str_equal(strbuf_str(&once), strbuf_str(&twice)) && ++faults < 10)
			printf("# U+%04X: \"%s\" \"%s\"\n", (unsigned)c, once.buf, twice.buf);
	}
	is_int(faults, 0, "folding twice is folding once");
	strbuf_release(&text);
	strbuf_release(&once);
	strbuf_release(&twice);
}

/* Each byte twice, after a letter. */
static void test_ascii_table(void)
{
	int wrong = 0;
	for (char c = 1; c > 0 && c < 127; c++) {
		struct strbuf key = STRBUF_INIT;
		char text[] = {'x', c, c}, want[] = {'x', c, c, '\0'};
		bool blank = c == ' ' || (c >= '\t' && c <= '\r');
		if (c >= 'A' && c <= 'Z')
			want[1] = want[2] = (char)(c - 'A' + 'a');
		if (blank)
			memcpy(want, "x ", sizeof "x ");
		fold_text(&key, (struct str){text, sizeof text});
		wrong += !str_equal(strbuf_str(&key), str_of(want));
		strbuf_release(&key);
	}
	is_int(wrong, 0, "capitals and blanks change, no other ASCII does");
}

/* The key of ASCII, a byte after the other. */
static void fold_slowly(struct strbuf *out, struct str text)
{
	strbuf_reset(out);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c >= '\t' && c <= '\r')
			c = ' ';
		if (c != ' ' || !out->len || out->buf[out->len - 1] != ' ')
			strbuf_add_char(out, c);
	}
}

/* Texts of any length go by eight bytes and by one as they come: blanks at every place. */
static void test_ascii_runs(void)
{
	static const char some[] = " \t\n~!@AZ[`az{09\x01\x1f\x7f";
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT, key = STRBUF_INIT;
	uint64_t seed = 7;
	int wrong = 0;
	for (int round = 0; round < 20000; round++) {
		uint32_t plain = dice(&seed, 12);
		strbuf_reset(&text);
		for (uint32_t n = dice(&seed, 40); n > 0; n--)
			strbuf_add_char(&text, dice(&seed, 12) < plain
						       ? (char)(' ' + 1 + dice(&seed, 94))
						       : some[dice(&seed, sizeof some - 1)]);
		fold_slowly(&want, strbuf_str(&text));
		fold(&key, strbuf_str(&text));
		wrong += !str_equal(strbuf_str(&key), strbuf_str(&want));
	}
	is_int(wrong, 0, "eight bytes at once are eight bytes one by one");
	strbuf_release(&text);
	strbuf_release(&want);
	strbuf_release(&key);
}

/* Where the table gives one letter, the library gives that letter and marks. */
static void test_latin_table(void)
{
	struct strbuf text = STRBUF_INIT, alone = STRBUF_INIT;
	int faults = 0;
	for (uint32_t c = 0xc0; c < 0x180; c++) {
		uint8_t small[64];
		size_t n = sizeof small, letters = 0;
		strbuf_reset(&text);
		utf8_add(&text, c);
		fold(&alone, strbuf_str(&text));
		if (alone.len != 1)
			continue;
		u8_casefold((const uint8_t *)text.buf, text.len, NULL, UNINORM_NFKD, small, &n);
		for (size_t i = 0; i < n; i++)
			letters += small[i] < 0x80;
		if ((letters != 1 || (char)small[0] != alone.buf[0]) && ++faults < 10)
			printf("# U+%04X: %s\n", (unsigned)c, alone.buf);
	}
	is_int(faults, 0, "the table of Latin letters says what the library says");
	strbuf_release(&text);
	strbuf_release(&alone);
}

int main(void)
{
	text_init();
	test_keys();
	test_shown();
	test_idempotent();
	test_ascii_table();
	test_ascii_runs();
	test_latin_table();
	return done();
}
