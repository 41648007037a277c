/*
 * The text field and the chooser. Rows are filled anew after each key from what is typed; accepting
 * calls the owner's function with the text and the chosen row, and closes only when that worked, so
 * nothing typed is lost.
 */
#include "themewall/app/prompt.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/draft.h"
#include "themewall/app/event.h"
#include "themewall/app/settings.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/wrap.h"
#include "themewall/base/banned.h"

void prompt_init(struct prompt *prompt)
{
	*prompt = (struct prompt){0};
	strbuf_init(&prompt->title);
	strbuf_init(&prompt->help);
	strbuf_init(&prompt->body);
	strbuf_init(&prompt->seen);
	line_edit_init(&prompt->edit, false);
}

void prompt_row_release(struct prompt_row *row)
{
	free(row->label);
	free(row->note);
}

static void clear_rows(struct prompt *prompt)
{
	for (size_t i = 0; i < prompt->nrows; i++)
		prompt_row_release(&prompt->rows[i]);
	prompt->nrows = 0;
}

void prompt_release(struct prompt *prompt)
{
	clear_rows(prompt);
	free(prompt->rows);
	strbuf_release(&prompt->title);
	strbuf_release(&prompt->help);
	strbuf_release(&prompt->body);
	strbuf_release(&prompt->seen);
	line_edit_release(&prompt->edit);
}

void prompt_close(struct app *app)
{
	clear_rows(&app->prompt);
	app->prompt.open = false;
	app->dirty = true;
}

static void tell(struct app *app)
{
	struct prompt *prompt = &app->prompt;
	strbuf_reset(&prompt->body);
	if (prompt->about && prompt->nrows)
		prompt->about(app, prompt, STR(""));
}

void prompt_add_fact(struct app *app, const char *label, struct str words)
{
	enum {
		LABEL_W = 12,
		NARROW_W = 62 /* in a box on 80 cells */,
		WIDE_W = 92,
		LINES_MAX = 24
	};
	struct wrap_line lines[LINES_MAX];
	int box = app->screen_w * 3 / 4 - 4;
	int width = (box < NARROW_W ? NARROW_W : box > WIDE_W ? WIDE_W : box) - LABEL_W;
	size_t n = wrap_text(words, width, lines, TW_COUNT(lines));
	for (size_t i = 0; i < n && i < TW_COUNT(lines); i++) {
		int pad = LABEL_W - text_width(str_of(i ? "" : label));
		strbuf_addf(&app->prompt.body, "%s%*s%.*s\n", i ? "" : label, pad, "",
			    STR_ARG(str_part(words, lines[i].from, lines[i].to)));
	}
}

void prompt_tell_about(struct app *app, prompt_fill *about)
{
	app->prompt.about = about;
	tell(app);
}

/* In words, or else letter by letter as in the palette. */
static bool fits(const struct prompt_row *row, struct str needle, bool words)
{
	struct strbuf text = STRBUF_INIT;
	fold_text(&text, str_of(row->label));
	bool is = words ? str_find(strbuf_str(&text), needle) < text.len
			: fuzzy_score(needle, strbuf_str(&text)) >= 0;
	strbuf_release(&text);
	return is;
}

static bool any_fits(const struct prompt *prompt, struct str needle)
{
	for (size_t i = 0; i < prompt->nrows; i++)
		if (fits(&prompt->rows[i], needle, true))
			return true;
	return false;
}

/* A menu has all its rows until letters are typed: then those they are in. */
static void filter_rows(struct prompt *prompt)
{
	struct strbuf needle = STRBUF_INIT;
	fold_text(&needle, str_trim(strbuf_str(&prompt->edit.text)));
	bool words = any_fits(prompt, strbuf_str(&needle));
	size_t kept = 0;
	for (size_t i = 0; i < prompt->nrows; i++) {
		if (fits(&prompt->rows[i], strbuf_str(&needle), words))
			prompt->rows[kept++] = prompt->rows[i];
		else
			prompt_row_release(&prompt->rows[i]);
	}
	prompt->nrows = kept;
	strbuf_release(&needle);
}

void prompt_refill(struct app *app)
{
	struct prompt *prompt = &app->prompt;
	struct str typed = strbuf_str(&prompt->edit.text);
	if (!prompt->fill)
		return;
	clear_rows(prompt);
	prompt->fill(app, prompt, prompt->has_field ? typed : STR(""));
	if (!prompt->has_field && str_trim(typed).n)
		filter_rows(prompt);
	prompt->chosen = prompt->first = 0;
	tell(app);
}

static void start(struct app *app, const char *title, int64_t subject, prompt_accept *accept)
{
	struct prompt *prompt = &app->prompt;
	clear_rows(prompt);
	strbuf_reset(&prompt->title);
	strbuf_add_z(&prompt->title, title);
	strbuf_reset(&prompt->help);
	strbuf_reset(&prompt->body);
	strbuf_reset(&prompt->seen);
	prompt->subject = subject;
	prompt->again = -1;
	prompt->asked_by = app->running;
	prompt->step = 0;
	prompt->accept = accept;
	prompt->about = NULL;
	prompt->chosen = prompt->first = 0;
	prompt->digits_choose = prompt->wants_key = prompt->splits = prompt->beside = false;
	prompt->marks = false;
	prompt->open = true;
	prompt->menu = ++prompt->opened;
	app->dirty = true;
}

void prompt_open_field(struct app *app, const char *title, struct str text, int64_t subject,
		       prompt_accept *accept)
{
	struct prompt *prompt = &app->prompt;
	start(app, title, subject, accept);
	prompt->has_field = true;
	prompt->centered = false;
	prompt->fill = NULL;
	strbuf_add_str(&prompt->seen, text);
	line_edit_set(&prompt->edit, text);
	line_edit_select_all(&prompt->edit);
}

void prompt_offer_editor(struct prompt *prompt)
{
	strbuf_add_z(&prompt->help,
		     prompt->splits ? "Ctrl-O: editor · Alt-Enter: split" : "Ctrl-O: your editor");
}

void prompt_open_list(struct app *app, const char *title, bool has_field, int64_t subject,
		      prompt_fill *fill, prompt_accept *accept)
{
	struct prompt *prompt = &app->prompt;
	start(app, title, subject, accept);
	prompt->has_field = has_field;
	prompt->centered = true;
	prompt->fill = fill;
	line_edit_set(&prompt->edit, STR(""));
	prompt_refill(app);
}

void prompt_add_row(struct prompt *prompt, struct str label, const char *note, int64_t value,
		    bool is_new)
{
	ALLOC_GROW(prompt->rows, prompt->nrows + 1, prompt->capacity);
	prompt->rows[prompt->nrows++] =
		(struct prompt_row){.label = xstrndup(label.p ? label.p : "", label.n),
				    .note = note ? xstrdup(note) : NULL,
				    .value = value,
				    .is_new = is_new};
}

/* What was chosen from a menu is about the same thing: it stands where that stood. */
static void stay_beside(struct prompt *prompt, uint64_t opened, uint64_t menu, bool beside)
{
	if (!prompt->open || prompt->opened == opened)
		return;
	prompt->menu = menu;
	prompt->beside = prompt->beside || beside;
}

/* The owner's function may open the next prompt; so the old one is closed before and reopened on
 * failure. */
void prompt_take(struct app *app)
{
	struct prompt *prompt = &app->prompt;
	struct err err = ERR_INIT;
	struct prompt_row row = {0};
	uint64_t opened = prompt->opened, menu = prompt->menu;
	bool beside = prompt->beside;
	if (prompt->fill && prompt->nrows == 0)
		search_finish(app);
	if (prompt->fill && prompt->nrows == 0)
		return;
	if (prompt->fill)
		row = prompt->rows[prompt->chosen];
	struct strbuf text = STRBUF_INIT;
	strbuf_add_str(&text, strbuf_str(&prompt->edit.text));
	prompt->open = false;
	app->dirty = true;
	struct str said = prompt->has_field ? str_trim(strbuf_str(&text)) : STR("");
	if (!prompt->accept(app, said, row.value, row.is_new, &err)) {
		prompt->open = true;
		retry_or_say(app, RETRY_PROMPT, 0, &err);
	} else if (!prompt->open) {
		clear_rows(prompt);
	} else {
		stay_beside(prompt, opened, menu, beside);
	}
	strbuf_release(&text);
}

void prompt_choose(struct app *app, size_t row)
{
	if (row >= app->prompt.nrows)
		return;
	app->prompt.chosen = row;
	app->dirty = true;
	tell(app);
}

static void move_choice(struct prompt *prompt, long by)
{
	if (prompt->nrows == 0)
		return;
	long to = (long)prompt->chosen + by;
	long last = (long)prompt->nrows - 1;
	prompt->chosen = (size_t)(to < 0 ? 0 : to > last ? last : to);
}

/* Keys that move among rows or end the prompt; true when it was one of them. */
static bool row_key(struct app *app, uint32_t key, unsigned mods)
{
	struct prompt *prompt = &app->prompt;
	if (key == KEY_ESC || (key == 'q' && !prompt->has_field && !prompt->edit.text.len))
		prompt_close(app);
	else if (key == KEY_ENTER && !(mods & MOD_ALT))
		prompt_take(app);
	else if (key == KEY_UP || (mods == MOD_CTRL && key == 'p'))
		move_choice(prompt, -1);
	else if (key == KEY_DOWN || (mods == MOD_CTRL && key == 'n'))
		move_choice(prompt, 1);
	else if (key == KEY_PAGE_UP)
		move_choice(prompt, -10);
	else if (key == KEY_PAGE_DOWN)
		move_choice(prompt, 10);
	else if (key == KEY_HOME && !prompt->has_field)
		move_choice(prompt, -(long)prompt->nrows);
	else if (key == KEY_END && !prompt->has_field)
		move_choice(prompt, (long)prompt->nrows);
	else
		return false;
	return true;
}

static bool edit_key(struct line_edit *edit, uint32_t key, unsigned mods)
{
	bool word = mods & (MOD_CTRL | MOD_ALT);
	if (key == KEY_LEFT)
		line_edit_move(edit, word ? LINE_EDIT_WORD_LEFT : LINE_EDIT_LEFT);
	else if (key == KEY_RIGHT)
		line_edit_move(edit, word ? LINE_EDIT_WORD_RIGHT : LINE_EDIT_RIGHT);
	else if (key == KEY_HOME || (mods == MOD_CTRL && key == 'a'))
		line_edit_move(edit, LINE_EDIT_HOME);
	else if (key == KEY_END || (mods == MOD_CTRL && key == 'e'))
		line_edit_move(edit, LINE_EDIT_END);
	else if (key == KEY_BACKSPACE)
		line_edit_delete_back(edit);
	else if (key == KEY_DELETE)
		line_edit_delete_forward(edit);
	else if (mods == MOD_CTRL && key == 'w')
		line_edit_delete_word(edit);
	else if (mods == MOD_CTRL && key == 'u')
		line_edit_delete_to_start(edit);
	else if (mods == 0 && key >= ' ' && key < KEY_BASE)
		line_edit_insert_char(edit, key);
	else
		return false;
	return true;
}

static void split_here(struct app *app)
{
	struct err err = ERR_INIT;
	if (split_at_caret(app, &err))
		prompt_close(app);
	else
		app_say_err(app, &err);
}

/* Many of a kind one after the other: this one, and the next. */
static void take_and_go_on(struct app *app)
{
	enum command_id id = (enum command_id)app->prompt.again;
	if (!app->prompt.edit.text.len)
		return;
	prompt_take(app);
	if (!app->prompt.open && app->retry.kind == RETRY_NONE)
		command_invoke(app, id);
}

bool prompt_takes_long_text(const struct prompt *prompt)
{
	return prompt->has_field && !prompt->fill;
}

void prompt_edited(struct app *app, struct str text)
{
	struct prompt *prompt = &app->prompt;
	app->dirty = true;
	if (!prompt->open || !prompt_takes_long_text(prompt))
		return;
	if (str_starts(text, STR("\ufeff")))
		text = str_part(text, strlen("\ufeff"), text.n);
	line_edit_set(&prompt->edit, text);
}

static bool is_key_of(const struct app *app, enum command_id id, uint32_t key, unsigned mods)
{
	struct binding binding;
	settings_binding(app->settings, id, &binding);
	for (size_t i = 0; i < binding.n; i++)
		if (binding.keys[i].key == key && binding.keys[i].mods == mods)
			return true;
	return false;
}

static void mark_row(struct app *app)
{
	struct prompt *prompt = &app->prompt;
	size_t chosen = prompt->chosen;
	if (!prompt->nrows)
		return;
	marks_toggle(app, (card_id){prompt->rows[chosen].value});
	prompt_refill(app);
	prompt_choose(app, chosen);
}

bool prompt_key(struct app *app, uint32_t key, unsigned mods)
{
	struct prompt *prompt = &app->prompt;
	if (!prompt->open)
		return false;
	if (mods == MOD_CTRL && key == 'q') {
		draft_keep(app);
		prompt_close(app);
		return false;
	}
	if (prompt->wants_key && key != KEY_ESC) {
		prompt->pressed = (struct key_chord){key, mods};
		prompt_take(app);
		return true;
	}
	if (prompt->splits && key == KEY_ENTER && (mods & MOD_ALT)) {
		split_here(app);
		return true;
	}
	if (prompt->again >= 0 && key == KEY_TAB && !mods) {
		take_and_go_on(app);
		return true;
	}
	if (prompt->marks && is_key_of(app, CMD_MARK, key, mods)) {
		mark_row(app);
		return true;
	}
	size_t chosen = prompt->chosen;
	if (row_key(app, key, mods)) {
		if (prompt->open && prompt->chosen != chosen)
			tell(app);
		return true;
	}
	bool empty = prompt->edit.text.len == 0;
	if (prompt->digits_choose && empty && key >= '1' && key <= '9' && mods == 0) {
		if (key - '1' < prompt->nrows) {
			prompt_choose(app, key - '1');
			prompt_take(app);
		}
		return true;
	}
	if (mods == MOD_CTRL && key == 'o' && prompt_takes_long_text(prompt)) {
		app->wants_editor = true;
		return true;
	}
	if (prompt_takes_long_text(prompt) && is_key_of(app, CMD_DRAFT, key, mods) &&
	    mods & MOD_CTRL) {
		draft_into_field(app);
		return true;
	}
	size_t before = prompt->edit.text.len;
	if ((prompt->has_field || prompt->fill) && edit_key(&prompt->edit, key, mods) &&
	    (before != prompt->edit.text.len || (key >= ' ' && key < KEY_BASE)))
		prompt_refill(app);
	return true;
}
