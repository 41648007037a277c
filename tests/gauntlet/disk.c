/*
 * A disk by its promises: what was synced is there, what was not may be there in any part. A
 * deletion that is not certain yet stands between two files of one name: without it, nothing that
 * came later under that name is found either. Bytes beside a torn write stay what they were
 * (SQLite's powersafe overwrite).
 */
#include "disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dice.h"
#include "themewall/base/mem.h"

enum { ACKNOWLEDGED = 100, SECTOR = 512 };

struct entry {
	int call, file;
	int64_t at;
	int nbytes;
	unsigned char *bytes;
};

struct log {
	struct entry *entries;
	size_t n, capacity;
};

struct disk {
	const struct log *log;
	size_t at; /* entries that have happened */
	int acknowledged;
	struct image certain;
	size_t *pending[DISK_FILES];
	size_t npending[DISK_FILES], capacity[DISK_FILES];
};

static const char *const ends[DISK_FILES] = {"", "-wal", "-journal"};

/* ---- images ---- */

void image_release(struct image *image)
{
	for (int f = 0; f < DISK_FILES; f++)
		free(image->bytes[f]);
	*image = (struct image){.size = {0}};
}

static void make_room(struct image *image, int f, int64_t size)
{
	if (size > image->room[f]) {
		image->room[f] = size + size / 2 + 65536;
		image->bytes[f] = xrealloc(image->bytes[f], (size_t)image->room[f]);
	}
}

static void grow(struct image *image, int f, int64_t size)
{
	make_room(image, f, size);
	if (size > image->size[f]) {
		memset(image->bytes[f] + image->size[f], 0, (size_t)(size - image->size[f]));
		image->size[f] = size;
	}
}

static void image_copy(struct image *to, const struct image *from)
{
	for (int f = 0; f < DISK_FILES; f++) {
		make_room(to, f, from->size[f]);
		if (from->size[f])
			memcpy(to->bytes[f], from->bytes[f], (size_t)from->size[f]);
		to->size[f] = from->size[f];
		to->exists[f] = from->exists[f];
	}
}

static void path_of(char *path, size_t size, const char *wall, int f)
{
	snprintf(path, size, "%s%s", wall, ends[f]);
}

void image_read(struct image *image, const char *wall)
{
	for (int f = 0; f < DISK_FILES; f++) {
		char path[300];
		struct stat st;
		path_of(path, sizeof path, wall, f);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		image->exists[f] = fd >= 0;
		image->size[f] = 0;
		if (fd < 0)
			continue;
		if (fstat(fd, &st))
			abort();
		grow(image, f, st.st_size);
		if (pread(fd, image->bytes[f], (size_t)st.st_size, 0) != st.st_size)
			abort();
		close(fd);
	}
}

void image_write(const struct image *image, const char *wall)
{
	for (int f = 0; f < DISK_FILES; f++) {
		char path[300];
		path_of(path, sizeof path, wall, f);
		if (!image->exists[f]) {
			unlink(path);
			continue;
		}
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		if (fd < 0 || (image->size[f] && write(fd, image->bytes[f],
						       (size_t)image->size[f]) != image->size[f]))
			abort();
		close(fd);
	}
}

static uint64_t hash_bytes(uint64_t hash, const unsigned char *p, int64_t n)
{
	for (; n >= 8; n -= 8, p += 8) {
		uint64_t word;
		memcpy(&word, p, 8);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
	}
	while (n-- > 0)
		hash = (hash ^ *p++) * 0x9e3779b97f4a7c15u;
	return hash;
}

uint64_t image_hash(const struct image *image)
{
	uint64_t hash = 7;
	for (int f = 0; f < DISK_FILES; f++) {
		hash = hash_bytes(hash, image->bytes[f], image->size[f]);
		hash = (hash ^ (uint64_t)image->size[f] * 2 ^ image->exists[f]) *
		       0x9e3779b97f4a7c15u;
	}
	return hash;
}

/* ---- the log ---- */

static struct log *open_log;

struct log *log_new(void)
{
	return xcalloc(1, sizeof(struct log));
}

void log_free(struct log *log)
{
	for (size_t i = 0; i < log->n; i++)
		free(log->entries[i].bytes);
	free(log->entries);
	free(log);
}

static void append(struct log *log, struct entry entry)
{
	ALLOC_GROW(log->entries, log->n + 1, log->capacity);
	log->entries[log->n++] = entry;
}

static void hear(enum shim_call call, enum shim_file file, sqlite3_int64 at, const void *bytes,
		 int nbytes)
{
	if (!open_log || (int)file >= DISK_FILES || call == SHIM_UNFETCH)
		return;
	struct entry entry = {.call = (int)call, .file = (int)file, .at = at, .nbytes = nbytes};
	if (call == SHIM_WRITE) {
		entry.bytes = xmalloc((size_t)nbytes);
		memcpy(entry.bytes, bytes, (size_t)nbytes);
	}
	append(open_log, entry);
}

void log_listen(struct log *log)
{
	open_log = log;
	shim_register(hear);
}

void log_acknowledge(struct log *log)
{
	append(log, (struct entry){.call = ACKNOWLEDGED});
}

int log_length(const struct log *log)
{
	return (int)log->n;
}

/* ---- the disk ---- */

struct disk *disk_new(const struct log *log, const struct image *start)
{
	struct disk *disk = xcalloc(1, sizeof *disk);
	disk->log = log;
	image_copy(&disk->certain, start);
	return disk;
}

void disk_free(struct disk *disk)
{
	image_release(&disk->certain);
	for (int f = 0; f < DISK_FILES; f++)
		free(disk->pending[f]);
	free(disk);
}

static void write_part(struct image *image, const struct entry *e, int from, int to, bool garbled)
{
	grow(image, e->file, e->at + to);
	unsigned char *p = image->bytes[e->file] + e->at;
	if (garbled)
		memset(p + from, 0xa5, (size_t)(to - from));
	else
		memcpy(p + from, e->bytes + from, (size_t)(to - from));
	image->exists[e->file] = true;
}

/* Each sector for itself: as it was, as written, or (garbled) neither. */
static void write_torn(struct image *image, const struct entry *e, bool garbled, uint64_t *seed)
{
	for (int from = 0; from < e->nbytes;) {
		int to = from + SECTOR - (int)((e->at + from) % SECTOR);
		uint32_t fate = dice(seed, 4);
		to = to < e->nbytes ? to : e->nbytes;
		if (fate > 1)
			write_part(image, e, from, to, garbled && fate == 3);
		from = to;
	}
}

/* False when what follows belongs to a file that is not found. */
static bool happen(struct image *image, const struct entry *e, enum cut cut, uint64_t *seed)
{
	bool kept = cut == CUT_ALL || (cut != CUT_NOTHING && dice(seed, 2));
	bool torn = kept && (cut == CUT_TORN || cut == CUT_GARBLED) && dice(seed, 2);
	switch (e->call) {
	case SHIM_WRITE:
		if (torn)
			write_torn(image, e, cut == CUT_GARBLED && e->file == SHIM_WAL, seed);
		else if (kept)
			write_part(image, e, 0, e->nbytes, false);
		return true;
	case SHIM_TRUNCATE:
		if (kept && e->at < image->size[e->file])
			image->size[e->file] = e->at;
		return true;
	case SHIM_DELETE:
		if (kept) {
			image->exists[e->file] = false;
			image->size[e->file] = 0;
		}
		return kept;
	default:
		return true;
	}
}

static void settle(struct disk *disk, int f)
{
	for (size_t i = 0; i < disk->npending[f]; i++)
		happen(&disk->certain, &disk->log->entries[disk->pending[f][i]], CUT_ALL, NULL);
	disk->npending[f] = 0;
}

bool disk_advance(struct disk *disk)
{
	if (disk->at == disk->log->n)
		return false;
	size_t at = disk->at++;
	const struct entry *e = &disk->log->entries[at];
	int f = e->file;
	if (e->call == ACKNOWLEDGED) {
		disk->acknowledged++;
		return true;
	}
	if (e->call != SHIM_SYNC) {
		ALLOC_GROW(disk->pending[f], disk->npending[f] + 1, disk->capacity[f]);
		disk->pending[f][disk->npending[f]++] = at;
	}
	if (e->call == SHIM_SYNC || (e->call == SHIM_DELETE && e->at))
		settle(disk, f);
	return true;
}

int disk_acknowledged(const struct disk *disk)
{
	return disk->acknowledged;
}

void disk_cut(const struct disk *disk, enum cut cut, uint64_t *seed, struct image *found)
{
	image_copy(found, &disk->certain);
	for (int f = 0; f < DISK_FILES; f++)
		for (size_t i = 0; i < disk->npending[f]; i++)
			if (!happen(found, &disk->log->entries[disk->pending[f][i]], cut, seed))
				break;
}
