/*
 * The same rows as load-pages.c reads, by two threads: the second one reads pages and takes records
 * apart, this one feeds the model, which nobody else may touch. Rows go over in batches, each with
 * the bytes its texts are borrowed from, and packed: what one processor writes and another one
 * reads costs by the byte. While the second thread reads, this one asks SQLite nothing: the
 * connection is never used by both.
 */
#include "load-internal.h"
#include "pages-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/relay.h"

#include "themewall/base/banned.h"

enum { BATCH_ROWS = 64, BATCH_BYTES = 16 * 1024 };

/* What a column of known type holds: a reference to nobody is 0. */
union packed {
	int64_t i;
	struct {
		uint32_t at, n; /* in the batch's bytes */
	} s;
};

struct ahead_row {
	enum table table;
	bool sound;          /* it could be read; else there are no values */
	uint32_t at, nbytes; /* its record, in the batch's bytes */
	uint32_t first;      /* of its values */
};

struct batch {
	char *bytes;
	size_t room, used; /* bytes */
	size_t nrows, nvalues;
	struct ahead_row rows[BATCH_ROWS];
	union packed values[BATCH_ROWS * ROW_MAX_COLUMNS];
};

struct ahead {
	struct relay relay;
	struct pages *pages;
	const enum table *tables;
	const uint32_t *roots;
	size_t ntables;
	enum table table;         /* being read */
	struct row_change change; /* the last row of it */
	struct batch *batch;      /* being filled; NULL: none yet */
	bool whole;               /* all was read, and all of it was plain */
	struct batch batches[RELAY_SLOTS];
};

TW_ALWAYS_INLINE bool is_bytes(enum column_type type)
{
	return type == COLUMN_TEXT || type == COLUMN_BLOB;
}

/* ---- the second thread ---- */

static void pass_batch(struct ahead *ahead)
{
	if (ahead->batch)
		relay_pass(&ahead->relay);
	ahead->batch = NULL;
}

static bool next_batch(struct ahead *ahead)
{
	size_t slot;
	pass_batch(ahead);
	if (!relay_wait_empty(&ahead->relay, &slot))
		return false;
	ahead->batch = &ahead->batches[slot];
	ahead->batch->nrows = ahead->batch->nvalues = ahead->batch->used = 0;
	return true;
}

static bool fits(const struct batch *batch, size_t nbytes)
{
	return batch && batch->nrows < BATCH_ROWS &&
	       (batch->nrows == 0 || nbytes <= batch->room - batch->used);
}

/* Only a batch without rows may move its bytes. */
static void keep_record(struct batch *batch, struct str record)
{
	if (record.n > batch->room - batch->used) {
		batch->room = record.n > BATCH_BYTES ? record.n : BATCH_BYTES;
		free(batch->bytes);
		batch->bytes = xmalloc(batch->room);
	}
	memcpy(batch->bytes + batch->used, record.p, record.n);
	batch->used += record.n;
}

static void pack(struct batch *batch, const struct row_change *change, struct str record, int n)
{
	uint32_t at = (uint32_t)(batch->used - record.n);
	const struct column_info *columns = table_info(change->table)->columns;
	for (int i = 0; i < n; i++) {
		union packed *packed = &batch->values[batch->nvalues++];
		const struct value *value = &change->column[i];
		if (is_bytes(columns[i].type)) {
			packed->s.at = at + (uint32_t)(value->s.p - record.p);
			packed->s.n = (uint32_t)value->s.n;
		} else {
			packed->i = value->type == VALUE_NULL ? 0 : value->i;
		}
	}
}

/* The other processor had these lines last: they are fetched before they are needed. */
static void expect_writes(struct batch *batch)
{
	enum { LINE = 64, VALUES = 16, BYTES = 256 };
	for (size_t i = 0; i < 3; i++) {
		__builtin_prefetch(batch->bytes + batch->used + BYTES + i * LINE, 1);
		__builtin_prefetch((char *)(batch->values + batch->nvalues + VALUES) + i * LINE, 1);
	}
}

static bool take_record(void *context, int64_t id, struct str record)
{
	struct ahead *ahead = context;
	int n = load_columns(ahead->table);
	if (!fits(ahead->batch, record.n) && !next_batch(ahead))
		return false;
	struct batch *batch = ahead->batch;
	bool sound = record_read(ahead->table, n, id, record, &ahead->change);
	batch->rows[batch->nrows++] = (struct ahead_row){
		.table = ahead->table,
		.sound = sound,
		.at = (uint32_t)batch->used,
		.nbytes = (uint32_t)record.n,
		.first = (uint32_t)batch->nvalues,
	};
	keep_record(batch, record);
	if (sound)
		pack(batch, &ahead->change, record, n);
	expect_writes(batch);
	return true;
}

static void read_tables(void *context)
{
	struct ahead *ahead = context;
	ahead->whole = true;
	for (size_t i = 0; i < ahead->ntables && ahead->whole; i++) {
		ahead->table = ahead->tables[i];
		ahead->whole = pages_each_from(ahead->pages, ahead->roots[i], INT64_MIN,
					       take_record, ahead) == PAGES_DONE;
	}
	pass_batch(ahead);
	relay_end(&ahead->relay);
}

/* ---- this thread ---- */

/* Member by member: a value made elsewhere and copied as a whole waits for its own parts. */
TW_ALWAYS_INLINE void unpack(struct value *value, const struct batch *batch, union packed packed,
			     enum column_type type)
{
	if (is_bytes(type)) {
		value->type = type == COLUMN_TEXT ? VALUE_TEXT : VALUE_BLOB;
		value->s.p = batch->bytes + packed.s.at;
		value->s.n = packed.s.n;
	} else {
		value->type = type == COLUMN_REF && !packed.i ? VALUE_NULL : VALUE_INT;
		value->i = packed.i;
		value->s.n = 0;
	}
}

static bool feed_row(struct load *load, const struct batch *batch, const struct ahead_row *row)
{
	const struct column_info *columns = table_info(row->table)->columns;
	load->change.table = row->table;
	load->change.op = ROW_INSERT;
	for (int i = 0, n = row->sound ? load_columns(row->table) : 0; i < n; i++)
		unpack(&load->change.column[i], batch, batch->values[row->first + (uint32_t)i],
		       columns[i].type);
	load->room -= row->nbytes;
	return load->room >= 0 && load_feed(load, &load->change, row->sound);
}

static void expect_row(const struct batch *batch, size_t i)
{
	enum { LINE = 64 };
	if (i >= batch->nrows)
		return;
	const struct ahead_row *row = &batch->rows[i];
	for (size_t k = 0; k < 3; k++) {
		__builtin_prefetch(batch->bytes + row->at + k * LINE);
		__builtin_prefetch((const char *)(batch->values + row->first) + k * LINE);
	}
	__builtin_prefetch(row + 4);
}

static bool feed_batch(struct load *load, const struct batch *batch)
{
	size_t i = 0;
	while (i < batch->nrows && feed_row(load, batch, &batch->rows[i])) {
		expect_row(batch, i + 3);
		i++;
	}
	return i == batch->nrows;
}

static bool feed_all(struct ahead *ahead, struct load *load)
{
	size_t slot;
	while (relay_wait_full(&ahead->relay, &slot)) {
		if (!feed_batch(load, &ahead->batches[slot])) {
			relay_give_up(&ahead->relay);
			return false;
		}
		relay_return(&ahead->relay);
	}
	return true;
}

static bool find_roots(struct pages *pages, const enum table *tables, size_t ntables,
		       uint32_t *roots)
{
	for (size_t i = 0; i < ntables; i++)
		if (!pages_root(pages, table_info(tables[i])->name, &roots[i]))
			return false;
	return true;
}

static void release(struct ahead *ahead)
{
	for (size_t i = 0; i < RELAY_SLOTS; i++)
		free(ahead->batches[i].bytes);
	free(ahead);
}

bool load_ahead(struct pages *pages, const enum table *tables, size_t ntables, struct load *load,
		bool *begun)
{
	uint32_t roots[TABLE_COUNT];
	*begun = false;
	if (!find_roots(pages, tables, ntables, roots))
		return false;
	struct ahead *ahead = xcalloc(1, sizeof *ahead);
	ahead->pages = pages;
	ahead->tables = tables;
	ahead->roots = roots;
	ahead->ntables = ntables;
	*begun = relay_start(&ahead->relay, read_tables, ahead);
	bool whole = *begun && feed_all(ahead, load);
	if (*begun)
		relay_join(&ahead->relay);
	whole = whole && ahead->whole;
	release(ahead);
	return whole;
}
