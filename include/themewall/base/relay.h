#ifndef THEMEWALL_BASE_RELAY_H
#define THEMEWALL_BASE_RELAY_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Two threads at one job: a maker fills numbered slots one after the other, a taker empties them in
 * the same order. Neither sees a slot that the other one holds, so what lies in the slots (the
 * caller's, RELAY_SLOTS of them) needs no lock. A maker that has filled them all sleeps until most
 * are empty again, a taker that has emptied them all until most are full: they do not wake one
 * another at each step. For long work only: a start
 * takes some 50 microseconds. The second thread hears no signals: they stay with the first one.
 */
enum { RELAY_SLOTS = 16, RELAY_LOW = 4, RELAY_HIGH = 12 };

struct relay {
	pthread_t helper;
	void (*work)(void *context);
	void *context;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t passed, returned; /* slots ever filled and emptied; the difference is on its way */
	bool full;               /* the maker sleeps until RELAY_LOW are on their way, or fewer */
	bool empty;              /* the taker sleeps until RELAY_HIGH are, or there are no more */
	bool ended;              /* the maker has no more */
	bool given_up;           /* the taker wants no more */
};

/* Whether we may use a second processor; without one, two threads only get in each other's way. */
bool relay_pays(void);

/* Runs `work` with `context` in a second thread, as maker or as taker. False: there is no thread to
 * be had, and nothing needs to be released. */
bool relay_start(struct relay *relay, void (*work)(void *context), void *context);
/* Waits until the second thread is done; then all that it wrote can be read. */
void relay_join(struct relay *relay);

/* Of the maker: waits for an empty slot. False: the taker gave up. */
bool relay_wait_empty(struct relay *relay, size_t *slot);
void relay_pass(struct relay *relay); /* that slot is full */
void relay_end(struct relay *relay);  /* there are no more */

/* Of the taker: waits for the next full slot. False: there are no more. */
bool relay_wait_full(struct relay *relay, size_t *slot);
void relay_return(struct relay *relay);  /* that slot is empty again */
void relay_give_up(struct relay *relay); /* no more is wanted */

#endif
