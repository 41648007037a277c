#ifndef GAUNTLET_DISK_H
#define GAUNTLET_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "shim.h"

/*
 * What may be on a disk after the power was cut. A log holds what a store did to its files, through
 * the shim; a disk follows it, knowing for each file what is certain (synced) and what is pending.
 * An image is one of the states the disk may be found in: everything certain, and of what was
 * pending nothing, all, some, or some of it torn at sectors of 512 bytes. Garbled: what is torn off
 * the log holds anything at all (room the file system gave it and never wrote).
 */
enum { DISK_FILES = 3 }; /* SHIM_WALL, SHIM_WAL, SHIM_JOURNAL */

struct image {
	unsigned char *bytes[DISK_FILES];
	int64_t size[DISK_FILES], room[DISK_FILES];
	bool exists[DISK_FILES];
};
void image_release(struct image *image);
void image_read(struct image *image, const char *wall);        /* from the files */
void image_write(const struct image *image, const char *wall); /* to them; others are removed */
uint64_t image_hash(const struct image *image);

struct log; /* opaque */
struct log *log_new(void);
void log_free(struct log *log);
/* From now on the shim writes into this log; NULL: into none. */
void log_listen(struct log *log);
/* Between two entries of the files: from here on a step is acknowledged. */
void log_acknowledge(struct log *log);
int log_length(const struct log *log);

enum cut { CUT_NOTHING, CUT_ALL, CUT_SOME, CUT_TORN, CUT_GARBLED, CUTS };

struct disk;
struct disk *disk_new(const struct log *log, const struct image *start);
void disk_free(struct disk *disk);
bool disk_advance(struct disk *disk);           /* one entry on; false at the end */
int disk_acknowledged(const struct disk *disk); /* steps so far */
/* What is found when the power goes now. */
void disk_cut(const struct disk *disk, enum cut cut, uint64_t *seed, struct image *found);

#endif
