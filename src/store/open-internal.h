#ifndef THEMEWALL_STORE_OPEN_INTERNAL_H
#define THEMEWALL_STORE_OPEN_INTERNAL_H

#include "store-internal.h"

/* What opening (open.c) asks of the connection (open-prove.c). */

/* A connection that reaches store->path and nothing else; nothing is read yet. */
bool wall_connect(struct store *store, struct err *err);
/* Settings, the closed schema, and the whole file after an unclean end. What is merely damaged is
 * shown all the same, with a notice and nothing to be written; what was made to keep us busy is
 * not. */
bool wall_prove(struct store *store, bool wal, struct err *err);
/* Is there a log beside it, and something in it? */
bool wall_log_holds_something(const char *path);
/* Who leaves last folds the log into the file, but not into one that is not proven: what is wrong
 * with it is to be found the next time, too, and what it holds to be saved. */
void wall_disconnect(struct store *store);

#endif
