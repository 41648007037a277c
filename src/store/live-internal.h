#ifndef THEMEWALL_STORE_LIVE_INTERNAL_H
#define THEMEWALL_STORE_LIVE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "themewall/base/err.h"
#include "themewall/store/store.h"

/*
 * The sidecar STUDY.wall-live: what processes on one host tell each other outside the database. It
 * is never removed. All locks are open file description locks: gone the moment their process is,
 * however it died, but kept alive by a forked child that does not close the descriptor.
 *
 *   byte 0                 lock: whoever writes to the wall or checkpoints it
 *   byte 1                 held by the one of those who wait that gets byte 0 next
 *   8-15                   the bell: written after every commit, watched by inotify
 *   16-23                  count of commits that leave no journal row (who joined, checkpoints)
 *   4096 + 256 i           presence slot i; alive while byte LIVE_ALIVE + i is locked
 *   byte LIVE_WRITING + i  locked while the owner of slot i holds byte 0: tells others whom they
 * wait for
 *
 * A live without a sidecar (fd -1: read-only folder, network folder) does nothing and succeeds.
 */
enum { LIVE_SLOTS = 64, LIVE_SLOT_BYTES = 256, LIVE_SLOT_START = 4096 };
enum { LIVE_NEXT = 1, LIVE_ALIVE = 1 << 20, LIVE_WRITING = 1 << 21 };

struct live_slot {
	uint32_t magic;
	int32_t uid;
	int64_t pid, coder, held_card, at_ms;
	uint8_t read_only;
	char name[48], initials[8];
};

struct live {
	int fd;   /* -1: none */
	int bell; /* inotify, -1: none */
	int slot; /* -1: not in the list */
	struct live_slot me;
};

/* Makes the sidecar when it is missing, with the wall's mode. Failing to is not an error: the wall
 * is then used alone. */
void live_open(struct live *live, const char *wall_path, mode_t mode);
void live_close(struct live *live);

/* The writers' lock. Waits up to patience_ms; ERR_BUSY names the holder. */
bool live_lock(struct live *live, int patience_ms, struct err *err);
bool live_try_lock(struct live *live);
void live_unlock(struct live *live);

void live_ring(struct live *live);
bool live_bell_answer(struct live *live);
/* A change without a journal row is about to be, and has been, made: called on both sides of it. */
void live_count_quiet(struct live *live);
int64_t live_quiet(const struct live *live);

/* Presence (presence.c). */
void live_join(struct live *live, const struct coder *coder, bool read_only);
void live_hold(struct live *live, int64_t card);
bool live_slot_read(const struct live *live, int slot,
		    struct live_slot *out); /* false: nobody there */
bool live_is_alone(const struct live *live);

/* F_OFD_SETLK on one byte; false when someone else has it. */
bool live_lock_byte(int fd, off_t byte, short type);

#endif
