#ifndef THEMEWALL_STORE_CHECK_INTERNAL_H
#define THEMEWALL_STORE_CHECK_INTERNAL_H

#include "store-internal.h"

/* A running check: what it found so far. */
struct check {
	struct store *store;
	struct err *err;
	void (*found)(const char *problem, void *context);
	void *context;
	size_t problems;
};

void check_say(struct check *check, const char *format, ...) TW_PRINTF(2, 3);

/* All of store_check, within a transaction that is open. */
bool check_all(struct store *store, void (*found)(const char *problem, void *context),
	       void *context, size_t *problems, struct err *err);

/* Every transcript against its turns, every receipt against its transcript (check-text.c). */
bool check_transcripts(struct check *check);

#endif
