#ifndef THEMEWALL_IMPORT_WALL_REPLY_INTERNAL_H
#define THEMEWALL_IMPORT_WALL_REPLY_INTERNAL_H

#include "jail-internal.h"

/*
 * A wall image as bytes between the child that read it and the parent that stores it: a head with
 * the counts, then rows, values, transcripts, turns, cues and strings, each of the length the head
 * says. Both are the same program on the same machine, so records go as they lie in memory.
 */

/* Where a string lies among the strings. */
struct long_span {
	uint64_t at, n;
};

struct wall_head {
	uint64_t nrows, nvalues, ntranscripts, nturns, ncues, nstrings;
	struct long_span words; /* what was said of it, or why it failed */
	uint32_t done, code;
};

struct sent_row {
	uint32_t table, ncolumns;
};

struct sent_value {
	uint64_t type;
	int64_t i;
	struct long_span text;
};

struct sent_transcript {
	int64_t id;
	uint64_t nturns;
};

struct sent_turn {
	int64_t speaker, start, end, start_ms, end_ms;
	uint64_t ncues;
	struct long_span text;
};

/* Whether the words are those of their transcripts (wall-proof.c): lengths, fingerprints, excerpts,
 * quotes. Types and the order of turns are proved before. */
bool wall_words_hold(const struct wall_image *image);

#endif
