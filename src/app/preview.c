/*
 * What an import would bring, before anything is written: what a file was taken for, who speaks in
 * it, how it begins, and what was strange about it. Enough to see that a file was understood.
 */
#include "preview-internal.h"

#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { FIRST_TURNS = 3, SHOWN_CHARS = 160 };

void preview_begin(struct preview *preview, const struct app *app,
		   const struct import_options *options, struct strbuf *out, bool as_json)
{
	*preview = (struct preview){.out = out,
				    .app = app,
				    .corrects = options->corrects,
				    .again = options->again,
				    .json = {.out = out},
				    .as_json = as_json};
	if (!as_json)
		return;
	json_open(&preview->json, '{');
	json_key_bool(&preview->json, "dry_run", true);
	json_key(&preview->json, "files");
	json_open(&preview->json, '[');
}

void preview_end(struct preview *preview)
{
	if (!preview->as_json) {
		strbuf_add_z(preview->out, "nothing was written");
		return;
	}
	json_close(&preview->json, ']');
	json_close(&preview->json, '}');
}

static size_t count_first(const struct draft *draft)
{
	return draft->nturns < FIRST_TURNS ? draft->nturns : FIRST_TURNS;
}

static struct str speaker_of(const struct draft *draft, const struct draft_turn *turn)
{
	return turn->speaker < 0 ? (struct str){NULL, 0} : draft->speakers[turn->speaker].label;
}

/* ---- in words ---- */

static void say_turn(struct strbuf *out, const struct draft *draft, const struct draft_turn *turn)
{
	struct str text = utf8_slice(turn->text, 0, SHOWN_CHARS), who = speaker_of(draft, turn);
	strbuf_add_z(out, "  > ");
	clock_add_offset(out, turn->start_ms);
	strbuf_add_z(out, turn->start_ms >= 0 ? "  " : "");
	if (who.n)
		strbuf_addf(out, "%.*s: ", STR_ARG(who));
	if (turn->heading.n)
		strbuf_addf(out, "[%.*s] ", STR_ARG(turn->heading));
	strbuf_addf(out, "%.*s%s\n", STR_ARG(text), text.n < turn->text.n ? "…" : "");
}

static void say_columns(struct strbuf *out, const struct draft *draft)
{
	for (int use = 0; use < DRAFT_USES; use++) {
		struct strbuf names = STRBUF_INIT;
		if (draft_add_columns(&names, draft, (enum draft_use)use))
			strbuf_addf(out, "  %s: %s\n", draft_use_words((enum draft_use)use),
				    names.buf);
		strbuf_release(&names);
	}
}

static void say_draft(struct strbuf *out, const struct import_file *file)
{
	const struct draft *draft = &file->draft;
	size_t n = draft->notes ? draft_count_notes(draft) : draft->nturns;
	strbuf_addf(out, "%.*s: %s%s%s, %s, %zu %s\n", STR_ARG(draft->origin_name), draft->format,
		    draft->dialect[0] ? " " : "", draft->dialect, draft->encoding, n,
		    draft->notes ? count_word(n, "note", "notes") : count_word(n, "turn", "turns"));
	if (file->date[0])
		strbuf_addf(out, "  on %s\n", file->date);
	say_columns(out, draft);
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		strbuf_addf(out, "  %.*s: %s%s, ", STR_ARG(s->label), role_name(s->role),
			    s->guessed ? " (guessed)" : "");
		strbuf_add_count(out, s->nturns, "turn", "turns");
		strbuf_add_z(out, ", ");
		strbuf_add_count(out, s->nwords, "word", "words");
		strbuf_add_char(out, '\n');
	}
	for (size_t i = 0; i < count_first(draft); i++)
		say_turn(out, draft, &draft->turns[i]);
	for (size_t i = 0; i < draft->nwarnings; i++) {
		if (draft->warnings[i].line)
			strbuf_addf(out, "  line %lld: ", (long long)draft->warnings[i].line);
		else
			strbuf_add_z(out, "  note: ");
		strbuf_addf(out, "%.*s\n", STR_ARG(draft->warnings[i].text));
	}
}

/* ---- as JSON ---- */

/* A file's name or a message with one in it: may be any bytes. */
static void put_any(struct json *json, const char *key, struct str s)
{
	struct strbuf clean = STRBUF_INIT;
	uint32_t code_point;
	for (size_t at = 0; at < s.n;) {
		at += utf8_decode(s, at, &code_point);
		utf8_add(&clean, code_point);
	}
	json_key_str(json, key, strbuf_str(&clean));
	strbuf_release(&clean);
}

static void put_speakers(struct json *json, const struct draft *draft)
{
	json_key(json, "speakers");
	json_open(json, '[');
	for (size_t i = 0; i < draft->nspeakers; i++) {
		const struct draft_speaker *s = &draft->speakers[i];
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "label", s->label);
		json_key_str(json, "role", str_of(role_name(s->role)));
		json_key_bool(json, "guessed", s->guessed);
		json_key_int(json, "turns", (int64_t)s->nturns);
		json_key_int(json, "words", (int64_t)s->nwords);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_columns(struct json *json, const struct draft *draft)
{
	json_key(json, "columns");
	json_open(json, '[');
	for (size_t i = 0; i < draft->ncolumns; i++) {
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "name", draft->columns[i].name);
		json_key_str(json, "use", str_of(draft_use_words(draft->columns[i].use)));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_first(struct json *json, const struct draft *draft)
{
	json_key(json, "first");
	json_open(json, '[');
	for (size_t i = 0; i < count_first(draft); i++) {
		const struct draft_turn *turn = &draft->turns[i];
		json_line(json);
		json_open(json, '{');
		json_key_maybe(json, "speaker", speaker_of(draft, turn));
		json_key_known(json, "start_ms", turn->start_ms >= 0, turn->start_ms);
		json_key_maybe(json, "heading", turn->heading);
		json_key_str(json, "text", turn->text);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_warnings(struct json *json, const struct draft *draft)
{
	json_key(json, "warnings");
	json_open(json, '[');
	for (size_t i = 0; i < draft->nwarnings; i++) {
		json_line(json);
		json_open(json, '{');
		json_key_known(json, "line", draft->warnings[i].line > 0, draft->warnings[i].line);
		json_key_str(json, "text", draft->warnings[i].text);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* ---- what the wall has of it ---- */

/* What the file is to the wall, in a word for programs, and the transcript meant. NULL: there is no
 * wall yet. */
static const char *relation(const struct preview *preview, const struct import_file *file,
			    transcript_id *id)
{
	const struct app *app = preview->app;
	*id = file->same_as;
	if (!app->store)
		return NULL;
	if (id->n)
		return "already";
	*id = preview->corrects;
	if (id->n)
		return "corrects";
	*id = correct_namesake(app, file->draft.origin_name, (transcript_id){0});
	return id->n ? "same-name" : "new";
}

static void put_relation(const struct preview *preview, struct json *json,
			 const struct import_file *file)
{
	transcript_id id;
	const char *word = relation(preview, file, &id);
	const struct transcript *t = id.n ? model_transcript(preview->app->model, id) : NULL;
	struct strbuf code = STRBUF_INIT;
	if (word)
		json_key_str(json, "on_wall", str_of(word));
	if (t) {
		transcript_add_code(preview->app->model, &code, t);
		json_key_str(json, "transcript", strbuf_str(&code));
	}
	strbuf_release(&code);
}

static void say_relation(const struct preview *preview, const struct import_file *file)
{
	transcript_id id;
	const char *word = relation(preview, file, &id);
	const struct transcript *t = id.n ? model_transcript(preview->app->model, id) : NULL;
	struct strbuf code = STRBUF_INIT, *out = preview->out;
	if (t)
		transcript_add_code(preview->app->model, &code, t);
	if (t && file->same_as.n)
		strbuf_addf(out, "  already imported as %s%s (the same %s)%s\n", code.buf,
			    t->replaced ? ", before its text was corrected" : "",
			    file->same_bytes ? "file" : "text",
			    preview->again ? ", and once more now"
					   : "; --again imports it once more");
	else if (t && preview->corrects.n)
		strbuf_addf(out, "  a correction: the next version of %s\n", code.buf);
	else if (t)
		strbuf_addf(out,
			    "  new; %s is from a file of that name: if this is its corrected text, "
			    "import it with --corrects %s\n",
			    code.buf, code.buf);
	else if (word)
		strbuf_add_z(out, "  new\n");
	strbuf_release(&code);
}

/* ---- either ---- */

static void put_draft(const struct preview *preview, struct json *json,
		      const struct import_file *file)
{
	const struct draft *draft = &file->draft;
	json_line(json);
	json_open(json, '{');
	put_any(json, "file", draft->origin_name);
	json_key_str(json, "format", str_of(draft->format));
	json_key_maybe(json, "dialect", str_of(draft->dialect));
	json_key_str(json, "encoding", str_of(draft->encoding));
	json_key_bool(json, "notes", draft->notes);
	json_key_int(json, "turns", (int64_t)draft->nturns);
	json_key_maybe(json, "date", str_of(file->date));
	put_relation(preview, json, file);
	if (draft->ncolumns)
		put_columns(json, draft);
	put_speakers(json, draft);
	put_first(json, draft);
	put_warnings(json, draft);
	json_close(json, '}');
}

static void add_draft(struct preview *preview, const struct import_file *file)
{
	if (preview->as_json) {
		put_draft(preview, &preview->json, file);
		return;
	}
	say_draft(preview->out, file);
	say_relation(preview, file);
}

/* A JSON export that would be restored whole. */
static void add_wall(struct preview *preview, struct str name, size_t ntranscripts)
{
	if (!preview->as_json) {
		strbuf_addf(preview->out, "%.*s: a whole wall, %zu %s\n", STR_ARG(name),
			    ntranscripts, ntranscripts == 1 ? "transcript" : "transcripts");
		return;
	}
	json_line(&preview->json);
	json_open(&preview->json, '{');
	put_any(&preview->json, "file", name);
	json_key_str(&preview->json, "format", STR("wall"));
	json_key_int(&preview->json, "transcripts", (int64_t)ntranscripts);
	json_close(&preview->json, '}');
}

static void add_failure(struct preview *preview, struct str name, struct str why)
{
	if (!preview->as_json)
		return;
	json_line(&preview->json);
	json_open(&preview->json, '{');
	put_any(&preview->json, "file", name);
	put_any(&preview->json, "error", why);
	json_close(&preview->json, '}');
}

static void add_people(struct preview *preview, const struct import_file *file)
{
	struct json *json = &preview->json;
	if (!preview->as_json) {
		strbuf_addf(preview->out, "%s: a table of participants, %zu %s\n", file->path,
			    file->people.nrows, count_word(file->people.nrows, "person", "people"));
		return;
	}
	json_line(json);
	json_open(json, '{');
	put_any(json, "file", str_of(file->path));
	json_key_str(json, "format", STR("participants"));
	json_key_int(json, "people", (int64_t)file->people.nrows);
	json_close(json, '}');
}

void preview_file(struct preview *preview, const struct import_file *file)
{
	if (file->state == IMPORT_BAD)
		add_failure(preview, str_of(file->path), str_of(file->why));
	else if (file->state == IMPORT_PEOPLE)
		add_people(preview, file);
	else if (file->state == IMPORT_WALL)
		add_wall(preview, str_of(file->path), file->ntranscripts);
	else
		add_draft(preview, file);
}

void preview_redact(struct preview *preview, const struct redact *redact)
{
	for (size_t i = 0; !preview->as_json && i < redact->n; i++)
		if (redact->items[i].count)
			strbuf_addf(preview->out, "  %s becomes %s, %zu %s\n",
				    redact->items[i].word, redact->items[i].with,
				    redact->items[i].count,
				    count_word(redact->items[i].count, "time", "times"));
}
