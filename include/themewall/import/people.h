#ifndef THEMEWALL_IMPORT_PEOPLE_H
#define THEMEWALL_IMPORT_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/err.h"
#include "themewall/base/mem.h"

/*
 * A table of participants, as CSV or with tabs: a heading, then a person a row. Which person a row
 * is about stands in the column called participant, code, id, name, person or speaker, else in the
 * first one. What the others mean is for who applies it. Cells are clean UTF-8, blanks trimmed;
 * everything lies in the arena.
 */
struct people_table {
	struct arena arena;
	struct str *cells; /* rows one after the other, the headings first */
	size_t nrows;      /* people: without the headings */
	size_t ncolumns;
	size_t key; /* the column that says who */
};

/* A table of participants by its file's name? participants.csv or .tsv, in any case. */
bool people_is(struct str name);

/* Cell of a person, from 0; of a heading. */
struct str people_cell(const struct people_table *table, size_t row, size_t column);
struct str people_heading(const struct people_table *table, size_t column);

/* Parsed in the jail like any stranger's file. Release also after a failure. */
bool people_read(struct people_table *table, struct str name, struct str bytes, struct err *err);
void people_release(struct people_table *table);

#endif
