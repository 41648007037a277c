/* What is said of a team's sorts and votes, wherever it is said. Counts of people, never of shares.
 */
#include "team-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

void team_add_names(struct strbuf *out, const struct team *team, const struct team_pair *pair)
{
	part_add(out, team->sorts[pair->first].layer.coder);
	if (pair->second == TEAM_WALL)
		return;
	strbuf_add_z(out, " and ");
	part_add(out, team->sorts[pair->second].layer.coder);
}

void team_add_figure(struct strbuf *out, struct figure figure)
{
	if (figure.why)
		strbuf_addf(out, "no result (%s)", figure.why);
	else
		strbuf_addf(out, "%.2f", figure.value);
}

void team_add_rand(struct strbuf *out, const struct comparison *c)
{
	team_add_figure(out, c->rand);
	if (!c->rand.why)
		strbuf_addf(out, " over %zu %s", c->nsorted,
			    count_word(c->nsorted, "card", "cards"));
}

void team_add_labels(struct strbuf *out, const struct comparison *c)
{
	if (!c->nshared) {
		strbuf_add_z(out, "none, so neither kappa nor alpha");
		return;
	}
	strbuf_addf(out, "%zu in common, over %zu %s: ", c->nshared, c->nnamed,
		    c->nnamed == 1 ? "card" : "cards");
	if (c->kappa.why && c->alpha.why) {
		strbuf_addf(out, "neither kappa nor alpha (%s)", c->kappa.why);
		return;
	}
	strbuf_add_z(out, "Cohen's kappa ");
	team_add_figure(out, c->kappa);
	strbuf_add_z(out, ", Krippendorff's alpha ");
	team_add_figure(out, c->alpha);
}

void team_add_piles(struct strbuf *out, const struct team *team, card_id card)
{
	for (size_t s = 0; s < team->nsorts; s++) {
		struct str pile = team_pile(team, s, card);
		strbuf_add_z(out, s ? ", " : "");
		part_add(out, team->sorts[s].layer.coder);
		strbuf_add_z(out, pile.n ? ": \"" : ": not sorted");
		if (!pile.n)
			continue;
		part_add(out, pile);
		strbuf_add_char(out, '"');
	}
}

/* ---- votes ---- */

void result_of(struct result *result, const struct model *model, const struct ballot *ballot)
{
	result->ballot = *ballot;
	result->turnout = model_turnout(model, ballot);
	result->n = model_outcome(model, ballot, STR(""), &result->all);
}

bool result_of_newest(struct result *result, const struct model *model, bool insights)
{
	struct ballot ballot;

	*result = (struct result){0};
	if (!model_closed_ballot(model, insights, &ballot))
		return false;
	result_of(result, model, &ballot);
	return true;
}

void result_release(struct result *result)
{
	free(result->all);
	*result = (struct result){0};
}

void result_add_head(struct strbuf *out, const struct result *result)
{
	const struct ballot *ballot = &result->ballot;

	part_add(out, ballot->title);
	strbuf_addf(out, " (%s; ", ballot->insights ? "insights" : "themes");
	if (result->turnout.people)
		strbuf_addf(out, "%zu %s, %d %s each)", result->turnout.people,
			    result->turnout.people == 1 ? "person" : "people", ballot->budget,
			    ballot->budget == 1 ? "dot" : "dots");
	else
		strbuf_add_z(out, "nobody gave a dot)");
}

void result_add_share(struct strbuf *out, const struct result *result,
		      const struct outcome *outcome)
{
	size_t people = result->turnout.people;

	strbuf_addf(out, "%d of %lld dots, %zu of %zu %s", outcome->dots,
		    (long long)result->ballot.budget * (long long)people, outcome->people, people,
		    people == 1 ? "person" : "people");
}

void result_add_thing(struct strbuf *out, const struct model *model, const struct outcome *outcome)
{
	const struct insight *insight = model_insight(model, outcome->insight);
	const struct cluster *cluster = insight ? NULL : model_cluster(model, outcome->cluster);

	if (insight) {
		part_add(out, insight->claim);
		strbuf_add_z(out, " [");
		code_add(out, CODE_INSIGHT, insight->code);
	} else {
		part_add(out, cluster_title(cluster ? cluster->name : STR("")));
		strbuf_add_z(out, " [");
		if (cluster)
			code_add(out, CODE_CLUSTER, cluster->code);
	}
	strbuf_add_char(out, ']');
}

size_t result_place(const struct result *result, size_t at)
{
	size_t place = at;

	while (place > 0 && result->all[place - 1].dots == result->all[at].dots)
		place--;
	return place + 1;
}
