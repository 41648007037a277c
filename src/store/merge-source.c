/*
 * What the other copy knows and this one does not. Both descend from one wall: the copy without a
 * letter, by its random number. Coders are the same when they are called the same; transcripts come
 * raw and hidden, as an import leaves them before it records (edit-import.c), and the journal shows
 * them; rows are proved sound before they are kept.
 */
#include <stdlib.h>
#include <string.h>

#include "merge-internal.h"

#include "themewall/base/banned.h"

/* ---- copies ---- */

static bool check_related(struct merge *merge)
{
	struct strbuf mine = STRBUF_INIT, theirs = STRBUF_INIT;
	bool good = wall_root(merge->db, &mine, merge->err) &&
		    wall_root(&merge->other->db, &theirs, merge->err);
	if (good && !str_equal(strbuf_str(&mine), strbuf_str(&theirs)))
		good = err_set(merge->err, ERR_FORMAT,
			       "these two walls are not copies of one another: nothing was changed "
			       "(an export can be imported into a new wall)");
	strbuf_release(&mine);
	strbuf_release(&theirs);
	return good;
}

static bool take_replica(struct merge *merge, sqlite3_stmt *row)
{
	int64_t prefix = sqlite3_column_int64(row, 0), same = 0;
	struct str uuid = db_column_blob(row, 1);
	char letter[2] = {replica_letter(uuid), '\0'};
	if (str_equal(db_column_text(row, 2), STR("")))
		letter[0] = '\0';
	if (!db_run(merge->db, merge->err,
		    "INSERT INTO replica(prefix, uuid, letter, next) VALUES(?1, ?2, ?3, ?4) ON "
		    "CONFLICT(prefix) DO UPDATE SET next = max(next, excluded.next)",
		    "ibzi", prefix, uuid, letter, sqlite3_column_int64(row, 3)) ||
	    !db_get_int(merge->db, merge->err, &same,
			"SELECT count(*) FROM replica WHERE prefix = ?1 AND uuid = ?2", "ib",
			prefix, uuid))
		return false;
	return same || err_set(merge->err, ERR_CONFLICT,
			       "two copies of this wall have the same number: nothing was changed");
}

static bool take_replicas(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(&merge->other->db, merge->err,
				      "SELECT prefix, uuid, letter, next FROM replica", "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(&merge->other->db, rows, merge->err)) == DB_ROW)
		good = take_replica(merge, rows);
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

static bool is_free(const struct merge *merge, char letter)
{
	for (size_t i = 0; i < merge->nletters; i++)
		if (merge->letters[i].letter == letter)
			return false;
	return true;
}

/* Everyone who knows the same copies gives them the same letters: in the order of their numbers
 * each gets the one it likes, then who found it taken the next free one. *moved: someone's letter
 * is not what it was here. */
static bool settle_letters(struct merge *merge, bool *moved)
{
	sqlite3_stmt *rows =
		db_query(merge->db, merge->err,
			 "SELECT prefix, uuid, letter FROM replica ORDER BY prefix", "");
	enum db_step step = DB_FAILED;
	char was[TW_COUNT(merge->letters)];
	while (rows && (step = db_step(merge->db, rows, merge->err)) == DB_ROW) {
		struct str letter = db_column_text(rows, 2);
		char liked = letter.n ? replica_letter(db_column_blob(rows, 1)) : '\0';
		size_t n = merge->nletters;
		if (n == TW_COUNT(merge->letters))
			break;
		was[n] = letter.n ? letter.p[0] : '\0';
		merge->letters[n].prefix = sqlite3_column_int64(rows, 0);
		merge->letters[n].letter = !liked || is_free(merge, liked) ? liked : '?';
		merge->nletters++;
	}
	if (rows)
		sqlite3_reset(rows);
	bool good = step == DB_DONE || (step == DB_ROW && err_set(merge->err, ERR_CONFLICT,
								  "this wall has too many copies"));
	for (size_t i = 0; good && i < merge->nletters; i++) {
		struct merge_letter *l = &merge->letters[i];
		char text[2] = {l->letter, '\0'};
		for (char c = 'b'; l->letter == '?' && c <= 'z'; c++)
			if (is_free(merge, c))
				l->letter = text[0] = c;
		if (l->letter == '?')
			return err_set(merge->err, ERR_CONFLICT, "this wall has too many copies");
		*moved |= l->letter != was[i];
		good = db_run(merge->db, merge->err,
			      "UPDATE replica SET letter = ?1 WHERE prefix = ?2", "zi", text,
			      l->prefix);
		if (l->prefix == merge->store->replica)
			merge->store->letter = l->letter;
	}
	return good;
}

char merge_letter_of(const struct merge *merge, int64_t prefix)
{
	for (size_t i = 0; i < merge->nletters; i++)
		if (merge->letters[i].prefix == prefix)
			return merge->letters[i].letter;
	return '\0';
}

/* ---- coders ---- */

/* Their number is kept where nobody here has it. */
static bool new_coder(struct merge *merge, sqlite3_stmt *row, int64_t *id)
{
	struct db *db = merge->db;
	int64_t taken = 0;
	*id = sqlite3_column_int64(row, 0);
	if (!db_get_int(db, merge->err, &taken, "SELECT 1 FROM coder WHERE id = ?1", "i", *id))
		return false;
	if (taken && !db_get_int(db, merge->err, id,
				 "UPDATE replica SET next = next + 1 WHERE prefix = ?1 RETURNING "
				 "prefix << 32 | (next - 1)",
				 "i", merge->store->replica))
		return false;
	return db_run(db, merge->err,
		      "INSERT INTO coder(id, name, initials, colour) VALUES(?1, ?2, ?3, ?4)",
		      "itti", *id, db_column_text(row, 1), db_column_text(row, 2),
		      sqlite3_column_int64(row, 3));
}

/* Whoever only looked at the other copy does not come along. Where just the missing rows came, one
 * whose rows are known already may still be named in them. */
static bool take_coder(struct merge *merge, sqlite3_stmt *row)
{
	int64_t theirs = sqlite3_column_int64(row, 0), id = 0;
	struct str name = db_column_text(row, 1);
	if (!text_is_sound(name) || !text_is_sound(db_column_text(row, 2)))
		return err_set(merge->err, ERR_FORMAT, "the other wall is damaged");
	bool worked = sqlite3_column_int64(row, 4);
	if (!db_get_int(merge->db, merge->err, &id, "SELECT id FROM coder WHERE name = ?1", "t",
			name) ||
	    (!id && worked && !new_coder(merge, row, &id)))
		return false;
	if (!id)
		return true;
	ALLOC_GROW(merge->coder_ids, merge->ncoders + 1, merge->coder_capacity);
	map_put(&merge->coders, theirs, (uint32_t)merge->ncoders);
	merge->coder_ids[merge->ncoders++] = id;
	merge->coders_differ |= id != theirs;
	return true;
}

static bool take_coders(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(&merge->other->db, merge->err,
				      "SELECT id, name, initials, colour, id IN (SELECT coder FROM "
				      "journal UNION SELECT coder FROM card) FROM coder",
				      "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(&merge->other->db, rows, merge->err)) == DB_ROW)
		good = take_coder(merge, rows);
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

static int64_t coder_here(const struct merge *merge, int64_t theirs)
{
	uint32_t at = theirs > 0 ? map_get(&merge->coders, theirs) : MAP_ABSENT;
	return at == MAP_ABSENT ? theirs : merge->coder_ids[at];
}

static void coder_values(struct row_change *change, struct value *old, void *context)
{
	const struct merge *merge = context;
	const struct table_info *info = table_info(change->table);
	for (int i = 0; i < info->ncolumns; i++) {
		if (strcmp(info->columns[i].name, "coder") != 0)
			continue;
		if (change->column[i].type == VALUE_INT)
			change->column[i].i = coder_here(merge, change->column[i].i);
		if (old[i].type == VALUE_INT)
			old[i].i = coder_here(merge, old[i].i);
	}
}

/* ---- rows ---- */

static bool note_by(struct merge *merge, int64_t coder)
{
	struct strbuf name = STRBUF_INIT, *by = &merge->report->by;
	bool good = db_get_text(merge->db, merge->err, &name, NULL,
				"SELECT name FROM coder WHERE id = ?1", "i", coder);
	if (good && str_find(strbuf_str(by), strbuf_str(&name)) == by->len)
		strbuf_addf(by, "%s%s", by->len ? ", " : "", name.buf);
	strbuf_release(&name);
	return good;
}

/* They come in the order of (logical clock, copy). */
static void note_first(struct merge *merge, const struct merge_row *row)
{
	if (merge->any)
		return;
	merge->lamport = row->lamport;
	merge->replica = row->replica;
	merge->any = true;
}

static bool take_changes(struct merge *merge, struct str blob, struct str *out)
{
	struct strbuf changes = STRBUF_INIT;
	if (!changes_valid(blob))
		return err_set(merge->err, ERR_FORMAT,
			       "the history of the other wall is damaged: nothing was changed");
	bool good = !merge->coders_differ || changes_rewrite(blob, &changes, coder_values, merge);
	*out = merge_keep(merge, merge->coders_differ ? strbuf_str(&changes) : blob);
	strbuf_release(&changes);
	return good;
}

static bool take_row(struct merge *merge, sqlite3_stmt *row)
{
	ALLOC_GROW(merge->rows, merge->nrows + 1, merge->capacity);
	struct merge_row *out = &merge->rows[merge->nrows];
	*out = (struct merge_row){.lamport = sqlite3_column_int64(row, 0),
				  .replica = sqlite3_column_int64(row, 1),
				  .coder = coder_here(merge, sqlite3_column_int64(row, 2)),
				  .at_ms = sqlite3_column_int64(row, 3),
				  .kind = merge_keep(merge, db_column_text(row, 4)),
				  .batch = sqlite3_column_int64(row, 6),
				  .target = sqlite3_column_int64(row, 7),
				  .format = sqlite3_column_int64(row, 8)};
	struct str label = db_column_text(row, 5);
	if (!text_is_sound(label) || out->format > WALL_FORMAT || out->format < 1)
		return err_set(merge->err, ERR_FORMAT,
			       "the history of the other wall is damaged: nothing was changed");
	out->label = merge_keep(merge, label);
	if (!take_changes(merge, db_column_blob(row, 9), &out->changes))
		return false;
	merge->nrows++;
	merge->report->rows++;
	note_first(merge, out);
	return note_by(merge, out->coder);
}

/* The same row in both must be the same step: two copies that both go by one number and were both
 * worked on cannot be told apart. */
static bool look_at_row(struct merge *merge, sqlite3_stmt *row)
{
	int64_t known = 0, same = 0;
	if (!db_get_int(merge->db, merge->err, &known,
			"SELECT id FROM journal WHERE lamport = ?1 AND replica = ?2", "ii",
			sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)))
		return false;
	if (!known)
		return take_row(merge, row);
	if (!db_get_int(merge->db, merge->err, &same,
			"SELECT 1 FROM journal WHERE id = ?1 AND at_ms = ?2 AND batch = ?3 AND "
			"kind = ?4",
			"iiit", known, sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 6),
			db_column_text(row, 4)))
		return false;
	return same || err_set(merge->err, ERR_CONFLICT,
			       "these two files go by the same number, but each has changes of its "
			       "own under it: they cannot be joined, and nothing was changed");
}

static bool take_rows(struct merge *merge)
{
	sqlite3_stmt *rows = db_query(&merge->other->db, merge->err,
				      "SELECT lamport, replica, coder, at_ms, kind, label, batch, "
				      "target, format, ifnull(authored, changeset) FROM journal "
				      "ORDER BY lamport, replica",
				      "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(&merge->other->db, rows, merge->err)) == DB_ROW)
		good = look_at_row(merge, rows);
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

/* ---- transcripts ---- */

static bool put_all(struct merge *merge, int64_t id, const char *select, const char *insert)
{
	struct db *from = &merge->other->db;
	sqlite3_stmt *rows = db_query(from, merge->err, select, "i", id);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(from, rows, merge->err)) == DB_ROW) {
		sqlite3_stmt *put = db_query(merge->db, merge->err, insert, "");
		bool sound = put != NULL;
		for (int i = 0; sound && i < sqlite3_column_count(rows); i++) {
			sound = sqlite3_column_type(rows, i) != SQLITE_TEXT ||
				text_is_sound(db_column_text(rows, i));
			sqlite3_bind_value(put, i + 1, sqlite3_column_value(rows, i));
		}
		if (!sound || db_step(merge->db, put, merge->err) != DB_DONE) {
			sqlite3_reset(rows);
			return sound ? false
				     : err_set(merge->err, ERR_FORMAT,
					       "a transcript of the other wall is damaged: nothing "
					       "was changed");
		}
	}
	return step == DB_DONE;
}

static bool take_transcript(struct merge *merge, int64_t id)
{
	merge->report->transcripts++;
	return put_all(merge, id,
		       "SELECT id, version, title, origin_name, origin_format, encoding, "
		       "sha256_bytes, sha256_text, nchars, nturns, lamport FROM transcript WHERE "
		       "id "
		       "= ?1",
		       "INSERT INTO transcript(id, session, version, title, origin_name, "
		       "origin_format, encoding, sha256_bytes, sha256_text, nchars, nturns, "
		       "hidden, "
		       "lamport) VALUES(?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11)") &&
	       put_all(merge, id,
		       "SELECT id, transcript, label, nwords FROM speaker WHERE transcript = ?1",
		       "INSERT INTO speaker(id, transcript, label, role, guessed, participant, "
		       "nwords) VALUES(?1, ?2, ?3, 'unknown', 1, NULL, ?4)") &&
	       put_all(merge, id,
		       "SELECT transcript, seq, speaker, start, \"end\", start_ms, end_ms, text, "
		       "cues FROM turn WHERE transcript = ?1",
		       "INSERT INTO turn(transcript, seq, speaker, start, \"end\", start_ms, "
		       "end_ms, text, cues) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
}

static bool take_transcripts(struct merge *merge)
{
	struct db *from = &merge->other->db;
	sqlite3_stmt *rows =
		db_query(from, merge->err, "SELECT id FROM transcript ORDER BY id", "");
	enum db_step step = DB_FAILED;
	bool good = true;
	while (good && rows && (step = db_step(from, rows, merge->err)) == DB_ROW) {
		int64_t id = sqlite3_column_int64(rows, 0), known = 0;
		good = db_get_int(merge->db, merge->err, &known,
				  "SELECT 1 FROM transcript WHERE id = ?1", "i", id) &&
		       (known || take_transcript(merge, id));
	}
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

bool merge_read_other(struct merge *merge)
{
	bool moved = false;
	if (!check_related(merge) || !take_replicas(merge) || !settle_letters(merge, &moved) ||
	    !take_coders(merge) || !take_rows(merge) || !take_transcripts(merge))
		return false;
	if (moved && merge->any)
		merge->lamport = merge->replica = 0; /* codes change: all is done again */
	return true;
}
