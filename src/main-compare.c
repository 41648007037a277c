/* `themewall compare`: two people's sorts of the same cards, side by side; neither is changed. */
#include "main-internal.h"

#include "themewall/export/compare.h"
#include "themewall/base/banned.h"

static struct str last_part(struct str path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_part(path, at, path.n);
}

static bool put_comparison(struct app *a, struct app *b, const struct str names[2], bool json,
			   struct err *err)
{
	struct comparison comparison;
	struct strbuf text = STRBUF_INIT;
	comparison_walls(&comparison, a->model, b->model);
	(json ? export_comparison_json : export_comparison)(&text, &comparison, names);
	bool ok = (json ? cli_put : cli_say)(strbuf_str(&text), err);
	comparison_release(&comparison);
	strbuf_release(&text);
	return ok;
}

int compare_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app first, second;
	bool json = cli_take_flag(cli, 1, "--json");
	if (cli->nwords != 3)
		return cli_usage(verb);
	struct str names[2] = {last_part(cli->word[1]), last_part(cli->word[2])};
	cli->read_only = true;
	bool ok = cli_open_wall(cli, &first, false, &err) && app_finish_loading(&first, &err);
	if (ok) {
		cli->word[1] = cli->word[2];
		ok = cli_open_wall(cli, &second, false, &err) &&
		     app_finish_loading(&second, &err) &&
		     put_comparison(&first, &second, names, json, &err);
		app_release(&second);
	}
	return cli_close_wall(&first, ok, &err);
}
