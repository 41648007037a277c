/*
 * The terminal given back by a dying program: one constant run of bytes and the saved line
 * settings, prepared while all is well, so that a signal handler needs nothing but write and
 * tcsetattr. Process-wide by nature, hence static.
 */
#include "term-internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

static struct {
	volatile sig_atomic_t armed;
	int in, out;
	struct termios settings;
	char bytes[512];
	size_t nbytes;
	struct sigaction before[TW_COUNT(crashes)]; /* a sanitiser's, or the default */
	char stack[1 << 16];                        /* a crash may be a stack that overflowed */
} rescue;

void screen_emergency_restore(void)
{
	int number = errno;
	const char *at = rescue.bytes;
	size_t left = rescue.nbytes;
	if (!rescue.armed)
		return;
	rescue.armed = 0;
	while (left) {
		ssize_t n = write(rescue.out, at, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		at += n;
		left -= (size_t)n;
	}
	tcsetattr(rescue.in, TCSANOW, &rescue.settings);
	errno = number;
}

/* A fault comes again when the handler returns, now to whoever was there before; a sent signal has
 * to be sent again. */
static void on_crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	screen_emergency_restore();
	for (size_t i = 0; i < TW_COUNT(crashes); i++)
		if (crashes[i] == number)
			sigaction(number, &rescue.before[i], NULL);
	if (info->si_code <= 0)
		raise(number);
}

static void catch_crashes(void)
{
	stack_t stack = {.ss_sp = rescue.stack, .ss_size = sizeof rescue.stack};
	struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigaltstack(&stack, NULL);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < TW_COUNT(crashes); i++)
		sigaction(crashes[i], &action, &rescue.before[i]);
}

void rescue_arm(int in, int out, struct str bytes)
{
	static bool registered;
	rescue.in = in;
	rescue.out = out;
	rescue.nbytes = bytes.n < sizeof rescue.bytes ? bytes.n : sizeof rescue.bytes;
	memcpy(rescue.bytes, bytes.p, rescue.nbytes);
	tcgetattr(in, &rescue.settings);
	catch_crashes();
	rescue.armed = 1;
	if (!registered)
		registered = !atexit(screen_emergency_restore);
}

void rescue_disarm(void)
{
	rescue.armed = 0;
	for (size_t i = 0; i < TW_COUNT(crashes); i++)
		sigaction(crashes[i], &rescue.before[i], NULL);
}
