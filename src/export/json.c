/*
 * The private full copy. Everything a wall says is in here, in terms of what people see: codes for
 * ids, words for kinds, 0 … n-1 for ranks. import/wall.c reads it back; a wall made from it exports
 * the same bytes, so nothing may depend on ids, move tokens or the clock. Left out: hidden
 * transcripts, and what follows from the rest (excerpts are slices of a text).
 */
#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/sha256.h"
#include "themewall/export/json.h"
#include "themewall/model/model.h"

#include "json-internal.h"
#include "names-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { FORMAT_VERSION = 1 };

struct wall {
	struct json json;
	const struct model *model; /* borrowed */
	struct names names;
	struct map ranks; /* card id → position in its cluster */
	struct strbuf scratch;
};

static void list_open(struct wall *w, const char *name)
{
	json_line(&w->json);
	json_key(&w->json, name);
	json_open(&w->json, '[');
}

static void write_study(struct wall *w)
{
	const struct study *study = model_study(w->model);

	json_line(&w->json);
	json_key(&w->json, "study");
	json_open(&w->json, '{');
	json_key_str(&w->json, "title", study->title);
	json_key_str(&w->json, "question", study->question);
	json_key_str(&w->json, "segment", study->segment);
	json_key_int(&w->json, "created_ms", study->created_ms);
	json_close(&w->json, '}');
}

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

static void write_participant(struct wall *w, const struct participant *p)
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

static void write_session(struct wall *w, const struct session *s)
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

static void write_speaker(struct wall *w, const struct speaker *s)
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

/* Who spoke: the label for people, the position among the transcript's speakers for programs
 * (labels may repeat). */
static void write_voice(struct wall *w, speaker_id id)
{
	const struct speaker *s = id.n ? model_speaker(w->model, id) : NULL;
	int at = names_speaker(&w->names, id);

	json_key(&w->json, "speaker");
	if (s)
		json_str(&w->json, s->label);
	else
		json_null(&w->json);
	json_key_known(&w->json, "speaker_no", at >= 0, at);
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

static void write_turn(struct wall *w, size_t seq, const struct turn *turn)
{
	struct json *json = &w->json;
	const struct speaker *s = turn->speaker.n ? model_speaker(w->model, turn->speaker) : NULL;

	json_line(json);
	json_open(json, '{');
	json_key_int(json, "seq", (int64_t)seq);
	write_voice(w, turn->speaker);
	json_key_str(json, "role", str_of(role_name(s ? s->role : ROLE_UNKNOWN)));
	json_key_int(json, "start", turn->start);
	json_key_int(json, "end", turn->end);
	json_key_known(json, "start_ms", turn->start_ms >= 0, turn->start_ms);
	json_key_known(json, "end_ms", turn->end_ms >= 0, turn->end_ms);
	write_cues(json, turn);
	json_key_str(json, "text", turn->text);
	json_close(json, '}');
}

static void write_text(struct wall *w, const struct transcript *t)
{
	strbuf_reset(&w->scratch);
	for (int64_t i = 0; t->loaded && i < t->nturns; i++) {
		if (i)
			strbuf_add_char(&w->scratch, '\n');
		strbuf_add_str(&w->scratch, t->turns[i].text);
	}
	json_key_str(&w->json, "text", strbuf_str(&w->scratch));
}

static void write_transcript(struct wall *w, const struct transcript *t)
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

static void write_flags(struct wall *w, const struct card *c)
{
	struct json *json = &w->json;
	struct tag_list tags = model_card_tags(w->model, c->id);

	json_key(json, "flags");
	json_open(json, '[');
	if (c->surprise)
		json_str(json, STR("surprise"));
	if (c->tension)
		json_str(json, STR("tension"));
	json_close(json, ']');
	json_key(json, "tags");
	json_open(json, '[');
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_reset(&w->scratch);
		tag_add(&w->scratch, tags.tags[i]);
		json_str(json, strbuf_str(&w->scratch));
	}
	json_close(json, ']');
}

/* What the card pulls against; a link is written by the card that was named first. */
static void write_tensions(struct wall *w, const struct card *c)
{
	struct json *json = &w->json;
	struct tension_list list = model_card_tensions(w->model, c->id);

	json_key(json, "tensions");
	json_open(json, '[');
	for (size_t i = 0; i < list.n; i++) {
		const struct card *other = model_card(w->model, list.all[i].other);
		if (list.all[i].card.n != c->id.n)
			continue;
		strbuf_reset(&w->scratch);
		if (other)
			code_add(&w->scratch, CODE_CARD, other->code);
		else
			strbuf_add_str(&w->scratch, names_cluster(&w->names, list.all[i].cluster));
		json_str(json, strbuf_str(&w->scratch));
	}
	json_close(json, ']');
}

/*
 * The receipt. A card whose transcript was hidden when its import was undone keeps its words and
 * its person and loses the receipt: there is no text left in this copy that it could point into.
 */
static void write_receipt(struct wall *w, const struct card *c, struct str transcript)
{
	struct json *json = &w->json;
	bool known = transcript.n > 0;
	participant_id person = model_card_participant(w->model, c);

	json_key_maybe(json, "participant", names_participant(&w->names, person));
	json_key_maybe(json, "by_hand", names_participant(&w->names, known ? c->by_hand : person));
	json_key_maybe(json, "transcript", transcript);
	json_key_known(json, "start", known, c->start);
	json_key_known(json, "end", known, c->end);
	json_key_known(json, "time_ms", known && c->time_ms >= 0, c->time_ms);
	write_voice(w, known ? c->speaker : (speaker_id){0});
}

/* The code of the card it lies beneath; its place is where it stood before. */
static struct str stack_code(struct wall *w, const struct card *c)
{
	const struct card *top = c->stack.n ? model_card(w->model, c->stack) : NULL;

	strbuf_reset(&w->scratch);
	if (top)
		code_add(&w->scratch, CODE_CARD, top->code);
	return strbuf_str(&w->scratch);
}

static void write_place(struct wall *w, const struct card *c)
{
	struct json *json = &w->json;
	bool loose = c->place == PLACE_LOOSE;
	uint32_t rank = c->place == PLACE_CLUSTER ? map_get(&w->ranks, c->id.n) : MAP_ABSENT;

	json_key_str(json, "place", str_of(place_kind_name(c->place)));
	json_key_maybe(json, "stack", stack_code(w, c));
	json_key_maybe(json, "cluster",
		       c->place == PLACE_CLUSTER ? names_cluster(&w->names, c->cluster) : STR(""));
	json_key_known(json, "rank", rank != MAP_ABSENT, rank);
	json_key_known(json, "column", loose, c->column);
	json_key_known(json, "line", loose, c->line);
}

static void write_card(struct wall *w, const struct card *c)
{
	struct json *json = &w->json;
	struct str transcript = names_transcript(&w->names, c->transcript);
	enum card_kind kind = c->kind == CARD_QUOTE && !transcript.n ? CARD_OBSERVATION : c->kind;

	strbuf_reset(&w->scratch);
	code_add(&w->scratch, CODE_CARD, c->code);
	json_line(json);
	json_open(json, '{');
	json_key_str(json, "id", strbuf_str(&w->scratch));
	json_key_str(json, "kind", str_of(card_kind_name(kind)));
	json_key_str(json, "text", c->text);
	json_key_str(json, "implies", c->implies);
	write_receipt(w, c, transcript);
	write_flags(w, c);
	json_key_str(json, "need", c->need);
	json_key_maybe(json, "session", names_session(&w->names, c->session));
	write_tensions(w, c);
	write_place(w, c);
	json_key_int(json, "created_ms", c->created_ms);
	json_close(json, '}');
}

static void write_codes(struct wall *w, const char *key, const card_id *ids, size_t n)
{
	json_key(&w->json, key);
	json_open(&w->json, '[');
	for (size_t i = 0; i < n; i++) {
		strbuf_reset(&w->scratch);
		code_add(&w->scratch, CODE_CARD, model_card(w->model, ids[i])->code);
		json_str(&w->json, strbuf_str(&w->scratch));
	}
	json_close(&w->json, ']');
}

static void write_cluster(struct wall *w, const struct cluster *c, size_t rank)
{
	struct json *json = &w->json;
	bool top = c->parent.n == 0;

	json_line(json);
	json_open(json, '{');
	json_key_str(json, "id", names_cluster(&w->names, c->id));
	json_key_str(json, "name", c->name);
	json_key_maybe(json, "parent", names_cluster(&w->names, c->parent));
	json_key_int(json, "rank", (int64_t)rank);
	json_key_known(json, "column", top, c->column);
	json_key_known(json, "line", top, c->line);
	json_key_int(json, "width", c->width);
	json_key_bool(json, "folded", c->folded);
	for (int i = 0; i < CLUSTER_NOTES; i++)
		json_key_str(json, cluster_note_name((enum cluster_note)i), c->note[i]);
	json_key_str(json, "colour", str_of(cluster_colour_name(c->colour)));
	write_codes(w, "cards", c->cards, c->ncards);
	struct card_list copies = model_cluster_copies(w->model, c->id);
	if (copies.n) /* of cards whose "cluster" is another one */
		write_codes(w, "copies", copies.ids, copies.n);
	json_close(json, '}');
}

/* Position of a cluster among its siblings; at the top level, where places are anchors, among the
 * top ones. */
static void rank_clusters(const struct model *model, struct map *ranks)
{
	struct cluster_list all = model_clusters(model), top = model_top_clusters(model);

	for (size_t i = 0; i < top.n; i++)
		map_put(ranks, top.ids[i].n, (uint32_t)i);
	for (size_t i = 0; i < all.n; i++) {
		const struct cluster *c = model_cluster(model, all.ids[i]);
		for (size_t k = 0; k < c->nchildren; k++)
			map_put(ranks, c->children[k].n, (uint32_t)k);
	}
}

static int by_rank(const void *a, const void *b)
{
	const struct card *x = *(const struct card *const *)a, *y = *(const struct card *const *)b;
	int order = str_compare(x->rank, y->rank);

	if (x->cluster.n != y->cluster.n)
		return x->cluster.n < y->cluster.n ? -1 : 1;
	return order ? order : x->id.n < y->id.n ? -1 : x->id.n > y->id.n;
}

/* What shows of the clusters is in its order already. */
static void rank_shown(struct wall *w)
{
	struct cluster_list clusters = model_clusters(w->model);

	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(w->model, clusters.ids[i]);
		for (size_t rank = 0; rank < cluster->ncards; rank++)
			map_put(&w->ranks, cluster->cards[rank].n, (uint32_t)rank);
	}
}

/* Position among all that stand in a cluster or stood there before they went beneath another. */
static void rank_cards(struct wall *w)
{
	struct card_list all = model_cards(w->model);
	const struct card **seated;
	size_t n = 0, beneath = 0;

	for (size_t i = 0; i < all.n; i++)
		beneath += model_card(w->model, all.ids[i])->stack.n != 0;
	if (!beneath) {
		rank_shown(w);
		return;
	}
	seated = xcalloc(all.n + 1, sizeof(*seated));
	for (size_t i = 0; i < all.n; i++) {
		const struct card *card = model_card(w->model, all.ids[i]);
		if (card->place == PLACE_CLUSTER)
			seated[n++] = card;
	}
	if (n)
		qsort(seated, n, sizeof(*seated), by_rank);
	for (size_t i = 0, rank = 0; i < n; i++) {
		rank = i && seated[i]->cluster.n == seated[i - 1]->cluster.n ? rank + 1 : 0;
		map_put(&w->ranks, seated[i]->id.n, (uint32_t)rank);
	}
	free(seated);
}

static void write_people(struct wall *w)
{
	struct participant_list participants = model_participants(w->model);
	struct session_list sessions = model_sessions(w->model);
	struct transcript_list transcripts = model_transcripts(w->model);
	struct transcript_list replaced = model_replaced_transcripts(w->model);

	list_open(w, "participants");
	for (size_t i = 0; i < participants.n; i++)
		write_participant(w, model_participant(w->model, participants.ids[i]));
	json_close(&w->json, ']');
	list_open(w, "sessions");
	for (size_t i = 0; i < sessions.n; i++)
		write_session(w, model_session(w->model, sessions.ids[i]));
	json_close(&w->json, ']');
	list_open(w, "transcripts");
	for (size_t i = 0; i < transcripts.n; i++)
		write_transcript(w, model_transcript(w->model, transcripts.ids[i]));
	for (size_t i = 0; i < replaced.n; i++)
		write_transcript(w, model_transcript(w->model, replaced.ids[i]));
	json_close(&w->json, ']');
}

static void write_map(struct wall *w)
{
	struct card_list cards = model_cards(w->model);
	struct cluster_list clusters = model_clusters(w->model);
	struct map ranks = {0};

	rank_cards(w);
	list_open(w, "cards");
	for (size_t i = 0; i < cards.n; i++)
		write_card(w, model_card(w->model, cards.ids[i]));
	json_close(&w->json, ']');
	rank_clusters(w->model, &ranks);
	list_open(w, "clusters");
	for (size_t i = 0; i < clusters.n; i++)
		write_cluster(w, model_cluster(w->model, clusters.ids[i]),
			      map_get(&ranks, clusters.ids[i].n));
	json_close(&w->json, ']');
	map_release(&ranks);
}

/* All tags in use; which cards have them is said with the cards. */
static void write_tags(struct wall *w)
{
	struct json *json = &w->json;
	struct tag_count_list tags = model_tags(w->model);

	list_open(w, "tags");
	for (size_t i = 0; i < tags.n; i++) {
		json_line(json);
		json_open(json, '{');
		json_key_str(json, "facet", tags.tags[i].tag.facet);
		json_key_str(json, "name", tags.tags[i].tag.name);
		json_key_int(json, "cards", (int64_t)tags.tags[i].cards);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void write_json(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct wall w = {.json = {.out = out}, .model = model, .scratch = STRBUF_INIT};

	(void)options;
	names_init(&w.names, model);
	strbuf_reserve(out, model_card_count(model) * 480);
	json_open(&w.json, '{');
	json_line(&w.json);
	json_key_int(&w.json, "themewall", FORMAT_VERSION);
	json_line(&w.json);
	json_key_bool(&w.json, "private", true);
	write_study(&w);
	write_people(&w);
	write_map(&w);
	json_findings(&w.json, model, &w.names);
	write_tags(&w);
	json_coding(&w.json, model);
	json_lenses(&w.json, model);
	json_close(&w.json, '}');
	strbuf_add_z(out, "\n");
	map_release(&w.ranks);
	names_release(&w.names);
	strbuf_release(&w.scratch);
}
