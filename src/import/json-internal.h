#ifndef THEMEWALL_IMPORT_JSON_INTERNAL_H
#define THEMEWALL_IMPORT_JSON_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * One tool's JSON: how it is known and where in it the words are. All strings are SQL: `when` over
 * the document ?1, the columns over a row's `value` (an object) and what else `rows` names. A
 * column that is NULL is not there.
 */
struct json_shape {
	const char *dialect;
	const char *when;
	const char *rows;
	const char *text, *speaker, *start, *end; /* times: seconds, or as `milliseconds` says */
	const char *join;                         /* enum join; NULL: whole segments, not words */
	const char *group;                        /* NULL: all in one */
	bool milliseconds;
	bool guessed; /* nobody's format */
};

/* In the order they are tried. */
size_t json_shapes(const struct json_shape **shapes);

#endif
