#ifndef THEMEWALL_TEXT_EDIT_H
#define THEMEWALL_TEXT_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * A text field's contents and caret: pure, no screen. The caret stands between graphemes, in bytes.
 * A zeroed struct line_edit is not valid: use line_edit_init. Either all of the text is selected or
 * none: what is inserted takes the place of a selection, every deletion empties it, and a move of
 * the caret leaves the text and ends the selection.
 */
struct line_edit {
	struct strbuf text; /* owned, valid UTF-8; LF allowed when multiline */
	size_t caret;       /* byte offset into text */
	bool multiline;
	bool selected; /* all of it; never when there is none */
};

void line_edit_init(struct line_edit *edit, bool multiline);
void line_edit_release(struct line_edit *edit);
/* Replaces the text (taken as line_edit_insert takes it), caret to the end, nothing selected. */
void line_edit_set(struct line_edit *edit, struct str text);
/* All there is, as a form offers what may be replaced; the caret stays at the end. */
void line_edit_select_all(struct line_edit *edit);

/*
 * Valid UTF-8 goes in at the caret as it is but for controls: TAB becomes a blank, so does LF when
 * not multiline, the others are dropped. The caret ends up behind it and what joins with it.
 */
void line_edit_insert(struct line_edit *edit, struct str text);
void line_edit_insert_char(struct line_edit *edit, uint32_t code_point);

enum line_edit_move {
	LINE_EDIT_LEFT, /* of a selection: to its start */
	LINE_EDIT_RIGHT,
	LINE_EDIT_WORD_LEFT,  /* start of the word before */
	LINE_EDIT_WORD_RIGHT, /* start of the next word, the end after the last */
	LINE_EDIT_HOME,       /* of the line between LFs */
	LINE_EDIT_END,
};
void line_edit_move(struct line_edit *edit, enum line_edit_move move);
/* Caret to a byte offset (a click), or to the next grapheme boundary when it is not one. */
void line_edit_place(struct line_edit *edit, size_t at);

void line_edit_delete_back(struct line_edit *edit);     /* Backspace: one grapheme */
void line_edit_delete_forward(struct line_edit *edit);  /* Del */
void line_edit_delete_word(struct line_edit *edit);     /* Ctrl-W: back to the word's start */
void line_edit_delete_to_start(struct line_edit *edit); /* Ctrl-U: of the line between LFs */

#endif
