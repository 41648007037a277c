#ifndef THEMEWALL_IMPORT_SURVEY_INTERNAL_H
#define THEMEWALL_IMPORT_SURVEY_INTERNAL_H

#include "table-internal.h"
#include "utterances-internal.h"

/*
 * A table while its rows are read (table.c), and what is read of a row besides one note
 * (survey-rows.c): the answers of a respondent, each under its question, and what the row says of
 * the person.
 */

/* A row as it is kept: texts on one line. */
struct row {
	struct strbuf note, person, theme;
	struct strbuf facts; /* cells about the person, a line each, in the order of the columns */
	int64_t start_ms, end_ms, line;
};

struct table_work {
	struct sheet *sheet;
	struct reading *reading;
	bool speech;
	struct row row, held; /* the one at hand, and the note before it, not yet added */
	struct str heading;   /* of the note added last */
	struct utterances said;
	/* of a survey */
	struct strbuf answer;
	int64_t asker; /* label under which questions stand; -1: they do not */
	bool has_facts;
	size_t nspeakers; /* whose facts are kept */
	size_t facts_capacity;
};

/* A cell on one line. */
void table_flatten(struct strbuf *out, struct str cell);
/* A cell with what belongs to it beyond the header. */
void table_flatten_note(struct table_work *work, const struct record *record, int column,
			struct strbuf *out);

/* Begins the turns, and says which columns are used as what. */
void survey_begin(struct table_work *work);
/* What the row at hand says of the person and the day. */
void survey_read(struct table_work *work, const struct record *record);
/* Turns of all answers of the row at hand. */
void survey_say(struct table_work *work, const struct record *record);
/* Keeps what a row says of the one who has just spoken under that label; -1: nobody. */
void survey_facts(struct table_work *work, const struct row *row, int64_t label);
/* Whom a row without a person is about: somebody of that row, where something is said of them. */
int64_t survey_label(struct table_work *work, int64_t line);
/* Hands what was kept to the draft. */
void survey_end(struct table_work *work);
/* Whose row it is. */
int64_t table_label(struct table_work *work, const struct row *row);

#endif
