/*
 * A veil over the words of the study: a text that must not be read as it is stands aside while
 * another one is in its place. Both are borrowed until the veil is lifted: the stored one from the
 * model, the other one from here.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/banned.h"

struct aside {
	struct str *place, stored;
};

struct veil {
	model_filter *filter;
	const void *context; /* borrowed */
	struct texts texts;  /* what is read instead */
	struct strbuf text;
	struct aside *aside; /* owned */
	size_t n, capacity;
};

static void cover(void *context, struct str *place)
{
	struct veil *veil = context;
	strbuf_reset(&veil->text);
	if (!place->n || !veil->filter(veil->context, &veil->text, *place))
		return;
	ALLOC_GROW(veil->aside, veil->n + 1, veil->capacity);
	veil->aside[veil->n++] = (struct aside){place, *place};
	*place = texts_keep(&veil->texts, strbuf_str(&veil->text));
}

static void cover_turns(struct veil *veil, const struct rows *transcripts)
{
	uint32_t position = 0;
	for (struct transcript_row *row; (row = rows_next(transcripts, &position));) {
		struct turn *turns = row->turns;
		for (int64_t i = 0; row->transcript.loaded && i < row->transcript.nturns; i++)
			cover(veil, &turns[i].text);
	}
}

/* A list of other words than those that can be read now. */
static void forget_tags(struct model *model)
{
	free(model->all_tags);
	model->all_tags = NULL;
}

/* Segments are told apart by what is stored: two of them may read alike. */
void model_veil(struct model *model, model_filter *filter, const void *context, bool turns)
{
	assert(!model->veil);
	model_people_settle(model);
	forget_tags(model);
	struct veil *veil = xcalloc(1, sizeof *veil);
	model->veil = veil;
	veil->filter = filter;
	veil->context = context;
	strbuf_init(&veil->text);
	model_each_words(model, cover, veil);
	if (turns)
		cover_turns(veil, &model->transcripts);
}

void model_unveil(struct model *model)
{
	struct veil *veil = model->veil;
	if (!veil)
		return;
	forget_tags(model);
	for (size_t i = 0; i < veil->n; i++)
		*veil->aside[i].place = veil->aside[i].stored;
	texts_release(&veil->texts);
	strbuf_release(&veil->text);
	free(veil->aside);
	free(veil);
	model->veil = NULL;
}
