/*
 * Participants, their names (kept in a table apart) and their attributes. Name or attributes may
 * come before the person or stay after: the row is kept until nothing of it is left.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

void model_people_init(struct model *model)
{
	rows_init(&model->participants, sizeof(struct participant_row));
}

void model_people_clear(struct model *model)
{
	uint32_t position = 0;
	for (struct participant_row *row; (row = rows_next(&model->participants, &position));)
		free(row->participant.attributes);
	rows_clear(&model->participants);
}

static struct participant_row *row_make(struct model *model, int64_t id)
{
	uint32_t position = rows_at(&model->participants, id);
	model_people_changed(model);
	if (position == NOWHERE)
		position = rows_add(&model->participants, id);
	return rows_get(&model->participants, position);
}

static void row_drop(struct model *model, struct participant_row *row)
{
	if (row->present || row->named || row->participant.nattributes)
		return;
	free(row->participant.attributes);
	rows_remove(&model->participants, rows_at(&model->participants, row->participant.id.n));
}

void model_apply_participant(struct model *model, const struct row_change *change)
{
	struct participant_row *row = row_make(model, row_int(change, PARTICIPANT_ID, 0));
	struct participant *p = &row->participant;
	assert(row->present == (change->op != ROW_INSERT));
	row->present = change->op != ROW_DELETE;
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, p->consent_record);
		texts_drop(&model->texts, p->consent_quote);
		texts_drop(&model->texts, p->note);
		p->consent_record = p->consent_quote = p->note = STR("");
		row_drop(model, row);
		return;
	}
	p->code = row_code(change, PARTICIPANT_CODE, CODE_PARTICIPANT, p->code);
	row_text(model, change, PARTICIPANT_CONSENT_RECORD, &p->consent_record);
	row_text(model, change, PARTICIPANT_CONSENT_QUOTE, &p->consent_quote);
	row_text(model, change, PARTICIPANT_NOTE, &p->note);
}

void model_apply_identity(struct model *model, const struct row_change *change)
{
	struct participant_row *row = row_make(model, row_int(change, IDENTITY_PARTICIPANT, 0));
	assert(row->named == (change->op != ROW_INSERT));
	row->named = change->op != ROW_DELETE;
	row_text(model, change, IDENTITY_NAME, &row->participant.name);
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, row->participant.name);
		row->participant.name = STR("");
		row_drop(model, row);
	}
}

/* Where an attribute of that name is, or would stand. */
static size_t attribute_place(const struct participant *p, struct str name)
{
	size_t at = 0;
	while (at < p->nattributes && str_compare(p->attributes[at].name, name) < 0)
		at++;
	return at;
}

static void insert_attribute(struct model *model, struct participant *p, size_t at,
			     const struct row_change *change)
{
	p->attributes = xreallocarray(p->attributes, p->nattributes + 1, sizeof *p->attributes);
	memmove(p->attributes + at + 1, p->attributes + at,
		(p->nattributes - at) * sizeof *p->attributes);
	p->nattributes++;
	p->attributes[at] = (struct attribute){STR(""), STR("")};
	row_text(model, change, ATTRIBUTE_NAME, &p->attributes[at].name);
}

static void delete_attribute(struct model *model, struct participant *p, size_t at)
{
	texts_drop(&model->texts, p->attributes[at].name);
	texts_drop(&model->texts, p->attributes[at].value);
	p->nattributes--;
	memmove(p->attributes + at, p->attributes + at + 1,
		(p->nattributes - at) * sizeof *p->attributes);
}

void model_apply_attribute(struct model *model, const struct row_change *change)
{
	struct participant_row *row = row_make(model, row_int(change, ATTRIBUTE_PARTICIPANT, 0));
	struct participant *p = &row->participant;
	struct str name = change->column[ATTRIBUTE_NAME].s;
	size_t at = attribute_place(p, name);
	assert((at < p->nattributes && str_equal(p->attributes[at].name, name)) ==
	       (change->op != ROW_INSERT));
	if (change->op == ROW_DELETE) {
		delete_attribute(model, p, at);
		row_drop(model, row);
		return;
	}
	if (change->op == ROW_INSERT)
		insert_attribute(model, p, at, change);
	row_text(model, change, ATTRIBUTE_VALUE, &p->attributes[at].value);
}

static struct participant_row *present_row(const struct model *model, int64_t id)
{
	struct participant_row *row = rows_find(&model->participants, id);
	return row && row->present ? row : NULL;
}

const struct participant *model_participant(const struct model *model, participant_id id)
{
	struct participant_row *row = present_row(model, id.n);
	model_people_settle((struct model *)model); /* counts the sessions */
	return row ? &row->participant : NULL;
}

const struct participant *model_participant_by_code(const struct model *model, struct code code)
{
	uint32_t position = 0;
	model_people_settle((struct model *)model);
	for (struct participant_row *row; (row = rows_next(&model->participants, &position));)
		if (row->present && row->participant.code.letter == code.letter &&
		    row->participant.code.number == code.number)
			return &row->participant;
	return NULL;
}

/* Under a veil the names are not in their order. */
struct str model_participant_segment(const struct model *model, const struct participant *p)
{
	for (size_t i = 0; i < p->nattributes; i++)
		if (str_equal(p->attributes[i].name, model->study.segment))
			return p->attributes[i].value;
	return STR("");
}
