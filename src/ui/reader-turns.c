/*
 * Turns laid out in lines. Painted text is a reduction of the stored one, so each turn keeps, per
 * grapheme of the stored text, the byte where it begins in the painted text and its code point:
 * with these a cell finds its code point and a selection its cells. Units: code points in receipts,
 * bytes in painted text, cells on the screen. Turns are laid out when first seen; transcripts are
 * immutable, so that lasts until another is opened or the width changes.
 */
#include "ui-internal.h"

#include "themewall/model/talk.h"

#include <stdlib.h>

#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

static void drop_turns(struct reader_cache *cache)
{
	for (size_t i = 0; i < cache->nlaid; i++) {
		strbuf_release(&cache->laid[i].painted);
		free(cache->laid[i].units);
		free(cache->laid[i].lines);
	}
	cache->nlaid = 0;
	map_clear(&cache->by_turn);
}

void reader_cache_release(struct reader_cache *cache)
{
	drop_turns(cache);
	free(cache->laid);
	free(cache->covered);
	free(cache->shares);
	map_release(&cache->by_turn);
	*cache = (struct reader_cache){0};
}

/* --- what is on cards --- */

static void add_covered(struct reader_cache *cache, const struct card *card)
{
	int64_t before = cache->ncovered ? cache->covered[cache->ncovered - 1].end_so_far : 0;
	ALLOC_GROW(cache->covered, cache->ncovered + 1, cache->covered_capacity);
	cache->covered[cache->ncovered++] = (struct covered){
		card->start, card->end, card->end > before ? card->end : before, card->id};
}

static void update_covered(struct reader_cache *cache, const struct model *model,
			   const struct transcript *transcript)
{
	struct card_list cards = model_cards_of_transcript(model, transcript->id);
	cache->ncovered = 0;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		if (card && card->start >= 0)
			add_covered(cache, card);
	}
	cache->talk = talk_percent(talk_of_transcript(model, transcript->id));
	cache->coverage = reader_coverage(model, transcript);
}

void reader_cache_update(struct ui *ui, const struct app *app, int width)
{
	struct reader_cache *cache = &ui->reader;
	const struct transcript *transcript = reader_transcript(app);
	uint64_t revision = model_revision(app->model);
	bool other = cache->transcript.n != transcript->id.n || cache->turns != transcript->turns;
	if (other || cache->width != width)
		drop_turns(cache);
	cache->transcript = transcript->id;
	cache->turns = transcript->turns;
	cache->width = width;
	if (other || cache->covered_revision != revision + 1)
		update_covered(cache, app->model, transcript);
	cache->covered_revision = revision + 1;
}

int reader_share(struct ui *ui, const struct app *app, size_t index)
{
	struct reader_cache *cache = &ui->reader;
	struct transcript_list all = model_transcripts(app->model);
	uint64_t revision = model_revision(app->model);
	if (cache->shares_revision != revision + 1) {
		ALLOC_GROW(cache->shares, all.n, cache->shares_capacity);
		for (size_t i = 0; i < all.n; i++)
			cache->shares[i] = -1;
		cache->shares_revision = revision + 1;
	}
	if (cache->shares[index] < 0)
		cache->shares[index] =
			reader_coverage(app->model, model_transcript(app->model, all.ids[index]));
	return cache->shares[index];
}

/* --- laying out --- */

static bool is_plain(struct str text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];
	return c >= 0x20 && c < 0x7f && (at + 1 == text.n || (unsigned char)text.p[at + 1] < 0x80);
}

static void add_unit(struct turn_lines *laid, size_t chars)
{
	ALLOC_GROW(laid->units, laid->nunits + 1, laid->units_capacity);
	laid->units[laid->nunits++] =
		(struct turn_unit){(uint32_t)laid->painted.len, (uint32_t)chars};
}

static void paint_units(struct turn_lines *laid, struct str text)
{
	size_t chars = 0;
	for (size_t at = 0; at < text.n;) {
		add_unit(laid, chars);
		if (is_plain(text, at)) {
			strbuf_add_char(&laid->painted, text.p[at++]);
			chars++;
			continue;
		}
		size_t next = grapheme_next(text, at);
		safe_text(&laid->painted, str_part(text, at, next), false);
		chars += utf8_length(str_part(text, at, next));
		at = next;
	}
	add_unit(laid, chars);
}

static void wrap_turn(struct turn_lines *laid, int width)
{
	struct str painted = strbuf_str(&laid->painted);
	size_t n = wrap_text(painted, width, laid->lines, laid->lines_capacity);
	if (n > laid->lines_capacity) {
		ALLOC_GROW(laid->lines, n, laid->lines_capacity);
		wrap_text(painted, width, laid->lines, laid->lines_capacity);
	}
	laid->nlines = n;
}

const struct turn_lines *reader_lines(struct ui *ui, const struct app *app, size_t turn)
{
	struct reader_cache *cache = &ui->reader;
	uint32_t at = map_get(&cache->by_turn, (int64_t)turn + 1);
	if (at != MAP_ABSENT)
		return &cache->laid[at];
	ALLOC_GROW(cache->laid, cache->nlaid + 1, cache->capacity);
	struct turn_lines *laid = &cache->laid[cache->nlaid];
	*laid = (struct turn_lines){.turn = turn};
	strbuf_init(&laid->painted);
	paint_units(laid, reader_transcript(app)->turns[turn].text);
	wrap_turn(laid, cache->width);
	map_put(&cache->by_turn, (int64_t)turn + 1, (uint32_t)cache->nlaid);
	return &cache->laid[cache->nlaid++];
}

/* --- between code points, bytes and cells --- */

/* The last unit whose byte (or code point) is at or before n. */
static size_t unit_before(const struct turn_lines *laid, uint32_t n, bool by_byte)
{
	size_t low = 0, high = laid->nunits;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		uint32_t at = by_byte ? laid->units[middle].at : laid->units[middle].chars;
		if (at <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t reader_byte_of(const struct turn_lines *laid, int64_t chars)
{
	return laid->units[unit_before(laid, (uint32_t)chars, false)].at;
}

int64_t reader_char_at(struct ui *ui, const struct app *app, size_t turn, size_t line, int cell)
{
	const struct transcript *transcript = reader_transcript(app);
	if (!transcript || ui->reader.transcript.n != transcript->id.n ||
	    ui->reader.turns != transcript->turns || turn >= (size_t)transcript->nturns)
		return -1;
	const struct turn_lines *laid = reader_lines(ui, app, turn);
	if (line >= laid->nlines)
		return -1;
	const struct wrap_line *at = &laid->lines[line];
	struct str words = str_part(strbuf_str(&laid->painted), at->from, at->to);
	size_t byte = at->from + (cell > 0 ? text_fit(words, cell) : 0);
	size_t unit = unit_before(laid, (uint32_t)byte, true);
	if (unit + 1 == laid->nunits && unit > 0)
		unit--;
	return transcript->turns[turn].start + laid->units[unit].chars;
}

/* --- scrolling --- */

void reader_scroll(struct ui *ui, struct app *app, int by)
{
	struct reader_view *reader = &app->reader;
	const struct transcript *transcript = reader_transcript(app);
	if (!transcript || !transcript->nturns || ui->reader.turns != transcript->turns)
		return;
	reader->first_line += by;
	while (reader->first_line < 0 && reader->first_turn > 0)
		reader->first_line += (int)reader_lines(ui, app, --reader->first_turn)->nlines;
	if (reader->first_line < 0)
		reader->first_line = 0;
	while (reader->first_line >= (int)reader_lines(ui, app, reader->first_turn)->nlines) {
		if (reader->first_turn + 1 >= (size_t)transcript->nturns) {
			reader->first_line =
				(int)reader_lines(ui, app, reader->first_turn)->nlines - 1;
			return;
		}
		reader->first_line -= (int)reader_lines(ui, app, reader->first_turn++)->nlines;
	}
}
