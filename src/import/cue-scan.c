/*
 * Captions as lines: an optional id, a line of two times, text up to a blank line. The one scanner
 * reads WebVTT, SRT and what people paste without a header, and is lenient: what stands outside any
 * caption is kept as loose text and said. A caption's text is a slice of the file, cleaned later;
 * nothing is copied here.
 */
#include "cues-internal.h"
#include "import-internal.h"
#include "stamp-internal.h"

#include "bytes-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* "0:00-->"; and how long few captions are: room for so many is taken at once, which costs nothing
 * until it is written to. */
enum { SHORTEST_TIMING = 7, BYTES_A_CUE = 128 };

/* Only digits, or a GUID with what Teams hangs on it ("…/7-0", "…-3"): an id, never speech. */
static bool is_number_or_guid(struct str line)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;
	line = str_trim(line);
	while (i < line.n && is_digit(line.p[i]))
		i++;
	if (i == line.n)
		return line.n > 0;
	if (line.n < sizeof shape - 1)
		return false;
	for (i = 0; i < sizeof shape - 1; i++) {
		char c = line.p[i];
		bool hex = is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
		if (shape[i] == 'x' ? !hex : c != '-')
			return false;
	}
	for (; i < line.n; i++)
		if (!is_digit(line.p[i]) && line.p[i] != '-' && line.p[i] != '/')
			return false;
	return true;
}

/* Where the scanner is. A block is the lines since the last blank line that belong to no caption
 * yet. */
struct scan {
	struct reading *reading;
	struct cues *cues;
	const struct byte_ways *ways;
	enum cue_kind kind;
	bool in_text;          /* lines belong to the last caption */
	bool skipping;         /* inside a NOTE, STYLE or REGION */
	int64_t line;          /* number of the current line */
	struct str last;       /* the line before this one, when it is text or block */
	const char *block;     /* NULL: no open block */
	int64_t block_line;    /* its first line */
	const char *block_end; /* behind its last line */
	struct str id;         /* of the caption that begins next */
};

static struct cue_record *last_cue(struct cues *cues)
{
	return cues->n ? &cues->items[cues->n - 1] : NULL;
}

static struct cue_record *cue_new(struct scan *scan)
{
	struct cues *cues = scan->cues;
	ALLOC_GROW(cues->items, cues->n + 1, cues->capacity);
	struct cue_record *cue = &cues->items[cues->n++];
	*cue = (struct cue_record){.line = (uint32_t)scan->line};
	return cue;
}

/* s begins with "<". */
static bool begins_voice(struct str s)
{
	return s.n > 1 && s.p[1] == 'v';
}

/* The caption's text is complete: is there a name before it? */
static void cue_close(struct scan *scan)
{
	struct cue_record *cue = last_cue(scan->cues);
	struct labels *labels = &scan->reading->labels;
	struct label_hit hit = {.strong = false};
	size_t label, skip;
	scan->in_text = false;
	if (!cue->nbytes)
		return;
	struct str text = {cue->text, cue->nbytes};
	struct str first = cue->many_lines ? str_part(text, 0, str_find_char(text, '\n')) : text;
	struct str trimmed = skip_blanks(first);
	cue->nbytes -= (uint32_t)(first.n - trimmed.n);
	cue->text = trimmed.p;
	if (trimmed.n && trimmed.p[0] == '<') {
		scan->cues->saw_voice |= begins_voice(trimmed);
		return;
	}
	if (!labels_take_recent(labels, trimmed, &label, &skip)) {
		if (!label_take(trimmed, &hit))
			return;
		label = labels_intern_copy(labels, &scan->reading->draft->arena, hit.label);
		skip = hit.skip;
	}
	labels->items[label].count++;
	labels->items[label].strong |= hit.strong;
	scan->cues->nlabelled++;
	if (cue->id_speaks && !hit.strong)
		return;
	cue->label = (uint32_t)label + 1;
	cue->skip = (uint16_t)skip;
	cue->id_speaks = false;
}

static void block_drop(struct scan *scan)
{
	scan->block = NULL;
	scan->skipping = false;
}

/* Is there a caption whose text may still come? Loose text has words. */
static bool waits(const struct cue_record *cue)
{
	return cue && !cue->nbytes;
}

/* The block up to end, if that is not its beginning, is text: of a caption that still has none, or
 * loose. */
static void block_keep(struct scan *scan, const char *end)
{
	struct cue_record *cue = last_cue(scan->cues);
	const char *from = scan->block;
	block_drop(scan);
	if (end <= from)
		return;
	if (waits(cue)) {
		notice(scan->reading, NOTICE_LATE_TEXT, scan->block_line);
		scan->cues->nlate++;
	} else {
		int32_t start = cue ? cue->start_ms : -1;
		notice(scan->reading, NOTICE_LOOSE_TEXT, scan->block_line);
		cue = cue_new(scan);
		cue->start_ms = cue->end_ms = start;
		cue->line = (uint32_t)scan->block_line;
		cue->loose = true;
	}
	cue->text = from;
	cue->many_lines = true;
	cue->nbytes = (uint32_t)(end - from);
	cue_close(scan);
}

/* A line of times ends the block: its last line is the next caption's id unless it must be text. */
static void block_before_timing(struct scan *scan)
{
	scan->id = (struct str){NULL, 0};
	if (!scan->block || scan->skipping) {
		block_drop(scan);
		return;
	}
	if (is_number_or_guid(scan->last) || !waits(last_cue(scan->cues))) {
		scan->id = str_trim(scan->last);
		block_keep(scan, scan->last.p);
	} else {
		block_keep(scan, scan->block_end);
	}
}

/* No blank line before the times: a number glued to them is the id, anything else was text. */
static void text_before_timing(struct scan *scan)
{
	struct cue_record *cue = last_cue(scan->cues);
	scan->id = (struct str){NULL, 0};
	if (cue->nbytes && is_number_or_guid(scan->last)) {
		scan->id = str_trim(scan->last);
		size_t left = (size_t)(scan->last.p - cue->text);
		cue->nbytes = (uint32_t)left;
	}
	cue_close(scan);
}

static int64_t stamp_ms(const struct cues *cues, const struct stamp *stamp)
{
	return cues->count_fractions ? stamp->count_ms : stamp->ms;
}

static int32_t cut_ms(int64_t ms)
{
	return ms > LONGEST_MS ? LONGEST_MS + 1 : (int32_t)ms;
}

/* Takes the times into the caption: never negative, never backwards, said when it was otherwise. */
static void cue_time(struct scan *scan, struct cue_record *cue, const struct timing *timing)
{
	struct reading *reading = scan->reading;
	int64_t start = stamp_ms(scan->cues, &timing->start);
	int64_t end = timing->has_end ? stamp_ms(scan->cues, &timing->end) : start;
	if (!timing->has_end)
		notice(reading, NOTICE_NO_END, scan->line);
	if (end < start)
		notice(reading, NOTICE_BACKWARDS, scan->line);
	if (start < 0) {
		notice(reading, NOTICE_NEGATIVE, scan->line);
		start = 0;
	}
	cue->start_ms = cut_ms(start);
	cue->end_ms = cut_ms(end < start ? start : end);
	if (timing->start.over_sixty || (timing->has_end && timing->end.over_sixty))
		notice(reading, NOTICE_SIXTY, scan->line);
	scan->cues->saw_unpadded |= timing->start.fields == 3 && timing->start.unpadded;
	scan->cues->saw_short_fraction |=
		timing->start.short_fraction || (timing->has_end && timing->end.short_fraction);
}

/* Neither a number nor a GUID has a blank. */
static bool is_wordy(struct str id)
{
	return memchr(id.p, ' ', id.n);
}

/* "Speaker 1" above the times is who speaks; other words there are told, not kept. */
static void cue_id(struct scan *scan, struct cue_record *cue)
{
	if (!scan->id.n)
		return;
	scan->cues->saw_number |= is_digit(scan->id.p[0]);
	if (label_is_id(scan->id)) {
		size_t label = labels_intern_copy(&scan->reading->labels,
						  &scan->reading->draft->arena, scan->id);
		scan->reading->labels.items[label].strong = true;
		cue->label = (uint32_t)label + 1;
		cue->id_speaks = true;
	} else if (is_wordy(scan->id)) {
		notice(scan->reading, NOTICE_WORDY_ID, scan->line - 1);
	}
}

static void on_timing(struct scan *scan, const struct timing *timing)
{
	if (scan->in_text)
		text_before_timing(scan);
	else
		block_before_timing(scan);
	struct cue_record *cue = cue_new(scan);
	cue_time(scan, cue, timing);
	cue_id(scan, cue);
	scan->in_text = true;
	scan->last = (struct str){NULL, 0};
	if (timing->rest.n) {
		cue->text = timing->rest.p;
		cue->nbytes = (uint32_t)timing->rest.n;
	}
}

static void on_blank(struct scan *scan, struct str line)
{
	if (scan->in_text && line.n)
		return;
	if (scan->in_text)
		cue_close(scan);
	else if (scan->block && !scan->skipping)
		block_keep(scan, scan->block_end);
	block_drop(scan);
}

static bool opens_note(const struct scan *scan, struct str line)
{
	static const char *const words[] = {"NOTE", "STYLE", "REGION"};
	for (size_t i = 0; scan->kind == CUES_VTT && i < TW_COUNT(words); i++) {
		struct str word = str_of(words[i]);
		if (str_starts(line, word) && (line.n == word.n || is_blank(line.p[word.n])))
			return i == 0 || scan->cues->n == 0;
	}
	return false;
}

static void on_words(struct scan *scan, struct str line)
{
	struct cue_record *cue = last_cue(scan->cues);
	if (scan->in_text) {
		if (!cue->nbytes)
			cue->text = line.p;
		else
			cue->many_lines = true;
		cue->nbytes = (uint32_t)(line.p + line.n - cue->text);
	} else {
		if (!scan->block) {
			scan->block = line.p;
			scan->block_line = scan->line;
			scan->skipping = opens_note(scan, line);
		}
		scan->block_end = line.p + line.n;
	}
	scan->last = line;
}

static bool is_all_blank(struct str line)
{
	return !skip_blanks(line).n;
}

/* A line of times begins with a digit, a sign or a bracket, perhaps after blanks. */
static bool may_be_timing(struct str line)
{
	struct str s = is_blank(line.p[0]) ? skip_blanks(line) : line;
	return s.n >= SHORTEST_TIMING && (is_digit(s.p[0]) || s.p[0] == '-' || s.p[0] == '[');
}

static bool is_timing(const struct scan *scan, struct str line, struct timing *timing)
{
	if (scan->kind == CUES_SBV)
		return timing_scan_sbv(line, timing);
	return timing_scan(line, timing) || (line.p[0] == '[' && timing_scan_console(line, timing));
}

/* Nothing but an id and the beginning of a line of times. */
static bool is_marks(struct str block, bool complete)
{
	struct str line;
	while (str_next_line(&block, &line)) {
		bool cut = !complete && !block.n;
		for (size_t i = 0; cut && i < line.n; i++)
			cut = is_digit(line.p[i]) || strchr(":.,-> ", line.p[i]);
		if (!cut && !is_number_or_guid(line))
			return false;
	}
	return true;
}

/* Its voice does not end though others do. */
static bool is_open_voice(const struct cue_record *cue, struct str text)
{
	return memmem(cue->text, cue->nbytes, "<v", 2) &&
	       !memmem(cue->text, cue->nbytes, "</v>", 4) && memmem(text.p, text.n, "</v>", 4);
}

/* What the end of the file tells: a caption without text, an id without a caption, words cut short.
 */
static void at_end(struct scan *scan, struct str text)
{
	struct cue_record *cue = last_cue(scan->cues);
	bool complete = !text.n || text.p[text.n - 1] == '\n';
	bool block = !scan->in_text && scan->block && !scan->skipping;
	struct str left = {scan->block, block ? (size_t)(scan->block_end - scan->block) : 0};
	bool marks = block && is_marks(left, complete);
	if (marks || (scan->in_text && !cue->nbytes) ||
	    (scan->in_text && !complete && is_open_voice(cue, text)))
		notice(scan->reading, NOTICE_CUT, scan->line);
	else if (!complete && cue &&
		 (is_letter(text.p[text.n - 1]) || strchr(",- ", text.p[text.n - 1])))
		notice(scan->reading, NOTICE_MAYBE_CUT, scan->line);
	if (scan->in_text)
		cue_close(scan);
	else if (block && !marks)
		block_keep(scan, scan->block_end);
}

/* The short way, where no block is open. */
static bool take_plain(struct scan *scan, struct str *rest)
{
	struct plain_cue plain;
	if (scan->in_text || scan->block || scan->kind == CUES_SBV ||
	    !plain_cue_take(scan->ways, *rest, &plain))
		return false;
	scan->line += 1 + plain.numbered;
	struct cue_record *cue = cue_new(scan);
	cue->start_ms = cut_ms(plain.start_ms);
	cue->end_ms = cut_ms(plain.end_ms);
	cue->text = plain.text.p;
	cue->nbytes = (uint32_t)plain.text.n;
	cue->many_lines = plain.nlines > 1;
	cue->ntags = plain.ntags > UINT8_MAX ? 0 : (uint8_t)plain.ntags;
	scan->cues->saw_number |= plain.numbered;
	scan->line += plain.nlines + 1;
	if (cue->text[0] == '<')
		scan->cues->saw_voice |= begins_voice(plain.text);
	else
		cue_close(scan);
	*rest = str_part(*rest, plain.nbytes, rest->n);
	return true;
}

void cues_scan(struct reading *reading, struct cues *cues, struct str text, int64_t line,
	       enum cue_kind kind)
{
	struct scan scan = {.reading = reading,
			    .cues = cues,
			    .ways = bytes_ways(),
			    .kind = kind,
			    .line = line - 1};
	struct str rest = text, current;
	struct timing timing;
	ALLOC_GROW(cues->items, text.n / BYTES_A_CUE + 1, cues->capacity);
	mem_expect_all(cues->items, cues->capacity * sizeof *cues->items);
	for (;;) {
		while (take_plain(&scan, &rest))
			;
		if (!str_next_line(&rest, &current))
			break;
		scan.line++;
		if (current.n && !is_all_blank(current)) {
			if (may_be_timing(current) && is_timing(&scan, current, &timing))
				on_timing(&scan, &timing);
			else
				on_words(&scan, current);
		} else {
			on_blank(&scan, current);
		}
	}
	at_end(&scan, text);
}
