#ifndef THEMEWALL_IMPORT_CUES_INTERNAL_H
#define THEMEWALL_IMPORT_CUES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

#include "stamp-internal.h"

/*
 * Captions, for vtt.c, srt.c and sbv.c: scanned (cue-scan.c, cue-timing.c; cue-plain.c those
 * written as most are), then made turns (cues.c, cue-rolling.c, cue-json.c).
 */

/* Small, because a long file has a million. */
struct cue_record {
	const char *text;         /* raw lines, borrowed from the decoded text */
	int32_t start_ms, end_ms; /* what is longer than LONGEST_MS may be cut, not to below it */
	uint32_t nbytes;
	uint32_t line;
	uint32_t label; /* position in labels + 1; 0 = none found */
	uint16_t skip;  /* bytes of "Name: " before what is said */
	uint8_t ntags;  /* "<" in its text; 0 = nobody counted, as when there are many */
	bool loose : 1; /* text outside any caption: no time of its own */
	bool many_lines : 1;
	bool id_speaks : 1; /* the label is the cue's id, not in its text */
};

struct cues {
	struct cue_record *items; /* owned */
	size_t n, capacity;
	size_t nlabelled;     /* cues with a name in their text */
	bool count_fractions; /* read ".5" as 5 ms */
	bool saw_unpadded, saw_short_fraction, saw_voice, saw_number, saw_payload;
	size_t nlate;
};

struct timing {
	struct stamp start, end;
	bool has_end;
	struct str rest; /* text on the same line, after a closing bracket */
};

/* "00:01.000 --> 00:02.000 …", also in brackets with the text after it. */
bool timing_scan(struct str line, struct timing *timing);
/* "[0.00s -> 4.20s] text" */
bool timing_scan_console(struct str line, struct timing *timing);
/* "0:00:01.000,0:00:02.000" */
bool timing_scan_sbv(struct str line, struct timing *timing);
/* In VTT alone NOTE, STYLE and REGION blocks are skipped; in SBV alone a comma stands between
 * times. */
enum cue_kind { CUES_VTT, CUES_SRT, CUES_SBV };

struct reading;

/* Do captions repeat the line before, as YouTube's do? */
bool cues_are_rolling(const struct cues *cues);
void cues_scan(struct reading *reading, struct cues *cues, struct str text, int64_t line,
	       enum cue_kind kind);
/* Scan, sort, resolve names and add the turns; fails when there is no caption at all. */
bool cues_read(struct reading *reading, struct str text, int64_t line, enum cue_kind kind,
	       struct err *err);

/* ---- cue-plain.c, cue-json.c ---- */

struct plain_cue {
	int64_t start_ms, end_ms;
	struct str text; /* nlines of it */
	int64_t nlines;
	size_t ntags;  /* "<" in the text */
	size_t nbytes; /* of the whole, with the blank line behind it */
	bool numbered; /* a line with a number stands before the times */
};

struct byte_ways;
/* A caption at the start of s that is written as most are; false for any other. */
bool plain_cue_take(const struct byte_ways *ways, struct str s, struct plain_cue *cue);

/* The string of a member, name given with its quotes, unescaped into out; false when it is not
 * there. */
bool cue_json_string(struct str json, struct str name, struct strbuf *out);

#endif
