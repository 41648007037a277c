/*
 * Transcripts in JSON. SQLite says whether it is JSON, which of the known shapes it has, and hands
 * out its rows; the document is always a bound parameter. What a row holds is taken as far as it
 * goes: a number is a text, a missing time is unknown, an entry without text is counted. Nothing
 * but texts, speakers and times is looked at: such files also carry signed addresses.
 */
#include "json-internal.h"

#include <sqlite3.h>

#include "fields-internal.h"
#include "decode-internal.h"
#include "import-internal.h"
#include "markup-internal.h"
#include "readers-internal.h"
#include "stamp-internal.h"
#include "utterances-internal.h"
#include "themewall/base/banned.h"

enum row_key {
	ROW_KEY_TEXT,
	ROW_KEY_SPEAKER,
	ROW_KEY_START,
	ROW_KEY_END,
	ROW_KEY_JOIN,
	ROW_KEY_GROUP
};
enum { ROW_KEYS = ROW_KEY_GROUP + 1 };

/* A recording of a hundred hours; beyond is the time of day, counted from 1970. */
enum { MOST_MS = 100 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };

struct json_work {
	struct reading *reading;
	sqlite3 *db; /* in memory, for its JSON functions; owned */
	const struct json_shape *shape;
	struct fields rows;
	struct utterances said;
	struct strbuf text, name; /* cleaned, of the row at hand */
};

/* ---- is it JSON ---- */

static sqlite3_stmt *query(sqlite3 *db, const char *sql, struct str json)
{
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK)
		sqlite3_bind_text64(stmt, 1, json.p, json.n, SQLITE_STATIC, SQLITE_UTF8);
	return stmt;
}

/* Where that cannot be asked it is taken for some: reading it says so. */
static bool is_valid(sqlite3 *db, struct str text)
{
	sqlite3_stmt *stmt = query(db, "SELECT json_valid(?1)", text);
	bool valid = sqlite3_step(stmt) != SQLITE_ROW || sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return valid;
}

/* A handle that never asks for a file: whatever it sorts stays in memory. */
static sqlite3 *json_handle(void)
{
	sqlite3 *db = NULL;
	if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
	    sqlite3_exec(db, "PRAGMA temp_store=MEMORY", NULL, NULL, NULL) == SQLITE_OK)
		return db;
	sqlite3_close(db);
	return NULL;
}

/* A bracket and a quote, a bracket or a closing: meant to be JSON, even when it is damaged. */
static bool looks_like_json(struct str s)
{
	struct str inner = str_trim(str_part(s, 1, s.n));
	if (!inner.n)
		return false;
	return strchr(s.p[0] == '{' ? "\"}" : "{[]\"", inner.p[0]) != NULL;
}

bool json_is(struct str text)
{
	struct str s = str_trim(text);
	if (!s.n || (s.p[0] != '{' && s.p[0] != '['))
		return false;
	if (looks_like_json(s))
		return true;
	sqlite3 *db = json_handle();
	bool valid = !db || is_valid(db, s);
	sqlite3_close(db);
	return valid;
}

/* ---- escapes ---- */

/* SQLite ends a text at \u0000 and drops the rest of it. Each is made a \ufffd in a copy. */
static void spell_out_nuls(struct reading *reading)
{
	struct str text = reading->text;
	size_t at = json_find_nul(text, 0);
	if (at == text.n)
		return;
	char *copy = arena_strndup(&reading->draft->arena, text.p, text.n);
	for (; at < text.n; at = json_find_nul(text, at + 1)) {
		memcpy(copy + at, "\\ufffd", 6);
		notice(reading, NOTICE_NUL, 0);
	}
	reading->text.p = copy;
}

/* ---- rows ---- */

static int64_t read_ms(struct json_work *work, enum row_key key)
{
	struct str s = str_trim(field_scalar(&work->rows, key));
	double factor = work->shape->milliseconds ? 1 : 1000, number;
	struct stamp stamp;
	int64_t thousandths;
	if (field_is_number(&work->rows, key, &number))
		number = number * factor + 0.5;
	else if (stamp_scan_seconds(s, &thousandths))
		number = (double)thousandths / 1000 * factor + 0.5;
	else if (stamp_scan(s, &stamp) && stamp.nbytes == s.n)
		number = (double)stamp.ms;
	else
		return -1;
	if (number < 0 && key == ROW_KEY_START)
		notice(work->reading, NOTICE_NEGATIVE, 0);
	return number < 0 ? 0 : number < 1e15 ? (int64_t)number : -1;
}

static int64_t read_label(struct json_work *work)
{
	struct reading *reading = work->reading;
	decode_escaped(reading, field_scalar(&work->rows, ROW_KEY_SPEAKER), &work->name);
	size_t n = markup_write(work->name.buf, strbuf_str(&work->name), MARKUP_NONE, NULL);
	return labels_intern_voice(&reading->labels, &reading->draft->arena,
				   (struct str){work->name.buf, n});
}

static void read_row(struct json_work *work)
{
	struct said said = {.end_ms = -1};
	double number;
	decode_escaped(work->reading, field_scalar(&work->rows, ROW_KEY_TEXT), &work->text);
	said.text = strbuf_str(&work->text);
	if (field_is_number(&work->rows, ROW_KEY_JOIN, &number))
		said.join = (enum join)number;
	if (!str_trim(said.text).n && said.join != JOIN_PUNCTUATION) {
		notice(work->reading, NOTICE_NO_TEXT, 0);
		return;
	}
	if (field_is_number(&work->rows, ROW_KEY_GROUP, &number))
		said.group = (int64_t)number;
	said.label = read_label(work);
	said.start_ms = read_ms(work, ROW_KEY_START);
	said.end_ms = read_ms(work, ROW_KEY_END);
	utterances_add(&work->said, &said);
}

static bool read_rows(struct json_work *work, struct err *err)
{
	const struct json_shape *shape = work->shape;
	const char *const sql[ROW_KEYS] = {shape->text, shape->speaker, shape->start,
					   shape->end,  shape->join,    shape->group};
	struct strbuf keys[ROW_KEYS];
	const char *names[ROW_KEYS];
	for (int i = 0; i < ROW_KEYS; i++) {
		strbuf_init(&keys[i]);
		strbuf_addf(&keys[i], "=%s", sql[i] ? sql[i] : "NULL");
		names[i] = keys[i].buf;
	}
	work->rows = (struct fields){.arena = &work->reading->draft->arena,
				     .file = work->reading->name,
				     .list = "segments",
				     .from = shape->rows,
				     .err = err};
	fields_open(&work->rows, work->db, names, ROW_KEYS);
	fields_over(&work->rows, work->reading->text, "$");
	while (fields_next(&work->rows))
		read_row(work);
	for (int i = 0; i < ROW_KEYS; i++)
		strbuf_release(&keys[i]);
	return fields_close(&work->rows);
}

/* ---- which shape ---- */

static const struct json_shape *find_shape(struct json_work *work)
{
	const struct json_shape *shapes, *found = NULL;
	struct strbuf sql = STRBUF_INIT;
	size_t n = json_shapes(&shapes);
	strbuf_add_z(&sql, "SELECT CASE");
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&sql, " WHEN %s THEN %zu", shapes[i].when, i);
	strbuf_add_z(&sql, " END");
	sqlite3_stmt *stmt = query(work->db, sql.buf, work->reading->text);
	if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		found = &shapes[sqlite3_column_int(stmt, 0)];
	sqlite3_finalize(stmt);
	strbuf_release(&sql);
	return found;
}

/* What the document is made of, for a person who wonders what file this is. */
static void add_keys(struct json_work *work, struct strbuf *out)
{
	static const char sql[] = "SELECT key FROM json_each(?1, CASE json_type(?1) WHEN 'array'"
				  " THEN '$[0]' ELSE '$' END) WHERE typeof(key)='text' LIMIT 8";
	sqlite3_stmt *stmt = query(work->db, sql, work->reading->text);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		decode_escaped(work->reading, str_of((const char *)sqlite3_column_text(stmt, 0)),
			       &work->name);
		strbuf_addf(out, "%s%s", out->len ? ", " : "; keys seen: ", work->name.buf);
	}
	sqlite3_finalize(stmt);
}

static bool fail_shape(struct json_work *work, struct err *err)
{
	struct strbuf keys = STRBUF_INIT;
	add_keys(work, &keys);
	err_set(err, ERR_FORMAT, "%.*s is valid JSON, but no list with text fields%s",
		STR_ARG(work->reading->name), keys.buf);
	strbuf_release(&keys);
	return false;
}

/* ---- the whole ---- */

/* Are these times whole seconds, and more than a day of them? Then they were milliseconds. */
static bool are_thousandfold(const struct utterances *said)
{
	int64_t latest = -1;
	for (size_t i = 0; i < said->n; i++) {
		if (said->items[i].start_ms % 1000 > 0)
			return false;
		if (said->items[i].start_ms > latest)
			latest = said->items[i].start_ms;
	}
	return latest > DAY_MS;
}

static void mend_time(int64_t *ms, bool thousandfold)
{
	if (*ms >= 0 && thousandfold)
		*ms /= 1000;
	if (*ms > MOST_MS)
		*ms = -1;
}

static void mend_times(struct utterances *said, bool guessed)
{
	bool thousandfold = guessed && are_thousandfold(said);
	for (size_t i = 0; i < said->n; i++) {
		mend_time(&said->items[i].start_ms, thousandfold);
		mend_time(&said->items[i].end_ms, thousandfold);
	}
}

static void settle(struct json_work *work)
{
	struct reading *reading = work->reading;
	reading->draft->dialect = work->shape->dialect;
	reading->ascii = reading->ascii && str_find_char(reading->text, '\\') == reading->text.n;
	if (work->shape->guessed)
		notice(reading, NOTICE_GUESSED, 0);
	mend_times(&work->said, work->shape->guessed);
	size_t misplaced = utterances_sort(&work->said);
	if (misplaced && !work->said.words)
		notice_say(reading, 0,
			   "%zu of %zu entries were out of order; sorted by their start", misplaced,
			   work->said.n);
	utterances_finish(reading, &work->said);
	if (!reading->draft->nspeakers)
		notice(reading, NOTICE_NO_SPEAKERS, 0);
}

static bool read_document(struct json_work *work, struct err *err)
{
	struct reading *reading = work->reading;
	if (reading->tallies[NOTICE_NUL].count || !is_valid(work->db, reading->text))
		return err_set(err, ERR_FORMAT,
			       "%.*s is not valid JSON (the file may be incomplete, %zu bytes); "
			       "export it again",
			       STR_ARG(reading->name), reading->text.n);
	spell_out_nuls(reading);
	work->shape = find_shape(work);
	if (!work->shape)
		return fail_shape(work, err);
	work->said.words = work->shape->join != NULL;
	if (!read_rows(work, err))
		return false;
	settle(work);
	return true;
}

bool json_read(struct reading *reading, struct err *err)
{
	struct json_work work = {.reading = reading,
				 .db = json_handle(),
				 .said = {.text = STRBUF_INIT},
				 .text = STRBUF_INIT,
				 .name = STRBUF_INIT};
	bool done = work.db ? read_document(&work, err)
			    : err_set(err, ERR_FAILED, "%.*s: JSON cannot be read here",
				      STR_ARG(reading->name));
	sqlite3_close(work.db);
	utterances_release(&work.said);
	strbuf_release(&work.text);
	strbuf_release(&work.name);
	return done;
}
