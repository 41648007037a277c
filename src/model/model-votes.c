/* What came of a vote, as far as whoever asks may see it: an open vote shows them their own dots.
 */
#include "model-internal.h"

#include <stdlib.h>

#include "themewall/model/team.h"
#include "themewall/base/banned.h"

static bool same_thing(const struct vote *vote, cluster_id cluster, insight_id insight)
{
	return vote->cluster.n == cluster.n && vote->insight.n == insight.n;
}

int model_dots_left(const struct model *model, const struct ballot *ballot, struct str coder)
{
	struct vote_list votes = model_votes(model, ballot->id);
	int left = ballot->budget;
	for (size_t i = 0; i < votes.n; i++)
		if (str_equal(votes.all[i].coder, coder))
			left -= votes.all[i].dots;
	return left > 0 ? left : 0; /* two copies of a wall may have spent it twice */
}

int model_dots_on(const struct model *model, const struct ballot *ballot, struct str coder,
		  cluster_id cluster, insight_id insight)
{
	struct vote_list votes = model_votes(model, ballot->id);
	int dots = 0;
	for (size_t i = 0; i < votes.n; i++)
		if (same_thing(&votes.all[i], cluster, insight) &&
		    str_equal(votes.all[i].coder, coder))
			dots += votes.all[i].dots;
	return dots;
}

/* Did this person give it a dot before the at-th vote? */
static bool counted(const struct vote_list *votes, size_t at)
{
	const struct vote *vote = &votes->all[at];
	for (size_t i = 0; i < at; i++)
		if (same_thing(&votes->all[i], vote->cluster, vote->insight) &&
		    str_equal(votes->all[i].coder, vote->coder))
			return true;
	return false;
}

static int most_dots_first(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;
	int64_t xid = x->cluster.n + x->insight.n, yid = y->cluster.n + y->insight.n;
	if (x->dots != y->dots)
		return x->dots > y->dots ? -1 : 1;
	if (x->people != y->people)
		return x->people > y->people ? -1 : 1;
	return (xid > yid) - (xid < yid);
}

size_t model_outcome(const struct model *model, const struct ballot *ballot, struct str coder,
		     struct outcome **outcome)
{
	struct vote_list votes = model_votes_for(model, ballot, coder);
	struct outcome *all = xcalloc(votes.n + 1, sizeof *all);
	size_t n = 0;
	for (size_t i = 0; i < votes.n; i++) {
		const struct vote *vote = &votes.all[i];
		size_t at = 0;
		while (at < n && !same_thing(vote, all[at].cluster, all[at].insight))
			at++;
		if (at == n)
			all[n++] = (struct outcome){vote->cluster, vote->insight, 0, 0};
		all[at].dots += vote->dots;
		all[at].people += !counted(&votes, i);
	}
	if (n)
		qsort(all, n, sizeof *all, most_dots_first);
	*outcome = all;
	return n;
}

struct turnout model_turnout(const struct model *model, const struct ballot *ballot)
{
	struct turnout turnout = {0, 0};
	struct vote_list votes = model_votes(model, ballot->id);
	for (size_t i = 0; ballot->closed && i < votes.n; i++) {
		size_t before = 0;
		while (before < i && !str_equal(votes.all[before].coder, votes.all[i].coder))
			before++;
		turnout.people += before == i;
		turnout.dots += votes.all[i].dots;
	}
	return turnout;
}

bool model_closed_ballot(const struct model *model, bool insights, struct ballot *ballot)
{
	struct ballot_list list = model_ballots(model);
	for (size_t i = list.n; i-- > 0;)
		if (list.all[i].closed && list.all[i].insights == insights) {
			*ballot = list.all[i];
			return true;
		}
	return false;
}
