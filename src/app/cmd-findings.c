/*
 * The findings view's own commands: what a key means for the row in focus, and the fields and
 * choosers that ask for what a command line would have given.
 */
#include <stdlib.h>

#include "insight-internal.h"
#include "themewall/app/findings.h"
#include "themewall/app/page.h"
#include "themewall/base/banned.h"

bool insight_in_focus(struct app *app, insight_id *id, struct err *err)
{
	const struct finding_row *row = findings_focus(app);
	id->n = row && row->insight ? row->insight : app->concluded.open;
	if (app->view == VIEW_FINDINGS && model_insight(app->model, *id))
		return true;
	return err_set(
		err, ERR_USAGE, "choose an insight first: %s shows them, %s writes a new one",
		key_in_force(app, CMD_VIEW_FINDINGS).z, key_in_force(app, CMD_INSIGHT_NEW).z);
}

void insight_show(struct app *app, insight_id id)
{
	if (!app->interactive)
		return;
	app->view = VIEW_FINDINGS;
	findings_show(app, id);
	struct err ignored = ERR_INIT;
	if (findings_show_page(app) && !page_findings(app, &ignored))
		app_say_err(app, &ignored);
}

bool insight_argument(struct app *app, const struct args *args, enum command_id command, size_t low,
		      size_t high, insight_id *id, struct err *err)
{
	if (args_ask(app, args))
		return insight_in_focus(app, id, err);
	return args_count(args, command, low, high, err) &&
	       resolve_insight(app, args->word[0], id, err);
}

/* ---- new ones ---- */

static bool take_claim(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct insight_draft draft = {.claim = text, .theme = {app->prompt.subject}};
	insight_id id = {0};
	if (!app_edited(app, edit_insight_new(app->store, &draft, &id, err), err))
		return false;
	insight_show(app, id);
	app_say(app, MESSAGE_GOOD, "%s: %s adds evidence, %s a recommendation",
		app_insight_code(app, id).z, key_in_force(app, CMD_EVIDENCE_ADD).z,
		key_in_force(app, CMD_RECOMMEND).z);
	return true;
}

bool insight_ask_new(struct app *app, struct err *err)
{
	prompt_open_field(app, "What did you learn? One claim", STR(""), 0, take_claim);
	return true;
}

/* I on a theme or one of its cards: its insight, or a new one with the theme as evidence. */
bool cmd_insight_open(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card =
		target.kind == TARGET_CARD ? model_card(app->model, target.card) : NULL;
	cluster_id theme = target.kind == TARGET_CLUSTER ? target.cluster : (cluster_id){0};
	if (card && card->place == PLACE_CLUSTER)
		theme = card->cluster;
	if (!theme.n)
		return err_set(err, ERR_USAGE, "choose a theme, or a card in one");
	insight_id id = model_insight_of_cluster(app->model, theme);
	if (id.n) {
		insight_show(app, id);
		return true;
	}
	if (store_is_read_only(app->store))
		return err_set(err, ERR_STORE, "this wall is open for reading only");
	prompt_open_field(app, "What does this theme tell you?",
			  model_cluster(app->model, theme)->name, theme.n, take_claim);
	return true;
}

/* ---- fields ---- */

static const enum insight_text field_texts[FIELDS] = {
	[FIELD_CLAIM] = INSIGHT_TEXT_CLAIM,       [FIELD_SO_WHAT] = INSIGHT_TEXT_SO_WHAT,
	[FIELD_PROBLEM] = INSIGHT_TEXT_PROBLEM,   [FIELD_CHANGE] = INSIGHT_TEXT_CHANGE,
	[FIELD_EXPECTED] = INSIGHT_TEXT_EXPECTED,
};
static const enum insight_score field_scores[FIELDS] = {
	[FIELD_IMPACT] = INSIGHT_SCORE_IMPACT, [FIELD_SEVERITY] = INSIGHT_SCORE_SEVERITY,
	[FIELD_EASE] = INSIGHT_SCORE_EASE,     [FIELD_REACH] = INSIGHT_SCORE_REACH,
	[FIELD_EFFORT] = INSIGHT_SCORE_EFFORT,
};

/* A field's prompt has the insight for its subject; concluded.editing says which field. */
static bool take_text(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	insight_id id = {app->prompt.subject};
	struct str seen = strbuf_str(&app->prompt.seen);
	return app_edited(app,
			  edit_insight_text(app->store, id, field_texts[app->concluded.editing],
					    text, &seen, err),
			  err);
}

static bool take_score(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	insight_id id = {app->prompt.subject};
	return app_edited(
		app, insight_set_score(app, id, field_scores[app->concluded.editing], text, err),
		err);
}

static void fill_confidence(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("high: many people, little against"), NULL, CONFIDENCE_HIGH,
		       false);
	prompt_add_row(prompt, STR("medium"), NULL, CONFIDENCE_MEDIUM, false);
	prompt_add_row(prompt, STR("low: a first hint"), NULL, CONFIDENCE_LOW, false);
	prompt_add_row(prompt, STR("not said"), NULL, CONFIDENCE_NONE, false);
}

static bool take_confidence(struct app *app, struct str text, int64_t value, bool is_new,
			    struct err *err)
{
	insight_id id = {app->prompt.subject};
	return app_edited(app, edit_insight_confidence(app->store, id, (enum confidence)value, err),
			  err);
}

static void ask_text(struct app *app, const struct insight *insight, enum finding_field field)
{
	static const char *const titles[FIELDS] = {
		[FIELD_CLAIM] = "Claim",
		[FIELD_SO_WHAT] = "So what: what does it mean for us",
		[FIELD_PROBLEM] = "Hypothesis: the problem",
		[FIELD_CHANGE] = "Hypothesis: the change",
		[FIELD_EXPECTED] = "Hypothesis: the impact to expect",
	};
	struct strbuf text = STRBUF_INIT;
	finding_field_add(&text, app, insight, field);
	prompt_open_field(app, titles[field], strbuf_str(&text), insight->id.n, take_text);
	prompt_offer_editor(&app->prompt);
	strbuf_release(&text);
}

static void ask_score(struct app *app, const struct insight *insight, enum finding_field field)
{
	static const char *const titles[FIELDS] = {
		[FIELD_IMPACT] = "Impact, 1 to 5",
		[FIELD_SEVERITY] = "Severity, 0 (none) to 4 (catastrophe)",
		[FIELD_EASE] = "Ease, 1 (hard) to 5 (easy)",
		[FIELD_REACH] = "Reach, people in a quarter",
		[FIELD_EFFORT] = "Effort, person-weeks like 1.5",
	};
	prompt_open_field(app, titles[field], STR(""), insight->id.n, take_score);
}

static bool edit_field(struct app *app, insight_id id, enum finding_field field, struct err *err)
{
	const struct insight *insight = model_insight(app->model, id);
	if (!insight)
		return err_set(err, ERR_NOT_FOUND, "that insight is gone");
	app->concluded.editing = (int)field;
	if (field == FIELD_CONFIDENCE)
		prompt_open_list(app, "How sure are you?", false, id.n, fill_confidence,
				 take_confidence);
	else if (field >= FIELD_PRIORITY)
		return err_set(err, ERR_USAGE,
			       "this is computed: from the scores above and the people heard");
	else if (field >= FIELD_IMPACT)
		ask_score(app, insight, field);
	else
		ask_text(app, insight, field);
	return true;
}

static void fill_fields(struct app *app, struct prompt *prompt, struct str typed)
{
	for (int field = 0; field < FIELD_PRIORITY; field++)
		prompt_add_row(prompt, str_of(finding_field_name((enum finding_field)field)), NULL,
			       field, false);
}

static bool take_field(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	return edit_field(app, (insight_id){app->prompt.subject}, (enum finding_field)value, err);
}

bool insight_ask_field(struct app *app, struct err *err)
{
	insight_id id;
	if (!insight_in_focus(app, &id, err))
		return false;
	prompt_open_list(app, "Set which field?", false, id.n, fill_fields, take_field);
	return true;
}

static bool take_note(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	evidence_id id = {app->prompt.subject};
	return app_edited(app, edit_evidence_note(app->store, id, text, err), err);
}

/* ---- recommendations, beliefs, decisions ---- */

static bool take_recommendation(struct app *app, struct str text, int64_t value, bool is_new,
				struct err *err)
{
	struct recommendation_draft draft = {.text = text};
	recommendation_id id;
	insight_id insight = {app->prompt.subject};
	return app_edited(app, edit_recommendation_add(app->store, insight, &draft, &id, err), err);
}

bool insight_ask_recommendation(struct app *app, struct err *err)
{
	insight_id id;
	if (!insight_in_focus(app, &id, err))
		return false;
	findings_show(app, id);
	prompt_open_field(app, "What do you recommend?", STR(""), id.n, take_recommendation);
	return true;
}

/* What of a recommendation the open field is about. */
enum { PART_TEXT, PART_OWNER, PART_KIND };

static bool take_part(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	recommendation_id id = {app->prompt.subject};
	const struct recommendation *r = model_recommendation(app->model, id);
	if (!r)
		return err_set(err, ERR_NOT_FOUND, "that recommendation is gone");
	struct recommendation_draft draft = {r->text, r->owner, r->explore};
	if (app->concluded.editing == PART_OWNER)
		draft.owner = text;
	else
		draft.text = text;
	return app_edited(app, edit_recommendation_set(app->store, id, &draft, err), err);
}

static void fill_parts(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Its words"), NULL, PART_TEXT, false);
	prompt_add_row(prompt, STR("Who owns it"), NULL, PART_OWNER, false);
	prompt_add_row(prompt, STR("A change, or something to find out first"), NULL, PART_KIND,
		       false);
}

static bool pick_part(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	recommendation_id id = {app->prompt.subject};
	const struct recommendation *r = model_recommendation(app->model, id);
	if (!r)
		return err_set(err, ERR_NOT_FOUND, "that recommendation is gone");
	struct recommendation_draft draft = {r->text, r->owner, !r->explore};
	if (value == PART_KIND)
		return app_edited(app, edit_recommendation_set(app->store, id, &draft, err), err);
	app->concluded.editing = (int)value;
	prompt_open_field(app, value == PART_OWNER ? "Who owns it?" : "Recommendation",
			  value == PART_OWNER ? r->owner : r->text, id.n, take_part);
	return true;
}

static bool take_belief(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	belief_id id;
	return app_edited(app, edit_belief_add(app->store, text, &id, err), err);
}

bool insight_ask_belief(struct app *app, struct err *err)
{
	prompt_open_field(app, "What does the team believe that this study tests?", STR(""), 0,
			  take_belief);
	return true;
}

static bool take_why(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	belief_id id = {app->prompt.subject};
	return app_edited(app,
			  edit_belief_verdict(app->store, id, (enum verdict)app->concluded.editing,
					      text, err),
			  err);
}

static void fill_verdicts(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Likely true"), NULL, VERDICT_TRUE, false);
	prompt_add_row(prompt, STR("Mixed"), NULL, VERDICT_MIXED, false);
	prompt_add_row(prompt, STR("Likely false"), NULL, VERDICT_FALSE, false);
	prompt_add_row(prompt, STR("Untested"), NULL, VERDICT_UNTESTED, false);
}

static bool pick_verdict(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	belief_id id = {app->prompt.subject};
	const struct belief *b = model_belief(app->model, id);
	if (!b)
		return err_set(err, ERR_NOT_FOUND, "that belief is gone");
	app->concluded.editing = (int)value;
	prompt_open_field(app, "Why?", b->why, id.n, take_why);
	return true;
}

static bool take_decision(struct app *app, struct str text, int64_t value, bool is_new,
			  struct err *err)
{
	struct decision_draft draft = {.text = text, .insight = {app->prompt.subject}};
	decision_id id;
	return app_edited(app, edit_decision_add(app->store, &draft, &id, err), err);
}

bool insight_ask_decision(struct app *app, struct err *err)
{
	insight_id id = {app->view == VIEW_FINDINGS ? app->concluded.open : 0};
	if (!model_insight(app->model, id))
		id.n = 0;
	prompt_open_field(app, "Which decision do you ask for?", STR(""), id.n, take_decision);
	return true;
}

static bool take_date(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	decision_id id = {app->prompt.subject};
	const struct decision *d = model_decision(app->model, id);
	if (!d)
		return err_set(err, ERR_NOT_FOUND, "that decision is gone");
	struct decision_draft draft = {d->text, text, d->insight};
	return app_edited(app, edit_decision_set(app->store, id, &draft, err), err);
}

/* ---- what a key means for the row in focus ---- */

static bool open_insight(struct app *app, int64_t id, struct err *err)
{
	if (app->concluded.open == id)
		return edit_field(app, (insight_id){id}, FIELD_CLAIM, err);
	findings_show(app, (insight_id){id});
	return true;
}

bool findings_open(struct app *app, struct err *err)
{
	const struct finding_row *row = findings_focus(app);
	if (!row || app->concluded.preview)
		return true;
	if (row->kind != FINDING_INSIGHT && store_is_read_only(app->store))
		return err_set(err, ERR_STORE, "this wall is open for reading only");
	switch ((enum finding_kind)row->kind) {
	case FINDING_INSIGHT:
		return open_insight(app, row->id, err);
	case FINDING_FIELD:
		return edit_field(app, (insight_id){row->insight}, (enum finding_field)row->id,
				  err);
	case FINDING_EVIDENCE:
		prompt_open_field(app, "A note on this evidence",
				  model_evidence(app->model, (evidence_id){row->id})->note, row->id,
				  take_note);
		return true;
	case FINDING_RECOMMENDATION:
		prompt_open_list(app, "Change this recommendation", false, row->id, fill_parts,
				 pick_part);
		return true;
	case FINDING_BELIEF:
		prompt_open_list(app, "What became of this belief?", false, row->id, fill_verdicts,
				 pick_verdict);
		return true;
	case FINDING_DECISION:
		prompt_open_field(app, "Decided on (2026-03-20; empty: still asked for)",
				  model_decision(app->model, (decision_id){row->id})->date, row->id,
				  take_date);
		return true;
	case FINDING_HEADING:
		break;
	}
	return true;
}

bool insight_remove_focused(struct app *app, struct err *err)
{
	const struct finding_row *row = findings_focus(app);
	bool ok = true;
	if (!row || app->view != VIEW_FINDINGS)
		return err_set(err, ERR_USAGE, "choose what to remove first");
	if (row->kind == FINDING_INSIGHT)
		ok = edit_insight_delete(app->store, (insight_id){row->id}, err);
	else if (row->kind == FINDING_EVIDENCE)
		ok = edit_evidence_remove(app->store, (evidence_id){row->id}, err);
	else if (row->kind == FINDING_RECOMMENDATION)
		ok = edit_recommendation_remove(app->store, (recommendation_id){row->id}, err);
	else if (row->kind == FINDING_BELIEF)
		ok = edit_belief_remove(app->store, (belief_id){row->id}, err);
	else if (row->kind == FINDING_DECISION)
		ok = edit_decision_remove(app->store, (decision_id){row->id}, err);
	else
		return err_set(err, ERR_USAGE, "a field is emptied by editing it: %s",
			       key_in_force(app, CMD_OPEN).z);
	return app_edited(app, ok, err);
}

bool cmd_finding_remove(struct app *app, const struct args *args, struct err *err)
{
	return insight_remove_focused(app, err);
}

bool cmd_findings_pane(struct app *app, const struct args *args, struct err *err)
{
	findings_refresh(app);
	app->concluded.preview = app->concluded.nrows && !app->concluded.preview;
	return !app->concluded.preview || page_findings(app, err);
}

static bool shift(struct app *app, int by, struct err *err)
{
	struct insight_list all = model_insights(app->model);
	insight_id id;
	size_t at = 0;
	if (!insight_in_focus(app, &id, err))
		return false;
	while (at < all.n && all.ids[at].n != id.n)
		at++;
	if ((by < 0 && at == 0) || (by > 0 && at + 1 >= all.n))
		return err_set(err, ERR_NOTHING, "it is the %s already", by < 0 ? "first" : "last");
	return app_edited(app, insight_to_position(app, id, at + (size_t)(long)by, err), err);
}

bool cmd_insight_earlier(struct app *app, const struct args *args, struct err *err)
{
	return shift(app, -1, err);
}

bool cmd_insight_later(struct app *app, const struct args *args, struct err *err)
{
	return shift(app, 1, err);
}
