#ifndef EXPORT_BUILD_H
#define EXPORT_BUILD_H

/* Studies for the export tests: rows through model_apply, as the store would send them. Ids are
 * large on purpose: none may show. */
#include "themewall/base/compiler.h"
#include "themewall/base/sha256.h"
#include "themewall/base/str.h"
#include "themewall/model/model.h"
#include "themewall/model/rank.h"
#include "themewall/text/utf8.h"

struct build {
	struct model *model;
	int64_t last_id;
	uint32_t last_card;
};

static int64_t new_id(struct build *b)
{
	return (int64_t)7 << 32 | (b->last_id += 3);
}

static struct row_change row_of(enum table table)
{
	struct row_change row = {.table = table, .op = ROW_INSERT};
	for (int i = 0; i < table_info(table)->ncolumns; i++)
		row.column[i] = value_null();
	return row;
}

static struct value text_value(const char *z)
{
	return value_text(str_of(z ? z : ""));
}

TW_UNUSED static struct build build_study(const char *title, const char *question)
{
	struct build b = {model_new(), 100, 0};
	struct row_change row = row_of(TABLE_STUDY);
	row.column[STUDY_ID] = value_int(1);
	row.column[STUDY_TITLE] = text_value(title);
	row.column[STUDY_QUESTION] = text_value(question);
	row.column[STUDY_SEGMENT] = text_value("segment");
	row.column[STUDY_CREATED] = value_int(1773669727000);
	model_apply(b.model, &row);
	return b;
}

TW_UNUSED static void build_attribute(struct build *b, int64_t person, const char *name,
				      struct str value)
{
	struct row_change row = row_of(TABLE_ATTRIBUTE);
	row.column[ATTRIBUTE_PARTICIPANT] = value_int(person);
	row.column[ATTRIBUTE_NAME] = text_value(name);
	row.column[ATTRIBUTE_VALUE] = value_text(value);
	model_apply(b->model, &row);
}

TW_UNUSED static int64_t build_person(struct build *b, const char *code, const char *name,
				      const char *segment, const char *consent)
{
	int64_t id = new_id(b);
	struct row_change row = row_of(TABLE_PARTICIPANT);
	row.column[PARTICIPANT_ID] = value_int(id);
	row.column[PARTICIPANT_CODE] = text_value(code);
	row.column[PARTICIPANT_CONSENT_RECORD] = text_value("");
	row.column[PARTICIPANT_CONSENT_QUOTE] = text_value(consent);
	row.column[PARTICIPANT_NOTE] = text_value("");
	model_apply(b->model, &row);
	if (name) {
		row = row_of(TABLE_IDENTITY);
		row.column[IDENTITY_PARTICIPANT] = value_int(id);
		row.column[IDENTITY_NAME] = text_value(name);
		model_apply(b->model, &row);
	}
	if (segment)
		build_attribute(b, id, "segment", str_of(segment));
	return id;
}

TW_UNUSED static int64_t build_session(struct build *b, const char *code, int64_t ordinal,
				       const char *date)
{
	int64_t id = new_id(b);
	struct row_change row = row_of(TABLE_SESSION);
	row.column[SESSION_ID] = value_int(id);
	row.column[SESSION_CODE] = text_value(code);
	row.column[SESSION_TITLE] = text_value("");
	row.column[SESSION_DATE] = text_value(date);
	row.column[SESSION_KIND] = text_value("");
	row.column[SESSION_ORDINAL] = value_int(ordinal);
	model_apply(b->model, &row);
	return id;
}

TW_UNUSED static void build_attend(struct build *b, int64_t session, int64_t person)
{
	struct row_change row = row_of(TABLE_ATTENDANCE);
	row.column[ATTENDANCE_SESSION] = value_int(session);
	row.column[ATTENDANCE_PARTICIPANT] = value_int(person);
	model_apply(b->model, &row);
}

TW_UNUSED static int64_t build_speaker(struct build *b, int64_t transcript, struct str label,
				       const char *role, int64_t person, int64_t nwords)
{
	int64_t id = new_id(b);
	struct row_change row = row_of(TABLE_SPEAKER);
	row.column[SPEAKER_ID] = value_int(id);
	row.column[SPEAKER_TRANSCRIPT] = value_int(transcript);
	row.column[SPEAKER_LABEL] = value_text(label);
	row.column[SPEAKER_ROLE] = text_value(role);
	row.column[SPEAKER_GUESSED] = value_int(0);
	row.column[SPEAKER_PARTICIPANT] = value_ref(person);
	row.column[SPEAKER_NWORDS] = value_int(nwords);
	model_apply(b->model, &row);
	return id;
}

/* start, end and speakers of the turns are filled by the caller or by build_turns_place. */
TW_UNUSED static int64_t build_place_turns(struct turn *turns, size_t n)
{
	int64_t at = 0;
	for (size_t i = 0; i < n; i++) {
		turns[i].start = at;
		turns[i].end = at + (int64_t)utf8_length(turns[i].text);
		at = turns[i].end + 1;
	}
	return n ? at - 1 : 0;
}

TW_UNUSED static void build_transcript_row(struct build *b, int64_t id, int64_t session,
					   const char *name, int64_t version, int64_t nchars,
					   int64_t nturns)
{
	static const char digest[32] = "0123456789abcdef0123456789abcde";
	struct row_change row = row_of(TABLE_TRANSCRIPT);
	row.column[TRANSCRIPT_ID] = value_int(id);
	row.column[TRANSCRIPT_SESSION] = value_ref(session);
	row.column[TRANSCRIPT_VERSION] = value_int(version);
	row.column[TRANSCRIPT_TITLE] = text_value(name);
	row.column[TRANSCRIPT_ORIGIN_NAME] = text_value(name);
	row.column[TRANSCRIPT_ORIGIN_FORMAT] = text_value("vtt");
	row.column[TRANSCRIPT_ENCODING] = text_value("UTF-8");
	row.column[TRANSCRIPT_SHA_BYTES] =
		(struct value){.type = VALUE_BLOB, .s = {digest, sizeof digest}};
	row.column[TRANSCRIPT_SHA_TEXT] = row.column[TRANSCRIPT_SHA_BYTES];
	row.column[TRANSCRIPT_NCHARS] = value_int(nchars);
	row.column[TRANSCRIPT_NTURNS] = value_int(nturns);
	row.column[TRANSCRIPT_HIDDEN] = value_int(0);
	row.column[TRANSCRIPT_LAMPORT] = value_int(4);
	model_apply(b->model, &row);
}

TW_UNUSED static int64_t build_cluster(struct build *b, const char *code, struct str name,
				       int64_t parent, struct str rank, int column, int line)
{
	int64_t id = new_id(b);
	struct row_change row = row_of(TABLE_CLUSTER);
	row.column[CLUSTER_ID] = value_int(id);
	row.column[CLUSTER_CODE] = text_value(code);
	row.column[CLUSTER_NAME] = value_text(name);
	row.column[CLUSTER_PARENT] = value_ref(parent);
	row.column[CLUSTER_RANK] = value_text(rank);
	row.column[CLUSTER_COL] = value_int(column);
	row.column[CLUSTER_LINE] = value_int(line);
	row.column[CLUSTER_WIDTH] = value_int(2);
	row.column[CLUSTER_FOLDED] = value_int(0);
	row.column[CLUSTER_MV] = value_int(id);
	model_apply(b->model, &row);
	return id;
}

TW_UNUSED static void build_notes(struct build *b, int64_t cluster, const char *definition,
				  const char *include, const char *exclude,
				  enum cluster_colour colour)
{
	struct row_change row = {.table = TABLE_CLUSTER, .op = ROW_UPDATE};
	row.column[CLUSTER_ID] = value_int(cluster);
	row.column[CLUSTER_DEFINITION] = text_value(definition);
	row.column[CLUSTER_INCLUDES] = text_value(include);
	row.column[CLUSTER_EXCLUDES] = text_value(exclude);
	row.column[CLUSTER_COLOUR] = value_int(colour);
	model_apply(b->model, &row);
}

struct build_card {
	const char *kind; /* NULL: quote */
	struct str text;
	const char *implies;
	int64_t transcript, speaker, start, end, time_ms; /* transcript 0: by hand */
	int64_t by_hand;
	bool surprise, tension;
	const char *place; /* NULL: tray */
	int64_t cluster;
	struct str rank;
	int column, line;
};

TW_UNUSED static int64_t build_excerpt(struct build *b, const struct build_card *card)
{
	int64_t id = new_id(b);
	struct row_change row = row_of(TABLE_EXCERPT);
	row.column[EXCERPT_ID] = value_int(id);
	row.column[EXCERPT_TRANSCRIPT] = value_int(card->transcript);
	row.column[EXCERPT_SPEAKER] = value_ref(card->speaker);
	row.column[EXCERPT_START] = value_int(card->start);
	row.column[EXCERPT_END] = value_int(card->end);
	row.column[EXCERPT_TIME] = value_int(card->time_ms);
	row.column[EXCERPT_QUOTE] = value_text(card->text);
	row.column[EXCERPT_PREFIX] = text_value("");
	row.column[EXCERPT_SUFFIX] = text_value("");
	model_apply(b->model, &row);
	return id;
}

TW_UNUSED static int64_t build_card(struct build *b, const struct build_card *card)
{
	int64_t id = new_id(b), excerpt = card->transcript ? build_excerpt(b, card) : 0;
	struct strbuf code = STRBUF_INIT;
	struct row_change row = row_of(TABLE_CARD);
	code_add(&code, CODE_CARD, (struct code){0, ++b->last_card});
	row.column[CARD_ID] = value_int(id);
	row.column[CARD_CODE] = value_text(strbuf_str(&code));
	row.column[CARD_KIND] = text_value(card->kind ? card->kind : "quote");
	row.column[CARD_TEXT] = value_text(card->text);
	row.column[CARD_IMPLIES] = text_value(card->implies);
	row.column[CARD_EXCERPT] = value_ref(excerpt);
	row.column[CARD_PARTICIPANT] = value_ref(card->by_hand);
	row.column[CARD_SURPRISE] = value_int(card->surprise);
	row.column[CARD_TENSION] = value_int(card->tension);
	row.column[CARD_CODER] = value_int(5);
	row.column[CARD_CREATED] = value_int(1773669727000 + b->last_card);
	model_apply(b->model, &row);
	row = row_of(TABLE_PLACEMENT);
	row.column[PLACEMENT_ID] = value_int(id);
	row.column[PLACEMENT_CARD] = value_int(id);
	row.column[PLACEMENT_PLACE] = text_value(card->place ? card->place : "tray");
	row.column[PLACEMENT_CLUSTER] = value_ref(card->cluster);
	row.column[PLACEMENT_RANK] = value_text(card->rank);
	row.column[PLACEMENT_COL] = value_int(card->column);
	row.column[PLACEMENT_LINE] = value_int(card->line);
	row.column[PLACEMENT_MV] = value_int(id);
	model_apply(b->model, &row);
	strbuf_release(&code);
	return id;
}

TW_UNUSED static void add_lens(struct model *model, int64_t id, const char *name,
			       const char *colour, const char *shows, int64_t who,
			       const char *value)
{
	struct row_change row = row_of(TABLE_LENS);
	row.column[LENS_ID] = value_int(id);
	row.column[LENS_NAME] = text_value(name);
	row.column[LENS_COLOUR] = text_value(colour);
	row.column[LENS_SHOWS] = text_value(shows);
	row.column[LENS_PARTICIPANT] = value_ref(who);
	row.column[LENS_VALUE] = text_value(value);
	row.column[LENS_HIDES] = value_int(who != 0);
	model_apply(model, &row);
}

#endif
