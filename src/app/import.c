/*
 * An import: files and folders → bytes → drafts → roles guessed over all of them → one transaction
 * a file, one undo step in all. Good files are kept, bad ones named. A file is read through one
 * descriptor, checked to be an ordinary one, and never altered.
 */
#include "themewall/import/import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-internal.h"
#include "preview-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/import/jail.h"
#include "themewall/base/banned.h"

enum { IMPORT_LARGEST = 200 << 20 };

/* One file of the batch. */
struct file {
	char *path;
	struct draft draft;
	bool ok;
	bool wall; /* a whole wall: no draft */
	size_t ntranscripts;
	char *why; /* it failed; owned */
};

struct batch {
	struct file *files;
	size_t n, capacity, failed;
	struct err first; /* why the first bad one failed */
};

static void add_file(struct batch *batch, const char *path, size_t n)
{
	ALLOC_GROW(batch->files, batch->n + 1, batch->capacity);
	batch->files[batch->n++] = (struct file){.path = xstrndup(path, n)};
}

static void fail_file(struct app *app, struct batch *batch, const struct err *err)
{
	if (batch->failed++ == 0)
		batch->first = *err;
	strbuf_addf(&app->notes, "not imported: %s\n", err->msg);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* Walls and what stands beside an open one are no transcripts. */
bool import_is_ours(const char *name)
{
	static const char *const endings[] = {".wall", ".wall-wal", ".wall-shm", ".wall-journal",
					      ".wall-live"};
	for (size_t i = 0; i < TW_COUNT(endings); i++)
		if (str_ends(str_of(name), str_of(endings[i])))
			return true;
	return false;
}

/* The ordinary files of a folder, by name; hidden ones and walls are left out. */
static bool add_folder(struct batch *batch, const char *path, struct err *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	size_t first = batch->n;
	if (!dir)
		return err_errno(err, "%s", path);
	while ((entry = readdir(dir))) {
		struct strbuf full = STRBUF_INIT;
		struct stat st;
		strbuf_addf(&full, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && !import_is_ours(entry->d_name) &&
		    stat(full.buf, &st) == 0 && S_ISREG(st.st_mode))
			add_file(batch, full.buf, full.len);
		strbuf_release(&full);
	}
	closedir(dir);
	if (batch->n == first)
		return err_set(err, ERR_NOT_FOUND, "%s: no files in this folder", path);
	qsort(batch->files + first, batch->n - first, sizeof *batch->files, by_name);
	return true;
}

static bool read_stream(int fd, const char *path, struct strbuf *out, struct err *err)
{
	for (;;) {
		strbuf_reserve(out, 1 << 16);
		ssize_t n = read(fd, out->buf + out->len, out->cap - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "%s", path);
		if (n == 0)
			break;
		out->len += (size_t)n;
		if (out->len > IMPORT_LARGEST)
			return err_set(err, ERR_FORMAT,
				       "%s is larger than 200 MB; is it a recording? Export its "
				       "transcript",
				       path);
	}
	out->buf[out->len] = '\0';
	return true;
}

static bool read_path(const char *path, struct strbuf *out, struct err *err)
{
	struct stat st;
	if (strcmp(path, "-") == 0)
		return read_stream(STDIN_FILENO, "standard input", out, err);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_errno(err, "%s", path);
	bool ok = fstat(fd, &st) == 0 || err_errno(err, "%s", path);
	if (ok && !S_ISREG(st.st_mode))
		ok = err_set(err, ERR_FORMAT, "%s is not an ordinary file", path);
	if (ok && st.st_size > IMPORT_LARGEST)
		ok = err_set(err, ERR_FORMAT,
			     "%s is larger than 200 MB; is it a recording? Export its transcript",
			     path);
	if (ok)
		strbuf_reserve(out, (size_t)st.st_size + 1);
	ok = ok && read_stream(fd, path, out, err);
	close(fd);
	return ok;
}

static bool store_wall(struct app *app, struct str name, struct str bytes, struct err *err)
{
	struct wall_image image = {0};
	bool ok = import_wall_jailed(&image, name, bytes, err);
	struct wall_turns *turns = xcalloc(image.nturns, sizeof *turns);
	for (size_t i = 0; i < image.nturns; i++)
		turns[i] = (struct wall_turns){image.turns[i].transcript, image.turns[i].turns,
					       image.turns[i].n};
	ok = ok && edit_import_wall(app->store, image.rows, image.nrows, turns, image.nturns, err);
	free(turns);
	wall_image_release(&image);
	if (ok)
		strbuf_addf(&app->notes, "%.*s: a whole wall, restored\n", STR_ARG(name));
	return ok;
}

static bool try_wall(struct file *file, struct str name, struct str bytes, struct err *err)
{
	struct wall_image image = {0};
	file->wall = import_wall_jailed(&image, name, bytes, err);
	file->ntranscripts = image.nturns;
	wall_image_release(&image);
	return file->wall;
}

/* Reads one file into its draft; a whole wall is stored at once and leaves no draft. */
static bool read_file(struct app *app, const struct import_request *request, struct file *file,
		      struct err *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct import_options_text options = {request->format, request->encoding,
					      request->text_column};
	struct str name = str_of(file->path), content = {NULL, 0};
	bool ok = true;
	if (str_starts(name, STR("sample:"))) {
		name = str_part(name, 7, name.n);
		content = sample_file(name);
		ok = content.p || err_set(err, ERR_NOT_FOUND, "the sample study has no file \"%s\"",
					  file->path + 7);
	} else if (app->interactive && strcmp(file->path, "-") == 0) {
		ok = err_set(err, ERR_USAGE,
			     "the screen reads the keyboard: paste the text, or name its file");
	} else {
		ok = read_path(file->path, &bytes, err);
		content = strbuf_str(&bytes);
	}
	if (ok && import_is_wall(content) && request->dry_run)
		ok = try_wall(file, name, content, err);
	else if (ok && import_is_wall(content))
		ok = store_wall(app, name, content, err);
	else if (ok)
		ok = file->ok = import_jailed(&file->draft, name, content, &options, err);
	strbuf_release(&bytes);
	return ok;
}

static void note_speakers(struct strbuf *out, const struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		strbuf_addf(out, "%s%.*s (%s%s)", i ? ", " : "; ", STR_ARG(s->label),
			    role_name(s->role), s->guessed ? ", guessed" : "");
	}
}

static void note_imported(struct app *app, const struct draft *draft,
			  const struct import_report *report)
{
	const struct session *session = model_session(app->model, report->session);
	struct strbuf *out = &app->notes;
	strbuf_addf(out, "%.*s: ", STR_ARG(draft->origin_name));
	if (report->same_as.n) {
		const struct transcript *t = model_transcript(app->model, report->same_as);
		strbuf_add_z(out, "already imported as ");
		if (t)
			transcript_add_code(app->model, out, t);
		strbuf_add_z(out, report->same_bytes ? " (the same file)\n" : " (the same text)\n");
		return;
	}
	if (session)
		code_add(out, CODE_SESSION, session->code);
	strbuf_addf(out, ", %s%s%s, %s, %zu turns", draft->format, draft->dialect[0] ? " " : "",
		    draft->dialect, draft->encoding, draft->nturns);
	note_speakers(out, draft);
	if (report->cards)
		strbuf_addf(out, "; %zu cards in the tray", report->cards);
	strbuf_add_char(out, '\n');
	for (size_t i = 0; i < draft->nwarnings; i++) {
		strbuf_addf(out, "  %.*s", STR_ARG(draft->origin_name));
		if (draft->warnings[i].line)
			strbuf_addf(out, " line %lld", (long long)draft->warnings[i].line);
		strbuf_addf(out, ": %.*s\n", STR_ARG(draft->warnings[i].text));
	}
}

static void guess_roles(struct batch *batch)
{
	struct draft **drafts = xcalloc(batch->n, sizeof *drafts);
	size_t n = 0;
	for (size_t i = 0; i < batch->n; i++)
		if (batch->files[i].ok)
			drafts[n++] = &batch->files[i].draft;
	draft_guess_roles(drafts, n);
	free(drafts);
}

static bool store_file(struct app *app, const struct import_request *request, struct file *file,
		       struct err *err)
{
	struct import_report report = {.cards = 0};
	if (!edit_import(app->store, &file->draft, &request->options, &report, err) ||
	    !app_poll(app, err))
		return err_wrap(err, "%s", file->path);
	note_imported(app, &file->draft, &report);
	const struct session *session = model_session(app->model, report.session);
	if (session && !report.same_as.n) {
		strbuf_add_z(&app->answer, app->answer.len ? " " : "");
		code_add(&app->answer, CODE_SESSION, session->code);
	}
	return true;
}

static void collect(struct app *app, const struct import_request *request, struct batch *batch)
{
	for (size_t i = 0; i < request->npaths; i++) {
		struct err err = ERR_INIT;
		struct stat st;
		char *path = xstrndup(request->paths[i].p, request->paths[i].n);
		if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
			if (!add_folder(batch, path, &err))
				fail_file(app, batch, &err);
		} else {
			add_file(batch, path, strlen(path));
		}
		free(path);
	}
}

static void release_batch(struct batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		draft_release(&batch->files[i].draft);
		free(batch->files[i].path);
		free(batch->files[i].why);
	}
	free(batch->files);
}

static void read_files(struct app *app, const struct import_request *request, struct batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		struct err each = ERR_INIT;
		if (read_file(app, request, &batch->files[i], &each))
			continue;
		fail_file(app, batch, &each);
		batch->files[i].why = xstrdup(each.msg);
	}
	guess_roles(batch);
}

static void store_files(struct app *app, const struct import_request *request, struct batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		struct err each = ERR_INIT;
		if (batch->files[i].ok && !store_file(app, request, &batch->files[i], &each))
			fail_file(app, batch, &each);
	}
}

static void preview_files(struct app *app, const struct import_request *request,
			  const struct batch *batch)
{
	struct preview preview;
	preview_begin(&preview, &app->answer, request->json);
	for (size_t i = 0; i < batch->n; i++) {
		const struct file *file = &batch->files[i];
		if (file->why)
			preview_failure(&preview, str_of(file->path), str_of(file->why));
		else if (file->wall)
			preview_wall(&preview, str_of(file->path), file->ntranscripts);
		else
			preview_draft(&preview, &file->draft);
	}
	preview_end(&preview);
}

static bool judge(const struct batch *batch, size_t total, bool dry_run, struct err *err)
{
	if (batch->failed == 0)
		return true;
	if (batch->failed == total) {
		*err = batch->first;
		return false;
	}
	return err_set(err, ERR_PARTLY, "%zu of %zu files %s; %s", total - batch->failed, total,
		       dry_run ? "can be imported" : "imported", batch->first.msg);
}

bool import_run(struct app *app, const struct import_request *request, struct err *err)
{
	struct batch batch = {.n = 0};
	collect(app, request, &batch);
	size_t total = batch.n + batch.failed;
	if (request->dry_run) {
		read_files(app, request, &batch);
		preview_files(app, request, &batch);
	} else {
		store_batch_begin(app->store);
		read_files(app, request, &batch);
		store_files(app, request, &batch);
		store_batch_end(app->store);
	}
	bool ok = judge(&batch, total, request->dry_run, err);
	release_batch(&batch);
	struct err late = ERR_INIT;
	if (app_poll(app, &late))
		return ok;
	*err = late;
	return false;
}
