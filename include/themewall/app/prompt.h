#ifndef THEMEWALL_APP_PROMPT_H
#define THEMEWALL_APP_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/app/command.h"
#include "themewall/base/err.h"
#include "themewall/text/edit.h"

/*
 * A text field or a chooser over the view. While one is open it takes the keys; what is half typed
 * is never touched by news. The painter shows `title`, the field (unless has_field is false), then
 * the rows with the chosen one marked.
 */
struct app;
struct prompt;

/* One line that can be chosen. Owned strings. */
struct prompt_row {
	char *label;   /* what is shown */
	char *note;    /* dim, at the right: a key, a count; may be NULL */
	int64_t value; /* id or command, by the prompt's kind */
	bool is_new;   /* "new theme …": stands for the typed text itself */
};

typedef bool prompt_accept(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err);
/* Fills rows for the typed text (all of them, best first). */
typedef void prompt_fill(struct app *app, struct prompt *prompt, struct str typed);

struct prompt {
	bool open;
	bool has_field;  /* false: a plain menu */
	bool splits;     /* a card's words: Alt-Enter splits them at the caret */
	bool marks;      /* rows are cards: the key of marks marks the chosen one */
	bool beside;     /* about what is in focus: not over it where there is room */
	uint64_t opened; /* goes up with each that opens */
	uint64_t menu;   /* what it was of the menu this one was chosen from; of itself: none */
	bool centered; /* a box in the middle (palette, chooser), else a field in the bottom line */
	struct strbuf title; /* "Rename theme", "Send to…" */
	struct strbuf help;  /* dim line under the field: what Enter and Esc do */
	struct strbuf body;  /* under the rows of a box: lines to be read, cut where room ends */
	struct line_edit edit;
	struct prompt_row *rows; /* owned */
	size_t nrows, capacity;
	size_t chosen, first; /* first: top row shown, kept by the painter */
	prompt_fill *fill;    /* NULL: a field without rows */
	prompt_fill *about;   /* writes `body` about the chosen row; may be NULL */
	prompt_accept *accept;
	int64_t subject;    /* id the prompt is about */
	int again;          /* the command Tab begins anew with what is typed taken; -1: none */
	int asked_by;       /* the command that opened it; -1: what was chosen in another prompt */
	int64_t step;       /* the edit that what is typed completes; 0: none */
	struct strbuf seen; /* the text it started from, for compare and set */
	bool wants_key;     /* the next key is not obeyed but taken: in `pressed` when accepted */
	struct key_chord pressed;
	bool digits_choose; /* while the field is empty the digits choose a row */
};

void prompt_init(struct prompt *prompt);
void prompt_release(struct prompt *prompt);

/* A field in the bottom line. It opens with `text` selected: typing takes its place, a movement
 * goes on with it. */
void prompt_open_field(struct app *app, const char *title, struct str text, int64_t subject,
		       prompt_accept *accept);
/* Says in the dim line that a field of long text has the editor (Ctrl-O works in every field). */
void prompt_offer_editor(struct prompt *prompt);
/* A chooser with a field that filters; has_field false: a menu. */
void prompt_open_list(struct app *app, const char *title, bool has_field, int64_t subject,
		      prompt_fill *fill, prompt_accept *accept);
/* Under a chooser's rows, what there is to know about the chosen one. */
void prompt_tell_about(struct app *app, prompt_fill *about);
/* A field of words of one's own: what only picks one of the rows is no text. */
bool prompt_takes_long_text(const struct prompt *prompt);
void prompt_close(struct app *app);
/* Called by fill. label and note are copied. */
void prompt_add_row(struct prompt *prompt, struct str label, const char *note, int64_t value,
		    bool is_new);
void prompt_row_release(struct prompt_row *row);
/* Enter, or a click: accepts the chosen row. On failure the prompt stays open and the message line
 * says why. */
void prompt_take(struct app *app);
void prompt_choose(struct app *app, size_t row); /* moves the mark only */
/* What came back from the person's own editor: into the field, cleaned; Enter has yet to take it.
 */
void prompt_edited(struct app *app, struct str text);

#endif
