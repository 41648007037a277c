/* What every format must keep: nobody's name, no words of those who refused, every card once, no
 * text that turns into something else. */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/text/locale.h"

#include "tap.h"
#include "export-study.h"

static void export_as(struct strbuf *out, const struct model *model, const char *format,
		      struct export_options options)
{
	strbuf_reset(out);
	options.now_ms = 1773669727000;
	export_format_find(str_of(format))->write(out, model, &options);
}

static bool has(const struct strbuf *text, const char *words)
{
	return str_find(strbuf_str(text), str_of(words)) < text->len;
}

static size_t count(const struct strbuf *text, const char *words)
{
	size_t n = 0, at = 0;
	for (;; n++, at++) {
		struct str rest = str_part(strbuf_str(text), at, text->len);
		size_t found = str_find(rest, str_of(words));
		if (found == rest.n)
			return n;
		at += found;
	}
}

/* Not the private copy: every other format, all at once. */
static void test_privacy(void)
{
	struct model *model = study_model();
	struct strbuf out = STRBUF_INIT;
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	for (size_t i = 0; i < n; i++) {
		bool named = false;
		if (formats[i].private_data)
			continue;
		export_as(&out, model, formats[i].name, (struct export_options){0});
		for (size_t p = 0; p < STUDY_PEOPLE; p++)
			named = named || has(&out, study_people[p].name);
		ok(out.len && !named, "%s names nobody", formats[i].name);
		ok(!has(&out, "I keep my own file"), "%s quotes nobody who refused",
		   formats[i].name);
		ok(formats[i].ending[0] != '\0' && formats[i].what[0] != '\0',
		   "%s has its ending and its line of help", formats[i].name);
		struct strbuf again = STRBUF_INIT;
		export_as(&again, model, formats[i].name, (struct export_options){0});
		ok(str_equal(strbuf_str(&out), strbuf_str(&again)), "%s: twice the same bytes",
		   formats[i].name);
		strbuf_release(&again);
	}
	export_as(&out, model, "csv", (struct export_options){.with_names = true});
	ok(has(&out, "Jane Doe"), "names when they are asked for");
	export_as(&out, model, "clips", (struct export_options){0});
	ok(!has(&out, "C-005") && !has(&out, "C-014"),
	   "no clip of who refused, none of a question");
	strbuf_release(&out);
	model_free(model);
}

/* One card each, of somebody without a transcript. */
static struct model *hostile(const char *const *texts, size_t n, const char *title)
{
	struct build b = build_study(title, "");
	int64_t cluster = build_cluster(&b, "T-01", str_of(title), 0, STR(""), 0, 0);
	struct strbuf rank = STRBUF_INIT, next = STRBUF_INIT;
	for (size_t i = 0; i < n; i++) {
		strbuf_reset(&next);
		rank_between(&next, strbuf_str(&rank), STR(""));
		strbuf_reset(&rank);
		strbuf_add_str(&rank, strbuf_str(&next));
		build_card(&b, &(struct build_card){.text = str_of(texts[i]),
						    .implies = "",
						    .time_ms = -1,
						    .start = -1,
						    .end = -1,
						    .place = "cluster",
						    .cluster = cluster,
						    .rank = strbuf_str(&rank)});
	}
	strbuf_release(&rank);
	strbuf_release(&next);
	return b.model;
}

#define WIDE_EQUALS "\xef\xbc\x9d"
#define MARK        "\xef\xbb\xbf"

static const char *const cells[] = {
	"=1+1",  "+1",   "-1",         "@SUM(A1)",   "  =1+1",  "\t=1+1",      (WIDE_EQUALS "1+1"),
	"plain", "a, b", "say \"so\"", "two\nlines", " blank ", "caf\xc3\xa9", "1-1",
};

static void test_csv(void)
{
	struct model *model = hostile(cells, TW_COUNT(cells), "cells");
	struct strbuf out = STRBUF_INIT;
	export_as(&out, model, "csv", (struct export_options){0});
	ok(has(&out, ",'=1+1,"), "a formula is text");
	ok(has(&out, ",'+1,") && has(&out, ",'-1,") && has(&out, ",'@SUM(A1),"), "all its signs");
	ok(has(&out, ",\"'  =1+1\","), "behind blanks too");
	ok(has(&out, ",'\t=1+1,"), "behind a TAB");
	ok(has(&out, ",'" WIDE_EQUALS "1+1,"), "in wide letters");
	ok(has(&out, ",plain,") && has(&out, ",1-1,"), "nothing is added where nothing runs");
	ok(has(&out, ",\"a, b\",") && has(&out, ",\"say \"\"so\"\"\",") &&
		   has(&out, ",\"two\nlines\",") && has(&out, ",\" blank \","),
	   "quoted as RFC 4180 wants");
	ok(!has(&out, "\r") && !has(&out, MARK), "plain line ends, no mark");
	export_as(&out, model, "csv", (struct export_options){.raw = true});
	ok(has(&out, ",=1+1,") && !has(&out, "'"), "raw is raw");
	export_as(&out, model, "csv", (struct export_options){.excel = true});
	ok(str_starts(strbuf_str(&out), STR(MARK "card,")), "Excel gets its mark");
	is_int(count(&out, "\r\n"), TW_COUNT(cells) + 1, "and CRLF behind every record");
	strbuf_release(&out);
	model_free(model);
}

static void test_tsv(void)
{
	struct model *model = hostile(cells, TW_COUNT(cells), "cells");
	struct strbuf out = STRBUF_INIT;
	export_as(&out, model, "tsv", (struct export_options){0});
	is_int(count(&out, "\n"), TW_COUNT(cells), "one line a card");
	ok(!has(&out, "\t"), "one cell a line");
	ok(has(&out, "two lines [C-011; cells]\n"), "a note of two lines is one line");
	ok(str_starts(strbuf_str(&out), STR("'=1+1 [")), "no note is a formula");
	strbuf_release(&out);
	model_free(model);
}

static const char *const markup[] = {
	"<script>alert(1)</script>",
	"</blockquote><img src=x onerror=y>",
	"a & b \"c\" 'd'",
	"bad \xef\xbf\xbf end",
	"]]> --> &lt;",
};

static void test_html(void)
{
	struct model *model = hostile(markup, TW_COUNT(markup), "<b>\"&'");
	struct strbuf out = STRBUF_INIT;
	export_as(&out, model, "html", (struct export_options){0});
	ok(!has(&out, "<script") && !has(&out, "<img") && !has(&out, "<b>"), "no foreign tag");
	ok(has(&out, "&lt;script&gt;alert(1)&lt;/script&gt;"), "but its text");
	ok(has(&out, "a &amp; b &quot;c&quot; &#39;d&#39;"), "references");
	ok(has(&out, "bad \xef\xbf\xbd end"), "what is no character is shown as none");
	ok(!has(&out, "http:") && !has(&out, "https:") && !has(&out, "url("), "asks for nothing");
	ok(has(&out, "default-src 'none'; style-src 'sha256-"), "the policy forbids the rest");
	is_int(count(&out, "<blockquote>"), count(&out, "</blockquote>"), "quotes are closed");
	is_int(count(&out, "<dl>"), count(&out, "</dl>"), "lists too");
	is_int(count(&out, "<ol>"), count(&out, "</ol>"), "numbered ones");
	ok(str_ends(strbuf_str(&out), STR("</body>\n</html>\n")), "the file ends");
	strbuf_release(&out);
	model_free(model);
}

static void test_qdc(void)
{
	struct model *model = hostile(markup, TW_COUNT(markup), "<b>\"&'\n\xef\xbf\xbe");
	struct strbuf out = STRBUF_INIT;
	export_as(&out, model, "qdc", (struct export_options){0});
	ok(has(&out, "name=\"&lt;b&gt;&quot;&amp;&#39;&#10;\xef\xbf\xbd\""), "a name is text");
	model_free(model);
	struct build b = build_study("empty", "");
	export_as(&out, b.model, "qdc", (struct export_options){0});
	is_int(count(&out, "<Code "), 1, "an empty codebook would be refused");
	strbuf_release(&out);
	model_free(b.model);
}

static void test_canvas(void)
{
	struct model *model = study_model();
	struct strbuf out = STRBUF_INIT;
	struct row_change row = {.table = TABLE_CLUSTER, .op = ROW_UPDATE};
	export_as(&out, model, "canvas", (struct export_options){0});
	is_int(count(&out, "\"type\":\"text\""), TW_COUNT(study_cards), "every card is a note");
	is_int(count(&out, "\"type\":\"group\""), 7, "five clusters, the tray, the parked");
	row.column[CLUSTER_ID] =
		value_int(model_cluster_by_name(model, STR("I check the tax line by line"))->id.n);
	for (int i = 1; i < table_info(TABLE_CLUSTER)->ncolumns; i++)
		row.column[i] = (struct value){0};
	row.column[CLUSTER_FOLDED] = value_int(1);
	model_apply(model, &row);
	export_as(&out, model, "canvas", (struct export_options){0});
	is_int(count(&out, "\"id\":\"T-02-folded\""), 1, "a folded cluster is one note");
	for (size_t i = 0; i < TW_COUNT(study_cards); i++) {
		char code[16];
		snprintf(code, sizeof code, "C-%03zu*", i + 1);
		ok(count(&out, code) == 1, "%s is there once", code);
	}
	strbuf_release(&out);
	model_free(model);
}

/* An empty study says so in every format, and none stumbles. */
static void test_empty(void)
{
	struct build b = build_study("", "");
	struct strbuf out = STRBUF_INIT;
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	for (size_t i = 0; i < n; i++) {
		export_as(&out, b.model, formats[i].name, (struct export_options){0});
		bool nothing = str_equal(str_of(formats[i].name), STR("tsv"));
		ok(nothing == (out.len == 0), "%s of an empty study", formats[i].name);
	}
	strbuf_release(&out);
	model_free(b.model);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	test_privacy();
	test_csv();
	test_tsv();
	test_html();
	test_qdc();
	test_canvas();
	test_empty();
	return done();
}
