/* `themewall stats`: what can be counted of a study. Transcripts are read first, because what
 * stands on no card is counted too. */
#include "main-internal.h"

#include "themewall/app/page.h"
#include "themewall/export/stats.h"

#include "themewall/base/banned.h"

/* A whole number in a range; the option may be absent. */
static bool take_number(struct cli *cli, const char *option, int64_t least, int64_t most,
			int64_t *value, struct err *err)
{
	struct str text;

	if (!cli_take_value(cli, 1, option, &text))
		return true;
	if (str_to_int(text, value) && *value >= least && *value <= most)
		return true;
	return err_set(err, ERR_USAGE, "%s takes a number from %lld to %lld, not \"%.*s\"", option,
		       (long long)least, (long long)most, STR_ARG(text));
}

static bool take_rule(struct str name, struct saturation_settings *settings, struct err *err)
{
	const struct saturation_preset *preset = saturation_preset_find(name), *list;
	struct strbuf names = STRBUF_INIT;
	if (preset) {
		*settings = preset->settings;
		return true;
	}
	for (size_t i = 0, n = saturation_presets(&list); i < n; i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "", list[i].name);
	err_set(err, ERR_USAGE, "--rule takes one of: %s", names.buf);
	strbuf_release(&names);
	return false;
}

static bool take_settings(struct cli *cli, struct saturation_settings *settings, struct err *err)
{
	struct str rule = STR("");
	*settings = settings_saturation(&cli->settings);
	if (cli_take_value(cli, 1, "--rule", &rule) && !take_rule(rule, settings, err))
		return false;
	int64_t base = (int64_t)settings->base, run = (int64_t)settings->run;
	int64_t threshold = settings->threshold;
	bool ok = take_number(cli, "--base", 2, 20, &base, err) &&
		  take_number(cli, "--run", 1, 10, &run, err) &&
		  take_number(cli, "--threshold", 0, 50, &threshold, err);

	*settings = (struct saturation_settings){(size_t)base, (size_t)run, (int)threshold};
	return ok;
}

int stats_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct saturation_settings settings;
	struct strbuf text = STRBUF_INIT;
	bool json = cli_take_flag(cli, 1, "--json");

	if (!take_settings(cli, &settings, &err))
		return cli_fail(&err);
	if (cli->nwords != 2)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, false, &err) && app_finish_loading(&app, &err) &&
		  page_load_transcripts(&app, &err);
	if (ok && json)
		export_stats_json(&text, app.model, settings);
	else if (ok)
		export_stats(&text, app.model, settings);
	ok = ok && (json ? cli_put : cli_say)(strbuf_str(&text), &err);
	strbuf_release(&text);
	return cli_close_wall(&app, ok, &err);
}
