/*
 * What was concluded: insights, their evidence and recommendations, beliefs, decisions. Rows as
 * they arrive; the orders are made anew by the first reader after a change, because a study has
 * few of them.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "word-internal.h"
#include "themewall/base/banned.h"

static const struct str confidences[CONFIDENCES] = {
	[CONFIDENCE_NONE] = WORD(""),
	[CONFIDENCE_LOW] = WORD("low"),
	[CONFIDENCE_MEDIUM] = WORD("medium"),
	[CONFIDENCE_HIGH] = WORD("high"),
};
static const struct str stances[STANCES] = {
	[STANCE_SUPPORTS] = WORD("supports"),
	[STANCE_CONTRADICTS] = WORD("contradicts"),
	[STANCE_QUALIFIES] = WORD("qualifies"),
};
static const struct str verdicts[VERDICTS] = {
	[VERDICT_UNTESTED] = WORD("untested"),
	[VERDICT_TRUE] = WORD("likely-true"),
	[VERDICT_MIXED] = WORD("mixed"),
	[VERDICT_FALSE] = WORD("likely-false"),
};

const char *confidence_name(enum confidence confidence)
{
	assert(confidence < CONFIDENCES);
	return confidences[confidence].p;
}

enum confidence confidence_find(struct str name)
{
	return (enum confidence)word_find(confidences, CONFIDENCES, name);
}

const char *stance_name(enum stance stance)
{
	assert(stance < STANCES);
	return stances[stance].p;
}

enum stance stance_find(struct str name)
{
	return (enum stance)word_find(stances, STANCES, name);
}

const char *verdict_name(enum verdict verdict)
{
	assert(verdict < VERDICTS);
	return verdicts[verdict].p;
}

const char *verdict_words(enum verdict verdict)
{
	static const char *const words[VERDICTS] = {
		[VERDICT_UNTESTED] = "untested",
		[VERDICT_TRUE] = "likely true",
		[VERDICT_MIXED] = "mixed",
		[VERDICT_FALSE] = "likely false",
	};
	assert(verdict < VERDICTS);
	return words[verdict];
}

enum verdict verdict_find(struct str name)
{
	return (enum verdict)word_find(verdicts, VERDICTS, name);
}

/* A word the file's CHECK lets through; anything else is the first. */
static size_t row_word(const struct row_change *change, int column, const struct str *names,
		       size_t n, size_t now)
{
	size_t at = row_has(change, column) ? word_find(names, n, change->column[column].s) : now;
	return at < n ? at : 0;
}

/* ---- rows ---- */

void model_insights_init(struct model *model)
{
	rows_init(&model->insights, sizeof(struct insight));
	rows_init(&model->evidence, sizeof(struct evidence));
	rows_init(&model->recommendations, sizeof(struct recommendation));
	rows_init(&model->beliefs, sizeof(struct belief));
	rows_init(&model->decisions, sizeof(struct decision));
}

static void forget_order(struct model *model)
{
	for (int i = 0; i < RANKED; i++) {
		free(model->ranked[i].ids);
		free(model->ranked[i].owners);
		model->ranked[i] = (struct ranked){NULL, NULL, 0};
	}
	model->ranked_live = false;
}

void model_insights_clear(struct model *model)
{
	forget_order(model);
	rows_clear(&model->insights);
	rows_clear(&model->evidence);
	rows_clear(&model->recommendations);
	rows_clear(&model->beliefs);
	rows_clear(&model->decisions);
}

/* The row a change is about: a new one for an insert; NULL once a deleted one is gone. */
static void *changed_row(struct model *model, struct rows *rows, const struct row_change *change)
{
	int64_t id = row_int(change, 0, 0);
	uint32_t position = rows_at(rows, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	forget_order(model);
	if (change->op == ROW_INSERT)
		position = rows_add(rows, id);
	return rows_get(rows, position);
}

static void drop_texts(struct model *model, struct str *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		texts_drop(&model->texts, *texts[i]);
}

void model_apply_insight(struct model *model, const struct row_change *change)
{
	struct insight *i = changed_row(model, &model->insights, change);
	struct str *const texts[] = {&i->claim,  &i->so_what,  &i->problem,
				     &i->change, &i->expected, &i->rank};
	static const int columns[] = {INSIGHT_CLAIM,  INSIGHT_SO_WHAT,  INSIGHT_PROBLEM,
				      INSIGHT_CHANGE, INSIGHT_EXPECTED, INSIGHT_RANK};
	if (change->op == ROW_DELETE) {
		drop_texts(model, texts, TW_COUNT(texts));
		rows_remove(&model->insights, rows_at(&model->insights, i->id.n));
		return;
	}
	for (size_t k = 0; k < TW_COUNT(texts); k++)
		row_text(model, change, columns[k], texts[k]);
	i->code = row_code(change, INSIGHT_CODE, CODE_INSIGHT, i->code);
	i->confidence = (enum confidence)row_word(change, INSIGHT_CONFIDENCE, confidences,
						  CONFIDENCES, i->confidence);
	if (row_has(change, INSIGHT_STATUS))
		i->reviewed = str_equal(change->column[INSIGHT_STATUS].s, STR("reviewed"));
	i->impact = row_int32(change, INSIGHT_IMPACT, i->impact);
	i->severity = row_int32(change, INSIGHT_SEVERITY, i->severity);
	i->ease = row_int32(change, INSIGHT_EASE, i->ease);
	i->reach = row_int(change, INSIGHT_REACH, i->reach);
	i->effort = row_int(change, INSIGHT_EFFORT, i->effort);
	i->coder.n = row_int(change, INSIGHT_CODER, i->coder.n);
	i->created_ms = row_int(change, INSIGHT_CREATED, i->created_ms);
}

void model_apply_evidence(struct model *model, const struct row_change *change)
{
	struct evidence *e = changed_row(model, &model->evidence, change);
	struct str *const texts[] = {&e->source, &e->note, &e->rank};
	if (change->op == ROW_DELETE) {
		drop_texts(model, texts, TW_COUNT(texts));
		rows_remove(&model->evidence, rows_at(&model->evidence, e->id.n));
		return;
	}
	row_text(model, change, EVIDENCE_SOURCE, &e->source);
	row_text(model, change, EVIDENCE_NOTE, &e->note);
	row_text(model, change, EVIDENCE_RANK, &e->rank);
	e->insight.n = row_int(change, EVIDENCE_INSIGHT, e->insight.n);
	e->card.n = row_int(change, EVIDENCE_CARD, e->card.n);
	e->cluster.n = row_int(change, EVIDENCE_CLUSTER, e->cluster.n);
	e->stance = (enum stance)row_word(change, EVIDENCE_STANCE, stances, STANCES, e->stance);
}

void model_apply_recommendation(struct model *model, const struct row_change *change)
{
	struct recommendation *r = changed_row(model, &model->recommendations, change);
	struct str *const texts[] = {&r->text, &r->owner, &r->rank};
	if (change->op == ROW_DELETE) {
		drop_texts(model, texts, TW_COUNT(texts));
		rows_remove(&model->recommendations, rows_at(&model->recommendations, r->id.n));
		return;
	}
	row_text(model, change, RECOMMENDATION_TEXT, &r->text);
	row_text(model, change, RECOMMENDATION_OWNER, &r->owner);
	row_text(model, change, RECOMMENDATION_RANK, &r->rank);
	r->insight.n = row_int(change, RECOMMENDATION_INSIGHT, r->insight.n);
	if (row_has(change, RECOMMENDATION_KIND))
		r->explore = str_equal(change->column[RECOMMENDATION_KIND].s, STR("explore"));
}

void model_apply_belief(struct model *model, const struct row_change *change)
{
	struct belief *b = changed_row(model, &model->beliefs, change);
	struct str *const texts[] = {&b->text, &b->why, &b->rank};
	if (change->op == ROW_DELETE) {
		drop_texts(model, texts, TW_COUNT(texts));
		rows_remove(&model->beliefs, rows_at(&model->beliefs, b->id.n));
		return;
	}
	row_text(model, change, BELIEF_TEXT, &b->text);
	row_text(model, change, BELIEF_WHY, &b->why);
	row_text(model, change, BELIEF_RANK, &b->rank);
	b->verdict = (enum verdict)row_word(change, BELIEF_VERDICT, verdicts, VERDICTS, b->verdict);
}

void model_apply_decision(struct model *model, const struct row_change *change)
{
	struct decision *d = changed_row(model, &model->decisions, change);
	struct str *const texts[] = {&d->text, &d->date, &d->rank};
	if (change->op == ROW_DELETE) {
		drop_texts(model, texts, TW_COUNT(texts));
		rows_remove(&model->decisions, rows_at(&model->decisions, d->id.n));
		return;
	}
	row_text(model, change, DECISION_TEXT, &d->text);
	row_text(model, change, DECISION_DATE, &d->date);
	row_text(model, change, DECISION_RANK, &d->rank);
	d->insight.n = row_int(change, DECISION_INSIGHT, d->insight.n);
}

const struct insight *model_insight(const struct model *model, insight_id id)
{
	return rows_find(&model->insights, id.n);
}

const struct evidence *model_evidence(const struct model *model, evidence_id id)
{
	return rows_find(&model->evidence, id.n);
}

const struct recommendation *model_recommendation(const struct model *model, recommendation_id id)
{
	return rows_find(&model->recommendations, id.n);
}

const struct belief *model_belief(const struct model *model, belief_id id)
{
	return rows_find(&model->beliefs, id.n);
}

const struct decision *model_decision(const struct model *model, decision_id id)
{
	return rows_find(&model->decisions, id.n);
}

const struct insight *model_insight_by_code(const struct model *model, struct code code)
{
	uint32_t position = 0;
	for (const struct insight *i; (i = rows_next(&model->insights, &position));)
		if (i->code.letter == code.letter && i->code.number == code.number)
			return i;
	return NULL;
}

/* ---- orders ---- */

struct entry {
	int64_t owner, id;
	struct str rank;
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	int order = str_compare(x->rank, y->rank);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static struct entry entry_of(int which, const void *row)
{
	const struct insight *i = row;
	const struct evidence *e = row;
	const struct recommendation *r = row;
	const struct belief *b = row;
	const struct decision *d = row;
	switch (which) {
	case RANKED_EVIDENCE:
		return (struct entry){e->insight.n, e->id.n, e->rank};
	case RANKED_RECOMMENDATIONS:
		return (struct entry){r->insight.n, r->id.n, r->rank};
	case RANKED_BELIEFS:
		return (struct entry){0, b->id.n, b->rank};
	case RANKED_DECISIONS:
		return (struct entry){0, d->id.n, d->rank};
	default:
		return (struct entry){0, i->id.n, i->rank};
	}
}

static void settle_one(struct model *model, int which, const struct rows *rows)
{
	struct ranked *ranked = &model->ranked[which];
	struct entry *list = xcalloc(rows->count + 1, sizeof *list);
	uint32_t position = 0;
	size_t n = 0;
	for (const void *row; (row = rows_next(rows, &position));)
		list[n++] = entry_of(which, row);
	qsort(list, n, sizeof *list, compare);
	ranked->ids = xcalloc(n + 1, sizeof *ranked->ids);
	ranked->owners = xcalloc(n + 1, sizeof *ranked->owners);
	ranked->n = n;
	for (size_t i = 0; i < n; i++) {
		ranked->ids[i] = list[i].id;
		ranked->owners[i] = list[i].owner;
	}
	free(list);
}

/* The model a reader is given is not const underneath. */
static const struct ranked *settled(const struct model *model, int which)
{
	struct model *m = (struct model *)model;
	if (!m->ranked_live) {
		forget_order(m);
		settle_one(m, RANKED_INSIGHTS, &m->insights);
		settle_one(m, RANKED_EVIDENCE, &m->evidence);
		settle_one(m, RANKED_RECOMMENDATIONS, &m->recommendations);
		settle_one(m, RANKED_BELIEFS, &m->beliefs);
		settle_one(m, RANKED_DECISIONS, &m->decisions);
		m->ranked_live = true;
	}
	return &m->ranked[which];
}

/* The part of a list that belongs to one owner. */
static const void *owned_by(const struct ranked *ranked, int64_t owner, size_t *n)
{
	size_t low = 0, high = ranked->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (ranked->owners[middle] < owner)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < ranked->n && ranked->owners[low + *n] == owner;)
		(*n)++;
	return ranked->ids + low;
}

struct insight_list model_insights(const struct model *model)
{
	const struct ranked *ranked = settled(model, RANKED_INSIGHTS);
	return (struct insight_list){(const void *)ranked->ids, ranked->n};
}

struct evidence_list model_evidence_of(const struct model *model, insight_id id)
{
	struct evidence_list list;
	list.ids = owned_by(settled(model, RANKED_EVIDENCE), id.n, &list.n);
	return list;
}

struct recommendation_list model_recommendations_of(const struct model *model, insight_id id)
{
	struct recommendation_list list;
	list.ids = owned_by(settled(model, RANKED_RECOMMENDATIONS), id.n, &list.n);
	return list;
}

struct belief_list model_beliefs(const struct model *model)
{
	const struct ranked *ranked = settled(model, RANKED_BELIEFS);
	return (struct belief_list){(const void *)ranked->ids, ranked->n};
}

struct decision_list model_decisions(const struct model *model)
{
	const struct ranked *ranked = settled(model, RANKED_DECISIONS);
	return (struct decision_list){(const void *)ranked->ids, ranked->n};
}
