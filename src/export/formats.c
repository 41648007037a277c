/* The table of formats: the command line, help and completions read it; a new writer is one line
 * here. */
#include "writers-internal.h"

#include "themewall/base/banned.h"

static const struct export_format formats[] = {
	{"findings", "the page you send: themes, evidence, who said what; text, 80 columns", false,
	 false, write_findings},
	{"markdown", "the same as Markdown, for a wiki or a repository", false, false,
	 write_markdown},
	{"outline", "themes and cards as an indented list", false, false, write_outline},
	{"json", "the whole wall with names, private; import reads it back", true, true,
	 write_json},
};

size_t export_formats(const struct export_format **list)
{
	*list = formats;
	return TW_COUNT(formats);
}

const struct export_format *export_format_find(struct str name)
{
	for (size_t i = 0; i < TW_COUNT(formats); i++)
		if (str_equal(name, str_of(formats[i].name)))
			return &formats[i];
	return NULL;
}
