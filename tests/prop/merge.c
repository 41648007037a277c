/*
 * Three copies of one wall, random work on each, merged pairwise in a random order until each has
 * met every other: all three are the same then, keep all invariants, and their journals alone make
 * the same wall again. Who has a copy open meanwhile sees what comes in. Arguments: rounds, steps a
 * copy, seed.
 */
#include "draw.h"
#include "store-fixture.h"
#include "themewall/model/versions.h"
#include "themewall/base/token.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/merge.h"

static struct err err;

enum { COPIES = 3 };
static const char *const names[COPIES] = {"Ann", "Bob", "Cem"};
static char paths[COPIES][400];
static size_t came, dropped;

static struct store *open_copy(int i)
{
	struct store *store = NULL;
	struct store_options options = {.create = i == 0,
					.coder = str_of(names[pick(5) ? (size_t)i : 0]),
					.patience_ms = 5000};
	must(store_open(&store, paths[i], &options, NULL, &err));
	return store;
}

static struct place some_place(const struct model *model)
{
	struct place place = {.kind = (enum place_kind)pick(PLACES),
			      .column = (int)pick(9),
			      .line = (int)pick(50),
			      .cluster = some_cluster(model),
			      .after = AFTER_LAST};
	if (place.kind == PLACE_CLUSTER && !place.cluster.n)
		place.kind = PLACE_TRAY;
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

static bool themes(struct store *store, const struct model *model, uint32_t what)
{
	cluster_id id = some_cluster(model), made;
	const struct cluster *k = model_cluster(model, id);
	struct cluster_place place = {.parent = pick(3) ? some_cluster(model) : (cluster_id){0},
				      .column = (int)pick(9),
				      .line = (int)pick(40)};
	struct cluster_draft draft = {.name = pick(3) ? STR("theme") : STR(""), .place = place};
	char name[32];
	snprintf(name, sizeof name, "name %u", pick(1000));
	switch (what) {
	case 0:
		return edit_cluster_new(store, &draft, &made, &err);
	case 1:
		return !k || edit_cluster_place(store, id, &place, &err);
	case 2:
		return !k || edit_cluster_delete(store, id, k->ncards, &err);
	default:
		return !k || edit_cluster_name(store, id, str_of(name), k->name, &err);
	}
}

static bool words(struct store *store, const struct model *model)
{
	const struct card *card = model_card(model, some_card(model));
	char text[32];
	snprintf(text, sizeof text, "words %u", pick(1000));
	if (!card)
		return true;
	switch (pick(4)) {
	case 0:
		return edit_card_text(store, card->id, str_of(text), card->text, &err);
	case 1:
		return edit_card_implies(store, card->id, str_of(text), card->implies, &err);
	case 2:
		return edit_card_kind(store, &card->id, 1, (enum card_kind)pick(CARD_KINDS), &err);
	default:
		return edit_card_surprise(store, &card->id, 1, pick(2), &err);
	}
}

static bool people(struct store *store, const struct model *model)
{
	struct transcript_list list = model_transcripts(model);
	struct participant_list all = model_participants(model);
	char value[32];
	snprintf(value, sizeof value, "value %u", pick(5));
	if (all.n && pick(2))
		return edit_participant_attribute(store, all.ids[pick(all.n)], STR("segment"),
						  pick(4) ? str_of(value) : STR(""), &err);
	if (!list.n)
		return true;
	struct speaker_list speakers = model_speakers(model, list.ids[pick(list.n)]);
	participant_id who = all.n && pick(2) ? all.ids[pick(all.n)] : (participant_id){0};
	return !speakers.n || edit_speaker(store, speakers.ids[pick(speakers.n)],
					   (enum role)pick(ROLES), who, &err);
}

static bool stacks(struct store *store, const struct model *model)
{
	card_id ids[3] = {some_card(model), some_card(model), some_card(model)};
	if (!ids[0].n)
		return true;
	return pick(3) ? edit_card_merge(store, ids, 3, &err)
		       : edit_card_unmerge(store, ids, 1, &err);
}

static bool copies(struct store *store, const struct model *model)
{
	card_id id = some_card(model);
	struct cluster_list twins = model_card_twins(model, id);
	cluster_id from = twins.n ? twins.ids[pick(twins.n)] : some_cluster(model);
	if (!id.n || !from.n)
		return true;
	if (pick(3))
		return edit_card_copy(store, &id, 1, some_cluster(model), &err);
	return pick(2) ? edit_card_uncopy(store, id, from, &err)
		       : edit_card_recopy(store, id, from, some_cluster(model), &err);
}

static bool halves(struct store *store, const struct model *model)
{
	const struct card *card = model_card(model, some_card(model));
	card_id made;
	return !card || edit_card_split(store, card->id, 1 + pick(5), card->text, &made, &err);
}

static bool evidence(struct store *store, const struct model *model, insight_id insight)
{
	struct evidence_draft draft = {.stance = (enum stance)pick(STANCES)};
	evidence_id made;
	if (pick(2))
		draft.card = some_card(model);
	else
		draft.cluster = some_cluster(model);
	return edit_evidence_add(store, insight, &draft, &made, &err);
}

/* Refers to cards and themes that another copy removes meanwhile. */
static bool conclusions(struct store *store, const struct model *model)
{
	struct insight_list list = model_insights(model);
	insight_id insight = list.n ? list.ids[pick(list.n)] : (insight_id){0}, made;
	struct insight_draft draft = {.claim = STR("people rebuild the sum"),
				      .theme = pick(2) ? some_cluster(model) : (cluster_id){0}};
	struct evidence_list held = model_evidence_of(model, insight);
	uint32_t what = pick(8);
	if (what < 2 || !insight.n)
		return edit_insight_new(store, &draft, &made, &err);
	if (what == 2)
		return edit_insight_delete(store, insight, &err);
	if (what == 3)
		return edit_insight_review(store, insight, pick(2), &err);
	if (what == 4)
		return edit_insight_move(store, insight, list.ids[pick(list.n)], &err);
	if (what == 5)
		return !held.n || edit_evidence_remove(store, held.ids[pick(held.n)], &err);
	return evidence(store, model, insight);
}

/* Sorts and votes of people who work on several copies at once. */
static bool thoughts(struct store *store, const struct model *model)
{
	card_id card = some_card(model);
	struct insight_list list = model_insights(model);
	insight_id insight = list.n ? list.ids[pick(list.n)] : (insight_id){0};
	struct ballot ballot;
	int64_t made;
	switch (pick(8)) {
	case 0:
		return edit_layer_new(store, STR("first sort"), &made, &err);
	case 1:
		return edit_layer_reveal(store, &err);
	case 2:
		return edit_ballot_new(store, STR("what next"), 3, pick(2), &made, &err);
	case 3:
		return edit_ballot_close(store, &err);
	case 4:
	case 5:
		return edit_layer_put(store, &card, 1, pick(3) ? STR("money") : STR(""), &err);
	default:
		if (!model_open_ballot(model, &ballot))
			return true;
		return edit_vote(store, ballot.insights ? (cluster_id){0} : some_cluster(model),
				 ballot.insights ? insight : (insight_id){0}, (int)pick(4), &err);
	}
}

static bool import_one(struct store *store)
{
	static int number;
	char name[32];
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true, .cards = (enum import_cards)pick(4)};
	snprintf(name, sizeof name, "p%d.vtt", ++number);
	draft_interview(&draft, name);
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

/* Other words in the place of a listed text. */
static bool correct_one(struct store *store, transcript_id corrects)
{
	static const char *const answers[] = {
		"I export it to a spread sheet. I don’t trust totals.",
		"Well, I export it to a spreadsheet. I don’t trust the totals.",
		"I export these. I don’t trust the totals at all."};
	struct line lines[] = {
		{0, "What did you do next?"},
		{1, answers[pick(3)]},
		{0, "Why is that?"},
		{1, pick(2) ? "I trust the limes. I rebuild the numbers."
			    : "I trust the lines. I rebuild numbers, naïve as I am."}};
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true, .corrects = corrects};
	draft_make(&draft, "corrected.vtt", lines, TW_COUNT(lines), speakers, roles, 2);
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	if (good)
		free(report.moved_cards);
	return good;
}

/* A card of an earlier text goes over to any stretch of the newest: what it says is not judged
 * here, only that all copies come to say the same, and that it stands there. */
static bool take_words(struct store *store, const struct model *model)
{
	struct card_words words[3];
	size_t n = 0;
	for (int tries = 0; tries < 12 && n < TW_COUNT(words); tries++) {
		const struct card *card = model_card(model, some_card(model));
		const struct transcript *new;
		if (!card || !model_card_outdated(model, card))
			continue;
		new = model_transcript_listed(model, model_transcript(model, card->transcript));
		int64_t start = pick((size_t) new->nchars - 1);
		words[n++] = (struct card_words){
			card->id,
			{card->transcript, card->start, card->end},
			{new->id, start, start + 1 + pick((size_t)(new->nchars - start))}};
	}
	return !n || edit_card_correct(store, words, n, &err);
}

static bool corrections(struct store *store, const struct model *model)
{
	struct transcript_list list = model_transcripts(model);
	if (list.n && pick(3) == 0)
		return correct_one(store, list.ids[pick(list.n)]);
	return take_words(store, model);
}

static bool step(struct store *store, const struct model *model)
{
	struct undo_report report;
	card_id card = some_card(model);
	uint32_t what = pick(72);
	struct place place = some_place(model);
	if (what < 6)
		return new_card(store, model);
	if (what < 17)
		return !card.n || edit_card_place(store, &card, 1, &place, &err);
	if (what < 24)
		return themes(store, model, what < 19 ? 0 : what - 20);
	if (what < 29)
		return words(store, model);
	if (what < 31)
		return people(store, model);
	if (what < 32)
		return import_one(store);
	if (what < 34)
		return !card.n || edit_card_delete(store, &card, 1, &err);
	if (what >= 66)
		return corrections(store, model);
	if (what >= 63)
		return some_lens_edit(store, model, &err);
	if (what >= 58)
		return copies(store, model);
	if (what >= 52)
		return thoughts(store, model);
	if (what >= 48)
		return stacks(store, model);
	if (what >= 46)
		return halves(store, model);
	if (what >= 40)
		return conclusions(store, model);
	if (what < 38)
		return store_undo(store, (enum undo_policy)pick(3), &report, &err);
	return store_redo(store, (enum undo_policy)pick(3), &report, &err);
}

static void work(int i, int steps)
{
	struct store *store = open_copy(i);
	struct model *model = model_new();
	struct news news;
	must(store_load(store, model, &err));
	for (int n = 0; n < steps; n++) {
		bool good = step(store, model);
		if (!good && err.code != ERR_NOT_FOUND && err.code != ERR_USAGE &&
		    err.code != ERR_CONFLICT && err.code != ERR_NOTHING)
			must(good);
		must(store_poll(store, model, &news, &err));
	}
	model_free(model);
	store_close(store);
}

static void say(const char *why, void *context)
{
	printf("# dropped: %s\n", why);
}

/* Somebody who has the copy open while another program merges into it. */
struct onlooker {
	struct store *store;
	struct model *model;
};

static void look_on(struct onlooker *who, int at)
{
	who->store = open_copy(at);
	who->model = model_new();
	must(store_load(who->store, who->model, &err));
}

static bool sees(struct onlooker *who, const char *wanted)
{
	struct news news;
	bool good = store_poll(who->store, who->model, &news, &err);
	char *seen = model_dump(who->model);
	good = good && strcmp(seen, wanted) == 0;
	free(seen);
	model_free(who->model);
	store_close(who->store);
	return good;
}

static bool join(int to, int from)
{
	struct merge_report report;
	struct onlooker onlooker;
	look_on(&onlooker, to);
	struct store *store = open_copy(to);
	struct model *model = model_new();
	struct news news;
	must(store_load(store, model, &err));
	bool good = store_merge(store, paths[from], say, NULL, NULL, &report, &err);
	if (!good)
		printf("# %s <- %s: %s\n", names[to], names[from], err.msg);
	came += report.rows;
	dropped += report.skipped;
	if (report.copy.len)
		unlink(report.copy.buf);
	merge_report_release(&report);
	good = good && store_poll(store, model, &news, &err);
	char *polled = model_dump(model);
	model_clear(model);
	must(store_load(store, model, &err));
	char *loaded = model_dump(model);
	good = good && strcmp(polled, loaded) == 0;
	good = sees(&onlooker, loaded) && good;
	free(polled);
	free(loaded);
	model_free(model);
	store_close(store);
	return good;
}

/* Colours and numbers of coders differ from copy to copy; all else must not. */
static char *dump_of(int i)
{
	struct store *store = open_copy(i);
	struct model *model = model_new();
	size_t problems = 0;
	must(store_load(store, model, &err));
	must(store_check(store, say_problem, NULL, &problems, &err) && problems == 0);
	must(replays(store, &err));
	char *dump = model_dump(model);
	model_free(model);
	store_close(store);
	return dump;
}

static bool converged(void)
{
	char *first = dump_of(0);
	bool same = true;
	for (int i = 1; i < COPIES; i++) {
		char *other = dump_of(i);
		if (strcmp(first, other) != 0) {
			printf("# %s:\n%s# %s:\n%s", names[0], first, names[i], other);
			same = false;
		}
		free(other);
	}
	free(first);
	return same;
}

static void make_copies(int steps)
{
	for (int i = 0; i < COPIES; i++)
		snprintf(paths[i], sizeof paths[i], "%s/%s.wall", fixture_folder, names[i]);
	work(0, steps / 2);
	struct store *store = open_copy(0);
	must(store_backup(store, paths[1], &err));
	store_close(store);
	work(1, 3);
	store = open_copy(pick(2) ? 1 : 0);
	must(store_backup(store, paths[2], &err));
	store_close(store);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3,
	    steps = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 24;
	for (int round = 0; round < rounds; round++) {
		draw_seed = argc > 3 ? strtoull(argv[3], NULL, 10) + (uint64_t)round
				     : (uint64_t)token_new();
		printf("# seed %llu\n", (unsigned long long)draw_seed);
		fixture_begin();
		make_copies(steps);
		bool good = true;
		for (int n = 0; n < 3; n++) {
			for (int i = 0; i < COPIES; i++)
				work(i, steps / 3);
			int to = (int)pick(COPIES);
			good = join(to, (to + 1 + (int)pick(2)) % COPIES) && good;
		}
		static const int last[][2] = {{0, 1}, {2, 0}, {1, 2}, {0, 2}, {2, 1}, {1, 0}};
		for (size_t n = 0; n < 6; n++)
			good = join(last[n][0], last[n][1]) && good;
		ok(good, "every merge succeeds and its news are what the wall is");
		ok(converged(), "the three copies are the same, whole, and replay");
		fixture_end();
	}
	printf("# %zu changes came in, %zu did not apply\n", came, dropped);
	return done();
}
