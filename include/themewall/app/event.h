#ifndef THEMEWALL_APP_EVENT_H
#define THEMEWALL_APP_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/* What reaches the program: decoded input and signs of time. Plain facts, copied by value. */
enum event_type {
	EVENT_NONE,
	EVENT_KEY, /* key + mods */
	EVENT_MOUSE,
	EVENT_PASTE,  /* text: bracketed paste, cleaned, LF line ends; borrowed until the next event
		       */
	EVENT_FOCUS,  /* the terminal window got (focused) or lost the focus */
	EVENT_RESIZE, /* x, y: new size */
	EVENT_REPLY,  /* the terminal answered a question; text: the raw answer */
	EVENT_BARRIER, /* test only: ESC ] 777 ; N BEL in the input; key = N */
};

/* Keys are code points (0x20 …) or these. Ctrl+letter is the letter with MOD_CTRL. Shift is
 * reported only for named keys. */
enum key {
	KEY_BASE = 0x110000,
	KEY_ESC,
	KEY_ENTER,
	KEY_TAB, /* Shift-Tab: KEY_TAB + MOD_SHIFT */
	KEY_BACKSPACE,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_F1 = KEY_BASE + 0x100, /* KEY_F1 + n - 1 */
	KEY_F12 = KEY_F1 + 11,
};

enum mod { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };

enum mouse_act {
	MOUSE_PRESS,
	MOUSE_RELEASE,
	MOUSE_DRAG,  /* moved with a button down */
	MOUSE_HOVER, /* moved without: during a drag it means that the release was lost */
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
	MOUSE_WHEEL_LEFT,
	MOUSE_WHEEL_RIGHT,
};

struct event {
	enum event_type type;
	uint32_t key;
	unsigned mods;
	enum mouse_act act;
	int button; /* 1 left, 2 middle, 3 right, 0 none */
	int x, y;   /* cells from 0; may lie outside the window (a release past its edge) */
	bool focused;
	struct str text;
	int64_t at_ms; /* clock_monotonic_ms when it was read */
};

#endif
