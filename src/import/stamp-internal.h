#ifndef THEMEWALL_IMPORT_STAMP_INTERNAL_H
#define THEMEWALL_IMPORT_STAMP_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "themewall/base/str.h"

/*
 * The one scanner of times (stamp.c).
 */

struct stamp {
	int64_t ms;       /* ".5" is 500 ms */
	int64_t count_ms; /* ".5" is 5 ms: how Teams wrote in 2022 */
	size_t nbytes;
	int fields;    /* 3: hours, minutes, seconds; 2: minutes, seconds */
	bool unpadded; /* a minute or second of one digit beside another field before it */
	bool negative, over_sixty;
	bool short_fraction; /* not of three digits: ms and count_ms differ */
};

/* A time at the start of s: [-]H:M[:S][.F]; at least minutes and seconds. */
bool stamp_scan(struct str s, struct stamp *stamp);
/* A time in brackets or alone: "[00:01:02]" "(1:02)" "\[04:01\]" "0:14"; nbytes covers the
 * brackets. */
bool stamp_scan_mark(struct str s, struct stamp *stamp, bool *bracketed);
/* "1 hour 2 minutes 3 seconds", the whole of s. */
bool stamp_scan_words(struct str s, int64_t *ms);
/* A plain number with up to three decimals that count, the whole of s: "12", "12.34", "12.34s". */
bool stamp_scan_seconds(struct str s, int64_t *thousandths);

#endif
