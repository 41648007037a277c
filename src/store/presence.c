/*
 * Who has this wall open: one slot of the sidecar each, alive as long as its byte is locked. What
 * stands in a slot was written by another process, so it is read as text from outside.
 */
#include "live-internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "themewall/base/clock.h"
#include "themewall/text/utf8.h"

#include "store-internal.h"

#include "themewall/base/banned.h"

enum { SLOT_MAGIC = 0x4c495645 };

_Static_assert(sizeof(struct live_slot) <= LIVE_SLOT_BYTES, "a presence record fits its slot");

static off_t slot_at(int slot)
{
	return LIVE_SLOT_START + (off_t)slot * LIVE_SLOT_BYTES;
}

static void publish(struct live *live)
{
	live->me.at_ms = clock_now_ms();
	if (live->slot >= 0)
		(void)!pwrite(live->fd, &live->me, sizeof live->me, slot_at(live->slot));
}

void copy_cut(char *out, size_t size, struct str s)
{
	size_t n = s.n < size ? s.n : size - 1;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, s.p, n);
	out[n] = '\0';
}

void live_join(struct live *live, const struct coder *coder, bool read_only)
{
	live->me = (struct live_slot){.magic = SLOT_MAGIC,
				      .uid = (int32_t)getuid(),
				      .pid = getpid(),
				      .coder = coder->id.n,
				      .read_only = read_only};
	copy_cut(live->me.name, sizeof live->me.name, coder->name);
	copy_cut(live->me.initials, sizeof live->me.initials, coder->initials);
	for (int slot = 0; live->fd >= 0 && live->slot < 0 && slot < LIVE_SLOTS; slot++)
		if (live_lock_byte(live->fd, LIVE_ALIVE + slot, F_WRLCK))
			live->slot = slot;
	publish(live);
}

void live_hold(struct live *live, int64_t card)
{
	live->me.held_card = card;
	publish(live);
}

/* The first slot from `from` on whose owner lives, -1: none. The kernel names any lock of a range,
 * so the range is cut until there is none before it: where nobody else is, this is one call. Own
 * locks do not show. */
static int next_alive(const struct live *live, int from)
{
	int found = -1, end = LIVE_SLOTS;
	while (from < end) {
		struct flock lock = {.l_type = F_WRLCK,
				     .l_whence = SEEK_SET,
				     .l_start = LIVE_ALIVE + from,
				     .l_len = end - from};
		if (fcntl(live->fd, F_OFD_GETLK, &lock) || lock.l_type == F_UNLCK)
			break;
		off_t slot = lock.l_start - LIVE_ALIVE;
		end = found = slot > from ? (int)slot : from;
	}
	return found;
}

static void clean_text(char *text, size_t size)
{
	text[size - 1] = '\0';
	if (!*text || !utf8_is_valid(str_of(text)))
		snprintf(text, size, "?");
}

static bool read_slot(const struct live *live, int slot, struct live_slot *out)
{
	if (pread(live->fd, out, sizeof *out, slot_at(slot)) != sizeof *out ||
	    out->magic != SLOT_MAGIC)
		return false;
	clean_text(out->name, sizeof out->name);
	clean_text(out->initials, sizeof out->initials);
	return true;
}

bool live_slot_read(const struct live *live, int slot, struct live_slot *out)
{
	return live->fd >= 0 && slot >= 0 && slot < LIVE_SLOTS && next_alive(live, slot) == slot &&
	       read_slot(live, slot, out);
}

bool live_is_alone(const struct live *live)
{
	struct live_slot other;
	for (int i = next_alive(live, 0); i >= 0; i = next_alive(live, i + 1))
		if (read_slot(live, i, &other))
			return false;
	return true;
}

size_t store_presence(struct store *store, struct presence *list, size_t max)
{
	struct live_slot slot;
	size_t n = 0;
	const struct live *live = &store->live;
	for (int i = next_alive(live, 0); i >= 0 && n < max; i = next_alive(live, i + 1)) {
		if (!read_slot(live, i, &slot))
			continue;
		struct presence *p = &list[n++];
		*p = (struct presence){.coder = {slot.coder},
				       .pid = slot.pid,
				       .held_card = slot.held_card,
				       .at_ms = slot.at_ms,
				       .read_only = slot.read_only == 1};
		copy_cut(p->name, sizeof p->name, str_of(slot.name));
		copy_cut(p->initials, sizeof p->initials, str_of(slot.initials));
	}
	return n;
}

void store_presence_hold(struct store *store, card_id held)
{
	live_hold(&store->live, held.n);
}
