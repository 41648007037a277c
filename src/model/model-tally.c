/*
 * People and cards of a cluster. People are counted by stamps: each count has a number of its own,
 * and a person whose row carries it was already counted. A result is kept until a card enters or
 * leaves the cluster or one below, or until people, sessions or the tree change (the epoch).
 */
#include "model-internal.h"

#include "themewall/base/banned.h"

void model_tally_touch(struct model *model, cluster_id id)
{
	struct cluster_row *row = rows_find(&model->clusters, id.n);
	if (row)
		row->own_epoch = 0;
	for (int depth = 0; row && depth < CLUSTER_DEEPEST; depth++) {
		row->whole_epoch = 0;
		row = rows_find(&model->clusters, row->cluster.parent.n);
	}
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

/* As model_card_is_moderator and model_card_participant have it; the speaker is looked up once for
 * both, this runs for every card of a theme. Whether it is known who spoke. */
static bool count_card(struct model *model, const struct card *card, struct tally *tally)
{
	const struct speaker *speaker = model_speaker(model, card->speaker);
	participant_id id = card->by_hand;
	if (speaker && (speaker->role == ROLE_MODERATOR || speaker->role == ROLE_OBSERVER))
		return true;
	if (speaker && speaker->participant.n)
		id = speaker->participant;
	struct participant_row *row = rows_find(&model->participants, id.n);
	if (row && row->present)
		count_person(model, row, tally);
	return row && row->present;
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

/* With what is nested in it, unless depth says that this is not wanted. */
static void count_cluster(struct model *model, cluster_id id, int depth, struct tally *tally)
{
	const struct cluster *cluster = model_cluster_shape(model, id);
	tally->cards += cluster->ncards + cluster->unloaded;
	for (size_t i = 0; i < cluster->ncards; i++)
		count_stack(model, cluster->cards[i], tally);
	for (size_t i = 0; depth < CLUSTER_DEEPEST && i < cluster->nchildren; i++)
		count_cluster(model, cluster->children[i], depth + 1, tally);
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
	count_cluster(m, id, with_children ? 1 : CLUSTER_DEEPEST, tally);
	*epoch = m->epoch;
	return *tally;
}
