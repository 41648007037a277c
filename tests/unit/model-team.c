/* A team's sorts: whose count, the figures of each two and of all, and which cards went elsewhere.
 */
#include "themewall/model/team.h"

#include "tap.h"
#include "export-team.h"

enum { CARDS = 8 };

/* Eight cards; the wall holds the first four in one theme, the next two in another, two in none. */
static struct model *wall(void)
{
	struct build b = build_study("Study", "");
	int64_t sums = build_cluster(&b, "T-01", STR("Sums"), 0, STR(""), 0, 0);
	int64_t tax = build_cluster(&b, "T-02", STR("Tax"), 0, STR(""), 1, 0);
	for (int i = 0; i < CARDS; i++)
		build_card(&b, &(struct build_card){.text = STR("words of a card"),
						    .implies = "",
						    .time_ms = -1,
						    .place = i < 6 ? "cluster" : "tray",
						    .cluster = i < 4   ? sums
							       : i < 6 ? tax
								       : 0,
						    .rank = i < 6 ? STR("V") : STR("")});
	return b.model;
}

static bool near(double a, double b)
{
	return a - b < 1e-4 && b - a < 1e-4;
}

static void test_nobody(struct model *model)
{
	struct team team;
	team_init(&team, model);
	ok(team.nsorts == 0 && team.npairs == 0 && team.alpha.why, "nobody has sorted");
	team_release(&team);
}

static void test_two(struct model *model)
{
	static const uint32_t four[] = {1, 2, 3, 4, 0}, rest[] = {5, 6, 7, 0},
			      three[] = {1, 2, 3, 0}, more[] = {4, 5, 6, 7, 0}, all[] = {1, 2, 0};
	struct team_build t = {model, 1000};
	struct team team;
	int64_t early = team_layer(&t, "ann", true);
	team_pile_build(&t, early, "forgotten", all);
	int64_t ann = team_layer(&t, "ann", true), bob = team_layer(&t, "bob", true);
	team_pile_build(&t, ann, "Sums", four);
	team_pile_build(&t, ann, "Tax", rest);
	team_pile_build(&t, bob, "sums", three);
	team_pile_build(&t, bob, "TAX", more);
	team_pile_build(&t, team_layer(&t, "cem", false), "Sums", all);
	team_init(&team, model);
	is_int((long)team.nsorts, 2, "the newest of each who has shown theirs");
	ok(team.sorts[0].layer.id == ann && team.sorts[1].layer.id == bob, "in their order");
	is_int((long)team.npairs, 3, "the two, and each with the wall");
	const struct comparison *c = &team.pairs[0].comparison;
	/* pairs of cards together in both 3 + 3, in one 9 and 9, of 21: (6 - 81/21) / (9 - 81/21)
	 */
	ok(near(c->rand.value, (6 - 81 / 21.0) / (9 - 81 / 21.0)), "adjusted Rand index %f",
	   c->rand.value);
	ok(team.pairs[1].second == TEAM_WALL && near(team.pairs[1].comparison.rand.value, 1),
	   "ann's piles are the wall's themes");
	is_int((long)team.pairs[1].comparison.nsorted, 6, "as far as the wall has sorted");
	is_int((long)team.pairs[1].comparison.nonly[0], 1, "and one it has not");
	ok(!team.pairs[1].comparison.kappa.why && near(team.pairs[1].comparison.kappa.value, 1),
	   "by name, too");
	ok(near(team.alpha.value, c->alpha.value) && !team.alpha.why, "alpha is that of the two");
	ok(c->ndisputed == 7 && team.ndisputes == 1, "all touch a dispute, one card went");
	ok(team.disputes[0].card.n == model_card_by_code(model, (struct code){0, 4})->id.n,
	   "the fourth");
	ok(str_equal(team_pile(&team, 0, team.disputes[0].card), STR("Sums")), "ann's pile");
	ok(str_equal(team_pile(&team, 1, team.disputes[0].card), STR("TAX")), "bob's pile");
	team_release(&team);
}

static void test_three(struct model *model)
{
	static const uint32_t two[] = {1, 2, 0}, one[] = {8, 0};
	struct team_build t = {model, 2000};
	struct team team;
	int64_t dan = team_layer(&t, "dan", true);
	team_pile_build(&t, dan, "sums", two);
	team_pile_build(&t, dan, "mine", one);
	team_init(&team, model);
	is_int((long)team.npairs, 6, "three pairs and three walls");
	/* units 1-7: (S,S,S) (S,S,S) (S,S,-) (S,T,-) 3 (T,T,-), the eighth is a gap.
	 * o_ST = 2, n = 16, n_S = 9, n_T = 7 */
	ok(!team.alpha.why && near(team.alpha.value, 1 - 15 * 2.0 / (2 * 9 * 7)),
	   "alpha of three with gaps, %f", team.alpha.value);
	is_int((long)team_pile(&team, 2, (card_id){1}).n, 0, "on no pile");
	team_release(&team);
}

static void test_votes(struct model *model)
{
	struct team_build t = {model, 3000};
	struct ballot found;
	ok(!model_closed_ballot(model, false, &found), "no vote yet");
	int64_t first = team_ballot(&t, "first", 4, true, false);
	team_vote(&t, first, "ann", 1, 3);
	team_vote(&t, first, "ann", 2, 1);
	team_vote(&t, first, "bob", 1, 2);
	int64_t open = team_ballot(&t, "open", 4, false, false);
	team_vote(&t, open, "ann", 2, 4);
	ok(model_closed_ballot(model, false, &found) && found.id == first, "an open one is none");
	ok(!model_closed_ballot(model, true, &found), "nor one on themes one on insights");
	struct turnout turnout = model_turnout(model, &found);
	ok(turnout.people == 2 && turnout.dots == 6, "who took part, and what they gave");
	struct ballot_list list = model_ballots(model);
	turnout = model_turnout(model, &list.all[1]);
	ok(turnout.people == 0 && turnout.dots == 0, "of an open one nobody knows");
}

int main(void)
{
	struct model *model = wall();
	test_nobody(model);
	test_two(model);
	test_three(model);
	test_votes(model);
	model_free(model);
	return done();
}
