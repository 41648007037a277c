/* Code saturation against published and hand-worked figures, and from a study's cards. */
#include <stdlib.h>

#include "themewall/model/saturation.h"

#include "model-build.h"
#include "tap.h"

static const uint32_t guest[] = {18, 9, 6, 4, 4, 3, 1, 0, 1, 0, 0, 0};
static const char *const heard[] = {"ABCDE", "ACFG", "BDH", "AEGIJ", "BCK",
				    "ADJ",   "CFL",  "ABH", "DK",    "EJC"};

static struct saturation result(const uint32_t *counts, size_t n, size_t base, size_t run,
				int threshold)
{
	return saturation_of(counts, n, (struct saturation_settings){base, run, threshold});
}

static void is_result(const uint32_t *counts, size_t n, size_t base, size_t run, int threshold,
		      size_t at)
{
	struct saturation got = result(counts, n, base, run, threshold);
	ok(got.verdict == SATURATION_REACHED && got.at == at && got.run == run,
	   "base %zu, run %zu, %d%%: %zu+%zu", base, run, threshold, at, run);
	is_str(saturation_reason(got.verdict), "", "no reason needed");
}

static void test_published(void)
{
	size_t n = TW_COUNT(guest);
	is_int(result(guest, n, 4, 2, 5).base_themes, 37, "37 themes in the base");
	is_int(saturation_run(guest, 2, 4), 7, "run 5-6 adds 7");
	is_int(saturation_run(guest, 2, 5), 4, "run 6-7 adds 4");
	is_int(saturation_run(guest, 2, 6), 1, "run 7-8 adds 1");
	is_result(guest, n, 4, 2, 5, 6);
	is_result(guest, n, 4, 3, 5, 7);
	is_result(guest, n, 4, 2, 0, 9);
	is_result(guest, n, 5, 2, 5, 6);
	is_result(guest, n, 5, 3, 5, 6);
	is_result(guest, n, 6, 2, 5, 6);
}

static void test_edges(void)
{
	static const uint32_t few[] = {4, 3, 2}, none[] = {0, 0, 0, 0, 1, 2},
			      never[] = {4, 4, 4, 4, 4, 4}, soon[] = {4, 3, 2, 1, 1, 0, 0, 0},
			      exact[] = {5, 5, 5, 5, 1, 0};
	struct saturation got = result(few, 3, 4, 2, 5);
	is_str(saturation_reason(got.verdict), "too few interviews for one full run", "too few");
	got = result(none, 6, 4, 2, 5);
	is_str(saturation_reason(got.verdict), "no themes in the base", "an empty base");
	got = result(never, 6, 4, 2, 5);
	is_str(saturation_reason(got.verdict), "not reached", "still new");
	is_result(soon, 8, 4, 2, 5, 5);
	is_result(exact, 6, 4, 2, 5, 4); /* 1 of 20 is 5 %, and at the threshold counts */
	is_int(result(exact, 6, 4, 2, 4).verdict, SATURATION_NOT_REACHED,
	       "4 percent is less than 5");
}

static void fill(struct incidence *incidence)
{
	*incidence = (struct incidence){TW_COUNT(heard), 12, calloc(TW_COUNT(heard) * 12, 1)};
	for (size_t unit = 0; unit < TW_COUNT(heard); unit++)
		for (const char *theme = heard[unit]; *theme; theme++)
			incidence->has[unit * 12 + (size_t)(*theme - 'A')] = true;
}

static void test_sets(void)
{
	static const uint32_t new_themes[] = {5, 2, 1, 2, 1, 0, 1, 0, 0, 0};
	static const char *const curve[] = {"3.400",  "5.867",  "7.650",  "8.943",  "9.889",
					    "10.590", "11.117", "11.511", "11.800", "12.000"};
	struct incidence incidence;
	uint32_t got[10];
	char text[32];
	fill(&incidence);
	incidence_new_themes(&incidence, got);
	ok(memcmp(got, new_themes, sizeof got) == 0, "new themes of each interview");
	is_result(got, 10, 4, 2, 5, 7);
	is_result(got, 10, 4, 3, 5, 7);
	is_result(got, 10, 5, 2, 5, 7);
	for (size_t t = 1; t <= 10; t++) {
		snprintf(text, sizeof text, "%.3f", incidence_rarefied(&incidence, t));
		is_str(text, curve[t - 1], "order-free curve at %zu", t);
	}
	snprintf(text, sizeof text, "%.2f", incidence_chao2(&incidence));
	is_str(text, "12.45", "lower bound of all themes");
	is_int(incidence_third_voices(&incidence), 6, "six themes have a third voice");
	incidence_release(&incidence);
}

static void test_nothing(void)
{
	struct incidence none = {0};
	ok(incidence_chao2(&none) <= 0, "no interviews, no themes");
	bool once[] = {true, true, false};
	struct incidence three = {1, 3, once};
	ok(incidence_chao2(&three) > 1.99 && incidence_chao2(&three) < 2.01,
	   "one interview bounds nothing beyond itself");
}

/* A card of session s (transcript 10 s, speaker 100 s, person s) in a cluster, or elsewhere. */
static void put(struct model *model, int64_t id, int64_t s, enum place_kind place, int64_t cluster)
{
	put_excerpt(model, 1000 + id, 10 * s, 100 * s, id * 10, id * 10 + 5);
	put_card(model, id, 1000 + id, 0);
	put_home(model, id, place, cluster, place == PLACE_CLUSTER ? "a0" : "", 0, 0);
}

static struct model *study(void)
{
	struct model *model = model_new();
	put_study(model, "round 1");
	for (int64_t s = 1; s <= 4; s++) {
		put_participant(model, s, s % 2 ? "odd" : "even");
		put_session(model, s, s);
		put_attendance(model, s, s);
		put_transcript(model, 10 * s, s);
		put_speaker(model, 100 * s, 10 * s, "participant", s);
	}
	put_speaker(model, 500, 10, "moderator", 0);
	put_frame(model, 50, "first", 0, 0, 1);
	put_frame(model, 51, "", 2, 0, 1);
	put_section(model, 52, "below the unnamed", 51, "a0");
	put_section(model, 53, "", 50, "a1");
	return model;
}

static void test_study(void)
{
	struct model *model = study();
	struct incidence incidence;
	session_id *sessions;
	uint32_t got[4];
	put(model, 1, 1, PLACE_CLUSTER, 50);
	put(model, 2, 2, PLACE_CLUSTER, 53); /* unnamed: counts for the theme above it */
	put(model, 3, 2, PLACE_CLUSTER, 51); /* unnamed and nothing above: for none */
	put(model, 4, 3, PLACE_TRAY, 0);     /* not sorted yet: this interview is not read */
	put(model, 5, 4, PLACE_PARKED, 0);   /* sorted, and nothing new */
	put(model, 6, 4, PLACE_CLUSTER, 52);
	put_excerpt(model, 1007, 10, 500, 70, 75);
	put_card(model, 7, 1007, 0);
	put_home(model, 7, PLACE_CLUSTER, 52, "a2", 0, 0); /* the interviewer's words */
	incidence_of_model(&incidence, model, STR(""), &sessions);
	is_int(incidence.nunits, 3, "interviews somebody sorted");
	is_int(incidence.nthemes, 2, "named clusters");
	incidence_new_themes(&incidence, got);
	ok(got[0] == 1 && got[1] == 0 && got[2] == 1, "new themes in the order of the interviews");
	is_int(sessions[2].n, 4, "the third is session 4");
	free(sessions);
	incidence_release(&incidence);
	incidence_of_model(&incidence, model, STR("even"), NULL);
	is_int(incidence.nunits, 2, "one segment alone");
	incidence_new_themes(&incidence, got);
	ok(got[0] == 1 && got[1] == 1, "what was known elsewhere is new to a segment");
	incidence_release(&incidence);
	model_free(model);
}

/* Written by hand and given to a person: counts in that person's first interview. */
static void test_by_hand(void)
{
	struct model *model = study();
	struct incidence incidence;
	put_card(model, 1, 0, 3);
	put_home(model, 1, PLACE_CLUSTER, 50, "a0", 0, 0);
	put_card(model, 2, 0, 0);
	put_home(model, 2, PLACE_CLUSTER, 52, "a0", 0, 0);
	incidence_of_model(&incidence, model, STR(""), NULL);
	is_int(incidence.nunits, 1, "a person's card counts, nobody's does not");
	ok(incidence.has[0] && !incidence.has[1], "in its theme alone");
	incidence_release(&incidence);
	model_free(model);
}

static void test_presets(void)
{
	const struct saturation_preset *list;
	size_t n = saturation_presets(&list), wrong = 0;
	for (size_t i = 0; i < n; i++)
		wrong += saturation_preset_find(str_of(list[i].name)) != &list[i] ||
			 list[i].settings.base < 2 || list[i].settings.run < 1 || !*list[i].what;
	ok(n == 6 && !wrong, "each rule has its name and its numbers");
	const struct saturation_preset *pm = saturation_preset_find(STR("pm-guide"));
	ok(pm && pm->settings.base == 5 && pm->settings.run == 3 && pm->settings.threshold == 5,
	   "five to eight: five, then three");
	ok(!saturation_preset_find(STR("own")), "one's own rule is none of them");
}

int main(void)
{
	test_presets();
	test_published();
	test_edges();
	test_sets();
	test_nothing();
	test_study();
	test_by_hand();
	return done();
}
