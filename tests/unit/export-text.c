/* What the text exports promise whatever the study: width, order, privacy, safe markup, and a kind
 * word when it is empty. */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/model/coverage.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"

#include "../../src/export/rows-internal.h"
#include "../../src/export/xml-internal.h"

#include "export-words.h"
#include "export-conclude.h"
#include "export-random.h"
#include "export-study.h"

/* The widest line, as a terminal shows it. */
static int widest(const struct strbuf *text)
{
	struct str rest = strbuf_str(text), line;
	struct strbuf painted = STRBUF_INIT;
	int most = 0;
	while (str_next_line(&rest, &line)) {
		strbuf_reset(&painted);
		safe_text(&painted, line, false);
		int ncells = text_width(strbuf_str(&painted));
		if (ncells > most)
			most = ncells;
		if (ncells > 80)
			printf("# %d: %.*s\n", ncells, STR_ARG(line));
	}
	strbuf_release(&painted);
	return most;
}

static void test_width(void)
{
	struct strbuf text = STRBUF_INIT;
	int findings = 0, outline = 0;
	for (uint64_t seed = 1; seed <= 25; seed++) {
		struct model *model = random_model(seed, seed % 5 ? 14 : 90, 50);
		export_as(&text, model, "findings");
		int ncells = widest(&text);
		findings = ncells > findings ? ncells : findings;
		export_as(&text, model, "outline");
		ncells = widest(&text);
		outline = ncells > outline ? ncells : outline;
		model_free(model);
	}
	is_int(findings, 80, "findings are 80 cells wide, whatever the script");
	ok(outline <= 80, "an outline is at most that wide (%d)", outline);
	strbuf_release(&text);
}

/* The text without blanks and line feeds: what wrapping may change. */
static void squeeze(struct strbuf *out, struct str text)
{
	strbuf_reset(out);
	for (size_t i = 0; i < text.n; i++)
		if (!strchr(" \t\n", text.p[i]))
			strbuf_add_char(out, text.p[i]);
}

static void test_nothing_is_lost(void)
{
	struct strbuf text = STRBUF_INIT, squeezed = STRBUF_INIT, words = STRBUF_INIT;
	int lost = 0, shown = 0;
	for (uint64_t seed = 100; seed < 110; seed++) {
		struct model *model = random_model(seed, 9, 40);
		struct card_list cards = model_cards(model);
		export_as(&text, model, "outline");
		squeeze(&squeezed, strbuf_str(&text));
		for (size_t i = 0; i < cards.n; i++) {
			const struct card *card = model_card(model, cards.ids[i]);
			participant_id person = model_card_participant(model, card);
			const struct participant *p =
				person.n ? model_participant(model, person) : NULL;
			if (p && str_equal(p->consent_quote, STR("no")))
				continue;
			squeeze(&words, card->text);
			shown++;
			lost += !has(&squeezed, words.buf);
		}
		model_free(model);
	}
	ok(shown > 200, "words of %d cards looked for", shown);
	is_int(lost, 0, "every card's words stand in the outline as they are stored");
	strbuf_release(&text);
	strbuf_release(&squeezed);
	strbuf_release(&words);
}

static void test_determinism(void)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	struct model *model = random_model(4, 12, 60);
	for (size_t i = 0; i < n; i++) {
		export_as(&first, model, formats[i].name);
		export_as(&second, model, formats[i].name);
		ok(first.len && str_equal(strbuf_str(&first), strbuf_str(&second)),
		   "two exports as %s are the same bytes", formats[i].name);
	}
	ok(!export_format_find(STR("parchment")), "an unknown format is not found");
	model_free(model);
	strbuf_release(&first);
	strbuf_release(&second);
}

static void test_privacy(void)
{
	static const char *const formats[] = {"findings", "markdown", "outline"};
	struct strbuf text = STRBUF_INIT;
	struct model *model = study_model();
	for (size_t i = 0; i < TW_COUNT(formats); i++) {
		export_as(&text, model, formats[i]);
		bool named = false;
		for (int p = 0; p < STUDY_PEOPLE; p++)
			named = named || has(&text, study_people[p].name);
		ok(!named, "%s names nobody unasked", formats[i]);
		ok(!has(&text, "I keep my own file") && has(&text, "not to be quoted"),
		   "%s keeps the words of who said no", formats[i]);
		is_int(count(&text, "[not to be quoted]"), i == 2,
		       "%s: a list of evidence has no rows without words", formats[i]);
		ok(i == 2 || has(&text, "1 more card, not to be quoted"),
		   "%s: but one line that counts them", formats[i]);
	}
	export_as(&text, model, "findings");
	ok(has(&text, "1 card without words: 1 of 8 people asked not to be quoted"),
	   "and says for how many");
	ok(!has(&text, "\"Would you use a button"), "an interviewer's words are no quote");
	struct str rest = strbuf_str(&text), line;
	int percents = 0;
	while (str_next_line(&rest, &line))
		percents +=
			str_find_char(line, '%') < line.n && str_find(line, STR("people")) < line.n;
	is_int(percents, 0, "people are never given in percent");
	model_free(model);
	strbuf_release(&text);
}

static void test_first_page(void)
{
	struct strbuf text = STRBUF_INIT;
	struct model *model = study_model();
	export_as(&text, model, "findings");
	struct str rest = strbuf_str(&text), line;
	bool strongest = false;
	for (int i = 0; i < 10 && str_next_line(&rest, &line); i++)
		strongest = strongest || (str_find(line, STR("I rebuild the numbers")) < line.n &&
					  str_ends(line, STR("[5 of 8]")));
	ok(strongest, "the strongest theme stands in the first ten lines");
	model_free(model);
	strbuf_release(&text);
}

/* Who reads ten lines knows what to decide, in every form of the page. */
static void test_decision_first(void)
{
	static const char *const formats[] = {"findings", "brief", "markdown", "html"};
	struct strbuf text = STRBUF_INIT;
	struct model *model = study_model();
	study_conclude(model);
	for (size_t i = 0; i < TW_COUNT(formats); i++) {
		export_as(&text, model, formats[i]);
		struct str rest = strbuf_str(&text), line;
		size_t body = str_find(rest, STR("<body>"));
		bool there = false;
		if (body < rest.n)
			rest = str_part(rest, body, rest.n);
		for (int k = 0; k < 10 && str_next_line(&rest, &line); k++)
			there |= str_find(line, STR("To decide")) < line.n &&
				 str_find(line, STR("Fund R1 before the tax rework")) < line.n;
		ok(there, "%s: what to decide is in the first ten lines", formats[i]);
	}
	model_free(model);
	strbuf_release(&text);
}

static void test_beginnings(void)
{
	struct strbuf text = STRBUF_INIT;
	struct build b = build_study("Fresh", "");
	export_as(&text, b.model, "findings");
	ok(has(&text, "Import the transcripts"), "nothing at all: import");
	ok(widest(&text) == 80, "and within the page");
	export_as(&text, b.model, "outline");
	ok(has(&text, "No cards yet."), "the outline says so too");
	int64_t session = build_session(&b, "S01", 1, "");
	build_transcript_row(&b, new_id(&b), session, "one", 1, 0, 0);
	export_as(&text, b.model, "findings");
	ok(has(&text, "No cards yet. Open a transcript"), "a transcript: read it");
	build_card(&b, &(struct build_card){.kind = "idea",
					    .text = STR("A thought"),
					    .time_ms = -1,
					    .start = -1,
					    .end = -1});
	export_as(&text, b.model, "markdown");
	ok(has(&text, "No theme yet.") && has(&text, "1 in the tray"), "a card: make a theme");
	model_free(b.model);
	strbuf_release(&text);
}

static bool holds(const struct model *model, const char *format, const char *words)
{
	struct strbuf scope = STRBUF_INIT;
	export_add_scope(&scope, export_format_find(str_of(format)), model);
	bool same = strcmp(scope.buf, words) == 0;
	if (!same)
		printf("# %s: %s\n", format, scope.buf);
	strbuf_release(&scope);
	return same;
}

/* "%zu %s", as many as a file has lines of. */
static bool holds_lines(const struct model *model, const char *format, size_t besides,
			const char *unit)
{
	struct strbuf text = STRBUF_INIT, words = STRBUF_INIT;
	export_as(&text, model, format);
	strbuf_addf(&words, "%zu %s", count(&text, "\n") - besides, unit);
	bool same = holds(model, format, words.buf);
	strbuf_release(&words);
	strbuf_release(&text);
	return same;
}

/* What is said to leave is what is in the file. */
static void test_scope(void)
{
	struct model *model = study_model();
	ok(holds_lines(model, "clips", 1, "clips"), "clips by the row");
	ok(holds(model, "json", "19 cards, 4 themes, 8 people"),
	   "the private copy has everybody's words");
	ok(holds(model, "csv",
		 "19 cards, 4 themes, 8 people; 1 card without words: not to be "
		 "quoted"),
	   "a table has not");
	study_conclude(model);
	struct strbuf text = STRBUF_INIT;
	export_as(&text, model, "phrases");
	struct str first = str_part(strbuf_str(&text), 0, str_find(strbuf_str(&text), STR(",")));
	strbuf_remove(&text, first.n, text.len - first.n);
	ok(holds(model, "phrases", text.buf), "phrases as their first line counts them");
	strbuf_release(&text);
	model_free(model);
}

/* Until it is reviewed or something supports it, a draft insight is no summary. */
static void test_draft(void)
{
	struct model *model = study_model();
	struct strbuf text = STRBUF_INIT;
	conclude_insight(model, 91001, "Nobody knows yet", false);
	export_as(&text, model, "brief");
	ok(has(&text, "IN THEIR WORDS") && !has(&text, "Nobody knows yet"),
	   "an empty draft leaves the page to the themes");
	ok(has(&text, "1 draft insight without support so far"), "and is named");
	ok(has(&text, "cards are in themes") &&
		   coverage_sorted(model) < model_card_count(model) - model_tray(model).n,
	   "sorted is what lies in themes");
	export_as(&text, model, "findings");
	size_t themes = str_find(strbuf_str(&text), STR("  1  "));
	size_t draft = str_find(strbuf_str(&text), STR("Nobody knows yet"));
	ok(themes < draft && draft < text.len && has(&text, "draft: nobody has reviewed it"),
	   "in the findings it follows the strongest themes, as a draft");
	conclude_evidence(model, 91002, 91001, conclude_card(model, 1), 0, "", "", "supports");
	export_as(&text, model, "brief");
	ok(!has(&text, "IN THEIR WORDS") && has(&text, "Nobody knows yet"),
	   "one card that supports it, and it leads");
	strbuf_release(&text);
	model_free(model);
}

/* Whoever may be quoted is chosen; of the others there is a count. */
static void test_unquoted(void)
{
	struct model *model = study_model();
	struct strbuf text = STRBUF_INIT;
	conclude_insight(model, 91001, "They keep files", true);
	conclude_evidence(model, 91002, 91001, conclude_card(model, 5), 0, "", "", "supports");
	export_as(&text, model, "brief");
	ok(has(&text, "EVIDENCE\n") && has(&text, "\n  1 card, not to be quoted\n") &&
		   !has(&text, "[not to be quoted]"),
	   "an insight that rests on nobody who may be quoted says so");
	conclude_evidence(model, 91003, 91001, conclude_card(model, 2), 0, "", "", "supports");
	export_as(&text, model, "brief");
	ok(has(&text, "Observed: ") && !has(&text, "not to be quoted\n"),
	   "what was observed stands before a quote that may not be shown");
	export_as(&text, model, "findings");
	ok(has(&text, "1 more card, not to be quoted\n"), "in full with their number");
	strbuf_release(&text);
	model_free(model);
}

/* Numbers of segments add up, with those whose segment nobody knows. */
static void test_not_known(void)
{
	struct model *model = study_model();
	struct strbuf text = STRBUF_INIT;
	struct build b = {model, 800, 900};
	int64_t person = build_person(&b, "P09", NULL, NULL, "");
	build_attend(&b, build_session(&b, "S09", 9, ""), person);
	study_conclude(model);
	export_as(&text, model, "markdown");
	ok(count(&text, ", not known 0 of 1") > 2, "of a theme and of an insight");
	ok(has(&text, "**Priority:** impact"), "a rank among one is none");
	ok(has(&text, "**likely false:**"), "a verdict in one form");
	ok(!has(&text, ", 14:22 [") && has(&text, ", 00:14:22 ["), "times in one form");
	ok(has(&text, "- Pain point: The tax line") && has(&text, "> \"The rate, always"),
	   "quotation marks stand around quotes alone");
	ok(has(&text, "█ stands for"), "verbatim but for what is removed");
	strbuf_release(&text);
	model_free(model);
}

/* Headings of three levels at most, and none that the study's texts made; tables keep their
 * columns. */
static void test_markdown(void)
{
	struct strbuf text = STRBUF_INIT;
	int deep = 0, forged = 0, tags = 0, ragged = 0;
	for (uint64_t seed = 200; seed < 215; seed++) {
		struct model *model = random_model(seed, 9, 40);
		export_as(&text, model, "markdown");
		struct str rest = strbuf_str(&text), line;
		size_t bars = 0;
		while (str_next_line(&rest, &line)) {
			size_t level = 0, n = 0;
			while (level < line.n && line.p[level] == '#')
				level++;
			deep += level > 3;
			forged += str_starts(line, STR("# head")) ||
				  str_starts(line, STR("## x")) ||
				  str_starts(line, STR("> # head"));
			tags += str_find(line, STR("<script")) < line.n &&
				str_find(line, STR("\\<script")) == line.n;
			for (size_t i = 0; i < line.n; i++)
				n += line.p[i] == '|' && (i == 0 || line.p[i - 1] != '\\');
			ragged += bars && n && n != bars;
			bars = line.n && line.p[0] == '|' ? n : 0;
		}
		model_free(model);
	}
	is_int(deep, 0, "no heading below the third level");
	is_int(forged, 0, "no text becomes a heading");
	is_int(tags, 0, "no text becomes a tag");
	is_int(ragged, 0, "no text breaks a table");
	strbuf_release(&text);
}

/* Texts are looked through sixteen bytes at a time: what must be escaped, at any place of them. */
static void test_xml(void)
{
	static const char *const pairs[][2] = {{"&", "&amp;"}, {"<", "&lt;"},
					       {">", "&gt;"},  {"\"", "&quot;"},
					       {"'", "&#39;"}, {"\n", "&#10;"},
					       {"\t", "&#9;"}, {"\xef\xbf\xbe", "\xef\xbf\xbd"},
					       {"漢", "漢"},   {"\xef\xbb\xbf", "\xef\xbb\xbf"},
					       {" ", " "},     {"\xef\xbf\xbf", "\xef\xbf\xbd"}};
	struct strbuf text = STRBUF_INIT, expected = STRBUF_INIT, written = STRBUF_INIT;
	size_t wrong = 0;
	for (size_t i = 0; i < TW_COUNT(pairs); i++)
		for (size_t before = 0; before < 40; before++)
			for (size_t behind = 0; behind < 40; behind++) {
				strbuf_reset(&text);
				strbuf_reset(&expected);
				strbuf_reset(&written);
				strbuf_add_repeat(&text, "a", before);
				strbuf_add_repeat(&expected, "a", before);
				strbuf_add_z(&text, pairs[i][0]);
				strbuf_add_z(&expected, pairs[i][1]);
				strbuf_add_repeat(&text, "b", behind);
				strbuf_add_repeat(&expected, "b", behind);
				xml_add(&written, strbuf_str(&text));
				wrong += !str_equal(strbuf_str(&written), strbuf_str(&expected));
			}
	is_int(wrong, 0, "XML: what must be escaped, at any place of a text");
	strbuf_release(&text);
	strbuf_release(&expected);
	strbuf_release(&written);
}

static void test_cells(void)
{
	char bytes[50];
	struct strbuf cell = STRBUF_INIT;
	size_t wrong = 0;
	for (size_t n = 1; n < sizeof bytes; n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 1; c < 256; c++) {
				bool edge = c == ' ' && (at == 0 || at + 1 == n);
				bool quotes =
					edge || c == ',' || c == '"' || c == '\n' || c == '\r';
				memset(bytes, 'a', n);
				bytes[at] = (char)c;
				strbuf_reset(&cell);
				cell_add(&cell, (struct str){bytes, n}, false);
				wrong += (cell.buf[0] == '"') != quotes ||
					 cell.len != n + 2u * quotes + (c == '"');
			}
	is_int(wrong, 0, "CSV: what must be quoted, at any place of a text");
	strbuf_release(&cell);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	test_xml();
	test_cells();
	test_width();
	test_nothing_is_lost();
	test_determinism();
	test_privacy();
	test_first_page();
	test_decision_first();
	test_beginnings();
	test_draft();
	test_unquoted();
	test_not_known();
	test_scope();
	test_markdown();
	return done();
}
