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
		safe_printf(stdout, "%zu %s by %s, %zu new %s", report->rows,
			    count_word(report->rows, "change", "changes"), report->by.buf,
			    report->transcripts,
			    count_word(report->transcripts, "transcript", "transcripts"));
		if (report->skipped)
			safe_printf(stdout, "; %zu %s kept in the history", report->skipped,
				    count_word(report->skipped, "does not apply and is",
					       "do not apply and are"));
		safe_printf(stdout, "\nas it was before: %s\n", report->copy.buf);
	}
	if (report->forgotten)
		safe_printf(stderr,
			    "%zu %s forgotten in the other copy but not here: see "
			    "themewall forget\n",
			    report->forgotten,
			    count_word(report->forgotten, "person was", "people were"));
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
