/*
 * A source's text as turns. Every line with words on it is one; blanks around it, empty lines and
 * the names of speakers are dropped, so each position of the source is kept together with where it
 * went: as the start of a selection the next character that is left, as its end the place behind
 * the last one. Positions are code points.
 */
#include <stdlib.h>

#include "qde-internal.h"
#include "counts-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

struct cutting {
	struct qde_text *out;
	struct labels labels;
	bool most_labelled;
	int speaker; /* who spoke last */
	size_t at;   /* positions done */
	int64_t now; /* our position behind what was written */
};

/* The next line with its end: "\r\n", "\n" or "\r". */
static bool next_line(struct str *rest, struct str *line, size_t *nend)
{
	if (!rest->n)
		return false;
	size_t n = 0;
	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	*line = str_part(*rest, 0, n);
	*nend = n == rest->n ? 0 : 1 + (str_starts(str_part(*rest, n, rest->n), STR("\r\n")) != 0);
	*rest = str_part(*rest, n + *nend, rest->n);
	return true;
}

static void survey(struct cutting *cut, struct str source)
{
	struct str line;
	struct label_hit hit;
	size_t nend, nlines = 0, nlabels = 0;
	while (next_line(&source, &line, &nend)) {
		line = str_trim(line);
		nlines += line.n > 0;
		if (!label_take(line, &hit))
			continue;
		size_t at = labels_intern(&cut->labels, hit.label);
		cut->labels.items[at].count++;
		nlabels++;
	}
	cut->most_labelled = nlines && nlabels * 2 >= nlines;
}

static int speaker_of(struct cutting *cut, size_t label)
{
	struct qde_text *out = cut->out;
	struct label *known = &cut->labels.items[label];
	if (known->speaker < 0) {
		ALLOC_GROW(out->speakers, out->nspeakers + 1, out->cap_speakers);
		known->speaker = (int)out->nspeakers++;
		out->speakers[known->speaker] = (struct draft_speaker){
			.label = known->text, .name = label_name(known->text)};
	}
	return known->speaker;
}

/* Takes "Name: " off a line when it is somebody's. */
static void take_label(struct cutting *cut, struct str *words)
{
	struct label_hit hit;
	if (!label_take(*words, &hit))
		return;
	size_t label = labels_intern(&cut->labels, hit.label);
	if (!hit.strong && cut->labels.items[label].count < 2)
		return;
	struct str rest = str_trim(str_part(*words, hit.skip, words->n));
	if (!rest.n)
		return;
	cut->speaker = speaker_of(cut, label);
	*words = rest;
}

/* Positions that are dropped: a start among them is the next kept character's, which shall come at
 * `next`; an end is where we are. */
static void drop(struct cutting *cut, size_t n, int64_t next)
{
	for (size_t i = 0; i < n; i++, cut->at++) {
		cut->out->to[cut->at] = (uint32_t)next;
		cut->out->behind[cut->at] = (uint32_t)cut->now;
	}
}

static void keep(struct cutting *cut, size_t n)
{
	for (size_t i = 0; i < n; i++, cut->at++, cut->now++) {
		cut->out->to[cut->at] = (uint32_t)cut->now;
		cut->out->behind[cut->at] = (uint32_t)cut->now;
	}
}

static void add_turn(struct cutting *cut, struct str words)
{
	struct qde_text *out = cut->out;
	size_t nchars = utf8_length(words), first = cut->at;
	int64_t before = cut->now;
	if (out->nturns) {
		strbuf_add_char(&out->text, '\n');
		cut->now++;
	}
	ALLOC_GROW(out->turns, out->nturns + 1, out->cap_turns);
	out->turns[out->nturns++] = (struct qde_turn){
		{NULL, words.n}, cut->speaker, cut->now, cut->now + (int64_t)nchars};
	strbuf_add_str(&out->text, words);
	if (cut->speaker >= 0) {
		struct draft_speaker *speaker = &out->speakers[cut->speaker];
		speaker->nturns++;
		struct talk talk = count_talk(words, false);
		speaker->nwords += talk.words;
		speaker->nquestions += talk.questions;
	}
	keep(cut, nchars);
	out->behind[first] = (uint32_t)before; /* what ends here ends with the turn before */
}

static void cut_line(struct cutting *cut, struct str line, size_t nend)
{
	struct str words = str_trim(line);
	if (words.n)
		take_label(cut, &words);
	size_t before = words.n ? utf8_length(str_part(line, 0, (size_t)(words.p - line.p))) : 0;
	size_t behind =
		words.n ? utf8_length((struct str){words.p + words.n,
						   (size_t)(line.p + line.n - words.p - words.n)})
			: utf8_length(line);
	drop(cut, before, cut->now + (words.n && cut->out->nturns > 0));
	if (words.n)
		add_turn(cut, words);
	drop(cut, behind + nend, cut->now + (cut->out->nturns > 0));
}

static void place_texts(struct qde_text *text)
{
	size_t at = 0;
	for (size_t i = 0; i < text->nturns; i++) {
		text->turns[i].text.p = text->text.buf + at;
		at += text->turns[i].text.n + 1;
	}
}

void qde_text_init(struct qde_text *text, struct str source, bool pairs)
{
	struct cutting cut = {.out = text, .speaker = -1};
	struct str rest = source, line;
	size_t nend;
	*text = (struct qde_text){.text = STRBUF_INIT};
	text->npositions = utf8_length(source);
	text->to = xcalloc(text->npositions + 1, sizeof *text->to);
	text->behind = xcalloc(text->npositions + 1, sizeof *text->behind);
	survey(&cut, source);
	while (next_line(&rest, &line, &nend))
		cut_line(&cut, line, pairs ? nend : nend > 0);
	text->npositions = cut.at;
	text->to[cut.at] = text->behind[cut.at] = (uint32_t)cut.now;
	text->nchars = cut.now;
	place_texts(text);
	labels_release(&cut.labels);
}

void qde_text_release(struct qde_text *text)
{
	strbuf_release(&text->text);
	free(text->turns);
	free(text->speakers);
	free(text->to);
	free(text->behind);
}

bool qde_text_range(const struct qde_text *text, int64_t start, int64_t end, int64_t *from,
		    int64_t *to)
{
	if (start < 0 || end <= start || end > (int64_t)text->npositions)
		return false;
	*from = text->to[start];
	*to = text->behind[end];
	return *from < *to;
}

struct str qde_text_slice(const struct qde_text *text, int64_t from, int64_t to)
{
	struct str all = strbuf_str(&text->text);
	return str_part(all, utf8_offset(all, (size_t)from), utf8_offset(all, (size_t)to));
}
