#ifndef THEMEWALL_IMPORT_INTERNAL_H
#define THEMEWALL_IMPORT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"
#include "themewall/import/import.h"

#include "label-internal.h"
#include "notice-internal.h"
#include "turns-internal.h"

/*
 * The inside of import/. One struct reading is one file on its way:
 *   decode.c   bytes -> text: valid UTF-8, LF, no controls but TAB
 *   detect.c   text -> format      refuse.c  what we do not read, by its name
 *   a reader   text -> pieces      (vtt.c srt.c by cues.c; speaker.c; notes.c; paragraphs.c)
 *   turns.c    pieces -> the draft's turns, speakers and cues
 *   notice.c   what the person should know, counted by kind, with the first line it happened on
 * Each noun has its own header. Line numbers are those of the file, from 1.
 */

/* A loop over bytes that the compiler may also do with wider registers, where the processor has
 * them. Not in sanitised builds: what chooses between the two runs before they are ready. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define TW_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define TW_WIDE
#endif

/* No recording is longer: 500 hours. Times in drafts never exceed it. */
enum { LONGEST_MS = 500 * 3600 * 1000 };

struct reading {
	struct draft *draft;
	struct str name;         /* the file as the person called it */
	const char *text_column; /* of a table, asked for by the person; NULL */
	const char *word;        /* the text is a Word document's, of this tool or ""; else NULL */
	struct str text;         /* decoded */
	int64_t line;            /* number of the text's first line */
	bool ascii;              /* neither the text nor what its entities stand for goes beyond */
	uint8_t marks;           /* enum marks: what is anywhere in the file; 0: nobody looked */
	char *decoded;  /* owned memory behind text, or NULL when it is the bytes themselves */
	bool may_spend; /* what was read of the text is never looked at again: its memory may go */
	const char *spent; /* up to where it has gone */
	const char *header_end; /* the lines before it say what the text is; NULL: there are none */
	struct tally tallies[NOTICES];
	size_t warnings_capacity;
	struct labels labels;
	struct turns turns;
};

/* The text before upto is done with: nothing points into it any more. */
void reading_spend(struct reading *reading, const char *upto);

/* The parse alone, without fingerprints: what a benchmark measures. */
bool import_parse(struct draft *draft, struct str name, struct str bytes,
		  const struct import_options_text *options, struct err *err);

/* A path without its folders. */
struct str base_name(struct str path);
/* A draft of that name without content, and the fingerprints of one with turns. */
void draft_name(struct draft *draft, struct str name);
void draft_fingerprint(struct draft *draft);

/* A byte that separates words on a line. */
static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline struct str skip_blanks(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_part(s, 1, s.n);
	return s;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* FNV-1a; positive, never 0. */
static inline int64_t hash_bytes(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 0x100000001b3u;
	return (int64_t)(h >> 1 | 1);
}

static inline bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
