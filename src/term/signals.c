/*
 * Signals as bytes in a pipe: a handler writes the number and returns, the loop reads it in its own
 * time. The pipe does not block: when it is full, a signal more would say nothing new. Process-wide
 * by nature, hence static.
 */
#include "term-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

static const int caught[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGCONT, SIGTSTP};
static struct sigaction before[TW_COUNT(caught)];
static int ends[2] = {-1, -1}; /* of the pipe: to read, to write */

static void on_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t n = write(ends[1], &byte, 1);
	(void)n;
	errno = saved;
}

static void catch (int number, struct sigaction *old)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	sigfillset(&action.sa_mask);
	sigaction(number, &action, old);
}

bool signals_start(struct err *err)
{
	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC))
		return err_errno(err, "starting the screen");
	for (size_t i = 0; i < TW_COUNT(caught); i++)
		catch (caught[i], &before[i]);
	return true;
}

void signals_stop(void)
{
	for (size_t i = 0; i < TW_COUNT(caught); i++)
		sigaction(caught[i], &before[i], NULL);
	close(ends[0]);
	close(ends[1]);
	ends[0] = ends[1] = -1;
}

int signals_fd(void)
{
	return ends[0];
}

bool signals_next(int *number)
{
	unsigned char byte;
	if (read(ends[0], &byte, 1) != 1)
		return false;
	*number = byte;
	return true;
}

void signals_drop_job(void)
{
	sigset_t kept;
	int number;
	sigemptyset(&kept);
	while (signals_next(&number))
		if (number != SIGINT && number != SIGTSTP && number != SIGCONT)
			sigaddset(&kept, number);
	for (size_t i = 0; i < TW_COUNT(caught); i++)
		if (sigismember(&kept, caught[i]))
			on_signal(caught[i]);
}

void signals_stop_job(void)
{
	struct sigaction stop = {.sa_handler = SIG_DFL};
	sigset_t only, old;
	sigemptyset(&only);
	sigaddset(&only, SIGTSTP);
	sigaction(SIGTSTP, &stop, NULL);
	sigprocmask(SIG_UNBLOCK, &only, &old);
	kill(0, SIGTSTP); /* stops here; a shell's pipeline stops as a whole */
	sigprocmask(SIG_SETMASK, &old, NULL);
	catch (SIGTSTP, NULL);
}
