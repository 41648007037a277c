/*
 * Frames and values on a line to another program. Nothing that arrives is believed: a length is
 * only a promise, room is made as the bytes come, and all frames together have a bound. Reading is
 * exact, never ahead, so that the line can be handed on between two frames.
 */
#include <stdlib.h>
#include <string.h>

#include "sync-internal.h"

#include "themewall/base/banned.h"

enum { HEADER = 5, PIECE = 1 << 16, FRAME_MOST = 1 << 29 };

static const uint64_t total_most = UINT64_C(1) << 32;

/* The version is that of the line and of the file, because rows travel as they are stored. */
enum { LINE_VERSION = 1 };
static const char greeting[8] = {'T', 'W', 'S', 'Y', 'N', 'C', LINE_VERSION, WALL_FORMAT};

void wire_init(struct wire *wire, const struct sync_line *line, struct err *err)
{
	*wire = (struct wire){.line = line, .err = err};
	strbuf_init(&wire->out);
	strbuf_init(&wire->in);
}

void wire_release(struct wire *wire)
{
	strbuf_release(&wire->out);
	strbuf_release(&wire->in);
}

bool wire_makes_no_sense(struct wire *wire)
{
	return err_set(wire->err, ERR_FORMAT,
		       "what the other side sent makes no sense: nothing was changed");
}

/* ---- bytes ---- */

static bool put(struct wire *wire, const void *bytes, size_t n)
{
	return wire->line->write(wire->line->context, bytes, n) ||
	       err_errno(wire->err, "the connection was lost: nothing is half done, run it again");
}

static bool get(struct wire *wire, void *bytes, size_t n)
{
	char *to = bytes;
	while (n > 0) {
		ssize_t got = wire->line->read(wire->line->context, to, n);
		if (got <= 0)
			return err_set(wire->err, ERR_IO,
				       "the connection was lost: nothing is half done, run it "
				       "again");
		to += got;
		n -= (size_t)got;
	}
	return true;
}

bool wire_greet(struct wire *wire)
{
	return put(wire, greeting, sizeof greeting);
}

bool wire_hear_greeting(struct wire *wire)
{
	char heard[sizeof greeting];
	if (!get(wire, heard, sizeof heard))
		return false;
	if (memcmp(heard, greeting, 6) != 0)
		return err_set(wire->err, ERR_FORMAT,
			       "what answered is no themewall: does something print words when one "
			       "logs in there?");
	return memcmp(heard, greeting, sizeof heard) == 0 ||
	       err_set(wire->err, ERR_FORMAT,
		       "the themewall there is of another version (its walls: %d, ours: %d): bring "
		       "the older one up to date",
		       heard[7], (int)WALL_FORMAT);
}

/* ---- writing ---- */

static void add_number(struct strbuf *out, uint64_t number, int nbytes)
{
	while (nbytes-- > 0)
		strbuf_add_char(out, (char)(number >> (8 * nbytes)));
}

void wire_begin(struct wire *wire, enum sync_frame frame)
{
	strbuf_reset(&wire->out);
	strbuf_add_char(&wire->out, (char)frame);
	add_number(&wire->out, 0, 4);
}

void wire_add_int(struct wire *wire, int64_t i)
{
	strbuf_add_char(&wire->out, 'i');
	add_number(&wire->out, (uint64_t)i, 8);
}

static void add_long(struct wire *wire, char type, const void *bytes, size_t n)
{
	strbuf_add_char(&wire->out, type);
	add_number(&wire->out, n, 4);
	strbuf_add(&wire->out, bytes, n);
}

void wire_add_bytes(struct wire *wire, const void *bytes, size_t n)
{
	add_long(wire, 'b', bytes, n);
}

void wire_add(struct wire *wire, const struct value *value)
{
	if (value->type == VALUE_INT)
		wire_add_int(wire, value->i);
	else if (value->type == VALUE_TEXT || value->type == VALUE_BLOB)
		add_long(wire, value->type == VALUE_TEXT ? 't' : 'b', value->s.p, value->s.n);
	else
		strbuf_add_char(&wire->out, 'n');
}

bool wire_send(struct wire *wire)
{
	size_t n = wire->out.len - HEADER;
	if (n > FRAME_MOST)
		return err_set(wire->err, ERR_FORMAT, "one change is too large to be sent");
	for (int i = 1; i < HEADER; i++)
		wire->out.buf[i] = (char)(n >> (8 * (HEADER - 1 - i)));
	return put(wire, wire->out.buf, wire->out.len);
}

bool wire_send_failure(struct wire *wire, const struct err *failure)
{
	wire_begin(wire, SYNC_FAILED);
	wire_add_int(wire, failure->code);
	add_long(wire, 't', failure->msg, strlen(failure->msg));
	return wire_send(wire);
}

/* ---- reading ---- */

static uint64_t number_at(const char *bytes, int nbytes)
{
	uint64_t number = 0;
	for (int i = 0; i < nbytes; i++)
		number = number << 8 | (unsigned char)bytes[i];
	return number;
}

static bool receive_values(struct wire *wire, size_t n)
{
	char *piece = xmalloc(PIECE);
	bool good = true;
	strbuf_reset(&wire->in);
	wire->at = 0;
	while (good && n > 0) {
		size_t now = n < PIECE ? n : PIECE;
		good = get(wire, piece, now);
		strbuf_add(&wire->in, piece, now);
		n -= now;
	}
	free(piece);
	return good;
}

/* Its code, when it is one that we know; the words are the other side's and shown as such. */
static bool tell_failure(struct wire *wire)
{
	int64_t code = 0;
	struct value words;
	if (!wire_take_int(wire, ERR_FAILED, ERR_NOTHING, &code) || !wire_take(wire, &words) ||
	    words.type != VALUE_TEXT)
		return wire_makes_no_sense(wire);
	return err_set(wire->err, (enum err_code)code, "the other side: %.*s", STR_ARG(words.s));
}

bool wire_receive(struct wire *wire, enum sync_frame *frame)
{
	char header[HEADER];
	if (!get(wire, header, sizeof header))
		return false;
	size_t n = (size_t)number_at(header + 1, 4);
	wire->total += n;
	if (n > FRAME_MOST || wire->total > total_most || !strchr("AKREMF", header[0]) ||
	    !header[0])
		return wire_makes_no_sense(wire);
	*frame = (enum sync_frame)header[0];
	return receive_values(wire, n) && (*frame != SYNC_FAILED || tell_failure(wire));
}

bool wire_expect(struct wire *wire, enum sync_frame frame)
{
	enum sync_frame got;
	return wire_receive(wire, &got) && (got == frame || wire_makes_no_sense(wire));
}

bool wire_is_empty(const struct wire *wire)
{
	return wire->at == wire->in.len;
}

static bool take_raw(struct wire *wire, size_t n, const char **bytes)
{
	if (n > wire->in.len - wire->at)
		return wire_makes_no_sense(wire);
	*bytes = wire->in.buf + wire->at;
	wire->at += n;
	return true;
}

bool wire_take(struct wire *wire, struct value *value)
{
	const char *bytes = NULL;
	if (!take_raw(wire, 1, &bytes))
		return false;
	char type = *bytes;
	*value = value_null();
	if (type == 'n')
		return true;
	if (!strchr("itb", type) || !type)
		return wire_makes_no_sense(wire);
	if (!take_raw(wire, type == 'i' ? 8 : 4, &bytes))
		return false;
	if (type == 'i') {
		*value = value_int((int64_t)number_at(bytes, 8));
		return true;
	}
	size_t n = (size_t)number_at(bytes, 4);
	value->type = type == 't' ? VALUE_TEXT : VALUE_BLOB;
	value->s.n = n;
	return take_raw(wire, n, &value->s.p);
}

bool wire_take_int(struct wire *wire, int64_t least, int64_t most, int64_t *i)
{
	struct value value;
	if (!wire_take(wire, &value))
		return false;
	if (value.type != VALUE_INT || value.i < least || value.i > most)
		return wire_makes_no_sense(wire);
	*i = value.i;
	return true;
}

bool wire_take_bytes(struct wire *wire, size_t n, void *bytes)
{
	struct value value;
	if (!wire_take(wire, &value))
		return false;
	if (value.type != VALUE_BLOB || value.s.n != n)
		return wire_makes_no_sense(wire);
	memcpy(bytes, value.s.p, n);
	return true;
}
