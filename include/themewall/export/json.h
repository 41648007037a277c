#ifndef THEMEWALL_EXPORT_JSON_H
#define THEMEWALL_EXPORT_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/str.h"

/* Appends JSON to out, commas included. Strings must be valid UTF-8; only what JSON demands is
 * escaped. */
struct json {
	struct strbuf *out; /* borrowed */
	bool comma;	    /* the next member or element needs one before it */
};

void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_line(struct json *json);		  /* the next element starts a line */
void json_key(struct json *json, const char *name);
void json_str(struct json *json, struct str s);
void json_int(struct json *json, int64_t i);
void json_bool(struct json *json, bool on);
void json_null(struct json *json);

/* Members of an object. */
void json_key_str(struct json *json, const char *name, struct str s);
void json_key_int(struct json *json, const char *name, int64_t i);
void json_key_bool(struct json *json, const char *name, bool on);
/* A code or a word that may be missing: null when empty. */
void json_key_maybe(struct json *json, const char *name, struct str s);
/* A number that may be missing: null when known is false. */
void json_key_known(struct json *json, const char *name, bool known, int64_t i);

#endif
