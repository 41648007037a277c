/*
 * Every card a record: the table for a spreadsheet or a script (RFC 4180). Lines end in LF, or with
 * --excel in CRLF behind a byte order mark, by which Excel knows UTF-8.
 */
#include "rows-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

struct csv {
	struct strbuf *out; /* borrowed */
	const struct export_options *options;
	bool first; /* nothing stands in this line yet */
};

static void begin(struct csv *csv)
{
	if (!csv->first)
		strbuf_add_char(csv->out, ',');
	csv->first = false;
}

static void put(struct csv *csv, struct str text)
{
	begin(csv);
	if (text.n)
		cell_add(csv->out, text, !csv->options->raw);
}

/* A word, code or number of ours: it can hold nothing that needs a quote or a guard. Half of all
 * cells are such, and many are empty: so the comma goes along with the bytes. */
static void put_ours(struct csv *csv, struct str text)
{
	struct strbuf *out = csv->out;

	if (out->len + text.n + 2 > out->cap)
		strbuf_reserve(out, text.n + 1);
	out->buf[out->len] = ',';
	out->len += !csv->first;
	if (text.n)
		memcpy(out->buf + out->len, text.p, text.n);
	out->len += text.n;
	out->buf[out->len] = '\0';
	csv->first = false;
}

static void put_position(struct csv *csv, int32_t position)
{
	begin(csv);
	if (position >= 0)
		strbuf_add_number(csv->out, position, 0);
}

static void put_time(struct csv *csv, int64_t ms)
{
	begin(csv);
	clock_add_offset_long(csv->out, ms);
}

static void end_line(struct csv *csv)
{
	strbuf_add_z(csv->out, csv->options->excel ? "\r\n" : "\n");
	csv->first = true;
}

static void put_head(struct csv *csv)
{
	static const char *const columns[] = {
		"card",        "kind",       "text",       "implies", "participant", "segment",
		"theme",       "theme_name", "theme_path", "place",   "session",     "date",
		"transcript",  "time",       "start",      "end",     "surprise",    "tension",
		"interviewer", "stack",      "tags",       "need",    "also_in",
	};

	for (size_t i = 0; i < TW_COUNT(columns); i++)
		put_ours(csv, str_of(columns[i]));
	if (csv->options->with_names)
		put_ours(csv, STR("name"));
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

	put_ours(csv, row->code);
	put_ours(csv, str_of(card_kind_name(card->kind)));
	put(csv, row->words);
	put(csv, card->implies);
	put_ours(csv, row->person ? row->person->code : STR(""));
	put(csv, row->segment);
	put_ours(csv, row->theme);
	put(csv, row->theme_name);
	put(csv, row->path);
	put_ours(csv, str_of(place_kind_name(row->place)));
	put_ours(csv, row->session);
	put(csv, row->date);
	put_ours(csv, row->transcript);
	put_time(csv, card->time_ms);
	put_position(csv, card->start);
	put_position(csv, card->end);
	put_ours(csv, yes(card->surprise));
	put(csv, row->pulls);
	put_ours(csv, yes(row->moderator));
	put_ours(csv, row->stack);
	put(csv, row->tags);
	put(csv, card->need);
	put_ours(csv, row->copies);
	if (csv->options->with_names)
		put(csv, row->person ? row->person->participant->name : STR(""));
	end_line(csv);
	pour(csv->options, csv->out);
}

void write_csv(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct csv csv = {.out = out, .options = options, .first = true};

	pour_reserve(options, out, model_card_count(model) * 200);
	if (options->excel)
		strbuf_add_z(out, "\xef\xbb\xbf");
	put_head(&csv);
	rows_each(model, options, ROWS_BY_CARD, put_card, &csv);
}
