#ifndef THEMEWALL_STORE_MERGE_INTERNAL_H
#define THEMEWALL_STORE_MERGE_INTERNAL_H

#include "themewall/store/merge.h"

#include "changes-internal.h"
#include "store-internal.h"

/* One row of the journal to be: mine taken back, or the other copy's. */
struct merge_row {
	int64_t lamport, replica, coder, at_ms, batch, target, format;
	struct str kind, label, changes; /* as authored; in the arena */
	const char *was_skipped;         /* "" or why, so far; NULL: it is new here */
};

/* Which letter the codes of a copy have. */
struct merge_letter {
	int64_t prefix;
	char letter;
};

/* A statement for updates of just these columns (a bit each). */
struct merge_update {
	enum table table;
	uint64_t columns;
	const char *sql;
};

struct merge {
	struct store *store, *other;
	struct db *db; /* of store */
	struct err *err;
	struct arena arena;
	struct merge_row *rows;
	size_t nrows, capacity;
	bool any;                 /* something is new */
	int64_t lamport, replica; /* of the first new row */
	struct map coders;        /* the other's id → position in coder_ids */
	int64_t *coder_ids;
	size_t ncoders, coder_capacity;
	bool coders_differ;
	struct merge_letter letters[64];
	size_t nletters;
	const char *inserts[TABLE_COUNT][WALL_FORMAT + 1], *deletes[TABLE_COUNT];
	struct merge_update *updates;
	size_t nupdates, update_capacity;
	void (*skipped)(const char *words, void *context);
	void *context;
	struct merge_report *report;
};

/* What the other copy knows that this one does not: its copies and coders, transcripts, rows
 * (merge-source.c). Sets rows, any, and the first. */
bool merge_read_other(struct merge *merge);

/* Takes own rows from the first new one back and out of the journal, and gathers them
 * (merge-journal.c). */
bool merge_rewind(struct merge *merge);
/* Does all rows again, in order. */
bool merge_replay(struct merge *merge);

/* One row's changes, the later winning each cell; *why is set when it does not apply
 * (merge-apply.c). False only on failure. */
bool merge_apply(struct merge *merge, const struct merge_row *row, const char **why);

char merge_letter_of(const struct merge *merge, int64_t prefix);
struct str merge_keep(struct merge *merge, struct str s);

#endif
