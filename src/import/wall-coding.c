/* What each person thought alone: layers and ballots. Older files have neither list. */
#include "wall-internal.h"

#include "themewall/model/coding.h"

#include "themewall/base/banned.h"

static struct str some_text(struct fields *fields, int key, const char *name)
{
	struct str text = field_text(fields, key);

	if (!fields->failed && text.n == 0)
		fields_fail(fields, "\"%s\" is empty", name);
	return text;
}

static bool read_layer_cards(struct wall_reader *reader, int64_t layer, struct str json)
{
	enum { CARD, LABEL };
	static const char *const keys[] = {"card", "label"};
	struct fields fields = wall_fields(reader, "layer cards");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t card = wall_find_id(reader, &fields, CODE_CARD, field_text(&fields, CARD));
		if (!fields.failed && !card)
			fields_fail(&fields, "\"card\" is empty");
		struct value *column = wall_row(reader, TABLE_LAYER_CARD)->column;
		column[LAYER_CARD_ID] = value_int(++reader->last_id);
		column[LAYER_CARD_LAYER] = value_int(layer);
		column[LAYER_CARD_CARD] = value_int(card);
		column[LAYER_CARD_LABEL] = value_text(some_text(&fields, LABEL, "label"));
	}
	return fields_close(&fields);
}

bool wall_read_layers(struct wall_reader *reader, struct str json)
{
	enum { CODER, NAME, REVEALED, CARDS };
	static const char *const keys[] = {"coder", "name", "revealed", "cards"};
	struct fields fields = wall_fields(reader, "layers");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t id = ++reader->last_id;
		struct value *column = wall_row(reader, TABLE_LAYER)->column;
		column[LAYER_ID] = value_int(id);
		column[LAYER_CODER] = value_text(some_text(&fields, CODER, "coder"));
		column[LAYER_NAME] = value_text(some_text(&fields, NAME, "name"));
		column[LAYER_REVEALED] = value_int(field_int(&fields, REVEALED, 0, 1));
		if (!fields.failed && !read_layer_cards(reader, id, field_json(&fields, CARDS)))
			fields.failed = true;
	}
	return fields_close(&fields);
}

static bool read_votes(struct wall_reader *reader, int64_t ballot, bool insights, struct str json)
{
	enum { CODER, ON, DOTS };
	static const char *const keys[] = {"coder", "on", "dots"};
	struct fields fields = wall_fields(reader, "ballot votes");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t on = wall_find_id(reader, &fields, insights ? CODE_INSIGHT : CODE_CLUSTER,
					  field_text(&fields, ON));
		if (!fields.failed && !on)
			fields_fail(&fields, "\"on\" is empty");
		struct value *column = wall_row(reader, TABLE_VOTE)->column;
		column[VOTE_ID] = value_int(++reader->last_id);
		column[VOTE_BALLOT] = value_int(ballot);
		column[VOTE_CODER] = value_text(some_text(&fields, CODER, "coder"));
		column[VOTE_CLUSTER] = value_ref(insights ? 0 : on);
		column[VOTE_INSIGHT] = value_ref(insights ? on : 0);
		column[VOTE_DOTS] = value_int(field_int(&fields, DOTS, 1, BALLOT_MOST));
	}
	return fields_close(&fields);
}

bool wall_read_ballots(struct wall_reader *reader, struct str json)
{
	enum { TITLE, WHAT, BUDGET, CLOSED, VOTES };
	static const char *const keys[] = {"title", "what", "budget", "closed", "votes"};
	struct fields fields = wall_fields(reader, "ballots");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t id = ++reader->last_id;
		struct str what = field_text(&fields, WHAT);
		bool insights = str_equal(what, STR("insights"));
		if (!fields.failed && !insights && !str_equal(what, STR("themes")))
			fields_fail(&fields, "\"what\" is neither themes nor insights");
		struct value *column = wall_row(reader, TABLE_BALLOT)->column;
		column[BALLOT_ID] = value_int(id);
		column[BALLOT_TITLE] = value_text(some_text(&fields, TITLE, "title"));
		column[BALLOT_BUDGET] = value_int(field_int(&fields, BUDGET, 1, BALLOT_MOST));
		column[BALLOT_CLOSED] = value_int(field_int(&fields, CLOSED, 0, 1));
		column[BALLOT_WHAT] = value_text(what);
		if (!fields.failed && !read_votes(reader, id, insights, field_json(&fields, VOTES)))
			fields.failed = true;
	}
	return fields_close(&fields);
}
