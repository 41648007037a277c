#ifndef GAUNTLET_FAULTY_H
#define GAUNTLET_FAULTY_H

#include <stdbool.h>

/*
 * System calls that fail on demand. The names stand before the library's own in the program, so
 * both our code and SQLite's call them.
 */
enum faulty {
	FAULTY_OPEN,
	FAULTY_READ,
	FAULTY_WRITE,
	FAULTY_SYNC,
	FAULTY_TRUNCATE,
	FAULTY_MAP,
	FAULTY_LOCK,
	FAULTY_UNLINK,
	FAULTY_LINK,
	FAULTY_CHMOD,
	FAULTY_STAT,
	FAULTS
};

enum { FAULT_SHORT = -1 }; /* instead of an errno: half of what was asked for is done */

struct fault {
	enum faulty call;
	int nth;      /* 1: the next one */
	int error;    /* errno, or FAULT_SHORT */
	bool forever; /* and all after it */
};

void fault_arm(const struct fault *fault); /* NULL: count only */
void fault_disarm(void);
bool fault_struck(void);           /* since it was armed */
int fault_calls(enum faulty call); /* since it was armed */
const char *faulty_name(enum faulty call);

#endif
