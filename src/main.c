/* The composition root: takes the options off the command line and hands the rest to a verb or to
 * the screen. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "main-internal.h"
#include "themewall/base/mem.h"
#include "themewall/term/screen.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

/* Memory ran out: what was committed is on disk, so give the terminal back and say so. */
static void out_of_memory(void)
{
	static const char words[] = "themewall: out of memory; everything you did is saved\n";
	screen_emergency_restore();
	ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
	(void)ignored;
}

int cli_fail(const struct err *err)
{
	safe_printf(stderr, "themewall: %s\n", err->msg);
	return err_exit_status(err->code);
}

static bool flushed(struct err *err)
{
	return (fflush(stdout) == 0 && !ferror(stdout)) ||
	       err_errno(err, "cannot write the result");
}

bool cli_say(struct str words, struct err *err)
{
	safe_print(stdout, words);
	return flushed(err);
}

bool cli_put(struct str text, struct err *err)
{
	if (isatty(STDOUT_FILENO))
		return cli_say(text, err);
	fwrite(text.p, 1, text.n, stdout);
	return flushed(err);
}

/* Options that stand before or after any verb; returns how many words were used, 0 when it is none
 * of them. */
static int take_option(struct cli *cli, char **argv, int left, struct err *err)
{
	static const char *const themes[] = {"auto", "light", "dark", "mono"};
	struct str word = str_of(argv[0]);
	bool *flag = str_equal(word, STR("--read-only"))  ? &cli->read_only
		     : str_equal(word, STR("--no-mouse")) ? &cli->no_mouse
		     : str_equal(word, STR("--no-color")) ? &cli->no_color
		     : str_equal(word, STR("--ascii"))    ? &cli->ascii
							  : NULL;
	if (flag) {
		*flag = true;
		return 1;
	}
	bool as = str_equal(word, STR("--as")), theme = str_equal(word, STR("--theme"));
	if ((as || theme) && left < 2) {
		err_set(err, ERR_USAGE, "%s needs a word behind it", argv[0]);
		return -1;
	}
	if (as)
		cli->as = str_of(argv[1]);
	for (size_t i = 0; theme && i < TW_COUNT(themes); i++)
		if (str_equal(str_of(argv[1]), str_of(themes[i]))) {
			cli->theme = (enum theme)i;
			return 2;
		}
	if (theme)
		err_set(err, ERR_USAGE, "--theme takes auto, light, dark or mono");
	return as ? 2 : theme ? -1 : 0;
}

static bool read_options(struct cli *cli, int argc, char **argv, struct err *err)
{
	cli->word = xcalloc((size_t)argc, sizeof *cli->word);
	for (int i = 1; i < argc;) {
		int used = take_option(cli, argv + i, argc - i, err);
		if (used < 0)
			return false;
		if (used == 0)
			cli->word[cli->nwords++] = str_of(argv[i++]);
		i += used;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct cli cli = {.theme = THEME_AUTO};
	struct err err = ERR_INIT;
	umask(077);
	mem_on_exhausted(out_of_memory);
	cli.locale_utf8 = text_init();
	const char *no_color = getenv("NO_COLOR");
	cli.no_color = no_color && no_color[0];
	int status = read_options(&cli, argc, argv, &err) ? cli_run(&cli) : cli_fail(&err);
	free(cli.word);
	return status;
}
