/* Pastes: into an open field; the path of a file (one that was dropped on the terminal) or a
 * transcript is looked at as an import; lines are offered as cards. Outside a field a paste never
 * runs keys. */
#include <stdlib.h>
#include <sys/stat.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* A list's mark at the front of a line, without what follows: "-", "•", "1." */
static size_t bullet_length(struct str line)
{
	static const char *const marks[] = {"-", "*", "+", "•", "–", "—", "◦", "▪", "‣", "·"};
	size_t n = 0;
	for (size_t i = 0; i < TW_COUNT(marks); i++)
		if (str_starts(line, str_of(marks[i])))
			return strlen(marks[i]);
	while (n < line.n && n < 3 && line.p[n] >= '0' && line.p[n] <= '9')
		n++;
	return n && n < line.n && (line.p[n] == '.' || line.p[n] == ')') ? n + 1 : 0;
}

static size_t box_length(struct str text)
{
	static const char *const boxes[] = {"[ ]", "[x]", "[X]", "☐", "☑"};
	for (size_t i = 0; i < TW_COUNT(boxes); i++)
		if (str_starts(text, str_of(boxes[i])))
			return strlen(boxes[i]);
	return 0;
}

/* Bytes of both: "- [ ] "; a minus of a number is no mark. */
static size_t mark_length(struct str line)
{
	size_t n = bullet_length(line);
	if (n && n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
		n = 0;
	struct str rest = str_trim(str_part(line, n, line.n));
	return box_length(rest) ? (size_t)(rest.p - line.p) + box_length(rest) : n;
}

/* One line without a mark, and those of the others may mean something. */
static bool is_list(struct str text)
{
	struct str line;
	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (line.n && !mark_length(line))
			return false;
	}
	return true;
}

/* A card of each line. What is stored leaves the paste, so that a second try begins where the first
 * one ended. */
static bool write_lines(struct app *app, size_t *n, struct err *err)
{
	struct str rest = strbuf_str(&app->pasted), line;
	card_id made;
	bool list = is_list(rest);
	while (str_next_line(&rest, &line)) {
		struct str whole = line;
		line = str_trim(line);
		line = str_part(line, list ? mark_length(line) : 0, line.n);
		struct card_draft draft = {.kind = CARD_OBSERVATION,
					   .text = str_trim(line),
					   .place = {.kind = PLACE_TRAY}};
		if (draft.text.n == 0)
			continue;
		if (!edit_card_new(app->store, &draft, &made, err)) {
			strbuf_remove(&app->pasted, 0, (size_t)(whole.p - app->pasted.buf));
			return false;
		}
		(*n)++;
	}
	strbuf_reset(&app->pasted);
	return true;
}

static void import_words(struct app *app, struct str words)
{
	struct import_batch *batch = xcalloc(1, sizeof *batch);
	import_batch_init(batch);
	import_batch_add_words(batch, STR("pasted text"), words);
	import_show(app, batch);
}

static bool take_paste(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	size_t n = 0;
	if (value == 0)
		return true;
	if (value == 2) {
		import_words(app, strbuf_str(&app->pasted));
		return true;
	}
	store_batch_begin(app->store);
	bool ok = write_lines(app, &n, err);
	store_batch_end(app->store);
	if (!app_edited(app, ok, err))
		return false;
	app_say(app, MESSAGE_GOOD, "%zu %s in the tray; %s takes %s back", n,
		count_word(n, "card", "cards"), key_in_force(app, CMD_UNDO).z,
		count_word(n, "it", "them"));
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
	prompt_add_row(prompt, STR("A transcript: look at it before it is imported"), NULL, 2,
		       false);
	prompt_add_row(prompt, STR("Nothing"), NULL, 0, false);
}

static void offer_lines(struct app *app, struct str text)
{
	struct strbuf title = STRBUF_INIT;
	strbuf_reset(&app->pasted);
	strbuf_add_str(&app->pasted, text);
	strbuf_add_z(&title, "You pasted ");
	strbuf_add_count(&title, count_lines(text), "line", "lines");
	prompt_open_list(app, title.buf, false, 0, fill_paste, take_paste);
	strbuf_release(&title);
}

/* ---- paths ---- */

/* The next path of a drop: quoted, or with its blanks escaped, or after "file://". */
static bool next_path(struct str *rest, struct strbuf *path)
{
	*rest = str_trim(*rest);
	strbuf_reset(path);
	if (str_starts(*rest, STR("file://")))
		*rest = str_part(*rest, 7, rest->n);
	char quote = rest->n && (rest->p[0] == '\'' || rest->p[0] == '"') ? rest->p[0] : 0;
	size_t i = quote ? 1 : 0;
	for (; i < rest->n; i++) {
		char c = rest->p[i];
		if (quote ? c == quote : c == ' ' || c == '\n')
			break;
		if (!quote && c == '\\' && i + 1 < rest->n)
			c = rest->p[++i];
		strbuf_add_char(path, c);
	}
	*rest = str_part(*rest, i + (quote && i < rest->n), rest->n);
	return path->len > 0;
}

static bool is_path(const struct strbuf *path)
{
	struct stat st;
	return (path->buf[0] == '/' || path->buf[0] == '.' || path->buf[0] == '~') &&
	       strlen(path->buf) == path->len && stat(path->buf, &st) == 0 &&
	       (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

/* The files a drop names, when it names nothing else. */
static bool read_paths(struct str text, struct import_batch *batch)
{
	struct strbuf path = STRBUF_INIT;
	struct str all = str_trim(text);
	bool ok = true;
	strbuf_add_str(&path, all); /* one path with blanks in it, as some terminals drop it */
	if (str_find_char(all, '\n') == all.n && is_path(&path)) {
		import_batch_add_path(batch, all);
	} else {
		while (ok && next_path(&all, &path))
			if ((ok = is_path(&path)))
				import_batch_add_path(batch, strbuf_str(&path));
	}
	strbuf_release(&path);
	return ok && batch->n > 0;
}

/* ---- transcripts ---- */

/* What only a program writes, or people with names who answer each other. */
static bool is_transcript(const struct import_file *file)
{
	static const char *const sure[] = {"vtt", "srt", "sbv", "json", "csv", "tsv", "f4", "rev"};
	const struct draft *draft = &file->draft;
	if (file->state != IMPORT_READ)
		return false;
	for (size_t i = 0; i < TW_COUNT(sure); i++)
		if (strcmp(draft->format, sure[i]) == 0)
			return true;
	return (strcmp(draft->format, "text") == 0 || strcmp(draft->format, "cues") == 0) &&
	       draft->nturns >= 2 && (draft->nspeakers || draft->turns[0].start_ms >= 0);
}

static bool read_transcript(struct app *app, struct str text, struct import_batch *batch)
{
	bool json = str_starts(text, STR("{")) || str_starts(text, STR("["));
	if (count_lines(text) < 2 && !json)
		return false;
	import_batch_add_words(batch, STR("pasted text"), text);
	return import_batch_read(app, batch) && is_transcript(&batch->files[0]);
}

bool paste_import(struct app *app, struct str text)
{
	struct import_batch *batch = xcalloc(1, sizeof *batch);
	import_batch_init(batch);
	bool paths = read_paths(text, batch);
	if (!paths) {
		import_batch_release(batch);
		if (!app->store || !read_transcript(app, text, batch)) {
			import_batch_release(batch);
			free(batch);
			return false;
		}
	}
	if (app->store) {
		import_show(app, batch);
		return true;
	}
	start_with(app, str_of(batch->files[0].path), str_trim(text));
	import_batch_release(batch);
	free(batch);
	return true;
}

void app_paste(struct app *app, struct str text)
{
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
	if (count_lines(text) == 0 || (!app->store && app->view != VIEW_START))
		return;
	if (app_is_watching(app)) {
		app_say(app, MESSAGE_WARN, "this wall is open for reading only");
		return;
	}
	carry_cancel(app);
	if (!paste_import(app, text) && app->store)
		offer_lines(app, text);
}
