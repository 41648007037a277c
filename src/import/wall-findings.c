/*
 * What was concluded: insights with their evidence and recommendations, beliefs, decisions. The
 * order of the file becomes rank keys; older files have none of these lists.
 */
#include "wall-internal.h"

#include "themewall/model/insights.h"
#include "themewall/model/rank.h"

#include "themewall/base/banned.h"

/* The key behind the last one of its list, kept for the next. */
static struct value next_rank(struct wall_reader *reader, struct str *last)
{
	struct strbuf key = STRBUF_INIT;

	rank_between(&key, *last, STR(""));
	*last = (struct str){arena_strndup(&reader->image->arena, key.buf, key.len), key.len};
	strbuf_release(&key);
	return value_text(*last);
}

static struct str some_text(struct fields *fields, int key, const char *name)
{
	struct str text = field_text(fields, key);

	if (!fields->failed && text.n == 0)
		fields_fail(fields, "\"%s\" is empty", name);
	return text;
}

static bool read_evidence(struct wall_reader *reader, int64_t insight, struct str json)
{
	enum { CARD, CLUSTER, SOURCE, STANCE, NOTE };
	static const char *const keys[] = {"card", "cluster", "source", "stance", "note"};
	struct fields fields = wall_fields(reader, "insight evidence");
	struct str last = STR("");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str stance = field_text(&fields, STANCE);
		struct str source = field_maybe(&fields, SOURCE);
		int64_t card = wall_find_id(reader, &fields, CODE_CARD, field_maybe(&fields, CARD));
		int64_t cluster =
			wall_find_id(reader, &fields, CODE_CLUSTER, field_maybe(&fields, CLUSTER));
		if ((card != 0) + (cluster != 0) + (source.n != 0) != 1)
			fields_fail(&fields, "not one of card, cluster and source");
		if (!fields.failed && stance_find(stance) == STANCES)
			fields_fail(&fields, "\"%.*s\" is no stance", STR_ARG(stance));
		if (fields.failed)
			break;
		struct value *column = wall_row(reader, TABLE_EVIDENCE)->column;
		column[EVIDENCE_ID] = value_int(++reader->last_id);
		column[EVIDENCE_INSIGHT] = value_int(insight);
		column[EVIDENCE_CARD] = value_ref(card);
		column[EVIDENCE_CLUSTER] = value_ref(cluster);
		column[EVIDENCE_SOURCE] = value_text(source);
		column[EVIDENCE_NOTE] = value_text(field_text(&fields, NOTE));
		column[EVIDENCE_STANCE] = value_text(stance);
		column[EVIDENCE_RANK] = next_rank(reader, &last);
	}
	return fields_close(&fields);
}

static bool read_recommendations(struct wall_reader *reader, int64_t insight, struct str json)
{
	enum { TEXT, OWNER, KIND };
	static const char *const keys[] = {"text", "owner", "kind"};
	struct fields fields = wall_fields(reader, "insight recommendations");
	struct str last = STR("");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str kind = field_text(&fields, KIND);
		if (!fields.failed && !str_equal(kind, STR("change")) &&
		    !str_equal(kind, STR("explore")))
			fields_fail(&fields, "\"kind\" is neither change nor explore");
		struct value *column = wall_row(reader, TABLE_RECOMMENDATION)->column;
		column[RECOMMENDATION_ID] = value_int(++reader->last_id);
		column[RECOMMENDATION_INSIGHT] = value_int(insight);
		column[RECOMMENDATION_TEXT] = value_text(some_text(&fields, TEXT, "text"));
		column[RECOMMENDATION_OWNER] = value_text(field_text(&fields, OWNER));
		column[RECOMMENDATION_KIND] = value_text(kind);
		column[RECOMMENDATION_RANK] = next_rank(reader, &last);
	}
	return fields_close(&fields);
}

enum insight_key {
	I_ID,
	I_CLAIM,
	I_SO_WHAT,
	I_CONFIDENCE,
	I_STATUS,
	I_PROBLEM,
	I_CHANGE,
	I_EXPECTED,
	I_IMPACT,
	I_SEVERITY,
	I_EASE,
	I_REACH,
	I_EFFORT,
	I_CREATED,
	I_EVIDENCE,
	I_RECOMMENDATIONS,
	I_SUPPORT
};

static void read_scores(struct fields *fields, struct value *column)
{
	column[INSIGHT_IMPACT] = value_int(field_known(fields, I_IMPACT, 1, 5, SCORE_NONE));
	column[INSIGHT_SEVERITY] = value_int(field_known(fields, I_SEVERITY, 0, 4, SCORE_NONE));
	column[INSIGHT_EASE] = value_int(field_known(fields, I_EASE, 1, 5, SCORE_NONE));
	column[INSIGHT_REACH] = value_int(field_known(fields, I_REACH, 0, 1000000000, SCORE_NONE));
	column[INSIGHT_EFFORT] = value_int(field_known(fields, I_EFFORT, 1, 100000, SCORE_NONE));
}

static void check_insight(struct fields *fields, struct str confidence, struct str status)
{
	bool reviewed = str_equal(status, STR("reviewed"));

	if (fields->failed)
		return;
	if (confidence_find(confidence) == CONFIDENCES)
		fields_fail(fields, "\"%.*s\" is no confidence", STR_ARG(confidence));
	else if (!reviewed && !str_equal(status, STR("draft")))
		fields_fail(fields, "\"%.*s\" is no status", STR_ARG(status));
	else if (reviewed && !field_int(fields, I_SUPPORT, 0, 1))
		fields_fail(fields, "reviewed, but nothing supports it");
}

static int64_t add_insight(struct wall_reader *reader, struct fields *fields, struct str *last)
{
	struct str code = field_text(fields, I_ID);
	struct str confidence = field_maybe(fields, I_CONFIDENCE);
	struct str status = field_text(fields, I_STATUS);
	int64_t id = wall_new_id(reader, fields, CODE_INSIGHT, code);

	check_insight(fields, confidence, status);
	if (fields->failed)
		return 0;
	struct value *column = wall_row(reader, TABLE_INSIGHT)->column;
	column[INSIGHT_ID] = value_int(id);
	column[INSIGHT_CODE] = value_text(code);
	column[INSIGHT_CLAIM] = value_text(some_text(fields, I_CLAIM, "claim"));
	column[INSIGHT_SO_WHAT] = value_text(field_text(fields, I_SO_WHAT));
	column[INSIGHT_CONFIDENCE] = value_text(confidence);
	column[INSIGHT_STATUS] = value_text(status);
	column[INSIGHT_PROBLEM] = value_text(field_text(fields, I_PROBLEM));
	column[INSIGHT_CHANGE] = value_text(field_text(fields, I_CHANGE));
	column[INSIGHT_EXPECTED] = value_text(field_text(fields, I_EXPECTED));
	read_scores(fields, column);
	column[INSIGHT_RANK] = next_rank(reader, last);
	column[INSIGHT_CODER] = value_int(0); /* the store puts whoever imports */
	column[INSIGHT_CREATED] = value_int(field_int(fields, I_CREATED, INT64_MIN, INT64_MAX));
	return id;
}

bool wall_read_insights(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {
		"id",
		"claim",
		"so_what",
		"confidence",
		"status",
		"problem",
		"change",
		"expected",
		"impact",
		"severity",
		"ease",
		"reach",
		"effort_tenths",
		"created_ms",
		"evidence",
		"recommendations",
		"=EXISTS(SELECT 1 FROM json_each(json_each.value,'$.evidence') e WHERE "
		"json_extract(e.value,'$.stance')='supports' AND "
		"json_extract(e.value,'$.source') IS NULL)"};
	struct fields fields = wall_fields(reader, "insights");
	struct str last = STR("");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t id = add_insight(reader, &fields, &last);
		if (!fields.failed &&
		    (!read_evidence(reader, id, field_json(&fields, I_EVIDENCE)) ||
		     !read_recommendations(reader, id, field_json(&fields, I_RECOMMENDATIONS))))
			fields.failed = true;
	}
	return fields_close(&fields);
}

bool wall_read_beliefs(struct wall_reader *reader, struct str json)
{
	enum { TEXT, VERDICT, WHY };
	static const char *const keys[] = {"text", "verdict", "why"};
	struct fields fields = wall_fields(reader, "beliefs");
	struct str last = STR("");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str verdict = field_text(&fields, VERDICT);
		if (!fields.failed && verdict_find(verdict) == VERDICTS)
			fields_fail(&fields, "\"%.*s\" is no verdict", STR_ARG(verdict));
		struct value *column = wall_row(reader, TABLE_BELIEF)->column;
		column[BELIEF_ID] = value_int(++reader->last_id);
		column[BELIEF_TEXT] = value_text(some_text(&fields, TEXT, "text"));
		column[BELIEF_VERDICT] = value_text(verdict);
		column[BELIEF_WHY] = value_text(field_text(&fields, WHY));
		column[BELIEF_RANK] = next_rank(reader, &last);
	}
	return fields_close(&fields);
}

bool wall_read_decisions(struct wall_reader *reader, struct str json)
{
	enum { TEXT, DATE, INSIGHT };
	static const char *const keys[] = {"text", "date", "insight"};
	struct fields fields = wall_fields(reader, "decisions");
	struct str last = STR("");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str insight = field_maybe(&fields, INSIGHT);
		struct value *column = wall_row(reader, TABLE_DECISION)->column;
		column[DECISION_ID] = value_int(++reader->last_id);
		column[DECISION_TEXT] = value_text(some_text(&fields, TEXT, "text"));
		column[DECISION_DATE] = value_text(field_maybe(&fields, DATE));
		column[DECISION_INSIGHT] =
			value_ref(wall_find_id(reader, &fields, CODE_INSIGHT, insight));
		column[DECISION_RANK] = next_rank(reader, &last);
	}
	return fields_close(&fields);
}
