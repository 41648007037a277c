/*
 * The short lists: participants by code, sessions and transcripts in the order of the interviews,
 * who spoke in which, who is in view, and the numbers of the segments. All are made anew by the
 * first reader after any of their rows changed; a study has few of them.
 */
#include "model-internal.h"

#include <stdlib.h>

#include "themewall/base/banned.h"

void model_people_changed(struct model *model)
{
	model->people_live = false;
	model->epoch++;
	model->people_epoch++;
}

void model_people_release(struct model *model)
{
	free(model->participant_ids);
	free(model->session_ids);
	free(model->transcript_ids);
	free(model->speaker_ids);
	free(model->segment_stamps);
	model->participant_ids = NULL;
	model->session_ids = NULL;
	model->transcript_ids = NULL;
	model->speaker_ids = NULL;
	model->segment_stamps = NULL;
}

/* What is sorted: by two numbers. */
struct entry {
	int64_t first, second;
	void *row;
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->second > y->second) - (x->second < y->second);
}

static void settle_transcripts(struct model *model)
{
	struct entry *list = xcalloc(model->transcripts.count, sizeof *list);
	uint32_t position = 0, n = 0;
	for (struct transcript_row *row; (row = rows_next(&model->transcripts, &position));) {
		struct session_row *in = rows_find(&model->sessions, row->transcript.session.n);
		list[n++] = (struct entry){in ? in->session.ordinal : INT64_MAX,
					   row->transcript.id.n, row};
		row->nspeakers = 0;
		if (in) {
			in->ntranscripts++;
			in->nvisible += !row->transcript.hidden;
		}
	}
	qsort(list, n, sizeof *list, compare);
	model->transcript_ids = xcalloc(n, sizeof *model->transcript_ids);
	model->ntranscripts = model->nreplaced = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct transcript_row *row = list[i].row;
		row->order = i;
		if (!row->transcript.hidden)
			model->transcript_ids[model->ntranscripts++] = row->transcript.id;
	}
	for (uint32_t i = 0; i < n; i++)
		if (((struct transcript_row *)list[i].row)->transcript.replaced)
			model->transcript_ids[model->ntranscripts + model->nreplaced++] =
				((struct transcript_row *)list[i].row)->transcript.id;
	free(list);
}

static void settle_speakers(struct model *model)
{
	struct entry *list = xcalloc(model->speakers.count, sizeof *list);
	uint32_t position = 0, n = 0;
	for (struct speaker *s; (s = rows_next(&model->speakers, &position));)
		list[n++] = (struct entry){s->transcript.n, s->id.n, s};
	qsort(list, n, sizeof *list, compare);
	model->speaker_ids = xcalloc(n, sizeof *model->speaker_ids);
	for (uint32_t i = 0; i < n; i++) {
		const struct speaker *s = list[i].row;
		struct transcript_row *row = rows_find(&model->transcripts, s->transcript.n);
		model->speaker_ids[i] = s->id;
		if (!row)
			continue;
		if (row->nspeakers++ == 0)
			row->speakers = i;
	}
	free(list);
}

static void reset_sessions(struct model *model)
{
	uint32_t position = 0;
	for (struct session_row *row; (row = rows_next(&model->sessions, &position));)
		row->ntranscripts = row->nvisible = 0;
	position = 0;
	for (struct participant_row *row; (row = rows_next(&model->participants, &position));)
		row->participant.nsessions = 0;
}

static void count_attendance(struct model *model, const struct session *session)
{
	for (size_t i = 0; i < session->nattendance; i++) {
		struct participant_row *row =
			rows_find(&model->participants, session->attendance[i].n);
		if (row)
			row->participant.nsessions++;
	}
}

/* After the transcripts were counted into their sessions. */
static void settle_sessions(struct model *model)
{
	struct entry *list = xcalloc(model->sessions.count, sizeof *list);
	uint32_t position = 0, n = 0;
	for (struct session_row *row; (row = rows_next(&model->sessions, &position));)
		if (row->present && (row->nvisible || !row->ntranscripts))
			list[n++] = (struct entry){row->session.ordinal, row->session.id.n, row};
	qsort(list, n, sizeof *list, compare);
	model->session_ids = xcalloc(n, sizeof *model->session_ids);
	model->nsessions = n;
	for (uint32_t i = 0; i < n; i++) {
		const struct session_row *row = list[i].row;
		model->session_ids[i] = row->session.id;
		count_attendance(model, &row->session);
	}
	free(list);
}

static int64_t code_number(struct code code)
{
	return (int64_t)code.letter << 32 | code.number;
}

static void settle_participants(struct model *model)
{
	struct entry *list = xcalloc(model->participants.count, sizeof *list);
	uint32_t position = 0, n = 0;
	model->nview = 0;
	for (struct participant_row *row; (row = rows_next(&model->participants, &position));) {
		const struct participant *p = &row->participant;
		if (!row->present)
			continue;
		list[n++] = (struct entry){code_number(p->code), p->id.n, row};
		model->nview += p->nsessions > 0;
	}
	qsort(list, n, sizeof *list, compare);
	model->participant_ids = xcalloc(n, sizeof *model->participant_ids);
	model->nparticipants = n;
	for (uint32_t i = 0; i < n; i++)
		model->participant_ids[i] =
			((const struct participant_row *)list[i].row)->participant.id;
	free(list);
}

struct segment {
	struct str value;
	struct participant_row *row;
};

static int compare_segments(const void *a, const void *b)
{
	return str_compare(((const struct segment *)a)->value, ((const struct segment *)b)->value);
}

/* Numbers the values of the segment attribute, so that tallies can count them by stamps. */
static void settle_segments(struct model *model)
{
	struct segment *list = xcalloc(model->nparticipants, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; i < model->nparticipants; i++) {
		struct participant_row *row =
			rows_find(&model->participants, model->participant_ids[i].n);
		struct str value = model_participant_segment(model, &row->participant);
		row->segment = 0;
		if (value.n)
			list[n++] = (struct segment){value, row};
	}
	qsort(list, n, sizeof *list, compare_segments);
	model->nsegments = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || !str_equal(list[i - 1].value, list[i].value))
			model->nsegments++;
		list[i].row->segment = (uint32_t)model->nsegments;
	}
	model->segment_stamps = xcalloc(model->nsegments + 1, sizeof *model->segment_stamps);
	free(list);
}

void model_people_settle(struct model *model)
{
	if (model->people_live)
		return;
	model_people_release(model);
	reset_sessions(model);
	settle_transcripts(model);
	settle_speakers(model);
	settle_sessions(model);
	settle_participants(model);
	settle_segments(model);
	model->people_live = true;
}

static const struct model *settled(const struct model *model)
{
	model_people_settle((struct model *)model); /* not const underneath */
	return model;
}

struct participant_list model_participants(const struct model *model)
{
	return (struct participant_list){settled(model)->participant_ids, model->nparticipants};
}

struct session_list model_sessions(const struct model *model)
{
	return (struct session_list){settled(model)->session_ids, model->nsessions};
}

struct transcript_list model_transcripts(const struct model *model)
{
	return (struct transcript_list){settled(model)->transcript_ids, model->ntranscripts};
}

struct transcript_list model_replaced_transcripts(const struct model *model)
{
	return (struct transcript_list){settled(model)->transcript_ids + model->ntranscripts,
					model->nreplaced};
}

struct speaker_list model_speakers(const struct model *model, transcript_id id)
{
	const struct transcript_row *row = rows_find(&settled(model)->transcripts, id.n);
	if (!row || !row->nspeakers)
		return (struct speaker_list){NULL, 0};
	return (struct speaker_list){model->speaker_ids + row->speakers, row->nspeakers};
}

size_t model_people_in_view(const struct model *model)
{
	return settled(model)->nview;
}
