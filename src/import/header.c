/*
 * The lines at the top of a text that say what it is ("Date: 2026-03-02", "Place: Lyon",
 * "Participant: P03") before anybody speaks. They stay in the text, a turn of nobody's each, as
 * they stand in the file; the first day among them is the session's.
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
	if (!reading->draft->date[0] && split(line, &key, &value) && label_is_day(key))
		day_of_words(value, reading->draft->date);
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
