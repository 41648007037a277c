#ifndef THEMEWALL_IMPORT_TABLE_INTERNAL_H
#define THEMEWALL_IMPORT_TABLE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

#include "import-internal.h"

/* ---- table-scan.c: records of cells, by RFC 4180 ---- */

struct record {
	struct strbuf bytes; /* the cells one after the other, unquoted */
	size_t *ends;        /* owned; where each ends in bytes */
	size_t n, capacity;
	int64_t line; /* where it begins */
};

struct table_scan {
	struct str rest; /* what is not yet read */
	int64_t line;    /* number of its first line */
	char delimiter;
	bool literal;       /* quotes are characters like any other */
	int64_t open_line;  /* of a quote that never closes; ends the scan */
	int64_t stray_line; /* of the first quote with more text behind its closing, in the record
			       read last; else 0 */
};

/* The next record that is not a blank line; false at the end and at a quote that never closes. */
bool record_next(struct table_scan *scan, struct record *record);
struct str record_cell(const struct record *record, size_t i); /* empty beyond the last */
void record_release(struct record *record);

/* ---- table-columns.c: what a header means ---- */

enum column {
	COLUMN_NONE,
	COLUMN_NOTE,
	COLUMN_PERSON,
	COLUMN_THEME,
	COLUMN_START,
	COLUMN_END,
	COLUMN_IDENTITY, /* number of a row, or of what it is about */
	COLUMN_ASIDE,    /* author, colour, place on a board: known, not part of a note */
	COLUMN_CONSENT,  /* to be quoted */
	COLUMN_DAY,
	COLUMN_ATTRIBUTE, /* of the person */
	COLUMN_ANSWER,    /* its header is an open question */
	COLUMNS
};

/* The meaning of a header's cell; *rank tells which of two of one meaning is meant: the lower. */
enum column column_of(struct str header, int *rank);

/* Which cell is which; -1: there is none. */
struct columns {
	int at[COLUMNS];
	size_t nnotes; /* how many could hold the note */
	size_t known;  /* header cells with a meaning */
	size_t nasked; /* that ask something: answers, which may be notes, stand below */
	bool speakers; /* persons are speakers with a role to guess, not participants */
	bool nvivo;
};

/* Is it a question, or as long as one? */
bool header_asks(struct str header);
/* "Team", "Role", "Plan": what people are grouped by. */
bool header_groups(struct str header);
/* "Submitted at", "Date". */
bool header_dates(struct str header);

void columns_read(struct columns *columns, const struct record *header);
/* A transcript as a table, not notes? */
bool columns_are_speech(const struct columns *columns);

/* A table on its way: what is known of it before its rows are read. */

struct sheet {
	struct reading *reading;
	struct str text; /* from the header's line on */
	int64_t line;
	char delimiter;
	bool has_header, literal;
	struct record header;
	size_t width;
	struct columns columns;
	/* of a look over all rows */
	size_t nrows;
	size_t *nbytes;     /* owned; per column, of all its cells */
	bool decimals;      /* times are seconds with a fraction somewhere */
	enum column *means; /* owned; per column, as it is used; COLUMN_NONE: left out */
	size_t nanswers;    /* columns that are COLUMN_ANSWER */
};

/* ---- survey.c: what columns are by what stands in them ---- */

/* Looks at the first rows: sheet->means, and the note's column where headers do not tell it. */
void survey_look(struct sheet *sheet);
/* What a cell says of the consent to be quoted: "yes", "no", or "" for an empty one. What is
 * neither, as "ask me first", is no. */
const char *survey_consent(struct str cell, bool *unsure);

/* ---- table-open.c: delimiter, header, which column is what ---- */

bool table_open(struct sheet *sheet, struct reading *reading, struct err *err);
void table_release(struct sheet *sheet);
/* From the first row below the header. */
struct table_scan table_rows(const struct sheet *sheet);

#endif
