/*
 * People and cards of a cluster: the ledgers of the clusters in question put together, and copies.
 * People are counted by stamps: each count has a number of its own, and a person whose row carries
 * it was already counted. A result is kept until a card enters or leaves the cluster or one below,
 * or until people, sessions or the tree change (the epoch).
 */
#include "model-internal.h"

#include "themewall/base/banned.h"

/* The results of a cluster and of all above it are stale. */
static void forget_results(struct model *model, struct cluster_row *row)
{
	if (row)
		row->own_epoch = 0;
	for (int depth = 0; row && depth < CLUSTER_DEEPEST; depth++) {
		row->whole_epoch = 0;
		row = rows_find(&model->clusters, row->cluster.parent.n);
	}
}

void model_tally_touch(struct model *model, cluster_id id)
{
	struct cluster_row *row = rows_find(&model->clusters, id.n);
	if (row)
		row->ledger.epoch = 0;
	forget_results(model, row);
}

void model_tally_enter(struct model *model, const struct card *card)
{
	struct cluster_row *row = rows_find(&model->clusters, card->cluster.n);
	ledger_add(model, &row->ledger, card);
	forget_results(model, row);
}

void model_tally_leave(struct model *model, const struct card *card)
{
	struct cluster_row *row = rows_find(&model->clusters, card->cluster.n);
	ledger_take(model, &row->ledger, card);
	forget_results(model, row);
}

static void count_person(struct model *model, struct participant_row *row, struct tally *tally)
{
	if (row->stamp == model->stamp)
		return;
	row->stamp = model->stamp;
	tally->people++;
	if (!row->segment || model->segment_stamps[row->segment] == model->stamp)
		return;
	model->segment_stamps[row->segment] = model->stamp;
	tally->segments++;
}

static void count_ledger(struct model *model, struct cluster_row *row, struct tally *tally)
{
	ledger_settle(model, row);
	for (size_t i = 0; i < row->ledger.n; i++)
		count_person(model, rows_get(&model->participants, row->ledger.lines[i].person),
			     tally);
	tally->unattributed += row->ledger.unattributed;
}

static bool count_card(struct model *model, const struct card *card, struct tally *tally)
{
	bool known;
	struct participant_row *row = model_person_of(model, card, &known);
	if (row)
		count_person(model, row, tally);
	return known;
}

/* With those beneath it: a stack is unattributed when nobody is known for any of its cards. */
static void count_stack(struct model *model, card_id id, struct tally *tally)
{
	bool known = count_card(model, model_card(model, id), tally);
	struct card_list beneath = model_stack(model, id);
	for (size_t i = 0; i < beneath.n; i++)
		known = count_card(model, model_card(model, beneath.ids[i]), tally) || known;
	tally->unattributed += !known;
}

/* What is counted: a cluster alone (depth says so) or with what is nested in it. */
struct count {
	struct model *model;
	cluster_id root;
	struct tally *tally;
};

/* A copy is no further card of a branch that holds its card, or an older one of its copies. */
static bool is_counted(const struct count *count, card_id id, cluster_id cluster)
{
	const struct model *model = count->model;
	const struct card *card = model_card(model, id);
	if (card->place == PLACE_CLUSTER &&
	    model_cluster_is_within(model, card->cluster, count->root))
		return true;
	struct cluster_list twins = model_card_twins(model, id);
	for (size_t i = 0; i < twins.n && twins.ids[i].n < cluster.n; i++)
		if (model_cluster_is_within(model, twins.ids[i], count->root))
			return true;
	return false;
}

static void count_cluster(struct count *count, cluster_id id, int depth)
{
	const struct cluster *cluster = model_cluster_shape(count->model, id);
	count->tally->cards += cluster->ncards + cluster->unloaded;
	count_ledger(count->model, model_cluster_row(count->model, id), count->tally);
	for (size_t i = 0; i < cluster->ntwins; i++) {
		card_id twin = cluster->cards[cluster->ncards + i];
		if (depth < CLUSTER_DEEPEST && is_counted(count, twin, id))
			continue;
		count->tally->cards++;
		count_stack(count->model, twin, count->tally);
	}
	for (size_t i = 0; depth < CLUSTER_DEEPEST && i < cluster->nchildren; i++)
		count_cluster(count, cluster->children[i], depth + 1);
}

struct tally model_cluster_tally(const struct model *model, cluster_id id, bool with_children)
{
	struct model *m = (struct model *)model; /* keeps what it counted */
	const struct cluster *cluster = model_cluster_shape(m, id);
	struct cluster_row *row = model_cluster_row(m, id);
	if (!cluster)
		return (struct tally){0, 0, 0, 0};
	with_children = with_children && cluster->nchildren > 0; /* the whole is its own, then */
	struct tally *tally = with_children ? &row->whole : &row->own;
	uint64_t *epoch = with_children ? &row->whole_epoch : &row->own_epoch;
	if (*epoch == m->epoch)
		return *tally;
	model_people_settle(m);
	*tally = (struct tally){0, 0, 0, 0};
	m->stamp++;
	count_cluster(&(struct count){m, id, tally}, id, with_children ? 1 : CLUSTER_DEEPEST);
	*epoch = m->epoch;
	return *tally;
}
