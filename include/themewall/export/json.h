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
void json_str(struct json *json, struct str s);
void json_word(struct json *json, struct str word); /* one of ours: nothing in it to escape */
void json_int(struct json *json, int64_t i);
void json_bool(struct json *json, bool on);
void json_null(struct json *json);

/* Room for nbytes and a comma, the comma written; the caller writes on and calls json_done. */
static inline char *json_room(struct json *json, size_t nbytes)
{
	struct strbuf *out = json->out;

	if (out->cap - out->len <= nbytes + 1)
		strbuf_reserve(out, nbytes + 1);
	char *p = out->buf + out->len;
	*p = ',';
	return p + json->comma;
}

static inline void json_done(struct json *json, char *end, bool comma)
{
	*end = '\0';
	json->out->len = (size_t)(end - json->out->buf);
	json->comma = comma;
}

/* A key; inline like the members below, so that the length of a literal is known when compiling. */
static inline void json_key(struct json *json, const char *name)
{
	size_t n = strlen(name);
	char *p = json_room(json, n + 3);

	*p = '"';
	memcpy(p + 1, name, n);
	memcpy(p + 1 + n, "\":", 2);
	json_done(json, p + n + 3, false);
}

static inline void json_key_str(struct json *json, const char *name, struct str s)
{
	json_key(json, name);
	json_str(json, s);
}

static inline void json_key_word(struct json *json, const char *name, struct str word)
{
	json_key(json, name);
	json_word(json, word);
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

/* A word of ours, as above, that may be missing: null when empty. */
static inline void json_key_word_maybe(struct json *json, const char *name, struct str word)
{
	json_key(json, name);
	if (word.n)
		json_word(json, word);
	else
		json_null(json);
}

/* A text that may be missing: null when empty. */
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
