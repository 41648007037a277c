#ifndef THEMEWALL_IMPORT_NOTICE_INTERNAL_H
#define THEMEWALL_IMPORT_NOTICE_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#include "themewall/base/compiler.h"

/*
 * What the person should know of a file (notice.c), counted by kind, with the first line it
 * happened on.
 */

enum notice {
	NOTICE_SECOND_BOM,
	NOTICE_DAMAGED,
	NOTICE_NUL,
	NOTICE_CONTROL,
	NOTICE_STRAY_ENTRY,
	NOTICE_NO_HEADER,
	NOTICE_LATE_TEXT,
	NOTICE_LOOSE_TEXT,
	NOTICE_NO_END,
	NOTICE_BACKWARDS,
	NOTICE_NEGATIVE,
	NOTICE_SIXTY,
	NOTICE_BEYOND,
	NOTICE_WORDY_ID,
	NOTICE_CUT,
	NOTICE_MAYBE_CUT,
	NOTICE_REPEATED,
	NOTICE_UNKNOWN_TAG,
	NOTICE_NO_SPEAKERS,
	NOTICE_NO_SPEAKERS_TEAMS,
	NOTICE_FOOTER,
	NOTICE_MEETING,
	NOTICE_BARE_HEADING,
	NOTICE_SUMMARY,
	NOTICE_CHAT,
	NOTICE_NO_TEXT,
	NOTICE_GUESSED,
	NOTICE_LONG_ROW,
	NOTICE_SHORT_ROW,
	NOTICE_STRAY_QUOTE,
	NOTICE_SAME_ROW,
	NOTICE_UNSURE_CONSENT,
	NOTICES
};

struct tally {
	size_t count;
	int64_t line; /* of the first; 0 = the whole file */
};

struct reading;

/* Counts one more of a kind. */
void notice(struct reading *reading, enum notice what, int64_t line);
/* A warning of its own words, at once. */
void notice_say(struct reading *reading, int64_t line, const char *format, ...) TW_PRINTF(3, 4);
/* Turns the tallies into the draft's warnings. */
void notice_finish(struct reading *reading);

#endif
