/*
 * What a CHECK cannot say, as temporary triggers: made by us before a connection's first write,
 * never stored, so nothing in a file runs; who only reads goes without. They only refuse; one that
 * wrote would write again when a change is undone or replayed.
 */
#include "store-internal.h"

#include "themewall/base/banned.h"

/* Ancestors of a cluster's new parent, itself the first. */
#define UP                                                                                         \
	"WITH RECURSIVE up(id, n) AS (SELECT new.parent, 1 UNION ALL "                             \
	"SELECT c.parent, n + 1 FROM cluster c JOIN up ON c.id = up.id "                           \
	"WHERE c.parent IS NOT NULL AND n < 6) "

/* Levels above and levels below make four at most; who is among its own ancestors makes a ring. */
#define TREE_FITS                                                                                  \
	"SELECT RAISE(ABORT, 'themes nest at most four levels, and never into themselves') "       \
	"WHERE new.id IN (" UP "SELECT id FROM up) OR (" UP "SELECT max(n) FROM up) + "            \
	"(WITH RECURSIVE down(id, n) AS (SELECT new.id, 1 UNION ALL "                              \
	"SELECT c.id, n + 1 FROM cluster c JOIN down ON c.parent = down.id WHERE n < 6) "          \
	"SELECT max(n) FROM down) > 4; "

#define EXCERPT_FITS                                                                               \
	"SELECT RAISE(ABORT, 'an excerpt must lie within its transcript') "                        \
	"WHERE new.\"end\" > (SELECT nchars FROM transcript WHERE id = new.transcript); "

#define NEVER(name, what, table, words)                                                            \
	"CREATE TEMP TRIGGER IF NOT EXISTS " name " BEFORE " what " ON main." table                \
	" BEGIN SELECT RAISE(ABORT, '" words "'); END; "

static const char guards[] =
	"CREATE TEMP TRIGGER IF NOT EXISTS cluster_new_fits BEFORE INSERT ON main.cluster "
	"WHEN new.parent IS NOT NULL BEGIN " TREE_FITS "END; "
	"CREATE TEMP TRIGGER IF NOT EXISTS cluster_fits BEFORE UPDATE OF parent ON main.cluster "
	"WHEN new.parent IS NOT NULL BEGIN " TREE_FITS "END; "
	"CREATE TEMP TRIGGER IF NOT EXISTS excerpt_new_fits BEFORE INSERT ON main.excerpt "
	"BEGIN " EXCERPT_FITS "END; "
	"CREATE TEMP TRIGGER IF NOT EXISTS excerpt_fits BEFORE UPDATE ON main.excerpt "
	"BEGIN " EXCERPT_FITS "END; " NEVER("turn_stays", "DELETE", "turn", "what was said stays")
		NEVER("turn_frozen", "UPDATE", "turn", "what was said never changes") NEVER(
			"transcript_stays", "DELETE", "transcript", "a transcript stays")
			NEVER("transcript_frozen",
			      "UPDATE OF id, sha256_bytes, sha256_text, nchars, nturns, lamport",
			      "transcript", "a transcript never changes")
				NEVER("speaker_stays", "DELETE", "speaker", "a speaker stays")
					NEVER("journal_stays", "DELETE", "journal", "history stays")
						NEVER("journal_frozen", "UPDATE", "journal",
						      "history never changes");

bool guards_make(struct db *db, struct err *err)
{
	return db_script(db, err, guards);
}

bool guards_remake(struct db *db, struct err *err)
{
	static const char names[] = "SELECT group_concat('DROP TRIGGER temp.' || name, '; ') FROM "
				    "sqlite_temp_schema WHERE type = 'trigger'";
	struct strbuf drop = STRBUF_INIT;
	bool good = db_get_text(db, err, &drop, NULL, names, "") && db_script(db, err, drop.buf) &&
		    guards_make(db, err);
	strbuf_release(&drop);
	return good;
}
