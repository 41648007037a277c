/*
 * The sidecar's lock and bell. Every writer and every checkpoint takes byte 0 first: this is what
 * keeps a checkpoint from running beside a commit, which in SQLite before 3.51.3 can destroy the
 * file. Whoever waits for it takes its turn through a second byte, so that eight writers at full
 * speed wait some ten milliseconds and none is passed by for ever.
 */
#include "live-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/base/token.h"

#include "themewall/base/banned.h"

enum { BELL_AT = 8, QUIET_AT = 16 };

bool live_lock_byte(int fd, off_t byte, short type)
{
	struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
	return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

static int watch(const char *path)
{
	int bell = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (bell >= 0 && inotify_add_watch(bell, path, IN_MODIFY | IN_CLOSE_WRITE) < 0) {
		close(bell);
		bell = -1;
	}
	return bell;
}

void live_open(struct live *live, const char *wall_path, mode_t mode)
{
	struct strbuf path = STRBUF_INIT;
	*live = (struct live){.fd = -1, .bell = -1, .slot = -1};
	strbuf_addf(&path, "%s-live", wall_path);
	int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
	live->fd = open(path.buf, flags | O_CREAT | O_EXCL, mode & 0660);
	if (live->fd >= 0)
		(void)!fchmod(live->fd, mode & 0660); /* the umask must not lock out the group */
	else if (errno == EEXIST)
		live->fd = open(path.buf, flags);
	struct stat st;
	if (live->fd >= 0 && (fstat(live->fd, &st) || !S_ISREG(st.st_mode))) {
		close(live->fd);
		live->fd = -1;
	}
	if (live->fd >= 0)
		live->bell = watch(path.buf);
	strbuf_release(&path);
}

void live_close(struct live *live)
{
	if (live->bell >= 0)
		close(live->bell);
	if (live->fd >= 0)
		close(live->fd);
	live->fd = live->bell = live->slot = -1;
}

bool live_try_lock(struct live *live)
{
	if (live->fd < 0)
		return true;
	if (!live_lock_byte(live->fd, 0, F_WRLCK))
		return false;
	if (live->slot >= 0)
		live_lock_byte(live->fd, LIVE_WRITING + live->slot, F_WRLCK);
	return true;
}

void live_unlock(struct live *live)
{
	if (live->fd < 0)
		return;
	if (live->slot >= 0)
		live_lock_byte(live->fd, LIVE_WRITING + live->slot, F_UNLCK);
	live_lock_byte(live->fd, 0, F_UNLCK);
}

/* Whoever holds byte 0 also holds the mark of its slot. */
static bool refuse_busy(const struct live *live, struct err *err)
{
	struct flock mark = {.l_type = F_WRLCK,
			     .l_whence = SEEK_SET,
			     .l_start = LIVE_WRITING,
			     .l_len = LIVE_SLOTS};
	struct live_slot holder;
	if (fcntl(live->fd, F_OFD_GETLK, &mark) == 0 && mark.l_type != F_UNLCK &&
	    live_slot_read(live, (int)(mark.l_start - LIVE_WRITING), &holder))
		return err_set(err, ERR_BUSY, "waiting for %s's terminal", holder.name);
	return err_set(err, ERR_BUSY, "waiting for another terminal that has this wall open");
}

/* 1 to 5 ms for those in the crowd, so that they do not march in step; less for whoever is next. */
static void pause_shortly(bool next)
{
	long most = next ? 400000 : 4000000;
	struct timespec pause = {0, most / 4 + (long)(token_new() % most)};
	nanosleep(&pause, NULL);
}

static bool wait_to_be_next(struct live *live, int64_t until)
{
	while (!live_lock_byte(live->fd, LIVE_NEXT, F_WRLCK)) {
		if (clock_monotonic_ms() >= until)
			return false;
		pause_shortly(false);
	}
	return true;
}

static bool wait_for_lock(struct live *live, int64_t until)
{
	while (!live_try_lock(live)) {
		if (clock_monotonic_ms() >= until)
			return false;
		pause_shortly(true);
	}
	return true;
}

/* Who has just written cannot pass by those who wait: whoever is next holds the way in. */
bool live_lock(struct live *live, int patience_ms, struct err *err)
{
	int64_t until = clock_monotonic_ms() + patience_ms;
	if (live->fd < 0)
		return true;
	if (!wait_to_be_next(live, until))
		return refuse_busy(live, err);
	bool locked = wait_for_lock(live, until) || refuse_busy(live, err);
	live_lock_byte(live->fd, LIVE_NEXT, F_UNLCK);
	return locked;
}

/* What is written does not matter, only that it is; others look into the wall itself. */
void live_ring(struct live *live)
{
	int64_t now = clock_monotonic_ns();
	if (live->fd >= 0)
		(void)!pwrite(live->fd, &now, sizeof now, BELL_AT);
}

bool live_bell_answer(struct live *live)
{
	char events[4096];
	bool rang = false;
	while (live->bell >= 0 && read(live->bell, events, sizeof events) > 0)
		rang = true;
	return rang;
}

int64_t live_quiet(const struct live *live)
{
	int64_t count = 0;
	if (live->fd < 0 || pread(live->fd, &count, sizeof count, QUIET_AT) != sizeof count)
		return 0;
	return count;
}

void live_count_quiet(struct live *live)
{
	int64_t count = live_quiet(live) + 1;
	if (live->fd >= 0)
		(void)!pwrite(live->fd, &count, sizeof count, QUIET_AT);
}
