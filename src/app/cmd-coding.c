/* Commands about what each person thinks alone: silent sorts and votes with dots. */
#include "app-internal.h"
#include "insight-internal.h"
#include "themewall/base/mem.h"
#include "themewall/store/edit-coding.h"
#include "themewall/base/banned.h"

bool cmd_layer_new(struct app *app, const struct args *args, struct err *err)
{
	int64_t id;
	struct str name = args->n ? args->word[0] : STR("first sort");
	if (!args_count(args, CMD_LAYER_NEW, 0, 1, err) ||
	    !app_edited(app, edit_layer_new(app->store, name, &id, err), err))
		return false;
	app_say(app, MESSAGE_GOOD,
		"You sort on your own: nobody sees your piles until you show "
		"them");
	return true;
}

bool cmd_layer_put(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	if (!args_count(args, CMD_LAYER_PUT, 2, ARGS_MAX, err))
		return false;
	size_t n = args->n - 1;
	for (size_t i = 0; i < n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	return app_edited(app, edit_layer_put(app->store, ids, n, args->word[n], err), err);
}

bool cmd_layer_reveal(struct app *app, const struct args *args, struct err *err)
{
	return args_count(args, CMD_LAYER_REVEAL, 0, 0, err) &&
	       app_edited(app, edit_layer_reveal(app->store, err), err);
}

/* ---- votes ---- */

/* About a quarter of the options, at least one. */
static int64_t usual_dots(struct app *app, bool insights)
{
	size_t n = insights ? model_insights(app->model).n : model_clusters(app->model).n;
	return n < 8 ? 1 + (n > 2) : (int64_t)(n + 3) / 4;
}

static bool take_budget(struct app *app, const struct args *args, bool insights, int64_t *dots,
			struct err *err)
{
	*dots = usual_dots(app, insights);
	if (args->n > 1 && !str_to_int(args->word[1], dots))
		return err_set(err, ERR_USAGE, "dots are a number");
	return (*dots >= 1 && *dots <= BALLOT_MOST) ||
	       err_set(err, ERR_USAGE, "each person has 1 to %d dots", BALLOT_MOST);
}

bool cmd_ballot_new(struct app *app, const struct args *args, struct err *err)
{
	int64_t dots, id;
	if (!args_count(args, CMD_BALLOT_NEW, 1, 3, err))
		return false;
	bool insights = args->n == 3 && str_equal(args->word[2], STR("insights"));
	if (args->n == 3 && !insights && !str_equal(args->word[2], STR("themes")))
		return err_set(err, ERR_USAGE, "a vote is about themes or insights");
	if (!take_budget(app, args, insights, &dots, err) ||
	    !app_edited(app,
			edit_ballot_new(app->store, args->word[0], (int)dots, insights, &id, err),
			err))
		return false;
	app_say(app, MESSAGE_GOOD, "Everybody has %lld dots; nobody sees others' until the end",
		(long long)dots);
	return true;
}

static bool resolve_option(struct app *app, struct str word, cluster_id *cluster,
			   insight_id *insight, struct err *err)
{
	struct code code;
	*cluster = (cluster_id){0};
	*insight = (insight_id){0};
	return code_parse(word, CODE_INSIGHT, &code) ? resolve_insight(app, word, insight, err)
						     : resolve_cluster(app, word, cluster, err);
}

bool cmd_vote(struct app *app, const struct args *args, struct err *err)
{
	cluster_id cluster;
	insight_id insight;
	int64_t dots = 1;
	if (!args_count(args, CMD_VOTE, 1, 2, err) ||
	    !resolve_option(app, args->word[0], &cluster, &insight, err))
		return false;
	if (args->n == 2 && !str_to_int(args->word[1], &dots))
		return err_set(err, ERR_USAGE, "dots are a number");
	if (dots < 0 || dots > BALLOT_MOST)
		return err_set(err, ERR_USAGE, "dots are a number from 0 to %d", BALLOT_MOST);
	return app_edited(app, edit_vote(app->store, cluster, insight, (int)dots, err), err);
}

bool cmd_ballot_close(struct app *app, const struct args *args, struct err *err)
{
	return args_count(args, CMD_BALLOT_CLOSE, 0, 0, err) &&
	       app_edited(app, edit_ballot_close(app->store, err), err);
}
