/*
 * From scanned captions to turns: put into the order of their times, names believed or not, rolling
 * lines dropped, voices told apart. A caption may hold several voices (<v Ann>…<v Bob>…) or several
 * labelled lines; each becomes a piece with the caption's time.
 */
#include "cues-internal.h"
#include "decode-internal.h"
#include "import-internal.h"
#include "markup-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* The text of so many captions ahead is sent for: by then it is there; and after how many it is
 * asked whether what was read may go. */
enum { AHEAD = 8, SPEND_EVERY = 256 };

/* The work on one file's captions. */
struct assembly {
	struct reading *reading;
	struct cues *cues;
	bool most_labelled; /* half of the captions or more have a name: then all names are believed
			     */
	bool tagged;        /* the file has a tag or an entity anywhere */
	bool marked;        /* … an entity or a brace */
	bool rolling;       /* captions repeat the line before, as YouTube's do */
	int64_t label;      /* who spoke last, for loose text */
	struct strbuf previous, line; /* rolling: the last line shown, and the one at hand */
	struct strbuf name;           /* of a voice, decoded */
};

/* ---- order ---- */

static int by_start(const void *a, const void *b)
{
	const struct cue_record *x = a, *y = b;
	if (x->start_ms != y->start_ms)
		return x->start_ms < y->start_ms ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* Whether they now stand in another order than in the file. */
static bool cues_sort(struct reading *reading, struct cues *cues)
{
	size_t misplaced = 0, captions = 0;
	for (size_t i = 0; i < cues->n; i++) {
		captions += !cues->items[i].loose;
		misplaced += i && cues->items[i].start_ms < cues->items[i - 1].start_ms;
	}
	if (!misplaced)
		return false;
	qsort(cues->items, cues->n, sizeof *cues->items, by_start);
	notice_say(reading, 0, "%zu of %zu captions were out of order; sorted by their start",
		   misplaced, captions);
	return true;
}

/* ---- names ---- */

static bool is_believed(const struct assembly *work, int64_t label)
{
	const struct label *known = &work->reading->labels.items[label];
	return known->strong || known->count >= 2 || work->most_labelled;
}

static bool names_somebody(const struct assembly *work)
{
	const struct labels *labels = &work->reading->labels;
	for (size_t i = 0; i < labels->n; i++)
		if (is_believed(work, (int64_t)i))
			return true;
	return work->cues->saw_voice;
}

/* "<v" and what may follow it in a voice's tag. */
static bool is_voice(struct str s)
{
	return s.n > 2 && s.p[1] == 'v' &&
	       (s.p[2] == '.' || s.p[2] == '>' || s.p[2] == '\n' || is_blank(s.p[2]));
}

/* "<v.loud Ann Smith>" at the start of s: its bytes and the name; false when it never closes. */
static bool take_voice(struct assembly *work, struct str s, size_t *skip, int64_t *label)
{
	size_t end = str_find_char(str_part(s, 0, s.n < 1024 ? s.n : 1024), '>');
	if (end >= s.n || end >= 1024)
		return false;
	size_t from = 2;
	while (from < end && !is_blank(s.p[from]) && s.p[from] != '\n')
		from++;
	struct str raw = str_part(s, from, end), name = str_trim(raw);
	*skip = end + 1;
	*label = -1;
	if (memchr(raw.p, '&', raw.n) || memchr(name.p, '\n', name.n)) {
		strbuf_reset(&work->name);
		strbuf_reserve(&work->name, raw.n);
		size_t n = markup_write(work->name.buf, raw, MARKUP_CUE, NULL);
		name = (struct str){work->name.buf, n};
	}
	if (name.n)
		*label = (int64_t)labels_intern_copy(&work->reading->labels,
						     &work->reading->draft->arena, name);
	return true;
}

/* Where in s the next voice begins, s.n when there is none. */
static size_t find_voice(struct str s)
{
	size_t at = 0;
	while ((at += str_find_char(str_part(s, at, s.n), '<')) < s.n) {
		if (is_voice(str_part(s, at, s.n)))
			return at;
		at++;
	}
	return s.n;
}

/* ---- pieces ---- */

static void piece_add(struct assembly *work, const struct cue_record *cue, int64_t label,
		      struct str text, enum markup markup)
{
	struct piece piece = {.label = label,
			      .start_ms = cue->loose ? -1 : cue->start_ms,
			      .end_ms = cue->loose ? -1 : cue->end_ms,
			      .text = text,
			      .markup = markup};
	if (turns_add(work->reading, &piece))
		work->label = label;
}

/* One line of rolling captions, unless it is the one shown before. */
static void rolling_add(struct assembly *work, const struct cue_record *cue, int64_t label,
			struct str raw)
{
	strbuf_reset(&work->line);
	strbuf_reserve(&work->line, raw.n);
	work->line.len = markup_write(work->line.buf, raw, MARKUP_CUE, NULL);
	if (!work->line.len)
		return;
	if (str_equal(strbuf_str(&work->line), strbuf_str(&work->previous))) {
		notice(work->reading, NOTICE_REPEATED, cue->line);
		return;
	}
	struct strbuf swap = work->previous;
	work->previous = work->line;
	work->line = swap;
	piece_add(work, cue, label, raw, MARKUP_CUE);
}

/* Text of one voice: whole, or line by line where a line may repeat or name someone else. */
static void voice_add(struct assembly *work, const struct cue_record *cue, int64_t label,
		      struct str text)
{
	enum markup markup = work->tagged ? MARKUP_CUE : MARKUP_NONE;
	struct str line, part = {text.p, 0};
	struct label_hit hit;
	if (!work->rolling && !cue->many_lines) {
		if (markup == MARKUP_NONE) {
			text = str_trim(text);
			markup = MARKUP_PLAIN;
		}
		piece_add(work, cue, label, text, markup);
		return;
	}
	while (str_next_line(&text, &line)) {
		bool names = part.n && label_take(line, &hit);
		int64_t other =
			names ? (int64_t)labels_intern_copy(&work->reading->labels,
							    &work->reading->draft->arena, hit.label)
			      : -1;
		if (work->rolling) {
			rolling_add(work, cue, label, line);
		} else if (names && (hit.strong || work->reading->labels.items[other].count)) {
			piece_add(work, cue, label, part, markup);
			label = other;
			part = str_part(line, hit.skip, line.n);
		} else {
			part.n = (size_t)(line.p + line.n - part.p);
		}
	}
	if (!work->rolling)
		piece_add(work, cue, label, part, markup);
}

/* A caption that is one JSON object: its speaker and what they said. */
static bool json_add(struct assembly *work, const struct cue_record *cue, struct str text)
{
	struct labels *labels = &work->reading->labels;
	int64_t label = -1;
	if (text.p[0] != '{' || !cue_json_string(text, STR("\"spokenText\""), &work->line))
		return false;
	if (cue_json_string(text, STR("\"speakerName\""), &work->name) && work->name.len)
		label = (int64_t)labels_intern_copy(labels, &work->reading->draft->arena,
						    strbuf_str(&work->name));
	piece_add(work, cue, label, strbuf_str(&work->line), MARKUP_NONE);
	work->cues->saw_payload = true;
	return true;
}

/* A name known lately, or any other plain one: "Ann>"; s begins behind "<v ". */
static bool take_plain_voice(struct assembly *work, struct str s, size_t *label, size_t *skip)
{
	struct labels *labels = &work->reading->labels;
	if (labels_take_recent_voice(labels, s, label, skip))
		return true;
	size_t close = str_find_char(str_part(s, 0, s.n < 1000 ? s.n : 1000), '>');
	struct str name = str_trim(str_part(s, 0, close));
	if (close >= s.n || close >= 1000 || !name.n)
		return false;
	*label = labels_intern_copy(labels, &work->reading->draft->arena, name);
	*skip = close + 1;
	return true;
}

/* The short way: one line that is one voice, "<v Ann>words</v>" or without its end. */
static bool whole_voice_add(struct assembly *work, const struct cue_record *cue, struct str text)
{
	size_t label, skip;
	if (work->rolling || work->marked || cue->many_lines || text.n < 4 ||
	    memcmp(text.p, "<v ", 3) != 0 ||
	    !take_plain_voice(work, str_part(text, 3, text.n), &label, &skip))
		return false;
	struct str words = str_part(text, 3 + skip, text.n);
	size_t tag = words.n;
	if (words.n >= 4 && memcmp(words.p + words.n - 4, "</v>", 4) == 0)
		tag -= 4;
	/* its own "<" and that of its end are all, if they were counted */
	if ((size_t)cue->ntags != 1 + (tag < words.n) &&
	    str_find_char(str_part(words, 0, tag), '<') < tag)
		return false;
	piece_add(work, cue, (int64_t)label, str_trim(str_part(words, 0, tag)), MARKUP_PLAIN);
	return true;
}

static void cue_add(struct assembly *work, const struct cue_record *cue)
{
	struct str text = {cue->text, cue->nbytes};
	if (whole_voice_add(work, cue, text))
		return;
	int64_t label = cue->loose ? work->label : -1;
	if (cue->label && (cue->id_speaks || is_believed(work, (int64_t)cue->label - 1))) {
		label = (int64_t)cue->label - 1;
		text = str_part(text, cue->skip, text.n);
	}
	if (text.n && work->tagged && json_add(work, cue, text))
		return;
	while (text.n) {
		size_t at = work->tagged ? find_voice(text) : text.n, skip;
		int64_t voice;
		if (at > 0)
			voice_add(work, cue, label, str_part(text, 0, at));
		text = str_part(text, at, text.n);
		if (text.n && take_voice(work, text, &skip, &voice)) {
			label = voice;
			text = str_part(text, skip, text.n);
		} else if (text.n) {
			voice_add(work, cue, label, text);
			text.n = 0;
		}
	}
}

/* ---- the whole ---- */

static void work_release(struct assembly *work)
{
	strbuf_release(&work->previous);
	strbuf_release(&work->line);
	strbuf_release(&work->name);
}

static void cues_assemble(struct reading *reading, struct cues *cues, bool in_order)
{
	unsigned marks = reading->marks ? reading->marks : marks_in(reading->text);
	struct assembly work = {.reading = reading,
				.cues = cues,
				.most_labelled = cues->nlabelled * 2 >= cues->n,
				.marked = marks & (MARKS_ENTITY | MARKS_BRACE),
				.tagged = marks & (MARKS_TAG | MARKS_ENTITY | MARKS_BRACE),
				.rolling = cues_are_rolling(cues),
				.label = -1,
				.previous = STRBUF_INIT,
				.line = STRBUF_INIT,
				.name = STRBUF_INIT};
	turns_begin(reading);
	turns_expect(reading, cues->n);
	reading->turns.by_pause = !names_somebody(&work);
	reading->ascii = reading->ascii && !(marks & (MARKS_ENTITY | MARKS_ESCAPE));
	for (size_t i = 0; i < cues->n; i++) {
		if (in_order && i % SPEND_EVERY == 0 && cues->items[i].nbytes)
			reading_spend(reading, cues->items[i].text);
		if (i + AHEAD < cues->n)
			__builtin_prefetch(cues->items[i + AHEAD].text);
		cue_add(&work, &cues->items[i]);
	}
	work_release(&work);
	if (!reading->draft->nspeakers)
		notice(reading,
		       cues->nlate * 2 > cues->n ? NOTICE_NO_SPEAKERS_TEAMS : NOTICE_NO_SPEAKERS,
		       0);
}

/* Scans once more when the times turn out to be Teams' of 2022; what was tallied is counted anew.
 */
static void scan_again(struct reading *reading, struct cues *cues, struct str text, int64_t line,
		       enum cue_kind kind)
{
	struct tally before = reading->tallies[NOTICE_NO_HEADER];
	for (int what = NOTICE_NO_HEADER; what < NOTICES; what++)
		reading->tallies[what] = (struct tally){0, 0};
	reading->tallies[NOTICE_NO_HEADER] = before;
	labels_release(&reading->labels);
	free(cues->items);
	*cues = (struct cues){.count_fractions = true};
	cues_scan(reading, cues, text, line, kind);
}

/* Of WebVTT; SubRip says nothing about where it is from. */
static const char *dialect_of(const struct cues *cues, struct str text)
{
	bool closes = cues->saw_voice && memmem(text.p, text.n, "</v>", 4);
	if (cues->saw_unpadded || closes)
		return "teams";
	if (cues_are_rolling(cues))
		return "youtube";
	return cues->saw_number && cues->nlabelled * 2 >= cues->n ? "zoom" : "";
}

bool cues_read(struct reading *reading, struct str text, int64_t line, enum cue_kind kind,
	       struct err *err)
{
	struct cues cues = {0};
	cues_scan(reading, &cues, text, line, kind);
	if (cues.saw_unpadded && cues.saw_short_fraction)
		scan_again(reading, &cues, text, line, kind);
	bool some = false;
	for (size_t i = 0; i < cues.n && !some; i++)
		some = !cues.items[i].loose;
	if (some) {
		bool sorted = cues_sort(reading, &cues);
		if (kind == CUES_VTT)
			reading->draft->dialect = dialect_of(&cues, text);
		cues_assemble(reading, &cues, !sorted);
		if (cues.saw_payload)
			reading->draft->dialect = "teams";
	}
	free(cues.items);
	if (!some)
		return err_set(err, ERR_FORMAT, "no captions in it");
	return true;
}
