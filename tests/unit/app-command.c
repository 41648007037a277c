/* app/command and app/keymap: lines taken apart, keys as written and as read. */
#include "tap.h"
#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/base/mem.h"

static void is_words(const char *line, const char *want)
{
	struct str word[ARGS_MAX + 1];
	struct strbuf buf = STRBUF_INIT, got = STRBUF_INIT;
	struct err err = ERR_INIT;
	size_t n = 0;
	if (args_parse(str_of(line), word, &n, &buf, &err))
		for (size_t i = 0; i < n; i++)
			strbuf_addf(&got, "[%.*s]", STR_ARG(word[i]));
	else
		strbuf_add_z(&got, "refused");
	is_str(got.buf, want, "%s", line);
	strbuf_release(&buf);
	strbuf_release(&got);
}

static void is_key(const char *def, const char *shown)
{
	struct strbuf got = STRBUF_INIT;
	uint32_t key = 0;
	unsigned mods = 0;
	if (key_parse(str_of(def), &key, &mods))
		key_add_name(&got, key, mods);
	is_str(got.buf, shown, "%s is shown as %s", def, shown);
	strbuf_release(&got);
}

int main(void)
{
	is_words("card-move C-041 T-03", "[card-move][C-041][T-03]");
	is_words("  cluster-new  \"two words\"\tT-01 ", "[cluster-new][two words][T-01]");
	is_words("cluster-new \"\"", "[cluster-new][]");
	is_words("card-edit C-1 \"say \\\"no\\\", then \\\\ and \\n\"",
		 "[card-edit][C-1][say \"no\", then \\ and \n]");
	is_words("card-edit C-1 'it is \"so\"'", "[card-edit][C-1][it is \"so\"]");
	is_words("cluster-new don't", "[cluster-new][don't]");
	is_words("cluster-new \"open", "refused");
	is_words("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26", "refused");
	is_words("", "");
	is_key("<C-z>", "Ctrl-Z");
	is_key("<Space>", "Space");
	is_key("<S-Tab>", "Shift-Tab");
	is_key("<PageDown>", "PgDn");
	is_key("<F12>", "F12");
	is_key("<S-F4>", "Shift-F4");
	is_key("U", "U");
	is_key("<", "<");
	is_key("é", "é");
	is_key("<X-z>", "");
	is_key("<F13>", "");
	return done();
}
