/*
 * Findings as Markdown: headings of three levels at most (some readers know no more), quotes as
 * quotes, the matrix as a table. Every text that is not ours is escaped, so that it can neither
 * become markup nor break a table; blank lines stand before what begins a block and nowhere else.
 */
#include "themewall/base/clock.h"

#include "markdown-internal.h"
#include "pen-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

struct markdown_pen {
	struct pen pen;
	struct strbuf *out; /* borrowed */
	struct strbuf plain;
	bool in_list; /* the last thing written was a list item of the same list */
};

static struct markdown_pen *markdown_pen(struct pen *pen)
{
	return (struct markdown_pen *)pen;
}

/* Begins a block: a blank line, unless it goes on with the list. */
static struct strbuf *begin(struct pen *pen, bool item)
{
	struct markdown_pen *me = markdown_pen(pen);

	if (me->out->len && !(item && me->in_list))
		strbuf_add_char(me->out, '\n');
	me->in_list = item;
	return me->out;
}

static void markdown_title(struct pen *pen, struct str title)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, "# ");
	markdown_add_inline(out, title);
	strbuf_add_char(out, '\n');
}

static void markdown_decide(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, "**To decide:** ");
	markdown_add(out, part_plain(&markdown_pen(pen)->plain, text), "");
	strbuf_add_char(out, '\n');
}

static void markdown_facts(struct pen *pen, const struct fact *facts, size_t n)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, "| | |\n|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		strbuf_add_z(out, "| **");
		strbuf_add_str(out, facts[i].label);
		strbuf_add_z(out, "** | ");
		markdown_add_inline(out, part_plain(&markdown_pen(pen)->plain, facts[i].text));
		strbuf_add_z(out, " |\n");
	}
}

static void markdown_lead(struct pen *pen, const char *label, struct str text)
{
	struct strbuf *out = begin(pen, false);

	strbuf_addf(out, "**%s:** ", label);
	markdown_add(out, text, "");
	strbuf_add_char(out, '\n');
}

static void markdown_short_open(struct pen *pen, bool counts)
{
	strbuf_add_z(begin(pen, false), "## In short\n");
}

static void markdown_short_theme(struct pen *pen, const struct heading *heading)
{
	struct strbuf *out = begin(pen, true);

	strbuf_addf(out, "%zu. **", heading->number);
	markdown_add_inline(out, heading->name);
	strbuf_addf(out, "** (%.*s %s)\n", STR_ARG(heading->count), heading->unit);
}

static void markdown_theme(struct pen *pen, const struct heading *heading)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, heading->depth == 1 ? "## " : "### ");
	if (heading->number)
		strbuf_addf(out, "%zu. ", heading->number);
	strbuf_add_repeat(out, "› ", heading->depth > 2 ? (size_t)heading->depth - 2 : 0);
	markdown_add_inline(out, cluster_title(heading->name));
	strbuf_addf(out, " (%.*s %s, %.*s)\n", STR_ARG(heading->count), heading->unit,
		    STR_ARG(heading->code));
}

static void markdown_section(struct pen *pen, const char *title, const char *note)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, "## ");
	strbuf_add_z(out, title);
	strbuf_add_char(out, '\n');
	if (*note)
		strbuf_addf(begin(pen, false), "*%s*\n", note);
}

static void markdown_group(struct pen *pen, const char *title)
{
	strbuf_addf(begin(pen, false), "**%s**\n", title);
}

static void markdown_fact(struct pen *pen, const char *label, struct str text)
{
	struct strbuf *out = begin(pen, true);

	strbuf_addf(out, "- **%s:** ", label);
	markdown_add(out, part_plain(&markdown_pen(pen)->plain, text), "  ");
	strbuf_add_char(out, '\n');
}

static void add_receipt(struct markdown_pen *me, const struct saying *saying)
{
	struct strbuf *out = me->out;

	strbuf_add_z(out, "— ");
	markdown_add_inline(out, saying->who.n ? saying->who : STR("speaker not known"));
	if (saying->time_ms >= 0) {
		strbuf_add_z(out, ", ");
		clock_add_offset_long(out, saying->time_ms);
	} else if (saying->source.n) {
		strbuf_add_z(out, ", ");
		strbuf_add_str(out, saying->source);
	}
	if (saying->place.n) {
		strbuf_add_z(out, ", ");
		markdown_add_inline(out, part_plain(&me->plain, saying->place));
	}
	strbuf_add_z(out, " [");
	strbuf_add_str(out, saying->code);
	strbuf_add_char(out, ']');
	if (saying->surprise)
		strbuf_add_z(out, " ★ surprise");
	strbuf_add_char(out, '\n');
}

/* A quote is a block quote of its own; what we saw or thought is an item with its label. */
static void markdown_saying(struct pen *pen, const struct saying *saying)
{
	bool quote = saying->label.n == 0;
	const char *next = quote ? "> " : "  ";
	struct strbuf *out = begin(pen, !quote);

	strbuf_add_z(out, quote ? "> " : "- ");
	if (!quote)
		strbuf_addf(out, "%.*s: ", STR_ARG(saying->label));
	strbuf_add_z(out, saying->quoted ? "\"" : "");
	markdown_add(out, saying->words, next);
	strbuf_add_z(out, saying->quoted ? "\"" : "");
	strbuf_add_z(out, "\\\n");
	strbuf_add_z(out, next);
	add_receipt(markdown_pen(pen), saying);
}

static void markdown_implication(struct pen *pen, struct str text, struct str code)
{
	struct strbuf *out = begin(pen, true);

	strbuf_add_z(out, "- ");
	markdown_add(out, text, "  ");
	strbuf_addf(out, " [%.*s]\n", STR_ARG(code));
}

static void markdown_paragraph(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, false);

	markdown_add(out, text, "");
	strbuf_add_char(out, '\n');
}

static void matrix_head(struct strbuf *out, const struct survey *survey, bool segments)
{
	size_t n = 0;

	strbuf_add_z(out, "| Theme |");
	for (size_t i = 0; segments && i < survey->nsegments; i++, n++) {
		strbuf_add_char(out, ' ');
		markdown_add_inline(out, survey->segments[i].name);
		strbuf_add_z(out, " |");
	}
	for (size_t p = 0; !segments && p < survey->npeople; p++) {
		if (!survey->people[p].in_view)
			continue;
		strbuf_addf(out, " %.*s |", STR_ARG(survey->people[p].code));
		n++;
	}
	strbuf_addf(out, " of %zu |\n|---|", survey->nin_view);
	strbuf_add_repeat(out, "--:|", n + 1);
	strbuf_add_char(out, '\n');
}

static void add_cell(struct strbuf *out, size_t n)
{
	if (n)
		strbuf_addf(out, " %zu |", n);
	else
		strbuf_add_z(out, " . |");
}

static void markdown_matrix(struct pen *pen, const struct survey *survey)
{
	struct strbuf *out = begin(pen, false);
	bool segments = matrix_by_segment(survey);

	matrix_head(out, survey, segments);
	for (size_t t = 0; t < survey->nthemes; t++) {
		const struct theme *theme = &survey->themes[t];
		if (!theme_is_told(theme))
			continue;
		strbuf_add_z(out, "| ");
		strbuf_add_repeat(out, "› ", (size_t)theme->depth - 1);
		markdown_add_inline(out, cluster_title(theme->cluster->name));
		strbuf_add_z(out, " |");
		for (size_t i = 0; segments && i < survey->nsegments; i++)
			add_cell(out, matrix_segment_people(survey, theme, i));
		for (size_t p = 0; !segments && p < survey->npeople; p++)
			if (survey->people[p].in_view)
				add_cell(out, theme->by_person[p]);
		strbuf_addf(out, " %zu |\n", theme->all.people);
	}
}

static void markdown_end(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, false);

	strbuf_add_z(out, "*");
	markdown_add_inline(out, text);
	strbuf_add_z(out, "*\n");
}

static const struct pen_ops markdown_ops = {
	.title = markdown_title,
	.decide = markdown_decide,
	.facts = markdown_facts,
	.lead = markdown_lead,
	.short_open = markdown_short_open,
	.short_theme = markdown_short_theme,
	.theme = markdown_theme,
	.section = markdown_section,
	.group = markdown_group,
	.fact = markdown_fact,
	.saying = markdown_saying,
	.implication = markdown_implication,
	.paragraph = markdown_paragraph,
	.matrix = markdown_matrix,
	.end = markdown_end,
};

void write_markdown(struct strbuf *out, const struct model *model,
		    const struct export_options *options)
{
	struct markdown_pen pen = {.pen = {&markdown_ops, out}, .out = out, .plain = STRBUF_INIT};
	struct survey survey;

	survey_init(&survey, model, options);
	pour_reserve(options, out, model_card_count(model) * 200);
	report_write(&pen.pen, &survey);
	strbuf_release(&pen.plain);
	survey_release(&survey);
}
