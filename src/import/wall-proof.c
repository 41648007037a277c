/*
 * Whether the words a child sent are what they are said to be: a transcript's turns add up to its
 * length and fingerprint, an excerpt is the words at its place, a quote those of its excerpt.
 * Positions are code points, from the transcript's start. Every transcript has one row, every row
 * one transcript.
 */
#include "wall-reply-internal.h"

#include <stdlib.h>

#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/sha256.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* A transcript put together again. */
struct whole {
	struct strbuf text;
	size_t *offsets; /* where each turn begins in it, bytes; owned */
	const struct wall_image_turns *turns;
	bool seen; /* its row was met */
};

struct proving {
	const struct wall_image *image;
	struct whole *wholes;             /* one per image->turns; owned */
	struct map transcripts, excerpts; /* small id -> position of whole; of row */
};

static void whole_init(struct whole *whole, const struct wall_image_turns *turns)
{
	*whole = (struct whole){.text = STRBUF_INIT, .turns = turns};
	whole->offsets = xcalloc(turns->n + 1, sizeof *whole->offsets);
	for (size_t i = 0; i < turns->n; i++) {
		if (i)
			strbuf_add_char(&whole->text, '\n');
		whole->offsets[i] = whole->text.len;
		strbuf_add_str(&whole->text, turns->turns[i].text);
	}
}

/* The words from start to end begin in a turn found by halving, so long texts are not counted from
 * their beginning. */
static bool quote_holds(const struct whole *whole, const struct value *excerpt)
{
	int64_t start = excerpt[EXCERPT_START].i, end = excerpt[EXCERPT_END].i;
	const struct turn *turns = whole->turns->turns;
	struct str quote = excerpt[EXCERPT_QUOTE].s, text = strbuf_str(&whole->text);
	size_t low = 0, high = whole->turns->n;
	if (start < 0 || end <= start || !high || end > turns[high - 1].end)
		return false;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (turns[middle].start <= start)
			low = middle;
		else
			high = middle;
	}
	struct str rest = str_part(text, whole->offsets[low], text.n);
	size_t at = whole->offsets[low] + utf8_offset(rest, (size_t)(start - turns[low].start));
	return quote.n <= text.n - at && str_equal(str_part(text, at, at + quote.n), quote) &&
	       (int64_t)utf8_length(quote) == end - start;
}

static bool transcript_holds(struct whole *whole, const struct value *transcript)
{
	uint8_t digest[SHA256_BYTES];
	size_t n = whole->turns->n;
	if (whole->seen)
		return false;
	whole->seen = true;
	sha256_of(whole->text.buf, whole->text.len, digest);
	return transcript[TRANSCRIPT_NCHARS].i == (n ? whole->turns->turns[n - 1].end : 0) &&
	       transcript[TRANSCRIPT_NTURNS].i == (int64_t)n &&
	       transcript[TRANSCRIPT_SHA_BYTES].s.n == SHA256_BYTES &&
	       str_equal(transcript[TRANSCRIPT_SHA_TEXT].s,
			 (struct str){(const char *)digest, SHA256_BYTES});
}

static struct whole *find_whole(const struct proving *proving, const struct value *id)
{
	uint32_t at = id->i > 0 ? map_get(&proving->transcripts, id->i) : MAP_ABSENT;
	return at == MAP_ABSENT ? NULL : &proving->wholes[at];
}

/* A quote is the words of its excerpt. */
static bool card_holds(const struct proving *proving, const struct value *card)
{
	uint32_t at = card[CARD_EXCERPT].i > 0 ? map_get(&proving->excerpts, card[CARD_EXCERPT].i)
					       : MAP_ABSENT;
	if (card_kind_find(card[CARD_KIND].s) != CARD_QUOTE)
		return true;
	return at != MAP_ABSENT &&
	       str_equal(card[CARD_TEXT].s, proving->image->rows[at].column[EXCERPT_QUOTE].s);
}

/* Excerpts come before their cards. */
static bool row_holds(struct proving *proving, size_t i)
{
	const struct row_change *row = &proving->image->rows[i];
	const struct value *v = row->column;
	struct whole *whole;
	if (row->table == TABLE_TRANSCRIPT) {
		whole = find_whole(proving, &v[TRANSCRIPT_ID]);
		return whole && transcript_holds(whole, v);
	}
	if (row->table == TABLE_EXCERPT) {
		whole = find_whole(proving, &v[EXCERPT_TRANSCRIPT]);
		if (v[EXCERPT_ID].i > 0)
			map_put(&proving->excerpts, v[EXCERPT_ID].i, (uint32_t)i);
		return whole && quote_holds(whole, v);
	}
	return row->table != TABLE_CARD || card_holds(proving, v);
}

bool wall_words_hold(const struct wall_image *image)
{
	struct proving proving = {.image = image,
				  .wholes = xcalloc(image->nturns, sizeof *proving.wholes)};
	bool good = true;
	for (size_t i = 0; i < image->nturns; i++) {
		int64_t id = image->turns[i].transcript;
		whole_init(&proving.wholes[i], &image->turns[i]);
		good = good && id > 0 && map_get(&proving.transcripts, id) == MAP_ABSENT;
		if (good)
			map_put(&proving.transcripts, id, (uint32_t)i);
	}
	for (size_t i = 0; good && i < image->nrows; i++)
		good = row_holds(&proving, i);
	for (size_t i = 0; i < image->nturns; i++) {
		good = good && proving.wholes[i].seen;
		strbuf_release(&proving.wholes[i].text);
		free(proving.wholes[i].offsets);
	}
	map_release(&proving.transcripts);
	map_release(&proving.excerpts);
	free(proving.wholes);
	return good;
}
