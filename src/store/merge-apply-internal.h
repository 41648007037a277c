#ifndef THEMEWALL_STORE_MERGE_APPLY_INTERNAL_H
#define THEMEWALL_STORE_MERGE_APPLY_INTERNAL_H

#include "merge-internal.h"

/* One row of the journal on its way into the wall (merge-apply.c), in parts. All return false when
 * a statement fails, be it that a rule of the tables refuses it. */

/* Done in the order they were written down; what another of them makes possible is tried again. */
struct merge_pending {
	struct row_change change;
	int ncolumns; /* that the row's version knew */
};

static inline bool change_has(const struct row_change *change, int column)
{
	return change->column[column].type != VALUE_ABSENT;
}

/* ---- merge-sql.c ---- */

/* With the columns the row's version knew; one that is there already gets them all. */
bool merge_run_insert(struct merge *merge, const struct row_change *change, int ncolumns);
bool merge_run_update(struct merge *merge, const struct row_change *change);
bool merge_run_delete(struct merge *merge, const struct row_change *change);

/* ---- merge-place.c ---- */

/* Before an update: the cells of one place are written together. */
bool merge_settle_placement(struct merge *merge, struct row_change *change);
bool merge_settle_cluster(struct merge *merge, struct row_change *change);

/* ---- merge-rules.c ---- */

/* After all changes of a row: *why is set when it must not apply. */
bool merge_check_row(struct merge *merge, const struct merge_pending *pending, size_t n,
		     const char **why);

#endif
