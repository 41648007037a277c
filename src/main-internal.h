#ifndef THEMEWALL_MAIN_INTERNAL_H
#define THEMEWALL_MAIN_INTERNAL_H

#include <stdbool.h>

#include "themewall/app/app.h"
#include "themewall/app/settings.h"

/* Shared by the files of the composition root: what the command line asked for. */
struct cli {
	struct str as; /* --as NAME */
	bool read_only, no_mouse, no_color, ascii;
	enum theme theme;
	bool has_theme;           /* --theme was given */
	struct settings settings; /* the person's file; what is given here wins */
	struct str *word; /* what is left: verb and its arguments, owned array of borrowed words */
	size_t nwords;
	bool locale_utf8;
};

/* A verb: what it takes, what it does, and the words after the wall's name. */
struct verb {
	const char *name;
	const char *args;
	const char *help; /* NULL: for programs alone */
	int (*run)(struct cli *cli, const struct verb *verb);
};

enum { CLI_PATIENCE_MS = 10000 }; /* how long a verb waits for other programs at work on the wall */

const struct verb *cli_verbs(size_t *n); /* all of them, as help lists them */

/* What the verbs share: the wall named in word[1], and the options behind it. */
int cli_usage(const struct verb *verb);
bool cli_open_wall(struct cli *cli, struct app *app, bool create, struct err *err);
int cli_close_wall(struct app *app, bool ok, const struct err *err);
/* What the commands answered, by cli_put or cli_say. */
bool cli_report(struct app *app, bool (*put)(struct str, struct err *), struct err *err);
/* The value of an option among the words from `first` on; both words are taken out. */
bool cli_take_value(struct cli *cli, size_t first, const char *option, struct str *value);
bool cli_take_flag(struct cli *cli, size_t first, const char *option);

struct merge_report;
void merge_say_report(const struct merge_report *report); /* what came in */

/* Each returns the process's exit status. */
int version_run(void);
int backup_run(struct cli *cli, const struct verb *verb);
int compare_run(struct cli *cli, const struct verb *verb);
int export_run(struct cli *cli, const struct verb *verb);
int forget_run(struct cli *cli, const struct verb *verb);
int help_run(struct cli *cli, const struct verb *verb);
int bring_in_run(struct cli *cli, const struct verb *verb);
int merge_run(struct cli *cli, const struct verb *verb);
int sync_run(struct cli *cli, const struct verb *verb);
int sync_serve_run(struct cli *cli, const struct verb *verb);
int salvage_run(struct cli *cli, const struct verb *verb);
/* `import NEW.wall FILE.wall --text-only`, the flag taken out. */
int take_texts_run(struct cli *cli, const struct verb *verb);
int stats_run(struct cli *cli, const struct verb *verb);
int history_run(struct cli *cli, const struct verb *verb);
int search_run(struct cli *cli, const struct verb *verb);
int cli_run(struct cli *cli);
int screen_run(struct cli *cli, const char *path, bool create, bool demo, bool reset);

/* Puts an export or JSON on stdout: as it is into a file or pipe, made safe for a terminal. */
bool cli_put(struct str text, struct err *err);
/* Puts words for people on stdout: always made safe. */
bool cli_say(struct str words, struct err *err);
/* One line on stderr, made safe; returns the exit status of the error. */
int cli_fail(const struct err *err);

#endif
