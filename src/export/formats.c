/* The table of formats: the command line, help and completions read it; a new writer is one line
 * here. */
#include "writers-internal.h"

#include "themewall/base/banned.h"

#define HAS(trait) (1u << TRAIT_##trait)

enum {
	OF_FINDINGS = HAS(CARDS) | HAS(KINDS) | HAS(IMPLIES) | HAS(TENSIONS) | HAS(TIMES) |
		      HAS(NESTING) | HAS(DEFINITIONS) | HAS(INSIGHTS) | HAS(BELIEFS) |
		      HAS(DECISIONS) | HAS(SORTS) | HAS(VOTES),
	OF_BRIEF = HAS(INSIGHTS) | HAS(DECISIONS) | HAS(SORTS) | HAS(VOTES),
	OF_OUTLINE = HAS(CARDS) | HAS(TRAY) | HAS(KINDS) | HAS(STACKS) | HAS(TIMES) | HAS(NESTING),
	OF_CSV = HAS(CARDS) | HAS(TRAY) | HAS(KINDS) | HAS(IMPLIES) | HAS(NEEDS) | HAS(TAGS) |
		 HAS(STACKS) | HAS(TENSIONS) | HAS(TIMES) | HAS(POSITIONS) | HAS(NESTING),
	OF_TSV = HAS(CARDS) | HAS(TRAY) | HAS(TAGS) | HAS(TIMES),
	OF_CANVAS = HAS(CARDS) | HAS(TRAY) | HAS(KINDS) | HAS(TIMES) | HAS(PLACES) | HAS(NESTING),
	OF_QDC = HAS(NESTING) | HAS(DEFINITIONS) | HAS(COLOURS),
	OF_QDPX = HAS(CARDS) | HAS(TRAY) | HAS(IMPLIES) | HAS(POSITIONS) | HAS(PLACES) |
		  HAS(NESTING) | HAS(DEFINITIONS) | HAS(COLOURS) | HAS(TRANSCRIPTS),
	OF_CLIPS = HAS(TIMES),
	OF_TICKETS = HAS(INSIGHTS),
	EVERYTHING = (1u << EXPORT_TRAITS) - 1
};
#undef HAS

static const struct export_format formats[] = {
	{"findings", "the page you send: themes, evidence, who said what; text, 80 columns", "txt",
	 false, false, write_findings, OF_FINDINGS, UNIT_SORTED},
	{"brief", "the same on one page: what was heard most, in their words", "txt", false, false,
	 write_brief, OF_BRIEF, UNIT_PAGE},
	{"markdown", "the findings as Markdown, for a wiki or a repository", "md", false, false,
	 write_markdown, OF_FINDINGS, UNIT_SORTED},
	{"html", "the findings as one HTML file, to open, mail or print; no script", "html", false,
	 false, write_html, OF_FINDINGS, UNIT_SORTED},
	{"outline", "themes and cards as an indented list", "txt", false, false, write_outline,
	 OF_OUTLINE, UNIT_CARDS},
	{"csv", "every card a row, for a spreadsheet (--excel: for Excel; --raw: no guard)", "csv",
	 false, false, write_csv, OF_CSV, UNIT_ROWS},
	{"tsv", "a card a line, to paste as sticky notes into Miro, FigJam or Mural", "tsv", false,
	 false, write_tsv, OF_TSV, UNIT_ROWS},
	{"canvas", "the wall as JSON Canvas, for Obsidian", "canvas", false, false, write_canvas,
	 OF_CANVAS, UNIT_CARDS},
	{"qdc", "themes as a REFI-QDA codebook, for ATLAS.ti, MAXQDA, NVivo or QualCoder", "qdc",
	 false, false, write_qdc, OF_QDC, UNIT_THEMES},
	{"qdpx", "the whole study as a REFI-QDA project: sources, codings, the wall as a graph",
	 "qdpx", true, false, write_qdpx, OF_QDPX, UNIT_CARDS},
	{"clips", "file, start, end of every quote, for cutting the recordings", "csv", true, false,
	 write_clips, OF_CLIPS, UNIT_CLIPS},
	{"phrases", "short quotes by theme: the words people use, for whoever writes", "txt", false,
	 false, write_phrases, 0, UNIT_PHRASES},
	{"jira", "a row for each recommendation, to import into Jira", "csv", false, false,
	 write_jira, OF_TICKETS, UNIT_TICKETS},
	{"linear", "a row for each recommendation, to import into Linear", "csv", false, false,
	 write_linear, OF_TICKETS, UNIT_TICKETS},
	{"json", "the whole wall with names, private; import reads it back", "json", true, true,
	 write_json, EVERYTHING, UNIT_CARDS},
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
