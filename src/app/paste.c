/* Pastes: into an open field, or offered as cards; outside a field they never run keys. */
#include "app-internal.h"
#include "themewall/base/banned.h"

static bool take_paste(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct str rest = strbuf_str(&app->pasted), line;
	card_id made;
	size_t n = 0;
	if (value == 0)
		return true;
	store_batch_begin(app->store);
	bool ok = true;
	while (ok && str_next_line(&rest, &line)) {
		line = str_trim(line);
		struct card_draft draft = {
			.kind = CARD_OBSERVATION, .text = line, .place = {.kind = PLACE_TRAY}};
		if (line.n == 0)
			continue;
		ok = edit_card_new(app->store, &draft, &made, err);
		n++;
	}
	store_batch_end(app->store);
	strbuf_reset(&app->pasted);
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
	if (app->prompt.open) {
		if (app->prompt.has_field)
			line_edit_insert(&app->prompt.edit, text);
		prompt_refill(app);
		return;
	}
	if (!app->store || count_lines(text) == 0)
		return;
	carry_cancel(app);
	strbuf_reset(&app->pasted);
	strbuf_add_str(&app->pasted, text);
	strbuf_addf(&title, "You pasted %zu lines", count_lines(text));
	prompt_open_list(app, title.buf, false, 0, fill_paste, take_paste);
	strbuf_release(&title);
}
