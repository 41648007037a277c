/*
 * The chooser of export formats. Under its rows stands what a person should know before anything
 * leaves: how much goes out, whose names, what of this wall the format cannot take along, and how
 * the file begins. Large walls are not written for the sake of a preview.
 */
#include "app-internal.h"
#include "themewall/app/page.h"
#include "themewall/export/export.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

enum {
	LINES_MAX = 24,
	SAMPLE_CARDS = 3000, /* beyond, the beginning of the file is not shown */
};
enum { ROW_NAMES = 1000, ROW_EXCEL };

static const struct export_format *format_at(size_t i)
{
	const struct export_format *formats;
	return i < export_formats(&formats) ? &formats[i] : NULL;
}

static void add_names_fact(struct app *app, const struct export_format *format)
{
	const char *words =
		format->private_data   ? "all there are, addresses and numbers too: keep it"
		: app->wish.with_names ? "as they are on the wall"
				       : "codes only (P03); addresses and numbers struck out";
	prompt_add_fact(app, "Names", str_of(words));
}

static void add_loss(struct app *app, const struct export_format *format)
{
	struct strbuf words = STRBUF_INIT;
	if (!export_add_losses(&words, format, app->model))
		strbuf_add_z(&words, "nothing but the history of changes");
	prompt_add_fact(app, "Stays here", strbuf_str(&words));
	strbuf_release(&words);
}

/* How the file begins, as text; an archive has nothing to show. */
static void add_sample(struct app *app, struct strbuf *body, const struct export_format *format)
{
	struct export_options options = {.with_names = app->wish.with_names,
					 .excel = app->wish.excel};
	struct err ignored = ERR_INIT;
	struct strbuf text = STRBUF_INIT, line_text = STRBUF_INIT;
	bool small = model_card_count(app->model) <= SAMPLE_CARDS;
	if (small && page_export(app, format, &options, &text, &ignored)) {
		struct str rest = strbuf_str(&text), line;
		bool archive = rest.n > 3 && str_starts(rest, STR("PK\x03"));
		prompt_add_fact(app, "Begins", archive ? STR("(an archive)") : STR("like this"));
		for (int i = 0; !archive && i < LINES_MAX && str_next_line(&rest, &line); i++) {
			strbuf_reset(&line_text);
			safe_text(&line_text, str_part(line, 0, line.n < 400 ? line.n : 400),
				  false);
			strbuf_addf(body, "%s\n", line_text.len ? line_text.buf : " ");
		}
	}
	strbuf_release(&line_text);
	strbuf_release(&text);
}

static void about_format(struct app *app, struct prompt *prompt, struct str typed)
{
	int64_t value = prompt->rows[prompt->chosen].value;
	const struct export_format *format = format_at((size_t)value);
	struct strbuf words = STRBUF_INIT;
	if (!format) {
		prompt_add_fact(
			app, "",
			value == ROW_NAMES
				? STR("Participants' names, e-mail addresses and telephone numbers "
				      "leave only when you say so.")
				: STR("Tables get the mark and the line ends that Excel needs to "
				      "read "
				      "the letters."));
		return;
	}
	export_add_scope(&words, format, app->model);
	prompt_add_fact(app, "Goes out", strbuf_str(&words));
	add_names_fact(app, format);
	add_loss(app, format);
	add_sample(app, &prompt->body, format);
	strbuf_release(&words);
}

static void fill_formats(struct app *app, struct prompt *prompt, struct str typed)
{
	for (size_t i = 0; format_at(i); i++)
		prompt_add_row(prompt, str_of(format_at(i)->name), format_at(i)->what, (int64_t)i,
			       false);
	prompt_add_row(prompt,
		       app->wish.with_names ? STR("Names: as they are") : STR("Names: codes only"),
		       "Enter changes", ROW_NAMES, false);
	prompt_add_row(prompt, app->wish.excel ? STR("Tables: for Excel") : STR("Tables: for all"),
		       "Enter changes", ROW_EXCEL, false);
}

static bool take_row(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	size_t chosen = app->prompt.chosen;
	if (value < ROW_NAMES)
		return export_take_format(app, text, value, is_new, err);
	if (value == ROW_NAMES)
		app->wish.with_names = !app->wish.with_names;
	else
		app->wish.excel = !app->wish.excel;
	export_choose(app, chosen);
	return true;
}

void export_choose(struct app *app, size_t chosen)
{
	struct err err = ERR_INIT;
	if (!app_finish_loading(app, &err))
		app_say_err(app, &err);
	prompt_open_list(app, "Export as", false, 0, fill_formats, take_row);
	prompt_tell_about(app, about_format);
	prompt_choose(app, chosen);
}
