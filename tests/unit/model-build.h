#ifndef MODEL_BUILD_H
#define MODEL_BUILD_H

/* Rows for tests of the model: one function per table, each one INSERT with plain defaults. */

#include <stdio.h>

#include "themewall/base/compiler.h"
#include "themewall/model/model.h"

#define ROW(t, o) ((struct row_change){.table = TABLE_##t, .op = ROW_##o})

TW_UNUSED static void set_int(struct row_change *row, int column, int64_t n)
{
	row->column[column] = value_int(n);
}

TW_UNUSED static void set_text(struct row_change *row, int column, const char *text)
{
	row->column[column] = value_text(str_of(text));
}

TW_UNUSED static void set_ref(struct row_change *row, int column, int64_t id)
{
	row->column[column] = value_ref(id);
}

/* A code in the form of its kind, in a buffer of the caller. */
TW_UNUSED static const char *code_text(char *buf, size_t size, const char *prefix, int64_t id)
{
	snprintf(buf, size, "%s%u", prefix, (unsigned)id);
	return buf;
}

TW_UNUSED static struct row_change study_row(const char *title)
{
	struct row_change row = ROW(STUDY, INSERT);
	set_int(&row, STUDY_ID, 1);
	set_text(&row, STUDY_TITLE, title);
	set_text(&row, STUDY_QUESTION, "");
	set_text(&row, STUDY_SEGMENT, "segment");
	set_int(&row, STUDY_CREATED, 0);
	return row;
}

TW_UNUSED static void put_study(struct model *model, const char *title)
{
	struct row_change row = study_row(title);
	model_apply(model, &row);
}

TW_UNUSED static void put_participant(struct model *model, int64_t id, const char *segment)
{
	char code[24];
	struct row_change row = ROW(PARTICIPANT, INSERT);
	set_int(&row, PARTICIPANT_ID, id);
	set_text(&row, PARTICIPANT_CODE, code_text(code, sizeof code, "P", id));
	set_text(&row, PARTICIPANT_CONSENT_RECORD, "");
	set_text(&row, PARTICIPANT_CONSENT_QUOTE, "");
	set_text(&row, PARTICIPANT_NOTE, "");
	model_apply(model, &row);
	if (!segment)
		return;
	row = ROW(ATTRIBUTE, INSERT);
	set_int(&row, ATTRIBUTE_PARTICIPANT, id);
	set_text(&row, ATTRIBUTE_NAME, "segment");
	set_text(&row, ATTRIBUTE_VALUE, segment);
	model_apply(model, &row);
}

TW_UNUSED static void put_session(struct model *model, int64_t id, int64_t ordinal)
{
	char code[24];
	struct row_change row = ROW(SESSION, INSERT);
	set_int(&row, SESSION_ID, id);
	set_text(&row, SESSION_CODE, code_text(code, sizeof code, "S", id));
	set_text(&row, SESSION_TITLE, "");
	set_text(&row, SESSION_DATE, "");
	set_text(&row, SESSION_KIND, "");
	set_int(&row, SESSION_ORDINAL, ordinal);
	model_apply(model, &row);
}

TW_UNUSED static void put_attendance(struct model *model, int64_t session, int64_t participant)
{
	struct row_change row = ROW(ATTENDANCE, INSERT);
	set_int(&row, ATTENDANCE_SESSION, session);
	set_int(&row, ATTENDANCE_PARTICIPANT, participant);
	model_apply(model, &row);
}

TW_UNUSED static void put_transcript(struct model *model, int64_t id, int64_t session)
{
	static const uint8_t sha[32];
	struct row_change row = ROW(TRANSCRIPT, INSERT);
	struct value blob = {.type = VALUE_BLOB, .s = {(const char *)sha, sizeof sha}};
	set_int(&row, TRANSCRIPT_ID, id);
	set_ref(&row, TRANSCRIPT_SESSION, session);
	set_int(&row, TRANSCRIPT_VERSION, 1);
	set_text(&row, TRANSCRIPT_TITLE, "talk");
	set_text(&row, TRANSCRIPT_ORIGIN_NAME, "talk.vtt");
	set_text(&row, TRANSCRIPT_ORIGIN_FORMAT, "vtt");
	set_text(&row, TRANSCRIPT_ENCODING, "UTF-8");
	row.column[TRANSCRIPT_SHA_BYTES] = row.column[TRANSCRIPT_SHA_TEXT] = blob;
	set_int(&row, TRANSCRIPT_NCHARS, 1000);
	set_int(&row, TRANSCRIPT_NTURNS, 0);
	set_int(&row, TRANSCRIPT_HIDDEN, 0);
	set_int(&row, TRANSCRIPT_LAMPORT, 1);
	model_apply(model, &row);
}

TW_UNUSED static void put_speaker(struct model *model, int64_t id, int64_t transcript,
				  const char *role, int64_t participant)
{
	struct row_change row = ROW(SPEAKER, INSERT);
	set_int(&row, SPEAKER_ID, id);
	set_int(&row, SPEAKER_TRANSCRIPT, transcript);
	set_text(&row, SPEAKER_LABEL, "label");
	set_text(&row, SPEAKER_ROLE, role);
	set_int(&row, SPEAKER_GUESSED, 0);
	set_ref(&row, SPEAKER_PARTICIPANT, participant);
	set_int(&row, SPEAKER_NWORDS, 10);
	model_apply(model, &row);
}

TW_UNUSED static struct row_change excerpt_row(int64_t id, int64_t transcript, int64_t speaker,
					       int64_t start, int64_t end)
{
	struct row_change row = ROW(EXCERPT, INSERT);
	set_int(&row, EXCERPT_ID, id);
	set_int(&row, EXCERPT_TRANSCRIPT, transcript);
	set_ref(&row, EXCERPT_SPEAKER, speaker);
	set_int(&row, EXCERPT_START, start);
	set_int(&row, EXCERPT_END, end);
	set_int(&row, EXCERPT_TIME, start * 100);
	set_text(&row, EXCERPT_QUOTE, "words");
	set_text(&row, EXCERPT_PREFIX, "");
	set_text(&row, EXCERPT_SUFFIX, "");
	return row;
}

TW_UNUSED static void put_excerpt(struct model *model, int64_t id, int64_t transcript,
				  int64_t speaker, int64_t start, int64_t end)
{
	struct row_change row = excerpt_row(id, transcript, speaker, start, end);
	model_apply(model, &row);
}

/* The code is written into a buffer of the caller, which must outlive the row. */
TW_UNUSED static struct row_change card_row(int64_t id, const char *code, const char *text,
					    int64_t excerpt, int64_t by_hand)
{
	struct row_change row = ROW(CARD, INSERT);
	set_int(&row, CARD_ID, id);
	set_text(&row, CARD_CODE, code);
	set_text(&row, CARD_KIND, excerpt ? "quote" : "observation");
	set_text(&row, CARD_TEXT, text);
	set_text(&row, CARD_IMPLIES, "");
	set_ref(&row, CARD_EXCERPT, excerpt);
	set_ref(&row, CARD_PARTICIPANT, by_hand);
	set_int(&row, CARD_SURPRISE, 0);
	set_int(&row, CARD_TENSION, 0);
	set_int(&row, CARD_CODER, 1);
	set_int(&row, CARD_CREATED, 0);
	return row;
}

TW_UNUSED static void put_card(struct model *model, int64_t id, int64_t excerpt, int64_t by_hand)
{
	char code[24];
	struct row_change row =
		card_row(id, code_text(code, sizeof code, "C-", id), "words", excerpt, by_hand);
	model_apply(model, &row);
}

TW_UNUSED static struct row_change cluster_row(int64_t id, const char *code, const char *name,
					       int64_t parent, const char *rank)
{
	struct row_change row = ROW(CLUSTER, INSERT);
	set_int(&row, CLUSTER_ID, id);
	set_text(&row, CLUSTER_CODE, code);
	set_text(&row, CLUSTER_NAME, name);
	set_ref(&row, CLUSTER_PARENT, parent);
	set_text(&row, CLUSTER_RANK, rank);
	set_int(&row, CLUSTER_COL, 0);
	set_int(&row, CLUSTER_LINE, 0);
	set_int(&row, CLUSTER_WIDTH, 1);
	set_int(&row, CLUSTER_FOLDED, 0);
	set_int(&row, CLUSTER_MV, 1);
	return row;
}

/* A top-level cluster. */
TW_UNUSED static void put_frame(struct model *model, int64_t id, const char *name, int column,
				int line, int width)
{
	char code[24];
	struct row_change row =
		cluster_row(id, code_text(code, sizeof code, "T-", id), name, 0, "");
	set_int(&row, CLUSTER_COL, column);
	set_int(&row, CLUSTER_LINE, line);
	set_int(&row, CLUSTER_WIDTH, width);
	model_apply(model, &row);
}

TW_UNUSED static void put_section(struct model *model, int64_t id, const char *name, int64_t parent,
				  const char *rank)
{
	char code[24];
	struct row_change row =
		cluster_row(id, code_text(code, sizeof code, "T-", id), name, parent, rank);
	model_apply(model, &row);
}

TW_UNUSED static void fold_cluster(struct model *model, int64_t id, bool folded)
{
	struct row_change row = ROW(CLUSTER, UPDATE);
	set_int(&row, CLUSTER_ID, id);
	set_int(&row, CLUSTER_FOLDED, folded);
	model_apply(model, &row);
}

TW_UNUSED static struct row_change home_row(enum row_op op, int64_t card, enum place_kind place,
					    int64_t cluster, const char *rank, int column, int line)
{
	struct row_change row = {.table = TABLE_PLACEMENT, .op = op};
	set_int(&row, PLACEMENT_ID, card);
	if (op == ROW_INSERT)
		set_int(&row, PLACEMENT_CARD, card);
	if (op == ROW_DELETE)
		return row;
	set_text(&row, PLACEMENT_PLACE, place_kind_name(place));
	set_ref(&row, PLACEMENT_CLUSTER, cluster);
	set_text(&row, PLACEMENT_RANK, rank);
	set_int(&row, PLACEMENT_COL, column);
	set_int(&row, PLACEMENT_LINE, line);
	set_int(&row, PLACEMENT_MV, 1);
	return row;
}

TW_UNUSED static void put_home(struct model *model, int64_t card, enum place_kind place,
			       int64_t cluster, const char *rank, int column, int line)
{
	struct row_change row = home_row(ROW_INSERT, card, place, cluster, rank, column, line);
	model_apply(model, &row);
}

TW_UNUSED static void move_home(struct model *model, int64_t card, enum place_kind place,
				int64_t cluster, const char *rank, int column, int line)
{
	struct row_change row = home_row(ROW_UPDATE, card, place, cluster, rank, column, line);
	model_apply(model, &row);
}

TW_UNUSED static void delete_row(struct model *model, enum table table, int64_t id)
{
	struct row_change row = {.table = table, .op = ROW_DELETE};
	row.column[0] = value_int(id);
	model_apply(model, &row);
}

/* "3 1 2" for comparing lists; in one buffer. */
TW_UNUSED static const char *ids_text(struct card_list list)
{
	static char text[4096];
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < list.n && n < sizeof text - 24; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%lld", i ? " " : "",
				      (long long)list.ids[i].n);
	return text;
}

#endif
