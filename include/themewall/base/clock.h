#ifndef THEMEWALL_BASE_CLOCK_H
#define THEMEWALL_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "themewall/base/err.h"
#include "themewall/base/str.h"

/*
 * Time of day in milliseconds since 1970 (UTC), and a clock that only goes forward.
 * THEMEWALL_NOW (ISO time, "2026-03-16T14:02:07Z" or without Z) fixes the first one, for tests.
 */
/* False with ERR_USAGE when THEMEWALL_NOW is set and is no such time: asked once, at start. */
bool clock_check(struct err *err);
int64_t clock_now_ms(void);
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_ns(void);
int64_t clock_cpu_ms(void); /* what this thread has used of a processor */

/* "2026-03-16T14:02:07Z" */
void clock_add_iso(struct strbuf *out, int64_t ms);
/* "14:02" or, with seconds, "14:02:07", in local time (UTC when THEMEWALL_NOW is set) */
void clock_add_time(struct strbuf *out, int64_t ms, bool seconds);
/* "16 March 2026", same zone */
void clock_add_date(struct strbuf *out, int64_t ms);
/* For names of files: "20260316" or, with the time, "20260316-140207", same zone */
void clock_add_stamp(struct strbuf *out, int64_t ms, bool time);
/* A day of the calendar as we store it, "2026-03-02". */
bool clock_is_date(struct str s);
/* A place in a recording: "14:22", "1:03:07"; nothing for -1. */
void clock_add_offset(struct strbuf *out, int64_t ms);
/* The same as always "00:14:22". */
void clock_add_offset_long(struct strbuf *out, int64_t ms);

#endif
