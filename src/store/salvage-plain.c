/*
 * A stranger's file made plain, in a private copy of it: whatever it says of its tables is replaced
 * by what we say of them, and all else it holds is struck from its schema, before anything is read.
 * So there is nothing left in it that could run, and a table whose own words SQLite will not even
 * parse gives up its rows all the same.
 */
#include "salvage-internal.h"

#include "harden-internal.h"

#include "themewall/base/banned.h"

/* "CREATE TABLE card(" … : card */
static bool name_of_table(struct str statement, struct str *name)
{
	static const char begin[] = "CREATE TABLE ";
	if (!str_starts(statement, STR(begin)))
		return false;
	*name = str_part(statement, sizeof begin - 1, statement.n);
	*name = str_part(*name, 0, str_find_char(*name, '('));
	return true;
}

/* The first of that name; a second one, or the same in other letters, goes. */
static bool say_ours(struct db *db, struct str name, struct str statement, struct err *err)
{
	return db_run(
		db, err,
		"UPDATE sqlite_schema SET type = 'keep', name = ?1, tbl_name = ?1, sql = ?2 "
		"WHERE rowid = (SELECT min(rowid) FROM sqlite_schema WHERE type = 'table' AND "
		"name = ?1 COLLATE NOCASE)",
		"tt", name, statement);
}

static bool say_all(struct db *db, struct err *err)
{
	struct str rest = format_schema(WALL_FORMAT), statement, name;
	bool good = true;
	while (good && schema_next(&rest, &statement))
		if (name_of_table(statement, &name))
			good = say_ours(db, name, statement, err);
	return good;
}

bool salvage_make_plain(const char *path, struct err *err)
{
	struct db db = {0};
	struct watch watch;
	struct jail *jail = jail_new(path);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	bool good = sqlite3_open_v2(path, &db.handle, flags, jail_name(jail)) == SQLITE_OK ||
		    db_fail(&db, err);
	if (good) {
		wall_harden(&db);
		sqlite3_db_config(db.handle, SQLITE_DBCONFIG_DEFENSIVE, 0, (int *)NULL);
		wall_watch(&watch, &db);
		good = salvage_is_wall(&db, err) &&
		       db_script(&db, err, "PRAGMA writable_schema = ON; BEGIN IMMEDIATE") &&
		       say_all(&db, err) &&
		       db_script(
			       &db, err,
			       "DELETE FROM sqlite_schema WHERE type <> 'keep' AND NOT (type = "
			       "'index' AND sql IS NULL AND tbl_name IN (SELECT name FROM "
			       "sqlite_schema WHERE type = 'keep')); UPDATE sqlite_schema SET type "
			       "= 'table' WHERE type = 'keep'; COMMIT");
		wall_unwatch(&watch);
	}
	db_release(&db);
	jail_free(jail);
	return good;
}
