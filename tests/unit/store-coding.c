/* Silent sorts and votes with dots: whose they are, who sees them when, what a removal takes along.
 */
#include "store-fixture.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"

static struct err err;
static struct store *ann, *bob;
static struct model *model;

#define settled(name)                                                                              \
	ok(is_settled(ann, model, &err), "%s: the model follows, the file is whole (%s)", name,    \
	   err.msg)
#define refused(call, want) ok(!(call) && err.code == (want), "refused: %s (%s)", #call, err.msg)

static void test_layers(void)
{
	card_id cards[3] = {card_write(ann, "a", &err), card_write(ann, "b", &err),
			    card_write(ann, "c", &err)};
	struct layer mine = {0};
	struct undo_report report;
	int64_t first, second;
	refused(edit_layer_put(ann, cards, 1, STR("money"), &err), ERR_USAGE);
	refused(edit_layer_reveal(ann, &err), ERR_USAGE);
	ok(edit_layer_new(ann, STR("first sort"), &first, &err), "Ann begins: %s", err.msg);
	refused(edit_layer_new(ann, STR("another"), &second, &err), ERR_USAGE);
	ok(edit_layer_new(bob, STR("first sort"), &second, &err), "Bob, too: %s", err.msg);
	ok(edit_layer_put(ann, cards, 2, STR("money"), &err), "two on a pile: %s", err.msg);
	is_str(last_label(ann, &err), "silent sort of 2 cards",
	       "the history says neither which nor where");
	int64_t before = store_changes(ann);
	must(edit_layer_put(ann, cards, 2, STR("money"), &err));
	is_int(store_changes(ann), before, "where it is already leaves no trace");
	must(edit_layer_put(bob, cards, 3, STR("all"), &err));
	settled("sorted");
	is_int(model_layer_cards(model, first).n, 2, "each has their own");
	is_int(model_layer_cards(model, second).n, 3, "each has their own");
	ok(model_own_layer(model, STR("ann"), &mine) && mine.id == first, "Ann's is hers");
	ok(layer_is_open(&mine, STR("ann")) && !layer_is_open(&mine, STR("bob")),
	   "and hidden from Bob");
	ok(edit_layer_put(ann, cards, 1, STR(""), &err), "off the pile");
	settled("taken off");
	is_int(model_layer_cards(model, first).n, 1, "one is left");
	ok(edit_card_delete(ann, &cards[1], 1, &err), "a sorted card goes: %s", err.msg);
	settled("removal");
	is_int(model_layer_cards(model, second).n, 2, "from all piles");
	ok(store_undo(ann, UNDO_CAREFUL, &report, &err), "and comes back");
	settled("undo of the removal");
	is_int(model_layer_cards(model, second).n, 3, "onto all of them");
	ok(edit_layer_reveal(ann, &err), "Ann shows hers: %s", err.msg);
	settled("revealed");
	ok(!model_own_layer(model, STR("ann"), &mine), "she sorts no more");
	ok(layer_is_open(&model_layers(model).all[0], STR("bob")), "Bob sees it");
	ok(replays(ann, &err), "replay agrees");
}

static int dots_of(int64_t ballot, cluster_id theme, insight_id insight)
{
	struct vote_list votes = model_votes(model, ballot);
	int dots = 0;
	for (size_t i = 0; i < votes.n; i++)
		if (votes.all[i].cluster.n == theme.n && votes.all[i].insight.n == insight.n)
			dots += votes.all[i].dots;
	return dots;
}

static void test_votes(void)
{
	cluster_id trust = cluster_write(ann, "Trust", (cluster_id){0}, &err);
	cluster_id speed = cluster_write(ann, "Speed", (cluster_id){0}, &err);
	cluster_id gone = cluster_write(ann, "Gone", (cluster_id){0}, &err);
	insight_id none = {0};
	struct ballot open;
	int64_t ballot, other;
	refused(edit_vote(ann, trust, none, 1, &err), ERR_USAGE);
	refused(edit_ballot_new(ann, STR("what first"), 0, false, &ballot, &err), ERR_USAGE);
	ok(edit_ballot_new(ann, STR("what first"), 4, false, &ballot, &err), "begun: %s", err.msg);
	refused(edit_ballot_new(bob, STR("another"), 4, false, &other, &err), ERR_USAGE);
	ok(edit_vote(ann, trust, none, 3, &err), "three dots: %s", err.msg);
	is_str(last_label(ann, &err), "dots placed", "the history does not say where");
	refused(edit_vote(ann, speed, none, 2, &err), ERR_USAGE);
	ok(edit_vote(ann, speed, none, 1, &err), "the last one: %s", err.msg);
	ok(edit_vote(ann, trust, none, 2, &err), "one is taken back: %s", err.msg);
	int64_t before = store_changes(ann);
	must(edit_vote(ann, trust, none, 2, &err));
	is_int(store_changes(ann), before, "as many as there are leave no trace");
	must(edit_vote(bob, trust, none, 1, &err) && edit_vote(bob, gone, none, 3, &err));
	settled("votes");
	must(model_open_ballot(model, &open));
	is_int(model_votes_for(model, &open, STR("ann")).n, 2, "Ann sees her own");
	is_int(model_votes_for(model, &open, STR("cem")).n, 0, "who has not voted sees none");
	ok(edit_cluster_merge(ann, trust, speed, &err), "two themes become one: %s", err.msg);
	settled("merged");
	is_int(dots_of(ballot, trust, none), 4, "with the dots of both");
	ok(edit_vote(ann, trust, none, 1, &err), "and are one from then on: %s", err.msg);
	ok(edit_cluster_delete(ann, gone, 0, &err), "a theme goes: %s", err.msg);
	settled("removal");
	ok(edit_vote(bob, trust, none, 4, &err), "its dots may be given anew: %s", err.msg);
	ok(edit_ballot_close(bob, &err), "closed: %s", err.msg);
	settled("closed");
	is_int(dots_of(ballot, trust, none), 5, "the result");
	open = model_ballots(model).all[0];
	is_int(model_votes_for(model, &open, STR("cem")).n, 2, "which everybody sees");
	refused(edit_ballot_close(ann, &err), ERR_USAGE);
	ok(replays(ann, &err), "replay agrees");
}

static void test_insights(void)
{
	cluster_id theme = model_clusters(model).ids[0];
	struct insight_draft draft = {.claim = STR("people rebuild the sum")};
	struct undo_report report;
	insight_id insight;
	int64_t ballot;
	must(edit_insight_new(ann, &draft, &insight, &err));
	must(edit_ballot_new(ann, STR("which insight"), 2, true, &ballot, &err));
	refused(edit_vote(ann, theme, (insight_id){0}, 1, &err), ERR_USAGE);
	ok(edit_vote(ann, (cluster_id){0}, insight, 2, &err), "on an insight: %s", err.msg);
	settled("vote");
	ok(edit_insight_delete(ann, insight, &err), "which goes: %s", err.msg);
	settled("removal");
	is_int(model_votes(model, ballot).n, 0, "with its dots");
	ok(store_undo(ann, UNDO_CAREFUL, &report, &err), "and comes back");
	settled("undo");
	is_int(dots_of(ballot, (cluster_id){0}, insight), 2, "with them");
	must(edit_vote(bob, (cluster_id){0}, insight, 1, &err));
	must(edit_vote(ann, (cluster_id){0}, insight, 0, &err));
	settled("all taken back");
	must(store_undo(ann, UNDO_CAREFUL, &report, &err) &&
	     store_undo(ann, UNDO_CAREFUL, &report, &err));
	refused(store_undo(ann, UNDO_CAREFUL, &report, &err), ERR_CONFLICT);
	ok(store_undo(ann, UNDO_ANYWAY, &report, &err), "the vote itself is taken back: %s",
	   err.msg);
	settled("undo of the vote");
	is_int(model_ballots(model).n, 1, "with what others gave");
	ok(replays(ann, &err), "replay agrees");
}

int main(void)
{
	fixture_begin();
	ann = open_as("ann", &err);
	bob = open_as("bob", &err);
	model = model_new();
	must(ann && bob && store_load(ann, model, &err));
	test_layers();
	test_votes();
	test_insights();
	store_close(ann);
	store_close(bob);
	model_free(model);
	fixture_end();
	return done();
}
