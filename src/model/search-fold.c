/*
 * What is searched: names and cards are one part, folded anew when the model has changed; turns are
 * another, which only grows, because turns never change. Both are folded in the order in which hits
 * are told, and in slices of so many bytes of keys, so that what is found in a part of them is the
 * beginning of what is found in all.
 */
#include "search-internal.h"

#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

/* Of so many bytes one is counted: which is rarest is a guess of speed alone. */
enum { SAMPLE = 5 };

static void begin_record(struct part *part, enum search_kind kind, int64_t id, size_t turn)
{
	ALLOC_GROW(part->records, part->n + 1, part->capacity);
	part->records[part->n++] = (struct record){part->keys.len, id, (uint32_t)turn, kind};
}

static void part_reset(struct part *part)
{
	strbuf_reset(&part->keys);
	part->n = part->ncounted = 0;
	part->made++;
	memset(part->nbytes, 0, sizeof part->nbytes);
}

static void part_count(struct part *part)
{
	for (; part->ncounted < part->keys.len; part->ncounted += SAMPLE)
		part->nbytes[(unsigned char)part->keys.buf[part->ncounted]]++;
}

static void fold_cluster(struct part *part, const struct cluster *cluster)
{
	begin_record(part, SEARCH_CLUSTER, cluster->id.n, 0);
	fold_text(&part->keys, cluster->name);
	strbuf_add_char(&part->keys, ' ');
	struct strbuf code = STRBUF_INIT;
	code_add(&code, CODE_CLUSTER, cluster->code);
	fold_text(&part->keys, strbuf_str(&code));
	strbuf_add_char(&part->keys, '\n');
	strbuf_release(&code);
}

static void fold_card(struct part *part, const struct model *model, const struct card *card,
		      struct strbuf *code)
{
	struct tag_list tags = model_card_tags(model, card->id);
	begin_record(part, SEARCH_CARD, card->id.n, 0);
	fold_text(&part->keys, card->text);
	strbuf_add_char(&part->keys, ' ');
	fold_text(&part->keys, card->implies);
	strbuf_add_char(&part->keys, ' ');
	fold_text(&part->keys, card->need);
	for (size_t i = 0; i < tags.n; i++) {
		strbuf_reset(code);
		strbuf_add_char(code, ' ');
		tag_add(code, tags.tags[i]);
		fold_text(&part->keys, strbuf_str(code));
	}
	strbuf_add_char(&part->keys, ' ');
	strbuf_reset(code);
	code_add(code, CODE_CARD, card->code);
	fold_text(&part->keys, strbuf_str(code));
	strbuf_add_char(&part->keys, '\n');
}

static void board_begin(struct search *search, const struct model *model)
{
	struct cluster_list clusters = model_clusters(model);
	part_reset(&search->board);
	search->ncards = 0;
	search->board_whole = false;
	for (size_t i = 0; i < clusters.n; i++)
		fold_cluster(&search->board, model_cluster(model, clusters.ids[i]));
}

static void fold_board(struct search *search, const struct model *model, size_t end)
{
	struct card_list cards = model_cards(model);
	struct strbuf code = STRBUF_INIT;
	for (; search->ncards < cards.n && search->board.keys.len < end; search->ncards++)
		fold_card(&search->board, model, model_card(model, cards.ids[search->ncards]),
			  &code);
	search->board_whole = search->ncards == cards.n;
	strbuf_release(&code);
	part_count(&search->board);
}

static void fold_turns(struct search *search, const struct transcript *transcript, size_t end)
{
	size_t n = (size_t)transcript->nturns;
	for (; search->nturns < n && search->turns.keys.len < end; search->nturns++) {
		begin_record(&search->turns, SEARCH_TURN, transcript->id.n, search->nturns);
		fold_text(&search->turns.keys, transcript->turns[search->nturns].text);
		strbuf_add_char(&search->turns.keys, '\n');
	}
}

/* The next transcript of the list that is loaded, from *at on. */
static const struct transcript *next_loaded(const struct model *model, size_t *at)
{
	struct transcript_list all = model_transcripts(model);
	while (*at < all.n) {
		const struct transcript *t = model_transcript(model, all.ids[(*at)++]);
		if (t->loaded)
			return t;
	}
	return NULL;
}

/* What is folded are the first of those loaded, so the others can be added at the end. */
static bool turns_only_grew(const struct search *search, const struct model *model)
{
	size_t at = 0;
	for (size_t i = 0; i < search->nknown; i++) {
		const struct transcript *t = next_loaded(model, &at);
		if (!t || t->id.n != search->known[i].n)
			return false;
	}
	return true;
}

static size_t count_loaded(const struct model *model)
{
	size_t at = 0, n = 0;
	while (next_loaded(model, &at))
		n++;
	return n;
}

/* The transcript whose turns come next; NULL when all are folded. */
static const struct transcript *next_unfolded(struct search *search, const struct model *model)
{
	const struct transcript *t = NULL;
	size_t at = 0;
	for (size_t i = 0; i < search->nknown; i++)
		t = next_loaded(model, &at);
	if (t && search->nturns < (size_t)t->nturns)
		return t;
	t = next_loaded(model, &at);
	if (!t)
		return NULL;
	ALLOC_GROW(search->known, search->nknown + 1, search->known_capacity);
	search->known[search->nknown++] = t->id;
	search->nturns = 0;
	return t;
}

/* What is no longer as it was folded goes. Each loading of turns raises the revision by one; when
 * nothing else did, names and cards are as they were. */
static void follow(struct search *search, const struct model *model)
{
	uint64_t revision = model_revision(model) + 1;
	if (search->revision == revision)
		return;
	size_t nloaded = count_loaded(model);
	bool only_turns = search->revision && nloaded > search->nloaded &&
			  revision - search->revision == (uint64_t)(nloaded - search->nloaded);
	if (!turns_only_grew(search, model)) {
		part_reset(&search->turns);
		search->nknown = search->nturns = 0;
	}
	if (!only_turns)
		board_begin(search, model);
	search->nloaded = nloaded;
	search->revision = revision;
}

/* Of turns as many bytes as names and cards leave. */
bool search_update_some(struct search *search, const struct model *model, size_t nbytes)
{
	const struct transcript *t = NULL;
	follow(search, model);
	size_t end = search->board.keys.len + nbytes;
	if (!search->board_whole)
		fold_board(search, model, end);
	if (!search->board_whole || search->board.keys.len >= end)
		return false;
	end += search->turns.keys.len - search->board.keys.len;
	while (search->turns.keys.len < end && (t = next_unfolded(search, model)))
		fold_turns(search, t, end);
	part_count(&search->turns);
	return !t;
}

void search_update(struct search *search, const struct model *model)
{
	while (!search_update_some(search, model, SIZE_MAX / 4))
		continue;
}
