/*
 * Would the model take a changed row? What the file's own rules make sure of can be forged past
 * them, in a wall from a stranger or a journal another program wrote: words that are none, numbers
 * out of range, a row twice, a change of what is not there. The store asks before it feeds.
 */
#include "model-internal.h"

#include "themewall/model/rank.h"

/* ---- is it there already ---- */

static bool has_row(const struct rows *rows, const struct row_change *change)
{
	return rows_at(rows, change->column[0].i) != NOWHERE;
}

static bool has_attribute(const struct participant_row *row, struct str name)
{
	for (size_t i = 0; row && i < row->participant.nattributes; i++)
		if (str_equal(row->participant.attributes[i].name, name))
			return true;
	return false;
}

static bool has_attendance(const struct session_row *row, int64_t who)
{
	for (size_t i = 0; row && i < row->session.nattendance; i++)
		if (row->session.attendance[i].n == who)
			return true;
	return false;
}

static bool has_excerpt(const struct model *model, const struct row_change *change)
{
	uint32_t card = index_find(&model->by_excerpt, change->column[0].i);
	return has_row(&model->excerpts, change) ||
	       (card != NOWHERE && model_card_at(model, card)->start >= 0);
}

static bool has_home(const struct model *model, const struct row_change *change)
{
	const struct card *card = rows_find(&model->cards, change->column[0].i);
	return has_row(&model->twins, change) ||
	       (card ? card->placed : has_row(&model->homes, change));
}

static bool is_there(const struct model *model, const struct row_change *change)
{
	int64_t id = change->column[0].i;
	const struct participant_row *person;
	const struct session_row *session;
	const struct cluster_row *cluster;
	switch (change->table) {
	case TABLE_PARTICIPANT:
		person = rows_find(&model->participants, id);
		return person && person->present;
	case TABLE_IDENTITY:
		person = rows_find(&model->participants, id);
		return person && person->named;
	case TABLE_ATTRIBUTE:
		person = rows_find(&model->participants, id);
		return has_attribute(person, change->column[ATTRIBUTE_NAME].s);
	case TABLE_SESSION:
		session = rows_find(&model->sessions, id);
		return session && session->present;
	case TABLE_ATTENDANCE:
		session = rows_find(&model->sessions, id);
		return has_attendance(session, change->column[ATTENDANCE_PARTICIPANT].i);
	case TABLE_TRANSCRIPT:
		return has_row(&model->transcripts, change);
	case TABLE_SPEAKER:
		return has_row(&model->speakers, change);
	case TABLE_EXCERPT:
		return has_excerpt(model, change);
	case TABLE_CARD:
		return has_row(&model->cards, change);
	case TABLE_CLUSTER:
		cluster = rows_find(&model->clusters, id);
		return cluster && cluster->present;
	case TABLE_PLACEMENT:
		return has_home(model, change);
	case TABLE_TAG:
		return has_row(&model->tags, change);
	case TABLE_TENSION:
		return has_row(&model->tensions, change);
	case TABLE_LAYER:
		return has_row(&model->coding[CODING_LAYERS], change);
	case TABLE_LAYER_CARD:
		return has_row(&model->coding[CODING_LAYER_CARDS], change);
	case TABLE_BALLOT:
		return has_row(&model->coding[CODING_BALLOTS], change);
	case TABLE_VOTE:
		return has_row(&model->coding[CODING_VOTES], change);
	case TABLE_LENS:
		return has_row(&model->coding[CODING_LENSES], change);
	case TABLE_INSIGHT:
		return has_row(&model->insights, change);
	case TABLE_EVIDENCE:
		return has_row(&model->evidence, change);
	case TABLE_RECOMMENDATION:
		return has_row(&model->recommendations, change);
	case TABLE_BELIEF:
		return has_row(&model->beliefs, change);
	case TABLE_DECISION:
		return has_row(&model->decisions, change);
	case TABLE_STUDY:
	case TABLE_COUNT:
		break;
	}
	return change->op != ROW_INSERT;
}

/* ---- are its values such as we write ---- */

static bool is_between(const struct row_change *change, int column, int64_t least, int64_t most)
{
	int64_t value = change->column[column].i;
	return !row_has(change, column) || (value >= least && value <= most);
}

static bool is_rank(const struct row_change *change, int column)
{
	struct str rank = change->column[column].s;
	return !row_has(change, column) || !rank.n || rank_is_valid(rank);
}

static bool is_sound_placement(const struct row_change *change)
{
	bool whole = change->op == ROW_INSERT;
	enum place_kind place = row_has(change, PLACEMENT_PLACE)
					? place_kind_find(change->column[PLACEMENT_PLACE].s)
					: PLACE_TRAY;
	return place < PLACES && is_rank(change, PLACEMENT_RANK) &&
	       is_between(change, PLACEMENT_COL, 0, 1000000) &&
	       is_between(change, PLACEMENT_LINE, 0, 100000000) &&
	       (!whole || (place == PLACE_CLUSTER) == (change->column[PLACEMENT_CLUSTER].i > 0));
}

static bool is_sound(const struct row_change *change)
{
	switch ((int)change->table) { /* the others may say anything */
	case TABLE_TAG:
		return is_between(change, TAG_CARD, 1, INT64_MAX);
	case TABLE_TRANSCRIPT:
		return is_between(change, TRANSCRIPT_NCHARS, 0, INT32_MAX) &&
		       is_between(change, TRANSCRIPT_NTURNS, 0, INT32_MAX);
	case TABLE_SPEAKER:
		return !row_has(change, SPEAKER_ROLE) ||
		       role_find(change->column[SPEAKER_ROLE].s) < ROLES;
	case TABLE_EXCERPT:
		return is_between(change, EXCERPT_START, 0, INT32_MAX) &&
		       is_between(change, EXCERPT_END, 1, INT32_MAX) &&
		       (change->op != ROW_INSERT ||
			change->column[EXCERPT_START].i < change->column[EXCERPT_END].i);
	case TABLE_CARD:
		return !row_has(change, CARD_KIND) ||
		       card_kind_find(change->column[CARD_KIND].s) < CARD_KINDS;
	case TABLE_CLUSTER:
		return is_rank(change, CLUSTER_RANK) && is_between(change, CLUSTER_WIDTH, 1, 6) &&
		       is_between(change, CLUSTER_COL, 0, 1000000) &&
		       is_between(change, CLUSTER_LINE, 0, 100000000);
	case TABLE_PLACEMENT:
		return is_sound_placement(change);
	default:
		return true;
	}
}

static bool has_keys(const struct row_change *change)
{
	const struct table_info *info = table_info(change->table);
	for (int i = 0; i < info->nkeys; i++)
		if (info->columns[i].type != COLUMN_TEXT && change->column[i].i <= 0)
			return false;
	return true;
}

bool model_accepts(const struct model *model, const struct row_change *change)
{
	if (change->op == ROW_DELETE ? !has_keys(change) : !has_keys(change) || !is_sound(change))
		return false;
	return is_there(model, change) == (change->op != ROW_INSERT);
}
