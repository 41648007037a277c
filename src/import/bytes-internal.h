#ifndef THEMEWALL_IMPORT_BYTES_INTERNAL_H
#define THEMEWALL_IMPORT_BYTES_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#include "counts-internal.h"
#include "import-internal.h"
#include "themewall/base/str.h"

/*
 * What stands in a run of bytes, asked of so many that it is worth asking many at once. There are
 * two ways to look, which come to the same: byte by byte, and by the wide registers of x86
 * processors since 2013.
 */

/* Beside enum marks: bytes that decoding changes, or that are no ASCII. */
enum { BYTES_ODD = 16 };

enum { STAMP_BYTES = 12, ARROW_BYTES = 5, TIMES_BYTES = 30, TIMES_ROOM = 33 };

struct byte_ways {
	/* The enum marks of the bytes that are in it, and BYTES_ODD when one is a control but TAB
	 * and LF, DEL, or beyond ASCII. */
	uint8_t (*kinds)(struct str s);
	/* Of ASCII: its words (letters, digits and _, with ' and . inside) and runs of question
	 * marks, added to what is there. */
	void (*talk)(struct str s, struct talk *talk);
	/* Where the line ends: position of the first LF, s.n without one. *ntags is how many "<"
	 * stand before. */
	size_t (*line)(struct str s, size_t *ntags);
	/* "hh:mm:ss.mmm --> hh:mm:ss.mmm" and a LF, or both with hours of three digits; points or
	 * commas, minutes and seconds below 60: its bytes, 0 for anything else, though it may be
	 * times. s has TIMES_ROOM bytes or more. */
	size_t (*times)(struct str s, int64_t *start_ms, int64_t *end_ms);
};

/* The faster of the two here. */
const struct byte_ways *bytes_ways(void);
/* Byte by byte, everywhere. */
extern const struct byte_ways bytes_plain;
/* By wide registers; NULL where there are none. */
const struct byte_ways *bytes_wide(void);

#endif
