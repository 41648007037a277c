/* Rank keys: strictly ordered whatever is inserted where, and short for what people do most. */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/model/rank.h"

#include "tap.h"

static uint64_t seed = 42;

static size_t below(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((seed >> 33) % n);
}

struct key {
	struct strbuf text;
};

static struct str text_of(const struct key *key)
{
	return key ? strbuf_str(&key->text) : STR("");
}

/* Puts a key between two others; false when it is not strictly between or not valid. */
static bool between(struct strbuf *out, struct str before, struct str after)
{
	strbuf_reset(out);
	rank_between(out, before, after);
	struct str got = strbuf_str(out);
	return rank_is_valid(got) && (!before.n || str_compare(before, got) < 0) &&
	       (!after.n || str_compare(got, after) < 0);
}

/* Walks one way 100,000 times; returns the longest key, 0 when the order broke. */
static size_t walk(bool up)
{
	struct strbuf last = STRBUF_INIT, next = STRBUF_INIT;
	size_t longest = 0;

	for (int i = 0; i < 100000; i++) {
		struct str end = strbuf_str(&last);
		if (!between(&next, up ? end : STR(""), up ? STR("") : end)) {
			longest = 0;
			break;
		}
		longest = next.len > longest ? next.len : longest;
		struct strbuf swap = last;
		last = next;
		next = swap;
	}
	strbuf_release(&last);
	strbuf_release(&next);
	return longest;
}

static void test_ends(void)
{
	struct strbuf key = STRBUF_INIT;
	rank_between(&key, STR(""), STR(""));
	is_str(key.buf, "a0", "the first key of all");
	strbuf_reset(&key);
	rank_between(&key, STR("az"), STR(""));
	is_str(key.buf, "b00", "a carry takes the next head letter");
	strbuf_reset(&key);
	rank_between(&key, STR(""), STR("a0"));
	is_str(key.buf, "Zz", "before the first whole number");
	strbuf_reset(&key);
	rank_between(&key, STR(""), STR("a0V"));
	is_str(key.buf, "a0", "before a fraction stands its whole number");
	strbuf_release(&key);

	size_t up = walk(true), down = walk(false);
	ok(up > 0 && up <= 4, "100,000 appended keys are ordered and at most 4 characters (%zu)",
	   up);
	ok(down > 0 && down <= 4, "so are prepended ones (%zu)", down);
}

static void test_extremes(void)
{
	struct strbuf key = STRBUF_INIT, next = STRBUF_INIT;
	strbuf_add_char(&key, 'z');
	strbuf_add_repeat(&key, "z", 26);
	ok(between(&next, strbuf_str(&key), STR("")), "after the largest whole number");
	strbuf_reset(&key);
	strbuf_add_char(&key, 'A');
	strbuf_add_repeat(&key, "0", 25);
	strbuf_add_char(&key, '1');
	bool held = true;
	for (int i = 0; i < 20; i++) {
		held = held && between(&next, STR(""), strbuf_str(&key));
		strbuf_reset(&key);
		strbuf_add_str(&key, strbuf_str(&next));
	}
	ok(held, "before the smallest whole number, again and again");
	strbuf_release(&key);
	strbuf_release(&next);
}

static void test_one_gap(void)
{
	struct strbuf high = STRBUF_INIT, next = STRBUF_INIT;
	bool ordered = true;

	strbuf_add_z(&high, "a6");
	for (int i = 0; i < 1000; i++) {
		ordered = ordered && between(&next, STR("a5"), strbuf_str(&high));
		strbuf_reset(&high);
		strbuf_add_str(&high, strbuf_str(&next));
	}
	ok(ordered, "1,000 keys into one gap stay ordered");
	ok(high.len < 210, "and grow slowly (%zu characters)", high.len);
	strbuf_release(&high);
	strbuf_release(&next);
}

static void test_random(void)
{
	enum { N = 4000 };
	struct key *keys = xcalloc(N, sizeof *keys);
	bool ordered = true;
	size_t longest = 0;

	for (size_t n = 0; n < N; n++) {
		size_t at = below(n + 1);
		struct key made = {STRBUF_INIT};
		ordered = ordered && between(&made.text, text_of(at ? &keys[at - 1] : NULL),
					     text_of(at < n ? &keys[at] : NULL));
		memmove(keys + at + 1, keys + at, (n - at) * sizeof *keys);
		keys[at] = made;
		longest = made.text.len > longest ? made.text.len : longest;
	}
	ok(ordered, "keys at random places are strictly between their neighbours");
	ok(longest <= 10, "and at most 10 characters (%zu)", longest);
	for (size_t i = 0; i < N; i++)
		strbuf_release(&keys[i].text);
	free(keys);
}

static void test_spread(struct str before, struct str after, size_t most, const char *name)
{
	enum { N = 1000 };
	struct arena arena = {0};
	struct str keys[N], last = before;
	bool ordered = true;
	size_t longest = 0;

	rank_spread(&arena, before, after, keys, N);
	for (size_t i = 0; i < N; i++) {
		ordered = ordered && rank_is_valid(keys[i]) &&
			  (!last.n || str_compare(last, keys[i]) < 0);
		last = keys[i];
		longest = keys[i].n > longest ? keys[i].n : longest;
	}
	if (after.n)
		ordered = ordered && str_compare(last, after) < 0;
	ok(ordered, "1,000 keys at once, %s: ordered", name);
	ok(longest <= most, "1,000 keys at once, %s: at most %zu characters (%zu)", name, most,
	   longest);
	arena_release(&arena);
}

static void test_damage(void)
{
	ok(!rank_is_valid(STR("")) && !rank_is_valid(STR("a")) && !rank_is_valid(STR("a00")) &&
		   !rank_is_valid(STR("a-")) && !rank_is_valid(STR("5")) &&
		   !rank_is_valid(STR("A00000000000000000000000000")),
	   "what is no key is told apart");
	struct strbuf key = STRBUF_INIT;
	rank_between(&key, STR("a5"), STR("a5"));
	ok(rank_is_valid(strbuf_str(&key)) && str_compare(STR("a5"), strbuf_str(&key)) < 0 &&
		   str_compare(strbuf_str(&key), STR("a6")) < 0,
	   "between equal keys: closely after them");
	strbuf_reset(&key);
	rank_between(&key, STR("b10"), STR("a5V"));
	ok(rank_is_valid(strbuf_str(&key)) && str_compare(STR("b10"), strbuf_str(&key)) < 0,
	   "between keys the wrong way round: after the first");
	strbuf_reset(&key);
	rank_between(&key, STR("!"), STR("a5"));
	is_str(key.buf, "a4", "damage counts as an open end");
	strbuf_release(&key);
}

int main(void)
{
	test_ends();
	test_extremes();
	test_one_gap();
	test_random();
	test_spread(STR(""), STR(""), 3, "open ends");
	test_spread(STR("a5"), STR(""), 3, "appended");
	test_spread(STR(""), STR("a5"), 3, "prepended");
	test_spread(STR("a5"), STR("a6"), 5, "in a narrow gap");
	test_damage();
	return done();
}
