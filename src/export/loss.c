/*
 * What a format cannot take along, said before it is written. Which traits of a wall a format
 * carries stands in the table of formats; here is how much of each trait this wall has, because
 * what it has none of cannot be lost.
 */
#include "themewall/export/export.h"
#include "themewall/model/coding.h"
#include "themewall/model/insights.h"
#include "themewall/model/lenses.h"

#include "themewall/base/banned.h"

struct counts {
	size_t of[EXPORT_TRAITS];
};

static void count_card(struct counts *counts, const struct model *model, const struct card *card)
{
	size_t *of = counts->of;

	of[TRAIT_CARDS]++;
	of[TRAIT_TRAY] += card->place == PLACE_TRAY;
	of[TRAIT_KINDS] += card->kind != CARD_QUOTE;
	of[TRAIT_IMPLIES] += card->implies.n > 0;
	of[TRAIT_NEEDS] += card->need.n > 0;
	of[TRAIT_TAGS] += model_card_tags(model, card->id).n > 0;
	of[TRAIT_STACKS] += model_stack(model, card->id).n > 0;
	of[TRAIT_TENSIONS] += model_card_tensions(model, card->id).n > 0;
	of[TRAIT_TIMES] += card->time_ms >= 0;
	of[TRAIT_POSITIONS] += card->start >= 0;
	of[TRAIT_PLACES] += card->place == PLACE_LOOSE;
}

static void count_cluster(struct counts *counts, const struct cluster *cluster)
{
	bool defined = false;

	for (int i = 0; i < CLUSTER_NOTES; i++)
		defined |= cluster->note[i].n > 0;
	counts->of[TRAIT_PLACES] += !cluster->parent.n;
	counts->of[TRAIT_NESTING] += cluster->parent.n != 0;
	counts->of[TRAIT_DEFINITIONS] += defined;
	counts->of[TRAIT_COLOURS] += cluster->colour != COLOUR_NONE;
}

/* The segment is among the people of every format. */
static size_t count_attributes(const struct model *model)
{
	struct participant_list people = model_participants(model);
	struct str segment = model_study(model)->segment;
	size_t n = 0;

	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(model, people.ids[i]);
		for (size_t k = 0; k < p->nattributes; k++)
			n += !str_equal(p->attributes[k].name, segment);
	}
	return n;
}

/* What nobody has shown and what is still open is not yet there to be lost. */
static void count_team(struct counts *counts, const struct model *model)
{
	struct layer_list layers = model_layers(model);
	struct ballot_list ballots = model_ballots(model);

	for (size_t i = 0; i < layers.n; i++)
		counts->of[TRAIT_SORTS] += layers.all[i].revealed;
	for (size_t i = 0; i < ballots.n; i++)
		counts->of[TRAIT_VOTES] += ballots.all[i].closed;
}

static void count(struct counts *counts, const struct model *model)
{
	struct card_list cards = model_cards(model);
	struct cluster_list clusters = model_clusters(model);

	for (size_t i = 0; i < cards.n; i++)
		count_card(counts, model, model_card(model, cards.ids[i]));
	for (size_t i = 0; i < clusters.n; i++)
		count_cluster(counts, model_cluster(model, clusters.ids[i]));
	counts->of[TRAIT_ATTRIBUTES] = count_attributes(model);
	counts->of[TRAIT_TRANSCRIPTS] = model_transcripts(model).n;
	counts->of[TRAIT_INSIGHTS] = model_insights(model).n;
	counts->of[TRAIT_BELIEFS] = model_beliefs(model).n;
	counts->of[TRAIT_DECISIONS] = model_decisions(model).n;
	count_team(counts, model);
	counts->of[TRAIT_LENSES] = model_lenses(model).n;
}

/* What is behind the number is left to the plural: "the tags of 1 card". */
static const struct {
	const char *before, *one, *many;
} words[EXPORT_TRAITS] = {
	[TRAIT_CARDS] = {"", "card but for its quote", "cards but for chosen quotes"},
	[TRAIT_TRAY] = {"", "card in the tray", "cards in the tray"},
	[TRAIT_KINDS] = {"the kinds of ", "card", "cards"},
	[TRAIT_IMPLIES] = {"what ", "card implies", "cards imply"},
	[TRAIT_NEEDS] = {"the needs behind ", "card", "cards"},
	[TRAIT_TAGS] = {"the tags of ", "card", "cards"},
	[TRAIT_STACKS] = {"duplicates as ", "stack", "stacks"},
	[TRAIT_TENSIONS] = {"what ", "card pulls against", "cards pull against"},
	[TRAIT_TIMES] = {"the minutes of ", "card", "cards"},
	[TRAIT_POSITIONS] = {"where in the text ", "card was said", "cards were said"},
	[TRAIT_PLACES] = {"the places of ", "card or theme", "cards and themes on the wall"},
	[TRAIT_NESTING] = {"the level of ", "sub-theme", "sub-themes"},
	[TRAIT_DEFINITIONS] = {"what ", "theme is about", "themes are about"},
	[TRAIT_COLOURS] = {"the colours of ", "theme", "themes"},
	[TRAIT_ATTRIBUTES] = {"", "attribute of people", "attributes of people"},
	[TRAIT_TRANSCRIPTS] = {"", "transcript", "transcripts"},
	[TRAIT_INSIGHTS] = {"", "insight", "insights"},
	[TRAIT_BELIEFS] = {"", "belief", "beliefs"},
	[TRAIT_DECISIONS] = {"", "decision", "decisions"},
	[TRAIT_SORTS] = {"how ", "person sorted alone", "people sorted alone"},
	[TRAIT_VOTES] = {"", "vote", "votes"},
	[TRAIT_LENSES] = {"", "saved lens", "saved lenses"},
};

/* Where most cards stay, what they would have brought is not told one by one. */
static bool is_carried(const struct export_format *format, unsigned trait)
{
	bool of_cards = trait > TRAIT_CARDS && trait <= TRAIT_POSITIONS;

	return format->carries >> trait & 1 || (of_cards && !(format->carries >> TRAIT_CARDS & 1));
}

size_t export_add_losses(struct strbuf *out, const struct export_format *format,
			 const struct model *model)
{
	struct counts counts = {{0}};
	size_t n = 0;

	count(&counts, model);
	for (unsigned trait = 0; trait < EXPORT_TRAITS; trait++) {
		size_t lost = counts.of[trait];
		if (lost == 0 || is_carried(format, trait))
			continue;
		strbuf_addf(out, "%s%s%zu %s", n++ ? "; " : "", words[trait].before, lost,
			    lost == 1 ? words[trait].one : words[trait].many);
	}
	return n;
}
