/*
 * Receipts: each transcript is put together from its turns, its fingerprint compared, and each
 * excerpt cut from it again. Excerpts come by start, so one walk through the text finds them all.
 */
#include <stdlib.h>
#include <string.h>

#include "themewall/base/sha256.h"
#include "themewall/text/utf8.h"

#include "check-internal.h"
#include "turns-internal.h"

#include "themewall/base/banned.h"

struct whole {
	int64_t id, nchars, nturns;
	struct strbuf title, text;
	uint8_t sha[SHA256_BYTES];
};

static bool read_turns(struct check *check, struct whole *whole)
{
	struct db *db = &check->store->db;
	sqlite3_stmt *rows = db_query(
		db, check->err,
		"SELECT seq, start, \"end\", text FROM turn WHERE transcript = ?1 ORDER BY seq",
		"i", whole->id);
	enum db_step step = DB_FAILED;
	int64_t at = 0, seq = 0;
	while (rows && (step = db_step(db, rows, check->err)) == DB_ROW) {
		struct str text = db_column_text(rows, 3);
		int64_t n = (int64_t)utf8_length(text);
		if (sqlite3_column_int64(rows, 0) != seq++ || sqlite3_column_int64(rows, 1) != at ||
		    sqlite3_column_int64(rows, 2) != at + n)
			check_say(check, "%s: turn %lld is not where it should be",
				  whole->title.buf, (long long)seq);
		if (at)
			strbuf_add_char(&whole->text, '\n');
		strbuf_add_str(&whole->text, text);
		at += n + 1;
	}
	if (step == DB_DONE && (seq != whole->nturns || (seq && at - 1 != whole->nchars)))
		check_say(check, "%s: some of its text is missing", whole->title.buf);
	return step == DB_DONE;
}

static void check_sha(struct check *check, const struct whole *whole)
{
	uint8_t sha[SHA256_BYTES];
	sha256_of(whole->text.buf, whole->text.len, sha);
	if (memcmp(sha, whole->sha, sizeof sha) != 0)
		check_say(check, "%s: its text is not the one that was imported", whole->title.buf);
}

/* start .. end are bytes. */
static void check_excerpt(struct check *check, struct str all, size_t start, size_t end,
			  sqlite3_stmt *row)
{
	const char *code = (const char *)sqlite3_column_text(row, 5);
	struct str prefix = str_part(all, chars_back(all, start, CONTEXT_CHARS), start);
	struct str suffix = str_part(all, end, chars_forth(all, end, CONTEXT_CHARS));
	if (!str_equal(db_column_text(row, 2), str_part(all, start, end)))
		check_say(check, "the excerpt of %s is not what stands in the transcript",
			  code ? code : "a card");
	else if (!str_equal(db_column_text(row, 3), prefix) ||
		 !str_equal(db_column_text(row, 4), suffix))
		check_say(
			check,
			"the words around the excerpt of %s are not what stands in the transcript",
			code ? code : "a card");
}

static bool check_excerpts(struct check *check, const struct whole *whole)
{
	struct db *db = &check->store->db;
	struct str all = strbuf_str(&whole->text);
	sqlite3_stmt *rows = db_query(
		db, check->err,
		"SELECT e.start, e.\"end\", e.quote, e.prefix, e.suffix, c.code FROM excerpt e "
		"LEFT JOIN card c ON c.excerpt = e.id WHERE e.transcript = ?1 ORDER BY e.start",
		"i", whole->id);
	enum db_step step = DB_FAILED;
	int64_t at = 0;
	size_t byte = 0;
	while (rows && (step = db_step(db, rows, check->err)) == DB_ROW) {
		int64_t start = sqlite3_column_int64(rows, 0), end = sqlite3_column_int64(rows, 1);
		start = start < 0 ? 0 : start; /* what lies nowhere is not what stands there */
		end = end < start ? start : end;
		byte = chars_forth(all, byte, (size_t)(start - at));
		at = start;
		check_excerpt(check, all, byte, chars_forth(all, byte, (size_t)(end - start)),
			      rows);
	}
	return step == DB_DONE;
}

static bool check_transcript(struct check *check, struct whole *whole)
{
	strbuf_reset(&whole->text);
	if (!read_turns(check, whole))
		return false;
	check_sha(check, whole);
	if (!utf8_is_valid(strbuf_str(&whole->text))) {
		check_say(check, "%s holds text that cannot be read", whole->title.buf);
		return true;
	}
	return check_excerpts(check, whole);
}

bool check_transcripts(struct check *check)
{
	struct db *db = &check->store->db;
	struct whole whole = {.title = STRBUF_INIT, .text = STRBUF_INIT};
	sqlite3_stmt *rows = db_query(
		db, check->err,
		"SELECT id, nchars, nturns, sha256_text, title FROM transcript ORDER BY id", "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(db, rows, check->err)) == DB_ROW) {
		struct str sha = db_column_blob(rows, 3);
		whole.id = sqlite3_column_int64(rows, 0);
		whole.nchars = sqlite3_column_int64(rows, 1);
		whole.nturns = sqlite3_column_int64(rows, 2);
		memset(whole.sha, 0, sizeof whole.sha);
		if (sha.n == sizeof whole.sha)
			memcpy(whole.sha, sha.p, sizeof whole.sha);
		strbuf_reset(&whole.title);
		strbuf_add_str(&whole.title, db_column_text(rows, 4));
		good = check_transcript(check, &whole);
	}
	if (rows)
		sqlite3_reset(rows);
	strbuf_release(&whole.title);
	strbuf_release(&whole.text);
	return good && rows && step != DB_FAILED;
}
