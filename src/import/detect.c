/*
 * Which format a decoded text is, by what is in it, from the most certain to the least: a WEBVTT
 * header, JSON, a line of two times, a table, the marks of f4, names before what is said, the marks
 * of Markdown, else paragraphs.
 * The file's ending is asked only where the content leaves a doubt.
 */
#include "cues-internal.h"
#include "import-internal.h"
#include "markdown-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

enum { FIRST_LINES = 400 };

/* Is the first line of two times preceded by a number (SRT), or by anything else? NULL without one.
 */
static const char *cue_format(const struct reading *reading)
{
	struct str text = reading->text, line, before = {NULL, 0};
	struct timing timing;
	int64_t number;
	if (!memmem(text.p, text.n < (1 << 20) ? text.n : 1 << 20, "->", 2))
		return NULL;
	for (int n = 0; n < FIRST_LINES && str_next_line(&text, &line); n++) {
		if (timing_scan(line, &timing)) {
			bool comma =
				memchr(line.p, ',',
				       timing.start.nbytes + 1 < line.n ? timing.start.nbytes + 1
									: line.n);
			bool index = str_to_int(str_trim(before), &number) &&
				     !str_ends(reading->name, STR(".vtt"));
			bool srt = index || comma || str_ends(reading->name, STR(".srt"));
			return srt ? "srt" : "cues";
		}
		if (timing_scan_console(line, &timing))
			return "cues";
		before = line;
	}
	return NULL;
}

static bool is_sbv(struct str text)
{
	struct str line = {NULL, 0};
	struct timing timing;
	while (str_next_line(&text, &line) && !str_trim(line).n)
		;
	return timing_scan_sbv(line, &timing);
}

/* A quarter of the lines or more begin with a mark of Markdown. */
static bool is_markdown(struct str text)
{
	struct str line, words;
	size_t marked = 0, lines = 0;
	while (lines < 2000 && str_next_line(&text, &line)) {
		struct str s = str_trim(line);
		lines += s.n > 0;
		marked += s.n &&
			  (s.p[0] == '>' || markdown_heading(s, &words) || markdown_bullet(line));
	}
	return marked && marked * 4 >= lines;
}

const char *detect(struct reading *reading)
{
	if (reading->word)
		return "docx";
	if (vtt_is(reading))
		return "vtt";
	if (json_is(reading->text))
		return "json";
	bool named = str_ends(reading->name, STR(".csv")) || str_ends(reading->name, STR(".tsv"));
	const char *cues = named ? NULL : cue_format(reading), *table;
	if (cues)
		return cues;
	if (is_sbv(reading->text))
		return "sbv";
	if (rev_nlp_is(reading->text))
		return "rev";
	if ((table = table_format(reading)))
		return table;
	if (f4_is(reading->text))
		return "f4";
	bool front_matter = front_matter_skip(reading);
	if (speaker_is(reading))
		return "text";
	if (front_matter || is_markdown(reading->text) || str_ends(reading->name, STR(".md")))
		return "notes";
	return "paragraphs";
}
