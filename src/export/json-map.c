/*
 * The private copy's cards and clusters. A rank is a position among those that stand in the same
 * place, counted anew here: what is stored between them is nobody's affair.
 */
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/model/ahead.h"
#include "themewall/model/model.h"

#include "json-internal.h"
#include "pour-internal.h"

#include "themewall/base/banned.h"

static void write_flags(struct json_wall *w, const struct card *c)
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
static void write_tensions(struct json_wall *w, const struct card *c)
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
static void write_receipt(struct json_wall *w, const struct card *c, struct str transcript)
{
	struct json *json = &w->json;
	bool known = transcript.n > 0;
	participant_id person = model_card_participant(w->model, c);

	json_key_word_maybe(json, "participant", names_participant(&w->names, person));
	json_key_word_maybe(json, "by_hand",
			    names_participant(&w->names, known ? c->by_hand : person));
	json_key_word_maybe(json, "transcript", transcript);
	json_key_known(json, "start", known, c->start);
	json_key_known(json, "end", known, c->end);
	json_key_known(json, "time_ms", known && c->time_ms >= 0, c->time_ms);
	json_voice(w, known ? c->speaker : (speaker_id){0});
}

/* The code of the card it lies beneath; its place is where it stood before. */
static struct str stack_code(struct json_wall *w, const struct card *c)
{
	const struct card *top = c->stack.n ? model_card(w->model, c->stack) : NULL;

	strbuf_reset(&w->scratch);
	if (top)
		code_add(&w->scratch, CODE_CARD, top->code);
	return strbuf_str(&w->scratch);
}

static void write_place(struct json_wall *w, const struct card *c)
{
	struct json *json = &w->json;
	bool loose = c->place == PLACE_LOOSE;
	uint32_t rank = c->place == PLACE_CLUSTER ? map_get(&w->ranks, c->id.n) : MAP_ABSENT;

	json_key_word(json, "place", str_of(place_kind_name(c->place)));
	json_key_word_maybe(json, "stack", stack_code(w, c));
	json_key_word_maybe(json, "cluster",
			    c->place == PLACE_CLUSTER ? names_cluster(&w->names, c->cluster)
						      : STR(""));
	json_key_known(json, "rank", rank != MAP_ABSENT, rank);
	json_key_known(json, "column", loose, c->column);
	json_key_known(json, "line", loose, c->line);
}

static void write_card(struct json_wall *w, const struct card *c)
{
	struct json *json = &w->json;
	struct str transcript = names_transcript(&w->names, c->transcript);
	enum card_kind kind = c->kind == CARD_QUOTE && !transcript.n ? CARD_OBSERVATION : c->kind;

	strbuf_reset(&w->scratch);
	code_add(&w->scratch, CODE_CARD, c->code);
	json_line(json);
	json_open(json, '{');
	json_key_word(json, "id", strbuf_str(&w->scratch));
	json_key_word(json, "kind", str_of(card_kind_name(kind)));
	json_key_str(json, "text", c->text);
	json_key_str(json, "implies", c->implies);
	write_receipt(w, c, transcript);
	write_flags(w, c);
	json_key_str(json, "need", c->need);
	json_key_word_maybe(json, "session", names_session(&w->names, c->session));
	write_tensions(w, c);
	write_place(w, c);
	json_key_int(json, "created_ms", c->created_ms);
	json_close(json, '}');
	pour(w->options, json->out);
}

static void write_codes(struct json_wall *w, const char *key, const card_id *ids, size_t n)
{
	json_key(&w->json, key);
	json_open(&w->json, '[');
	for (size_t i = 0; i < n; i++) {
		ahead_card(w->model, ids, n, i);
		strbuf_reset(&w->scratch);
		code_add(&w->scratch, CODE_CARD, model_card(w->model, ids[i])->code);
		json_word(&w->json, strbuf_str(&w->scratch));
	}
	json_close(&w->json, ']');
}

static void write_cluster(struct json_wall *w, const struct cluster *c, size_t rank)
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
static void rank_shown(struct json_wall *w)
{
	struct cluster_list clusters = model_clusters(w->model);

	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(w->model, clusters.ids[i]);
		for (size_t rank = 0; rank < cluster->ncards; rank++)
			map_put(&w->ranks, cluster->cards[rank].n, (uint32_t)rank);
	}
}

/* Position among all that stand in a cluster or stood there before they went beneath another. */
static void rank_cards(struct json_wall *w)
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

void json_map(struct json_wall *w)
{
	struct card_list cards = model_cards(w->model);
	struct cluster_list clusters = model_clusters(w->model);
	struct map ranks = {0};

	rank_cards(w);
	json_list_open(w, "cards");
	for (size_t i = 0; i < cards.n; i++)
		write_card(w, model_card(w->model, cards.ids[i]));
	json_close(&w->json, ']');
	rank_clusters(w->model, &ranks);
	json_list_open(w, "clusters");
	for (size_t i = 0; i < clusters.n; i++)
		write_cluster(w, model_cluster(w->model, clusters.ids[i]),
			      map_get(&ranks, clusters.ids[i].n));
	json_close(&w->json, ']');
	map_release(&ranks);
}
