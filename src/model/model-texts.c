/*
 * Texts lie end to end in blocks. A changed text is written anew and the old one counted as waste;
 * when a third of what is kept is waste, every text moves to fresh blocks, so that an
 * afternoon of editing does not grow the program.
 */
#include "model-internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

enum { BLOCK = 64 * 1024, WASTE_MIN = 256 * 1024 };

struct text_block {
	struct text_block *older;
	size_t used, size;
	char bytes[];
};

static struct text_block *block_for(struct texts *texts, size_t nbytes)
{
	if (texts->head && texts->head->size - texts->head->used >= nbytes)
		return texts->head;
	size_t size = nbytes > BLOCK ? nbytes : BLOCK;
	struct text_block *block = xmalloc(sizeof *block + size);
	*block = (struct text_block){.older = texts->head, .size = size};
	texts->head = block;
	return block;
}

struct str texts_keep(struct texts *texts, struct str s)
{
	if (s.n == 0)
		return (struct str){NULL, 0};
	struct text_block *block = block_for(texts, s.n);
	char *copy = memcpy(block->bytes + block->used, s.p, s.n);
	block->used += s.n;
	texts->kept += s.n;
	return (struct str){copy, s.n};
}

void texts_drop(struct texts *texts, struct str s)
{
	texts->kept -= s.n;
	texts->waste += s.n;
}

void texts_release(struct texts *texts)
{
	while (texts->head) {
		struct text_block *older = texts->head->older;
		free(texts->head);
		texts->head = older;
	}
	*texts = (struct texts){NULL, 0, 0};
}

static void move(struct texts *to, struct str *text)
{
	*text = texts_keep(to, *text);
}

/* Where the texts of each kind of row are. */
static const size_t card_texts[] = {offsetof(struct card, text), offsetof(struct card, implies),
				    offsetof(struct card, need), offsetof(struct card, rank)};
static const size_t cluster_texts[] = {offsetof(struct cluster_row, cluster.name),
				       offsetof(struct cluster_row, cluster.rank)};
static const size_t participant_texts[] = {
	offsetof(struct participant_row, participant.name),
	offsetof(struct participant_row, participant.consent_record),
	offsetof(struct participant_row, participant.consent_quote),
	offsetof(struct participant_row, participant.note),
};
static const size_t session_texts[] = {offsetof(struct session_row, session.title),
				       offsetof(struct session_row, session.date),
				       offsetof(struct session_row, session.kind)};
static const size_t transcript_texts[] = {
	offsetof(struct transcript_row, transcript.title),
	offsetof(struct transcript_row, transcript.origin_name),
	offsetof(struct transcript_row, transcript.origin_format),
	offsetof(struct transcript_row, transcript.encoding),
};
static const size_t speaker_texts[] = {offsetof(struct speaker, label)};
static const size_t insight_texts[] = {
	offsetof(struct insight, claim),  offsetof(struct insight, so_what),
	offsetof(struct insight, problem), offsetof(struct insight, change),
	offsetof(struct insight, expected), offsetof(struct insight, rank),
};
static const size_t evidence_texts[] = {offsetof(struct evidence, source),
					offsetof(struct evidence, note),
					offsetof(struct evidence, rank)};
static const size_t recommendation_texts[] = {offsetof(struct recommendation, text),
					      offsetof(struct recommendation, owner),
					      offsetof(struct recommendation, rank)};
static const size_t belief_texts[] = {offsetof(struct belief, text), offsetof(struct belief, why),
				      offsetof(struct belief, rank)};
static const size_t decision_texts[] = {offsetof(struct decision, text),
					offsetof(struct decision, date),
					offsetof(struct decision, rank)};
static const size_t tag_texts[] = {offsetof(struct tag_row, tag.facet),
				   offsetof(struct tag_row, tag.name)};
static const size_t home_texts[] = {offsetof(struct home, rank)};

static void move_table(struct texts *to, const struct rows *table, const size_t *offsets, size_t n)
{
	uint32_t position = 0;
	for (char *row; (row = rows_next(table, &position));)
		for (size_t i = 0; i < n; i++)
			move(to, (struct str *)(void *)(row + offsets[i]));
}

static void move_attributes(struct texts *to, const struct rows *participants)
{
	uint32_t position = 0;
	for (struct participant_row *row; (row = rows_next(participants, &position));) {
		for (size_t i = 0; i < row->participant.nattributes; i++) {
			move(to, &row->participant.attributes[i].name);
			move(to, &row->participant.attributes[i].value);
		}
	}
}

void model_texts_tidy(struct model *model)
{
	struct texts fresh = {NULL, 0, 0};
	if (model->texts.waste <= WASTE_MIN + model->texts.kept / 2)
		return;
	move(&fresh, &model->study.title);
	move(&fresh, &model->study.question);
	move(&fresh, &model->study.segment);
	move_table(&fresh, &model->cards, card_texts, TW_COUNT(card_texts));
	move_table(&fresh, &model->clusters, cluster_texts, TW_COUNT(cluster_texts));
	move_table(&fresh, &model->participants, participant_texts, TW_COUNT(participant_texts));
	move_attributes(&fresh, &model->participants);
	move_table(&fresh, &model->sessions, session_texts, TW_COUNT(session_texts));
	move_table(&fresh, &model->transcripts, transcript_texts, TW_COUNT(transcript_texts));
	move_table(&fresh, &model->speakers, speaker_texts, TW_COUNT(speaker_texts));
	move_table(&fresh, &model->tags, tag_texts, TW_COUNT(tag_texts));
	move_table(&fresh, &model->homes, home_texts, TW_COUNT(home_texts));
	move_table(&fresh, &model->insights, insight_texts, TW_COUNT(insight_texts));
	move_table(&fresh, &model->evidence, evidence_texts, TW_COUNT(evidence_texts));
	move_table(&fresh, &model->recommendations, recommendation_texts,
		   TW_COUNT(recommendation_texts));
	move_table(&fresh, &model->beliefs, belief_texts, TW_COUNT(belief_texts));
	move_table(&fresh, &model->decisions, decision_texts, TW_COUNT(decision_texts));
	texts_release(&model->texts);
	model->texts = fresh;
}
