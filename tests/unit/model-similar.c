/* similar: which cards are like one, in which order, and by which words. */
#include <math.h>
#include <stdlib.h>

#include "model-build.h"
#include "tap.h"
#include "themewall/model/similar.h"
#include "themewall/text/locale.h"

static void add_card(struct model *model, int64_t id, const char *text)
{
	struct row_change row = ROW(CARD, UPDATE);
	put_card(model, id, 0, 0);
	set_int(&row, CARD_ID, id);
	set_text(&row, CARD_TEXT, text);
	model_apply(model, &row);
}

/* "2: totals, spreadsheet · 5: totals" */
static const char *like(struct model *model, int64_t id)
{
	static struct strbuf out = STRBUF_INIT;
	struct similar_list list;
	similar_init(&list);
	similar_find(&list, model, (card_id){id});
	strbuf_reset(&out);
	for (size_t i = 0; i < list.n; i++) {
		strbuf_addf(&out, "%s%lld: ", i ? " · " : "", (long long)list.hits[i].card.n);
		similar_add_words(&out, &list, i, 24);
	}
	similar_release(&list);
	return out.buf;
}

static void test_order(void)
{
	struct model *m = model_new();
	add_card(m, 1, "The totals of my spreadsheet are wrong.");
	add_card(m, 2, "My SPREADSHEET has the totals!");
	add_card(m, 3, "Nobody reads the mail");
	add_card(m, 4,
		 "I keep the spreadsheet, the one of the team, in the cloud and look at it daily");
	add_card(m, 5, "");
	for (int64_t id = 10; id < 40; id++)
		add_card(m, id, "the one that is of no use");
	is_str(like(m, 1), "2: totals, spreadsheet · 4: spreadsheet",
	       "more and rarer words in fewer come first; what all say does not count");
	is_str(like(m, 3), "", "no uncommon word in common, no card");
	is_str(like(m, 5), "", "nor is an empty one like any");
	is_str(like(m, 99), "", "nor one that is not there");
	is_str(like(m, 4), "2: spreadsheet · 1: spreadsheet", "the same word in fewer words first");
	model_free(m);
}

/* Where words are not parted by blanks, two letters side by side are one; a full stop is none. */
static void test_without_blanks(void)
{
	struct model *m = model_new();
	add_card(m, 1, "合計を信じません。");
	add_card(m, 2, "行は信じます。");
	add_card(m, 3, "ません。");
	add_card(m, 4, "、。「」");
	add_card(m, 5, "、。「」");
	for (int64_t id = 10; id < 40; id++)
		add_card(m, id, "the one that is of no use");
	is_str(like(m, 2), "1: 信じ, じま", "two letters, no single ones and no signs");
	is_str(like(m, 5), "", "signs alone are nothing in common");
	model_free(m);
}

/* By hand: 4 cards; "lion" in 2 of them: ln 2 / sqrt(2 * 8) */
static void test_score(void)
{
	struct model *m = model_new();
	struct similar_list list;
	similar_init(&list);
	add_card(m, 1, "lion tamer");
	add_card(m, 2, "the lion sleeps, they think, inside his den");
	add_card(m, 3, "zebra");
	add_card(m, 4, "giraffe");
	similar_find(&list, m, (card_id){1});
	ok(list.n == 1 && fabs(list.hits[0].score - log(2) / 4) < 1e-12, "the formula: %.12f",
	   list.n ? list.hits[0].score : 0);
	similar_release(&list);
	model_free(m);
}

static void test_scripts(void)
{
	struct model *m = model_new();
	add_card(m, 1, "Le café du coin… ça va");
	add_card(m, 2, "CAFE — le matin");
	add_card(m, 3, "Ведомость я проверяю сама");
	add_card(m, 4, "Где ВЕДОМОСТЬ?");
	for (int64_t id = 10; id < 20; id++)
		add_card(m, id, "x y z 7");
	is_str(like(m, 1), "2: cafe", "accents and case do not count");
	is_str(like(m, 4), "3: ведомость", "other scripts");
	is_str(like(m, 10), "", "letters alone are no words");
	model_free(m);
}

static void test_most(void)
{
	struct model *m = model_new();
	struct similar_list list;
	similar_init(&list);
	for (int64_t id = 1; id <= 800; id++)
		add_card(m, id, id <= 20 ? "needle in hay" : "hay");
	similar_find(&list, m, (card_id){7});
	bool order = true;
	for (size_t i = 0; i + 1 < list.n; i++)
		order = order && list.hits[i].card.n < list.hits[i + 1].card.n;
	ok(list.n == SIMILAR_MOST && order && list.hits[0].card.n == 1, "the first of many");
	similar_release(&list);
	model_free(m);
}

/* Words beyond those that are looked at do no harm. */
static void test_long(void)
{
	struct model *m = model_new();
	struct strbuf text = STRBUF_INIT;
	for (int i = 0; i < 3 * SIMILAR_WORDS; i++)
		strbuf_addf(&text, "w%d ", i);
	add_card(m, 1, text.buf);
	add_card(m, 2, text.buf);
	add_card(m, 3, "w0 alone");
	const char *found = like(m, 1);
	ok(str_starts(str_of(found), STR("2: w")), "the same long text first: %s", found);
	strbuf_release(&text);
	model_free(m);
}

int main(void)
{
	text_init();
	test_order();
	test_without_blanks();
	test_score();
	test_scripts();
	test_most();
	test_long();
	return done();
}
