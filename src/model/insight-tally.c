/*
 * How strongly an insight was heard, and in which order insights come. A card that is evidence
 * itself has its own stance; a theme stands for its other cards, sub-themes included; whatever the
 * ways that lead to it, a card counts once, and so does a person.
 */
#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/model/insights.h"
#include "themewall/model/priority.h"

#include "themewall/base/banned.h"

/* The cards of one insight on the way to a list: seen ones are not taken again. */
struct gathering {
	const struct model *model;
	struct map seen; /* card id → its own stance + 1, or 0 once taken */
	card_id *cards;  /* owned by whoever asked */
	size_t n, capacity;
};

enum { TAKEN = STANCES };

static void take(struct gathering *g, card_id id)
{
	map_put(&g->seen, id.n, TAKEN);
	ALLOC_GROW(g->cards, g->n + 1, g->capacity);
	g->cards[g->n++] = id;
}

/* Depth is bounded by the store; half a batch of rows may hold a ring for a moment. */
static void take_cluster(struct gathering *g, cluster_id id, int depth)
{
	const struct cluster *cluster = model_cluster(g->model, id);
	for (size_t i = 0; cluster && i < cluster->ncards + cluster->ntwins; i++)
		if (map_get(&g->seen, cluster->cards[i].n) == MAP_ABSENT)
			take(g, cluster->cards[i]);
	for (size_t i = 0; cluster && depth < 16 && i < cluster->nchildren; i++)
		take_cluster(g, cluster->children[i], depth + 1);
}

/* Cards that are evidence themselves keep their own stance. */
static void note_own_stances(struct gathering *g, struct evidence_list list)
{
	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(g->model, list.ids[i]);
		if (e->card.n && map_get(&g->seen, e->card.n) == MAP_ABSENT)
			map_put(&g->seen, e->card.n, (uint32_t)e->stance);
	}
}

card_id *model_insight_cards(const struct model *model, insight_id id, enum stance stance,
			     size_t *n)
{
	struct gathering g = {.model = model};
	struct evidence_list list = model_evidence_of(model, id);
	note_own_stances(&g, list);
	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(model, list.ids[i]);
		if (e->card.n && model_card(model, e->card) &&
		    map_get(&g.seen, e->card.n) == (uint32_t)stance)
			take(&g, e->card);
		else if (e->cluster.n && e->stance == stance)
			take_cluster(&g, e->cluster, 1);
	}
	map_release(&g.seen);
	*n = g.n;
	return g.cards;
}

static size_t count_cards(const struct model *model, insight_id id, enum stance stance)
{
	size_t n;
	free(model_insight_cards(model, id, stance, &n));
	return n;
}

/* People by their cards and those stacked beneath; segments by people, each value once. */
static void count_people(const struct model *model, const card_id *tops, size_t ntops,
			 struct insight_tally *tally)
{
	struct card_list sources = model_sources(model, tops, ntops);
	const card_id *cards = sources.ids;
	size_t n = sources.n;
	struct map people = {0};
	struct str *segments = xcalloc(n + 1, sizeof *segments);
	for (size_t i = 0; i < n; i++) {
		participant_id who = model_card_participant(model, model_card(model, cards[i]));
		const struct participant *p = who.n ? model_participant(model, who) : NULL;
		if (!p || !p->nsessions || map_get(&people, who.n) != MAP_ABSENT)
			continue;
		map_put(&people, who.n, 0);
		tally->people++;
		struct str segment = model_participant_segment(model, p);
		size_t at = 0;
		while (at < tally->segments && !str_equal(segments[at], segment))
			at++;
		if (segment.n && at == tally->segments)
			segments[tally->segments++] = segment;
	}
	free(segments);
	map_release(&people);
}

struct insight_tally model_insight_tally(const struct model *model, insight_id id)
{
	struct insight_tally tally = {.of = model_people_in_view(model)};
	struct evidence_list list = model_evidence_of(model, id);
	card_id *cards = model_insight_cards(model, id, STANCE_SUPPORTS, &tally.cards);
	count_people(model, cards, tally.cards, &tally);
	free(cards);
	tally.against = count_cards(model, id, STANCE_CONTRADICTS);
	tally.qualifying = count_cards(model, id, STANCE_QUALIFIES);
	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(model, list.ids[i]);
		tally.other += e->stance == STANCE_SUPPORTS && e->source.n;
		tally.supported = tally.supported || (e->stance == STANCE_SUPPORTS && !e->source.n);
	}
	return tally;
}

bool model_insight_heard(const struct model *model, insight_id id, participant_id participant)
{
	size_t n;
	card_id *cards = model_insight_cards(model, id, STANCE_SUPPORTS, &n);
	struct card_list sources = model_sources(model, cards, n);
	bool heard = false;
	for (size_t i = 0; i < sources.n && !heard; i++)
		heard = model_card_participant(model, model_card(model, sources.ids[i])).n ==
			participant.n;
	free(cards);
	return heard;
}

insight_id model_insight_of_cluster(const struct model *model, cluster_id id)
{
	struct insight_list all = model_insights(model);
	insight_id by_card = {0};
	for (size_t i = 0; i < all.n; i++) {
		struct evidence_list list = model_evidence_of(model, all.ids[i]);
		for (size_t k = 0; k < list.n; k++) {
			const struct evidence *e = model_evidence(model, list.ids[k]);
			const struct card *card = e->card.n ? model_card(model, e->card) : NULL;
			if (e->cluster.n == id.n)
				return all.ids[i];
			if (!by_card.n && card && card->place == PLACE_CLUSTER &&
			    card->cluster.n == id.n)
				by_card = all.ids[i];
		}
	}
	return by_card;
}

/* ---- scores ---- */

bool insight_priority(const struct model *model, const struct insight *insight, double *score)
{
	if (insight->impact < 0 || insight->severity < 0 || insight->ease < 0)
		return false;
	struct insight_tally tally = model_insight_tally(model, insight->id);
	*score = priority_score(insight->impact, insight->severity, insight->ease, tally.people,
				tally.of);
	return true;
}

static const int confidence_ice[CONFIDENCES] = {0, 3, 6, 9};
static const int confidence_rice[CONFIDENCES] = {0, 50, 80, 100};
static const double impact_rice[] = {0, .25, .5, 1, 2, 3};

bool insight_ice(const struct insight *insight, double *score)
{
	if (insight->impact < 0 || insight->ease < 0 || insight->confidence == CONFIDENCE_NONE)
		return false;
	*score = priority_ice(insight->impact * 2, confidence_ice[insight->confidence],
			      insight->ease * 2);
	return true;
}

bool insight_rice(const struct insight *insight, double *score)
{
	if (insight->impact < 0 || insight->impact > 5 || insight->reach < 0 ||
	    insight->effort <= 0 || insight->confidence == CONFIDENCE_NONE)
		return false;
	*score = priority_rice((double)insight->reach, impact_rice[insight->impact],
			       confidence_rice[insight->confidence] / 100.0,
			       (double)insight->effort / 10);
	return true;
}

/* At most two digits behind the point, no trailing zeros. */
static void add_number(struct strbuf *out, double value)
{
	int64_t cents = (int64_t)(value * 100 + .5), whole = cents / 100;
	int rest = (int)(cents % 100);
	strbuf_addf(out, "%lld", (long long)whole);
	if (rest % 10)
		strbuf_addf(out, ".%02d", rest);
	else if (rest)
		strbuf_addf(out, ".%d", rest / 10);
}

/* "needs impact, ease": what a score waits for; false when nothing is missing. */
static bool add_missing(struct strbuf *out, const char *const *names, const bool *given, size_t n)
{
	size_t missing = 0;
	for (size_t i = 0; i < n; i++)
		if (!given[i])
			strbuf_addf(out, "%s%s", missing++ ? ", " : "needs ", names[i]);
	return missing > 0;
}

void insight_add_priority(struct strbuf *out, const struct model *model,
			  const struct insight *insight)
{
	static const char *const names[] = {"impact", "severity", "ease"};
	const bool given[] = {insight->impact >= 0, insight->severity >= 0, insight->ease >= 0};
	struct insight_tally tally = model_insight_tally(model, insight->id);
	double score = 0;
	if (add_missing(out, names, given, TW_COUNT(names)))
		return;
	insight_priority(model, insight, &score);
	strbuf_addf(out, "impact %d × severity %d × ease %d × %zu/%zu %s = ", insight->impact,
		    insight->severity, insight->ease, tally.people, tally.of,
		    count_word(tally.of, "person", "people"));
	add_number(out, score);
}

void insight_add_ice(struct strbuf *out, const struct insight *insight)
{
	static const char *const names[] = {"impact", "confidence", "ease"};
	const bool given[] = {insight->impact >= 0, insight->confidence != CONFIDENCE_NONE,
			      insight->ease >= 0};
	double score = 0;
	if (add_missing(out, names, given, TW_COUNT(names)))
		return;
	insight_ice(insight, &score);
	strbuf_addf(out, "impact %d × confidence %d × ease %d = ", insight->impact * 2,
		    confidence_ice[insight->confidence], insight->ease * 2);
	add_number(out, score);
}

void insight_add_rice(struct strbuf *out, const struct insight *insight)
{
	static const char *const names[] = {"reach", "impact", "confidence", "effort"};
	const bool given[] = {insight->reach >= 0, insight->impact >= 0,
			      insight->confidence != CONFIDENCE_NONE, insight->effort > 0};
	double score = 0;
	if (add_missing(out, names, given, TW_COUNT(names)) || !insight_rice(insight, &score))
		return;
	strbuf_addf(out, "reach %lld × impact ", (long long)insight->reach);
	add_number(out, impact_rice[insight->impact]);
	strbuf_addf(out, " × confidence %d%% / effort ", confidence_rice[insight->confidence]);
	add_number(out, (double)insight->effort / 10);
	strbuf_add_z(out, " = ");
	add_number(out, score);
}

struct rival {
	insight_id id;
	double score; /* -1: none yet */
	size_t at;
};

static int by_score(const void *a, const void *b)
{
	const struct rival *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

insight_id *model_insights_ranked(const struct model *model, size_t *n)
{
	struct insight_list all = model_insights(model);
	struct rival *rivals = xcalloc(all.n + 1, sizeof *rivals);
	insight_id *ranked = xcalloc(all.n + 1, sizeof *ranked);
	for (size_t i = 0; i < all.n; i++) {
		rivals[i] = (struct rival){all.ids[i], -1, i};
		insight_priority(model, model_insight(model, all.ids[i]), &rivals[i].score);
	}
	qsort(rivals, all.n, sizeof *rivals, by_score);
	for (size_t i = 0; i < all.n; i++)
		ranked[i] = rivals[i].id;
	free(rivals);
	*n = all.n;
	return ranked;
}
