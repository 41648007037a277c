/*
 * Random work by two people on one wall, with restarts: the model that follows is the model loaded
 * anew, the file keeps all invariants, undoing all is the start, redoing all is the end, and the
 * journal alone makes the same wall again. Arguments: rounds, steps a round, seed.
 */
#include "draw.h"
#include "store-fixture.h"
#include "themewall/base/token.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"

static struct err err;

enum { PEOPLE = 2 };
static struct store *stores[PEOPLE];
static struct model *models[PEOPLE];
static const char *const names[PEOPLE] = {"Ann", "Bob"};

static void reopen(int who)
{
	store_close(stores[who]);
	model_free(models[who]);
	stores[who] = open_as(names[who], &err);
	models[who] = model_new();
	must(stores[who] && store_load(stores[who], models[who], &err));
}

static struct place some_place(const struct model *model)
{
	struct place place = {.kind = (enum place_kind)pick(PLACES),
			      .column = (int)pick(9),
			      .line = (int)pick(50)};
	place.cluster = some_cluster(model);
	if (place.kind == PLACE_CLUSTER && !place.cluster.n)
		place.kind = PLACE_TRAY;
	place.after = pick(3) ? some_card(model) : pick(2) ? AFTER_LAST : (card_id){0};
	return place;
}

static bool new_card(struct store *store, const struct model *model)
{
	struct transcript_list list = model_transcripts(model);
	struct card_draft draft = {
		.kind = CARD_IDEA, .text = STR("an idea"), .place = some_place(model)};
	card_id id;
	if (list.n && pick(2)) {
		int64_t start = pick(160);
		draft.kind = CARD_QUOTE;
		draft.excerpt = (struct excerpt_draft){list.ids[pick(list.n)], start,
						       start + 1 + pick((size_t)(161 - start))};
	}
	return edit_card_new(store, &draft, &id, &err);
}

static bool move_cards(struct store *store, const struct model *model)
{
	card_id ids[5];
	size_t n = 0, wanted = 1 + pick(5);
	struct place place = some_place(model);
	while (n < wanted) {
		card_id id = some_card(model);
		for (size_t i = 0; i < n; i++)
			if (ids[i].n == id.n)
				return true;
		ids[n++] = id;
	}
	return edit_card_place(store, ids, n, &place, &err);
}

static bool stack_cards(struct store *store, const struct model *model)
{
	card_id ids[3] = {some_card(model), some_card(model), some_card(model)};
	return pick(3) ? edit_card_merge(store, ids, 3, &err)
		       : edit_card_unmerge(store, ids, 1, &err);
}

static bool copy_card(struct store *store, const struct model *model)
{
	card_id id = some_card(model);
	struct cluster_list twins = model_card_twins(model, id);
	cluster_id from = twins.n ? twins.ids[pick(twins.n)] : some_cluster(model);
	if (pick(3))
		return edit_card_copy(store, &id, 1, some_cluster(model), &err);
	return pick(2) ? edit_card_uncopy(store, id, from, &err)
		       : edit_card_recopy(store, id, from, some_cluster(model), &err);
}

static bool new_cluster(struct store *store, const struct model *model)
{
	cluster_id id;
	struct cluster_draft draft = {
		.name = pick(3) ? STR("theme") : STR(""),
		.place = {.parent = pick(2) ? some_cluster(model) : (cluster_id){0},
			  .column = 3,
			  .line = (int)pick(40)}};
	return edit_cluster_new(store, &draft, &id, &err);
}

static bool move_cluster(struct store *store, const struct model *model)
{
	struct cluster_place place = {.parent = pick(3) ? some_cluster(model) : (cluster_id){0},
				      .column = (int)pick(9),
				      .line = (int)pick(40),
				      .after_sibling =
					      pick(2) ? some_cluster(model) : (cluster_id){0}};
	return edit_cluster_place(store, some_cluster(model), &place, &err);
}

static bool delete_cluster(struct store *store, const struct model *model)
{
	cluster_id id = some_cluster(model);
	const struct cluster *k = model_cluster(model, id);
	return edit_cluster_delete(store, id, k ? k->ncards : 0, &err);
}

static bool change_cluster(struct store *store, const struct model *model)
{
	cluster_id id = some_cluster(model), other = some_cluster(model), made;
	const struct cluster *k = model_cluster(model, id);
	struct cluster_draft draft = {.cards = k->cards, .ncards = k->ncards / 2, .width = 2};
	switch (pick(5)) {
	case 0:
		return edit_cluster_merge(store, id, other, &err);
	case 1:
		return !draft.ncards || edit_cluster_split(store, id, &draft, &made, &err);
	case 2:
		return edit_cluster_note(store, id, (enum cluster_note)pick(CLUSTER_NOTES),
					 STR("what it is about"), STR(""), &err);
	case 3:
		return edit_cluster_colour(store, id, (enum cluster_colour)pick(CLUSTER_COLOURS),
					   &err);
	default:
		return k->parent.n || model_cluster(model, other)->parent.n ||
		       edit_cluster_swap(store, id, other, &err);
	}
}

static bool speaker_role(struct store *store, const struct model *model)
{
	struct transcript_list list = model_transcripts(model);
	if (!list.n)
		return true;
	struct speaker_list speakers = model_speakers(model, list.ids[pick(list.n)]);
	return !speakers.n || edit_speaker(store, speakers.ids[pick(speakers.n)],
					   (enum role)pick(ROLES), (participant_id){0}, &err);
}

static bool write_text(struct store *store, const struct model *model)
{
	const struct card *card = model_card(model, some_card(model));
	char words[32];
	snprintf(words, sizeof words, "words %u", pick(1000));
	return !card ||
	       (pick(2) ? edit_card_text(store, card->id, str_of(words), card->text, &err)
			: edit_card_implies(store, card->id, str_of(words), card->implies, &err));
}

static bool import_one(struct store *store)
{
	static int number;
	char name[32];
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true,
					 .cards = (enum import_cards)pick(4),
					 .segment = pick(2) ? STR("freelancer") : STR("")};
	snprintf(name, sizeof name, "p%d.vtt", ++number);
	draft_interview(&draft, name);
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static insight_id some_insight(const struct model *model)
{
	struct insight_list list = model_insights(model);
	return list.n ? list.ids[pick(list.n)] : (insight_id){0};
}

static bool add_evidence(struct store *store, const struct model *model, insight_id insight)
{
	struct evidence_draft draft = {.stance = (enum stance)pick(STANCES)};
	evidence_id id;
	if (pick(4) == 0)
		draft.source = STR("https://example.org/usage");
	else if (pick(2))
		draft.card = some_card(model);
	else
		draft.cluster = some_cluster(model);
	return edit_evidence_add(store, insight, &draft, &id, &err);
}

static bool change_insight(struct store *store, const struct model *model, insight_id insight)
{
	struct recommendation_draft draft = {.text = STR("show the lines")};
	struct evidence_list evidence = model_evidence_of(model, insight);
	recommendation_id made;
	switch (pick(6)) {
	case 0:
		return edit_insight_review(store, insight, pick(2), &err);
	case 1:
		return edit_insight_score(store, insight, (enum insight_score)pick(INSIGHT_SCORES),
					  1 + pick(4), &err);
	case 2:
		return edit_insight_move(store, insight, some_insight(model), &err);
	case 3:
		return edit_recommendation_add(store, insight, &draft, &made, &err);
	case 4:
		return !evidence.n ||
		       edit_evidence_remove(store, evidence.ids[pick(evidence.n)], &err);
	default:
		return add_evidence(store, model, insight);
	}
}

/* What was concluded: refers to cards and themes that come and go meanwhile. */
static bool conclude(struct store *store, const struct model *model)
{
	struct insight_draft draft = {.claim = STR("people rebuild the sum")};
	insight_id insight = some_insight(model), made;
	struct decision_draft decision = {.text = STR("fund it"), .insight = insight};
	belief_id belief;
	decision_id decided;
	uint32_t what = pick(12);
	if (what < 2 || !insight.n) {
		draft.theme = pick(2) ? some_cluster(model) : (cluster_id){0};
		return edit_insight_new(store, &draft, &made, &err);
	}
	if (what < 3)
		return edit_insight_delete(store, insight, &err);
	if (what < 4)
		return edit_decision_add(store, &decision, &decided, &err);
	if (what < 5)
		return edit_belief_add(store, STR("rounding is to blame"), &belief, &err);
	return change_insight(store, model, insight);
}

/* What each thinks alone: refers to cards, themes and insights that come and go meanwhile. */
static bool think_alone(struct store *store, const struct model *model)
{
	static const char *const labels[] = {"", "money", "Money", "time"};
	card_id cards[2] = {some_card(model), some_card(model)};
	struct ballot ballot;
	int64_t made;
	switch (pick(8)) {
	case 0:
		return edit_layer_new(store, STR("first sort"), &made, &err);
	case 1:
		return edit_layer_reveal(store, &err);
	case 2:
		return edit_ballot_new(store, STR("what next"), 1 + (int)pick(5), pick(2), &made,
				       &err);
	case 3:
		return edit_ballot_close(store, &err);
	case 4:
	case 5:
		return edit_layer_put(store, cards, 1 + pick(2), str_of(labels[pick(4)]), &err);
	default:
		if (!model_open_ballot(model, &ballot))
			return true;
		return edit_vote(store, ballot.insights ? (cluster_id){0} : some_cluster(model),
				 ballot.insights ? some_insight(model) : (insight_id){0},
				 (int)pick(4), &err);
	}
}

/* A refusal is an answer, a failure is not. */
static bool is_answer(bool good)
{
	return good || err.code == ERR_NOT_FOUND || err.code == ERR_USAGE ||
	       err.code == ERR_CONFLICT || err.code == ERR_NOTHING;
}

static bool step(struct store *store, const struct model *model)
{
	struct undo_report report;
	struct cluster_list clusters = model_clusters(model);
	card_id card = some_card(model);
	uint32_t what = pick(76);
	if (what < 8)
		return new_card(store, model);
	if (what < 18)
		return !card.n || move_cards(store, model);
	if (what < 21)
		return new_cluster(store, model);
	if (what < 24)
		return !clusters.n || move_cluster(store, model);
	if (what < 25)
		return !clusters.n || delete_cluster(store, model);
	if (what < 29)
		return write_text(store, model);
	if (what < 30)
		return speaker_role(store, model);
	if (what < 31)
		return import_one(store);
	if (what < 32)
		return !card.n || edit_card_delete(store, &card, 1, &err);
	if (what < 33)
		return !card.n || edit_card_surprise(store, &card, 1, pick(2), &err);
	if (what < 36)
		return !card.n || stack_cards(store, model);
	if (what < 41)
		return store_undo(store, (enum undo_policy)pick(UNDO_SKIP), &report, &err);
	if (what < 43)
		return store_redo(store, (enum undo_policy)pick(UNDO_SKIP), &report, &err);
	if (what < 46)
		return !clusters.n || change_cluster(store, model);
	if (what >= 72)
		return some_lens_edit(store, model, &err);
	if (what >= 66)
		return !clusters.n || !card.n || copy_card(store, model);
	return what < 58 ? conclude(store, model) : think_alone(store, model);
}

/* Two people, anything goes: only the invariants are promised. */
static bool work_together(int steps)
{
	struct news news;
	for (int i = 0; i < steps; i++) {
		int who = (int)pick(PEOPLE);
		if (pick(4))
			must(store_poll(stores[who], models[who], &news, &err));
		if (!is_answer(step(stores[who], models[who]))) {
			printf("# step %d: %s\n", i, err.msg);
			return false;
		}
		if (pick(60) == 0)
			reopen(who);
	}
	bool good = true;
	for (int who = 0; who < PEOPLE; who++)
		good = is_settled(stores[who], models[who], &err) && good;
	return good && replays(stores[0], &err);
}

/* Work that meets nobody else's. */
static bool own_step(struct store *store, const struct model *model)
{
	uint32_t what = pick(45);
	if (what >= 42)
		return some_lens_edit(store, model, &err);
	if (what >= 38)
		return !model_clusters(model).n || !model_cards(model).n || copy_card(store, model);
	if (what >= 32)
		return think_alone(store, model);
	if (what >= 26)
		return conclude(store, model);
	if (what < 11)
		return new_card(store, model);
	if (what < 20)
		return !model_cards(model).n || move_cards(store, model);
	if (what < 22)
		return new_cluster(store, model);
	if (what < 23)
		return !model_clusters(model).n || delete_cluster(store, model);
	if (what < 25)
		return !model_cards(model).n || stack_cards(store, model);
	return import_one(store);
}

/* Every step of one person undone, then redone. */
static bool back_and_forth(int steps)
{
	struct news news;
	struct undo_report report;
	char *start = wall_dump(&err);
	int count = 0;
	for (int i = 0; i < steps; i++) {
		int64_t before = store_changes(stores[0]);
		must(store_poll(stores[0], models[0], &news, &err));
		bool good = own_step(stores[0], models[0]);
		must(is_answer(good));
		count += store_changes(stores[0]) > before;
	}
	char *end = wall_dump(&err);
	for (int i = 0; i < count; i++)
		must(store_undo(stores[0], UNDO_CAREFUL, &report, &err));
	char *back = wall_dump(&err);
	reopen(0);
	while (store_redo(stores[0], UNDO_CAREFUL, &report, &err))
		count--;
	char *forth = wall_dump(&err);
	bool good = !strcmp(start, back) && !strcmp(end, forth) && count == 0;
	free(start);
	free(end);
	free(back);
	free(forth);
	return good && is_settled(stores[0], models[0], &err);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3,
	    steps = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 60;
	for (int round = 0; round < rounds; round++) {
		draw_seed = argc > 3 ? strtoull(argv[3], NULL, 10) + (uint64_t)round
				     : (uint64_t)token_new();
		printf("# seed %llu\n", (unsigned long long)draw_seed);
		fixture_begin();
		for (int who = 0; who < PEOPLE; who++)
			reopen(who);
		ok(back_and_forth(steps / 3), "undo all is the start, redo all the end");
		ok(work_together(steps), "two people at once");
		for (int who = 0; who < PEOPLE; who++) {
			store_close(stores[who]);
			model_free(models[who]);
			stores[who] = NULL;
			models[who] = NULL;
		}
		fixture_end();
	}
	return done();
}
