/*
 * A whole wall from its JSON export, into an empty one. The export has small numbers of its own;
 * they become ids of this copy, table by table. As in an import, transcripts, speakers and turns go
 * in raw and hidden, the rest is recorded, so that it is one step to undo. Ranks come as keys made
 * by the reader and are kept.
 */
#include <stdlib.h>

#include "themewall/base/token.h"
#include "themewall/model/rank.h"

#include "changes-internal.h"
#include "import-internal.h"

#include "themewall/base/banned.h"

struct rebuild {
	struct edit *edit;
	struct row_change *rows; /* a copy with our ids */
	size_t nrows;
	struct map ids[TABLE_COUNT]; /* small number → position in numbers */
	int64_t *numbers;
	size_t nnumbers, capacity;
};

/* The table a REF column refers to. */
static enum table target_of(const struct table_info *info, int column)
{
	struct str name = str_of(info->columns[column].name);
	return str_equal(name, STR("parent"))  ? TABLE_CLUSTER
	       : str_equal(name, STR("stack")) ? TABLE_CARD
	       : str_equal(name, STR("other")) ? TABLE_CARD
					       : table_find(name);
}

static bool broken(struct rebuild *r, const char *what)
{
	return err_set(r->edit->err, ERR_FORMAT,
		       "this export does not fit together (%s): nothing was imported", what);
}

/* A home keeps its card's number: cards are numbered before placements. */
static bool number_row(struct rebuild *r, struct row_change *row)
{
	const struct table_info *info = table_info(row->table);
	struct value *key = &row->column[0];
	int64_t small = key->i, id = 1;
	if (info->columns[0].type != COLUMN_KEY || row->table == TABLE_STUDY)
		return true;
	if (key->type != VALUE_INT || small <= 0 ||
	    map_get(&r->ids[row->table], small) != MAP_ABSENT)
		return broken(r, info->name);
	bool home = row->table == TABLE_PLACEMENT && row->column[PLACEMENT_CARD].i == small;
	uint32_t at = home ? map_get(&r->ids[TABLE_CARD], small) : MAP_ABSENT;
	if (at != MAP_ABSENT)
		id = r->numbers[at];
	else if (!edit_new_id(r->edit, &id))
		return false;
	ALLOC_GROW(r->numbers, r->nnumbers + 1, r->capacity);
	map_put(&r->ids[row->table], small, (uint32_t)r->nnumbers);
	r->numbers[r->nnumbers++] = id;
	key->i = id;
	return true;
}

static int by_small_number(const void *a, const void *b)
{
	const struct row_change *x = *(struct row_change *const *)a,
				*y = *(struct row_change *const *)b;
	bool later_x = x->table == TABLE_PLACEMENT, later_y = y->table == TABLE_PLACEMENT;
	if (later_x != later_y)
		return later_x ? 1 : -1;
	return x->column[0].i < y->column[0].i ? -1 : x->column[0].i > y->column[0].i;
}

/* In the order of their small numbers, not of the rows (parents come before children there): lists
 * in order of age are then as they were. Placements last: a home needs its card's number. */
static bool number_rows(struct rebuild *r)
{
	struct row_change **rows = arena_alloc(&r->edit->arena, (r->nrows + 1) * sizeof(void *));
	for (size_t i = 0; i < r->nrows; i++)
		rows[i] = &r->rows[i];
	qsort(rows, r->nrows, sizeof *rows, by_small_number);
	for (size_t i = 0; i < r->nrows; i++)
		if (!number_row(r, rows[i]))
			return false;
	return true;
}

static bool new_number(struct rebuild *r, enum table table, int64_t *id)
{
	uint32_t at = *id > 0 ? map_get(&r->ids[table], *id) : MAP_ABSENT;
	if (at == MAP_ABSENT)
		return broken(r, table_info(table)->name);
	*id = r->numbers[at];
	return true;
}

static bool refer_row(struct rebuild *r, struct row_change *row)
{
	const struct table_info *info = table_info(row->table);
	for (int i = 0; i < info->ncolumns; i++) {
		struct value *value = &row->column[i];
		if (info->columns[i].type == COLUMN_TEXT && value->type == VALUE_TEXT &&
		    !text_is_sound(value->s))
			return broken(r, info->name);
		if (info->columns[i].type == COLUMN_REF && value->type == VALUE_INT &&
		    !new_number(r, target_of(info, i), &value->i))
			return false;
	}
	return true;
}

/* Codes stay as people know them; the counters go on after the highest. */
static bool keep_code(struct rebuild *r, const struct row_change *row)
{
	static const struct {
		enum table table;
		enum code_kind kind;
	} coded[] = {{TABLE_CARD, CODE_CARD},
		     {TABLE_CLUSTER, CODE_CLUSTER},
		     {TABLE_PARTICIPANT, CODE_PARTICIPANT},
		     {TABLE_SESSION, CODE_SESSION},
		     {TABLE_INSIGHT, CODE_INSIGHT}};
	struct code code;
	for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
		if (coded[i].table != row->table)
			continue;
		if (!code_parse(row->column[CARD_CODE].s, coded[i].kind, &code))
			return broken(r, "a code");
		if (code.letter == r->edit->store->letter)
			return edit_used_code(r->edit, coded[i].kind, code);
	}
	return true;
}

_Static_assert((int)CARD_CODE == 1 && (int)CLUSTER_CODE == 1 && (int)PARTICIPANT_CODE == 1 &&
		       (int)SESSION_CODE == 1 && (int)INSIGHT_CODE == 1,
	       "codes stand second");

static void own_values(struct rebuild *r, struct row_change *row)
{
	if (row->table == TABLE_CARD)
		row->column[CARD_CODER] = value_int(r->edit->store->me.id.n);
	else if (row->table == TABLE_INSIGHT)
		row->column[INSIGHT_CODER] = value_int(r->edit->store->me.id.n);
	else if (row->table == TABLE_CLUSTER)
		row->column[CLUSTER_MV] = value_int(token_new());
	else if (row->table == TABLE_PLACEMENT)
		row->column[PLACEMENT_MV] = value_int(token_new());
	else if (row->table == TABLE_TRANSCRIPT)
		row->column[TRANSCRIPT_LAMPORT] = value_int(r->edit->lamport);
}

/* A rank counts inside a parent only, and must be a key that leaves room. */
static bool keep_rank(struct rebuild *r, struct row_change *row, int parent, int rank)
{
	if (row->column[parent].type != VALUE_INT)
		row->column[rank] = value_text(STR(""));
	else if (!rank_is_valid(row->column[rank].s))
		return err_set(r->edit->err, ERR_FORMAT, "\"%.*s\" is no rank",
			       STR_ARG(row->column[rank].s));
	return true;
}

static bool keep_ranks(struct rebuild *r, struct row_change *row)
{
	if (row->table == TABLE_CLUSTER)
		return keep_rank(r, row, CLUSTER_PARENT, CLUSTER_RANK);
	if (row->table == TABLE_PLACEMENT)
		return keep_rank(r, row, PLACEMENT_CLUSTER, PLACEMENT_RANK);
	int rank = edit_rank_column(row->table);
	if (rank >= 0 && !rank_is_valid(row->column[rank].s))
		return broken(r, table_info(row->table)->name);
	return true;
}

static bool prepare(struct rebuild *r)
{
	if (!number_rows(r))
		return false;
	for (size_t i = 0; i < r->nrows; i++) {
		own_values(r, &r->rows[i]);
		if (!refer_row(r, &r->rows[i]) || !keep_code(r, &r->rows[i]) ||
		    !keep_ranks(r, &r->rows[i]))
			return false;
	}
	return true;
}

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
	bool good = new_number(r, TABLE_TRANSCRIPT, &transcript);
	for (size_t i = 0; good && i < turns->n; i++) {
		const struct turn *t = &turns->turns[i];
		speaker = t->speaker.n;
		strbuf_reset(&cues);
		turn_cues_add(&cues, t->cues, t->ncues, t->start_ms);
		good = (!speaker || new_number(r, TABLE_SPEAKER, &speaker)) &&
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
	return good && (count == total || broken(r, "themes in a ring or too deep"));
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
	       (!wrong || broken(r, "a copy of a card"));
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
	if (!check_empty(r->edit) || !prepare(r) || !insert_raw(r, TABLE_TRANSCRIPT) ||
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
