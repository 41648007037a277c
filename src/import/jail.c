/*
 * A child that parses what a stranger wrote. It has its parent's memory as it was, no descriptor
 * but the pipe, small limits, and (on x86-64 and aarch64) a list of the system calls it may make:
 * memory, time, the end, and writing to the pipe. Asking for a file is answered with "no", so that
 * libraries which look for one go on; anything else ends the child. If the child is taken over by
 * what it reads, all it can do is to send a wrong draft, which is proved again.
 */
#include "jail-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "themewall/base/banned.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
	__has_feature(thread_sanitizer)
#define SANITISED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITISED 1
#endif

#if defined(__x86_64__)
#define FILTER_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__LITTLE_ENDIAN__)
#define FILTER_ARCH AUDIT_ARCH_AARCH64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define FILTER_ARCH AUDIT_ARCH_AARCH64
#endif

enum {
	EXIT_MEMORY = 3,
	EXIT_DOOR = 4,
	CPU_SECONDS = 20,
	BYTES_A_SECOND = 64 << 20,
	READ_MOST = 1 << 20
};

enum import_jail import_jail_kind(void)
{
#ifdef SANITISED
	return IMPORT_JAIL_NONE;
#elif defined(FILTER_ARCH)
	/* A filter at address 0 is no filter: a kernel that has filters says EFAULT. */
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0);
	return errno == EFAULT ? IMPORT_JAIL_FULL : IMPORT_JAIL_LIMITS;
#else
	return IMPORT_JAIL_LIMITS;
#endif
}

#ifdef FILTER_ARCH

#define LOAD(field)                                                                                \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define ANSWER(what)      BPF_STMT(BPF_RET | BPF_K, (what))
#define IF_EQUAL(k, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 0, (skip))
#define CALL(name, what)  IF_EQUAL(SYS_##name, 1), ANSWER(what)
#define REFUSE            (SECCOMP_RET_ERRNO | EACCES)

/* The calls it may make. The low half of an argument is enough to compare: both machines are
 * little-endian, and the kernel looks at no more of a descriptor or a protection. */
static const struct sock_filter door[] = {
	LOAD(arch),
	IF_EQUAL(FILTER_ARCH, 1),
	BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
	ANSWER(SECCOMP_RET_KILL_PROCESS),
	LOAD(nr),
	CALL(munmap, SECCOMP_RET_ALLOW),
	CALL(mremap, SECCOMP_RET_ALLOW),
	CALL(madvise, SECCOMP_RET_ALLOW),
	CALL(brk, SECCOMP_RET_ALLOW),
	CALL(futex, SECCOMP_RET_ALLOW),
	CALL(rt_sigreturn, SECCOMP_RET_ALLOW),
	CALL(exit, SECCOMP_RET_ALLOW),
	CALL(exit_group, SECCOMP_RET_ALLOW),
	CALL(clock_gettime, SECCOMP_RET_ALLOW),
	CALL(getrandom, SECCOMP_RET_ALLOW),
	CALL(getpid, SECCOMP_RET_ALLOW),
	CALL(sysinfo, SECCOMP_RET_ALLOW),
	CALL(openat, REFUSE),
#ifdef SYS_open
	CALL(open, REFUSE),
	CALL(access, REFUSE),
	CALL(stat, REFUSE),
	CALL(readlink, REFUSE),
#endif
	CALL(faccessat, REFUSE),
	CALL(newfstatat, REFUSE),
	CALL(readlinkat, REFUSE),
	/* write: to the pipe */
	IF_EQUAL(SYS_write, 4),
	LOAD(args[0]),
	IF_EQUAL(JAIL_OUT, 1),
	ANSWER(SECCOMP_RET_ALLOW),
	ANSWER(SECCOMP_RET_KILL_PROCESS),
	/* memory: nothing that runs */
	IF_EQUAL(SYS_mmap, 1),
	BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
	IF_EQUAL(SYS_mprotect, 3),
	LOAD(args[2]),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),
	ANSWER(SECCOMP_RET_ALLOW),
	ANSWER(SECCOMP_RET_KILL_PROCESS),
};

static void shut_the_door(void)
{
	struct sock_fprog program = {sizeof door / sizeof *door,
				     (struct sock_filter *)(uintptr_t)door};
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) && errno != EINVAL &&
	    errno != ENOSYS)
		_exit(EXIT_DOOR);
}

#else

static void shut_the_door(void)
{
}

#endif

static void limit(int what, rlim_t value)
{
	struct rlimit limit = {value, value};
	if (setrlimit((unsigned)what, &limit))
		_exit(EXIT_DOOR);
}

/* The handlers of the parent belong to its terminal. */
static void forget_signals(void)
{
	sigset_t none;
	struct sigaction plain = {.sa_handler = SIG_DFL};
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_range_from(unsigned first, unsigned last)
{
	if (syscall(SYS_close_range, first, last, 0) == 0)
		return;
	long most = sysconf(_SC_OPEN_MAX);
	if (most < 0 || most > 65536)
		most = 65536;
	for (unsigned fd = first; fd <= last && fd < (unsigned)most; fd++)
		close((int)fd);
}

/* Wall, sidecar, terminal: all of it, at once; locks of open files would outlive the parent here.
 */
static void keep_only(int out)
{
	if (dup2(out, JAIL_OUT) != JAIL_OUT)
		_exit(EXIT_DOOR);
	close_range_from(0, JAIL_OUT - 1);
	close_range_from(JAIL_OUT + 1, ~0u);
}

static void out_of_memory(void)
{
	_exit(EXIT_MEMORY);
}

static void lock_in(const struct jail_work *work)
{
	limit(RLIMIT_AS, work->memory);
	limit(RLIMIT_CPU, CPU_SECONDS + work->most_bytes / BYTES_A_SECOND);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NPROC, 0);
	limit(RLIMIT_CORE, 0);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		_exit(EXIT_DOOR);
	shut_the_door();
}

static void run_child(const struct jail_work *work, int out, pid_t parent)
{
	forget_signals();
	keep_only(out);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EXIT_DOOR);
	mem_on_exhausted(out_of_memory);
	if (work->prepare)
		work->prepare(work->context);
	if (import_jail_kind() != IMPORT_JAIL_NONE)
		lock_in(work);
	work->work(work->context);
	_exit(0);
}

void jail_send(const void *bytes, size_t nbytes)
{
	const char *p = bytes;
	while (nbytes) {
		ssize_t n = write(JAIL_OUT, p, nbytes);
		if (n < 0 && errno != EINTR)
			_exit(1);
		if (n > 0) {
			p += n;
			nbytes -= (size_t)n;
		}
	}
}

void jail_send_size(size_t nbytes)
{
	uint64_t size = nbytes;
	jail_send(&size, sizeof size);
}

/* What one read gives, into the announcement or the reply; 0 at the end. */
static ssize_t read_once(struct jail *jail)
{
	size_t head = sizeof jail->size;
	char *into =
		jail->bytes ? jail->bytes + (jail->have - head) : (char *)&jail->size + jail->have;
	size_t room = jail->bytes ? (size_t)jail->size - (jail->have - head) : head - jail->have;
	char more;
	ssize_t n;
	do
		n = room ? read(jail->fd, into, room < READ_MOST ? room : READ_MOST)
			 : read(jail->fd, &more, 1);
	while (n < 0 && errno == EINTR);
	jail->wrong |= n < 0 || (n > 0 && !room);
	return n;
}

/* Exactly as much as was announced, and then the end. */
bool jail_read(struct jail *jail)
{
	ssize_t n = read_once(jail);
	if (n <= 0 || jail->wrong)
		return true;
	jail->have += (size_t)n;
	if (jail->bytes || jail->have < sizeof jail->size)
		return false;
	jail->wrong = jail->size > jail->most;
	if (!jail->wrong) {
		jail->bytes = arena_alloc(jail->arena, (size_t)jail->size);
		mem_expect_all(jail->bytes, (size_t)jail->size);
	}
	return jail->wrong;
}

static enum jail_end wait_child(pid_t child, bool whole)
{
	int status = 0;
	pid_t ended;
	do
		ended = waitpid(child, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_MEMORY)
		return JAIL_NO_MEMORY;
	bool well = ended != child || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return well && whole ? JAIL_DONE : JAIL_FAILED;
}

enum jail_end jail_start(struct jail *jail, const struct jail_work *work, struct arena *arena)
{
	int ends[2];
	pid_t parent = getpid();
	*jail = (struct jail){.fd = -1, .arena = arena, .most = work->most_bytes};
	if (pipe2(ends, O_CLOEXEC))
		return JAIL_NO_CHILD;
	fcntl(ends[1], F_SETPIPE_SZ,
	      READ_MOST); /* fewer turns between the two; no matter if refused */
	pid_t child = fork();
	if (child == 0)
		run_child(work, ends[1], parent);
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return JAIL_NO_CHILD;
	}
	jail->fd = ends[0];
	jail->child = child;
	return JAIL_DONE;
}

enum jail_end jail_finish(struct jail *jail, struct str *reply)
{
	bool whole = jail->bytes && !jail->wrong && jail->have == jail->size + sizeof jail->size;
	close(jail->fd);
	jail->fd = -1;
	*reply = (struct str){jail->bytes, whole ? (size_t)jail->size : 0};
	return wait_child((pid_t)jail->child, whole);
}

void jail_kill(struct jail *jail)
{
	struct str unwanted;
	kill((pid_t)jail->child, SIGKILL);
	jail_finish(jail, &unwanted);
}

enum jail_end jail_run(const struct jail_work *work, struct arena *arena, struct str *reply)
{
	struct jail jail;
	if (jail_start(&jail, work, arena) != JAIL_DONE)
		return JAIL_NO_CHILD;
	while (!jail_read(&jail))
		;
	return jail_finish(&jail, reply);
}
