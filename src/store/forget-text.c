/*
 * The name out of what was said and of every text made from it. Turns are struck one by one;
 * excerpts are then cut anew from the struck text, because their context may begin in the middle of
 * a name; a quote's card follows its excerpt. All other texts are struck by themselves.
 */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"

#include "forget-internal.h"
#include "turns-internal.h"

#include "themewall/base/banned.h"

static struct str keep(struct forgetting *f, struct str s)
{
	return (struct str){arena_strndup(&f->arena, s.p ? s.p : "", s.n), s.n};
}

/* Into the arena when something was struck; else s itself. */
static struct str strike(struct forgetting *f, struct str s, bool any_case)
{
	struct strbuf out = STRBUF_INIT;
	if (mask_text(f->mask, &out, s, any_case))
		s = keep(f, strbuf_str(&out));
	strbuf_release(&out);
	return s;
}

/* ---- turns ---- */

struct struck_turn {
	int64_t seq;
	struct str text;
};

static bool write_turns(struct forgetting *f, int64_t transcript, const struct struck_turn *turns,
			size_t n)
{
	bool good = true;
	for (size_t i = 0; good && i < n; i++)
		good = db_run(f->db, f->err,
			      "UPDATE turn SET text = ?1 WHERE transcript = ?2 AND seq = ?3", "tii",
			      turns[i].text, transcript, turns[i].seq);
	f->report->turns += n;
	return good;
}

static bool write_transcript(struct forgetting *f, int64_t id, struct str text, struct str old_sha)
{
	ALLOC_GROW(f->texts, f->ntexts + 1, f->texts_capacity);
	struct masked_text *masked = &f->texts[f->ntexts];
	*masked = (struct masked_text){.text = keep(f, text)};
	memcpy(masked->old_sha, old_sha.p, old_sha.n < SHA256_BYTES ? old_sha.n : SHA256_BYTES);
	sha256_of(text.p, text.n, masked->sha);
	map_put(&f->by_transcript, id, (uint32_t)f->ntexts++);
	return db_run(f->db, f->err, "UPDATE transcript SET sha256_text = ?1 WHERE id = ?2", "bi",
		      (struct str){(const char *)masked->sha, SHA256_BYTES}, id);
}

static bool forget_transcript(struct forgetting *f, int64_t id, struct str old_sha)
{
	struct struck_turn *turns = NULL;
	size_t n = 0, capacity = 0;
	struct strbuf whole = STRBUF_INIT;
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows =
		db_query(f->db, f->err,
			 "SELECT seq, text FROM turn WHERE transcript = ?1 ORDER BY seq", "i", id);
	while (rows && (step = db_step(f->db, rows, f->err)) == DB_ROW) {
		struct str text = db_column_text(rows, 1), struck = strike(f, text, false);
		if (sqlite3_column_int64(rows, 0))
			strbuf_add_char(&whole, '\n');
		strbuf_add_str(&whole, struck);
		if (struck.p == text.p)
			continue;
		ALLOC_GROW(turns, n + 1, capacity);
		turns[n++] = (struct struck_turn){sqlite3_column_int64(rows, 0), struck};
	}
	bool good = step == DB_DONE;
	if (good && n)
		good = write_turns(f, id, turns, n) &&
		       write_transcript(f, id, strbuf_str(&whole), old_sha);
	free(turns);
	strbuf_release(&whole);
	return good;
}

bool forget_turns(struct forgetting *f)
{
	int64_t id = 0;
	for (;;) {
		enum db_step step = DB_FAILED;
		sqlite3_stmt *row = db_query(
			f->db, f->err,
			"SELECT id, sha256_text FROM transcript WHERE id > ?1 ORDER BY id LIMIT 1",
			"i", id);
		if (row)
			step = db_step(f->db, row, f->err);
		if (step != DB_ROW)
			return step == DB_DONE;
		id = sqlite3_column_int64(row, 0);
		struct str sha = keep(f, db_column_blob(row, 1));
		sqlite3_reset(row);
		if (!forget_transcript(f, id, sha))
			return false;
	}
}

/* ---- texts cut from turns ---- */

bool forget_slice(struct forgetting *f, const struct lie *lie, enum excerpt_part part,
		  struct str *text)
{
	uint32_t at = lie->transcript ? map_get(&f->by_transcript, lie->transcript) : MAP_ABSENT;
	if (at == MAP_ABSENT || lie->start < 0 || lie->end <= lie->start)
		return false;
	struct str all = f->texts[at].text;
	size_t start = utf8_offset(all, (size_t)lie->start);
	size_t end = chars_forth(all, start, (size_t)(lie->end - lie->start));
	*text = part == PART_QUOTE    ? str_part(all, start, end)
		: part == PART_PREFIX ? str_part(all, chars_back(all, start, CONTEXT_CHARS), start)
				      : str_part(all, end, chars_forth(all, end, CONTEXT_CHARS));
	return true;
}

static int64_t hash_of(struct str s)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
	return (int64_t)(hash >> 1 | 1);
}

void forget_know(struct forgetting *f, struct str was, struct str is)
{
	if (map_get(&f->by_words, hash_of(was)) != MAP_ABSENT)
		return;
	ALLOC_GROW(f->known, f->nknown + 1, f->known_capacity);
	f->known[f->nknown] = (struct known_text){keep(f, was), keep(f, is)};
	map_put(&f->by_words, hash_of(was), (uint32_t)f->nknown++);
}

static const struct known_text *known(const struct forgetting *f, struct str was)
{
	uint32_t at = map_get(&f->by_words, hash_of(was));
	return at != MAP_ABSENT && str_equal(f->known[at].was, was) ? &f->known[at] : NULL;
}

/* ---- all other texts ---- */

/* Words of the program, and keys. */
static bool is_free_text(enum table table, int column)
{
	static const char *const fixed[] = {
		"code",          "consent_record", "consent_quote", "segment", "date",
		"origin_format", "encoding",       "role",          "kind",    "place",
		"rank",          "confidence",     "status",        "stance",  "verdict",
		"coder",         "what",           "colour",        "shows"};
	const struct table_info *info = table_info(table);
	if (info->columns[column].type != COLUMN_TEXT || column < info->nkeys)
		return false;
	for (size_t i = 0; i < TW_COUNT(fixed); i++)
		if (!strcmp(info->columns[column].name, fixed[i]))
			return false;
	return true;
}

/* Names and titles spell people as they like; what was said and thought is taken at its word. */
static bool is_title(enum table table)
{
	return table == TABLE_IDENTITY || table == TABLE_SPEAKER || table == TABLE_TRANSCRIPT ||
	       table == TABLE_SESSION || table == TABLE_LENS;
}

struct str forget_value(struct forgetting *f, enum table table, int column, struct str text)
{
	if (!is_free_text(table, column))
		return text;
	const struct known_text *quote =
		table == TABLE_CARD && column == CARD_TEXT ? known(f, text) : NULL;
	if (quote)
		return str_equal(quote->is, text) ? text : quote->is;
	return strike(f, text, is_title(table));
}

/* Statement texts must live as long as the connection. */
static const char *keep_sql(struct store *store, struct strbuf *sql)
{
	const char *kept = arena_strndup(&store->names, sql->buf, sql->len);
	strbuf_reset(sql);
	return kept;
}

struct struck_row {
	struct value key[2], text;
};

static bool write_rows(struct forgetting *f, enum table table, int column,
		       const struct struck_row *rows, size_t n)
{
	const struct table_info *info = table_info(table);
	struct strbuf sql = STRBUF_INIT;
	bool good = true;
	strbuf_addf(&sql, "UPDATE %s SET \"%s\" = ?1 WHERE \"%s\" = ?2", info->name,
		    info->columns[column].name, info->columns[0].name);
	if (info->nkeys == 2)
		strbuf_addf(&sql, " AND \"%s\" = ?3", info->columns[1].name);
	const char *update = keep_sql(f->store, &sql);
	for (size_t i = 0; good && i < n; i++) {
		struct value values[3] = {rows[i].text, rows[i].key[0], rows[i].key[1]};
		good = db_run_values(f->db, f->err, update, values, 1 + info->nkeys);
	}
	f->report->texts += n;
	strbuf_release(&sql);
	return good;
}

static struct value key_of(struct forgetting *f, sqlite3_stmt *row, int column)
{
	if (sqlite3_column_type(row, column) == SQLITE_INTEGER)
		return value_int(sqlite3_column_int64(row, column));
	return value_text(keep(f, db_column_text(row, column)));
}

static bool forget_column(struct forgetting *f, enum table table, int column)
{
	const struct table_info *info = table_info(table);
	struct strbuf sql = STRBUF_INIT;
	struct struck_row *found = NULL;
	size_t n = 0, capacity = 0;
	enum db_step step = DB_FAILED;
	strbuf_addf(&sql, "SELECT \"%s\", \"%s\", \"%s\" FROM %s", info->columns[column].name,
		    info->columns[0].name, info->columns[info->nkeys - 1].name, info->name);
	sqlite3_stmt *rows = db_query(f->db, f->err, keep_sql(f->store, &sql), "");
	while (rows && (step = db_step(f->db, rows, f->err)) == DB_ROW) {
		struct str text = db_column_text(rows, 0);
		struct str is = forget_value(f, table, column, text);
		if (is.p == text.p)
			continue;
		ALLOC_GROW(found, n + 1, capacity);
		found[n++] = (struct struck_row){{key_of(f, rows, 1), key_of(f, rows, 2)},
						 value_text(is)};
	}
	bool good = step == DB_DONE && write_rows(f, table, column, found, n);
	free(found);
	strbuf_release(&sql);
	return good;
}

/* Quotes and their context, cut anew where the transcript was touched. Elsewhere the name is in a
 * context that begins or ends within a word, or in one that never stood there. */
static bool forget_excerpt_part(struct forgetting *f, int column, enum excerpt_part part)
{
	static const char *const selects[] = {
		"SELECT id, transcript, start, \"end\", quote FROM excerpt",
		"SELECT id, transcript, start, \"end\", prefix FROM excerpt",
		"SELECT id, transcript, start, \"end\", suffix FROM excerpt"};
	struct struck_row *found = NULL;
	size_t n = 0, capacity = 0;
	enum db_step step = DB_FAILED;
	sqlite3_stmt *rows = db_query(f->db, f->err, selects[part], "");
	while (rows && (step = db_step(f->db, rows, f->err)) == DB_ROW) {
		struct lie lie = {sqlite3_column_int64(rows, 1), sqlite3_column_int64(rows, 2),
				  sqlite3_column_int64(rows, 3)};
		struct str was = db_column_text(rows, 4), is = was;
		if (!forget_slice(f, &lie, part, &is))
			is = strike(f, was, false);
		if (part == PART_QUOTE)
			forget_know(f, was, is);
		if (str_equal(is, was))
			continue;
		ALLOC_GROW(found, n + 1, capacity);
		found[n++] = (struct struck_row){{value_int(sqlite3_column_int64(rows, 0))},
						 value_text(is)};
	}
	bool good = step == DB_DONE && write_rows(f, TABLE_EXCERPT, column, found, n);
	free(found);
	return good;
}

bool forget_tables(struct forgetting *f)
{
	bool good = forget_excerpt_part(f, EXCERPT_QUOTE, PART_QUOTE) &&
		    forget_excerpt_part(f, EXCERPT_PREFIX, PART_PREFIX) &&
		    forget_excerpt_part(f, EXCERPT_SUFFIX, PART_SUFFIX) && forget_note_past(f);
	for (enum table table = 0; good && table < TABLE_COUNT; table++)
		for (int i = 0; good && i < table_info(table)->ncolumns; i++)
			if (table != TABLE_EXCERPT && is_free_text(table, i))
				good = forget_column(f, table, i);
	return good && db_run(f->db, f->err,
			      "UPDATE card SET text = (SELECT quote FROM excerpt e WHERE e.id = "
			      "card.excerpt) WHERE kind = 'quote' AND text <> (SELECT quote FROM "
			      "excerpt e WHERE e.id = card.excerpt)",
			      "");
}
