/* Turns of a transcript: copied in as one block, so that letting go of them is one free. */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

void model_load_turns(struct model *model, transcript_id id, const struct turn *turns,
		      size_t nturns)
{
	struct transcript_row *row = rows_find(&model->transcripts, id.n);
	size_t ncues = 0, nbytes = 0;
	assert(row);
	for (size_t i = 0; i < nturns; i++) {
		ncues += turns[i].ncues;
		nbytes += turns[i].text.n;
	}
	free(row->turns);
	row->turns = xmalloc(nturns * sizeof *turns + ncues * sizeof(struct cue) + nbytes);
	struct turn *turn = row->turns;
	struct cue *cue = (struct cue *)(void *)(turn + nturns);
	char *text = (char *)(cue + ncues);
	row->transcript.turns = turn;
	row->transcript.loaded = true;
	row->transcript.nturns = (int64_t)nturns;
	for (size_t i = 0; i < nturns; i++, turn++) {
		*turn = turns[i];
		turn->cues = cue;
		for (size_t j = 0; j < turns[i].ncues; j++)
			*cue++ = turns[i].cues[j];
		turn->text.p = text;
		if (turns[i].text.n)
			memcpy(text, turns[i].text.p, turns[i].text.n);
		text += turns[i].text.n;
	}
	model->revision++;
}

const struct turn *transcript_turn_at(const struct transcript *transcript, int64_t code_point)
{
	size_t low = 0, high = transcript->loaded ? (size_t)transcript->nturns : 0;
	if (high == 0 || code_point < 0 || code_point >= transcript->turns[high - 1].end)
		return NULL;
	while (high - low > 1) { /* turns[low].start <= code_point */
		size_t middle = low + (high - low) / 2;
		if (transcript->turns[middle].start <= code_point)
			low = middle;
		else
			high = middle;
	}
	return &transcript->turns[low];
}

int64_t turn_time_at(const struct turn *turn, int64_t code_point)
{
	int64_t ms = turn->start_ms;
	size_t low = 0, high = turn->ncues;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (turn->start + (int64_t)turn->cues[middle].at <= code_point)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? turn->cues[low - 1].ms : ms;
}

void transcript_add_code(const struct model *model, struct strbuf *out,
			 const struct transcript *transcript)
{
	const struct session *session = model_session(model, transcript->session);
	struct code none = {0, 0};
	code_add(out, CODE_SESSION, session ? session->code : none);
	if (transcript->version > 1)
		strbuf_addf(out, "v%lld", (long long)transcript->version);
}
