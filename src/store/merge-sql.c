/*
 * The statements a merge writes rows with, made when first needed and kept: inserts by the columns
 * the row's version knew, updates by just the columns that are written, because some must not even
 * be touched.
 */
#include "merge-apply-internal.h"
#include "themewall/base/banned.h"

static const char *keep(struct merge *merge, struct strbuf *sql)
{
	const char *kept = arena_strndup(&merge->arena, sql->buf, sql->len);
	strbuf_release(sql);
	return kept;
}

/* "WHERE key = ?1 AND …" */
static void add_key(struct strbuf *sql, const struct table_info *info)
{
	for (int i = 0; i < info->nkeys; i++)
		strbuf_addf(sql, "%s \"%s\" = ?%d", i ? " AND" : " WHERE", info->columns[i].name,
			    i + 1);
}

/* With the columns the row's version knew; the others take their defaults, or stay. */
static const char *insert_of(struct merge *merge, enum table table, int ncolumns)
{
	const struct table_info *info = table_info(table);
	struct strbuf sql = STRBUF_INIT, values = STRBUF_INIT, keys = STRBUF_INIT,
		      sets = STRBUF_INIT;
	for (int i = 0; i < ncolumns; i++) {
		const char *name = info->columns[i].name;
		strbuf_addf(&sql, "%s\"%s\"", i ? ", " : "", name);
		strbuf_addf(&values, "%s?%d", i ? ", " : "", i + 1);
		if (i < info->nkeys)
			strbuf_addf(&keys, "%s\"%s\"", i ? ", " : "", name);
		else
			strbuf_addf(&sets, "%s \"%s\" = excluded.\"%s\"", sets.len ? "," : " SET",
				    name, name);
	}
	struct strbuf all = STRBUF_INIT;
	strbuf_addf(&all, "INSERT INTO \"%s\"(%s) VALUES(%s) ON CONFLICT(%s) DO %s%s", info->name,
		    sql.buf, values.buf, keys.buf, sets.len ? "UPDATE" : "NOTHING", sets.buf);
	strbuf_release(&sql);
	strbuf_release(&values);
	strbuf_release(&keys);
	strbuf_release(&sets);
	return keep(merge, &all);
}

/* Only what is written is named: some columns must not even be touched. */
static const char *update_of(struct merge *merge, enum table table, uint64_t columns)
{
	const struct table_info *info = table_info(table);
	struct strbuf sql = STRBUF_INIT;
	for (size_t i = 0; i < merge->nupdates; i++)
		if (merge->updates[i].table == table && merge->updates[i].columns == columns)
			return merge->updates[i].sql;
	for (int i = info->nkeys; i < info->ncolumns; i++)
		if (columns >> i & 1)
			strbuf_addf(&sql, "%s \"%s\" = ?%d", sql.len ? "," : " SET",
				    info->columns[i].name, i + 1);
	struct strbuf all = STRBUF_INIT;
	strbuf_addf(&all, "UPDATE \"%s\"%s", info->name, sql.buf);
	add_key(&all, info);
	strbuf_release(&sql);
	ALLOC_GROW(merge->updates, merge->nupdates + 1, merge->update_capacity);
	merge->updates[merge->nupdates++] =
		(struct merge_update){table, columns, keep(merge, &all)};
	return merge->updates[merge->nupdates - 1].sql;
}

static const char *delete_of(struct merge *merge, enum table table)
{
	struct strbuf sql = STRBUF_INIT;
	strbuf_addf(&sql, "DELETE FROM \"%s\"", table_info(table)->name);
	add_key(&sql, table_info(table));
	return keep(merge, &sql);
}

bool merge_run_insert(struct merge *merge, const struct row_change *change, int ncolumns)
{
	const char **sql = NULL;
	for (int format = 1; format <= WALL_FORMAT && !sql; format++)
		if (format_columns(format, change->table) == ncolumns)
			sql = &merge->inserts[change->table][format];
	if (!sql)
		return err_set(merge->err, ERR_FORMAT, "the history is damaged");
	if (!*sql)
		*sql = insert_of(merge, change->table, ncolumns);
	return db_run_values(merge->db, merge->err, *sql, change->column, ncolumns);
}

bool merge_run_update(struct merge *merge, const struct row_change *change)
{
	const struct table_info *info = table_info(change->table);
	uint64_t columns = 0;
	for (int i = info->nkeys; i < info->ncolumns; i++)
		if (change->column[i].type != VALUE_ABSENT)
			columns |= UINT64_C(1) << i;
	/* what is not named has no parameter, but the last one may be beyond the end */
	int n = info->ncolumns;
	while (n > info->nkeys && change->column[n - 1].type == VALUE_ABSENT)
		n--;
	return !columns ||
	       db_run_values(merge->db, merge->err, update_of(merge, change->table, columns),
			     change->column, n);
}

bool merge_run_delete(struct merge *merge, const struct row_change *change)
{
	if (!merge->deletes[change->table])
		merge->deletes[change->table] = delete_of(merge, change->table);
	return db_run_values(merge->db, merge->err, merge->deletes[change->table], change->column,
			     table_info(change->table)->nkeys);
}
