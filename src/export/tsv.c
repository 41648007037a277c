/*
 * One card a line and one cell a line, strongest theme first: what whiteboards make sticky notes
 * of, one each, when it is pasted. The words come first; speaker, place and theme stand behind
 * them.
 */
#include "rows-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/clock.h"

#include "themewall/base/banned.h"

struct tsv {
	struct strbuf *out; /* borrowed */
	const struct export_options *options;
	struct strbuf note;
};

/* A line feed or TAB would begin another note. */
static void add_flat(struct strbuf *out, struct str text)
{
	bool blank = false;

	text = str_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		bool is_blank = (unsigned char)text.p[i] <= ' ';
		if (!is_blank || !blank)
			strbuf_add_char(out, is_blank ? ' ' : text.p[i]);
		blank = is_blank;
	}
}

static void add_receipt(struct strbuf *out, const struct card_row *row)
{
	strbuf_add_z(out, " [");
	if (row->person) {
		strbuf_add_str(out, row->person->who);
		strbuf_add_z(out, ", ");
	} else if (row->moderator) {
		strbuf_add_z(out, "interviewer, ");
	}
	if (row->card->time_ms >= 0) {
		clock_add_offset_long(out, row->card->time_ms);
		strbuf_add_z(out, ", ");
	}
	strbuf_add_str(out, row->code);
	if (row->theme_name.n) {
		strbuf_add_z(out, "; ");
		add_flat(out, row->theme_name);
	}
	if (row->tags.n) {
		strbuf_add_z(out, "; tagged ");
		add_flat(out, row->tags);
	}
	strbuf_add_char(out, ']');
}

static void put_card(const struct card_row *row, void *context)
{
	struct tsv *tsv = context;

	strbuf_reset(&tsv->note);
	add_flat(&tsv->note, row->words);
	add_receipt(&tsv->note, row);
	if (!tsv->options->raw && cell_is_formula(strbuf_str(&tsv->note)))
		strbuf_add_char(tsv->out, '\'');
	strbuf_add_str(tsv->out, strbuf_str(&tsv->note));
	strbuf_add_char(tsv->out, '\n');
	pour(tsv->options, tsv->out);
}

void write_tsv(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct tsv tsv = {.out = out, .options = options, .note = STRBUF_INIT};

	pour_reserve(options, out, model_card_count(model) * 160);
	rows_each(model, options, ROWS_BY_THEME, put_card, &tsv);
	strbuf_release(&tsv.note);
}
