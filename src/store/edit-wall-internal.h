#ifndef THEMEWALL_STORE_EDIT_WALL_INTERNAL_H
#define THEMEWALL_STORE_EDIT_WALL_INTERNAL_H

#include "themewall/base/map.h"

#include "changes-internal.h"
#include "import-internal.h"

/* A wall made anew from an export's rows, in edit's transaction. */
struct rebuild {
	struct edit *edit;
	struct row_change *rows; /* a copy with our ids */
	size_t nrows;
	struct map ids[TABLE_COUNT]; /* small number → position in numbers */
	int64_t *numbers;
	size_t nnumbers, capacity;
};

/* ---- edit-wall-number.c ---- */

/* Numbers all rows and proves that they refer to each other and to nothing else. */
bool rebuild_prepare(struct rebuild *r);
/* The id a small number of that table became; false when there is no such row. */
bool rebuild_number(struct rebuild *r, enum table table, int64_t *id);
/* Says that the export does not fit together, and where; always false. */
bool rebuild_broken(struct rebuild *r, const char *what);

#endif
