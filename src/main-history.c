/* `themewall history`: every change, oldest first, as a line or as JSON. */
#include "main-internal.h"
#include "themewall/base/clock.h"
#include "themewall/export/json.h"
#include "themewall/store/journal.h"
#include "themewall/base/banned.h"

struct listing {
	struct app *app;
	struct strbuf out;
	struct json json;
	bool as_json;
};

static void add_object(struct listing *list, const struct journal_row *row)
{
	static const char *const kinds[] = {[JOURNAL_DO] = "do",
					    [JOURNAL_UNDO] = "undo",
					    [JOURNAL_REDO] = "redo",
					    [JOURNAL_SKIP] = "skip"};
	const struct coder *coder = store_coder_find(list->app->store, row->coder);
	struct strbuf at = STRBUF_INIT;
	struct json *json = &list->json;
	clock_add_iso(&at, row->at_ms);
	json_line(json);
	json_open(json, '{');
	json_key_int(json, "change", row->id);
	json_key_str(json, "at", strbuf_str(&at));
	json_key_maybe(json, "by", coder ? coder->name : STR(""));
	json_key_str(json, "kind", str_of(kinds[row->kind]));
	json_key_str(json, "what", row->label);
	json_key_int(json, "step", row->batch);
	json_key_bool(json, "undone", row->undone);
	json_key_maybe(json, "skipped", row->skipped);
	json_close(json, '}');
	strbuf_release(&at);
}

static bool add_row(const struct journal_row *row, void *context)
{
	struct listing *list = context;
	if (list->as_json) {
		add_object(list, row);
		return true;
	}
	strbuf_addf(&list->out, "%lld  ", (long long)row->id);
	clock_add_iso(&list->out, row->at_ms);
	strbuf_add_z(&list->out, "  ");
	history_add_words(&list->out, list->app, row);
	strbuf_add_z(&list->out, row->undone ? "  (undone)\n" : "\n");
	return true;
}

static bool add_all(struct listing *list, struct err *err)
{
	list->json.out = &list->out;
	if (list->as_json) {
		json_open(&list->json, '{');
		json_key(&list->json, "changes");
		json_open(&list->json, '[');
	}
	if (!store_history(list->app->store, 0, add_row, list, err))
		return false;
	if (list->as_json) {
		json_close(&list->json, ']');
		json_close(&list->json, '}');
		strbuf_add_char(&list->out, '\n');
	}
	return true;
}

int history_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct listing list = {.app = &app, .out = STRBUF_INIT};
	list.as_json = cli_take_flag(cli, 1, "--json");
	if (cli->nwords != 2)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, false, &err) && add_all(&list, &err) &&
		  (list.as_json ? cli_put : cli_say)(strbuf_str(&list.out), &err);
	strbuf_release(&list.out);
	return cli_close_wall(&app, ok, &err);
}
