/* The table of formats: the command line, help and completions read it; a new writer is one line
 * here. */
#include "writers-internal.h"

#include "themewall/base/banned.h"

static const struct export_format formats[] = {
	{"findings", "the page you send: themes, evidence, who said what; text, 80 columns", "txt",
	 false, false, write_findings},
	{"brief", "the same on one page: what was heard most, in their words", "txt", false, false,
	 write_brief},
	{"markdown", "the findings as Markdown, for a wiki or a repository", "md", false, false,
	 write_markdown},
	{"html", "the findings as one HTML file, to open, mail or print; no script", "html", false,
	 false, write_html},
	{"outline", "themes and cards as an indented list", "txt", false, false, write_outline},
	{"csv", "every card a row, for a spreadsheet (--excel: for Excel; --raw: no guard)", "csv",
	 false, false, write_csv},
	{"tsv", "a card a line, to paste as sticky notes into Miro, FigJam or Mural", "tsv", false,
	 false, write_tsv},
	{"canvas", "the wall as JSON Canvas, for Obsidian", "canvas", false, false, write_canvas},
	{"qdc", "themes as a REFI-QDA codebook, for ATLAS.ti, MAXQDA, NVivo or QualCoder", "qdc",
	 false, false, write_qdc},
	{"qdpx", "the whole study as a REFI-QDA project: sources, codings, the wall as a graph",
	 "qdpx", true, false, write_qdpx},
	{"clips", "file, start, end of every quote, for cutting the recordings", "csv", true, false,
	 write_clips},
	{"phrases", "short quotes by theme: the words people use, for whoever writes", "txt", false,
	 false, write_phrases},
	{"jira", "a row for each recommendation, to import into Jira", "csv", false, false,
	 write_jira},
	{"linear", "a row for each recommendation, to import into Linear", "csv", false, false,
	 write_linear},
	{"json", "the whole wall with names, private; import reads it back", "json", true, true,
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
