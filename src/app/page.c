/* Findings and help as pages, and the text of exports. */
#include "themewall/app/page.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/app/findings.h"
#include "themewall/app/settings.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/export/export.h"
#include "themewall/base/banned.h"

static bool load_all(struct app *app, struct transcript_list all, struct err *err)
{
	for (size_t i = 0; i < all.n; i++)
		if (!model_transcript(app->model, all.ids[i])->loaded &&
		    !store_load_turns(app->store, app->model, all.ids[i], err))
			return false;
	return true;
}

bool page_load_transcripts(struct app *app, struct err *err)
{
	return load_all(app, model_transcripts(app->model), err) &&
	       load_all(app, model_replaced_transcripts(app->model), err);
}

/* "Ana, Tomas": everyone who has worked on the wall, not who only looks at it or writes this page;
 * and one by one, in a list to be freed. */
static struct export_coder *add_coders(struct app *app, struct strbuf *out, size_t *n)
{
	const struct coder *coders;
	size_t all = store_coders(app->store, &coders);
	struct export_coder *who = xcalloc(all + 1, sizeof *who);
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		if (!store_coder_has_worked(app->store, coders[i].id))
			continue;
		strbuf_addf(out, "%s%.*s", out->len ? ", " : "", STR_ARG(coders[i].name));
		who[(*n)++] = (struct export_coder){coders[i].id, coders[i].name};
	}
	return who;
}

/* Somebody's name is in no format but those that are asked to have it. */
static void write_redacted(struct app *app, const struct export_format *format,
			   const struct export_options *options, struct strbuf *out)
{
	struct redacted redacted;
	redact_begin(&redacted, app, format->needs_turns);
	format->write(out, app->model, options);
	redact_end(&redacted, app);
}

bool page_export(struct app *app, const struct export_format *format,
		 const struct export_options *wanted, struct strbuf *out, struct err *err)
{
	struct strbuf coders = STRBUF_INIT;
	if (!app_finish_loading(app, err) ||
	    (format->needs_turns && !page_load_transcripts(app, err)))
		return false;
	struct export_options options = *wanted;
	struct export_coder *who = add_coders(app, &coders, &options.nwho);
	options.who = who;
	options.now_ms = clock_now_ms();
	options.coders = strbuf_str(&coders);
	options.changes = store_changes(app->store);
	options.saturation = settings_saturation(app->settings);
	if (wanted->with_names || format->private_data)
		format->write(out, app->model, &options);
	else
		write_redacted(app, format, &options, out);
	free(who);
	strbuf_release(&coders);
	return true;
}

bool page_findings(struct app *app, struct err *err)
{
	struct page_view *page = &app->findings;
	struct export_options plain = {0};
	if (page->revision == model_revision(app->model) + 1)
		return true;
	strbuf_reset(&page->text);
	if (!page_export(app, export_format_find(STR("findings")), &plain, &page->text, err))
		return false;
	page->revision = model_revision(app->model) + 1;
	return true;
}

enum { PAUSE_MS = 150 };

void page_changed(struct app *app)
{
	app->findings.changed_ms = clock_monotonic_ms();
}

int64_t page_due(struct app *app)
{
	const struct page_view *page = &app->findings;
	if (!app->model || page->revision == model_revision(app->model) + 1 ||
	    !findings_show_page(app))
		return -1;
	return page->changed_ms + PAUSE_MS;
}

void page_catch_up(struct app *app)
{
	struct err err = ERR_INIT;
	if (page_due(app) < 0)
		return;
	if (!page_findings(app, &err))
		app_say_err(app, &err);
	app->dirty = true;
}

void page_scroll(struct page_view *page, int lines)
{
	int last = page->nlines - page->nshown;
	page->first += lines;
	if (page->first > last)
		page->first = last;
	if (page->first < 0)
		page->first = 0;
}

void page_key(struct app *app, uint32_t key)
{
	int screen = app->help.nshown > 2 ? app->help.nshown - 2 : 1;
	app->dirty = true;
	if (key == KEY_DOWN || key == 'j')
		page_scroll(&app->help, 1);
	else if (key == KEY_UP || key == 'k')
		page_scroll(&app->help, -1);
	else if (key == KEY_PAGE_DOWN || key == ' ')
		page_scroll(&app->help, screen);
	else if (key == KEY_PAGE_UP)
		page_scroll(&app->help, -screen);
	else if (key == KEY_HOME)
		app->help.first = 0;
	else if (key == KEY_END)
		page_scroll(&app->help, 1000000);
	else
		app->help_open = false;
}
