/* What edits refuse: things that are gone, words that are missing or too long, numbers
 * out of range. Each says so, and nothing is written. */
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"

static struct err err;
static struct store *store;
static struct model *model;

static char long_words[1 << 21];
static const struct str blank = {" \t", 2};
static const int64_t nobody = 99;

static struct str words(size_t n)
{
	return (struct str){long_words, n};
}

static void test_cards(void)
{
	card_id gone = {nobody}, made, card = card_write(store, "a card", &err);
	card_id other = card_write(store, "another", &err);
	struct str seen = STR("a card");
	struct card_draft draft = {.kind = CARD_IDEA, .text = blank};
	struct place place = in_cluster((cluster_id){nobody});
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	draft = (struct card_draft){.kind = CARD_QUOTE, .text = STR("said")};
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	draft.excerpt = (struct excerpt_draft){{nobody}, 0, 4};
	refuses(edit_card_new(store, &draft, &made, &err), ERR_NOT_FOUND);
	draft.excerpt = (struct excerpt_draft){model_transcripts(model).ids[0], -1, 4};
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	draft.excerpt.start = 4;
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	draft.excerpt.end = 1 << 20;
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	refuses(edit_card_text(store, gone, STR("x"), seen, &err), ERR_NOT_FOUND);
	refuses(edit_card_text(store, card, blank, seen, &err), ERR_USAGE);
	refuses(edit_card_text(store, card, words(sizeof long_words), seen, &err), ERR_USAGE);
	refuses(edit_card_text(store, card, STR("x"), STR("else"), &err), ERR_CONFLICT);
	ok(edit_card_text(store, card, seen, STR("else"), &err), "the same words are no conflict");
	refuses(edit_card_implies(store, card, STR("x"), STR("else"), &err), ERR_CONFLICT);
	ok(edit_card_implies(store, card, STR(""), STR("else"), &err), "nor are these");
	refuses(edit_card_need(store, card, STR("x"), STR("else"), &err), ERR_CONFLICT);
	ok(edit_card_need(store, card, STR(""), STR("else"), &err), "nor these");
	refuses(edit_card_need(store, gone, STR("x"), STR(""), &err), ERR_NOT_FOUND);
	refuses(edit_card_kind(store, &card, 1, CARD_QUOTE, &err), ERR_USAGE);
	refuses(edit_card_kind(store, &gone, 1, CARD_IDEA, &err), ERR_NOT_FOUND);
	refuses(edit_card_participant(store, card, (participant_id){nobody}, &err), ERR_NOT_FOUND);
	refuses(edit_card_place(store, &card, 1, &place, &err), ERR_NOT_FOUND);
	refuses(edit_card_delete(store, &gone, 1, &err), ERR_NOT_FOUND);
	refuses(edit_card_split(store, gone, 3, seen, &made, &err), ERR_NOT_FOUND);
	refuses(edit_card_split(store, card, 6, seen, &made, &err), ERR_USAGE);
	refuses(edit_card_merge(store, (card_id[]){card, gone}, 2, &err), ERR_NOT_FOUND);
	refuses(edit_card_merge(store, &card, 1, &err), ERR_USAGE);
	refuses(edit_card_unmerge(store, &gone, 1, &err), ERR_NOT_FOUND);
	refuses(edit_tension(store, card, gone, (cluster_id){0}, true, &err), ERR_NOT_FOUND);
	refuses(edit_tension(store, gone, card, (cluster_id){0}, true, &err), ERR_NOT_FOUND);
	refuses(edit_tension(store, card, (card_id){0}, (cluster_id){nobody}, true, &err),
		ERR_NOT_FOUND);
	place = (struct place){.kind = PLACE_LOOSE, .column = -4, .line = 1 << 30};
	ok(edit_card_place(store, &other, 1, &place, &err), "far out is as far as it goes");
}

/* One rule for words that are new and for words that are anew: characters count, not bytes. */
static void test_card_length(void)
{
	enum { MOST = CARD_MOST_CHARS };
	static char wide[2 * MOST];
	card_id made, card = card_write(store, "short", &err);
	struct card_draft draft = {.kind = CARD_IDEA, .text = words(MOST + 1)};
	for (size_t i = 0; i < sizeof wide; i += 2)
		wide[i] = '\xc3', wide[i + 1] = '\xa9';
	refuses(edit_card_new(store, &draft, &made, &err), ERR_USAGE);
	refuses(edit_card_new_many(store, &draft, 1, &err), ERR_USAGE);
	refuses(edit_card_text(store, card, draft.text, STR("short"), &err), ERR_USAGE);
	draft.text = words(MOST);
	ok(edit_card_new(store, &draft, &made, &err), "a new card holds a million characters");
	ok(edit_card_text(store, card, (struct str){wide, sizeof wide}, STR("short"), &err),
	   "a card holds a million characters of two bytes each");
}

static void test_tags(void)
{
	card_id card = card_write(store, "tagged", &err), gone = {nobody};
	struct tag tag = {STR(""), STR("glad")};
	refuses(edit_card_tag(store, &gone, 1, tag, true, &err), ERR_NOT_FOUND);
	tag.name = words(101);
	refuses(edit_card_tag(store, &card, 1, tag, true, &err), ERR_USAGE);
	tag = (struct tag){words(101), STR("glad")};
	refuses(edit_card_tag(store, &card, 1, tag, true, &err), ERR_USAGE);
	tag = (struct tag){STR(""), STR("two\nlines")};
	refuses(edit_card_tag(store, &card, 1, tag, true, &err), ERR_USAGE);
}

static void test_themes(void)
{
	cluster_id gone = {nobody}, made,
		   theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	struct cluster_place top = {.column = 1 << 30, .line = -2};
	struct cluster_draft draft = {.name = words(301)};
	refuses(edit_cluster_new(store, &draft, &made, &err), ERR_USAGE);
	draft = (struct cluster_draft){.name = STR("x"), .place = {.parent = gone}};
	refuses(edit_cluster_new(store, &draft, &made, &err), ERR_NOT_FOUND);
	refuses(edit_cluster_name(store, theme, words(301), STR("Trust"), &err), ERR_USAGE);
	refuses(edit_cluster_name(store, theme, STR("x"), STR("else"), &err), ERR_CONFLICT);
	ok(edit_cluster_name(store, theme, STR("Trust"), STR("else"), &err),
	   "the same name is no conflict");
	refuses(edit_cluster_note(store, theme, NOTE_DEFINITION, words(4001), STR(""), &err),
		ERR_USAGE);
	refuses(edit_cluster_note(store, theme, NOTE_DEFINITION, STR("x"), STR("else"), &err),
		ERR_CONFLICT);
	ok(edit_cluster_note(store, theme, NOTE_DEFINITION, STR(""), STR("else"), &err),
	   "nor is the same note");
	refuses(edit_cluster_note(store, gone, NOTE_DEFINITION, STR("x"), STR(""), &err),
		ERR_NOT_FOUND);
	refuses(edit_cluster_delete(store, gone, 0, &err), ERR_NOT_FOUND);
	refuses(edit_cluster_merge(store, theme, gone, &err), ERR_NOT_FOUND);
	refuses(edit_cluster_width(store, gone, 2, &err), ERR_NOT_FOUND);
	refuses(edit_cluster_colour(store, gone, COLOUR_RED, &err), ERR_NOT_FOUND);
	ok(edit_cluster_place(store, theme, &top, &err), "far out is as far as it goes");
}

static void test_findings(void)
{
	insight_id insight, none = {nobody};
	evidence_id evidence;
	recommendation_id advice;
	belief_id belief;
	decision_id decision;
	struct insight_draft draft = {.claim = STR("A claim")};
	struct str seen = STR("else");
	must(edit_insight_new(store, &draft, &insight, &err));
	draft.claim = blank;
	refuses(edit_insight_new(store, &draft, &insight, &err), ERR_USAGE);
	draft.claim = words(20001);
	refuses(edit_insight_new(store, &draft, &insight, &err), ERR_USAGE);
	draft = (struct insight_draft){.claim = STR("x"), .so_what = words(20001)};
	refuses(edit_insight_new(store, &draft, &insight, &err), ERR_USAGE);
	insight = model_insights(model).n ? model_insights(model).ids[0] : insight;
	must(edit_insight_new(store, &(struct insight_draft){.claim = STR("Mine")}, &insight,
			      &err));
	refuses(edit_insight_text(store, insight, INSIGHT_TEXT_CLAIM, STR("x"), &seen, &err),
		ERR_CONFLICT);
	ok(edit_insight_text(store, insight, INSIGHT_TEXT_CLAIM, STR("Mine"), &seen, &err),
	   "the same claim is no conflict");
	refuses(edit_insight_text(store, none, INSIGHT_TEXT_CLAIM, STR("x"), NULL, &err),
		ERR_NOT_FOUND);
	refuses(edit_insight_score(store, insight, INSIGHT_SCORE_IMPACT, 0, &err), ERR_USAGE);
	refuses(edit_insight_score(store, insight, INSIGHT_SCORE_IMPACT, 6, &err), ERR_USAGE);
	refuses(edit_insight_review(store, insight, true, &err), ERR_USAGE);
	refuses(edit_insight_move(store, none, insight, &err), ERR_NOT_FOUND);
	struct evidence_draft thing = {.card = {nobody}};
	refuses(edit_evidence_add(store, insight, &thing, &evidence, &err), ERR_NOT_FOUND);
	thing = (struct evidence_draft){.source = words(20001)};
	refuses(edit_evidence_add(store, insight, &thing, &evidence, &err), ERR_USAGE);
	thing = (struct evidence_draft){.source = STR("x"), .note = words(20001)};
	refuses(edit_evidence_add(store, insight, &thing, &evidence, &err), ERR_USAGE);
	thing.note = STR("");
	refuses(edit_evidence_add(store, none, &thing, &evidence, &err), ERR_NOT_FOUND);
	must(edit_evidence_add(store, insight, &thing, &evidence, &err));
	refuses(edit_evidence_note(store, evidence, words(20001), &err), ERR_USAGE);
	refuses(edit_evidence_stance(store, (evidence_id){nobody}, STANCE_SUPPORTS, &err),
		ERR_NOT_FOUND);
	struct recommendation_draft do_it = {.text = blank};
	refuses(edit_recommendation_add(store, insight, &do_it, &advice, &err), ERR_USAGE);
	do_it = (struct recommendation_draft){.text = STR("Do"), .owner = words(20001)};
	refuses(edit_recommendation_add(store, insight, &do_it, &advice, &err), ERR_USAGE);
	do_it.owner = STR("Bo");
	refuses(edit_recommendation_add(store, none, &do_it, &advice, &err), ERR_NOT_FOUND);
	refuses(edit_recommendation_set(store, (recommendation_id){nobody}, &do_it, &err),
		ERR_NOT_FOUND);
	refuses(edit_recommendation_remove(store, (recommendation_id){nobody}, &err),
		ERR_NOT_FOUND);
	refuses(edit_belief_add(store, blank, &belief, &err), ERR_USAGE);
	must(edit_belief_add(store, STR("They like it"), &belief, &err));
	refuses(edit_belief_verdict(store, belief, VERDICT_TRUE, words(20001), &err), ERR_USAGE);
	refuses(edit_belief_verdict(store, (belief_id){nobody}, VERDICT_TRUE, STR(""), &err),
		ERR_NOT_FOUND);
	refuses(edit_belief_remove(store, (belief_id){nobody}, &err), ERR_NOT_FOUND);
	static const char *const dates[] = {"2026-3-20",  "2026/03/20", "2026-03 20", "x026-03-20",
					    "2026-x3-20", "2026-03-x0", "2026-13-20", "2026-00-20",
					    "2026-03-00", "2026-03-32"};
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct decision_draft wrong = {.text = STR("Build"), .date = str_of(dates[i])};
		refuses(edit_decision_add(store, &wrong, &decision, &err), ERR_USAGE);
	}
	struct decision_draft build = {.text = STR("Build"), .insight = none};
	refuses(edit_decision_add(store, &build, &decision, &err), ERR_NOT_FOUND);
	build.insight.n = 0;
	refuses(edit_decision_set(store, (decision_id){nobody}, &build, &err), ERR_NOT_FOUND);
	build.text = blank;
	refuses(edit_decision_add(store, &build, &decision, &err), ERR_USAGE);
}

static void test_people(void)
{
	participant_id person = model_participants(model).ids[0], none = {nobody};
	session_id session = model_sessions(model).ids[0];
	speaker_id speaker = model_speakers(model, model_transcripts(model).ids[0]).ids[0];
	struct str maybe = STR("maybe"), yes = STR("yes"), day = STR("yesterday"), name = STR("x");
	refuses(edit_participant_name(store, none, STR("x"), &err), ERR_NOT_FOUND);
	ok(edit_participant_name(store, person, blank, &err), "a name can be taken away");
	refuses(edit_participant_attribute(store, person, blank, STR("x"), &err), ERR_USAGE);
	refuses(edit_participant_attribute(store, none, STR("team"), STR("x"), &err),
		ERR_NOT_FOUND);
	refuses(edit_participant_consent(store, person, &maybe, NULL, &err), ERR_USAGE);
	refuses(edit_participant_consent(store, person, NULL, &maybe, &err), ERR_USAGE);
	refuses(edit_participant_consent(store, none, &yes, &yes, &err), ERR_NOT_FOUND);
	struct participant_fact fact = {none, FACT_NOTE, STR(""), STR("x")};
	refuses(edit_participant_facts(store, &fact, 1, STR("facts"), &err), ERR_NOT_FOUND);
	fact = (struct participant_fact){person, FACT_CONSENT_QUOTE, STR(""), maybe};
	refuses(edit_participant_facts(store, &fact, 1, STR("facts"), &err), ERR_USAGE);
	refuses(edit_session(store, session, NULL, &day, &err), ERR_USAGE);
	refuses(edit_session(store, (session_id){nobody}, &name, NULL, &err), ERR_NOT_FOUND);
	refuses(edit_session_kind(store, (session_id){nobody}, name, &err), ERR_NOT_FOUND);
	refuses(edit_session_order(store, session, 0, &err), ERR_USAGE);
	refuses(edit_speaker(store, (speaker_id){nobody}, ROLE_MODERATOR, (participant_id){0},
			     &err),
		ERR_NOT_FOUND);
	refuses(edit_speaker(store, speaker, ROLE_PARTICIPANT, none, &err), ERR_NOT_FOUND);
	refuses(edit_speaker_label(store, speaker, blank, &err), ERR_USAGE);
	refuses(edit_speaker_label(store, speaker, STR("Paula"), &err), ERR_USAGE);
	refuses(edit_study(store, &blank, NULL, &err), ERR_USAGE);
	refuses(edit_study_segment(store, blank, &err), ERR_USAGE);
	refuses(edit_snapshot(store, blank, &err), ERR_USAGE);
	refuses(edit_snapshot(store, words(201), &err), ERR_USAGE);
}

static bool stop(void *context, size_t nturns)
{
	return false;
}

static void test_imports(void)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true};
	draft_interview(&draft, "empty.vtt");
	draft.nturns = 0;
	refuses(edit_import(store, &draft, &options, &report, &err), ERR_FORMAT);
	draft_release(&draft);
	draft_interview(&draft, "wrong.vtt");
	draft.nchars++;
	refuses(edit_import(store, &draft, &options, &report, &err), ERR_FORMAT);
	draft_release(&draft);
	enum { MANY = 5000 };
	static struct line lines[MANY];
	static const char *const speakers[] = {"Ann"};
	static const enum role roles[] = {ROLE_PARTICIPANT};
	for (int i = 0; i < MANY; i++)
		lines[i] = (struct line){0, "On and on."};
	draft_make(&draft, "long.vtt", lines, MANY, speakers, roles, 1);
	options.go_on = stop;
	refuses(edit_import(store, &draft, &options, &report, &err), ERR_NOTHING);
	draft_release(&draft);
}

/* A file that was found damaged, as any reading may find it, and one that cannot be written to. */
static void test_no_writing(void)
{
	card_id card = card_write(store, "as it is", &err);
	store->db.damaged = true;
	refuses(edit_card_text(store, card, STR("x"), STR("as it is"), &err), ERR_STORE);
	ok(strstr(err.msg, "nothing more is written to it"), "a damaged wall is left alone");
	store->db.damaged = false;
	must(db_script(&store->db, &err, "PRAGMA query_only = ON"));
	refuses(edit_card_text(store, card, STR("x"), STR("as it is"), &err), ERR_STORE);
	ok(strstr(err.msg, "cannot be written to"), "and said of one that is for reading only");
	must(db_script(&store->db, &err, "PRAGMA query_only = OFF"));
	ok(edit_card_text(store, card, STR("x"), STR("as it is"), &err), "then work goes on: %s",
	   err.msg);
}

int main(void)
{
	fixture_begin();
	memset(long_words, 'x', sizeof long_words);
	store = open_as("Ann", &err);
	model = model_new();
	must(store);
	import_interview(store, "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	must(store_load(store, model, &err));
	test_cards();
	test_card_length();
	test_tags();
	test_themes();
	test_findings();
	test_people();
	test_imports();
	test_no_writing();
	ok(is_settled(store, model, &err), "the wall is sound");
	store_close(store);
	model_free(model);
	fixture_end();
	return done();
}
