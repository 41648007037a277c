/* The wall on which deeds are done, and the deeds: one line each, since what they promise is proved
 * elsewhere; here they only have to run through everything they touch. */
#include "deeds.h"

#include "store-fixture.h"
#include "themewall/store/edit-insight.h"

struct store *deeds_store;
struct model *deeds_model;
struct err deeds_err;

#define store deeds_store
#define err   deeds_err
#define at    deeds_at

struct deeds_at deeds_at;

/* ---- the wall ---- */

static bool make_cards(void)
{
	for (int i = 0; i < DEEDS_CARDS; i++) {
		at.cards[i] = card_write(store, "as it was", &err);
		must(at.cards[i].n);
	}
	at.top = card_write(store, "the same", &err);
	at.under = card_write(store, "the same again", &err);
	must(edit_card_merge(store, (card_id[]){at.top, at.under}, 2, &err));
	return edit_card_tag(store, at.cards, 2, tag_parse(STR("mood: glad")), true, &err) &&
	       edit_tension(store, at.cards[0], at.cards[1], (cluster_id){0}, true, &err);
}

static bool make_themes(void)
{
	at.theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	at.other = cluster_write(store, "Doubt", (cluster_id){0}, &err);
	struct cluster_draft far = {.name = STR("Far"), .place = {.column = 40}, .width = 1};
	cluster_id beside; /* off every first screen */
	at.child = cluster_write(store, "Totals", at.theme, &err);
	cluster_write(store, "Sums", at.child, &err);
	for (int i = 0; i < 3; i++)
		at.held[i] = card_write(store, "held", &err);
	struct place place = in_cluster(at.theme), loose = {.kind = PLACE_LOOSE, .line = 9};
	return edit_cluster_new(store, &far, &beside, &err) &&
	       edit_card_place(store, at.held, 3, &place, &err) &&
	       edit_card_place(store, &at.cards[5], 1, &loose, &err) &&
	       edit_tension(store, at.cards[2], (card_id){0}, at.theme, true, &err) &&
	       edit_cluster_note(store, at.theme, NOTE_DEFINITION, STR("by hand"), STR(""), &err) &&
	       edit_cluster_note(store, at.other, NOTE_DEFINITION, STR("by ear"), STR(""), &err);
}

/* A card of each of two themes, copied into the other and into a third. */
static bool make_copies(void)
{
	at.home = cluster_write(store, "Home", (cluster_id){0}, &err);
	at.nest = cluster_write(store, "Nest", at.home, &err);
	at.unnamed = cluster_write(store, "", (cluster_id){0}, &err);
	at.twin = card_write(store, "a twin", &err);
	at.lodger = card_write(store, "a lodger", &err);
	struct place home = in_cluster(at.home), nest = in_cluster(at.nest);
	return edit_card_place(store, &at.twin, 1, &home, &err) &&
	       edit_card_place(store, &at.lodger, 1, &nest, &err) &&
	       edit_card_copy(store, &at.twin, 1, at.nest, &err) &&
	       edit_card_copy(store, &at.twin, 1, at.other, &err) &&
	       edit_card_copy(store, &at.lodger, 1, at.home, &err) &&
	       edit_card_copy(store, &at.lodger, 1, at.other, &err);
}

static bool make_findings(void)
{
	struct insight_draft draft = {.claim = STR("They rebuild"), .theme = at.theme};
	struct recommendation_draft advice = {.text = STR("Show the sums")};
	struct decision_draft decision = {.text = STR("Build it")};
	struct evidence_draft card = {.card = at.cards[3]};
	if (!edit_insight_new(store, &draft, &at.insight, &err) ||
	    !edit_insight_new(store, &draft, &at.second, &err))
		return false;
	decision.insight = at.insight;
	return edit_evidence_add(store, at.insight, &card, &at.evidence, &err) &&
	       edit_recommendation_add(store, at.insight, &advice, &at.recommendation, &err) &&
	       edit_belief_add(store, STR("They like it"), &at.belief, &err) &&
	       edit_decision_add(store, &decision, &at.decision, &err) &&
	       edit_insight_review(store, at.insight, true, &err);
}

static void find_people(void)
{
	struct card_list cards = model_cards(deeds_model);
	for (size_t i = 0; i < cards.n; i++)
		if (model_card(deeds_model, cards.ids[i])->kind == CARD_QUOTE) {
			at.was_quote = at.quote;
			at.quote = cards.ids[i];
		}
	at.person = model_participants(deeds_model).ids[0];
	at.session = model_sessions(deeds_model).ids[0];
	at.transcript = model_transcripts(deeds_model).ids[0];
	at.speaker = model_speakers(deeds_model, at.transcript).ids[0];
}

void deeds_reopen(void)
{
	struct store_options options = {.create = true, .coder = STR("Ann"), .patience_ms = 20};
	struct news news;
	if (store)
		store_close(store);
	must(store_open(&store, fixture_wall, &options, NULL, &err));
	model_clear(deeds_model);
	must(store_load(store, deeds_model, &err) && store_poll(store, deeds_model, &news, &err));
}

/* The last of all that is made, so that nothing else is found first. */
static void make_visit(void)
{
	static const struct line lines[] = {{-1, "A day there."}, {-1, "Labels are by hand"}};
	struct draft draft;
	struct import_report report;
	struct somebody lena = {.name = STR("Lena")};
	struct import_options options = {.participant = lena};
	struct news news;
	draft_make(&draft, "day.md", lines, 2, NULL, NULL, 0);
	draft.notes = draft.turns[1].bullet = true;
	must(edit_import(store, &draft, &options, &report, &err) && report.cards == 1);
	draft_release(&draft);
	at.visit = report.session;
	at.notes = report.transcript;
	must(store_poll(store, deeds_model, &news, &err));
	at.note = model_cards_of_transcript(deeds_model, at.notes).ids[0];
}

void deeds_begin(const char *folder)
{
	struct news news;
	snprintf(fixture_folder, sizeof fixture_folder, "%s", folder);
	snprintf(fixture_wall, sizeof fixture_wall, "%s/study.wall", folder);
	deeds_model = model_new();
	deeds_reopen();
	import_interview(store, "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	must(make_cards() && make_themes() && make_copies() && make_findings());
	at.row = store_changes(store) - 6;
	must(store_poll(store, deeds_model, &news, &err));
	find_people();
	must(edit_card_kind(store, &at.was_quote, 1, CARD_PAIN, &err));
	make_visit();
}

const char *deeds_path(const char *name)
{
	return fixture_path(name);
}

void deeds_end(void)
{
	store_close(store);
	model_free(deeds_model);
}

/* ---- cards ---- */

static bool card_new(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("new")};
	draft.place = in_cluster(at.theme);
	return edit_card_new(store, &draft, &id, &err);
}

static bool card_new_quote(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_QUOTE, .excerpt = {at.transcript, 25, 40}};
	return edit_card_new(store, &draft, &id, &err);
}

static bool card_new_many(void)
{
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("new"), .surprise = true};
	draft.participant = at.person;
	draft.session = at.session;
	return edit_card_new_many(store, (struct card_draft[]){draft, draft}, 2, &err);
}

static bool card_text(void)
{
	return edit_card_text(store, at.cards[0], STR("anew"), STR("as it was"), &err);
}

static bool card_implies(void)
{
	return edit_card_implies(store, at.cards[0], STR("much"), STR(""), &err);
}

static bool card_need(void)
{
	return edit_card_need(store, at.cards[0], STR("calm"), STR(""), &err);
}

static bool card_kind(void)
{
	return edit_card_kind(store, at.cards, 2, CARD_PAIN, &err);
}

static bool card_kind_quote(void)
{
	return edit_card_kind(store, &at.was_quote, 1, CARD_QUOTE, &err);
}

static bool card_surprise(void)
{
	return edit_card_surprise(store, at.cards, 2, true, &err);
}

static bool card_participant(void)
{
	return edit_card_participant(store, at.cards[0], at.person, &err);
}

static bool card_place(void)
{
	struct place place = in_cluster(at.theme);
	place.after = at.held[0];
	return edit_card_place(store, at.cards, 2, &place, &err);
}

static bool card_place_loose(void)
{
	struct place place = {.kind = PLACE_LOOSE, .column = 4, .line = 4};
	return edit_card_place(store, at.held, 2, &place, &err);
}

static bool card_delete(void)
{
	card_id ids[] = {at.cards[3], at.cards[0], at.top, at.quote};
	return edit_card_delete(store, ids, 4, &err);
}

static bool card_split(void)
{
	card_id made;
	return edit_card_split(store, at.cards[0], 3, STR("as it was"), &made, &err);
}

static bool card_tag(void)
{
	return edit_card_tag(store, at.cards, 3, tag_parse(STR("price")), true, &err);
}

static bool card_untag(void)
{
	return edit_card_tag(store, at.cards, 2, tag_parse(STR("mood: glad")), false, &err);
}

static bool tension(void)
{
	return edit_tension(store, at.cards[3], (card_id){0}, at.other, true, &err);
}

static bool tension_off(void)
{
	return edit_tension(store, at.cards[1], at.cards[0], (cluster_id){0}, false, &err);
}

static bool card_merge(void)
{
	return edit_card_merge(store, (card_id[]){at.cards[0], at.top, at.held[0]}, 3, &err);
}

static bool card_unmerge(void)
{
	return edit_card_unmerge(store, &at.top, 1, &err);
}

static bool card_unmerge_one(void)
{
	return edit_card_unmerge(store, &at.under, 1, &err);
}

/* ---- themes ---- */

static bool cluster_new(void)
{
	cluster_id id;
	struct cluster_draft draft = {.name = STR("New"), .cards = at.cards, .ncards = 2};
	return edit_cluster_new(store, &draft, &id, &err);
}

static bool cluster_new_child(void)
{
	cluster_id id;
	struct cluster_draft draft = {.place = {.parent = at.theme, .after_sibling = at.child}};
	return edit_cluster_new(store, &draft, &id, &err);
}

static bool cluster_name(void)
{
	return edit_cluster_name(store, at.theme, STR("Faith"), STR("Trust"), &err);
}

static bool cluster_place(void)
{
	struct cluster_place place = {.column = 3, .line = 3};
	return edit_cluster_place(store, at.child, &place, &err);
}

static bool cluster_place_below(void)
{
	struct cluster_place place = {.parent = at.theme, .after_sibling = FIRST_CHILD};
	return edit_cluster_place(store, at.other, &place, &err);
}

static bool cluster_width(void)
{
	return edit_cluster_width(store, at.theme, 4, &err);
}

static bool cluster_fold(void)
{
	return edit_cluster_fold(store, at.theme, true, &err);
}

static bool cluster_delete(void)
{
	return edit_cluster_delete(store, at.theme, 3, &err);
}

static bool cluster_delete_child(void)
{
	return edit_cluster_delete(store, at.child, 0, &err);
}

static bool cluster_merge(void)
{
	return edit_cluster_merge(store, at.other, at.theme, &err);
}

static bool cluster_split(void)
{
	cluster_id made;
	struct cluster_draft draft = {.name = STR("Apart"), .cards = at.held, .ncards = 2};
	return edit_cluster_split(store, at.theme, &draft, &made, &err);
}

static bool cluster_note(void)
{
	return edit_cluster_note(store, at.child, NOTE_INCLUDE, STR("all"), STR(""), &err);
}

static bool cluster_colour(void)
{
	return edit_cluster_colour(store, at.theme, COLOUR_RED, &err);
}

static bool cluster_swap(void)
{
	return edit_cluster_swap(store, at.theme, at.other, &err);
}

static bool cluster_tidy(void)
{
	card_id ids[] = {at.held[2], at.held[0], at.held[1]};
	return edit_cluster_tidy(store, at.theme, ids, 3, &err);
}

static bool wall_tidy(void)
{
	const struct card *card = model_card(deeds_model, at.cards[5]);
	const struct cluster *cluster = model_cluster(deeds_model, at.other);
	struct anchor anchors[] = {{.card = card->id, .column = 2, .seen_mv = card->mv},
				   {.cluster = cluster->id, .line = 40, .seen_mv = cluster->mv}};
	return edit_wall_tidy(store, anchors, 2, &err);
}

#define DEED(name)                                                                                 \
	{                                                                                          \
#name, name, .reads = false                                                        \
	}
const struct deed deeds[] = {
	DEED(card_new),          DEED(card_new_quote),
	DEED(card_new_many),     DEED(card_text),
	DEED(card_implies),      DEED(card_need),
	DEED(card_kind),         DEED(card_kind_quote),
	DEED(card_surprise),     DEED(card_participant),
	DEED(card_place),        DEED(card_place_loose),
	DEED(card_delete),       DEED(card_split),
	DEED(card_tag),          DEED(card_untag),
	DEED(tension),           DEED(tension_off),
	DEED(card_merge),        DEED(card_unmerge),
	DEED(card_unmerge_one),  DEED(cluster_new),
	DEED(cluster_new_child), DEED(cluster_name),
	DEED(cluster_place),     DEED(cluster_place_below),
	DEED(cluster_width),     DEED(cluster_fold),
	DEED(cluster_delete),    DEED(cluster_delete_child),
	DEED(cluster_merge),     DEED(cluster_split),
	DEED(cluster_note),      DEED(cluster_colour),
	DEED(cluster_swap),      DEED(cluster_tidy),
	DEED(wall_tidy),
};
const size_t ndeeds = TW_COUNT(deeds);
