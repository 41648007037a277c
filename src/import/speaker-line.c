/*
 * One line of a text transcript: who, when, what. The spellings in the field (Otter, Teams, Zoom,
 * Rev, podcast Markdown …) are one grammar: a time in brackets or alone, a name bare, bold or in
 * brackets, in either order, then a colon and what is said; or name and time alone with the text
 * below.
 */
#include "import-internal.h"
#include "line-internal.h"
#include "stamp-internal.h"

#include "themewall/base/banned.h"

enum { HEAD_BYTES = 300 };

static struct str skip_separator(struct str s)
{
	s = str_trim(s);
	if (s.n > 1 && (s.p[0] == '-' || s.p[0] == '|') && is_blank(s.p[1]))
		return str_trim(str_part(s, 1, s.n));
	if (str_starts(s, STR("\xe2\x80\x93 ")) || str_starts(s, STR("\xe2\x80\x94 ")))
		return str_trim(str_part(s, 3, s.n));
	return s;
}

/* Takes a time off the head of *s. */
static bool take_time(struct str *s, struct speaker_line *out)
{
	struct stamp stamp;
	bool bracketed;
	if (!s->n || !(is_digit(s->p[0]) || strchr("[(\\", s->p[0])) ||
	    !stamp_scan_mark(*s, &stamp, &bracketed))
		return false;
	out->ms = stamp.ms;
	out->three_fields = stamp.fields == 3;
	out->bracketed = bracketed;
	*s = str_part(*s, stamp.nbytes, s->n);
	return true;
}

/* A time that ends s, with or without brackets and a colon behind: how many bytes stand before it.
 */
static bool take_last_time(struct str s, size_t *before, struct speaker_line *out)
{
	if (s.n && s.p[s.n - 1] == ':')
		s.n--;
	size_t from = s.n;
	while (from > 0 && s.n - from < 20 && !is_blank(s.p[from - 1]))
		from--;
	struct str tail = str_part(s, from, s.n);
	if (!from || !is_blank(s.p[from - 1]) || !take_time(&tail, out) || tail.n) {
		out->ms = -1;
		return false;
	}
	*before = from;
	return true;
}

/* "Name  0:14", "Name (0:14)", "[Name] 00:14" and nothing else on the line. */
static bool read_head(struct str s, struct speaker_line *out)
{
	size_t before = 0;
	if (s.n > HEAD_BYTES || !take_last_time(s, &before, out))
		return false;
	struct str label = str_trim(str_part(s, 0, before));
	size_t gap = before - label.n;
	bool boxed = label.n > 2 && label.p[0] == '[' && label.p[label.n - 1] == ']';
	if (boxed)
		label = str_trim(str_part(label, 1, label.n - 1));
	if (!label_is_plausible(label) || label.p[label.n - 1] == ',') {
		out->ms = -1;
		return false;
	}
	out->form = LINE_HEAD;
	out->label = label;
	out->strong = boxed || out->bracketed || gap >= 2 || s.p[before - 1] == '\t';
	out->text = (struct str){NULL, 0};
	return true;
}

/* "Name (01:23): text": the colon of the time must not be taken for the name's. */
static bool read_time_in_label(struct str s, struct speaker_line *out)
{
	struct str head = str_part(s, 0, s.n < HEAD_BYTES ? s.n : HEAD_BYTES);
	size_t open = 0;
	while (open < head.n && !(open && strchr("([", head.p[open]) && open + 1 < head.n &&
				  is_digit(head.p[open + 1])))
		open++;
	struct str rest = str_part(s, open, s.n), label = str_trim(str_part(s, 0, open));
	if (open >= head.n || !label_is_plausible(label) || memchr(label.p, ':', label.n))
		return false;
	if (!take_time(&rest, out) || !rest.n || rest.p[0] != ':') {
		out->ms = -1;
		return false;
	}
	out->form = LINE_LABEL_TIME;
	out->label = label;
	out->text = str_part(rest, 1, rest.n);
	return true;
}

/* "**Name:** text", "**Name**: text", "**Name (00:12):** text", "**[00:12] Name:** text". */
static bool read_bold(struct str s, struct speaker_line *out)
{
	if (!str_starts(s, STR("**")))
		return false;
	struct str rest = str_part(s, 2, s.n);
	size_t close =
		str_find(str_part(rest, 0, rest.n < HEAD_BYTES ? rest.n : HEAD_BYTES), STR("**"));
	if (close >= rest.n || close >= HEAD_BYTES)
		return false;
	struct str inside = str_trim(str_part(rest, 0, close));
	rest = str_part(rest, close + 2, rest.n);
	bool colon = inside.n && inside.p[inside.n - 1] == ':';
	inside.n -= colon;
	if (!colon && rest.n && rest.p[0] == ':') {
		colon = true;
		rest = str_part(rest, 1, rest.n);
	}
	size_t before;
	int64_t ms = out->ms;
	if (take_time(&inside, out))
		inside = str_trim(inside);
	else if (take_last_time(inside, &before, out))
		inside = str_trim(str_part(inside, 0, before));
	else
		out->ms = ms;
	if (!label_is_plausible(inside) || (!colon && out->ms < 0) ||
	    (!colon && str_trim(rest).n)) {
		out->ms = ms;
		return false;
	}
	out->form = out->ms >= 0 ? LINE_LABEL_TIME : LINE_LABEL;
	out->label = inside;
	out->strong = out->bold = true;
	out->text = rest;
	return true;
}

/* "From Ann to Everyone: text", as chats are saved: the name is between. */
static bool take_sender(struct str s, struct label_hit *hit)
{
	struct str from = STR("From ");
	if (s.n <= from.n || !str_equal_ascii(str_part(s, 0, from.n), from))
		return false;
	struct str rest = str_trim(str_part(s, from.n, s.n < HEAD_BYTES ? s.n : HEAD_BYTES));
	size_t colon = str_find_char(rest, ':');
	if (colon == rest.n)
		return false;
	struct str name = str_part(rest, 0, colon);
	name = str_trim(str_part(name, 0, str_find(name, STR(" to "))));
	*hit = (struct label_hit){name, (size_t)(rest.p - s.p) + colon + 1, true};
	return label_is_plausible(name);
}

/* What follows a time on its line: a name and a text, or a text alone. */
static void read_after_time(struct str s, struct speaker_line *out)
{
	struct label_hit hit;
	size_t tab = str_find_char(s, '\t');
	bool tabbed = s.n && s.p[0] == '\t', sent;
	s = out->after_time = skip_separator(s);
	if (!s.n) {
		out->form = LINE_HEAD_TIME;
		out->text = s;
	} else if (read_bold(s, out)) {
		return;
	} else if ((sent = take_sender(s, &hit)) || label_take(s, &hit)) {
		out->form = LINE_LABEL_TIME;
		out->label = hit.label;
		out->text = str_part(s, hit.skip, s.n);
		out->strong = true;
		out->chat = out->three_fields && (sent || (out->text.n && out->text.p[0] == '\t'));
	} else if (tabbed && (tab = str_find_char(s, '\t')) < s.n &&
		   label_is_plausible(str_part(s, 0, tab))) {
		out->form = LINE_LABEL_TIME;
		out->label = str_part(s, 0, tab);
		out->text = str_part(s, tab + 1, s.n);
	} else {
		out->form = out->bracketed ? LINE_TIME : LINE_BARE_TIME;
		out->text = s;
	}
}

/* A time that begins what is said ("**Ann:** \[04:01\] So …") is the time of it. */
static void take_time_of_text(struct speaker_line *out)
{
	struct speaker_line time = *out;
	struct str rest = str_trim(out->text);
	if (out->ms >= 0 || !rest.n ||
	    (rest.p[0] != '[' && rest.p[0] != '\\' && rest.p[0] != '(') || !take_time(&rest, &time))
		return;
	*out = time;
	out->text = rest;
}

void speaker_line_read(struct str line, struct speaker_line *out)
{
	struct label_hit hit;
	struct str s = str_trim(line);
	*out = (struct speaker_line){.form = LINE_PLAIN, .ms = -1, .text = s};
	if (!s.n)
		return;
	if (take_time(&s, out)) {
		read_after_time(s, out);
	} else if (read_bold(s, out) || read_time_in_label(s, out) || read_head(s, out)) {
		take_time_of_text(out);
	} else if (label_take(s, &hit)) {
		out->form = LINE_LABEL;
		out->label = hit.label;
		out->strong = hit.strong;
		out->text = str_part(s, hit.skip, s.n);
		take_time_of_text(out);
	}
}
