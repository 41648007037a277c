#ifndef THEMEWALL_STORE_TURNS_INTERNAL_H
#define THEMEWALL_STORE_TURNS_INTERNAL_H

#include "edit-internal.h"

/* Cues as stored: pairs of varints, code points and ms since the cue before (since the turn's
 * start_ms for the first). */
void turn_cues_add(struct strbuf *out, const struct cue *cues, size_t n, int64_t start_ms);
/* Into the arena; stops at the first damaged pair. */
const struct cue *turn_cues_read(struct arena *arena, struct str blob, int64_t start_ms, size_t *n);

/* A row of "SELECT seq, speaker, start, end, start_ms, end_ms, text, cues": texts and cues are
 * copied into the arena. */
void turn_read(struct arena *arena, sqlite3_stmt *row, struct turn *turn);

enum { CONTEXT_CHARS = 32 };

/* Byte positions n code points before or after one; they stop at the ends. */
size_t chars_back(struct str s, size_t at, size_t n);
size_t chars_forth(struct str s, size_t at, size_t n);

/* What an excerpt says, and where: everything a card's receipt needs. Texts live in the edit's
 * arena. */
struct receipt {
	int64_t speaker, time_ms; /* of the turn where it starts; 0, -1 unknown */
	struct str quote, prefix, suffix;
};
/* ERR_USAGE when the range does not lie within the transcript. */
bool receipt_read(struct edit *edit, const struct excerpt_draft *excerpt, struct receipt *receipt);

/* Is an excerpt not what stands at its place, or between other words than it says? One that was
 * moved to one text and, before or in another copy, to a second must not be a bit of both. False: a
 * failure. */
bool receipt_is_wrong(struct db *db, struct err *err, int64_t excerpt, bool *wrong);

/* Inserts an excerpt; *id 0 in the card stays "none" otherwise. */
bool excerpt_insert(struct edit *edit, const struct excerpt_draft *excerpt,
		    const struct receipt *receipt, int64_t *id);

/* A new card and its home. */
struct new_card {
	const char *kind;
	struct str text, implies;
	int64_t excerpt, participant, session; /* 0 none */
	bool surprise;
	const char *place;
	int64_t cluster;
	struct str rank;
	int64_t column, line;
};
bool card_insert(struct edit *edit, const struct new_card *card, int64_t *id, char code[16]);

#endif
