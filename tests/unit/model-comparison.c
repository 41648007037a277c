/* Two sorts side by side: which card is which, the figures, and why there are none. */
#include "themewall/model/comparison.h"

#include "tap.h"
#include "export-build.h"

enum { CARDS = 4 };

/* Four turns, a card each, put in the clusters named; NULL: the tray. shift: code points by which
 * the receipts begin later. */
static struct model *sort(const char *const *names, int32_t shift)
{
	struct build b = build_study("Study", "");
	int64_t session = build_session(&b, "S01", 1, "2026-03-02"), transcript = new_id(&b);
	build_transcript_row(&b, transcript, session, "one", 1, 400, 4);
	int64_t clusters[CARDS] = {0};
	for (int i = 0; i < CARDS; i++) {
		char code[16];
		for (int k = 0; k < i && names[i] && !clusters[i]; k++)
			if (names[k] && strcmp(names[k], names[i]) == 0)
				clusters[i] = clusters[k];
		snprintf(code, sizeof code, "T-%02d", i + 1);
		if (names[i] && !clusters[i])
			clusters[i] = build_cluster(&b, code, str_of(names[i]), 0, STR("V"), 0, i);
		build_card(&b, &(struct build_card){.text = STR("words of a card"),
						    .implies = "",
						    .transcript = transcript,
						    .time_ms = -1,
						    .start = i * 100 + shift,
						    .end = i * 100 + 80,
						    .place = names[i] ? "cluster" : "tray",
						    .cluster = clusters[i],
						    .rank = names[i] ? STR("V") : STR("")});
	}
	return b.model;
}

static struct comparison compare(const char *const *a, const char *const *b, int32_t shift)
{
	struct model *first = sort(a, 0), *second = sort(b, shift);
	struct comparison c;
	comparison_walls(&c, first, second);
	model_free(first);
	model_free(second);
	return c;
}

static bool near(double a, double b)
{
	return a - b < 1e-4 && b - a < 1e-4;
}

int main(void)
{
	static const char *const two[] = {"x", "x", "y", "y"}, *const same[] = {"p", "p", "q", "q"},
				*const other[] = {"X", "X", "Y", "X"},
				*const tray[] = {NULL, NULL, NULL, "y"};
	struct comparison c = compare(two, same, 10);
	is_int((long)c.ncards, 4, "receipts that overlap belong together");
	ok(!c.rand.why && near(c.rand.value, 1), "the same groups under other names agree");
	ok(c.kappa.why && c.alpha.why && c.nshared == 0, "names have to be shared for kappa");
	is_int((long)c.ndisputed, 0, "nothing is disputed");
	comparison_release(&c);

	c = compare(two, other, 0);
	ok(!c.rand.why && near(c.rand.value, 0), "one card elsewhere: by the published vector, 0");
	ok(!c.kappa.why && near(c.kappa.value, 0.5) && c.nnamed == 4, "kappa over shared names");
	ok(!c.alpha.why && near(c.alpha.value, 1 - 7 * 2.0 / 30), "alpha, nominal");
	ok(c.ndisputed == 4 && c.cards[0].apart == 3, "the card that moved is disputed most");
	comparison_release(&c);

	c = compare(two, tray, 0);
	ok(c.rand.why && c.nsorted == 1, "no index of one card");
	comparison_release(&c);

	c = compare(two, two, 50);
	is_int((long)c.ncards, 4, "all of the shorter receipt is inside");
	comparison_release(&c);
	return done();
}
