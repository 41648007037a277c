#ifndef THEMEWALL_EXPORT_JSON_H
#define THEMEWALL_EXPORT_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/* Appends JSON to out, commas included. Strings must be valid UTF-8; only what JSON demands is
 * escaped. */
struct json {
	struct strbuf *out; /* borrowed */
	bool comma;         /* the next member or element needs one before it */
};

void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_line(struct json *json);                /* the next element starts a line */
void json_add_key(struct json *json, struct str name);
void json_str(struct json *json, struct str s);
void json_int(struct json *json, int64_t i);
void json_bool(struct json *json, bool on);
void json_null(struct json *json);

/* A key; inline like the members below, so that the length of a literal is known when compiling. */
static inline void json_key(struct json *json, const char *name)
{
	json_add_key(json, str_of(name));
}

static inline void json_key_str(struct json *json, const char *name, struct str s)
{
	json_key(json, name);
	json_str(json, s);
}

static inline void json_key_int(struct json *json, const char *name, int64_t i)
{
	json_key(json, name);
	json_int(json, i);
}

static inline void json_key_bool(struct json *json, const char *name, bool on)
{
	json_key(json, name);
	json_bool(json, on);
}

/* A code or a word that may be missing: null when empty. */
static inline void json_key_maybe(struct json *json, const char *name, struct str s)
{
	json_key(json, name);
	if (s.n)
		json_str(json, s);
	else
		json_null(json);
}

/* A number that may be missing: null when known is false. */
static inline void json_key_known(struct json *json, const char *name, bool known, int64_t i)
{
	json_key(json, name);
	if (known)
		json_int(json, i);
	else
		json_null(json);
}

#endif
