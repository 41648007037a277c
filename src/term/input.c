/*
 * Bytes → events, one byte at a time: a state and the bytes of the sequence that is not finished.
 * Since no decision looks ahead, it cannot matter how the bytes were split over reads.
 *
 * A sequence that grows too long, or a string nobody asked for, is swallowed to its end: never
 * shown as typed keys.
 */
#include "themewall/term/input.h"

#include <stdlib.h>

#include "input-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { ESC = 0x1b, BEL = 0x07, DEL = 0x7f };
enum { MAX_SEQUENCE = 4096, MAX_PASTE = 1 << 20 };

static const char paste_end[] = "\033[201~";

enum state {
	GROUND,
	ESCAPE,       /* ESC */
	CSI,          /* ESC [ … */
	LINUX_KEY,    /* ESC [ [ */
	X10,          /* ESC [ M and up to two bytes */
	SS3,          /* ESC O … */
	STRING_START, /* ESC ] or ESC P: a key with Alt unless what follows looks like an answer */
	STRING,       /* ESC ] … up to BEL or ESC \ */
	STRING_ESC,   /* ESC inside one */
	UTF8,         /* some of a character */
	PASTE,
	STATES
};

struct input {
	struct strbuf bytes; /* fed and not decoded: from `at` on */
	size_t at;
	enum state state;
	struct strbuf sequence; /* what came since the ESC, without it */
	size_t length;          /* UTF8: bytes of the whole character */
	bool alt;               /* an ESC stood before this character */
	struct strbuf paste;    /* as it came */
	size_t nmarker;         /* bytes of paste_end seen */
	struct strbuf text;     /* what the last event's text points into */
};

struct input *input_new(void)
{
	struct input *input = xcalloc(1, sizeof *input);
	strbuf_init(&input->bytes);
	strbuf_init(&input->sequence);
	strbuf_init(&input->paste);
	strbuf_init(&input->text);
	return input;
}

void input_free(struct input *input)
{
	if (!input)
		return;
	strbuf_release(&input->bytes);
	strbuf_release(&input->sequence);
	strbuf_release(&input->paste);
	strbuf_release(&input->text);
	free(input);
}

void input_feed(struct input *input, const void *bytes, size_t nbytes)
{
	strbuf_add(&input->bytes, bytes, nbytes);
}

static void enter(struct input *input, enum state state)
{
	input->state = state;
	strbuf_reset(&input->sequence);
}

/* The byte ends what came before it and begins something itself: give it back. */
static void again(struct input *input, enum state state)
{
	enter(input, state);
	input->at--;
}

static void remember(struct input *input, char c)
{
	if (input->sequence.len < MAX_SEQUENCE)
		strbuf_add_char(&input->sequence, c);
}

static bool sequence_is_full(const struct input *input)
{
	return input->sequence.len >= MAX_SEQUENCE;
}

static bool key(struct input *input, uint32_t code, unsigned mods, struct event *event)
{
	event->type = EVENT_KEY;
	event->key = code;
	event->mods = mods | (input->alt ? (unsigned)MOD_ALT : 0);
	input->alt = false;
	enter(input, GROUND);
	return true;
}

static bool control_key(struct input *input, char c, struct event *event)
{
	switch (c) {
	case '\r':
	case '\n':
		return key(input, KEY_ENTER, 0, event);
	case '\t':
		return key(input, KEY_TAB, 0, event);
	case '\b':
	case DEL:
		return key(input, KEY_BACKSPACE, 0, event);
	case 0:
		return key(input, ' ', MOD_CTRL, event);
	}
	return key(input, (uint32_t)(c < ESC ? c + 'a' - 1 : c + '@'), MOD_CTRL, event);
}

/* How long the character that begins with this byte is; 0 when none does. */
static size_t length_of(unsigned char first)
{
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static bool in_ground(struct input *input, char c, struct event *event)
{
	unsigned char byte = (unsigned char)c;
	if (c == ESC) {
		enter(input, ESCAPE);
		return false;
	}
	if (byte < 0x20 || c == DEL)
		return control_key(input, c, event);
	if (byte < 0x80)
		return key(input, byte, 0, event);
	input->length = length_of(byte);
	if (!input->length)
		return key(input, 0xfffd, 0, event);
	enter(input, UTF8);
	remember(input, c);
	return false;
}

static bool in_utf8(struct input *input, char c, struct event *event)
{
	uint32_t code;
	if (((unsigned char)c & 0xc0) != 0x80) {
		key(input, 0xfffd, 0, event);
		input->at--;
		return true;
	}
	remember(input, c);
	if (input->sequence.len < input->length)
		return false;
	if (utf8_decode(strbuf_str(&input->sequence), 0, &code) != input->length)
		code = 0xfffd;
	if (code >= 0xa0)
		return key(input, code, 0, event);
	input->alt = false; /* C1 controls are nobody's keys */
	enter(input, GROUND);
	return false;
}

static bool in_escape(struct input *input, char c, struct event *event)
{
	switch (c) {
	case ESC: /* the first was the key, this one begins anew */
		key(input, KEY_ESC, 0, event);
		enter(input, ESCAPE);
		return true;
	case '[':
		enter(input, CSI);
		return false;
	case 'O':
		enter(input, SS3);
		return false;
	case ']':
	case 'P':
		enter(input, STRING_START);
		remember(input, c);
		return false;
	}
	input->alt = true;
	again(input, GROUND);
	return false;
}

static bool finish_csi(struct input *input, struct event *event)
{
	bool full = sequence_is_full(input);
	strbuf_reset(&input->text);
	strbuf_add_str(&input->text, strbuf_str(&input->sequence));
	enter(input, GROUND);
	if (full)
		return false;
	if (sequence_is_paste(strbuf_str(&input->text))) {
		enter(input, PASTE);
		input->nmarker = 0;
		strbuf_reset(&input->paste);
		return false;
	}
	return sequence_csi(strbuf_str(&input->text), event);
}

/* rxvt ends Shift's sequences with $, which elsewhere comes before the final byte of an answer (ESC
 * [ ? … $ y). */
static bool is_rxvt_shift(const struct input *input, char c)
{
	return c == '$' && input->sequence.len && input->sequence.buf[0] >= '0' &&
	       input->sequence.buf[0] <= '9';
}

static bool in_csi(struct input *input, char c, struct event *event)
{
	unsigned char byte = (unsigned char)c;
	if (byte < 0x20 || byte >= DEL) {
		again(input, GROUND);
		return false;
	}
	if (!input->sequence.len && (c == '[' || c == 'M')) {
		enter(input, c == '[' ? LINUX_KEY : X10);
		return false;
	}
	remember(input, c);
	return (byte >= 0x40 || is_rxvt_shift(input, c)) && finish_csi(input, event);
}

static bool in_linux_key(struct input *input, char c, struct event *event)
{
	enter(input, GROUND);
	if (c == ESC)
		input->at--;
	return sequence_linux_key(c, event);
}

static bool in_x10(struct input *input, char c, struct event *event)
{
	if ((unsigned char)c < 0x20) {
		again(input, GROUND);
		return false;
	}
	remember(input, c);
	if (input->sequence.len < 3)
		return false;
	input->state = GROUND;
	return sequence_x10_mouse(input->sequence.buf, event);
}

static bool in_ss3(struct input *input, char c, struct event *event)
{
	unsigned char byte = (unsigned char)c;
	if (byte < 0x20 || byte >= DEL) {
		again(input, GROUND);
		return false;
	}
	remember(input, c);
	if ((byte >= '0' && byte <= '9') || byte == ';')
		return false;
	input->state = GROUND;
	return !sequence_is_full(input) && sequence_ss3(strbuf_str(&input->sequence), event);
}

/* Answers begin ESC ] digit, ESC P digit, ESC P > or ESC P ! ; anything else is Alt-] or Alt-P and
 * a key of its own. */
static bool in_string_start(struct input *input, char c, struct event *event)
{
	char kind = input->sequence.buf[0];
	if ((c >= '0' && c <= '9') || (kind == 'P' && (c == '>' || c == '!'))) {
		remember(input, c);
		input->state = STRING;
		return false;
	}
	input->at--;
	input->alt = true;
	return key(input, (uint32_t)kind, 0, event);
}

/* N of "]777;N"; false when the string is none. */
static bool is_barrier(struct str string, uint32_t *number)
{
	int64_t n;
	struct str start = STR("]777;");
	if (!str_starts(string, start) || !str_to_int(str_part(string, start.n, string.n), &n) ||
	    n < 0 || n > INT32_MAX)
		return false;
	*number = (uint32_t)n;
	return true;
}

static bool finish_string(struct input *input, struct event *event)
{
	bool full = sequence_is_full(input);
	strbuf_reset(&input->text);
	strbuf_add_str(&input->text, strbuf_str(&input->sequence));
	enter(input, GROUND);
	event->type = EVENT_REPLY;
	event->text = strbuf_str(&input->text);
	if (is_barrier(event->text, &event->key))
		event->type = EVENT_BARRIER;
	return !full;
}

static bool in_string(struct input *input, char c, struct event *event)
{
	if (c == BEL)
		return finish_string(input, event);
	if (c == ESC)
		input->state = STRING_ESC;
	else
		remember(input, c);
	return false;
}

static bool in_string_esc(struct input *input, char c, struct event *event)
{
	if (c == '\\')
		return finish_string(input, event);
	again(input, ESCAPE);
	return false;
}

/*
 * What was pasted as text of ours: LF line ends, no control but TAB, valid UTF-8. A paste must
 * never be able to run keys or reach the terminal, whatever the other program put into the
 * clipboard.
 */
static void clean_paste(struct strbuf *out, struct str raw)
{
	size_t at = 0;
	while (at < raw.n) {
		uint32_t code;
		char c = raw.p[at];
		at += utf8_decode(raw, at, &code);
		if (c == '\r') {
			at += at < raw.n && raw.p[at] == '\n';
			code = '\n';
		}
		if (code == '\n' || code == '\t' || (code >= 0x20 && code < DEL) || code >= 0xa0)
			utf8_add(out, code);
	}
}

/* The cap may have cut the last character. */
static struct str whole_characters(struct str raw)
{
	size_t tail = raw.n;
	while (tail > 0 && raw.n - tail < 3 && ((unsigned char)raw.p[tail - 1] & 0xc0) == 0x80)
		tail--;
	if (tail > 0 && tail - 1 + length_of((unsigned char)raw.p[tail - 1]) > raw.n)
		return str_part(raw, 0, tail - 1);
	return raw;
}

static bool finish_paste(struct input *input, struct event *event)
{
	strbuf_reset(&input->text);
	clean_paste(&input->text, whole_characters(strbuf_str(&input->paste)));
	strbuf_release(&input->paste);
	enter(input, GROUND);
	event->type = EVENT_PASTE;
	event->text = strbuf_str(&input->text);
	return true;
}

static void add_pasted(struct input *input, const char *bytes, size_t nbytes)
{
	size_t room = MAX_PASTE - input->paste.len;
	strbuf_add(&input->paste, bytes, nbytes < room ? nbytes : room);
}

/* Takes all up to the next ESC at once: a paste may be a whole transcript. */
static bool in_paste(struct input *input, char c, struct event *event)
{
	if (c == paste_end[input->nmarker]) {
		if (paste_end[++input->nmarker])
			return false;
		return finish_paste(input, event);
	}
	add_pasted(input, paste_end, input->nmarker);
	input->nmarker = c == ESC;
	if (c == ESC)
		return false;
	struct str rest = str_part(strbuf_str(&input->bytes), input->at - 1, input->bytes.len);
	size_t plain = str_find_char(rest, ESC);
	add_pasted(input, rest.p, plain);
	input->at += plain - 1;
	return false;
}

static bool (*const states[STATES])(struct input *, char, struct event *) = {
	[GROUND] = in_ground,
	[ESCAPE] = in_escape,
	[CSI] = in_csi,
	[LINUX_KEY] = in_linux_key,
	[X10] = in_x10,
	[SS3] = in_ss3,
	[STRING_START] = in_string_start,
	[STRING] = in_string,
	[STRING_ESC] = in_string_esc,
	[UTF8] = in_utf8,
	[PASTE] = in_paste,
};

static bool alt_key(struct input *input, char c, struct event *event)
{
	input->alt = true;
	return key(input, (uint32_t)c, 0, event);
}

/* No more is coming: a prefix that is a key by itself is that key, anything else is dropped. */
static bool resolve(struct input *input, struct event *event)
{
	bool bare = input->sequence.len == 0;
	switch (input->state) {
	case ESCAPE:
		return key(input, KEY_ESC, 0, event);
	case CSI:
		if (bare)
			return alt_key(input, '[', event);
		break;
	case SS3:
		if (bare)
			return alt_key(input, 'O', event);
		break;
	case STRING_START:
		return alt_key(input, input->sequence.buf[0], event);
	case UTF8:
		return key(input, 0xfffd, 0, event);
	case PASTE:
		add_pasted(input, paste_end, input->nmarker);
		return finish_paste(input, event);
	case GROUND:
	case LINUX_KEY:
	case X10:
	case STRING:
	case STRING_ESC:
	case STATES:
		break;
	}
	enter(input, GROUND);
	return false;
}

bool input_next(struct input *input, bool flush, struct event *event)
{
	while (input->at < input->bytes.len) {
		*event = (struct event){0};
		if (states[input->state](input, input->bytes.buf[input->at++], event))
			return true;
	}
	strbuf_reset(&input->bytes);
	input->at = 0;
	*event = (struct event){0};
	return flush && resolve(input, event);
}

enum input_pending input_pending(const struct input *input)
{
	switch (input->state) {
	case GROUND:
		return INPUT_COMPLETE;
	case ESCAPE:
		return INPUT_LONE_ESC;
	case PASTE:
		return INPUT_PASTE;
	case CSI:
	case LINUX_KEY:
	case X10:
	case SS3:
	case STRING_START:
	case STRING:
	case STRING_ESC:
	case UTF8:
	case STATES:
		break;
	}
	return INPUT_SEQUENCE;
}
