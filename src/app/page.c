/* Findings and help as pages, and exports as files. */
#include "themewall/app/page.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ---- files ---- */

/* A file on its way to its name: a temporary one beside it, there once something is written. */
struct page_file {
	const char *path; /* borrowed */
	struct strbuf temp;
	int fd;             /* -1: not there yet */
	off_t length, sent; /* bytes written; of these, what the disk was asked to take */
	struct err err;     /* the first one, of what is poured */
};

static void file_init(struct page_file *file, const char *path)
{
	*file = (struct page_file){.path = path, .temp = STRBUF_INIT, .fd = -1, .err = ERR_INIT};
}

/* rename when overwriting is wanted, else link, which refuses a name that is taken. */
static bool put_in_place(const char *temp, const char *path, bool force, struct err *err)
{
	if (force ? rename(temp, path) == 0 : link(temp, path) == 0)
		return true;
	if (errno == EEXIST)
		return err_set(err, ERR_USAGE, "%s exists already; --force writes over it", path);
	return err_errno(err, "cannot write %s", path);
}

static bool file_begin(struct page_file *file, struct err *err)
{
	struct stat st;
	if (stat(file->path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(err, ERR_USAGE, "%s is a folder; name a file in it", file->path);
	strbuf_addf(&file->temp, "%s.XXXXXX", file->path);
	file->fd = mkostemp(file->temp.buf, O_CLOEXEC);
	if (file->fd >= 0)
		return true;
	if (errno == ENOENT || errno == ENOTDIR)
		return err_set(err, ERR_IO, "cannot write %s: that folder is not there",
			       file->path);
	return err_errno(err, "cannot write beside %s", file->path);
}

/* The disk begins while the rest is still being written: less is left to wait for at the end. */
static void send_on(struct page_file *file)
{
	enum { WORTH_IT = 4 << 20 };
	if (file->length - file->sent < WORTH_IT)
		return;
	sync_file_range(file->fd, file->sent, file->length - file->sent, SYNC_FILE_RANGE_WRITE);
	file->sent = file->length;
}

static bool file_add(struct page_file *file, struct str bytes, struct err *err)
{
	enum { PIECE = 4 << 20 };
	if (file->fd < 0 && !file_begin(file, err))
		return false;
	while (bytes.n) {
		ssize_t n = write(file->fd, bytes.p, bytes.n < PIECE ? bytes.n : PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "cannot write %s", file->path);
		file->length += n;
		bytes = str_part(bytes, (size_t)n, bytes.n);
		send_on(file);
	}
	return true;
}

/* ok: nothing failed so far; else nothing of it stays. */
static bool file_end(struct page_file *file, bool ok, bool force, struct err *err)
{
	if (ok && fsync(file->fd) != 0)
		ok = err_errno(err, "cannot write %s", file->path);
	if (file->fd >= 0) {
		close(file->fd);
		ok = ok && put_in_place(file->temp.buf, file->path, force, err);
		unlink(file->temp.buf);
	}
	strbuf_release(&file->temp);
	return ok;
}

bool page_write_file(const char *path, struct str bytes, bool force, struct err *err)
{
	struct page_file file;
	file_init(&file, path);
	return file_end(&file, file_add(&file, bytes, err), force, err);
}

/* Once it cannot be written, the rest is dropped: the writer has no way to hear of it. */
static void pour(void *sink, struct strbuf *out)
{
	struct page_file *file = sink;
	struct str poured = str_part(strbuf_str(out), 0, out->len - 1);
	if (!file->err.code)
		file_add(file, poured, &file->err);
	strbuf_remove(out, 0, poured.n);
}

bool page_export_file(struct app *app, const struct export_format *format,
		      const struct export_options *wanted, const char *path, bool force,
		      struct err *err)
{
	struct page_file file;
	struct export_options options = *wanted;
	struct strbuf rest = STRBUF_INIT;
	file_init(&file, path);
	options.pour = pour;
	options.sink = &file;
	bool ok = page_export(app, format, &options, &rest, err);
	if (ok && file.err.code) {
		*err = file.err;
		ok = false;
	}
	ok = ok && file_add(&file, strbuf_str(&rest), err);
	strbuf_release(&rest);
	return file_end(&file, ok, force, err);
}
