/*
 * What a table is before it is read: its delimiter is the one of four under which the header has
 * known words and the rows are even; its first row is a header unless it looks like data; and all
 * its rows are looked over once, so that a quote that never closes is found before anything is kept
 * and the note's column is known among several.
 */
#include "table-internal.h"
#include "readers-internal.h"
#include "stamp-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { SAMPLE_ROWS = 200, SAMPLE_BYTES = 1 << 20 };

/* ---- delimiter ---- */

struct shape {
	size_t width, rows, even;
	struct columns columns;
};

static struct shape shape_under(struct str text, char delimiter)
{
	struct table_scan scan = {.rest = text, .delimiter = delimiter};
	struct record record = {.bytes = STRBUF_INIT};
	struct shape shape = {0};
	if (scan.rest.n > SAMPLE_BYTES)
		scan.rest.n = SAMPLE_BYTES;
	if (record_next(&scan, &record)) {
		shape.width = record.n;
		columns_read(&shape.columns, &record);
	}
	while (shape.width > 1 && shape.rows < SAMPLE_ROWS && record_next(&scan, &record)) {
		shape.rows++;
		shape.even += record.n == shape.width;
	}
	record_release(&record);
	return shape;
}

static size_t score_of(const struct shape *shape)
{
	if (shape->width < 2)
		return 0;
	return 1 + shape->columns.known * 300 +
	       (shape->rows ? shape->even * 100 / shape->rows : 100);
}

static char find_delimiter(struct str text, struct shape *best)
{
	static const char delimiters[] = {',', ';', '\t', '|'};
	char found = ',';
	*best = shape_under(text, found);
	for (size_t i = 1; i < TW_COUNT(delimiters); i++) {
		struct shape shape = shape_under(text, delimiters[i]);
		if (score_of(&shape) <= score_of(best))
			continue;
		*best = shape;
		found = delimiters[i];
	}
	return found;
}

/* "sep=;" on the first line is how spreadsheets are told. */
static bool take_separator(struct str *text, char *delimiter)
{
	struct str rest = *text, line = {NULL, 0};
	str_next_line(&rest, &line);
	if (line.n != 5 || !str_equal_ascii(str_part(line, 0, 4), STR("sep=")))
		return false;
	*delimiter = line.p[4];
	*text = rest;
	return true;
}

const char *table_format(const struct reading *reading)
{
	struct shape shape;
	struct str text = reading->text;
	char delimiter;
	if (str_ends(reading->name, STR(".csv")) || take_separator(&text, &delimiter))
		return "csv";
	if (str_ends(reading->name, STR(".tsv")))
		return "tsv";
	delimiter = find_delimiter(text, &shape);
	bool mostly = shape.rows && shape.even * 2 >= shape.rows;
	bool all = shape.rows >= 2 && shape.even * 10 >= shape.rows * 9;
	bool noted = shape.columns.at[COLUMN_NOTE] >= 0 || shape.columns.nasked > 0 ||
		     reading->text_column;
	if (shape.width < 2 || !noted || str_starts(str_trim(text), STR("|")))
		return NULL;
	if (!(shape.columns.known >= 2 && mostly) && !(shape.columns.known && all))
		return NULL;
	return delimiter == '\t' ? "tsv" : "csv";
}

/* ---- header ---- */

/* Names are short and no numbers. */
static bool is_name(struct str cell)
{
	int64_t thousandths;
	size_t blanks = 0;
	cell = str_trim(cell);
	for (size_t i = 0; i < cell.n; i++)
		blanks += cell.p[i] == ' ';
	return cell.n <= 60 && blanks < 6 && !stamp_scan_seconds(cell, &thousandths);
}

static bool is_header(const struct sheet *sheet)
{
	if (sheet->columns.known)
		return true;
	for (size_t i = 0; i < sheet->header.n; i++)
		if (!is_name(record_cell(&sheet->header, i)))
			return false;
	return true;
}

struct table_scan table_rows(const struct sheet *sheet)
{
	struct table_scan scan = {.rest = sheet->text,
				  .line = sheet->line,
				  .delimiter = sheet->delimiter,
				  .literal = sheet->literal};
	struct record header = {.bytes = STRBUF_INIT};
	if (sheet->has_header)
		record_next(&scan, &header);
	record_release(&header);
	return scan;
}

/* ---- all rows ---- */

static bool is_decimal(const struct record *record, int at)
{
	struct str cell = at < 0 ? (struct str){NULL, 0} : record_cell(record, (size_t)at);
	int64_t thousandths;
	return stamp_scan_seconds(str_trim(cell), &thousandths) && memchr(cell.p, '.', cell.n);
}

static bool look_over(struct sheet *sheet, struct err *err)
{
	struct table_scan scan = table_rows(sheet);
	struct record record = {.bytes = STRBUF_INIT};
	while (record_next(&scan, &record)) {
		sheet->nrows++;
		for (size_t i = 0; i < record.n && i < sheet->width; i++)
			sheet->nbytes[i] += record_cell(&record, i).n;
		sheet->decimals |= is_decimal(&record, sheet->columns.at[COLUMN_START]) ||
				   is_decimal(&record, sheet->columns.at[COLUMN_END]);
	}
	record_release(&record);
	if (scan.open_line)
		return err_set(err, ERR_FORMAT,
			       "%.*s: quote opened on line %lld never closes; nothing imported; "
			       "close it and import again",
			       STR_ARG(sheet->reading->name), (long long)scan.open_line);
	if (!sheet->nrows)
		return err_set(err, ERR_FORMAT, "%.*s has a header but no rows",
			       STR_ARG(sheet->reading->name));
	return true;
}

/* ---- which column holds the note ---- */

static void add_names(const struct sheet *sheet, struct strbuf *out)
{
	for (size_t i = 0; i < sheet->header.n; i++) {
		struct str name = str_trim(record_cell(&sheet->header, i));
		if (sheet->has_header && name.n)
			strbuf_addf(out, "%s%.*s", out->len ? ", " : "", STR_ARG(name));
		else
			strbuf_addf(out, "%s%zu", out->len ? ", " : "", i + 1);
	}
}

/* By name, else by number from 1; -1. */
static int find_column(const struct sheet *sheet, struct str wanted)
{
	int64_t number;
	for (size_t i = 0; sheet->has_header && i < sheet->header.n; i++)
		if (str_equal_ascii(str_trim(record_cell(&sheet->header, i)), str_trim(wanted)))
			return (int)i;
	if (str_to_int(wanted, &number) && number >= 1 && number <= (int64_t)sheet->width)
		return (int)number - 1;
	return -1;
}

static bool fail_columns(const struct sheet *sheet, const char *what, struct err *err)
{
	struct strbuf names = STRBUF_INIT;
	add_names(sheet, &names);
	err_set(err, sheet->reading->text_column ? ERR_USAGE : ERR_FORMAT,
		"%.*s: %s; its columns are %s", STR_ARG(sheet->reading->name), what, names.buf);
	strbuf_release(&names);
	return false;
}

/* Of several the one with most in it. */
static int fullest_note(const struct sheet *sheet)
{
	int best = -1, rank;
	for (size_t i = 0; i < sheet->header.n; i++)
		if (column_of(record_cell(&sheet->header, i), &rank) == COLUMN_NOTE &&
		    (best < 0 || sheet->nbytes[i] > sheet->nbytes[best]))
			best = (int)i;
	return best;
}

static bool has_header(const struct sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->header.n; i++)
		if (str_equal_ascii(str_trim(record_cell(&sheet->header, i)), str_of(name)))
			return true;
	return false;
}

/* Tables of tools that hold nobody's words. */
static bool is_about_words(const struct sheet *sheet, struct err *err)
{
	const char *what = NULL;
	if (has_header(sheet, "tag") && has_header(sheet, "number of highlights"))
		what = "Taguette's codebook, tags without words; export the highlights as .csv, "
		       "or the codebook as .qdc";
	else if (has_header(sheet, "Test ID") && has_header(sheet, "Contributor Username"))
		what = "UserTesting's list of sessions, without words; export their transcripts";
	if (what)
		return err_set(err, ERR_FORMAT, "%.*s is %s", STR_ARG(sheet->reading->name), what);
	return true;
}

static bool choose_note(struct sheet *sheet, struct err *err)
{
	const char *asked = sheet->reading->text_column;
	if (!asked && !is_about_words(sheet, err))
		return false;
	int *note = &sheet->columns.at[COLUMN_NOTE];
	if (asked)
		*note = find_column(sheet, str_of(asked));
	else if (sheet->columns.nnotes > 1)
		*note = fullest_note(sheet);
	else if (*note < 0 && sheet->width == 1)
		*note = 0;
	if (!asked || *note >= 0)
		survey_look(sheet);
	if (*note < 0)
		return fail_columns(sheet,
				    asked ? "no column is called as --text-column says"
					  : "which column holds the note? name it with "
					    "--text-column",
				    err);
	for (int i = 0; i < COLUMNS; i++)
		if (i != COLUMN_NOTE && sheet->columns.at[i] == *note)
			sheet->columns.at[i] = -1;
	for (int i = COLUMN_NOTE; i < COLUMNS; i++)
		if (sheet->columns.at[i] >= 0 && !sheet->means[sheet->columns.at[i]])
			sheet->means[sheet->columns.at[i]] = (enum column)i;
	return true;
}

/* ---- the whole ---- */

static void read_header(struct sheet *sheet)
{
	struct table_scan scan = {
		.rest = sheet->text, .line = sheet->line, .delimiter = sheet->delimiter};
	if (record_next(&scan, &sheet->header))
		sheet->line = sheet->header.line;
	sheet->width = sheet->header.n;
	columns_read(&sheet->columns, &sheet->header);
	sheet->has_header = is_header(sheet);
	if (!sheet->has_header)
		columns_read(&sheet->columns, &(struct record){.n = 0});
	/* programs that write transcripts with tabs put no quotes around anything */
	sheet->literal = sheet->delimiter == '\t' && columns_are_speech(&sheet->columns);
}

bool table_open(struct sheet *sheet, struct reading *reading, struct err *err)
{
	struct shape shape;
	*sheet = (struct sheet){.reading = reading,
				.text = reading->text,
				.line = reading->line,
				.header = {.bytes = STRBUF_INIT}};
	if (take_separator(&sheet->text, &sheet->delimiter))
		sheet->line++;
	else
		sheet->delimiter = find_delimiter(sheet->text, &shape);
	read_header(sheet);
	sheet->nbytes = xcalloc(sheet->width + 1, sizeof *sheet->nbytes);
	sheet->means = xcalloc(sheet->width + 1, sizeof *sheet->means);
	return look_over(sheet, err) && choose_note(sheet, err);
}

void table_release(struct sheet *sheet)
{
	record_release(&sheet->header);
	free(sheet->nbytes);
	free(sheet->means);
}
