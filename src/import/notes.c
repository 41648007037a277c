/*
 * Notes in Markdown. Every bullet and every quote is a turn of its own, marked as one (a candidate
 * card); running text is a turn per paragraph. Headings are not speech: their path goes with what
 * stands below.
 */
#include "import-internal.h"
#include "markdown-internal.h"
#include "markup-internal.h"
#include "readers-internal.h"

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

int markdown_heading(struct str line, struct str *words)
{
	size_t level = 0;
	while (level < line.n && line.p[level] == '#')
		level++;
	if (level == 0 || level > 6 || (level < line.n && !is_blank(line.p[level])))
		return 0;
	*words = str_trim(str_part(line, level, line.n));
	while (words->n && words->p[words->n - 1] == '#')
		words->n--;
	*words = str_trim(*words);
	return (int)level;
}

static size_t indent_of(struct str line)
{
	size_t n = 0;
	while (n < line.n && is_blank(line.p[n]))
		n++;
	return n;
}

/* "- ", "* ", "+ ", "• ", "12. ", "3) ": bytes of the mark with its blanks. */
static size_t mark_length(struct str s)
{
	size_t n = 0;
	if (str_starts(s, STR("\xe2\x80\xa2"))) {
		n = 3;
	} else if (s.n && strchr("-*+", s.p[0])) {
		n = 1;
	} else {
		while (n < s.n && n < 4 && is_digit(s.p[n]))
			n++;
		if (!n || n >= s.n || (s.p[n] != '.' && s.p[n] != ')'))
			return 0;
		n++;
	}
	if (n < s.n && !is_blank(s.p[n]))
		return 0;
	return n + indent_of(str_part(s, n, s.n));
}

size_t markdown_bullet(struct str line)
{
	size_t indent = indent_of(line), mark = mark_length(str_part(line, indent, line.n));
	if (!mark)
		return 0;
	struct str rest = str_part(line, indent + mark, line.n);
	bool box = rest.n > 2 && rest.p[0] == '[' && strchr(" xX", rest.p[1]) && rest.p[2] == ']';
	return indent + mark + (box ? 3 : 0);
}

/* "- > a quote" is a quote, not a bullet that begins with a sign. */
static struct str without_quote_sign(struct str s)
{
	s = str_trim(s);
	while (s.n && s.p[0] == '>')
		s = str_trim(str_part(s, 1, s.n));
	return s;
}

/* A heading as part of a path: a long one is cut, or ten thousand paths would repeat it whole. */
static struct str path_part(struct str words)
{
	enum { PART_BYTES = 240 };
	if (words.n <= PART_BYTES)
		return words;
	words.n = PART_BYTES;
	while (((uint8_t)words.p[words.n] & 0xc0) == 0x80)
		words.n--;
	return words;
}

/* The path is written anew for every heading; turns below it share the one copy. */
void headings_enter(struct reading *reading, struct headings *headings, int level, struct str words)
{
	struct arena *arena = &reading->draft->arena;
	struct strbuf path = STRBUF_INIT;
	headings->level[level - 1] = words;
	for (int i = level; i < 6; i++)
		headings->level[i] = (struct str){NULL, 0};
	for (int i = 0; i < level; i++) {
		if (!headings->level[i].n)
			continue;
		if (path.len)
			strbuf_add_z(&path, " / ");
		struct str part = path_part(headings->level[i]);
		strbuf_add_str(&path, part);
		if (part.n < headings->level[i].n)
			strbuf_add_z(&path, "…");
	}
	size_t n = markup_write(path.buf, strbuf_str(&path), MARKUP_MARKDOWN, NULL);
	headings->path = (struct str){arena_strndup(arena, path.buf, n), n};
	strbuf_release(&path);
}

/* What the lines at hand belong to. */
enum block { BLOCK_NONE, BLOCK_PARAGRAPH, BLOCK_BULLET, BLOCK_QUOTE, BLOCK_CODE };

struct jotting {
	struct reading *reading;
	struct headings headings;
	enum block block;
	bool apart;        /* the next line begins a turn */
	int64_t bare_line; /* of a heading without anything below it yet, 0 */
	int bare_level;
};

static void jot(struct jotting *jotting, struct str text, enum block block)
{
	struct piece piece = {.label = -1,
			      .start_ms = -1,
			      .end_ms = -1,
			      .text = text,
			      .markup = block == BLOCK_CODE ? MARKUP_NONE : MARKUP_MARKDOWN,
			      .apart = jotting->apart,
			      .bullet = block == BLOCK_BULLET || block == BLOCK_QUOTE,
			      .heading = jotting->headings.path};
	if (turns_add(jotting->reading, &piece)) {
		jotting->apart = false;
		jotting->bare_line = 0;
	}
	jotting->block = block;
}

static void on_heading(struct jotting *jotting, int level, struct str words, int64_t line)
{
	if (jotting->bare_line && level <= jotting->bare_level)
		notice(jotting->reading, NOTICE_BARE_HEADING, jotting->bare_line);
	headings_enter(jotting->reading, &jotting->headings, level, words);
	jotting->bare_line = line;
	jotting->bare_level = level;
	jotting->apart = true;
	jotting->block = BLOCK_NONE;
}

/* "---", "***", "___": a line across the page. */
static bool is_rule(struct str s)
{
	if (s.n < 3 || !strchr("-*_", s.p[0]))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] != s.p[0] && s.p[i] != ' ')
			return false;
	return true;
}

/* A line of a quote: consecutive ones are one quote, a bare ">" ends it, bullets inside stand
 * alone. */
static void on_quote(struct jotting *jotting, struct str s)
{
	s = without_quote_sign(s);
	size_t mark = markdown_bullet(s);
	if (jotting->block != BLOCK_QUOTE || mark || !s.n)
		jotting->apart = true;
	jot(jotting, str_part(s, mark, s.n), BLOCK_QUOTE);
}

/* A paragraph that begins with a picture is an observation of whoever took the notes. */
static bool begins_with_picture(struct str s)
{
	uint32_t c;
	utf8_decode(s, 0, &c);
	return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf);
}

static void on_line(struct jotting *jotting, struct str line, int64_t number)
{
	struct str s = str_trim(line), words;
	int level = markdown_heading(s, &words);
	size_t mark = markdown_bullet(line);
	if (s.n && !level && header_holds(jotting->reading, line)) {
		jotting->apart = true;
		jot(jotting, s, BLOCK_PARAGRAPH);
		jotting->apart = true;
		jotting->reading->draft->nheader = jotting->reading->turns.nturns;
	} else if (str_starts(s, STR("```"))) {
		jotting->apart = true;
		jotting->block = jotting->block == BLOCK_CODE ? BLOCK_NONE : BLOCK_CODE;
	} else if (jotting->block == BLOCK_CODE) {
		jot(jotting, s, BLOCK_CODE);
	} else if (!s.n || is_rule(s)) {
		jotting->apart = true;
		jotting->block = BLOCK_NONE;
	} else if (level) {
		on_heading(jotting, level, words, number);
	} else if (s.p[0] == '>') {
		on_quote(jotting, s);
	} else if (mark) {
		jotting->apart = true;
		jot(jotting, without_quote_sign(str_part(line, mark, line.n)), BLOCK_BULLET);
	} else if (begins_with_picture(s)) {
		jotting->apart = true;
		jot(jotting, s, BLOCK_BULLET);
	} else {
		jotting->apart |= jotting->block == BLOCK_QUOTE;
		jot(jotting, s, jotting->block == BLOCK_BULLET ? BLOCK_BULLET : BLOCK_PARAGRAPH);
	}
}

bool notes_read(struct reading *reading, struct err *err)
{
	struct jotting jotting = {.reading = reading, .apart = true};
	struct str text = reading->text, line;
	(void)err;
	reading->draft->notes = true;
	header_read(reading);
	turns_begin(reading);
	for (int64_t number = reading->line; str_next_line(&text, &line); number++)
		on_line(&jotting, line, number);
	if (jotting.bare_line)
		notice(reading, NOTICE_BARE_HEADING, jotting.bare_line);
	summary_ask(reading);
	return true;
}
