/*
 * Escape sequences → events: cursor and function keys of xterm, rxvt, linux and CSI u, SGR and X10
 * mouse reports, focus reports. Mouse coordinates come counted from 1 and leave counted from 0.
 */
#include "input-internal.h"

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

enum { MAX_PARAMS = 8, MAX_PARAM = 9999999 };

/* A CSI body taken apart; of sub-parameters (1:2) only the first counts. */
struct csi {
	char private;          /* one of < = > ?, or 0 */
	int param[MAX_PARAMS]; /* absent ones are 0 */
	int count;
	char final;
};

static void add_digit(int *param, char digit)
{
	if (*param <= MAX_PARAM)
		*param = *param * 10 + (digit - '0');
}

static struct csi csi_parse(struct str body)
{
	struct csi csi = {.final = body.p[body.n - 1], .count = 1};
	bool in_sub = false;
	size_t at = 0;
	if (body.p[0] >= '<' && body.p[0] <= '?')
		csi.private = body.p[at++];
	for (; at + 1 < body.n; at++) {
		char c = body.p[at];
		if (c == ';') {
			in_sub = false;
			csi.count++;
		} else if (c == ':') {
			in_sub = true;
		} else if (c >= '0' && c <= '9' && !in_sub && csi.count <= MAX_PARAMS) {
			add_digit(&csi.param[csi.count - 1], c);
		}
	}
	return csi;
}

/* xterm's modifier parameter: 1 + shift 1, alt 2, ctrl 4; meta and the locks are not ours. */
static unsigned mods_of(int param)
{
	unsigned bits = param > 1 ? (unsigned)param - 1 : 0;
	return bits & (MOD_SHIFT | MOD_ALT | MOD_CTRL);
}

static bool set_key(struct event *event, uint32_t key, unsigned mods)
{
	event->type = EVENT_KEY;
	event->key = key;
	event->mods = mods;
	return true;
}

static bool letter_key(char letter, unsigned mods, struct event *event)
{
	static const struct {
		char letter;
		uint32_t key;
	} keys[] = {
		{'A', KEY_UP},     {'B', KEY_DOWN},   {'C', KEY_RIGHT}, {'D', KEY_LEFT},
		{'H', KEY_HOME},   {'F', KEY_END},    {'P', KEY_F1},    {'Q', KEY_F1 + 1},
		{'R', KEY_F1 + 2}, {'S', KEY_F1 + 3}, {'M', KEY_ENTER},
	};
	if (letter == 'Z')
		return set_key(event, KEY_TAB, mods | MOD_SHIFT);
	for (size_t i = 0; i < TW_COUNT(keys); i++)
		if (keys[i].letter == letter)
			return set_key(event, keys[i].key, mods);
	return false;
}

/* vt220's numbers: ESC [ 3 ~ */
static bool numbered_key(int number, unsigned mods, struct event *event)
{
	static const uint32_t editing[] = {KEY_HOME,    KEY_INSERT,    KEY_DELETE, KEY_END,
					   KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME,   KEY_END};
	static const int function[] = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21,
				       23, 24, 25, 26, 28, 29, 31, 32, 33, 34};
	if (number >= 1 && number <= (int)TW_COUNT(editing))
		return set_key(event, editing[number - 1], mods);
	for (size_t i = 0; i < TW_COUNT(function); i++)
		if (function[i] == number)
			return set_key(event, KEY_F1 + (uint32_t)i, mods);
	return false;
}

/* A code point with modifiers (CSI u, modifyOtherKeys), told as plain typing would tell it. */
static bool coded_key(int code, unsigned mods, struct event *event)
{
	switch (code) {
	case 27:
		return set_key(event, KEY_ESC, mods);
	case 13:
		return set_key(event, KEY_ENTER, mods);
	case 9:
		return set_key(event, KEY_TAB, mods);
	case 8:
	case 127:
		return set_key(event, KEY_BACKSPACE, mods);
	}
	/* surrogates are none, and in the private area stand keys that nobody here asks for */
	if (code < 0x20 || (code > 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xf900) ||
	    code > 0x10ffff)
		return false;
	if (code >= 'A' && code <= 'Z' && mods & MOD_CTRL)
		code += 'a' - 'A';
	else if (code >= 'a' && code <= 'z' && mods & MOD_SHIFT && !(mods & MOD_CTRL))
		code -= 'a' - 'A';
	return set_key(event, (uint32_t)code, mods & ~(unsigned)MOD_SHIFT);
}

static bool set_mouse(struct event *event, enum mouse_act act, int button, int bits)
{
	event->type = EVENT_MOUSE;
	event->act = act;
	event->button = button;
	event->mods = (bits & 4 ? (unsigned)MOD_SHIFT : 0) | (bits & 8 ? (unsigned)MOD_ALT : 0) |
		      (bits & 16 ? (unsigned)MOD_CTRL : 0);
	return true;
}

/*
 * bits: buttons 0-2 in the low two (3: none), 4 8 16 the modifiers, 32 motion, 64 the wheel, 128
 * side buttons, which mean nothing here. urxvt says 31 for motion without a button. Wheels to the
 * side also send releases.
 */
static bool mouse(int bits, int x, int y, bool release, bool none_is_release, struct event *event)
{
	int low = bits & 3;
	event->x = x - 1;
	event->y = y - 1;
	if (bits & 128)
		return false;
	if (bits & 64)
		return !release && !(bits & 32) &&
		       set_mouse(event, (enum mouse_act)(MOUSE_WHEEL_UP + low), 0, bits);
	if (bits & 32)
		return low == 3 ? set_mouse(event, MOUSE_HOVER, 0, bits)
				: set_mouse(event, MOUSE_DRAG, low + 1, bits);
	if (low == 3)
		return none_is_release ? set_mouse(event, MOUSE_RELEASE, 0, bits)
				       : set_mouse(event, MOUSE_HOVER, 0, 0);
	return set_mouse(event, release ? MOUSE_RELEASE : MOUSE_PRESS, low + 1, bits);
}

bool sequence_x10_mouse(const char bytes[3], struct event *event)
{
	int bits = (unsigned char)bytes[0] - 32;
	int x = (unsigned char)bytes[1] - 32, y = (unsigned char)bytes[2] - 32;
	/* a column beyond what one byte can say wraps round to 0 */
	return x > 0 && y > 0 && mouse(bits, x, y, false, true, event);
}

static bool reply(struct str body, struct event *event)
{
	event->type = EVENT_REPLY;
	event->text = body;
	return true;
}

static bool focus(bool focused, struct event *event)
{
	event->type = EVENT_FOCUS;
	event->focused = focused;
	return true;
}

static bool private_csi(const struct csi *csi, struct str body, struct event *event)
{
	if (csi->private == '<' && (csi->final == 'M' || csi->final == 'm'))
		return csi->count >= 3 && mouse(csi->param[0], csi->param[1], csi->param[2],
						csi->final == 'm', false, event);
	return reply(body, event);
}

static bool tilde_csi(const struct csi *csi, struct event *event)
{
	if (csi->param[0] == 27 && csi->count >= 3)
		return coded_key(csi->param[2], mods_of(csi->param[1]), event);
	return numbered_key(csi->param[0], mods_of(csi->param[1]), event);
}

/* Finals that answer a question: device attributes, status, window size; a cursor report, unless it
 * is F3. */
static bool is_reply(const struct csi *csi)
{
	return csi->final == 'c' || csi->final == 'n' || csi->final == 't' ||
	       (csi->final == 'R' && csi->param[0] > 1);
}

bool sequence_csi(struct str body, struct event *event)
{
	struct csi csi = csi_parse(body);
	if (csi.private)
		return private_csi(&csi, body, event);
	if (is_reply(&csi))
		return reply(body, event);
	switch (csi.final) {
	case '~':
		return tilde_csi(&csi, event);
	case '^': /* rxvt: the modifier is the final byte */
		return numbered_key(csi.param[0], MOD_CTRL, event);
	case '$':
		return numbered_key(csi.param[0], MOD_SHIFT, event);
	case '@':
		return numbered_key(csi.param[0], MOD_CTRL | MOD_SHIFT, event);
	case 'u':
		return coded_key(csi.param[0], mods_of(csi.param[1]), event);
	case 'I':
	case 'O':
		return focus(csi.final == 'I', event);
	}
	if (csi.final >= 'a' && csi.final <= 'd')
		return letter_key((char)(csi.final - 'a' + 'A'), MOD_SHIFT, event);
	return letter_key(csi.final, mods_of(csi.param[1]), event);
}

bool sequence_is_paste(struct str body)
{
	return str_equal(body, STR("200~"));
}

/* The keypad in application mode: ESC O p is 0 … */
static bool keypad_key(char final, struct event *event)
{
	static const char keypad[] = "*+,-./0123456789";
	return final >= 'j' && final <= 'y' && set_key(event, (uint32_t)keypad[final - 'j'], 0);
}

bool sequence_ss3(struct str body, struct event *event)
{
	struct csi csi = csi_parse(body);
	int modifier = csi.count > 1 ? csi.param[1] : csi.param[0];
	if (csi.final >= 'a' && csi.final <= 'd')
		return letter_key((char)(csi.final - 'a' + 'A'), MOD_CTRL, event);
	if (keypad_key(csi.final, event))
		return true;
	return letter_key(csi.final, mods_of(modifier), event);
}

bool sequence_linux_key(char final, struct event *event)
{
	return final >= 'A' && final <= 'E' && set_key(event, KEY_F1 + (uint32_t)(final - 'A'), 0);
}
