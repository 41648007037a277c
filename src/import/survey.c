/*
 * What the columns of a table are by what stands in them. A survey has a respondent a row and an
 * open question a column: each is notes, under its question. Where no header tells the note, it is
 * the column with the longest real texts. Columns that say one thing only of each person, and are
 * headed by what people are grouped by or have few values, are attributes.
 *
 * Only the first rows and columns are looked at. Values are compared by their hashes: two that are
 * taken for one would at worst make an attribute of a column that is shown as one before anything
 * is written.
 */
#include "table-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/import/day.h"
#include "themewall/base/banned.h"

enum { LOOK_ROWS = 400, LOOK_COLUMNS = 200, SHORT_BYTES = 60, FEW_VALUES = 8, REAL_WORDS = 4 };

/* One column. */
struct look {
	size_t nfull, nwords,
		nreal; /* cells that are not empty; their words; those that are text */
	size_t nconsents, nnumbers, ndays, longest, ndistinct;
	bool torn;                 /* somebody has two values */
	int64_t values[LOOK_ROWS]; /* 0: empty */
};

struct survey {
	struct sheet *sheet;
	struct look *looks;
	size_t ncolumns, nrows;
};

/* ---- cells ---- */

static bool begins_with(struct str cell, const char *word)
{
	size_t n = strlen(word);
	return cell.n >= n && str_equal_ascii(str_part(cell, 0, n), str_of(word)) &&
	       (cell.n == n || !(is_letter(cell.p[n]) || (uint8_t)cell.p[n] >= 0x80));
}

/* 1 yes, -1 no, 0 neither. */
static int yes_or_no(struct str cell)
{
	static const char *const yes[] = {"yes", "y",   "true",      "ok", "okay", "1",
					  "ja",  "oui", "s\xc3\xad", "si", "sim",  "agree"};
	static const char *const no[] = {"no",   "n",   "not", "false", "0",
					 "nein", "non", "nee", "never", "n\xc3\xa3o"};
	for (size_t i = 0; i < TW_COUNT(yes); i++)
		if (begins_with(cell, yes[i]))
			return 1;
	for (size_t i = 0; i < TW_COUNT(no); i++)
		if (begins_with(cell, no[i]))
			return -1;
	return 0;
}

const char *survey_consent(struct str cell, bool *unsure)
{
	cell = str_trim(cell);
	*unsure = cell.n && !yes_or_no(cell);
	return !cell.n ? "" : yes_or_no(cell) > 0 ? "yes" : "no";
}

static size_t count_words(struct str cell)
{
	size_t n = 0;
	for (size_t i = 0; i < cell.n; i++)
		n += !strchr(" \t\n", cell.p[i]) && (i == 0 || strchr(" \t\n", cell.p[i - 1]));
	return n;
}

static bool is_number(struct str cell)
{
	for (size_t i = 0; i < cell.n; i++)
		if (!is_digit(cell.p[i]) && !strchr(".,-+%/ ", cell.p[i]))
			return false;
	return cell.n > 0;
}

static bool is_day(struct str cell)
{
	enum { DAY_BYTES = 50 };
	char day[DAY_SIZE];
	return cell.n <= DAY_BYTES && day_of_words(cell, day);
}

/* ---- looking ---- */

static void look_at(struct look *look, size_t row, struct str cell)
{
	cell = str_trim(cell);
	if (!cell.n)
		return;
	size_t nwords = count_words(cell);
	look->values[row] = hash_bytes(cell);
	look->nfull++;
	look->nwords += nwords;
	look->nreal += nwords >= REAL_WORDS && !is_day(cell);
	look->nconsents += yes_or_no(cell) != 0;
	look->nnumbers += is_number(cell);
	look->ndays += is_day(cell);
	look->longest = cell.n > look->longest ? cell.n : look->longest;
}

static void look_over(struct survey *survey)
{
	struct table_scan scan = table_rows(survey->sheet);
	struct record record = {.bytes = STRBUF_INIT};
	for (; survey->nrows < LOOK_ROWS && record_next(&scan, &record); survey->nrows++)
		for (size_t i = 0; i < survey->ncolumns; i++)
			look_at(&survey->looks[i], survey->nrows, record_cell(&record, i));
	record_release(&record);
}

static void count_distinct(const struct survey *survey, struct look *look)
{
	for (size_t i = 0; i < survey->nrows; i++) {
		bool known = false;
		for (size_t k = 0; look->values[i] && k < i && !known; k++)
			known = look->values[k] == look->values[i];
		look->ndistinct += look->values[i] && !known;
	}
}

static void find_torn(const struct survey *survey, struct look *look, const struct look *person)
{
	for (size_t i = 0; i < survey->nrows && !look->torn; i++)
		for (size_t k = 0; look->values[i] && person->values[i] && k < i; k++)
			look->torn |= person->values[k] == person->values[i] && look->values[k] &&
				      look->values[k] != look->values[i];
}

static struct str header_of(const struct survey *survey, size_t column)
{
	return str_trim(record_cell(&survey->sheet->header, column));
}

/* Its header says nothing of it, or only that it is a theme. */
static bool is_free(const struct survey *survey, size_t column)
{
	const struct columns *columns = &survey->sheet->columns;
	for (int i = COLUMN_NOTE; i < COLUMNS; i++)
		if (columns->at[i] == (int)column && i != COLUMN_THEME)
			return false;
	int rank;
	enum column by_header = column_of(header_of(survey, column), &rank);
	return by_header == COLUMN_NONE || by_header == COLUMN_THEME || by_header == COLUMN_START;
}

/* ---- what they mean ---- */

static bool mostly(size_t part, size_t whole)
{
	return whole && part * 10 >= whole * 8;
}

/* Texts of several words that few people share. */
static bool is_answers(const struct survey *survey, size_t column)
{
	enum { ANSWER_WORDS = 2 };
	const struct look *look = &survey->looks[column];
	return is_free(survey, column) && header_asks(header_of(survey, column)) &&
	       look->nwords >= ANSWER_WORDS * look->nfull && look->ndistinct * 2 > look->nfull &&
	       !mostly(look->nnumbers, look->nfull) && !mostly(look->nconsents, look->nfull) &&
	       !mostly(look->ndays, look->nfull);
}

/* A note's column beside the questions is one more: "Comments". */
static void find_answers(struct survey *survey)
{
	struct sheet *sheet = survey->sheet;
	int note = sheet->columns.at[COLUMN_NOTE], first = -1;
	for (size_t i = 0; i < survey->ncolumns; i++)
		if (is_answers(survey, i)) {
			sheet->means[i] = COLUMN_ANSWER;
			sheet->nanswers++;
			first = first < 0 ? (int)i : first;
		}
	if (!sheet->nanswers)
		return;
	if (note >= 0 && (size_t)note < survey->ncolumns && survey->looks[note].nreal) {
		sheet->means[note] = COLUMN_ANSWER;
		sheet->nanswers++;
		first = note < first ? note : first;
	}
	sheet->columns.at[COLUMN_NOTE] = first;
}

/* The longest real texts; what a header calls notes goes before, unless there is no text in it. */
static void find_note(struct survey *survey)
{
	int *note = &survey->sheet->columns.at[COLUMN_NOTE], best = -1;
	if (*note >= 0 && ((size_t)*note >= survey->ncolumns || survey->looks[*note].nreal))
		return;
	for (size_t i = 0; i < survey->ncolumns; i++) {
		const struct look *look = &survey->looks[i];
		if (!is_free(survey, i) || look->nreal * 2 < look->nfull || !look->nreal)
			continue;
		if (best < 0 || look->nwords * survey->looks[best].nfull >
					survey->looks[best].nwords * look->nfull)
			best = (int)i;
	}
	if (best >= 0)
		*note = best;
}

/* Who answers a survey may have no more than the number of their row. */
static void find_person(struct survey *survey)
{
	int *at = survey->sheet->columns.at, id = at[COLUMN_IDENTITY];
	if (survey->sheet->nanswers && at[COLUMN_PERSON] < 0 && id >= 0 &&
	    (size_t)id < survey->ncolumns) {
		at[COLUMN_PERSON] = id;
		at[COLUMN_IDENTITY] = -1;
	}
}

/* The first that holds days; a time of day alone stays a time. */
static void find_day(struct survey *survey)
{
	int *at = survey->sheet->columns.at;
	for (size_t i = 0; i < survey->ncolumns && at[COLUMN_DAY] < 0; i++)
		if ((is_free(survey, i) || at[COLUMN_START] == (int)i) &&
		    header_dates(header_of(survey, i)) &&
		    mostly(survey->looks[i].ndays, survey->looks[i].nfull))
			at[COLUMN_DAY] = (int)i;
	if (at[COLUMN_DAY] >= 0 && at[COLUMN_DAY] == at[COLUMN_START])
		at[COLUMN_START] = -1;
}

static bool is_attribute(const struct survey *survey, size_t column, bool respondents)
{
	const struct look *look = &survey->looks[column];
	struct str header = header_of(survey, column);
	if (!header.n || !look->nfull || look->torn || look->longest > SHORT_BYTES ||
	    !is_free(survey, column) || mostly(look->nnumbers, look->nfull) ||
	    survey->sheet->means[column] == COLUMN_ANSWER)
		return false;
	if (header_groups(header))
		return true;
	return respondents && survey->sheet->nanswers && look->ndistinct <= FEW_VALUES &&
	       look->ndistinct * 2 <= look->nfull && !mostly(look->nconsents, look->nfull) &&
	       !mostly(look->ndays, look->nfull);
}

static void find_attributes(struct survey *survey)
{
	struct sheet *sheet = survey->sheet;
	int *at = sheet->columns.at, person = at[COLUMN_PERSON];
	const struct look *who =
		person >= 0 && (size_t)person < survey->ncolumns ? &survey->looks[person] : NULL;
	bool respondents = !who || mostly(who->ndistinct, who->nfull);
	if (!who && !sheet->nanswers)
		return;
	for (size_t i = 0; i < survey->ncolumns; i++) {
		if (who)
			find_torn(survey, &survey->looks[i], who);
		if (is_attribute(survey, i, respondents))
			sheet->means[i] = COLUMN_ATTRIBUTE;
	}
	if (at[COLUMN_THEME] >= 0 && sheet->means[at[COLUMN_THEME]] == COLUMN_ATTRIBUTE)
		at[COLUMN_THEME] = -1;
}

/* A consent that is not said by yes and no, half of the time at least, is none. */
static void check_consent(struct survey *survey)
{
	int *at = &survey->sheet->columns.at[COLUMN_CONSENT];
	if (*at >= 0 && ((size_t)*at >= survey->ncolumns ||
			 survey->looks[*at].nconsents * 2 < survey->looks[*at].nfull))
		*at = -1;
}

static void find_all(struct survey *survey)
{
	check_consent(survey);
	if (!survey->sheet->reading->text_column) {
		find_answers(survey);
		if (!survey->sheet->nanswers)
			find_note(survey);
	}
	find_person(survey);
	find_day(survey);
	find_attributes(survey);
}

void survey_look(struct sheet *sheet)
{
	struct survey survey = {.sheet = sheet,
				.ncolumns =
					sheet->width < LOOK_COLUMNS ? sheet->width : LOOK_COLUMNS};
	if (!sheet->has_header || columns_are_speech(&sheet->columns))
		return;
	survey.looks = xcalloc(survey.ncolumns, sizeof *survey.looks);
	look_over(&survey);
	for (size_t i = 0; i < survey.ncolumns; i++)
		count_distinct(&survey, &survey.looks[i]);
	find_all(&survey);
	free(survey.looks);
}
