/*
 * Who was heard where. One matrix, themes × people, in cards: a parent's row is the sum of its own
 * and its children's, so that people who speak in two sub-themes still count once. Themes are
 * ranked by people before cards: one talkative person must not outweigh three.
 */
#include "survey-internal.h"

#include "themewall/model/strength.h"
#include "themewall/text/utf8.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

static void add_segment(struct survey *survey, struct person *person, struct str name)
{
	person->segment = NOBODY;
	if (name.n == 0)
		return;
	for (size_t i = 0; i < survey->nsegments; i++)
		if (str_equal(survey->segments[i].name, name))
			person->segment = i;
	if (person->segment == NOBODY) {
		person->segment = survey->nsegments++;
		survey->segments[person->segment].name = name;
	}
	survey->segments[person->segment].people += person->in_view;
}

static struct str spell_who(struct survey *survey, const struct person *person, struct str segment)
{
	struct strbuf who = STRBUF_INIT;

	strbuf_add_str(&who, person->code);
	if (survey->options->with_names && person->participant->name.n) {
		strbuf_add_char(&who, ' ');
		strbuf_add_str(&who, person->participant->name);
	}
	if (segment.n) {
		strbuf_add_z(&who, ", ");
		strbuf_add_str(&who, segment);
	}
	struct str spelled = {arena_strndup(&survey->arena, who.buf, who.len), who.len};
	strbuf_release(&who);
	return spelled;
}

static void add_people(struct survey *survey)
{
	struct participant_list list = model_participants(survey->model);

	survey->people = arena_zalloc(&survey->arena, (list.n + 1) * sizeof *survey->people);
	survey->segments = arena_zalloc(&survey->arena, (list.n + 1) * sizeof *survey->segments);
	for (size_t i = 0; i < list.n; i++) {
		struct person *person = &survey->people[survey->npeople++];
		person->participant = model_participant(survey->model, list.ids[i]);
		person->code = names_participant(&survey->names, list.ids[i]);
		person->in_view = person->participant->nsessions > 0;
		person->withheld = str_equal(person->participant->consent_quote, STR("no"));
		struct str segment = model_participant_segment(survey->model, person->participant);
		add_segment(survey, person, segment);
		person->who = spell_who(survey, person, segment);
		survey->nin_view += person->in_view;
		map_put(&survey->person_at, list.ids[i].n, (uint32_t)i);
	}
}

size_t survey_person(const struct survey *survey, const struct card *card)
{
	participant_id id = model_card_participant(survey->model, card);
	uint32_t at = id.n ? map_get(&survey->person_at, id.n) : MAP_ABSENT;

	return at == MAP_ABSENT ? NOBODY : at;
}

struct seen survey_see(const struct survey *survey, card_id id)
{
	const struct card *card = model_card(survey->model, id);
	size_t person = survey_person(survey, card);

	return (struct seen){
		.card = card,
		.person = person,
		.moderator = person == NOBODY && model_card_is_moderator(survey->model, card),
		.withheld = person != NOBODY && survey->people[person].withheld,
	};
}

bool theme_is_named(const struct theme *theme)
{
	return theme->cluster->name.n > 0;
}

bool theme_is_told(const struct theme *theme)
{
	return theme_is_named(theme) || theme->all.cards > 0;
}

/* In one theme more, or (by -1) taken back above two in which it is counted. */
static void count_in(struct survey *survey, const struct seen *seen, struct theme *theme, int by)
{
	const struct card *card = seen->card;
	bool early = strength_is_early(survey->model, card);

	if (seen->moderator)
		return;
	theme->said += (size_t)(by * (card->transcript.n != 0));
	theme->early += (size_t)(by * early);
	if (seen->person == NOBODY || model_card_is_echo(survey->model, card))
		return;
	theme->by_person[seen->person] += (uint32_t)by;
	if (by > 0 && theme->by_person[seen->person] == 1)
		theme->own.people += survey->people[seen->person].in_view;
}

/* One card on its way through: where it counts, what it lacks. */
static void count_card(struct survey *survey, const struct seen *seen, struct theme *theme)
{
	const struct card *card = seen->card;

	if (card->surprise)
		survey->surprises[survey->nsurprises++] = card->id;
	survey->stacked += card->stack.n != 0;
	survey->withheld += seen->withheld &&
			    model_card_top(survey->model, card)->place != PLACE_TRAY;
	survey->moderator += seen->moderator;
	if (seen->person == NOBODY && !seen->moderator) {
		if (survey->nunattributed < UNATTRIBUTED_SHOWN)
			survey->unattributed[survey->nunattributed] = card->code;
		survey->nunattributed++;
	}
	if (theme)
		count_in(survey, seen, theme, 1);
}

/* Whether a cluster is, or lies above, the home of a card or one of the first n of its copies. */
static bool is_above(const struct model *model, cluster_id id, const struct card *top,
		     struct cluster_list twins, size_t n)
{
	if (top->place == PLACE_CLUSTER && model_cluster_is_within(model, top->cluster, id))
		return true;
	for (size_t i = 0; i < n; i++)
		if (model_cluster_is_within(model, twins.ids[i], id))
			return true;
	return false;
}

/*
 * The copies of cards, once all themes are counted alone. A copy counts where it is; in the first
 * cluster above it that the card is counted in already, it is taken back, and so in all above that.
 */
static void count_copies(struct survey *survey, struct theme *draft, const struct map *at,
			 card_id id, int by)
{
	const struct model *model = survey->model;
	struct seen seen = survey_see(survey, id);
	const struct card *top = model_card_top(model, seen.card);
	struct cluster_list twins = model_card_twins(model, top->id);

	for (size_t i = 0; i < twins.n; i++) {
		cluster_id to = twins.ids[i];
		while (by < 0 && to.n && !is_above(model, to, top, twins, i)) {
			const struct cluster *cluster = model_cluster(model, to);
			to = cluster ? cluster->parent : (cluster_id){0};
		}
		uint32_t theme = to.n ? map_get(at, to.n) : MAP_ABSENT;
		if (theme == MAP_ABSENT)
			continue;
		count_in(survey, &seen, &draft[theme], by);
		if (by < 0 && top == seen.card)
			draft[theme].all.cards--;
	}
}

/* All cards in the order of their ids, which is how they lie in memory: theme by theme every
 * look-up would miss the cache. */
static void count_cards(struct survey *survey, struct theme *draft, const struct map *at)
{
	struct card_list cards = model_cards(survey->model);

	survey->surprises = arena_alloc(&survey->arena, (cards.n + 1) * sizeof *survey->surprises);
	for (size_t i = 0; i < cards.n; i++) {
		struct seen seen = survey_see(survey, cards.ids[i]);
		const struct card *top = model_card_top(survey->model, seen.card);
		uint32_t theme =
			top->place == PLACE_CLUSTER ? map_get(at, top->cluster.n) : MAP_ABSENT;
		count_card(survey, &seen, theme == MAP_ABSENT ? NULL : &draft[theme]);
	}
	for (int by = 1; by >= -1 && model_has_copies(survey->model); by -= 2)
		for (size_t i = 0; i < cards.n; i++)
			count_copies(survey, draft, at, cards.ids[i], by);
}

static void add_to_parent(struct survey *survey, struct theme *parent, const struct theme *child)
{
	parent->all.cards += child->all.cards;
	parent->said += child->said;
	parent->early += child->early;
	for (size_t p = 0; p < survey->npeople; p++)
		parent->by_person[p] += child->by_person[p];
}

static void count_people(struct survey *survey, struct theme *theme)
{
	for (size_t p = 0; p < survey->npeople; p++)
		theme->all.people += survey->people[p].in_view && theme->by_person[p] > 0;
}

/* A theme on its way to its rank; by_code follows the counter that never reuses a number. */
struct rival {
	struct theme *theme;
	size_t named, people, cards;
	struct code code;
};

static int by_strength(const void *a, const void *b)
{
	const struct rival *x = a, *y = b;

	if (x->named != y->named)
		return x->named > y->named ? -1 : 1;
	if (x->people != y->people)
		return x->people > y->people ? -1 : 1;
	if (x->cards != y->cards)
		return x->cards > y->cards ? -1 : 1;
	if (x->code.letter != y->code.letter)
		return x->code.letter < y->code.letter ? -1 : 1;
	return x->code.number < y->code.number ? -1 : x->code.number > y->code.number;
}

/* Works in two passes over a forest: counting upwards on a draft, then ranking downwards into the
 * survey. */
struct ranking {
	struct survey *survey;
	struct theme *draft;  /* in model_clusters order */
	struct map at;        /* cluster id → index into draft */
	struct rival *rivals; /* a stack: the siblings on the way down */
	size_t nrivals;
};

/* Levels are bounded by the store; the model may hold more for a moment after a merge. */
enum { DEPTH_MAX = 16 };

static void count_subtree(struct ranking *ranking, struct theme *theme, int depth)
{
	struct survey *survey = ranking->survey;

	theme->depth = depth;
	for (size_t i = 0; i < theme->cluster->nchildren && depth < DEPTH_MAX; i++) {
		uint32_t at = map_get(&ranking->at, theme->cluster->children[i].n);
		if (at == MAP_ABSENT || ranking->draft[at].depth)
			continue;
		count_subtree(ranking, &ranking->draft[at], depth + 1);
		add_to_parent(survey, theme, &ranking->draft[at]);
	}
	count_people(survey, theme);
}

static void rank_siblings(struct ranking *ranking, const cluster_id *ids, size_t n, size_t parent,
			  int depth)
{
	struct survey *survey = ranking->survey;
	size_t first = ranking->nrivals;

	for (size_t i = 0; i < n; i++) {
		uint32_t at = map_get(&ranking->at, ids[i].n);
		struct theme *theme = at == MAP_ABSENT ? NULL : &ranking->draft[at];
		if (!theme || theme->depth != depth)
			continue;
		ranking->rivals[ranking->nrivals++] =
			(struct rival){theme, theme_is_named(theme), theme->all.people,
				       theme->all.cards, theme->cluster->code};
	}
	size_t last = ranking->nrivals;
	if (last > first)
		qsort(ranking->rivals + first, last - first, sizeof *ranking->rivals, by_strength);
	for (size_t i = first; i < last; i++) {
		struct theme *theme = ranking->rivals[i].theme;
		size_t at = survey->nthemes++;
		theme->parent = parent;
		theme->depth = -depth; /* taken: a damaged forest shall not list it twice */
		survey->themes[at] = *theme;
		survey->themes[at].depth = depth;
		rank_siblings(ranking, theme->cluster->children, theme->cluster->nchildren, at,
			      depth + 1);
	}
	ranking->nrivals = first;
}

static void add_themes(struct survey *survey)
{
	struct cluster_list all = model_clusters(survey->model);
	struct cluster_list top = model_top_clusters(survey->model);
	struct ranking ranking = {.survey = survey};
	size_t n = all.n + 1;

	survey->themes = arena_zalloc(&survey->arena, n * sizeof *survey->themes);
	ranking.draft = xcalloc(n, sizeof *ranking.draft);
	ranking.rivals = xcalloc(n, sizeof *ranking.rivals);
	for (size_t i = 0; i < all.n; i++) {
		ranking.draft[i].cluster = model_cluster(survey->model, all.ids[i]);
		ranking.draft[i].code = names_cluster(&survey->names, all.ids[i]);
		ranking.draft[i].own.cards = cluster_shown(ranking.draft[i].cluster).n;
		ranking.draft[i].all.cards = ranking.draft[i].own.cards;
		ranking.draft[i].by_person =
			arena_zalloc(&survey->arena, (survey->npeople + 1) * sizeof(uint32_t));
		map_put(&ranking.at, all.ids[i].n, (uint32_t)i);
	}
	count_cards(survey, ranking.draft, &ranking.at);
	for (size_t i = 0; i < top.n; i++)
		count_subtree(&ranking, &ranking.draft[map_get(&ranking.at, top.ids[i].n)], 1);
	rank_siblings(&ranking, top.ids, top.n, NOBODY, 1);
	map_release(&ranking.at);
	free(ranking.draft);
	free(ranking.rivals);
}

void survey_init_people(struct survey *survey, const struct model *model,
			const struct export_options *options)
{
	*survey = (struct survey){.model = model, .options = options};
	names_init(&survey->names, model);
	add_people(survey);
}

void survey_init(struct survey *survey, const struct model *model,
		 const struct export_options *options)
{
	survey_init_people(survey, model, options);
	add_themes(survey);
}

void survey_release(struct survey *survey)
{
	map_release(&survey->person_at);
	names_release(&survey->names);
	arena_release(&survey->arena);
}
