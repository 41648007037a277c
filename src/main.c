/* The composition root: takes the options off the command line and hands the rest to a verb or to
 * the screen. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "main-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/term/screen.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"
#include "themewall/store/store.h"

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
static int take_option(struct cli *cli, const struct str *words, size_t left, struct err *err)
{
	static const char *const themes[] = {"auto", "light", "dark", "contrast", "mono"};
	struct str word = words[0];
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
		err_set(err, ERR_USAGE, "%.*s needs a word behind it", STR_ARG(word));
		return -1;
	}
	if (as)
		cli->as = words[1];
	for (size_t i = 0; theme && i < TW_COUNT(themes); i++)
		if (str_equal(words[1], str_of(themes[i]))) {
			cli->theme = (enum theme)i;
			cli->has_theme = true;
			return 2;
		}
	if (theme)
		err_set(err, ERR_USAGE, "--theme takes auto, light, dark, contrast or mono");
	return as ? 2 : theme ? -1 : 0;
}

/* "--format=csv": where the name of a long option ends; 0 when it is none. */
static size_t option_name(struct str word)
{
	size_t n = str_find_char(word, '=');
	if (n == word.n || !str_starts(word, STR("--")))
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((word.p[i] < 'a' || word.p[i] > 'z') && word.p[i] != '-')
			return 0;
	return n > 2 ? n : 0;
}

/* "--format=csv" counts as the two words it stands for. Room for twice as many as argv holds. */
static size_t split_words(struct str *words, int argc, char **argv)
{
	size_t n = 0;
	for (int i = 1; i < argc; i++) {
		struct str word = str_of(argv[i]);
		size_t name = option_name(word);
		words[n++] = name ? str_part(word, 0, name) : word;
		if (name)
			words[n++] = str_part(word, name + 1, word.n);
	}
	return n;
}

/* What is left stands at the front of the array, which becomes the cli's. */
static bool read_options(struct cli *cli, int argc, char **argv, struct err *err)
{
	struct str *words = xcalloc(2 * (size_t)argc, sizeof *words);
	size_t n = split_words(words, argc, argv);
	cli->word = words;
	for (size_t i = 0; i < n;) {
		int used = take_option(cli, words + i, n - i, err);
		if (used < 0)
			return false;
		if (used == 0)
			words[cli->nwords++] = words[i++];
		i += (size_t)used;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct cli cli = {.theme = THEME_AUTO, .as = STR("")};
	struct err err = ERR_INIT;
	umask(077);
	mem_on_exhausted(out_of_memory);
	store_single_thread();
	cli.locale_utf8 = text_init();
	const char *no_color = getenv("NO_COLOR");
	cli.no_color = no_color && no_color[0];
	settings_init(&cli.settings);
	settings_load(&cli.settings);
	cli.as = strbuf_str(&cli.settings.text[SETTING_NAME]);
	bool ok = clock_check(&err) && read_options(&cli, argc, argv, &err);
	int status = ok ? cli_run(&cli) : cli_fail(&err);
	free(cli.word);
	settings_release(&cli.settings);
	return status;
}
