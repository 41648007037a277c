/*
 * Choosing a file or a folder to import: what is typed is a path, the rows are what it can become:
 * the path itself when it exists, the entries that begin like its last part, the whole folder.
 * Enter on a folder goes into it.
 */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { ROW_PATH = 1, ROW_ENTRY, ROW_FOLDER, ENTRIES_MAX = 500 };

struct entry {
	char *name; /* folders end in '/' */
	bool folder;
};

struct listing {
	struct entry entries[ENTRIES_MAX];
	size_t n, nfiles;
};

/* "a/b" → "a/", "b"; "b" → "", "b". */
static void split(struct str typed, struct str *folder, struct str *last)
{
	size_t at = typed.n;
	while (at > 0 && typed.p[at - 1] != '/')
		at--;
	*folder = str_part(typed, 0, at);
	*last = str_part(typed, at, typed.n);
}

static bool begins(const char *name, struct str prefix)
{
	struct str s = str_of(name);
	return s.n >= prefix.n && str_equal_ascii(str_part(s, 0, prefix.n), prefix);
}

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->folder != y->folder)
		return x->folder ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void add_entry(struct listing *listing, const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	strbuf_addf(&path, "%s%s", folder, name);
	if (stat(path.buf, &st) == 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode))) {
		bool is_folder = S_ISDIR(st.st_mode);
		strbuf_reset(&path);
		strbuf_addf(&path, "%s%s", name, is_folder ? "/" : "");
		listing->entries[listing->n++] = (struct entry){strbuf_detach(&path), is_folder};
		listing->nfiles += !is_folder;
	}
	strbuf_release(&path);
}

/* Entries of a folder that begin like `last`; hidden ones and walls are left out. */
static void list(struct listing *listing, struct str typed_folder, struct str last)
{
	struct strbuf folder = STRBUF_INIT;
	struct dirent *each;
	path_typed(&folder, typed_folder);
	DIR *dir = opendir(folder.len ? folder.buf : ".");
	while (dir && listing->n < ENTRIES_MAX && (each = readdir(dir)))
		if (each->d_name[0] != '.' && !import_is_ours(each->d_name) &&
		    begins(each->d_name, last))
			add_entry(listing, folder.buf, each->d_name);
	if (dir)
		closedir(dir);
	qsort(listing->entries, listing->n, sizeof *listing->entries, by_name);
	strbuf_release(&folder);
}

static bool exists(struct str typed, bool *folder)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	path_typed(&path, typed);
	bool found = path.len && stat(path.buf, &st) == 0;
	*folder = found && S_ISDIR(st.st_mode);
	strbuf_release(&path);
	return found;
}

static void fill_files(struct app *app, struct prompt *prompt, struct str typed)
{
	struct listing listing = {.n = 0};
	struct strbuf label = STRBUF_INIT;
	struct str folder, last;
	bool is_folder = false;
	split(typed, &folder, &last);
	bool whole = last.n && exists(typed, &is_folder);
	list(&listing, folder, last);
	if (whole || (last.n && listing.n == 0)) {
		strbuf_addf(&label, "%s%.*s", is_folder ? "all of " : "", STR_ARG(last));
		prompt_add_row(prompt, strbuf_str(&label), "import", ROW_PATH, false);
	}
	for (size_t i = 0; i < listing.n; i++) {
		const struct entry *entry = &listing.entries[i];
		if (entry->folder || !str_equal(str_of(entry->name), last))
			prompt_add_row(prompt, str_of(entry->name),
				       entry->folder ? "open" : "import", ROW_ENTRY, false);
		free(entry->name);
	}
	strbuf_reset(&label);
	strbuf_addf(&label, "all %zu files here", listing.nfiles);
	if (!last.n && listing.nfiles > 1)
		prompt_add_row(prompt, strbuf_str(&label), "import", ROW_FOLDER, false);
	strbuf_release(&label);
}

/* Into a folder: the field takes its name and stays open. */
static bool go_into(struct app *app, struct str path)
{
	line_edit_set(&app->prompt.edit, path);
	app->prompt.open = true;
	prompt_refill(app);
	return true;
}

static bool take_file(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	struct str folder, last;
	split(text, &folder, &last);
	if (value == ROW_PATH)
		strbuf_add_str(&path, text);
	else
		strbuf_add_str(&path, folder);
	if (value == ROW_ENTRY)
		strbuf_add_z(&path, app->prompt.rows[app->prompt.chosen].label);
	bool into = value == ROW_ENTRY && path.buf[path.len - 1] == '/';
	if (value == ROW_FOLDER && path.len == 0)
		strbuf_add_z(&path, ".");
	transcript_id corrects = {app->prompt.subject};
	bool ok = into         ? go_into(app, strbuf_str(&path))
		  : corrects.n ? correct_typed(app, corrects, strbuf_str(&path), err)
			       : import_typed(app, strbuf_str(&path), err);
	strbuf_release(&path);
	return ok;
}

void choose_file_to_import(struct app *app)
{
	prompt_open_list(app, "Import which file or folder", true, 0, fill_files, take_file);
	strbuf_add_z(&app->prompt.help, "type a path, or choose; Enter on a folder opens it");
}

void choose_correction(struct app *app, transcript_id id)
{
	prompt_open_list(app, "Which file is the corrected transcript", true, id.n, fill_files,
			 take_file);
	strbuf_add_z(&app->prompt.help, "type a path, or choose; Enter on a folder opens it");
}
