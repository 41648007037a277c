/*
 * A table of participants: read in the jail, where the cells are written one after the other with
 * their lengths, and proved again outside. Rows are as wide as the headings: what is missing is
 * empty, what is too much is dropped.
 */
#include "themewall/import/people.h"

#include <stdint.h>
#include <stdlib.h>

#include "jail-internal.h"
#include "decode-internal.h"
#include "table-internal.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum {
	MOST_ROWS = 10000,
	MOST_COLUMNS = 200,
	MEMORY = 1 << 28,
	REPLY_TIMES = 8,
	REPLY_LEAST = 1 << 16
};

struct people_head {
	uint32_t done, code, nrows, ncolumns;
};

struct job {
	struct str name, bytes;
};

bool people_is(struct str name)
{
	size_t from = name.n;
	while (from > 0 && name.p[from - 1] != '/')
		from--;
	struct str base = str_part(name, from, name.n);
	return str_equal_ascii(base, STR("participants.csv")) ||
	       str_equal_ascii(base, STR("participants.tsv"));
}

/* ---- in the child ---- */

static void put_cell(struct strbuf *out, struct str cell)
{
	cell = str_trim(cell);
	uint32_t n = (uint32_t)cell.n;
	strbuf_add(out, &n, sizeof n);
	strbuf_add_str(out, cell);
}

/* The delimiter that divides the headings most. */
static char delimiter_of(struct str text)
{
	static const char all[] = {',', '\t', ';'};
	struct str line = str_part(text, 0, str_find_char(text, '\n'));
	size_t best = 0, most = 0;
	for (size_t i = 0; i < sizeof all; i++) {
		size_t n = 0;
		for (size_t j = 0; j < line.n; j++)
			n += line.p[j] == all[i];
		if (n > most) {
			most = n;
			best = i;
		}
	}
	return all[best];
}

static bool scan(struct reading *reading, struct strbuf *cells, struct people_head *head,
		 struct err *err)
{
	struct table_scan scan = {.rest = reading->text,
				  .line = reading->line,
				  .delimiter = delimiter_of(reading->text)};
	struct record record = {.bytes = STRBUF_INIT};
	while (head->nrows <= MOST_ROWS && record_next(&scan, &record)) {
		if (head->nrows++ == 0)
			head->ncolumns = (uint32_t)record.n;
		for (size_t i = 0; i < head->ncolumns && i < MOST_COLUMNS; i++)
			put_cell(cells, record_cell(&record, i));
	}
	record_release(&record);
	if (scan.open_line)
		return err_set(err, ERR_FORMAT,
			       "%.*s line %lld: a quotation mark is opened and never closed",
			       STR_ARG(reading->name), (long long)scan.open_line);
	if (head->nrows > MOST_ROWS || head->ncolumns > MOST_COLUMNS)
		return err_set(err, ERR_FORMAT, "%.*s has too many rows or columns for people",
			       STR_ARG(reading->name));
	if (head->nrows < 2)
		return err_set(err, ERR_FORMAT,
			       "%.*s holds nobody: a heading (participant, segment …), then a "
			       "person a row",
			       STR_ARG(reading->name));
	return true;
}

static void work(void *context)
{
	const struct job *job = context;
	struct draft draft = {0};
	struct reading reading = {.draft = &draft, .name = job->name};
	struct people_head head = {.done = 0};
	struct strbuf cells = STRBUF_INIT;
	struct err err = ERR_INIT;
	if (decode(&reading, job->bytes, NULL, &err))
		head.done = scan(&reading, &cells, &head, &err);
	head.code = (uint32_t)err.code;
	if (!head.done) {
		strbuf_reset(&cells);
		strbuf_add_z(&cells, err.msg);
	}
	jail_send_size(sizeof head + cells.len);
	jail_send(&head, sizeof head);
	jail_send(cells.buf, cells.len);
	strbuf_release(&cells);
	draft_release(&draft);
	free(reading.decoded);
}

/* ---- outside ---- */

static bool take_cell(struct str *rest, struct str *cell)
{
	uint32_t n;
	if (rest->n < sizeof n)
		return false;
	memcpy(&n, rest->p, sizeof n);
	if (n > rest->n - sizeof n)
		return false;
	*cell = str_part(*rest, sizeof n, sizeof n + n);
	*rest = str_part(*rest, sizeof n + n, rest->n);
	return utf8_is_valid(*cell) && !safe_has_controls(*cell);
}

static bool read_cells(struct people_table *table, const struct people_head *head, struct str rest)
{
	size_t n = (size_t)head->nrows * head->ncolumns;
	if (head->nrows < 2 || head->nrows > MOST_ROWS || !head->ncolumns ||
	    head->ncolumns > MOST_COLUMNS)
		return false;
	table->cells = arena_zalloc(&table->arena, n * sizeof *table->cells);
	table->ncolumns = head->ncolumns;
	table->nrows = head->nrows - 1;
	for (size_t i = 0; i < n; i++)
		if (!take_cell(&rest, &table->cells[i]))
			return false;
	return rest.n == 0;
}

static void find_key(struct people_table *table)
{
	static const char *const names[] = {"participant", "code",   "id",
					    "name",        "person", "speaker"};
	for (size_t i = TW_COUNT(names); i-- > 0;)
		for (size_t j = table->ncolumns; j-- > 0;)
			if (str_equal_ascii(people_heading(table, j), str_of(names[i])))
				table->key = j;
}

bool people_read(struct people_table *table, struct str name, struct str bytes, struct err *err)
{
	struct job job = {name, bytes};
	struct jail_work jail = {NULL, work, &job, bytes.n * REPLY_TIMES + REPLY_LEAST,
				 bytes.n + MEMORY};
	struct people_head head;
	struct str reply;
	*table = (struct people_table){.key = 0};
	if (jail_run(&jail, &table->arena, &reply) != JAIL_DONE || reply.n < sizeof head)
		return err_set(err, ERR_FORMAT, "%.*s could not be read; nothing imported",
			       STR_ARG(name));
	memcpy(&head, reply.p, sizeof head);
	struct str rest = str_part(reply, sizeof head, reply.n);
	if (!head.done && rest.n && utf8_is_valid(rest))
		return err_set(err, ERR_FORMAT, "%.*s", STR_ARG(rest));
	if (!head.done || !read_cells(table, &head, rest))
		return err_set(err, ERR_FORMAT, "%.*s could not be read; nothing imported",
			       STR_ARG(name));
	find_key(table);
	return true;
}

struct str people_cell(const struct people_table *table, size_t row, size_t column)
{
	return table->cells[(row + 1) * table->ncolumns + column];
}

struct str people_heading(const struct people_table *table, size_t column)
{
	return table->cells[column];
}

void people_release(struct people_table *table)
{
	arena_release(&table->arena);
	*table = (struct people_table){.key = 0};
}
