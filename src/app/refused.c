/*
 * A wall that is not opened just so: somebody else's, one that holds what no wall has, one of a
 * newer themewall. The person is asked once what to do with it; whatever they choose, nothing in it
 * is run and nothing is written to it.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/store/salvage.h"
#include "themewall/base/banned.h"

enum { LEAVE_IT, LOOK_AT_COPY, TAKE_TEXTS };

static bool look_at_copy(struct app *app, struct err *err)
{
	struct store_options options = {.coder = strbuf_str(&app->coder),
					.read_only = true,
					.patience_ms = APP_PATIENCE_MS};
	return app_open(app, app->start.refused, &options, err);
}

/* From the refused one into the named one, which is opened. */
static bool take_texts(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	struct strbuf path = STRBUF_INIT, held = STRBUF_INIT;
	struct salvage_report report;
	struct store_options options = {.coder = strbuf_str(&app->coder),
					.patience_ms = APP_PATIENCE_MS};
	path_typed(&path, text);
	if (!str_ends(strbuf_str(&path), STR(".wall")))
		strbuf_add_z(&path, ".wall");
	bool good = store_take_texts(app->start.refused, path.buf, &options, &report, err) &&
		    start_open(app, path.buf, err);
	if (good) {
		records_add_counts(&held, report.cards, report.themes, report.people,
				   report.transcripts);
		app_say(app, MESSAGE_GOOD, "Taken from it: %s", held.buf);
	}
	strbuf_release(&held);
	strbuf_release(&path);
	return good;
}

/* "sent.wall" in this folder becomes "sent-texts.wall". */
static void ask_where(struct app *app)
{
	struct strbuf name = STRBUF_INIT;
	struct str path = str_of(app->start.refused);
	for (size_t at; (at = str_find_char(path, '/')) < path.n;)
		path = str_part(path, at + 1, path.n);
	if (str_ends(path, STR(".wall")))
		path.n -= STR(".wall").n;
	strbuf_addf(&name, "%.*s-texts.wall", STR_ARG(path));
	prompt_open_field(app, "Into which new wall (a file)", strbuf_str(&name), 0, take_texts);
	strbuf_release(&name);
}

static bool choose(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	if (value == LOOK_AT_COPY)
		return look_at_copy(app, err);
	if (value == TAKE_TEXTS)
		ask_where(app);
	return true;
}

static void fill(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Leave it closed"), NULL, LEAVE_IT, false);
	if (prompt->subject == ERR_STRANGER)
		prompt_add_row(prompt, STR("Look at a private copy of it, changing nothing"), NULL,
			       LOOK_AT_COPY, false);
	prompt_add_row(prompt, STR("Take only its texts into a new wall of mine…"), NULL,
		       TAKE_TEXTS, false);
}

bool start_ask_refused(struct app *app, const char *path, struct err *err)
{
	if (err->code != ERR_STRANGER && err->code != ERR_UNSAFE && err->code != ERR_NEWER)
		return false;
	struct str why = str_of(err->msg);
	why = str_part(why, 0, str_find(why, STR(": ")));
	bool has_path = str_starts(why, STR("/"));
	for (size_t at; has_path && (at = str_find_char(why, '/')) < why.n;)
		why = str_part(why, at + 1, why.n);
	struct strbuf title = STRBUF_INIT;
	strbuf_add_str(&title, why);
	free(app->start.refused);
	app->start.refused = xstrdup(path);
	prompt_open_list(app, title.buf, false, err->code, fill, choose);
	strbuf_release(&title);
	return true;
}
