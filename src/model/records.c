/* The words of the enums, and questions to a transcript's turns. */
#include "themewall/model/records.h"

#include <assert.h>

#include "themewall/base/banned.h"

static const char *const card_kinds[CARD_KINDS] = {
	[CARD_QUOTE] = "quote", [CARD_OBSERVATION] = "observation", [CARD_PAIN] = "pain",
	[CARD_IDEA] = "idea",	[CARD_QUESTION] = "question",
};
static const char *const roles[ROLES] = {
	[ROLE_UNKNOWN] = "unknown",
	[ROLE_PARTICIPANT] = "participant",
	[ROLE_MODERATOR] = "moderator",
	[ROLE_OBSERVER] = "observer",
};
static const char *const places[PLACES] = {
	[PLACE_TRAY] = "tray",
	[PLACE_PARKED] = "parked",
	[PLACE_LOOSE] = "loose",
	[PLACE_CLUSTER] = "cluster",
};

static size_t find(const char *const *names, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(str_of(names[i]), name))
			return i;
	return n;
}

const char *card_kind_name(enum card_kind kind)
{
	assert(kind < CARD_KINDS);
	return card_kinds[kind];
}

enum card_kind card_kind_find(struct str name)
{
	return (enum card_kind)find(card_kinds, CARD_KINDS, name);
}

const char *role_name(enum role role)
{
	assert(role < ROLES);
	return roles[role];
}

enum role role_find(struct str name)
{
	return (enum role)find(roles, ROLES, name);
}

const char *place_kind_name(enum place_kind place)
{
	assert(place < PLACES);
	return places[place];
}

enum place_kind place_kind_find(struct str name)
{
	return (enum place_kind)find(places, PLACES, name);
}
