/*
 * Every card a record: the table for a spreadsheet or a script (RFC 4180). Lines end in LF, or with
 * --excel in CRLF behind a byte order mark, by which Excel knows UTF-8.
 */
#include "rows-internal.h"
#include "writers-internal.h"

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

struct csv {
	struct strbuf *out; /* borrowed */
	const struct export_options *options;
	struct strbuf time;
	bool first; /* nothing stands in this line yet */
};

static void put(struct csv *csv, struct str text)
{
	if (!csv->first)
		strbuf_add_char(csv->out, ',');
	csv->first = false;
	cell_add(csv->out, text, !csv->options->raw);
}

static void put_position(struct csv *csv, int32_t position)
{
	if (position < 0) {
		put(csv, STR(""));
		return;
	}
	strbuf_add_char(csv->out, ',');
	strbuf_add_number(csv->out, position, 0);
}

static void put_time(struct csv *csv, int64_t ms)
{
	strbuf_reset(&csv->time);
	clock_add_offset_long(&csv->time, ms);
	put(csv, strbuf_str(&csv->time));
}

static void end_line(struct csv *csv)
{
	strbuf_add_z(csv->out, csv->options->excel ? "\r\n" : "\n");
	csv->first = true;
}

static void put_head(struct csv *csv)
{
	static const char *const columns[] = {
		"card",	      "kind",	    "text",    "implies", "participant", "segment", "theme",
		"theme_name", "theme_path", "place",   "session", "date",	 "transcript",
		"time",	      "start",	    "end",     "surprise", "tension",	 "interviewer",
	};

	for (size_t i = 0; i < TW_COUNT(columns); i++)
		put(csv, str_of(columns[i]));
	if (csv->options->with_names)
		put(csv, STR("name"));
	end_line(csv);
}

static struct str yes(bool on)
{
	return on ? STR("yes") : STR("");
}

static void put_card(const struct card_row *row, void *context)
{
	struct csv *csv = context;
	const struct card *card = row->card;

	put(csv, row->code);
	put(csv, str_of(card_kind_name(card->kind)));
	put(csv, row->words);
	put(csv, card->implies);
	put(csv, row->person ? row->person->code : STR(""));
	put(csv, row->segment);
	put(csv, row->theme);
	put(csv, row->theme_name);
	put(csv, row->path);
	put(csv, str_of(place_kind_name(card->place)));
	put(csv, row->session);
	put(csv, row->date);
	put(csv, row->transcript);
	put_time(csv, card->time_ms);
	put_position(csv, card->start);
	put_position(csv, card->end);
	put(csv, yes(card->surprise));
	put(csv, yes(card->tension));
	put(csv, yes(row->moderator));
	if (csv->options->with_names)
		put(csv, row->person ? row->person->participant->name : STR(""));
	end_line(csv);
}

void write_csv(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct csv csv = {.out = out, .options = options, .time = STRBUF_INIT, .first = true};

	strbuf_reserve(out, model_card_count(model) * 200);
	if (options->excel)
		strbuf_add_z(out, "\xef\xbb\xbf");
	put_head(&csv);
	rows_each(model, options, ROWS_BY_CARD, put_card, &csv);
	strbuf_release(&csv.time);
}
