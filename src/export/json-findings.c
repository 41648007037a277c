/* What was concluded, in the private copy: all that people gave, nothing that is counted. */
#include "json-internal.h"

#include "themewall/model/insights.h"

#include "themewall/base/banned.h"

static void list_open(struct json *json, const char *name)
{
	json_line(json);
	json_key(json, name);
	json_open(json, '[');
}

static void write_code(struct json *json, const char *key, enum code_kind kind,
		       const struct code *code)
{
	struct strbuf text = STRBUF_INIT;

	if (code)
		code_add(&text, kind, *code);
	json_key_maybe(json, key, strbuf_str(&text));
	strbuf_release(&text);
}

static void write_evidence(struct json *json, const struct model *model, const struct names *names,
			   const struct evidence *e)
{
	const struct card *card = e->card.n ? model_card(model, e->card) : NULL;

	json_open(json, '{');
	write_code(json, "card", CODE_CARD, card ? &card->code : NULL);
	json_key_maybe(json, "cluster", names_cluster(names, e->cluster));
	json_key_maybe(json, "source", e->source);
	json_key_str(json, "stance", str_of(stance_name(e->stance)));
	json_key_str(json, "note", e->note);
	json_close(json, '}');
}

static void write_recommendation(struct json *json, const struct recommendation *r)
{
	json_open(json, '{');
	json_key_str(json, "text", r->text);
	json_key_str(json, "owner", r->owner);
	json_key_str(json, "kind", str_of(r->explore ? "explore" : "change"));
	json_close(json, '}');
}

static void write_scores(struct json *json, const struct insight *i)
{
	json_key_known(json, "impact", i->impact >= 0, i->impact);
	json_key_known(json, "severity", i->severity >= 0, i->severity);
	json_key_known(json, "ease", i->ease >= 0, i->ease);
	json_key_known(json, "reach", i->reach >= 0, i->reach);
	json_key_known(json, "effort_tenths", i->effort >= 0, i->effort);
}

static void write_parts(struct json *json, const struct model *model, const struct names *names,
			insight_id id)
{
	struct evidence_list evidence = model_evidence_of(model, id);
	struct recommendation_list list = model_recommendations_of(model, id);

	json_key(json, "evidence");
	json_open(json, '[');
	for (size_t i = 0; i < evidence.n; i++)
		write_evidence(json, model, names, model_evidence(model, evidence.ids[i]));
	json_close(json, ']');
	json_key(json, "recommendations");
	json_open(json, '[');
	for (size_t i = 0; i < list.n; i++)
		write_recommendation(json, model_recommendation(model, list.ids[i]));
	json_close(json, ']');
}

static void write_insight(struct json *json, const struct model *model, const struct names *names,
			  const struct insight *i)
{
	json_line(json);
	json_open(json, '{');
	write_code(json, "id", CODE_INSIGHT, &i->code);
	json_key_str(json, "claim", i->claim);
	json_key_str(json, "so_what", i->so_what);
	json_key_maybe(json, "confidence", str_of(confidence_name(i->confidence)));
	json_key_str(json, "status", str_of(i->reviewed ? "reviewed" : "draft"));
	json_key_str(json, "problem", i->problem);
	json_key_str(json, "change", i->change);
	json_key_str(json, "expected", i->expected);
	write_scores(json, i);
	write_parts(json, model, names, i->id);
	json_key_int(json, "created_ms", i->created_ms);
	json_close(json, '}');
}

static void write_beliefs(struct json *json, const struct model *model)
{
	struct belief_list list = model_beliefs(model);

	list_open(json, "beliefs");
	for (size_t i = 0; i < list.n; i++) {
		const struct belief *b = model_belief(model, list.ids[i]);
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "text", b->text);
		json_key_str(json, "verdict", str_of(verdict_name(b->verdict)));
		json_key_str(json, "why", b->why);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_decisions(struct json *json, const struct model *model)
{
	struct decision_list list = model_decisions(model);

	list_open(json, "decisions");
	for (size_t i = 0; i < list.n; i++) {
		const struct decision *d = model_decision(model, list.ids[i]);
		const struct insight *insight = model_insight(model, d->insight);
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "text", d->text);
		json_key_maybe(json, "date", d->date);
		write_code(json, "insight", CODE_INSIGHT, insight ? &insight->code : NULL);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void json_findings(struct json *json, const struct model *model, const struct names *names)
{
	struct insight_list list = model_insights(model);

	list_open(json, "insights");
	for (size_t i = 0; i < list.n; i++)
		write_insight(json, model, names, model_insight(model, list.ids[i]));
	json_close(json, ']');
	write_beliefs(json, model);
	write_decisions(json, model);
}
