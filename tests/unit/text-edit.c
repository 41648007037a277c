/* edit: each key on known text, then random keys with the caret on a boundary after every one. */
#include <stdlib.h>

#include "tap.h"
#include "themewall/text/edit.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"

static void is_at(const struct line_edit *edit, const char *text, size_t caret, const char *what)
{
	is_str(edit->text.buf, text, "%s", what);
	is_int(edit->caret, caret, "caret: %s", what);
}

static void test_keys(void)
{
	struct line_edit edit;
	line_edit_init(&edit, false);
	line_edit_set(&edit, STR("one two\nthree\x1b"));
	is_at(&edit, "one two three", 13, "set: LF is a blank, controls go, caret at the end");
	line_edit_move(&edit, LINE_EDIT_WORD_LEFT);
	line_edit_delete_word(&edit);
	is_at(&edit, "one three", 4, "the word before goes");
	line_edit_insert(&edit, STR("e\xcc\x81"));
	line_edit_insert_char(&edit, 0x20ac);
	is_at(&edit, "one e\xcc\x81\xe2\x82\xacthree", 10, "typed in");
	line_edit_delete_back(&edit);
	line_edit_delete_back(&edit);
	is_at(&edit, "one three", 4, "Backspace takes a letter with its mark");
	line_edit_delete_forward(&edit);
	is_at(&edit, "one hree", 4, "Del");
	line_edit_move(&edit, LINE_EDIT_LEFT);
	line_edit_move(&edit, LINE_EDIT_WORD_RIGHT);
	is_int(edit.caret, 4, "to the next word");
	line_edit_move(&edit, LINE_EDIT_RIGHT);
	line_edit_delete_to_start(&edit);
	is_at(&edit, "ree", 0, "all before the caret goes");
	line_edit_delete_back(&edit);
	line_edit_move(&edit, LINE_EDIT_LEFT);
	is_at(&edit, "ree", 0, "nothing before the start");
	line_edit_move(&edit, LINE_EDIT_END);
	line_edit_delete_forward(&edit);
	line_edit_move(&edit, LINE_EDIT_RIGHT);
	is_at(&edit, "ree", 3, "nothing behind the end");
	line_edit_release(&edit);
}

static void test_lines(void)
{
	struct line_edit edit;
	line_edit_init(&edit, true);
	line_edit_set(&edit, STR("one\r\ntwo words\n\tthree"));
	is_at(&edit, "one\ntwo words\n three", 20, "lines stay, CR goes, a tab is a blank");
	line_edit_move(&edit, LINE_EDIT_HOME);
	is_int(edit.caret, 14, "the start of this line");
	line_edit_place(&edit, 9);
	line_edit_move(&edit, LINE_EDIT_END);
	is_int(edit.caret, 13, "the end of that line");
	line_edit_delete_to_start(&edit);
	is_at(&edit, "one\n\n three", 4, "a line is emptied, no more");
	line_edit_place(&edit, 99);
	is_int(edit.caret, 11, "beyond the end is the end");
	line_edit_release(&edit);
}

/* What a field opens with: selected, so that typing takes its place. */
static void offer(struct line_edit *edit)
{
	line_edit_set(edit, STR("Speaker 2"));
	ok(!edit->selected, "text that is set is not selected");
	line_edit_select_all(edit);
	ok(edit->selected && edit->caret == 9, "all of it selected, caret at the end");
}

static void test_selected(void)
{
	struct line_edit edit;
	line_edit_init(&edit, false);
	line_edit_select_all(&edit);
	ok(!edit.selected, "of nothing, nothing is selected");
	offer(&edit);
	line_edit_insert(&edit, STR("\x01"));
	is_at(&edit, "Speaker 2", 9, "nothing typed leaves it");
	offer(&edit);
	line_edit_insert_char(&edit, 0xc9);
	line_edit_insert(&edit, STR("lodie"));
	is_at(&edit, "\xc3\x89lodie", 7, "the first letter replaces it, the next goes on");
	for (int move = LINE_EDIT_LEFT; move <= LINE_EDIT_END; move++) {
		static const size_t to[] = {0, 9, 8, 9, 0, 9};
		offer(&edit);
		line_edit_move(&edit, (enum line_edit_move)move);
		ok(!edit.selected && edit.caret == to[move], "move %d leaves the text", move);
		line_edit_insert_char(&edit, '.');
		is_int(edit.text.len, 10, "and what is typed goes in");
	}
	offer(&edit);
	line_edit_place(&edit, 3);
	ok(!edit.selected && edit.caret == 3, "so does a click");
	void (*const deletions[])(struct line_edit *) = {
		line_edit_delete_back, line_edit_delete_forward, line_edit_delete_word,
		line_edit_delete_to_start};
	for (size_t i = 0; i < TW_COUNT(deletions); i++) {
		offer(&edit);
		deletions[i](&edit);
		is_at(&edit, "", 0, "a deletion takes the selection");
		ok(!edit.selected, "and nothing is selected");
	}
	line_edit_release(&edit);
}

static void test_joining(void)
{
	struct line_edit edit;
	line_edit_init(&edit, false);
	line_edit_set(&edit, STR("\xcc\x81"));
	line_edit_move(&edit, LINE_EDIT_HOME);
	line_edit_insert_char(&edit, 'e');
	is_at(&edit, "e\xcc\x81", 3, "a letter before a lone mark takes it along");
	line_edit_place(&edit, 1);
	is_int(edit.caret, 3, "no caret between letter and mark");
	line_edit_release(&edit);
}

static void random_key(struct line_edit *edit)
{
	static const uint32_t letters[] = {'a',	    ' ',    '\n',  0x301,  0xe9,    0x4f60,
					   0x200d,  0x915,  0x93f, 0x1100, 0x1f1e9, 0x1f1ea,
					   0x1f468, 0xfe0f, '\t',  0x1f3fb};
	int what = rand() % 16;
	if (what < 8)
		line_edit_insert_char(edit, letters[(size_t)rand() % (sizeof letters / 4)]);
	else if (what < 11)
		line_edit_move(edit, (enum line_edit_move)(rand() % (LINE_EDIT_END + 1)));
	else if (what == 11)
		line_edit_delete_back(edit);
	else if (what == 12)
		line_edit_delete_forward(edit);
	else if (what == 13 && rand() % 4 == 0)
		line_edit_delete_word(edit);
	else if (what == 14 && rand() % 8 == 0)
		line_edit_delete_to_start(edit);
	else if (what == 15 && rand() % 4 == 0)
		line_edit_select_all(edit);
	else if (what == 15)
		line_edit_place(edit, edit->text.len ? (size_t)rand() % edit->text.len : 0);
}

static void test_random(bool multiline)
{
	struct line_edit edit;
	int faults = 0;
	srand(3);
	line_edit_init(&edit, multiline);
	for (int round = 0; round < 20000; round++) {
		random_key(&edit);
		struct str s = strbuf_str(&edit.text);
		faults += edit.caret > s.n || !grapheme_is_boundary(s, edit.caret);
		faults += edit.selected && edit.text.len == 0;
		faults += !utf8_is_valid(s) || (!multiline && str_find_char(s, '\n') < s.n);
		if (s.n > 200)
			line_edit_set(&edit, STR(""));
	}
	is_int(faults, 0, "random keys: valid text, caret on a boundary");
	line_edit_release(&edit);
}

int main(void)
{
	text_init();
	test_keys();
	test_lines();
	test_selected();
	test_joining();
	test_random(false);
	test_random(true);
	return done();
}
