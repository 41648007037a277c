/* The start screen: what to open, and the list of walls opened lately (a text file, newest first,
 * ten at most). */
#include "themewall/app/start.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-internal.h"
#include "themewall/app/page.h"
#include "themewall/base/mem.h"
#include "themewall/store/backup.h"
#include "themewall/base/banned.h"

enum { RECENT_MAX = 10 };

bool start_folder(struct strbuf *path, const char *variable, const char *fallback)
{
	const char *base = getenv(variable), *home = getenv("HOME");
	if (base && base[0] == '/')
		strbuf_addf(path, "%s/themewall", base);
	else if (home && home[0] == '/')
		strbuf_addf(path, "%s/%s/themewall", home, fallback);
	else
		return false;
	return true;
}

bool start_make_folders(const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	strbuf_add_z(&sb, path);
	bool ok = true;
	for (size_t i = 1; ok && i <= sb.len; i++) {
		if (sb.buf[i] != '/' && sb.buf[i] != '\0')
			continue;
		char old = sb.buf[i];
		sb.buf[i] = '\0';
		ok = mkdir(sb.buf, 0700) == 0 || errno == EEXIST;
		sb.buf[i] = old;
	}
	strbuf_release(&sb);
	return ok;
}

bool start_sample_path(struct strbuf *path, struct err *err)
{
	if (!start_folder(path, "XDG_DATA_HOME", ".local/share"))
		return err_set(err, ERR_IO, "no home folder: set HOME or XDG_DATA_HOME");
	if (!start_make_folders(path->buf))
		return err_errno(err, "cannot make the folder %s", path->buf);
	strbuf_add_z(path, "/sample.wall");
	return true;
}

static bool recent_path(struct strbuf *path)
{
	if (!start_folder(path, "XDG_STATE_HOME", ".local/state") || !start_make_folders(path->buf))
		return false;
	strbuf_add_z(path, "/recent");
	return true;
}

bool start_backup_folder(struct strbuf *path)
{
	if (!start_folder(path, "XDG_STATE_HOME", ".local/state"))
		return false;
	strbuf_add_z(path, "/backups");
	return start_make_folders(path->buf);
}

void start_keep_daily(struct store *store)
{
	struct strbuf folder = STRBUF_INIT;
	if (start_backup_folder(&folder))
		store_keep_daily(store, folder.buf);
	strbuf_release(&folder);
}

static void forget_recent(struct start_view *start)
{
	for (size_t i = 0; i < start->nrecent; i++)
		free(start->recent[i]);
	start->nrecent = 0;
}

void start_load_recent(struct app *app)
{
	struct start_view *start = &app->start;
	struct strbuf path = STRBUF_INIT;
	char line[4096];
	forget_recent(start);
	FILE *file = recent_path(&path) ? fopen(path.buf, "re") : NULL;
	if (!start->recent)
		start->recent = xcalloc(RECENT_MAX, sizeof *start->recent);
	while (file && start->nrecent < RECENT_MAX && fgets(line, sizeof line, file)) {
		size_t n = strcspn(line, "\n");
		if (n > 0 && line[0] == '/')
			start->recent[start->nrecent++] = xstrndup(line, n);
	}
	if (file)
		fclose(file);
	strbuf_release(&path);
}

void start_note_recent(struct app *app, const char *path)
{
	struct strbuf file = STRBUF_INIT, text = STRBUF_INIT;
	struct err err = ERR_INIT;
	start_load_recent(app);
	strbuf_addf(&text, "%s\n", path);
	for (size_t i = 0; i < app->start.nrecent && i + 1 < RECENT_MAX; i++)
		if (strcmp(app->start.recent[i], path) != 0)
			strbuf_addf(&text, "%s\n", app->start.recent[i]);
	if (recent_path(&file) && !strchr(path, '\n'))
		page_write_file(file.buf, strbuf_str(&text), true, &err);
	strbuf_release(&file);
	strbuf_release(&text);
}

void start_step(struct app *app, int by)
{
	long last = START_RECENT + (long)app->start.nrecent - 1;
	long to = (long)app->start.chosen + by;
	app->start.chosen = (size_t)(to < 0 ? 0 : to > last ? last : to);
	app->dirty = true;
}

static bool open_wall(struct app *app, const char *path, bool create, struct err *err)
{
	struct store_options options = {.create = create,
					.coder = strbuf_str(&app->coder),
					.read_only = app->read_only,
					.patience_ms = APP_PATIENCE_MS};
	if (!app_open(app, path, &options, err))
		return start_ask_refused(app, path, err);
	start_note_recent(app, store_path(app->store));
	return true;
}

bool start_open(struct app *app, const char *path, struct err *err)
{
	return open_wall(app, path, false, err);
}

void path_typed(struct strbuf *path, struct str typed)
{
	const char *home = getenv("HOME");
	if (home && (str_equal(typed, STR("~")) || str_starts(typed, STR("~/")))) {
		strbuf_add_z(path, home);
		typed = str_part(typed, 1, typed.n);
	}
	strbuf_add_str(path, typed);
}

static bool open_typed(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	bool create = app->prompt.subject == START_NEW;
	if (text.n == 0)
		return true;
	path_typed(&path, text);
	if (create && !str_ends(strbuf_str(&path), STR(".wall")))
		strbuf_add_z(&path, ".wall");
	bool ok = open_wall(app, path.buf, create, err);
	strbuf_release(&path);
	if (ok && app->prompt.open)
		return true; /* it was refused, and is asked about */
	if (ok && create && app->pasted.len) {
		struct strbuf dropped = app->pasted;
		strbuf_init(&app->pasted);
		paste_import(app, strbuf_str(&dropped));
		strbuf_release(&dropped);
	} else if (ok && create && model_transcripts(app->model).n == 0) {
		choose_file_to_import(app);
	}
	return ok;
}

static void ask_name(struct app *app)
{
	prompt_open_field(app, "Name of the new study", STR(""), START_NEW, open_typed);
	strbuf_add_z(&app->prompt.help, "a file of that name is made here");
}

void start_with(struct app *app, struct str path, struct str dropped)
{
	struct err err = ERR_INIT;
	struct strbuf z = STRBUF_INIT;
	strbuf_add_str(&z, path);
	strbuf_reset(&app->pasted);
	if (str_ends(path, STR(".wall"))) {
		if (!open_wall(app, z.buf, false, &err))
			app_say_err(app, &err);
	} else if (app->read_only) {
		app_say(app, MESSAGE_WARN, "started with --read-only: open a wall that is there");
	} else {
		app->start.chosen = START_NEW;
		strbuf_add_str(&app->pasted, dropped);
		ask_name(app);
	}
	strbuf_release(&z);
}

void start_offer(struct app *app, const char *path)
{
	app->view = VIEW_START;
	app->start.chosen = START_NEW;
	prompt_open_field(app, "There is no such study yet. Enter makes it", str_of(path),
			  START_NEW, open_typed);
}

bool start_take(struct app *app, struct err *err)
{
	switch (app->start.chosen) {
	case START_SAMPLE:
		return sample_open(app, false, err);
	case START_NEW:
		if (app->read_only)
			return err_set(err, ERR_USAGE,
				       "started with --read-only: open a wall that is there");
		strbuf_reset(&app->pasted);
		ask_name(app);
		return true;
	case START_OPEN:
		prompt_open_field(app, "Open which wall (path)", STR(""), START_OPEN, open_typed);
		return true;
	default:
		return open_wall(app, app->start.recent[app->start.chosen - START_RECENT], false,
				 err);
	}
}
