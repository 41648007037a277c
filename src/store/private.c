/*
 * Private copies. What a stranger, an older program or another person owns is copied into a folder
 * of our own first, so that nothing beside it (a log, a rollback journal) has a say and nothing of
 * it is changed.
 */
#include "private-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/store/backup.h"

#include "themewall/base/banned.h"

bool private_folder_make(struct private_copy *copy, struct err *err)
{
	const char *base = getenv("TMPDIR");
	*copy = (struct private_copy){0};
	int n = snprintf(copy->folder, sizeof copy->folder, "%s/themewall-XXXXXX",
			 base && base[0] == '/' ? base : "/tmp");
	if (n < 0 || (size_t)n >= sizeof copy->folder || !mkdtemp(copy->folder)) {
		copy->folder[0] = '\0';
		return err_errno(err, "cannot make a private folder");
	}
	snprintf(copy->path, sizeof copy->path, "%s/copy.wall", copy->folder);
	return true;
}

static bool copy_bytes(int from, int to, struct err *err)
{
	char *piece = xmalloc(1 << 16);
	ssize_t n;
	bool good = true;
	while (good && (n = read(from, piece, 1 << 16)) > 0)
		for (ssize_t done = 0, w; good && done < n; done += w)
			good = (w = write(to, piece + done, (size_t)(n - done))) > 0;
	free(piece);
	return (good && n == 0) || err_errno(err, "the wall could not be copied");
}

static bool copy_file(struct private_copy *copy, const char *path, struct err *err)
{
	struct stat st;
	int from = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (from < 0)
		return err_errno(err, "%s", path);
	int to = open(copy->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool good = (fstat(from, &st) == 0 && S_ISREG(st.st_mode)) ||
		    err_set(err, ERR_UNSAFE, "%s is not a plain file", path);
	good = good && (to >= 0 ? copy_bytes(from, to, err)
				: err_errno(err, "the wall could not be copied"));
	if (to >= 0)
		close(to);
	close(from);
	return good;
}

bool private_file_copy(struct private_copy *copy, const char *path, struct err *err)
{
	if (!private_folder_make(copy, err))
		return false;
	bool good = copy_file(copy, path, err);
	if (!good)
		private_copy_remove(copy);
	return good;
}

bool private_copy_make(struct private_copy *copy, const char *path, int patience_ms,
		       struct err *err)
{
	struct store *store = NULL;
	struct store_options options = {.read_only = true, .patience_ms = patience_ms};
	struct err ignored = ERR_INIT;
	if (!private_folder_make(copy, err))
		return false;
	char *real = realpath(path, NULL);
	bool good = real || err_errno(err, "%s", path);
	if (good && store_open(&store, real, &options, NULL, &ignored))
		good = store_backup(store, copy->path, err);
	else if (good)
		good = copy_file(copy, real, err);
	store_close(store);
	free(real);
	if (!good)
		private_copy_remove(copy);
	return good;
}

void private_copy_remove(struct private_copy *copy)
{
	if (!copy->folder[0])
		return;
	store_remove(copy->path);
	rmdir(copy->folder);
	copy->folder[0] = '\0';
}
