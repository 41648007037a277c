/* The words of the enums and of tags, and questions to a transcript's turns. */
#include "themewall/model/records.h"

#include <assert.h>

#include "word-internal.h"
#include "themewall/base/banned.h"

static const struct str card_kinds[CARD_KINDS] = {
	[CARD_QUOTE] = WORD("quote"),       [CARD_OBSERVATION] = WORD("observation"),
	[CARD_PAIN] = WORD("pain"),         [CARD_IDEA] = WORD("idea"),
	[CARD_QUESTION] = WORD("question"),
};
static const struct str roles[ROLES] = {
	[ROLE_UNKNOWN] = WORD("unknown"),
	[ROLE_PARTICIPANT] = WORD("participant"),
	[ROLE_MODERATOR] = WORD("moderator"),
	[ROLE_OBSERVER] = WORD("observer"),
};
static const struct str places[PLACES] = {
	[PLACE_TRAY] = WORD("tray"),
	[PLACE_PARKED] = WORD("parked"),
	[PLACE_LOOSE] = WORD("loose"),
	[PLACE_CLUSTER] = WORD("cluster"),
};
static const struct str notes[CLUSTER_NOTES] = {
	[NOTE_DEFINITION] = WORD("definition"),
	[NOTE_INCLUDE] = WORD("include"),
	[NOTE_EXCLUDE] = WORD("exclude"),
};
static const struct str colours[CLUSTER_COLOURS] = {
	[COLOUR_NONE] = WORD("none"),     [COLOUR_RED] = WORD("red"),
	[COLOUR_ORANGE] = WORD("orange"), [COLOUR_OLIVE] = WORD("olive"),
	[COLOUR_GREEN] = WORD("green"),   [COLOUR_TEAL] = WORD("teal"),
	[COLOUR_AZURE] = WORD("azure"),   [COLOUR_VIOLET] = WORD("violet"),
	[COLOUR_MAGENTA] = WORD("magenta"),
};

const char *card_kind_name(enum card_kind kind)
{
	assert(kind < CARD_KINDS);
	return card_kinds[kind].p;
}

enum card_kind card_kind_find(struct str name)
{
	return (enum card_kind)word_find(card_kinds, CARD_KINDS, name);
}

const char *role_name(enum role role)
{
	assert(role < ROLES);
	return roles[role].p;
}

enum role role_find(struct str name)
{
	return (enum role)word_find(roles, ROLES, name);
}

const char *place_kind_name(enum place_kind place)
{
	assert(place < PLACES);
	return places[place].p;
}

enum place_kind place_kind_find(struct str name)
{
	return (enum place_kind)word_find(places, PLACES, name);
}

const char *cluster_note_name(enum cluster_note note)
{
	assert(note < CLUSTER_NOTES);
	return notes[note].p;
}

enum cluster_note cluster_note_find(struct str name)
{
	return (enum cluster_note)word_find(notes, CLUSTER_NOTES, name);
}

const char *cluster_colour_name(enum cluster_colour colour)
{
	assert(colour < CLUSTER_COLOURS);
	return colours[colour].p;
}

enum cluster_colour cluster_colour_find(struct str name)
{
	return (enum cluster_colour)word_find(colours, CLUSTER_COLOURS, name);
}

struct tag tag_parse(struct str text)
{
	size_t colon = str_find_char(text, ':');
	struct str facet = str_trim(str_part(text, 0, colon));
	struct str name = str_trim(str_part(text, colon + (colon < text.n), text.n));
	if (colon == text.n || !facet.n || !name.n)
		return (struct tag){STR(""), str_trim(text)};
	return (struct tag){facet, name};
}

int tag_compare(struct tag a, struct tag b)
{
	int order = str_compare(a.facet, b.facet);
	return order ? order : str_compare(a.name, b.name);
}

void tag_add(struct strbuf *out, struct tag tag)
{
	if (tag.facet.n)
		strbuf_addf(out, "%.*s:", STR_ARG(tag.facet));
	strbuf_add_str(out, tag.name);
}

struct str cluster_title(struct str name)
{
	return name.n ? name : STR("(unnamed)");
}

void records_add_counts(struct strbuf *out, size_t cards, size_t themes, size_t people,
			size_t transcripts)
{
	strbuf_add_count(out, cards, "card", "cards");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, themes, "theme", "themes");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, people, "participant", "participants");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, transcripts, "transcript", "transcripts");
}
