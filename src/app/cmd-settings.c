/*
 * The settings screen: a chooser of what can be set, with what it is now beside it. A choice turns
 * to its next value at once; numbers and words have a field; keys are pressed. Each change is kept
 * in the person's file before it shows here as done.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/settings.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

enum { ROW_KEYS = SETTINGS, ROW_PROBLEM };
enum { KEY_PRESS, KEY_DEFAULT, KEY_NONE };

static void open_settings(struct app *app, size_t chosen);
static void open_keys(struct app *app);

void app_use_settings(struct app *app)
{
	const struct settings *settings = app->settings;
	app->theme = (enum theme)settings->number[SETTING_THEME];
	app->ascii = app->only_ascii || settings->number[SETTING_LETTERS] == 1;
	app->mouse_on = settings->number[SETTING_MOUSE] == 0;
}

/* What is set shows at once, but for who one is: that is told when a wall opens. */
static void use_setting(struct app *app, enum setting_id id)
{
	struct settings *settings = app->settings;
	if (id == SETTING_THEME)
		app->theme = (enum theme)settings->number[id];
	if (id == SETTING_LETTERS)
		app->ascii = app->only_ascii || settings->number[id] == 1;
	if (id == SETTING_MOUSE)
		app->mouse_on = settings->number[id] == 0;
	if (id == SETTING_NAME || id == SETTING_INITIALS)
		app_say(app, MESSAGE_INFO, "Kept; it counts from the next study you open");
}

static bool save_setting(struct app *app, enum setting_id id, struct err *err)
{
	use_setting(app, id);
	return settings_save(app->settings, id, err);
}

/* Who changes a number of the rule wants it to count: the guide that was chosen goes. */
static bool use_own_rule(struct app *app, enum setting_id id, struct err *err)
{
	int *rule = &app->settings->number[SETTING_RULE];
	if ((id != SETTING_BASE && id != SETTING_RUN && id != SETTING_THRESHOLD) || *rule == 0)
		return true;
	*rule = 0;
	return save_setting(app, SETTING_RULE, err);
}

/* Whose rule it is now, and its numbers. */
static void say_rule(struct app *app)
{
	const struct saturation_preset *presets;
	struct saturation_settings rule = settings_saturation(app->settings);
	saturation_presets(&presets);
	int chosen = app->settings->number[SETTING_RULE];
	app_say(app, MESSAGE_INFO, "%s (base %zu, run %zu, threshold %d%%)",
		chosen ? presets[chosen - 1].what : "Your own rule", rule.base, rule.run,
		rule.threshold);
}

static bool take_text(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	enum setting_id id = (enum setting_id)app->prompt.subject;
	if (!setting_take(app->settings, id, text, err))
		return false;
	bool ok = save_setting(app, id, err) && use_own_rule(app, id, err);
	open_settings(app, id);
	if (!ok)
		app_say_err(app, err);
	return true;
}

static void turn_choice(struct app *app, enum setting_id id)
{
	struct err err = ERR_INIT;
	const struct setting *setting = setting_get(id);
	int *number = &app->settings->number[id];
	*number = *number == setting->high ? setting->low : *number + 1;
	bool ok = save_setting(app, id, &err);
	open_settings(app, id);
	if (ok && id == SETTING_RULE)
		say_rule(app);
	if (!ok)
		app_say_err(app, &err);
}

static void ask_value(struct app *app, enum setting_id id)
{
	struct strbuf now = STRBUF_INIT;
	setting_add_value(&now, app->settings, id);
	prompt_open_field(app, setting_get(id)->label, strbuf_str(&now), id, take_text);
	strbuf_add_z(&app->prompt.help, setting_get(id)->help);
	strbuf_release(&now);
}

static bool take_row(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	if (value == ROW_KEYS)
		open_keys(app);
	else if (value == ROW_PROBLEM)
		open_settings(app, SETTINGS);
	else if (setting_get((enum setting_id)value)->type == SETTING_CHOICE)
		turn_choice(app, (enum setting_id)value);
	else
		ask_value(app, (enum setting_id)value);
	return true;
}

static void fill_settings(struct app *app, struct prompt *prompt, struct str typed)
{
	struct str problems = strbuf_str(&app->settings->problems), line;
	struct strbuf label = STRBUF_INIT, value = STRBUF_INIT;
	for (int id = 0; id < SETTINGS; id++) {
		const struct setting *setting = setting_get((enum setting_id)id);
		strbuf_reset(&label);
		strbuf_reset(&value);
		setting_add_value(&value, app->settings, setting->id);
		strbuf_addf(&label, "%-20s %s", setting->label, value.len ? value.buf : "–");
		prompt_add_row(prompt, strbuf_str(&label), setting->help, id, false);
	}
	prompt_add_row(prompt, STR("Keys…"), "every command, by pressing its key", ROW_KEYS, false);
	while (str_next_line(&problems, &line))
		prompt_add_row(prompt, line, NULL, ROW_PROBLEM, false);
	strbuf_release(&label);
	strbuf_release(&value);
}

/* As people write it: from ~ on. */
static void add_path(struct strbuf *out, struct str path)
{
	struct str home = str_of(getenv("HOME"));
	bool inside = home.n > 1 && str_starts(path, home);
	if (path.n == 0)
		strbuf_add_z(out, "no file: there is no home folder");
	else
		strbuf_addf(out, "%s%.*s", inside ? "~" : "",
			    STR_ARG(str_part(path, inside ? home.n : 0, path.n)));
}

static void open_settings(struct app *app, size_t chosen)
{
	prompt_open_list(app, "Settings", false, 0, fill_settings, take_row);
	strbuf_add_z(&app->prompt.help, "Enter changes · kept in ");
	add_path(&app->prompt.help, strbuf_str(&app->settings->path));
	prompt_choose(app, chosen);
}

/* --- keys --- */

/* Whether a command of one place would lose a key to another. */
static bool key_is_free(struct app *app, enum command_id id, struct key_chord key, struct err *err)
{
	enum command_id other = settings_conflict(app->settings, id, key);
	struct strbuf name = STRBUF_INIT;
	if (other == COMMANDS)
		return true;
	key_add_name(&name, key.key, key.mods);
	err_set(err, ERR_USAGE, "%s already means “%s”; press another one", name.buf,
		command_get(other)->help);
	strbuf_release(&name);
	return false;
}

static bool keep_keys(struct app *app, enum command_id id, struct binding binding, struct err *err)
{
	struct strbuf keys = STRBUF_INIT;
	app->settings->bindings[id] = binding;
	bool ok = settings_save_keys(app->settings, id, err);
	open_keys(app);
	command_add_keys(&keys, app->settings, id);
	if (ok)
		app_say(app, MESSAGE_GOOD, "%s: %s", keys.len ? keys.buf : "no key",
			command_get(id)->help);
	else
		app_say_err(app, err);
	strbuf_release(&keys);
	return true;
}

static bool take_pressed(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	enum command_id id = (enum command_id)app->prompt.subject;
	struct binding binding = {.keys = {app->prompt.pressed}, .n = 1, .set = true};
	return key_is_free(app, id, app->prompt.pressed, err) && keep_keys(app, id, binding, err);
}

static void fill_press(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Press the new key now; Esc leaves it as it was"), NULL, 0,
		       false);
}

/* The default keys may have gone to another command meanwhile. */
static bool back_to_default(struct app *app, enum command_id id, struct err *err)
{
	struct binding binding;
	settings_binding(NULL, id, &binding);
	for (size_t i = 0; i < binding.n; i++)
		if (!key_is_free(app, id, binding.keys[i], err))
			return false;
	return keep_keys(app, id, (struct binding){.n = 0}, err);
}

static bool take_key_way(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	enum command_id id = (enum command_id)app->prompt.subject;
	if (value == KEY_DEFAULT)
		return back_to_default(app, id, err);
	if (value == KEY_NONE && (id == CMD_PALETTE || id == CMD_QUIT))
		return err_set(err, ERR_USAGE, "this command must keep a key");
	if (value == KEY_NONE)
		return keep_keys(app, id, (struct binding){.set = true}, err);
	prompt_open_list(app, command_get(id)->help, false, id, fill_press, take_pressed);
	app->prompt.wants_key = true;
	return true;
}

static void fill_key_ways(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf keys = STRBUF_INIT;
	command_add_keys(&keys, app->settings, (enum command_id)prompt->subject);
	prompt_add_row(prompt, STR("Press another key for it…"), keys.len ? keys.buf : "no key",
		       KEY_PRESS, false);
	strbuf_reset(&keys);
	command_add_keys(&keys, NULL, (enum command_id)prompt->subject);
	prompt_add_row(prompt, STR("Back to the default key"), keys.len ? keys.buf : "no key",
		       KEY_DEFAULT, false);
	prompt_add_row(prompt, STR("No key: by the palette and the mouse only"), NULL, KEY_NONE,
		       false);
	strbuf_release(&keys);
}

static bool choose_command(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err)
{
	prompt_open_list(app, command_get((enum command_id)value)->help, false, value,
			 fill_key_ways, take_key_way);
	return true;
}

static void fill_keys(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf needle = STRBUF_INIT, keys = STRBUF_INIT, folded = STRBUF_INIT;
	fold_text(&needle, typed);
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		strbuf_reset(&folded);
		fold_text(&folded, str_of(command->help));
		if (!(command->contexts & CTX_ANY) ||
		    fuzzy_score(strbuf_str(&needle), strbuf_str(&folded)) < 0)
			continue;
		strbuf_reset(&keys);
		command_add_keys(&keys, app->settings, command->id);
		prompt_add_row(prompt, str_of(command->help), keys.buf, id, false);
	}
	strbuf_release(&needle);
	strbuf_release(&keys);
	strbuf_release(&folded);
}

static void open_keys(struct app *app)
{
	prompt_open_list(app, "Keys: choose a command", true, 0, fill_keys, choose_command);
}

bool cmd_settings(struct app *app, const struct args *args, struct err *err)
{
	if (!app->settings)
		return err_set(err, ERR_USAGE,
			       "settings belong to the screen; start themewall "
			       "without a command");
	open_settings(app, 0);
	return true;
}
