/* `themewall forget`: nobody can take it back, so the person's code is asked for again. */
#include "main-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "themewall/app/draft.h"
#include "themewall/app/start.h"
#include "themewall/store/forget.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

static const struct participant *find(const struct model *model, struct str code)
{
	struct participant_list all = model_participants(model);
	struct code wanted;

	if (!code_parse(code, CODE_PARTICIPANT, &wanted))
		return NULL;
	for (size_t i = 0; i < all.n; i++) {
		const struct participant *p = model_participant(model, all.ids[i]);
		if (p->code.letter == wanted.letter && p->code.number == wanted.number)
			return p;
	}
	return NULL;
}

/* Typed at the terminal, or given with --yes. */
static bool confirmed(const struct participant *person, struct str yes, struct err *err)
{
	struct strbuf code = STRBUF_INIT;
	char line[64] = "";

	code_add(&code, CODE_PARTICIPANT, person->code);
	if (!yes.n && isatty(STDIN_FILENO)) {
		safe_printf(stderr,
			    "%s's name will be struck out of the transcripts, the cards, the "
			    "history and the copies of this wall.\nNobody can take this back. Type "
			    "%s to go on: ",
			    code.buf, code.buf);
		if (fgets(line, sizeof line, stdin))
			yes = str_trim(str_of(line));
	}
	bool ok = str_equal_ascii(yes, strbuf_str(&code)) ||
		  err_set(err, ERR_USAGE,
			  "nothing was forgotten: to do it, type the code, or say --yes %s",
			  code.buf);
	strbuf_release(&code);
	return ok;
}

static void say_left(const char *path, const char *why, void *context)
{
	safe_printf(stderr, "this copy still has the name: %s (%s)\n", path, why);
	*(bool *)context = true;
}

static bool forget(struct app *app, const struct participant *person, struct err *err)
{
	struct forget_report report;
	struct strbuf folder = STRBUF_INIT;
	bool left = false;
	bool ok = store_forget(app->store, person->id,
			       start_backup_folder(&folder) ? folder.buf : NULL, say_left, &left,
			       &report, err);

	if (ok) {
		safe_printf(stdout,
			    "forgotten: struck out of %zu %s, %zu other %s, %zu %s of the "
			    "history and %zu %s\n",
			    report.turns, count_word(report.turns, "turn", "turns"), report.texts,
			    count_word(report.texts, "text", "texts"), report.steps,
			    count_word(report.steps, "step", "steps"), report.copies,
			    count_word(report.copies, "copy", "copies"));
		if (report.spared.len)
			safe_printf(stderr, "still there, because others are called so too: %s\n",
				    report.spared.buf);
		safe_printf(stderr, "exports, the files you imported and copies put elsewhere are "
				    "yours to delete\n");
	}
	size_t drafts = ok ? draft_forget(store_path(app->store)) : 0;
	if (drafts)
		safe_printf(stderr, "%zu %s left half written %s deleted with it\n", drafts,
			    count_word(drafts, "text", "texts"), count_word(drafts, "was", "were"));
	strbuf_release(&folder);
	strbuf_release(&report.spared);
	return ok && (!left || err_set(err, ERR_PARTLY, "a copy still has the name"));
}

int forget_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	struct str yes = {NULL, 0};

	cli_take_value(cli, 1, "--yes", &yes);
	if (cli->nwords != 3)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, false, &err);
	const struct participant *person = ok ? find(app.model, cli->word[2]) : NULL;
	if (ok && !person)
		ok = err_set(&err, ERR_NOT_FOUND, "there is nobody called %.*s in this wall",
			     STR_ARG(cli->word[2]));
	ok = ok && confirmed(person, yes, &err) && forget(&app, person, &err);
	return cli_close_wall(&app, ok, &err);
}
