/* A project's sources as sessions, each with one transcript. */
#include "qde-wall-internal.h"

#include "themewall/base/sha256.h"
#include "themewall/base/banned.h"

static void add_attendee(struct strbuf *out, struct map *seen, int64_t person)
{
	if (person < 0 || map_get(seen, person + 1) != MAP_ABSENT)
		return;
	map_put(seen, person + 1, 1);
	struct strbuf code = STRBUF_INIT;
	code_add(&code, CODE_PARTICIPANT, (struct code){0, (uint32_t)person + 1});
	if (out->buf[out->len - 1] != '[')
		strbuf_add_char(out, ',');
	qde_put_string(out, strbuf_str(&code));
	strbuf_release(&code);
}

static void write_session(struct qde_writing *w, size_t s, size_t order)
{
	struct strbuf *out = w->out;
	const struct qde_source *source = &w->qde->sources[s];
	struct map seen = {0};
	qde_put_begin(out);
	qde_put_code(out, "id", CODE_SESSION, s);
	qde_put_text(out, "title", source->name);
	qde_put_text(out, "date", STR(""));
	qde_put_text(out, "kind", STR(""));
	qde_put_number(out, "order", (int64_t)order);
	qde_put_raw(out, "participants", "[");
	add_attendee(out, &seen, w->owner[s]);
	for (size_t i = 0; i < w->texts[s].nspeakers; i++)
		add_attendee(out, &seen, qde_person_of(w, s, &w->texts[s].speakers[i]));
	strbuf_add_z(out, "]}");
	map_release(&seen);
}

static void write_speaker(struct qde_writing *w, size_t s, const struct draft_speaker *speaker)
{
	struct strbuf *out = w->out;
	int64_t person = qde_person_of(w, s, speaker);
	qde_put_begin(out);
	qde_put_text(out, "label", speaker->label);
	qde_put_text(out, "role", str_of(role_name(person < 0 ? speaker->role : ROLE_PARTICIPANT)));
	qde_put_number(out, "guessed", 1);
	if (person < 0)
		qde_put_raw(out, "participant", "null");
	else
		qde_put_code(out, "participant", CODE_PARTICIPANT, (size_t)person);
	qde_put_number(out, "words", (int64_t)speaker->nwords);
	strbuf_add_char(out, '}');
}

static void write_turn(struct strbuf *out, const struct qde_turn *turn)
{
	qde_put_begin(out);
	if (turn->speaker < 0)
		qde_put_raw(out, "speaker_no", "null");
	else
		qde_put_number(out, "speaker_no", turn->speaker);
	qde_put_number(out, "start", turn->start);
	qde_put_number(out, "end", turn->end);
	qde_put_raw(out, "start_ms", "null");
	qde_put_raw(out, "end_ms", "null");
	qde_put_raw(out, "cues", "[]");
	qde_put_text(out, "text", turn->text);
	strbuf_add_char(out, '}');
}

static void write_digest(struct strbuf *out, struct str bytes)
{
	uint8_t digest[SHA256_BYTES];
	sha256_of(bytes.p, bytes.n, digest);
	qde_put_raw(out, "sha256", "\"");
	for (size_t i = 0; i < sizeof digest; i++)
		strbuf_addf(out, "%02x", digest[i]);
	strbuf_add_char(out, '"');
}

static void write_transcript(struct qde_writing *w, size_t s)
{
	struct strbuf *out = w->out;
	const struct qde_source *source = &w->qde->sources[s];
	const struct qde_text *text = &w->texts[s];
	qde_put_begin(out);
	qde_put_code(out, "id", CODE_SESSION, s);
	qde_put_code(out, "session", CODE_SESSION, s);
	qde_put_number(out, "version", 1);
	qde_put_text(out, "title", source->name);
	qde_put_text(out, "origin_name", w->qde->file);
	qde_put_text(out, "origin_format", STR("qdpx"));
	qde_put_text(out, "encoding", STR("UTF-8"));
	write_digest(out, source->text);
	qde_put_raw(out, "speakers", "[");
	for (size_t i = 0; i < text->nspeakers; i++)
		write_speaker(w, s, &text->speakers[i]);
	strbuf_add_char(out, ']');
	qde_put_text(out, "text", strbuf_str(&text->text));
	qde_put_raw(out, "turns", "[");
	for (size_t i = 0; i < text->nturns; i++)
		write_turn(out, &text->turns[i]);
	strbuf_add_z(out, "]}");
}

void qde_write_sources(struct qde_writing *w)
{
	size_t order = 1;
	qde_put_raw(w->out, "sessions", "[");
	for (size_t s = 0; s < w->qde->nsources; s++)
		if (w->texts[s].nturns)
			write_session(w, s, order++);
	strbuf_add_char(w->out, ']');
	qde_put_raw(w->out, "transcripts", "[");
	for (size_t s = 0; s < w->qde->nsources; s++)
		if (w->texts[s].nturns)
			write_transcript(w, s);
	strbuf_add_char(w->out, ']');
}
