#ifndef GAUNTLET_NO_SYNC_H
#define GAUNTLET_NO_SYNC_H

#include <unistd.h>

/*
 * Stands before the library's own, for SQLite, too: these tests ask what was promised in which
 * order (power recorded at its own disk, calls and memory failing on the way), not when the disk
 * of this machine keeps it. Waiting for that was nine tenths of their time.
 */
int fsync(int fd)
{
	return 0;
}

int fdatasync(int fd)
{
	return 0;
}

#endif
