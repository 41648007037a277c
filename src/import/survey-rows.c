/*
 * A row of a survey as an interview: each answer is a turn of the respondent's and a candidate
 * card, under the question as a moderator's turn. So whoever reads a card finds what was asked, the
 * way it is found in interviews, and what a respondent said stays together. What the row says of
 * the person (attributes, the consent to be quoted) is kept once for each person; of two consents
 * the "no" holds. The day is the first one there is.
 */
#include "survey-internal.h"
#include "markup-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/import/day.h"
#include "themewall/base/banned.h"

/* A question that were repeated for every row of a huge table would outgrow its answers. */
enum { QUESTION_BYTES = 300, NAME_BYTES = 80, TIMES_LONGER = 8 };

static const enum draft_use uses[COLUMNS] = {
	[COLUMN_NONE] = DRAFT_USES,         [COLUMN_NOTE] = USE_NOTES,
	[COLUMN_PERSON] = USE_PERSON,       [COLUMN_THEME] = USE_THEME,
	[COLUMN_START] = USE_TIME,          [COLUMN_END] = USE_TIME,
	[COLUMN_IDENTITY] = DRAFT_USES,     [COLUMN_ASIDE] = DRAFT_USES,
	[COLUMN_CONSENT] = USE_CONSENT,     [COLUMN_DAY] = USE_DAY,
	[COLUMN_ATTRIBUTE] = USE_ATTRIBUTE, [COLUMN_ANSWER] = USE_NOTES,
};

/* ---- headers ---- */

static struct str cut(struct str s, size_t nbytes)
{
	if (s.n <= nbytes)
		return s;
	s.n = nbytes;
	while (s.n && ((uint8_t)s.p[s.n] & 0xc0) == 0x80)
		s.n--;
	return s;
}

/* On one line, in the draft's arena; a column without a header by its number. */
static struct str name_of(const struct table_work *work, size_t column, size_t nbytes)
{
	const struct sheet *sheet = work->sheet;
	struct strbuf name = STRBUF_INIT;
	if (sheet->has_header)
		table_flatten(&name, record_cell(&sheet->header, column));
	if (!name.len)
		strbuf_addf(&name, "%zu", column + 1);
	struct str s = cut(strbuf_str(&name), nbytes);
	s.p = arena_strndup(&work->reading->draft->arena, s.p, s.n);
	strbuf_release(&name);
	return s;
}

static void name_columns(struct table_work *work)
{
	struct draft *draft = work->reading->draft;
	const struct sheet *sheet = work->sheet;
	draft->columns = arena_zalloc(&draft->arena, (sheet->width + 1) * sizeof *draft->columns);
	for (size_t i = 0; i < sheet->width; i++)
		if (uses[sheet->means[i]] < DRAFT_USES)
			draft->columns[draft->ncolumns++] = (struct draft_column){
				uses[sheet->means[i]], name_of(work, i, NAME_BYTES)};
}

static bool is_fact(const struct sheet *sheet, size_t column)
{
	return sheet->means[column] == COLUMN_ATTRIBUTE || sheet->means[column] == COLUMN_CONSENT;
}

static struct str question_of(const struct table_work *work, size_t column)
{
	return cut(str_trim(record_cell(&work->sheet->header, column)), QUESTION_BYTES);
}

void survey_begin(struct table_work *work)
{
	const struct sheet *sheet = work->sheet;
	size_t asked = 0, most = work->reading->text.n * TIMES_LONGER + (1 << 20);
	name_columns(work);
	for (size_t i = 0; i < sheet->width; i++) {
		work->has_facts |= is_fact(sheet, i);
		if (sheet->means[i] == COLUMN_ANSWER)
			asked += question_of(work, i).n + 1;
	}
	work->asker = -1;
	if (asked && sheet->nrows > most / asked) {
		notice_say(work->reading, 0,
			   "so many rows that the questions are not repeated above the answers");
		asked = 0;
	}
	turns_begin_with(work->reading, asked * sheet->nrows);
	if (!asked)
		return;
	work->asker = (int64_t)labels_intern(&work->reading->labels, STR("Survey"));
	work->reading->labels.items[work->asker].role = ROLE_MODERATOR;
}

/* ---- rows ---- */

/* The earliest. */
static void take_day(struct table_work *work, struct str cell)
{
	char day[DAY_SIZE], *first = work->reading->draft->date;
	if (day_of_words(str_trim(cell), day) && (!first[0] || strcmp(day, first) < 0))
		memcpy(first, day, DAY_SIZE);
}

void survey_read(struct table_work *work, const struct record *record)
{
	const struct sheet *sheet = work->sheet;
	int day = sheet->columns.at[COLUMN_DAY];
	strbuf_reset(&work->row.facts);
	if (day >= 0)
		take_day(work, record_cell(record, (size_t)day));
	for (size_t i = 0; work->has_facts && i < sheet->width; i++) {
		if (!is_fact(sheet, i))
			continue;
		table_flatten(&work->answer, record_cell(record, i));
		strbuf_add_str(&work->row.facts, cut(strbuf_str(&work->answer), NAME_BYTES));
		strbuf_add_char(&work->row.facts, '\n');
	}
}

void survey_say(struct table_work *work, const struct record *record)
{
	const struct sheet *sheet = work->sheet;
	int64_t label = table_label(work, &work->row);
	bool said = false;
	for (size_t i = 0; i < sheet->width; i++) {
		if (sheet->means[i] != COLUMN_ANSWER)
			continue;
		table_flatten_note(work, record, (int)i, &work->answer);
		if (!work->answer.len)
			continue;
		struct piece question = {.label = work->asker,
					 .start_ms = -1,
					 .end_ms = -1,
					 .text = question_of(work, i),
					 .apart = true};
		struct piece answer = {.label = label,
				       .start_ms = -1,
				       .end_ms = -1,
				       .text = strbuf_str(&work->answer),
				       .apart = true,
				       .bullet = true};
		if (work->asker >= 0)
			turns_add(work->reading, &question);
		said |= turns_add(work->reading, &answer);
	}
	if (said)
		survey_facts(work, &work->row, label);
	else
		notice(work->reading, NOTICE_NO_TEXT, record->line);
}

int64_t survey_label(struct table_work *work, int64_t line)
{
	struct draft *draft = work->reading->draft;
	struct strbuf label = STRBUF_INIT;
	if (!work->has_facts)
		return -1;
	strbuf_addf(&label, "%.*s, line %lld", STR_ARG(draft->title), (long long)line);
	size_t position =
		labels_intern_copy(&work->reading->labels, &draft->arena, strbuf_str(&label));
	strbuf_release(&label);
	return (int64_t)position;
}

/* ---- about people ---- */

static void add_fact(struct table_work *work, int speaker, struct str name, struct str value)
{
	struct draft *draft = work->reading->draft;
	ALLOC_GROW(draft->facts, draft->nfacts + 1, work->facts_capacity);
	draft->facts[draft->nfacts++] = (struct draft_fact){
		speaker, name, {arena_strndup(&draft->arena, value.p, value.n), value.n}};
}

/* What is said of the same person again is told once; a "no" always. */
void survey_facts(struct table_work *work, const struct row *row, int64_t label)
{
	const struct sheet *sheet = work->sheet;
	struct draft *draft = work->reading->draft;
	struct str rest = strbuf_str(&row->facts), cell;
	int speaker = label < 0 ? -1 : work->reading->labels.items[label].speaker;
	bool new = speaker >= (int)work->nspeakers, unsure = false;
	work->nspeakers = draft->nspeakers;
	for (size_t i = 0, k = 0; speaker >= 0 && i < sheet->width; i++) {
		if (!is_fact(sheet, i) || !str_next_line(&rest, &cell))
			continue;
		bool consent = sheet->means[i] == COLUMN_CONSENT;
		struct str value = consent ? str_of(survey_consent(cell, &unsure)) : str_trim(cell);
		while (k < draft->ncolumns && draft->columns[k].use != USE_ATTRIBUTE && !consent)
			k++;
		if (value.n && (new || str_equal(value, STR("no"))))
			add_fact(work, speaker,
				 consent ? (struct str){"", 0} : draft->columns[k].name, value);
		k += !consent;
	}
	if (unsure)
		notice(work->reading, NOTICE_UNSURE_CONSENT, row->line);
}

void survey_end(struct table_work *work)
{
	struct draft *draft = work->reading->draft;
	struct draft_fact *grown = draft->facts;
	size_t nbytes = draft->nfacts * sizeof *grown;
	draft->facts = arena_alloc(&draft->arena, nbytes);
	if (nbytes)
		memcpy(draft->facts, grown, nbytes);
	free(grown);
}
