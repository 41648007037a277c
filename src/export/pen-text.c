/*
 * Findings as plain text, 80 cells wide, to be read in a mail or a terminal. Labels stand in one
 * column, words in the next; receipts are indented below, their codes flush right, so that the eye
 * can run down either edge.
 */
#include "themewall/base/clock.h"
#include "themewall/text/grapheme.h"

#include "page-internal.h"
#include "pen-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum {
	HEAD_LABEL = 11, /* header block: label, then text */
	HEAD_RIGHT = 44, /* its second column of facts */
	QUESTION = 16,
	FACT = 2,       /* facts under a theme: label … */
	FACT_TEXT = 15, /* … and text */
	SAYING = 4,
	RECEIPT = 10,
	SHORT_TEXT = 5,
	SHORT_RIGHT = 70, /* counts stand beyond */
};

struct text_pen {
	struct pen pen;
	struct page page;
	struct strbuf scratch, plain;
};

static struct text_pen *text_pen(struct pen *pen)
{
	return (struct text_pen *)pen;
}

/* Our own words in capitals; only ASCII ones. */
static void add_upper(struct strbuf *out, const char *words)
{
	for (; *words; words++)
		strbuf_add_char(out, *words >= 'a' && *words <= 'z' ? (char)(*words - 32) : *words);
}

/* A name on the left, something short on the right of its first line. */
static void write_beside(struct page *page, struct str left, int column, struct str right)
{
	int room = PAGE_WIDTH - 2 - page_width(page, right), hang = column;
	size_t before = page->out->len;
	int end = page_wrap(page, left, column, hang, room, true);

	/* on the first line only: what follows a longer name stands below it */
	struct str written = {page->out->buf + before, page->out->len - before};
	size_t first = str_find_char(written, '\n');
	if (first == written.n) {
		page_right(page, end, right);
		return;
	}
	struct strbuf tail = STRBUF_INIT;
	strbuf_add_str(&tail, str_part(written, first + 1, written.n));
	int ncells = column + page_width(page, str_part(written, 0, first));
	strbuf_remove(page->out, before + first, written.n - first);
	page_right(page, ncells, right);
	strbuf_add_str(page->out, strbuf_str(&tail));
	strbuf_add_char(page->out, '\n');
	strbuf_release(&tail);
}

static void text_title(struct pen *pen, struct str title)
{
	struct page *page = &text_pen(pen)->page;

	page_rule(page, '=');
	write_beside(page, title, 0, STR("FINDINGS"));
	page_rule(page, '=');
}

static void write_fact_at(struct page *page, const struct fact *fact, int column)
{
	strbuf_add_str(page->out, fact->label);
	page_blank(page, HEAD_LABEL - (int)fact->label.n);
	page_wrap(page, fact->text, column + HEAD_LABEL, column + HEAD_LABEL, PAGE_WIDTH, false);
}

static void text_decide(struct pen *pen, struct str text)
{
	struct text_pen *me = text_pen(pen);
	struct fact fact = {STR("To decide"), part_plain(&me->plain, text)};

	write_fact_at(&me->page, &fact, 0);
}

/* Two facts share a line when both fit. */
static void text_facts(struct pen *pen, const struct fact *facts, size_t n)
{
	struct text_pen *me = text_pen(pen);
	struct page *page = &me->page;
	int room = HEAD_RIGHT - HEAD_LABEL - 1, beside = PAGE_WIDTH - HEAD_RIGHT - HEAD_LABEL;

	for (size_t i = 0; i < n; i++) {
		struct fact one = {facts[i].label, part_plain(&me->plain, facts[i].text)};
		struct fact next = {{"", 0}, {"", 0}};
		int ncells = page_width(page, one.text);
		if (i + 1 < n)
			next = (struct fact){facts[i + 1].label,
					     part_plain(&me->scratch, facts[i + 1].text)};
		if (i + 1 == n || ncells > room || page_width(page, next.text) > beside) {
			write_fact_at(page, &one, 0);
			continue;
		}
		strbuf_add_str(page->out, one.label);
		page_blank(page, HEAD_LABEL - (int)one.label.n);
		strbuf_add_str(page->out, one.text);
		page_blank(page, HEAD_RIGHT - HEAD_LABEL - ncells);
		write_fact_at(page, &next, HEAD_RIGHT);
		i++;
	}
}

/* On the header's heels, so that the answers begin within the first ten lines. */
static void text_lead(struct pen *pen, const char *label, struct str text)
{
	struct page *page = &text_pen(pen)->page;

	strbuf_add_z(page->out, label);
	page_blank(page, QUESTION - (int)strlen(label));
	page_wrap(page, text, QUESTION, QUESTION, PAGE_WIDTH, false);
}

static void text_short_open(struct pen *pen, bool counts)
{
	struct page *page = &text_pen(pen)->page;

	strbuf_add_z(page->out, "\nIN SHORT");
	if (counts)
		page_right(page, 8, STR("heard from"));
	else
		strbuf_add_char(page->out, '\n');
}

static void text_short_theme(struct pen *pen, const struct heading *heading)
{
	struct text_pen *me = text_pen(pen);

	strbuf_addf(me->page.out, "%3zu  ", heading->number);
	int end = page_wrap(&me->page, heading->name, SHORT_TEXT, SHORT_TEXT, SHORT_RIGHT, true);
	strbuf_reset(&me->scratch);
	strbuf_addf(&me->scratch, "[%.*s]", STR_ARG(heading->count));
	page_right(&me->page, end, strbuf_str(&me->scratch));
}

/* Sub-themes stand under a lighter rule, one mark for each level below the first. */
static void text_theme(struct pen *pen, const struct heading *heading)
{
	struct text_pen *me = text_pen(pen);
	struct strbuf name = STRBUF_INIT;

	strbuf_add_char(me->page.out, '\n');
	if (heading->depth == 1)
		page_rule(&me->page, '-');
	if (heading->number)
		strbuf_addf(&name, "%zu  ", heading->number);
	strbuf_add_repeat(&name, "› ", (size_t)heading->depth - 1);
	strbuf_add_str(&name, cluster_title(heading->name));
	strbuf_reset(&me->scratch);
	strbuf_addf(&me->scratch, "[%.*s]  %.*s", STR_ARG(heading->count), STR_ARG(heading->code));
	write_beside(&me->page, strbuf_str(&name), 0, strbuf_str(&me->scratch));
	if (heading->depth == 1)
		page_rule(&me->page, '-');
	strbuf_release(&name);
}

static void text_section(struct pen *pen, const char *title, const char *note)
{
	struct page *page = &text_pen(pen)->page;

	strbuf_add_char(page->out, '\n');
	page_rule(page, '-');
	size_t before = page->out->len;
	add_upper(page->out, title);
	int column = (int)(page->out->len - before);
	if (*note)
		page_right(page, column, str_of(note));
	else
		strbuf_add_char(page->out, '\n');
	page_rule(page, '-');
}

static void text_group(struct pen *pen, const char *title)
{
	struct page *page = &text_pen(pen)->page;

	strbuf_add_z(page->out, "\n  ");
	add_upper(page->out, title);
	strbuf_add_char(page->out, '\n');
}

static void text_fact(struct pen *pen, const char *label, struct str text)
{
	struct text_pen *me = text_pen(pen);
	struct page *page = &me->page;

	page_blank(page, FACT);
	strbuf_add_z(page->out, label);
	page_blank(page, FACT_TEXT - FACT - (int)strlen(label));
	page_wrap(page, part_plain(&me->plain, text), FACT_TEXT, FACT_TEXT, PAGE_WIDTH, false);
}

static void add_receipt(struct strbuf *out, const struct saying *saying)
{
	strbuf_add_str(out, saying->who.n ? saying->who : STR("speaker not known"));
	if (saying->time_ms >= 0) {
		strbuf_add_z(out, ", ");
		clock_add_offset_long(out, saying->time_ms);
	} else if (saying->source.n) {
		strbuf_add_z(out, ", ");
		strbuf_add_str(out, saying->source);
	}
	if (saying->place.n) {
		strbuf_add_z(out, ", ");
		strbuf_add_str(out, saying->place);
	}
	if (saying->surprise)
		strbuf_add_z(out, "  ★ surprise");
}

static void write_code(struct text_pen *me, int column, struct str code)
{
	strbuf_reset(&me->scratch);
	strbuf_add_char(&me->scratch, '[');
	strbuf_add_str(&me->scratch, code);
	strbuf_add_char(&me->scratch, ']');
	page_right(&me->page, column, strbuf_str(&me->scratch));
}

static void text_saying(struct pen *pen, const struct saying *saying)
{
	struct text_pen *me = text_pen(pen);
	bool quoted = saying->quoted, bare = saying->label.n == 0;

	strbuf_reset(&me->scratch);
	if (!bare)
		strbuf_addf(&me->scratch, "%.*s: %s", STR_ARG(saying->label), quoted ? "\"" : "");
	strbuf_add_str(&me->scratch, saying->words);
	strbuf_add_z(&me->scratch, quoted ? "\"" : "");
	page_blank(&me->page, SAYING);
	if (quoted && bare)
		strbuf_add_char(me->page.out, '"');
	int column = SAYING + (quoted && bare);
	page_wrap(&me->page, strbuf_str(&me->scratch), column, column, PAGE_WIDTH, false);
	strbuf_reset(&me->scratch);
	add_receipt(&me->scratch, saying);
	page_blank(&me->page, RECEIPT);
	int end = page_wrap(&me->page, part_plain(&me->plain, strbuf_str(&me->scratch)), RECEIPT,
			    RECEIPT + 2, PAGE_WIDTH, true);
	write_code(me, end, saying->code);
}

static void text_implication(struct pen *pen, struct str text, struct str code)
{
	struct text_pen *me = text_pen(pen);

	page_blank(&me->page, SAYING);
	int end = page_wrap(&me->page, text, SAYING, SAYING, PAGE_WIDTH - 10, true);
	write_code(me, end, code);
}

static void text_paragraph(struct pen *pen, struct str text)
{
	struct page *page = &text_pen(pen)->page;

	page_blank(page, FACT);
	page_wrap(page, text, FACT, FACT, PAGE_WIDTH, false);
}

static void text_end(struct pen *pen, struct str text)
{
	struct page *page = &text_pen(pen)->page;

	strbuf_add_char(page->out, '\n');
	page_wrap(page, text, 0, 0, PAGE_WIDTH, false);
}

static void text_matrix(struct pen *pen, const struct survey *survey)
{
	page_matrix(&text_pen(pen)->page, survey);
}

static const struct pen_ops text_ops = {
	.title = text_title,
	.decide = text_decide,
	.facts = text_facts,
	.lead = text_lead,
	.short_open = text_short_open,
	.short_theme = text_short_theme,
	.theme = text_theme,
	.section = text_section,
	.group = text_group,
	.fact = text_fact,
	.saying = text_saying,
	.implication = text_implication,
	.paragraph = text_paragraph,
	.matrix = text_matrix,
	.end = text_end,
};

static void write_text(struct strbuf *out, const struct model *model,
		       const struct export_options *options, size_t reserve,
		       void (*write)(struct pen *pen, const struct survey *survey))
{
	struct text_pen pen = {
		.pen = {&text_ops, out}, .scratch = STRBUF_INIT, .plain = STRBUF_INIT};
	struct survey survey;

	survey_init(&survey, model, options);
	page_init(&pen.page, out);
	pour_reserve(options, out, reserve);
	write(&pen.pen, &survey);
	page_release(&pen.page);
	strbuf_release(&pen.scratch);
	strbuf_release(&pen.plain);
	survey_release(&survey);
}

void write_findings(struct strbuf *out, const struct model *model,
		    const struct export_options *options)
{
	write_text(out, model, options, model_card_count(model) * 240, report_write);
}

void write_brief(struct strbuf *out, const struct model *model,
		 const struct export_options *options)
{
	write_text(out, model, options, 4096, report_write_brief);
}
