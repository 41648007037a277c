#ifndef THEMEWALL_MODEL_ROW_CHANGE_H
#define THEMEWALL_MODEL_ROW_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * One changed row: the only thing that ever enters the model. The first load sends one INSERT per
 * row; every commit, mine, a partner's or an undo, sends the rows of its changeset. Plain facts,
 * copied by value; texts are borrowed for the time of the call.
 */
enum table {
#define TABLE(id, name, nkeys) TABLE_##id,
#define COLUMN(table, id, name, type)
#define TABLE_END(id)
#include "themewall/model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END
	TABLE_COUNT
};

/* STUDY_ID, STUDY_TITLE … STUDY_COLUMNS; CARD_ID … CARD_COLUMNS: positions in row_change.column. */
#define TABLE(id, name, nkeys) enum id##_column {
#define COLUMN(table, id, name, type) table##_##id,
#define TABLE_END(id) id##_COLUMNS };
#include "themewall/model/tables.def"
#undef TABLE
#undef COLUMN
#undef TABLE_END

enum { ROW_MAX_COLUMNS = 20 };

enum column_type { COLUMN_KEY, COLUMN_REF, COLUMN_INT, COLUMN_TEXT, COLUMN_BLOB };

struct column_info {
	const char *name;
	enum column_type type;
};

struct table_info {
	const char *name;
	int nkeys;    /* the first nkeys columns are the primary key */
	int ncolumns;
	const struct column_info *columns;
};

const struct table_info *table_info(enum table table);
/* TABLE_COUNT when there is no tracked table of that name. */
enum table table_find(struct str name);

enum value_type { VALUE_ABSENT, VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_type type; /* ABSENT: this update does not touch the column */
	int64_t i;
	struct str s; /* TEXT and BLOB; borrowed */
};

enum row_op { ROW_INSERT, ROW_UPDATE, ROW_DELETE };

/* The primary key is present in every change; an INSERT has every column; a DELETE needs only the
 * key. */
struct row_change {
	enum table table;
	enum row_op op;
	struct value column[ROW_MAX_COLUMNS];
};

static inline struct value value_int(int64_t i)
{
	return (struct value){ .type = VALUE_INT, .i = i };
}

static inline struct value value_text(struct str s)
{
	return (struct value){ .type = VALUE_TEXT, .s = s };
}

static inline struct value value_null(void)
{
	return (struct value){ .type = VALUE_NULL };
}

/* An id that may be none: NULL for 0. */
static inline struct value value_ref(int64_t id)
{
	return id ? value_int(id) : value_null();
}

#endif
