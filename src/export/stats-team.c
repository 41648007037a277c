/* Agreement and votes among the counts. All disputed cards are listed: by code and pile in words,
 * for programs with their distance. */
#include "stats-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"

#include "team-internal.h"

#include "themewall/base/banned.h"

/* ---- in words ---- */

struct sheet {
	struct page *page;         /* borrowed */
	const struct model *model; /* borrowed */
	struct strbuf text;
};

static void put(struct sheet *s, const char *label)
{
	stats_put_line(s->page, str_of(label), &s->text);
}

static void add_card_code(struct strbuf *out, const struct model *model, card_id id)
{
	code_add(out, CODE_CARD, model_card(model, id)->code);
}

static void write_sorts(struct sheet *s, const struct team *team)
{
	strbuf_add_z(s->page->out, "\nAGREEMENT\n");
	for (size_t i = 0; i < team->nsorts; i++) {
		const struct team_sort *sort = &team->sorts[i];
		strbuf_addf(&s->text, "%.*s (%.*s): ", STR_ARG(sort->layer.coder),
			    STR_ARG(sort->layer.name));
		strbuf_add_count(&s->text, sort->piling.ncards, "card", "cards");
		strbuf_add_z(&s->text, " on ");
		strbuf_add_count(&s->text, sort->piling.npiles, "pile", "piles");
		put(s, "Sorted alone");
	}
	for (size_t i = 0; i < team->npairs; i++) {
		const struct team_pair *pair = &team->pairs[i];
		bool wall = pair->second == TEAM_WALL;
		team_add_names(&s->text, team, pair);
		strbuf_add_z(&s->text, wall ? " and the wall: " : ": ");
		strbuf_add_z(&s->text, "adjusted Rand index ");
		team_add_rand(&s->text, &pair->comparison);
		put(s, wall ? "This wall" : "Piles");
		team_add_labels(&s->text, &pair->comparison);
		put(s, "  same names");
	}
	if (team->nsorts > 2) {
		strbuf_add_z(&s->text, "Krippendorff's alpha ");
		team_add_figure(&s->text, team->alpha);
		put(s, "All of them");
	}
}

static void write_disputes(struct sheet *s, const struct team *team)
{
	if (team->nsorts < 2)
		return;
	strbuf_addf(&s->text, "%zu %s on piles that have little in common", team->ndisputes,
		    team->ndisputes == 1 ? "card" : "cards");
	put(s, "Disputed");
	for (size_t i = 0; i < team->ndisputes; i++) {
		struct strbuf label = STRBUF_INIT;
		strbuf_add_z(&label, "  ");
		add_card_code(&label, s->model, team->disputes[i].card);
		team_add_piles(&s->text, team, team->disputes[i].card);
		put(s, label.buf);
		strbuf_release(&label);
	}
}

static void write_result(struct sheet *s, const struct result *result)
{
	result_add_head(&s->text, result);
	put(s, "Vote");
	for (size_t i = 0; i < result->n; i++) {
		struct strbuf place = STRBUF_INIT;
		strbuf_addf(&place, "  %zu", result_place(result, i));
		result_add_thing(&s->text, s->model, &result->all[i]);
		strbuf_add_z(&s->text, ": ");
		result_add_share(&s->text, result, &result->all[i]);
		put(s, place.buf);
		strbuf_release(&place);
	}
}

/* Newest first; an open one is named, and no more. */
static void write_votes(struct sheet *s)
{
	struct ballot_list list = model_ballots(s->model);
	struct ballot *all = xcalloc(list.n + 1, sizeof *all);
	size_t n = list.n;

	for (size_t i = 0; i < n; i++)
		all[i] = list.all[n - 1 - i];
	if (n)
		strbuf_add_z(s->page->out, "\nVOTES\n");
	for (size_t i = 0; i < n; i++) {
		struct result result;
		if (!all[i].closed) {
			strbuf_addf(&s->text, "%.*s (%s; %d %s each; still open)",
				    STR_ARG(all[i].title), all[i].insights ? "insights" : "themes",
				    all[i].budget,
				    count_word((size_t)all[i].budget, "dot", "dots"));
			put(s, "Vote");
			continue;
		}
		result_of(&result, s->model, &all[i]);
		write_result(s, &result);
		result_release(&result);
	}
	free(all);
}

void stats_team(struct page *page, const struct model *model)
{
	struct sheet sheet = {page, model, STRBUF_INIT};
	struct team team;

	team_init(&team, model);
	if (team.nsorts) {
		write_sorts(&sheet, &team);
		write_disputes(&sheet, &team);
	}
	write_votes(&sheet);
	team_release(&team);
	strbuf_release(&sheet.text);
}

/* ---- for programs ---- */

static void key_figure(struct json *json, const char *key, struct figure figure)
{
	json_key(json, key);
	if (figure.why) {
		json_null(json);
	} else {
		strbuf_addf(json->out, "%.4f", figure.value);
		json->comma = true;
	}
}

static void write_pair_json(struct json *json, const struct team *team,
			    const struct team_pair *pair)
{
	const struct comparison *c = &pair->comparison;

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "first", team->sorts[pair->first].layer.coder);
	if (pair->second == TEAM_WALL)
		json_key_maybe(json, "second", STR(""));
	else
		json_key_str(json, "second", team->sorts[pair->second].layer.coder);
	json_key_int(json, "sorted", (int64_t)c->nsorted);
	key_figure(json, "adjusted_rand", c->rand);
	json_key_maybe(json, "reason", str_of(c->rand.why ? c->rand.why : ""));
	json_key_int(json, "shared_names", (int64_t)c->nshared);
	json_key_int(json, "named", (int64_t)c->nnamed);
	key_figure(json, "kappa", c->kappa);
	key_figure(json, "alpha", c->alpha);
	json_close(json, '}');
}

static void write_dispute_json(struct json *json, const struct model *model,
			       const struct team *team, const struct team_dispute *dispute)
{
	struct strbuf code = STRBUF_INIT;

	json_line(json);
	json_open(json, '{');
	add_card_code(&code, model, dispute->card);
	json_key_str(json, "card", strbuf_str(&code));
	json_key_int(json, "apart", (int64_t)dispute->apart);
	json_key(json, "piles");
	json_open(json, '[');
	for (size_t s = 0; s < team->nsorts; s++) {
		struct str pile = team_pile(team, s, dispute->card);
		if (pile.n)
			json_str(json, pile);
		else
			json_null(json);
	}
	json_close(json, ']');
	json_close(json, '}');
	strbuf_release(&code);
}

static void write_team_json(struct json *json, const struct model *model, const struct team *team)
{
	json_line(json);
	json_key(json, "agreement");
	json_open(json, '{');
	json_key(json, "sorts");
	json_open(json, '[');
	for (size_t i = 0; i < team->nsorts; i++) {
		json_open(json, '{');
		json_key_str(json, "coder", team->sorts[i].layer.coder);
		json_key_str(json, "name", team->sorts[i].layer.name);
		json_key_int(json, "cards", (int64_t)team->sorts[i].piling.ncards);
		json_key_int(json, "piles", (int64_t)team->sorts[i].piling.npiles);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_key(json, "pairs");
	json_open(json, '[');
	for (size_t i = 0; i < team->npairs; i++)
		write_pair_json(json, team, &team->pairs[i]);
	json_close(json, ']');
	key_figure(json, "alpha", team->alpha);
	json_key(json, "disputed");
	json_open(json, '[');
	for (size_t i = 0; i < team->ndisputes; i++)
		write_dispute_json(json, model, team, &team->disputes[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static void write_given_json(struct json *json, const struct model *model,
			     const struct result *result, size_t at)
{
	const struct outcome *outcome = &result->all[at];
	const struct insight *insight = model_insight(model, outcome->insight);
	const struct cluster *cluster = model_cluster(model, outcome->cluster);
	struct strbuf code = STRBUF_INIT;

	if (insight)
		code_add(&code, CODE_INSIGHT, insight->code);
	else if (cluster)
		code_add(&code, CODE_CLUSTER, cluster->code);
	json_open(json, '{');
	json_key_int(json, "place", (int64_t)result_place(result, at));
	json_key_str(json, "on", strbuf_str(&code));
	json_key_str(json, "name", insight ? insight->claim : cluster ? cluster->name : STR(""));
	json_key_int(json, "dots", outcome->dots);
	json_key_int(json, "people", (int64_t)outcome->people);
	json_close(json, '}');
	strbuf_release(&code);
}

/* Of an open vote neither who voted nor how: the members are there, empty. */
static void write_vote_json(struct json *json, const struct model *model,
			    const struct ballot *ballot)
{
	struct result result = {0};

	if (ballot->closed)
		result_of(&result, model, ballot);
	json_line(json);
	json_open(json, '{');
	json_key_str(json, "title", ballot->title);
	json_key_str(json, "about", ballot->insights ? STR("insights") : STR("themes"));
	json_key_int(json, "budget", ballot->budget);
	json_key_bool(json, "closed", ballot->closed);
	json_key_known(json, "people", ballot->closed, (int64_t)result.turnout.people);
	json_key_known(json, "dots", ballot->closed, result.turnout.dots);
	json_key(json, "result");
	json_open(json, '[');
	for (size_t i = 0; i < result.n; i++)
		write_given_json(json, model, &result, i);
	json_close(json, ']');
	json_close(json, '}');
	result_release(&result);
}

void stats_team_json(struct json *json, const struct model *model)
{
	struct ballot_list list = model_ballots(model);
	struct ballot *all = xcalloc(list.n + 1, sizeof *all);
	size_t n = list.n;
	struct team team;

	for (size_t i = 0; i < n; i++)
		all[i] = list.all[i];
	team_init(&team, model);
	write_team_json(json, model, &team);
	team_release(&team);
	json_line(json);
	json_key(json, "votes");
	json_open(json, '[');
	for (size_t i = 0; i < n; i++)
		write_vote_json(json, model, &all[i]);
	json_close(json, ']');
	free(all);
}
