/* `themewall salvage`: a new wall of what a damaged one still holds. */
#include "main-internal.h"

#include <stdio.h>

#include "themewall/store/salvage.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

static void say_report(const struct salvage_report *report, const char *path)
{
	safe_printf(stdout, "%s: %zu cards, %zu themes, %zu people, %zu transcripts\n", path,
		    report->cards, report->themes, report->people, report->transcripts);
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
	if (ok)
		say_report(&report, to.buf);
	strbuf_release(&from);
	strbuf_release(&to);
	return ok ? 0 : cli_fail(&err);
}
