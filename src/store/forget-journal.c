/*
 * The name out of the history. Every changeset is written anew with its texts as the tables have
 * them now, so replaying, undoing and going back still work. Where an excerpt lay at each step is
 * followed through the changes, because an update names only what it changed.
 */
#include <stdlib.h>

#include "themewall/base/mem.h"

#include "forget-internal.h"

#include "themewall/base/banned.h"

/* ---- names of the past ---- */

static void add_name(struct mask *mask, const struct value *value)
{
	if (value->type == VALUE_TEXT)
		mask_add(mask, value->s);
}

bool forget_old_names(struct store *store, int64_t participant, struct mask *mask, struct err *err)
{
	sqlite3_stmt *rows =
		db_query(&store->db, err,
			 "SELECT changeset FROM journal UNION ALL SELECT authored FROM journal "
			 "WHERE authored IS NOT NULL",
			 "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(&store->db, rows, err)) == DB_ROW) {
		struct changes changes;
		struct row_change change;
		struct value old[ROW_MAX_COLUMNS];
		changes_begin(&changes, db_column_blob(rows, 0));
		while (changes_next(&changes, &change, old)) {
			if (change.table != TABLE_IDENTITY ||
			    change.column[IDENTITY_PARTICIPANT].i != participant)
				continue;
			add_name(mask, &change.column[IDENTITY_NAME]);
			add_name(mask, &old[IDENTITY_NAME]);
		}
	}
	return step == DB_DONE;
}

/* ---- where excerpts lay ---- */

static struct lie *lie_of(struct forgetting *f, int64_t id)
{
	uint32_t at = id ? map_get(&f->by_excerpt, id) : MAP_ABSENT;
	if (at != MAP_ABSENT)
		return &f->lies[at];
	ALLOC_GROW(f->lies, f->nlies + 1, f->lies_capacity);
	f->lies[f->nlies] = (struct lie){0, 0, 0};
	if (id)
		map_put(&f->by_excerpt, id, (uint32_t)f->nlies);
	return &f->lies[f->nlies++];
}

static void move_lie(struct lie *lie, const struct value *column)
{
	if (column[EXCERPT_TRANSCRIPT].type == VALUE_INT)
		lie->transcript = column[EXCERPT_TRANSCRIPT].i;
	if (column[EXCERPT_START].type == VALUE_INT)
		lie->start = column[EXCERPT_START].i;
	if (column[EXCERPT_END].type == VALUE_INT)
		lie->end = column[EXCERPT_END].i;
}

static void cut(struct forgetting *f, const struct lie *lie, struct value *column)
{
	static const int parts[] = {
		[PART_QUOTE] = EXCERPT_QUOTE,
		[PART_PREFIX] = EXCERPT_PREFIX,
		[PART_SUFFIX] = EXCERPT_SUFFIX,
	};
	for (enum excerpt_part part = PART_QUOTE; part <= PART_SUFFIX; part++) {
		struct value *value = &column[parts[part]];
		struct str was = value->s;
		if (value->type != VALUE_TEXT)
			continue;
		if (!forget_slice(f, lie, part, &value->s))
			value->s = forget_value(f, TABLE_EXCERPT, parts[part], value->s);
		if (part == PART_QUOTE)
			forget_know(f, was, value->s);
	}
}

static void forget_excerpt(struct forgetting *f, struct row_change *change, struct value *old)
{
	struct lie *lie = lie_of(f, change->column[EXCERPT_ID].i);
	if (change->op == ROW_UPDATE) {
		move_lie(lie, old);
		cut(f, lie, old);
	}
	move_lie(lie, change->column);
	cut(f, lie, change->column);
}

/* ---- changesets ---- */

static void forget_sha(struct forgetting *f, int64_t transcript, struct value *sha)
{
	uint32_t at = transcript ? map_get(&f->by_transcript, transcript) : MAP_ABSENT;
	if (at == MAP_ABSENT || sha->type != VALUE_BLOB || sha->s.n != SHA256_BYTES ||
	    memcmp(sha->s.p, f->texts[at].old_sha, SHA256_BYTES) != 0)
		return;
	sha->s.p = (const char *)f->texts[at].sha;
}

static void forget_change(struct row_change *change, struct value *old, void *context)
{
	struct forgetting *f = context;
	if (change->table == TABLE_EXCERPT) {
		forget_excerpt(f, change, old);
		return;
	}
	for (int i = 0; i < table_info(change->table)->ncolumns; i++) {
		struct value *values[] = {&change->column[i], &old[i]};
		for (int k = 0; k < 2; k++)
			if (values[k]->type == VALUE_TEXT)
				values[k]->s = forget_value(f, change->table, i, values[k]->s);
	}
	if (change->table == TABLE_TRANSCRIPT) {
		forget_sha(f, change->column[TRANSCRIPT_ID].i,
			   &change->column[TRANSCRIPT_SHA_TEXT]);
		forget_sha(f, change->column[TRANSCRIPT_ID].i, &old[TRANSCRIPT_SHA_TEXT]);
	}
}

static void note_change(struct row_change *change, struct value *old, void *context)
{
	if (change->table == TABLE_EXCERPT)
		forget_excerpt(context, change, old);
}

static bool damaged(struct forgetting *f)
{
	return err_set(f->err, ERR_STORE,
		       "the history of this wall is damaged: run themewall check");
}

bool forget_note_past(struct forgetting *f)
{
	sqlite3_stmt *rows =
		db_query(f->db, f->err, "SELECT changeset FROM journal ORDER BY id", "");
	enum db_step step = DB_FAILED;
	bool good = true;
	struct strbuf unused = STRBUF_INIT;
	while (good && rows && (step = db_step(f->db, rows, f->err)) == DB_ROW) {
		strbuf_reset(&unused);
		good = changes_rewrite(db_column_blob(rows, 0), &unused, note_change, f) ||
		       damaged(f);
	}
	if (rows)
		sqlite3_reset(rows);
	strbuf_release(&unused);
	return good && rows && step != DB_FAILED;
}

/* What a change was where it was made: where its excerpts lay then is not known here, so every text
 * is struck by itself. */
static void forget_authored_change(struct row_change *change, struct value *old, void *context)
{
	struct forgetting *f = context;
	for (int i = 0; i < table_info(change->table)->ncolumns; i++) {
		struct value *values[] = {&change->column[i], &old[i]};
		for (int k = 0; k < 2; k++)
			if (values[k]->type == VALUE_TEXT)
				values[k]->s = forget_value(f, change->table, i, values[k]->s);
	}
}

static bool forget_authored(struct forgetting *f, int64_t id, struct str authored)
{
	struct strbuf changes = STRBUF_INIT;
	bool good = !authored.n || changes_rewrite(authored, &changes, forget_authored_change, f) ||
		    damaged(f);
	if (good && authored.n && !str_equal(strbuf_str(&changes), authored))
		good = db_run(f->db, f->err, "UPDATE journal SET authored = ?1 WHERE id = ?2", "bi",
			      strbuf_str(&changes), id);
	strbuf_release(&changes);
	return good;
}

static bool forget_row(struct forgetting *f, int64_t id, struct str label, struct str changeset)
{
	struct strbuf words = STRBUF_INIT, changes = STRBUF_INIT;
	mask_text(f->mask, &words, label, true);
	bool good = changes_rewrite(changeset, &changes, forget_change, f) || damaged(f);
	bool same =
		str_equal(strbuf_str(&words), label) && str_equal(strbuf_str(&changes), changeset);
	if (good && !same) {
		f->report->steps++;
		good = db_run(f->db, f->err,
			      "UPDATE journal SET label = ?1, changeset = ?2 WHERE id = ?3", "tbi",
			      strbuf_str(&words), strbuf_str(&changes), id);
	}
	strbuf_release(&words);
	strbuf_release(&changes);
	return good;
}

bool forget_journal(struct forgetting *f)
{
	int64_t id = 0;
	map_clear(&f->by_excerpt); /* from the start once more */
	f->nlies = 0;
	for (;;) {
		enum db_step step = DB_FAILED;
		sqlite3_stmt *row =
			db_query(f->db, f->err,
				 "SELECT id, label, changeset, authored FROM journal WHERE id > "
				 "?1 ORDER BY id LIMIT 1",
				 "i", id);
		if (row)
			step = db_step(f->db, row, f->err);
		if (step != DB_ROW)
			return step == DB_DONE;
		id = sqlite3_column_int64(row, 0);
		if (!forget_row(f, id, db_column_text(row, 1), db_column_blob(row, 2)) ||
		    !forget_authored(f, id, db_column_blob(row, 3)))
			return false;
		sqlite3_reset(row);
	}
}
