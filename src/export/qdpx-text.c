/*
 * The text of a source, turn by turn, and where each turn's words went. Turns keep their length,
 * but for those that may not be quoted: any range of one of those is all of it.
 */
#include <stdlib.h>

#include "themewall/text/utf8.h"

#include "qdpx-internal.h"

#include "themewall/base/banned.h"

static size_t person_of(const struct survey *survey, const struct speaker *speaker)
{
	uint32_t at = speaker ? map_get(&survey->person_at, speaker->participant.n) : MAP_ABSENT;

	return at == MAP_ABSENT ? NOBODY : at;
}

static void add_speaker(struct source *source, const struct survey *survey,
			const struct speaker *speaker)
{
	size_t person = person_of(survey, speaker);

	if (!speaker)
		return;
	strbuf_add_char(&source->text, '[');
	if (speaker->role == ROLE_MODERATOR)
		strbuf_add_z(&source->text, "Interviewer");
	else if (speaker->role == ROLE_OBSERVER)
		strbuf_add_z(&source->text, "Observer");
	else if (person != NOBODY)
		strbuf_add_str(&source->text, survey->people[person].code);
	else
		strbuf_add_z(&source->text, "Unknown");
	strbuf_add_z(&source->text, "]: ");
}

static bool is_withheld(const struct survey *survey, const struct speaker *speaker)
{
	size_t person = person_of(survey, speaker);

	return person != NOBODY && survey->people[person].withheld;
}

static void add_turn(struct source *source, const struct survey *survey, size_t i)
{
	const struct turn *turn = &source->transcript->turns[i];
	const struct speaker *speaker =
		turn->speaker.n ? model_speaker(survey->model, turn->speaker) : NULL;
	struct strbuf *text = &source->text;
	size_t from = text->len, words;

	if (i)
		strbuf_add_char(text, '\n');
	add_speaker(source, survey, speaker);
	words = text->len;
	if (is_withheld(survey, speaker))
		strbuf_add_str(text, WITHHELD);
	else
		strbuf_add_str(text, turn->text);
	source->start[i] =
		source->n + (int64_t)utf8_length(str_part(strbuf_str(text), from, words));
	source->n = source->end[i] =
		source->start[i] +
		(int64_t)utf8_length(str_part(strbuf_str(text), words, text->len));
}

void source_init(struct source *source, const struct survey *survey,
		 const struct transcript *transcript)
{
	size_t n = transcript->loaded ? (size_t)transcript->nturns : 0;

	*source = (struct source){.transcript = transcript,
				  .text = STRBUF_INIT,
				  .start = xcalloc(n + 1, sizeof *source->start),
				  .end = xcalloc(n + 1, sizeof *source->end)};
	for (size_t i = 0; i < n; i++)
		add_turn(source, survey, i);
}

void source_release(struct source *source)
{
	strbuf_release(&source->text);
	free(source->start);
	free(source->end);
}

/* A position's place: as the start of a range, or as its end. */
static int64_t place(const struct source *source, int64_t position, bool end)
{
	const struct turn *turn = transcript_turn_at(source->transcript, position - end);
	size_t i = turn ? (size_t)(turn - source->transcript->turns) : 0;

	if (!turn)
		return -1;
	if (source->end[i] - source->start[i] != turn->end - turn->start)
		return end ? source->end[i] : source->start[i];
	int64_t at = source->start[i] + position - turn->start;
	return at > source->end[i] ? source->end[i] : at;
}

bool source_range(const struct source *source, int64_t start, int64_t end, int64_t *from,
		  int64_t *to)
{
	if (start < 0 || end <= start)
		return false;
	*from = place(source, start, false);
	*to = place(source, end, true);
	return *from >= 0 && *to > *from;
}
