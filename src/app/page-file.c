/*
 * Texts on their way into files. What is there already stays until the new one is whole: a
 * temporary file beside it takes its name at the end. A text that is poured out piece by piece is
 * written by a second thread, while the next piece is being made.
 */
#include "themewall/app/page.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/base/relay.h"
#include "themewall/export/export.h"

#include "themewall/base/banned.h"

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

/* ---- poured ---- */

/* Pieces that change hands: the writer of the text gets an empty one back for each that is full. */
struct pouring {
	struct page_file file;
	struct relay relay;
	bool begun; /* the second thread is there, and alone has the file */
	struct strbuf pieces[RELAY_SLOTS];
};

static void write_pieces(void *context)
{
	struct pouring *pouring = context;
	size_t slot;
	while (relay_wait_full(&pouring->relay, &slot)) {
		struct str piece = strbuf_str(&pouring->pieces[slot]);
		if (!file_add(&pouring->file, piece, &pouring->file.err)) {
			relay_give_up(&pouring->relay);
			return;
		}
		relay_return(&pouring->relay);
	}
}

/* The last byte stays with whoever makes the text (pour-internal.h). */
static void hand_over(struct pouring *pouring, struct strbuf *out)
{
	size_t slot;
	char last = out->buf[out->len - 1];
	if (!relay_wait_empty(&pouring->relay, &slot)) {
		strbuf_remove(out, 0, out->len - 1);
		return;
	}
	struct strbuf full = *out;
	*out = pouring->pieces[slot];
	strbuf_reset(out);
	strbuf_reserve(out, full.len);
	strbuf_add_char(out, last);
	full.buf[--full.len] = '\0';
	pouring->pieces[slot] = full;
	relay_pass(&pouring->relay);
}

/* Once it cannot be written, the rest is dropped: who makes the text has no way to hear of it. */
static void pour(void *sink, struct strbuf *out)
{
	struct pouring *pouring = sink;
	struct page_file *file = &pouring->file;
	if (!pouring->begun && file->fd < 0 && relay_pays())
		pouring->begun = relay_start(&pouring->relay, write_pieces, pouring);
	if (pouring->begun) {
		hand_over(pouring, out);
		return;
	}
	struct str poured = str_part(strbuf_str(out), 0, out->len - 1);
	if (!file->err.code)
		file_add(file, poured, &file->err);
	strbuf_remove(out, 0, poured.n);
}

static void pouring_init(struct pouring *pouring, const char *path)
{
	*pouring = (struct pouring){.begun = false};
	file_init(&pouring->file, path);
	for (size_t i = 0; i < RELAY_SLOTS; i++)
		strbuf_init(&pouring->pieces[i]);
}

static void pouring_end(struct pouring *pouring)
{
	if (pouring->begun) {
		relay_end(&pouring->relay);
		relay_join(&pouring->relay);
	}
	for (size_t i = 0; i < RELAY_SLOTS; i++)
		strbuf_release(&pouring->pieces[i]);
}

bool page_export_file(struct app *app, const struct export_format *format,
		      const struct export_options *wanted, const char *path, bool force,
		      struct err *err)
{
	struct pouring pouring;
	struct page_file *file = &pouring.file;
	struct export_options options = *wanted;
	struct strbuf rest = STRBUF_INIT;
	pouring_init(&pouring, path);
	options.pour = pour;
	options.sink = &pouring;
	bool ok = page_export(app, format, &options, &rest, err);
	pouring_end(&pouring);
	if (ok && file->err.code) {
		*err = file->err;
		ok = false;
	}
	ok = ok && file_add(file, strbuf_str(&rest), err);
	strbuf_release(&rest);
	return file_end(file, ok, force, err);
}
