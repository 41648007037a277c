#ifndef OLD_WALL_H
#define OLD_WALL_H

/* Makes a wall of version 1 from its frozen tables (data/schema-1.sql) and rows written down when
 * such walls were made (tests/data/store/wall-1.sql). */
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "themewall/base/str.h"

__attribute__((unused)) static bool old_wall_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	bool good = sqlite3_open(path, &db) == SQLITE_OK &&
		    sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK;
	if (message)
		printf("# %s\n", message);
	sqlite3_free(message);
	sqlite3_close(db);
	return good;
}

__attribute__((unused)) static bool old_wall_run(const char *path, const char *name)
{
	char file_name[500], bytes[4096];
	struct strbuf sql = STRBUF_INIT;
	snprintf(file_name, sizeof file_name, "%s/%s", getenv("SOURCE_ROOT"), name);
	FILE *file = fopen(file_name, "rb");
	for (size_t n; file && (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
		strbuf_add(&sql, bytes, n);
	if (file)
		fclose(file);
	bool good = sql.len && old_wall_sql(path, sql.buf);
	strbuf_release(&sql);
	return good;
}

__attribute__((unused)) static bool old_wall_make(const char *path)
{
	return old_wall_sql(path, "PRAGMA application_id = 1463897164; PRAGMA user_version = 1; "
				  "PRAGMA journal_mode = WAL") &&
	       old_wall_run(path, "data/schema-1.sql") &&
	       old_wall_run(path, "tests/data/store/wall-1.sql");
}

#endif
