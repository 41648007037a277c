/*
 * Rows from one copy to another. They leave out of a private copy from which whom the other has
 * forgotten is struck first, so that a name that was taken out of a wall never travels to it again;
 * they arrive in a wall made for them, which holds nothing that could be shown: no cards, only the
 * history that is missing, with the transcripts it speaks of. Merging looks at no more than that.
 */
#include <stdlib.h>
#include <unistd.h>

#include "themewall/store/backup.h"
#include "themewall/store/forget.h"

#include "harden-internal.h"
#include "sync-internal.h"

#include "themewall/base/banned.h"

enum { FRAME_FULL = 1 << 16, COLUMNS_MOST = 12 };

/* In the order in which they refer to one another. What a merge does not read has its default. */
enum row_kind { ROW_REPLICA, ROW_CODER, ROW_META, ROW_STEP, ROW_TRANSCRIPT, ROW_SPEAKER, ROW_TURN };

static const struct {
	int ncolumns;
	const char *select, *insert;
} kinds[] = {
	[ROW_REPLICA] = {4, "SELECT prefix, uuid, letter, next FROM replica ORDER BY prefix",
			 "INSERT INTO replica(prefix, uuid, letter, next) VALUES(?1, ?2, ?3, ?4)"},
	[ROW_CODER] =
		{4,
		 "SELECT id, name, initials, colour FROM coder WHERE id IN (SELECT coder FROM "
		 "journal UNION SELECT coder FROM card)",
		 "INSERT INTO coder(id, name, initials, colour) VALUES(?1, ?2, ?3, ?4)"},
	[ROW_META] = {2,
		      "SELECT key, value FROM meta WHERE key = 'replica' OR key GLOB 'forgotten "
		      "*'",
		      "INSERT INTO meta(key, value) VALUES(?1, ?2)"},
	[ROW_STEP] = {11,
		      "SELECT lamport, replica, coder, at_ms, kind, label, batch, target, format, "
		      "ifnull(authored, changeset), skipped FROM journal WHERE replica = ?1 AND "
		      "lamport > ?2 ORDER BY lamport",
		      "INSERT INTO journal(lamport, replica, coder, at_ms, kind, label, batch, "
		      "target, format, changeset, skipped) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
		      "?9, ?10, ?11)"},
	[ROW_TRANSCRIPT] = {11,
			    "SELECT id, version, title, origin_name, origin_format, encoding, "
			    "sha256_bytes, sha256_text, nchars, nturns, lamport FROM transcript "
			    "WHERE id = ?1",
			    "INSERT INTO transcript(id, version, title, origin_name, "
			    "origin_format, encoding, sha256_bytes, sha256_text, nchars, nturns, "
			    "lamport, hidden) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
			    "?11, 1)"},
	[ROW_SPEAKER] = {4,
			 "SELECT id, transcript, label, nwords FROM speaker WHERE transcript = ?1",
			 "INSERT INTO speaker(id, transcript, label, nwords, role, guessed) "
			 "VALUES(?1, ?2, ?3, ?4, 'unknown', 1)"},
	[ROW_TURN] = {9,
		      "SELECT transcript, seq, speaker, start, \"end\", start_ms, end_ms, text, "
		      "cues FROM turn WHERE transcript = ?1",
		      "INSERT INTO turn(transcript, seq, speaker, start, \"end\", start_ms, "
		      "end_ms, text, cues) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"},
};

/* ---- leaving ---- */

static struct value column(sqlite3_stmt *row, int i)
{
	switch (sqlite3_column_type(row, i)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(row, i));
	case SQLITE_TEXT:
		return value_text(db_column_text(row, i));
	case SQLITE_BLOB:
		return (struct value){.type = VALUE_BLOB, .s = db_column_blob(row, i)};
	default:
		return value_null();
	}
}

static bool send_full(struct wire *wire, size_t most)
{
	if (wire->out.len < most)
		return true;
	bool good = wire_send(wire);
	wire_begin(wire, SYNC_ROWS);
	return good;
}

static bool send_kind(struct db *db, enum row_kind kind, int64_t a, int64_t b, struct wire *wire)
{
	sqlite3_stmt *rows = db_query(db, wire->err, kinds[kind].select, "");
	enum db_step step = DB_FAILED;
	bool good = rows != NULL;
	if (rows && sqlite3_bind_parameter_count(rows) > 0)
		sqlite3_bind_int64(rows, 1, a);
	if (rows && sqlite3_bind_parameter_count(rows) > 1)
		sqlite3_bind_int64(rows, 2, b);
	while (good && (step = db_step(db, rows, wire->err)) == DB_ROW) {
		wire_add_int(wire, kind);
		for (int i = 0; i < kinds[kind].ncolumns; i++) {
			struct value value = column(rows, i);
			wire_add(wire, &value);
		}
		good = send_full(wire, FRAME_FULL);
	}
	if (rows)
		sqlite3_reset(rows);
	return good && step == DB_DONE;
}

static bool send_steps(struct store *copy, const struct knowledge *mine,
		       const struct knowledge *theirs, struct wire *wire)
{
	bool good = true;
	for (size_t i = 0; good && i < mine->ncopies; i++) {
		int64_t prefix = mine->copies[i].prefix, since = 0;
		good = knowledge_since(theirs, copy, prefix, &since, wire->err) &&
		       send_kind(&copy->db, ROW_STEP, prefix, since, wire);
	}
	return good;
}

static bool send_transcripts(struct store *copy, const struct knowledge *mine,
			     const struct knowledge *theirs, struct wire *wire)
{
	bool good = true;
	for (size_t i = 0; good && i < mine->ntranscripts; i++) {
		int64_t id = mine->transcripts[i];
		if (knowledge_has_transcript(theirs, id))
			continue;
		for (int kind = ROW_TRANSCRIPT; good && kind <= ROW_TURN; kind++)
			good = send_kind(&copy->db, (enum row_kind)kind, id, 0, wire);
	}
	return good;
}

static bool send_all(struct store *copy, const struct knowledge *theirs, struct wire *wire)
{
	struct knowledge mine = {0};
	wire_begin(wire, SYNC_ROWS);
	bool good = knowledge_gather(&mine, copy, wire->err);
	for (int kind = ROW_REPLICA; good && kind <= ROW_META; kind++)
		good = send_kind(&copy->db, (enum row_kind)kind, 0, 0, wire);
	good = good && send_steps(copy, &mine, theirs, wire) &&
	       send_transcripts(copy, &mine, theirs, wire) && wire_send(wire);
	knowledge_release(&mine);
	wire_begin(wire, SYNC_END);
	return good && wire_send(wire);
}

static bool forget_theirs(struct store *copy, const struct knowledge *theirs, struct err *err)
{
	bool good = true;
	for (size_t i = 0; good && i < theirs->nforgotten; i++) {
		struct forget_report report = {0};
		int64_t done = 0, id = theirs->forgotten[i];
		strbuf_init(&report.spared);
		good = db_get_int(&copy->db, err, &done,
				  "SELECT count(*) FROM meta WHERE key = 'forgotten ' || ?1", "i",
				  id) &&
		       (done ||
			store_forget(copy, (participant_id){id}, NULL, NULL, NULL, &report, err));
		strbuf_release(&report.spared);
	}
	return good;
}

bool rows_send(struct store *store, const struct knowledge *theirs, struct wire *wire)
{
	struct private_copy private;
	struct store *copy = NULL;
	struct store_options options = {
		.coder = store->me.name, .as_copy = true, .patience_ms = store->patience_ms};
	if (!private_folder_make(&private, wire->err))
		return false;
	bool good = store_backup(store, private.path, wire->err) &&
		    store_open(&copy, private.path, &options, NULL, wire->err) &&
		    forget_theirs(copy, theirs, wire->err) && send_all(copy, theirs, wire);
	store_close(copy);
	private_copy_remove(&private);
	return good;
}

/* ---- arriving ---- */

static bool take_row(struct db *db, struct wire *wire)
{
	struct value values[COLUMNS_MOST];
	int64_t kind = 0;
	if (!wire_take_int(wire, 0, TW_COUNT(kinds) - 1, &kind))
		return false;
	for (int i = 0; i < kinds[kind].ncolumns; i++)
		if (!wire_take(wire, &values[i]))
			return false;
	return db_run_values(db, wire->err, kinds[kind].insert, values, kinds[kind].ncolumns) ||
	       wire_makes_no_sense(wire);
}

static bool take_rows(struct db *db, struct wire *wire)
{
	enum sync_frame frame = SYNC_ROWS;
	bool good = true;
	while (good && (good = wire_receive(wire, &frame)) && frame == SYNC_ROWS)
		while (good && !wire_is_empty(wire))
			good = take_row(db, wire);
	return good && (frame == SYNC_END || wire_makes_no_sense(wire));
}

/* It is thrown away soon: nothing need be on the disk. References are looked at by the merge. */
static bool fill(struct db *db, struct wire *wire)
{
	wall_harden(db);
	return db_script(db, wire->err,
			 "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA "
			 "temp_store = MEMORY; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE") &&
	       wall_make_tables(db, wire->err) && take_rows(db, wire) &&
	       db_script(db, wire->err, "COMMIT");
}

bool rows_receive(const char *path, struct wire *wire)
{
	struct db db = {0};
	struct strbuf folder = STRBUF_INIT;
	folder_add(&folder, path);
	bool good = file_claim(path, folder.buf, false, wire->err);
	struct jail *jail = jail_new(path);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	good = good &&
	       (sqlite3_open_v2(path, &db.handle, flags, jail_name(jail)) == SQLITE_OK ||
		db_fail(&db, wire->err)) &&
	       fill(&db, wire);
	db_release(&db);
	jail_free(jail);
	strbuf_release(&folder);
	return good;
}
