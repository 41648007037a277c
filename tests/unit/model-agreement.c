/* Agreement of coders and scores, against published figures. */
#include "themewall/model/agreement.h"
#include "themewall/model/priority.h"

#include "themewall/base/compiler.h"

#include "tap.h"

static bool near_to(double got, double want, double within)
{
	return got - want < within && want - got < within;
}

static void is_near(double got, double want, double within, const char *name)
{
	if (!ok(near_to(got, want, within), "%s", name))
		printf("#  got %.9f\n# want %.9f\n", got, want);
}

static void test_rand(void)
{
	static const int a1[] = {0, 0, 1, 2}, b1[] = {0, 0, 1, 1}, a2[] = {0, 0, 1, 1},
			 b2[] = {1, 1, 0, 0}, a3[] = {0, 0, 0, 0}, b3[] = {0, 1, 2, 3};
	static const int a4[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2},
			 b4[] = {0, 0, 1, 1, 1, 1, 2, 2, 3, 3};
	is_near(agreement_adjusted_rand(a1, b1, 4), 0.5714285714, 1e-9, "one group split");
	is_near(agreement_adjusted_rand(a2, b2, 4), 1, 1e-9, "labels do not matter");
	is_near(agreement_adjusted_rand(a3, b3, 4), 0, 1e-9, "one heap against singles");
	is_near(agreement_adjusted_rand(a4, b4, 10), 0.4444444444, 1e-9, "ten cards");
	is_near(agreement_adjusted_rand(a3, a3, 4), 1, 1e-9, "one heap each");
	is_near(agreement_adjusted_rand(b3, b3, 4), 1, 1e-9, "all single, both");
	is_near(agreement_adjusted_rand(a1, b1, 1), 1, 1e-9, "one card");
}

static void test_kappa(void)
{
	static const uint32_t t1[] = {20, 5, 10, 15}, t2[] = {45, 15, 25, 15},
			      t3[] = {25, 35, 5, 35}, t4[] = {0, 4, 1, 0, 8, 0, 0, 1, 5},
			      one[] = {7, 0, 0, 0}, none[4] = {0};
	is_near(agreement_kappa(t1, 2).value, 0.4, 1e-9, "20 5 / 10 15");
	is_near(agreement_kappa(t2, 2).value, 0.1304347826, 1e-9, "45 15 / 25 15");
	is_near(agreement_kappa(t3, 2).value, 0.2592592593, 1e-9, "25 35 / 5 35");
	struct kappa kappa = agreement_kappa(t4, 3);
	is_near(kappa.value, 0.4842, 5e-5, "three labels");
	is_near(kappa.error, 0.1380, 5e-5, "its error");
	is_near(kappa.low, 0.2137, 5e-5, "lower end");
	is_near(kappa.high, 0.7547, 5e-5, "upper end");
	ok(!agreement_kappa(one, 2).defined, "one label only says nothing");
	ok(!agreement_kappa(none, 2).defined, "nor do no cards");
}

enum { X = ALPHA_GAP };

static void is_alpha(const int *values, size_t ncoders, size_t nunits, enum alpha_scale scale,
		     double want, double within, const char *name)
{
	double got = -9;
	bool defined = agreement_alpha(values, ncoders, nunits, scale, &got);
	ok(defined, "%s: defined", name);
	is_near(got, want, within, name);
}

static void test_alpha(void)
{
	static const int three[] = {
		X, X, X, X, X, 3, 4, 1, 2, 1, 1, 3, 3, X, 3, /* */
		1, X, 2, 1, 3, 3, 4, 3, X, X, X, X, X, X, X, /* */
		X, X, 2, 1, 3, 4, 4, X, 2, 1, 1, 3, 3, X, 4,
	};
	static const int four[] = {
		1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X, /* */
		1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3, /* */
		X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X, /* */
		1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X,
	};
	/* the third coder's second unit is one of its own: a unit with one label is ignored */
	static const int toy[] = {1, 1, X, /* */ 0, 0, X, /* */ 0, X, 0};
	static const int same[] = {2, 2, 2, 2};
	double alpha;
	is_alpha(three, 3, 15, ALPHA_NOMINAL, 0.691358, 5e-7, "3 coders, 15 cards");
	is_alpha(three, 3, 15, ALPHA_INTERVAL, 0.810845, 5e-7, "3 coders, by difference");
	is_alpha(four, 4, 12, ALPHA_NOMINAL, 0.743421052632, 1e-10, "4 coders, 12 cards");
	is_alpha(four, 4, 12, ALPHA_ORDINAL, 0.815, 5e-4, "4 coders, by rank");
	is_alpha(four, 4, 12, ALPHA_RATIO, 0.797, 5e-4, "4 coders, by ratio");
	is_alpha(toy, 3, 3, ALPHA_NOMINAL, -0.3333333, 1e-6, "less than chance");
	ok(!agreement_alpha(same, 2, 2, ALPHA_NOMINAL, &alpha), "one label only says nothing");
	ok(!agreement_alpha(same, 1, 4, ALPHA_NOMINAL, &alpha), "nor does one coder");
}

static void test_scores(void)
{
	is_near(agreement_cooccurrence(100, 10, 5), 0.047619, 1e-6, "two themes together");
	is_near(agreement_cooccurrence(0, 0, 0), 0, 1e-9, "two themes nobody used");
	is_near(priority_rice(5000, 2, 0.8, 2), 4000, 1e-9, "RICE");
	is_near(priority_rice(10, 3, 1, 6), 5, 1e-9, "RICE, small");
	is_near(priority_rice(10000, 3, 1, 0.5), 60000, 1e-6, "RICE, half a month");
	is_near(priority_ice(8, 5, 4), 160, 1e-9, "ICE");
	is_near(priority_score(5, 4, 2, 7, 8), 35, 1e-9, "I5 S4 E2 7/8");
	is_near(priority_score(5, 4, 2, 0, 0), 0, 1e-9, "nobody asked");
}

int main(void)
{
	test_rand();
	test_kappa();
	test_alpha();
	test_scores();
	return done();
}
