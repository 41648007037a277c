#ifndef GAUNTLET_FAILING_H
#define GAUNTLET_FAILING_H

#include <stdbool.h>

/*
 * Calls of SQLite's functions that fail on demand. The linker puts our names before the library's
 * (--wrap) for all that the store floor calls; what SQLite calls of itself is as ever. A call that
 * fails does nothing, but for those that always do their work: what opens a file and what rolls
 * back. What is called for every row counts only the first times: the others take the same way.
 */
enum { FAILING_TIMES = 3 };

void failing_arm(long nth, int code); /* the nth call from now, 1: the next; 0: count only */
void failing_disarm(void);
bool failing_struck(void);      /* since it was armed */
const char *failing_call(void); /* which function that was */
long failing_calls(void);       /* since it was armed */

/* SQLite's codes, in turn: a disk that refuses or is full, memory that runs out. */
int failing_code(long nth);

#endif
