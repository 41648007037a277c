/*
 * What is asked of nothing, of what is gone among others, or a second time: no card to copy, a card
 * in the stack that is split, a tension that is there already, a card that somebody moved before it
 * was put in order. Each is refused in words or changes no more than it has to.
 */
#include "store-wall.h"
#include "store-internal.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/edit-lens.h"

static const int64_t nobody = 99;

static void test_no_cards(void)
{
	cluster_id theme = cluster_write(store, "Trust", (cluster_id){0}, &err),
		   other = cluster_write(store, "Doubt", (cluster_id){0}, &err), made;
	card_id ids[2] = {card_write(store, "a", &err), card_write(store, "b", &err)};
	card_id gone = {nobody};
	struct cluster_draft draft = {.name = STR("Apart"), .cards = &gone, .ncards = 1};
	place_in(ids[0], theme);
	place_in(ids[1], theme);
	refuses(edit_card_copy(store, ids, 0, other, &err), ERR_USAGE);
	refuses(edit_card_merge(store, ids, 0, &err), ERR_USAGE);
	must(edit_card_copy(store, ids, 2, other, &err));
	refuses(edit_card_copy(store, ids, 2, other, &err), ERR_USAGE);
	ok(strstr(err.msg, "all of these cards"), "of both: %s", err.msg);
	refuses(edit_cluster_split(store, theme, &draft, &made, &err), ERR_NOT_FOUND);
	settled("no cards");
	is_int(model_cluster_copies(model, other).n, 2, "one copy of each");
}

static void test_stack(void)
{
	card_id top = card_write(store, "one thing", &err), under = card_write(store, "a b", &err),
		made;
	must(edit_card_merge(store, (card_id[]){top, under}, 2, &err));
	refuses(edit_card_split(store, under, 1, STR("a b"), &made, &err), ERR_CONFLICT);
	ok(strstr(err.msg, "lies in the stack of"), "it says of which: %s", err.msg);
	refuses(edit_card_unmerge(store, (card_id[]){top, {nobody}}, 2, &err), ERR_NOT_FOUND);
	settled("stack");
	is_int(model_card(model, under)->stack.n, top.n, "it lies there as before");
}

static void test_width(void)
{
	cluster_id theme = cluster_write(store, "Narrow", (cluster_id){0}, &err);
	must(edit_cluster_width(store, theme, -3, &err));
	settled("no width");
	is_int(model_cluster(model, theme)->width, 1, "a theme is one column wide at least");
	must(edit_cluster_width(store, theme, 40, &err));
	settled("great width");
	is_int(model_cluster(model, theme)->width, 6, "and six at most");
}

static void test_tension(void)
{
	card_id a = card_write(store, "yes", &err), b = card_write(store, "no", &err);
	must(edit_tension(store, a, b, (cluster_id){0}, true, &err));
	int64_t before = store_changes(store);
	ok(edit_tension(store, b, a, (cluster_id){0}, true, &err), "again, from the other end");
	is_int(store_changes(store), before, "is no step");
	settled("tension");
	is_int(model_card_tensions(model, a).n, 1, "there is one");
}

static void test_tidy(void)
{
	cluster_id theme = cluster_write(store, "Order", (cluster_id){0}, &err);
	card_id ids[3];
	struct place parked = {.kind = PLACE_PARKED};
	for (int i = 0; i < 3; i++) {
		ids[i] = card_write(store, "a card", &err);
		place_in(ids[i], theme);
	}
	struct store *tom = open_as("Tom", &err);
	must(edit_card_place(tom, &ids[1], 1, &parked, &err));
	store_close(tom);
	must(edit_cluster_tidy(store, theme, (card_id[]){ids[2], ids[1], ids[0]}, 3, &err));
	settled("tidy");
	const struct cluster *k = model_cluster(model, theme);
	ok(k->ncards == 2 && k->cards[0].n == ids[2].n && k->cards[1].n == ids[0].n,
	   "the others are in order");
	is_int(model_card(model, ids[1])->place, PLACE_PARKED, "Tom's card is where he put it");
}

static void test_findings(void)
{
	insight_id insight;
	decision_id decision;
	recommendation_id advice;
	struct insight_draft claim = {.claim = STR("They rebuild")};
	struct decision_draft build = {.text = STR("Build it"), .date = STR("2026-03-20")};
	struct recommendation_draft show = {.text = STR("Show the sums")};
	must(edit_insight_new(store, &claim, &insight, &err) &&
	     edit_decision_add(store, &build, &decision, &err) &&
	     edit_recommendation_add(store, insight, &show, &advice, &err));
	build.date = STR("soon");
	refuses(edit_decision_set(store, decision, &build, &err), ERR_USAGE);
	show.text = STR(" ");
	refuses(edit_recommendation_set(store, advice, &show, &err), ERR_USAGE);
	settled("findings");
	ok(str_equal(model_decision(model, decision)->date, STR("2026-03-20")) &&
		   str_equal(model_recommendation(model, advice)->text, STR("Show the sums")),
	   "both are as they were");
}

static void test_lens(void)
{
	int64_t id;
	struct saved_lens lens = {.name = STR(" "), .only = ONLY_ALL};
	refuses(edit_lens_save(store, &lens, &id, &err), ERR_USAGE);
	lens.name = STR("mine");
	must(edit_lens_save(store, &lens, &id, &err));
	refuses(edit_lens_name(store, id, STR(" "), &err), ERR_USAGE);
	settled("lens");
	ok(str_equal(model_lens(model, id)->name, STR("mine")), "its name stays");
}

static const struct participant *person_now(participant_id id)
{
	struct news news;
	must(store_poll(store, model, &news, &err));
	return model_participant(model, id);
}

/* A table of people says yes, no, or takes back what was said. */
static void test_people(void)
{
	static const struct line lines[] = {{0, "And then?"}, {1, "Then I left it."}};
	static const char *const labels[] = {"Host", ""};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	draft_make(&draft, "unnamed.vtt", lines, 2, labels, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	settled("import");
	participant_id person = model_participants(model).ids[0];
	is_int(model_participant(model, person)->name.n, 0, "who has no label has no name");
	static const char *const words[] = {"yes", "no", ""};
	for (int i = 0; i < 3; i++) {
		struct participant_fact fact = {person, FACT_CONSENT_QUOTE, STR(""),
						str_of(words[i])};
		must(edit_participant_facts(store, &fact, 1, STR("a table"), &err));
		ok(str_equal(person_now(person)->consent_quote, fact.value), "consent: \"%s\"",
		   words[i]);
	}
	card_id card = card_write(store, "of her", &err);
	must(edit_card_participant(store, card, person, &err) &&
	     edit_card_participant(store, card, (participant_id){0}, &err));
	settled("card");
	is_int(model_card(model, card)->by_hand.n, 0, "a card can be nobody's again");
}

/* Whose change is in the way: the newest of others to that very row. */
static void test_blame(void)
{
	struct undo_report report;
	participant_id person = model_participants(model).ids[0];
	must(edit_participant_attribute(store, person, STR("team"), STR("north"), &err));
	card_write(store, "and then", &err);
	struct store *tom = open_as("Tom", &err), *bob = open_as("Bob", &err);
	must(edit_participant_attribute(tom, person, STR("team"), STR("south"), &err) &&
	     edit_participant_attribute(bob, person, STR("town"), STR("Bonn"), &err));
	store_close(tom);
	store_close(bob);
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	must(edit_participant_attribute(store, person, STR("team"), STR("west"), &err) &&
	     store_undo(store, UNDO_CAREFUL, &report, &err));
	refuses(store_undo(store, UNDO_CAREFUL, &report, &err), ERR_CONFLICT);
	is_str(report.by, "Tom", "not Bob, who said where, and not I, who took mine back");
	settled("blame");
}

/* An undo within a batch takes back what the batch has so far; what follows is another step. */
static void test_batch(void)
{
	struct undo_report report;
	store_batch_begin(store);
	card_id first = card_write(store, "first", &err);
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	card_id second = card_write(store, "second", &err);
	store_batch_end(store);
	settled("batch");
	ok(!model_card(model, first) && model_card(model, second), "the undo took one back");
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	settled("undo");
	ok(!model_card(model, first) && !model_card(model, second), "another takes the second");
}

static void test_empty_wall(void)
{
	struct store *none = NULL;
	struct store_options options = {.create = true, .coder = STR("Ann")};
	must(store_open(&none, fixture_path("none.wall"), &options, NULL, &err));
	ok(edit_import_wall(none, NULL, 0, NULL, 0, &err), "an export of nothing: %s", err.msg);
	is_int(store_changes(none), 0, "brings nothing");
	store_close(none);
}

int main(void)
{
	wall_begin();
	test_no_cards();
	test_stack();
	test_width();
	test_tension();
	test_tidy();
	test_findings();
	test_lens();
	test_people();
	test_blame();
	test_batch();
	test_empty_wall();
	return wall_end();
}
