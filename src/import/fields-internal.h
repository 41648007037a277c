#ifndef THEMEWALL_IMPORT_FIELDS_INTERNAL_H
#define THEMEWALL_IMPORT_FIELDS_INTERNAL_H

#include <sqlite3.h>

#include "themewall/base/err.h"
#include "themewall/base/mem.h"
#include "themewall/base/str.h"

/*
 * Walks a JSON list of objects through SQLite's JSON functions: one row per element, one column per
 * key asked for. The first thing that is wrong sticks: later reads return nothing, and fields_close
 * reports it with file, list and position. Texts are copied into the arena, checked for UTF-8 and
 * controls.
 */
struct fields {
	sqlite3_stmt *stmt;
	struct arena *arena; /* borrowed */
	struct str file;     /* for messages; borrowed */
	const char *list;    /* "cards"; borrowed */
	const char *from;    /* SQL of the rows, each with a `value`; NULL: json_each(?1,?2) */
	const char *const *keys;
	int64_t index; /* of the current element, 0 … */
	bool failed;
	struct err *err;
};

/* Where the next \u0000 stands at or behind from, json.n when there is none: SQLite ends a text
 * there and drops the rest of it, so nobody may hand it one. */
size_t json_find_nul(struct str json, size_t from);

/*
 * Prepares the statement; err, arena, file and list are set before. keys: names of members; "[0]"
 * an element of a list;
 * "=key" and "=value" the member's own name and value, "=…" any SQL over them and the document ?1.
 * fields_over points it at a list: json must stay until the next fields_over or fields_close; path
 * says where the list is in it, "$" or
 * "$.turns".
 */
void fields_open(struct fields *fields, sqlite3 *db, const char *const *keys, size_t nkeys);
void fields_over(struct fields *fields, struct str json, const char *path);
bool fields_next(struct fields *fields);  /* false at the end and after a failure */
bool fields_close(struct fields *fields); /* whether all went well */

struct str field_text(struct fields *fields, int key);  /* must be a text */
struct str field_maybe(struct fields *fields, int key); /* a text, or nothing for null */
struct str field_json(struct fields *fields,
		      int key); /* the JSON of a list or object; good until fields_next */
/* The next of a member that is a list, in a line each; rest is what is left of it. False after the
 * last and when one is empty: what stands behind it must not be lost. */
bool field_line(struct fields *fields, const char *list, struct str *rest, struct str *line);
/* A text or a number as it was written in the file, unchecked; empty for null; good until
 * fields_next. These two are for rows in which nothing fails. */
struct str field_scalar(struct fields *fields, int key);
bool field_is_number(struct fields *fields, int key, double *value);
int64_t field_int(struct fields *fields, int key, int64_t least, int64_t most);
/* unknown for null */
int64_t field_known(struct fields *fields, int key, int64_t least, int64_t most, int64_t unknown);

/* "FILE: cards[12]: …"; the first failure stands. */
void fields_fail(struct fields *fields, const char *format, ...) TW_PRINTF(2, 3);

#endif
