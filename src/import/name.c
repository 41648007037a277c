/*
 * What a person is called by a speaker's label. Directories of companies write "Vega, Marisol";
 * everybody else, and another file of the same study, writes "Marisol Vega": one person, who would
 * be counted twice. The label itself stays as it is.
 */
#include <string.h>
#include <strings.h>

#include "label-internal.h"

#include "themewall/base/banned.h"

enum { WORDS = 3 /* of a first or of a last name */ };

/* A few words and nothing else that a comma could part. */
static bool is_part(struct str s)
{
	size_t words = s.n > 0;
	for (size_t i = 0; i < s.n; i++) {
		words += s.p[i] == ' ';
		if (strchr(",;/()&", s.p[i]) || (s.p[i] >= '0' && s.p[i] <= '9'))
			return false;
	}
	return words > 0 && words <= WORDS;
}

/* What stands behind a whole name. */
static bool is_title(struct str s)
{
	static const char *const titles[] = {"jr",  "jr.", "sr",  "sr.",  "ii",  "iii",
					     "iv",  "phd", "md",  "ma",   "mba", "msc",
					     "bsc", "dr.", "esq", "ph.d."};
	bool found = false;
	for (size_t i = 0; i < TW_COUNT(titles); i++)
		found |= s.n == strlen(titles[i]) && strncasecmp(s.p, titles[i], s.n) == 0;
	return found;
}

struct str name_called(struct arena *arena, struct str label)
{
	struct str name = label_name(label);
	size_t comma = str_find_char(name, ',');
	if (comma >= name.n)
		return name;
	struct str last = str_trim(str_part(name, 0, comma));
	struct str first = str_trim(str_part(name, comma + 1, name.n));
	if (!is_part(last) || !is_part(first) || is_title(first))
		return name;
	size_t n = first.n + 1 + last.n;
	char *turned = arena_alloc(arena, n + 1);
	memcpy(turned, first.p, first.n);
	turned[first.n] = ' ';
	memcpy(turned + first.n + 1, last.p, last.n);
	turned[n] = '\0';
	return (struct str){turned, n};
}
