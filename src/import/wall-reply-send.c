/*
 * The child's side of a wall image's reply: strings are gathered behind the records that name them,
 * and everything leaves in one go once its size is known.
 */
#include "wall-reply-internal.h"

#include "themewall/base/banned.h"

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
