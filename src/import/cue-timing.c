/*
 * Lines of times: two stamps with an arrow between, bare, in brackets with the text behind them, or
 * in seconds as a console shows them; SubViewer has a comma instead. Lenient about what follows a
 * time, strict about what a time is: stamp.c decides.
 */
#include "cues-internal.h"
#include "import-internal.h"
#include "stamp-internal.h"
#include "themewall/base/banned.h"

/* "align:", "line:" … glued to the time. */
static bool is_setting(struct str s)
{
	static const char *const names[] = {
		"align:", "line:", "position:", "size:", "vertical:", "region:"};
	for (size_t i = 0; i < TW_COUNT(names); i++)
		if (str_starts(s, str_of(names[i])))
			return true;
	return false;
}

/* What may follow a time: nothing, a blank, a comma between two times, a replaced NUL. */
static bool ends_well(struct str s)
{
	return !s.n || is_blank(s.p[0]) || s.p[0] == '-' || s.p[0] == ']' ||
	       (uint8_t)s.p[0] == 0xef || is_setting(s);
}

/* "0.00s" as Whisper says it on a console. */
static bool take_seconds(struct str *s, struct stamp *stamp)
{
	struct str head = str_part(*s, 0, str_find_char(*s, 's'));
	*stamp = (struct stamp){.fields = 3, .nbytes = head.n + 1};
	if (head.n >= s->n || !stamp_scan_seconds(head, &stamp->ms))
		return false;
	stamp->count_ms = stamp->ms;
	*s = skip_blanks(str_part(*s, stamp->nbytes, s->n));
	return true;
}

bool timing_scan_console(struct str line, struct timing *timing)
{
	struct str s = skip_blanks(line);
	*timing = (struct timing){.has_end = true};
	if (!s.n || s.p[0] != '[')
		return false;
	s = skip_blanks(str_part(s, 1, s.n));
	if (!take_seconds(&s, &timing->start) || !str_starts(s, STR("->")))
		return false;
	s = skip_blanks(str_part(s, 2, s.n));
	if (!take_seconds(&s, &timing->end) || !s.n || s.p[0] != ']')
		return false;
	timing->rest = str_part(s, 1, s.n);
	return true;
}

bool timing_scan(struct str line, struct timing *timing)
{
	struct str s = skip_blanks(line);
	bool bracket = s.n && s.p[0] == '[';
	s = str_part(s, bracket, s.n);
	if (!s.n || !(is_digit(s.p[0]) || s.p[0] == '-') || !stamp_scan(s, &timing->start))
		return false;
	s = skip_blanks(str_part(s, timing->start.nbytes, s.n));
	if (!str_starts(s, STR("-->")))
		return false;
	s = skip_blanks(str_part(s, 3, s.n));
	timing->rest = (struct str){NULL, 0};
	timing->has_end = s.n > 0;
	if (!s.n)
		return true;
	if (!stamp_scan(s, &timing->end) || !ends_well(str_part(s, timing->end.nbytes, s.n)))
		return false;
	s = str_part(s, timing->end.nbytes, s.n);
	if (bracket && s.n && s.p[0] == ']')
		timing->rest = str_part(s, 1, s.n);
	return true;
}

bool timing_scan_sbv(struct str line, struct timing *timing)
{
	*timing = (struct timing){.has_end = true};
	if (!stamp_scan(line, &timing->start) || timing->start.nbytes >= line.n ||
	    line.p[timing->start.nbytes] != ',')
		return false;
	line = str_part(line, timing->start.nbytes + 1, line.n);
	return stamp_scan(line, &timing->end) &&
	       !str_trim(str_part(line, timing->end.nbytes, line.n)).n;
}
