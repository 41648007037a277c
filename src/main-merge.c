/* `themewall merge`: what another copy of the wall has, into this one. */
#include "main-internal.h"

#include <stdio.h>

#include "themewall/app/start.h"
#include "themewall/store/merge.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

static void say_skipped(const char *words, void *context)
{
	safe_printf(stderr, "does not apply: %s\n", words);
}

void merge_say_report(const struct merge_report *report)
{
	if (!report->rows) {
		safe_printf(stdout, "nothing new\n");
	} else {
		safe_printf(stdout, "%zu changes by %s, %zu new transcripts", report->rows,
			    report->by.buf, report->transcripts);
		if (report->skipped)
			safe_printf(stdout, "; %zu do not apply and are kept in the history",
				    report->skipped);
		safe_printf(stdout, "\nas it was before: %s\n", report->copy.buf);
	}
	if (report->forgotten)
		safe_printf(stderr,
			    "%zu people were forgotten in the other copy but not here: see "
			    "themewall forget\n",
			    report->forgotten);
}

int merge_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct merge_report report = {0};
	struct strbuf other = STRBUF_INIT;
	if (cli->nwords != 3)
		return cli_usage(verb);
	strbuf_add_str(&other, cli->word[2]);
	bool ok = cli_open_wall(cli, &app, false, &err);
	if (ok) {
		ok = store_merge(app.store, other.buf, say_skipped, NULL, start_backup_folder,
				 &report, &err);
		if (ok)
			merge_say_report(&report);
		merge_report_release(&report);
	}
	strbuf_release(&other);
	return cli_close_wall(&app, ok, &err);
}
