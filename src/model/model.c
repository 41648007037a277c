/*
 * The study in memory: makes and clears it, and sends each changed row to its table. Invariant:
 * after a batch of rows is applied, everything read through model.h is what a fresh load of the
 * file would give.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

int32_t row_int32(const struct row_change *change, int column, int32_t now)
{
	int64_t n = row_int(change, column, now);
	return n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int32_t)n;
}

void row_text(struct model *model, const struct row_change *change, int column, struct str *field)
{
	struct str old = *field;
	if (!row_has(change, column))
		return;
	*field = texts_keep(&model->texts, change->column[column].s);
	texts_drop(&model->texts, old);
}

struct code row_code(const struct row_change *change, int column, enum code_kind kind,
		     struct code now)
{
	if (row_has(change, column))
		code_parse(change->column[column].s, kind, &now);
	return now;
}

static void apply_study(struct model *model, const struct row_change *change)
{
	struct study *study = &model->study;
	if (change->op == ROW_DELETE) {
		texts_drop(&model->texts, study->title);
		texts_drop(&model->texts, study->question);
		texts_drop(&model->texts, study->segment);
		*study = (struct study){0};
	} else {
		study->id = row_int(change, STUDY_ID, study->id);
		row_text(model, change, STUDY_TITLE, &study->title);
		row_text(model, change, STUDY_QUESTION, &study->question);
		row_text(model, change, STUDY_SEGMENT, &study->segment);
		study->created_ms = row_int(change, STUDY_CREATED, study->created_ms);
	}
	model_people_changed(model); /* the segment may be another attribute now */
}

static void (*const apply[TABLE_COUNT])(struct model *model, const struct row_change *change) = {
	[TABLE_STUDY] = apply_study,
	[TABLE_PARTICIPANT] = model_apply_participant,
	[TABLE_IDENTITY] = model_apply_identity,
	[TABLE_ATTRIBUTE] = model_apply_attribute,
	[TABLE_SESSION] = model_apply_session,
	[TABLE_ATTENDANCE] = model_apply_attendance,
	[TABLE_TRANSCRIPT] = model_apply_transcript,
	[TABLE_SPEAKER] = model_apply_speaker,
	[TABLE_EXCERPT] = model_apply_excerpt,
	[TABLE_CARD] = model_apply_card,
	[TABLE_CLUSTER] = model_apply_cluster,
	[TABLE_PLACEMENT] = model_apply_placement,
	[TABLE_INSIGHT] = model_apply_insight,
	[TABLE_EVIDENCE] = model_apply_evidence,
	[TABLE_RECOMMENDATION] = model_apply_recommendation,
	[TABLE_BELIEF] = model_apply_belief,
	[TABLE_DECISION] = model_apply_decision,
	[TABLE_TAG] = model_apply_tag,
	[TABLE_TENSION] = model_apply_tension,
	[TABLE_LAYER] = model_apply_layer,
	[TABLE_LAYER_CARD] = model_apply_layer_card,
	[TABLE_BALLOT] = model_apply_ballot,
	[TABLE_VOTE] = model_apply_vote,
	[TABLE_LENS] = model_apply_lens,
};

void model_apply(struct model *model, const struct row_change *change)
{
	assert(change->table < TABLE_COUNT && apply[change->table] && !model->veil);
	model->revision++;
	apply[change->table](model, change);
	model_texts_tidy(model);
}

struct model *model_new(void)
{
	struct model *model = xcalloc(1, sizeof *model);
	model_people_init(model);
	model_sessions_init(model);
	model_cards_init(model);
	model_stacks_init(model);
	model_tags_init(model);
	model_tensions_init(model);
	model_coding_init(model);
	model_twins_init(model);
	model_receipts_init(model);
	model_clusters_init(model);
	model_insights_init(model);
	model->epoch = model->people_epoch = 1;
	return model;
}

void model_clear(struct model *model)
{
	model_unveil(model);
	model_lists_forget(model, LIVE_PLACES | LIVE_RECEIPTS | LIVE_ALL);
	model_people_changed(model);
	model_people_release(model);
	model_clusters_clear(model);
	model_people_clear(model);
	model_sessions_clear(model);
	model_receipts_clear(model);
	model_stacks_clear(model);
	model_tags_clear(model);
	model_tensions_clear(model);
	model_coding_clear(model);
	model_twins_clear(model);
	model_cards_clear(model);
	model_insights_clear(model);
	texts_release(&model->texts);
	model->study = (struct study){0};
	model->loose_revision = ++model->revision;
}

void model_free(struct model *model)
{
	if (!model)
		return;
	model_clear(model);
	free(model);
}

uint64_t model_revision(const struct model *model)
{
	return model->revision;
}

void model_skip_revisions(struct model *model, uint64_t revision)
{
	if (model->revision < revision)
		model->revision = model->loose_revision = revision;
}

uint64_t model_loose_revision(const struct model *model)
{
	return model->loose_revision;
}

const struct study *model_study(const struct model *model)
{
	return &model->study;
}

void model_set_unloaded(struct model *model, enum place_kind place, cluster_id cluster,
			size_t ncards)
{
	size_t *unloaded = &model->nunloaded[place];
	model->revision++;
	model->epoch++;
	if (place != PLACE_CLUSTER) {
		*unloaded = ncards;
		return;
	}
	struct cluster_row *row = model_cluster_row(model, cluster);
	assert(row);
	*unloaded += ncards - row->cluster.unloaded;
	row->cluster.unloaded = ncards;
}

size_t model_place_count(const struct model *model, enum place_kind place)
{
	return model->nplaced[place] + model->nunloaded[place];
}

size_t model_card_count(const struct model *model)
{
	size_t n = model->cards.count - model->by_stack.count;
	for (int place = 0; place < PLACES; place++)
		n += model->nunloaded[place];
	return n;
}
