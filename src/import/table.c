/*
 * Tables of notes, one a row, and transcripts as tables. A row of notes is a turn of its own and a
 * candidate card: its text, whose it is, the theme it was filed under, its time. Extra cells were
 * once one text with a delimiter in it: they are joined to the last. A note repeated in the next
 * row under another tag is one note with two.
 */
#include "survey-internal.h"
#include "markup-internal.h"
#include "readers-internal.h"
#include "stamp-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { HUNDRED_HOURS_MS = 100 * 3600 * 1000, HEADING_BYTES = 240 };

/* ---- cells ---- */

void table_flatten(struct strbuf *out, struct str cell)
{
	strbuf_reset(out);
	if (!cell.n)
		return;
	strbuf_reserve(out, cell.n);
	out->len = markup_write(out->buf, cell, MARKUP_NONE, NULL);
	out->buf[out->len] = '\0';
}

static struct str cell_of(const struct table_work *work, const struct record *record,
			  enum column column)
{
	int at = work->sheet->columns.at[column];
	return at < 0 ? (struct str){NULL, 0} : record_cell(record, (size_t)at);
}

/* Whole numbers beside an end are milliseconds, as Whisper writes them. */
static int64_t number_ms(const struct table_work *work, int64_t thousandths)
{
	const struct sheet *sheet = work->sheet;
	bool seconds = sheet->decimals || sheet->columns.at[COLUMN_END] < 0;
	return seconds ? thousandths : thousandths / 1000;
}

/* "0:14", "14.5", 14500, "0:14 - 0:20": *end_ms only from the last. */
static int64_t read_time(const struct table_work *work, struct str cell, int64_t *end_ms)
{
	struct stamp stamp, end;
	int64_t ms = -1, thousandths;
	cell = str_trim(cell);
	if (stamp_scan_seconds(cell, &thousandths)) {
		ms = number_ms(work, thousandths);
	} else if (stamp_scan(cell, &stamp)) {
		struct str rest = str_trim(str_part(cell, stamp.nbytes, cell.n));
		if (!rest.n)
			ms = stamp.ms;
		while (rest.n && strchr("->\xe2\x80\x93 ", rest.p[0]))
			rest = str_part(rest, 1, rest.n);
		if (ms < 0 && stamp_scan(rest, &end) && end.nbytes == rest.n) {
			ms = stamp.ms;
			*end_ms = end.ms;
		}
	}
	return ms < 0 || ms > HUNDRED_HOURS_MS ? -1 : ms;
}

/* NVivo puts "---" between paragraphs it joined. */
static void part_paragraphs(struct strbuf *note)
{
	for (size_t at = 0; at + 3 <= note->len; at++)
		if (memcmp(note->buf + at, "---", 3) == 0)
			memcpy(note->buf + at, "\n  ", 3);
}

/* ---- rows ---- */

/* Without the empty ones beyond the header. */
static size_t count_cells(const struct table_work *work, const struct record *record)
{
	size_t n = record->n;
	while (n > work->sheet->width && !str_trim(record_cell(record, n - 1)).n)
		n--;
	return n;
}

/* A cell's text with what was cut off it, put on one line. */
void table_flatten_note(struct table_work *work, const struct record *record, int column,
			struct strbuf *out)
{
	const struct sheet *sheet = work->sheet;
	struct strbuf raw = STRBUF_INIT;
	size_t n = count_cells(work, record);
	strbuf_add_str(&raw, record_cell(record, (size_t)column));
	for (size_t i = sheet->width; column == (int)sheet->width - 1 && i < n; i++) {
		strbuf_add_char(&raw, sheet->delimiter);
		strbuf_add_str(&raw, record_cell(record, i));
	}
	if (sheet->columns.nvivo)
		part_paragraphs(&raw);
	table_flatten(out, strbuf_str(&raw));
	strbuf_release(&raw);
}

static void read_row(struct table_work *work, const struct record *record)
{
	struct row *row = &work->row;
	size_t n = count_cells(work, record);
	if (n > work->sheet->width)
		notice(work->reading, NOTICE_LONG_ROW, record->line);
	if (n < work->sheet->width)
		notice(work->reading, NOTICE_SHORT_ROW, record->line);
	table_flatten_note(work, record, work->sheet->columns.at[COLUMN_NOTE], &row->note);
	table_flatten(&row->person, cell_of(work, record, COLUMN_PERSON));
	table_flatten(&row->theme, cell_of(work, record, COLUMN_THEME));
	row->line = record->line;
	row->end_ms = -1;
	row->start_ms = read_time(work, cell_of(work, record, COLUMN_START), &row->end_ms);
	int64_t end_ms = read_time(work, cell_of(work, record, COLUMN_END), &row->end_ms);
	if (end_ms >= 0)
		row->end_ms = end_ms;
}

/* A number is a voice in a transcript, and a participant's own code in notes. */
int64_t table_label(struct table_work *work, const struct row *row)
{
	struct labels *labels = &work->reading->labels;
	struct arena *arena = &work->reading->draft->arena;
	struct str person = strbuf_str(&row->person);
	if (work->speech)
		return labels_intern_voice(labels, arena, person);
	if (!person.n)
		return survey_label(work, row->line);
	return (int64_t)labels_intern_copy(labels, arena, person);
}

static void say_row(struct table_work *work, const struct row *row)
{
	struct said said = {.text = strbuf_str(&row->note),
			    .label = table_label(work, row),
			    .start_ms = row->start_ms,
			    .end_ms = row->end_ms};
	utterances_add(&work->said, &said);
}

/* Cut between characters; one copy for neighbours of one theme. */
static struct str heading_of(struct table_work *work, const struct row *row)
{
	struct str s = strbuf_str(&row->theme), *last = &work->heading;
	if (s.n > HEADING_BYTES) {
		s.n = HEADING_BYTES;
		while (((uint8_t)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	if (!str_equal(s, *last))
		*last = (struct str){arena_strndup(&work->reading->draft->arena, s.p, s.n), s.n};
	return *last;
}

static void note_held(struct table_work *work)
{
	const struct row *row = &work->held;
	struct piece piece = {.label = table_label(work, row),
			      .start_ms = row->start_ms,
			      .end_ms = row->end_ms,
			      .text = strbuf_str(&row->note),
			      .apart = true,
			      .bullet = true,
			      .heading = heading_of(work, row)};
	if (!row->note.len)
		return;
	turns_add(work->reading, &piece);
	survey_facts(work, row, piece.label);
}

static bool is_same_note(const struct row *a, const struct row *b)
{
	return a->note.len && a->start_ms == b->start_ms && a->theme.len && b->theme.len &&
	       str_equal(strbuf_str(&a->note), strbuf_str(&b->note)) &&
	       str_equal(strbuf_str(&a->person), strbuf_str(&b->person)) &&
	       !str_equal(strbuf_str(&a->theme), strbuf_str(&b->theme));
}

static void note_row(struct table_work *work)
{
	if (is_same_note(&work->held, &work->row)) {
		notice(work->reading, NOTICE_SAME_ROW, work->row.line);
		strbuf_add_z(&work->held.theme, ", ");
		strbuf_add_str(&work->held.theme, strbuf_str(&work->row.theme));
		return;
	}
	note_held(work);
	struct row swap = work->held;
	work->held = work->row;
	work->row = swap;
}

static void read_rows(struct table_work *work)
{
	struct table_scan scan = table_rows(work->sheet);
	struct record record = {.bytes = STRBUF_INIT};
	while (record_next(&scan, &record)) {
		read_row(work, &record);
		survey_read(work, &record);
		if (scan.stray_line)
			notice(work->reading, NOTICE_STRAY_QUOTE, scan.stray_line);
		if (work->sheet->nanswers)
			survey_say(work, &record);
		else if (!work->row.note.len)
			notice(work->reading, NOTICE_NO_TEXT, record.line);
		else if (work->speech)
			say_row(work, &work->row);
		else
			note_row(work);
	}
	record_release(&record);
}

/* ---- what is said about it ---- */

static void say_columns(struct table_work *work)
{
	const struct sheet *sheet = work->sheet;
	struct strbuf unused = STRBUF_INIT;
	int note = sheet->columns.at[COLUMN_NOTE];
	struct str name = str_trim(record_cell(&sheet->header, (size_t)note));
	if (!sheet->nanswers &&
	    (work->reading->text_column || sheet->columns.nnotes > 1 || !sheet->has_header))
		notice_say(work->reading, 0,
			   "the notes are those of column %d%s%.*s%s; "
			   "--text-column names another",
			   note + 1, sheet->has_header ? ", \"" : "",
			   sheet->has_header ? (int)name.n : 0, name.p,
			   sheet->has_header ? "\"" : "");
	for (size_t i = 0; sheet->has_header && i < sheet->header.n; i++) {
		name = str_trim(record_cell(&sheet->header, i));
		if (name.n && (sheet->means[i] == COLUMN_NONE || sheet->means[i] == COLUMN_ASIDE))
			strbuf_addf(&unused, "%s%.*s", unused.len ? ", " : "", STR_ARG(name));
	}
	if (unused.len)
		notice_say(work->reading, 0, "columns that are no part of a note, left out: %s",
			   unused.buf);
	strbuf_release(&unused);
}

static const char *dialect_of(const struct table_work *work)
{
	const struct columns *columns = &work->sheet->columns;
	if (columns->nvivo)
		return "nvivo";
	return work->speech && columns->at[COLUMN_END] >= 0 ? "whisper" : "";
}

/* Whoever stands in a column of participants is one. */
static void set_roles(struct table_work *work)
{
	struct draft *draft = work->reading->draft;
	for (size_t i = 0; i < draft->nspeakers && !work->sheet->columns.speakers; i++) {
		if (draft->speakers[i].role == ROLE_MODERATOR)
			continue;
		draft->speakers[i].role = ROLE_PARTICIPANT;
		draft->speakers[i].guessed = false;
	}
}

/* ---- the whole ---- */

static void finish_speech(struct table_work *work)
{
	size_t misplaced = utterances_sort(&work->said);
	if (misplaced)
		notice_say(work->reading, 0,
			   "%zu of %zu rows were out of order; sorted by their start", misplaced,
			   work->said.n);
	utterances_finish(work->reading, &work->said);
	if (!work->reading->draft->nspeakers)
		notice(work->reading, NOTICE_NO_SPEAKERS, 0);
}

static void read_table(struct table_work *work)
{
	work->speech = columns_are_speech(&work->sheet->columns);
	work->reading->draft->notes = !work->speech;
	work->reading->draft->dialect = dialect_of(work);
	say_columns(work);
	if (!work->speech)
		survey_begin(work);
	read_rows(work);
	if (work->speech) {
		finish_speech(work);
	} else {
		note_held(work);
		set_roles(work);
		survey_end(work);
	}
}

static void row_release(struct row *row)
{
	strbuf_release(&row->note);
	strbuf_release(&row->person);
	strbuf_release(&row->theme);
	strbuf_release(&row->facts);
}

bool table_read(struct reading *reading, struct err *err)
{
	struct sheet sheet;
	struct table_work work = {.sheet = &sheet,
				  .reading = reading,
				  .row = {.note = STRBUF_INIT,
					  .person = STRBUF_INIT,
					  .theme = STRBUF_INIT,
					  .facts = STRBUF_INIT},
				  .held = {.note = STRBUF_INIT,
					   .person = STRBUF_INIT,
					   .theme = STRBUF_INIT,
					   .facts = STRBUF_INIT},
				  .said = {.text = STRBUF_INIT},
				  .answer = STRBUF_INIT};
	bool opened = table_open(&sheet, reading, err);
	if (opened)
		read_table(&work);
	table_release(&sheet);
	row_release(&work.row);
	row_release(&work.held);
	strbuf_release(&work.answer);
	utterances_release(&work.said);
	return opened;
}
