/*
 * Another program on our terminal, about one text. The editor is in our process group: what is
 * typed on the terminal to interrupt or stop reaches both, and the screen drops its share when it
 * takes the terminal back. Only the folder is ours: an editor may put a new file in the place of
 * the one it was given, so that the file is opened anew by its name.
 */
#include "themewall/term/editor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

extern char **environ;

enum { EDITOR_WORDS = 32 };

struct draft_file {
	char folder[512];
	char path[560];
};

/* ---- the file ---- */

static bool make_file(struct draft_file *file, struct str text, struct err *err)
{
	const char *base = getenv("TMPDIR");
	int n = snprintf(file->folder, sizeof file->folder, "%s/themewall-XXXXXX",
			 base && base[0] == '/' ? base : "/tmp");
	if (n < 0 || (size_t)n >= sizeof file->folder || !mkdtemp(file->folder)) {
		file->folder[0] = '\0';
		return err_errno(err, "cannot make a private folder for the editor");
	}
	snprintf(file->path, sizeof file->path, "%s/text.txt", file->folder);
	int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool good = fd >= 0;
	while (good && text.n) {
		ssize_t written = write(fd, text.p, text.n);
		good = written > 0;
		if (good)
			text = str_part(text, (size_t)written, text.n);
	}
	good = good && write(fd, "\n", 1) == 1;
	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good || err_errno(err, "the text could not be handed to the editor");
}

static bool read_all(int fd, struct strbuf *out, struct err *err)
{
	char piece[4096];
	ssize_t n;
	while ((n = read(fd, piece, sizeof piece)) > 0) {
		strbuf_add(out, piece, (size_t)n);
		if (out->len > EDITOR_LARGEST)
			return err_set(err, ERR_FORMAT,
				       "that is more than one text field takes (1 MB); the text is "
				       "as it was");
	}
	return n == 0 || err_errno(err, "the edited text could not be read");
}

static bool read_file(const struct draft_file *file, struct strbuf *out, struct err *err)
{
	struct stat st;
	int fd = open(file->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_errno(err, "the edited text could not be read");
	bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
			    ? read_all(fd, out, err)
			    : err_set(err, ERR_IO, "the edited text is not a plain file any more");
	close(fd);
	return good;
}

/* Editors leave copies and locks beside the file, none of them a folder. */
static void remove_file(const struct draft_file *file)
{
	struct dirent *entry;
	if (!file->folder[0])
		return;
	DIR *folder = opendir(file->folder);
	while (folder && (entry = readdir(folder)))
		unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
	rmdir(file->folder);
}

/* ---- the program ---- */

/* words: a copy that is cut into pieces; argv gets room for the path and the end. */
static size_t split_words(char *words, char *argv[EDITOR_WORDS + 2])
{
	size_t n = 0;
	while (n < EDITOR_WORDS) {
		words += strspn(words, " \t");
		if (!*words)
			break;
		argv[n++] = words;
		words += strcspn(words, " \t");
		if (*words)
			*words++ = '\0';
	}
	return n;
}

/* Which variable names the editor, and its words; NULL when neither does. */
static const char *editor_named(void)
{
	static const char *const variables[] = {"VISUAL", "EDITOR"};
	for (size_t i = 0; i < TW_COUNT(variables); i++) {
		const char *words = getenv(variables[i]);
		if (words && words[strspn(words, " \t")])
			return words;
	}
	return NULL;
}

/* No signal of ours is left blocked or ignored in it. */
static int start(char *argv[], pid_t *pid)
{
	posix_spawnattr_t attributes;
	sigset_t set;
	posix_spawnattr_init(&attributes);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attributes, &set);
	sigaddset(&set, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &set);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int number = posix_spawnp(pid, argv[0], NULL, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	return number;
}

/* While it is stopped so are we: the shell then has the terminal, and its fg continues both. */
static bool wait_for(pid_t pid, int *status)
{
	pid_t ended;
	do {
		ended = waitpid(pid, status, WUNTRACED);
		if (ended == pid && WIFSTOPPED(*status)) {
			raise(SIGSTOP);
			kill(pid, SIGCONT);
		}
	} while ((ended < 0 && errno == EINTR) || (ended == pid && WIFSTOPPED(*status)));
	return ended == pid;
}

/* The last part of its path: messages have one line. */
static const char *name_of(const char *program)
{
	const char *slash = strrchr(program, '/');
	return slash && slash[1] ? slash + 1 : program;
}

static bool run(char *argv[], struct err *err)
{
	const char *name = name_of(argv[0]);
	pid_t pid;
	int status = 0, number = start(argv, &pid);
	if (number) {
		errno = number;
		err_errno(err, "%s could not be started (VISUAL or EDITOR names it)", name);
		err->code = ERR_USAGE;
		return false;
	}
	if (!wait_for(pid, &status))
		return err_errno(err, "%s cannot be waited for; the text is as it was", name);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_FAILED, "%s was killed (signal %d); the text is as it was",
			       name, WTERMSIG(status));
	if (WEXITSTATUS(status))
		return err_set(err, ERR_FAILED,
			       "%s ended with an error (%d); the text is as it was", name,
			       WEXITSTATUS(status));
	return true;
}

static void take_text(struct strbuf *text, struct str saved)
{
	if (str_ends(saved, STR("\n")))
		saved.n--;
	if (str_ends(saved, STR("\r")))
		saved.n--;
	strbuf_reset(text);
	strbuf_add_str(text, saved);
}

bool editor_run(struct strbuf *text, struct err *err)
{
	const char *named = editor_named();
	char *argv[EDITOR_WORDS + 2];
	struct draft_file file = {{0}, {0}};
	struct strbuf saved = STRBUF_INIT;
	if (!named)
		return err_set(err, ERR_USAGE,
			       "no editor is named: set VISUAL or EDITOR (EDITOR=nano, for "
			       "instance) before you start themewall");
	char *words = xstrdup(named);
	size_t n = split_words(words, argv);
	argv[n] = file.path;
	argv[n + 1] = NULL;
	bool good = make_file(&file, strbuf_str(text), err) && run(argv, err) &&
		    read_file(&file, &saved, err);
	if (good)
		take_text(text, strbuf_str(&saved));
	remove_file(&file);
	strbuf_release(&saved);
	free(words);
	return good;
}
