#ifndef THEMEWALL_IMPORT_WALL_INTERNAL_H
#define THEMEWALL_IMPORT_WALL_INTERNAL_H

#include <sqlite3.h>

#include "themewall/base/map.h"
#include "themewall/import/import.h"
#include "themewall/model/ids.h"

#include "fields-internal.h"

/* A transcript that was read: cards are checked against it and take their excerpt's words from it.
 */
struct wall_text {
	struct str id;      /* "S02v2" as the file says it; in the image's arena, like all below */
	int64_t transcript; /* small id */
	int64_t speaker;    /* small id of its first speaker, the others follow */
	int64_t nspeakers;
	struct str text; /* its turns joined by LF */
	int64_t nchars;
	const struct turn *turns;
	size_t *offset; /* where each turn starts in text, bytes */
	size_t nturns;
};

/* One reading of a wall's JSON. Small ids count through all tables; a home has its card's. */
struct wall_reader {
	sqlite3 *db;              /* in memory, for its JSON functions; owned */
	struct wall_image *image; /* borrowed */
	struct str file;          /* name for messages; borrowed */
	struct err *err;          /* borrowed */
	int64_t last_id;
	struct map codes[CODE_KINDS]; /* code → small id */
	struct wall_text *texts;      /* owned */
	size_t ntexts, captexts, last_text;
	size_t caprows, capturns;
};

/* A row whose columns are all NULL. Good until the next one. */
struct row_change *wall_row(struct wall_reader *reader, enum table table);

struct fields wall_fields(struct wall_reader *reader, const char *list);
/* Gives a code its small id; fails when it is no code of that kind or is there twice. 0 after a
 * failure. */
int64_t wall_new_id(struct wall_reader *reader, struct fields *fields, enum code_kind kind,
		    struct str code);
/* The small id of a code; 0 for an empty one; fails when there is no such thing in the file. */
int64_t wall_find_id(struct wall_reader *reader, struct fields *fields, enum code_kind kind,
		     struct str code);
/* NULL for an empty id; fails when there is no such transcript. */
const struct wall_text *wall_find_text(struct wall_reader *reader, struct fields *fields,
				       struct str id);

/* One per list of the file; json is the list. */
bool wall_read_participants(struct wall_reader *reader, struct str json);
bool wall_read_sessions(struct wall_reader *reader, struct str json);
bool wall_read_transcripts(struct wall_reader *reader, struct str json);
bool wall_read_clusters(struct wall_reader *reader, struct str json);
bool wall_read_cards(struct wall_reader *reader, struct str json);
/* After the cards: those that the clusters show as copies. */
bool wall_read_copies(struct wall_reader *reader, struct str json);
/* An empty one is a list that is not there: files of earlier versions. */
bool wall_read_insights(struct wall_reader *reader, struct str json);
bool wall_read_beliefs(struct wall_reader *reader, struct str json);
bool wall_read_decisions(struct wall_reader *reader, struct str json);
/* wall-coding.c */
bool wall_read_layers(struct wall_reader *reader, struct str json);
bool wall_read_ballots(struct wall_reader *reader, struct str json);
/* wall-lenses.c */
bool wall_read_lenses(struct wall_reader *reader, struct str json);

/* ---- qdpx.c, or package-none.c ---- */

/* A REFI-QDA project or codebook as the JSON of a wall, and what there was to say about it. */
bool qdpx_to_json(struct arena *arena, struct str name, struct str bytes, struct strbuf *json,
		  struct strbuf *said, struct err *err);

#endif
