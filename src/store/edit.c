/*
 * The frame of every edit: transaction, recording, numbers, journal row, bell. The changeset must
 * be taken before COMMIT (it reads the rows as they are now), and its row is part of the same
 * transaction: a change and its history are stored together or not at all.
 */
#include "edit-internal.h"

#include <stdio.h>

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

enum { SNAPSHOT_MAX = 200 };

/* Turns and journal are not study; only the tables of tables.def are recorded. */
static int is_tracked(void *unused, const char *table)
{
	return table_find(str_of(table)) != TABLE_COUNT;
}

bool edit_record(struct edit *edit)
{
	if (sqlite3session_create(edit->db->handle, "main", &edit->session) ||
	    sqlite3session_attach(edit->session, NULL))
		return db_fail(edit->db, edit->err);
	sqlite3session_table_filter(edit->session, is_tracked, NULL);
	return true;
}

bool edit_begin_raw(struct edit *edit, struct store *store, struct err *err)
{
	err_clear(err);
	*edit = (struct edit){.store = store, .db = &store->db, .err = err, .kind = JOURNAL_DO};
	strbuf_init(&edit->label);
	if (!transaction_begin(store, err))
		return false;
	edit->at_ms = clock_now_ms();
	if (db_get_int(edit->db, err, &edit->lamport,
		       "SELECT ifnull(max(lamport), 0) + 1 FROM journal", ""))
		return true;
	return edit_end(edit, false);
}

bool edit_begin(struct edit *edit, struct store *store, struct err *err)
{
	return edit_begin_raw(edit, store, err) && (edit_record(edit) || edit_end(edit, false));
}

static const char *const counter_names[CODE_KINDS] = {
	[CODE_CARD] = "card",
	[CODE_CLUSTER] = "cluster",
	[CODE_PARTICIPANT] = "participant",
	[CODE_SESSION] = "session",
	[CODE_INSIGHT] = "insight",
};

bool code_kind_of(enum table table, enum code_kind *kind)
{
	for (int k = 0; k < CODE_KINDS; k++)
		if (str_equal(str_of(table_info(table)->name), str_of(counter_names[k]))) {
			*kind = (enum code_kind)k;
			return true;
		}
	return false;
}

bool counters_make(struct db *db, struct err *err)
{
	bool good = true;
	for (int kind = 0; good && kind < CODE_KINDS; kind++)
		good = db_run(db, err, "INSERT OR IGNORE INTO counter(kind, next) VALUES(?1, 1)",
			      "z", counter_names[kind]);
	return good;
}

bool edit_new_id(struct edit *edit, int64_t *id)
{
	if (!edit->next_id &&
	    !db_get_int(edit->db, edit->err, &edit->next_id,
			"SELECT next FROM replica WHERE prefix = ?1", "i", edit->store->replica))
		return false;
	if (edit->next_id < 1 || edit->next_id >= UINT32_MAX)
		return err_set(edit->err, ERR_STORE, "this wall has used up its numbers");
	*id = edit->store->replica << 32 | edit->next_id++;
	return true;
}

static bool read_counter(struct edit *edit, enum code_kind kind)
{
	int64_t *next = &edit->next_code[kind];
	if (!*next &&
	    !db_get_int(edit->db, edit->err, next, "SELECT next FROM counter WHERE kind = ?1", "z",
			counter_names[kind]))
		return false;
	return (*next >= 1 && *next < UINT32_MAX) ||
	       err_set(edit->err, ERR_STORE, "this wall has used up its codes");
}

bool edit_new_code(struct edit *edit, enum code_kind kind, char code[16])
{
	struct strbuf text = STRBUF_INIT;
	if (!read_counter(edit, kind))
		return false;
	code_add(&text, kind,
		 (struct code){edit->store->letter, (uint32_t)edit->next_code[kind]++});
	snprintf(code, 16, "%s", text.buf);
	strbuf_release(&text);
	return true;
}

bool edit_used_code(struct edit *edit, enum code_kind kind, struct code code)
{
	if (!read_counter(edit, kind))
		return false;
	if (edit->next_code[kind] <= code.number)
		edit->next_code[kind] = (int64_t)code.number + 1;
	return true;
}

/* Counters only grow, whatever is undone: no number is ever said of two things. */
static bool write_counters(struct edit *edit)
{
	bool good = !edit->next_id ||
		    db_run(edit->db, edit->err, "UPDATE replica SET next = ?1 WHERE prefix = ?2",
			   "ii", edit->next_id, edit->store->replica);
	for (int kind = 0; good && kind < CODE_KINDS; kind++)
		if (edit->next_code[kind])
			good = db_run(edit->db, edit->err,
				      "UPDATE counter SET next = ?1 WHERE kind = ?2", "iz",
				      edit->next_code[kind], counter_names[kind]);
	return good;
}

struct str session_changes(struct edit *edit, bool *good)
{
	void *bytes = NULL;
	int n = 0;
	int code = edit->session ? sqlite3session_changeset(edit->session, &n, &bytes) : SQLITE_OK;
	*good = code == SQLITE_OK || db_fail_with(edit->db, code, edit->err);
	return (struct str){bytes, (size_t)n};
}

static bool append(struct edit *edit, struct str changes)
{
	static const char *const kinds[] = {[JOURNAL_DO] = "do",
					    [JOURNAL_UNDO] = "undo",
					    [JOURNAL_REDO] = "redo",
					    [JOURNAL_SKIP] = "skip"};
	struct store *store = edit->store;
	int64_t own = store->replica << 32 | edit->lamport;
	bool joins = store->batching && store->batch && edit->kind == JOURNAL_DO;
	edit->batch = joins ? store->batch : own;
	bool good = db_run(edit->db, edit->err,
			   "INSERT INTO journal(lamport, replica, coder, at_ms, kind, label, "
			   "batch, target, format, changeset) "
			   "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
			   "iiiiztirib", edit->lamport, store->replica, store->me.id.n, edit->at_ms,
			   kinds[edit->kind], strbuf_str(&edit->label), edit->batch,
			   edit->target, (int64_t)WALL_FORMAT, changes);
	edit->row = sqlite3_last_insert_rowid(edit->db->handle);
	return good;
}

/* A step that changes nothing leaves no trace, but an undo must: it is what the next undo goes
 * past. */
static bool journal(struct edit *edit, bool *empty)
{
	bool good;
	struct str changes = session_changes(edit, &good);
	*empty = good && changes.n == 0 && edit->kind == JOURNAL_DO && !edit->is_mark;
	if (good && !*empty)
		good = write_counters(edit) && append(edit, changes);
	sqlite3_free((void *)changes.p);
	return good;
}

static void committed(struct edit *edit)
{
	struct store *store = edit->store;
	if (edit->kind != JOURNAL_DO)
		store->batch = 0; /* it may have taken that back: what follows is another step */
	else if (store->batching && !store->batch)
		store->batch = store->replica << 32 | edit->lamport;
	store->step = edit->batch;
	store->wrote = true;
	ALLOC_GROW(store->own, store->nown + 1, store->own_capacity);
	store->own[store->nown++] = edit->row;
	store->saved_ms = edit->at_ms;
	live_ring(&store->live);
}

bool edit_end(struct edit *edit, bool good)
{
	bool empty = false;
	good = good && journal(edit, &empty);
	if (edit->session)
		sqlite3session_delete(edit->session);
	bool done = transaction_end(edit->store, good && !empty, edit->err);
	if (done)
		committed(edit);
	strbuf_release(&edit->label);
	arena_release(&edit->arena);
	return done || (good && empty);
}

void store_batch_begin(struct store *store)
{
	store->batching = true;
	store->batch = 0;
}

void store_batch_end(struct store *store)
{
	store->batching = false;
	store->batch = 0;
}

int64_t store_step(const struct store *store)
{
	return store->step;
}

void store_batch_join(struct store *store, int64_t step)
{
	store->batching = true;
	store->batch = step;
}

/* Study, the one record without a file of its own. */
static bool study(struct edit *edit, const struct str *title, const struct str *question)
{
	strbuf_add_z(&edit->label, title ? "title of the study" : "question of the study");
	if (title && !str_trim(*title).n)
		return err_set(edit->err, ERR_USAGE, "a study needs a title");
	return (!title || db_run(edit->db, edit->err, "UPDATE study SET title = ?1", "t",
				 str_trim(*title))) &&
	       (!question ||
		db_run(edit->db, edit->err, "UPDATE study SET question = ?1", "t", *question));
}

bool edit_study(struct store *store, const struct str *title, const struct str *question,
		struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, study(&edit, title, question));
}

static bool snapshot(struct edit *edit, struct str name)
{
	edit->is_mark = true;
	strbuf_addf(&edit->label, SNAPSHOT_LABEL "%.*s”", STR_ARG(name));
	return (name.n && name.n <= SNAPSHOT_MAX) ||
	       err_set(edit->err, ERR_USAGE, "a snapshot needs a name of at most %d letters",
		       SNAPSHOT_MAX);
}

bool edit_snapshot(struct store *store, struct str name, struct err *err)
{
	struct edit edit;
	return edit_begin(&edit, store, err) && edit_end(&edit, snapshot(&edit, str_trim(name)));
}
