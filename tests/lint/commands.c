/*
 * The command table holds: names are unique, every default key parses and means one thing in each
 * place, help sentences start with a capital and fit, every command that a person can meet has a
 * key (or a reason to have none) and task words, and docs/keys.md says what the table says. With
 * --write as second argument docs/keys.md is written anew.
 */
#include <stdlib.h>

#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"

struct bound {
	uint32_t key;
	unsigned mods, contexts;
	const char *name;
};

static struct bound bounds[4 * COMMANDS];
static size_t nbounds;

static void check_keys(const struct command *command)
{
	struct str rest = str_of(command->keys);
	for (rest = str_trim(rest); rest.n; rest = str_trim(rest)) {
		struct bound bound = {.contexts = command->contexts, .name = command->name};
		size_t end = str_find_char(rest, ' ');
		ok(key_parse(str_part(rest, 0, end), &bound.key, &bound.mods),
		   "%s: key %.*s parses", command->name, (int)end, rest.p);
		for (size_t i = 0; i < nbounds; i++)
			if (bounds[i].key == bound.key && bounds[i].mods == bound.mods)
				ok(!(bounds[i].contexts & bound.contexts & CTX_ANY),
				   "%s and %s share %.*s in different places only", bounds[i].name,
				   command->name, (int)end, rest.p);
		bounds[nbounds++] = bound;
		rest = str_part(rest, end, rest.n);
	}
}

/* Commands that do without a key, and why. One more needs a line here or a key. */
static const struct {
	const char *name, *why;
} keyless[] = {
	{"card-need", "an idea's second thought: the menu and the palette have it"},
	{"card-split", "Alt-Enter in the card's editor"},
	{"card-correct", "after a correction only: the menu of such a card, and the palette"},
	{"card-participant", "rare: the menu and the palette have it"},
	{"cluster-nest", "the keys of one level up and down are nearer; the menu has it"},
	{"session-set", "a row of the people of the session, which have a key"},
	{"study", "once a study: a click on its name, the palette"},
	{"card-tension", "rare: the menu and the palette have it"},
	{"tension-jump", "rare: the menu and the palette have it"},
	{"card-uncopy", "the key of removing does it on a copy"},
	{"copy-jump", "rare: the menu and the palette have it"},
	{"card-unmerge", "the key of merging takes apart again"},
	{"cluster-merge", "the key of merging means what is in focus"},
	{"cluster-include", "rare: a field of the theme's definition"},
	{"cluster-exclude", "rare: a field of the theme's definition"},
	{"cluster-colour", "rare, and in the theme's menu"},
	{"insight-set", "Enter on a field of the insight"},
	{"snapshot", "rare: before a workshop, after a round"},
	{"go-back", "Enter does it where an earlier state is shown"},
	{"wall-tidy", "moves many things at once: nobody shall press it by mistake"},
	{"view-parked", "a click on the parked lane, and part of the outline"},
	{"import", "begins on the start screen and by dropping a file on the terminal"},
	{"tour", "shows by itself the first time"},
	{"ballot-new", "the key of giving a dot begins a vote when none is open"},
	{"ballot-close", "once a vote, and by nobody by mistake: the study's menu"},
	{"lens-save", "a row of the lens menu, which has a key"},
	{"lens-name", "rare: a row of the lens menu"},
	{"lens-remove", "rare: a row of the lens menu"},
	{"suspend", "Ctrl-Z means undo here, as elsewhere"},
};

/* Steps of the focus: found by their sentence, not by a task. */
static bool is_step(const struct command *command)
{
	static const char *const ends[] = {"-left", "-right", "-up", "-down", "-next", "-previous"};
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (str_ends(str_of(command->name), str_of(ends[i])))
			return true;
	return false;
}

static bool may_lack_a_key(const struct command *command)
{
	for (size_t i = 0; i < sizeof keyless / sizeof keyless[0]; i++)
		if (!strcmp(keyless[i].name, command->name))
			return true;
	return false;
}

/* What a person can meet on the screen. */
static void check_reach(const struct command *command)
{
	if (!(command->contexts & (CTX_ANY | CTX_FINDINGS | CTX_SORT)))
		return;
	ok(command->keys[0] || may_lack_a_key(command),
	   "%s: has a key, or tests/lint/commands.c says why not", command->name);
	ok(command->words[0] || is_step(command), "%s: has task words for the palette",
	   command->name);
}

static void check_keyless(void)
{
	for (size_t i = 0; i < sizeof keyless / sizeof keyless[0]; i++) {
		const struct command *command = command_find(str_of(keyless[i].name));
		ok(command && !command->keys[0] &&
			   (command->contexts & (CTX_ANY | CTX_FINDINGS | CTX_SORT)),
		   "%s still has no key: %s", keyless[i].name, keyless[i].why);
	}
}

static void check_command(const struct command *command)
{
	struct str help = str_of(command->help);
	ok(help.n && help.p[0] >= 'A' && help.p[0] <= 'Z' && text_width(help) <= 60 &&
		   help.p[help.n - 1] != '.',
	   "%s: help starts with a capital, fits 60 cells, has no full stop", command->name);
	ok(command_find(str_of(command->name)) == command, "%s: the name is its own",
	   command->name);
	ok(command->run != NULL, "%s: does something", command->name);
	ok(command->keys[0] || command->words[0] || command->contexts == CTX_RUN,
	   "%s: has a key or task words", command->name);
	check_keys(command);
	check_reach(command);
}

static void add_keys(struct strbuf *out, const struct command *command)
{
	struct str rest = str_trim(str_of(command->keys));
	while (rest.n) {
		uint32_t key;
		unsigned mods;
		size_t end = str_find_char(rest, ' ');
		if (key_parse(str_part(rest, 0, end), &key, &mods)) {
			strbuf_add_char(out, '`');
			key_add_name(out, key, mods);
			strbuf_add_z(out, "` ");
		}
		rest = str_trim(str_part(rest, end, rest.n));
	}
}

static void add_table(struct strbuf *out, const char *title, unsigned contexts, unsigned without)
{
	strbuf_addf(out, "\n## %s\n\n| key | what it does | name |\n|---|---|---|\n", title);
	for (int id = 0; id < COMMANDS; id++) {
		const struct command *command = command_get((enum command_id)id);
		if (!(command->contexts & contexts) || (command->contexts & without))
			continue;
		strbuf_add_z(out, "| ");
		add_keys(out, command);
		strbuf_addf(out, "| %s | `%s%s%s` |\n", command->help, command->name,
			    command->args[0] && command->contexts & CTX_RUN ? " " : "",
			    command->contexts & CTX_RUN ? command->args : "");
	}
}

static void write_doc(struct strbuf *out)
{
	strbuf_add_z(out, "# Keys and commands\n\nMade from `include/themewall/app/commands.def`; "
			  "do not edit. Every command is also in the palette (`:`).\n"
			  "Those with arguments work without a screen: `themewall run STUDY.wall "
			  "'card-move C-041 T-03'`.\n");
	add_table(out, "Everywhere", CTX_PAGE, CTX_RUN << 8);
	add_table(out, "Wall and outline", CTX_BOARD, CTX_PAGE);
	add_table(out, "Reader", CTX_READER, CTX_PAGE | CTX_BOARD);
	add_table(out, "Findings", CTX_FINDINGS, CTX_PAGE | CTX_BOARD);
	add_table(out, "Sorting alone", CTX_SORT, CTX_PAGE | CTX_BOARD);
	add_table(out, "An import before it is one", CTX_PREVIEW, CTX_PAGE | CTX_BOARD | CTX_START);
	add_table(out, "By name only", CTX_RUN, CTX_ANY | CTX_FINDINGS | CTX_SORT);
}

static void check_doc(const char *path, bool write)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	char block[4096];
	size_t n;
	write_doc(&want);
	FILE *file = write ? fopen(path, "w") : NULL;
	if (file) {
		fwrite(want.buf, 1, want.len, file);
		fclose(file);
	}
	file = fopen(path, "r");
	while (file && (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(&got, block, n);
	if (file)
		fclose(file);
	ok(str_equal(strbuf_str(&got), strbuf_str(&want)),
	   "docs/keys.md is what the table says (write it anew with: lint-commands docs/keys.md "
	   "--write)");
	strbuf_release(&want);
	strbuf_release(&got);
}

int main(int argc, char **argv)
{
	text_init();
	for (int id = 0; id < COMMANDS; id++)
		check_command(command_get((enum command_id)id));
	check_keyless();
	check_doc(argc > 1 ? argv[1] : "docs/keys.md", argc > 2);
	return done();
}
