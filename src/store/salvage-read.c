/*
 * Reading around damage: each table upward by its key; where a page cannot be read, the smallest
 * step ahead is looked for from which reading goes on (doubling, then halving). Rows go into a wall
 * in memory, whose CHECKs drop what makes no sense.
 */
#include "salvage-internal.h"

#include "changes-internal.h"

#include "themewall/base/banned.h"

enum { MOST_HOLES = 100000, MOST_DROPPED = 100000 };

struct scan {
	const char *select; /* ?1: key from which, ?2: parent; the key is the first column */
	const char *insert;
	int64_t parent;
};

static const char *keep(struct salvage *s, struct strbuf *sql)
{
	const char *kept = arena_strndup(&s->arena, sql->buf, sql->len);
	strbuf_reset(sql);
	return kept;
}

static bool is_sound(sqlite3_stmt *row)
{
	for (int i = 0; i < sqlite3_column_count(row); i++)
		if (sqlite3_column_type(row, i) == SQLITE_TEXT &&
		    !text_is_sound(db_column_text(row, i)))
			return false;
	return true;
}

static void copy_row(struct salvage *s, sqlite3_stmt *row, const char *insert)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *put = is_sound(row) ? db_query(&s->to, &ignored, insert, "") : NULL;
	for (int i = 0; put && i < sqlite3_column_count(row); i++)
		sqlite3_bind_value(put, i + 1, sqlite3_column_value(row, i));
	if (!put || db_step(&s->to, put, &ignored) != DB_DONE)
		s->report->dropped++;
}

/* Rows from a key on; false at damage, then *from is the first key not read. Keys that fall
 * are damage, too: pages that lead to one another hold rows without an end. No wall gives the last
 * of all numbers, and nothing is behind it. */
static bool copy_from(struct salvage *s, const struct scan *scan, int64_t *from)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *rows = db_query(&s->from, &ignored, scan->select, "ii", *from, scan->parent);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&s->from, rows, &ignored)) == DB_ROW) {
		int64_t key = sqlite3_column_int64(rows, 0);
		if (key < *from - 1 || key == INT64_MAX || s->report->dropped > s->most_dropped) {
			sqlite3_reset(rows);
			s->report->dropped += key == INT64_MAX;
			return key == INT64_MAX;
		}
		*from = key + 1;
		copy_row(s, rows, scan->insert);
	}
	return step == DB_DONE;
}

static bool can_read(struct salvage *s, const struct scan *scan, int64_t from)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *rows = db_query(&s->from, &ignored, scan->select, "ii", from, scan->parent);
	enum db_step step = rows ? db_step(&s->from, rows, &ignored) : DB_FAILED;
	if (rows)
		sqlite3_reset(rows);
	return step != DB_FAILED;
}

/* The smallest step over the damage; none where keys fell. */
static bool hop(struct salvage *s, const struct scan *scan, int64_t *from)
{
	int64_t high = 1;
	if (can_read(s, scan, *from))
		return true;
	while (*from <= INT64_MAX - high && !can_read(s, scan, *from + high)) {
		if (high > INT64_MAX / 2)
			return false;
		high *= 2;
	}
	if (*from > INT64_MAX - high)
		return false;
	for (int64_t low = high / 2; high - low > 1;) {
		int64_t middle = low + (high - low) / 2;
		if (can_read(s, scan, *from + middle))
			high = middle;
		else
			low = middle;
	}
	*from += high;
	return true;
}

static void scan_all(struct salvage *s, const struct scan *scan)
{
	int64_t from = 0;
	while (!copy_from(s, scan, &from) && s->report->holes < s->most_holes &&
	       s->report->dropped <= s->most_dropped) {
		s->report->holes++;
		if (!hop(s, scan, &from))
			break;
	}
}

/* A table full of nonsense costs no other one its rows. */
static void begin_table(struct salvage *s)
{
	s->most_holes = s->report->holes + MOST_HOLES;
	s->most_dropped = s->report->dropped + MOST_DROPPED;
}

static void read_table(struct salvage *s, enum table table)
{
	const struct table_info *info = table_info(table);
	struct strbuf sql = STRBUF_INIT, names = STRBUF_INIT, values = STRBUF_INIT;
	struct scan scan = {.parent = 0};
	int ncolumns = format_columns(s->format, table);
	if (!ncolumns)
		return; /* the table came later */
	begin_table(s);
	for (int i = 0; i < ncolumns; i++) {
		strbuf_addf(&names, "%s\"%s\"", i ? ", " : "", info->columns[i].name);
		strbuf_addf(&values, "%s?%d", i ? ", " : "", i + 1);
	}
	strbuf_addf(&sql, "SELECT %s", names.buf);
	strbuf_addf(&sql, " FROM \"%s\" NOT INDEXED WHERE \"%s\" >= ?1 AND ?2 = 0 ORDER BY \"%s\"",
		    info->name, info->columns[0].name, info->columns[0].name);
	scan.select = keep(s, &sql);
	strbuf_addf(&sql, "INSERT INTO \"%s\"(%s) VALUES(%s)", info->name, names.buf, values.buf);
	scan.insert = keep(s, &sql);
	scan_all(s, &scan);
	strbuf_release(&sql);
	strbuf_release(&names);
	strbuf_release(&values);
}

static bool read_turns(struct salvage *s)
{
	struct scan scan = {"SELECT seq, transcript, speaker, start, \"end\", start_ms, end_ms, "
			    "text, cues FROM turn WHERE transcript = ?2 AND seq >= ?1 ORDER BY seq",
			    "INSERT INTO turn(seq, transcript, speaker, start, \"end\", start_ms, "
			    "end_ms, text, cues) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
			    0};
	begin_table(s);
	for (;;) {
		int64_t next = 0;
		if (!db_get_int(&s->to, s->err, &next,
				"SELECT id FROM transcript WHERE id > ?1 ORDER BY id LIMIT 1", "i",
				scan.parent))
			return false;
		if (!next)
			return true;
		scan.parent = next;
		scan_all(s, &scan);
	}
}

bool salvage_read(struct salvage *s)
{
	int64_t any = 0;
	for (enum table table = 0; table < TABLE_COUNT; table++)
		read_table(s, table);
	if (!read_turns(s) ||
	    !db_get_int(&s->to, s->err, &any,
			"SELECT (SELECT count(*) FROM card) + (SELECT count(*) FROM transcript) + "
			"(SELECT count(*) FROM cluster) + (SELECT count(*) FROM participant)",
			""))
		return false;
	return any || err_set(s->err, ERR_STORE,
			      "nothing of this wall can be read any more: look for a copy of it "
			      "(themewall backup, or ~/.local/state/themewall/backups)");
}
