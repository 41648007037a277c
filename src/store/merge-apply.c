/*
 * One change of another time done on the wall as it is now: the later wins a cell, a row that is
 * gone stays gone, a row that is there already gets all its cells. Where a card or a theme was
 * moved, the cells that go with a place follow the one that was written last, because half of one
 * place and half of another is none. What would break a rule does not apply at all; the rules that
 * only this row could have broken are looked at, not the whole wall. Nothing but the wall and the
 * row decides, so every copy decides alike.
 */
#include <stdlib.h>
#include <string.h>

#include "edit-internal.h"
#include "merge-internal.h"

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

static bool run_insert(struct merge *merge, const struct row_change *change, int ncolumns)
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

static bool run_update(struct merge *merge, const struct row_change *change)
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

static bool run_delete(struct merge *merge, const struct row_change *change)
{
	if (!merge->deletes[change->table])
		merge->deletes[change->table] = delete_of(merge, change->table);
	return db_run_values(merge->db, merge->err, merge->deletes[change->table], change->column,
			     table_info(change->table)->nkeys);
}

/* ---- codes ---- */

/* A code bears the letter of the copy where its thing was made, whatever that was thought to be. */
static void spell_code(struct merge *merge, struct row_change *change)
{
	const struct table_info *info = table_info(change->table);
	enum code_kind kind;
	struct code code;
	if (!code_kind_of(change->table, &kind))
		return;
	for (int i = 0; i < info->ncolumns; i++) {
		struct value *value = &change->column[i];
		char letter = merge_letter_of(merge, change->column[0].i >> 32);
		if (strcmp(info->columns[i].name, "code") != 0 || value->type != VALUE_TEXT ||
		    !code_parse(value->s, kind, &code) || code.letter == letter || !letter ||
		    !code.letter) /* without one it is as old as the wall */
			continue;
		struct strbuf text = STRBUF_INIT;
		code.letter = letter;
		code_add(&text, kind, code);
		value->s = merge_keep(merge, strbuf_str(&text));
		strbuf_release(&text);
	}
}

/* ---- places ---- */

static bool has(const struct row_change *change, int column)
{
	return change->column[column].type != VALUE_ABSENT;
}

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
	if (has(change, PLACEMENT_PLACE))
		return v[PLACEMENT_PLACE].s;
	if (has(change, PLACEMENT_CLUSTER))
		return is_none(&v[PLACEMENT_CLUSTER]) ? STR("tray") : STR("cluster");
	if (has(change, PLACEMENT_RANK) && v[PLACEMENT_RANK].s.n)
		return is_none(cluster_now) ? STR("") : STR("cluster");
	if (has(change, PLACEMENT_COL) || has(change, PLACEMENT_LINE))
		return STR("loose");
	return STR("");
}

static bool settle_placement(struct merge *merge, struct row_change *change)
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
	if (framed && !has(change, PLACEMENT_RANK) && !ranked)
		set_rank(&v[PLACEMENT_RANK], "a0");
	if (!framed) {
		v[PLACEMENT_CLUSTER] = value_null();
		set_rank(&v[PLACEMENT_RANK], "");
	}
	if (!loose)
		v[PLACEMENT_COL] = v[PLACEMENT_LINE] = value_int(0);
	return true;
}

static bool settle_cluster(struct merge *merge, struct row_change *change)
{
	struct value *v = change->column, parent_now;
	bool ranked = false;
	int64_t id = v[CLUSTER_ID].i;
	if (!has(change, CLUSTER_PARENT) && !has(change, CLUSTER_RANK) &&
	    !has(change, CLUSTER_COL) && !has(change, CLUSTER_LINE))
		return true;
	if (!read_int(merge, "SELECT parent FROM cluster WHERE id = ?1", id, &parent_now) ||
	    !has_rank(merge, "SELECT rank <> '' FROM cluster WHERE id = ?1", id, &ranked))
		return false;
	bool reordered = has(change, CLUSTER_RANK) && v[CLUSTER_RANK].s.n;
	bool nested = has(change, CLUSTER_PARENT) ? !is_none(&v[CLUSTER_PARENT])
						  : reordered && !is_none(&parent_now);
	if (!has(change, CLUSTER_PARENT) && reordered && !nested) {
		v[CLUSTER_RANK] = (struct value){.type = VALUE_ABSENT};
		return true;
	}
	if (nested) {
		v[CLUSTER_COL] = v[CLUSTER_LINE] = value_int(0);
		if (!has(change, CLUSTER_RANK) && !ranked)
			set_rank(&v[CLUSTER_RANK], "a0");
	} else {
		v[CLUSTER_PARENT] = value_null();
		set_rank(&v[CLUSTER_RANK], "");
	}
	return true;
}

/* ---- one change ---- */

static bool run_change(struct merge *merge, struct row_change *change, int ncolumns)
{
	spell_code(merge, change);
	if (change->op == ROW_INSERT)
		return run_insert(merge, change, ncolumns);
	if (change->op == ROW_DELETE)
		return run_delete(merge, change);
	if (change->table == TABLE_PLACEMENT && has(change, PLACEMENT_MV) &&
	    !settle_placement(merge, change))
		return false;
	if (change->table == TABLE_CLUSTER && !settle_cluster(merge, change))
		return false;
	return run_update(merge, change);
}

/* Only a participant counts as one. */
static bool settle_speaker(struct merge *merge, int64_t id)
{
	return db_run(merge->db, merge->err,
		      "UPDATE speaker SET participant = NULL WHERE id = ?1 AND participant IS NOT "
		      "NULL AND role IN ('moderator', 'observer')",
		      "i", id);
}

/* What a merge took the last support from is a draft again, as after an edit. */
static bool settle_insights(struct merge *merge)
{
	return db_run(merge->db, merge->err, INSIGHTS_SETTLE, "");
}

static bool sets_reviewed(const struct row_change *change)
{
	return change->table == TABLE_INSIGHT && has(change, INSIGHT_STATUS) &&
	       str_equal(change->column[INSIGHT_STATUS].s, STR("reviewed"));
}

/* ---- rules ---- */

struct rule {
	enum table table;
	const char *broken; /* ?1: the row's first key */
	const char *why;
};

static const struct rule rules[] = {
	{TABLE_CARD,
	 "SELECT 1 FROM card c JOIN excerpt e ON e.id = c.excerpt WHERE c.id = ?1 AND c.kind = "
	 "'quote' AND c.text <> e.quote",
	 "its words would no longer be those that were said"},
	{TABLE_EXCERPT,
	 "SELECT 1 FROM excerpt e JOIN card c ON c.excerpt = e.id WHERE e.id = ?1 AND c.kind = "
	 "'quote' AND c.text <> e.quote",
	 "its words would no longer be those that were said"},
	{TABLE_EXCERPT,
	 "SELECT 1 FROM excerpt e WHERE e.id = ?1 AND NOT EXISTS(SELECT 1 FROM card c WHERE "
	 "c.excerpt = e.id)",
	 "its card is gone"},
	{TABLE_CARD,
	 "SELECT 1 FROM card c WHERE c.id = ?1 AND NOT EXISTS(SELECT 1 FROM placement p WHERE p.id "
	 "= c.id AND p.card = c.id)",
	 "its card would have no place"},
	{TABLE_PLACEMENT,
	 "SELECT 1 FROM card c WHERE c.id = ?1 AND NOT EXISTS(SELECT 1 FROM placement p WHERE p.id "
	 "= c.id AND p.card = c.id)",
	 "its card would have no place"},
	{TABLE_PLACEMENT,
	 "SELECT 1 FROM placement p JOIN placement t ON t.id = p.stack WHERE t.stack IS NOT NULL "
	 "AND (p.id = ?1 OR p.stack = ?1)",
	 "it would lie beneath a card that itself lies beneath another"},
	{TABLE_TRANSCRIPT,
	 "SELECT 1 FROM transcript WHERE id = ?1 AND hidden = 0 AND session IS NULL",
	 "its session is gone"},
};

static bool check_rules(struct merge *merge, const struct row_change *change, const char **why)
{
	for (size_t i = 0; !*why && i < TW_COUNT(rules); i++) {
		int64_t broken = 0;
		if (rules[i].table != change->table)
			continue;
		if (!db_get_int(merge->db, merge->err, &broken, rules[i].broken, "i",
				change->column[0].i))
			return false;
		if (broken)
			*why = rules[i].why;
	}
	return true;
}

static bool check_all_of(struct merge *merge, const char *sql, const char *words, const char **why)
{
	int64_t broken = 0;
	if (*why)
		return true;
	if (!db_get_int(merge->db, merge->err, &broken, sql, ""))
		return false;
	if (broken)
		*why = words;
	return true;
}

/* The better reason: what is gone may be what a rule was broken without. */
static void check_references(struct merge *merge, const char **why)
{
	int open = 0, unused = 0;
	sqlite3_db_status(merge->db->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0);
	if (open)
		*why = "what it is about is gone";
}

/* ---- a row ---- */

/* Done in the order they were written down; what another of them makes possible is tried again. */
struct pending {
	struct row_change change;
	int ncolumns;
};

static size_t gather(struct merge *merge, struct str blob, struct pending **out)
{
	struct changes changes;
	struct row_change change;
	struct value old[ROW_MAX_COLUMNS];
	size_t n = 0, capacity = 0;
	*out = NULL;
	changes_begin(&changes, blob);
	while (changes_next(&changes, &change, old)) {
		ALLOC_GROW(*out, n + 1, capacity);
		(*out)[n++] = (struct pending){change, changes.ncolumns};
	}
	return n;
}

static bool is_refusal(const struct merge *merge)
{
	return (sqlite3_errcode(merge->db->handle) & 0xff) == SQLITE_CONSTRAINT;
}

/* How many are left that a rule of the tables refuses. */
static bool run_round(struct merge *merge, struct pending *pending, size_t *n)
{
	size_t left = 0;
	for (size_t i = 0; i < *n; i++) {
		struct row_change change = pending[i].change;
		if (run_change(merge, &change, pending[i].ncolumns))
			continue;
		if (!is_refusal(merge))
			return false;
		err_clear(merge->err);
		pending[left++] = pending[i];
	}
	*n = left;
	return true;
}

static bool run_all(struct merge *merge, struct pending *pending, size_t n, const char **why)
{
	for (size_t before = n + 1; n && n < before;) {
		before = n;
		if (!run_round(merge, pending, &n))
			return false;
	}
	if (n)
		*why = "it would break a rule of the wall";
	return true;
}

static bool check_row(struct merge *merge, const struct pending *pending, size_t n,
		      const char **why)
{
	bool cards = false, transcripts = false, insights = false, reviews = false;
	check_references(merge, why);
	for (size_t i = 0; i < n; i++) {
		const struct row_change *change = &pending[i].change;
		cards |= change->table == TABLE_CARD &&
			 (change->op == ROW_DELETE || has(change, CARD_EXCERPT));
		insights |= change->table == TABLE_INSIGHT || change->table == TABLE_EVIDENCE;
		reviews |= sets_reviewed(change);
		transcripts |= change->table == TABLE_TRANSCRIPT || change->table == TABLE_EXCERPT;
		if (change->table == TABLE_SPEAKER &&
		    !settle_speaker(merge, change->column[SPEAKER_ID].i))
			return false;
		if (change->table == TABLE_PLACEMENT && change->op != ROW_DELETE &&
		    !twins_settle(merge->db, merge->err, change->column[PLACEMENT_ID].i))
			return false;
		if (!check_rules(merge, change, why))
			return false;
	}
	if (insights && !reviews && !settle_insights(merge))
		return false;
	return (!cards ||
		check_all_of(merge,
			     "SELECT 1 FROM excerpt e WHERE NOT EXISTS(SELECT 1 FROM card c WHERE "
			     "c.excerpt = e.id) LIMIT 1",
			     "its card is gone", why)) &&
	       (!insights ||
		check_all_of(merge,
			     "SELECT 1 FROM insight i WHERE status = 'reviewed' AND NOT "
			     "EXISTS(SELECT 1 FROM evidence e WHERE e.insight = i.id AND e.stance "
			     "= 'supports' AND e.source = '') LIMIT 1",
			     "an insight marked as reviewed would have nothing that supports it",
			     why)) &&
	       (!transcripts ||
		check_all_of(merge,
			     "SELECT 1 FROM transcript t JOIN excerpt e ON e.transcript = t.id "
			     "WHERE t.hidden = 1 LIMIT 1",
			     "its transcript was taken out, or has cards", why));
}

bool merge_apply(struct merge *merge, const struct merge_row *row, const char **why)
{
	struct pending *pending, *all = NULL;
	size_t n = gather(merge, row->changes, &pending);
	if (n) {
		all = xmalloc(n * sizeof *all);
		memcpy(all, pending, n * sizeof *all);
	}
	bool good = run_all(merge, pending, n, why) && check_row(merge, all, n, why);
	free(pending);
	free(all);
	return good;
}
