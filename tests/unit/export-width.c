/*
 * Widths of everything that is laid out by cells, over studies whose claims, themes, quotes,
 * people, pile names and votes are wide, joined, right to left or endless; and tables whose rows
 * all have as many cells in Markdown and HTML.
 */
#include <stdlib.h>

#include "themewall/export/compare.h"
#include "themewall/export/export.h"
#include "themewall/export/stats.h"
#include "themewall/model/team.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"

#include "tap.h"
#include "export-conclude.h"
#include "export-random.h"
#include "export-team.h"

enum { STUDIES = 40, PAGE = 80 };

static struct arena arena;

static const char *words(size_t most)
{
	return random_text(&arena, most, false).p;
}

static int cells_of(struct str line)
{
	struct strbuf painted = STRBUF_INIT;
	safe_text(&painted, line, false);
	int ncells = text_width(strbuf_str(&painted));
	strbuf_release(&painted);
	return ncells;
}

/* ---- studies ---- */

static void conclude(struct model *model)
{
	struct card_list cards = model_cards(model);
	struct cluster_list clusters = model_clusters(model);
	for (int64_t id = 9001; id <= 9003; id++) {
		conclude_insight(model, id, words(20), id == 9001);
		conclude_recommendation(model, id + 200, id, words(12), words(3), "change");
		conclude_evidence(model, id + 100, id, 0, 0, words(4), words(9), "supports");
	}
	if (cards.n)
		conclude_evidence(model, 9151, 9001, cards.ids[pick(cards.n)].n, 0, "", words(9),
				  "contradicts");
	if (clusters.n)
		conclude_evidence(model, 9152, 9001, 0, clusters.ids[pick(clusters.n)].n, "", "",
				  "supports");
	conclude_belief(model, 9301, words(15), "likely-false", words(9));
	conclude_decision(model, 9401, words(12), "", 9001);
}

/* Each card on one of a few piles of theirs. */
static void sort(struct team_build *t, const char *coder)
{
	int64_t layer = team_layer(t, coder, true);
	struct card_list cards = model_cards(t->model);
	const char *piles[4] = {words(4), words(4), words(4), "again"};
	for (size_t i = 0; i < cards.n; i++) {
		uint32_t number = model_card(t->model, cards.ids[i])->code.number;
		if (pick(5))
			team_pile_build(t, layer, piles[pick(4)], (uint32_t[]){number, 0});
	}
}

static void think_alone(struct model *model)
{
	struct team_build t = {model, 20000};
	struct cluster_list clusters = model_clusters(model);
	size_t npeople = 1 + pick(4);
	for (size_t i = 0; i < npeople; i++)
		sort(&t, words(2));
	int64_t themes = team_ballot(&t, words(9), 5, true, false);
	for (size_t i = 0; i < clusters.n; i++)
		team_vote(&t, themes, pick(2) ? "ann" : "bob",
			  model_cluster(model, clusters.ids[i])->code.number, 1 + (int)pick(4));
	team_vote(&t, team_ballot(&t, words(9), 3, true, true), "ann", 0, 2);
}

/* Who has no segment gets one nobody would call one. */
static void name_segments(struct model *model)
{
	struct participant_list people = model_participants(model);
	struct build b = {model, 500000, 0};
	int64_t *without = xcalloc(people.n + 1, sizeof *without);
	size_t n = 0;
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(model, people.ids[i]);
		if (!model_participant_segment(model, p).n)
			without[n++] = p->id.n;
	}
	for (size_t i = 0; i < n; i++)
		build_attribute(&b, without[i], "segment", random_text(&arena, 2, false));
	free(without);
}

static struct model *study(uint64_t seed)
{
	struct model *model = random_model(seed, seed % 5 ? 14 : 90, 40);
	name_segments(model);
	conclude(model);
	think_alone(model);
	return model;
}

/* ---- lines ---- */

static int widest(const struct strbuf *text, const char *what)
{
	struct str rest = strbuf_str(text), line;
	int most = 0;
	while (str_next_line(&rest, &line)) {
		int ncells = cells_of(line);
		most = ncells > most ? ncells : most;
		if (ncells > PAGE)
			printf("# %s, %d: %.*s\n", what, ncells, STR_ARG(line));
	}
	return most;
}

static void write_as(struct strbuf *out, const struct model *model, const char *format, bool names)
{
	struct export_options options = {.now_ms = 1773669727000,
					 .changes = 3,
					 .with_names = names,
					 .coders = STR("日本語の名前, עברית")};
	strbuf_reset(out);
	export_format_find(str_of(format))->write(out, model, &options);
}

static int widest_comparison(struct strbuf *text, const struct model *model)
{
	struct layer_list layers = model_layers(model);
	struct str names[2] = {layers.all[0].coder, STR("this wall")};
	struct comparison comparison;
	comparison_layers(&comparison, model, layers.all[0].id, LAYER_WALL);
	strbuf_reset(text);
	export_comparison(text, &comparison, names);
	comparison_release(&comparison);
	return widest(text, "compare");
}

static void test_lines(void)
{
	struct strbuf text = STRBUF_INIT;
	int page = 0, brief = 0, counts = 0, compared = 0, n;
	for (uint64_t seed = 1; seed <= STUDIES; seed++) {
		struct model *model = study(seed);
		write_as(&text, model, "findings", seed % 2);
		page = (n = widest(&text, "findings")) > page ? n : page;
		write_as(&text, model, "brief", seed % 2);
		brief = (n = widest(&text, "brief")) > brief ? n : brief;
		strbuf_reset(&text);
		export_stats(&text, model, SATURATION_DEFAULT);
		counts = (n = widest(&text, "stats")) > counts ? n : counts;
		compared = (n = widest_comparison(&text, model)) > compared ? n : compared;
		model_free(model);
	}
	is_int(page, PAGE, "no line of the findings is wider than the page");
	is_int(brief, PAGE, "nor one of the brief");
	ok(counts <= PAGE && counts > 70, "nor one of the counts (%d)", counts);
	ok(compared <= PAGE && compared > 60, "nor one of a comparison (%d)", compared);
	strbuf_release(&text);
}

/* ---- the matrix ---- */

/* Lines of the matrix from its head on; false when there is none. */
static bool find_matrix(struct str *rest)
{
	struct str line;
	while (str_next_line(rest, &line))
		if (str_starts(line, STR("WHO SAID WHAT")))
			return str_next_line(rest, &line);
	return false;
}

/* Rows of one block are equally wide, and all but the last column's numbers end at one cell. */
static int crooked_rows(struct str rest, size_t nthemes, bool segments)
{
	int crooked = 0;
	bool more = true;
	struct str line;
	while (more) {
		int width = -1;
		for (size_t i = 0; i < 1 + (size_t)segments; i++)
			str_next_line(&rest, &line);
		for (size_t t = 0; t < nthemes && str_next_line(&rest, &line); t++) {
			int ncells = cells_of(line);
			if (width >= 0 && ncells != width)
				printf("# %d, not %d: %.*s\n", ncells, width, STR_ARG(line));
			crooked += width >= 0 && ncells != width;
			width = ncells;
		}
		more = rest.n && rest.p[0] == '\n'; /* an empty line: another block of people */
		struct str peek = rest;
		more = more && str_next_line(&peek, &line) && str_next_line(&peek, &line) &&
		       line.n && line.p[0] == ' ';
		if (more)
			str_next_line(&rest, &line);
	}
	return crooked;
}

static bool has_segments(const struct model *model)
{
	struct participant_list people = model_participants(model);
	for (size_t i = 0; i < people.n; i++)
		if (model_participant_segment(model, model_participant(model, people.ids[i])).n)
			return true;
	return false;
}

static void test_matrix(void)
{
	struct strbuf text = STRBUF_INIT;
	int crooked = 0, looked = 0;
	for (uint64_t seed = 1; seed <= STUDIES; seed++) {
		struct model *model = study(seed);
		write_as(&text, model, "findings", false);
		struct str rest = strbuf_str(&text);
		struct export_matrix matrix;
		export_matrix_init(&matrix, model);
		size_t nthemes = matrix.nrows;
		export_matrix_release(&matrix);
		if (nthemes && find_matrix(&rest)) {
			crooked += crooked_rows(rest, nthemes,
						has_segments(model) &&
							model_people_in_view(model) <= 60);
			looked++;
		}
		model_free(model);
	}
	ok(looked > STUDIES / 2, "%d matrices", looked);
	is_int(crooked, 0, "every row is as wide as the others");
	strbuf_release(&text);
}

/* ---- tables of the other two ---- */

static size_t bars(struct str line)
{
	size_t n = 0;
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\\')
			i++;
		else
			n += line.p[i] == '|';
	}
	return n;
}

static int uneven_markdown(struct str rest)
{
	struct str line;
	size_t before = 0;
	int uneven = 0;
	while (str_next_line(&rest, &line)) {
		bool row = line.n && line.p[0] == '|';
		uneven += row && before && bars(line) != before;
		before = row ? bars(line) : 0;
	}
	return uneven;
}

static size_t cells(struct str line, const char *tag)
{
	size_t n = 0, at;
	while ((at = str_find(line, str_of(tag))) < line.n) {
		line = str_part(line, at + 1, line.n);
		n++;
	}
	return n;
}

static int uneven_html(struct str rest)
{
	struct str line;
	size_t before = 0;
	int uneven = 0;
	while (str_next_line(&rest, &line)) {
		if (!str_starts(line, STR("<tr>"))) {
			before = str_starts(line, STR("</table>")) ? 0 : before;
			continue;
		}
		size_t n = cells(line, "<td>") + cells(line, "<th>");
		uneven += before && n != before;
		before = n;
	}
	return uneven;
}

static void test_tables(void)
{
	struct strbuf text = STRBUF_INIT;
	int markdown = 0, html = 0;
	for (uint64_t seed = 1; seed <= STUDIES; seed++) {
		struct model *model = study(seed);
		write_as(&text, model, "markdown", true);
		markdown += uneven_markdown(strbuf_str(&text));
		write_as(&text, model, "html", true);
		html += uneven_html(strbuf_str(&text));
		model_free(model);
	}
	is_int(markdown, 0, "rows of a Markdown table have as many cells");
	is_int(html, 0, "so have those of an HTML table");
	strbuf_release(&text);
}

/* What sets a person's words apart within a sentence of ours stays inside; HTML says it its way. */
static void test_parts(void)
{
	const struct export_format *formats;
	size_t n = export_formats(&formats);
	struct strbuf text = STRBUF_INIT;
	int marks = 0, opened = 0, closed = 0;
	for (uint64_t seed = 1; seed <= STUDIES; seed++) {
		struct model *model = study(seed);
		for (size_t i = 0; i < n; i++) {
			write_as(&text, model, formats[i].name, true);
			struct str all = strbuf_str(&text);
			if (strcmp(formats[i].name, "qdpx") != 0) /* an archive */
				marks += str_find_char(all, 2) < all.n ||
					 str_find_char(all, 3) < all.n;
			opened += (int)cells(all, "<bdi>");
			closed += (int)cells(all, "</bdi>");
		}
		strbuf_reset(&text);
		export_stats(&text, model, SATURATION_DEFAULT);
		marks += str_find_char(strbuf_str(&text), 2) < text.len;
		model_free(model);
	}
	is_int(marks, 0, "no mark leaves in any format");
	ok(opened > STUDIES * 10 && opened == closed, "%d parts of HTML keep their direction",
	   opened);
	strbuf_release(&text);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	test_lines();
	test_matrix();
	test_tables();
	test_parts();
	arena_release(&arena);
	return done();
}
