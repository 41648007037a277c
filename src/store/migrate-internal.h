#ifndef THEMEWALL_STORE_MIGRATE_INTERNAL_H
#define THEMEWALL_STORE_MIGRATE_INTERNAL_H

#include "store-internal.h"

/*
 * Puts a wall of today's version in the place of the older one that store is connected to (header
 * read, sidecar open, nothing else); st is that file's. Afterwards the store is not connected, or
 * to a file that has lost its name: it is to be opened anew. False, with the wall as it was, when
 * someone has it open (ERR_BUSY), when it cannot be copied first, or when it is damaged.
 */
bool migrate(struct store *store, const struct store_options *options, const struct stat *st,
	     struct err *err);

#endif
