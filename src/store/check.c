/*
 * The whole-file check. Most invariants are one SELECT that finds the rows which break it, as a
 * sentence each; codes, ranks and the journal are looked at row by row; texts are in check-text.c.
 */
#include "check-internal.h"

#include <stdarg.h>
#include <stdlib.h>

#include "themewall/model/rank.h"
#include "themewall/store/journal.h"

#include "changes-internal.h"
#include "edit-internal.h"
#include "load-internal.h"

#include "themewall/base/banned.h"

void check_say(struct check *check, const char *format, ...)
{
	struct strbuf words = STRBUF_INIT;
	va_list args;
	va_start(args, format);
	strbuf_vaddf(&words, format, args);
	va_end(args);
	check->problems++;
	if (check->found)
		check->found(words.buf, check->context);
	strbuf_release(&words);
}

static const char *const rules[] = {
	"SELECT integrity_check FROM pragma_integrity_check(20) WHERE integrity_check <> 'ok'",
	"SELECT 'a ' || \"table\" || ' refers to a ' || parent || ' that is not there' FROM "
	"pragma_foreign_key_check",
	"SELECT c.code || ' lies beneath a card that itself lies beneath another' FROM placement p "
	"JOIN card c ON c.id = p.card JOIN placement t ON t.id = p.stack WHERE t.stack IS NOT NULL",
	"SELECT code || ' has no home on the wall' FROM card c "
	"WHERE NOT EXISTS(SELECT 1 FROM placement p WHERE p.id = c.id AND p.card = c.id)",
	"SELECT c.code || ' has a home that belongs to another card' FROM placement p JOIN card c "
	"ON c.id = p.id WHERE p.card <> p.id",
	"SELECT c.code || ' has a copy where none may stand' FROM placement t JOIN card c ON c.id "
	"= "
	"t.card WHERE " TWIN_IS_WRONG,
	"SELECT c.code || ' is a quote whose words are not those of its excerpt' FROM card c JOIN "
	"excerpt e ON e.id = c.excerpt "
	"WHERE c.kind = 'quote' AND c.text <> e.quote",
	"SELECT c.code || ' was made from a transcript that is hidden' FROM card c JOIN excerpt e "
	"ON e.id = c.excerpt "
	"JOIN transcript t ON t.id = e.transcript WHERE t.hidden = 1",
	"SELECT 'an excerpt belongs to no card' FROM excerpt e WHERE NOT EXISTS(SELECT 1 FROM card "
	"c WHERE c.excerpt = e.id)",
	"SELECT 'an excerpt names a speaker of another transcript' FROM excerpt e JOIN speaker s "
	"ON s.id = e.speaker "
	"WHERE s.transcript <> e.transcript",
	"SELECT 'the transcript ' || title || ' is shown but belongs to no session' FROM "
	"transcript WHERE hidden = 0 AND session IS NULL",
	"SELECT 'the speaker ' || label || ' is a ' || role || ' and counted as a participant' "
	"FROM speaker "
	"WHERE role IN ('moderator', 'observer') AND participant IS NOT NULL",
	"SELECT code || ' hangs in a ring or deeper than four levels' FROM cluster WHERE id NOT IN "
	"("
	"WITH RECURSIVE down(id, n) AS (SELECT id, 1 FROM cluster WHERE parent IS NULL UNION ALL "
	"SELECT c.id, n + 1 FROM cluster c JOIN down ON c.parent = down.id WHERE n < 4) SELECT id "
	"FROM down)",
	"SELECT 'the code ' || code || ' is used twice' FROM card GROUP BY code HAVING count(*) > "
	"1",
	"SELECT 'the code ' || code || ' is used twice' FROM cluster GROUP BY code HAVING count(*) "
	"> 1",
	"SELECT 'the code ' || code || ' is used twice' FROM participant GROUP BY code HAVING "
	"count(*) > 1",
	"SELECT 'the code ' || code || ' is used twice' FROM session GROUP BY code HAVING count(*) "
	"> 1",
	"SELECT 'the history takes back a step it does not have (' || label || ')' FROM journal j "
	"WHERE target IS NOT NULL AND target NOT IN (SELECT batch FROM journal)",
	"SELECT 'the code ' || code || ' is used twice' FROM insight GROUP BY code HAVING "
	"count(*) > 1",
	"SELECT code || ' is marked as reviewed, but no card and no theme supports it' FROM "
	"insight i WHERE status = 'reviewed' AND NOT EXISTS(SELECT 1 FROM evidence e WHERE "
	"e.insight = i.id AND e.stance = 'supports' AND e.source = '')",
	"SELECT 'a dot of ' || v.coder || ' is on nothing that the vote ' || b.title || ' is "
	"about' FROM vote v JOIN ballot b ON b.id = v.ballot WHERE (v.insight IS NOT NULL) <> "
	"(b.what = "
	"'insights')",
	"SELECT 'there is no study in this wall' WHERE (SELECT count(*) FROM study) <> 1",
	"SELECT 'the counter of numbers is behind the numbers in use' FROM replica r WHERE "
	"EXISTS(SELECT 1 FROM "
	"(SELECT id FROM card UNION ALL SELECT id FROM cluster UNION ALL SELECT id FROM excerpt "
	"UNION ALL SELECT id FROM participant "
	"UNION ALL SELECT id FROM insight UNION ALL SELECT id FROM evidence UNION ALL SELECT id "
	"FROM recommendation UNION ALL SELECT id FROM belief UNION ALL SELECT id FROM decision "
	"UNION ALL SELECT id FROM session UNION ALL SELECT id FROM transcript UNION ALL SELECT id "
	"FROM speaker UNION ALL "
	"SELECT id FROM layer UNION ALL SELECT id FROM layer_card UNION ALL SELECT id FROM ballot "
	"UNION ALL SELECT id FROM vote UNION ALL SELECT id FROM lens UNION ALL "
	"SELECT id FROM tag UNION ALL SELECT id FROM tension UNION ALL "
	"SELECT id FROM placement UNION ALL SELECT id FROM coder) WHERE id >> 32 = r.prefix AND id "
	"& 4294967295 >= r.next)",
};

static bool check_rules(struct check *check)
{
	struct db *db = &check->store->db;
	bool good = true;
	for (size_t i = 0; good && i < TW_COUNT(rules); i++) {
		sqlite3_stmt *rows = db_query(db, check->err, rules[i], "");
		enum db_step step = DB_FAILED;
		while (rows && (step = db_step(db, rows, check->err)) == DB_ROW)
			check_say(check, "%.*s", STR_ARG(db_column_text(rows, 0)));
		good = step == DB_DONE;
	}
	return good;
}

/* A code is spelled as we spell it, and its counter is ahead of it. */
static bool check_codes_of(struct check *check, enum code_kind kind, const char *sql)
{
	struct db *db = &check->store->db;
	sqlite3_stmt *rows = db_query(db, check->err, sql, "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, check->err)) == DB_ROW) {
		struct str text = db_column_text(rows, 0);
		struct code code;
		if (!code_parse(text, kind, &code))
			check_say(check, "%.*s is no code", STR_ARG(text));
		else if (code.letter == check->store->letter &&
			 (int64_t)code.number >= sqlite3_column_int64(rows, 1))
			check_say(check, "the counter of codes is behind %.*s", STR_ARG(text));
	}
	return step == DB_DONE;
}

static bool check_codes(struct check *check)
{
	return check_codes_of(
		       check, CODE_CARD,
		       "SELECT code, (SELECT next FROM counter WHERE kind = 'card') FROM card") &&
	       check_codes_of(check, CODE_CLUSTER,
			      "SELECT code, (SELECT next FROM counter WHERE kind = 'cluster') FROM "
			      "cluster") &&
	       check_codes_of(check, CODE_PARTICIPANT,
			      "SELECT code, (SELECT next FROM counter WHERE kind = 'participant') "
			      "FROM participant") &&
	       check_codes_of(check, CODE_SESSION,
			      "SELECT code, (SELECT next FROM counter WHERE kind = 'session') FROM "
			      "session") &&
	       check_codes_of(check, CODE_INSIGHT,
			      "SELECT code, (SELECT next FROM counter WHERE kind = 'insight') FROM "
			      "insight");
}

static bool check_ranks(struct check *check)
{
	struct db *db = &check->store->db;
	sqlite3_stmt *rows = db_query(db, check->err,
				      "SELECT p.rank, c.code FROM placement p JOIN card c ON c.id "
				      "= p.card WHERE p.rank <> '' "
				      "UNION ALL SELECT rank, code FROM cluster WHERE rank <> '' "
				      "UNION ALL SELECT rank, code FROM insight "
				      "UNION ALL SELECT e.rank, code || ': evidence' FROM evidence "
				      "e JOIN insight i ON i.id = e.insight "
				      "UNION ALL SELECT r.rank, code || ': a recommendation' FROM "
				      "recommendation r JOIN insight i ON i.id = r.insight "
				      "UNION ALL SELECT rank, 'a belief' FROM belief "
				      "UNION ALL SELECT rank, 'a decision' FROM decision",
				      "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, check->err)) == DB_ROW)
		if (!rank_is_valid(db_column_text(rows, 0)))
			check_say(check, "%.*s has a damaged order key",
				  STR_ARG(db_column_text(rows, 1)));
	return step == DB_DONE;
}

static bool check_journal(struct check *check)
{
	struct db *db = &check->store->db;
	sqlite3_stmt *rows = db_query(db, check->err,
				      "SELECT changeset, id, label FROM journal ORDER BY id", "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, check->err)) == DB_ROW)
		if (!changes_valid(db_column_blob(rows, 0)) ||
		    !text_is_sound(db_column_text(rows, 2)))
			check_say(check, "step %lld of the history is damaged",
				  (long long)sqlite3_column_int64(rows, 1));
	return step == DB_DONE;
}

static bool check_texts(struct check *check)
{
	struct db *db = &check->store->db;
	struct row_change change = {0};
	enum db_step step = DB_DONE;
	for (enum table table = 0; step != DB_FAILED && table < TABLE_COUNT; table++) {
		sqlite3_stmt *rows = db_query(db, check->err, load_select(check->store, table), "");
		while (rows && (step = db_step(db, rows, check->err)) == DB_ROW)
			if (!load_row(table, rows, &change))
				check_say(check, "a %s holds text that cannot be read",
					  table_info(table)->name);
		if (!rows)
			return false;
	}
	return step == DB_DONE;
}

bool check_all(struct store *store, void (*found)(const char *problem, void *context),
	       void *context, size_t *problems, struct err *err)
{
	struct check check = {.store = store, .err = err, .found = found, .context = context};
	bool good = check_rules(&check) && check_codes(&check) && check_ranks(&check) &&
		    check_journal(&check) && check_texts(&check) && check_transcripts(&check);
	*problems = check.problems;
	return good;
}

bool store_check(struct store *store, void (*found)(const char *problem, void *context),
		 void *context, size_t *problems, struct err *err)
{
	*problems = 0;
	if (!db_begin(&store->db, err, "BEGIN"))
		return false;
	bool good = check_all(store, found, context, problems, err);
	return db_end_reading(&store->db, good, err);
}
