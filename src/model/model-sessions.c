/*
 * Sessions and who attended, transcripts and who spoke. Attendance lies in its session's row, which
 * may come after it; everything else refers by id and is resolved when the lists are settled.
 */
#include "model-internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/banned.h"

void model_sessions_init(struct model *model)
{
	rows_init(&model->sessions, sizeof(struct session_row));
	rows_init(&model->transcripts, sizeof(struct transcript_row));
	rows_init(&model->speakers, sizeof(struct speaker));
}

void model_sessions_clear(struct model *model)
{
	uint32_t position = 0;
	for (struct session_row *row; (row = rows_next(&model->sessions, &position));)
		free(row->session.attendance);
	position = 0;
	for (struct transcript_row *row; (row = rows_next(&model->transcripts, &position));)
		free(row->turns);
	rows_clear(&model->sessions);
	rows_clear(&model->transcripts);
	rows_clear(&model->speakers);
}

static void drop(struct model *model, struct str *text)
{
	texts_drop(&model->texts, *text);
	*text = STR("");
}

/* Sessions. */

static struct session_row *row_make(struct model *model, int64_t id)
{
	uint32_t position = rows_at(&model->sessions, id);
	model_people_changed(model);
	if (position == NOWHERE)
		position = rows_add(&model->sessions, id);
	return rows_get(&model->sessions, position);
}

static void row_drop(struct model *model, struct session_row *row)
{
	if (row->present || row->session.nattendance)
		return;
	free(row->session.attendance);
	rows_remove(&model->sessions, rows_at(&model->sessions, row->session.id.n));
}

void model_apply_session(struct model *model, const struct row_change *change)
{
	struct session_row *row = row_make(model, row_int(change, SESSION_ID, 0));
	struct session *s = &row->session;
	assert(row->present == (change->op != ROW_INSERT));
	row->present = change->op != ROW_DELETE;
	if (row_has(change, SESSION_ORDINAL) || change->op != ROW_UPDATE)
		model_lists_forget(model, LIVE_PLACES); /* the reading order changes */
	if (change->op == ROW_DELETE) {
		drop(model, &s->title);
		drop(model, &s->date);
		drop(model, &s->kind);
		row_drop(model, row);
		return;
	}
	s->code = row_code(change, SESSION_CODE, CODE_SESSION, s->code);
	row_text(model, change, SESSION_TITLE, &s->title);
	row_text(model, change, SESSION_DATE, &s->date);
	row_text(model, change, SESSION_KIND, &s->kind);
	s->ordinal = row_int(change, SESSION_ORDINAL, s->ordinal);
}

void model_apply_attendance(struct model *model, const struct row_change *change)
{
	struct session_row *row = row_make(model, row_int(change, ATTENDANCE_SESSION, 0));
	struct session *s = &row->session;
	participant_id who = {row_int(change, ATTENDANCE_PARTICIPANT, 0)};
	size_t at = 0;
	while (at < s->nattendance && s->attendance[at].n < who.n)
		at++;
	assert((at < s->nattendance && s->attendance[at].n == who.n) == (change->op != ROW_INSERT));
	if (change->op == ROW_INSERT) {
		s->attendance = xreallocarray(s->attendance, s->nattendance + 1, sizeof who);
		memmove(s->attendance + at + 1, s->attendance + at,
			(s->nattendance++ - at) * sizeof who);
		s->attendance[at] = who;
	} else if (change->op == ROW_DELETE) {
		memmove(s->attendance + at, s->attendance + at + 1,
			(--s->nattendance - at) * sizeof who);
		row_drop(model, row);
	}
}

/* Transcripts. */

static void take_sha(const struct row_change *change, int column, uint8_t sha[32])
{
	if (change->column[column].type == VALUE_BLOB && change->column[column].s.n == 32)
		memcpy(sha, change->column[column].s.p, 32);
}

static void delete_transcript(struct model *model, uint32_t position)
{
	struct transcript_row *row = rows_get(&model->transcripts, position);
	drop(model, &row->transcript.title);
	drop(model, &row->transcript.origin_name);
	drop(model, &row->transcript.origin_format);
	drop(model, &row->transcript.encoding);
	free(row->turns);
	model_vec_release(&row->cards);
	rows_remove(&model->transcripts, position);
}

static void read_transcript(struct model *model, struct transcript *t,
			    const struct row_change *change)
{
	t->session.n = row_int(change, TRANSCRIPT_SESSION, t->session.n);
	t->version = row_int(change, TRANSCRIPT_VERSION, t->version);
	row_text(model, change, TRANSCRIPT_TITLE, &t->title);
	row_text(model, change, TRANSCRIPT_ORIGIN_NAME, &t->origin_name);
	row_text(model, change, TRANSCRIPT_ORIGIN_FORMAT, &t->origin_format);
	row_text(model, change, TRANSCRIPT_ENCODING, &t->encoding);
	take_sha(change, TRANSCRIPT_SHA_BYTES, t->sha_bytes);
	take_sha(change, TRANSCRIPT_SHA_TEXT, t->sha_text);
	t->nchars = row_int(change, TRANSCRIPT_NCHARS, t->nchars);
	if (!t->loaded) /* from then on it counts what is there */
		t->nturns = row_int(change, TRANSCRIPT_NTURNS, t->nturns);
	if (row_has(change, TRANSCRIPT_HIDDEN)) {
		t->hidden = row_int(change, TRANSCRIPT_HIDDEN, VERSION_SHOWN) != VERSION_SHOWN;
		t->replaced = row_int(change, TRANSCRIPT_HIDDEN, VERSION_SHOWN) == VERSION_REPLACED;
	}
	t->lamport = row_int(change, TRANSCRIPT_LAMPORT, t->lamport);
}

void model_apply_transcript(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, TRANSCRIPT_ID, 0);
	uint32_t position = rows_at(&model->transcripts, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	model_people_changed(model);
	if (row_has(change, TRANSCRIPT_SESSION) || change->op != ROW_UPDATE)
		model_lists_forget(model, LIVE_PLACES | LIVE_RECEIPTS);
	if (change->op == ROW_DELETE) {
		delete_transcript(model, position);
		return;
	}
	if (change->op == ROW_INSERT)
		position = rows_add(&model->transcripts, id);
	struct transcript_row *row = rows_get(&model->transcripts, position);
	read_transcript(model, &row->transcript, change);
}

/* Speakers. */

void model_apply_speaker(struct model *model, const struct row_change *change)
{
	int64_t id = row_int(change, SPEAKER_ID, 0);
	uint32_t position = rows_at(&model->speakers, id);
	assert((position == NOWHERE) == (change->op == ROW_INSERT));
	model_people_changed(model);
	if (change->op == ROW_INSERT)
		position = rows_add(&model->speakers, id);
	struct speaker *s = rows_get(&model->speakers, position);
	if (change->op == ROW_DELETE) {
		drop(model, &s->label);
		rows_remove(&model->speakers, position);
		return;
	}
	s->transcript.n = row_int(change, SPEAKER_TRANSCRIPT, s->transcript.n);
	row_text(model, change, SPEAKER_LABEL, &s->label);
	if (row_has(change, SPEAKER_ROLE))
		s->role = role_find(change->column[SPEAKER_ROLE].s);
	assert(s->role < ROLES);
	s->guessed = row_int(change, SPEAKER_GUESSED, s->guessed) != 0;
	s->participant.n = row_int(change, SPEAKER_PARTICIPANT, s->participant.n);
	s->nwords = row_int(change, SPEAKER_NWORDS, s->nwords);
}

/* Lookups. */

const struct session *model_session(const struct model *model, session_id id)
{
	struct session_row *row = rows_find(&model->sessions, id.n);
	return row && row->present ? &row->session : NULL;
}

const struct transcript *model_transcript(const struct model *model, transcript_id id)
{
	struct transcript_row *row = rows_find(&model->transcripts, id.n);
	return row ? &row->transcript : NULL;
}

const struct speaker *model_speaker(const struct model *model, speaker_id id)
{
	return rows_find(&model->speakers, id.n);
}

const struct session *model_session_by_code(const struct model *model, struct code code)
{
	uint32_t position = 0;
	for (struct session_row *row; (row = rows_next(&model->sessions, &position));)
		if (row->present && row->session.code.letter == code.letter &&
		    row->session.code.number == code.number)
			return &row->session;
	return NULL;
}

participant_id model_card_participant(const struct model *model, const struct card *card)
{
	const struct speaker *speaker = model_speaker(model, card->speaker);
	if (speaker && speaker->participant.n && speaker->role != ROLE_MODERATOR &&
	    speaker->role != ROLE_OBSERVER)
		return speaker->participant;
	return card->by_hand;
}

bool model_card_is_moderator(const struct model *model, const struct card *card)
{
	const struct speaker *speaker = model_speaker(model, card->speaker);
	return speaker && (speaker->role == ROLE_MODERATOR || speaker->role == ROLE_OBSERVER);
}
