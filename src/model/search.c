/*
 * Search over folded texts. Each part is one run of search keys, an LF after each (a key never
 * holds one), with the places where keys begin beside it in ascending order. What is looked for
 * through the whole run is one byte, the one of the words that is rarest there; around each the
 * word is compared, and a hit is traced back to its record. Names and cards are one part, folded
 * anew when the model has changed; turns are another, which only grows, because turns never change.
 * Both are folded in the order in which hits are told, so that what is found in a part of them is
 * the beginning of what is found in all.
 */
#include "themewall/model/search.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { WORDS_MAX = 8 };
enum {
	SAMPLE = 5
}; /* of so many bytes one is counted: which is rarest is a guess of speed alone */

/* There may be a hundred thousand: packed. */
struct record {
	size_t at; /* where its key begins */
	int64_t id;
	uint32_t turn;
	enum search_kind kind;
};

struct part {
	struct strbuf keys;
	struct record *records; /* owned */
	size_t n, capacity;
	size_t nbytes[256]; /* how often each byte occurs in a sample of the first ncounted of keys
			     */
	size_t ncounted;
	uint64_t made; /* goes up with each beginning anew */
};

struct search {
	struct part board, turns;
	uint64_t revision;    /* of the model + 1 that is being folded; 0: none yet */
	size_t nloaded;       /* transcripts it had loaded */
	size_t ncards;        /* folded, of all by id */
	bool board_whole;     /* all names and cards are */
	transcript_id *known; /* owned; whose turns are folded, in that order */
	size_t nknown, known_capacity;
	size_t nturns; /* folded of the last of them */
};

/* The folded words to look for, longest first. */
struct needle {
	struct strbuf key;
	struct str word[WORDS_MAX];
	size_t n;
};

/* A word and the byte of it that is rarest in a part. */
struct scan {
	struct str word;
	size_t byte;  /* its position in the word */
	size_t count; /* how often it occurs */
};

struct search *search_new(void)
{
	struct search *search = xcalloc(1, sizeof *search);
	strbuf_init(&search->board.keys);
	strbuf_init(&search->turns.keys);
	return search;
}

void search_free(struct search *search)
{
	if (!search)
		return;
	strbuf_release(&search->board.keys);
	strbuf_release(&search->turns.keys);
	free(search->board.records);
	free(search->turns.records);
	free(search->known);
	free(search);
}

void search_hits_release(struct search_hits *hits)
{
	free(hits->list);
	*hits = (struct search_hits){.list = NULL};
}

static void add_hit(struct search_hits *hits, const struct record *record)
{
	struct search_hit hit = {.kind = record->kind, .turn = record->turn};
	if (record->kind == SEARCH_CLUSTER)
		hit.cluster.n = record->id;
	else if (record->kind == SEARCH_CARD)
		hit.card.n = record->id;
	else
		hit.transcript.n = record->id;
	ALLOC_GROW(hits->list, hits->n + 1, hits->capacity);
	hits->list[hits->n++] = hit;
}

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

static void needle_make(struct needle *needle, struct str words)
{
	*needle = (struct needle){.key = STRBUF_INIT};
	fold_text(&needle->key, words);
	struct str rest = str_trim(strbuf_str(&needle->key));
	while (rest.n && needle->n < WORDS_MAX) {
		size_t end = str_find_char(rest, ' ');
		struct str word = str_part(rest, 0, end);
		size_t at = needle->n++;
		for (; at > 0 && needle->word[at - 1].n < word.n; at--)
			needle->word[at] = needle->word[at - 1];
		needle->word[at] = word;
		rest = str_trim(str_part(rest, end, rest.n));
	}
}

static struct scan scan_make(const struct part *part, struct str word)
{
	struct scan scan = {word, 0, SIZE_MAX};
	for (size_t i = 0; i < word.n; i++) {
		size_t n = part->nbytes[(unsigned char)word.p[i]];
		if (n < scan.count) {
			scan.byte = i;
			scan.count = n;
		}
	}
	return scan;
}

/* A scan for each word, the rarest first. */
static void scans_make(const struct part *part, const struct needle *needle,
		       struct scan scans[WORDS_MAX])
{
	for (size_t i = 0; i < needle->n; i++) {
		struct scan scan = scan_make(part, needle->word[i]);
		size_t at = i;
		for (; at > 0 && scans[at - 1].count > scan.count; at--)
			scans[at] = scans[at - 1];
		scans[at] = scan;
	}
}

/* The first place of the word between at and end; end when there is none. */
static size_t scan_next(const struct part *part, const struct scan *scan, size_t at, size_t end)
{
	const char *keys = part->keys.buf, first = scan->word.p[0];
	for (at += scan->byte; at < end; at++) {
		const char *p = memchr(keys + at, scan->word.p[scan->byte], end - at);
		if (!p)
			break;
		at = (size_t)(p - keys);
		size_t word = at - scan->byte;
		if (end - word >= scan->word.n && keys[word] == first &&
		    memcmp(keys + word, scan->word.p, scan->word.n) == 0)
			return word;
	}
	return end;
}

static bool holds_others(const struct part *part, const struct scan *scans, size_t n, size_t from,
			 size_t to)
{
	for (size_t i = 1; i < n; i++)
		if (scan_next(part, &scans[i], from, to) == to)
			return false;
	return true;
}

/* The record whose key holds the place, from `low` on: doubling steps, because hits come in order
 * and mostly near each other. */
static size_t record_at(const struct part *part, size_t low, size_t at)
{
	size_t step = 1;
	while (low + step < part->n && part->records[low + step].at <= at) {
		low += step;
		step *= 2;
	}
	size_t high = low + step < part->n ? low + step : part->n;
	while (high - low > 1) { /* records[low].at <= at */
		size_t middle = low + (high - low) / 2;
		if (part->records[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* From *end on, which moves to the end of the part, or when there is more to the hit that is one
 * too many. */
static void find_in(const struct part *part, const struct needle *needle, size_t max,
		    struct search_hits *hits, size_t *end)
{
	struct scan scans[WORDS_MAX];
	size_t record = 0, len = part->keys.len;
	scans_make(part, needle, scans);
	for (size_t at = scan_next(part, scans, *end, len); at < len;) {
		record = record_at(part, record, at);
		size_t next = record + 1 < part->n ? part->records[record + 1].at : len;
		if (holds_others(part, scans, needle->n, part->records[record].at, next)) {
			*end = at;
			hits->more = hits->n == max;
			if (hits->more)
				return;
			add_hit(hits, &part->records[record]);
		}
		at = scan_next(part, scans, next, len);
	}
	*end = len;
}

static bool is_same(struct search_reach reach, const struct part *part)
{
	return reach.made == part->made && reach.end <= part->keys.len;
}

void search_find_on(const struct search *search, struct str words, size_t max,
		    struct search_hits *hits)
{
	struct needle needle;
	bool same = is_same(hits->board, &search->board) && is_same(hits->turns, &search->turns);
	if (!same || hits->more) {
		search_find(search, words, max, hits);
		return;
	}
	needle_make(&needle, words);
	if (needle.n)
		find_in(&search->board, &needle, max, hits, &hits->board.end);
	if (needle.n && search->board_whole && !hits->more)
		find_in(&search->turns, &needle, max, hits, &hits->turns.end);
	strbuf_release(&needle.key);
}

void search_find(const struct search *search, struct str words, size_t max,
		 struct search_hits *hits)
{
	hits->n = 0;
	hits->more = false;
	hits->board = (struct search_reach){0, search->board.made};
	hits->turns = (struct search_reach){0, search->turns.made};
	search_find_on(search, words, max, hits);
}

/* As bytes_of_key, of a text that is ASCII as far as that goes: each byte is a byte of its key, but
 * for blanks after blanks. False: it goes further. */
static bool bytes_of_plain_key(struct str text, size_t nkey, size_t *nbytes)
{
	size_t nfolded = 0;
	bool blank = false;
	for (*nbytes = 0; nfolded < nkey && *nbytes < text.n; ++*nbytes) {
		char c = text.p[*nbytes];
		bool was_blank = blank;
		if (c & 0x80)
			return false;
		blank = c == ' ' || (c >= '\t' && c <= '\r');
		nfolded += !blank || !was_blank;
	}
	return true;
}

/* Bytes of text whose key is at least nkey bytes long, as few as can be. */
static size_t bytes_of_key(struct str text, size_t nkey, struct strbuf *scratch)
{
	size_t nbytes, low = 0, high = utf8_length(text);
	if (bytes_of_plain_key(text, nkey, &nbytes))
		return nbytes;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		strbuf_reset(scratch);
		fold_text(scratch, str_part(text, 0, utf8_offset(text, middle)));
		if (scratch->len >= nkey)
			high = middle;
		else
			low = middle + 1;
	}
	return utf8_offset(text, low);
}

bool search_match(struct str text, struct str words, size_t *from, size_t *to)
{
	struct needle needle;
	struct strbuf key = STRBUF_INIT;
	size_t at = 0, i = 0;
	needle_make(&needle, words);
	fold_text(&key, text);
	for (; i < needle.n; i++) {
		at = str_find(strbuf_str(&key), needle.word[i]);
		if (at < key.len)
			break;
	}
	bool found = i < needle.n;
	if (found) {
		size_t nword = needle.word[i].n;
		*from = at ? utf8_previous(text, bytes_of_key(text, at + 1, &key)) : 0;
		*to = bytes_of_key(text, at + nword, &key);
	}
	strbuf_release(&needle.key);
	strbuf_release(&key);
	return found;
}
