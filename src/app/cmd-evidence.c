/* Commands about what insights rest on and recommend, about beliefs and decisions. */
#include "insight-internal.h"
#include "themewall/base/banned.h"

/* A card, a theme, or else the words of a source of another kind. */
static bool read_thing(struct app *app, struct str word, struct evidence_draft *draft,
		       struct err *err)
{
	struct code code;
	if (code_parse(word, CODE_CARD, &code))
		return resolve_card(app, word, &draft->card, err);
	if (code_parse(word, CODE_CLUSTER, &code) || model_cluster_by_name(app->model, word))
		return resolve_cluster(app, word, &draft->cluster, err);
	draft->source = word;
	return true;
}

static bool read_stance(struct str word, enum stance *stance, struct err *err)
{
	*stance = stance_find(word);
	return *stance < STANCES ||
	       err_set(err, ERR_USAGE,
		       "\"%.*s\" is no stance; one of supports, contradicts, qualifies",
		       STR_ARG(word));
}

bool cmd_evidence_add(struct app *app, const struct args *args, struct err *err)
{
	struct evidence_draft draft = {.stance = STANCE_SUPPORTS};
	insight_id id;
	evidence_id made;
	if (args_ask(app, args))
		return insight_ask_evidence(app, err);
	if (!args_count(args, CMD_EVIDENCE_ADD, 2, 4, err) ||
	    !resolve_insight(app, args->word[0], &id, err) ||
	    !read_thing(app, args->word[1], &draft, err) ||
	    (args->n > 2 && !read_stance(args->word[2], &draft.stance, err)))
		return false;
	if (args->n > 3)
		draft.note = args->word[3];
	answer_insight(app, id);
	return app_edited(app, edit_evidence_add(app->store, id, &draft, &made, err), err);
}

static bool find_evidence(struct app *app, insight_id id, const struct evidence_draft *wanted,
			  evidence_id *found, struct err *err)
{
	struct evidence_list list = model_evidence_of(app->model, id);
	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(app->model, list.ids[i]);
		if (e->card.n == wanted->card.n && e->cluster.n == wanted->cluster.n &&
		    str_equal(e->source, str_trim(wanted->source))) {
			*found = e->id;
			return true;
		}
	}
	return err_set(err, ERR_NOT_FOUND, "that is no evidence of %s",
		       app_insight_code(app, id).z);
}

bool cmd_evidence_remove(struct app *app, const struct args *args, struct err *err)
{
	struct evidence_draft wanted = {.stance = STANCE_SUPPORTS};
	insight_id id;
	evidence_id found;
	if (args_ask(app, args))
		return insight_remove_focused(app, err);
	if (!args_count(args, CMD_EVIDENCE_REMOVE, 2, 2, err) ||
	    !resolve_insight(app, args->word[0], &id, err) ||
	    !read_thing(app, args->word[1], &wanted, err) ||
	    !find_evidence(app, id, &wanted, &found, err))
		return false;
	answer_insight(app, id);
	return app_edited(app, edit_evidence_remove(app->store, found, err), err);
}

/* ---- recommendations ---- */

static bool read_kind(struct str word, bool *explore, struct err *err)
{
	*explore = str_equal(word, STR("explore"));
	return *explore || str_equal(word, STR("change")) ||
	       err_set(err, ERR_USAGE,
		       "\"%.*s\" is no kind of recommendation; change (the product) or explore "
		       "(find out first)",
		       STR_ARG(word));
}

bool cmd_recommend(struct app *app, const struct args *args, struct err *err)
{
	struct recommendation_draft draft = {.text = STR("")};
	recommendation_id made;
	insight_id id;
	if (args_ask(app, args))
		return insight_ask_recommendation(app, err);
	if (!args_count(args, CMD_RECOMMEND, 2, 4, err) ||
	    !resolve_insight(app, args->word[0], &id, err) ||
	    (args->n > 3 && !read_kind(args->word[3], &draft.explore, err)))
		return false;
	draft.text = args->word[1];
	if (args->n > 2)
		draft.owner = args->word[2];
	answer_insight(app, id);
	return app_edited(app, edit_recommendation_add(app->store, id, &draft, &made, err), err);
}

/* The nth of an insight, as its page numbers them. */
static bool find_recommendation(struct app *app, const struct args *args,
				const struct recommendation **found, struct err *err)
{
	insight_id id;
	int number;
	if (!resolve_insight(app, args->word[0], &id, err))
		return false;
	struct recommendation_list list = model_recommendations_of(app->model, id);
	if (list.n == 0)
		return err_set(err, ERR_NOT_FOUND, "%s recommends nothing yet",
			       app_insight_code(app, id).z);
	if (!resolve_int(args->word[1], 1, (int)list.n, &number, err))
		return false;
	*found = model_recommendation(app->model, list.ids[number - 1]);
	return true;
}

bool cmd_recommend_set(struct app *app, const struct args *args, struct err *err)
{
	const struct recommendation *r;
	if (!args_count(args, CMD_RECOMMEND_SET, 4, 4, err) ||
	    !find_recommendation(app, args, &r, err))
		return false;
	struct recommendation_draft draft = {r->text, r->owner, r->explore};
	struct str field = args->word[2], value = args->word[3];
	if (str_equal(field, STR("text")))
		draft.text = value;
	else if (str_equal(field, STR("owner")))
		draft.owner = value;
	else if (!str_equal(field, STR("kind")))
		return err_set(err, ERR_USAGE, "a recommendation has a text, an owner and a kind");
	else if (!read_kind(value, &draft.explore, err))
		return false;
	strbuf_add_str(&app->answer, args->word[0]);
	return app_edited(app, edit_recommendation_set(app->store, r->id, &draft, err), err);
}

bool cmd_recommend_remove(struct app *app, const struct args *args, struct err *err)
{
	const struct recommendation *r;
	if (!args_count(args, CMD_RECOMMEND_REMOVE, 2, 2, err) ||
	    !find_recommendation(app, args, &r, err))
		return false;
	strbuf_add_str(&app->answer, args->word[0]);
	return app_edited(app, edit_recommendation_remove(app->store, r->id, err), err);
}

/* ---- beliefs ---- */

bool cmd_belief_add(struct app *app, const struct args *args, struct err *err)
{
	belief_id id;
	if (args_ask(app, args))
		return insight_ask_belief(app, err);
	if (!args_count(args, CMD_BELIEF_ADD, 1, 1, err))
		return false;
	return app_edited(app, edit_belief_add(app->store, args->word[0], &id, err), err);
}

static bool find_belief(struct app *app, struct str word, belief_id *id, struct err *err)
{
	struct belief_list list = model_beliefs(app->model);
	int number;
	if (list.n == 0)
		return err_set(err, ERR_NOT_FOUND, "the study has no beliefs to test yet");
	if (!resolve_int(word, 1, (int)list.n, &number, err))
		return false;
	*id = list.ids[number - 1];
	return true;
}

bool cmd_belief_verdict(struct app *app, const struct args *args, struct err *err)
{
	belief_id id;
	if (!args_count(args, CMD_BELIEF_VERDICT, 2, 3, err) ||
	    !find_belief(app, args->word[0], &id, err))
		return false;
	enum verdict verdict = verdict_find(args->word[1]);
	if (verdict == VERDICTS)
		return err_set(err, ERR_USAGE,
			       "\"%.*s\" is no verdict; one of untested, likely-true, mixed, "
			       "likely-false",
			       STR_ARG(args->word[1]));
	struct str why = args->n > 2 ? args->word[2] : model_belief(app->model, id)->why;
	return app_edited(app, edit_belief_verdict(app->store, id, verdict, why, err), err);
}

bool cmd_belief_remove(struct app *app, const struct args *args, struct err *err)
{
	belief_id id;
	return args_count(args, CMD_BELIEF_REMOVE, 1, 1, err) &&
	       find_belief(app, args->word[0], &id, err) &&
	       app_edited(app, edit_belief_remove(app->store, id, err), err);
}

/* ---- decisions ---- */

/* "-": not decided yet. */
static struct str date_word(struct str word)
{
	return str_equal(word, STR("-")) ? STR("") : word;
}

bool cmd_decide(struct app *app, const struct args *args, struct err *err)
{
	struct decision_draft draft = {.text = STR("")};
	decision_id id;
	if (args_ask(app, args))
		return insight_ask_decision(app, err);
	if (!args_count(args, CMD_DECIDE, 1, 3, err) ||
	    (args->n > 2 && !resolve_insight(app, args->word[2], &draft.insight, err)))
		return false;
	draft.text = args->word[0];
	if (args->n > 1)
		draft.date = date_word(args->word[1]);
	return app_edited(app, edit_decision_add(app->store, &draft, &id, err), err);
}

static bool find_decision(struct app *app, struct str word, const struct decision **found,
			  struct err *err)
{
	struct decision_list list = model_decisions(app->model);
	int number;
	if (list.n == 0)
		return err_set(err, ERR_NOT_FOUND, "no decision is noted yet");
	if (!resolve_int(word, 1, (int)list.n, &number, err))
		return false;
	*found = model_decision(app->model, list.ids[number - 1]);
	return true;
}

bool cmd_decision_set(struct app *app, const struct args *args, struct err *err)
{
	const struct decision *d;
	if (!args_count(args, CMD_DECISION_SET, 3, 3, err) ||
	    !find_decision(app, args->word[0], &d, err))
		return false;
	struct decision_draft draft = {d->text, d->date, d->insight};
	struct str field = args->word[1], value = args->word[2];
	if (str_equal(field, STR("text")))
		draft.text = value;
	else if (str_equal(field, STR("date")))
		draft.date = date_word(value);
	else if (!str_equal(field, STR("insight")))
		return err_set(err, ERR_USAGE, "a decision has a text, a date and an insight");
	else if (!resolve_insight(app, value, &draft.insight, err))
		return false;
	return app_edited(app, edit_decision_set(app->store, d->id, &draft, err), err);
}

bool cmd_decision_remove(struct app *app, const struct args *args, struct err *err)
{
	const struct decision *d;
	return args_count(args, CMD_DECISION_REMOVE, 1, 1, err) &&
	       find_decision(app, args->word[0], &d, err) &&
	       app_edited(app, edit_decision_remove(app->store, d->id, err), err);
}
