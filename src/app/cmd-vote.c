/* Votes with dots: one is begun, everybody spends theirs unseen, it is closed and counted. */
#include <stdlib.h>

#include "app-internal.h"
#include "insight-internal.h"
#include "themewall/app/findings.h"
#include "themewall/app/sort.h"
#include "themewall/base/mem.h"
#include "themewall/model/team.h"
#include "themewall/store/edit-coding.h"
#include "themewall/base/banned.h"

/* ---- beginning one ---- */

/* About a quarter of the options, at least one. */
static int64_t usual_dots(struct app *app, bool insights)
{
	size_t n = insights ? model_insights(app->model).n : model_clusters(app->model).n;
	return n < 8 ? 1 + (n > 2) : (int64_t)(n + 3) / 4;
}

static bool begin(struct app *app, struct str title, int64_t dots, bool insights, struct err *err)
{
	int64_t id;
	if (dots < 1 || dots > BALLOT_MOST)
		return err_set(err, ERR_USAGE, "each person has 1 to %d dots", BALLOT_MOST);
	if (!app_edited(app, edit_ballot_new(app->store, title, (int)dots, insights, &id, err),
			err))
		return false;
	app_say(app, MESSAGE_GOOD, "Everybody has %lld %s; nobody sees others' until the end",
		(long long)dots, dots == 1 ? "dot" : "dots");
	return true;
}

static bool take_title(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	bool of_insights = app->prompt.subject != 0;
	return begin(app, text, usual_dots(app, of_insights), of_insights, err);
}

/* Where insights are looked at it is about insights. */
static bool ask_title(struct app *app, struct err *err)
{
	struct ballot open;
	bool insights = app->view == VIEW_FINDINGS;
	if (model_open_ballot(app->model, &open))
		return err_set(err, ERR_USAGE, "the vote “%.*s” is still open",
			       STR_ARG(open.title));
	prompt_open_field(app,
			  insights ? "Vote on insights: what is the question?"
				   : "Vote on themes: what is the question?",
			  STR(""), insights, take_title);
	return true;
}

bool cmd_ballot_new(struct app *app, const struct args *args, struct err *err)
{
	int64_t dots;
	if (args_ask(app, args))
		return ask_title(app, err);
	if (!args_count(args, CMD_BALLOT_NEW, 1, 3, err))
		return false;
	bool insights = args->n == 3 && str_equal(args->word[2], STR("insights"));
	if (args->n == 3 && !insights && !str_equal(args->word[2], STR("themes")))
		return err_set(err, ERR_USAGE, "a vote is about themes or insights");
	dots = usual_dots(app, insights);
	if (args->n > 1 && !str_to_int(args->word[1], &dots))
		return err_set(err, ERR_USAGE, "dots are a number");
	return begin(app, args->word[0], dots, insights, err);
}

/* ---- dots ---- */

static bool resolve_option(struct app *app, struct str word, cluster_id *cluster,
			   insight_id *insight, struct err *err)
{
	struct code code;
	*cluster = (cluster_id){0};
	*insight = (insight_id){0};
	return code_parse(word, CODE_INSIGHT, &code) ? resolve_insight(app, word, insight, err)
						     : resolve_cluster(app, word, cluster, err);
}

static bool put_dots(struct app *app, cluster_id cluster, insight_id insight, int64_t dots,
		     struct err *err)
{
	struct ballot open;
	if (dots < 0 || dots > BALLOT_MOST)
		return err_set(err, ERR_USAGE, "dots are a number from 0 to %d", BALLOT_MOST);
	if (!app_edited(app, edit_vote(app->store, cluster, insight, (int)dots, err), err))
		return false;
	if (model_open_ballot(app->model, &open))
		app_say(app, MESSAGE_GOOD, "%lld of your dots on it, %d left", (long long)dots,
			model_dots_left(app->model, &open, app_my_name(app)));
	return true;
}

/* What the vote is about and is in focus here. */
static bool focused_option(struct app *app, const struct ballot *open, cluster_id *cluster,
			   insight_id *insight, struct err *err)
{
	const struct finding_row *row =
		app->view == VIEW_FINDINGS && findings_has_keys(app) ? findings_focus(app) : NULL;
	*cluster = (cluster_id){0};
	*insight = (insight_id){row && open->insights ? row->insight : 0};
	if (open->insights)
		return insight->n ||
		       err_set(err, ERR_USAGE,
			       "this vote is about insights: choose one (%s shows them)",
			       key_in_force(app, CMD_VIEW_FINDINGS).z);
	if (app->view == VIEW_FINDINGS)
		return err_set(err, ERR_USAGE,
			       "this vote is about themes: choose one (%s shows them)",
			       key_in_force(app, CMD_VIEW_WALL).z);
	return target_cluster(app, cluster, err);
}

/* One dot more, or one less, on what is in focus. */
static bool step(struct app *app, int by, struct err *err)
{
	struct ballot open;
	cluster_id cluster;
	insight_id insight;
	struct str me = app_my_name(app);
	if (!model_open_ballot(app->model, &open))
		return by > 0 ? ask_title(app, err) : err_set(err, ERR_USAGE, "no vote is open");
	if (!focused_option(app, &open, &cluster, &insight, err))
		return false;
	int now = model_dots_on(app->model, &open, me, cluster, insight);
	if (by > 0 && !model_dots_left(app->model, &open, me))
		return err_set(err, ERR_USAGE, "no dot is left; %s takes one back",
			       key_in_force(app, CMD_VOTE_BACK).z);
	if (now + by < 0)
		return err_set(err, ERR_USAGE, "none of your dots is on it");
	return put_dots(app, cluster, insight, now + by, err);
}

bool cmd_vote(struct app *app, const struct args *args, struct err *err)
{
	cluster_id cluster;
	insight_id insight;
	int64_t dots = 1;
	if (args_ask(app, args))
		return step(app, 1, err);
	if (!args_count(args, CMD_VOTE, 1, 2, err) ||
	    !resolve_option(app, args->word[0], &cluster, &insight, err))
		return false;
	if (args->n == 2 && !str_to_int(args->word[1], &dots))
		return err_set(err, ERR_USAGE, "dots are a number");
	return put_dots(app, cluster, insight, dots, err);
}

bool cmd_vote_back(struct app *app, const struct args *args, struct err *err)
{
	return step(app, -1, err);
}

/* ---- the result ---- */

static bool ballot_by_id(const struct app *app, int64_t id, struct ballot *ballot)
{
	struct ballot_list list = model_ballots(app->model);
	for (size_t i = 0; i < list.n; i++)
		if (list.all[i].id == id) {
			*ballot = list.all[i];
			return true;
		}
	return false;
}

/* The open one, else the newest. */
static bool find_ballot(const struct app *app, struct ballot *ballot)
{
	if (model_open_ballot(app->model, ballot))
		return true;
	struct ballot_list list = model_ballots(app->model);
	if (list.n)
		*ballot = list.all[list.n - 1];
	return list.n > 0;
}

static void add_share(struct strbuf *out, const struct outcome *outcome, bool closed)
{
	strbuf_addf(out, "%d %s", outcome->dots, outcome->dots == 1 ? "dot" : "dots");
	if (closed)
		strbuf_addf(out, " · %zu %s", outcome->people,
			    outcome->people == 1 ? "person" : "people");
}

/* Those with equally many dots share a place. */
static void add_place(struct strbuf *out, const struct outcome *all, size_t i)
{
	size_t place = i;
	while (place > 0 && all[place - 1].dots == all[i].dots)
		place--;
	strbuf_addf(out, "%zu  ", place + 1);
}

static void add_title(struct strbuf *out, const struct app *app, const struct outcome *outcome)
{
	const struct insight *insight = model_insight(app->model, outcome->insight);
	strbuf_add_str(out, insight ? insight->claim : app_cluster_title(app, outcome->cluster));
}

static void fill_votes(struct app *app, struct prompt *prompt, struct str typed)
{
	struct ballot ballot;
	struct outcome *all = NULL;
	size_t n = 0;
	if (ballot_by_id(app, prompt->subject, &ballot))
		n = model_outcome(app->model, &ballot, app_my_name(app), &all);
	for (size_t i = 0; i < n; i++) {
		struct strbuf label = STRBUF_INIT, note = STRBUF_INIT;
		if (ballot.closed)
			add_place(&label, all, i);
		add_title(&label, app, &all[i]);
		add_share(&note, &all[i], ballot.closed);
		prompt_add_row(prompt, strbuf_str(&label), note.buf,
			       all[i].insight.n ? -all[i].insight.n : all[i].cluster.n, false);
		strbuf_release(&label);
		strbuf_release(&note);
	}
	if (!n)
		prompt_add_row(prompt, STR("no dots"), NULL, 0, false);
	free(all);
}

static bool go_there(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	if (value > 0) {
		if (app->view != VIEW_WALL && app->view != VIEW_OUTLINE)
			app->view = VIEW_WALL;
		app_focus_cluster(app, (cluster_id){value});
	} else if (value < 0) {
		app->view = VIEW_FINDINGS;
		findings_show(app, (insight_id){-value});
	}
	return true;
}

static void show(struct app *app, const struct ballot *ballot)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_addf(&title, ballot->closed ? "Result: %.*s" : "Your dots: %.*s",
		    STR_ARG(ballot->title));
	prompt_open_list(app, title.buf, false, ballot->id, fill_votes, go_there);
	strbuf_release(&title);
}

/* "themes · 5 people · 4 dots each"; of an open one what is left to give. */
static void add_state(struct strbuf *out, const struct app *app, const struct ballot *ballot)
{
	struct turnout turnout = model_turnout(app->model, ballot);
	strbuf_add_z(out, ballot->insights ? "insights" : "themes");
	if (ballot->closed)
		strbuf_addf(out, " · %zu %s · %d each", turnout.people,
			    turnout.people == 1 ? "person" : "people", ballot->budget);
	else
		strbuf_addf(out, " · open · %d left",
			    model_dots_left(app->model, ballot, app_my_name(app)));
}

/* Newest first. */
static void fill_ballots(struct app *app, struct prompt *prompt, struct str typed)
{
	struct ballot_list list = model_ballots(app->model);
	for (size_t i = list.n; i-- > 0;) {
		struct strbuf state = STRBUF_INIT;
		add_state(&state, app, &list.all[i]);
		prompt_add_row(prompt, list.all[i].title, state.buf, list.all[i].id, false);
		strbuf_release(&state);
	}
}

static bool take_ballot(struct app *app, struct str text, int64_t value, bool is_new,
			struct err *err)
{
	struct ballot ballot;
	if (!ballot_by_id(app, value, &ballot))
		return err_set(err, ERR_NOT_FOUND, "that vote is gone");
	show(app, &ballot);
	return true;
}

/* The only one, or the list of all to look at one again. */
bool cmd_votes(struct app *app, const struct args *args, struct err *err)
{
	struct ballot ballot;
	if (!find_ballot(app, &ballot))
		return err_set(err, ERR_NOTHING, "nobody has voted yet; %s begins a vote",
			       key_in_force(app, CMD_VOTE).z);
	if (model_ballots(app->model).n == 1)
		show(app, &ballot);
	else
		prompt_open_list(app, "Votes", false, 0, fill_ballots, take_ballot);
	return true;
}

static void answer_result(struct app *app)
{
	struct ballot ballot;
	struct outcome *all = NULL;
	size_t n = 0;
	if (find_ballot(app, &ballot))
		n = model_outcome(app->model, &ballot, app_my_name(app), &all);
	for (size_t i = 0; i < n; i++) {
		const struct insight *insight = model_insight(app->model, all[i].insight);
		strbuf_add_z(&app->answer, i ? "\n" : "");
		if (insight)
			code_add(&app->answer, CODE_INSIGHT, insight->code);
		else
			strbuf_add_z(&app->answer, app_cluster_code(app, all[i].cluster).z);
		strbuf_add_char(&app->answer, ' ');
		add_share(&app->answer, &all[i], true);
	}
	free(all);
}

bool cmd_ballot_close(struct app *app, const struct args *args, struct err *err)
{
	if (!args_count(args, CMD_BALLOT_CLOSE, 0, 0, err) ||
	    !app_edited(app, edit_ballot_close(app->store, err), err))
		return false;
	struct ballot ended;
	if (!app->interactive)
		answer_result(app);
	else if (find_ballot(app, &ended))
		show(app, &ended);
	return true;
}
