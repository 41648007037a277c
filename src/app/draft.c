/*
 * Words that were being written when the program had to end: the terminal was closed, the line
 * broke, it was told to go. They are kept in a file of their own in the state folder, readable by
 * their writer alone, until that person opens the same wall again and puts them back; `forget`
 * takes them away. A draft's file:
 *
 *     NAME\tPATH\n  COMMAND TARGET\n  TITLE\n  BYTES\n  the field's first text, so long  the words
 *
 * COMMAND is what opens the field again where that does nothing else, TARGET the code of what it
 * was about; either may be "-".
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-internal.h"
#include "themewall/app/draft.h"
#include "themewall/app/page.h"
#include "themewall/app/start.h"
#include "themewall/base/clock.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { DRAFT_MAX = 1 << 20, SHOWN = 32, LEFT_OVER_S = 60 };

struct half_written {
	struct strbuf bytes; /* owned; all others are parts of it */
	struct str name, path, command, target, title, seen, words;
};

static bool state_folder(struct strbuf *path)
{
	return start_folder(path, "XDG_STATE_HOME", ".local/state") &&
	       start_make_folders(path->buf);
}

/* ---- kept ---- */

/* Commands that only open a field. */
static bool only_asks(int id)
{
	return id == CMD_CARD_NEW || id == CMD_CARD_EDIT || id == CMD_CARD_IMPLY ||
	       id == CMD_CARD_NEED || id == CMD_CLUSTER_NAME || id == CMD_CLUSTER_DEFINE ||
	       id == CMD_CLUSTER_INCLUDE || id == CMD_CLUSTER_EXCLUDE;
}

static void add_way_back(struct strbuf *out, const struct app *app)
{
	const struct prompt *prompt = &app->prompt;
	struct code_text code = {"-"};
	bool named = prompt->step != 0; /* made a moment ago: now it only wants its name */
	int id = named ? CMD_CLUSTER_NAME : prompt->asked_by;
	if (!only_asks(id)) {
		strbuf_add_z(out, "- -\n");
		return;
	}
	if (named || id == CMD_CLUSTER_NAME)
		code = app_cluster_code(app, (cluster_id){prompt->subject});
	else if (id == CMD_CARD_EDIT || id == CMD_CARD_IMPLY || id == CMD_CARD_NEED)
		code = app_card_code(app, (card_id){prompt->subject});
	else if (id != CMD_CARD_NEW)
		code = app_cluster_code(app, (cluster_id){prompt->subject});
	strbuf_addf(out, "%s %s\n", command_get((enum command_id)id)->name,
		    code.z[0] ? code.z : "-");
}

static void add_line(struct strbuf *out, struct str words)
{
	for (size_t i = 0; i < words.n; i++)
		strbuf_add_char(out, words.p[i] == '\n' ? ' ' : words.p[i]);
	strbuf_add_char(out, '\n');
}

static bool has_words(const struct app *app)
{
	const struct prompt *prompt = &app->prompt;
	struct str words = strbuf_str(&prompt->edit.text);
	return prompt->open && prompt_takes_long_text(prompt) && str_trim(words).n &&
	       !str_equal(words, strbuf_str(&prompt->seen)) && words.n < DRAFT_MAX / 2 &&
	       prompt->seen.len < DRAFT_MAX / 4;
}

void draft_keep(struct app *app)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	if (!app->store || !app->keeps_seen || !has_words(app) ||
	    strpbrk(store_path(app->store), "\n\t"))
		return;
	strbuf_addf(&text, "%s\t%s\n", app->me.name, store_path(app->store));
	add_way_back(&text, app);
	add_line(&text, strbuf_str(&app->prompt.title));
	strbuf_addf(&text, "%zu\n", app->prompt.seen.len);
	strbuf_add_str(&text, strbuf_str(&app->prompt.seen));
	strbuf_add_str(&text, strbuf_str(&app->prompt.edit.text));
	if (state_folder(&path)) {
		strbuf_addf(&path, "/draft-%lld-%ld", (long long)clock_now_ms(), (long)getpid());
		page_write_file(path.buf, strbuf_str(&text), true, &ignored);
	}
	strbuf_release(&path);
	strbuf_release(&text);
}

/* ---- found again ---- */

static bool take_line(struct str *rest, struct str *line)
{
	size_t at = str_find_char(*rest, '\n');
	*line = str_part(*rest, 0, at);
	bool whole = at < rest->n;
	*rest = str_part(*rest, at + whole, rest->n);
	return whole;
}

static struct str until(struct str line, char c, struct str *rest)
{
	size_t at = str_find_char(line, c);
	*rest = str_part(line, at + (at < line.n), line.n);
	return str_part(line, 0, at);
}

static bool parse(struct half_written *draft)
{
	struct str rest = strbuf_str(&draft->bytes), line;
	int64_t n = 0;
	if (!utf8_is_valid(rest) || !take_line(&rest, &line))
		return false;
	draft->name = until(line, '\t', &draft->path);
	if (!take_line(&rest, &line))
		return false;
	draft->command = until(line, ' ', &draft->target);
	if (!take_line(&rest, &draft->title) || !take_line(&rest, &line) || !str_to_int(line, &n) ||
	    n < 0 || (size_t)n > rest.n)
		return false;
	draft->seen = str_part(rest, 0, (size_t)n);
	draft->words = str_part(rest, (size_t)n, rest.n);
	return utf8_is_valid(draft->seen) && utf8_is_valid(draft->words);
}

static bool draft_read(struct half_written *draft, const char *path)
{
	char block[4096];
	size_t n;
	FILE *file = fopen(path, "re");
	strbuf_init(&draft->bytes);
	while (file && draft->bytes.len < DRAFT_MAX &&
	       (n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(&draft->bytes, block, n);
	if (file)
		fclose(file);
	return parse(draft);
}

/* A temporary file whose program was killed before it took its name. */
static bool is_left_over(struct str name)
{
	struct str stem = str_part(name, 0, name.n > 7 ? name.n - 7 : 0);
	return name.n > 7 && name.p[stem.n] == '.' &&
	       (str_equal(stem, STR("seen")) || str_equal(stem, STR("recent")) ||
		str_starts(stem, STR("draft-")));
}

static void drop_left_over(const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0 && clock_now_ms() / 1000 - st.st_mtime > LEFT_OVER_S)
		unlink(path);
}

/* Calls each with the path of a draft; leftovers go. */
static void for_each(void (*each)(void *context, const char *path), void *context)
{
	struct strbuf path = STRBUF_INIT;
	DIR *dir = state_folder(&path) ? opendir(path.buf) : NULL;
	size_t n = path.len;
	const struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		strbuf_remove(&path, n, path.len - n);
		strbuf_addf(&path, "/%s", entry->d_name);
		if (is_left_over(str_of(entry->d_name)))
			drop_left_over(path.buf);
		else if (str_starts(str_of(entry->d_name), STR("draft-")))
			each(context, path.buf);
	}
	if (dir)
		closedir(dir);
	strbuf_release(&path);
}

struct search {
	const struct app *app;
	struct strbuf newest; /* path; empty: none */
};

static void look_at(void *context, const char *path)
{
	struct search *search = context;
	struct half_written draft;
	if (draft_read(&draft, path) && str_equal(draft.name, str_of(search->app->me.name)) &&
	    str_equal(draft.path, str_of(store_path(search->app->store))) &&
	    strcmp(path, search->newest.buf) > 0) {
		strbuf_reset(&search->newest);
		strbuf_add_z(&search->newest, path);
	}
	strbuf_release(&draft.bytes);
}

/* The newest of this wall and this person; to be released when true. */
static bool find(const struct app *app, struct half_written *draft, struct strbuf *path)
{
	struct search search = {.app = app, .newest = STRBUF_INIT};
	bool found = false;
	if (app->store && app->keeps_seen)
		for_each(look_at, &search);
	if (search.newest.len) {
		found = draft_read(draft, search.newest.buf);
		strbuf_add_str(path, strbuf_str(&search.newest));
		if (!found)
			strbuf_release(&draft->bytes);
	}
	strbuf_release(&search.newest);
	return found;
}

/* ---- offered ---- */

bool draft_is_there(const struct app *app)
{
	struct strbuf path = STRBUF_INIT;
	struct half_written draft;
	bool found = find(app, &draft, &path);
	if (found)
		strbuf_release(&draft.bytes);
	strbuf_release(&path);
	return found;
}

void draft_tell(struct app *app)
{
	struct strbuf path = STRBUF_INIT;
	struct half_written draft;
	app->draft_due = false;
	if (find(app, &draft, &path)) {
		size_t end = utf8_offset(draft.words, SHOWN);
		app_say(app, MESSAGE_INFO, "You were writing “%.*s%s”; %s puts it back",
			STR_ARG(str_part(draft.words, 0, end)), end < draft.words.n ? "…" : "",
			key_in_force(app, CMD_DRAFT).z);
		app->message.stays = true;
		strbuf_release(&draft.bytes);
	}
	strbuf_release(&path);
}

/* ---- put back ---- */

/* False: what it was about is gone. */
static bool go_to(struct app *app, struct str code)
{
	struct err err = ERR_INIT;
	card_id card;
	cluster_id cluster;
	if (str_equal(code, STR("-")))
		return true;
	if (resolve_card(app, code, &card, &err))
		app_focus_card(app, card);
	else if (resolve_cluster(app, code, &cluster, &err))
		app_focus_cluster(app, cluster);
	else
		return false;
	return true;
}

/* The field it was typed in, with the text it began with, so that who changed that since is not
 * written over. */
static bool reopen(struct app *app, const struct half_written *draft)
{
	const struct command *command = command_find(draft->command);
	struct args none = {NULL, 0};
	struct err err = ERR_INIT;
	if (!command || !only_asks((int)command->id) || !go_to(app, draft->target) ||
	    !command_run(app, command->id, &none, &err) || !app->prompt.open)
		return false;
	strbuf_reset(&app->prompt.seen);
	strbuf_add_str(&app->prompt.seen, draft->seen);
	line_edit_set(&app->prompt.edit, draft->words);
	return true;
}

bool draft_into_field(struct app *app)
{
	struct strbuf path = STRBUF_INIT;
	struct half_written draft;
	bool found = find(app, &draft, &path);
	if (found) {
		line_edit_insert(&app->prompt.edit, draft.words);
		unlink(path.buf);
		strbuf_release(&draft.bytes);
		app->message.kind = MESSAGE_NONE;
	}
	strbuf_release(&path);
	return found;
}

bool cmd_draft(struct app *app, const struct args *args, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	struct half_written draft;
	bool found = find(app, &draft, &path), good = found && reopen(app, &draft);
	if (good)
		unlink(path.buf);
	else if (found)
		err_set(err, ERR_USAGE, "begin “%.*s” again: in the field %s puts your words in",
			STR_ARG(draft.title), key_in_force(app, CMD_DRAFT).z);
	else
		err_set(err, ERR_USAGE, "nothing was left half written when this wall was closed");
	if (found)
		strbuf_release(&draft.bytes);
	strbuf_release(&path);
	return good;
}

/* ---- struck ---- */

struct sweep {
	const char *wall;
	size_t n;
};

static void drop_of_wall(void *context, const char *path)
{
	struct sweep *sweep = context;
	struct half_written draft;
	if (!draft_read(&draft, path) || str_equal(draft.path, str_of(sweep->wall)))
		sweep->n += unlink(path) == 0;
	strbuf_release(&draft.bytes);
}

size_t draft_forget(const char *wall)
{
	struct sweep sweep = {.wall = wall};
	for_each(drop_of_wall, &sweep);
	return sweep.n;
}
