/*
 * Slots go round: the n-th one that is filled is n modulo their number. Whoever waits is woken by
 * each step of the other; a step is some hundred microseconds of work, and waking costs little
 * beside it.
 */
#include "themewall/base/relay.h"

#include <sched.h>
#include <signal.h>

#include "themewall/base/banned.h"

bool relay_pays(void)
{
	cpu_set_t ours;
	return sched_getaffinity(0, sizeof ours, &ours) == 0 && CPU_COUNT(&ours) > 1;
}

static void *run(void *context)
{
	struct relay *relay = context;
	relay->work(relay->context);
	return NULL;
}

/* A thread begins with the signals of its maker. */
static bool begin_deaf(struct relay *relay)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool begun = pthread_create(&relay->helper, NULL, run, relay) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return begun;
}

static void release(struct relay *relay)
{
	pthread_cond_destroy(&relay->moved);
	pthread_mutex_destroy(&relay->lock);
}

bool relay_start(struct relay *relay, void (*work)(void *context), void *context)
{
	*relay = (struct relay){.work = work, .context = context};
	pthread_mutex_init(&relay->lock, NULL);
	pthread_cond_init(&relay->moved, NULL);
	if (begin_deaf(relay))
		return true;
	release(relay);
	return false;
}

void relay_join(struct relay *relay)
{
	pthread_join(relay->helper, NULL);
	release(relay);
}

static size_t under_way(const struct relay *relay)
{
	return relay->passed - relay->returned;
}

static void tell(struct relay *relay, bool *flag)
{
	pthread_mutex_lock(&relay->lock);
	*flag = true;
	pthread_cond_signal(&relay->moved);
	pthread_mutex_unlock(&relay->lock);
}

bool relay_wait_empty(struct relay *relay, size_t *slot)
{
	pthread_mutex_lock(&relay->lock);
	relay->full = under_way(relay) == RELAY_SLOTS;
	while (!relay->given_up && relay->full)
		pthread_cond_wait(&relay->moved, &relay->lock);
	bool wanted = !relay->given_up;
	*slot = relay->passed % RELAY_SLOTS;
	pthread_mutex_unlock(&relay->lock);
	return wanted;
}

void relay_pass(struct relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	relay->passed++;
	if (relay->empty && under_way(relay) >= RELAY_HIGH) {
		relay->empty = false;
		pthread_cond_signal(&relay->moved);
	}
	pthread_mutex_unlock(&relay->lock);
}

void relay_end(struct relay *relay)
{
	tell(relay, &relay->ended);
}

bool relay_wait_full(struct relay *relay, size_t *slot)
{
	pthread_mutex_lock(&relay->lock);
	relay->empty = under_way(relay) == 0;
	while (!relay->ended && relay->empty)
		pthread_cond_wait(&relay->moved, &relay->lock);
	bool full = under_way(relay) > 0;
	*slot = relay->returned % RELAY_SLOTS;
	pthread_mutex_unlock(&relay->lock);
	return full;
}

void relay_return(struct relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	relay->returned++;
	if (relay->full && under_way(relay) <= RELAY_LOW) {
		relay->full = false;
		pthread_cond_signal(&relay->moved);
	}
	pthread_mutex_unlock(&relay->lock);
}

void relay_give_up(struct relay *relay)
{
	tell(relay, &relay->given_up);
}
