/*
 * Rev's table of words (.nlp): a header, then a word a line between bars: the word, who says it,
 * when, what punctuation follows. Columns are found by the header's names; they vary with the
 * tool's version. Times are seconds, often empty.
 */
#include "import-internal.h"
#include "readers-internal.h"
#include "stamp-internal.h"
#include "utterances-internal.h"

#include "themewall/base/banned.h"

enum { NLP_TOKEN, NLP_SPEAKER, NLP_START, NLP_END, NLP_PUNCTUATION, NLP_COLUMNS, NLP_CELLS = 16 };

static size_t split(struct str line, struct str cells[NLP_CELLS])
{
	size_t n = 0;
	for (; n < NLP_CELLS; n++) {
		size_t bar = str_find_char(line, '|');
		cells[n] = str_trim(str_part(line, 0, bar));
		if (bar == line.n)
			return n + 1;
		line = str_part(line, bar + 1, line.n);
	}
	return n;
}

/* Which cell is which; -1: there is none. False when the line is no such header. */
static bool read_header(struct str line, int at[NLP_COLUMNS])
{
	static const char *const names[NLP_COLUMNS] = {"token", "speaker", "ts", "endTs",
						       "punctuation"};
	struct str cells[NLP_CELLS];
	size_t n = split(line, cells);
	for (int i = 0; i < NLP_COLUMNS; i++) {
		at[i] = -1;
		for (size_t k = 0; k < n; k++)
			if (at[i] < 0 && str_equal_ascii(cells[k], str_of(names[i])))
				at[i] = (int)k;
	}
	return at[NLP_TOKEN] == 0 && at[NLP_SPEAKER] > 0 && at[NLP_START] > 0;
}

bool rev_nlp_is(struct str text)
{
	int at[NLP_COLUMNS];
	return read_header(str_part(text, 0, str_find_char(text, '\n')), at);
}

static int64_t read_ms(struct str cell)
{
	int64_t ms;
	return stamp_scan_seconds(cell, &ms) ? ms : -1;
}

static void read_word(struct reading *reading, struct utterances *all, const int at[NLP_COLUMNS],
		      struct str line)
{
	struct str cells[NLP_CELLS], part[NLP_COLUMNS];
	size_t n = split(line, cells);
	for (int i = 0; i < NLP_COLUMNS; i++)
		part[i] = at[i] >= 0 && (size_t)at[i] < n ? cells[at[i]] : (struct str){NULL, 0};
	struct said word = {.text = part[NLP_TOKEN],
			    .label = labels_intern_voice(&reading->labels, &reading->draft->arena,
							 part[NLP_SPEAKER]),
			    .start_ms = read_ms(part[NLP_START]),
			    .end_ms = read_ms(part[NLP_END])};
	if (!word.text.n) {
		notice(reading, NOTICE_NO_TEXT, 0);
		return;
	}
	utterances_add(all, &word);
	word.text = part[NLP_PUNCTUATION];
	word.join = JOIN_PUNCTUATION;
	if (word.text.n)
		utterances_add(all, &word);
}

bool rev_nlp_read(struct reading *reading, struct err *err)
{
	struct utterances all = {.text = STRBUF_INIT, .words = true};
	struct str text = reading->text, line = {NULL, 0};
	int at[NLP_COLUMNS];
	str_next_line(&text, &line);
	if (!read_header(line, at))
		return err_set(err, ERR_FORMAT,
			       "%.*s does not begin with Rev's header: token|speaker|ts|...",
			       STR_ARG(reading->name));
	while (str_next_line(&text, &line))
		if (str_trim(line).n)
			read_word(reading, &all, at, line);
	utterances_finish(reading, &all);
	utterances_release(&all);
	return true;
}
