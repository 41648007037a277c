/*
 * What was said, as lists of segments or of single words tell it. Words are joined up to the end of
 * a sentence, a change of speaker or a second of silence, so that a card's time is that of its
 * sentence and not of every word. Two channels of one recording arrive one after the other: all is
 * put into the order of time before it becomes turns.
 */
#include "import-internal.h"
#include "markup-internal.h"
#include "utterances-internal.h"

#include <stdlib.h>

#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

enum { PAUSE_MS = 1000 };

static bool ends_sentence(struct str s)
{
	static const char *const ends[] = {".", "?", "!", "…", "。", "？", "！", "؟", "।"};
	for (size_t i = 0; i < TW_COUNT(ends); i++)
		if (str_ends(s, str_of(ends[i])))
			return true;
	return false;
}

static struct str text_of(const struct utterances *all, const struct utterance *utterance)
{
	return str_part(strbuf_str(&all->text), utterance->from, utterance->from + utterance->n);
}

static bool goes_on(const struct utterances *all, const struct said *said)
{
	if (!all->words || !all->n)
		return false;
	const struct utterance *last = &all->items[all->n - 1];
	if (last->group != said->group)
		return false;
	if (said->join == JOIN_PUNCTUATION)
		return true;
	if (last->label != said->label || ends_sentence(str_trim(text_of(all, last))))
		return false;
	return last->end_ms < 0 || said->start_ms - last->end_ms <= PAUSE_MS;
}

static struct utterance *utterance_new(struct utterances *all, const struct said *said)
{
	ALLOC_GROW(all->items, all->n + 1, all->capacity);
	struct utterance *new = &all->items[all->n++];
	*new = (struct utterance){.label = said->label,
				  .group = said->group,
				  .start_ms = said->start_ms,
				  .end_ms = -1,
				  .from = all->text.len,
				  .order = all->n};
	return new;
}

void utterances_add(struct utterances *all, const struct said *said)
{
	bool on = goes_on(all, said);
	struct utterance *to = on ? &all->items[all->n - 1] : utterance_new(all, said);
	if (on && said->join == JOIN_WORD && !markup_joins_bare(text_of(all, to), said->text))
		strbuf_add_char(&all->text, ' ');
	strbuf_add_str(&all->text, said->text);
	to->n = all->text.len - to->from;
	if (said->end_ms > to->end_ms)
		to->end_ms = said->end_ms;
}

static int by_start(const void *a, const void *b)
{
	const struct utterance *x = a, *y = b;
	if (x->start_ms != y->start_ms)
		return x->start_ms < y->start_ms ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Where one has no time the order of the file stands. */
size_t utterances_sort(struct utterances *all)
{
	size_t misplaced = 0;
	for (size_t i = 0; i < all->n; i++) {
		if (all->items[i].start_ms < 0)
			return 0;
		misplaced += i && all->items[i].start_ms < all->items[i - 1].start_ms;
	}
	if (misplaced)
		qsort(all->items, all->n, sizeof *all->items, by_start);
	return misplaced;
}

void utterances_finish(struct reading *reading, struct utterances *all)
{
	turns_begin(reading);
	for (size_t i = 0; i < all->n; i++) {
		const struct utterance *at = &all->items[i];
		struct piece piece = {.label = at->label,
				      .start_ms = at->start_ms,
				      .end_ms = at->end_ms,
				      .text = text_of(all, at)};
		turns_add(reading, &piece);
	}
}

void utterances_release(struct utterances *all)
{
	free(all->items);
	strbuf_release(&all->text);
}
