/* term: the decoder. Every table row is fed whole, byte by byte and split at every place. */
#include <stdlib.h>

#include "tap.h"
#include "themewall/term/input.h"

static const char *const acts[] = {"press",    "release",    "drag",       "hover",
				   "wheel up", "wheel down", "wheel left", "wheel right"};

static const struct {
	uint32_t key;
	const char *name;
} named[] = {
	{KEY_ESC, "esc"},    {KEY_ENTER, "enter"}, {KEY_TAB, "tab"},      {KEY_BACKSPACE, "bs"},
	{KEY_UP, "up"},      {KEY_DOWN, "down"},   {KEY_LEFT, "left"},    {KEY_RIGHT, "right"},
	{KEY_HOME, "home"},  {KEY_END, "end"},     {KEY_PAGE_UP, "pgup"}, {KEY_PAGE_DOWN, "pgdn"},
	{KEY_INSERT, "ins"}, {KEY_DELETE, "del"},
};

static void add_mods(struct strbuf *log, unsigned mods)
{
	strbuf_add_z(log, mods & MOD_CTRL ? "C-" : "");
	strbuf_add_z(log, mods & MOD_ALT ? "A-" : "");
	strbuf_add_z(log, mods & MOD_SHIFT ? "S-" : "");
}

static void add_key(struct strbuf *log, uint32_t key)
{
	for (size_t i = 0; i < TW_COUNT(named); i++) {
		if (named[i].key == key) {
			strbuf_add_z(log, named[i].name);
			return;
		}
	}
	if (key >= KEY_F1)
		strbuf_addf(log, "f%u", key - KEY_F1 + 1);
	else if (key > ' ' && key < 0x7f)
		strbuf_add_char(log, (char)key);
	else
		strbuf_addf(log, "U+%04X", key);
}

/* One event in words, behind the others. */
static void add_event(struct strbuf *log, const struct event *event)
{
	if (log->len)
		strbuf_add_z(log, " | ");
	add_mods(log, event->mods);
	switch (event->type) {
	case EVENT_KEY:
		add_key(log, event->key);
		break;
	case EVENT_MOUSE:
		strbuf_addf(log, "%s %d at %d,%d", acts[event->act], event->button, event->x,
			    event->y);
		break;
	case EVENT_PASTE:
		strbuf_addf(log, "paste [%.*s]", STR_ARG(event->text));
		break;
	case EVENT_FOCUS:
		strbuf_add_z(log, event->focused ? "focus in" : "focus out");
		break;
	case EVENT_REPLY:
		strbuf_addf(log, "reply [%.*s]", STR_ARG(event->text));
		break;
	case EVENT_BARRIER:
		strbuf_addf(log, "barrier %u", event->key);
		break;
	case EVENT_NONE:
	case EVENT_RESIZE:
		strbuf_add_z(log, "?");
	}
}

static void drain(struct input *input, bool flush, struct strbuf *log)
{
	struct event event;
	while (input_next(input, flush, &event))
		add_event(log, &event);
}

/* Feeds bytes in two parts, the second byte by byte when `singly`, and flushes at the end. */
static char *decode(struct str bytes, size_t split, bool singly)
{
	struct strbuf log = STRBUF_INIT;
	struct input *input = input_new();
	input_feed(input, bytes.p, split);
	drain(input, false, &log);
	for (size_t at = split; at < bytes.n; at += singly ? 1 : bytes.n - split) {
		input_feed(input, bytes.p + at, singly ? 1 : bytes.n - split);
		drain(input, false, &log);
	}
	drain(input, true, &log);
	ok(input_pending(input) == INPUT_COMPLETE, "  nothing is pending after a flush");
	input_free(input);
	return strbuf_detach(&log);
}

static void check(const char *name, struct str bytes, const char *want)
{
	char *whole = decode(bytes, bytes.n, false), *singly = decode(bytes, 0, true);
	size_t differing = 0;
	is_str(whole, want, "%s", name);
	is_str(singly, want, "%s, byte by byte", name);
	for (size_t split = 1; split < bytes.n; split++) {
		char *got = decode(bytes, split, false);
		differing += strcmp(got, want) != 0;
		free(got);
	}
	is_int(differing, 0, "%s, split anywhere", name);
	free(whole);
	free(singly);
}

#define CHECK(name, bytes, want) check(name, STR(bytes), want)

static void test_keys(void)
{
	CHECK("letters", "aZ ~", "a | Z | U+0020 | ~");
	CHECK("characters", "\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80", "U+00E9 | U+6F22 | U+1F600");
	CHECK("damaged characters", "\xff\xc3(\xe6\xbc", "U+FFFD | U+FFFD | ( | U+FFFD");
	CHECK("overlong and surrogate", "\xc0\x80\xe0\x80\x80\xed\xa0\x80",
	      "U+FFFD | U+FFFD | U+FFFD | U+FFFD");
	CHECK("a C1 control is no key",
	      "a\xc2\x9b"
	      "b",
	      "a | b");
	CHECK("controls", "\001\032\034\037\000", "C-a | C-z | C-\\ | C-_ | C-U+0020");
	CHECK("enter, tab, backspace", "\r\n\t\177\b", "enter | enter | tab | bs | bs");
	CHECK("escape", "\033", "esc");
	CHECK("escape twice", "\033\033", "esc | esc");
	CHECK("escape, then a report", "\033\033[<0;1;1M", "esc | press 1 at 0,0");
	CHECK("alt", "\033a\033\r\033\xc3\xa9\033 ", "A-a | A-enter | A-U+00E9 | A-U+0020");
	CHECK("alt and what begins sequences", "\033[", "A-[");
	CHECK("alt-O", "\033O", "A-O");
	CHECK("alt-] and alt-P", "\033]a\033Pb\033]", "A-] | a | A-P | b | A-]");
	CHECK("alt-ctrl", "\033\001\033\177", "C-A-a | A-bs");
	CHECK("arrows", "\033[A\033[B\033OC\033OD", "up | down | right | left");
	CHECK("arrows with modifiers", "\033[1;5C\033[1;3A\033[1;2B\033O5D",
	      "C-right | A-up | S-down | C-left");
	CHECK("rxvt arrows", "\033[a\033Oc", "S-up | C-right");
	CHECK("home, end", "\033[H\033[F\033OH\033[1~\033[4~\033[7~\033[8~",
	      "home | end | home | home | end | home | end");
	CHECK("editing keys", "\033[2~\033[3~\033[5~\033[6;2~", "ins | del | pgup | S-pgdn");
	CHECK("rxvt modifiers", "\033[8^\033[7$\033[3@", "C-end | S-home | C-S-del");
	CHECK("shift-tab", "\033[Z", "S-tab");
	CHECK("function keys", "\033OP\033[15~\033[24;5~\033[1;2R\033[13~",
	      "f1 | f5 | C-f12 | S-f3 | f3");
	CHECK("the linux console's", "\033[[A\033[[E\033[[Q", "f1 | f5");
	CHECK("keypad", "\033Op\033OM\033Ok", "0 | enter | +");
	CHECK("csi u", "\033[97;5u\033[13;2u\033[27u\033[65;6u\033[97;2u\033[233u",
	      "C-a | S-enter | esc | C-a | A | U+00E9");
	CHECK("modifyOtherKeys", "\033[27;5;9~\033[27;6;46~", "C-tab | C-.");
	CHECK("csi u that is no key", "\033[57358u\033[1114112u\033[0u", "");
	CHECK("an unknown sequence is swallowed", "\033[99;99za", "a");
	CHECK("a sequence cut by another", "\033[1;\033[A", "up");
	CHECK("a sequence cut by a key", "\033[1;\r\033O\x03", "enter | C-c");
}

static void test_mouse(void)
{
	CHECK("a drag", "\033[<0;10;5M\033[<32;11;5M\033[<0;11;5m",
	      "press 1 at 9,4 | drag 1 at 10,4 | release 1 at 10,4");
	CHECK("other buttons", "\033[<1;1;1M\033[<34;2;1M\033[<2;1;1m",
	      "press 2 at 0,0 | drag 3 at 1,0 | release 3 at 0,0");
	CHECK("far to the right", "\033[<0;1250;900M", "press 1 at 1249,899");
	CHECK("the wheel and its stray releases",
	      "\033[<64;5;5M\033[<65;5;5M\033[<66;5;5M\033[<66;5;5m\033[<67;5;5M",
	      "wheel up 0 at 4,4 | wheel down 0 at 4,4 | wheel left 0 at 4,4 | wheel right 0 at "
	      "4,4");
	CHECK("modifiers", "\033[<4;1;1M\033[<8;1;1M\033[<16;1;1M\033[<28;1;1M",
	      "S-press 1 at 0,0 | A-press 1 at 0,0 | C-press 1 at 0,0 | C-A-S-press 1 at 0,0");
	CHECK("motion without a button", "\033[<35;2;2M\033[<31;2;2M",
	      "hover 0 at 1,1 | hover 0 at 1,1");
	CHECK("side buttons mean nothing", "\033[<128;5;5M\033[<128;5;5ma", "a");
	CHECK("a report that lacks a number", "\033[<0;5M\033[<M", "");
	CHECK("X10", "\033[M *%\033[M@+%\033[M#+%\033[Ma+%abc",
	      "press 1 at 9,4 | drag 1 at 10,4 | release 0 at 10,4 | wheel down 0 at 10,4 | a | b "
	      "| c");
	CHECK("X10 past its last column", "\033[M \x20!a", "a");
	CHECK("X10 unfinished", "\033[M !", "");
}

static void test_paste(void)
{
	CHECK("a paste is data", "\033[200~line 1\r\nline 2\rq\n\tz\033[201~x",
	      "paste [line 1\nline 2\nq\n\tz] | x");
	CHECK("controls do not survive",
	      "\033[200~a\033[31mb\007\x9b"
	      "c\xc2\x9b"
	      "d\177\033[201~",
	      "paste [a[31mb\xef\xbf\xbd"
	      "cd]");
	CHECK("quotes do", "\033[200~\xe2\x80\x9cq\xe2\x80\x9d\033[201~",
	      "paste [\xe2\x80\x9cq\xe2\x80\x9d]");
	CHECK("half an end mark", "\033[200~\033[20\033\033[201~x", "paste [[20] | x");
	CHECK("nothing", "\033[200~\033[201~", "paste []");
	CHECK("one without an end", "\033[200~abc\033[2", "paste [abc[2]");
	CHECK("an end without a start", "\033[201~a", "a");
}

/* A paste beyond the cap keeps what fits, whole characters only, and what follows is keys again. */
static void test_long_paste(void)
{
	struct strbuf bytes = STRBUF_INIT;
	struct input *input = input_new();
	struct event event;
	strbuf_add_z(&bytes, "\033[200~x");
	strbuf_add_repeat(&bytes, "\xe6\xbc\xa2", 400000);
	strbuf_add_z(&bytes, "\033[201~k");
	input_feed(input, bytes.buf, bytes.len);
	ok(input_next(input, false, &event) && event.type == EVENT_PASTE, "a long paste arrives");
	is_int(event.text.n, 1 + ((1 << 20) - 1) / 3 * 3, "cut at 1 MiB, between characters");
	ok(input_next(input, false, &event) && event.type == EVENT_KEY && event.key == 'k',
	   "the next is a key");
	input_free(input);
	strbuf_release(&bytes);
}

static void test_replies(void)
{
	CHECK("focus", "\033[I\033[O", "focus in | focus out");
	CHECK("answers", "\033[?2026;2$y\033[>41;379;0c\033[?1;2ca",
	      "reply [?2026;2$y] | reply [>41;379;0c] | reply [?1;2c] | a");
	CHECK("background by ST and by BEL", "\033]11;rgb:ff/ff/ff\033\\\033]11;rgb:00/00/00\007",
	      "reply []11;rgb:ff/ff/ff] | reply []11;rgb:00/00/00]");
	CHECK("a version", "\033P>|XTerm(379)\033\\a", "reply [P>|XTerm(379)] | a");
	CHECK("a string cut by a key sequence", "\033]11;rgb\033[A", "up");
	CHECK("a string without an end", "\033]11;rgb:", "");
	CHECK("the tests' barrier", "x\033]777;41\007y\033]777;x\007",
	      "x | barrier 41 | y | reply []777;x]");
}

static void test_endless(void)
{
	struct strbuf bytes = STRBUF_INIT;
	strbuf_add_z(&bytes, "\033]11;");
	strbuf_add_repeat(&bytes, "q", 6000);
	strbuf_add_z(&bytes, "\007a\033[");
	strbuf_add_repeat(&bytes, "1", 6000);
	strbuf_add_z(&bytes, "Ab");
	char *whole = decode(strbuf_str(&bytes), bytes.len, false);
	char *singly = decode(strbuf_str(&bytes), 0, true);
	is_str(whole, "a | b", "what never ends is swallowed to its end");
	is_str(singly, "a | b", "byte by byte too");
	free(whole);
	free(singly);
	strbuf_release(&bytes);
}

static void test_pending(void)
{
	static const struct {
		struct str bytes;
		enum input_pending pending;
	} cases[] = {
		{{"a", 1}, INPUT_COMPLETE},        {{"\033", 1}, INPUT_LONE_ESC},
		{{"\033[", 2}, INPUT_SEQUENCE},    {{"\xe6\xbc", 2}, INPUT_SEQUENCE},
		{{"\033]11;", 5}, INPUT_SEQUENCE}, {{"\033[200~abc", 9}, INPUT_PASTE},
	};
	for (size_t i = 0; i < TW_COUNT(cases); i++) {
		struct input *input = input_new();
		struct event event;
		input_feed(input, cases[i].bytes.p, cases[i].bytes.n);
		while (input_next(input, false, &event))
			;
		is_int(input_pending(input), cases[i].pending, "pending after case %zu", i);
		input_free(input);
	}
}

static uint32_t seed = 88172645u;

static uint32_t random_number(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	return seed ^= seed << 5;
}

/* What came out, as one number: every field of every event, in order. */
static uint64_t digest(uint64_t h, const struct event *e)
{
	const uint64_t fields[] = {(uint64_t)e->type,
				   e->key,
				   e->mods,
				   (uint64_t)e->act,
				   (uint64_t)e->button,
				   (uint64_t)e->x,
				   (uint64_t)e->y,
				   e->focused,
				   e->text.n};
	for (size_t i = 0; i < TW_COUNT(fields); i++)
		h = (h ^ fields[i]) * 0x100000001b3;
	for (size_t i = 0; i < e->text.n; i++)
		h = (h ^ (unsigned char)e->text.p[i]) * 0x100000001b3;
	return h;
}

/* Feeds pieces of 1 to `most` bytes (0: all at once). */
static uint64_t run(struct input *input, const char *bytes, size_t n, size_t most)
{
	uint64_t h = 0xcbf29ce484222325;
	struct event event;
	for (size_t at = 0, take; at < n; at += take) {
		take = most ? 1 + random_number() % (uint32_t)most : n;
		take = take < n - at ? take : n - at;
		input_feed(input, bytes + at, take);
		while (input_next(input, false, &event))
			h = digest(h, &event);
	}
	while (input_next(input, true, &event))
		h = digest(h, &event);
	return h;
}

static void test_fuzz(void)
{
	static const char alphabet[] =
		"\033\033\033[[<<M;01259mO~$^@u?\x9b\xc3\xe6\xf0\x80I]\\\007P>\r\n \177";
	static const char *const words[] = {"\033[200~", "\033[201~", "\033]777;7\007",
					    "\033[<0;1;1M"};
	struct input *whole = input_new(), *singly = input_new(), *pieces = input_new();
	size_t differing = 0, undrained = 0;
	for (int round = 0; round < 200000; round++) {
		char bytes[40];
		size_t n = 0, want = 1 + random_number() % 24;
		while (n < want) {
			uint32_t r = random_number();
			const char *word = words[r >> 8 & 3];
			if (r % 16 == 0)
				bytes[n++] = (char)(r >> 16);
			else if (r % 16 == 1 && n + strlen(word) <= sizeof bytes)
				for (; *word; word++)
					bytes[n++] = *word;
			else
				bytes[n++] = alphabet[(r >> 8) % (sizeof alphabet - 1)];
		}
		uint64_t events = run(whole, bytes, n, 0);
		if (round % 2)
			differing += run(singly, bytes, n, 1) != events;
		else
			differing += run(pieces, bytes, n, 5) != events;
		undrained += input_pending(whole) != INPUT_COMPLETE;
	}
	is_int(differing, 0, "200,000 random strings: the same events however they are split");
	is_int(undrained, 0, "and nothing stays behind after a flush");
	input_free(whole);
	input_free(singly);
	input_free(pieces);
}

int main(void)
{
	test_keys();
	test_mouse();
	test_paste();
	test_long_paste();
	test_replies();
	test_endless();
	test_pending();
	test_fuzz();
	return done();
}
