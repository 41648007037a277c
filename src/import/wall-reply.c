/*
 * A wall image from the child that read it, in the parent that stores it. The child is taken for a
 * stranger: whatever does not fit is refused. Proved is what the store will not look at again:
 * types, clean UTF-8, turns that add up to their transcript, and (wall-proof.c) quotes that are the
 * words of it. Ids, references, codes and ranks are the store's to prove.
 */
#include "wall-reply-internal.h"

#include "themewall/base/mem.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

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
		  !read_turns(&reply) || !wall_words_hold(image);
	return !*broken;
}
