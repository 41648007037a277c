/* The private copy's participants, sessions and transcripts, with every turn. */
#include "themewall/base/sha256.h"
#include "themewall/model/model.h"

#include "json-internal.h"
#include "pour-internal.h"

#include "themewall/base/banned.h"

static void write_attributes(struct json *json, const struct participant *p)
{
	json_key(json, "attributes");
	json_open(json, '{');
	for (size_t i = 0; i < p->nattributes; i++) {
		json_str(json, p->attributes[i].name); /* may need escapes: no plain key */
		strbuf_add_char(json->out, ':');
		json->comma = false;
		json_str(json, p->attributes[i].value);
	}
	json_close(json, '}');
}

static void write_participant(struct json_wall *w, const struct participant *p)
{
	struct json *json = &w->json;

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "id", names_participant(&w->names, p->id));
	json_key_str(json, "name", p->name);
	json_key_str(json, "segment", model_participant_segment(w->model, p));
	write_attributes(json, p);
	json_key(json, "consent");
	json_open(json, '{');
	json_key_maybe(json, "record", p->consent_record);
	json_key_maybe(json, "quote", p->consent_quote);
	json_close(json, '}');
	json_key_str(json, "note", p->note);
	json_close(json, '}');
}

static void write_session(struct json_wall *w, const struct session *s)
{
	struct json *json = &w->json;

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "id", names_session(&w->names, s->id));
	json_key_str(json, "title", s->title);
	json_key_str(json, "date", s->date);
	json_key_str(json, "kind", s->kind);
	json_key_int(json, "order", s->ordinal);
	json_key(json, "participants");
	json_open(json, '[');
	for (size_t i = 0; i < s->nattendance; i++)
		json_str(json, names_participant(&w->names, s->attendance[i]));
	json_close(json, ']');
	json_close(json, '}');
}

static void write_speaker(struct json_wall *w, const struct speaker *s)
{
	struct json *json = &w->json;

	json_open(json, '{');
	json_key_str(json, "label", s->label);
	json_key_str(json, "role", str_of(role_name(s->role)));
	json_key_bool(json, "guessed", s->guessed);
	json_key_maybe(json, "participant", names_participant(&w->names, s->participant));
	json_key_int(json, "words", s->nwords);
	json_close(json, '}');
}

/* The person a transcript is of, when its speakers name exactly one. */
static participant_id only_participant(const struct model *model, transcript_id id)
{
	struct speaker_list speakers = model_speakers(model, id);
	participant_id only = {0};

	for (size_t i = 0; i < speakers.n; i++) {
		participant_id p = model_speaker(model, speakers.ids[i])->participant;
		if (p.n && only.n && p.n != only.n)
			return (participant_id){0};
		if (p.n)
			only = p;
	}
	return only;
}

static void add_voice(struct json *json, struct json_wall *w, speaker_id id)
{
	const struct speaker *s = id.n ? model_speaker(w->model, id) : NULL;
	int at = names_speaker(&w->names, id);

	json_key(json, "speaker");
	if (s)
		json_str(json, s->label);
	else
		json_null(json);
	json_key_known(json, "speaker_no", at >= 0, at);
}

void json_voice(struct json_wall *w, speaker_id id)
{
	if (!w->voice.len || w->voice_id.n != id.n) {
		struct json voice = {.out = &w->voice, .comma = true};
		strbuf_reset(&w->voice);
		add_voice(&voice, w, id);
		w->voice_id = id;
	}
	strbuf_add_str(w->json.out, strbuf_str(&w->voice));
}

static void write_cues(struct json *json, const struct turn *turn)
{
	json_key(json, "cues");
	json_open(json, '[');
	for (size_t i = 0; i < turn->ncues; i++) {
		json_open(json, '[');
		json_int(json, turn->cues[i].at);
		json_int(json, turn->cues[i].ms);
		json_close(json, ']');
	}
	json_close(json, ']');
}

static void write_turn(struct json_wall *w, size_t seq, const struct turn *turn)
{
	struct json *json = &w->json;
	const struct speaker *s = turn->speaker.n ? model_speaker(w->model, turn->speaker) : NULL;

	json_line(json);
	json_open(json, '{');
	json_key_int(json, "seq", (int64_t)seq);
	json_voice(w, turn->speaker);
	json_key_word(json, "role", str_of(role_name(s ? s->role : ROLE_UNKNOWN)));
	json_key_int(json, "start", turn->start);
	json_key_int(json, "end", turn->end);
	json_key_known(json, "start_ms", turn->start_ms >= 0, turn->start_ms);
	json_key_known(json, "end_ms", turn->end_ms >= 0, turn->end_ms);
	write_cues(json, turn);
	json_key_str(json, "text", turn->text);
	json_close(json, '}');
	pour(w->options, json->out);
}

static void write_text(struct json_wall *w, const struct transcript *t)
{
	strbuf_reset(&w->scratch);
	for (int64_t i = 0; t->loaded && i < t->nturns; i++) {
		if (i)
			strbuf_add_char(&w->scratch, '\n');
		strbuf_add_str(&w->scratch, t->turns[i].text);
	}
	json_key_str(&w->json, "text", strbuf_str(&w->scratch));
}

static void write_transcript(struct json_wall *w, const struct transcript *t)
{
	struct json *json = &w->json;
	struct speaker_list speakers = model_speakers(w->model, t->id);
	char hex[2 * SHA256_BYTES + 1];

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "id", names_transcript(&w->names, t->id));
	json_key_str(json, "title", t->title);
	json_key_maybe(json, "session", names_session(&w->names, t->session));
	json_key_int(json, "version", t->version);
	if (t->replaced)
		json_key_bool(json, "replaced", true);
	json_key_maybe(json, "participant",
		       names_participant(&w->names, only_participant(w->model, t->id)));
	json_key_str(json, "origin_name", t->origin_name);
	json_key_str(json, "origin_format", t->origin_format);
	json_key_str(json, "encoding", t->encoding);
	sha256_hex(t->sha_bytes, hex);
	json_key_str(json, "sha256", str_of(hex));
	json_key(json, "speakers");
	json_open(json, '[');
	for (size_t i = 0; i < speakers.n; i++)
		write_speaker(w, model_speaker(w->model, speakers.ids[i]));
	json_close(json, ']');
	write_text(w, t);
	json_key(json, "turns");
	json_open(json, '[');
	for (int64_t i = 0; t->loaded && i < t->nturns; i++)
		write_turn(w, (size_t)i, &t->turns[i]);
	json_close(json, ']');
	json_close(json, '}');
}

void json_people(struct json_wall *w)
{
	struct participant_list participants = model_participants(w->model);
	struct session_list sessions = model_sessions(w->model);
	struct transcript_list transcripts = model_transcripts(w->model);
	struct transcript_list replaced = model_replaced_transcripts(w->model);

	json_list_open(w, "participants");
	for (size_t i = 0; i < participants.n; i++)
		write_participant(w, model_participant(w->model, participants.ids[i]));
	json_close(&w->json, ']');
	json_list_open(w, "sessions");
	for (size_t i = 0; i < sessions.n; i++)
		write_session(w, model_session(w->model, sessions.ids[i]));
	json_close(&w->json, ']');
	json_list_open(w, "transcripts");
	for (size_t i = 0; i < transcripts.n; i++)
		write_transcript(w, model_transcript(w->model, transcripts.ids[i]));
	for (size_t i = 0; i < replaced.n; i++)
		write_transcript(w, model_transcript(w->model, replaced.ids[i]));
	json_close(&w->json, ']');
}
