/*
 * Texts typed with f4 or f5: a mark #00:01:02-3# (hours, minutes, seconds, tenths) wherever the
 * person at the keyboard put one, mostly at the end of a paragraph. What stands before a mark ends
 * at its time, what follows begins at it. The paragraph of the first mark begins with the
 * recording, unless it opens with the mark; headings above it have no time. Names stand before a
 * colon, as in any text with speakers; they are believed when they recur or when half of the
 * paragraphs have one.
 */
#include "import-internal.h"
#include "readers-internal.h"

#include "themewall/base/banned.h"

static int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* A mark at the start of s: its bytes, 0 when there is none. */
static size_t mark_scan(struct str s, int64_t *ms)
{
	static const char shape[] = "#00:00:00-0#";
	size_t n = sizeof shape - 1;
	if (s.n < n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (shape[i] == '0' ? !is_digit(s.p[i]) : s.p[i] != shape[i])
			return 0;
	*ms = ((int64_t)(two(s.p + 1) * 60 + two(s.p + 4)) * 60 + two(s.p + 7)) * 1000 +
	      (s.p[10] - '0') * 100;
	return n;
}

/* Position of the next mark in s, s.n when there is none. */
static size_t mark_find(struct str s, int64_t *ms, size_t *nbytes)
{
	for (size_t at = 0; at < s.n; at++) {
		at += str_find_char(str_part(s, at, s.n), '#');
		if (at < s.n && (*nbytes = mark_scan(str_part(s, at, s.n), ms)))
			return at;
	}
	*nbytes = 0;
	return s.n;
}

bool f4_is(struct str text)
{
	int64_t ms;
	size_t n, at = mark_find(text, &ms, &n);
	if (!n)
		return false;
	text = str_part(text, at + n, text.n);
	mark_find(text, &ms, &n);
	return n > 0;
}

static bool has_mark(struct str line)
{
	int64_t ms;
	size_t n;
	mark_find(line, &ms, &n);
	return n > 0;
}

/* The words of a line behind a mark that opens it. */
static struct str words_of(struct str line)
{
	int64_t ms;
	line = str_trim(line);
	return str_trim(str_part(line, mark_scan(line, &ms), line.n));
}

struct typing {
	struct reading *reading;
	bool most_labelled; /* half of the paragraphs or more have a name */
	int64_t label;      /* who speaks, -1 nobody yet */
	int64_t now;        /* the latest mark, -1 above the paragraph of the first */
	bool overtaken;     /* some mark was earlier than one before it */
};

static void survey(struct typing *typing)
{
	struct str text = typing->reading->text, line;
	struct labels *labels = &typing->reading->labels;
	struct label_hit hit;
	size_t nlines = 0, nlabels = 0;
	while (str_next_line(&text, &line)) {
		struct str words = words_of(line);
		nlines += words.n > 0;
		if (!label_take(words, &hit))
			continue;
		nlabels++;
		size_t position = labels_intern(labels, hit.label);
		labels->items[position].count++;
	}
	typing->most_labelled = nlabels * 2 >= nlines;
}

/* Takes "Name: " off the words of a paragraph when it is somebody's. */
static void take_label(struct typing *typing, struct str *words)
{
	struct label_hit hit;
	struct labels *labels = &typing->reading->labels;
	if (!label_take(*words, &hit))
		return;
	size_t position = labels_intern(labels, hit.label);
	if (!hit.strong && !typing->most_labelled && labels->items[position].count < 2)
		return;
	typing->label = (int64_t)position;
	*words = str_part(*words, hit.skip, words->n);
}

static void take_mark(struct typing *typing, int64_t ms)
{
	typing->overtaken |= ms < typing->now;
	typing->now = ms;
}

static void read_line(struct typing *typing, struct str line)
{
	int64_t ms = -1;
	bool first = true;
	line = str_trim(line);
	if (typing->now < 0 && has_mark(line))
		typing->now = mark_scan(line, &ms) ? ms : 0;
	while (line.n) {
		size_t n, at = mark_find(line, &ms, &n);
		struct str words = str_trim(str_part(line, 0, at));
		if (words.n && first)
			take_label(typing, &words);
		struct piece piece = {.label = typing->label,
				      .start_ms = typing->now,
				      .end_ms = n && ms >= typing->now ? ms : -1,
				      .text = words};
		if (words.n)
			turns_add(typing->reading, &piece);
		first = first && !words.n;
		if (n)
			take_mark(typing, ms);
		line = str_trim(str_part(line, at + n, line.n));
	}
}

bool f4_read(struct reading *reading, struct err *err)
{
	struct typing typing = {.reading = reading, .label = -1, .now = -1};
	struct str text = reading->text, line;
	(void)err;
	survey(&typing);
	turns_begin(reading);
	while (str_next_line(&text, &line))
		read_line(&typing, line);
	if (typing.overtaken)
		notice_say(reading, 0, "some time marks go back; each is kept where it stands");
	if (!reading->draft->nspeakers)
		notice(reading, NOTICE_NO_SPEAKERS, 0);
	return true;
}
