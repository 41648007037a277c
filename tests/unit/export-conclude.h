#ifndef EXPORT_CONCLUDE_H
#define EXPORT_CONCLUDE_H

/*
 * What the study of export-study.h concluded: an insight with all there is to one, a draft heard
 * from one person, two beliefs, a decision taken and one asked for.
 */
#include "themewall/model/insights.h"

#include "export-build.h"

static int64_t conclude_card(const struct model *model, uint32_t number)
{
	return model_card_by_code(model, (struct code){0, number})->id.n;
}

static int64_t conclude_theme(const struct model *model, uint32_t number)
{
	return model_cluster_by_code(model, (struct code){0, number})->id.n;
}

static void conclude_insight(struct model *model, int64_t id, const char *claim, bool whole)
{
	struct row_change row = row_of(TABLE_INSIGHT);
	struct strbuf code = STRBUF_INIT;
	strbuf_addf(&code, "I-%lld", (long long)(id - 9000));
	row.column[INSIGHT_ID] = value_int(id);
	row.column[INSIGHT_CODE] = value_text(strbuf_str(&code));
	row.column[INSIGHT_CLAIM] = text_value(claim);
	row.column[INSIGHT_SO_WHAT] = text_value(whole ? "They send our totals unread." : "");
	row.column[INSIGHT_CONFIDENCE] = text_value(whole ? "high" : "");
	row.column[INSIGHT_STATUS] = text_value(whole ? "reviewed" : "draft");
	row.column[INSIGHT_PROBLEM] =
		text_value(whole ? "Totals cannot be traced to their lines." : "");
	row.column[INSIGHT_CHANGE] =
		text_value(whole ? "A total opens to the lines that make it up." : "");
	row.column[INSIGHT_EXPECTED] =
		text_value(whole ? "Fewer exports after an invoice is issued." : "");
	row.column[INSIGHT_IMPACT] = value_int(whole ? 5 : -1);
	row.column[INSIGHT_SEVERITY] = value_int(whole ? 4 : -1);
	row.column[INSIGHT_EASE] = value_int(whole ? 2 : -1);
	row.column[INSIGHT_REACH] = value_int(-1);
	row.column[INSIGHT_EFFORT] = value_int(-1);
	row.column[INSIGHT_RANK] = text_value(whole ? "a1" : "a0");
	row.column[INSIGHT_CODER] = value_int(5);
	row.column[INSIGHT_CREATED] = value_int(1773669727000);
	model_apply(model, &row);
	strbuf_release(&code);
}

static void conclude_evidence(struct model *model, int64_t id, int64_t insight, int64_t card,
			      int64_t theme, const char *source, const char *note,
			      const char *stance)
{
	struct row_change row = row_of(TABLE_EVIDENCE);
	struct strbuf rank = STRBUF_INIT;
	strbuf_addf(&rank, "a%lld", (long long)(id % 10));
	row.column[EVIDENCE_ID] = value_int(id);
	row.column[EVIDENCE_INSIGHT] = value_int(insight);
	row.column[EVIDENCE_CARD] = value_ref(card);
	row.column[EVIDENCE_CLUSTER] = value_ref(theme);
	row.column[EVIDENCE_SOURCE] = text_value(source);
	row.column[EVIDENCE_NOTE] = text_value(note);
	row.column[EVIDENCE_STANCE] = text_value(stance);
	row.column[EVIDENCE_RANK] = value_text(strbuf_str(&rank));
	model_apply(model, &row);
	strbuf_release(&rank);
}

static void conclude_recommendation(struct model *model, int64_t id, int64_t insight,
				    const char *text, const char *owner, const char *kind)
{
	struct row_change row = row_of(TABLE_RECOMMENDATION);
	row.column[RECOMMENDATION_ID] = value_int(id);
	row.column[RECOMMENDATION_INSIGHT] = value_int(insight);
	row.column[RECOMMENDATION_TEXT] = text_value(text);
	row.column[RECOMMENDATION_OWNER] = text_value(owner);
	row.column[RECOMMENDATION_KIND] = text_value(kind);
	row.column[RECOMMENDATION_RANK] = text_value("a0");
	model_apply(model, &row);
}

static void conclude_belief(struct model *model, int64_t id, const char *text, const char *verdict,
			    const char *why)
{
	struct row_change row = row_of(TABLE_BELIEF);
	row.column[BELIEF_ID] = value_int(id);
	row.column[BELIEF_TEXT] = text_value(text);
	row.column[BELIEF_VERDICT] = text_value(verdict);
	row.column[BELIEF_WHY] = text_value(why);
	row.column[BELIEF_RANK] = text_value("a0");
	model_apply(model, &row);
}

static void conclude_decision(struct model *model, int64_t id, const char *text, const char *date,
			      int64_t insight)
{
	struct row_change row = row_of(TABLE_DECISION);
	row.column[DECISION_ID] = value_int(id);
	row.column[DECISION_TEXT] = text_value(text);
	row.column[DECISION_DATE] = text_value(date);
	row.column[DECISION_INSIGHT] = value_ref(insight);
	row.column[DECISION_RANK] = text_value("a0");
	model_apply(model, &row);
}

TW_UNUSED static void study_conclude(struct model *model)
{
	int64_t first = 9001, second = 9002;
	conclude_insight(model, first,
			 "People rebuild totals outside the product because a number they cannot "
			 "trace is a number they cannot defend to a client.",
			 true);
	conclude_insight(model, second, "=SUM: bookkeepers want fewer numbers | less", false);
	conclude_evidence(model, 9101, first, 0, conclude_theme(model, 1), "", "", "supports");
	conclude_evidence(model, 9102, first, conclude_card(model, 6), 0, "", "checks tax instead",
			  "contradicts");
	conclude_evidence(model, 9103, first, conclude_card(model, 16), 0, "", "", "qualifies");
	conclude_evidence(model, 9104, first, 0, 0, "https://example.org/exports", "31 a day",
			  "supports");
	conclude_evidence(model, 9105, second, conclude_card(model, 12), 0, "", "", "supports");
	conclude_recommendation(model, 9201, first,
				"Let people open any total and see the lines behind it.",
				"Tomas R.", "change");
	conclude_recommendation(model, 9202, first, "Ask five more bookkeepers.", "", "explore");
	conclude_belief(model, 9301, "People distrust totals because of rounding", "likely-false",
			"1 of 8 mentioned it");
	conclude_belief(model, 9302, "People check totals before sending", "untested", "");
	conclude_decision(model, 9401, "Fund R1 before the tax rework", "", first);
	conclude_decision(model, 9402, "Stop the rounding project", "2026-03-20", 0);
}

#endif
