/*
 * The lines at the top of a text that say what it is ("Date: 2026-03-02", "Place: Lyon",
 * "Participant: P03") before anybody speaks. They stay in the text, a turn of nobody's each, as
 * they stand in the file; the first day among them is the session's. A day or a duration alone on
 * its line and the name of a recording are such lines, too: that is how meetings are copied.
 *
 * A line is one of them when its word is ("Date"), or when it stands in one paragraph with such a
 * line and could not be somebody speaking: its name never comes again below, or says a role, and
 * what it says is short and no sentence.
 */
#include "import-internal.h"
#include "line-internal.h"
#include "markdown-internal.h"
#include "readers-internal.h"

#include "themewall/import/day.h"
#include "themewall/base/banned.h"

enum { HEADER_LINES = 40, LOOKED_THROUGH = 1 << 18, FIELD_BYTES = 80, KEY_BYTES = 60 };

enum header_kind { HEADER_BLANK, HEADER_HEADING, HEADER_TITLE, HEADER_KEY, HEADER_FIELD, SPEECH };

/* Blanks and what makes Markdown bold off both ends. */
static struct str bare(struct str s)
{
	while (s.n && (is_blank(s.p[0]) || s.p[0] == '*' || s.p[0] == '_'))
		s = str_part(s, 1, s.n);
	while (s.n && (is_blank(s.p[s.n - 1]) || s.p[s.n - 1] == '*' || s.p[s.n - 1] == '_'))
		s.n--;
	return s;
}

/* "Date: 2 March", "**Date:** 2 March", "日付：3月2日". */
static bool split(struct str line, struct str *key, struct str *value)
{
	size_t ascii = str_find_char(line, ':'), wide = str_find(line, STR("\xef\xbc\x9a"));
	size_t at = wide < ascii ? wide : ascii;
	if (at == line.n || at > KEY_BYTES)
		return false;
	*key = bare(str_part(line, 0, at));
	*value = bare(str_part(line, at + (wide < ascii ? 3 : 1), line.n));
	return key->n > 0;
}

static bool is_sentence(struct str s)
{
	static const char *const ends[] = {".", "?", "!", "\xe2\x80\xa6", "\xe3\x80\x82"};
	for (size_t i = 0; i < TW_COUNT(ends); i++)
		if (str_ends(s, str_of(ends[i])))
			return true;
	return false;
}

/* A word of a day as it is written alone on a line: "Thursday, Sept 17th, 2026 at 10:03 AM". */
static bool is_day_word(struct str word)
{
	static const char *const words[] = {
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",  "oct", "nov", "dec",
		"mon", "tue", "wed", "thu", "fri", "sat", "sun", "am",  "pm",   "at",  "th",  "st",
		"nd",  "rd",  "of",  "t",   "z",   "utc", "gmt", "cet", "cest", "est", "pst"};
	struct str head = str_part(word, 0, word.n < 3 ? word.n : 3);
	for (size_t i = 0; i < TW_COUNT(words); i++)
		if (str_equal_ascii(word, str_of(words[i])) ||
		    (word.n > 3 && str_equal_ascii(head, str_of(words[i]))))
			return true;
	return false;
}

/* Nothing but a day, and perhaps a time. */
static bool is_day_alone(struct str line)
{
	char day[DAY_SIZE];
	if (line.n > KEY_BYTES || !day_of_words(line, day))
		return false;
	for (size_t from = 0, to; from < line.n; from = to) {
		for (; from < line.n && !is_letter(line.p[from]); from++)
			if ((uint8_t)line.p[from] >= 0x80)
				return false;
		for (to = from; to < line.n && is_letter(line.p[to]);)
			to++;
		if (to > from && !is_day_word(str_part(line, from, to)))
			return false;
	}
	return true;
}

/* "1h 34m 12s". */
static bool is_duration(struct str line)
{
	size_t i = 0, nparts = 0;
	while (i < line.n) {
		size_t digits = i;
		while (i < line.n && is_digit(line.p[i]))
			i++;
		if (i == digits || i - digits > 3 || i == line.n || !strchr("hms", line.p[i++]))
			return false;
		if (i < line.n && line.p[i++] != ' ')
			return false;
		nparts++;
	}
	return nparts >= 2;
}

/* "Kick-off-20260917_100311-Meeting Recording": what Teams calls its files. */
static bool is_recording_name(struct str line)
{
	char day[DAY_SIZE];
	return (str_ends(line, STR("-Meeting Recording")) ||
		str_ends(line, STR("-Meeting Transcript")) || str_ends(line, STR(".mp4"))) &&
	       day_of_path(line, day);
}

/* Does it stand before a colon below, as when somebody speaks? */
static bool comes_again(struct str below, struct str key)
{
	for (size_t at; (at = str_find(below, key)) < below.n;) {
		size_t end = at + key.n;
		if (end < below.n && (below.p[end] == ':' || below.p[end] == '*'))
			return true;
		below = str_part(below, end, below.n);
	}
	return false;
}

static enum header_kind kind_of(struct str line, struct str below)
{
	struct speaker_line read;
	struct str key, value, words;
	if (!line.n)
		return HEADER_BLANK;
	if (markdown_heading(line, &words))
		return HEADER_HEADING;
	if (markdown_bullet(line) || line.p[0] == '>' || line.p[0] == '[' || line.p[0] == '(')
		return SPEECH;
	if (is_recording_name(line) || is_day_alone(line) || is_duration(line))
		return HEADER_KEY;
	bool field = split(line, &key, &value);
	if (field && label_is_header(key) && !(label_is_plausible(key) && comes_again(below, key)))
		return HEADER_KEY;
	speaker_line_read(line, &read);
	if (line.n > FIELD_BYTES || read.ms >= 0)
		return SPEECH;
	if (read.form == LINE_PLAIN && !field)
		return HEADER_TITLE;
	return read.form == LINE_LABEL && field && !is_sentence(value) &&
			       (role_by_word(key) != ROLE_UNKNOWN || !comes_again(below, key))
		       ? HEADER_FIELD
		       : SPEECH;
}

static void take_day(struct reading *reading, struct str line)
{
	struct str key, value;
	char *date = reading->draft->date;
	if (date[0])
		return;
	if (is_recording_name(line))
		day_of_path(line, date);
	else if (is_day_alone(line))
		day_of_words(line, date);
	else if (split(line, &key, &value) && label_is_day(key))
		day_of_words(value, date);
}

/* What a paragraph has held so far. */
struct paragraph {
	bool keys, fields;
};

/* Whether the line leaves the top of the text. */
static bool leaves(enum header_kind kind, const struct paragraph *paragraph, bool found)
{
	bool gap = kind == HEADER_BLANK || kind == HEADER_HEADING;
	return kind == SPEECH || (kind == HEADER_TITLE && (found || paragraph->fields)) ||
	       (gap && paragraph->fields && !paragraph->keys);
}

void header_read(struct reading *reading)
{
	struct str rest = reading->text, line;
	struct paragraph paragraph = {false, false};
	rest.n = rest.n < LOOKED_THROUGH ? rest.n : LOOKED_THROUGH;
	reading->header_end = NULL;
	for (int i = 0; i < HEADER_LINES && str_next_line(&rest, &line); i++) {
		enum header_kind kind = kind_of(str_trim(line), rest);
		if (leaves(kind, &paragraph, reading->header_end != NULL))
			return;
		paragraph.keys |= kind == HEADER_KEY;
		paragraph.fields |= kind == HEADER_FIELD;
		if (kind == HEADER_KEY)
			take_day(reading, str_trim(line));
		if (kind == HEADER_KEY || (kind == HEADER_BLANK && paragraph.keys))
			reading->header_end = line.p + line.n;
		if (kind == HEADER_BLANK || kind == HEADER_HEADING)
			paragraph = (struct paragraph){false, false};
	}
}

bool header_holds(const struct reading *reading, struct str line)
{
	return reading->header_end && line.p < reading->header_end;
}
