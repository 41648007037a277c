/*
 * What a script's person does: keys, mouse, bytes through the real decoder, pastes. Each event goes
 * to the session as the loop would hand it over.
 */
#include "driver.h"

#include <stdio.h>

#include "themewall/app/command.h"
#include "themewall/app/event.h"
#include "themewall/app/settings.h"
#include "themewall/term/input.h"
#include "themewall/text/utf8.h"

static void drain(struct driver *d, bool flush)
{
	struct event event;
	while (input_next(d->input, flush, &event))
		driver_send(d, &event);
}

void driver_unescape(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\\' && i + 1 < text.n) {
			c = text.p[++i];
			c = c == 'e'   ? '\033'
			    : c == 'n' ? '\n'
			    : c == 'r' ? '\r'
			    : c == 't' ? '\t'
				       : c;
		}
		strbuf_add_char(out, c);
	}
}

void driver_bytes(struct driver *d, struct str text)
{
	struct strbuf bytes = STRBUF_INIT;
	driver_unescape(&bytes, text);
	input_feed(d->input, bytes.buf, bytes.len);
	drain(d, false);
	drain(d, true);
	strbuf_release(&bytes);
}

void driver_keys(struct driver *d, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		struct event event = {.type = EVENT_KEY};
		size_t n = 0;
		if (str_starts(str_part(text, i, text.n), STR("<Folder>"))) {
			driver_keys(d, strbuf_str(&d->folder));
			i += STR("<Folder>").n;
			continue;
		}
		if (text.p[i] == '<') {
			struct str rest = str_part(text, i, text.n);
			size_t close = str_find_char(rest, '>');
			if (close < rest.n &&
			    key_parse(str_part(rest, 0, close + 1), &event.key, &event.mods))
				n = close + 1;
		}
		if (n == 0)
			n = utf8_decode(text, i, &event.key);
		i += n;
		driver_send(d, &event);
	}
}

void driver_paste(struct driver *d, struct str text)
{
	struct strbuf bytes = STRBUF_INIT;
	driver_unescape(&bytes, text);
	struct event event = {.type = EVENT_PASTE, .text = strbuf_str(&bytes)};
	driver_send(d, &event);
	strbuf_release(&bytes);
}

bool driver_cell(struct driver *d, struct str text, int *x, int *y)
{
	char words[64];
	bool relative = text.n && text.p[0] == '@';
	if (relative)
		text = str_part(text, 1, text.n);
	snprintf(words, sizeof words, "%.*s", STR_ARG(text));
	*x = *y = 0;
	int n = sscanf(words, "%d %d", x, y);
	if (relative) {
		*x += d->found_x;
		*y += d->found_y;
	}
	return relative || n == 2;
}

static void mouse(struct driver *d, enum mouse_act act, int button, int x, int y)
{
	struct event event = {.type = EVENT_MOUSE,
			      .act = act,
			      .button = button,
			      .x = x,
			      .y = y,
			      .at_ms = d->line * 1000};
	driver_send(d, &event);
}

bool driver_mouse(struct driver *d, struct str word, struct str rest)
{
	static const struct {
		const char *word;
		enum mouse_act act;
		int button;
	} acts[] = {{"press", MOUSE_PRESS, 1},       {"drag", MOUSE_DRAG, 1},
		    {"release", MOUSE_RELEASE, 1},   {"hover", MOUSE_HOVER, 0},
		    {"wheel-up", MOUSE_WHEEL_UP, 0}, {"wheel-down", MOUSE_WHEEL_DOWN, 0},
		    {"right", MOUSE_PRESS, 3}};
	int x, y;
	if (!driver_cell(d, rest, &x, &y))
		return false;
	for (size_t i = 0; i < TW_COUNT(acts); i++)
		if (str_equal(word, str_of(acts[i].word))) {
			mouse(d, acts[i].act, acts[i].button, x, y);
			return true;
		}
	if (!str_equal(word, STR("double")))
		return false;
	for (int i = 0; i < 2; i++) {
		mouse(d, MOUSE_PRESS, 1, x, y);
		mouse(d, MOUSE_RELEASE, 1, x, y);
	}
	return true;
}
