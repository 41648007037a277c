/*
 * A whole wall from its JSON export: the mirror of export/json.c. The document is taken apart once
 * into its lists; each list is then read by its own statement into rows with small ids, which the
 * store numbers anew. Everything a hostile file could break later (references, ranges, cycles,
 * words that are not in the transcript) is refused here.
 */
#include "wall-internal.h"

#include <stdlib.h>

#include "import-internal.h"
#include "readers-internal.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { FORMAT_VERSION = 1, TITLE_MAX = 300 };

/* One value out of a document; NULL when it is no JSON at all. */
static sqlite3_stmt *query(sqlite3 *db, const char *sql, struct str json)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_text64(stmt, 1, json.p, json.n, SQLITE_STATIC, SQLITE_UTF8);
	return stmt;
}

/* Steps over a string that begins at the quote p; returns behind its end. */
static const char *string_end(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		p += *p == '\\' && p + 1 < end;
	return p < end ? p + 1 : end;
}

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* XML says at its beginning which it is; in UTF-16 there is a NUL in each of its characters. */
static bool is_project_xml(struct str bytes)
{
	char head[4096];
	struct str kept = {head, 0};
	size_t n = bytes.n < 2 * sizeof head ? bytes.n : 2 * sizeof head;
	for (size_t i = 0; i < n && kept.n < sizeof head; i++)
		if (bytes.p[i])
			head[kept.n++] = bytes.p[i];
	return str_find(kept, STR("urn:QDA-XML:")) < kept.n && str_find_char(kept, '<') < 64;
}

/* Its name stands in the archive's directory; its namespace, at the XML's beginning. */
static bool is_project(struct str bytes)
{
	static const char name[] = "project.qde";
	const char *p = bytes.p, *end = bytes.p + bytes.n;
	if (!package_is(bytes))
		return is_project_xml(bytes);
	for (; (p = memchr(p, '.', (size_t)(end - p))); p++)
		if (p - bytes.p >= 7 && end - p >= 4 &&
		    str_equal_ascii((struct str){p - 7, sizeof name - 1}, str_of(name)))
			return true;
	return false;
}

/* Looks for "themewall": NUMBER among the members of the document itself; nothing is parsed, so
 * this may be asked of any file outside the child. */
static bool is_export(struct str bytes)
{
	static const char key[] = "\"themewall\"";
	const char *p = skip_space(bytes.p, bytes.p + bytes.n), *end = bytes.p + bytes.n;
	int depth = 0;

	if (p == end || *p != '{')
		return false;
	while (p < end) {
		const char *from = p;
		if (*p != '"') {
			depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
			p++;
			continue;
		}
		p = string_end(p, end);
		if (depth != 1 || (size_t)(p - from) != sizeof key - 1 ||
		    memcmp(from, key, sizeof key - 1) != 0)
			continue;
		p = skip_space(p, end);
		if (p == end || *p != ':')
			continue;
		p = skip_space(p + 1, end);
		return p < end && *p >= '0' && *p <= '9';
	}
	return false;
}

bool import_is_wall(struct str bytes)
{
	return is_export(bytes) || is_project(bytes);
}

struct row_change *wall_row(struct wall_reader *reader, enum table table)
{
	struct wall_image *image = reader->image;

	ALLOC_GROW(image->rows, image->nrows + 1, reader->caprows);
	struct row_change *row = &image->rows[image->nrows++];
	*row = (struct row_change){.table = table, .op = ROW_INSERT};
	for (int i = 0; i < table_info(table)->ncolumns; i++)
		row->column[i] = value_null();
	return row;
}

struct fields wall_fields(struct wall_reader *reader, const char *list)
{
	return (struct fields){.arena = &reader->image->arena,
			       .file = reader->file,
			       .list = list,
			       .err = reader->err};
}

static int64_t code_key(struct code code)
{
	return (int64_t)code.letter << 32 | code.number;
}

int64_t wall_new_id(struct wall_reader *reader, struct fields *fields, enum code_kind kind,
		    struct str text)
{
	struct code code;

	if (fields->failed)
		return 0;
	if (!code_parse(text, kind, &code)) {
		fields_fail(fields, "\"%.*s\" is no code for its id", STR_ARG(text));
		return 0;
	}
	if (map_get(&reader->codes[kind], code_key(code)) != MAP_ABSENT) {
		fields_fail(fields, "\"%.*s\" is there twice", STR_ARG(text));
		return 0;
	}
	map_put(&reader->codes[kind], code_key(code), (uint32_t)++reader->last_id);
	return reader->last_id;
}

int64_t wall_find_id(struct wall_reader *reader, struct fields *fields, enum code_kind kind,
		     struct str text)
{
	struct code code;

	if (fields->failed || text.n == 0)
		return 0;
	uint32_t id = code_parse(text, kind, &code) ? map_get(&reader->codes[kind], code_key(code))
						    : MAP_ABSENT;
	if (id != MAP_ABSENT)
		return id;
	fields_fail(fields, "\"%.*s\" is not in the file", STR_ARG(text));
	return 0;
}

const struct wall_text *wall_find_text(struct wall_reader *reader, struct fields *fields,
				       struct str id)
{
	if (fields->failed || id.n == 0)
		return NULL;
	/* cards come mostly transcript by transcript: begin where the last one was found */
	for (size_t k = 0; k < reader->ntexts; k++) {
		size_t i = (reader->last_text + k) % reader->ntexts;
		if (str_equal(reader->texts[i].id, id)) {
			reader->last_text = i;
			return &reader->texts[i];
		}
	}
	fields_fail(fields, "transcript \"%.*s\" is not in the file", STR_ARG(id));
	return NULL;
}

enum study_key { STUDY_KEY_TITLE, STUDY_KEY_QUESTION, STUDY_KEY_SEGMENT, STUDY_KEY_CREATED };

static bool read_study(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {"title", "question", "segment", "created_ms"};
	struct fields fields = wall_fields(reader, "study");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	if (!fields_next(&fields)) {
		fields_fail(&fields, "missing");
		return fields_close(&fields);
	}
	struct row_change *row = wall_row(reader, TABLE_STUDY);
	struct str title = field_text(&fields, STUDY_KEY_TITLE);
	struct str segment = field_text(&fields, STUDY_KEY_SEGMENT);
	if (title.n == 0 || segment.n == 0 || utf8_length(title) > TITLE_MAX)
		fields_fail(&fields, "\"title\" or \"segment\" is empty or too long");
	row->column[STUDY_ID] = value_int(1);
	row->column[STUDY_TITLE] = value_text(title);
	row->column[STUDY_QUESTION] = value_text(field_text(&fields, STUDY_KEY_QUESTION));
	row->column[STUDY_SEGMENT] = value_text(segment);
	row->column[STUDY_CREATED] =
		value_int(field_int(&fields, STUDY_KEY_CREATED, INT64_MIN, INT64_MAX));
	return fields_close(&fields);
}

/* The lists of the document, each as its own JSON text. */
enum list {
	LIST_STUDY,
	LIST_PARTICIPANTS,
	LIST_SESSIONS,
	LIST_TRANSCRIPTS,
	LIST_CLUSTERS,
	LIST_CARDS,
	LIST_INSIGHTS,
	LIST_BELIEFS,
	LIST_DECISIONS,
	LIST_LAYERS,
	LIST_BALLOTS,
	LIST_LENSES,
	LISTS
};

/* The study becomes a list of one, so that it is read like the others. */
static bool take_apart(struct wall_reader *reader, struct str bytes, struct str *lists)
{
	static const char sql[] =
		"SELECT CASE key WHEN 'study' THEN 0 WHEN 'participants' THEN 1 WHEN 'sessions' "
		"THEN 2"
		" WHEN 'transcripts' THEN 3 WHEN 'clusters' THEN 4 WHEN 'cards' THEN 5"
		" WHEN 'insights' THEN 6 WHEN 'beliefs' THEN 7 WHEN 'decisions' THEN 8"
		" WHEN 'layers' THEN 9 WHEN 'ballots' THEN 10 WHEN 'lenses' THEN 11 END AS list,"
		" CASE key WHEN 'study' THEN json_array(json(value)) ELSE value END"
		" FROM json_each(?1) WHERE list IS NOT NULL AND type IN ('array', 'object')";
	sqlite3_stmt *stmt = query(reader->db, sql, bytes);
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		size_t n = (size_t)sqlite3_column_bytes(stmt, 1);
		const char *p = (const char *)sqlite3_column_text(stmt, 1);
		lists[sqlite3_column_int(stmt, 0)] =
			(struct str){arena_strndup(&reader->image->arena, p, n), n};
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return true;
	return err_set(reader->err, ERR_FORMAT,
		       "%.*s: not valid JSON (%zu bytes); the file may be cut off: export it again",
		       STR_ARG(reader->file), bytes.n);
}

static bool check_version(struct wall_reader *reader, struct str bytes)
{
	sqlite3_stmt *stmt = query(reader->db, "SELECT json_extract(?1,'$.themewall')", bytes);
	bool known = true;

	if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int64(stmt, 0) > FORMAT_VERSION)
		known = err_set(
			reader->err, ERR_FORMAT,
			"%.*s: made by a newer themewall (format %lld); update this one first",
			STR_ARG(reader->file), (long long)sqlite3_column_int64(stmt, 0));
	sqlite3_finalize(stmt);
	return known;
}

static bool read_wall(struct wall_reader *reader, struct str bytes)
{
	struct str lists[LISTS] = {{NULL, 0}};

	if (!utf8_is_valid(bytes) || str_find_char(bytes, '\0') < bytes.n)
		return err_set(reader->err, ERR_FORMAT,
			       "%.*s: damaged text, not UTF-8; export it again",
			       STR_ARG(reader->file));
	if (json_find_nul(bytes, 0) < bytes.n)
		return err_set(reader->err, ERR_FORMAT,
			       "%.*s: a text in it holds a NUL (\\u0000); take it out",
			       STR_ARG(reader->file));
	return check_version(reader, bytes) && take_apart(reader, bytes, lists) &&
	       read_study(reader, lists[LIST_STUDY]) &&
	       wall_read_participants(reader, lists[LIST_PARTICIPANTS]) &&
	       wall_read_sessions(reader, lists[LIST_SESSIONS]) &&
	       wall_read_transcripts(reader, lists[LIST_TRANSCRIPTS]) &&
	       wall_read_clusters(reader, lists[LIST_CLUSTERS]) &&
	       wall_read_cards(reader, lists[LIST_CARDS]) &&
	       wall_read_copies(reader, lists[LIST_CLUSTERS]) &&
	       wall_read_insights(reader, lists[LIST_INSIGHTS]) &&
	       wall_read_beliefs(reader, lists[LIST_BELIEFS]) &&
	       wall_read_decisions(reader, lists[LIST_DECISIONS]) &&
	       wall_read_layers(reader, lists[LIST_LAYERS]) &&
	       wall_read_ballots(reader, lists[LIST_BALLOTS]) &&
	       wall_read_lenses(reader, lists[LIST_LENSES]);
}

bool import_wall(struct wall_image *image, struct str name, struct str bytes, struct err *err)
{
	struct wall_reader reader = {.image = image, .file = name, .err = err, .last_id = 1};
	bool read;

	*image = (struct wall_image){0};
	struct strbuf json = STRBUF_INIT, said = STRBUF_INIT;
	bool project = is_project(bytes);
	if (project && !qdpx_to_json(&image->arena, base_name(name), bytes, &json, &said, err))
		read = false;
	else if (sqlite3_open(":memory:", &reader.db) == SQLITE_OK)
		read = read_wall(&reader, project ? strbuf_str(&json) : bytes);
	else
		read = err_set(err, ERR_FAILED, "cannot read JSON: %s", sqlite3_errmsg(reader.db));
	image->said = (struct str){arena_strndup(&image->arena, said.buf, said.len), said.len};
	strbuf_release(&json);
	strbuf_release(&said);
	sqlite3_close(reader.db);
	for (int kind = 0; kind < CODE_KINDS; kind++)
		map_release(&reader.codes[kind]);
	free(reader.texts);
	if (!read)
		wall_image_release(image);
	return read;
}

void wall_image_release(struct wall_image *image)
{
	free(image->rows);
	free(image->turns);
	arena_release(&image->arena);
	*image = (struct wall_image){0};
}
