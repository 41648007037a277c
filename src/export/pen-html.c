/*
 * Findings as one HTML file that asks nothing of anybody: no script, no font, no picture, no
 * request. The policy in its head forbids all of them and names our one style sheet by its
 * fingerprint. Text from outside is escaped and keeps its own direction. Lists are closed by
 * whatever begins next.
 */
#include "themewall/base/clock.h"
#include "themewall/base/sha256.h"

#include "pen-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"
#include "xml-internal.h"

#include "themewall/base/banned.h"

static const char style[] =
	":root{color-scheme:light dark;--ink:#1b1b1f;--dim:#5c5c66;--paper:#fff;--line:#d5d5dc;"
	"--mark:#8a5a00}"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6e6ea;--dim:#a3a3ad;--paper:#17171a;"
	"--line:#3c3c44;--mark:#e0b060}}"
	"body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;"
	"color:var(--ink);background:var(--paper);overflow-wrap:anywhere}"
	"h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}"
	".decide{margin:0 0 1rem;padding:.6rem .9rem;border-left:4px solid var(--ink);"
	"font-size:1.1rem}a{color:inherit;text-decoration-color:var(--dim)}"
	"h2{font-size:1.2rem;margin:2.2rem 0 .6rem;padding-top:.8rem;"
	"border-top:1px solid var(--line)}"
	"h3{font-size:1.05rem;margin:1.4rem 0 .4rem}"
	"h4{font-size:.85rem;letter-spacing:.05em;text-transform:uppercase;color:var(--dim);"
	"margin:1.2rem 0 .3rem}"
	"dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0}"
	"dt{color:var(--dim)}dd{margin:0}"
	"blockquote,.saying{margin:.7rem 0;padding:0 0 0 .9rem;border-left:3px solid var(--line)}"
	"blockquote p,.saying p,li p{margin:0;white-space:pre-line}"
	".receipt{font-size:.85rem;color:var(--dim)}.surprise{color:var(--mark)}"
	".count,.code{font-weight:400;color:var(--dim);font-size:.85em;white-space:nowrap}"
	".code{margin-left:.4em}"
	"table{border-collapse:collapse;font-size:.9rem}"
	"th,td{padding:.2rem .5rem;border-bottom:1px solid var(--line);text-align:right;"
	"font-variant-numeric:tabular-nums}"
	"th:first-child,td:first-child{text-align:left}"
	"th{color:var(--dim);font-weight:400;white-space:nowrap}"
	".wide{overflow-x:auto}footer{margin-top:2rem;font-size:.85rem;color:var(--dim)}"
	"@media print{:root{--ink:#000;--dim:#444;--paper:#fff;--line:#999;--mark:#000}"
	"body{max-width:none;margin:0;padding:0;font-size:10.5pt}.wide{overflow:visible}"
	"@page{margin:18mm 20mm}p,dd,li{orphans:3;widows:3}"
	"h1,h2,h3,h4{break-after:avoid}dl,footer{break-before:avoid}"
	"table{font-size:.8rem}th,td{padding:.15rem .35rem}"
	"blockquote,.saying,li,dt,dd,table{break-inside:avoid}}";

enum list { LIST_NONE, LIST_FACTS, LIST_THEMES, LIST_POINTS };

struct html_pen {
	struct pen pen;
	struct strbuf *out; /* borrowed */
	enum list list;     /* the one that is open */
};

static struct html_pen *html_pen(struct pen *pen)
{
	return (struct html_pen *)pen;
}

/* Goes on with a list of that kind, or ends the open one and begins it. */
static struct strbuf *begin(struct pen *pen, enum list list)
{
	static const char *const opening[] = {"", "<dl>\n", "<ol>\n", "<ul>\n"};
	static const char *const closing[] = {"", "</dl>\n", "</ol>\n", "</ul>\n"};
	struct html_pen *me = html_pen(pen);

	if (me->list == list)
		return me->out;
	strbuf_add_z(me->out, closing[me->list]);
	strbuf_add_z(me->out, opening[list]);
	me->list = list;
	return me->out;
}

static void add_base64(struct strbuf *out, const uint8_t *bytes, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)bytes[i] << 16;
		three |= i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0;
		three |= i + 2 < n ? bytes[i + 2] : 0;
		strbuf_add_char(out, digits[three >> 18 & 63]);
		strbuf_add_char(out, digits[three >> 12 & 63]);
		strbuf_add_char(out, i + 1 < n ? digits[three >> 6 & 63] : '=');
		strbuf_add_char(out, i + 2 < n ? digits[three & 63] : '=');
	}
}

static void html_title(struct pen *pen, struct str title)
{
	struct strbuf *out = begin(pen, LIST_NONE);
	uint8_t digest[SHA256_BYTES];

	sha256_of(style, sizeof style - 1, digest);
	strbuf_add_z(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			  "'none'; style-src 'sha256-");
	add_base64(out, digest, sizeof digest);
	strbuf_add_z(out, "'; base-uri 'none'; form-action 'none'\">\n"
			  "<meta name=\"referrer\" content=\"no-referrer\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width, "
			  "initial-scale=1\">\n<title>");
	xml_add(out, title);
	strbuf_add_z(out, "</title>\n<style>");
	strbuf_add(out, style, sizeof style - 1);
	strbuf_add_z(out, "</style>\n</head>\n<body>\n<h1 dir=\"auto\">");
	xml_add(out, title);
	strbuf_add_z(out, "</h1>\n");
}

/* Marked parts keep a direction of their own; what is open at the end is closed. */
static void put_parts(struct strbuf *out, struct str text)
{
	bool open = false;

	for (size_t from = 0, i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != PART_BEGIN && text.p[i] != PART_END)
			continue;
		xml_add(out, str_part(text, from, i));
		from = i + 1;
		bool opens = i < text.n && text.p[i] == PART_BEGIN;
		if (open != opens)
			strbuf_add_z(out, opens ? "<bdi>" : "</bdi>");
		open = opens;
	}
}

/* A sentence of ours runs our way, somebody's words theirs. */
static void put_fact(struct strbuf *out, struct str label, struct str text)
{
	strbuf_add_z(out, "<dt>");
	xml_add(out, label);
	strbuf_add_z(out, part_is_in(text) ? "</dt><dd>" : "</dt><dd dir=\"auto\">");
	put_parts(out, text);
	strbuf_add_z(out, "</dd>\n");
}

static void html_decide(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, LIST_NONE);

	strbuf_add_z(out, "<p class=\"decide\"><b>To decide</b> ");
	put_parts(out, text);
	strbuf_add_z(out, "</p>\n");
}

static void html_facts(struct pen *pen, const struct fact *facts, size_t n)
{
	struct strbuf *out = begin(pen, LIST_FACTS);

	for (size_t i = 0; i < n; i++)
		put_fact(out, facts[i].label, facts[i].text);
}

static void html_lead(struct pen *pen, const char *label, struct str text)
{
	put_fact(begin(pen, LIST_FACTS), str_of(label), text);
}

static void html_short_open(struct pen *pen, bool counts)
{
	strbuf_add_z(begin(pen, LIST_NONE), "<h2>In short</h2>\n");
}

static void html_short_theme(struct pen *pen, const struct heading *heading)
{
	struct strbuf *out = begin(pen, LIST_THEMES);

	strbuf_add_z(out, "<li><a href=\"#");
	xml_add(out, heading->code);
	strbuf_add_z(out, "\"><bdi>");
	xml_add(out, heading->name);
	strbuf_addf(out, "</bdi></a> <span class=\"count\">%.*s %s</span></li>\n",
		    STR_ARG(heading->count), heading->unit);
}

static void html_theme(struct pen *pen, const struct heading *heading)
{
	struct strbuf *out = begin(pen, LIST_NONE);
	int level = heading->depth > 1 ? 3 : 2;

	strbuf_addf(out, "<h%d id=\"", level);
	xml_add(out, heading->code);
	strbuf_add_z(out, "\">");
	if (heading->number)
		strbuf_addf(out, "%zu. ", heading->number);
	strbuf_add_z(out, "<bdi>");
	xml_add(out, cluster_title(heading->name));
	strbuf_addf(out,
		    "</bdi> <span class=\"count\">%.*s %s</span> "
		    "<span class=\"code\">%.*s</span></h%d>\n",
		    STR_ARG(heading->count), heading->unit, STR_ARG(heading->code), level);
}

static void html_section(struct pen *pen, const char *title, const char *note)
{
	struct strbuf *out = begin(pen, LIST_NONE);

	strbuf_addf(out, "<h2>%s", title);
	if (*note)
		strbuf_addf(out, " <span class=\"count\">%s</span>", note);
	strbuf_add_z(out, "</h2>\n");
}

static void html_group(struct pen *pen, const char *title)
{
	strbuf_addf(begin(pen, LIST_NONE), "<h4>%s</h4>\n", title);
}

static void html_fact(struct pen *pen, const char *label, struct str text)
{
	put_fact(begin(pen, LIST_FACTS), str_of(label), text);
}

static void put_receipt(struct strbuf *out, const struct saying *saying)
{
	strbuf_add_z(out, "<div class=\"receipt\"><bdi>");
	xml_add(out, saying->who.n ? saying->who : STR("speaker not known"));
	strbuf_add_z(out, "</bdi>");
	if (saying->time_ms >= 0) {
		strbuf_add_z(out, ", ");
		clock_add_offset_long(out, saying->time_ms);
	} else if (saying->source.n) {
		strbuf_add_z(out, ", ");
		xml_add(out, saying->source);
	}
	if (saying->place.n) {
		strbuf_add_z(out, ", <bdi>");
		put_parts(out, saying->place);
		strbuf_add_z(out, "</bdi>");
	}
	strbuf_addf(out, " <span class=\"code\">%.*s</span>", STR_ARG(saying->code));
	if (saying->surprise)
		strbuf_add_z(out, " <span class=\"surprise\">\xe2\x98\x85 surprise</span>");
	strbuf_add_z(out, "</div>");
}

static void html_saying(struct pen *pen, const struct saying *saying)
{
	struct strbuf *out = begin(pen, LIST_NONE);
	bool quote = saying->label.n == 0;
	const char *mark = saying->quoted ? "&quot;" : "";

	strbuf_add_z(out, quote ? "<blockquote>" : "<div class=\"saying\">");
	strbuf_add_z(out, "<p dir=\"auto\">");
	if (!quote) {
		xml_add(out, saying->label);
		strbuf_add_z(out, ": ");
	}
	strbuf_add_z(out, mark);
	xml_add(out, saying->words);
	strbuf_add_z(out, mark);
	strbuf_add_z(out, "</p>");
	put_receipt(out, saying);
	strbuf_add_z(out, quote ? "</blockquote>\n" : "</div>\n");
}

static void html_implication(struct pen *pen, struct str text, struct str code)
{
	struct strbuf *out = begin(pen, LIST_POINTS);

	strbuf_add_z(out, "<li><bdi>");
	xml_add(out, text);
	strbuf_addf(out, "</bdi> <span class=\"code\">%.*s</span></li>\n", STR_ARG(code));
}

static void html_paragraph(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, LIST_NONE);

	strbuf_add_z(out, "<p>");
	xml_add(out, text);
	strbuf_add_z(out, "</p>\n");
}

static void put_head(struct strbuf *out, const struct survey *survey, bool segments)
{
	strbuf_add_z(out, "<div class=\"wide\"><table>\n<tr><th>Theme</th>");
	for (size_t i = 0; segments && i < survey->nsegments; i++) {
		strbuf_add_z(out, "<th>");
		xml_add(out, survey->segments[i].name);
		strbuf_add_z(out, "</th>");
	}
	for (size_t p = 0; !segments && p < survey->npeople; p++)
		if (survey->people[p].in_view)
			strbuf_addf(out, "<th>%.*s</th>", STR_ARG(survey->people[p].code));
	strbuf_addf(out, "<th>of %zu</th></tr>\n", survey->nin_view);
}

static void put_cell(struct strbuf *out, size_t n)
{
	if (n)
		strbuf_addf(out, "<td>%zu</td>", n);
	else
		strbuf_add_z(out, "<td>.</td>");
}

static void html_matrix(struct pen *pen, const struct survey *survey)
{
	struct strbuf *out = begin(pen, LIST_NONE);
	bool segments = matrix_by_segment(survey);

	put_head(out, survey, segments);
	for (size_t t = 0; t < survey->nthemes; t++) {
		const struct theme *theme = &survey->themes[t];
		if (!theme_is_told(theme))
			continue;
		strbuf_add_z(out, "<tr><td>");
		strbuf_add_repeat(out, "\xe2\x80\xba ", (size_t)theme->depth - 1);
		strbuf_add_z(out, "<bdi>");
		xml_add(out, cluster_title(theme->cluster->name));
		strbuf_add_z(out, "</bdi></td>");
		for (size_t i = 0; segments && i < survey->nsegments; i++)
			put_cell(out, matrix_segment_people(survey, theme, i));
		for (size_t p = 0; !segments && p < survey->npeople; p++)
			if (survey->people[p].in_view)
				put_cell(out, theme->by_person[p]);
		put_cell(out, theme->all.people);
		strbuf_add_z(out, "</tr>\n");
	}
	strbuf_add_z(out, "</table></div>\n");
}

static void html_end(struct pen *pen, struct str text)
{
	struct strbuf *out = begin(pen, LIST_NONE);

	strbuf_add_z(out, "<footer>");
	xml_add(out, text);
	strbuf_add_z(out, "</footer>\n</body>\n</html>\n");
}

static const struct pen_ops html_ops = {
	.title = html_title,
	.decide = html_decide,
	.facts = html_facts,
	.lead = html_lead,
	.short_open = html_short_open,
	.short_theme = html_short_theme,
	.theme = html_theme,
	.section = html_section,
	.group = html_group,
	.fact = html_fact,
	.saying = html_saying,
	.implication = html_implication,
	.paragraph = html_paragraph,
	.matrix = html_matrix,
	.end = html_end,
};

void write_html(struct strbuf *out, const struct model *model, const struct export_options *options)
{
	struct html_pen pen = {.pen = {&html_ops, out}, .out = out};
	struct survey survey;

	survey_init(&survey, model, options);
	pour_reserve(options, out, model_card_count(model) * 320);
	report_write(&pen.pen, &survey);
	survey_release(&survey);
}
