/* What each person thought alone, in the private copy: everything, hidden or not. */
#include "themewall/model/coding.h"

#include "json-internal.h"

#include "themewall/base/banned.h"

static void write_layer(struct json *json, const struct model *model, const struct layer *layer)
{
	struct layer_card_list cards = model_layer_cards(model, layer->id);
	struct strbuf code = STRBUF_INIT;

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "coder", layer->coder);
	json_key_str(json, "name", layer->name);
	json_key_bool(json, "revealed", layer->revealed);
	json_key(json, "cards");
	json_open(json, '[');
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.all[i].card);
		if (!card)
			continue;
		strbuf_reset(&code);
		code_add(&code, CODE_CARD, card->code);
		json_open(json, '{');
		json_key_str(json, "card", strbuf_str(&code));
		json_key_str(json, "label", cards.all[i].label);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
	strbuf_release(&code);
}

static void write_vote(struct json *json, const struct model *model, const struct vote *vote)
{
	const struct cluster *cluster = model_cluster(model, vote->cluster);
	const struct insight *insight = model_insight(model, vote->insight);
	struct strbuf code = STRBUF_INIT;

	if (!cluster && !insight)
		return;
	code_add(&code, cluster ? CODE_CLUSTER : CODE_INSIGHT,
		 cluster ? cluster->code : insight->code);
	json_open(json, '{');
	json_key_str(json, "coder", vote->coder);
	json_key_str(json, "on", strbuf_str(&code));
	json_key_int(json, "dots", vote->dots);
	json_close(json, '}');
	strbuf_release(&code);
}

static void write_ballot(struct json *json, const struct model *model, const struct ballot *ballot)
{
	struct vote_list votes = model_votes(model, ballot->id);

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "title", ballot->title);
	json_key_str(json, "what", ballot->insights ? STR("insights") : STR("themes"));
	json_key_int(json, "budget", ballot->budget);
	json_key_bool(json, "closed", ballot->closed);
	json_key(json, "votes");
	json_open(json, '[');
	for (size_t i = 0; i < votes.n; i++)
		write_vote(json, model, &votes.all[i]);
	json_close(json, ']');
	json_close(json, '}');
}

void json_coding(struct json *json, const struct model *model)
{
	struct layer_list layers = model_layers(model);
	struct ballot_list ballots = model_ballots(model);

	json_line(json);
	json_key(json, "layers");
	json_open(json, '[');
	for (size_t i = 0; i < layers.n; i++)
		write_layer(json, model, &layers.all[i]);
	json_close(json, ']');
	json_line(json);
	json_key(json, "ballots");
	json_open(json, '[');
	for (size_t i = 0; i < ballots.n; i++)
		write_ballot(json, model, &ballots.all[i]);
	json_close(json, ']');
}
