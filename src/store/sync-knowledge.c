/*
 * What a copy knows: of each copy of the wall the newest of its changes, and a fingerprint of all
 * up to there, because a file that was copied back from a backup may have had other changes under
 * the same numbers. Changes of one copy are known without gaps: they only ever travel together.
 */
#include <stdlib.h>
#include <string.h>

#include "sync-internal.h"

#include "themewall/base/banned.h"

enum { COPIES_MOST = 64, IDS_MOST = 1 << 20 };

/* ---- gathering ---- */

static void add_number(struct sha256 *sum, int64_t number)
{
	uint8_t bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
	sha256_add(sum, bytes, sizeof bytes);
}

/* What two changes with one number are told apart by, as in the merge. */
static bool fingerprint(struct db *db, int64_t prefix, int64_t newest, struct known_copy *out,
			struct err *err)
{
	sqlite3_stmt *rows = db_query(db, err,
				      "SELECT lamport, at_ms, batch, kind FROM journal WHERE "
				      "replica = ?1 AND lamport <= ?2 ORDER BY lamport",
				      "ii", prefix, newest);
	enum db_step step = DB_FAILED;
	struct sha256 sum;
	*out = (struct known_copy){.prefix = prefix};
	sha256_init(&sum);
	while (rows && (step = db_step(db, rows, err)) == DB_ROW) {
		struct str kind = db_column_text(rows, 3);
		out->newest = sqlite3_column_int64(rows, 0);
		for (int i = 0; i < 3; i++)
			add_number(&sum, sqlite3_column_int64(rows, i));
		add_number(&sum, (int64_t)kind.n);
		sha256_add(&sum, kind.p, kind.n);
	}
	sha256_end(&sum, out->digest);
	return step == DB_DONE;
}

static bool gather_ids(struct db *db, struct arena *arena, const char *count, const char *select,
		       int64_t **ids, size_t *n, struct err *err)
{
	int64_t most = 0;
	*n = 0;
	if (!db_get_int(db, err, &most, count, ""))
		return false;
	*ids = arena_alloc(arena, ((size_t)most + 1) * sizeof **ids);
	sqlite3_stmt *rows = db_query(db, err, select, "");
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(db, rows, err)) == DB_ROW && *n < (size_t)most)
		(*ids)[(*n)++] = sqlite3_column_int64(rows, 0);
	if (rows)
		sqlite3_reset(rows);
	return step != DB_FAILED;
}

static bool gather_copies(struct knowledge *known, struct db *db, struct err *err)
{
	int64_t *prefixes = NULL;
	bool good = gather_ids(db, &known->arena, "SELECT count(*) FROM replica",
			       "SELECT prefix FROM replica ORDER BY prefix", &prefixes,
			       &known->ncopies, err);
	known->copies = arena_zalloc(&known->arena, (known->ncopies + 1) * sizeof *known->copies);
	for (size_t i = 0; good && i < known->ncopies; i++)
		good = fingerprint(db, prefixes[i], INT64_MAX, &known->copies[i], err);
	return good;
}

static bool gather_root(struct knowledge *known, struct db *db, struct err *err)
{
	struct strbuf root = STRBUF_INIT;
	bool good = wall_root(db, &root, err);
	good = good && (root.len == sizeof known->root ||
			err_set(err, ERR_STORE, "the wall does not know where it comes from"));
	if (good)
		memcpy(known->root, root.buf, sizeof known->root);
	strbuf_release(&root);
	return good;
}

static bool gather(struct knowledge *known, struct db *db, struct err *err)
{
	return gather_root(known, db, err) && gather_copies(known, db, err) &&
	       gather_ids(db, &known->arena, "SELECT count(*) FROM transcript",
			  "SELECT id FROM transcript ORDER BY id", &known->transcripts,
			  &known->ntranscripts, err) &&
	       gather_ids(db, &known->arena,
			  "SELECT count(*) FROM meta WHERE key GLOB 'forgotten *'",
			  "SELECT CAST(substr(key, 11) AS INTEGER) AS id FROM meta WHERE key GLOB "
			  "'forgotten *' ORDER BY id",
			  &known->forgotten, &known->nforgotten, err);
}

bool knowledge_gather(struct knowledge *known, struct store *store, struct err *err)
{
	struct db *db = &store->db;
	*known = (struct knowledge){0};
	return db_begin(db, err, "BEGIN") && db_end_reading(db, gather(known, db, err), err);
}

void knowledge_release(struct knowledge *known)
{
	arena_release(&known->arena);
}

/* ---- on the line ---- */

static void add_ids(struct wire *wire, const int64_t *ids, size_t n)
{
	wire_add_int(wire, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		wire_add_int(wire, ids[i]);
}

bool knowledge_send(const struct knowledge *known, struct wire *wire)
{
	wire_begin(wire, SYNC_KNOWN);
	wire_add_bytes(wire, known->root, sizeof known->root);
	wire_add_int(wire, (int64_t)known->ncopies);
	for (size_t i = 0; i < known->ncopies; i++) {
		wire_add_int(wire, known->copies[i].prefix);
		wire_add_int(wire, known->copies[i].newest);
		wire_add_bytes(wire, known->copies[i].digest, SHA256_BYTES);
	}
	add_ids(wire, known->transcripts, known->ntranscripts);
	add_ids(wire, known->forgotten, known->nforgotten);
	return wire_send(wire);
}

static bool take_ids(struct wire *wire, struct arena *arena, int64_t **ids, size_t *n)
{
	int64_t most = 0, before = 0;
	if (!wire_take_int(wire, 0, IDS_MOST, &most))
		return false;
	*ids = arena_alloc(arena, ((size_t)most + 1) * sizeof **ids);
	for (*n = 0; *n < (size_t)most; before = (*ids)[(*n)++])
		if (!wire_take_int(wire, before + 1, INT64_MAX, &(*ids)[*n]))
			return false;
	return true;
}

static bool take_copies(struct knowledge *known, struct wire *wire)
{
	int64_t n = 0, before = 0;
	if (!wire_take_int(wire, 1, COPIES_MOST, &n))
		return false;
	known->copies = arena_zalloc(&known->arena, (size_t)n * sizeof *known->copies);
	for (; known->ncopies < (size_t)n; known->ncopies++) {
		struct known_copy *copy = &known->copies[known->ncopies];
		if (!wire_take_int(wire, before + 1, INT32_MAX, &copy->prefix) ||
		    !wire_take_int(wire, 0, UINT32_MAX, &copy->newest) ||
		    !wire_take_bytes(wire, SHA256_BYTES, copy->digest))
			return false;
		before = copy->prefix;
	}
	return true;
}

bool knowledge_receive(struct knowledge *known, struct wire *wire)
{
	*known = (struct knowledge){0};
	return wire_expect(wire, SYNC_KNOWN) &&
	       wire_take_bytes(wire, sizeof known->root, known->root) && take_copies(known, wire) &&
	       take_ids(wire, &known->arena, &known->transcripts, &known->ntranscripts) &&
	       take_ids(wire, &known->arena, &known->forgotten, &known->nforgotten) &&
	       (wire_is_empty(wire) || wire_makes_no_sense(wire));
}

/* ---- comparing ---- */

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

bool knowledge_has_transcript(const struct knowledge *known, int64_t id)
{
	return bsearch(&id, known->transcripts, known->ntranscripts, sizeof id, by_number) != NULL;
}

static const struct known_copy *copy_find(const struct knowledge *known, int64_t prefix)
{
	for (size_t i = 0; i < known->ncopies; i++)
		if (known->copies[i].prefix == prefix)
			return &known->copies[i];
	return NULL;
}

/* Who knows more compares: the other cannot. */
static bool since_of(const struct known_copy *theirs, struct db *db, int64_t *since,
		     struct err *err)
{
	struct known_copy mine;
	int64_t newest = 0;
	*since = theirs->newest;
	if (!db_get_int(db, err, &newest, "SELECT max(lamport) FROM journal WHERE replica = ?1",
			"i", theirs->prefix))
		return false;
	if (newest < theirs->newest)
		return true;
	bool good = fingerprint(db, theirs->prefix, theirs->newest, &mine, err);
	if (memcmp(mine.digest, theirs->digest, SHA256_BYTES) != 0)
		*since = 0;
	return good;
}

bool knowledge_since(const struct knowledge *theirs, struct store *store, int64_t prefix,
		     int64_t *since, struct err *err)
{
	const struct known_copy *copy = copy_find(theirs, prefix);
	*since = 0;
	return !copy || since_of(copy, &store->db, since, err);
}

static bool ids_equal(const int64_t *a, size_t na, const int64_t *b, size_t nb)
{
	return na == nb && memcmp(a, b, na * sizeof *a) == 0;
}

/* A copy that has made no changes may be known to one only. */
static bool has_all_of(const struct knowledge *a, const struct knowledge *b)
{
	for (size_t i = 0; i < b->ncopies; i++) {
		const struct known_copy *copy = copy_find(a, b->copies[i].prefix);
		if (b->copies[i].newest &&
		    (!copy || memcmp(copy->digest, b->copies[i].digest, SHA256_BYTES) != 0))
			return false;
	}
	return true;
}

bool knowledge_equal(const struct knowledge *a, const struct knowledge *b)
{
	return memcmp(a->root, b->root, sizeof a->root) == 0 && has_all_of(a, b) &&
	       has_all_of(b, a) &&
	       ids_equal(a->transcripts, a->ntranscripts, b->transcripts, b->ntranscripts);
}
