/*
 * A draft between the child that read it and the parent that stores it: a head with the counts,
 * then turns, cues, speakers, warnings, strings, and the text as it stands (the turns joined by
 * LF), each of the length the head says. Both are the same program, so numbers are as in memory.
 * The reader takes the child for a stranger: whatever is wrong, or left over, is refused, and
 * everything stays in the reply, which costs no copy.
 */
#include <stdint.h>
#include <stdlib.h>

#include "bytes-internal.h"
#include "import-internal.h"
#include "readers-internal.h"
#include "jail-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { SHORT_WORD = 64 };

/* A string: where it lies among the strings. */
struct span {
	uint32_t at, n;
};

struct reply_head {
	uint64_t nturns, ncues, nspeakers, nwarnings, nstrings, ntext;
	struct span format, dialect, encoding, title, date, failure;
	uint32_t done, notes, code, nheader;
	uint64_t ncolumns, nfacts;
};

struct reply_turn {
	int64_t start_ms, end_ms;
	int32_t speaker;
	uint32_t nbytes, nchars, ncues, bullet, unused;
	struct span heading;
};

struct reply_speaker {
	uint64_t nwords, nturns, nquestions;
	struct span label, name;
	uint32_t role, guessed;
};

struct reply_warning {
	int64_t line;
	struct span text;
};

struct reply_column {
	uint32_t use, unused;
	struct span name;
};

struct reply_fact {
	int32_t speaker;
	uint32_t unused;
	struct span name, value;
};

/* ---- the child's side ---- */

static struct span keep(struct strbuf *strings, struct str s)
{
	struct span span = {(uint32_t)strings->len, (uint32_t)s.n};
	strbuf_add_str(strings, s);
	return span;
}

static void keep_turns(struct strbuf *out, struct strbuf *strings, const struct draft *draft)
{
	struct str heading = {NULL, 0};
	struct span kept = {0, 0};
	strbuf_reserve(out, draft->nturns * sizeof(struct reply_turn));
	for (size_t i = 0; i < draft->nturns; i++) {
		const struct draft_turn *turn = &draft->turns[i];
		struct reply_turn record = {turn->start_ms,
					    turn->end_ms,
					    turn->speaker,
					    (uint32_t)turn->text.n,
					    (uint32_t)turn->nchars,
					    (uint32_t)turn->ncues,
					    (uint32_t)turn->bullet,
					    0,
					    {0, 0}};
		if (turn->heading.n && turn->heading.p != heading.p) {
			heading = turn->heading;
			kept = keep(strings, heading);
		}
		if (turn->heading.n)
			record.heading = kept;
		strbuf_add(out, &record, sizeof record);
	}
}

static size_t count_cues(const struct draft *draft)
{
	size_t n = 0;
	for (size_t i = 0; i < draft->nturns; i++)
		n += draft->turns[i].ncues;
	return n;
}

static void keep_people(struct strbuf *out, struct strbuf *strings, const struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		struct reply_speaker record = {s->nwords,
					       s->nturns,
					       s->nquestions,
					       keep(strings, s->label),
					       keep(strings, s->name),
					       (uint32_t)s->role,
					       (uint32_t)s->guessed};
		strbuf_add(out, &record, sizeof record);
	}
	for (size_t i = 0; i < draft->nwarnings; i++) {
		struct reply_warning record = {draft->warnings[i].line,
					       keep(strings, draft->warnings[i].text)};
		strbuf_add(out, &record, sizeof record);
	}
}

/* A value many people share is kept once for each: tables are small. */
static void keep_table(struct strbuf *out, struct strbuf *strings, const struct draft *draft)
{
	for (size_t i = 0; i < draft->ncolumns; i++) {
		struct reply_column record = {(uint32_t)draft->columns[i].use, 0,
					      keep(strings, draft->columns[i].name)};
		strbuf_add(out, &record, sizeof record);
	}
	for (size_t i = 0; i < draft->nfacts; i++) {
		struct reply_fact record = {draft->facts[i].speaker, 0,
					    keep(strings, draft->facts[i].name),
					    keep(strings, draft->facts[i].value)};
		strbuf_add(out, &record, sizeof record);
	}
}

/* What was read has a turn. */
static struct str whole_text(const struct draft *draft)
{
	const struct draft_turn *first = &draft->turns[0], *last = first + draft->nturns - 1;
	return (struct str){first->text.p, (size_t)(last->text.p + last->text.n - first->text.p)};
}

void reply_send(bool done, const struct draft *draft, const struct err *err)
{
	struct strbuf turns = STRBUF_INIT, people = STRBUF_INIT, strings = STRBUF_INIT;
	struct reply_head head = {.done = done, .code = (uint32_t)err->code};
	struct str text = {NULL, 0};
	if (done) {
		text = whole_text(draft);
		head.notes = draft->notes;
		head.nturns = draft->nturns;
		head.nspeakers = draft->nspeakers;
		head.nwarnings = draft->nwarnings;
		head.format = keep(&strings, str_of(draft->format));
		head.dialect = keep(&strings, str_of(draft->dialect));
		head.encoding = keep(&strings, str_of(draft->encoding));
		head.title = keep(&strings, draft->title);
		head.date = keep(&strings, str_of(draft->date));
		head.nheader = (uint32_t)draft->nheader;
		head.ncues = count_cues(draft);
		keep_turns(&turns, &strings, draft);
		keep_people(&people, &strings, draft);
		head.ncolumns = draft->ncolumns;
		head.nfacts = draft->nfacts;
		keep_table(&people, &strings, draft);
	} else {
		head.failure = keep(&strings, str_of(err->msg));
	}
	head.nstrings = strings.len;
	head.ntext = text.n;
	jail_send_size(sizeof head + turns.len + (size_t)head.ncues * sizeof(struct cue) +
		       people.len + strings.len + text.n);
	jail_send(&head, sizeof head);
	jail_send(turns.buf, turns.len);
	/* the cues of all turns lie one behind the other */
	if (done)
		jail_send(draft->turns[0].cues, (size_t)head.ncues * sizeof(struct cue));
	jail_send(people.buf, people.len);
	jail_send(strings.buf, strings.len);
	jail_send(text.p, text.n);
	strbuf_release(&turns);
	strbuf_release(&people);
	strbuf_release(&strings);
}

/* ---- the parent's side ---- */

struct reply {
	const struct reply_head *head;
	const struct reply_turn *turns;
	const struct cue *cues;
	const struct reply_speaker *speakers;
	const struct reply_warning *warnings;
	const struct reply_column *columns;
	const struct reply_fact *facts;
	struct str strings, text;
	bool ascii; /* the text is, and has no control in it but TAB and LF */
};

/* The next part of the reply; false when it is longer than what is left. */
static bool take(struct str *rest, uint64_t count, size_t size, const void **part)
{
	if (count > rest->n / size)
		return false;
	*part = rest->p;
	*rest = str_part(*rest, (size_t)count * size, rest->n);
	return true;
}

static bool divide(struct str rest, struct reply *reply)
{
	const void *part[9];
	if (!take(&rest, 1, sizeof *reply->head, &part[0]))
		return false;
	const struct reply_head *head = part[0];
	if (!take(&rest, head->nturns, sizeof *reply->turns, &part[1]) ||
	    !take(&rest, head->ncues, sizeof *reply->cues, &part[2]) ||
	    !take(&rest, head->nspeakers, sizeof *reply->speakers, &part[3]) ||
	    !take(&rest, head->nwarnings, sizeof *reply->warnings, &part[4]) ||
	    !take(&rest, head->ncolumns, sizeof *reply->columns, &part[5]) ||
	    !take(&rest, head->nfacts, sizeof *reply->facts, &part[6]) ||
	    !take(&rest, head->nstrings, 1, &part[7]) || !take(&rest, head->ntext, 1, &part[8]))
		return false;
	*reply = (struct reply){head,
				part[1],
				part[2],
				part[3],
				part[4],
				part[5],
				part[6],
				{part[7], (size_t)head->nstrings},
				{part[8], (size_t)head->ntext},
				false};
	reply->ascii = !(bytes_ways()->kinds(reply->text) & BYTES_ODD);
	return rest.n == 0;
}

static bool bytes_at(const struct reply *reply, struct span span, struct str *s)
{
	if (span.at > reply->strings.n || span.n > reply->strings.n - span.at)
		return false;
	*s = str_part(reply->strings, span.at, span.at + span.n);
	return true;
}

/* A string of the reply: one line of clean text. */
static bool string_at(const struct reply *reply, struct span span, struct str *s)
{
	return bytes_at(reply, span, s) && utf8_is_valid(*s) && !safe_has_controls(*s) &&
	       str_find_char(*s, '\n') == s->n;
}

static bool word_at(const struct reply *reply, struct arena *arena, struct span span,
		    const char **word)
{
	struct str s;
	if (!string_at(reply, span, &s) || s.n > SHORT_WORD)
		return false;
	*word = arena_strndup(arena, s.p, s.n);
	return true;
}

static bool is_time(int64_t ms)
{
	return ms >= -1 && ms <= LONGEST_MS;
}

static bool cues_hold(const struct cue *cues, const struct reply_turn *turn)
{
	for (uint32_t i = 0; i < turn->ncues; i++)
		if (cues[i].at >= turn->nchars || (i && cues[i].at <= cues[i - 1].at) ||
		    !is_time(cues[i].ms) || cues[i].ms < 0)
			return false;
	return turn->start_ms < 0 || (turn->ncues && cues[0].at == 0);
}

/* Its slice of the text, clean and as long as it says. */
static bool turn_text(const struct reply *reply, const struct reply_turn *turn, size_t at,
		      struct str *text)
{
	if (turn->nbytes == 0 || turn->nbytes > reply->text.n - at)
		return false;
	*text = str_part(reply->text, at, at + turn->nbytes);
	size_t end = at + turn->nbytes;
	if (end < reply->text.n && reply->text.p[end] != '\n')
		return false;
	if (str_find_char(*text, '\n') != text->n)
		return false;
	if (reply->ascii)
		return text->n == turn->nchars;
	return !safe_has_controls(*text) && utf8_is_valid(*text) &&
	       utf8_length(*text) == turn->nchars;
}

static bool read_turn(const struct reply *reply, const struct reply_turn *record, size_t at,
		      struct draft_turn *turn)
{
	*turn = (struct draft_turn){.speaker = record->speaker,
				    .start_ms = record->start_ms,
				    .end_ms = record->end_ms,
				    .nchars = record->nchars,
				    .ncues = record->ncues,
				    .bullet = record->bullet != 0};
	return record->speaker >= -1 && record->speaker < (int64_t)reply->head->nspeakers &&
	       is_time(record->start_ms) && is_time(record->end_ms) && record->bullet <= 1 &&
	       string_at(reply, record->heading, &turn->heading) &&
	       turn_text(reply, record, at, &turn->text);
}

static bool read_turns(const struct reply *reply, struct draft *draft)
{
	size_t at = 0, cue = 0;
	draft->turns = arena_alloc(&draft->arena, reply->head->nturns * sizeof *draft->turns);
	mem_expect_all(draft->turns, reply->head->nturns * sizeof *draft->turns);
	draft->nchars = (int64_t)reply->head->nturns - 1;
	for (size_t i = 0; i < reply->head->nturns; i++) {
		const struct reply_turn *record = &reply->turns[i];
		struct draft_turn *turn = &draft->turns[i];
		if (at > reply->text.n || record->ncues > reply->head->ncues - cue ||
		    !cues_hold(reply->cues + cue, record) || !read_turn(reply, record, at, turn))
			return false;
		turn->cues = (struct cue *)(uintptr_t)(reply->cues + cue);
		cue += record->ncues;
		at += record->nbytes + 1;
		draft->nchars += record->nchars;
	}
	draft->nturns = reply->head->nturns;
	return draft->nturns && cue == reply->head->ncues && at == reply->text.n + 1;
}

static bool read_speakers(const struct reply *reply, struct draft *draft)
{
	size_t n = reply->head->nspeakers, nturns = 0;
	draft->speakers = arena_alloc(&draft->arena, n * sizeof *draft->speakers);
	for (size_t i = 0; i < n; i++) {
		const struct reply_speaker *record = &reply->speakers[i];
		struct draft_speaker *speaker = &draft->speakers[i];
		*speaker = (struct draft_speaker){.role = (enum role)record->role,
						  .guessed = record->guessed != 0,
						  .nwords = record->nwords,
						  .nturns = record->nturns,
						  .nquestions = record->nquestions};
		nturns += record->nturns;
		if (!string_at(reply, record->label, &speaker->label) || !speaker->label.n ||
		    !string_at(reply, record->name, &speaker->name) || record->role >= ROLES ||
		    record->guessed > 1 || !record->nturns || record->nturns > draft->nturns ||
		    record->nwords > reply->text.n || record->nquestions > reply->text.n)
			return false;
	}
	draft->nspeakers = n;
	return nturns <= draft->nturns;
}

static bool read_warnings(const struct reply *reply, struct draft *draft)
{
	size_t n = reply->head->nwarnings;
	draft->warnings = arena_alloc(&draft->arena, n * sizeof *draft->warnings);
	for (size_t i = 0; i < n; i++) {
		draft->warnings[i].line = reply->warnings[i].line;
		if (reply->warnings[i].line < 0 ||
		    !string_at(reply, reply->warnings[i].text, &draft->warnings[i].text) ||
		    !draft->warnings[i].text.n)
			return false;
	}
	draft->nwarnings = n;
	return true;
}

static bool read_columns(const struct reply *reply, struct draft *draft)
{
	size_t n = reply->head->ncolumns;
	draft->columns = arena_alloc(&draft->arena, n * sizeof *draft->columns);
	for (size_t i = 0; i < n; i++) {
		struct draft_column *column = &draft->columns[i];
		column->use = (enum draft_use)reply->columns[i].use;
		if (reply->columns[i].use >= DRAFT_USES ||
		    !string_at(reply, reply->columns[i].name, &column->name) || !column->name.n)
			return false;
	}
	draft->ncolumns = n;
	return true;
}

static bool read_facts(const struct reply *reply, struct draft *draft)
{
	size_t n = reply->head->nfacts;
	draft->facts = arena_alloc(&draft->arena, n * sizeof *draft->facts);
	for (size_t i = 0; i < n; i++) {
		const struct reply_fact *record = &reply->facts[i];
		struct draft_fact *fact = &draft->facts[i];
		fact->speaker = record->speaker;
		if (record->speaker < 0 || (size_t)record->speaker >= draft->nspeakers ||
		    !string_at(reply, record->name, &fact->name) ||
		    !string_at(reply, record->value, &fact->value) || !fact->value.n)
			return false;
		if (!fact->name.n && !str_equal(fact->value, STR("yes")) &&
		    !str_equal(fact->value, STR("no")))
			return false;
	}
	draft->nfacts = n;
	return true;
}

/* A title the file gave itself must be clean; the file's name is as it is. */
static bool read_title(const struct reply *reply, struct draft *draft)
{
	struct str title;
	if (!bytes_at(reply, reply->head->title, &title))
		return false;
	if (str_equal(title, draft->title))
		return true;
	return string_at(reply, reply->head->title, &draft->title);
}

/* None, or one of the calendar. */
static bool read_date(const struct reply *reply, struct draft *draft)
{
	struct str date;
	if (!bytes_at(reply, reply->head->date, &date) || (date.n && !clock_is_date(date)))
		return false;
	if (date.n)
		memcpy(draft->date, date.p, date.n);
	return true;
}

static bool read_draft(const struct reply *reply, struct draft *draft)
{
	const struct reply_head *head = reply->head;
	struct str format;
	if (!string_at(reply, head->format, &format) || !reader_find(format) ||
	    !word_at(reply, &draft->arena, head->dialect, &draft->dialect) ||
	    !word_at(reply, &draft->arena, head->encoding, &draft->encoding) ||
	    !read_title(reply, draft) || !read_date(reply, draft) || head->notes > 1 ||
	    head->nheader > head->nturns)
		return false;
	draft->format = reader_find(format)->name;
	draft->notes = head->notes != 0;
	draft->nheader = head->nheader;
	return read_turns(reply, draft) && read_speakers(reply, draft) &&
	       read_warnings(reply, draft) && read_columns(reply, draft) &&
	       read_facts(reply, draft);
}

/* What the child could not do, in its words (which quote the file's name, as it is). */
static bool read_failure(const struct reply *reply, struct err *err)
{
	struct str words;
	if (reply->head->code <= ERR_NONE || reply->head->code > ERR_NOTHING ||
	    !bytes_at(reply, reply->head->failure, &words) || !words.n)
		return false;
	err_set(err, (enum err_code)reply->head->code, "%.*s", STR_ARG(words));
	return true;
}

bool reply_read(struct draft *draft, struct str bytes, bool *broken, struct err *err)
{
	struct reply reply;
	*broken = !divide(bytes, &reply) || reply.head->done > 1;
	if (*broken)
		return false;
	if (!reply.head->done) {
		*broken = !read_failure(&reply, err);
		return false;
	}
	*broken = !read_draft(&reply, draft);
	return !*broken;
}
