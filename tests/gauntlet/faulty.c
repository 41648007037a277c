/*
 * The calls themselves, straight to the kernel, and the one fault that may be armed. The
 * definitions here must not meet the library's checking inlines of the same names.
 */
#undef _FORTIFY_SOURCE
#include "faulty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct fault armed;
static bool is_armed, struck;
static int calls[FAULTS];

void fault_arm(const struct fault *fault)
{
	for (int i = 0; i < FAULTS; i++)
		calls[i] = 0;
	struck = false;
	armed = fault ? *fault : (struct fault){.nth = 0};
	is_armed = true;
}

void fault_disarm(void)
{
	is_armed = false;
}

bool fault_struck(void)
{
	return struck;
}

int fault_calls(enum faulty call)
{
	return calls[call];
}

const char *faulty_name(enum faulty call)
{
	static const char *const names[FAULTS] = {"open",     "read",  "write", "sync",
						  "truncate", "map",   "lock",  "unlink",
						  "link",     "chmod", "stat"};
	return names[call];
}

/* True when this call is to fail; errno is set. */
static bool strikes(enum faulty call)
{
	if (!is_armed)
		return false;
	calls[call]++;
	if (!armed.nth || armed.call != call ||
	    !(calls[call] == armed.nth || (armed.forever && calls[call] > armed.nth)))
		return false;
	struck = true;
	errno = armed.error;
	return true;
}

/* How much of a transfer takes place; 0 with errno set: none. */
static size_t allowed(enum faulty call, size_t n)
{
	if (!strikes(call))
		return n;
	return armed.error == FAULT_SHORT ? n / 2 : 0;
}

int open(const char *path, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, int) : 0;
	va_end(args);
	return strikes(FAULTY_OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(int fd, void *p, size_t n)
{
	size_t m = allowed(FAULTY_READ, n);
	return n && !m ? -1 : syscall(SYS_read, fd, p, m);
}

ssize_t pread(int fd, void *p, size_t n, off_t at)
{
	size_t m = allowed(FAULTY_READ, n);
	return n && !m ? -1 : syscall(SYS_pread64, fd, p, m, at);
}

ssize_t write(int fd, const void *p, size_t n)
{
	size_t m = allowed(FAULTY_WRITE, n);
	return n && !m ? -1 : syscall(SYS_write, fd, p, m);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	size_t m = allowed(FAULTY_WRITE, n);
	return n && !m ? -1 : syscall(SYS_pwrite64, fd, p, m, at);
}

/* Nobody cuts the power here: that the disk keeps it need not be waited for. */
int fsync(int fd)
{
	return strikes(FAULTY_SYNC) ? -1 : 0;
}

int fdatasync(int fd)
{
	return strikes(FAULTY_SYNC) ? -1 : 0;
}

int ftruncate(int fd, off_t size)
{
	return strikes(FAULTY_TRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

void *mmap(void *where, size_t n, int protection, int flags, int fd, off_t at)
{
	if (fd >= 0 && strikes(FAULTY_MAP))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, where, n, protection, flags, fd, at);
}

int fcntl(int fd, int command, ...)
{
	va_list args;
	va_start(args, command);
	void *arg = va_arg(args, void *);
	va_end(args);
	bool asks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK ||
		    command == F_GETLK || command == F_OFD_GETLK;
	/* no system refuses to take a lock back */
	bool locks = asks && ((const struct flock *)arg)->l_type != F_UNLCK;
	return locks && strikes(FAULTY_LOCK) ? -1 : (int)syscall(SYS_fcntl, fd, command, arg);
}

int unlink(const char *path)
{
	return strikes(FAULTY_UNLINK) ? -1 : (int)syscall(SYS_unlink, path);
}

int link(const char *from, const char *to)
{
	return strikes(FAULTY_LINK) ? -1 : (int)syscall(SYS_link, from, to);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	return strikes(FAULTY_LINK) ? -1
				    : (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int fchmod(int fd, mode_t mode)
{
	return strikes(FAULTY_CHMOD) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fstat(int fd, struct stat *st)
{
	return strikes(FAULTY_STAT) ? -1 : (int)syscall(SYS_newfstatat, fd, "", st, AT_EMPTY_PATH);
}

int stat(const char *path, struct stat *st)
{
	return strikes(FAULTY_STAT) ? -1 : (int)syscall(SYS_newfstatat, AT_FDCWD, path, st, 0);
}
