/*
 * JSON by SQLite: json_each makes rows of elements, json_extract makes columns of keys. The
 * document is always a bound parameter, never part of a statement. What JSON cannot promise (types,
 * ranges, clean text) is checked here.
 */
#include "fields-internal.h"

#include <stdarg.h>

#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

void fields_fail(struct fields *fields, const char *format, ...)
{
	struct strbuf what = STRBUF_INIT;
	va_list args;

	if (fields->failed)
		return;
	fields->failed = true;
	va_start(args, format);
	strbuf_vaddf(&what, format, args);
	va_end(args);
	err_set(fields->err, ERR_FORMAT, "%.*s: %s[%lld]: %s", STR_ARG(fields->file), fields->list,
		(long long)fields->index, what.buf);
	strbuf_release(&what);
}

static void fail_sqlite(struct fields *fields)
{
	err_set(fields->err, ERR_FORMAT,
		"%.*s: %s cannot be read as JSON (%s); the file may be cut off: export it again",
		STR_ARG(fields->file), fields->list,
		sqlite3_errmsg(sqlite3_db_handle(fields->stmt)));
	fields->failed = true;
}

/* Behind an odd number of others a backslash stands for itself. */
size_t json_find_nul(struct str json, size_t from)
{
	while ((from += str_find(str_part(json, from, json.n), STR("\\u0000"))) < json.n) {
		size_t before = from;
		while (before > 0 && json.p[before - 1] == '\\')
			before--;
		if ((from - before) % 2 == 0)
			return from;
		from++;
	}
	return json.n;
}

static void add_column(struct strbuf *sql, const char *key)
{
	if (key[0] == '=')
		strbuf_add_z(sql, key + 1);
	else
		strbuf_addf(sql, "json_extract(value,'$%s%s')", key[0] == '[' ? "" : ".", key);
}

void fields_open(struct fields *fields, sqlite3 *db, const char *const *keys, size_t nkeys)
{
	struct strbuf sql = STRBUF_INIT;

	strbuf_add_z(&sql, "SELECT ");
	for (size_t i = 0; i < nkeys; i++) {
		if (i)
			strbuf_add_char(&sql, ',');
		add_column(&sql, keys[i]);
	}
	strbuf_addf(&sql, " FROM %s", fields->from ? fields->from : "json_each(?1,?2)");
	fields->keys = keys;
	if (sqlite3_prepare_v2(db, sql.buf, (int)sql.len + 1, &fields->stmt, NULL) != SQLITE_OK) {
		err_set(fields->err, ERR_FAILED, "cannot read JSON: %s", sqlite3_errmsg(db));
		fields->failed = true;
	}
	strbuf_release(&sql);
}

void fields_over(struct fields *fields, struct str json, const char *path)
{
	fields->index = -1;
	if (fields->failed)
		return;
	sqlite3_reset(fields->stmt);
	sqlite3_bind_text64(fields->stmt, 1, json.n ? json.p : "[]", json.n ? json.n : 2,
			    SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text(fields->stmt, 2, path, -1, SQLITE_STATIC);
}

bool fields_next(struct fields *fields)
{
	if (fields->failed)
		return false;
	int rc = sqlite3_step(fields->stmt);
	fields->index++;
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		fail_sqlite(fields);
	return false;
}

bool fields_close(struct fields *fields)
{
	sqlite3_finalize(fields->stmt);
	fields->stmt = NULL;
	return !fields->failed;
}

static const char *key_name(const struct fields *fields, int key)
{
	const char *name = fields->keys[key];

	return name[0] == '=' ? name + 1 : name;
}

static struct str column(struct fields *fields, int key)
{
	const char *p = (const char *)sqlite3_column_text(fields->stmt, key);

	return (struct str){p, (size_t)sqlite3_column_bytes(fields->stmt, key)};
}

struct str field_text(struct fields *fields, int key)
{
	if (fields->failed)
		return STR("");
	if (sqlite3_column_type(fields->stmt, key) != SQLITE_TEXT) {
		fields_fail(fields, "\"%s\" is missing or is no text", key_name(fields, key));
		return STR("");
	}
	/* stored text holds no controls: an import shall not bring them in by the back door */
	struct str s = column(fields, key);
	if (!utf8_is_valid(s) || safe_has_controls(s)) {
		fields_fail(fields, "\"%s\" holds damaged or control characters; take them out",
			    key_name(fields, key));
		return STR("");
	}
	return (struct str){arena_strndup(fields->arena, s.p, s.n), s.n};
}

struct str field_maybe(struct fields *fields, int key)
{
	if (fields->failed || sqlite3_column_type(fields->stmt, key) == SQLITE_NULL)
		return STR("");
	return field_text(fields, key);
}

struct str field_json(struct fields *fields, int key)
{
	if (fields->failed || sqlite3_column_type(fields->stmt, key) != SQLITE_TEXT) {
		fields_fail(fields, "\"%s\" is missing", key_name(fields, key));
		return STR("[]");
	}
	return column(fields, key);
}

struct str field_scalar(struct fields *fields, int key)
{
	return column(fields, key);
}

bool field_is_number(struct fields *fields, int key, double *value)
{
	int type = sqlite3_column_type(fields->stmt, key);

	if (type != SQLITE_INTEGER && type != SQLITE_FLOAT)
		return false;
	*value = sqlite3_column_double(fields->stmt, key);
	return true;
}

bool field_line(struct fields *fields, const char *list, struct str *rest, struct str *line)
{
	size_t end = str_find_char(*rest, '\n');
	if (fields->failed || !rest->n)
		return false;
	*line = str_part(*rest, 0, end);
	*rest = str_part(*rest, end + (end < rest->n), rest->n);
	if (!line->n)
		fields_fail(fields, "\"%s\" holds an empty one", list);
	return line->n > 0;
}

int64_t field_int(struct fields *fields, int key, int64_t least, int64_t most)
{
	if (fields->failed)
		return least;
	int64_t i = sqlite3_column_int64(fields->stmt, key);
	if (sqlite3_column_type(fields->stmt, key) == SQLITE_INTEGER && i >= least && i <= most)
		return i;
	fields_fail(fields, "\"%s\" is missing or out of range", key_name(fields, key));
	return least;
}

int64_t field_known(struct fields *fields, int key, int64_t least, int64_t most, int64_t unknown)
{
	if (fields->failed || sqlite3_column_type(fields->stmt, key) == SQLITE_NULL)
		return unknown;
	return field_int(fields, key, least, most);
}
