/*
 * A REFI-QDA project as the JSON of a wall: codes are clusters, a coded selection is a card in each
 * of its codes (an uncoded one lies in the tray), a source is a session with its transcript, a case
 * a participant. What a wall has no place for is counted and said.
 */
#include <stdlib.h>

#include "qde-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/model/ids.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { COLUMNS = 4, NAME_CHARS = 300, NOTE_BYTES = 4000 };

/* A participant: a case, or whoever spoke under a name. */
struct person {
	struct str name;
	int from; /* index of the case, -1 */
};

struct writing {
	struct qde *qde;
	struct strbuf *out;
	struct qde_text *texts; /* one per source; owned */
	struct person *people;  /* owned */
	size_t npeople, capacity;
	int *owner; /* per source: the one case it belongs to, -1 */
	size_t ncards;
	size_t *inside; /* cards per code so far; owned */
	size_t nothing; /* selections of nothing that is left */
};

/* ---- JSON ---- */

static void add_string(struct strbuf *out, struct str s)
{
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '"' || c == '\\')
			strbuf_add_char(out, '\\');
		if (c == '\n' || c == '\t')
			strbuf_add_z(out, c == '\n' ? "\\n" : "\\t");
		else
			strbuf_add_char(out, c);
	}
	strbuf_add_char(out, '"');
}

static void add_key(struct strbuf *out, const char *key)
{
	if (out->buf[out->len - 1] != '{')
		strbuf_add_char(out, ',');
	strbuf_addf(out, "\"%s\":", key);
}

static void add_text(struct strbuf *out, const char *key, struct str value)
{
	add_key(out, key);
	add_string(out, value);
}

static void add_number(struct strbuf *out, const char *key, int64_t value)
{
	add_key(out, key);
	strbuf_addf(out, "%lld", (long long)value);
}

static void add_raw(struct strbuf *out, const char *key, const char *json)
{
	add_key(out, key);
	strbuf_add_z(out, json);
}

static void add_code(struct strbuf *out, const char *key, enum code_kind kind, size_t at)
{
	struct strbuf code = STRBUF_INIT;
	code_add(&code, kind, (struct code){0, (uint32_t)at + 1});
	add_text(out, key, strbuf_str(&code));
	strbuf_release(&code);
}

/* Begins the next element of a list. */
static void begin(struct strbuf *out)
{
	strbuf_add_z(out, out->buf[out->len - 1] == '[' ? "{" : ",{");
}

/* ---- people ---- */

static size_t person_add(struct writing *w, struct str name, int from)
{
	ALLOC_GROW(w->people, w->npeople + 1, w->capacity);
	w->people[w->npeople] = (struct person){name, from};
	return w->npeople++;
}

static size_t person_named(struct writing *w, struct str name)
{
	for (size_t i = 0; i < w->npeople; i++)
		if (str_equal(w->people[i].name, name))
			return i;
	return person_add(w, name, -1);
}

/* Cases that name the source; the one when there is exactly one. */
static int owner_of(const struct writing *w, const struct qde_source *source)
{
	int owner = -1;
	for (size_t i = 0; i < w->qde->nlinks; i++) {
		const struct qde_link *link = &w->qde->links[i];
		if (!str_equal_ascii(link->source, source->guid) &&
		    !str_equal_ascii(link->source, source->owner))
			continue;
		if (owner >= 0 && owner != link->person)
			return -1;
		owner = link->person;
	}
	return owner;
}

static bool is_person(const struct draft_speaker *speaker)
{
	return speaker->role != ROLE_MODERATOR && speaker->role != ROLE_OBSERVER;
}

/* The participant a speaker of source s is; -1 for moderators and observers. */
static int64_t person_of(struct writing *w, size_t s, const struct draft_speaker *speaker)
{
	if (!is_person(speaker))
		return -1;
	if (w->owner[s] >= 0)
		return w->owner[s]; /* cases come first among the people */
	return (int64_t)person_named(w, speaker->name);
}

static void guess_roles(struct writing *w)
{
	size_t n = w->qde->nsources;
	struct draft *drafts = xcalloc(n, sizeof *drafts), **list = xcalloc(n, sizeof *list);
	for (size_t i = 0; i < n; i++) {
		drafts[i].speakers = w->texts[i].speakers;
		drafts[i].nspeakers = w->texts[i].nspeakers;
		list[i] = &drafts[i];
	}
	draft_guess_roles(list, n);
	free(list);
	free(drafts);
}

static struct str variable_name(const struct qde *qde, struct str guid)
{
	for (size_t i = 0; i < qde->nvariables; i++)
		if (str_equal_ascii(qde->variables[i].guid, guid))
			return qde->variables[i].name;
	return STR("");
}

/* One value each: a name that comes again is passed over. */
static void write_attributes(struct writing *w, int from)
{
	const struct qde_case *person = from < 0 ? NULL : &w->qde->cases[from];
	add_raw(w->out, "attributes", "{");
	for (size_t i = 0; person && i < person->nattributes; i++) {
		struct str name = variable_name(w->qde, person->attributes[i].variable);
		bool again = !name.n;
		for (size_t k = 0; k < i && !again; k++)
			again = str_equal(name,
					  variable_name(w->qde, person->attributes[k].variable));
		if (again)
			continue;
		if (w->out->buf[w->out->len - 1] != '{')
			strbuf_add_char(w->out, ',');
		add_string(w->out, name);
		strbuf_add_char(w->out, ':');
		add_string(w->out, person->attributes[i].value);
	}
	strbuf_add_char(w->out, '}');
}

static void write_people(struct writing *w)
{
	struct strbuf *out = w->out;
	add_raw(out, "participants", "[");
	for (size_t i = 0; i < w->npeople; i++) {
		begin(out);
		add_code(out, "id", CODE_PARTICIPANT, i);
		add_text(out, "name", w->people[i].name);
		write_attributes(w, w->people[i].from);
		add_raw(out, "consent", "{\"record\":null,\"quote\":null}");
		add_text(out, "note", STR(""));
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
}

/* ---- sessions and transcripts ---- */

static void add_attendee(struct strbuf *out, struct map *seen, int64_t person)
{
	if (person < 0 || map_get(seen, person + 1) != MAP_ABSENT)
		return;
	map_put(seen, person + 1, 1);
	struct strbuf code = STRBUF_INIT;
	code_add(&code, CODE_PARTICIPANT, (struct code){0, (uint32_t)person + 1});
	if (out->buf[out->len - 1] != '[')
		strbuf_add_char(out, ',');
	add_string(out, strbuf_str(&code));
	strbuf_release(&code);
}

static void write_session(struct writing *w, size_t s, size_t order)
{
	struct strbuf *out = w->out;
	const struct qde_source *source = &w->qde->sources[s];
	struct map seen = {0};
	begin(out);
	add_code(out, "id", CODE_SESSION, s);
	add_text(out, "title", source->name);
	add_text(out, "date", STR(""));
	add_text(out, "kind", STR(""));
	add_number(out, "order", (int64_t)order);
	add_raw(out, "participants", "[");
	add_attendee(out, &seen, w->owner[s]);
	for (size_t i = 0; i < w->texts[s].nspeakers; i++)
		add_attendee(out, &seen, person_of(w, s, &w->texts[s].speakers[i]));
	strbuf_add_z(out, "]}");
	map_release(&seen);
}

static void write_speaker(struct writing *w, size_t s, const struct draft_speaker *speaker)
{
	struct strbuf *out = w->out;
	int64_t person = person_of(w, s, speaker);
	begin(out);
	add_text(out, "label", speaker->label);
	add_text(out, "role", str_of(role_name(person < 0 ? speaker->role : ROLE_PARTICIPANT)));
	add_number(out, "guessed", 1);
	if (person < 0)
		add_raw(out, "participant", "null");
	else
		add_code(out, "participant", CODE_PARTICIPANT, (size_t)person);
	add_number(out, "words", (int64_t)speaker->nwords);
	strbuf_add_char(out, '}');
}

static void write_turn(struct strbuf *out, const struct qde_turn *turn)
{
	begin(out);
	if (turn->speaker < 0)
		add_raw(out, "speaker_no", "null");
	else
		add_number(out, "speaker_no", turn->speaker);
	add_number(out, "start", turn->start);
	add_number(out, "end", turn->end);
	add_raw(out, "start_ms", "null");
	add_raw(out, "end_ms", "null");
	add_raw(out, "cues", "[]");
	add_text(out, "text", turn->text);
	strbuf_add_char(out, '}');
}

static void write_digest(struct strbuf *out, struct str bytes)
{
	uint8_t digest[SHA256_BYTES];
	sha256_of(bytes.p, bytes.n, digest);
	add_raw(out, "sha256", "\"");
	for (size_t i = 0; i < sizeof digest; i++)
		strbuf_addf(out, "%02x", digest[i]);
	strbuf_add_char(out, '"');
}

static void write_transcript(struct writing *w, size_t s)
{
	struct strbuf *out = w->out;
	const struct qde_source *source = &w->qde->sources[s];
	const struct qde_text *text = &w->texts[s];
	begin(out);
	add_code(out, "id", CODE_SESSION, s);
	add_code(out, "session", CODE_SESSION, s);
	add_number(out, "version", 1);
	add_text(out, "title", source->name);
	add_text(out, "origin_name", w->qde->file);
	add_text(out, "origin_format", STR("qdpx"));
	add_text(out, "encoding", STR("UTF-8"));
	write_digest(out, source->text);
	add_raw(out, "speakers", "[");
	for (size_t i = 0; i < text->nspeakers; i++)
		write_speaker(w, s, &text->speakers[i]);
	strbuf_add_char(out, ']');
	add_text(out, "text", strbuf_str(&text->text));
	add_raw(out, "turns", "[");
	for (size_t i = 0; i < text->nturns; i++)
		write_turn(out, &text->turns[i]);
	strbuf_add_z(out, "]}");
}

static void write_sources(struct writing *w)
{
	size_t order = 1;
	add_raw(w->out, "sessions", "[");
	for (size_t s = 0; s < w->qde->nsources; s++)
		if (w->texts[s].nturns)
			write_session(w, s, order++);
	strbuf_add_char(w->out, ']');
	add_raw(w->out, "transcripts", "[");
	for (size_t s = 0; s < w->qde->nsources; s++)
		if (w->texts[s].nturns)
			write_transcript(w, s);
	strbuf_add_char(w->out, ']');
}

/* ---- the map ---- */

/* Cut between two characters. */
static struct str first_bytes(struct str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (((uint8_t)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_part(s, 0, n);
}

/* Where a top-level one stands: as it stood, else one beside the other. */
static void write_anchor(struct writing *w, const struct qde_code *code, size_t top)
{
	const struct qde_vertex *vertex = qde_find_vertex(w->qde, code->guid);
	add_number(w->out, "column", vertex ? vertex->column : (int64_t)(top % COLUMNS));
	add_number(w->out, "line", vertex ? vertex->line : (int64_t)(top / COLUMNS));
	add_number(w->out, "width", vertex ? vertex->width : 1);
}

/* A note of our own codebook begins its line with a word; returns what stands before it. */
static struct str write_note(struct writing *w, const char *key, struct str begin,
			     struct str description)
{
	size_t at = str_starts(description, begin) ? 0 : str_find(description, begin);
	while (at && at < description.n && description.p[at - 1] != '\n')
		at += 1 + str_find(str_part(description, at + 1, description.n), begin);
	if (at >= description.n)
		return description;
	struct str note = str_trim(str_part(description, at + begin.n, description.n));
	add_text(w->out, key, first_bytes(note, NOTE_BYTES));
	return str_trim(str_part(description, 0, at));
}

static void write_description(struct writing *w, const struct qde_code *code)
{
	struct str left = code->description;
	if (w->qde->own) {
		left = write_note(w, "exclude", STR("Exclude: "), left);
		left = write_note(w, "include", STR("Include: "), left);
	}
	add_text(w->out, "definition", first_bytes(left, NOTE_BYTES));
}

static void write_cluster(struct writing *w, size_t i, size_t top)
{
	struct strbuf *out = w->out;
	const struct qde_code *code = &w->qde->codes[i];
	struct str name = str_part(code->name, 0, utf8_offset(code->name, NAME_CHARS));
	if (w->qde->own && str_equal(name, STR("(not named yet)")))
		name = STR("");
	begin(out);
	add_code(out, "id", CODE_CLUSTER, i);
	add_text(out, "name", name);
	if (code->parent < 0)
		add_raw(out, "parent", "null");
	else
		add_code(out, "parent", CODE_CLUSTER, (size_t)code->parent);
	add_number(out, "rank", (int64_t)i);
	write_anchor(w, code, top);
	add_number(out, "folded", 0);
	add_text(out, "colour", str_of(cluster_colour_name(code->colour)));
	write_description(w, code);
	strbuf_add_char(out, '}');
}

static void write_clusters(struct writing *w)
{
	size_t top = 0;
	add_raw(w->out, "clusters", "[");
	for (size_t i = 0; i < w->qde->ncodes; i++) {
		write_cluster(w, i, top);
		top += w->qde->codes[i].parent < 0;
	}
	strbuf_add_char(w->out, ']');
}

/* In a code in the order of the wall, then of the file; else where its vertex stands. */
static void write_place(struct writing *w, const struct qde_vertex *vertex, int code)
{
	struct strbuf *out = w->out;
	if (code >= 0) {
		int64_t after = (int64_t)(w->qde->nvertices + w->inside[code]++);
		add_text(out, "place", STR("cluster"));
		add_code(out, "cluster", CODE_CLUSTER, (size_t)code);
		add_number(out, "rank", vertex ? vertex->order : after);
	} else if (vertex && !vertex->parked) {
		add_text(out, "place", STR("loose"));
		add_number(out, "column", vertex->column);
		add_number(out, "line", vertex->line);
	} else {
		add_text(out, "place", vertex ? STR("parked") : STR("tray"));
	}
}

static void write_card(struct writing *w, const struct qde_selection *selection, int64_t from,
		       int64_t to, int code)
{
	struct strbuf *out = w->out;
	size_t s = (size_t)selection->source;
	bool named = w->texts[s].nspeakers > 0;
	begin(out);
	add_code(out, "id", CODE_CARD, w->ncards++);
	add_text(out, "kind", STR("quote"));
	add_text(out, "text", qde_text_slice(&w->texts[s], from, to));
	add_text(out, "implies", selection->description);
	if (w->owner[s] >= 0 && !named)
		add_code(out, "by_hand", CODE_PARTICIPANT, (size_t)w->owner[s]);
	add_code(out, "transcript", CODE_SESSION, s);
	add_number(out, "start", from);
	add_number(out, "end", to);
	if (selection->ms >= 0)
		add_number(out, "time_ms", selection->ms);
	add_raw(out, "flags", "[]");
	write_place(w, qde_find_vertex(w->qde, selection->guid), code);
	add_number(out, "created_ms", selection->created_ms < 0 ? 0 : selection->created_ms);
	strbuf_add_char(out, '}');
}

/* Who speaks where an excerpt begins. */
static void add_speaker(struct writing *w, const struct qde_selection *selection, int64_t from)
{
	const struct qde_text *text = &w->texts[selection->source];
	size_t low = 0, high = text->nturns;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (text->turns[middle].start <= from)
			low = middle;
		else
			high = middle;
	}
	w->out->len--; /* the closing brace */
	if (text->turns[low].speaker >= 0)
		add_number(w->out, "speaker_no", text->turns[low].speaker);
	strbuf_add_char(w->out, '}');
}

static void write_selection(struct writing *w, const struct qde_selection *selection)
{
	int64_t from, to;
	size_t placed = 0;
	if (!qde_text_range(&w->texts[selection->source], selection->start, selection->end, &from,
			    &to)) {
		w->nothing++;
		return;
	}
	for (size_t i = 0; i < selection->ncodes; i++) {
		int code = qde_find_code(w->qde, w->qde->codings[selection->first_code + i]);
		if (code < 0)
			continue;
		write_card(w, selection, from, to, code);
		add_speaker(w, selection, from);
		placed++;
	}
	if (placed)
		return;
	write_card(w, selection, from, to, -1);
	add_speaker(w, selection, from);
}

static void write_cards(struct writing *w)
{
	add_raw(w->out, "cards", "[");
	for (size_t i = 0; i < w->qde->nselections; i++)
		write_selection(w, &w->qde->selections[i]);
	strbuf_add_char(w->out, ']');
}

/* ---- sources ---- */

/* How many selections whose name is a quote begin with it, as positions are counted here. */
static size_t count_matches(const struct qde *qde, int source, const struct qde_text *text)
{
	size_t n = 0;
	int64_t from, to;
	for (size_t i = 0; i < qde->nselections; i++) {
		const struct qde_selection *selection = &qde->selections[i];
		if (selection->source == source && selection->name.n &&
		    qde_text_range(text, selection->start, selection->end, &from, &to))
			n += str_starts(qde_text_slice(text, from, to), selection->name);
	}
	return n;
}

/* Programs differ in whether a line end of two characters counts as one or two: selections that
 * are named after their words tell. */
static void cut_source(struct writing *w, size_t s)
{
	struct qde *qde = w->qde;
	struct str source = qde->sources[s].text;
	qde_text_init(&w->texts[s], source, true);
	if (str_find(source, STR("\r\n")) == source.n)
		return;
	struct qde_text single;
	qde_text_init(&single, source, false);
	bool better =
		count_matches(qde, (int)s, &single) > count_matches(qde, (int)s, &w->texts[s]);
	qde_text_release(better ? &w->texts[s] : &single);
	if (better)
		w->texts[s] = single;
}

static void prepare(struct writing *w)
{
	struct qde *qde = w->qde;
	for (size_t i = 0; i < qde->ncases; i++)
		person_add(w, qde->cases[i].name, (int)i);
	for (size_t s = 0; s < qde->nsources; s++) {
		cut_source(w, s);
		qde->nempty += !w->texts[s].nturns && !qde->sources[s].gone;
	}
	guess_roles(w);
	for (size_t s = 0; s < qde->nsources; s++)
		w->owner[s] = owner_of(w, &qde->sources[s]);
	for (size_t s = 0; s < qde->nsources; s++)
		for (size_t i = 0; i < w->texts[s].nspeakers; i++)
			person_of(w, s, &w->texts[s].speakers[i]);
}

/* ---- what is said about it ---- */

static void say(struct strbuf *said, size_t n, const char *one, const char *many)
{
	if (n)
		strbuf_addf(said, "%s%zu %s", said->len ? ", " : "", n, n == 1 ? one : many);
}

static void say_all(const struct writing *w, struct strbuf *said)
{
	const struct qde *qde = w->qde;
	struct strbuf left = STRBUF_INIT;
	size_t nsources = 0;
	for (size_t s = 0; s < qde->nsources; s++)
		nsources += w->texts[s].nturns > 0;
	say(said, nsources, "source", "sources");
	say(said, qde->ncodes, "code", "codes");
	say(said, w->ncards, "card", "cards");
	say(said, qde->ncases, "case", "cases");
	for (size_t i = 0; i < qde->nusers; i++)
		if (qde->users[i].ncodings)
			strbuf_addf(said, "; %zu coded by %.*s", qde->users[i].ncodings,
				    STR_ARG(qde->users[i].name));
	say(&left, qde->nmedia, "picture, PDF or recording", "pictures, PDFs or recordings");
	say(&left, qde->nnotes, "note", "notes");
	say(&left, qde->nsets, "set", "sets");
	say(&left, qde->ngraphs, "graph", "graphs");
	say(&left, qde->nmissing, "source that is not in the file",
	    "sources that are not in the file");
	say(&left, qde->noutside, "source whose name leads out of the project",
	    "sources whose names lead out of the project");
	say(&left, qde->nstrays, "entry whose name leads out of the archive",
	    "entries whose names lead out of the archive");
	say(&left, qde->nempty, "source without words", "sources without words");
	say(&left, w->nothing, "selection of nothing", "selections of nothing");
	if (left.len)
		strbuf_addf(said, "; left out: %s", left.buf);
	if (qde->ndeep)
		strbuf_addf(said, "; %zu codes below the fourth level are now on it", qde->ndeep);
	strbuf_release(&left);
}

void qde_write(struct qde *qde, struct strbuf *json, struct strbuf *said)
{
	struct writing w = {.qde = qde,
			    .out = json,
			    .texts = xcalloc(qde->nsources, sizeof *w.texts),
			    .owner = xcalloc(qde->nsources, sizeof *w.owner),
			    .inside = xcalloc(qde->ncodes, sizeof *w.inside)};
	struct str title = qde->name.n ? qde->name : qde->file;
	prepare(&w);
	strbuf_add_z(json, "{\"themewall\":1,\"study\":{");
	add_text(json, "title", str_part(title, 0, utf8_offset(title, NAME_CHARS)));
	add_text(json, "question", qde->description);
	add_text(json, "segment", STR("segment"));
	add_number(json, "created_ms", qde->created_ms < 0 ? 0 : qde->created_ms);
	strbuf_add_char(json, '}');
	write_people(&w);
	write_sources(&w);
	write_clusters(&w);
	write_cards(&w);
	strbuf_add_char(json, '}');
	say_all(&w, said);
	for (size_t s = 0; s < qde->nsources; s++)
		qde_text_release(&w.texts[s]);
	free(w.texts);
	free(w.owner);
	free(w.inside);
	free(w.people);
}
