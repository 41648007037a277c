/*
 * Saving what a damaged wall holds: read around the damage into a wall in memory, mend what leads
 * nowhere, and make a new wall of it the way a whole wall is imported. The damaged file is opened
 * so that even closing it writes nothing.
 */
#include "salvage-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "themewall/model/rank.h"
#include "themewall/text/utf8.h"

#include "edit-internal.h"
#include "harden-internal.h"
#include "private-internal.h"

#include "themewall/base/banned.h"

static bool open_damaged(struct db *db, const char *path, struct jail *jail, struct err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, &db->handle, flags, jail_name(jail)))
		return db_fail(db, err);
	wall_harden(db);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
	return db_script(db, err,
			 "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA "
			 "cell_size_check = ON; PRAGMA query_only = ON");
}

bool salvage_is_wall(struct db *db, struct err *err)
{
	int64_t application = 0;
	return (db_get_int(db, err, &application, "PRAGMA application_id", "") &&
		application == WALL_APPLICATION) ||
	       err_set(err, ERR_FORMAT,
		       "its first page is not that of a wall: nothing can be read; look for a copy "
		       "of it (themewall backup, or ~/.local/state/themewall/backups)");
}

/* A file that is not ours is no damaged wall; tables of ours may be missing. Of a newer one we read
 * what we know: tables only ever gain columns. */
static bool check_ours(struct salvage *s)
{
	if (!salvage_is_wall(&s->from, s->err))
		return false;
	bool good = db_get_int(&s->from, s->err, &s->format, "PRAGMA user_version", "");
	if (s->strange && (s->format < 1 || s->format > WALL_FORMAT))
		s->format = WALL_FORMAT;
	return (good && schema_check(&s->from, s->format, s->err)) || s->strange ||
	       s->err->code != ERR_UNSAFE;
}

static bool check_watched(struct salvage *s)
{
	struct watch watch;
	wall_watch(&watch, &s->from);
	bool good = check_ours(s);
	wall_unwatch(&watch);
	return good;
}

static bool open_scratch(struct db *db, struct err *err)
{
	return (sqlite3_open(":memory:", &db->handle) == SQLITE_OK || db_fail(db, err)) &&
	       db_script(db, err, "PRAGMA foreign_keys = OFF") &&
	       db_script(db, err, format_schema(WALL_FORMAT).p) && db_script(db, err, "BEGIN");
}

/* ---- rows of the wall in memory, as an import wants them ---- */

static struct value value_of(struct salvage *s, sqlite3_stmt *row, int column)
{
	struct str text;
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(row, column));
	case SQLITE_TEXT:
		text = db_column_text(row, column);
		return value_text((struct str){arena_strndup(&s->arena, text.p, text.n), text.n});
	case SQLITE_BLOB:
		text = db_column_blob(row, column);
		return (struct value){
			.type = VALUE_BLOB,
			.s = {arena_strndup(&s->arena, text.p ? text.p : "", text.n), text.n}};
	default:
		return value_null();
	}
}

/* The one thing no CHECK can say. */
static void mend_rank(struct row_change *row, int rank, int parent)
{
	if (row->column[parent].type == VALUE_INT && !rank_is_valid(row->column[rank].s))
		row->column[rank] = value_text(STR("a0"));
}

static void add_row(struct salvage *s, enum table table, sqlite3_stmt *row)
{
	ALLOC_GROW(s->rows, s->nrows + 1, s->rows_capacity);
	struct row_change *change = &s->rows[s->nrows++];
	*change = (struct row_change){.table = table, .op = ROW_INSERT};
	for (int i = 0; i < table_info(table)->ncolumns; i++)
		change->column[i] = value_of(s, row, i);
	if (table == TABLE_CLUSTER)
		mend_rank(change, CLUSTER_RANK, CLUSTER_PARENT);
	else if (table == TABLE_PLACEMENT)
		mend_rank(change, PLACEMENT_RANK, PLACEMENT_CLUSTER);
	int order = edit_rank_column(table);
	if (order >= 0 && !rank_is_valid(change->column[order].s))
		change->column[order] = value_text(STR("a0"));
}

static bool take_rows(struct salvage *s)
{
	struct strbuf sql = STRBUF_INIT;
	bool good = true;
	for (enum table table = 0; good && table < TABLE_COUNT; table++) {
		enum db_step step = DB_FAILED;
		strbuf_reset(&sql);
		strbuf_addf(&sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", table_info(table)->name);
		sqlite3_stmt *rows =
			db_query(&s->to, s->err, arena_strndup(&s->arena, sql.buf, sql.len), "");
		while (rows && (step = db_step(&s->to, rows, s->err)) == DB_ROW)
			add_row(s, table, rows);
		good = step == DB_DONE;
	}
	strbuf_release(&sql);
	return good;
}

static void count_rows(struct salvage *s)
{
	for (size_t i = 0; i < s->nrows; i++) {
		s->report->cards += s->rows[i].table == TABLE_CARD;
		s->report->themes += s->rows[i].table == TABLE_CLUSTER;
		s->report->people += s->rows[i].table == TABLE_PARTICIPANT;
		s->report->transcripts += s->rows[i].table == TABLE_TRANSCRIPT;
	}
}

static bool collect(struct salvage *s, const char *path)
{
	struct jail *jail = jail_new(path);
	bool good = open_damaged(&s->from, path, jail, s->err) && check_watched(s) &&
		    open_scratch(&s->to, s->err) && salvage_read(s) && salvage_mend_people(s) &&
		    salvage_turns(s) && salvage_mend_cards(s) && take_rows(s);
	db_release(&s->from);
	jail_free(jail);
	if (good)
		count_rows(s);
	return good;
}

static bool make_wall(struct salvage *s, const char *path, const struct store_options *wanted)
{
	struct store_options options = *wanted;
	struct store *store = NULL;
	bool created = false;
	options.create = options.exclusive_name = true;
	bool good = store_open(&store, path, &options, &created, s->err) &&
		    edit_import_wall(store, s->rows, s->nrows, s->turns, s->nturns, s->err);
	store_close(store);
	if (!good && created)
		store_remove(path);
	return good;
}

static void release(struct salvage *s)
{
	db_release(&s->to);
	arena_release(&s->arena);
	free(s->rows);
	free(s->turns);
}

static bool is_free(const char *path, struct err *err)
{
	return access(path, F_OK) != 0 ||
	       err_set(err, ERR_UNSAFE, "%s is already there: it was not touched", path);
}

bool store_salvage(const char *damaged, const char *path, const struct store_options *options,
		   struct salvage_report *report, struct err *err)
{
	struct salvage s = {.report = report, .err = err};
	struct stat st;
	*report = (struct salvage_report){0};
	err_clear(err);
	if (!is_free(path, err))
		return false;
	char *real = realpath(damaged, NULL);
	bool good = real ? wall_check_file(real, &st, err) : err_errno(err, "%s", damaged);
	good = good && (wall_is_shared(&st) || wall_refuse_stranger(real, &st, err));
	good = good && (collect(&s, real) || err_wrap(err, "%s", damaged));
	good = good && make_wall(&s, path, options);
	release(&s);
	free(real);
	return good;
}

bool store_take_texts(const char *strange, const char *path, const struct store_options *options,
		      struct salvage_report *report, struct err *err)
{
	struct salvage s = {.report = report, .err = err, .strange = true};
	struct private_copy copy;
	*report = (struct salvage_report){0};
	err_clear(err);
	if (!is_free(path, err))
		return false;
	char *real = realpath(strange, NULL);
	bool good = real ? private_file_copy(&copy, real, err) : err_errno(err, "%s", strange);
	if (good) {
		good = (salvage_make_plain(copy.path, err) && collect(&s, copy.path)) ||
		       err_wrap(err, "%s", strange);
		private_copy_remove(&copy);
	}
	good = good && make_wall(&s, path, options);
	release(&s);
	free(real);
	return good;
}
