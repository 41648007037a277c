/* WebVTT: a header up to the first blank line or line of times, then captions with notes between
 * them. */
#include "cues-internal.h"
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

/* By the letter of WebVTT: a second byte-order mark before the header is none. */
bool vtt_is(const struct reading *reading)
{
	struct str text = reading->text;
	return str_starts(text, STR("WEBVTT")) && (text.n == 6 || strchr(" \t\n", text.p[6])) &&
	       !reading->tallies[NOTICE_SECOND_BOM].count;
}

/* What looks like the header but is not quite: in lower case, say. */
static bool is_almost_header(struct str line)
{
	return line.n >= 6 && line.n < 40 && str_equal_ascii(str_part(line, 0, 6), STR("WEBVTT"));
}

/* Steps over the header's lines: Kind, Language, styles of YouTube … */
static void skip_header(struct str *text, int64_t *line)
{
	struct str rest = *text, current;
	struct timing timing;
	while (str_next_line(&rest, &current)) {
		if (timing_scan(current, &timing))
			return;
		*text = rest;
		(*line)++;
		if (!str_trim(current).n)
			return;
	}
}

/* "[00:00.000 --> 00:04.000] text": what Whisper writes on a console, which has no header. */
static bool is_console(struct str text)
{
	struct str line;
	struct timing timing;
	while (str_next_line(&text, &line))
		if (str_trim(line).n && line.p[0] == '[')
			return timing_scan(line, &timing) || timing_scan_console(line, &timing);
	return false;
}

bool vtt_read(struct reading *reading, struct err *err)
{
	struct str text = reading->text, rest = text, first = {NULL, 0};
	int64_t line = reading->line;
	bool header = vtt_is(reading), console = !header && is_console(text);
	if (header) {
		skip_header(&text, &line);
	} else if (!console) {
		notice(reading, NOTICE_NO_HEADER, line);
		str_next_line(&rest, &first);
		if (is_almost_header(first)) {
			text = rest;
			line++;
		}
	}
	if (cues_read(reading, text, line, CUES_VTT, err)) {
		if (console)
			reading->draft->dialect = "whisper";
		return true;
	}
	if (header)
		return err_set(err, ERR_FORMAT,
			       "%.*s has a WEBVTT header but no captions; nothing imported. Export "
			       "it once more",
			       STR_ARG(reading->name));
	return err_set(
		err, ERR_FORMAT,
		"%.*s has no captions (lines like 00:01.000 --> 00:04.000); nothing imported",
		STR_ARG(reading->name));
}
