/*
 * Slots: where something goes among its ordered siblings. The things being placed may already be
 * among them; they are looked past, so "after C-041" means the same whether C-041 itself moves or
 * not. What stands there already is not written again.
 */
#include "edit-internal.h"

#include "themewall/base/map.h"
#include "themewall/model/rank.h"

#include "themewall/base/banned.h"

#define LAST_RANK STR("~") /* after every key */

static sqlite3_stmt *siblings_before(struct edit *edit, const struct slot *slot, struct str rank,
				     int64_t id)
{
	const char *sql =
		slot->kind == SIBLING_CARDS
			? "SELECT id, rank FROM placement WHERE cluster = ?1 AND id = card "
			  "AND (rank, id) < (?2, ?3) ORDER BY rank DESC, id DESC"
			: "SELECT id, rank FROM cluster WHERE parent = ?1 AND (rank, id) "
			  "< (?2, ?3) ORDER BY rank DESC, id DESC";
	return db_query(edit->db, edit->err, sql, "iti", slot->parent, rank, id);
}

static sqlite3_stmt *siblings_after(struct edit *edit, const struct slot *slot, struct str rank,
				    int64_t id)
{
	const char *sql =
		slot->kind == SIBLING_CARDS
			? "SELECT id, rank FROM placement WHERE cluster = ?1 AND id = card "
			  "AND (rank, id) > (?2, ?3) ORDER BY rank, id"
			: "SELECT id, rank FROM cluster WHERE parent = ?1 AND (rank, id) "
			  "> (?2, ?3) ORDER BY rank, id";
	return db_query(edit->db, edit->err, sql, "iti", slot->parent, rank, id);
}

static bool rank_of(struct edit *edit, const struct slot *slot, int64_t id, struct strbuf *rank,
		    bool *found)
{
	const char *sql = slot->kind == SIBLING_CARDS
				  ? "SELECT rank FROM placement WHERE id = ?1 AND cluster = ?2"
				  : "SELECT rank FROM cluster WHERE id = ?1 AND parent = ?2";
	return db_get_text(edit->db, edit->err, rank, found, sql, "ii", id, slot->parent);
}

/* The nearest sibling before (rank, id) that stays; id 0 and "" when there is none. */
static bool step_back(struct edit *edit, const struct slot *slot, const struct map *moving,
		      struct strbuf *rank, int64_t *id)
{
	sqlite3_stmt *rows = siblings_before(edit, slot, strbuf_str(rank), *id);
	enum db_step step = DB_FAILED;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW &&
	       map_get(moving, sqlite3_column_int64(rows, 0)) != MAP_ABSENT)
		continue;
	if (step == DB_FAILED)
		return false;
	struct str found = step == DB_ROW ? db_column_text(rows, 1) : STR("");
	int64_t found_id = step == DB_ROW ? sqlite3_column_int64(rows, 0) : 0;
	struct strbuf copy = STRBUF_INIT;
	strbuf_add_str(&copy, found);
	sqlite3_reset(rows); /* the old rank was bound to it until here */
	strbuf_reset(rank);
	strbuf_add_str(rank, strbuf_str(&copy));
	strbuf_release(&copy);
	*id = found_id;
	return true;
}

/* What the placed things shall follow. */
static bool find_before(struct edit *edit, const struct slot *slot, const struct map *moving,
			struct strbuf *rank, int64_t *id)
{
	*id = slot->after;
	if (*id == 0)
		return true;
	bool found = false;
	if (*id > 0 && !rank_of(edit, slot, *id, rank, &found))
		return false;
	if (found && map_get(moving, *id) == MAP_ABSENT)
		return true;
	if (!found) {
		strbuf_reset(rank);
		strbuf_add_str(rank, LAST_RANK);
		*id = INT64_MAX;
	}
	return step_back(edit, slot, moving, rank, id);
}

/* What they shall stand before; *same when exactly they stand between already, in order. */
static bool find_after(struct edit *edit, const struct slot *slot, const struct map *moving,
		       struct str before, int64_t id, struct strbuf *rank, bool *same)
{
	sqlite3_stmt *rows = siblings_after(edit, slot, before, id);
	enum db_step step = DB_FAILED;
	size_t seen = 0;
	*same = true;
	while (rows && (step = db_step(edit->db, rows, edit->err)) == DB_ROW) {
		uint32_t at = map_get(moving, sqlite3_column_int64(rows, 0));
		if (at == MAP_ABSENT) {
			strbuf_add_str(rank, db_column_text(rows, 1));
			sqlite3_reset(rows);
			break;
		}
		*same = *same && at == seen++;
	}
	*same = *same && seen == slot->n;
	return step != DB_FAILED;
}

bool slot_find(struct edit *edit, struct slot *slot)
{
	struct map moving = {0};
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	int64_t id = 0;
	bool same = false;
	for (size_t i = 0; i < slot->n; i++)
		map_put(&moving, slot->ids[i], (uint32_t)i);
	bool good = find_before(edit, slot, &moving, &before, &id) &&
		    find_after(edit, slot, &moving, strbuf_str(&before), id, &after, &same);
	slot->ranks = NULL;
	if (good && !same && slot->n) {
		slot->ranks = arena_alloc(&edit->arena, slot->n * sizeof *slot->ranks);
		rank_spread(&edit->arena, strbuf_str(&before), strbuf_str(&after), slot->ranks,
			    slot->n);
	}
	map_release(&moving);
	strbuf_release(&before);
	strbuf_release(&after);
	return good;
}
