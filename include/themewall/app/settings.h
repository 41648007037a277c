#ifndef THEMEWALL_APP_SETTINGS_H
#define THEMEWALL_APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/app/command.h"
#include "themewall/app/theme.h"
#include "themewall/base/err.h"
#include "themewall/base/str.h"
#include "themewall/model/saturation.h"

/*
 * What a person has set once for all their walls: $XDG_CONFIG_HOME/themewall/config (or
 * ~/.config/themewall/config), a text file of `name = value` lines under [screen], [person],
 * [saturation] and [keys]. A line that begins with # or ; is a comment. Under [keys] the name is a
 * command's and the value its keys, blanks between them: `undo = u Ctrl-Z`; `none` takes
 * them all away.
 *
 * A line that cannot be followed is named in `problems` and skipped; it never keeps the program
 * from starting. Options of the command line win over what is set here.
 */
enum setting_id {
#define SETTING(id, section, name, type, choices, low, high, fallback, label, help) SETTING_##id,
#include "themewall/app/settings.def"
#undef SETTING
	SETTINGS
};

enum setting_type { SETTING_CHOICE, SETTING_NUMBER, SETTING_TEXT };

struct setting {
	enum setting_id id;
	const char *section, *name;
	enum setting_type type;
	const char *choices; /* of a choice, blanks between */
	int low, high, fallback;
	const char *label, *help;
};

enum { BINDING_KEYS = 4 };

/* The keys of one command. */
struct binding {
	struct key_chord keys[BINDING_KEYS];
	size_t n;
	bool set; /* else the default ones count */
	int line; /* of the file; 0: set on the screen */
};

struct settings {
	int number[SETTINGS];         /* of choices and numbers */
	struct strbuf text[SETTINGS]; /* of texts */
	struct binding bindings[COMMANDS];
	struct strbuf path;     /* of the file; empty: there is no home to keep it in */
	struct strbuf problems; /* a line each: file and line, what is wrong, what to do */
};

void settings_init(struct settings *settings); /* all by default */
void settings_release(struct settings *settings);
/* Reads the file where it belongs; a missing one is no problem. */
void settings_load(struct settings *settings);
/* The same from text; `file` names it in problems. */
void settings_parse(struct settings *settings, struct str text, const char *file);

const struct setting *setting_get(enum setting_id id);
/* The value as the file has it: "dark", "4", "ana". Appends. */
void setting_add_value(struct strbuf *out, const struct settings *settings, enum setting_id id);
/* Takes a value as a person writes it; ERR_USAGE says what it may be. */
bool setting_take(struct settings *settings, enum setting_id id, struct str value, struct err *err);
/* settings may be NULL. */
struct saturation_settings settings_saturation(const struct settings *settings);

/* app->settings begins to count: colours, letters, mouse. */
void app_use_settings(struct app *app);

/* The keys a command has: those set, else the default ones. settings may be NULL. */
void settings_binding(const struct settings *settings, enum command_id id, struct binding *out);
/* The other command that has the key in a place where `id` works, too; COMMANDS when none. */
enum command_id settings_conflict(const struct settings *settings, enum command_id id,
				  struct key_chord key);

/*
 * Write one line of the file, all others, their order and the comments kept: the text is made
 * whole beside it and renamed. The value is what is set now; a command whose keys are the default
 * ones loses its line.
 */
bool settings_save(const struct settings *settings, enum setting_id id, struct err *err);
bool settings_save_keys(const struct settings *settings, enum command_id id, struct err *err);
/* The text of the file with one line set (value.p NULL: without it). Pure. */
void settings_edit(struct strbuf *text, const char *section, const char *name, struct str value);

#endif
