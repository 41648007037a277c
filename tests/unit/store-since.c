/*
 * What was changed since, when a step is taken back: whose name a refusal says, oneself or nobody
 * that is known when it was neither; and what "anyway" writes over, or cannot.
 */
#include "old-wall.h"
#include "store-fixture.h"

static struct err err;
static struct store *ann, *bob;
static struct model *model; /* Ann's */
static struct undo_report report;

static void begin(void)
{
	store_remove(fixture_wall);
	err_clear(&err);
	ann = open_as("Ann", &err);
	bob = open_as("Bob", &err);
	model = model_new();
	must(ann && bob && store_load(ann, model, &err));
}

static void end(const char *name)
{
	ok(is_settled(ann, model, &err) && replays(ann, &err), "%s: the wall is sound (%s)", name,
	   err.msg);
	store_close(ann);
	store_close(bob);
	model_free(model);
}

/* Without the replay: somebody wrote past the history. */
static void end_past_history(void)
{
	store_close(ann);
	store_close(bob);
	model_free(model);
}

#define blames(policy, who)                                                                        \
	do {                                                                                       \
		err_clear(&err);                                                                   \
		ok(!store_undo(ann, policy, &report, &err) && err.code == ERR_CONFLICT,            \
		   "refused: %s", err.msg);                                                        \
		is_str(report.by, who, "it names %s", who);                                        \
	} while (0)

/* ---- who ---- */

/* Her later step stays, because Bob went on from it; so it is she who is in the way. */
static void test_oneself(void)
{
	begin();
	card_id other = card_write(ann, "other", &err), card = card_write(ann, "one", &err);
	store_batch_begin(ann);
	must(edit_card_text(ann, card, STR("two"), STR("one"), &err) &&
	     edit_card_text(ann, other, STR("another"), STR("other"), &err));
	store_batch_end(ann);
	must(edit_card_text(bob, other, STR("by Bob"), STR("another"), &err));
	blames(UNDO_CAREFUL, "Bob");
	must(store_undo(ann, UNDO_SKIP, &report, &err));
	blames(UNDO_CAREFUL, "you");
	end("her own step is in the way");
}

/* Other programs leave no name. */
static void test_nobody(void)
{
	begin();
	card_id card = card_write(ann, "one", &err);
	must(card.n && old_wall_sql(fixture_wall, "UPDATE card SET text = 'by a tool'"));
	blames(UNDO_CAREFUL, "someone");
	ok(strstr(err.msg, "someone changed it since"), "and says so: %s", err.msg);
	end_past_history();
	begin();
	card = card_write(ann, "one", &err);
	must(card.n &&
	     old_wall_sql(fixture_wall, "INSERT INTO tag SELECT 99, id, 'mood', 'glad' FROM card"));
	blames(UNDO_CAREFUL, "someone");
	end_past_history();
}

/* Bob's quote is gone when Ann takes her import back; it must not come back without its words. */
static void test_receipt(void)
{
	begin();
	transcript_id talk = import_interview(ann, "p1.vtt", IMPORT_CARDS_NONE, &err).transcript;
	card_id card;
	struct card_draft draft = {.kind = CARD_QUOTE, .excerpt = {talk, 0, 4}};
	must(edit_card_new(bob, &draft, &card, &err) && edit_card_delete(bob, &card, 1, &err) &&
	     store_undo(ann, UNDO_CAREFUL, &report, &err));
	for (enum undo_policy policy = UNDO_CAREFUL; policy <= UNDO_ANYWAY; policy++) {
		if (policy == UNDO_SKIP)
			continue;
		err_clear(&err);
		ok(!store_undo(bob, policy, &report, &err) && err.code == ERR_CONFLICT, "%s: %s",
		   policy == UNDO_ANYWAY ? "not even then" : "refused", err.msg);
		is_str(report.by, "Ann", "it names who took the transcript away");
	}
	must(store_redo(ann, UNDO_CAREFUL, &report, &err));
	ok(store_undo(bob, UNDO_CAREFUL, &report, &err), "with its transcript it does: %s",
	   err.msg);
	end("a receipt");
}

/* ---- anyway ---- */

static void test_over(void)
{
	begin();
	cluster_id theme = cluster_write(ann, "Trust", (cluster_id){0}, &err);
	must(edit_cluster_name(ann, theme, STR("Faith"), STR("Trust"), &err) &&
	     edit_cluster_name(bob, theme, STR("Belief"), STR("Faith"), &err));
	blames(UNDO_CAREFUL, "Bob");
	struct news news;
	must(store_undo(ann, UNDO_ANYWAY, &report, &err) && store_poll(ann, model, &news, &err));
	ok(str_equal(model_cluster(model, theme)->name, STR("Trust")), "anyway, it is as it was");
	end("a name");
	begin();
	import_interview(ann, "p1.vtt", IMPORT_CARDS_NONE, &err);
	must(store_poll(ann, model, &news, &err));
	participant_id person = model_participants(model).ids[0];
	must(edit_participant_attribute(ann, person, STR("team"), STR("north"), &err) &&
	     edit_participant_attribute(ann, person, STR("team"), STR(""), &err) &&
	     edit_participant_attribute(bob, person, STR("team"), STR("south"), &err));
	blames(UNDO_CAREFUL, "Bob");
	ok(store_undo(ann, UNDO_ANYWAY, &report, &err) && store_poll(ann, model, &news, &err),
	   "what is said anew of a person: %s", err.msg);
	ok(model_participant(model, person)->nattributes == 1 &&
		   str_equal(model_participant(model, person)->attributes[0].value, STR("north")),
	   "is said as before, once");
	end("an attribute");
}

/* What would make a ring is refused, even then. */
static void test_ring(void)
{
	begin();
	cluster_id outer = cluster_write(ann, "Outer", (cluster_id){0}, &err);
	cluster_id inner = cluster_write(ann, "Inner", outer, &err);
	struct cluster_place top = {.column = 5},
			     under = {.parent = inner, .after_sibling = FIRST_CHILD};
	must(edit_cluster_place(ann, inner, &top, &err) &&
	     edit_cluster_place(bob, outer, &under, &err));
	err_clear(&err);
	ok(!store_undo(ann, UNDO_ANYWAY, &report, &err) && err.code == ERR_CONFLICT,
	   "a ring of themes: %s", err.msg);
	is_str(report.by, "Bob", "it names who put the other end of it there");
	end("a ring");
}

int main(void)
{
	fixture_begin();
	test_oneself();
	test_nobody();
	test_receipt();
	test_over();
	test_ring();
	fixture_end();
	return done();
}
