/*
 * The day in the name of a file. Each run of digits that begins with "20" is tried where it stands:
 * names hold other numbers, too.
 */
#include "themewall/import/day.h"

#include <stdio.h>
#include <string.h>

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many bytes of s are a day as "20240312" or "2024-03-12"; 0: it does not begin with one. */
static size_t day_at(struct str s, char day[DAY_SIZE])
{
	static const char *const forms[] = {"20######", "20##-##-##"};
	for (size_t f = 0; f < 2; f++) {
		size_t n = strlen(forms[f]), i = 0, out = 0;
		char between = s.n > 4 ? s.p[4] : '\0';
		if (s.n < n || (f == 1 && !strchr("-_.", between)))
			continue;
		for (; i < n; i++)
			if (forms[f][i] == '#'   ? !is_digit(s.p[i])
			    : forms[f][i] == '-' ? s.p[i] != between
						 : s.p[i] != forms[f][i])
				break;
		for (size_t k = 0; i == n && k < n; k++) {
			if (f == 0 && (k == 4 || k == 6))
				day[out++] = '-';
			day[out++] = is_digit(s.p[k]) ? s.p[k] : '-';
		}
		day[out] = '\0';
		if (out && clock_is_date(str_of(day)) && (s.n == n || !is_digit(s.p[n])))
			return n;
	}
	day[0] = '\0';
	return 0;
}

static bool find_day(struct str name, char day[DAY_SIZE])
{
	for (size_t i = 0; i < name.n; i++)
		if ((i == 0 || !is_digit(name.p[i - 1])) && day_at(str_part(name, i, name.n), day))
			return true;
	return false;
}

bool day_of_path(struct str path, char day[DAY_SIZE])
{
	size_t end = path.n;
	day[0] = '\0';
	for (int level = 0; level < 2; level++) {
		size_t from = end;
		while (from > 0 && path.p[from - 1] != '/')
			from--;
		if (find_day(str_part(path, from, end), day))
			return true;
		end = from > 0 ? from - 1 : 0;
	}
	return false;
}
