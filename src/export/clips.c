/*
 * Where in the recordings the quotes are: file, start, end, for cutting clips. Only what has a time
 * and may be shown: no interviewer's words, nobody's who asked not to be quoted. Files are named by
 * the transcript's code, because file names often hold people's; with names by the file's own.
 */
#include "rows-internal.h"
#include "scope-internal.h"
#include "writers-internal.h"

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

struct clips {
	struct strbuf *out; /* borrowed */
	const struct model *model;
	const struct export_options *options;
};

/* When the last word of a card was said: at the next cue, or when its turn ends; -1 unknown. */
static int64_t end_of(const struct transcript *transcript, const struct card *card)
{
	const struct turn *turn =
		card->end > 0 ? transcript_turn_at(transcript, card->end - 1) : NULL;

	for (size_t i = 0; turn && i < turn->ncues; i++)
		if ((int64_t)turn->cues[i].at >= card->end - turn->start)
			return turn->cues[i].ms;
	return turn ? turn->end_ms : -1;
}

/* "00:14:22.500" */
static void put_time(struct clips *clips, int64_t ms)
{
	strbuf_add_char(clips->out, ',');
	if (ms < 0)
		return;
	clock_add_offset_long(clips->out, ms);
	strbuf_add_char(clips->out, '.');
	strbuf_add_number(clips->out, ms % 1000, 3);
}

static void put(struct clips *clips, struct str text)
{
	strbuf_add_char(clips->out, ',');
	cell_add(clips->out, text, !clips->options->raw);
}

static bool is_clip(const struct model *model, const struct card_row *row)
{
	const struct card *card = row->card;

	return card->transcript.n && model_transcript(model, card->transcript) &&
	       card->time_ms >= 0 && !row->moderator && !row->withheld;
}

static void put_card(const struct card_row *row, void *context)
{
	struct clips *clips = context;
	const struct card *card = row->card;

	if (!is_clip(clips->model, row))
		return;
	const struct transcript *transcript = model_transcript(clips->model, card->transcript);
	cell_add(clips->out, clips->options->with_names ? transcript->origin_name : row->transcript,
		 !clips->options->raw);
	put_time(clips, card->time_ms);
	put_time(clips, end_of(transcript, card));
	put(clips, row->code);
	put(clips, row->person ? row->person->code : STR(""));
	put(clips, row->theme_name);
	put(clips, row->words);
	strbuf_add_z(clips->out, clips->options->excel ? "\r\n" : "\n");
}

struct clip_count {
	const struct model *model;
	size_t n;
};

static void count_card(const struct card_row *row, void *context)
{
	struct clip_count *count = context;

	count->n += is_clip(count->model, row);
}

size_t clips_count(const struct model *model)
{
	struct export_options plain = {0};
	struct clip_count count = {model, 0};

	rows_each(model, &plain, ROWS_BY_CARD, count_card, &count);
	return count.n;
}

void write_clips(struct strbuf *out, const struct model *model,
		 const struct export_options *options)
{
	struct clips clips = {.out = out, .model = model, .options = options};

	if (options->excel)
		strbuf_add_z(out, "\xef\xbb\xbf");
	strbuf_add_z(out, "file,start,end,card,participant,theme,words");
	strbuf_add_z(out, options->excel ? "\r\n" : "\n");
	rows_each(model, options, ROWS_BY_THEME, put_card, &clips);
}
