/* Stacks: what merging and taking apart write, what the model shows of it, and what comes after. */
#include "store-wall.h"
#include "themewall/store/edit-insight.h"

static bool stands_in(card_id id, cluster_id k)
{
	const struct card *c = model_card(model, id);
	return c && !c->stack.n && c->place == PLACE_CLUSTER && c->cluster.n == k.n;
}

static bool lies_beneath(card_id id, card_id top)
{
	const struct card *c = model_card(model, id);
	return c && c->stack.n == top.n && model_card_top(model, c)->id.n == top.n;
}

static void merge(const card_id *ids, size_t n)
{
	ok(edit_card_merge(store, ids, n, &err), "merge: %s", err.msg);
	settled("merge");
}

static void test_merge_and_back(void)
{
	cluster_id k = cluster_write(store, "Trust", (cluster_id){0}, &err);
	cluster_id other = cluster_write(store, "Effort", (cluster_id){0}, &err);
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err),
		c = card_write(store, "c", &err), d = card_write(store, "d", &err);
	place_in(a, k);
	place_in(b, other);
	place_in(c, other);
	settled("four cards");
	size_t cards = model_card_count(model), tray = model_place_count(model, PLACE_TRAY);
	char *before = model_dump(model);
	merge((card_id[]){a, b, c, d}, 4);
	labelled("merge of 3 cards into C-001");
	ok(lies_beneath(b, a) && lies_beneath(c, a) && lies_beneath(d, a), "beneath the first");
	is_int(model_stack_size(model, a), 4, "a stack of four");
	is_int(model_card_count(model), cards - 3, "counted as one");
	is_int(model_place_count(model, PLACE_TRAY), tray - 1, "gone from the tray");
	is_int(model_cluster(model, k)->ncards, 1, "one card where the stack is");
	is_int(model_cluster(model, other)->ncards, 0, "none where they were");
	refused(edit_card_merge(store, (card_id[]){a, b}, 2, &err), ERR_USAGE);
	struct place here = in_cluster(k);
	refused(edit_card_place(store, &b, 1, &here, &err), ERR_CONFLICT);
	struct undo_report report;
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "one step takes it back");
	settled("undo");
	char *after = model_dump(model);
	ok(strcmp(before, after) == 0, "everything is where it was");
	free(before);
	free(after);
	ok(store_redo(store, UNDO_CAREFUL, &report, &err), "and forth");
	settled("redo");
	open_again();
	for (int i = 0; i < 200; i++)
		must(edit_card_implies(store, b, i % 2 ? STR("more") : STR("less"),
				       model_card(model, b)->implies, &err) &&
		     store_poll(store, model, &(struct news){0}, &err));
	ok(edit_card_unmerge(store, &a, 1, &err), "taken apart after a restart: %s", err.msg);
	labelled("taking apart of C-001");
	settled("unmerge");
	ok(stands_in(a, k) && stands_in(b, other) && stands_in(c, other), "each in its theme");
	is_int(model_cluster(model, other)->cards[0].n, b.n, "in the order they had");
	is_int(model_card(model, d)->place, PLACE_TRAY, "or in the tray");
	ok(str_equal(model_card(model, b)->implies, STR("more")), "with what was written since");
	refused(edit_card_unmerge(store, &a, 1, &err), ERR_USAGE);
	must(edit_card_delete(store, (card_id[]){a, b, c, d}, 4, &err));
	settled("cleared");
}

static void test_stacks_of_stacks(void)
{
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err),
		c = card_write(store, "c", &err), d = card_write(store, "d", &err);
	merge((card_id[]){a, b}, 2);
	merge((card_id[]){c, d}, 2);
	merge((card_id[]){c, b}, 2);
	ok(lies_beneath(a, c) && lies_beneath(b, c) && lies_beneath(d, c),
	   "a stack merged is one stack, never a stack in a stack");
	ok(edit_card_unmerge(store, &b, 1, &err), "one card alone comes out: %s", err.msg);
	settled("one out");
	is_int(model_stack_size(model, c), 3, "the others stay");
	ok(!model_card(model, b)->stack.n, "it stands by itself");
	must(edit_card_delete(store, (card_id[]){a, b, c, d}, 4, &err));
	settled("cleared");
}

static void test_removal(void)
{
	cluster_id k = cluster_write(store, "Home", (cluster_id){0}, &err);
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err),
		c = card_write(store, "c", &err);
	struct undo_report report;
	place_in(a, k);
	merge((card_id[]){a, b, c}, 3);
	ok(edit_card_delete(store, &a, 1, &err), "the top goes: %s", err.msg);
	settled("removal of a top");
	ok(stands_in(b, k) && lies_beneath(c, b), "the next takes its place");
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "undone: %s", err.msg);
	settled("undo");
	ok(stands_in(a, k) && lies_beneath(b, a) && lies_beneath(c, a), "the stack is as it was");
	must(edit_card_delete(store, (card_id[]){a, b, c}, 3, &err));
	settled("cleared");
}

/* What lies beneath goes where the cards of its theme go. */
static void test_dissolved_home(void)
{
	cluster_id up = cluster_write(store, "Above", (cluster_id){0}, &err);
	cluster_id k = cluster_write(store, "Below", up, &err);
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err);
	place_in(b, k);
	merge((card_id[]){a, b}, 2);
	ok(edit_cluster_delete(store, k, 0, &err), "nothing shows in it: %s", err.msg);
	settled("removal of its theme");
	ok(edit_card_unmerge(store, &a, 1, &err), "taken apart");
	settled("unmerge");
	ok(stands_in(b, up), "it stands in the parent");
	must(edit_card_delete(store, (card_id[]){a, b}, 2, &err));
	settled("cleared");
}

static void test_people(void)
{
	struct import_report report =
		import_interview(store, "one.vtt", IMPORT_CARDS_SENTENCES, &err);
	import_interview(store, "two.vtt", IMPORT_CARDS_SENTENCES, &err);
	settled("two interviews");
	cluster_id k = cluster_write(store, "People", (cluster_id){0}, &err);
	card_id hand = card_write(store, "by hand", &err);
	struct card_list said = model_cards_of_transcript(model, report.transcript);
	card_id paula = {0};
	for (size_t i = 0; i < said.n; i++)
		if (model_card_participant(model, model_card(model, said.ids[i])).n)
			paula = said.ids[i];
	must(paula.n);
	place_in(hand, k);
	merge((card_id[]){hand, paula}, 2);
	struct tally tally = model_cluster_tally(model, k, false);
	is_int(tally.people, 1, "who lies beneath is heard");
	is_int(tally.cards, 1, "one card shows");
	is_int(tally.unattributed, 0, "and somebody is known for it");
	is_int(model_sources(model, model_cluster(model, k)->cards, 1).n, 2, "two sources");
	cluster_id elsewhere = cluster_write(store, "Elsewhere", (cluster_id){0}, &err);
	place_in(hand, elsewhere);
	settled("the stack goes");
	is_int(model_cluster_tally(model, k, false).people, 0, "nobody stays behind");
	is_int(model_cluster_tally(model, elsewhere, false).people, 1, "who lies beneath goes too");
	place_in(hand, k);
	settled("and comes back");
	is_int(model_cluster_tally(model, elsewhere, false).people, 0, "with whom it brought");
	participant_id who = model_card_participant(model, model_card(model, paula));
	insight_id insight;
	struct insight_draft draft = {.claim = STR("They check by hand"), .theme = k};
	must(edit_insight_new(store, &draft, &insight, &err));
	settled("an insight of the theme");
	is_int((int64_t)model_insight_tally(model, insight).people, 1,
	       "an insight hears them, too");
	is_int((int64_t)model_insight_tally(model, insight).cards, 1, "on one card");
	ok(model_insight_heard(model, insight, who), "by name");
	ok(edit_card_unmerge(store, &hand, 1, &err), "taken apart");
	settled("unmerge");
	is_int((int64_t)model_insight_tally(model, insight).people, 0, "and no more after");
	is_int(model_cluster_tally(model, k, false).people, 0, "the person leaves with the card");
}

/* One merge undone, the other way round by somebody else, the first done again. */
static void test_crossed(void)
{
	struct err tom_err = ERR_INIT;
	struct store *tom = open_as("Tom", &tom_err);
	struct undo_report report;
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err);
	must(edit_card_merge(store, (card_id[]){a, b}, 2, &err) &&
	     store_undo(store, UNDO_CAREFUL, &report, &err));
	must(edit_card_merge(tom, (card_id[]){b, a}, 2, &tom_err));
	ok(store_redo(store, UNDO_CAREFUL, &report, &err), "done again: %s", err.msg);
	settled("two cards beneath each other");
	ok(!model_card(model, a)->stack.n || !model_card(model, b)->stack.n, "one of them shows");
	card_id c = card_write(store, "c", &err);
	settled("a card to stack on");
	must(edit_card_merge(tom, (card_id[]){c, a}, 2, &tom_err));
	ok(edit_card_delete(store, &c, 1, &err), "%s", err.msg);
	settled("removal of what somebody stacked on");
	store_close(tom);
}

int main(void)
{
	wall_begin();
	test_merge_and_back();
	test_stacks_of_stacks();
	test_removal();
	test_dissolved_home();
	test_people();
	test_crossed();
	return wall_end();
}
