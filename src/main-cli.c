/*
 * The verbs of the command line. Results go to stdout, words to stderr, one line an error; each
 * verb opens the wall, does its one thing through the same commands the screen has, and closes it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "main-internal.h"
#include "themewall/app/command.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/export/export.h"
#include "themewall/store/journal.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

int cli_usage(const struct verb *verb)
{
	safe_printf(stderr, "themewall: usage: themewall %s %s\n", verb->name, verb->args);
	return 2;
}

bool cli_open_wall(struct cli *cli, struct app *app, bool create, struct err *err)
{
	struct store_options options = {.create = create && !cli->read_only,
					.read_only = cli->read_only,
					.coder = cli->as,
					.patience_ms = CLI_PATIENCE_MS};
	struct strbuf path = STRBUF_INIT;
	app_init(app);
	app->settings = &cli->settings;
	strbuf_add_str(&path, cli->word[1]);
	bool ok = app_open(app, path.buf, &options, err);
	strbuf_release(&path);
	if (ok && *store_notice(app->store))
		safe_printf(stderr, "themewall: %s\n", store_notice(app->store));
	return ok;
}

int cli_close_wall(struct app *app, bool ok, const struct err *err)
{
	app_release(app);
	return ok ? 0 : cli_fail(err);
}

/* Prints the answer of a command with put, and the words beside it. */
bool cli_report(struct app *app, bool (*put)(struct str, struct err *), struct err *err)
{
	bool ok = true;
	safe_print(stderr, strbuf_str(&app->notes));
	if (app->answer.len) {
		strbuf_add_char(&app->answer, '\n');
		ok = put(strbuf_str(&app->answer), err);
	}
	return ok;
}

static bool report(struct app *app, struct err *err)
{
	return cli_report(app, cli_say, err);
}

bool cli_take_value(struct cli *cli, size_t first, const char *option, struct str *value)
{
	for (size_t i = first; i + 1 < cli->nwords; i++) {
		if (!str_equal(cli->word[i], str_of(option)))
			continue;
		*value = cli->word[i + 1];
		memmove(cli->word + i, cli->word + i + 2,
			(cli->nwords - i - 2) * sizeof *cli->word);
		cli->nwords -= 2;
		return true;
	}
	return false;
}

bool cli_take_flag(struct cli *cli, size_t first, const char *option)
{
	for (size_t i = first; i < cli->nwords; i++) {
		if (!str_equal(cli->word[i], str_of(option)))
			continue;
		memmove(cli->word + i, cli->word + i + 1,
			(cli->nwords - i - 1) * sizeof *cli->word);
		cli->nwords--;
		return true;
	}
	return false;
}

static int run_new(struct cli *cli, const struct verb *verb)
{
	struct store_options options = {.create = true,
					.exclusive_name = true,
					.coder = cli->as,
					.patience_ms = CLI_PATIENCE_MS};
	struct err err = ERR_INIT;
	struct app app;
	struct strbuf path = STRBUF_INIT;
	cli_take_value(cli, 1, "--title", &options.title);
	options.shared = cli_take_flag(cli, 1, "--shared");
	if (cli->nwords != 2)
		return cli_usage(verb);
	app_init(&app);
	strbuf_add_str(&path, cli->word[1]);
	bool ok = app_open(&app, path.buf, &options, &err);
	strbuf_release(&path);
	return cli_close_wall(&app, ok, &err);
}

/* The lines of standard input. */
static bool run_lines(struct app *app, struct err *err)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	bool ok = true;
	for (int number = 1; ok && (n = getline(&line, &size, stdin)) >= 0; number++) {
		struct str words = str_trim((struct str){line, (size_t)n});
		if (words.n == 0 || words.p[0] == '#')
			continue;
		ok = command_run_line(app, words, err) && report(app, err);
		if (!ok)
			err_wrap(err, "line %d", number);
	}
	free(line);
	return ok;
}

static int run_run(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	if (cli->nwords < 3)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, true, &err);
	for (size_t i = 2; ok && i < cli->nwords; i++)
		ok = str_equal(cli->word[i], STR("-"))
			     ? run_lines(&app, &err)
			     : command_run_line(&app, cli->word[i], &err) && report(&app, &err);
	return cli_close_wall(&app, ok, &err);
}

static void print_problem(const char *problem, void *context)
{
	safe_printf(stdout, "%s\n", problem);
}

static void say_all_well(const struct model *model)
{
	struct strbuf held = STRBUF_INIT;
	records_add_counts(&held, model_card_count(model), model_clusters(model).n,
			   model_participants(model).n, model_transcripts(model).n);
	safe_printf(stdout, "all well: %s\n", held.buf);
	strbuf_release(&held);
}

static int run_check(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	struct app app;
	size_t problems = 0;
	if (cli->nwords != 2)
		return cli_usage(verb);
	bool ok = cli_open_wall(cli, &app, false, &err) &&
		  store_check(app.store, print_problem, NULL, &problems, &err);
	if (ok && problems)
		ok = err_set(&err, ERR_FAILED, "%zu %s found", problems,
			     count_word(problems, "problem", "problems"));
	else if (ok)
		say_all_well(app.model);
	return cli_close_wall(&app, ok, &err);
}

/* Without a terminal the sample study is built anew in a private folder, by its commands, and its
 * findings printed. */
static bool demo_headless(struct cli *cli, struct err *err)
{
	const char *base = getenv("TMPDIR");
	struct strbuf folder = STRBUF_INIT, path = STRBUF_INIT, text = STRBUF_INIT;
	struct app app;
	struct store_options options = {.coder = cli->as, .patience_ms = CLI_PATIENCE_MS};
	struct export_options plain = {0};
	app_init(&app);
	strbuf_addf(&folder, "%s/themewall-XXXXXX", base && base[0] == '/' ? base : "/tmp");
	bool made = mkdtemp(folder.buf);
	bool ok = made || err_errno(err, "cannot make a folder %s", folder.buf);
	strbuf_addf(&path, "%s/sample.wall", folder.buf);
	ok = ok && sample_build(path.buf, err) && app_open(&app, path.buf, &options, err) &&
	     page_export(&app, export_format_find(STR("findings")), &plain, &text, err) &&
	     cli_put(strbuf_str(&text), err);
	app_release(&app);
	if (made) {
		store_remove(path.buf);
		rmdir(folder.buf);
	}
	strbuf_release(&folder);
	strbuf_release(&path);
	strbuf_release(&text);
	return ok;
}

static int run_demo(struct cli *cli, const struct verb *verb)
{
	struct err err = ERR_INIT;
	bool reset = cli_take_flag(cli, 1, "--reset");
	if (cli->nwords != 1)
		return cli_usage(verb);
	if (isatty(STDOUT_FILENO))
		return screen_run(cli, NULL, false, true, reset);
	return demo_headless(cli, &err) ? 0 : cli_fail(&err);
}

static const struct verb verbs[] = {
	{"demo", "[--reset]",
	 "the sample study (without a terminal: build it and print its findings)", run_demo},
	{"new", "STUDY.wall [--title T] [--shared]", "make an empty study", run_new},
	{"import",
	 "STUDY.wall FILE|FOLDER|-... [--cards none|turns|sentences] [--segment V] [--participant "
	 "P03|NAME] [--corrects S02] [--attribute K=V] [--format F] [--encoding E] "
	 "[--text-column C] [--again] [--text-only] [--dry-run [--json]]",
	 "bring transcripts in (or a JSON export back)", bring_in_run},
	{"export",
	 "STUDY.wall [--format F] [-o FILE|-] [--force] [--with-names] [--excel] [--raw] "
	 "[--dry-run] [--order insight|recommendation|evidence]",
	 "write the findings", export_run},
	{"search", "STUDY.wall WORDS... [--json]", "find words in cards, themes and transcripts",
	 search_run},
	{"run", "STUDY.wall 'COMMAND ARGS'... | -", "do what the screen does, without one",
	 run_run},
	{"stats", "STUDY.wall [--json] [--rule NAME] [--base N] [--run N] [--threshold PERCENT]",
	 "people, themes, who was heard, code saturation, who spoke how much", stats_run},
	{"compare", "A.wall B.wall [--json] | --layers STUDY.wall [NAME [NAME]] [--json]",
	 "how far two sorts of the same cards agree, and which are disputed", compare_run},
	{"history", "STUDY.wall [--json]", "who did what, when", history_run},
	{"check", "STUDY.wall", "prove that everything in the file holds", run_check},
	{"backup", "STUDY.wall [FILE]", "a copy, all of it, while others may go on working",
	 backup_run},
	{"forget", "STUDY.wall P07 [--yes P07]",
	 "take a person's name out of the wall, its history and its copies, for good", forget_run},
	{"merge", "STUDY.wall OTHER.wall",
	 "bring in what was done in another copy (which is only read)", merge_run},
	{"sync", "STUDY.wall ssh://HOST/STUDY.wall",
	 "bring this copy and one on another host level, through ssh", sync_run},
	{"sync-serve", "", NULL, sync_serve_run}, /* what sync runs there */
	{"salvage", "DAMAGED.wall NEW.wall", "a new wall of what a damaged one still holds",
	 salvage_run},
	{"help", "[commands|export|formats|keys]", "this, or more about a topic", help_run},
};

const struct verb *cli_verbs(size_t *n)
{
	*n = TW_COUNT(verbs);
	return verbs;
}

enum { WORD_MAX = 15 };

/* Letters to add, drop, change or swap to make one word of the other. */
static size_t distance(struct str a, struct str b)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];
	for (size_t i = 0; i <= a.n; i++) {
		for (size_t j = 0; j <= b.n; j++) {
			size_t best = i > j ? i : j;
			if (i > 0 && j > 0) {
				best = d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]);
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			}
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[a.n][b.n];
}

/* A word that names no file and is nearly a verb was probably mistyped. */
static const struct verb *verb_like(struct str word)
{
	for (size_t i = 0; word.n <= WORD_MAX && i < TW_COUNT(verbs); i++)
		if (verbs[i].help && distance(word, str_of(verbs[i].name)) <= (word.n > 4 ? 2 : 1))
			return &verbs[i];
	return NULL;
}

static int open_named(struct cli *cli)
{
	struct err err = ERR_INIT;
	struct str word = cli->word[0];
	struct strbuf path = STRBUF_INIT;
	strbuf_add_str(&path, word);
	int status = 2;
	bool exists = access(path.buf, F_OK) == 0;
	const struct verb *like = exists ? NULL : verb_like(word);
	if (str_starts(word, STR("-")))
		err_set(&err, ERR_USAGE, "there is no option %.*s; try themewall help",
			STR_ARG(word));
	else if (like)
		err_set(&err, ERR_USAGE, "there is no command \"%.*s\"; did you mean %s?",
			STR_ARG(word), like->name);
	else if (cli->nwords > 1)
		err_set(&err, ERR_USAGE, "there is no command \"%.*s\"; try themewall help",
			STR_ARG(word));
	else
		status = screen_run(cli, path.buf, !exists, false, false);
	if (err.code != ERR_NONE)
		status = cli_fail(&err);
	strbuf_release(&path);
	return status;
}

int cli_run(struct cli *cli)
{
	if (cli->nwords == 0)
		return screen_run(cli, NULL, false, false, false);
	struct str word = cli->word[0];
	if (str_equal(word, STR("--version")))
		return version_run();
	if (str_equal(word, STR("--help")) || str_equal(word, STR("-h")))
		word = STR("help");
	for (size_t i = 0; i < TW_COUNT(verbs); i++)
		if (str_equal(word, str_of(verbs[i].name)))
			return verbs[i].run(cli, &verbs[i]);
	return open_named(cli);
}
