/* grapheme: words and sentences, on plain cases and against Unicode's test files. */
#include <unictype.h>

#include "tap.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "ucd.h"

static void test_words(void)
{
	struct str s = STR("I don't (really) use caf\xc3\xa9s, 3.5 times \xe2\x80\x94 no!");
	const size_t starts[] = {0, 2, 9, 17, 21, 29, 33, 43};
	const size_t ends[] = {1, 7, 15, 20, 27, 32, 38, 45};
	size_t n = sizeof starts / sizeof starts[0], at = 0;
	for (size_t i = 1; i < n; i++) {
		at = word_next(s, at);
		is_int(at, starts[i], "word %zu begins", i);
		is_int(word_previous(s, at), starts[i - 1], "the one before it");
		is_int(word_end(s, at), ends[i], "and ends");
	}
	is_int(word_next(s, at), s.n, "none after the last");
	is_int(word_previous(s, s.n), 43, "the last from the end");
	is_int(word_previous(s, 12), 9, "from within a word to its start");
	is_int(word_end(s, 10), 20, "from within a word: the end of the next");
	is_int(word_end(s, 44), s.n, "no word: the end");
	is_int(word_count(s), 8, "words counted");
	is_int(word_count(STR("  ... \n -- ")), 0, "signs are not words");
	is_int(word_count(STR("")), 0, "nothing has no words");
	is_int(word_previous(STR("  a"), 2), 0, "none before");
}

static bool has_letter(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		uint32_t c;
		i += utf8_decode(s, i, &c);
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
			return true;
	}
	return false;
}

/* Every piece of Unicode's that holds a letter or digit is a word, in both directions, and no
 * other. */
static bool words_agree(const struct ucd_case *c)
{
	struct str s = strbuf_str(&c->text);
	size_t count = 0, last = 0;
	for (size_t i = 0; i < c->nbreaks; i++) {
		size_t from = i ? c->breaks[i - 1] : 0, to = c->breaks[i];
		if (!has_letter(str_part(s, from, to)))
			continue;
		if (word_end(s, from) != to || (from > 0 && word_next(s, last) != from))
			return false;
		if (count > 0 && word_previous(s, from) != last)
			return false;
		last = from;
		count++;
	}
	return word_count(s) == count && (count == 0 || word_next(s, last) == s.n);
}

static void test_sentences(void)
{
	struct str s = STR("It costs $3.50. Really? \"Yes!\" she said, e.g. daily.\nNew line");
	const size_t starts[] = {0, 16, 24, 31, 53};
	size_t n = sizeof starts / sizeof starts[0], at = 0;
	for (size_t i = 1; i < n; i++) {
		at = sentence_next(s, at);
		is_int(at, starts[i], "sentence %zu begins", i);
		is_int(sentence_previous(s, at), starts[i - 1], "the one before it");
	}
	is_int(sentence_next(s, at), s.n, "none after the last");
	is_int(sentence_next(s, 15), 16, "from between stop and blank");
	is_int(sentence_next(s, 20), 24, "from within a sentence");
	is_int(sentence_previous(s, 20), 16, "back to its start");
	is_int(sentence_previous(s, 0), 0, "none before the first");
	is_int(sentence_next(STR(""), 0), 0, "nothing");
}

static bool sentences_agree(const struct ucd_case *c)
{
	struct str s = strbuf_str(&c->text);
	size_t k = 0;
	for (size_t at = 0; at < s.n; k++) {
		size_t next = sentence_next(s, at);
		if (k == c->nbreaks || next != c->breaks[k])
			return false;
		for (size_t i = at; i < next; i++)
			if (sentence_next(s, i) != next && !((unsigned char)s.p[i] >= 0x80))
				return false;
		at = next;
	}
	return k == c->nbreaks;
}

int main(void)
{
	text_init();
	test_words();
	test_sentences();
	ucd_run("WordBreakTest.txt", words_agree, 0);
	ucd_run("SentenceBreakTest.txt", sentences_agree, 0);
	return done();
}
