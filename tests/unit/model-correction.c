/*
 * Excerpts placed again in corrected transcripts: by hand-made cases, and by random corrections
 * whose truth is known because every word carries where it came from.
 */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/model/correction.h"
#include "themewall/text/utf8.h"

#include "tap.h"

static enum correction_place find(const char *before, const char *after, const char *quote, int nth,
				  int64_t *place)
{
	struct str old = str_of(before), q = str_of(quote);
	size_t at = 0;
	for (; nth >= 0; nth--)
		at += str_find(str_part(old, at, old.n), q) + (nth > 0);
	int64_t start = (int64_t)utf8_length(str_part(old, 0, at));
	struct correction *c = correction_new(old, str_of(after));
	enum correction_place found =
		correction_find(c, start, start + (int64_t)utf8_length(q), place);
	correction_free(c);
	return found;
}

static void test_by_hand(void)
{
	static const struct {
		const char *before, *after, *quote;
		int nth; /* which of its occurrences */
		enum correction_place found;
		int64_t place;
	} cases[] = {
		{"I trust the lines.", "I trust the lines.", "the lines", 0, CORRECTION_SAME, 8},
		{"I trust the lines.", "Well, I trust the lines.", "the lines", 0, CORRECTION_SAME,
		 14},
		{"I trust the lines.", "I trust the limes.", "the lines", 0, CORRECTION_LOST, -1},
		/* a part of a word, and code points that are several bytes */
		{"caf\xc3\xa9 unbelievable bill", "the caf\xc3\xa9 unbelievable bill", "believ", 0,
		 CORRECTION_SAME, 11},
		{"\xe6\x88\x91\xe4\xb8\x8d\xe4\xbf\xa1\xe5\x90\x88\xe8\xae\xa1",
		 "\xe5\xaf\xb9\xe6\x88\x91\xe4\xb8\x8d\xe4\xbf\xa1\xe5\x90\x88\xe8\xae\xa1",
		 "\xe5\x90\x88\xe8\xae\xa1", 0, CORRECTION_SAME, 4},
		/* of two equal words the second is meant */
		{"yes it was. then he left. yes it hurt.",
		 "yes it was. then she left. yes it hurt.", "yes", 1, CORRECTION_SAME, 27},
		/* one of three is gone, nobody can tell which */
		{"a yeah yeah yeah b", "a yeah yeah b", "yeah", 1, CORRECTION_LOST, -1},
		/* an equal one was put before or behind it */
		{"a yeah b", "a yeah yeah b", "yeah", 0, CORRECTION_LOST, -1},
		/* taken out here, said elsewhere: not the same words */
		{"p yeah q r s t u v w x y z", "p q r s t u v w yeah x y z", "yeah", 0,
		 CORRECTION_LOST, -1},
		/* a whole sentence went elsewhere */
		{"one two three four five six seven. We rebuilt the totals by hand every month, "
		 "all of "
		 "us.",
		 "We rebuilt the totals by hand every month, all of us. one two three four five "
		 "six "
		 "seven.",
		 "the totals by hand every month", 0, CORRECTION_SAME, 11},
		{"alpha beta gamma delta epsilon zeta eta theta. We rebuilt totals.",
		 "We rebuilt totals. alpha beta gamma delta epsilon zeta eta theta.", "rebuilt", 0,
		 CORRECTION_LOST, -1},
		{"We rebuilt all of the totals by hand, every month. alpha beta gamma delta "
		 "epsilon zeta "
		 "eta theta iota kappa lambda mu nu.",
		 "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu. We "
		 "rebuilt all of "
		 "the totals by hand, every month.",
		 "We rebuilt all of the totals by hand, every month.", 0, CORRECTION_MOVED, 71},
		/* nothing in common but one word */
		{"apples yes pears", "stones yes sticks", "yes", 0, CORRECTION_SAME, 7},
		{"apples yes pears", "", "yes", 0, CORRECTION_LOST, -1},
		{"  ", "  ", " ", 0, CORRECTION_LOST, -1},
	};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		int64_t place = -1;
		enum correction_place found =
			find(cases[i].before, cases[i].after, cases[i].quote, cases[i].nth, &place);
		is_int(found, cases[i].found, "case %zu: how", i);
		is_int(place, cases[i].place, "case %zu: where", i);
	}
}

/* The words in the place of a quote; "" when nobody can tell. */
static void counterpart(struct strbuf *out, const char *before, const char *after,
			const char *quote)
{
	struct str old = str_of(before), new = str_of(after), q = str_of(quote);
	int64_t start = (int64_t)utf8_length(str_part(old, 0, str_find(old, q))), from, to;
	struct correction *c = correction_new(old, new);
	strbuf_reset(out);
	if (correction_counterpart(c, start, start + (int64_t)utf8_length(q), &from, &to))
		strbuf_add_str(out, utf8_slice(new, (size_t)from, (size_t)to));
	correction_free(c);
}

static void test_counterparts(void)
{
	static const struct {
		const char *before, *after, *quote, *now;
	} cases[] = {
		{"I export it to a spread sheet. I trust the lines.",
		 "I export it to a spreadsheet. I trust the lines.",
		 "I export it to a spread sheet.", "I export it to a spreadsheet."},
		/* an edge is what stands beside it */
		{"And then? Eksport it to a sheet. Why?", "And then? Export it to a sheet. Why?",
		 "Eksport it", "Export it"},
		{"And then? Eksport it. Why?", "And then? I export them all. Why?", "Eksport it.",
		 "I export them all."},
		{"And then? Eksport it. Why?", "And then? I export them all. Why?", "Eksport it",
		 "I export them all"},
		{"He said \"no ide\" then. Why?", "He said \"no idea\" then. Why?", "no ide",
		 "no idea"},
		{"So \"noide\", then.", "So \xe2\x80\x9cno idea\xe2\x80\x9d, then.", "noide",
		 "no idea"},
		{"trust teh unbelievable bill", "trust the unbelievable bill", "teh unbel",
		 "the unbel"},
		{"\xe6\x88\x91\xe4\xb8\x8d\xe4\xbf\xa1\xe5\x90\x88\xe8\xae\xa1",
		 "\xe6\x88\x91\xe7\x9b\xb8\xe4\xbf\xa1\xe5\x90\x88\xe8\xae\xa1",
		 "\xe4\xb8\x8d\xe4\xbf\xa1", "\xe7\x9b\xb8\xe4\xbf\xa1"},
		{"teh end", "the end", "teh", "the"},
		{"the edn", "the end", "edn", "end"},
		{"a yeah b", "a yeah yeah b", "yeah", "yeah yeah"},
		{"one tow\nthree four", "one two\nthree four", "tow\nthree", "two\nthree"},
		/* taken out, or nobody can tell */
		{"And then? Eksport it. Why?", "And then? Why?", "Eksport it.", ""},
		{"And then? Eksport it to them. Why?", "And then? I gave that. Why?", "it to", ""},
		{"And then? Eksport it to them. Why?", "And then? I gave that. Why?", "Eksport it",
		 ""},
		{"And then? Eksport it to them. Why?", "And then? I gave that. Why?", "to them.",
		 ""},
		{"trust teh bill", "trust the bill", "eh bill", ""},
		{"trust teh bill", "trust the bill", "trust te", ""},
		{"And then? Eksport it.\nWhy?", "And then? Export\nit. Well.\nWhy?", "Eksport it.",
		 ""},
		{"a b. c", "a d e f g h i j k l m n o p q r s t u v w x y z A B C D. c", "b.", ""},
		{"teh end", "Date: today\nPlace: here\nthe end", "teh", ""},
		{"", "", "", ""},
		{"a b", "", "a", ""},
		{"a b", "", "b", ""},
		{"a ,, b", "a ;; b", ",", ""},
	};
	struct strbuf now = STRBUF_INIT;
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		counterpart(&now, cases[i].before, cases[i].after, cases[i].quote);
		is_str(now.buf, cases[i].now, "counterpart %zu", i);
	}
	strbuf_release(&now);
}

/* ---- random corrections ---- */

enum { WORDS = 1200, VOCABULARY = 250, QUOTES = 60 };

static uint64_t state;

static uint32_t random_below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % n;
}

/* A word that came from old[origin], or is new (-1). */
struct piece {
	int origin;
	uint32_t word;
	bool new_turn;
};

static const char *const marks[] = {"", ",", ".", "\xe2\x80\x99s", "\xf0\x9f\x99\x82"};

static void add_word(struct strbuf *out, const struct piece *piece, bool first)
{
	if (!first)
		strbuf_add_char(out, piece->new_turn ? '\n' : ' ');
	strbuf_addf(out, "w%c%u%s", 'a' + (int)(piece->word % 26), piece->word,
		    marks[piece->word % TW_COUNT(marks)]);
}

struct text {
	struct strbuf bytes;
	int64_t starts[2 * WORDS + 1], ends[2 * WORDS + 1]; /* code points, of each word */
};

static void text_write(struct text *text, const struct piece *pieces, size_t n)
{
	strbuf_reset(&text->bytes);
	for (size_t i = 0; i < n; i++) {
		size_t from = text->bytes.len;
		add_word(&text->bytes, &pieces[i], i == 0);
		from += i > 0;
		int64_t before = i ? text->ends[i - 1] + 1 : 0;
		text->starts[i] = before;
		text->ends[i] = before + (int64_t)utf8_length((struct str){text->bytes.buf + from,
									   text->bytes.len - from});
	}
}

/* Leaves words out and puts others in, one of `every`. Words put in are new to the text, or, the
 * hard way, any of its own. */
static size_t correct(struct piece *out, const struct piece *in, uint32_t every, bool own_words)
{
	size_t n = 0;
	for (int i = 0; i < WORDS; i++) {
		uint32_t what = random_below(every);
		if (what == 0)
			continue;
		out[n++] = (struct piece){i, in[i].word, in[i].new_turn};
		if (what == 1)
			out[n++] = (struct piece){-1,
						  own_words ? random_below(VOCABULARY)
							    : 1000 + random_below(90000),
						  false};
	}
	return n;
}

struct score {
	size_t untouched, right, wrong, lost, touched, kept;
	size_t replaced, astray; /* of the touched: with a counterpart, with a wrong one */
};

/* The new place of words [first, end), -1 when one is gone or something came between. */
static int64_t truth(const struct piece *pieces, const struct text *text, size_t n, int first,
		     int end)
{
	for (size_t i = 0; i < n; i++) {
		if (pieces[i].origin != first)
			continue;
		for (int k = first; k < end; k++)
			if (i + (size_t)(k - first) >= n ||
			    pieces[i + (size_t)(k - first)].origin != k)
				return -1;
		return text->starts[i];
	}
	return -1;
}

/* Does a word of the quote stand in the stretch that was taken for it? Where one of two equal
 * neighbours is gone, what reads like the quote is the quote. */
static bool has_own_word(const struct piece *pieces, const struct text *text, size_t n,
			 int64_t place, int first, int end)
{
	for (size_t i = 0; i < n; i++)
		for (int k = 0; text->starts[i] == place && k < end - first; k++)
			if (pieces[i + (size_t)k].origin >= first &&
			    pieces[i + (size_t)k].origin < end)
				return true;
	return false;
}

/* All that is left of the quote's words, and of others' none. */
static bool is_counterpart(const struct piece *pieces, const struct text *text, size_t n,
			   int64_t from, int64_t to, int first, int end)
{
	for (size_t i = 0; i < n; i++) {
		bool inside = text->starts[i] >= from && text->ends[i] <= to;
		bool own = pieces[i].origin >= first && pieces[i].origin < end;
		if (pieces[i].origin >= 0 && own != inside)
			return false;
	}
	return true;
}

static void judge_counterpart(struct score *score, const struct correction *c,
			      const struct piece *pieces, const struct text *new, size_t n,
			      const struct text *old, int first, int end)
{
	int64_t from, to;
	if (!correction_counterpart(c, old->starts[first], old->ends[end - 1], &from, &to))
		return;
	score->replaced++;
	score->astray += !is_counterpart(pieces, new, n, from, to, first, end);
}

static void judge(struct score *score, int64_t expected, enum correction_place found, int64_t place)
{
	score->untouched++;
	score->right += found != CORRECTION_LOST && place == expected;
	score->wrong += found != CORRECTION_LOST && place != expected;
	score->lost += found == CORRECTION_LOST;
}

/* No word twice within a few: taking one of the two out leaves what nobody can tell apart. */
static uint32_t fresh_word(const struct piece *before, int n)
{
	uint32_t word = random_below(VOCABULARY);
	for (int i = n < 6 ? 0 : n - 6; i < n; i++)
		if (before[i].word == word)
			return fresh_word(before, n);
	return word;
}

static void round_of(struct score *score, uint32_t every, bool own_words)
{
	static struct piece before[WORDS], after[2 * WORDS];
	static struct text old, new;
	strbuf_init(&old.bytes);
	strbuf_init(&new.bytes);
	for (int i = 0; i < WORDS; i++)
		before[i] = (struct piece){i, fresh_word(before, i), random_below(12) == 0};
	size_t n = correct(after, before, every, own_words);
	text_write(&old, before, WORDS);
	text_write(&new, after, n);
	struct correction *c = correction_new(strbuf_str(&old.bytes), strbuf_str(&new.bytes));
	for (int i = 0; i < QUOTES; i++) {
		int first = (int)random_below(WORDS - 12), end = first + 1 + (int)random_below(10);
		int64_t place = -1;
		enum correction_place found =
			correction_find(c, old.starts[first], old.ends[end - 1], &place);
		int64_t expected = truth(after, &new, n, first, end);
		if (expected >= 0) {
			judge(score, expected, found, place);
			continue;
		}
		score->touched++;
		judge_counterpart(score, c, after, &new, n, &old, first, end);
		score->kept += found == CORRECTION_SAME &&
			       !has_own_word(after, &new, n, place, first, end);
	}
	correction_free(c);
	strbuf_release(&old.bytes);
	strbuf_release(&new.bytes);
}

static void test_random(uint32_t every, bool own_words, int rounds)
{
	struct score score = {0};
	state = 0x9e3779b97f4a7c15u + every + own_words;
	for (int i = 0; i < rounds; i++)
		round_of(&score, every, own_words);
	printf("# one word of %u changed, %s: %zu untouched, %zu right, %zu wrong, %zu listed; "
	       "%zu touched, %zu of them placed\n",
	       every / 2, own_words ? "own words put in" : "new words put in", score.untouched,
	       score.right, score.wrong, score.lost, score.touched, score.kept);
	printf("# %zu have a counterpart, %zu a wrong one\n", score.replaced, score.astray);
	is_int(score.astray, 0, "what stands for a changed one is nobody else's");
	ok(score.replaced * 2 > score.touched, "most that were changed have a counterpart");
	ok(score.untouched > 500 && score.touched > 100, "there is something to judge");
	is_int(score.wrong, 0, "no quote is put in a wrong place");
	is_int(score.kept, 0, "none that was changed is taken for unchanged");
	if (!own_words)
		is_int(score.lost, 0, "every untouched quote is found");
	else
		ok(score.lost * 100 <= score.untouched, "few untouched ones cannot be told apart");
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 40;
	test_by_hand();
	test_counterparts();
	test_random(100, false, rounds);
	test_random(30, false, rounds);
	test_random(100, true, rounds);
	return done();
}
