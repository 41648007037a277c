/*
 * A text field. Whatever changes the text can make neighbours join into one grapheme (a mark after
 * a letter, the second half of a flag), so that every change ends by moving the caret on to the
 * next boundary; that is the one invariant here.
 */
#include "themewall/text/edit.h"

#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

void line_edit_init(struct line_edit *edit, bool multiline)
{
	*edit = (struct line_edit){.multiline = multiline};
	strbuf_init(&edit->text);
}

void line_edit_release(struct line_edit *edit)
{
	strbuf_release(&edit->text);
	edit->caret = 0;
	edit->selected = false;
}

void line_edit_place(struct line_edit *edit, size_t at)
{
	struct str s = strbuf_str(&edit->text);
	edit->selected = false;
	edit->caret = at < s.n ? at : s.n;
	if (!grapheme_is_boundary(s, edit->caret))
		edit->caret = grapheme_next(s, grapheme_previous(s, edit->caret));
}

static void empty(struct line_edit *edit)
{
	strbuf_reset(&edit->text);
	line_edit_place(edit, 0);
}

void line_edit_set(struct line_edit *edit, struct str text)
{
	empty(edit);
	line_edit_insert(edit, text);
	edit->caret = edit->text.len;
}

void line_edit_select_all(struct line_edit *edit)
{
	line_edit_place(edit, edit->text.len);
	edit->selected = edit->text.len > 0;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

void line_edit_insert(struct line_edit *edit, struct str text)
{
	struct strbuf clean = STRBUF_INIT;
	for (size_t i = 0; i < text.n;) {
		uint32_t c;
		i += utf8_decode(text, i, &c);
		if (c == '\t' || (c == '\n' && !edit->multiline))
			c = ' ';
		if (!is_control(c) || c == '\n')
			utf8_add(&clean, c);
	}
	if (edit->selected && clean.len)
		empty(edit);
	strbuf_insert(&edit->text, edit->caret, clean.buf, clean.len);
	line_edit_place(edit, edit->caret + clean.len);
	strbuf_release(&clean);
}

void line_edit_insert_char(struct line_edit *edit, uint32_t code_point)
{
	char bytes[4];
	line_edit_insert(edit, (struct str){bytes, utf8_encode(code_point, bytes)});
}

static size_t line_start(struct str s, size_t at)
{
	while (at > 0 && s.p[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(struct str s, size_t at)
{
	while (at < s.n && s.p[at] != '\n')
		at++;
	return at;
}

void line_edit_move(struct line_edit *edit, enum line_edit_move move)
{
	struct str s = strbuf_str(&edit->text);
	size_t at = edit->caret;
	switch (move) {
	case LINE_EDIT_LEFT:
		at = edit->selected ? 0 : grapheme_previous(s, at);
		break;
	case LINE_EDIT_RIGHT:
		at = grapheme_next(s, at);
		break;
	case LINE_EDIT_WORD_LEFT:
		at = word_previous(s, at);
		break;
	case LINE_EDIT_WORD_RIGHT:
		at = word_next(s, at);
		break;
	case LINE_EDIT_HOME:
		at = line_start(s, at);
		break;
	case LINE_EDIT_END:
		at = line_end(s, at);
		break;
	}
	line_edit_place(edit, at);
}

static void delete_range(struct line_edit *edit, size_t from, size_t to)
{
	if (edit->selected) {
		empty(edit);
		return;
	}
	strbuf_remove(&edit->text, from, to - from);
	line_edit_place(edit, from);
}

void line_edit_delete_back(struct line_edit *edit)
{
	delete_range(edit, grapheme_previous(strbuf_str(&edit->text), edit->caret), edit->caret);
}

void line_edit_delete_forward(struct line_edit *edit)
{
	delete_range(edit, edit->caret, grapheme_next(strbuf_str(&edit->text), edit->caret));
}

void line_edit_delete_word(struct line_edit *edit)
{
	delete_range(edit, word_previous(strbuf_str(&edit->text), edit->caret), edit->caret);
}

void line_edit_delete_to_start(struct line_edit *edit)
{
	delete_range(edit, line_start(strbuf_str(&edit->text), edit->caret), edit->caret);
}
