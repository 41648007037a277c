/*
 * Clusters come parents first, no deeper than four levels and without cycles; the 0 … n-1 of the
 * file becomes rank keys. The copies a cluster shows are read after the cards they are of.
 */
#include "wall-map-internal.h"

#include <stdlib.h>

#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { LEVELS = 4, NAME_MAX_CHARS = 300, WIDTH_MAX = 6 };

#define TOP SIZE_MAX

struct cluster_item {
	int64_t id;
	struct str parent; /* code, in the image's arena */
	size_t parent_at;  /* position in the list; TOP: none */
	int depth;         /* 1 = top level; 0 until known */
	struct row_change row;
	int64_t order;
};

struct cluster_items {
	struct cluster_item *all; /* owned */
	size_t n, cap;
	struct map at; /* small id → position */
};

/* Exports of before there were colours name none. */
static int64_t read_colour(struct fields *fields, struct str word)
{
	enum cluster_colour colour = word.n ? cluster_colour_find(word) : COLOUR_NONE;

	if (colour == CLUSTER_COLOURS)
		fields_fail(fields, "\"%.*s\" is no colour of a theme", STR_ARG(word));
	return colour;
}

static void read_cluster(struct wall_reader *reader, struct fields *fields,
			 struct cluster_items *items)
{
	enum { ID, NAME, PARENT, RANK, COLUMN_AT, LINE, WIDTH, FOLDED, NOTES, COLOUR = NOTES + 3 };
	struct str code = field_text(fields, ID), name = field_text(fields, NAME);
	struct cluster_item item = {.id = wall_new_id(reader, fields, CODE_CLUSTER, code),
				    .parent = field_maybe(fields, PARENT),
				    .order = field_int(fields, RANK, 0, INT64_MAX),
				    .row = {.table = TABLE_CLUSTER, .op = ROW_INSERT}};
	struct value *column = item.row.column;

	if (utf8_length(name) > NAME_MAX_CHARS)
		fields_fail(fields, "\"name\" is longer than %d characters", NAME_MAX_CHARS);
	column[CLUSTER_ID] = value_int(item.id);
	column[CLUSTER_CODE] = value_text(code);
	column[CLUSTER_NAME] = value_text(name);
	column[CLUSTER_PARENT] = value_null();
	column[CLUSTER_RANK] = value_text(STR(""));
	column[CLUSTER_COL] = value_int(field_known(fields, COLUMN_AT, 0, COLUMN_MAX, 0));
	column[CLUSTER_LINE] = value_int(field_known(fields, LINE, 0, LINE_MAX_WALL, 0));
	column[CLUSTER_WIDTH] = value_int(field_int(fields, WIDTH, 1, WIDTH_MAX));
	column[CLUSTER_FOLDED] = value_int(field_int(fields, FOLDED, 0, 1));
	column[CLUSTER_DEFINITION] = value_text(field_maybe(fields, NOTES + NOTE_DEFINITION));
	column[CLUSTER_INCLUDES] = value_text(field_maybe(fields, NOTES + NOTE_INCLUDE));
	column[CLUSTER_EXCLUDES] = value_text(field_maybe(fields, NOTES + NOTE_EXCLUDE));
	column[CLUSTER_COLOUR] = value_int(read_colour(fields, field_maybe(fields, COLOUR)));
	column[CLUSTER_MV] = value_int(item.id); /* any: it only has to change with a move */
	if (fields->failed)
		return;
	map_put(&items->at, item.id, (uint32_t)items->n);
	ALLOC_GROW(items->all, items->n + 1, items->cap);
	items->all[items->n++] = item;
}

static void find_parents(struct wall_reader *reader, struct fields *fields,
			 struct cluster_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		struct cluster_item *item = &items->all[i];
		fields->index = (int64_t)i;
		int64_t parent = wall_find_id(reader, fields, CODE_CLUSTER, item->parent);
		item->parent_at = parent ? map_get(&items->at, parent) : TOP;
		item->row.column[CLUSTER_PARENT] = value_ref(parent);
		if (parent) {
			item->row.column[CLUSTER_COL] = value_int(0);
			item->row.column[CLUSTER_LINE] = value_int(0);
		}
	}
}

/* Levels above and with an item; more than LEVELS for a cycle too. */
static int depth_of(const struct cluster_items *items, size_t at)
{
	int depth = 1;

	while (items->all[at].parent_at != TOP && depth <= LEVELS) {
		at = items->all[at].parent_at;
		depth++;
	}
	return depth;
}

/* One row each, level by level, so that a parent is there before its children. */
static void add_clusters(struct wall_reader *reader, struct fields *fields,
			 struct cluster_items *items)
{
	struct seats seats = {0};

	for (size_t i = 0; i < items->n && !fields->failed; i++) {
		items->all[i].depth = depth_of(items, i);
		fields->index = (int64_t)i;
		if (items->all[i].depth > LEVELS)
			fields_fail(fields, "lies in itself or deeper than %d levels", LEVELS);
	}
	for (int depth = 1; depth <= LEVELS && !fields->failed; depth++) {
		for (size_t i = 0; i < items->n; i++) {
			struct cluster_item *item = &items->all[i];
			if (item->depth != depth)
				continue;
			if (depth > 1)
				seats_add(&seats, (struct seat){items->all[item->parent_at].id,
							       item->order, item->id,
							       reader->image->nrows, CLUSTER_RANK});
			*wall_row(reader, TABLE_CLUSTER) = item->row;
		}
	}
	seats_rank(&seats, reader->image);
}

bool wall_read_clusters(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {"id",     "name", "parent", "rank",
					   "column", "line", "width",  "folded",
					   "definition", "include", "exclude", "colour"};
	struct fields fields = wall_fields(reader, "clusters");
	struct cluster_items items = {0};

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields))
		read_cluster(reader, &fields, &items);
	if (!fields.failed)
		find_parents(reader, &fields, &items);
	if (!fields.failed)
		add_clusters(reader, &fields, &items);
	free(items.all);
	map_release(&items.at);
	return fields_close(&fields);
}

static void add_copy(struct wall_reader *reader, struct fields *fields, int64_t cluster,
		     struct str code, int64_t order, struct seats *seats)
{
	int64_t card = wall_find_id(reader, fields, CODE_CARD, code);

	if (fields->failed)
		return;
	int64_t id = ++reader->last_id;
	seats_add(seats, (struct seat){cluster, order, id, reader->image->nrows, PLACEMENT_RANK});
	struct value *column = wall_row(reader, TABLE_PLACEMENT)->column;
	column[PLACEMENT_ID] = value_int(id);
	column[PLACEMENT_CARD] = value_int(card);
	column[PLACEMENT_PLACE] = value_text(str_of(place_kind_name(PLACE_CLUSTER)));
	column[PLACEMENT_CLUSTER] = value_ref(cluster);
	column[PLACEMENT_RANK] = value_text(STR(""));
	column[PLACEMENT_COL] = column[PLACEMENT_LINE] = value_int(0);
	column[PLACEMENT_MV] = value_int(id);
}

bool wall_read_copies(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {"id", "=(SELECT group_concat(t.value, char(10)) FROM "
						 "json_each(json_each.value,'$.copies') t)"};
	struct fields fields = wall_fields(reader, "clusters");
	struct seats seats = {0};

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str rest = field_maybe(&fields, 1), line;
		int64_t cluster =
			wall_find_id(reader, &fields, CODE_CLUSTER, field_text(&fields, 0));
		for (int64_t i = 0; field_line(&fields, "copies", &rest, &line); i++)
			add_copy(reader, &fields, cluster, line, i, &seats);
	}
	seats_rank(&seats, reader->image);
	return fields_close(&fields);
}
