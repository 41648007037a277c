/* The lenses kept under a name. Older files have no such list. */
#include "wall-internal.h"

#include "themewall/model/lenses.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

/* What a lens shows fits together: the person is named, or the value, or neither. */
static void check_shown(struct fields *fields, struct str shows, int64_t participant,
			struct str value)
{
	enum lens_only only;
	int which;

	if (fields->failed)
		return;
	if (!lens_shows_find(shows, &only, &which))
		fields_fail(fields, "\"%.*s\" is nothing a lens shows", STR_ARG(shows));
	else if ((only == ONLY_PARTICIPANT) != (participant != 0))
		fields_fail(fields, "\"participant\" does not fit what it shows");
	else if (lens_takes_value(only) != (value.n != 0))
		fields_fail(fields, "\"value\" does not fit what it shows");
}

static struct str short_text(struct fields *fields, int key, const char *name, size_t most)
{
	struct str text = field_text(fields, key);

	if (!fields->failed && utf8_length(text) > most)
		fields_fail(fields, "\"%s\" has more than %zu characters", name, most);
	return text;
}

enum { NAME, COLOUR, SHOWS, PARTICIPANT, VALUE, HIDES };

static void read_lens(struct wall_reader *reader, struct fields *fields)
{
	struct str name = short_text(fields, NAME, "name", LENS_NAME_MOST);
	struct str colour = field_text(fields, COLOUR), shows = field_text(fields, SHOWS);
	int64_t who =
		wall_find_id(reader, fields, CODE_PARTICIPANT, field_maybe(fields, PARTICIPANT));
	struct str value = short_text(fields, VALUE, "value", LENS_VALUE_MOST);

	if (!fields->failed && !name.n)
		fields_fail(fields, "\"name\" is empty");
	if (!fields->failed && lens_colour_find(colour) == LENS_COLOURS)
		fields_fail(fields, "\"%.*s\" is nothing a lens colours by", STR_ARG(colour));
	check_shown(fields, shows, who, value);
	struct value *column = wall_row(reader, TABLE_LENS)->column;
	column[LENS_ID] = value_int(++reader->last_id);
	column[LENS_NAME] = value_text(name);
	column[LENS_COLOUR] = value_text(colour);
	column[LENS_SHOWS] = value_text(shows);
	column[LENS_PARTICIPANT] = value_ref(who);
	column[LENS_VALUE] = value_text(value);
	column[LENS_HIDES] = value_int(field_int(fields, HIDES, 0, 1));
}

bool wall_read_lenses(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {"name",        "colour", "shows",
					   "participant", "value",  "hides"};
	struct fields fields = wall_fields(reader, "lenses");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields))
		read_lens(reader, &fields);
	return fields_close(&fields);
}
