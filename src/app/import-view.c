/*
 * An import that is looked at before anything is written: the rows that can be chosen, the reading
 * that goes on meanwhile. Rows are counted anew at each question, because what a file is read as
 * changes them; the focused one is kept by what it is about.
 */
#include "themewall/app/import.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

struct import_file *import_shown(const struct app *app)
{
	struct import_batch *batch = app->import.batch;
	return batch && app->import.file < batch->n ? &batch->files[app->import.file] : NULL;
}

/* ---- rows ---- */

struct rows {
	struct import_row *rows;
	size_t n, max;
};

static void add_row(struct rows *rows, enum import_row_kind kind, size_t index)
{
	if (rows->n < rows->max)
		rows->rows[rows->n] = (struct import_row){kind, index};
	rows->n++;
}

bool import_is_table(const struct import_file *file)
{
	if (file->text_column || file->state != IMPORT_READ)
		return file->text_column != NULL;
	return strcmp(file->draft.format, "csv") == 0 || strcmp(file->draft.format, "tsv") == 0;
}

static void add_file_rows(struct rows *rows, const struct import_file *file)
{
	if (file->state != IMPORT_READ && file->state != IMPORT_BAD)
		return;
	add_row(rows, IMPORT_ROW_FORMAT, 0);
	add_row(rows, IMPORT_ROW_ENCODING, 0);
	if (import_is_table(file))
		add_row(rows, IMPORT_ROW_COLUMN, 0);
	if (file->state == IMPORT_BAD)
		return;
	add_row(rows, IMPORT_ROW_SESSION, 0);
	add_row(rows, IMPORT_ROW_DATE, 0);
	add_row(rows, IMPORT_ROW_CARDS, 0);
	add_row(rows, IMPORT_ROW_NAMES, 0);
	for (size_t i = 0; i < file->draft.nspeakers; i++)
		add_row(rows, IMPORT_ROW_SPEAKER, i);
}

size_t import_rows(const struct app *app, struct import_row *list, size_t max)
{
	const struct import_batch *batch = app->import.batch;
	const struct import_file *file = import_shown(app);
	struct rows rows = {list, 0, max};
	for (size_t i = 0; batch && batch->n > 1 && i < batch->n; i++)
		add_row(&rows, IMPORT_ROW_FILE, i);
	if (file)
		add_file_rows(&rows, file);
	return rows.n;
}

/* All of them, and which is the focused one; free with free. */
static struct import_row *list_rows(const struct app *app, size_t *n, size_t *at)
{
	*n = import_rows(app, NULL, 0);
	struct import_row *rows = xcalloc(*n + 1, sizeof *rows);
	import_rows(app, rows, *n);
	*at = 0;
	for (size_t i = 0; i < *n; i++)
		if (rows[i].kind == app->import.row.kind && rows[i].index == app->import.row.index)
			*at = i;
	return rows;
}

void import_focus(struct app *app, struct import_row row)
{
	app->import.row = row;
	if (row.kind == IMPORT_ROW_FILE)
		app->import.file = row.index;
	app->import.follow = app->dirty = true;
}

void import_scroll(struct app *app, int by)
{
	long to = (long)app->import.first + by;
	app->import.first = to > 0 ? (size_t)to : 0;
	app->dirty = true;
}

void import_row_step(struct app *app, int by)
{
	size_t n, at;
	struct import_row *rows = list_rows(app, &n, &at);
	long to = (long)at + by;
	to = to < 0 ? 0 : to >= (long)n ? (long)n - 1 : to;
	if (n)
		import_focus(app, rows[to]);
	free(rows);
}

void import_file_step(struct app *app, int by)
{
	size_t n = app->import.batch ? app->import.batch->n : 0;
	if (n < 2)
		return;
	size_t to = (app->import.file + n + (by > 0 ? 1 : n - 1)) % n;
	import_focus(app, (struct import_row){IMPORT_ROW_FILE, to});
}

/* ---- its life ---- */

void import_show(struct app *app, struct import_batch *batch)
{
	struct import_view *view = &app->import;
	int back = app->view == VIEW_IMPORT ? view->back : (int)app->view;
	import_close(app);
	*view = (struct import_view){.batch = batch, .back = back};
	view->row.kind = batch->n > 1 ? IMPORT_ROW_FILE : IMPORT_ROW_FORMAT;
	view->follow = true;
	app->view = VIEW_IMPORT;
	app->help_open = false;
	app->dirty = true;
}

void import_close(struct app *app)
{
	struct import_view *view = &app->import;
	if (!view->batch)
		return;
	import_batch_release(view->batch);
	free(view->batch);
	if (app->view == VIEW_IMPORT)
		app->view = (enum view)view->back;
	*view = (struct import_view){.batch = NULL};
	app->dirty = true;
}

bool import_wants_work(const struct app *app)
{
	return app->import.batch && !app->import.storing &&
	       !import_batch_is_read(app->import.batch);
}

int import_work_fd(const struct app *app)
{
	return import_wants_work(app) ? import_batch_fd(app->import.batch) : -1;
}

void import_work(struct app *app)
{
	int64_t now = clock_monotonic_ms();
	if (!import_wants_work(app))
		return;
	import_batch_step(app, app->import.batch);
	bool over = import_batch_is_read(app->import.batch);
	if (!over && now < app->import.shown_ms + APP_PROGRESS_MS)
		return;
	app->import.shown_ms = now;
	app->dirty = true;
}
