/*
 * Names that say too little, found by counting words and by a list of drawers. What a sentence says
 * is beyond us; the hint is about its form alone.
 */
#include "themewall/model/claim.h"

#include "themewall/base/compiler.h"

#include "themewall/base/banned.h"

enum { TOPIC_WORDS = 2 };

/* Where things go that have nothing in common. */
static const char *const drawers[] = {
	"other",       "others",          "misc",     "miscellaneous", "various", "general",
	"stuff",       "things",          "random",   "unsorted",      "rest",    "the rest",
	"leftover",    "leftovers",       "etc",      "other stuff",   "notes",   "feedback",
	"quotes",      "observations",    "insights", "ideas",         "issues",  "problems",
	"pain points", "everything else",
};

static bool is_drawer(struct str name)
{
	while (name.n && (name.p[name.n - 1] == '.' || name.p[name.n - 1] == '!'))
		name.n--;
	for (size_t i = 0; i < TW_COUNT(drawers); i++)
		if (str_equal_ascii(name, str_of(drawers[i])))
			return true;
	return false;
}

/* Any lead byte from U+0E00 on: Thai, Khmer, the scripts of East Asia. */
static bool may_lack_blanks(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] >= 0xe0)
			return true;
	return false;
}

static size_t count_words(struct str name)
{
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++)
		n += name.p[i] != ' ' && (i == 0 || name.p[i - 1] == ' ');
	return n;
}

const char *claim_hint(struct str name)
{
	name = str_trim(name);
	if (!name.n || may_lack_blanks(name))
		return NULL;
	if (is_drawer(name))
		return "That is a drawer: what do these cards say together? P parks what fits "
		       "nowhere";
	if (count_words(name) <= TOPIC_WORDS)
		return "That is a topic: what do people say about it? “I check it twice” says more";
	return NULL;
}
