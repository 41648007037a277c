/*
 * YAML between two lines of "---" at the start of a Markdown file: what it is about, not what was
 * said. Who it names as speakers is told, not assumed: the text itself does not say which words are
 * whose. Its date is the session's.
 */
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/import/day.h"

#include "themewall/base/banned.h"

static struct str unquoted(struct str s)
{
	s = str_trim(s);
	if (s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		s = str_part(s, 1, s.n - 1);
	return s;
}

static void add_name(struct strbuf *names, struct str name)
{
	name = unquoted(name);
	if (!name.n)
		return;
	if (names->len)
		strbuf_add_z(names, ", ");
	strbuf_add_str(names, name);
}

/* "speakers: [Ann, Bob]", "speaker: Ann" and the list of "- Ann" below. */
static void collect_names(struct strbuf *names, struct str block)
{
	struct str line;
	bool listing = false;
	while (str_next_line(&block, &line)) {
		struct str s = str_trim(line);
		bool key = str_starts(s, STR("speakers:")) || str_starts(s, STR("speaker:"));
		if (key) {
			struct str value = str_trim(str_part(s, str_find_char(s, ':') + 1, s.n));
			listing = !value.n;
			if (value.n > 1 && value.p[0] == '[')
				value = str_part(value, 1, value.n - 1);
			add_name(names, value);
		} else if (listing && s.n && s.p[0] == '-') {
			add_name(names, str_part(s, 1, s.n));
		} else {
			listing = false;
		}
	}
}

/* "date: 2026-03-02" */
static void take_day(struct draft *draft, struct str block)
{
	struct str line;
	while (!draft->date[0] && str_next_line(&block, &line)) {
		size_t colon = str_find_char(line, ':');
		if (colon < line.n && label_is_day(str_trim(str_part(line, 0, colon))))
			day_of_words(str_part(line, colon + 1, line.n), draft->date);
	}
}

static bool is_fence(struct str line)
{
	return str_equal(str_trim(line), STR("---"));
}

bool front_matter_skip(struct reading *reading)
{
	struct str rest = reading->text, line = {NULL, 0};
	int64_t lines = 1;
	str_next_line(&rest, &line);
	if (!is_fence(line) || line.p[0] != '-')
		return false;
	const char *from = rest.p, *to = from;
	while (str_next_line(&rest, &line)) {
		lines++;
		if (is_fence(line) || str_equal(str_trim(line), STR("...")))
			break;
		if (lines > 500 || (lines == 2 && !memchr(line.p, ':', line.n)))
			return false;
		to = line.p + line.n;
		if (!rest.n)
			return false;
	}
	struct strbuf names = STRBUF_INIT;
	collect_names(&names, (struct str){from, (size_t)(to - from)});
	if (names.len)
		notice_say(reading, 1, "its header names as speakers: %s", names.buf);
	strbuf_release(&names);
	take_day(reading->draft, (struct str){from, (size_t)(to - from)});
	reading->text = rest;
	reading->line += lines;
	return true;
}
