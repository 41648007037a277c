/* fuzzy: what matches, and which of two matches is the better one. */
#include "tap.h"
#include "themewall/text/fuzzy.h"

static int score(const char *needle, const char *hay)
{
	return fuzzy_score(str_of(needle), str_of(hay));
}

static void better(const char *needle, const char *hay, const char *than, const char *why)
{
	int a = score(needle, hay), b = score(needle, than);
	if (!ok(a > b && b > 0, "\"%s\" is rather \"%s\" than \"%s\": %s", needle, hay, than, why))
		printf("# %d, %d\n", a, b);
}

static void test_matching(void)
{
	is_int(score("", "anything"), 0, "nothing matches everything");
	is_int(score("abc", ""), -1, "nothing is matched by nothing else");
	is_int(score("abc", "acb"), -1, "the order counts");
	is_int(score("aa", "a"), -1, "each letter needs its own place");
	ok(score("cm", "card-move") > 0, "letters in order");
	is_int(score("\xc3\xa9", "\xc3\xa0 \xc4\xa9"), -1,
	       "bytes of different letters do not make one");
	ok(score("\xe4\xbd\xa0", "x\xe4\xbd\xa0") > 0, "any script");
}

static void test_order(void)
{
	better("card", "card", "card-move", "the whole string");
	better("move", "card-move", "moveable", "a whole word");
	better("mo", "moss", "amok", "the beginning");
	better("cm", "card-move", "scam", "word starts");
	better("mov", "card-move", "m-o-v", "a run beats scattered starts");
	better("undo", "undone", "u n d one", "a run beats gaps");
	better("ab", "xx a-b", "xx a-----b", "a shorter gap");
	better("abc", "ab abc", "ab a c", "the best place, not the first");
}

static void test_long(void)
{
	struct strbuf hay = STRBUF_INIT;
	strbuf_add_repeat(&hay, "ab ", 2000);
	strbuf_add_z(&hay, "needle");
	is_int(fuzzy_score(STR("needle"), strbuf_str(&hay)) > 1000, 1,
	       "a word at the end of a long hay");
	is_int(fuzzy_score(STR("needles"), strbuf_str(&hay)), -1, "one letter too many");
	strbuf_release(&hay);
}

int main(void)
{
	test_matching();
	test_order();
	test_long();
	return done();
}
