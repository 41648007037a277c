/*
 * Texts lie end to end in blocks. A changed text is written anew and the old one counted as waste;
 * when a third of what is kept is waste, every text moves to fresh blocks, so that an
 * afternoon of editing does not grow the program.
 */
#include "model-internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/model/coding.h"
#include "themewall/model/lenses.h"
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

/* Where the texts of each kind of row are: words of people, and what is none of theirs. */
enum { WORDS = 1, KEYS = 2 };

struct text_place {
	size_t at;
	int kind;
};

#define WORDS_AT(row, field)                                                                       \
	{                                                                                          \
		offsetof(struct row, field), WORDS                                                 \
	}
#define KEYS_AT(row, field)                                                                        \
	{                                                                                          \
		offsetof(struct row, field), KEYS                                                  \
	}

/* clang-format off */
static const struct text_place card_texts[] = {
	WORDS_AT(card, text), WORDS_AT(card, implies), WORDS_AT(card, need), KEYS_AT(card, rank)};
static const struct text_place cluster_texts[] = {
	WORDS_AT(cluster_row, cluster.name), KEYS_AT(cluster_row, cluster.rank),
	WORDS_AT(cluster_row, cluster.note[NOTE_DEFINITION]),
	WORDS_AT(cluster_row, cluster.note[NOTE_INCLUDE]),
	WORDS_AT(cluster_row, cluster.note[NOTE_EXCLUDE])};
static const struct text_place participant_texts[] = {
	WORDS_AT(participant_row, participant.name),
	KEYS_AT(participant_row, participant.consent_record),
	KEYS_AT(participant_row, participant.consent_quote),
	WORDS_AT(participant_row, participant.note)};
static const struct text_place session_texts[] = {
	WORDS_AT(session_row, session.title), KEYS_AT(session_row, session.date),
	WORDS_AT(session_row, session.kind)};
static const struct text_place transcript_texts[] = {
	WORDS_AT(transcript_row, transcript.title),
	WORDS_AT(transcript_row, transcript.origin_name),
	KEYS_AT(transcript_row, transcript.origin_format),
	KEYS_AT(transcript_row, transcript.encoding)};
static const struct text_place speaker_texts[] = {WORDS_AT(speaker, label)};
static const struct text_place insight_texts[] = {
	WORDS_AT(insight, claim), WORDS_AT(insight, so_what), WORDS_AT(insight, problem),
	WORDS_AT(insight, change), WORDS_AT(insight, expected), KEYS_AT(insight, rank)};
static const struct text_place evidence_texts[] = {
	WORDS_AT(evidence, source), WORDS_AT(evidence, note), KEYS_AT(evidence, rank)};
static const struct text_place recommendation_texts[] = {
	WORDS_AT(recommendation, text), WORDS_AT(recommendation, owner),
	KEYS_AT(recommendation, rank)};
static const struct text_place belief_texts[] = {
	WORDS_AT(belief, text), WORDS_AT(belief, why), KEYS_AT(belief, rank)};
static const struct text_place decision_texts[] = {
	WORDS_AT(decision, text), KEYS_AT(decision, date), KEYS_AT(decision, rank)};
static const struct text_place tag_texts[] = {
	WORDS_AT(tag_row, tag.facet), WORDS_AT(tag_row, tag.name)};
static const struct text_place layer_texts[] = {KEYS_AT(layer, coder), WORDS_AT(layer, name)};
static const struct text_place layer_card_texts[] = {WORDS_AT(layer_card, label)};
static const struct text_place ballot_texts[] = {WORDS_AT(ballot, title)};
static const struct text_place vote_texts[] = {KEYS_AT(vote, coder)};
static const struct text_place lens_texts[] = {
	WORDS_AT(saved_lens, name), WORDS_AT(saved_lens, value)};
static const struct text_place home_texts[] = {KEYS_AT(home, rank)};
static const struct text_place twin_texts[] = {KEYS_AT(twin, rank)};
/* clang-format on */
#undef WORDS_AT
#undef KEYS_AT

/* One walk over the texts of one of the kinds. */
struct walk {
	int kinds;
	void (*visit)(void *context, struct str *text);
	void *context;
};

static void walk_table(const struct walk *walk, const struct rows *table,
		       const struct text_place *places, size_t n)
{
	uint32_t position = 0;
	for (char *row; (row = rows_next(table, &position));)
		for (size_t i = 0; i < n; i++)
			if (places[i].kind & walk->kinds)
				walk->visit(walk->context,
					    (struct str *)(void *)(row + places[i].at));
}

static void walk_study(const struct walk *walk, struct study *study)
{
	if (!(walk->kinds & WORDS))
		return;
	walk->visit(walk->context, &study->title);
	walk->visit(walk->context, &study->question);
	walk->visit(walk->context, &study->segment);
}

static void walk_attributes(const struct walk *walk, const struct rows *participants)
{
	uint32_t position = 0;
	if (!(walk->kinds & WORDS))
		return;
	for (struct participant_row *row; (row = rows_next(participants, &position));) {
		for (size_t i = 0; i < row->participant.nattributes; i++) {
			walk->visit(walk->context, &row->participant.attributes[i].name);
			walk->visit(walk->context, &row->participant.attributes[i].value);
		}
	}
}

static void walk_texts(struct model *model, const struct walk *walk)
{
	walk_study(walk, &model->study);
	walk_table(walk, &model->cards, card_texts, TW_COUNT(card_texts));
	walk_table(walk, &model->clusters, cluster_texts, TW_COUNT(cluster_texts));
	walk_table(walk, &model->participants, participant_texts, TW_COUNT(participant_texts));
	walk_attributes(walk, &model->participants);
	walk_table(walk, &model->sessions, session_texts, TW_COUNT(session_texts));
	walk_table(walk, &model->transcripts, transcript_texts, TW_COUNT(transcript_texts));
	walk_table(walk, &model->speakers, speaker_texts, TW_COUNT(speaker_texts));
	walk_table(walk, &model->tags, tag_texts, TW_COUNT(tag_texts));
	walk_table(walk, &model->coding[CODING_LAYERS], layer_texts, TW_COUNT(layer_texts));
	walk_table(walk, &model->coding[CODING_LAYER_CARDS], layer_card_texts,
		   TW_COUNT(layer_card_texts));
	walk_table(walk, &model->coding[CODING_BALLOTS], ballot_texts, TW_COUNT(ballot_texts));
	walk_table(walk, &model->coding[CODING_VOTES], vote_texts, TW_COUNT(vote_texts));
	walk_table(walk, &model->coding[CODING_LENSES], lens_texts, TW_COUNT(lens_texts));
	walk_table(walk, &model->homes, home_texts, TW_COUNT(home_texts));
	walk_table(walk, &model->twins, twin_texts, TW_COUNT(twin_texts));
	walk_table(walk, &model->insights, insight_texts, TW_COUNT(insight_texts));
	walk_table(walk, &model->evidence, evidence_texts, TW_COUNT(evidence_texts));
	walk_table(walk, &model->recommendations, recommendation_texts,
		   TW_COUNT(recommendation_texts));
	walk_table(walk, &model->beliefs, belief_texts, TW_COUNT(belief_texts));
	walk_table(walk, &model->decisions, decision_texts, TW_COUNT(decision_texts));
}

void model_each_words(struct model *model, void (*visit)(void *context, struct str *text),
		      void *context)
{
	walk_texts(model, &(struct walk){WORDS, visit, context});
}

static void move(void *to, struct str *text)
{
	*text = texts_keep(to, *text);
}

void model_texts_tidy(struct model *model)
{
	struct texts fresh = {NULL, 0, 0};
	if (model->texts.waste <= WASTE_MIN + model->texts.kept / 2)
		return;
	walk_texts(model, &(struct walk){WORDS | KEYS, move, &fresh});
	texts_release(&model->texts);
	model->texts = fresh;
}
