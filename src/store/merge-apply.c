/*
 * One change of another time done on the wall as it is now: the later wins a cell, a row that is
 * gone stays gone, a row that is there already gets all its cells. Where a card or a theme was
 * moved, the cells that go with a place follow the one that was written last, because half of one
 * place and half of another is none. What would break a rule does not apply at all; the rules that
 * only this row could have broken are looked at, not the whole wall. Nothing but the wall and the
 * row decides, so every copy decides alike.
 */
#include "merge-apply-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

/* A code bears the letter of the copy where its thing was made, whatever that was thought to be. */
static void spell_code(struct merge *merge, struct row_change *change)
{
	const struct table_info *info = table_info(change->table);
	enum code_kind kind;
	struct code code;
	if (!code_kind_of(change->table, &kind))
		return;
	for (int i = 0; i < info->ncolumns; i++) {
		struct value *value = &change->column[i];
		char letter = merge_letter_of(merge, change->column[0].i >> 32);
		if (strcmp(info->columns[i].name, "code") != 0 || value->type != VALUE_TEXT ||
		    !code_parse(value->s, kind, &code) || code.letter == letter || !letter ||
		    !code.letter) /* without one it is as old as the wall */
			continue;
		struct strbuf text = STRBUF_INIT;
		code.letter = letter;
		code_add(&text, kind, code);
		value->s = merge_keep(merge, strbuf_str(&text));
		strbuf_release(&text);
	}
}

static bool run_change(struct merge *merge, struct row_change *change, int ncolumns)
{
	spell_code(merge, change);
	if (change->op == ROW_INSERT)
		return merge_run_insert(merge, change, ncolumns);
	if (change->op == ROW_DELETE)
		return merge_run_delete(merge, change);
	if (change->table == TABLE_PLACEMENT && change_has(change, PLACEMENT_MV) &&
	    !merge_settle_placement(merge, change))
		return false;
	if (change->table == TABLE_CLUSTER && !merge_settle_cluster(merge, change))
		return false;
	return merge_run_update(merge, change);
}

/* ---- rules ---- */

static size_t gather(struct merge *merge, struct str blob, struct merge_pending **out)
{
	struct changes changes;
	struct row_change change;
	struct value old[ROW_MAX_COLUMNS];
	size_t n = 0, capacity = 0;
	*out = NULL;
	changes_begin(&changes, blob);
	while (changes_next(&changes, &change, old)) {
		ALLOC_GROW(*out, n + 1, capacity);
		(*out)[n++] = (struct merge_pending){change, changes.ncolumns};
	}
	return n;
}

static bool is_refusal(const struct merge *merge)
{
	return (sqlite3_errcode(merge->db->handle) & 0xff) == SQLITE_CONSTRAINT;
}

/* How many are left that a rule of the tables refuses. */
static bool run_round(struct merge *merge, struct merge_pending *pending, size_t *n)
{
	size_t left = 0;
	for (size_t i = 0; i < *n; i++) {
		struct row_change change = pending[i].change;
		if (run_change(merge, &change, pending[i].ncolumns))
			continue;
		if (!is_refusal(merge))
			return false;
		err_clear(merge->err);
		pending[left++] = pending[i];
	}
	*n = left;
	return true;
}

static bool run_all(struct merge *merge, struct merge_pending *pending, size_t n, const char **why)
{
	for (size_t before = n + 1; n && n < before;) {
		before = n;
		if (!run_round(merge, pending, &n))
			return false;
	}
	if (n)
		*why = "it would break a rule of the wall";
	return true;
}

bool merge_apply(struct merge *merge, const struct merge_row *row, const char **why)
{
	struct merge_pending *pending, *all = NULL;
	size_t n = gather(merge, row->changes, &pending);
	if (n) {
		all = xmalloc(n * sizeof *all);
		memcpy(all, pending, n * sizeof *all);
	}
	bool good = run_all(merge, pending, n, why) && merge_check_row(merge, all, n, why);
	free(pending);
	free(all);
	return good;
}
