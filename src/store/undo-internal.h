#ifndef THEMEWALL_STORE_UNDO_INTERNAL_H
#define THEMEWALL_STORE_UNDO_INTERNAL_H

#include "edit-internal.h"

/* One row of the batch being taken back. */
struct undo_row {
	struct str changes; /* validated; in the edit's arena */
	struct undo_row *older;
};

struct undo {
	struct edit *edit;
	enum undo_policy policy;
	int64_t batch, first_row, last_row; /* journal ids of its oldest and newest row */
	struct undo_row *rows, *tail;       /* newest first */
	size_t nrows;
};

/* Adds a row (id, label, format, changeset) behind those taken so far: newest first. */
bool undo_take_row(struct undo *undo, sqlite3_stmt *row);

/* Applies the inverse of every row. ERR_CONFLICT, with report->by, when someone changed it since
 * and the policy is careful. */
bool undo_apply(struct undo *undo, struct undo_report *report);

#endif
