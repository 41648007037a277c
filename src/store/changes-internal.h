#ifndef THEMEWALL_STORE_CHANGES_INTERNAL_H
#define THEMEWALL_STORE_CHANGES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/model/row_change.h"

/*
 * Reads a changeset (SQLite's session format) as row changes, and proves it sound on the way.
 * libsqlite3's own readers are not safe on damaged input, and a journal row may have been written
 * by another person's program: no changeset is handed to the library before changes_valid has said
 * yes.
 *
 * Sound is: tracked tables only, with as many of our columns as some version of the file had, and
 * our keys; every value of its column's type or
 * NULL; text valid UTF-8 without NUL; nothing cut short, nothing left over.
 */
struct changes {
	const unsigned char *p, *end;
	enum table table;
	int ncolumns; /* of the table as recorded: an older version of the file had fewer */
	bool broken;
	bool narrow; /* met a table of an older version: its later columns are absent even from an
			insert */
};

void changes_begin(struct changes *changes, struct str blob);

/* The next change; old (ROW_MAX_COLUMNS values, may be NULL) gets what the row held before, as far
 * as recorded. Texts are borrowed from the blob. False at the end, and at the first thing that is
 * not sound (then broken is set). */
bool changes_next(struct changes *changes, struct row_change *change, struct value *old);

bool changes_valid(struct str blob);

/* The same changes with other values: each may replace texts and blobs (never keys) of a change and
 * of what the row held before. Appends to out; false when the changeset is not sound. */
bool changes_rewrite(struct str blob, struct strbuf *out,
		     void (*each)(struct row_change *change, struct value *old, void *context),
		     void *context);

/* Valid UTF-8 without NUL, as everything above this floor may expect. */
bool text_is_sound(struct str s);

#endif
