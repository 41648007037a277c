#ifndef THEMEWALL_STORE_FORMAT_INTERNAL_H
#define THEMEWALL_STORE_FORMAT_INTERNAL_H

#include <stddef.h>

#include "themewall/base/str.h"
#include "themewall/model/row_change.h"

/*
 * The versions of the wall file: `user_version`, and `format` of a journal row. Since version 1
 * tables only gained columns, at their end and with a default, and tables were added; so a
 * changeset of any version applies to a wall of today, and what it does not know takes its default.
 * The lists of older versions are frozen (formats.def, data/schema-N.sql).
 */
enum { WALL_FORMAT = 4 };

/* The statements that make a wall of this version; empty for a version that never was. */
struct str format_schema(int64_t format);

/* How many columns a tracked table had, 0: there was no such table. */
int format_columns(int64_t format, enum table table);

/* Did any version record a table with so many columns? */
bool format_had_columns(enum table table, size_t ncolumns);

#endif
