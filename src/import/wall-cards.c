/*
 * Cards: each with its excerpt, its tags and its one home. A quote must be the words of its
 * transcript. What a card lies beneath and what it pulls against may come later in the file: both
 * are noted, and become rows once all cards are known.
 */
#include "wall-map-internal.h"

#include <stdlib.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Code points kept either side of an excerpt, to find it again in a corrected text. */
enum { CONTEXT = 32 };

enum card_key {
	C_ID,
	C_KIND,
	C_TEXT,
	C_IMPLIES,
	C_BY_HAND,
	C_TRANSCRIPT,
	C_START,
	C_END,
	C_TIME,
	C_SPEAKER,
	C_SURPRISE,
	C_TENSION,
	C_PLACE,
	C_CLUSTER,
	C_RANK,
	C_COLUMN,
	C_LINE,
	C_CREATED,
	C_STACK,
	C_NEED,
	C_SESSION,
	C_TAGS,
	C_TENSIONS
};

/* Bytes before a code point of a transcript: by its turn, so that long texts are not counted from
 * their start. */
static size_t offset_of(const struct wall_text *text, int64_t code_point)
{
	size_t low = 0, high = text->nturns;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (text->turns[middle].start <= code_point)
			low = middle;
		else
			high = middle;
	}
	struct str rest = str_part(text->text, text->offset[low], text->text.n);
	size_t inside = (size_t)(code_point - text->turns[low].start);
	return text->offset[low] + utf8_offset(rest, inside);
}

static struct str slice(const struct wall_text *text, int64_t from, int64_t to)
{
	from = from < 0 ? 0 : from;
	to = to > text->nchars ? text->nchars : to;
	if (from >= to)
		return STR("");
	return str_part(text->text, offset_of(text, from), offset_of(text, to));
}

/* Returns the excerpt's small id; 0 for a card without one. */
static int64_t add_excerpt(struct wall_reader *reader, struct fields *fields,
			   const struct wall_text *text, struct str *quote)
{
	int64_t start = field_int(fields, C_START, 0, INT64_MAX);
	int64_t end = field_int(fields, C_END, 0, INT64_MAX);
	int64_t speaker = field_known(fields, C_SPEAKER, 0, text->nspeakers - 1, -1);

	if (!fields->failed && (start >= end || end > text->nchars))
		fields_fail(fields, "\"start\" and \"end\" are not inside the transcript");
	if (fields->failed)
		return 0;
	struct value *column = wall_row(reader, TABLE_EXCERPT)->column;
	*quote = slice(text, start, end);
	column[EXCERPT_ID] = value_int(++reader->last_id);
	column[EXCERPT_TRANSCRIPT] = value_int(text->transcript);
	column[EXCERPT_SPEAKER] = value_ref(speaker < 0 ? 0 : text->speaker + speaker);
	column[EXCERPT_START] = value_int(start);
	column[EXCERPT_END] = value_int(end);
	column[EXCERPT_TIME] = value_int(field_known(fields, C_TIME, 0, INT64_MAX, -1));
	column[EXCERPT_QUOTE] = value_text(*quote);
	column[EXCERPT_PREFIX] = value_text(slice(text, start - CONTEXT, start));
	column[EXCERPT_SUFFIX] = value_text(slice(text, end, end + CONTEXT));
	return reader->last_id;
}

static void check_card(struct fields *fields, struct str kind, struct str text, int64_t excerpt,
		       struct str quote)
{
	if (card_kind_find(kind) == CARD_KINDS)
		fields_fail(fields, "\"%.*s\" is no kind of card", STR_ARG(kind));
	if (text.n == 0)
		fields_fail(fields, "\"text\" is empty");
	if (card_kind_find(kind) == CARD_QUOTE && (!excerpt || !str_equal(text, quote)))
		fields_fail(fields, "a quote, but not the words of its transcript");
}

static int64_t add_card(struct wall_reader *reader, struct fields *fields)
{
	struct str code = field_text(fields, C_ID), kind = field_text(fields, C_KIND);
	struct str words = field_text(fields, C_TEXT), quote = STR("");
	int64_t id = wall_new_id(reader, fields, CODE_CARD, code);
	const struct wall_text *text =
		wall_find_text(reader, fields, field_maybe(fields, C_TRANSCRIPT));
	int64_t excerpt = text ? add_excerpt(reader, fields, text, &quote) : 0;

	if (fields->failed)
		return 0;
	check_card(fields, kind, words, excerpt, quote);
	struct value *column = wall_row(reader, TABLE_CARD)->column;
	column[CARD_ID] = value_int(id);
	column[CARD_CODE] = value_text(code);
	column[CARD_KIND] = value_text(kind);
	column[CARD_TEXT] = value_text(words);
	column[CARD_IMPLIES] = value_text(field_text(fields, C_IMPLIES));
	column[CARD_EXCERPT] = value_ref(excerpt);
	column[CARD_PARTICIPANT] = value_ref(
		wall_find_id(reader, fields, CODE_PARTICIPANT, field_maybe(fields, C_BY_HAND)));
	column[CARD_SURPRISE] = value_int(field_int(fields, C_SURPRISE, 0, 1));
	column[CARD_TENSION] = value_int(field_int(fields, C_TENSION, 0, 1));
	column[CARD_CODER] = value_int(0); /* the store puts whoever imports */
	column[CARD_CREATED] = value_int(field_int(fields, C_CREATED, INT64_MIN, INT64_MAX));
	column[CARD_NEED] = value_text(field_maybe(fields, C_NEED));
	column[CARD_SESSION] = value_ref(
		wall_find_id(reader, fields, CODE_SESSION, field_maybe(fields, C_SESSION)));
	return id;
}

static void add_tags(struct wall_reader *reader, struct fields *fields, int64_t card)
{
	struct str rest = field_maybe(fields, C_TAGS), line;

	while (field_line(fields, "tags", &rest, &line)) {
		struct tag tag = tag_parse(line);
		struct value *column = wall_row(reader, TABLE_TAG)->column;
		column[TAG_ID] = value_int(++reader->last_id);
		column[TAG_CARD] = value_int(card);
		column[TAG_FACET] = value_text(tag.facet);
		column[TAG_NAME] = value_text(tag.name);
	}
}

/* A placement has its card's id: that is what makes it the card's home. */
static void add_placement(struct wall_reader *reader, struct fields *fields, int64_t card,
			  struct seats *seats)
{
	struct str word = field_text(fields, C_PLACE);
	enum place_kind place = place_kind_find(word);
	struct str code = field_maybe(fields, C_CLUSTER);
	int64_t cluster = wall_find_id(reader, fields, CODE_CLUSTER, code);
	bool loose = place == PLACE_LOOSE;

	if (place == PLACES || (place == PLACE_CLUSTER) != (cluster != 0))
		fields_fail(fields, "\"place\" and \"cluster\" do not fit");
	if (fields->failed)
		return;
	size_t row = reader->image->nrows;
	struct value *column = wall_row(reader, TABLE_PLACEMENT)->column;
	column[PLACEMENT_ID] = value_int(card);
	column[PLACEMENT_CARD] = value_int(card);
	column[PLACEMENT_PLACE] = value_text(word);
	column[PLACEMENT_CLUSTER] = value_ref(cluster);
	column[PLACEMENT_RANK] = value_text(STR(""));
	column[PLACEMENT_COL] = value_int(loose ? field_int(fields, C_COLUMN, 0, COLUMN_MAX) : 0);
	column[PLACEMENT_LINE] = value_int(loose ? field_int(fields, C_LINE, 0, LINE_MAX_WALL) : 0);
	column[PLACEMENT_MV] = value_int(card);
	if (cluster)
		seats_add(seats, (struct seat){cluster, field_int(fields, C_RANK, 0, INT64_MAX),
					      card, row, PLACEMENT_RANK});
}

/* A card that lies beneath another, whose row may come later. */
struct beneath {
	struct str top; /* code, in the image's arena */
	size_t row;     /* its placement */
	int64_t index;  /* in the list, for messages */
};

/* What a card pulls against: cards may come later. */
struct pull {
	struct str codes; /* a line each, in the image's arena */
	int64_t card, index;
};

struct stacks {
	struct beneath *all; /* owned */
	size_t n, cap;
	struct map hidden;  /* small ids of those beneath */
	struct pull *pulls; /* owned */
	size_t npulls, pulls_cap;
};

static void note_stack(struct wall_reader *reader, struct fields *fields, int64_t card,
		       struct stacks *stacks)
{
	struct str top = field_maybe(fields, C_STACK);

	if (fields->failed || !top.n)
		return;
	ALLOC_GROW(stacks->all, stacks->n + 1, stacks->cap);
	stacks->all[stacks->n++] =
		(struct beneath){.top = {arena_strndup(&reader->image->arena, top.p, top.n), top.n},
				 .row = reader->image->nrows - 1,
				 .index = fields->index};
	map_put(&stacks->hidden, card, 1);
}

static void put_stacks(struct wall_reader *reader, struct fields *fields,
		       const struct stacks *stacks)
{
	for (size_t i = 0; i < stacks->n && !fields->failed; i++) {
		fields->index = stacks->all[i].index;
		int64_t top = wall_find_id(reader, fields, CODE_CARD, stacks->all[i].top);
		if (!fields->failed && map_get(&stacks->hidden, top) != MAP_ABSENT)
			fields_fail(fields, "\"stack\" names a card that lies in a stack itself");
		reader->image->rows[stacks->all[i].row].column[PLACEMENT_STACK] = value_ref(top);
	}
}

static void note_tensions(struct fields *fields, int64_t card, struct stacks *later)
{
	struct str codes = field_maybe(fields, C_TENSIONS);

	if (fields->failed || !codes.n)
		return;
	ALLOC_GROW(later->pulls, later->npulls + 1, later->pulls_cap);
	later->pulls[later->npulls++] = (struct pull){codes, card, fields->index};
}

static void put_tension(struct wall_reader *reader, struct fields *fields, int64_t card,
			struct str code)
{
	struct code parsed;
	bool theme = code_parse(code, CODE_CLUSTER, &parsed);
	int64_t end = wall_find_id(reader, fields, theme ? CODE_CLUSTER : CODE_CARD, code);

	if (!fields->failed && end == card)
		fields_fail(fields, "\"tensions\" names the card itself");
	if (fields->failed)
		return;
	struct value *column = wall_row(reader, TABLE_TENSION)->column;
	column[TENSION_ID] = value_int(++reader->last_id);
	column[TENSION_CARD] = value_int(card);
	column[TENSION_OTHER] = value_ref(theme ? 0 : end);
	column[TENSION_CLUSTER] = value_ref(theme ? end : 0);
}

static void put_tensions(struct wall_reader *reader, struct fields *fields,
			 const struct stacks *later)
{
	for (size_t i = 0; i < later->npulls; i++) {
		struct str rest = later->pulls[i].codes, line;
		fields->index = later->pulls[i].index;
		while (field_line(fields, "tensions", &rest, &line))
			put_tension(reader, fields, later->pulls[i].card, line);
	}
}

bool wall_read_cards(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {
		"id",
		"kind",
		"text",
		"implies",
		"by_hand",
		"transcript",
		"start",
		"end",
		"time_ms",
		"speaker_no",
		"=EXISTS(SELECT 1 FROM json_each(json_each.value,'$.flags') f WHERE "
		"f.value='surprise')",
		"=EXISTS(SELECT 1 FROM json_each(json_each.value,'$.flags') f WHERE "
		"f.value='tension')",
		"place",
		"cluster",
		"rank",
		"column",
		"line",
		"created_ms",
		"stack",
		"need",
		"session",
		"=(SELECT group_concat(t.value, char(10)) FROM json_each(json_each.value,'$.tags') "
		"t)",
		"=(SELECT group_concat(t.value, char(10)) FROM "
		"json_each(json_each.value,'$.tensions') t)"};
	struct fields fields = wall_fields(reader, "cards");
	struct seats seats = {0};
	struct stacks stacks = {0};

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t card = add_card(reader, &fields);
		add_placement(reader, &fields, card, &seats);
		note_stack(reader, &fields, card, &stacks);
		add_tags(reader, &fields, card);
		note_tensions(&fields, card, &stacks);
	}
	put_stacks(reader, &fields, &stacks);
	put_tensions(reader, &fields, &stacks);
	seats_rank(&seats, reader->image);
	free(stacks.all);
	free(stacks.pulls);
	map_release(&stacks.hidden);
	return fields_close(&fields);
}
