/*
 * `themewall compare`: two people's sorts of the same cards, side by side; neither is changed. Two
 * walls, or with --layers what two people sorted alone in one, or one person and the wall itself.
 */
#include "main-internal.h"

#include "themewall/export/compare.h"
#include "themewall/model/coding.h"
#include "themewall/base/banned.h"

static struct str last_part(struct str path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_part(path, at, path.n);
}

static bool put_comparison(struct comparison *comparison, const struct str names[2], bool json,
			   struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	(json ? export_comparison_json : export_comparison)(&text, comparison, names);
	bool ok = (json ? cli_put : cli_say)(strbuf_str(&text), err);
	comparison_release(comparison);
	strbuf_release(&text);
	return ok;
}

/* ---- two walls ---- */

static bool compare_walls(struct app *a, struct app *b, const struct str names[2], bool json,
			  struct err *err)
{
	struct comparison comparison;
	comparison_walls(&comparison, a->model, b->model);
	return put_comparison(&comparison, names, json, err);
}

static int run_walls(struct cli *cli, bool json)
{
	struct err err = ERR_INIT;
	struct app first, second;
	struct str names[2] = {last_part(cli->word[1]), last_part(cli->word[2])};
	bool ok = cli_open_wall(cli, &first, false, &err) && app_finish_loading(&first, &err);
	if (ok) {
		cli->word[1] = cli->word[2];
		ok = cli_open_wall(cli, &second, false, &err) &&
		     app_finish_loading(&second, &err) &&
		     compare_walls(&first, &second, names, json, &err);
		app_release(&second);
	}
	return cli_close_wall(&first, ok, &err);
}

/* ---- two layers of one wall ---- */

/* Somebody's newest layer that is shown; of anybody but `except` when no name is given. */
static bool find_layer(const struct model *model, struct str coder, struct str except,
		       struct layer *found)
{
	struct layer_list list = model_layers(model);
	for (size_t i = list.n; i-- > 0;) {
		const struct layer *layer = &list.all[i];
		if (layer->revealed &&
		    (coder.n ? str_equal(layer->coder, coder) : !str_equal(layer->coder, except))) {
			*found = *layer;
			return true;
		}
	}
	return false;
}

static bool find_named(const struct model *model, struct str coder, struct layer *found,
		       struct err *err)
{
	return find_layer(model, coder, STR(""), found) ||
	       err_set(err, ERR_NOT_FOUND, "%.*s has shown no sort in this wall", STR_ARG(coder));
}

/* Without names the newest two, the older one first; of one alone the wall is the second (its id
 * stays LAYER_WALL). */
static bool find_layers(struct cli *cli, const struct model *model, struct layer *layers,
			struct err *err)
{
	layers[0] = layers[1] = (struct layer){.id = LAYER_WALL, .coder = STR("this wall")};
	if (cli->nwords > 2)
		return find_named(model, cli->word[2], &layers[0], err) &&
		       (cli->nwords == 3 || find_named(model, cli->word[3], &layers[1], err));
	struct layer newest;
	if (!find_layer(model, STR(""), STR(""), &newest))
		return err_set(err, ERR_NOT_FOUND,
			       "nobody has shown how they sorted yet (layer-new, layer-reveal)");
	if (find_layer(model, STR(""), newest.coder, &layers[0]))
		layers[1] = newest;
	else
		layers[0] = newest;
	return true;
}

static int run_layers(struct cli *cli, bool json)
{
	struct err err = ERR_INIT;
	struct app app;
	struct layer layers[2];
	struct comparison comparison;
	bool ok = cli_open_wall(cli, &app, false, &err) && app_finish_loading(&app, &err) &&
		  find_layers(cli, app.model, layers, &err);
	if (ok) {
		struct str names[2] = {layers[0].coder, layers[1].coder};
		comparison_layers(&comparison, app.model, layers[0].id, layers[1].id);
		ok = put_comparison(&comparison, names, json, &err);
	}
	return cli_close_wall(&app, ok, &err);
}

int compare_run(struct cli *cli, const struct verb *verb)
{
	bool json = cli_take_flag(cli, 1, "--json"), layers = cli_take_flag(cli, 1, "--layers");
	cli->read_only = true;
	if (layers && cli->nwords >= 2 && cli->nwords <= 4)
		return run_layers(cli, json);
	return !layers && cli->nwords == 3 ? run_walls(cli, json) : cli_usage(verb);
}
