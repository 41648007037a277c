/* New walls of what cannot be opened: `themewall salvage` of a damaged one, `themewall import
 * --text-only` of one that holds what no wall has, or that is somebody else's. */
#include "main-internal.h"

#include <stdio.h>

#include "themewall/store/salvage.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

static void say_taken(const struct salvage_report *report, const char *path)
{
	safe_printf(stdout, "%s: %zu cards, %zu themes, %zu people, %zu transcripts\n", path,
		    report->cards, report->themes, report->people, report->transcripts);
}

static void say_left(const struct salvage_report *report)
{
	safe_printf(stderr,
		    "%zu places could not be read; %zu rows made no sense, %zu were mended, %zu "
		    "stretches of transcripts are lost\n"
		    "the history begins anew; the damaged file was not touched\n",
		    report->holes, report->dropped, report->mended, report->gaps);
}

int salvage_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct salvage_report report;
	struct store_options options = {.coder = cli->as, .patience_ms = 10000};
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;

	if (cli->nwords != 3)
		return cli_usage(verb);
	strbuf_add_str(&from, cli->word[1]);
	strbuf_add_str(&to, cli->word[2]);
	bool ok = store_salvage(from.buf, to.buf, &options, &report, &err);
	if (ok) {
		say_taken(&report, to.buf);
		say_left(&report);
	}
	strbuf_release(&from);
	strbuf_release(&to);
	return ok ? 0 : cli_fail(&err);
}

int take_texts_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct salvage_report report;
	struct store_options options = {.coder = cli->as, .patience_ms = 10000};
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;

	if (cli->nwords != 3)
		return cli_usage(verb);
	strbuf_add_str(&to, cli->word[1]);
	strbuf_add_str(&from, cli->word[2]);
	bool ok = store_take_texts(from.buf, to.buf, &options, &report, &err);
	if (ok) {
		say_taken(&report, to.buf);
		safe_printf(stderr,
			    "only texts were taken: the history begins anew, and %s was not "
			    "touched\n",
			    from.buf);
	}
	strbuf_release(&from);
	strbuf_release(&to);
	return ok ? 0 : cli_fail(&err);
}
