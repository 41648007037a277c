/*
 * Undo and redo: per person, across restarts, refused when someone else changed it since. Two
 * people are two stores on one file, each with a model of its own.
 */
#include "store-fixture.h"

static struct err err;
static struct store *ann, *bob;
static struct model *ann_model, *bob_model;
static struct undo_report report;

#define undone(store, policy, want)                                                                \
	do {                                                                                       \
		ok(store_undo(store, policy, &report, &err), "undo (%s)", err.msg);                \
		is_str(report.label, want, "undone: %s", want);                                    \
	} while (0)
#define redone(store, want)                                                                        \
	do {                                                                                       \
		ok(store_redo(store, UNDO_CAREFUL, &report, &err), "redo (%s)", err.msg);          \
		is_str(report.label, want, "redone: %s", want);                                    \
	} while (0)
#define conflict(who)                                                                              \
	do {                                                                                       \
		ok(!store_undo(ann, UNDO_CAREFUL, &report, &err) && err.code == ERR_CONFLICT,      \
		   "refused: %s", err.msg);                                                        \
		is_str(report.by, who, "it names %s", who);                                        \
	} while (0)

static void open_all(void)
{
	ann = open_as("Ann", &err);
	must(ann);
	bob = open_as("Bob", &err);
	must(bob);
	ann_model = model_new();
	bob_model = model_new();
	must(store_load(ann, ann_model, &err) && store_load(bob, bob_model, &err));
}

static void close_all(void)
{
	store_close(ann);
	store_close(bob);
	model_free(ann_model);
	model_free(bob_model);
}

static void settle(const char *name)
{
	ok(is_settled(ann, ann_model, &err) && is_settled(bob, bob_model, &err),
	   "%s: both follow (%s)", name, err.msg);
}

static void test_nothing(void)
{
	ok(!store_undo(ann, UNDO_CAREFUL, &report, &err) && err.code == ERR_NOTHING,
	   "nothing to undo: %s", err.msg);
	ok(!store_redo(ann, UNDO_CAREFUL, &report, &err) && err.code == ERR_NOTHING,
	   "nothing to redo: %s", err.msg);
}

static void test_stack(void)
{
	char *start = wall_dump(&err);
	card_id card = card_write(ann, "one", &err);
	cluster_id k = cluster_write(ann, "Trust", (cluster_id){0}, &err);
	struct place place = in_cluster(k);
	ok(edit_card_place(ann, &card, 1, &place, &err), "move");
	ok(edit_cluster_name(ann, k, STR("Sums"), STR("Trust"), &err), "name");
	char *end = wall_dump(&err);
	undone(ann, UNDO_CAREFUL, "rename of “Trust” to “Sums”");
	undone(ann, UNDO_CAREFUL, "move of C-001 to “Trust”");
	close_all();
	open_all();
	undone(ann, UNDO_CAREFUL, "new theme “Trust”");
	undone(ann, UNDO_CAREFUL, "new card C-001");
	char *now = wall_dump(&err);
	is_str(now, start, "all undone across a restart is the start");
	free(now);
	ok(!store_undo(ann, UNDO_CAREFUL, &report, &err) && err.code == ERR_NOTHING,
	   "nothing left");
	redone(ann, "new card C-001");
	close_all();
	open_all();
	redone(ann, "new theme “Trust”");
	redone(ann, "move of C-001 to “Trust”");
	redone(ann, "rename of “Trust” to “Sums”");
	now = wall_dump(&err);
	is_str(now, end, "all redone is the end");
	free(now);
	settle("back and forth");
	undone(ann, UNDO_CAREFUL, "rename of “Trust” to “Sums”");
	redone(ann, "rename of “Trust” to “Sums”");
	undone(ann, UNDO_CAREFUL, "rename of “Trust” to “Sums”");
	undone(ann, UNDO_CAREFUL, "move of C-001 to “Trust”");
	card_write(ann, "two", &err);
	ok(!store_redo(ann, UNDO_CAREFUL, &report, &err) && err.code == ERR_NOTHING,
	   "something new ends redo");
	undone(ann, UNDO_CAREFUL, "new card C-002");
	card_id three = card_write(ann, "three", &err);
	settle("new after undo");
	is_int(model_card(ann_model, three)->code.number, 3, "an undone code is never used again");
	free(start);
	free(end);
}

static void test_mine_only(void)
{
	card_id a = card_write(ann, "of Ann", &err), b = card_write(bob, "of Bob", &err);
	undone(ann, UNDO_CAREFUL, "new card C-004");
	settle("Ann's undo");
	ok(!model_card(bob_model, a) && model_card(bob_model, b),
	   "takes back what Ann did, not what Bob did after");
	undone(bob, UNDO_CAREFUL, "new card C-005");
}

static void test_same_column(void)
{
	card_id card = card_write(ann, "text of Ann", &err);
	ok(edit_card_text(ann, card, STR("text 2"), STR("text of Ann"), &err), "Ann writes");
	ok(edit_card_text(bob, card, STR("text of Bob"), STR("text 2"), &err),
	   "Bob writes over it");
	conflict("Bob");
	settle("refused");
	ok(str_equal(model_card(ann_model, card)->text, STR("text of Bob")), "nothing changed");
	undone(ann, UNDO_ANYWAY, "text of C-006");
	settle("anyway");
	ok(str_equal(model_card(ann_model, card)->text, STR("text of Ann")),
	   "overwritten on request");
	ok(edit_card_implies(bob, card, STR("so"), STR(""), &err), "Bob says what it implies");
	redone(ann, "text of C-006");
	settle("another column");
	ok(str_equal(model_card(ann_model, card)->implies, STR("so")), "is no conflict and stays");
}

static void test_moves(void)
{
	card_id card = card_write(ann, "dragged", &err);
	cluster_id a = cluster_write(ann, "A", (cluster_id){0}, &err),
		   b = cluster_write(ann, "B", (cluster_id){0}, &err);
	struct place into_a = in_cluster(a), into_b = in_cluster(b);
	ok(edit_card_place(ann, &card, 1, &into_a, &err) &&
		   edit_card_place(bob, &card, 1, &into_b, &err),
	   "both drag it: the last drop wins");
	settle("both drag");
	is_int(model_card(ann_model, card)->cluster.n, b.n, "it is where Bob dropped it");
	conflict("Bob");
	ok(strstr(err.msg, "move of C-007 to “B”") != NULL, "it says what he did: %s", err.msg);
	undone(ann, UNDO_SKIP, "move of C-007 to “A”");
	conflict("Bob"); /* the next one: B was made by Ann, and holds Bob's drop */
	undone(ann, UNDO_ANYWAY, "new theme “B”");
	settle("B is undone anyway");
	is_int(model_card(ann_model, card)->place, PLACE_TRAY,
	       "the card Bob had dropped there is in the tray, not lost");
	undone(ann, UNDO_CAREFUL, "new theme “A”");
	settle("A is undone");
}

static void test_renamed(void)
{
	cluster_id k = cluster_write(ann, "mine", (cluster_id){0}, &err);
	ok(edit_cluster_name(bob, k, STR("his"), STR("mine"), &err), "Bob renames it");
	conflict("Bob");
	ok(edit_cluster_delete(bob, k, 0, &err), "Bob removes it");
	conflict("Bob"); /* taken back unasked, it would return with an undo of Bob's */
	undone(ann, UNDO_ANYWAY, "new theme “mine”");
	settle("gone is gone");
	ok(!edit_cluster_name(ann, k, STR("x"), STR("mine"), &err) && err.code == ERR_NOT_FOUND &&
		   strstr(err.msg, "Bob"),
	   "who removed it is named: %s", err.msg);
}

static void test_batch(void)
{
	char *start = wall_dump(&err);
	store_batch_begin(ann);
	import_interview(ann, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	card_write(bob, "meanwhile", &err);
	card_write(ann, "in the batch", &err);
	store_batch_end(ann);
	settle("batch");
	undone(bob, UNDO_CAREFUL, "new card C-010");
	undone(ann, UNDO_CAREFUL, "import of p01.vtt and 1 more");
	char *now = wall_dump(&err);
	is_str(now, start, "a batch is one step");
	settle("batch undone");
	is_int(model_transcripts(ann_model).n, 0, "the transcript is hidden");
	struct import_report again = import_interview(ann, "p01.vtt", IMPORT_CARDS_NONE, &err);
	ok(again.transcript.n && !again.same_as.n, "what was undone may be imported anew");
	undone(ann, UNDO_CAREFUL, "import of p01.vtt");
	redone(ann, "import of p01.vtt");
	settle("import redone");
	is_int(model_transcripts(ann_model).n, 1, "the transcript is shown again");
	free(start);
	free(now);
}

static void test_import_used(void)
{
	transcript_id t = model_transcripts(ann_model).ids[0];
	struct card_draft draft = {
		.kind = CARD_QUOTE, .excerpt = {t, 0, 4}, .place = {.kind = PLACE_TRAY}};
	card_id card;
	ok(edit_card_new(bob, &draft, &card, &err), "Bob makes a card of Ann's import");
	conflict("Bob");
	settle("refused");
	ok(!model_transcript(bob_model, t)->hidden, "it is not hidden under his card");
}

static bool count_undone(const struct journal_row *row, void *context)
{
	int *counts = context;
	counts[row->kind]++;
	counts[4] += row->undone && row->kind == JOURNAL_DO;
	return true;
}

static bool stop_at_once(const struct journal_row *row, void *context)
{
	++*(int *)context;
	return false;
}

static void test_history(void)
{
	int counts[5] = {0}, seen = 0;
	ok(store_history(ann, 0, count_undone, counts, &err), "history");
	is_int(counts[0] + counts[1] + counts[2] + counts[3], store_changes(ann),
	       "every row is told");
	is_int(counts[JOURNAL_SKIP], 1, "one was skipped");
	ok(counts[4] > 0 && counts[4] < counts[JOURNAL_DO], "%d of %d stand undone", counts[4],
	   counts[JOURNAL_DO]);
	ok(store_history(ann, 0, stop_at_once, &seen, &err) && seen == 1, "it stops when asked to");
}

int main(void)
{
	fixture_begin();
	open_all();
	test_nothing();
	test_stack();
	test_mine_only();
	test_same_column();
	test_moves();
	test_renamed();
	test_batch();
	test_import_used();
	test_history();
	ok(replays(ann, &err), "the journal makes the same wall again");
	close_all();
	fixture_end();
	return done();
}
