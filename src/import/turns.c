/*
 * From pieces to turns. One buffer holds the text of all turns joined by LF, which is also what the
 * fingerprint of the text is made of; a turn is a slice of it. A turn goes on while the same person
 * speaks; it ends at a silence of more than two minutes, and, where nobody is named, before it
 * would exceed about 6,000 characters (a caption or paragraph is never cut). Captions of a file
 * that names nobody at all become turns by pause, question and sentence, also one that ends within
 * a caption: somebody has to step through them.
 * Each piece leaves its own time as a cue, so that a card gets the exact second.
 *
 * The buffer has room for the whole decoded text: cleaning only shortens, and between two pieces
 * the file had at least a line end or a tag, where we put one byte.
 */
#include "counts-internal.h"
#include "import-internal.h"
#include "markup-internal.h"

#include <assert.h>
#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { SILENCE_MS = 120000, UNNAMED_CHARS = 6000 };
/* By pause: from there on, the first sentence that ends; and the end in any case. */
enum { PAUSE_MS = 2000, PAUSED_CHARS = 250, PAUSED_MOST = 500 };

void turns_begin(struct reading *reading)
{
	turns_begin_with(reading, 0);
}

void turns_begin_with(struct reading *reading, size_t more)
{
	struct turns *turns = &reading->turns;
	turns->room = reading->text.n + 1 + more;
	turns->text = arena_alloc(&reading->draft->arena, turns->room);
	mem_expect_all(turns->text, turns->room);
}

void turns_expect(struct reading *reading, size_t npieces)
{
	struct turns *turns = &reading->turns;
	ALLOC_GROW(turns->turns, npieces, turns->turns_capacity);
	ALLOC_GROW(turns->cues, npieces, turns->cues_capacity);
	mem_expect_all(turns->turns, turns->turns_capacity * sizeof *turns->turns);
	mem_expect_all(turns->cues, turns->cues_capacity * sizeof *turns->cues);
}

/* The speaker of a label, taken into the draft when they first say something. */
static int speaker_of(struct reading *reading, int64_t label)
{
	struct draft *draft = reading->draft;
	if (label < 0)
		return -1;
	struct label *known = &reading->labels.items[label];
	if (known->speaker < 0) {
		ALLOC_GROW(draft->speakers, draft->nspeakers + 1, reading->turns.speakers_capacity);
		known->speaker = (int)draft->nspeakers++;
		struct draft_speaker *speaker = &draft->speakers[known->speaker];
		*speaker = (struct draft_speaker){.guessed = true};
		speaker->label.p = arena_strndup(&draft->arena, known->text.p, known->text.n);
		speaker->label.n = known->text.n;
		speaker->name = name_called(&draft->arena, speaker->label);
		speaker->role = known->role;
		speaker->guessed = known->role == ROLE_UNKNOWN;
	}
	return known->speaker;
}

static size_t tail_among(struct str text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ends(text, str_of(list[i])))
			return strlen(list[i]);
	return 0;
}

/* Behind a last full stop there may be quotes and brackets. */
static struct str without_closing(struct str text)
{
	static const char *const closing[] = {"\"", "'", ")", "]", "”", "’", "»", "」", "』", "）"};
	size_t n;
	while ((n = tail_among(text, closing, TW_COUNT(closing))) > 0)
		text.n -= n;
	return text;
}

static bool ends_sentence(struct str text)
{
	static const char *const stops[] = {".", "!", "?", "…", "。", "！", "？"};
	return tail_among(without_closing(text), stops, TW_COUNT(stops)) > 0;
}

/* Whoever speaks next is mostly somebody else. */
static bool asks(struct str text)
{
	static const char *const marks[] = {"?", "？"};
	return tail_among(without_closing(text), marks, TW_COUNT(marks)) > 0;
}

/* Of captions that name nobody. */
static bool pauses(const struct draft_turn *turn, const struct piece *piece, size_t nchars)
{
	if (turn->end_ms >= 0 && piece->start_ms - turn->end_ms >= PAUSE_MS)
		return true;
	return turn->nchars + 1 + nchars > PAUSED_MOST || asks(turn->text) ||
	       (turn->nchars >= PAUSED_CHARS && ends_sentence(turn->text));
}

static bool goes_on(const struct turns *turns, const struct piece *piece, int speaker,
		    size_t nchars)
{
	if (!turns->nturns || turns->separate)
		return false;
	const struct draft_turn *turn = &turns->turns[turns->nturns - 1];
	if (turn->speaker != speaker || turn->heading.p != piece->heading.p)
		return false;
	if (turn->end_ms >= 0 && piece->start_ms - turn->end_ms > SILENCE_MS)
		return false;
	if (speaker < 0 && turns->by_pause)
		return !pauses(turn, piece, nchars);
	return speaker >= 0 || turn->nchars + 1 + nchars <= UNNAMED_CHARS;
}

/* The last turn is complete: what it adds to its speaker is counted while its words are near. */
static void turn_close(struct reading *reading)
{
	const struct turns *turns = &reading->turns;
	if (!turns->nturns || turns->turns[turns->nturns - 1].speaker < 0)
		return;
	const struct draft_turn *turn = &turns->turns[turns->nturns - 1];
	struct draft_speaker *speaker = &reading->draft->speakers[turn->speaker];
	struct talk talk = count_talk(turn->text, turn->nchars == turn->text.n);
	speaker->nturns++;
	speaker->nwords += talk.words;
	speaker->nquestions += talk.questions;
}

static struct draft_turn *turn_new(struct reading *reading, const struct piece *piece, int speaker)
{
	struct turns *turns = &reading->turns;
	turn_close(reading);
	ALLOC_GROW(turns->turns, turns->nturns + 1, turns->turns_capacity);
	struct draft_turn *turn = &turns->turns[turns->nturns++];
	*turn = (struct draft_turn){.speaker = speaker,
				    .start_ms = piece->start_ms,
				    .end_ms = -1,
				    .bullet = piece->bullet,
				    .heading = piece->heading};
	return turn;
}

static void cue_add(struct turns *turns, struct draft_turn *turn, int64_t ms)
{
	ALLOC_GROW(turns->cues, turns->ncues + 1, turns->cues_capacity);
	turns->cues[turns->ncues++] = (struct cue){(uint32_t)turn->nchars, ms};
	turn->ncues++;
}

/* Puts what was written one byte behind the last turn to its end, with a blank between or none. */
static void turn_extend(struct turns *turns, struct draft_turn *turn, struct str added, bool ascii)
{
	if (!ascii && markup_joins_bare(turn->text, added)) {
		memmove(turns->text + turns->ntext, added.p, added.n);
	} else {
		turns->text[turns->ntext++] = ' ';
		turn->text.n++;
		turn->nchars++;
	}
	turns->ntext += added.n;
	turn->text.n += added.n;
}

static void turn_start(struct turns *turns, struct draft_turn *turn, struct str added)
{
	if (turns->nturns > 1)
		turns->text[turns->ntext++] = '\n';
	turn->text = added;
	turns->ntext += added.n;
}

static bool add(struct reading *reading, const struct piece *piece)
{
	struct turns *turns = &reading->turns;
	size_t unknown = 0, from = turns->ntext + (turns->nturns > 0);
	if (piece->apart)
		turns->separate = true;
	assert(piece->text.n <= turns->room - from || !piece->text.n);
	size_t n = piece->text.n;
	if (n && piece->markup == MARKUP_PLAIN)
		memcpy(turns->text + from, piece->text.p, n);
	else if (n)
		n = markup_write(turns->text + from, piece->text, piece->markup, &unknown);
	reading->tallies[NOTICE_UNKNOWN_TAG].count += unknown;
	if (!n)
		return false;
	struct str added = {turns->text + from, n};
	size_t nchars = reading->ascii ? n : utf8_length(added);
	int speaker = speaker_of(reading, piece->label);
	bool on = goes_on(turns, piece, speaker, nchars);
	struct draft_turn *turn =
		on ? &turns->turns[turns->nturns - 1] : turn_new(reading, piece, speaker);
	if (on)
		turn_extend(turns, turn, added, reading->ascii);
	else
		turn_start(turns, turn, added);
	if (piece->start_ms >= 0)
		cue_add(turns, turn, piece->start_ms);
	turn->nchars += nchars;
	if (piece->end_ms > turn->end_ms)
		turn->end_ms = piece->end_ms;
	turns->separate = false;
	return true;
}

/* "Mr. Bell" and "e.g. two" end no sentence: a stop does behind a word and before a capital. */
static bool stops_at(struct str text, size_t at)
{
	enum { WORD_LEAST = 3 };
	size_t from = at, next = at + 1;
	if (!strchr(".!?", text.p[at]) || next >= text.n || !strchr(" \n", text.p[next]))
		return false;
	while (from > 0 && !strchr(" \n.", text.p[from - 1]))
		from--;
	while (next < text.n && strchr(" \n", text.p[next]))
		next++;
	return text.p[at] == '?' || (at - from >= WORD_LEAST && next < text.n &&
				     !(text.p[next] >= 'a' && text.p[next] <= 'z'));
}

/* How many bytes of the piece still belong to the running turn, where sentences end turns; all of
 * it mostly. A caption's end is seldom a sentence's, so one that ends within counts. */
static size_t up_to_sentence(const struct turns *turns, struct str text)
{
	size_t before = turns->nturns ? turns->turns[turns->nturns - 1].nchars : 0;
	if (turns->nturns && ends_sentence(turns->turns[turns->nturns - 1].text) &&
	    before >= PAUSED_CHARS)
		before = 0;
	for (size_t i = 0; i < text.n; i++)
		if (stops_at(text, i) && (text.p[i] == '?' || before + i >= PAUSED_CHARS))
			return i + 1;
	return text.n;
}

/* The rest begins a turn, at the time of the caption: no word has a later one than it was said. */
static bool add_sentences(struct reading *reading, struct piece piece)
{
	bool added = false;
	while (piece.text.n) {
		struct str whole = piece.text;
		size_t n = up_to_sentence(&reading->turns, whole);
		piece.text = str_part(whole, 0, n);
		added |= add(reading, &piece);
		piece.text = str_trim(str_part(whole, n, whole.n));
		piece.apart = n < whole.n;
	}
	return added;
}

static bool add_piece(struct reading *reading, const struct piece *piece)
{
	return reading->turns.by_pause && piece->label < 0 ? add_sentences(reading, *piece)
							   : add(reading, piece);
}

/* A time no recording has says something else. */
bool turns_add(struct reading *reading, const struct piece *piece)
{
	if (piece->start_ms <= LONGEST_MS && piece->end_ms <= LONGEST_MS)
		return add_piece(reading, piece);
	struct piece timed = *piece;
	timed.start_ms = timed.start_ms > LONGEST_MS ? -1 : timed.start_ms;
	timed.end_ms = -1;
	reading->tallies[NOTICE_BEYOND].count++;
	return add_piece(reading, &timed);
}

/* An array grown on the heap, without the room it did not need: it goes over to the arena. */
static void *settle(struct arena *arena, void *grown, size_t nbytes)
{
	void *settled = xrealloc(grown, nbytes);
	arena_adopt(arena, settled);
	return settled;
}

void turns_finish(struct reading *reading)
{
	struct draft *draft = reading->draft;
	struct turns *turns = &reading->turns;
	turn_close(reading);
	struct cue *cue = settle(&draft->arena, turns->cues, turns->ncues * sizeof *turns->cues);
	draft->turns = settle(&draft->arena, turns->turns, turns->nturns * sizeof *turns->turns);
	draft->nturns = turns->nturns;
	draft->speakers =
		settle(&draft->arena, draft->speakers, draft->nspeakers * sizeof *draft->speakers);
	draft->nchars = (int64_t)draft->nturns - 1;
	for (size_t i = 0; i < draft->nturns; i++) {
		draft->turns[i].cues = cue;
		cue += draft->turns[i].ncues;
		draft->nchars += (int64_t)draft->turns[i].nchars;
	}
	turns->turns = NULL;
	turns->cues = NULL;
}
