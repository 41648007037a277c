/*
 * Transcripts as text with names: a line names who speaks and perhaps when, the lines below belong
 * to them until the next name. A first pass counts the forms and names, so that the second knows
 * which of them to believe: a name with a time, in bold or in brackets always; a bare "Name:" when
 * it recurs or when half of the lines have one; where names are bold, those alone. Headings of
 * Markdown end a turn and become its heading; nobody is guessed across one. Lines at the top that
 * say what the text is name nobody who speaks (header.c).
 */
#include "import-internal.h"
#include "line-internal.h"
#include "markdown-internal.h"
#include "markup-internal.h"
#include "readers-internal.h"
#include "stamp-internal.h"

#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

/* What the first pass found. */
struct survey {
	size_t nlines;            /* with words on them */
	size_t forms[LINE_FORMS]; /* as they are written, believed or not */
	size_t nlabels;           /* lines with a name */
	size_t nstrong_heads, nbold, nin_words, nchat;
	int64_t first_ms, last_ms, least_ms; /* of all times, -1 without one */
	bool backwards;                      /* times go back by more than a minute */
};

enum { HOUR_MS = 3600000, JITTER_MS = 60000 };

static void survey_time(struct survey *survey, const struct speaker_line *line)
{
	if (line->ms < 0)
		return;
	if (survey->first_ms < 0)
		survey->first_ms = survey->least_ms = line->ms;
	survey->backwards |= line->ms + JITTER_MS < survey->last_ms;
	survey->last_ms = line->ms;
	if (line->ms < survey->least_ms)
		survey->least_ms = line->ms;
}

/* Takes the next line off *text and reads it; returns how many lines that were: on a page of Teams
 * the time stands below the name. */
static int take_line(struct str *text, struct str *raw, struct speaker_line *line)
{
	struct str rest, below;
	int64_t ms;
	if (!str_next_line(text, raw))
		return 0;
	speaker_line_read(*raw, line);
	rest = *text;
	if (line->form != LINE_PLAIN || !label_is_plausible(line->text) ||
	    !str_next_line(&rest, &below) || !stamp_scan_words(below, &ms))
		return 1;
	*line = (struct speaker_line){
		.form = LINE_HEAD, .label = line->text, .ms = ms, .strong = true, .in_words = true};
	*text = rest;
	return 2;
}

static void survey_line(struct reading *reading, struct survey *survey, struct str text,
			const struct speaker_line *line)
{
	struct str words;
	if (!str_trim(text).n)
		return;
	survey->nlines++;
	if (markdown_heading(text, &words))
		return;
	survey->forms[line->form]++;
	survey_time(survey, line);
	if (!line->label.n)
		return;
	size_t position = labels_intern(&reading->labels, line->label);
	struct label *label = &reading->labels.items[position];
	label->count++;
	label->strong |= line->strong || line->form == LINE_LABEL_TIME;
	label->bold |= line->bold;
	survey->nlabels++;
	survey->nbold += line->bold;
	survey->nin_words += line->in_words;
	survey->nchat += line->chat;
	survey->nstrong_heads += line->form == LINE_HEAD && line->strong;
}

static void survey_text(struct reading *reading, struct survey *survey, struct str text)
{
	struct speaker_line line;
	struct str raw;
	*survey = (struct survey){.first_ms = -1, .last_ms = -1, .least_ms = -1};
	while (take_line(&text, &raw, &line))
		survey_line(reading, survey, raw, &line);
}

static bool is_believed(const struct reading *reading, const struct survey *survey,
			const struct speaker_line *line, size_t label)
{
	const struct label *known = &reading->labels.items[label];
	if (survey->nbold || label_is_stage(line->label))
		return known->bold || label_is_stage(line->label);
	return line->strong || known->strong || known->count >= 2 ||
	       (line->form != LINE_HEAD && survey->nlabels * 2 >= survey->nlines);
}

/* ---- is it one? ---- */

/* Lines that count for a text with speakers; a name and its time on a line of their own count
 * double. */
static size_t score_lines(struct reading *reading, const struct survey *survey, struct str text,
			  size_t *hits)
{
	struct str current;
	struct speaker_line line;
	size_t score = 0;
	*hits = 0;
	while (take_line(&text, &current, &line)) {
		if (line.form == LINE_PLAIN || line.form == LINE_BARE_TIME)
			continue;
		if (line.label.n && !is_believed(reading, survey, &line,
						 labels_intern(&reading->labels, line.label)))
			continue;
		bool head = line.form == LINE_HEAD || line.form == LINE_HEAD_TIME;
		score += head ? 4 : line.label.n && line.ms >= 0 ? 3 : 2;
		(*hits)++;
	}
	return score / 2;
}

/* The first lines of a long text tell enough. */
static struct str sample(struct str text)
{
	enum { SAMPLE_BYTES = 1 << 18 };
	if (text.n <= SAMPLE_BYTES)
		return text;
	const char *end = memrchr(text.p, '\n', SAMPLE_BYTES);
	return str_part(text, 0, end ? (size_t)(end - text.p) : SAMPLE_BYTES);
}

bool speaker_is(struct reading *reading)
{
	struct survey survey;
	struct str text = sample(reading->text);
	size_t hits, score;
	survey_text(reading, &survey, text);
	score = score_lines(reading, &survey, text, &hits);
	labels_release(&reading->labels);
	return (hits >= 2 || survey.nstrong_heads) && score * 100 >= survey.nlines * 15;
}

/* ---- reading ---- */

struct telling {
	struct reading *reading;
	const struct survey *survey;
	struct headings headings;
	int64_t base_ms;    /* subtracted from every time: the clock when the recording began */
	int64_t label;      /* who speaks */
	int64_t waiting_ms; /* a time whose text has not come yet, -1 */
	bool apart;         /* the next text begins a turn */
	bool fresh;         /* the line before was blank */
	bool bold;          /* names are bold: the text is Markdown */
};

static void say(struct telling *telling, struct str text)
{
	struct piece piece = {.label = telling->label,
			      .start_ms = telling->waiting_ms,
			      .end_ms = -1,
			      .text = text,
			      .markup = telling->bold ? MARKUP_MARKDOWN : MARKUP_NONE,
			      .apart = telling->apart || (telling->label < 0 && telling->fresh),
			      .heading = telling->headings.path};
	if (turns_add(telling->reading, &piece)) {
		telling->apart = false;
		telling->waiting_ms = -1;
	}
}

static void take_ms(struct telling *telling, int64_t ms)
{
	if (ms >= 0)
		telling->waiting_ms = ms - telling->base_ms;
}

static void speaker_begins(struct telling *telling, const struct speaker_line *line, size_t label)
{
	bool stage = label_is_stage(line->label);
	telling->label = stage ? -1 : (int64_t)label;
	telling->apart |= stage;
	take_ms(telling, line->ms);
	say(telling, line->text);
	telling->apart |= stage;
}

/* "Interviewer: Ann" before anybody speaks (in the header, which is not counted, or below it),
 * where an Ann speaks and the interviewer does not. */
static bool introduces(struct telling *telling, const struct speaker_line *line, size_t label)
{
	struct labels *labels = &telling->reading->labels;
	struct str name = str_trim(line->text);
	enum role role = role_by_word(line->label);
	if (telling->reading->draft->nspeakers || labels->items[label].count > 1 || !name.n ||
	    role == ROLE_UNKNOWN || line->ms >= 0 || !label_is_plausible(name))
		return false;
	size_t named = labels_intern(labels, name);
	if (!labels->items[named].count || named == label)
		return false;
	labels->items[named].role = role;
	return true;
}

/* A line of the header is a turn of its own, whatever it looks like. */
static void on_header(struct telling *telling, struct str text, const struct speaker_line *line)
{
	struct reading *reading = telling->reading;
	if (line->label.n)
		introduces(telling, line, labels_intern(&reading->labels, line->label));
	telling->apart = true;
	say(telling, str_trim(text));
	telling->apart = true;
	reading->draft->nheader = reading->turns.nturns;
}

static void on_line(struct telling *telling, struct str text, struct speaker_line line)
{
	struct reading *reading = telling->reading;
	struct str words;
	int level = markdown_heading(text, &words);
	if (level) {
		headings_enter(reading, &telling->headings, level, words);
		telling->label = -1;
		return;
	}
	if (header_holds(reading, text)) {
		on_header(telling, text, &line);
		return;
	}
	if (line.label.n) {
		size_t label = labels_intern(&reading->labels, line.label);
		bool header = introduces(telling, &line, label);
		if (!header && is_believed(reading, telling->survey, &line, label)) {
			speaker_begins(telling, &line, label);
			return;
		}
		line.form = line.after_time.p ? LINE_TIME : LINE_PLAIN;
		line.text = line.after_time;
	}
	bool alone = line.form == LINE_HEAD_TIME;
	bool timed = alone || line.form == LINE_TIME ||
		     (line.form == LINE_BARE_TIME && telling->survey->forms[LINE_BARE_TIME] >= 2);
	if (timed)
		take_ms(telling, line.ms);
	if (alone && !line.bracketed) {
		telling->label = -1;
		telling->apart = true;
	}
	say(telling, timed ? line.text : str_trim(text));
}

static bool is_footer(struct str line)
{
	return str_starts(str_trim(line), STR("Transcribed by https://otter.ai"));
}

/* "Ann Lee started transcription": what the meeting says, and nobody in it. */
static bool is_meeting_notice(struct str line)
{
	static const char *const ends[] = {" started transcription", " stopped transcription",
					   " started recording", " stopped recording"};
	line = str_trim(line);
	for (size_t i = 0; i < TW_COUNT(ends); i++)
		if (str_ends(line, str_of(ends[i])) &&
		    label_is_plausible(str_part(line, 0, line.n - strlen(ends[i]))) &&
		    !text_begins_small(line))
			return true;
	return false;
}

/* Times of a clock on the wall: all after the first hour and going forward. Counted from the first
 * then. */
static int64_t clock_base(struct reading *reading, const struct survey *survey)
{
	struct strbuf sb = STRBUF_INIT;
	if (survey->least_ms < HOUR_MS || survey->backwards)
		return 0;
	strbuf_addf(&sb, "%02d:%02d:%02d", (int)(survey->least_ms / HOUR_MS),
		    (int)(survey->least_ms / 60000 % 60), (int)(survey->least_ms / 1000 % 60));
	notice_say(reading, 0,
		   "times look like a clock's; they are counted from the first, %s, as 0:00",
		   sb.buf);
	strbuf_release(&sb);
	return survey->least_ms;
}

/* What was typed in a meeting, not what was said. */
static bool is_chat(const struct survey *survey)
{
	return survey->nchat >= 2 && survey->nchat * 2 >= survey->nlabels;
}

static const char *dialect_of(const struct survey *survey, const struct telling *telling)
{
	if (telling->bold)
		return "markdown";
	if (survey->nin_words)
		return "teams";
	if (is_chat(survey))
		return "chat";
	if (survey->nstrong_heads)
		return telling->base_ms ? "zoom" : "otter";
	return "";
}

static struct str below_header(const struct reading *reading)
{
	struct str text = reading->text;
	return reading->header_end ? str_part(text, (size_t)(reading->header_end - text.p), text.n)
				   : text;
}

bool speaker_read(struct reading *reading, struct err *err)
{
	struct survey survey;
	struct str text = reading->text, raw;
	struct speaker_line line;
	(void)err;
	header_read(reading);
	survey_text(reading, &survey, below_header(reading));
	struct telling telling = {.reading = reading,
				  .survey = &survey,
				  .base_ms = clock_base(reading, &survey),
				  .label = -1,
				  .waiting_ms = -1,
				  .fresh = true,
				  .bold = survey.nbold > 0};
	turns_begin(reading);
	int64_t number = reading->line;
	for (int n; (n = take_line(&text, &raw, &line)); number += n) {
		if (is_footer(raw))
			notice(reading, NOTICE_FOOTER, number);
		else if (is_meeting_notice(raw))
			notice(reading, NOTICE_MEETING, number);
		else if (str_trim(raw).n)
			on_line(&telling, raw, line);
		telling.fresh = !str_trim(raw).n;
	}
	if (is_chat(&survey))
		notice(reading, NOTICE_CHAT, 0);
	reading->draft->dialect = dialect_of(&survey, &telling);
	return true;
}
