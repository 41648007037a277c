/*
 * ssh as a line of bytes: started as a program, never through a shell. It is written to and read
 * from only when it is ready, and heard all the while, so that a host that says much does not wait
 * for us. What it says is kept, because its last line is why it failed, and shown when it waits for
 * somebody.
 */
#include "main-ssh-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

enum { SAID_MOST = 4096, SHOW_MS = 1000 };

bool fd_write(int fd, const void *bytes, size_t n)
{
	const char *from = bytes;
	while (n > 0) {
		ssize_t done = write(fd, from, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		from += done;
		n -= (size_t)done;
	}
	return true;
}

ssize_t fd_read(int fd, void *bytes, size_t n)
{
	ssize_t got;
	while ((got = read(fd, bytes, n)) < 0 && errno == EINTR)
		;
	return got;
}

void ssh_show(struct ssh *ssh)
{
	safe_print(stderr, strbuf_str(&ssh->said));
	strbuf_reset(&ssh->said);
}

static void hear(struct ssh *ssh)
{
	char bytes[512];
	ssize_t n = fd_read(ssh->errors, bytes, sizeof bytes);
	if (n <= 0) {
		close(ssh->errors);
		ssh->errors = -1;
		return;
	}
	strbuf_add(&ssh->said, bytes, (size_t)n);
	if (ssh->said.len > SAID_MOST)
		ssh_show(ssh);
}

/* Until fd is ready; a host that says much must not wait for us to listen. */
static bool wait_for(struct ssh *ssh, int fd, short events)
{
	for (;;) {
		struct pollfd fds[] = {{.fd = fd, .events = events},
				       {.fd = ssh->errors, .events = POLLIN}};
		int n = poll(fds, 2, ssh->said.len ? SHOW_MS : -1);
		if (n < 0 && errno != EINTR)
			return false;
		if (n == 0)
			ssh_show(ssh);
		if (n > 0 && fds[1].revents)
			hear(ssh);
		if (n > 0 && fds[0].revents)
			return true;
	}
}

ssize_t ssh_read(void *context, void *bytes, size_t n)
{
	struct ssh *ssh = context;
	return wait_for(ssh, ssh->out, POLLIN) ? fd_read(ssh->out, bytes, n) : -1;
}

/* A pipe that is ready takes this much without waiting. */
bool ssh_write(void *context, const void *bytes, size_t n)
{
	enum { PIECE = 4096 };
	struct ssh *ssh = context;
	const char *from = bytes;
	while (n > 0) {
		size_t now = n < PIECE ? n : PIECE;
		if (!wait_for(ssh, ssh->in, POLLOUT) || !fd_write(ssh->in, from, now))
			return false;
		from += now;
		n -= now;
	}
	return true;
}

static bool spawn(struct ssh *ssh, char *const *argv, int ends[3][2])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0][0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1][1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[2][1], STDERR_FILENO);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attr, &set);
	errno = posix_spawnp(&ssh->pid, argv[0], &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return errno == 0;
}

bool ssh_start(struct ssh *ssh, struct strbuf *host, struct strbuf *port, struct err *err)
{
	char name[] = "ssh", plain[] = "-T", agent[] = "-a", windows[] = "-x", option[] = "-p",
	     end[] = "--", program[] = "themewall", verb[] = "sync-serve";
	char *argv[11] = {name, plain, agent, windows};
	int n = 4, ends[3][2];
	if (port->len) {
		argv[n++] = option;
		argv[n++] = port->buf;
	}
	argv[n++] = end;
	argv[n++] = host->buf;
	argv[n++] = program;
	argv[n] = verb;
	for (int i = 0; i < 3; i++)
		if (pipe2(ends[i], O_CLOEXEC) != 0)
			return err_errno(err, "cannot make a pipe");
	bool good = spawn(ssh, argv, ends) || err_errno(err, "ssh cannot be started");
	close(ends[0][0]);
	close(ends[1][1]);
	close(ends[2][1]);
	ssh->in = ends[0][1];
	ssh->out = ends[1][0];
	ssh->errors = ends[2][0];
	return good;
}

int ssh_finish(struct ssh *ssh)
{
	int status = 0;
	close(ssh->in);
	close(ssh->out);
	while (ssh->errors >= 0)
		hear(ssh);
	if (ssh->pid > 0)
		waitpid(ssh->pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static struct str last_line(struct ssh *ssh)
{
	struct str said = str_trim(strbuf_str(&ssh->said));
	for (size_t at; (at = str_find_char(said, '\n')) < said.n;)
		said = str_part(said, at + 1, said.n);
	return str_trim(said);
}

void ssh_explain(struct ssh *ssh, int status, const char *host, struct err *err)
{
	struct str said = last_line(ssh);
	if (status == 126 || status == 127)
		err_set(err, ERR_NOT_FOUND,
			"there is no themewall on %s: it must be where a command given to ssh is "
			"looked for",
			host);
	else if (status == 255 && said.n)
		err_set(err, ERR_IO, "%s cannot be reached: %.*s", host, STR_ARG(said));
	else if (said.n)
		err_set(err, ERR_FAILED, "%s: %.*s", host, STR_ARG(said));
	else
		err_wrap(err, "%s", host);
}
