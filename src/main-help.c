/* The verb that tells how the others are used, and more about a topic. */
#include "main-internal.h"
#include "themewall/app/command.h"
#include "themewall/export/export.h"
#include "themewall/import/import.h"
#include "themewall/text/grapheme.h"
#include "themewall/base/banned.h"

static void help_commands(struct strbuf *out)
{
	strbuf_add_z(out, "Commands of `themewall run STUDY.wall '…'`. Cards, themes, people and "
			  "sessions are named by code\n"
			  "(C-041, T-03, P03, S02); themes also by their quoted name.\n\n");
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		if (command->contexts & CTX_RUN)
			strbuf_addf(out, "  %s %s\n      %s\n", command->name, command->args,
				    command->help);
	}
}

/* Keys stand in a column of cells, not of bytes: arrows take three. */
static void help_key(struct strbuf *out, const struct settings *settings,
		     const struct command *command)
{
	enum { KEY_W = 12 };
	struct strbuf key = STRBUF_INIT;
	command_add_key(&key, settings, command->id);
	int w = text_width(strbuf_str(&key));
	if (key.len) {
		strbuf_addf(out, "  %s", key.buf);
		strbuf_add_repeat(out, " ", (size_t)(w < KEY_W ? KEY_W - w : 0) + 1);
		strbuf_addf(out, "%s\n", command->help);
	}
	strbuf_release(&key);
}

/* By place: the same key means something else in another. */
static void help_keys(struct strbuf *out, const struct settings *settings)
{
	static const struct {
		unsigned contexts;
		const char *heading;
	} places[] = {{CTX_VIEWS, "Everywhere"},
		      {CTX_BOARD, "Wall and outline"},
		      {CTX_READER, "Reader"},
		      {CTX_FINDINGS, "Findings"},
		      {CTX_PREVIEW, "Before an import"},
		      {CTX_SORT, "Sorting alone"}};
	for (size_t i = 0; i < TW_COUNT(places); i++) {
		strbuf_addf(out, "%s%s\n", i ? "\n" : "", places[i].heading);
		for (int id = 0; id < COMMANDS; id++) {
			const struct command *command = command_get((enum command_id)id);
			bool everywhere = (command->contexts & CTX_VIEWS) == CTX_VIEWS;
			if (i ? !everywhere && (command->contexts & places[i].contexts)
			      : everywhere)
				help_key(out, settings, command);
		}
	}
}

static void help_formats(struct strbuf *out)
{
	const struct import_format *in;
	const struct export_format *to;
	size_t n = import_formats(&in);
	strbuf_add_z(out, "Read (found by content; --format names one):\n");
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "  %-12s %s\n", in[i].name, in[i].what);
	strbuf_add_z(out, "\nWritten (--format):\n");
	n = export_formats(&to);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "  %-12s %s\n", to[i].name, to[i].what);
}

static void help_overview(struct strbuf *out)
{
	strbuf_add_z(
		out,
		"themewall: affinity mapping of user interviews in the terminal\n\n"
		"  themewall demo                    look at a finished study and try everything\n"
		"  themewall import my.wall *.vtt    bring your transcripts in\n"
		"  themewall my.wall                 open the wall\n"
		"  themewall export my.wall          the findings as text\n\n");
	size_t n;
	const struct verb *verbs = cli_verbs(&n);
	for (size_t i = 0; i < n; i++)
		if (verbs[i].help)
			strbuf_addf(out, "  themewall %s %s\n      %s\n", verbs[i].name,
				    verbs[i].args, verbs[i].help);
	strbuf_add_z(out, "\nEverywhere: --as NAME, --read-only, --no-mouse, --no-color, --ascii, "
			  "--theme auto|light|dark|contrast|mono\n"
			  "Exit: 0 done, 1 failed, 2 wrong use, 3 busy, 4 refused as unsafe, 5 "
			  "partly imported\n");
}

int help_run(struct cli *cli, const struct verb *verb)
{
	struct strbuf out = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct str topic = cli->nwords > 1 ? cli->word[1] : STR("");
	if (str_equal(topic, STR("commands")))
		help_commands(&out);
	else if (str_equal(topic, STR("keys")))
		help_keys(&out, &cli->settings);
	else if (str_equal(topic, STR("formats")) || str_equal(topic, STR("export")))
		help_formats(&out);
	else if (topic.n == 0)
		help_overview(&out);
	else
		return cli_usage(verb);
	bool ok = cli_put(strbuf_str(&out), &err);
	strbuf_release(&out);
	return ok ? 0 : cli_fail(&err);
}
