/* Pastes: into an open field, or offered as cards; outside a field they never run keys. */
#include "app-internal.h"
#include "themewall/base/banned.h"

/* A card of each line. What is stored leaves the paste, so that a second try begins where the first
 * one ended. */
static bool write_lines(struct app *app, size_t *n, struct err *err)
{
	struct str rest = strbuf_str(&app->pasted), line;
	card_id made;
	while (str_next_line(&rest, &line)) {
		struct card_draft draft = {.kind = CARD_OBSERVATION,
					   .text = str_trim(line),
					   .place = {.kind = PLACE_TRAY}};
		if (draft.text.n == 0)
			continue;
		if (!edit_card_new(app->store, &draft, &made, err)) {
			strbuf_remove(&app->pasted, 0, (size_t)(line.p - app->pasted.buf));
			return false;
		}
		(*n)++;
	}
	strbuf_reset(&app->pasted);
	return true;
}

static bool take_paste(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	size_t n = 0;
	if (value == 0)
		return true;
	store_batch_begin(app->store);
	bool ok = write_lines(app, &n, err);
	store_batch_end(app->store);
	if (!app_edited(app, ok, err))
		return false;
	app_say(app, MESSAGE_GOOD, "%zu cards in the tray; u takes them back", n);
	return true;
}

static size_t count_lines(struct str text)
{
	struct str line;
	size_t n = 0;
	while (str_next_line(&text, &line))
		n += str_trim(line).n > 0;
	return n;
}

static void fill_paste(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("One card a line, into the tray"), NULL, 1, false);
	prompt_add_row(prompt, STR("Nothing"), NULL, 0, false);
}

void app_paste(struct app *app, struct str text)
{
	struct strbuf title = STRBUF_INIT;
	app->dirty = true;
	if (retry_paste(app, text))
		return;
	if (app->prompt.open) {
		if (!app->prompt.has_field) /* a menu has nowhere to put it */
			return;
		line_edit_insert(&app->prompt.edit, text);
		prompt_refill(app);
		return;
	}
	if (!app->store || count_lines(text) == 0)
		return;
	if (store_is_read_only(app->store)) {
		app_say(app, MESSAGE_WARN, "this wall is open for reading only");
		return;
	}
	carry_cancel(app);
	strbuf_reset(&app->pasted);
	strbuf_add_str(&app->pasted, text);
	strbuf_addf(&title, "You pasted %zu lines", count_lines(text));
	prompt_open_list(app, title.buf, false, 0, fill_paste, take_paste);
	strbuf_release(&title);
}
