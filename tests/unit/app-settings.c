/* app/settings: wrong lines are named and skipped, keys keep one meaning, the file keeps its shape.
 */
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "themewall/app/event.h"
#include "themewall/app/settings.h"

static struct settings settings;

static const char *parse(const char *text)
{
	settings_release(&settings);
	settings_init(&settings);
	settings_parse(&settings, str_of(text), "config");
	return settings.problems.buf;
}

static void is_value(enum setting_id id, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	setting_add_value(&got, &settings, id);
	is_str(got.buf, want, "%s is %s", setting_get(id)->name, want);
	strbuf_release(&got);
}

static void is_bound(enum command_id id, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	command_add_keys(&got, &settings, id);
	is_str(got.buf, want, "%s has %s", command_get(id)->name, want);
	strbuf_release(&got);
}

static void test_values(void)
{
	is_str(parse("# mine\n\n[screen]\ntheme = Contrast\n mouse=off\n; end\n[person]\nname = "
		     "Ana "
		     "Núñez\n[saturation]\nbase = 6\n"),
	       "", "a good file has no problems");
	is_value(SETTING_THEME, "contrast");
	is_value(SETTING_MOUSE, "off");
	is_value(SETTING_LETTERS, "auto");
	is_value(SETTING_NAME, "Ana Núñez");
	is_int(settings_saturation(&settings).base, 6, "the base");
	is_int(settings_saturation(&settings).run, 2, "and the rest by default");
	is_int(settings_saturation(NULL).base, 4, "without settings, too");
}

static void test_wrong_lines(void)
{
	is_str(parse("theme = dark\n[screen]\ntheme = purple\ncolour = red\nmouse\n[kyes]\nundo = "
		     "x\n"
		     "[saturation]\nrun = 11\n[screen]\ntheme = dark\n"),
	       "config:1: “theme” stands before any section; write [screen] or [keys] above it; "
	       "the "
	       "line is skipped\n"
	       "config:3: theme takes one of: auto light dark contrast mono; not “purple”; the "
	       "line "
	       "is skipped\n"
	       "config:4: there is no setting “colour” in [screen]; the line is skipped\n"
	       "config:5: “mouse” has no =; write name = value; the line is skipped\n"
	       "config:6: there is no section [kyes]; there are [screen], [person], [saturation] "
	       "and "
	       "[keys]; the line is skipped\n"
	       "config:9: run takes a number from 1 to 10, not “11”; the line is skipped\n",
	       "each wrong line is named once");
	is_value(SETTING_THEME, "dark");
	is_value(SETTING_RUN, "2");
	is_bound(CMD_UNDO, "u, Ctrl-Z");
	is_str(parse("\xff\xfe[\n"), "config: this is no UTF-8 text; it is skipped\n",
	       "nor do bytes that are no text");
}

/* The choices of the setting are the rules of the model, in their order. */
static void test_rules(void)
{
	const struct saturation_preset *list;
	size_t n = saturation_presets(&list), wrong = 0;
	for (size_t i = 0; i < n; i++) {
		char text[80];
		snprintf(text, sizeof text, "[saturation]\nbase = 9\nrule = %s\n", list[i].name);
		parse(text);
		struct saturation_settings rule = settings_saturation(&settings);
		wrong += rule.base != list[i].settings.base || rule.run != list[i].settings.run ||
			 rule.threshold != list[i].settings.threshold;
	}
	is_int(wrong, 0, "a rule by name is the one of that name");
	is_int(setting_get(SETTING_RULE)->high, n, "and there are as many");
	parse("[saturation]\nbase = 9\n");
	is_int(settings_saturation(&settings).base, 9, "without a name the numbers count");
}

static void test_keys(void)
{
	is_str(parse("[keys]\nundo = F5 <C-z> Alt-Backspace\nredo = none\nzoom-out = =\nzoom-in = "
		     "+\n"),
	       "", "keys as people and as the table write them");
	is_bound(CMD_UNDO, "F5, Ctrl-Z, Alt-Backspace");
	is_bound(CMD_REDO, "");
	is_bound(CMD_ZOOM_OUT, "=");
	is_str(parse("[keys]\nmark = F9\nzoom-in = x\n"), "", "one may take what another gives up");
	is_str(parse("[keys]\nmark = m\ncard-move = x\n"), "", "and two may swap");
	is_bound(CMD_MARK, "m");
	is_bound(CMD_CARD_MOVE, "x");
	is_str(parse("[keys]\nmark = m\n"),
	       "config:2: m is the key of card-move already; give that one another key; the line "
	       "is "
	       "skipped\n",
	       "but none may take a key in use");
	is_bound(CMD_MARK, "x");
	is_str(parse("[keys]\ncard-move = F7\nmark = F7\n"),
	       "config:3: F7 is the key of card-move already; give that one another key; the line "
	       "is "
	       "skipped\n",
	       "of two that want one the first has it");
	is_bound(CMD_CARD_MOVE, "F7");
	is_str(parse("[keys]\nmark = m\ncard-move = Ctrl-\n"),
	       "config:3: “Ctrl-” is no key; write m, Space, F4, Ctrl-Z or Alt-x; the line is "
	       "skipped\n"
	       "config:2: m is the key of card-move already; give that one another key; the line "
	       "is "
	       "skipped\n",
	       "a line that fails takes what leant on it along");
	is_bound(CMD_MARK, "x");
	parse("[keys]\ncommands = none\n");
	is_bound(CMD_PALETTE, ":, Ctrl-P");
	ok(settings.problems.len > 0, "the way to the commands stays");
	parse("[keys]\ncard-delete = F9\nfly = F8\nundo = a b c d e f\nredo = Shift-a\n");
	ok(strstr(settings.problems.buf, "config:2: there is no command “card-delete” that can") &&
		   strstr(settings.problems.buf, "config:3: there is no command “fly”") &&
		   strstr(settings.problems.buf, "config:4: a command has 4 keys at most") &&
		   strstr(settings.problems.buf, "config:5: “Shift-a” is no key"),
	   "unknown commands, too many keys and keys no terminal sends");
}

static void is_edited(const char *text, const char *section, const char *name, const char *value,
		      const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	strbuf_add_z(&sb, text);
	settings_edit(&sb, section, name, value ? str_of(value) : (struct str){NULL, 0});
	is_str(sb.buf, want, "[%s] %s = %s", section, name, value ? value : "(none)");
	strbuf_release(&sb);
}

static void test_edit(void)
{
	is_edited("", "screen", "theme", "dark", "[screen]\ntheme = dark\n");
	is_edited("# mine\n[screen]\n# why\ntheme=light\nmouse = off\n\n[keys]\nundo = z\n",
		  "screen", "theme", "dark",
		  "# mine\n[screen]\n# why\ntheme = dark\nmouse = off\n\n[keys]\nundo = z\n");
	is_edited("[screen]\nmouse = off\n\n[keys]\nundo = z", "screen", "theme", "dark",
		  "[screen]\nmouse = off\ntheme = dark\n\n[keys]\nundo = z\n");
	is_edited("[keys]\n#undo = y\nundo = z\nredo = x\n", "keys", "undo", NULL,
		  "[keys]\n#undo = y\nredo = x\n");
	is_edited("[keys]\nredo = x\n", "keys", "undo", NULL, "[keys]\nredo = x\n");
	is_edited("[a]\nundo = 1\nwhat is this\n", "keys", "undo", "z",
		  "[a]\nundo = 1\nwhat is this\n\n[keys]\nundo = z\n");
}

/* What is saved is read back as it was, whatever key it is. */
static void test_round_trip(void)
{
	static const struct key_chord keys[] = {{KEY_UP, MOD_ALT},
						{'=', 0},
						{'#', 0},
						{'-', 0},
						{' ', MOD_CTRL},
						{0x436, 0},
						{KEY_F12, MOD_SHIFT},
						{'z', MOD_CTRL | MOD_ALT},
						{KEY_PAGE_DOWN, 0},
						{'<', 0},
						{';', 0},
						{'[', 0}};
	char folder[] = "/tmp/themewall-settings-XXXXXX";
	struct err err = ERR_INIT;
	struct settings again;
	ok(mkdtemp(folder) && !setenv("XDG_CONFIG_HOME", folder, 1), "a folder");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		settings_init(&again);
		settings_load(&again);
		again.bindings[CMD_COPY] = (struct binding){.keys = {keys[i]}, .n = 1, .set = true};
		ok(settings_save_keys(&again, CMD_COPY, &err), "saved %zu", i);
		settings_release(&again);
		settings_init(&again);
		settings_load(&again);
		const struct binding *got = &again.bindings[CMD_COPY];
		/* a key of another command is read, then taken back as a conflict */
		bool taken = settings_conflict(&again, CMD_COPY, keys[i]) != COMMANDS;
		ok(taken ? again.problems.len > 0
			 : got->n == 1 && got->keys[0].key == keys[i].key &&
				   got->keys[0].mods == keys[i].mods,
		   "key %zu is read as it was saved", i);
		unlink(again.path.buf);
		settings_release(&again);
	}
	struct strbuf sub = STRBUF_INIT;
	strbuf_addf(&sub, "%s/themewall", folder);
	rmdir(sub.buf);
	rmdir(folder);
	strbuf_release(&sub);
}

int main(void)
{
	settings_init(&settings);
	test_values();
	test_wrong_lines();
	test_rules();
	test_keys();
	test_edit();
	test_round_trip();
	settings_release(&settings);
	return done();
}
