/*
 * What exports count and whom they put first: the strongest quotes, ranks of insights, one count
 * for one thing in every format, tensions, the matrix of many.
 */
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

/* Two people, three quotes of the first, one of the second, and the exceptions. */
static void test_strongest(void)
{
	struct build b = build_study("Order", "");
	int64_t one = build_person(&b, "P01", NULL, NULL, ""),
		two = build_person(&b, "P02", NULL, NULL, "");
	int64_t shy = build_person(&b, "P03", NULL, NULL, "no");
	int64_t session = build_session(&b, "S01", 1, ""), talk = new_id(&b);
	build_attend(&b, session, one);
	build_transcript_row(&b, talk, session, "t", 1, 1000, 0);
	int64_t says[] = {build_speaker(&b, talk, STR("A"), "participant", one, 1),
			  build_speaker(&b, talk, STR("B"), "participant", two, 1),
			  build_speaker(&b, talk, STR("C"), "participant", shy, 1),
			  build_speaker(&b, talk, STR("I"), "moderator", 0, 1), 0};
	int64_t theme = build_cluster(&b, "T-01", STR("Theme"), 0, STR(""), 0, 0);
	static const struct {
		int speaker;
		bool surprise;
		const char *text;
		int64_t ms;
	} quotes[] = {
		{2, true, "C-001 not to be quoted, though it would be a good one", 0},
		{4, true, "C-002 nobody knows who said this, though it is a good one", 0},
		{0, false, "C-003 too short", 1000},
		{0, false, "C-004 a quote of a good length that stands well on a page", 9000},
		{0, true, "C-005 short surprise", 8000},
		{1, false, "C-006 short too", 5000},
		{3, true, "C-007 would you say that this question is a good length?", 0},
		{1, false, "C-008 earlier", 4000},
	};
	for (size_t i = 0; i < TW_COUNT(quotes); i++) {
		struct build_card card = {.text = str_of(quotes[i].text),
					  .transcript = talk,
					  .speaker = says[quotes[i].speaker],
					  .start = 0,
					  .end = 9,
					  .time_ms = quotes[i].ms,
					  .surprise = quotes[i].surprise,
					  .place = "cluster",
					  .cluster = theme,
					  .rank = STR("a0")};
		build_card(&b, &card);
	}
	card_id got[10];
	struct strbuf order = STRBUF_INIT;
	size_t n = export_strongest(b.model, (cluster_id){theme}, got, 10);
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&order, "%u ", model_card(b.model, got[i])->code.number);
	is_str(order.buf, "5 8 4 6 3 2 1 ",
	       "each person once before anyone twice; then surprise, length, time; exceptions "
	       "last");
	is_int(export_strongest(b.model, (cluster_id){theme}, got, 2), 7,
	       "counted beyond what fits");
	is_int(export_strongest(b.model, (cluster_id){1}, got, 2), 0, "no theme, no quotes");
	strbuf_release(&order);
	model_free(b.model);
}

static void test_ranking(void)
{
	struct model *model = study_model();
	struct export_matrix m;
	struct strbuf order = STRBUF_INIT;
	export_matrix_init(&m, model);
	for (size_t i = 0; i < m.nrows; i++)
		if (m.rows[i].named)
			code_add(&order, CODE_CLUSTER, model_cluster(model, m.rows[i].theme)->code);
	is_str(order.buf, "T-01T-02T-03T-05", "themes by people, children after their parent");
	export_matrix_release(&m);
	strbuf_release(&order);
	model_free(model);
}

/* Every third card of a cluster beneath the one before it; copies stand where they stand. */
static void stack_some(struct model *model)
{
	struct cluster_list all = model_clusters(model);
	for (size_t c = 0; c < all.n; c++) {
		const struct cluster *cluster = model_cluster(model, all.ids[c]);
		size_t n = cluster->ncards;
		int64_t ids[64];
		for (size_t i = 0; i < n && i < 64; i++)
			ids[i] = cluster->cards[i].n;
		for (size_t i = 2; i < n && i < 64; i += 3) {
			struct row_change row = row_of(TABLE_PLACEMENT);
			row.op = ROW_UPDATE;
			for (int k = 0; k < ROW_MAX_COLUMNS; k++)
				row.column[k] = (struct value){0};
			row.column[PLACEMENT_ID] = value_int(ids[i]);
			row.column[PLACEMENT_STACK] = value_int(ids[i - 1]);
			model_apply(model, &row);
		}
	}
}

static int wrong_rows(const struct model *model)
{
	struct export_matrix m;
	struct coverage c;
	int wrong = 0;
	export_matrix_init(&m, model);
	coverage_init(&c, model);
	for (size_t r = 0; r < m.nrows; r++) {
		size_t t = 0;
		for (size_t p = 0; p < m.npeople; p++)
			wrong += m.cells[r * m.npeople + p] !=
				 coverage_cards(model, m.rows[r].theme, m.people[p], NULL, 0);
		while (t < c.nthemes && c.themes[t].id.n != m.rows[r].theme.n)
			t++;
		wrong += (t < c.nthemes) != m.rows[r].named;
		for (size_t p = 0; t < c.nthemes && p < m.npeople; p++)
			wrong += m.cells[r * m.npeople + p] != c.cards[t * c.npeople + p];
	}
	coverage_release(&c);
	export_matrix_release(&m);
	return wrong;
}

/* The findings, the screen and the statistics say the same of a theme. */
static void test_one_count(void)
{
	int wrong = 0;
	for (uint64_t seed = 300; seed < 330; seed++) {
		struct model *model = random_model(seed, 9, 60);
		wrong += wrong_rows(model);
		stack_some(model);
		wrong += wrong_rows(model);
		model_free(model);
	}
	is_int(wrong, 0, "who said what is counted in one way");
}

/* One of one is a person. */
static void test_one_person(void)
{
	struct build b = build_study("One", "");
	struct strbuf text = STRBUF_INIT;
	int64_t person = build_person(&b, "P01", NULL, NULL, "");
	build_attend(&b, build_session(&b, "S01", 1, ""), person);
	build_cluster(&b, "T-01", STR("Trust"), 0, STR("a0"), 0, 0);
	export_as(&text, b.model, "outline");
	ok(has(&text, "0 of 1 person, 0 cards]"), "an outline counts one person as one");
	strbuf_release(&text);
	model_free(b.model);
}

/* A study of n people who each have one card in one theme. */
static struct model *crowd(int n)
{
	struct build b = build_study("Crowd", "");
	int64_t theme = build_cluster(&b, "T-01", STR("Everybody says so"), 0, STR(""), 0, 0);
	char code[32];
	for (int i = 1; i <= n; i++) {
		snprintf(code, sizeof code, "P%02d", i);
		int64_t person = build_person(&b, code, NULL, i % 2 ? "odd" : "even", "");
		code[0] = 'S';
		build_attend(&b, build_session(&b, code, i, ""), person);
		build_card(&b, &(struct build_card){.kind = "observation",
						    .text = STR("says so"),
						    .by_hand = person,
						    .time_ms = -1,
						    .start = -1,
						    .end = -1,
						    .place = "cluster",
						    .cluster = theme,
						    .rank = STR("a0")});
	}
	return b.model;
}

static void test_matrix(void)
{
	struct strbuf text = STRBUF_INIT;
	struct model *model = crowd(10);
	export_as(&text, model, "findings");
	is_int(count(&text, "\nEverybody says so "), 1, "ten people: one row a theme");
	model_free(model);
	model = crowd(24);
	export_as(&text, model, "findings");
	is_int(count(&text, "\nEverybody says so "), 3, "24 people: three blocks");
	is_int(count(&text, "P24  of 24\n"), 1, "the last one ends in the count");
	model_free(model);
	model = crowd(61);
	export_as(&text, model, "findings");
	is_int(count(&text, "\nEverybody says so "), 1, "61 people: by segment");
	ok(has(&text, "odd     even  of 61\n") && has(&text, "31       30     61\n"),
	   "with people heard in each");
	export_as(&text, model, "markdown");
	ok(has(&text, "| Theme | odd | even | of 61 |"), "in Markdown too");
	model_free(model);
	strbuf_release(&text);
}

static void put_tension(struct model *model, int64_t id, uint32_t card, uint32_t other,
			uint32_t theme)
{
	struct row_change row = row_of(TABLE_TENSION);
	const struct card *from = model_card_by_code(model, (struct code){0, card});
	const struct card *to = model_card_by_code(model, (struct code){0, other});
	const struct cluster *against = model_cluster_by_code(model, (struct code){0, theme});
	row.column[TENSION_ID] = value_int(id);
	row.column[TENSION_CARD] = value_int(from->id.n);
	row.column[TENSION_OTHER] = value_ref(to ? to->id.n : 0);
	row.column[TENSION_CLUSTER] = value_ref(against ? against->id.n : 0);
	model_apply(model, &row);
}

static void test_tensions(void)
{
	struct strbuf text = STRBUF_INIT;
	struct model *model = crowd(3);
	export_as(&text, model, "findings");
	is_int(count(&text, "pulls against"), 0, "nothing pulls");
	put_tension(model, 9101, 1, 2, 0);
	put_tension(model, 9102, 3, 0, 1);
	static const char *const formats[] = {"findings", "markdown", "html"};
	for (size_t i = 0; i < TW_COUNT(formats); i++) {
		export_as(&text, model, formats[i]);
		ok(has(&text, "C-001 pulls against C-002"), "%s: from a card", formats[i]);
		is_int(count(&text, " pulls against "), 2, "%s: each once", formats[i]);
		ok(has(&text, "C-003 pulls"), "%s: from another card", formats[i]);
		ok(i == 0 || has(&text, i == 1 ? "against “Everybody says so”"
					       : "against “<bdi>Everybody says so</bdi>”"),
		   "%s: to a theme (the text may break its lines there)", formats[i]);
	}
	put_tension(model, 9103, 1, 0, 1);
	export_as(&text, model, "csv");
	ok(has(&text, "\"C-002, T-01\"") && has(&text, ",T-01,,"),
	   "csv: the codes, with their card");
	is_int(count(&text, "C-001,"), 1, "csv: not with the other");
	model_free(model);
	strbuf_release(&text);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	test_strongest();
	test_ranking();
	test_one_count();
	test_one_person();
	test_matrix();
	test_tensions();
	return done();
}
