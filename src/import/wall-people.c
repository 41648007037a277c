/* Who was there and what was said: participants, sessions, transcripts with their speakers and
 * turns. */
#include "wall-internal.h"

#include "themewall/base/sha256.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

/* Among the attributes that were read last, those of one participant. */
static bool has_attribute(const struct wall_image *image, struct str name)
{
	const struct row_change *row = &image->rows[image->nrows - 1];
	while (row->table == TABLE_ATTRIBUTE && !str_equal(row->column[ATTRIBUTE_NAME].s, name))
		row--; /* above the first stands who it is */
	return row->table == TABLE_ATTRIBUTE;
}

static bool read_attributes(struct wall_reader *reader, int64_t participant, struct str json)
{
	enum { NAME, VALUE };
	static const char *const keys[] = {"=key", "=value"};
	struct fields fields = wall_fields(reader, "participant attributes");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str name = field_text(&fields, NAME), value = field_text(&fields, VALUE);
		if (name.n == 0 || value.n == 0)
			fields_fail(&fields, "an empty name or value");
		if (has_attribute(reader->image, name))
			fields_fail(&fields, "\"%.*s\" is there twice", STR_ARG(name));
		struct row_change *row = wall_row(reader, TABLE_ATTRIBUTE);
		row->column[ATTRIBUTE_PARTICIPANT] = value_int(participant);
		row->column[ATTRIBUTE_NAME] = value_text(name);
		row->column[ATTRIBUTE_VALUE] = value_text(value);
	}
	return fields_close(&fields);
}

static struct str consent(struct fields *fields, int key)
{
	struct str word = field_maybe(fields, key);

	if (word.n && !str_equal(word, STR("yes")) && !str_equal(word, STR("no")))
		fields_fail(fields, "consent is \"yes\", \"no\" or null");
	return word;
}

static void add_identity(struct wall_reader *reader, int64_t participant, struct str name)
{
	if (name.n == 0)
		return;
	struct row_change *row = wall_row(reader, TABLE_IDENTITY);
	row->column[IDENTITY_PARTICIPANT] = value_int(participant);
	row->column[IDENTITY_NAME] = value_text(name);
}

bool wall_read_participants(struct wall_reader *reader, struct str json)
{
	enum { ID, NAME, ATTRIBUTES, RECORD, QUOTE, NOTE };
	static const char *const keys[] = {
		"id", "name", "attributes", "consent.record", "consent.quote", "note"};
	struct fields fields = wall_fields(reader, "participants");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str code = field_text(&fields, ID);
		int64_t id = wall_new_id(reader, &fields, CODE_PARTICIPANT, code);
		struct row_change *row = wall_row(reader, TABLE_PARTICIPANT);
		row->column[PARTICIPANT_ID] = value_int(id);
		row->column[PARTICIPANT_CODE] = value_text(code);
		row->column[PARTICIPANT_CONSENT_RECORD] = value_text(consent(&fields, RECORD));
		row->column[PARTICIPANT_CONSENT_QUOTE] = value_text(consent(&fields, QUOTE));
		row->column[PARTICIPANT_NOTE] = value_text(field_text(&fields, NOTE));
		add_identity(reader, id, field_text(&fields, NAME));
		struct str attributes = field_json(&fields, ATTRIBUTES);
		if (!fields.failed && !read_attributes(reader, id, attributes))
			fields.failed = true;
	}
	return fields_close(&fields);
}

static bool read_attendance(struct wall_reader *reader, int64_t session, struct str json)
{
	static const char *const keys[] = {"=value"};
	struct fields fields = wall_fields(reader, "session participants");
	struct map seen = {0};

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		int64_t id =
			wall_find_id(reader, &fields, CODE_PARTICIPANT, field_text(&fields, 0));
		if (!id || map_get(&seen, id) != MAP_ABSENT) {
			fields_fail(&fields, "a participant is named twice or not at all");
			break;
		}
		map_put(&seen, id, 1);
		struct row_change *row = wall_row(reader, TABLE_ATTENDANCE);
		row->column[ATTENDANCE_SESSION] = value_int(session);
		row->column[ATTENDANCE_PARTICIPANT] = value_int(id);
	}
	map_release(&seen);
	return fields_close(&fields);
}

static bool is_date(struct str s)
{
	if (s.n != 10)
		return s.n == 0;
	for (size_t i = 0; i < s.n; i++)
		if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

bool wall_read_sessions(struct wall_reader *reader, struct str json)
{
	enum { ID, TITLE, DATE, KIND, ORDER, PARTICIPANTS };
	static const char *const keys[] = {"id", "title", "date", "kind", "order", "participants"};
	struct fields fields = wall_fields(reader, "sessions");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields)) {
		struct str code = field_text(&fields, ID), date = field_text(&fields, DATE);
		int64_t id = wall_new_id(reader, &fields, CODE_SESSION, code);
		if (!is_date(date))
			fields_fail(&fields, "\"date\" is a date like 2026-03-02 or empty");
		struct row_change *row = wall_row(reader, TABLE_SESSION);
		row->column[SESSION_ID] = value_int(id);
		row->column[SESSION_CODE] = value_text(code);
		row->column[SESSION_TITLE] = value_text(field_text(&fields, TITLE));
		row->column[SESSION_DATE] = value_text(date);
		row->column[SESSION_KIND] = value_text(field_text(&fields, KIND));
		row->column[SESSION_ORDINAL] = value_int(field_int(&fields, ORDER, 1, INT64_MAX));
		struct str participants = field_json(&fields, PARTICIPANTS);
		if (!fields.failed && !read_attendance(reader, id, participants))
			fields.failed = true;
	}
	return fields_close(&fields);
}

static bool read_speakers(struct wall_reader *reader, struct wall_text *text, struct str json)
{
	enum { LABEL, ROLE, GUESSED, PARTICIPANT, WORDS };
	static const char *const keys[] = {"label", "role", "guessed", "participant", "words"};
	struct fields fields = wall_fields(reader, "transcript speakers");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	text->speaker = reader->last_id + 1;
	while (fields_next(&fields)) {
		struct str role = field_text(&fields, ROLE),
			   person = field_maybe(&fields, PARTICIPANT);
		if (!fields.failed && role_find(role) == ROLES)
			fields_fail(&fields, "\"%.*s\" is no role", STR_ARG(role));
		struct row_change *row = wall_row(reader, TABLE_SPEAKER);
		row->column[SPEAKER_ID] = value_int(++reader->last_id);
		row->column[SPEAKER_TRANSCRIPT] = value_int(text->transcript);
		row->column[SPEAKER_LABEL] = value_text(field_text(&fields, LABEL));
		row->column[SPEAKER_ROLE] = value_text(role);
		row->column[SPEAKER_GUESSED] = value_int(field_int(&fields, GUESSED, 0, 1));
		row->column[SPEAKER_PARTICIPANT] =
			value_ref(wall_find_id(reader, &fields, CODE_PARTICIPANT, person));
		row->column[SPEAKER_NWORDS] = value_int(field_int(&fields, WORDS, 0, INT64_MAX));
		text->nspeakers++;
	}
	return fields_close(&fields);
}

/* The cues of one turn; `fields` is prepared once for the whole transcript. */
static void read_cues(struct fields *fields, struct turn *turn, struct str json, size_t ncues)
{
	enum { AT, MS };
	struct cue *cues = arena_alloc(fields->arena, (ncues + 1) * sizeof *cues);
	int64_t last = 0, nchars = turn->end - turn->start;

	fields_over(fields, json, "$");
	while (turn->ncues < ncues && fields_next(fields)) {
		last = field_int(fields, AT, last, nchars);
		cues[turn->ncues++] =
			(struct cue){(uint32_t)last, field_int(fields, MS, 0, INT64_MAX)};
	}
	turn->cues = cues;
}

enum turn_key {
	TURN_SPEAKER,
	TURN_START,
	TURN_END,
	TURN_START_MS,
	TURN_END_MS,
	TURN_CUES,
	TURN_NCUES,
	TURN_TEXT
};

static void read_turn(struct fields *fields, struct wall_text *text, struct turn *turn)
{
	int64_t speaker = field_known(fields, TURN_SPEAKER, 0, text->nspeakers - 1, -1);

	turn->text = field_text(fields, TURN_TEXT);
	turn->start = text->nchars + (text->nchars > 0);
	turn->end = turn->start + (int64_t)utf8_length(turn->text);
	turn->speaker.n = speaker < 0 ? 0 : text->speaker + speaker;
	turn->start_ms = field_known(fields, TURN_START_MS, 0, INT64_MAX, -1);
	turn->end_ms = field_known(fields, TURN_END_MS, 0, INT64_MAX, -1);
	if (turn->text.n == 0 || field_int(fields, TURN_START, 0, INT64_MAX) != turn->start ||
	    field_int(fields, TURN_END, 0, INT64_MAX) != turn->end)
		fields_fail(fields, "\"start\" and \"end\" do not fit its text");
	if (str_find_char(turn->text, '\n') < turn->text.n)
		fields_fail(fields, "the \"text\" of a turn is one line");
	text->nchars = turn->end;
}

static bool read_turns(struct wall_reader *reader, struct wall_text *text, struct str json,
		       size_t nturns)
{
	static const char *const keys[] = {"speaker_no",
					   "start",
					   "end",
					   "start_ms",
					   "end_ms",
					   "cues",
					   "=json_array_length(value,'$.cues')",
					   "text"};
	static const char *const cue_keys[] = {"[0]", "[1]"};
	struct fields fields = wall_fields(reader, "transcript turns");
	struct fields cues = wall_fields(reader, "turn cues");
	struct turn *turns = arena_zalloc(&reader->image->arena, (nturns + 1) * sizeof *turns);

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_open(&cues, reader->db, cue_keys, TW_COUNT(cue_keys));
	fields_over(&fields, json, "$");
	while (text->nturns < nturns && fields_next(&fields)) {
		struct turn *turn = &turns[text->nturns++];
		read_turn(&fields, text, turn);
		size_t ncues = (size_t)field_known(&fields, TURN_NCUES, 0, turn->end, 0);
		if (ncues)
			read_cues(&cues, turn, field_json(&fields, TURN_CUES), ncues);
		fields.failed = fields.failed || cues.failed;
	}
	text->turns = turns;
	fields_close(&cues);
	return fields_close(&fields);
}

/* The words of the whole transcript, and where in them each turn begins. */
static void join_turns(struct wall_text *text, struct arena *arena)
{
	struct strbuf joined = STRBUF_INIT;

	text->offset = arena_alloc(arena, (text->nturns + 1) * sizeof *text->offset);
	for (size_t i = 0; i < text->nturns; i++) {
		if (i)
			strbuf_add_char(&joined, '\n');
		text->offset[i] = joined.len;
		strbuf_add_str(&joined, text->turns[i].text);
	}
	text->text = (struct str){arena_strndup(arena, joined.buf, joined.len), joined.len};
	strbuf_release(&joined);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str digest_of(struct fields *fields, struct str hex)
{
	char *bytes = arena_zalloc(fields->arena, SHA256_BYTES);

	for (size_t i = 0; i < SHA256_BYTES; i++) {
		int high = hex.n == 2 * SHA256_BYTES ? hex_value(hex.p[2 * i]) : -1;
		int low = high < 0 ? -1 : hex_value(hex.p[2 * i + 1]);
		if (low < 0) {
			fields_fail(fields, "\"sha256\" is not 64 hexadecimal digits");
			break;
		}
		bytes[i] = (char)(high * 16 + low);
	}
	return (struct str){bytes, SHA256_BYTES};
}

enum transcript_key {
	T_ID,
	T_SESSION,
	T_VERSION,
	T_TITLE,
	T_NAME,
	T_FORMAT,
	T_ENCODING,
	T_SHA,
	T_SPEAKERS,
	T_TEXT,
	T_TURNS,
	T_NTURNS,
	T_REPLACED
};

static void add_transcript(struct wall_reader *reader, struct fields *fields,
			   const struct wall_text *text, struct row_change *row)
{
	struct value *column = row->column;
	char *digest = arena_alloc(fields->arena, SHA256_BYTES);

	sha256_of(text->text.p, text->text.n, (uint8_t *)digest);
	column[TRANSCRIPT_ID] = value_int(text->transcript);
	column[TRANSCRIPT_SESSION] = value_ref(
		wall_find_id(reader, fields, CODE_SESSION, field_maybe(fields, T_SESSION)));
	column[TRANSCRIPT_VERSION] = value_int(field_int(fields, T_VERSION, 1, INT64_MAX));
	column[TRANSCRIPT_TITLE] = value_text(field_text(fields, T_TITLE));
	column[TRANSCRIPT_ORIGIN_NAME] = value_text(field_text(fields, T_NAME));
	column[TRANSCRIPT_ORIGIN_FORMAT] = value_text(field_text(fields, T_FORMAT));
	column[TRANSCRIPT_ENCODING] = value_text(field_text(fields, T_ENCODING));
	column[TRANSCRIPT_SHA_BYTES] = (struct value){
		.type = VALUE_BLOB, .s = digest_of(fields, field_text(fields, T_SHA))};
	column[TRANSCRIPT_SHA_TEXT] =
		(struct value){.type = VALUE_BLOB, .s = {digest, SHA256_BYTES}};
	column[TRANSCRIPT_NCHARS] = value_int(text->nchars);
	column[TRANSCRIPT_NTURNS] = value_int((int64_t)text->nturns);
	column[TRANSCRIPT_HIDDEN] = value_int(
		field_known(fields, T_REPLACED, 0, 1, 0) ? VERSION_REPLACED : VERSION_SHOWN);
	column[TRANSCRIPT_LAMPORT] = value_int(1); /* the store puts its own */
}

static void add_turns(struct wall_reader *reader, const struct wall_text *text)
{
	struct wall_image *image = reader->image;

	ALLOC_GROW(image->turns, image->nturns + 1, reader->capturns);
	image->turns[image->nturns++] = (struct wall_image_turns){
		.transcript = text->transcript, .turns = text->turns, .n = text->nturns};
}

static void read_transcript(struct wall_reader *reader, struct fields *fields)
{
	struct wall_text text = {.id = field_text(fields, T_ID), .transcript = ++reader->last_id};
	size_t at = reader->image->nrows;

	for (size_t i = 0; i < reader->ntexts; i++)
		if (str_equal(reader->texts[i].id, text.id))
			fields_fail(fields, "\"%.*s\" is there twice", STR_ARG(text.id));
	wall_row(reader, TABLE_TRANSCRIPT); /* before its speakers; filled when its text is known */
	struct str speakers = field_json(fields, T_SPEAKERS), turns = field_json(fields, T_TURNS);
	size_t nturns = (size_t)field_int(fields, T_NTURNS, 0, INT32_MAX);
	if (fields->failed || !read_speakers(reader, &text, speakers) ||
	    !read_turns(reader, &text, turns, nturns)) {
		fields->failed = true;
		return;
	}
	join_turns(&text, fields->arena);
	if (!str_equal(text.text, field_text(fields, T_TEXT)))
		fields_fail(fields, "its \"text\" and its \"turns\" differ");
	add_transcript(reader, fields, &text, &reader->image->rows[at]);
	add_turns(reader, &text);
	ALLOC_GROW(reader->texts, reader->ntexts + 1, reader->captexts);
	reader->texts[reader->ntexts++] = text;
}

bool wall_read_transcripts(struct wall_reader *reader, struct str json)
{
	static const char *const keys[] = {
		"id",          "session",       "version",  "title",
		"origin_name", "origin_format", "encoding", "sha256",
		"speakers",    "text",          "turns",    "=json_array_length(value,'$.turns')",
		"replaced"};
	struct fields fields = wall_fields(reader, "transcripts");

	fields_open(&fields, reader->db, keys, TW_COUNT(keys));
	fields_over(&fields, json, "$");
	while (fields_next(&fields))
		read_transcript(reader, &fields);
	return fields_close(&fields);
}
