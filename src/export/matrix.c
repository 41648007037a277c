/*
 * Who said what, on 80 cells: themes down, people across, in blocks of at most ten people so that a
 * row stays a row. The last block ends in the count of people. With very many people the columns
 * are segments.
 */
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "page-internal.h"
#include "pen-internal.h"

#include "themewall/base/banned.h"

enum { BLOCK_PEOPLE = 10, CELL_MIN = 4, COUNT_CELLS = 6, NAME_MIN = 20 };

bool matrix_by_segment(const struct survey *survey)
{
	return survey->nin_view > MATRIX_PEOPLE;
}

size_t matrix_segment_people(const struct survey *survey, const struct theme *theme, size_t segment)
{
	size_t people = 0;

	for (size_t p = 0; p < survey->npeople; p++)
		people += survey->people[p].in_view && survey->people[p].segment == segment &&
			  theme->by_person[p] > 0;
	return people;
}

/* The columns of one kind of matrix: people in view, or segments. */
struct columns {
	const struct survey *survey;
	size_t *index; /* into people or segments; in the frame's arena */
	size_t n;
	bool segments;
	int ncells; /* of each, with a blank before it */
};

static void columns_init(struct columns *columns, const struct survey *survey, struct arena *arena)
{
	size_t most = survey->npeople + survey->nsegments + 1;

	*columns = (struct columns){.survey = survey, .ncells = CELL_MIN};
	columns->index = arena_alloc(arena, most * sizeof *columns->index);
	columns->segments = matrix_by_segment(survey);
	for (size_t i = 0; columns->segments && i < survey->nsegments; i++)
		columns->index[columns->n++] = i;
	for (size_t p = 0; !columns->segments && p < survey->npeople; p++) {
		if (!survey->people[p].in_view)
			continue;
		columns->index[columns->n++] = p;
		int ncells = (int)survey->people[p].code.n + 1;
		columns->ncells = ncells > columns->ncells ? ncells : columns->ncells;
	}
	if (columns->segments)
		columns->ncells = 9;
}

/* Flush right in its column; what is too long is cut at a grapheme, never a number of ours. */
static void put_cell(struct page *page, const struct columns *columns, struct str text)
{
	strbuf_reset(&page->painted);
	safe_text(&page->painted, text, false);
	struct str painted = strbuf_str(&page->painted);
	struct str shown = str_part(painted, 0, text_fit(painted, columns->ncells - 1));
	page_blank(page, columns->ncells - text_width(shown));
	strbuf_add_str(page->out, shown);
}

static void put_number(struct page *page, const struct columns *columns, size_t n)
{
	struct strbuf digits = STRBUF_INIT;

	if (n == 0)
		strbuf_add_char(&digits, '.');
	else
		strbuf_addf(&digits, "%zu", n);
	page_blank(page, columns->ncells - (int)digits.len);
	strbuf_add_str(page->out, strbuf_str(&digits));
	strbuf_release(&digits);
}

/* The largest number of a column decides how wide all are. */
static void widen(struct columns *columns)
{
	const struct survey *survey = columns->survey;
	size_t largest = 0;

	for (size_t t = 0; t < survey->nthemes && !columns->segments; t++)
		for (size_t p = 0; p < survey->npeople; p++)
			if (survey->themes[t].by_person[p] > largest)
				largest = survey->themes[t].by_person[p];
	for (int ncells = 2; largest; largest /= 10, ncells++)
		columns->ncells = ncells > columns->ncells ? ncells : columns->ncells;
}

static void put_heads(struct page *page, const struct columns *columns, size_t from, size_t to,
		      int name, bool last)
{
	const struct survey *survey = columns->survey;
	struct strbuf count = STRBUF_INIT;

	page_blank(page, name);
	for (size_t i = from; i < to; i++)
		put_cell(page, columns,
			 columns->segments ? survey->segments[columns->index[i]].name
					   : survey->people[columns->index[i]].code);
	if (last) {
		strbuf_addf(&count, "of %zu", survey->nin_view);
		page_blank(page, COUNT_CELLS + 1 - (int)count.len);
		strbuf_add_str(page->out, strbuf_str(&count));
	}
	strbuf_add_char(page->out, '\n');
	strbuf_release(&count);
}

/* Under each person the beginning of the segment's name. */
static void put_segments(struct page *page, const struct columns *columns, size_t from, size_t to,
			 int name)
{
	const struct survey *survey = columns->survey;

	if (columns->segments || survey->nsegments == 0)
		return;
	page_blank(page, name);
	for (size_t i = from; i < to; i++) {
		size_t segment = survey->people[columns->index[i]].segment;
		put_cell(page, columns,
			 segment == NOBODY ? STR("-") : survey->segments[segment].name);
	}
	strbuf_add_char(page->out, '\n');
}

/* What a segment's name is cut to there, "" when it is not. */
static void add_short(struct page *page, const struct columns *columns, struct strbuf *out,
		      struct str name)
{
	strbuf_reset(&page->painted);
	safe_text(&page->painted, name, false);
	struct str painted = strbuf_str(&page->painted);

	if (text_width(painted) >= columns->ncells)
		strbuf_add_str(out, str_part(painted, 0, text_fit(painted, columns->ncells - 1)));
}

/* "dat: data scientist, ana: analytics lead" under the table, for those that are cut. */
static void put_legend(struct page *page, const struct columns *columns)
{
	const struct survey *survey = columns->survey;
	struct strbuf legend = STRBUF_INIT, cut = STRBUF_INIT;

	for (size_t i = 0; !columns->segments && i < survey->nsegments; i++) {
		strbuf_reset(&cut);
		add_short(page, columns, &cut, survey->segments[i].name);
		if (cut.len)
			strbuf_addf(&legend, "%s%.*s: %.*s", legend.len ? ", " : "",
				    STR_ARG(str_trim(strbuf_str(&cut))),
				    STR_ARG(survey->segments[i].name));
	}
	if (legend.len) {
		page_blank(page, 2);
		page_wrap(page, strbuf_str(&legend), 2, 2, PAGE_WIDTH, false);
	}
	strbuf_release(&cut);
	strbuf_release(&legend);
}

/* The name takes one line: what does not fit is cut, it stands in full above. */
static void put_name(struct page *page, const struct theme *theme, int name)
{
	struct strbuf label = STRBUF_INIT;

	strbuf_add_repeat(&label, "  ", (size_t)theme->depth - 1);
	strbuf_add_str(&label,
		       cluster_title(theme->cluster->name));
	strbuf_reset(&page->painted);
	safe_text(&page->painted, strbuf_str(&label), false);
	struct str painted = strbuf_str(&page->painted);
	bool fits = text_width(painted) <= name;
	struct str shown = str_part(painted, 0, text_fit(painted, fits ? name : name - 1));
	strbuf_add_str(page->out, shown);
	if (!fits)
		strbuf_add_z(page->out, "…");
	page_blank(page, name - text_width(shown) - !fits);
	strbuf_release(&label);
}

static void put_row(struct page *page, const struct columns *columns, const struct theme *theme,
		    size_t from, size_t to, int name, bool last)
{
	struct strbuf count = STRBUF_INIT;

	put_name(page, theme, name);
	for (size_t i = from; i < to; i++)
		put_number(page, columns,
			   columns->segments ? matrix_segment_people(columns->survey, theme,
								     columns->index[i])
					     : theme->by_person[columns->index[i]]);
	if (last) {
		strbuf_addf(&count, "%zu", theme->all.people);
		page_blank(page, COUNT_CELLS + 1 - (int)count.len);
		strbuf_add_str(page->out, strbuf_str(&count));
	}
	strbuf_add_char(page->out, '\n');
	strbuf_release(&count);
}

void page_matrix(struct page *page, const struct survey *survey)
{
	struct arena arena = {0};
	struct columns columns;

	columns_init(&columns, survey, &arena);
	widen(&columns);
	size_t room = (size_t)((PAGE_WIDTH - COUNT_CELLS - 1 - NAME_MIN) / columns.ncells);
	size_t most = room < BLOCK_PEOPLE ? room : BLOCK_PEOPLE;
	size_t nblocks = columns.n ? (columns.n + most - 1) / most : 1;
	size_t each = (columns.n + nblocks - 1) / nblocks;
	int name = PAGE_WIDTH - COUNT_CELLS - 1 - (int)each * columns.ncells;
	for (size_t block = 0; block < nblocks; block++) {
		size_t from = block * each, to = from + each < columns.n ? from + each : columns.n;
		bool last = block + 1 == nblocks;
		if (block)
			strbuf_add_char(page->out, '\n');
		put_heads(page, &columns, from, to, name, last);
		put_segments(page, &columns, from, to, name);
		for (size_t t = 0; t < survey->nthemes; t++)
			if (theme_is_told(&survey->themes[t]))
				put_row(page, &columns, &survey->themes[t], from, to, name, last);
	}
	put_legend(page, &columns);
	arena_release(&arena);
}
