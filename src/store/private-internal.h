#ifndef THEMEWALL_STORE_PRIVATE_INTERNAL_H
#define THEMEWALL_STORE_PRIVATE_INTERNAL_H

#include "store-internal.h"

/* A copy of a wall in a folder that only we can read, to be looked at and thrown away. */
struct private_copy {
	char folder[512], path[540];
};

/* Of a wall that may be someone else's, of an older version, or in use: with its log where it can
 * be opened, else the file alone, without anything that lies beside it. */
bool private_copy_make(struct private_copy *copy, const char *path, int patience_ms,
		       struct err *err);
/* Of the file alone, whatever it is and whatever lies beside it. */
bool private_file_copy(struct private_copy *copy, const char *path, struct err *err);
/* Just a private folder with a free path in it. */
bool private_folder_make(struct private_copy *copy, struct err *err);
void private_copy_remove(struct private_copy *copy);

#endif
