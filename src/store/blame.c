/* Who changed it since: refusals name the person, found in the newest journal rows. */
#include "edit-internal.h"

#include <string.h>

#include "changes-internal.h"

#include "themewall/base/banned.h"

/* Far enough back for "a moment ago"; whole imports are not searched. */
#define RECENT                                                                                     \
	"SELECT j.changeset, j.coder, c.name, j.label FROM journal j JOIN coder c ON c.id = "      \
	"j.coder "                                                                                 \
	"WHERE j.id > ?1 AND length(j.changeset) < 4000000 ORDER BY j.id DESC LIMIT 2000"

typedef bool (*blame_match)(const struct row_change *change, const void *wanted);

/* Of a key: a number or some words, and what it is not is empty. */
static bool key_equal(const struct value *a, const struct value *b)
{
	return a->i == b->i && str_equal(a->s, b->s);
}

static bool is_row(const struct row_change *change, const void *wanted)
{
	const struct row_name *row = wanted;
	if (change->table != row->table)
		return false;
	for (int i = 0; i < table_info(row->table)->nkeys; i++)
		if (!key_equal(&change->column[i], &row->key[i]))
			return false;
	return true;
}

static bool refers_to(const struct row_change *change, const void *wanted)
{
	const int64_t *id = wanted;
	const struct table_info *info = table_info(change->table);
	for (int i = 0; i < info->ncolumns; i++)
		if (info->columns[i].type == COLUMN_REF && change->column[i].type == VALUE_INT &&
		    change->column[i].i == *id && change->op != ROW_DELETE)
			return true;
	return false;
}

static bool any_change(struct str blob, blame_match match, const void *wanted)
{
	struct changes changes;
	struct row_change change;
	changes_begin(&changes, blob);
	while (changes_next(&changes, &change, NULL))
		if (match(&change, wanted))
			return true;
	return false;
}

static bool blame_find(struct store *store, blame_match match, const void *wanted, int64_t after,
		       bool others, struct blame *blame)
{
	struct err ignored = ERR_INIT; /* no name is no reason to fail */
	sqlite3_stmt *rows = db_query(&store->db, &ignored, RECENT, "i", after);
	while (rows && db_step(&store->db, rows, &ignored) == DB_ROW) {
		blame->me = sqlite3_column_int64(rows, 1) == store->me.id.n;
		if ((others && blame->me) || !any_change(db_column_blob(rows, 0), match, wanted))
			continue;
		strbuf_add_str(&blame->name, db_column_text(rows, 2));
		strbuf_add_str(&blame->label, db_column_text(rows, 3));
		sqlite3_reset(rows);
		return true;
	}
	return false;
}

bool blame_row(struct store *store, const struct row_name *row, int64_t after, bool others,
	       struct blame *blame)
{
	return blame_find(store, is_row, row, after, others, blame);
}

bool blame_reference(struct store *store, int64_t id, int64_t after, struct blame *blame)
{
	return blame_find(store, refers_to, &id, after, false, blame);
}

void blame_release(struct blame *blame)
{
	strbuf_release(&blame->name);
	strbuf_release(&blame->label);
}

bool edit_conflict(struct edit *edit, enum table table, int64_t id, const char *what)
{
	struct row_name row = {table, {value_int(id)}};
	struct blame blame = BLAME_INIT;
	if (blame_row(edit->store, &row, 0, false, &blame))
		err_set(edit->err, ERR_CONFLICT, "%s changed since you looked: %s by %s", what,
			blame.label.buf, blame.me ? "you" : blame.name.buf);
	else
		err_set(edit->err, ERR_CONFLICT, "%s changed since you looked", what);
	blame_release(&blame);
	return false;
}

bool edit_gone(struct edit *edit, enum table table, int64_t id, const char *what)
{
	struct row_name row = {table, {value_int(id)}};
	struct blame blame = BLAME_INIT;
	if (blame_row(edit->store, &row, 0, false, &blame))
		err_set(edit->err, ERR_NOT_FOUND, "%s is no longer there: %s by %s", what,
			blame.label.buf, blame.me ? "you" : blame.name.buf);
	else
		err_set(edit->err, ERR_NOT_FOUND, "%s is not there", what);
	blame_release(&blame);
	return false;
}
