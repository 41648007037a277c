/* Copies of cards in further themes: what stands where, what counts, what goes with what. */
#include "store-wall.h"
#include "themewall/store/edit-insight.h"

static cluster_id theme(const char *name, cluster_id parent)
{
	return cluster_write(store, name, parent, &err);
}

static card_id card_in(const char *text, cluster_id k)
{
	card_id id = card_write(store, text, &err);
	place_in(id, k);
	return id;
}

static void copy(card_id id, cluster_id k)
{
	ok(edit_card_copy(store, &id, 1, k, &err), "copied: %s", err.msg);
	settled("copy");
}

static bool is_twin(card_id id, cluster_id k)
{
	size_t slot;
	return model_twin_slot(model, id, k, &slot);
}

static bool at_home(card_id id, cluster_id k)
{
	const struct card *c = model_card(model, id);
	return c && !c->stack.n && c->place == PLACE_CLUSTER && c->cluster.n == k.n;
}

static void back(void)
{
	struct undo_report report;
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "undone: %s", err.msg);
	settled("undo");
}

static void test_copy_and_remove(void)
{
	cluster_id a = theme("Trust", (cluster_id){0}), b = theme("Effort", (cluster_id){0});
	card_id one = card_in("one", a), two = card_in("two", b);
	place_in(two, b);
	settled("two cards");
	size_t cards = model_card_count(model);
	char *before = model_dump(model);
	copy(one, b);
	labelled("copy of C-001 into “Effort”");
	ok(at_home(one, a) && is_twin(one, b), "at home in the first, a twin in the second");
	const struct cluster *k = model_cluster(model, b);
	is_int(k->ncards, 1, "an own card");
	is_int(k->ntwins, 1, "and a copy");
	ok(k->cards[0].n == two.n && k->cards[1].n == one.n, "the copy behind the own card");
	is_int(model_card_count(model), cards, "the study has no card more");
	is_int(model_cluster_tally(model, b, false).cards, 2, "the theme has");
	refused(edit_card_copy(store, &one, 1, b, &err), ERR_USAGE);
	refused(edit_card_copy(store, &one, 1, a, &err), ERR_USAGE);
	refused(edit_card_uncopy(store, one, a, &err), ERR_USAGE);
	back();
	char *after = model_dump(model);
	ok(strcmp(before, after) == 0, "undone, all is as before");
	free(before);
	free(after);
	copy(one, b);
	ok(edit_card_copy(store, (card_id[]){one, two}, 2, a, &err), "the other way: %s", err.msg);
	settled("what stands there is left alone");
	ok(is_twin(two, a) && at_home(one, a), "one each way");
	ok(edit_card_uncopy(store, one, b, &err), "removed: %s", err.msg);
	labelled("removal of the copy of C-001 in “Effort”");
	settled("removal");
	ok(at_home(one, a) && !is_twin(one, b), "the card is kept");
	card_id tray = card_write(store, "in the tray", &err);
	refused(edit_card_copy(store, &tray, 1, b, &err), ERR_USAGE);
	refused(edit_card_copy(store, &tray, 1, (cluster_id){99}, &err), ERR_NOT_FOUND);
}

static void test_moves(void)
{
	cluster_id a = theme("One", (cluster_id){0}), b = theme("Two", (cluster_id){0}),
		   c = theme("Three", (cluster_id){0});
	card_id one = card_in("moving", a);
	copy(one, b);
	ok(edit_card_recopy(store, one, b, c, &err), "the copy moves: %s", err.msg);
	settled("recopy");
	ok(at_home(one, a) && is_twin(one, c) && !is_twin(one, b), "the copy alone");
	refused(edit_card_recopy(store, one, c, a, &err), ERR_USAGE);
	place_in(one, b);
	settled("move of the card");
	ok(at_home(one, b) && is_twin(one, c), "the card alone");
	place_in(one, c);
	settled("onto its copy");
	ok(at_home(one, c) && !is_twin(one, c), "they are one again");
	back();
	ok(at_home(one, b) && is_twin(one, c), "and two");
	struct place loose = {.kind = PLACE_LOOSE, .column = 4, .line = 9};
	must(edit_card_place(store, &one, 1, &loose, &err));
	settled("loose");
	ok(is_twin(one, c), "a loose card keeps its copy");
	struct place parked = {.kind = PLACE_PARKED};
	must(edit_card_place(store, &one, 1, &parked, &err));
	settled("parked");
	ok(!is_twin(one, c), "what leaves the wall leaves it whole");
	back();
	ok(is_twin(one, c), "and comes back whole");
	must(edit_card_delete(store, &one, 1, &err));
	settled("removal of the card");
	is_int(model_cluster(model, c)->ntwins, 0, "no copy is left");
	back();
	ok(is_twin(one, c), "and it is back");
}

static void test_stack(void)
{
	cluster_id a = theme("Top", (cluster_id){0}), b = theme("Twin", (cluster_id){0});
	card_id one = card_in("top", a), two = card_in("beneath", a);
	copy(two, b);
	must(edit_card_merge(store, (card_id[]){one, two}, 2, &err));
	settled("merged beneath");
	ok(!is_twin(two, b), "what lies beneath another shows nowhere");
	is_int(model_cluster_copies(model, b).n, 1, "but waits");
	refused(edit_card_copy(store, &two, 1, b, &err), ERR_CONFLICT);
	must(edit_card_unmerge(store, &one, 1, &err));
	settled("taken apart");
	ok(is_twin(two, b), "and stands again");
}

static void test_dissolved(void)
{
	cluster_id up = theme("Above", (cluster_id){0}), in = theme("Within", up),
		   far = theme("Far", (cluster_id){0});
	card_id one = card_in("nested", in), two = card_in("far", far);
	copy(one, far);
	copy(two, in);
	must(edit_cluster_delete(store, in, 1, &err));
	settled("a nested theme dissolved");
	ok(at_home(one, up) && is_twin(one, far) && is_twin(two, up), "cards and copies go up");
	copy(one, theme("Third", (cluster_id){0}));
	must(edit_cluster_delete(store, up, 1, &err));
	settled("a top theme dissolved");
	ok(at_home(one, far), "a card stays where its oldest copy was");
	is_int(model_card_twins(model, one).n, 1, "the other copy stays");
	is_int(model_card_twins(model, two).n, 0, "a copy goes with its theme");
	back();
	ok(at_home(one, up) && is_twin(two, up), "all of it undone");
	struct undo_report report;
	must(store_redo(store, UNDO_CAREFUL, &report, &err));
	settled("and redone");
}

static void test_merged_themes(void)
{
	cluster_id a = theme("Into", (cluster_id){0}), b = theme("From", (cluster_id){0}),
		   c = theme("Aside", (cluster_id){0});
	card_id one = card_in("both", a), two = card_in("aside", c);
	copy(one, b);
	copy(two, b);
	must(edit_cluster_merge(store, a, b, &err));
	settled("merge of themes");
	ok(at_home(one, a) && is_twin(two, a), "one card once, the copy goes along");
}

/* Ann undoes a move that leads back to where Tom has put a copy meanwhile. */
static void test_crossed(void)
{
	struct err tom_err = ERR_INIT;
	struct store *tom = open_as("Tom", &tom_err);
	struct undo_report report;
	cluster_id a = theme("Was", (cluster_id){0}), b = theme("Is", (cluster_id){0});
	card_id one = card_in("crossed", a);
	place_in(one, b);
	must(edit_card_copy(tom, &one, 1, a, &tom_err));
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "the move undone: %s", err.msg);
	settled("home to where a copy stands");
	ok(at_home(one, a) && !is_twin(one, a), "they are one");
	store_close(tom);
}

/* A person speaks in both themes, and once in what is above both. */
static void test_people(void)
{
	struct import_report report =
		import_interview(store, "one.vtt", IMPORT_CARDS_SENTENCES, &err);
	settled("an interview");
	struct card_list said = model_cards_of_transcript(model, report.transcript);
	card_id quote = {0};
	for (size_t i = 0; i < said.n; i++)
		if (model_card_participant(model, model_card(model, said.ids[i])).n)
			quote = said.ids[i];
	must(quote.n);
	cluster_id up = theme("All", (cluster_id){0}), a = theme("Left", up),
		   b = theme("Right", up);
	place_in(quote, a);
	settled("a quote in a theme");
	copy(quote, b);
	struct tally left = model_cluster_tally(model, a, false),
		     right = model_cluster_tally(model, b, false),
		     all = model_cluster_tally(model, up, true);
	is_int(left.people, 1, "heard in the one");
	is_int(right.people, 1, "and in the other");
	is_int(right.cards, 1, "a card there");
	is_int(all.people, 1, "one person above both");
	is_int(all.cards, 1, "one card above both");
	insight_id insight;
	struct insight_draft draft = {.claim = STR("They check by hand"), .theme = up};
	must(edit_insight_new(store, &draft, &insight, &err));
	settled("an insight of all");
	is_int((int64_t)model_insight_tally(model, insight).cards, 1, "one card of evidence");
	struct insight_draft second = {.claim = STR("On the right"), .theme = b};
	must(edit_insight_new(store, &second, &insight, &err));
	settled("an insight of the copy's theme");
	is_int((int64_t)model_insight_tally(model, insight).people, 1, "hears them");
	place_in(quote, theme("Out", (cluster_id){0}));
	settled("the card goes elsewhere");
	is_int(model_cluster_tally(model, up, true).cards, 1, "its copy counts above");
	must(edit_card_uncopy(store, quote, b, &err));
	settled("the copy goes, too");
	is_int(model_cluster_tally(model, up, true).people, 0, "nobody is left");
}

int main(void)
{
	wall_begin();
	test_copy_and_remove();
	test_moves();
	test_stack();
	test_dissolved();
	test_merged_themes();
	test_crossed();
	test_people();
	return wall_end();
}
