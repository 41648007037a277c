/*
 * What partners did while the person was away: since they last left this wall (kept beside the list
 * of recent walls), or since they last touched keys or mouse, when that is long ago: a closed
 * laptop, a tmux left alone. One line says it, once, when nothing else is being said; the history
 * then opens at the point they know.
 */
#include <stdio.h>
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/clock.h"
#include "themewall/base/banned.h"

enum { AWAY_MS = 5 * 60 * 1000, WALLS_MAX = 50, PEOPLE_MAX = 4 };

/* ---- the file: "ROW TIME NAME\tPATH", newest first ---- */

struct visit {
	int64_t row, at_ms;
	struct str name, path;
};

static bool seen_path(struct strbuf *path)
{
	if (!start_folder(path, "XDG_STATE_HOME", ".local/state") || !start_make_folders(path->buf))
		return false;
	strbuf_add_z(path, "/seen");
	return true;
}

static bool take_number(struct str *line, int64_t *n)
{
	size_t at = str_find_char(*line, ' ');
	bool good = at < line->n && str_to_int(str_part(*line, 0, at), n);
	*line = str_part(*line, at + (at < line->n), line->n);
	return good;
}

static bool read_visit(struct str line, struct visit *visit)
{
	if (!take_number(&line, &visit->row) || !take_number(&line, &visit->at_ms))
		return false;
	size_t tab = str_find_char(line, '\t');
	visit->name = str_part(line, 0, tab);
	visit->path = str_part(line, tab + (tab < line.n), line.n);
	return visit->path.n > 0;
}

static bool is_of(const struct visit *visit, const struct app *app)
{
	return str_equal(visit->name, str_of(app->me.name)) &&
	       str_equal(visit->path, str_of(store_path(app->store)));
}

static void read_file(struct strbuf *out)
{
	struct strbuf path = STRBUF_INIT;
	char block[4096];
	size_t n;
	FILE *file = seen_path(&path) ? fopen(path.buf, "re") : NULL;
	while (file && (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(out, block, n);
	if (file)
		fclose(file);
	strbuf_release(&path);
}

/* Of this wall and this person goes to the top; failures do not matter. */
static void write_visit(const struct app *app, int64_t row)
{
	struct strbuf old = STRBUF_INIT, text = STRBUF_INIT, path = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	struct visit visit;
	struct str rest, line;
	read_file(&old);
	rest = strbuf_str(&old);
	strbuf_addf(&text, "%lld %lld %s\t%s\n", (long long)row, (long long)clock_now_ms(),
		    app->me.name, store_path(app->store));
	for (int n = 1; n < WALLS_MAX && str_next_line(&rest, &line);)
		if (read_visit(line, &visit) && !is_of(&visit, app)) {
			strbuf_addf(&text, "%.*s\n", STR_ARG(line));
			n++;
		}
	if (seen_path(&path))
		page_write_file(path.buf, strbuf_str(&text), true, &ignored);
	strbuf_release(&old);
	strbuf_release(&text);
	strbuf_release(&path);
}

void away_leave(struct app *app)
{
	int64_t row = app->store && app->keeps_seen ? store_last_change(app->store) : 0;
	if (row && !strpbrk(store_path(app->store), "\n\t"))
		write_visit(app, row);
}

void away_return(struct app *app)
{
	struct strbuf text = STRBUF_INIT;
	struct visit visit;
	struct str rest, line;
	app->away = (struct away){.seen = store_last_change(app->store), .at_ms = clock_now_ms()};
	if (!app->keeps_seen)
		return;
	read_file(&text);
	rest = strbuf_str(&text);
	while (!app->away.due && str_next_line(&rest, &line))
		if (read_visit(line, &visit) && is_of(&visit, app)) {
			app->away.mark = visit.row;
			app->away.since_ms = visit.at_ms;
			app->away.left = app->away.due = true;
		}
	strbuf_release(&text);
}

void app_input(struct app *app)
{
	struct away *away = &app->away;
	int64_t now = clock_now_ms();
	if (!app->store)
		return;
	if (now - away->at_ms >= AWAY_MS && !away->due) {
		away->mark = away->seen;
		away->since_ms = away->at_ms;
		away->due = true;
		away->left = false;
	}
	away->at_ms = now;
	away->seen = store_last_change(app->store);
}

/* ---- the line ---- */

/* "12 changes by tom, 3 by Ben", or the one change in words. */
static bool add_changes(struct strbuf *out, struct app *app)
{
	struct change_count counts[PEOPLE_MAX];
	size_t n = store_changes_since(app->store, app->away.mark, counts, PEOPLE_MAX);
	for (size_t i = 0; i < n; i++) {
		const struct coder *coder = store_coder_find(app->store, counts[i].coder);
		struct str name = coder ? coder->name : STR("someone");
		if (n == 1 && counts[i].steps == 1)
			strbuf_addf(out, "%.*s: %s", STR_ARG(name), counts[i].label);
		else
			strbuf_addf(out, "%s%lld%s by %.*s", i ? ", " : "",
				    (long long)counts[i].steps,
				    i                      ? ""
				    : counts[i].steps == 1 ? " change"
							   : " changes",
				    STR_ARG(name));
	}
	return n > 0;
}

bool away_can_tell(const struct app *app)
{
	return (app->away.due || app->draft_due) && app->store &&
	       app->message.kind == MESSAGE_NONE && app->view != VIEW_START && !app->prompt.open &&
	       !carry_is_active(&app->carry) && !app->loading && !app->past.now;
}

void away_tell(struct app *app)
{
	struct strbuf words = STRBUF_INIT, when = STRBUF_INIT;
	app->away.due = false;
	if (add_changes(&words, app)) {
		history_add_when(&when, app->away.since_ms);
		app_say(app, MESSAGE_INFO, "%s (%s): %s; %s shows more",
			app->away.left ? "Since you left" : "While you were away", when.buf,
			words.buf, key_in_force(app, CMD_HISTORY).z);
		app->message.leads = true;
		app->away.told = true;
	} else {
		app->away.mark = 0;
	}
	strbuf_release(&words);
	strbuf_release(&when);
}
