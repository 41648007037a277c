/*
 * Files and folders → bytes → drafts. A file is read through one descriptor, checked to be an
 * ordinary one, and never altered; its bytes are held only while it is parsed, and parsing is the
 * child's. Roles are guessed when all of them are read, because they are guessed over all of them.
 */
#include "themewall/app/import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-internal.h"
#include "themewall/app/start.h"
#include "themewall/base/mem.h"
#include "themewall/import/day.h"
#include "themewall/import/jail.h"
#include "themewall/base/banned.h"

enum { IMPORT_LARGEST = 200 << 20 };

void import_batch_init(struct import_batch *batch)
{
	*batch = (struct import_batch){.bytes = STRBUF_INIT};
}

static void release_file(struct import_file *file)
{
	draft_release(&file->draft);
	people_release(&file->people);
	strbuf_release(&file->bytes);
	free(file->path);
	free(file->format);
	free(file->encoding);
	free(file->text_column);
	free(file->why);
}

void import_batch_release(struct import_batch *batch)
{
	import_job_cancel(batch->job);
	for (size_t i = 0; i < batch->n; i++)
		release_file(&batch->files[i]);
	free(batch->files);
	arena_release(&batch->words);
	redact_release(&batch->redact);
	strbuf_release(&batch->bytes);
	*batch = (struct import_batch){.bytes = STRBUF_INIT};
}

/* ---- which files ---- */

struct import_file *import_batch_add(struct import_batch *batch, struct str path)
{
	ALLOC_GROW(batch->files, batch->n + 1, batch->capacity);
	batch->files[batch->n] =
		(struct import_file){.path = xstrndup(path.p, path.n), .bytes = STRBUF_INIT};
	return &batch->files[batch->n++];
}

struct import_file *import_batch_add_words(struct import_batch *batch, struct str name,
					   struct str words)
{
	struct import_file *file = import_batch_add(batch, name);
	strbuf_add_str(&file->bytes, words);
	return file;
}

static void fail_file(struct import_file *file, const struct err *err)
{
	file->state = IMPORT_BAD;
	file->code = err->code;
	free(file->why);
	file->why = xstrdup(err->msg);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct import_file *)a)->path, ((const struct import_file *)b)->path);
}

/* Walls, what stands beside an open one, and programs are no transcripts. */
bool import_is_ours(const char *name)
{
	static const char *const endings[] = {
		".wall",      ".wall-wal", ".wall-shm", ".wall-journal",
		".wall-live", ".sh",       ".py",       ".js",
		".c",         ".h",        ".o",        ".so",
		".exe",       ".bat",      ".dll",      ".jar"};
	for (size_t i = 0; i < TW_COUNT(endings); i++)
		if (str_ends(str_of(name), str_of(endings[i])))
			return true;
	return false;
}

static bool add_folder(struct import_batch *batch, const char *path, struct err *err)
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
			import_batch_add(batch, strbuf_str(&full));
		strbuf_release(&full);
	}
	closedir(dir);
	if (batch->n == first)
		return err_set(err, ERR_NOT_FOUND, "%s: no files in this folder", path);
	qsort(batch->files + first, batch->n - first, sizeof *batch->files, by_name);
	return true;
}

void import_batch_add_path(struct import_batch *batch, struct str path)
{
	struct err err = ERR_INIT;
	struct stat st;
	char *z = xstrndup(path.p, path.n);
	if (stat(z, &st) != 0 || !S_ISDIR(st.st_mode))
		import_batch_add(batch, path);
	else if (!add_folder(batch, z, &err))
		fail_file(import_batch_add(batch, path), &err);
	free(z);
}

/* ---- bytes ---- */

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
	if (ok) /* one byte more shows the end without growing */
		strbuf_reserve(out, (size_t)st.st_size + (1 << 16));
	ok = ok && read_stream(fd, path, out, err);
	close(fd);
	return ok;
}

/* The name without "sample:". */
static struct str name_of(const struct import_file *file)
{
	struct str name = str_of(file->path);
	return str_starts(name, STR("sample:")) ? str_part(name, 7, name.n) : name;
}

/* Standard input is read once and kept. */
static bool read_stdin(const struct app *app, struct import_file *file, struct err *err)
{
	if (app->interactive)
		return err_set(err, ERR_USAGE,
			       "the screen reads the keyboard: paste the text, or name its file");
	return read_stream(STDIN_FILENO, "standard input", &file->bytes, err);
}

bool import_file_bytes(const struct app *app, struct import_file *file, struct strbuf *held,
		       struct str *bytes, struct err *err)
{
	strbuf_reset(held);
	if (strcmp(file->path, "-") == 0 && !file->bytes.len && !read_stdin(app, file, err))
		return false;
	if (file->bytes.len || strcmp(file->path, "-") == 0) {
		*bytes = strbuf_str(&file->bytes);
		return true;
	}
	if (str_starts(str_of(file->path), STR("sample:"))) {
		*bytes = sample_file(name_of(file));
		return bytes->p || err_set(err, ERR_NOT_FOUND,
					   "the sample study has no file \"%s\"", file->path + 7);
	}
	bool ok = read_path(file->path, held, err);
	*bytes = strbuf_str(held);
	return ok;
}

/* ---- what must not be told ---- */

static void add_names(const struct app *app, struct import_batch *batch, const struct draft *draft)
{
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		const struct participant *p =
			model_participant(app->model, import_person_of(app, batch, s));
		struct strbuf with = STRBUF_INIT;
		strbuf_add_char(&with, '[');
		if (p)
			code_add(&with, CODE_PARTICIPANT, p->code);
		strbuf_add_z(&with, p ? "]" : "name]");
		redact_add_name(&batch->redact, s->name.n ? s->name : s->label, strbuf_str(&with));
		strbuf_release(&with);
	}
}

/* People of the wall may be talked about in any interview. */
static void add_known_names(const struct app *app, struct import_batch *batch)
{
	struct participant_list people = model_participants(app->model);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		struct strbuf with = STRBUF_INIT;
		strbuf_add_char(&with, '[');
		code_add(&with, CODE_PARTICIPANT, p->code);
		strbuf_add_char(&with, ']');
		redact_add_name(&batch->redact, p->name, strbuf_str(&with));
		strbuf_release(&with);
	}
}

static void keep_what_stays(struct redact *redact, const struct redact *before)
{
	for (size_t i = 0; i < before->n; i++)
		for (size_t j = 0; before->items[i].left && j < redact->n; j++)
			if (strcmp(redact->items[j].word, before->items[i].word) == 0)
				redact->items[j].left = true;
}

void import_batch_find_names(const struct app *app, struct import_batch *batch)
{
	struct redact before = batch->redact;
	batch->redact = (struct redact){.n = 0};
	add_known_names(app, batch);
	for (size_t i = 0; i < batch->n; i++)
		if (batch->files[i].state == IMPORT_READ)
			add_names(app, batch, &batch->files[i].draft);
	for (size_t i = 0; i < batch->n; i++) {
		const struct draft *draft = &batch->files[i].draft;
		for (size_t j = 0; batch->files[i].state == IMPORT_READ && j < draft->nturns; j++)
			redact_scan(&batch->redact, draft->turns[j].text);
	}
	keep_what_stays(&batch->redact, &before);
	redact_release(&before);
}

/* ---- reading ---- */

static bool is_same(const struct transcript *t, const struct draft *draft, bool *bytes)
{
	*bytes = memcmp(t->sha_bytes, draft->sha_bytes, sizeof t->sha_bytes) == 0;
	return *bytes || memcmp(t->sha_text, draft->sha_text, sizeof t->sha_text) == 0;
}

static void look_among(const struct app *app, struct import_file *file, struct transcript_list all)
{
	for (size_t i = 0; i < all.n && !file->same_bytes; i++) {
		bool bytes;
		if (!is_same(model_transcript(app->model, all.ids[i]), &file->draft, &bytes) ||
		    (file->same_as.n && !bytes))
			continue;
		file->same_as = all.ids[i];
		file->same_bytes = bytes;
	}
}

/* Whether the wall has it already: by its bytes, else by its words; what edit_import will find.
 * What a correction replaced counts, too, unless it is to take its place back. */
static void find_same(const struct app *app, const struct import_batch *batch,
		      struct import_file *file)
{
	file->same_as = (transcript_id){0};
	file->same_bytes = false;
	look_among(app, file, model_transcripts(app->model));
	if (!batch->options.corrects.n)
		look_among(app, file, model_replaced_transcripts(app->model));
}

static void guess_roles(struct import_batch *batch)
{
	struct draft **drafts = xcalloc(batch->n, sizeof *drafts);
	size_t n = 0;
	for (size_t i = 0; i < batch->n; i++)
		if (batch->files[i].state == IMPORT_READ)
			drafts[n++] = &batch->files[i].draft;
	draft_guess_roles(drafts, n);
	free(drafts);
}

/* The next file that waits, from `at` on. */
static bool find_waiting(struct import_batch *batch)
{
	for (size_t i = 0; i < batch->n; i++) {
		batch->at = (batch->at + (i > 0)) % batch->n;
		if (batch->files[batch->at].state == IMPORT_WAITING)
			return true;
	}
	return false;
}

bool import_batch_is_read(const struct import_batch *batch)
{
	for (size_t i = 0; i < batch->n; i++)
		if (batch->files[i].state == IMPORT_WAITING)
			return false;
	return true;
}

static bool try_wall(struct import_file *file, struct str bytes, struct err *err)
{
	struct wall_image image = {0};
	bool ok = import_wall_jailed(&image, name_of(file), bytes, err);
	file->ntranscripts = image.nturns;
	wall_image_release(&image);
	return ok;
}

/* The file's own name knows best: a recorder put it there. Its folder tells of many files, the
 * text of itself. */
static void find_day(struct import_file *file)
{
	struct str path = str_of(file->path);
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	if (!day_of_path(str_part(path, from, path.n), file->date) && file->draft.date[0])
		memcpy(file->date, file->draft.date, sizeof file->draft.date);
	else if (!file->date[0])
		day_of_path(path, file->date);
}

/* What has become of the file that was read. */
static void settle(struct app *app, struct import_batch *batch, enum import_state state,
		   const struct err *err)
{
	struct import_file *file = &batch->files[batch->at];
	file->state = state;
	if (state == IMPORT_BAD)
		fail_file(file, err);
	if (state == IMPORT_READ) {
		if (!file->date[0])
			find_day(file);
		find_same(app, batch, file);
		file->left_out = file->same_as.n && !file->again && !batch->options.again;
	}
	strbuf_release(&batch->bytes);
	if (!import_batch_is_read(batch))
		return;
	guess_roles(batch);
	if (batch->pseudonyms)
		import_batch_find_names(app, batch);
}

/* Bytes of the next file: a wall is looked at here, all else goes to a child. */
static void start_file(struct app *app, struct import_batch *batch)
{
	struct import_file *file = &batch->files[batch->at];
	struct import_options_text options = {.format = file->format,
					      .encoding = file->encoding,
					      .text_column = file->text_column};
	enum import_state state = IMPORT_BAD;
	struct err err = ERR_INIT;
	struct str bytes;
	draft_release(&file->draft);
	people_release(&file->people);
	if (import_file_bytes(app, file, &batch->bytes, &bytes, &err)) {
		if (people_is(name_of(file)) && !file->format)
			state = people_read(&file->people, name_of(file), bytes, &err)
					? IMPORT_PEOPLE
					: IMPORT_BAD;
		else if (import_is_wall(bytes))
			state = try_wall(file, bytes, &err) ? IMPORT_WALL : IMPORT_BAD;
		else if (import_jail_kind() == IMPORT_JAIL_NONE && !app->interactive)
			state = import_bytes(&file->draft, name_of(file), bytes, &options, &err)
					? IMPORT_READ
					: IMPORT_BAD;
		else if ((batch->job = import_start(name_of(file), bytes, &options, &err)))
			return;
	}
	settle(app, batch, state, &err);
}

void import_batch_step(struct app *app, struct import_batch *batch)
{
	struct err err = ERR_INIT;
	if (!batch->job && find_waiting(batch)) {
		start_file(app, batch);
		batch->hashing = batch->job != NULL;
	} else if (batch->job && batch->hashing) {
		batch->hashing = import_job_hash(batch->job);
		if (!batch->hashing)
			strbuf_release(&batch->bytes);
	} else if (batch->job && import_job_read(batch->job)) {
		struct draft *draft = &batch->files[batch->at].draft;
		bool ok = import_job_finish(batch->job, draft, &err);
		batch->job = NULL;
		settle(app, batch, ok ? IMPORT_READ : IMPORT_BAD, &err);
	}
}

int import_batch_fd(const struct import_batch *batch)
{
	return batch->job && !batch->hashing ? import_job_fd(batch->job) : -1;
}

bool import_batch_read(struct app *app, struct import_batch *batch)
{
	while (!import_batch_is_read(batch)) {
		struct pollfd reply = {.fd = import_batch_fd(batch), .events = POLLIN};
		if (reply.fd >= 0 && poll(&reply, 1, APP_PROGRESS_MS) == 0) {
			if (!app_progress(app, batch->files[batch->at].path, batch->at, batch->n))
				return false;
			continue;
		}
		import_batch_step(app, batch);
	}
	return true;
}

void import_file_again(struct import_file *file)
{
	file->state = IMPORT_WAITING;
}

size_t import_batch_wanted(const struct import_batch *batch)
{
	size_t n = 0;
	for (size_t i = 0; i < batch->n; i++)
		n += batch->files[i].state != IMPORT_WAITING &&
		     batch->files[i].state != IMPORT_BAD && !batch->files[i].left_out;
	return n;
}

size_t import_batch_bad(const struct import_batch *batch)
{
	size_t n = 0;
	for (size_t i = 0; i < batch->n; i++)
		n += batch->files[i].state == IMPORT_BAD;
	return n;
}
