/* Commands about insights: the claim, its hypothesis and scores, the order they come in. */
#include <stdio.h>

#include "insight-internal.h"
#include "themewall/base/banned.h"

bool resolve_insight(struct app *app, struct str word, insight_id *id, struct err *err)
{
	struct code code;
	const struct insight *insight = code_parse(word, CODE_INSIGHT, &code)
						? model_insight_by_code(app->model, code)
						: NULL;
	if (!insight)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no insight \"%.*s\"; insights are called like I-1",
			       STR_ARG(word));
	*id = insight->id;
	return true;
}

struct code_text app_insight_code(const struct app *app, insight_id id)
{
	struct code_text text = {""};
	struct strbuf out = STRBUF_INIT;
	const struct insight *insight = model_insight(app->model, id);
	if (insight)
		code_add(&out, CODE_INSIGHT, insight->code);
	snprintf(text.z, sizeof text.z, "%s", out.len ? out.buf : "");
	strbuf_release(&out);
	return text;
}

void answer_insight(struct app *app, insight_id id)
{
	strbuf_add_z(&app->answer, app_insight_code(app, id).z);
}

/* ---- fields, by the names people type ---- */

static const struct {
	const char *name;
	enum insight_text text;
} text_fields[] = {
	{"claim", INSIGHT_TEXT_CLAIM},       {"so-what", INSIGHT_TEXT_SO_WHAT},
	{"problem", INSIGHT_TEXT_PROBLEM},   {"change", INSIGHT_TEXT_CHANGE},
	{"expected", INSIGHT_TEXT_EXPECTED},
};
static const struct {
	const char *name;
	enum insight_score score;
} score_fields[] = {
	{"impact", INSIGHT_SCORE_IMPACT}, {"severity", INSIGHT_SCORE_SEVERITY},
	{"ease", INSIGHT_SCORE_EASE},     {"reach", INSIGHT_SCORE_REACH},
	{"effort", INSIGHT_SCORE_EFFORT},
};

/* "1.5" → 15; one digit behind the point. */
static bool read_tenths(struct str word, int64_t *tenths)
{
	size_t point = str_find_char(word, '.');
	int64_t whole, rest = 0;
	if (!str_to_int(str_part(word, 0, point), &whole) || whole < 0 || whole > 100000)
		return false;
	if (point < word.n &&
	    (word.n != point + 2 || !str_to_int(str_part(word, point + 1, word.n), &rest)))
		return false;
	*tenths = whole * 10 + rest;
	return true;
}

static bool read_score(enum insight_score score, struct str word, int64_t *value, struct err *err)
{
	*value = SCORE_NONE;
	if (word.n == 0 || str_equal(word, STR("-")))
		return true;
	if (score == INSIGHT_SCORE_EFFORT ? read_tenths(word, value) : str_to_int(word, value))
		return *value >= 0 || err_set(err, ERR_USAGE, "a score is not negative");
	return err_set(err, ERR_USAGE, "\"%.*s\" is no number; - takes a score back",
		       STR_ARG(word));
}

bool insight_set_score(struct app *app, insight_id id, enum insight_score score, struct str word,
		       struct err *err)
{
	int64_t value;
	return read_score(score, word, &value, err) &&
	       edit_insight_score(app->store, id, score, value, err);
}

static bool set_confidence(struct app *app, insight_id id, struct str word, struct err *err)
{
	enum confidence confidence =
		str_equal(word, STR("-")) ? CONFIDENCE_NONE : confidence_find(word);
	if (confidence == CONFIDENCES)
		return err_set(err, ERR_USAGE,
			       "\"%.*s\" is no confidence; one of low, medium, high, or -",
			       STR_ARG(word));
	return edit_insight_confidence(app->store, id, confidence, err);
}

static bool set_field(struct app *app, insight_id id, struct str field, struct str value,
		      struct err *err)
{
	if (str_equal(field, STR("confidence")))
		return set_confidence(app, id, value, err);
	for (size_t i = 0; i < TW_COUNT(text_fields); i++)
		if (str_equal(field, str_of(text_fields[i].name)))
			return edit_insight_text(app->store, id, text_fields[i].text, value, NULL,
						 err);
	for (size_t i = 0; i < TW_COUNT(score_fields); i++)
		if (str_equal(field, str_of(score_fields[i].name)))
			return insight_set_score(app, id, score_fields[i].score, value, err);
	return err_set(err, ERR_USAGE,
		       "an insight has no \"%.*s\"; one of claim, so-what, confidence, problem, "
		       "change, expected, impact, severity, ease, reach, effort",
		       STR_ARG(field));
}

/* ---- commands ---- */

bool cmd_insight_new(struct app *app, const struct args *args, struct err *err)
{
	struct insight_draft draft = {.claim = STR("")};
	insight_id id = {0};
	if (args_ask(app, args))
		return insight_ask_new(app, err);
	if (!args_count(args, CMD_INSIGHT_NEW, 1, 2, err) ||
	    (args->n > 1 && !resolve_cluster(app, args->word[1], &draft.theme, err)))
		return false;
	draft.claim = args->word[0];
	if (!app_edited(app, edit_insight_new(app->store, &draft, &id, err), err))
		return false;
	insight_show(app, id);
	answer_insight(app, id);
	return true;
}

bool cmd_insight_set(struct app *app, const struct args *args, struct err *err)
{
	insight_id id;
	if (args_ask(app, args))
		return insight_ask_field(app, err);
	if (!args_count(args, CMD_INSIGHT_SET, 3, 3, err) ||
	    !resolve_insight(app, args->word[0], &id, err))
		return false;
	answer_insight(app, id);
	return app_edited(app, set_field(app, id, args->word[1], args->word[2], err), err);
}

bool cmd_hypothesis(struct app *app, const struct args *args, struct err *err)
{
	static const enum insight_text fields[] = {INSIGHT_TEXT_PROBLEM, INSIGHT_TEXT_CHANGE,
						   INSIGHT_TEXT_EXPECTED};
	insight_id id;
	bool ok = true;
	if (!args_count(args, CMD_HYPOTHESIS, 2, 4, err) ||
	    !resolve_insight(app, args->word[0], &id, err))
		return false;
	answer_insight(app, id);
	for (size_t i = 1; ok && i < args->n; i++)
		ok = edit_insight_text(app->store, id, fields[i - 1], args->word[i], NULL, err);
	return app_edited(app, ok, err);
}

bool cmd_score(struct app *app, const struct args *args, struct err *err)
{
	insight_id id;
	bool ok = true;
	if (!args_count(args, CMD_SCORE, 3, 11, err) ||
	    !resolve_insight(app, args->word[0], &id, err))
		return false;
	if (args->n % 2 == 0)
		return err_set(err, ERR_USAGE, "each score needs its number: score %.*s impact 4",
			       STR_ARG(args->word[0]));
	answer_insight(app, id);
	for (size_t i = 1; ok && i < args->n; i += 2)
		ok = set_field(app, id, args->word[i], args->word[i + 1], err);
	return app_edited(app, ok, err);
}

static bool read_switch(const struct args *args, bool now, bool *on, struct err *err)
{
	*on = !now;
	if (args->n < 2)
		return true;
	*on = str_equal(args->word[1], STR("on"));
	return *on || str_equal(args->word[1], STR("off")) ||
	       err_set(err, ERR_USAGE, "\"%.*s\" is neither on nor off", STR_ARG(args->word[1]));
}

bool cmd_insight_review(struct app *app, const struct args *args, struct err *err)
{
	insight_id id;
	bool on;
	if (!insight_argument(app, args, CMD_INSIGHT_REVIEW, 1, 2, &id, err) ||
	    !read_switch(args, model_insight(app->model, id)->reviewed, &on, err))
		return false;
	answer_insight(app, id);
	return app_edited(app, edit_insight_review(app->store, id, on, err), err);
}

bool cmd_insight_delete(struct app *app, const struct args *args, struct err *err)
{
	insight_id id;
	if (!insight_argument(app, args, CMD_INSIGHT_DELETE, 1, 1, &id, err))
		return false;
	answer_insight(app, id);
	return app_edited(app, edit_insight_delete(app->store, id, err), err);
}

bool insight_to_position(struct app *app, insight_id id, size_t position, struct err *err)
{
	struct insight_list all = model_insights(app->model);
	insight_id after = {0};
	for (size_t i = 0, left = position; i < all.n && left > 0; i++) {
		if (all.ids[i].n == id.n)
			continue;
		after = all.ids[i];
		left--;
	}
	return edit_insight_move(app->store, id, after, err);
}

bool cmd_insight_move(struct app *app, const struct args *args, struct err *err)
{
	insight_id id;
	int position;
	if (!args_count(args, CMD_INSIGHT_MOVE, 2, 2, err) ||
	    !resolve_insight(app, args->word[0], &id, err) ||
	    !resolve_int(args->word[1], 1, 1000000, &position, err))
		return false;
	answer_insight(app, id);
	return app_edited(app, insight_to_position(app, id, (size_t)position - 1, err), err);
}
