/* New walls of what cannot be opened: `themewall salvage` of a damaged one, `themewall import
 * --text-only` of one that holds what no wall has, or that is somebody else's. */
#include "main-internal.h"

#include <stdio.h>

#include "themewall/store/salvage.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

typedef bool make_wall(const char *from, const char *to, const struct store_options *options,
		       struct salvage_report *report, struct err *err);
typedef void say_rest(const struct salvage_report *report, const char *from);

/* Makes the wall `to` of `from` and says on standard output what came over, then the rest. */
static int make(struct cli *cli, struct str from_word, struct str to_word, make_wall *way,
		say_rest *rest)
{
	struct err err = ERR_INIT;
	struct salvage_report report;
	struct store_options options = {.coder = cli->as, .patience_ms = 10000};
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT, held = STRBUF_INIT;

	strbuf_add_str(&from, from_word);
	strbuf_add_str(&to, to_word);
	bool made = way(from.buf, to.buf, &options, &report, &err);
	if (made) {
		records_add_counts(&held, report.cards, report.themes, report.people,
				   report.transcripts);
		safe_printf(stdout, "%s: %s\n", to.buf, held.buf);
		rest(&report, from.buf);
	}
	strbuf_release(&from);
	strbuf_release(&to);
	strbuf_release(&held);
	return made ? 0 : cli_fail(&err);
}

static void say_lost(const struct salvage_report *report, const char *from)
{
	safe_printf(stderr,
		    "%zu %s could not be read; %zu %s made no sense, %zu %s mended, %zu %s of "
		    "transcripts %s lost\n"
		    "the history begins anew; the damaged file was not touched\n",
		    report->holes, count_word(report->holes, "place", "places"), report->dropped,
		    count_word(report->dropped, "row", "rows"), report->mended,
		    count_word(report->mended, "was", "were"), report->gaps,
		    count_word(report->gaps, "stretch", "stretches"),
		    count_word(report->gaps, "is", "are"));
}

static void say_texts_only(const struct salvage_report *report, const char *from)
{
	safe_printf(stderr,
		    "only texts were taken: the history begins anew, and %s was not touched\n",
		    from);
}

int salvage_run(struct cli *cli, const struct verb *verb)
{
	if (cli->nwords != 3)
		return cli_usage(verb);
	return make(cli, cli->word[1], cli->word[2], store_salvage, say_lost);
}

int take_texts_run(struct cli *cli, const struct verb *verb)
{
	if (cli->nwords != 3)
		return cli_usage(verb);
	return make(cli, cli->word[2], cli->word[1], store_take_texts, say_texts_only);
}
