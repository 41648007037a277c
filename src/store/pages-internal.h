#ifndef THEMEWALL_STORE_PAGES_INTERNAL_H
#define THEMEWALL_STORE_PAGES_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"
#include "themewall/model/row_change.h"

#include "db-internal.h"

/*
 * The rows of a table straight from the pages of the file. SQLite's virtual machine takes more than
 * a hundred instructions to each column; a whole wall has millions of them. This reads what is
 * plain and gives up at anything else, so that the caller asks SQLite, which knows how to read it
 * or what to say.
 */
enum { PAGE_BYTES = 4096, PAGES_DEEPEST = 8 };

struct pages {
	struct db *db;      /* borrowed */
	sqlite3_file *file; /* of the connection */
	uint32_t npages;
};

/*
 * Whether the file alone says what the open transaction reads: nothing in the log, pages of the
 * usual kind, nothing written by us. The transaction must have read something already; then nobody
 * writes into the file before it ends, and this stays true for as long.
 */
bool pages_open(struct pages *pages, struct db *db);

/* One row: its id, and its record, borrowed for the time of the call. False stops. */
typedef bool pages_row(void *context, int64_t id, struct str record);

enum pages_step { PAGES_STRANGE, PAGES_STOPPED, PAGES_DONE };
/* All rows of a table with a higher id than `after`, in the order of ids. Strange: there is
 * something else than expected; rows before it were handed over. */
enum pages_step pages_each(struct pages *pages, const char *table, int64_t after, pages_row *row,
			   void *context);

/* The same in two steps: the first one asks SQLite, the second one reads the file alone, and
 * another thread may take it while nobody uses the connection. */
bool pages_root(struct pages *pages, const char *table, uint32_t *root);
enum pages_step pages_each_from(struct pages *pages, uint32_t root, int64_t after, pages_row *row,
				void *context);

/* Where a row stands: below 0 before those that are wanted, 0 among them, above 0 behind. Of a long
 * record only the beginning is there. */
typedef int pages_where(void *context, struct str head);
/* The same of a table WITHOUT ROWID, in the order of its key; ids are 0. */
enum pages_step pages_each_keyed(struct pages *pages, const char *table, pages_where *where,
				 pages_row *row, void *context);

/*
 * record.c. The first n columns of a row whose first one is its id, as an INSERT; texts are
 * borrowed from the record. False when it does not have all of them, each of its type, and texts
 * sound.
 */
bool record_read(enum table table, int n, int64_t id, struct str record, struct row_change *change);
/* The first n columns of a row without id. */
bool record_values(const enum column_type *columns, int n, struct str record, struct value *values);

#endif
