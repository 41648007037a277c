#ifndef THEMEWALL_MAIN_INTERNAL_H
#define THEMEWALL_MAIN_INTERNAL_H

#include <stdbool.h>

#include "themewall/app/app.h"
#include "themewall/ui/style.h"

/* Shared by the files of the composition root: what the command line asked for. */
struct cli {
	struct str as; /* --as NAME */
	bool read_only, no_mouse, no_color, ascii;
	enum theme theme;
	struct str *word; /* what is left: verb and its arguments, owned array of borrowed words */
	size_t nwords;
	bool locale_utf8;
};

/* Each returns the process's exit status. */
int cli_run(struct cli *cli);
int screen_run(struct cli *cli, const char *path, bool create, bool demo, bool reset);

/* Puts text on stdout: as it is into a file or pipe, made safe for a terminal. */
bool cli_put(struct str text, struct err *err);
/* One line on stderr, made safe; returns the exit status of the error. */
int cli_fail(const struct err *err);

#endif
