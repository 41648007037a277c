/*
 * The closed schema. A wall from someone else may hold triggers, views or columns that run when we
 * read; rather than disarm each, the file's own text of every object must be one statement of ours
 * (of the version the file has), and all of ours must be there.
 */
#include "store-internal.h"

#include <stdlib.h>
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

bool schema_next(struct str *rest, struct str *statement)
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

/* All of ours, found once: a wall is compared object by object each time it is opened. */
struct statements {
	struct str *all;
	size_t n, capacity;
};

static struct statements statements_of(struct str schema)
{
	struct statements ours = {NULL, 0, 0};
	struct str statement;
	while (schema_next(&schema, &statement)) {
		ALLOC_GROW(ours.all, ours.n + 1, ours.capacity);
		ours.all[ours.n++] = statement;
	}
	return ours;
}

static bool is_ours(const struct statements *ours, struct str sql)
{
	for (size_t i = 0; i < ours->n; i++)
		if (str_equal(ours->all[i], sql))
			return true;
	return false;
}

static bool refuse(struct str name, struct err *err)
{
	return err_set(
		err, ERR_UNSAFE,
		"this file holds something that no wall has (%.*s): it is not opened, because it "
		"could change or show your work behind your back; its texts can be taken into a "
		"new "
		"wall (themewall import NEW.wall THIS.wall --text-only)",
		(int)(name.n < 60 ? name.n : 60), name.p);
}

/* Counts those of ours; SQLite's own are passed over, anything else is refused. */
static bool count_ours(struct db *db, const struct statements *ours, size_t *n, struct err *err)
{
	sqlite3_stmt *rows = db_query(db, err, "SELECT sql, name, type FROM sqlite_schema", "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, err)) == DB_ROW) {
		struct str sql = db_column_text(rows, 0), name = db_column_text(rows, 1);
		if (!sql.n && str_starts(name, STR("sqlite_autoindex_")) &&
		    str_equal(db_column_text(rows, 2), STR("index")))
			continue;
		if (is_ours(ours, sql)) {
			++*n;
		} else if (!is_sqlites_own(sql)) {
			refuse(name, err);
			sqlite3_reset(rows);
			return false;
		}
	}
	return step != DB_FAILED;
}

/* Names are unique in a schema, so as many of ours as we have means all of them. */
bool schema_check(struct db *db, int64_t format, struct err *err)
{
	struct statements ours = statements_of(format_schema(format));
	size_t n = 0;
	bool good = count_ours(db, &ours, &n, err) &&
		    (n == ours.n ||
		     err_set(err, ERR_FORMAT, "tables of this wall are missing: it is damaged"));
	free(ours.all);
	return good;
}
