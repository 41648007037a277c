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
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;

	strbuf_add_str(&from, from_word);
	strbuf_add_str(&to, to_word);
	bool made = way(from.buf, to.buf, &options, &report, &err);
	if (made) {
		safe_printf(stdout, "%s: %zu cards, %zu themes, %zu people, %zu transcripts\n",
			    to.buf, report.cards, report.themes, report.people, report.transcripts);
		rest(&report, from.buf);
	}
	strbuf_release(&from);
	strbuf_release(&to);
	return made ? 0 : cli_fail(&err);
}

static void say_lost(const struct salvage_report *report, const char *from)
{
	safe_printf(stderr,
		    "%zu places could not be read; %zu rows made no sense, %zu were mended, %zu "
		    "stretches of transcripts are lost\n"
		    "the history begins anew; the damaged file was not touched\n",
		    report->holes, report->dropped, report->mended, report->gaps);
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
