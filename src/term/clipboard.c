/* OSC 52 or tmux: the two ways text reaches the clipboard of the machine one sits at. */
#include "themewall/term/clipboard.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "themewall/base/banned.h"

enum { CLIPBOARD_LARGEST = 100000 };

extern char **environ;

static void write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n <= 0)
			return;
		bytes = str_part(bytes, (size_t)n, bytes.n);
	}
}

static void add_base64(struct strbuf *out, struct str bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < bytes.n; i += 3) {
		uint32_t group = (uint32_t)(uint8_t)bytes.p[i] << 16;
		if (i + 1 < bytes.n)
			group |= (uint32_t)(uint8_t)bytes.p[i + 1] << 8;
		if (i + 2 < bytes.n)
			group |= (uint8_t)bytes.p[i + 2];
		strbuf_add_char(out, digits[group >> 18]);
		strbuf_add_char(out, digits[group >> 12 & 63]);
		strbuf_add_char(out, i + 1 < bytes.n ? digits[group >> 6 & 63] : '=');
		strbuf_add_char(out, i + 2 < bytes.n ? digits[group & 63] : '=');
	}
}

/* tmux reads the text from a pipe; no shell is involved. */
static bool send_through_tmux(struct str text)
{
	char name[] = "tmux", verb[] = "load-buffer", option[] = "-w", input[] = "-";
	char *argv[] = {name, verb, option, input, NULL};
	posix_spawn_file_actions_t actions;
	int ends[2];
	pid_t pid;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	bool started = posix_spawnp(&pid, "tmux", &actions, NULL, argv, environ) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(ends[0]);
	if (started)
		write_all(ends[1], text);
	close(ends[1]);
	if (started)
		waitpid(pid, NULL, 0);
	return started;
}

void clipboard_send(struct str text)
{
	struct strbuf out = STRBUF_INIT;
	const char *tmux = getenv("TMUX");
	if (text.n > CLIPBOARD_LARGEST)
		text.n = CLIPBOARD_LARGEST;
	if (tmux && tmux[0] && send_through_tmux(text))
		return;
	strbuf_add_z(&out, "\033]52;c;");
	add_base64(&out, text);
	strbuf_add_z(&out, "\a");
	write_all(STDOUT_FILENO, strbuf_str(&out));
	strbuf_release(&out);
}
