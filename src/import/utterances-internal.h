#ifndef THEMEWALL_IMPORT_UTTERANCES_INTERNAL_H
#define THEMEWALL_IMPORT_UTTERANCES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * Lists of what was said, for json.c (utterances.c).
 */

/* How a text follows the one before it. */
enum join {
	JOIN_WORD,        /* a blank between, none between CJK */
	JOIN_PUNCTUATION, /* none, and it never begins an utterance */
	JOIN_AS_IS        /* none: blanks are texts of their own */
};

struct said {
	struct str text;          /* clean; copied */
	int64_t label;            /* position in reading.labels, -1: nobody named */
	int64_t start_ms, end_ms; /* -1 unknown */
	int64_t group;            /* words of two groups are never one utterance */
	enum join join;
};

struct utterance {
	int64_t label, group, start_ms, end_ms;
	size_t from, n; /* bytes in utterances.text */
	size_t order;
};

struct utterances {
	struct utterance *items; /* owned */
	size_t n, capacity;
	struct strbuf text;
	bool words; /* what is added are words, to be joined up to the end of a sentence */
};

struct reading;

void utterances_add(struct utterances *all, const struct said *said);
/* Into the order of their starts; returns how many stood before an earlier one. */
size_t utterances_sort(struct utterances *all);
/* Adds them all to the turns, which begin here. */
void utterances_finish(struct reading *reading, struct utterances *all);
void utterances_release(struct utterances *all);

#endif
