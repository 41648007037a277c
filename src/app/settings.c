/*
 * Settings: a small text file, read line by line. Each line stands for itself, so that a wrong one
 * costs nothing but itself; only what keys mean together is looked at when all lines are read, so
 * that two commands may change keys. Values are checked by the table of app/settings.def.
 */
#include "themewall/app/settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { FILE_MAX = 1 << 18 };

static const struct setting table[SETTINGS] = {
#define SETTING(id_, section_, name_, type_, choices_, low_, high_, fallback_, label_, help_)      \
	[SETTING_##id_] = {.id = SETTING_##id_,                                                    \
			   .section = section_,                                                    \
			   .name = name_,                                                          \
			   .type = SETTING_##type_,                                                \
			   .choices = choices_,                                                    \
			   .low = low_,                                                            \
			   .high = high_,                                                          \
			   .fallback = fallback_,                                                  \
			   .label = label_,                                                        \
			   .help = help_},
#include "themewall/app/settings.def"
#undef SETTING
};

const struct setting *setting_get(enum setting_id id)
{
	return &table[id];
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){.number = {0}};
	strbuf_init(&settings->path);
	strbuf_init(&settings->problems);
	for (int id = 0; id < SETTINGS; id++) {
		settings->number[id] = table[id].fallback;
		strbuf_init(&settings->text[id]);
	}
}

void settings_release(struct settings *settings)
{
	strbuf_release(&settings->path);
	strbuf_release(&settings->problems);
	for (int id = 0; id < SETTINGS; id++)
		strbuf_release(&settings->text[id]);
}

/* --- one value --- */

static bool next_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	*word = str_part(*rest, 0, str_find_char(*rest, ' '));
	*rest = str_part(*rest, word->n, rest->n);
	return word->n > 0;
}

static bool take_choice(const struct setting *setting, struct str value, int *number,
			struct err *err)
{
	struct str rest = str_of(setting->choices), word;
	for (int i = 0; next_word(&rest, &word); i++)
		if (str_equal_ascii(word, value)) {
			*number = i;
			return true;
		}
	return err_set(err, ERR_USAGE, "%s takes one of: %s; not “%.*s”", setting->name,
		       setting->choices, STR_ARG(value));
}

static bool take_number(const struct setting *setting, struct str value, int *number,
			struct err *err)
{
	int64_t n;
	if (!str_to_int(value, &n) || n < setting->low || n > setting->high)
		return err_set(err, ERR_USAGE, "%s takes a number from %d to %d, not “%.*s”",
			       setting->name, setting->low, setting->high, STR_ARG(value));
	*number = (int)n;
	return true;
}

bool setting_take(struct settings *settings, enum setting_id id, struct str value, struct err *err)
{
	const struct setting *setting = &table[id];
	if (setting->type == SETTING_CHOICE)
		return take_choice(setting, value, &settings->number[id], err);
	if (setting->type == SETTING_NUMBER)
		return take_number(setting, value, &settings->number[id], err);
	if (value.n > (size_t)setting->high)
		return err_set(err, ERR_USAGE, "%s takes %d letters at most", setting->name,
			       setting->high);
	strbuf_reset(&settings->text[id]);
	strbuf_add_str(&settings->text[id], value);
	return true;
}

void setting_add_value(struct strbuf *out, const struct settings *settings, enum setting_id id)
{
	const struct setting *setting = &table[id];
	struct str rest = str_of(setting->choices), word = STR("");
	if (setting->type == SETTING_TEXT)
		strbuf_add_str(out, strbuf_str(&settings->text[id]));
	else if (setting->type == SETTING_NUMBER)
		strbuf_addf(out, "%d", settings->number[id]);
	for (int i = 0; setting->type == SETTING_CHOICE && i <= settings->number[id]; i++)
		next_word(&rest, &word);
	strbuf_add_str(out, word);
}

struct saturation_settings settings_saturation(const struct settings *settings)
{
	const struct saturation_preset *presets;
	size_t n = saturation_presets(&presets);
	if (!settings)
		return SATURATION_DEFAULT;
	/* 0: own, then the presets in order */
	size_t rule = (size_t)settings->number[SETTING_RULE];
	if (rule > 0 && rule <= n)
		return presets[rule - 1].settings;
	return (struct saturation_settings){(size_t)settings->number[SETTING_BASE],
					    (size_t)settings->number[SETTING_RUN],
					    settings->number[SETTING_THRESHOLD]};
}

/* --- lines --- */

struct reading {
	struct settings *settings;
	const char *file;
	struct str section;
	bool known; /* the section */
	int line;
};

static void complain(struct reading *r, int line, const char *words)
{
	strbuf_addf(&r->settings->problems, "%s:%d: %s; the line is skipped\n", r->file, line,
		    words);
}

static bool take_key_list(struct binding *binding, struct str value, struct err *err)
{
	struct str word;
	if (str_equal(value, STR("none")) || value.n == 0)
		return true;
	while (next_word(&value, &word)) {
		if (binding->n == BINDING_KEYS)
			return err_set(err, ERR_USAGE, "a command has %d keys at most",
				       BINDING_KEYS);
		if (!key_read(word, &binding->keys[binding->n]))
			return err_set(err, ERR_USAGE,
				       "“%.*s” is no key; write m, Space, F4, Ctrl-Z or Alt-x",
				       STR_ARG(word));
		binding->n++;
	}
	return true;
}

static bool take_keys(struct reading *r, struct str name, struct str value, struct err *err)
{
	const struct command *command = command_find(name);
	struct binding binding = {.set = true, .line = r->line};
	if (!command || !(command->contexts & CTX_ANY))
		return err_set(err, ERR_USAGE,
			       "there is no command “%.*s” that can have a key; docs/keys.md "
			       "names them",
			       STR_ARG(name));
	if (!take_key_list(&binding, value, err))
		return false;
	r->settings->bindings[command->id] = binding;
	return true;
}

static bool take_setting(struct reading *r, struct str name, struct str value, struct err *err)
{
	for (int id = 0; id < SETTINGS; id++)
		if (str_equal(r->section, str_of(table[id].section)) &&
		    str_equal(name, str_of(table[id].name)))
			return setting_take(r->settings, (enum setting_id)id, value, err);
	return err_set(err, ERR_USAGE, "there is no setting “%.*s” in [%.*s]", STR_ARG(name),
		       STR_ARG(r->section));
}

static bool is_section(struct str name)
{
	if (str_equal(name, STR("keys")))
		return true;
	for (int id = 0; id < SETTINGS; id++)
		if (str_equal(name, str_of(table[id].section)))
			return true;
	return false;
}

static bool take_section(struct reading *r, struct str line, struct err *err)
{
	r->section = str_trim(str_part(line, 1, str_find_char(line, ']')));
	r->known = line.p[line.n - 1] == ']' && is_section(r->section);
	if (r->known)
		return true;
	return err_set(err, ERR_USAGE,
		       "there is no section %.*s; there are [screen], [person], [saturation] and "
		       "[keys]",
		       STR_ARG(line));
}

static bool take_line(struct reading *r, struct str line, struct err *err)
{
	if (line.p[0] == '[')
		return take_section(r, line, err);
	/* from the second byte: "=" is a key, but no name begins with it */
	size_t equals = 1 + str_find_char(str_part(line, 1, line.n), '=');
	if (equals >= line.n)
		return err_set(err, ERR_USAGE, "“%.*s” has no =; write name = value",
			       STR_ARG(line));
	struct str name = str_trim(str_part(line, 0, equals));
	struct str value = str_trim(str_part(line, equals + 1, line.n));
	if (!r->section.n)
		return err_set(err, ERR_USAGE,
			       "“%.*s” stands before any section; write [screen] or [keys] above "
			       "it",
			       STR_ARG(name));
	if (!r->known) /* said at its head */
		return true;
	return str_equal(r->section, STR("keys")) ? take_keys(r, name, value, err)
						  : take_setting(r, name, value, err);
}

/* --- what keys mean together --- */

/* A line that gives a key to two commands of one place is taken back: the first one in the table
 * would win in silence. */
static bool shares_a_key(struct reading *r, enum command_id id)
{
	struct binding *binding = &r->settings->bindings[id];
	for (size_t i = 0; i < binding->n; i++) {
		enum command_id other = settings_conflict(r->settings, id, binding->keys[i]);
		struct strbuf words = STRBUF_INIT;
		if (other == COMMANDS)
			continue;
		key_add_name(&words, binding->keys[i].key, binding->keys[i].mods);
		strbuf_addf(&words, " is the key of %s already; give that one another key",
			    command_get(other)->name);
		complain(r, binding->line, words.buf);
		strbuf_release(&words);
		return true;
	}
	return false;
}

/* Without a way to the commands and out nobody finds their way back. */
static bool locks_out(struct reading *r, enum command_id id)
{
	if (r->settings->bindings[id].n || (id != CMD_PALETTE && id != CMD_QUIT))
		return false;
	complain(r, r->settings->bindings[id].line, "this command must keep a key");
	return true;
}

/* The last line first: the earlier of two that fight stays. */
static enum command_id last_binding(const struct settings *settings, int before)
{
	int best = 0;
	enum command_id found = COMMANDS;
	for (int id = 0; id < COMMANDS; id++) {
		const struct binding *binding = &settings->bindings[id];
		if (binding->set && binding->line < before && binding->line > best) {
			best = binding->line;
			found = (enum command_id)id;
		}
	}
	return found;
}

/* One taken back may leave another without room: until all is well. */
static void settle_keys(struct reading *r)
{
	bool again = true;
	while (again) {
		int before = r->line + 1;
		enum command_id id;
		again = false;
		while ((id = last_binding(r->settings, before)) != COMMANDS) {
			before = r->settings->bindings[id].line;
			if (!shares_a_key(r, id) && !locks_out(r, id))
				continue;
			r->settings->bindings[id] = (struct binding){.n = 0};
			again = true;
		}
	}
}

void settings_parse(struct settings *settings, struct str text, const char *file)
{
	struct reading r = {.settings = settings, .file = file, .section = STR("")};
	struct str line;
	if (!utf8_is_valid(text)) {
		strbuf_addf(&settings->problems, "%s: this is no UTF-8 text; it is skipped\n",
			    file);
		return;
	}
	while (str_next_line(&text, &line)) {
		struct err err = ERR_INIT;
		r.line++;
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && line.p[0] != ';' && !take_line(&r, line, &err))
			complain(&r, r.line, err.msg);
	}
	settle_keys(&r);
}

/* --- the file --- */

void settings_load(struct settings *settings)
{
	struct strbuf text = STRBUF_INIT;
	char block[4096];
	size_t n;
	strbuf_reset(&settings->path);
	if (!start_folder(&settings->path, "XDG_CONFIG_HOME", ".config")) {
		strbuf_reset(&settings->path);
		return;
	}
	strbuf_add_z(&settings->path, "/config");
	FILE *file = fopen(settings->path.buf, "re");
	if (!file && errno != ENOENT && errno != ENOTDIR)
		strbuf_addf(&settings->problems, "%s: cannot be read (%s); it is skipped\n",
			    settings->path.buf, strerror(errno));
	while (file && text.len < FILE_MAX && (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(&text, block, n);
	if (file)
		fclose(file);
	settings_parse(settings, strbuf_str(&text), settings->path.buf);
	strbuf_release(&text);
}
