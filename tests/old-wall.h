#ifndef OLD_WALL_H
#define OLD_WALL_H

/* Makes a wall of an older version from its frozen tables (data/schema-N.sql) and rows written down
 * when such walls were made (tests/data/store/wall-N.sql). */
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

__attribute__((unused)) static bool old_wall_make(const char *path, int version)
{
	char header[200], schema[50], rows[50];
	snprintf(header, sizeof header,
		 "PRAGMA application_id = 1463897164; PRAGMA user_version = %d; "
		 "PRAGMA journal_mode = WAL",
		 version);
	snprintf(schema, sizeof schema, "data/schema-%d.sql", version);
	snprintf(rows, sizeof rows, "tests/data/store/wall-%d.sql", version);
	return old_wall_sql(path, header) && old_wall_run(path, schema) && old_wall_run(path, rows);
}

#endif
