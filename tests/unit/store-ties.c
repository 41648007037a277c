/* Tags, needs and tensions of cards, and the split of one card in two. */
#include "store-wall.h"

static void test_tags(void)
{
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err);
	struct tag glad = tag_parse(STR(" emotion : glad ")), word = tag_parse(STR("pricing"));
	struct undo_report report;
	ok(str_equal(glad.facet, STR("emotion")) && str_equal(glad.name, STR("glad")), "a facet");
	ok(!word.facet.n && str_equal(tag_parse(STR(":x")).name, STR(":x")), "or none");
	ok(edit_card_tag(store, (card_id[]){a, b}, 2, glad, true, &err), "tag two: %s", err.msg);
	is_str(last_label(store, &err), "tag emotion:glad on 2 cards", "label");
	must(edit_card_tag(store, &a, 1, word, true, &err));
	int64_t before = store_changes(store);
	must(edit_card_tag(store, &a, 1, word, true, &err));
	is_int(store_changes(store), before, "a tag that is there leaves no trace");
	settled("tags");
	is_int(model_card_tags(model, a).n, 2, "two on the one");
	is_int(model_tags(model).n, 2, "two in all");
	is_int(model_tags(model).tags[1].cards, 2, "and on how many cards");
	refused(edit_card_tag(store, &a, 1, tag_parse(STR(" ")), true, &err), ERR_USAGE);
	ok(edit_card_tag(store, (card_id[]){a, b}, 2, glad, false, &err), "taken off");
	settled("untagged");
	ok(!model_card_has_tag(model, b, glad), "gone");
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "undone");
	settled("undo");
	ok(model_card_has_tag(model, b, glad), "there again");
	ok(edit_card_delete(store, &a, 1, &err), "a tagged card goes: %s", err.msg);
	settled("removal");
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "and comes back");
	settled("undo of the removal");
	is_int(model_card_tags(model, a).n, 2, "with its tags");
}

static void test_tensions(void)
{
	cluster_id k = cluster_write(store, "Trust", (cluster_id){0}, &err);
	card_id a = card_write(store, "a", &err), b = card_write(store, "b", &err);
	ok(edit_tension(store, a, b, (cluster_id){0}, true, &err), "card and card: %s", err.msg);
	ok(edit_tension(store, a, (card_id){0}, k, true, &err), "card and theme: %s", err.msg);
	is_str(last_label(store, &err), "tension of C-003 and “Trust”", "label");
	refused(edit_tension(store, a, a, (cluster_id){0}, true, &err), ERR_USAGE);
	settled("tensions");
	is_int(model_card_tensions(model, a).n, 2, "both from the one");
	is_int(model_card_tensions(model, b).n, 1, "seen from the other end");
	is_int(model_cluster_tensions(model, k).n, 1, "and from the theme");
	ok(model_card_is_tense(model, model_card(model, b)), "both ends are in tension");
	ok(edit_tension(store, b, a, (cluster_id){0}, false, &err), "off from the other end");
	ok(edit_cluster_delete(store, k, 0, &err), "the theme goes: %s", err.msg);
	settled("removal");
	is_int(model_card_tensions(model, a).n, 0, "nothing is left");
	ok(edit_card_need(store, a, STR("sleep"), STR(""), &err), "a need: %s", err.msg);
	refused(edit_card_need(store, a, STR("rest"), STR(""), &err), ERR_CONFLICT);
	settled("need");
}

static void test_split_quote(void)
{
	struct import_report report = import_interview(store, "one.vtt", IMPORT_CARDS_NONE, &err);
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .excerpt = {report.transcript, 22, 77},
				   .place = {.kind = PLACE_TRAY}};
	struct undo_report undone;
	card_id first, second;
	must(edit_card_new(store, &draft, &first, &err));
	settled("a quote");
	struct str text = model_card(model, first)->text;
	ok(str_equal(text, STR("I export it to a spreadsheet. I don’t trust the totals.")),
	   "two sentences: %.*s", STR_ARG(text));
	refused(edit_card_split(store, first, 0, text, &second, &err), ERR_USAGE);
	refused(edit_card_split(store, first, 30, STR("else"), &second, &err), ERR_CONFLICT);
	ok(edit_card_split(store, first, 30, text, &second, &err), "split: %s", err.msg);
	settled("split");
	const struct card *a = model_card(model, first), *b = model_card(model, second);
	ok(str_equal(a->text, STR("I export it to a spreadsheet.")), "the first keeps its words");
	ok(str_equal(b->text, STR("I don’t trust the totals.")), "the second has the others");
	is_int(a->start, 22, "the first begins where it did");
	is_int(a->end, 51, "and ends with its words");
	is_int(b->start, 52, "the second begins with its own");
	is_int(b->end, 77, "and ends where the quote did");
	ok(b->kind == CARD_QUOTE && b->excerpt.n != a->excerpt.n, "two quotes, two receipts");
	ok(store_undo(store, UNDO_CAREFUL, &undone, &err), "one step takes it back: %s", err.msg);
	settled("undo");
	is_int(model_card(model, first)->end, 77, "one quote again");
}

static void test_split_in_place(void)
{
	cluster_id k = cluster_write(store, "Home", (cluster_id){0}, &err);
	card_id a = card_write(store, "one two", &err), b = card_write(store, "b", &err), made;
	struct place place = in_cluster(k);
	must(edit_card_place(store, (card_id[]){a, b}, 2, &place, &err));
	ok(edit_card_split(store, a, 3, STR("one two"), &made, &err), "split: %s", err.msg);
	settled("split in a theme");
	is_int(model_cluster(model, k)->cards[1].n, made.n, "the second stands behind the first");
}

int main(void)
{
	wall_begin();
	test_tags();
	test_tensions();
	test_split_quote();
	test_split_in_place();
	return wall_end();
}
