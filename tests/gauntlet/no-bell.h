#ifndef GAUNTLET_NO_BELL_H
#define GAUNTLET_NO_BELL_H

#include <errno.h>
#include <sys/inotify.h>

/*
 * Stands before the library's own: these tests open a wall some hundred thousand times, nobody
 * listens to the bell, and closing it takes the kernel longer than all the rest.
 */
int inotify_init1(int flags)
{
	errno = EMFILE;
	return -1;
}

#endif
