/* Keys: how they are written in commands.def ("<C-z>"), how people read and write them ("Ctrl-Z"),
 * and which command one runs: by the settings, else by the table. */
#include <stdio.h>

#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/app/page.h"
#include "themewall/app/settings.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

static const struct key_name {
	const char *def, *shown;
	uint32_t key;
} key_names[] = {
	{"Space", "Space", ' '},
	{"Esc", "Esc", KEY_ESC},
	{"Enter", "Enter", KEY_ENTER},
	{"Tab", "Tab", KEY_TAB},
	{"Backspace", "Backspace", KEY_BACKSPACE},
	{"Up", "↑", KEY_UP},
	{"Down", "↓", KEY_DOWN},
	{"Left", "←", KEY_LEFT},
	{"Right", "→", KEY_RIGHT},
	{"Home", "Home", KEY_HOME},
	{"End", "End", KEY_END},
	{"PageUp", "PgUp", KEY_PAGE_UP},
	{"PageDown", "PgDn", KEY_PAGE_DOWN},
	{"Insert", "Ins", KEY_INSERT},
	{"Delete", "Del", KEY_DELETE},
};

static bool parse_f_key(struct str word, uint32_t *key)
{
	int64_t n;
	if (word.n < 2 || word.p[0] != 'F' || !str_to_int(str_part(word, 1, word.n), &n) || n < 1 ||
	    n > 12)
		return false;
	*key = KEY_F1 + (uint32_t)n - 1;
	return true;
}

static bool parse_named(struct str word, uint32_t *key)
{
	for (size_t i = 0; i < TW_COUNT(key_names); i++)
		if (str_equal(word, str_of(key_names[i].def))) {
			*key = key_names[i].key;
			return true;
		}
	if (parse_f_key(word, key))
		return true;
	return word.n > 0 && utf8_decode(word, 0, key) == word.n;
}

bool key_parse(struct str word, uint32_t *key, unsigned *mods)
{
	*mods = 0;
	if (word.n < 3 || word.p[0] != '<' || word.p[word.n - 1] != '>')
		return word.n > 0 && utf8_decode(word, 0, key) == word.n;
	word = str_part(word, 1, word.n - 1);
	while (word.n > 2 && word.p[1] == '-') {
		char c = word.p[0];
		unsigned mod = c == 'C' ? MOD_CTRL : c == 'A' ? MOD_ALT : c == 'S' ? MOD_SHIFT : 0;
		if (!mod)
			return false;
		*mods |= mod;
		word = str_part(word, 2, word.n);
	}
	return parse_named(word, key);
}

void key_add_name(struct strbuf *out, uint32_t key, unsigned mods)
{
	strbuf_add_z(out, mods & MOD_CTRL ? "Ctrl-" : "");
	strbuf_add_z(out, mods & MOD_ALT ? "Alt-" : "");
	strbuf_add_z(out, mods & MOD_SHIFT ? "Shift-" : "");
	for (size_t i = 0; i < TW_COUNT(key_names); i++)
		if (key_names[i].key == key) {
			strbuf_add_z(out, key_names[i].shown);
			return;
		}
	if (key >= KEY_F1 && key <= KEY_F12)
		strbuf_addf(out, "F%u", key - KEY_F1 + 1);
	else if (mods && key >= 'a' && key <= 'z')
		strbuf_add_char(out, (char)(key - 32));
	else
		utf8_add(out, key);
}

/* Takes the next key word off a def's list. */
static bool next_key(struct str *keys, uint32_t *key, unsigned *mods)
{
	*keys = str_trim(*keys);
	if (keys->n == 0)
		return false;
	size_t end = str_find_char(*keys, ' ');
	bool parsed = key_parse(str_part(*keys, 0, end), key, mods);
	*keys = str_part(*keys, end, keys->n);
	return parsed;
}

/* "Ctrl-", "alt-": taken off *word. */
static bool take_modifier(struct str *word, unsigned *mods)
{
	static const struct {
		const char *name;
		unsigned mod;
	} modifiers[] = {{"Ctrl-", MOD_CTRL}, {"Alt-", MOD_ALT}, {"Shift-", MOD_SHIFT}};
	for (size_t i = 0; i < TW_COUNT(modifiers); i++) {
		struct str name = str_of(modifiers[i].name);
		if (word->n <= name.n || !str_equal_ascii(str_part(*word, 0, name.n), name))
			continue;
		*mods |= modifiers[i].mod;
		*word = str_part(*word, name.n, word->n);
		return true;
	}
	return false;
}

/* A name as it is shown or declared, in any case. */
static bool read_named(struct str word, uint32_t *key)
{
	for (size_t i = 0; i < TW_COUNT(key_names); i++)
		if (str_equal_ascii(word, str_of(key_names[i].shown)) ||
		    str_equal_ascii(word, str_of(key_names[i].def))) {
			*key = key_names[i].key;
			return true;
		}
	return parse_named(word, key);
}

bool key_read(struct str word, struct key_chord *key)
{
	if (word.n > 2 && word.p[0] == '<' && key_parse(word, &key->key, &key->mods))
		return true;
	key->mods = 0;
	while (take_modifier(&word, &key->mods))
		;
	if (!read_named(word, &key->key) || key->key <= 0x1f || key->key == 0x7f)
		return false;
	if (key->mods && key->key >= 'A' && key->key <= 'Z')
		key->key += 32;
	/* the terminal tells Shift apart for named keys only */
	return !(key->mods & MOD_SHIFT) || key->key >= KEY_BASE;
}

void settings_binding(const struct settings *settings, enum command_id id, struct binding *out)
{
	struct str keys = str_of(command_get(id)->keys);
	if (settings && settings->bindings[id].set) {
		*out = settings->bindings[id];
		return;
	}
	*out = (struct binding){.n = 0};
	while (out->n < BINDING_KEYS &&
	       next_key(&keys, &out->keys[out->n].key, &out->keys[out->n].mods))
		out->n++;
}

static bool has_key(const struct settings *settings, enum command_id id, struct key_chord key)
{
	struct binding binding;
	settings_binding(settings, id, &binding);
	for (size_t i = 0; i < binding.n; i++)
		if (binding.keys[i].key == key.key && binding.keys[i].mods == key.mods)
			return true;
	return false;
}

enum command_id settings_conflict(const struct settings *settings, enum command_id id,
				  struct key_chord key)
{
	unsigned places = command_get(id)->contexts & CTX_ANY;
	for (int other = 0; other < COMMANDS; other++)
		if (other != (int)id && (command_get((enum command_id)other)->contexts & places) &&
		    has_key(settings, (enum command_id)other, key))
			return (enum command_id)other;
	return COMMANDS;
}

enum command_id keymap_find(const struct app *app, uint32_t key, unsigned mods)
{
	unsigned contexts = command_contexts(app);
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		if ((command->contexts & contexts) &&
		    has_key(app->settings, command->id, (struct key_chord){key, mods}))
			return command->id;
	}
	return COMMANDS;
}

static void add_first_keys(struct strbuf *out, const struct settings *settings, enum command_id id,
			   size_t most)
{
	struct binding binding;
	settings_binding(settings, id, &binding);
	for (size_t i = 0; i < binding.n && i < most; i++) {
		strbuf_add_z(out, i ? ", " : "");
		key_add_name(out, binding.keys[i].key, binding.keys[i].mods);
	}
}

void command_add_key(struct strbuf *out, const struct settings *settings, enum command_id id)
{
	add_first_keys(out, settings, id, 1);
}

void command_add_keys(struct strbuf *out, const struct settings *settings, enum command_id id)
{
	add_first_keys(out, settings, id, BINDING_KEYS);
}

struct key_words key_in_force(const struct app *app, enum command_id id)
{
	struct key_words words;
	struct strbuf key = STRBUF_INIT;
	command_add_key(&key, app->settings, id);
	if (!key.len)
		strbuf_add_z(&key, command_get(id)->name);
	snprintf(words.z, sizeof words.z, "%s", key.buf);
	strbuf_release(&key);
	return words;
}

void app_key(struct app *app, uint32_t key, unsigned mods)
{
	app->dirty = true;
	if (retry_key(app, key, mods))
		return;
	if (prompt_key(app, key, mods) || carry_key(app, key, mods))
		return;
	enum command_id id = keymap_find(app, key, mods);
	app->message.kind = MESSAGE_NONE;
	if (app->help_open && id != CMD_QUIT && id != CMD_PALETTE) {
		page_key(app, key);
		return;
	}
	if (id != COMMANDS)
		command_invoke(app, id);
}
