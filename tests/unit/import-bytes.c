/* import: what the wide registers say of many bytes is what is seen one by one. Where there are no
 * wide registers there is nothing to compare. */
#include <stdlib.h>

#include "bytes-internal.h"
#include "cues-internal.h"
#include "dice.h"
#include "tap.h"
#include "themewall/base/mem.h"

/* So many bytes, of which half mean something to one way or another; not a byte to read behind. */
static char *roll(uint64_t *seed, size_t n, bool ascii)
{
	static const char some[] = "aZ09_'.?<&{\\ \n\t\r\x01\x1f\x7f@[`/:~\x80\xbc\xff";
	size_t nsome = sizeof some - (ascii ? 4 : 1);
	char *bytes = xmalloc(n ? n : 1);
	for (size_t i = 0; i < n; i++)
		bytes[i] = dice(seed, 2) ? some[dice(seed, nsome)] : 'w';
	return bytes;
}

static void test_alike(const struct byte_ways *wide)
{
	uint64_t seed = 11;
	size_t nkinds = 0, nlines = 0, ntalk = 0;
	for (int round = 0; round < 20000; round++) {
		size_t n = dice(&seed, 200), plain_tags = 7, wide_tags = 9;
		char *any = roll(&seed, n, false), *ascii = roll(&seed, n, true);
		struct str s = {any, n}, said = {ascii, n};
		struct talk plain_talk = {0}, wide_talk = {0};
		nkinds += bytes_plain.kinds(s) != wide->kinds(s);
		nlines += bytes_plain.line(s, &plain_tags) != wide->line(s, &wide_tags);
		nlines += plain_tags != wide_tags;
		bytes_plain.talk(said, &plain_talk);
		wide->talk(said, &wide_talk);
		ntalk += plain_talk.words != wide_talk.words;
		ntalk += plain_talk.questions != wide_talk.questions;
		free(any);
		free(ascii);
	}
	is_int(nkinds, 0, "what is in it");
	is_int(nlines, 0, "where a line ends, and its tags");
	is_int(ntalk, 0, "words and questions");
}

/* Every byte alone, at a place inside and at the last; more of them than any block holds. */
static void test_each_byte(const struct byte_ways *wide)
{
	size_t wrong = 0;
	for (int c = 0; c < 256; c++) {
		char bytes[300];
		struct str s = {bytes, sizeof bytes}, one = {bytes, 1};
		memset(bytes, (char)c, sizeof bytes);
		wrong += bytes_plain.kinds(s) != wide->kinds(s);
		wrong += bytes_plain.kinds(one) != wide->kinds(one);
	}
	is_int(wrong, 0, "every byte is of one kind");
}

/* Two times are read as the scanner of times reads them, whatever byte stands wherever in them;
 * returns how many were. */
static size_t times_taken(const struct byte_ways *wide, const char *line)
{
	size_t n = strlen(line), ntimes = (size_t)(strchr(line, '\n') - line) + 1, ntaken = 0;
	size_t wrong = 0;
	char *text = xmalloc(n);
	for (size_t at = 0; at < ntimes; at++)
		for (int c = 0; c < 256; c++) {
			int64_t start, end;
			struct timing timing;
			memcpy(text, line, n);
			text[at] = (char)c;
			size_t taken = wide->times((struct str){text, n}, &start, &end);
			if (!taken)
				continue;
			ntaken++;
			wrong += taken != ntimes || text[ntimes - 1] != '\n' ||
				 !timing_scan((struct str){text, ntimes - 1}, &timing) ||
				 timing.start.ms != start || timing.end.ms != end;
		}
	free(text);
	is_int(wrong, 0, "two times are read as the scanner reads them");
	return ntaken;
}

static void test_times(const struct byte_ways *wide)
{
	/* in each stamp: four digits up to 9, two up to 5, three of the fraction, its mark written
	 * either way, two colons; and the arrow and the LF as they are */
	enum { TAKEN = 2 * (4 * 10 + 2 * 6 + 3 * 10 + 2 + 2) + 6 };
	is_int(times_taken(wide, "00:14:22.500 --> 29:59:59,999\nSo\n"), TAKEN,
	       "and all that are well written");
	is_int(times_taken(wide, "100:14:22,500 --> 999:59:59.999\nSo\n"), TAKEN + 2 * 10,
	       "and those beyond the hundredth hour");
	is_int(times_taken(wide, "99:59:59.999 --> 100:00:00.500\nSo\n"), 0,
	       "not the one that passes it");
}

int main(void)
{
	const struct byte_ways *wide = bytes_wide();
	ok(bytes_ways() == (wide ? wide : &bytes_plain), "the faster way is taken");
	if (wide) {
		test_alike(wide);
		test_each_byte(wide);
		test_times(wide);
	}
	return done();
}
