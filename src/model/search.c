/*
 * Search over folded texts (search-fold.c). What is looked for through the whole run of keys is one
 * byte, the one of the words that is rarest there; around each the word is compared, and a hit is
 * traced back to its record. Hits are told in the order of the records: names and cards, then
 * turns.
 */
#include "search-internal.h"

#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { WORDS_MAX = 8 };

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
