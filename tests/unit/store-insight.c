/* Edits of what was concluded: what they write and refuse, what goes with what, how it is counted.
 */
#include "store-wall.h"
#include "themewall/store/edit-insight.h"

static insight_id write_insight(const char *claim, cluster_id theme)
{
	struct insight_draft draft = {.claim = str_of(claim), .theme = theme};
	insight_id id = {0};
	ok(edit_insight_new(store, &draft, &id, &err), "insight \"%s\": %s", claim, err.msg);
	return id;
}

static evidence_id write_evidence(insight_id insight, struct evidence_draft draft)
{
	evidence_id id = {0};
	ok(edit_evidence_add(store, insight, &draft, &id, &err), "evidence: %s", err.msg);
	return id;
}

static void test_texts_and_scores(void)
{
	insight_id id = write_insight("  people rebuild the sum ", (cluster_id){0});
	settled("a new insight");
	labelled("new insight I-1");
	const struct insight *i = model_insight(model, id);
	ok(str_equal(i->claim, STR("people rebuild the sum")), "its claim is trimmed");
	ok(!i->reviewed && i->impact == SCORE_NONE && i->reach == SCORE_NONE, "a draft, no scores");
	refused(edit_insight_text(store, id, INSIGHT_TEXT_CLAIM, STR(" "), NULL, &err), ERR_USAGE);
	ok(edit_insight_text(store, id, INSIGHT_TEXT_SO_WHAT, STR("they leave"),
			     &(struct str){"", 0}, &err),
	   "so what");
	labelled("so what of I-1");
	refused(edit_insight_text(store, id, INSIGHT_TEXT_SO_WHAT, STR("other"),
				  &(struct str){"", 0}, &err),
		ERR_CONFLICT);
	refused(edit_insight_score(store, id, INSIGHT_SCORE_IMPACT, 6, &err), ERR_USAGE);
	is_str(err.msg, "impact goes from 1 (hardly any) to 5 (very large)", "the range is said");
	ok(edit_insight_score(store, id, INSIGHT_SCORE_IMPACT, 5, &err) &&
		   edit_insight_score(store, id, INSIGHT_SCORE_SEVERITY, 4, &err) &&
		   edit_insight_score(store, id, INSIGHT_SCORE_EASE, 2, &err) &&
		   edit_insight_score(store, id, INSIGHT_SCORE_REACH, 500, &err) &&
		   edit_insight_score(store, id, INSIGHT_SCORE_EFFORT, 25, &err) &&
		   edit_insight_confidence(store, id, CONFIDENCE_MEDIUM, &err),
	   "scores");
	settled("scores");
	struct strbuf text = STRBUF_INIT;
	insight_add_ice(&text, model_insight(model, id));
	is_str(text.buf, "impact 10 × confidence 6 × ease 4 = 240", "ICE with its parts");
	strbuf_reset(&text);
	insight_add_rice(&text, model_insight(model, id));
	is_str(text.buf, "reach 500 × impact 3 × confidence 80% / effort 2.5 = 480",
	       "RICE with its parts");
	strbuf_reset(&text);
	ok(edit_insight_score(store, id, INSIGHT_SCORE_EASE, SCORE_NONE, &err), "ease taken back");
	settled("a score taken back");
	insight_add_priority(&text, model, model_insight(model, id));
	is_str(text.buf, "needs ease", "what a score waits for is named");
	strbuf_release(&text);
	ok(edit_insight_delete(store, id, &err), "removal");
	settled("removal");
	ok(!model_insight(model, id), "it is gone");
	id = write_insight("another", (cluster_id){0});
	settled("another");
	is_int(model_insight(model, id)->code.number, 2, "its code is not used again");
	ok(edit_insight_delete(store, id, &err), "removal");
}

static void test_review(void)
{
	card_id card = card_write(store, "no trust in the sum", &err);
	insight_id id = write_insight("nobody trusts the sum", (cluster_id){0});
	refused(edit_insight_review(store, id, true, &err), ERR_USAGE);
	write_evidence(id, (struct evidence_draft){.source = STR("https://example.org"),
						   .stance = STANCE_SUPPORTS});
	refused(edit_insight_review(store, id, true, &err), ERR_USAGE);
	evidence_id e = write_evidence(
		id, (struct evidence_draft){.card = card, .stance = STANCE_CONTRADICTS});
	refused(edit_insight_review(store, id, true, &err), ERR_USAGE);
	is_int(write_evidence(id, (struct evidence_draft){.card = card, .stance = STANCE_SUPPORTS})
		       .n,
	       e.n, "the same card again changes its stance");
	ok(edit_insight_review(store, id, true, &err), "with a card it may be reviewed");
	labelled("review of I-3");
	settled("a reviewed insight");
	ok(edit_card_delete(store, &card, 1, &err), "the card goes");
	settled("without its only support");
	ok(!model_insight(model, id)->reviewed, "it is a draft again");
	is_int((int64_t)model_evidence_of(model, id).n, 1, "the source is still there");
	struct undo_report report;
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "the removal undone: %s", err.msg);
	settled("undone");
	ok(model_insight(model, id)->reviewed, "reviewed, as it was");
	is_int((int64_t)model_evidence_of(model, id).n, 2, "with its evidence");
	refused(edit_evidence_add(
			store, id,
			&(struct evidence_draft){.source = STR(" "), .stance = STANCE_SUPPORTS}, &e,
			&err),
		ERR_USAGE);
	ok(edit_insight_delete(store, id, &err), "removal");
	settled("removal with evidence");
}

static void test_theme(void)
{
	cluster_id theme = cluster_write(store, "I rebuild the numbers", (cluster_id){0}, &err);
	card_id cards[3] = {card_write(store, "one", &err), card_write(store, "two", &err),
			    card_write(store, "three", &err)};
	struct place place = in_cluster(theme);
	ok(edit_card_place(store, cards, 2, &place, &err), "two cards in it");
	insight_id id = write_insight("they rebuild", theme);
	settled("an insight of a theme");
	struct insight_tally tally = model_insight_tally(model, id);
	is_int((int64_t)tally.cards, 2, "the theme's cards support it");
	ok(tally.supported, "a theme is support");
	write_evidence(id, (struct evidence_draft){.card = cards[1], .stance = STANCE_CONTRADICTS});
	write_evidence(id, (struct evidence_draft){.card = cards[2], .stance = STANCE_QUALIFIES});
	settled("stances of its own cards");
	tally = model_insight_tally(model, id);
	is_int((int64_t)tally.cards, 1, "a card's own stance goes before its theme's");
	is_int((int64_t)tally.against, 1, "one against");
	is_int((int64_t)tally.qualifying, 1, "one qualifies");
	is_int(model_insight_of_cluster(model, theme).n, id.n, "the theme leads to its insight");
	cluster_id other = cluster_write(store, "my own sheet", (cluster_id){0}, &err);
	settled("another theme");
	ok(edit_cluster_merge(store, other, theme, &err), "merged into another");
	settled("merged");
	is_int(model_insight_of_cluster(model, other).n, id.n, "which leads to the insight now");
	theme = other;
	ok(edit_cluster_delete(store, theme, 2, &err), "the theme is dissolved");
	settled("dissolved");
	is_int((int64_t)model_evidence_of(model, id).n, 2, "it leaves the evidence");
	ok(edit_insight_delete(store, id, &err), "removal");
}

/* What pulls against a theme is against what is concluded of it. */
static void test_tension(void)
{
	cluster_id theme = cluster_write(store, "I trust the total", (cluster_id){0}, &err);
	card_id inside = card_write(store, "it adds up", &err),
		against = card_write(store, "it never does", &err),
		other = card_write(store, "nor for me", &err);
	place_in(inside, theme);
	must(edit_tension(store, against, (card_id){0}, theme, true, &err));
	must(edit_tension(store, other, inside, (cluster_id){0}, true, &err));
	insight_id id = write_insight("the total is trusted", theme);
	settled("an insight of a theme with a tension");
	struct evidence_list list = model_evidence_of(model, id);
	is_int((int64_t)list.n, 2, "the theme and the card against it");
	const struct evidence *last = model_evidence(model, list.ids[list.n - 1]);
	ok(last->card.n == against.n && last->stance == STANCE_CONTRADICTS, "which contradicts");
	must(edit_insight_delete(store, id, &err));
	settled("and gone again");
}

static void test_order(void)
{
	insight_id a = write_insight("a", (cluster_id){0}), b = write_insight("b", (cluster_id){0});
	insight_id c = write_insight("c", (cluster_id){0});
	ok(edit_insight_move(store, c, (insight_id){0}, &err), "c first");
	settled("moved");
	struct insight_list list = model_insights(model);
	ok(list.n == 3 && list.ids[0].n == c.n && list.ids[1].n == a.n && list.ids[2].n == b.n,
	   "c, a, b");
	ok(edit_insight_move(store, c, a, &err), "c behind a");
	settled("moved again");
	list = model_insights(model);
	ok(list.ids[0].n == a.n && list.ids[1].n == c.n && list.ids[2].n == b.n, "a, c, b");
}

static void test_beliefs_and_decisions(void)
{
	struct decision_draft draft = {.text = STR("fund it"), .date = STR("soon")};
	belief_id belief = {0};
	decision_id decision = {0};
	ok(edit_belief_add(store, STR("rounding is to blame"), &belief, &err), "a belief");
	ok(edit_belief_verdict(store, belief, VERDICT_FALSE, STR("1 of 8"), &err), "its verdict");
	labelled("verdict on a belief: likely-false");
	refused(edit_decision_add(store, &draft, &decision, &err), ERR_USAGE);
	draft.date = STR("2026-03-20");
	draft.insight = model_insights(model).ids[0];
	ok(edit_decision_add(store, &draft, &decision, &err), "a decision: %s", err.msg);
	settled("belief and decision");
	ok(edit_insight_delete(store, draft.insight, &err), "its insight goes");
	settled("an insight that a decision rests on");
	ok(model_decision(model, decision) && !model_decision(model, decision)->insight.n,
	   "the decision stays");
	ok(edit_belief_remove(store, belief, &err) && edit_decision_remove(store, decision, &err),
	   "both go");
	settled("removed");
	refused(edit_belief_remove(store, belief, &err), ERR_NOT_FOUND);
}

int main(void)
{
	wall_begin();
	test_texts_and_scores();
	test_review();
	test_theme();
	test_tension();
	test_order();
	test_beliefs_and_decisions();
	return wall_end();
}
