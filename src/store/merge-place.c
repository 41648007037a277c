/*
 * Places in a merge. Where a card or a theme was moved, the cells that go with a place follow the
 * one that was written last, because half of one place and half of another is none: columns and
 * lines are a loose thing's, ranks are those of what lies in a frame.
 */
#include "merge-apply-internal.h"
#include "themewall/base/banned.h"

static bool is_none(const struct value *value)
{
	return value->type != VALUE_INT;
}

static void set_rank(struct value *rank, const char *text)
{
	*rank = value_text(str_of(text));
}

static bool read_int(struct merge *merge, const char *sql, int64_t id, struct value *out)
{
	sqlite3_stmt *row = db_query(merge->db, merge->err, sql, "i", id);
	enum db_step step = row ? db_step(merge->db, row, merge->err) : DB_FAILED;
	*out = value_null();
	if (step == DB_ROW && sqlite3_column_type(row, 0) == SQLITE_INTEGER)
		*out = value_int(sqlite3_column_int64(row, 0));
	if (row)
		sqlite3_reset(row);
	return step != DB_FAILED;
}

static bool has_rank(struct merge *merge, const char *sql, int64_t id, bool *ranked)
{
	int64_t n = 0;
	bool good = db_get_int(merge->db, merge->err, &n, sql, "i", id);
	*ranked = n;
	return good;
}

/* Which place it was put in: said, or told by what else was written. */
static struct str place_meant(const struct row_change *change, const struct value *cluster_now)
{
	const struct value *v = change->column;
	if (change_has(change, PLACEMENT_PLACE))
		return v[PLACEMENT_PLACE].s;
	if (change_has(change, PLACEMENT_CLUSTER))
		return is_none(&v[PLACEMENT_CLUSTER]) ? STR("tray") : STR("cluster");
	if (change_has(change, PLACEMENT_RANK) && v[PLACEMENT_RANK].s.n)
		return is_none(cluster_now) ? STR("") : STR("cluster");
	if (change_has(change, PLACEMENT_COL) || change_has(change, PLACEMENT_LINE))
		return STR("loose");
	return STR("");
}

bool merge_settle_placement(struct merge *merge, struct row_change *change)
{
	struct value *v = change->column, cluster_now;
	bool ranked = false;
	int64_t id = v[PLACEMENT_ID].i;
	if (!read_int(merge, "SELECT cluster FROM placement WHERE id = ?1", id, &cluster_now) ||
	    !has_rank(merge, "SELECT rank <> '' FROM placement WHERE id = ?1", id, &ranked))
		return false;
	struct str place = place_meant(change, &cluster_now);
	if (!place.n) { /* reordered where it no longer is */
		v[PLACEMENT_RANK] = (struct value){.type = VALUE_ABSENT};
		return true;
	}
	v[PLACEMENT_PLACE] = value_text(place);
	bool framed = str_equal(place, STR("cluster")), loose = str_equal(place, STR("loose"));
	if (framed && !change_has(change, PLACEMENT_RANK) && !ranked)
		set_rank(&v[PLACEMENT_RANK], "a0");
	if (!framed) {
		v[PLACEMENT_CLUSTER] = value_null();
		set_rank(&v[PLACEMENT_RANK], "");
	}
	if (!loose)
		v[PLACEMENT_COL] = v[PLACEMENT_LINE] = value_int(0);
	return true;
}

bool merge_settle_cluster(struct merge *merge, struct row_change *change)
{
	struct value *v = change->column, parent_now;
	bool ranked = false;
	int64_t id = v[CLUSTER_ID].i;
	if (!change_has(change, CLUSTER_PARENT) && !change_has(change, CLUSTER_RANK) &&
	    !change_has(change, CLUSTER_COL) && !change_has(change, CLUSTER_LINE))
		return true;
	if (!read_int(merge, "SELECT parent FROM cluster WHERE id = ?1", id, &parent_now) ||
	    !has_rank(merge, "SELECT rank <> '' FROM cluster WHERE id = ?1", id, &ranked))
		return false;
	bool reordered = change_has(change, CLUSTER_RANK) && v[CLUSTER_RANK].s.n;
	bool nested = change_has(change, CLUSTER_PARENT) ? !is_none(&v[CLUSTER_PARENT])
							 : reordered && !is_none(&parent_now);
	if (!change_has(change, CLUSTER_PARENT) && reordered && !nested) {
		v[CLUSTER_RANK] = (struct value){.type = VALUE_ABSENT};
		return true;
	}
	if (nested) {
		v[CLUSTER_COL] = v[CLUSTER_LINE] = value_int(0);
		if (!change_has(change, CLUSTER_RANK) && !ranked)
			set_rank(&v[CLUSTER_RANK], "a0");
	} else {
		v[CLUSTER_PARENT] = value_null();
		set_rank(&v[CLUSTER_RANK], "");
	}
	return true;
}
