/*
 * Tables as text, by RFC 4180: cells between delimiters, a cell that begins with a quote ends with
 * one, two inside are one, and line ends between quotes belong to the cell. Strict where it
 * matters: a quote that never closes ends the scan with its line, since nobody knows what it
 * swallowed. A record's cells are copied, for doubled quotes.
 */
#include "table-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static char peek(const struct table_scan *scan)
{
	return scan->rest.n ? scan->rest.p[0] : '\n';
}

static void step(struct table_scan *scan, size_t n)
{
	scan->rest = str_part(scan->rest, n, scan->rest.n);
}

/* Up to a delimiter or the end of the line, as it stands. */
static void take_plain(struct table_scan *scan, struct record *record)
{
	size_t n = 0;
	while (n < scan->rest.n && scan->rest.p[n] != scan->delimiter && scan->rest.p[n] != '\n')
		n++;
	strbuf_add(&record->bytes, scan->rest.p, n);
	step(scan, n);
}

/* From an opening quote over its closing one; false when there is none. */
static bool take_quoted(struct table_scan *scan, struct record *record)
{
	int64_t opened = scan->line;
	step(scan, 1);
	for (;;) {
		size_t n = str_find_char(scan->rest, '"');
		for (size_t i = 0; i < n; i++)
			scan->line += scan->rest.p[i] == '\n';
		strbuf_add(&record->bytes, scan->rest.p, n);
		if (n == scan->rest.n) {
			scan->open_line = opened;
			step(scan, n);
			return false;
		}
		step(scan, n + 1);
		if (!scan->rest.n || scan->rest.p[0] != '"')
			return true;
		strbuf_add_char(&record->bytes, '"');
		step(scan, 1);
	}
}

static bool take_cell(struct table_scan *scan, struct record *record)
{
	if (peek(scan) == '"' && !scan->literal) {
		if (!take_quoted(scan, record))
			return false;
		if (peek(scan) != scan->delimiter && peek(scan) != '\n' && !scan->stray_line)
			scan->stray_line = scan->line;
	}
	take_plain(scan, record);
	ALLOC_GROW(record->ends, record->n + 1, record->capacity);
	record->ends[record->n++] = record->bytes.len;
	return true;
}

static bool take_record(struct table_scan *scan, struct record *record)
{
	strbuf_reset(&record->bytes);
	record->n = 0;
	record->line = scan->line;
	scan->stray_line = 0;
	while (take_cell(scan, record)) {
		bool more = scan->rest.n && scan->rest.p[0] == scan->delimiter;
		if (scan->rest.n)
			step(scan, 1);
		if (!more) {
			scan->line++;
			return true;
		}
	}
	return false;
}

bool record_next(struct table_scan *scan, struct record *record)
{
	while (scan->rest.n) {
		if (!take_record(scan, record))
			return false;
		if (record->n > 1 || str_trim(record_cell(record, 0)).n)
			return true;
	}
	return false;
}

struct str record_cell(const struct record *record, size_t i)
{
	if (i >= record->n)
		return (struct str){NULL, 0};
	return str_part(strbuf_str(&record->bytes), i ? record->ends[i - 1] : 0, record->ends[i]);
}

void record_release(struct record *record)
{
	strbuf_release(&record->bytes);
	free(record->ends);
}
