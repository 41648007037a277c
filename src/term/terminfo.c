/* What the terminal can do, by its description; apart from the screen because <term.h> takes plain
 * words for macros. */
#include "term-internal.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

#include "themewall/base/banned.h"

static const char *capability(const char *name)
{
	const char *value = tigetstr(name);
	return value && value != (const char *)-1 ? value : "";
}

/* Without the padding "$<5>" of old terminals, which only tputs understands. */
static void add_capability(struct strbuf *out, const char *name)
{
	const char *at = capability(name);
	while (*at) {
		const char *close = at[0] == '$' && at[1] == '<' ? strchr(at, '>') : NULL;
		if (close)
			at = close + 1;
		else
			strbuf_add_char(out, *at++);
	}
}

static bool load(const char *term, int out)
{
	int status;
	return term && *term && setupterm(term, out, &status) == OK;
}

/* TERM, or what stands in for one that no description is installed for. */
static bool choose(int out, struct err *err)
{
	static const char stand_in[] = "xterm-256color";
	const char *term = getenv("TERM");
	if (load(term, out))
		return true;
	if (!load(stand_in, out))
		return err_set(
			err, ERR_IO,
			"no terminal description is installed, neither for TERM=%s nor for %s: "
			"install ncurses-base, or use the commands (themewall help)",
			term ? term : "", stand_in);
	setenv("TERM", stand_in, 1);
	return true;
}

bool terminfo_prepare(int out, struct strbuf *restore, bool *has_dim, struct err *err)
{
	if (!choose(out, err))
		return false;
	bool can_move = *capability("cup") != '\0';
	*has_dim = *capability("dim") != '\0';
	add_capability(restore, "sgr0");
	add_capability(restore, "cnorm");
	add_capability(restore, "rmkx");
	add_capability(restore, "rmcup");
	del_curterm(cur_term);
	if (!can_move)
		return err_set(
			err, ERR_IO,
			"this terminal (TERM=%s) cannot place the cursor, so the wall cannot be "
			"shown; in words it is: themewall export STUDY.wall",
			getenv("TERM"));
	return true;
}
