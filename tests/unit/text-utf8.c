/* utf8: what is valid, decoding and encoding back, counting in code points. */
#include "tap.h"
#include "themewall/text/utf8.h"

enum { MAX_CODE_POINT = 0x10ffff };

static void test_validity(void)
{
	const struct {
		struct str s;
		const char *what;
	} bad[] = {
		{STR("\x80"), "a stray tail"},
		{STR("\xc0\xaf"), "an overlong slash"},
		{STR("\xe0\x80\xaf"), "an overlong slash of three"},
		{STR("\xf0\x80\x80\xaf"), "an overlong slash of four"},
		{STR("\xed\xa0\x80"), "a surrogate"},
		{STR("\xf4\x90\x80\x80"), "beyond the last code point"},
		{STR("\xf8\x88\x80\x80\x80"), "five bytes"},
		{STR("abcdefgh\xe2\x82"), "a character cut by the end"},
		{STR("abc\xff"), "FF"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ok(!utf8_is_valid(bad[i].s), "not valid: %s", bad[i].what);
	ok(utf8_is_valid(STR("")), "nothing is valid");
	ok(utf8_is_valid(STR("plain, \xc3\xa9, \xe2\x82\xac, \xf0\x9f\x98\x80 and a NUL \0.")),
	   "all lengths and a NUL are valid");
	is_int(utf8_valid_head(STR("0123456789\xc3\xa9\xc3!")), 12,
	       "the valid head ends at the fault");
	is_int(utf8_ascii_head(STR("0123456789\xc3\xa9")), 10, "the ASCII head ends at the accent");
}

static void test_all_scalars(void)
{
	unsigned faults = 0;
	for (uint32_t c = 0; c <= MAX_CODE_POINT; c++) {
		char bytes[4];
		uint32_t back = 0;
		struct str s = {bytes, utf8_encode(c, bytes)};
		bool surrogate = c >= 0xd800 && c < 0xe000;
		faults += !utf8_is_valid(s) || utf8_decode(s, 0, &back) != s.n;
		faults += back != (surrogate ? 0xfffd : c) || utf8_previous(s, s.n) != 0;
		faults += utf8_length(s) != 1;
	}
	is_int(faults, 0, "every scalar value goes to bytes and back");
}

static void test_damage(void)
{
	uint32_t c;
	is_int(utf8_decode(STR("\xe2\x82x"), 0, &c), 1, "a damaged byte is one long");
	is_int(c, 0xfffd, "and reads as the replacement character");
}

static void test_counting(void)
{
	/* long enough for the eight-byte steps, with a character across each of them */
	struct str s = STR("na\xc3\xafve caf\xc3\xa9s \xe2\x82\xac"
			   "5 \xf0\x9f\x98\x80\xf0\x9f\x98\x80 end");
	size_t at = 0, count = 0, faults = 0;
	while (at < s.n) {
		uint32_t c;
		faults += utf8_offset(s, count) != at;
		faults += utf8_length(str_part(s, 0, at)) != count;
		at += utf8_decode(s, at, &c);
		count++;
	}
	is_int(faults, 0, "offset and length agree with decoding at every character");
	is_int(utf8_length(s), count, "the whole length");
	is_int(utf8_offset(s, count), s.n, "the end is an offset");
	is_int(utf8_offset(s, count + 5), s.n, "beyond the end is the end");
	ok(str_equal(utf8_slice(s, 2, 5), STR("\xc3\xafve")), "a slice");
	is_int(utf8_slice(s, 5, 5).n, 0, "an empty slice");
	is_int(utf8_slice(s, 900, 905).n, 0, "a slice beyond the end");
}

/* A zeroed str is an empty text like any other; the sanitizer watches that its NULL is left alone.
 */
static void test_null(void)
{
	struct str none = {NULL, 0};
	ok(utf8_is_valid(none), "nothing at all is valid");
	is_int(utf8_length(none) + utf8_offset(none, 3) + utf8_slice(none, 0, 2).n, 0, "and empty");
}

int main(void)
{
	test_null();
	test_validity();
	test_all_scalars();
	test_damage();
	test_counting();
	return done();
}
