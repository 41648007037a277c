#ifndef THEMEWALL_STORE_BACKUP_INTERNAL_H
#define THEMEWALL_STORE_BACKUP_INTERNAL_H

#include "store-internal.h"

/* A copy on its way, in steps of so many pages. */
struct copying;
struct copying *copy_begin(struct store *store, const char *path, struct err *err);
/* -1: all pages at once. DB_ROW: there is more to do. */
enum db_step copy_step(struct copying *copying, int npages, struct err *err);
/* good: onto the disk and under its name; else removed. Frees it. */
bool copy_end(struct copying *copying, bool good, struct err *err);

/* A free name for a copy that is kept until it is forgotten about: in this folder, or beside the
 * wall when it is NULL. store_backups finds it. */
void backup_name_aside(const struct store *store, const char *folder, struct strbuf *path);

/* One round of the daily copy; ms until the next, -1 for never. */
int daily_idle(struct store *store);
void daily_stop(struct store *store);

#endif
