/* More of what can be done on the wall of deeds.c: findings, people, layers and votes, the
 * history, and all that only reads. */
#include "deeds.h"

#include "store-fixture.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-lens.h"
#include "themewall/store/edit-insight.h"

#define store deeds_store
#define err   deeds_err
#define at    deeds_at

/* ---- findings ---- */

static bool insight_new(void)
{
	insight_id id;
	struct insight_draft draft = {.claim = STR("New"), .theme = at.theme};
	return edit_insight_new(store, &draft, &id, &err);
}

static bool insight_text(void)
{
	struct str seen = STR("They rebuild");
	return edit_insight_text(store, at.insight, INSIGHT_TEXT_CLAIM, STR("They do"), &seen,
				 &err);
}

static bool insight_confidence(void)
{
	return edit_insight_confidence(store, at.insight, CONFIDENCE_HIGH, &err);
}

static bool insight_score(void)
{
	return edit_insight_score(store, at.insight, INSIGHT_SCORE_IMPACT, 4, &err);
}

static bool insight_review(void)
{
	return edit_insight_review(store, at.second, true, &err);
}

static bool insight_move(void)
{
	return edit_insight_move(store, at.insight, at.second, &err);
}

static bool insight_delete(void)
{
	return edit_insight_delete(store, at.insight, &err);
}

static bool evidence_add(void)
{
	evidence_id id;
	struct evidence_draft draft = {.source = STR("survey"), .note = STR("n = 40")};
	return edit_evidence_add(store, at.insight, &draft, &id, &err);
}

static bool evidence_again(void)
{
	evidence_id id;
	struct evidence_draft draft = {
		.card = at.cards[3], .stance = STANCE_QUALIFIES, .note = STR("but")};
	return edit_evidence_add(store, at.insight, &draft, &id, &err);
}

static bool evidence_stance(void)
{
	return edit_evidence_stance(store, at.evidence, STANCE_CONTRADICTS, &err);
}

static bool evidence_note(void)
{
	return edit_evidence_note(store, at.evidence, STR("so"), &err);
}

static bool evidence_remove(void)
{
	return edit_evidence_remove(store, at.evidence, &err);
}

static bool recommendation_add(void)
{
	recommendation_id id;
	struct recommendation_draft draft = {.text = STR("Ask"), .explore = true};
	return edit_recommendation_add(store, at.insight, &draft, &id, &err);
}

static bool recommendation_set(void)
{
	struct recommendation_draft draft = {.text = STR("Ask"), .owner = STR("Bo")};
	return edit_recommendation_set(store, at.recommendation, &draft, &err);
}

static bool recommendation_remove(void)
{
	return edit_recommendation_remove(store, at.recommendation, &err);
}

static bool belief_add(void)
{
	belief_id id;
	return edit_belief_add(store, STR("All is well"), &id, &err);
}

static bool belief_verdict(void)
{
	return edit_belief_verdict(store, at.belief, VERDICT_FALSE, STR("no"), &err);
}

static bool belief_remove(void)
{
	return edit_belief_remove(store, at.belief, &err);
}

static bool decision_add(void)
{
	decision_id id;
	struct decision_draft draft = {.text = STR("Wait"), .insight = at.second};
	return edit_decision_add(store, &draft, &id, &err);
}

static bool decision_set(void)
{
	struct decision_draft draft = {.text = STR("Wait"), .date = STR("2026-03-20")};
	return edit_decision_set(store, at.decision, &draft, &err);
}

static bool decision_remove(void)
{
	return edit_decision_remove(store, at.decision, &err);
}

/* ---- people, study ---- */

static bool speaker(void)
{
	return edit_speaker(store, at.speaker, ROLE_PARTICIPANT, (participant_id){0}, &err);
}

static bool speaker_label(void)
{
	return edit_speaker_label(store, at.speaker, STR("Host"), &err);
}

static bool participant_name(void)
{
	return edit_participant_name(store, at.person, STR("Pauline"), &err);
}

static bool attribute(void)
{
	return edit_participant_attribute(store, at.person, STR("team"), STR("north"), &err);
}

static bool consent(void)
{
	struct str yes = STR("yes");
	return edit_participant_consent(store, at.person, &yes, &yes, &err);
}

static bool facts(void)
{
	struct participant_fact all[] = {
		{at.person, FACT_ATTRIBUTE, STR("team"), STR("south")},
		{at.person, FACT_ATTRIBUTE, STR("role"), STR("")},
		{at.person, FACT_NAME, STR(""), STR("Pauline")},
		{at.person, FACT_NOTE, STR(""), STR("late")},
		{at.person, FACT_CONSENT_RECORD, STR(""), STR("yes")},
		{at.person, FACT_CONSENT_QUOTE, STR(""), STR("no")},
	};
	return edit_participant_facts(store, all, 6, STR("a table"), &err);
}

static bool session(void)
{
	struct str title = STR("Second talk"), date = STR("2026-03-02");
	return edit_session(store, at.session, &title, &date, &err);
}

static bool session_kind(void)
{
	return edit_session_kind(store, at.session, STR("visit"), &err);
}

static bool session_order(void)
{
	return edit_session_order(store, at.session, 7, &err);
}

static bool study(void)
{
	struct str title = STR("Anew"), question = STR("Why?");
	return edit_study(store, &title, &question, &err);
}

static bool segment(void)
{
	return edit_study_segment(store, STR("team"), &err);
}

static bool snapshot(void)
{
	return edit_snapshot(store, STR("before lunch"), &err);
}

/* ---- what each thinks alone ---- */

static bool layer_new(void)
{
	int64_t id;
	return edit_layer_new(store, STR("mine"), &id, &err);
}

/* One is there for the others to be about. */
static bool layer_kept(void)
{
	static bool made;
	return made || (made = layer_new());
}

static bool layer_put(void)
{
	return edit_layer_put(store, at.cards, 3, STR("odd"), &err);
}

static bool layer_take(void)
{
	return edit_layer_put(store, at.cards, 2, STR(""), &err);
}

static bool layer_reveal(void)
{
	return edit_layer_reveal(store, &err);
}

static bool ballot_new(void)
{
	int64_t id;
	return edit_ballot_new(store, STR("what next"), 5, false, &id, &err);
}

static bool ballot_kept(void)
{
	static bool made;
	return made || (made = ballot_new());
}

static bool vote(void)
{
	return edit_vote(store, at.theme, (insight_id){0}, 3, &err);
}

static bool vote_less(void)
{
	return edit_vote(store, at.theme, (insight_id){0}, 1, &err);
}

static bool ballot_close(void)
{
	return edit_ballot_close(store, &err);
}

/* ---- lenses ---- */

static bool lens_keep(const char *name, enum lens_only only)
{
	struct saved_lens lens = {.name = str_of(name), .only = only, .value = STR("sum")};
	int64_t id;
	return edit_lens_save(store, &lens, &id, &err);
}

static bool lens_new(void)
{
	return lens_keep("mine", ONLY_ALL);
}

/* One is there for the others to be about. */
static bool lens_kept(void)
{
	static bool made;
	return made || (made = lens_new());
}

static bool lens_over(void)
{
	return lens_keep("mine", ONLY_WORDS);
}

/* The kept one, whatever its number. */
static int64_t lens_id(void)
{
	int64_t id = 0;
	db_get_int(&store->db, &err, &id, "SELECT id FROM lens", "");
	return id;
}

static bool lens_name(void)
{
	return edit_lens_name(store, lens_id(), STR("ours"), &err);
}

static bool lens_remove(void)
{
	return edit_lens_remove(store, lens_id(), &err);
}

/* ---- history ---- */

static bool undo(void)
{
	struct undo_report report;
	return store_undo(store, UNDO_CAREFUL, &report, &err);
}

static bool undo_anyway(void)
{
	struct undo_report report;
	return store_undo(store, UNDO_ANYWAY, &report, &err);
}

static bool redo(void)
{
	struct undo_report report;
	return store_redo(store, UNDO_CAREFUL, &report, &err);
}

static bool revert(void)
{
	return store_revert(store, at.row, &err);
}

static bool revert_all(void)
{
	return store_revert(store, 1, &err);
}

/* ---- reading ---- */

static bool with_new_model(bool (*read)(struct model *model))
{
	struct model *model = model_new();
	bool good = read(model);
	model_free(model);
	return good;
}

static bool load_all(struct model *model)
{
	return store_load(store, model, &err) &&
	       store_load_turns(store, model, at.transcript, &err);
}

static bool load(void)
{
	return with_new_model(load_all);
}

static bool load_first(struct model *model)
{
	bool whole;
	return store_load_start(store, model, 2, &whole, &err);
}

static bool load_by_and_by(struct model *model)
{
	struct load_state state = {.begun = false};
	bool done = false;
	while (!done)
		if (!store_load_slice(store, model, &state, 4, &done, &err))
			return false;
	return true;
}

static bool load_slices(void)
{
	return with_new_model(load_by_and_by);
}

static bool load_start(void)
{
	return with_new_model(load_first);
}

static bool load_then(struct model *model)
{
	return store_load_past(store, model, at.row, &err);
}

static bool load_past(void)
{
	return with_new_model(load_then);
}

static bool each_row(const struct journal_row *row, void *context)
{
	return true;
}

static bool history(void)
{
	return store_history(store, 0, each_row, NULL, &err);
}

/* What cannot be read is not counted, and nothing else is. */
static bool since(void)
{
	struct change_count counts[2] = {{.steps = 0}};
	return store_changes_since(store, 0, counts, 2) == 0 ||
	       err_set(&err, ERR_STORE, "somebody is told of their own work");
}

static void ignore(const char *problem, void *context)
{
}

static bool check(void)
{
	size_t problems;
	return store_check(store, ignore, NULL, &problems, &err);
}

static bool replay(void)
{
	bool same = false, good = store_replay_check(store, deeds_path("replay.wall"), &same, &err);
	unlink(deeds_path("replay.wall"));
	unlink(deeds_path("replay.wall-live"));
	return good && (same || err_set(&err, ERR_STORE, "it replays otherwise"));
}

#define DEED(name)                                                                                 \
	{                                                                                          \
#name, name, .reads = false                                                        \
	}
#define READING(name)                                                                              \
	{                                                                                          \
#name, name, .reads = true                                                         \
	}
const struct deed more_deeds[] = {
	DEED(insight_new),
	DEED(insight_text),
	DEED(insight_confidence),
	DEED(insight_score),
	DEED(insight_review),
	DEED(insight_move),
	DEED(insight_delete),
	DEED(evidence_add),
	DEED(evidence_again),
	DEED(evidence_stance),
	DEED(evidence_note),
	DEED(evidence_remove),
	DEED(recommendation_add),
	DEED(recommendation_set),
	DEED(recommendation_remove),
	DEED(belief_add),
	DEED(belief_verdict),
	DEED(belief_remove),
	DEED(decision_add),
	DEED(decision_set),
	DEED(decision_remove),
	DEED(speaker),
	DEED(speaker_label),
	DEED(participant_name),
	DEED(attribute),
	DEED(consent),
	DEED(facts),
	DEED(session),
	DEED(session_kind),
	DEED(session_order),
	DEED(study),
	DEED(segment),
	{"undo", undo, .back = redo},
	{"undo_anyway", undo_anyway, .back = redo},
	DEED(revert),
	DEED(revert_all),
	READING(load),
	READING(load_start),
	READING(load_slices),
	READING(load_past),
	READING(history),
	READING(since),
	READING(check),
	READING(replay),
	{"snapshot", snapshot, .keeps = true},
	DEED(layer_new),
	{"layer_kept", layer_kept, .keeps = true},
	{"layer_put", layer_put, .keeps = true},
	DEED(layer_take),
	DEED(layer_reveal),
	DEED(ballot_new),
	{"ballot_kept", ballot_kept, .keeps = true},
	{"vote", vote, .keeps = true},
	DEED(vote_less),
	DEED(ballot_close),
	DEED(lens_new),
	{"lens_kept", lens_kept, .keeps = true},
	DEED(lens_over),
	DEED(lens_name),
	DEED(lens_remove),
	{"undo_for_good", undo, .keeps = true},
	{"redo", redo, .back = undo},
};
const size_t nmore_deeds = TW_COUNT(more_deeds);
