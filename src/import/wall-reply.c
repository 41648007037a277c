/*
 * A wall image between the child that read it and the parent that stores it: a head with the
 * counts, then rows, values, transcripts, turns, cues and strings, each of the length the head
 * says. The reader takes the child for a stranger: whatever does not fit is refused. It proves what
 * the store will not look at again: types, clean UTF-8, turns that add up to their transcript, and
 * quotes that are the words of it. Ids, references, codes and ranks are the store's to prove.
 */
#include <stdlib.h>

#include "jail-internal.h"
#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "wall-internal.h"
#include "themewall/base/banned.h"

/* Where a string lies among the strings. */
struct long_span {
	uint64_t at, n;
};

struct wall_head {
	uint64_t nrows, nvalues, ntranscripts, nturns, ncues, nstrings;
	struct long_span words; /* what was said of it, or why it failed */
	uint32_t done, code;
};

struct sent_row {
	uint32_t table, ncolumns;
};

struct sent_value {
	uint64_t type;
	int64_t i;
	struct long_span text;
};

struct sent_transcript {
	int64_t id;
	uint64_t nturns;
};

struct sent_turn {
	int64_t speaker, start, end, start_ms, end_ms;
	uint64_t ncues;
	struct long_span text;
};

/* ---- the child's side ---- */

struct sending {
	struct strbuf rows, values, transcripts, turns, cues, strings;
	struct wall_head head;
};

static struct long_span keep(struct strbuf *strings, struct str s)
{
	struct long_span span = {strings->len, s.n};
	strbuf_add_str(strings, s);
	return span;
}

static void add_row(struct sending *out, const struct row_change *row)
{
	struct sent_row sent = {(uint32_t)row->table, (uint32_t)table_info(row->table)->ncolumns};
	strbuf_add(&out->rows, &sent, sizeof sent);
	for (uint32_t i = 0; i < sent.ncolumns; i++) {
		const struct value *value = &row->column[i];
		struct sent_value sent_value = {.type = (uint64_t)value->type, .i = value->i};
		if (value->type == VALUE_TEXT || value->type == VALUE_BLOB)
			sent_value.text = keep(&out->strings, value->s);
		strbuf_add(&out->values, &sent_value, sizeof sent_value);
		out->head.nvalues++;
	}
}

static void add_turns(struct sending *out, const struct wall_image_turns *turns)
{
	struct sent_transcript transcript = {turns->transcript, turns->n};
	strbuf_add(&out->transcripts, &transcript, sizeof transcript);
	for (size_t i = 0; i < turns->n; i++) {
		const struct turn *turn = &turns->turns[i];
		struct sent_turn sent = {turn->speaker.n,
					 turn->start,
					 turn->end,
					 turn->start_ms,
					 turn->end_ms,
					 turn->ncues,
					 keep(&out->strings, turn->text)};
		strbuf_add(&out->turns, &sent, sizeof sent);
		strbuf_add(&out->cues, turn->cues, turn->ncues * sizeof *turn->cues);
		out->head.ncues += turn->ncues;
	}
	out->head.nturns += turns->n;
}

static void send_all(const struct sending *out)
{
	const struct strbuf *parts[] = {&out->rows,  &out->values, &out->transcripts,
					&out->turns, &out->cues,   &out->strings};
	size_t nbytes = sizeof out->head;
	for (size_t i = 0; i < TW_COUNT(parts); i++)
		nbytes += parts[i]->len;
	jail_send_size(nbytes);
	jail_send(&out->head, sizeof out->head);
	for (size_t i = 0; i < TW_COUNT(parts); i++)
		jail_send(parts[i]->buf, parts[i]->len);
}

void wall_reply_send(bool done, const struct wall_image *image, const struct err *err)
{
	struct sending out = {.rows = STRBUF_INIT,
			      .values = STRBUF_INIT,
			      .transcripts = STRBUF_INIT,
			      .turns = STRBUF_INIT,
			      .cues = STRBUF_INIT,
			      .strings = STRBUF_INIT,
			      .head = {.done = done, .code = (uint32_t)err->code}};
	out.head.words = keep(&out.strings, done ? image->said : str_of(err->msg));
	for (size_t i = 0; done && i < image->nrows; i++)
		add_row(&out, &image->rows[i]);
	for (size_t i = 0; done && i < image->nturns; i++)
		add_turns(&out, &image->turns[i]);
	out.head.nrows = done ? image->nrows : 0;
	out.head.ntranscripts = done ? image->nturns : 0;
	out.head.nstrings = out.strings.len;
	send_all(&out);
	strbuf_release(&out.rows);
	strbuf_release(&out.values);
	strbuf_release(&out.transcripts);
	strbuf_release(&out.turns);
	strbuf_release(&out.cues);
	strbuf_release(&out.strings);
}

/* ---- the parent's side ---- */

struct wall_reply {
	const struct wall_head *head;
	const struct sent_row *rows;
	const struct sent_value *values;
	const struct sent_transcript *transcripts;
	const struct sent_turn *turns;
	const struct cue *cues;
	struct str strings;
	struct wall_image *image;
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

static bool divide(struct str rest, struct wall_reply *reply)
{
	const void *part[7];
	if (!take(&rest, 1, sizeof *reply->head, &part[0]))
		return false;
	const struct wall_head *head = part[0];
	if (!take(&rest, head->nrows, sizeof *reply->rows, &part[1]) ||
	    !take(&rest, head->nvalues, sizeof *reply->values, &part[2]) ||
	    !take(&rest, head->ntranscripts, sizeof *reply->transcripts, &part[3]) ||
	    !take(&rest, head->nturns, sizeof *reply->turns, &part[4]) ||
	    !take(&rest, head->ncues, sizeof *reply->cues, &part[5]) ||
	    !take(&rest, head->nstrings, 1, &part[6]))
		return false;
	reply->head = head;
	reply->rows = part[1];
	reply->values = part[2];
	reply->transcripts = part[3];
	reply->turns = part[4];
	reply->cues = part[5];
	reply->strings = (struct str){part[6], (size_t)head->nstrings};
	return rest.n == 0 && head->done <= 1;
}

static bool bytes_at(const struct wall_reply *reply, struct long_span span, struct str *s)
{
	if (span.at > reply->strings.n || span.n > reply->strings.n - span.at)
		return false;
	*s = str_part(reply->strings, (size_t)span.at, (size_t)(span.at + span.n));
	return true;
}

static bool text_at(const struct wall_reply *reply, struct long_span span, struct str *s)
{
	return bytes_at(reply, span, s) && utf8_is_valid(*s) && !safe_has_controls(*s);
}

static bool read_value(const struct wall_reply *reply, const struct sent_value *sent,
		       enum column_type type, struct value *value)
{
	*value = (struct value){.type = (enum value_type)sent->type, .i = sent->i};
	if (sent->type == VALUE_NULL)
		return type != COLUMN_KEY;
	if (sent->type == VALUE_INT)
		return type == COLUMN_KEY || type == COLUMN_REF || type == COLUMN_INT;
	if (sent->type == VALUE_TEXT)
		return type == COLUMN_TEXT && text_at(reply, sent->text, &value->s);
	return sent->type == VALUE_BLOB && type == COLUMN_BLOB &&
	       bytes_at(reply, sent->text, &value->s);
}

static bool read_rows(const struct wall_reply *reply)
{
	struct wall_image *image = reply->image;
	size_t at = 0;
	image->rows = xcalloc(reply->head->nrows, sizeof *image->rows);
	for (; image->nrows < reply->head->nrows; image->nrows++) {
		const struct sent_row *sent = &reply->rows[image->nrows];
		if (sent->table >= TABLE_COUNT)
			return false;
		const struct table_info *info = table_info((enum table)sent->table);
		struct row_change *row = &image->rows[image->nrows];
		*row = (struct row_change){.table = (enum table)sent->table, .op = ROW_INSERT};
		if (sent->ncolumns != (uint32_t)info->ncolumns ||
		    sent->ncolumns > reply->head->nvalues - at)
			return false;
		for (uint32_t i = 0; i < sent->ncolumns; i++)
			if (!read_value(reply, &reply->values[at + i], info->columns[i].type,
					&row->column[i]))
				return false;
		at += sent->ncolumns;
	}
	return at == reply->head->nvalues;
}

static bool cues_hold(const struct cue *cues, size_t n, int64_t nchars)
{
	for (size_t i = 0; i < n; i++)
		if (cues[i].at > nchars || cues[i].ms < 0 || (i && cues[i].at < cues[i - 1].at))
			return false;
	return true;
}

/* Turns follow each other with one LF between. */
static bool read_turn(const struct wall_reply *reply, const struct sent_turn *sent, int64_t start,
		      const struct cue *cues, struct turn *turn)
{
	*turn = (struct turn){.speaker = {sent->speaker},
			      .start = sent->start,
			      .end = sent->end,
			      .start_ms = sent->start_ms,
			      .end_ms = sent->end_ms,
			      .cues = cues,
			      .ncues = (size_t)sent->ncues};
	return sent->start == start && sent->speaker >= 0 && sent->start_ms >= -1 &&
	       sent->end_ms >= -1 && text_at(reply, sent->text, &turn->text) &&
	       str_find_char(turn->text, '\n') == turn->text.n &&
	       (int64_t)utf8_length(turn->text) == sent->end - sent->start &&
	       cues_hold(cues, turn->ncues, sent->end - sent->start);
}

static bool read_turns(const struct wall_reply *reply)
{
	struct wall_image *image = reply->image;
	size_t at = 0, cue = 0;
	struct turn *turns = arena_zalloc(&image->arena, reply->head->nturns * sizeof *turns + 1);
	image->turns = xcalloc(reply->head->ntranscripts, sizeof *image->turns);
	for (; image->nturns < reply->head->ntranscripts; image->nturns++) {
		const struct sent_transcript *sent = &reply->transcripts[image->nturns];
		int64_t start = 0;
		if (sent->nturns > reply->head->nturns - at)
			return false;
		image->turns[image->nturns] =
			(struct wall_image_turns){sent->id, turns + at, (size_t)sent->nturns};
		for (size_t end = at + (size_t)sent->nturns; at < end; at++) {
			const struct sent_turn *turn = &reply->turns[at];
			if (turn->ncues > reply->head->ncues - cue ||
			    !read_turn(reply, turn, start, reply->cues + cue, &turns[at]))
				return false;
			cue += (size_t)turn->ncues;
			start = turn->end + 1;
		}
	}
	return at == reply->head->nturns && cue == reply->head->ncues;
}

/* ---- what the words must be ---- */

/* A transcript put together again. */
struct whole {
	struct strbuf text;
	size_t *offsets; /* where each turn begins in it, bytes; owned */
	const struct wall_image_turns *turns;
	bool seen; /* its row was met */
};

struct proving {
	const struct wall_image *image;
	struct whole *wholes;             /* one per image->turns; owned */
	struct map transcripts, excerpts; /* small id -> position of whole; of row */
};

static void whole_init(struct whole *whole, const struct wall_image_turns *turns)
{
	*whole = (struct whole){.text = STRBUF_INIT, .turns = turns};
	whole->offsets = xcalloc(turns->n + 1, sizeof *whole->offsets);
	for (size_t i = 0; i < turns->n; i++) {
		if (i)
			strbuf_add_char(&whole->text, '\n');
		whole->offsets[i] = whole->text.len;
		strbuf_add_str(&whole->text, turns->turns[i].text);
	}
}

/* The words from start to end begin in a turn found by halving, so long texts are not counted from
 * their beginning. */
static bool quote_holds(const struct whole *whole, const struct value *excerpt)
{
	int64_t start = excerpt[EXCERPT_START].i, end = excerpt[EXCERPT_END].i;
	const struct turn *turns = whole->turns->turns;
	struct str quote = excerpt[EXCERPT_QUOTE].s, text = strbuf_str(&whole->text);
	size_t low = 0, high = whole->turns->n;
	if (start < 0 || end <= start || !high || end > turns[high - 1].end)
		return false;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (turns[middle].start <= start)
			low = middle;
		else
			high = middle;
	}
	struct str rest = str_part(text, whole->offsets[low], text.n);
	size_t at = whole->offsets[low] + utf8_offset(rest, (size_t)(start - turns[low].start));
	return quote.n <= text.n - at && str_equal(str_part(text, at, at + quote.n), quote) &&
	       (int64_t)utf8_length(quote) == end - start;
}

static bool transcript_holds(struct whole *whole, const struct value *transcript)
{
	uint8_t digest[SHA256_BYTES];
	size_t n = whole->turns->n;
	if (whole->seen)
		return false;
	whole->seen = true;
	sha256_of(whole->text.buf, whole->text.len, digest);
	return transcript[TRANSCRIPT_NCHARS].i == (n ? whole->turns->turns[n - 1].end : 0) &&
	       transcript[TRANSCRIPT_NTURNS].i == (int64_t)n &&
	       transcript[TRANSCRIPT_SHA_BYTES].s.n == SHA256_BYTES &&
	       str_equal(transcript[TRANSCRIPT_SHA_TEXT].s,
			 (struct str){(const char *)digest, SHA256_BYTES});
}

static struct whole *find_whole(const struct proving *proving, const struct value *id)
{
	uint32_t at = id->i > 0 ? map_get(&proving->transcripts, id->i) : MAP_ABSENT;
	return at == MAP_ABSENT ? NULL : &proving->wholes[at];
}

/* A quote is the words of its excerpt. */
static bool card_holds(const struct proving *proving, const struct value *card)
{
	uint32_t at = card[CARD_EXCERPT].i > 0 ? map_get(&proving->excerpts, card[CARD_EXCERPT].i)
					       : MAP_ABSENT;
	if (card_kind_find(card[CARD_KIND].s) != CARD_QUOTE)
		return true;
	return at != MAP_ABSENT &&
	       str_equal(card[CARD_TEXT].s, proving->image->rows[at].column[EXCERPT_QUOTE].s);
}

/* Excerpts come before their cards. */
static bool row_holds(struct proving *proving, size_t i)
{
	const struct row_change *row = &proving->image->rows[i];
	const struct value *v = row->column;
	struct whole *whole;
	if (row->table == TABLE_TRANSCRIPT) {
		whole = find_whole(proving, &v[TRANSCRIPT_ID]);
		return whole && transcript_holds(whole, v);
	}
	if (row->table == TABLE_EXCERPT) {
		whole = find_whole(proving, &v[EXCERPT_TRANSCRIPT]);
		if (v[EXCERPT_ID].i > 0)
			map_put(&proving->excerpts, v[EXCERPT_ID].i, (uint32_t)i);
		return whole && quote_holds(whole, v);
	}
	return row->table != TABLE_CARD || card_holds(proving, v);
}

static bool words_hold(const struct wall_image *image)
{
	struct proving proving = {.image = image,
				  .wholes = xcalloc(image->nturns, sizeof *proving.wholes)};
	bool good = true;
	for (size_t i = 0; i < image->nturns; i++) {
		int64_t id = image->turns[i].transcript;
		whole_init(&proving.wholes[i], &image->turns[i]);
		good = good && id > 0 && map_get(&proving.transcripts, id) == MAP_ABSENT;
		if (good)
			map_put(&proving.transcripts, id, (uint32_t)i);
	}
	for (size_t i = 0; good && i < image->nrows; i++)
		good = row_holds(&proving, i);
	for (size_t i = 0; i < image->nturns; i++) {
		good = good && proving.wholes[i].seen;
		strbuf_release(&proving.wholes[i].text);
		free(proving.wholes[i].offsets);
	}
	map_release(&proving.transcripts);
	map_release(&proving.excerpts);
	free(proving.wholes);
	return good;
}

/* ---- the whole ---- */

static bool read_failure(const struct wall_reply *reply, struct err *err)
{
	struct str words;
	if (reply->head->code <= ERR_NONE || reply->head->code > ERR_NOTHING ||
	    !bytes_at(reply, reply->head->words, &words) || !words.n)
		return false;
	err_set(err, (enum err_code)reply->head->code, "%.*s", STR_ARG(words));
	return true;
}

bool wall_reply_read(struct wall_image *image, struct str bytes, bool *broken, struct err *err)
{
	struct wall_reply reply = {.image = image};
	*broken = !divide(bytes, &reply);
	if (*broken)
		return false;
	if (!reply.head->done) {
		*broken = !read_failure(&reply, err);
		return false;
	}
	*broken = !text_at(&reply, reply.head->words, &image->said) ||
		  str_find_char(image->said, '\n') < image->said.n || !read_rows(&reply) ||
		  !read_turns(&reply) || !words_hold(image);
	return !*broken;
}
