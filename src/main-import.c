/*
 * The verb that brings transcripts in: files, folders, standard input, an export; or only tells
 * what would come.
 */
#include <stdio.h>
#include <unistd.h>

#include "main-internal.h"
#include "themewall/app/command.h"
#include "themewall/base/clock.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

enum { PROGRESS_MS = 1000 };

static bool has_word(const struct cli *cli, struct str word)
{
	for (size_t i = 2; i < cli->nwords; i++)
		if (str_equal(cli->word[i], word))
			return true;
	return false;
}

static bool import_files(struct cli *cli, struct app *app, struct err *err)
{
	struct args args = {cli->word + 2, cli->nwords - 2};
	struct err put = ERR_INIT;
	bool ok = command_run(app, CMD_IMPORT, &args, err);
	if (cli_report(app, has_word(cli, STR("--json")) ? cli_put : cli_say, &put) || !ok)
		return ok;
	*err = put;
	return false;
}

/* A line now and then, and only for somebody who looks. */
static bool say_progress(void *context, const char *what, int64_t done, int64_t total)
{
	int64_t *said_ms = context, now = clock_monotonic_ms();
	if (now < *said_ms + PROGRESS_MS)
		return true;
	*said_ms = now;
	if (total > 0)
		safe_printf(stderr, "%s: %d %%\n", what, (int)(done * 100 / total));
	return true;
}

static bool make_wall(struct app *app, void *context, struct err *err)
{
	const struct cli *cli = context;
	struct store_options options = {
		.create = true, .coder = cli->as, .patience_ms = CLI_PATIENCE_MS};
	struct strbuf path = STRBUF_INIT;
	strbuf_add_str(&path, cli->word[1]);
	bool ok = app_open(app, path.buf, &options, err);
	strbuf_release(&path);
	return ok;
}

static bool is_there(const struct cli *cli)
{
	struct strbuf path = STRBUF_INIT;
	strbuf_add_str(&path, cli->word[1]);
	bool there = access(path.buf, F_OK) == 0;
	strbuf_release(&path);
	return there;
}

/* A wall that is not there is made when something can be imported. */
static bool is_to_make(const struct cli *cli)
{
	return !cli->read_only && !is_there(cli);
}

/* A dry run makes no wall; one that is there is opened to read what it has already. */
int bring_in_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	bool ok = true;
	if (cli->nwords < 3)
		return cli_usage(verb);
	if (cli_take_flag(cli, 1, "--text-only"))
		return take_texts_run(cli, verb);
	if (has_word(cli, STR("-")) && isatty(STDIN_FILENO))
		safe_printf(stderr, "type or paste the transcript; Ctrl-D ends it\n");
	bool make = is_to_make(cli), dry = has_word(cli, STR("--dry-run"));
	cli->read_only |= dry && is_there(cli);
	if (make || (dry && !cli->read_only))
		app_init(&app);
	else
		ok = cli_open_wall(cli, &app, true, &err);
	int64_t said_ms = clock_monotonic_ms();
	if (isatty(STDERR_FILENO)) {
		app.progress.tell = say_progress;
		app.progress.context = &said_ms;
	}
	if (make) {
		app.unmade.make = make_wall;
		app.unmade.context = cli;
	}
	ok = ok && import_files(cli, &app, &err);
	return cli_close_wall(&app, ok, &err);
}
