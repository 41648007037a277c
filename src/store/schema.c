/*
 * The closed schema. A wall from someone else may hold triggers, views or columns that run when we
 * read; rather than disarm each, the file's own text of every object must be one statement of ours
 * (of the version the file has), and all of ours must be there.
 */
#include "store-internal.h"

#include <string.h>

#include "themewall/base/compiler.h"

#include "format-internal.h"

#include "themewall/base/banned.h"

/* Objects SQLite makes by itself. */
static bool is_sqlites_own(struct str sql)
{
	static const char *const own[] = {
		"CREATE TABLE sqlite_sequence(name,seq)",
		"CREATE TABLE sqlite_stat1(tbl,idx,stat)",
		"CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
	};
	for (size_t i = 0; i < TW_COUNT(own); i++)
		if (str_equal(sql, str_of(own[i])))
			return true;
	return false;
}

/* Takes the next statement off the schema's text, without comments around it and its semicolon. */
static bool next_statement(struct str *rest, struct str *statement)
{
	struct str line;
	while (rest->n && !str_starts(*rest, STR("CREATE ")))
		str_next_line(rest, &line);
	size_t end = str_find(*rest, STR(";\n"));
	if (end == rest->n)
		return false;
	*statement = str_part(*rest, 0, end);
	*rest = str_part(*rest, end + 2, rest->n);
	return true;
}

static bool is_ours(struct str rest, struct str sql)
{
	struct str statement;
	while (next_statement(&rest, &statement))
		if (str_equal(statement, sql))
			return true;
	return false;
}

static size_t count_ours(struct str rest)
{
	struct str statement;
	size_t n = 0;
	while (next_statement(&rest, &statement))
		n++;
	return n;
}

static bool refuse(struct str name, struct err *err)
{
	return err_set(
		err, ERR_UNSAFE,
		"this file holds something that no wall has (%.*s): it is not opened, because it "
		"could change or show your work behind your back",
		(int)(name.n < 60 ? name.n : 60), name.p);
}

/* Names are unique in a schema, so as many of ours as we have means all of them. */
bool schema_check(struct db *db, int64_t format, struct err *err)
{
	struct str ours = format_schema(format);
	sqlite3_stmt *rows = db_query(db, err, "SELECT sql, name, type FROM sqlite_schema", "");
	size_t n = 0;
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, err)) == DB_ROW) {
		struct str sql = db_column_text(rows, 0), name = db_column_text(rows, 1);
		if (!sql.n && str_starts(name, STR("sqlite_autoindex_")) &&
		    str_equal(db_column_text(rows, 2), STR("index")))
			continue;
		if (is_ours(ours, sql)) {
			n++;
		} else if (!is_sqlites_own(sql)) {
			refuse(name, err);
			sqlite3_reset(rows);
			return false;
		}
	}
	if (step == DB_FAILED)
		return false;
	return n == count_ours(ours) ||
	       err_set(err, ERR_FORMAT, "tables of this wall are missing: it is damaged");
}
