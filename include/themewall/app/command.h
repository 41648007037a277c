#ifndef THEMEWALL_APP_COMMAND_H
#define THEMEWALL_APP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

/*
 * Everything a person can do, declared once in app/commands.def: the enum, the dispatch, default
 * keys, palette, hint line, help, menus, `themewall run` and docs/keys.md come from there. A
 * handler reads its arguments (or, without any and with a screen, the focus), changes the wall
 * through store/edit.h and leaves a message or an answer. It never draws.
 */
struct app;

/* Where a command's keys and palette entry count. */
enum command_context {
	CTX_START = 1 << 0,
	CTX_WALL = 1 << 1,
	CTX_READER = 1 << 2,
	CTX_OUTLINE = 1 << 3,
	CTX_PAGE = 1 << 4, /* coverage and findings */
	CTX_RUN = 1 << 5,  /* may be given to `themewall run`: all of these change the wall */
	CTX_EDIT = 1 << 6, /* changes the wall, too, and needs a screen */
	CTX_PREVIEW = 1 << 7, /* an import that is looked at */
	CTX_FINDINGS = 1 << 8, /* findings alone */
	CTX_SORT = 1 << 9,     /* sorting alone, and comparing */
	CTX_BOARD = CTX_WALL | CTX_OUTLINE,
	CTX_VIEWS = CTX_WALL | CTX_READER | CTX_OUTLINE | CTX_PAGE,
	CTX_ANY = CTX_VIEWS | CTX_START | CTX_PREVIEW,
};

enum command_id {
#define CMD(id, name, contexts, keys, args, handler, help, words) CMD_##id,
#include "themewall/app/commands.def"
#undef CMD
	COMMANDS
};

/* A command's words, borrowed: without its name, quotes removed, options as they are ("--segment").
 */
enum { ARGS_MAX = 24 }; /* in one line; the command line of the shell may give more */
struct args {
	const struct str *word;
	size_t n;
};

struct command {
	enum command_id id;
	const char *name; /* "card-move" */
	unsigned contexts;
	const char *keys; /* default keys, blank between: "u <C-z>" */
	const char *args; /* "CARD... PLACE [SLOT]" */
	bool (*run)(struct app *app, const struct args *args, struct err *err);
	const char *help;  /* "Send the card to a theme" */
	const char *words; /* further task words for the palette: "sort group file under" */
};

const struct command *command_get(enum command_id id);
const struct command *command_find(struct str name); /* NULL */

/* Splits a line at blanks; "…" and '…' keep blanks, \" inside. word[0] is the command's name.
 * False: a quote never closes, or more than ARGS_MAX words behind the name. buf holds the words. */
bool args_parse(struct str line, struct str word[ARGS_MAX + 1], size_t *n, struct strbuf *buf,
		struct err *err);

bool command_run(struct app *app, enum command_id id, const struct args *args, struct err *err);
/* A whole line, "card-move C-041 T-03". app->answer holds the answer. */
bool command_run_line(struct app *app, struct str line, struct err *err);

/* Runs from the keyboard or the mouse: no arguments, errors go to the message line, then news are
 * read. */
void command_invoke(struct app *app, enum command_id id);

/* Contexts of what is on the screen now. */
unsigned command_contexts(const struct app *app);
/* Whether it has a meaning there and can work: nothing that changes a wall opened for watching. */
bool command_is_offered(const struct app *app, enum command_id id);

/* A key with its modifiers. */
struct key_chord {
	uint32_t key;
	unsigned mods;
};

/* The command bound to a key there; COMMANDS when none. */
enum command_id keymap_find(const struct app *app, uint32_t key, unsigned mods);
/* How a key is written for people: "Space", "Ctrl-Z", "m", "F4". Appends. */
void key_add_name(struct strbuf *out, uint32_t key, unsigned mods);
/* Reads one key of a def line ("<C-z>", "<Space>", "m", "<S-Tab>"); false when it does not parse.
 */
bool key_parse(struct str word, uint32_t *key, unsigned *mods);
/* Reads one key as a def or as a person writes it: "<C-z>", "Ctrl-Z", "Space", "PgUp", "m". */
bool key_read(struct str word, struct key_chord *key);
/* The first key of a command as people write it; "" when it has none. settings: NULL for the
 * default keys. */
struct settings;
void command_add_key(struct strbuf *out, const struct settings *settings, enum command_id id);
/* The same as messages name it; without any key the command's name. */
struct key_words {
	char z[24];
};
struct key_words key_in_force(const struct app *app, enum command_id id);
/* All of them, ", " between. */
void command_add_keys(struct strbuf *out, const struct settings *settings, enum command_id id);

/* The keys worth showing now, most useful first: what the hint line prints and a click on it runs.
 */
struct hint {
	enum command_id id; /* COMMANDS: only words */
	char key[32];       /* "Space"; "" when a person has taken its keys away */
	const char *what;   /* "pick up" */
};
size_t command_hints(const struct app *app, struct hint *hints, size_t max);

/* Key and mouse events that no prompt or carry wanted. */
struct event;
void app_key(struct app *app, uint32_t key, unsigned mods);
void app_paste(struct app *app, struct str text);

#endif
