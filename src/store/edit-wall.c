/*
 * A whole wall from its JSON export, into an empty one. Rows have ids of this copy before anything
 * is written (edit-wall-number.c). As in an import, transcripts, speakers and turns go in raw and
 * hidden, the rest is recorded, so that it is one step to undo.
 */
#include "edit-wall-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

static const char *insert_sql(struct rebuild *r, enum table table)
{
	const struct table_info *info = table_info(table);
	struct store *store = r->edit->store;
	struct strbuf sql = STRBUF_INIT;
	if (store->inserts[table])
		return store->inserts[table];
	strbuf_addf(&sql, "INSERT INTO \"%s\" VALUES(", info->name);
	for (int i = 0; i < info->ncolumns; i++)
		strbuf_addf(&sql, "%s?%d", i ? "," : "", i + 1);
	strbuf_add_char(&sql, ')');
	store->inserts[table] = arena_strndup(&store->names, sql.buf, sql.len);
	strbuf_release(&sql);
	return store->inserts[table];
}

static bool insert_row(struct rebuild *r, const struct row_change *row)
{
	return db_run_values(r->edit->db, r->edit->err, insert_sql(r, row->table), row->column,
			     table_info(row->table)->ncolumns);
}

/* The transcript and its speakers as edit-import.c leaves them before it records: what an import
 * cannot know takes the default. */
static bool insert_raw_transcript(struct rebuild *r, const struct value *v)
{
	return db_run(r->edit->db, r->edit->err,
		      "INSERT INTO transcript(id, session, version, title, origin_name, "
		      "origin_format, encoding, sha256_bytes, sha256_text, nchars, nturns, hidden, "
		      "lamport) VALUES(?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11)",
		      "iittttbbiii", v[TRANSCRIPT_ID].i, v[TRANSCRIPT_VERSION].i,
		      v[TRANSCRIPT_TITLE].s, v[TRANSCRIPT_ORIGIN_NAME].s,
		      v[TRANSCRIPT_ORIGIN_FORMAT].s, v[TRANSCRIPT_ENCODING].s,
		      v[TRANSCRIPT_SHA_BYTES].s, v[TRANSCRIPT_SHA_TEXT].s, v[TRANSCRIPT_NCHARS].i,
		      v[TRANSCRIPT_NTURNS].i, v[TRANSCRIPT_LAMPORT].i);
}

static bool insert_raw_speaker(struct rebuild *r, const struct value *v)
{
	return db_run(r->edit->db, r->edit->err,
		      "INSERT INTO speaker(id, transcript, label, role, guessed, participant, "
		      "nwords) VALUES(?1, ?2, ?3, 'unknown', 1, NULL, ?4)",
		      "iiti", v[SPEAKER_ID].i, v[SPEAKER_TRANSCRIPT].i, v[SPEAKER_LABEL].s,
		      v[SPEAKER_NWORDS].i);
}

static bool insert_raw(struct rebuild *r, enum table table)
{
	bool good = true;
	for (size_t i = 0; good && i < r->nrows; i++) {
		const struct row_change *row = &r->rows[i];
		if (row->table == table)
			good = table == TABLE_TRANSCRIPT ? insert_raw_transcript(r, row->column)
							 : insert_raw_speaker(r, row->column);
	}
	return good;
}

static bool insert_turns(struct rebuild *r, const struct wall_turns *turns)
{
	static const char sql[] = "INSERT INTO turn(transcript, seq, speaker, start, \"end\", "
				  "start_ms, end_ms, text, cues) "
				  "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
	struct edit *edit = r->edit;
	struct strbuf cues = STRBUF_INIT;
	int64_t transcript = turns->transcript, speaker;
	bool good = rebuild_number(r, TABLE_TRANSCRIPT, &transcript);
	for (size_t i = 0; good && i < turns->n; i++) {
		const struct turn *t = &turns->turns[i];
		speaker = t->speaker.n;
		strbuf_reset(&cues);
		turn_cues_add(&cues, t->cues, t->ncues, t->start_ms);
		good = (!speaker || rebuild_number(r, TABLE_SPEAKER, &speaker)) &&
		       db_run(edit->db, edit->err, sql, "iiriiiitb", transcript, (int64_t)i,
			      speaker, t->start, t->end, t->start_ms, t->end_ms, t->text,
			      strbuf_str(&cues));
	}
	strbuf_release(&cues);
	return good;
}

/* What an import puts in raw never changes. */
static bool is_frozen(enum table table, int column)
{
	if (table == TABLE_TRANSCRIPT)
		return column == TRANSCRIPT_SHA_BYTES || column == TRANSCRIPT_SHA_TEXT ||
		       column == TRANSCRIPT_NCHARS || column == TRANSCRIPT_NTURNS ||
		       column == TRANSCRIPT_LAMPORT;
	return false;
}

/* "UPDATE speaker SET label = ?3 … WHERE id = ?1": all that may change. */
static const char *update_sql(struct rebuild *r, enum table table)
{
	const struct table_info *info = table_info(table);
	struct store *store = r->edit->store;
	struct strbuf sql = STRBUF_INIT;
	if (store->updates[table])
		return store->updates[table];
	strbuf_addf(&sql, "UPDATE \"%s\" SET", info->name);
	for (int i = 1, n = 0; i < info->ncolumns; i++)
		if (!is_frozen(table, i))
			strbuf_addf(&sql, "%s \"%s\" = ?%d", n++ ? "," : "", info->columns[i].name,
				    i + 1);
	strbuf_addf(&sql, " WHERE \"%s\" = ?1", info->columns[0].name);
	store->updates[table] = arena_strndup(&store->names, sql.buf, sql.len);
	strbuf_release(&sql);
	return store->updates[table];
}

/* There since it was put in raw, or since the wall was made. */
static bool update_row(struct rebuild *r, const struct row_change *row)
{
	return db_run_values(r->edit->db, r->edit->err, update_sql(r, row->table), row->column,
			     table_info(row->table)->ncolumns);
}

static bool record_row(struct rebuild *r, const struct row_change *row)
{
	bool there = row->table == TABLE_STUDY || row->table == TABLE_TRANSCRIPT ||
		     row->table == TABLE_SPEAKER;
	return there ? update_row(r, row) : insert_row(r, row);
}

/* Level by level, so that the guards see each parent; rows of a ring never come up and are found
 * missing. */
static bool record_clusters(struct rebuild *r)
{
	struct map done = {0};
	size_t count = 0, total = 0;
	bool good = true;
	for (int level = 0; good && level < 4; level++) {
		for (size_t i = 0; good && i < r->nrows; i++) {
			const struct value *v = r->rows[i].column;
			if (r->rows[i].table != TABLE_CLUSTER ||
			    map_get(&done, v[CLUSTER_ID].i) != MAP_ABSENT)
				continue;
			bool top = v[CLUSTER_PARENT].type != VALUE_INT;
			uint32_t parent = top ? 0 : map_get(&done, v[CLUSTER_PARENT].i);
			if (top ? level > 0 : parent == MAP_ABSENT || (int)parent >= level)
				continue;
			good = insert_row(r, &r->rows[i]);
			map_put(&done, v[CLUSTER_ID].i, (uint32_t)level);
			count++;
		}
	}
	for (size_t i = 0; i < r->nrows; i++)
		total += r->rows[i].table == TABLE_CLUSTER;
	map_release(&done);
	return good && (count == total || rebuild_broken(r, "themes in a ring or too deep"));
}

static bool record_tables(struct rebuild *r, const enum table *tables, size_t n)
{
	for (size_t t = 0; t < n; t++)
		for (size_t i = 0; i < r->nrows; i++)
			if (r->rows[i].table == tables[t] && !record_row(r, &r->rows[i]))
				return false;
	return true;
}

static bool record_all(struct rebuild *r)
{
	static const enum table order[] = {
		TABLE_STUDY,      TABLE_PARTICIPANT, TABLE_IDENTITY, TABLE_ATTRIBUTE, TABLE_SESSION,
		TABLE_ATTENDANCE, TABLE_TRANSCRIPT,  TABLE_SPEAKER,  TABLE_EXCERPT,   TABLE_CARD};
	if (!record_tables(r, order, TW_COUNT(order)) || !record_clusters(r))
		return false;
	static const enum table last[] = {
		TABLE_PLACEMENT,      TABLE_TAG,    TABLE_TENSION,  TABLE_INSIGHT, TABLE_EVIDENCE,
		TABLE_RECOMMENDATION, TABLE_BELIEF, TABLE_DECISION, TABLE_LAYER,   TABLE_LAYER_CARD,
		TABLE_BALLOT,         TABLE_VOTE,   TABLE_LENS};
	return record_tables(r, last, TW_COUNT(last));
}

static bool check_copies(struct rebuild *r)
{
	int64_t wrong = 0;
	return db_get_int(r->edit->db, r->edit->err, &wrong,
			  "SELECT 1 FROM placement t WHERE " TWIN_IS_WRONG " LIMIT 1", "") &&
	       (!wrong || rebuild_broken(r, "a copy of a card"));
}

static bool check_empty(struct edit *edit)
{
	int64_t full = 0;
	return db_get_int(edit->db, edit->err, &full,
			  "SELECT EXISTS(SELECT 1 FROM card) OR EXISTS(SELECT 1 FROM cluster) OR "
			  "EXISTS(SELECT 1 FROM participant) OR EXISTS(SELECT 1 FROM insight) "
			  "OR EXISTS(SELECT 1 FROM session) OR EXISTS(SELECT 1 FROM transcript "
			  "WHERE hidden = 0)",
			  "") &&
	       (!full || err_set(edit->err, ERR_USAGE,
				 "this wall is not empty: import a whole wall into a new one"));
}

static bool rebuild_wall(struct rebuild *r, const struct wall_turns *turns, size_t nturns)
{
	strbuf_add_z(&r->edit->label, "import of a whole wall");
	if (!check_empty(r->edit) || !rebuild_prepare(r) || !insert_raw(r, TABLE_TRANSCRIPT) ||
	    !insert_raw(r, TABLE_SPEAKER))
		return false;
	for (size_t i = 0; i < nturns; i++)
		if (!insert_turns(r, &turns[i]))
			return false;
	return edit_record(r->edit) && record_all(r) && check_copies(r);
}

bool edit_import_wall(struct store *store, const struct row_change *rows, size_t nrows,
		      const struct wall_turns *turns, size_t nturns, struct err *err)
{
	struct edit edit;
	struct rebuild r = {.edit = &edit, .nrows = nrows};
	if (!edit_begin_raw(&edit, store, err))
		return false;
	r.rows = arena_alloc(&edit.arena, (nrows + 1) * sizeof *r.rows);
	for (size_t i = 0; i < nrows; i++)
		r.rows[i] = rows[i];
	bool good = edit_end(&edit, rebuild_wall(&r, turns, nturns));
	for (int i = 0; i < TABLE_COUNT; i++)
		map_release(&r.ids[i]);
	free(r.numbers);
	return good;
}
