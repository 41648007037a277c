/*
 * The export's small numbers become ids of this copy, table by table in the order of the numbers,
 * and every reference follows. Codes stay as people know them, ranks as the reader made them; what
 * does not fit together is refused before anything is written.
 */
#include "edit-wall-internal.h"

#include <stdlib.h>

#include "themewall/base/token.h"
#include "themewall/model/rank.h"
#include "themewall/base/banned.h"

/* The table a REF column refers to. */
static enum table target_of(const struct table_info *info, int column)
{
	struct str name = str_of(info->columns[column].name);
	return str_equal(name, STR("parent"))  ? TABLE_CLUSTER
	       : str_equal(name, STR("stack")) ? TABLE_CARD
	       : str_equal(name, STR("other")) ? TABLE_CARD
					       : table_find(name);
}

bool rebuild_broken(struct rebuild *r, const char *what)
{
	return err_set(r->edit->err, ERR_FORMAT,
		       "this export does not fit together (%s): nothing was imported", what);
}

/* A home keeps its card's number: cards are numbered before placements. */
static bool number_row(struct rebuild *r, struct row_change *row)
{
	const struct table_info *info = table_info(row->table);
	struct value *key = &row->column[0];
	int64_t small = key->i, id = 1;
	if (info->columns[0].type != COLUMN_KEY || row->table == TABLE_STUDY)
		return true;
	if (key->type != VALUE_INT || small <= 0 ||
	    map_get(&r->ids[row->table], small) != MAP_ABSENT)
		return rebuild_broken(r, info->name);
	bool home = row->table == TABLE_PLACEMENT && row->column[PLACEMENT_CARD].i == small;
	uint32_t at = home ? map_get(&r->ids[TABLE_CARD], small) : MAP_ABSENT;
	if (at != MAP_ABSENT)
		id = r->numbers[at];
	else if (!edit_new_id(r->edit, &id))
		return false;
	ALLOC_GROW(r->numbers, r->nnumbers + 1, r->capacity);
	map_put(&r->ids[row->table], small, (uint32_t)r->nnumbers);
	r->numbers[r->nnumbers++] = id;
	key->i = id;
	return true;
}

static int by_small_number(const void *a, const void *b)
{
	const struct row_change *x = *(struct row_change *const *)a,
				*y = *(struct row_change *const *)b;
	bool later_x = x->table == TABLE_PLACEMENT, later_y = y->table == TABLE_PLACEMENT;
	if (later_x != later_y)
		return later_x ? 1 : -1;
	return x->column[0].i < y->column[0].i ? -1 : x->column[0].i > y->column[0].i;
}

/* In the order of their small numbers, not of the rows (parents come before children there): lists
 * in order of age are then as they were. Placements last: a home needs its card's number. */
static bool number_rows(struct rebuild *r)
{
	struct row_change **rows = arena_alloc(&r->edit->arena, (r->nrows + 1) * sizeof(void *));
	for (size_t i = 0; i < r->nrows; i++)
		rows[i] = &r->rows[i];
	qsort(rows, r->nrows, sizeof *rows, by_small_number);
	for (size_t i = 0; i < r->nrows; i++)
		if (!number_row(r, rows[i]))
			return false;
	return true;
}

bool rebuild_number(struct rebuild *r, enum table table, int64_t *id)
{
	uint32_t at = *id > 0 ? map_get(&r->ids[table], *id) : MAP_ABSENT;
	if (at == MAP_ABSENT)
		return rebuild_broken(r, table_info(table)->name);
	*id = r->numbers[at];
	return true;
}

static bool refer_row(struct rebuild *r, struct row_change *row)
{
	const struct table_info *info = table_info(row->table);
	for (int i = 0; i < info->ncolumns; i++) {
		struct value *value = &row->column[i];
		if (info->columns[i].type == COLUMN_TEXT && value->type == VALUE_TEXT &&
		    !text_is_sound(value->s))
			return rebuild_broken(r, info->name);
		if (info->columns[i].type == COLUMN_REF && value->type == VALUE_INT &&
		    !rebuild_number(r, target_of(info, i), &value->i))
			return false;
	}
	return true;
}

/* Codes stay as people know them; the counters go on after the highest. */
static bool keep_code(struct rebuild *r, const struct row_change *row)
{
	static const struct {
		enum table table;
		enum code_kind kind;
	} coded[] = {{TABLE_CARD, CODE_CARD},
		     {TABLE_CLUSTER, CODE_CLUSTER},
		     {TABLE_PARTICIPANT, CODE_PARTICIPANT},
		     {TABLE_SESSION, CODE_SESSION},
		     {TABLE_INSIGHT, CODE_INSIGHT}};
	struct code code;
	for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
		if (coded[i].table != row->table)
			continue;
		if (!code_parse(row->column[CARD_CODE].s, coded[i].kind, &code))
			return rebuild_broken(r, "a code");
		if (code.letter == r->edit->store->letter)
			return edit_used_code(r->edit, coded[i].kind, code);
	}
	return true;
}

_Static_assert((int)CARD_CODE == 1 && (int)CLUSTER_CODE == 1 && (int)PARTICIPANT_CODE == 1 &&
		       (int)SESSION_CODE == 1 && (int)INSIGHT_CODE == 1,
	       "codes stand second");

static void own_values(struct rebuild *r, struct row_change *row)
{
	if (row->table == TABLE_CARD)
		row->column[CARD_CODER] = value_int(r->edit->store->me.id.n);
	else if (row->table == TABLE_INSIGHT)
		row->column[INSIGHT_CODER] = value_int(r->edit->store->me.id.n);
	else if (row->table == TABLE_CLUSTER)
		row->column[CLUSTER_MV] = value_int(token_new());
	else if (row->table == TABLE_PLACEMENT)
		row->column[PLACEMENT_MV] = value_int(token_new());
	else if (row->table == TABLE_TRANSCRIPT)
		row->column[TRANSCRIPT_LAMPORT] = value_int(r->edit->lamport);
}

/* A rank counts inside a parent only, and must be a key that leaves room. */
static bool keep_rank(struct rebuild *r, struct row_change *row, int parent, int rank)
{
	if (row->column[parent].type != VALUE_INT)
		row->column[rank] = value_text(STR(""));
	else if (!rank_is_valid(row->column[rank].s))
		return err_set(r->edit->err, ERR_FORMAT, "\"%.*s\" is no rank",
			       STR_ARG(row->column[rank].s));
	return true;
}

static bool keep_ranks(struct rebuild *r, struct row_change *row)
{
	if (row->table == TABLE_CLUSTER)
		return keep_rank(r, row, CLUSTER_PARENT, CLUSTER_RANK);
	if (row->table == TABLE_PLACEMENT)
		return keep_rank(r, row, PLACEMENT_CLUSTER, PLACEMENT_RANK);
	int rank = edit_rank_column(row->table);
	if (rank >= 0 && !rank_is_valid(row->column[rank].s))
		return rebuild_broken(r, table_info(row->table)->name);
	return true;
}

bool rebuild_prepare(struct rebuild *r)
{
	if (!number_rows(r))
		return false;
	for (size_t i = 0; i < r->nrows; i++) {
		own_values(r, &r->rows[i]);
		if (!refer_row(r, &r->rows[i]) || !keep_code(r, &r->rows[i]) ||
		    !keep_ranks(r, &r->rows[i]))
			return false;
	}
	return true;
}
