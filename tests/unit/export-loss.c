/*
 * What is said to stay behind does stay, and what is not said to does not: for each trait the study
 * is changed in that trait alone, and each format's bytes tell whether it took it along.
 */
#include <stdlib.h>

#include "themewall/export/export.h"
#include "themewall/text/locale.h"

#include "tap.h"
#include "export-conclude.h"
#include "export-study.h"
#include "export-team.h"

static void export_as(struct strbuf *out, const struct model *model,
		      const struct export_format *format)
{
	struct export_options options = {.now_ms = 1773669727000};
	strbuf_reset(out);
	format->write(out, model, &options);
}

static struct model *study(void)
{
	struct model *model = study_model();
	study_conclude(model);
	return model;
}

static struct row_change update(enum table table, int64_t id)
{
	struct row_change row = {.table = table, .op = ROW_UPDATE};
	row.column[0] = value_int(id);
	return row;
}

static void set_card(struct model *model, uint32_t card, int column, struct value value)
{
	struct row_change row = update(TABLE_CARD, conclude_card(model, card));
	row.column[column] = value;
	model_apply(model, &row);
}

static void set_theme(struct model *model, uint32_t theme, int column, struct value value)
{
	struct row_change row = update(TABLE_CLUSTER, conclude_theme(model, theme));
	row.column[column] = value;
	model_apply(model, &row);
}

static void put_text_card(struct model *model, const char *place, int64_t theme, const char *text)
{
	struct build b = {model, 5000, 900};
	build_card(&b, &(struct build_card){.kind = "observation",
					    .text = str_of(text),
					    .implies = "",
					    .start = -1,
					    .end = -1,
					    .time_ms = -1,
					    .place = place,
					    .cluster = theme,
					    .rank = STR("zz")});
}

static void put_tag(struct model *model)
{
	struct row_change row = row_of(TABLE_TAG);
	row.column[TAG_ID] = value_int(77001);
	row.column[TAG_CARD] = value_int(conclude_card(model, 1));
	row.column[TAG_FACET] = text_value("");
	row.column[TAG_NAME] = text_value("xmarkerx");
	model_apply(model, &row);
}

static void put_tension(struct model *model)
{
	struct row_change row = row_of(TABLE_TENSION);
	row.column[TENSION_ID] = value_int(77002);
	row.column[TENSION_CARD] = value_int(conclude_card(model, 1));
	row.column[TENSION_OTHER] = value_int(conclude_card(model, 4));
	row.column[TENSION_CLUSTER] = value_ref(0);
	model_apply(model, &row);
}

static void put_stack(struct model *model)
{
	struct row_change row = update(TABLE_PLACEMENT, conclude_card(model, 4));
	row.column[PLACEMENT_STACK] = value_int(conclude_card(model, 1));
	model_apply(model, &row);
}

static void move_excerpt(struct model *model, int column, int64_t value)
{
	const struct card *card = model_card(model, (card_id){conclude_card(model, 1)});
	struct row_change row = update(TABLE_EXCERPT, card->excerpt.n);
	row.column[column] = value_int(value);
	model_apply(model, &row);
}

static void put_attribute(struct model *model)
{
	struct build b = {model, 5000, 900};
	build_attribute(&b, model_participants(model).ids[0].n, "role", STR("xmarkerx"));
}

static void put_sorts(struct model *model)
{
	static const uint32_t some[] = {1, 2, 0}, others[] = {3, 4, 0};
	static const char *const coders[] = {"ann", "bob"};
	struct team_build t = {model, 70000};
	for (size_t i = 0; i < TW_COUNT(coders); i++) {
		int64_t layer = team_layer(&t, coders[i], true);
		team_pile_build(&t, layer, "some", some);
		team_pile_build(&t, layer, "others", others);
	}
}

static void put_vote(struct model *model)
{
	struct team_build t = {model, 70000};
	team_vote(&t, team_ballot(&t, "what first", 2, true, false), "ann", 1, 2);
}

/* Words that nothing else holds: "xmarkerx", or changed bytes where a trait has no words. */
static bool change(struct model *model, enum export_trait trait)
{
	static const char *const marker = "xmarkerx";
	switch (trait) {
	case TRAIT_CARDS:
		put_text_card(model, "cluster", conclude_theme(model, 2), marker);
		return true;
	case TRAIT_TRAY:
		put_text_card(model, "tray", 0, marker);
		return true;
	case TRAIT_IMPLIES:
		set_card(model, 1, CARD_IMPLIES, text_value(marker));
		return true;
	case TRAIT_NEEDS:
		set_card(model, 1, CARD_NEED, text_value(marker));
		return true;
	case TRAIT_TAGS:
		put_tag(model);
		return true;
	case TRAIT_DEFINITIONS:
		set_theme(model, 1, CLUSTER_DEFINITION, text_value(marker));
		return true;
	case TRAIT_ATTRIBUTES:
		put_attribute(model);
		return true;
	case TRAIT_INSIGHTS:
		conclude_insight(model, 9008, marker, true);
		return true;
	case TRAIT_BELIEFS:
		conclude_belief(model, 9308, marker, "mixed", "");
		return true;
	case TRAIT_DECISIONS:
		conclude_decision(model, 9408, marker, "", 0);
		return true;
	case TRAIT_KINDS:
		set_card(model, 2, CARD_KIND, text_value("pain"));
		return false;
	case TRAIT_STACKS:
		put_stack(model);
		return false;
	case TRAIT_TENSIONS:
		put_tension(model);
		return false;
	case TRAIT_TIMES:
		move_excerpt(model, EXCERPT_TIME, 4242000);
		return false;
	case TRAIT_POSITIONS:
		move_excerpt(model, EXCERPT_END,
			     model_card(model, (card_id){conclude_card(model, 1)})->end - 2);
		return false;
	case TRAIT_PLACES:
		set_theme(model, 1, CLUSTER_COL, value_int(11));
		return false;
	case TRAIT_NESTING:
		set_theme(model, 3, CLUSTER_PARENT, value_int(conclude_theme(model, 1)));
		return false;
	case TRAIT_COLOURS:
		set_theme(model, 1, CLUSTER_COLOUR, value_int(COLOUR_RED));
		return false;
	case TRAIT_SORTS:
		put_sorts(model);
		return false;
	case TRAIT_VOTES:
		put_vote(model);
		return false;
	case TRAIT_LENSES:
		add_lens(model, 70000, "xmarkerx", "theme", "all", 0, "");
		return true;
	case TRAIT_TRANSCRIPTS:
	case EXPORT_TRAITS:
		break;
	}
	return false;
}

static bool is_of_cards(unsigned trait)
{
	return trait > TRAIT_CARDS && trait <= TRAIT_POSITIONS;
}

/* Counts and the order of cards follow these, too, so other bytes are no proof of the trait. */
static bool is_one_way(unsigned trait)
{
	return trait == TRAIT_STACKS || trait == TRAIT_NESTING;
}

static void test_trait(unsigned trait)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct model *plain = study(), *changed = study();
	const struct export_format *formats;
	size_t n = export_formats(&formats), wrong = 0;
	bool marked = change(changed, (enum export_trait)trait);
	for (size_t i = 0; i < n; i++) {
		if (is_of_cards(trait) && !(formats[i].carries >> TRAIT_CARDS & 1))
			continue;
		export_as(&before, plain, &formats[i]);
		export_as(&after, changed, &formats[i]);
		struct str text = strbuf_str(&after);
		bool there = marked ? str_find(text, STR("xmarkerx")) < text.n
				    : !str_equal(strbuf_str(&before), text);
		bool said = formats[i].carries >> trait & 1;
		if (there == said || (there && is_one_way(trait)))
			continue;
		printf("# %s: trait %u is %s\n", formats[i].name, trait,
		       there ? "there, but said to be lost" : "lost, but not said to be");
		wrong++;
	}
	is_int(wrong, 0, "trait %u: each format tells what it leaves behind", trait);
	strbuf_release(&before);
	strbuf_release(&after);
	model_free(plain);
	model_free(changed);
}

static void test_words(void)
{
	struct strbuf text = STRBUF_INIT;
	struct model *model = study();
	export_add_losses(&text, export_format_find(STR("csv")), model);
	ok(str_find(strbuf_str(&text), STR("2 insights; 2 beliefs; 2 decisions")) < text.len,
	   "a table leaves out what was concluded: %s", text.buf);
	ok(str_find(strbuf_str(&text), STR("tags")) == text.len, "no tag was there to be lost");
	study_team(model);
	strbuf_reset(&text);
	export_add_losses(&text, export_format_find(STR("csv")), model);
	ok(str_ends(strbuf_str(&text), STR("; how 2 people sorted alone; 2 votes")),
	   "what is shown and closed is left out, too: %s", text.buf);
	strbuf_reset(&text);
	is_int(export_add_losses(&text, export_format_find(STR("json")), model), 0,
	       "the private copy loses nothing");
	strbuf_release(&text);
	model_free(model);
}

int main(void)
{
	text_init();
	setenv("THEMEWALL_NOW", "2026-03-16T14:02:07Z", 1);
	for (unsigned trait = 0; trait < EXPORT_TRAITS; trait++)
		if (trait != TRAIT_TRANSCRIPTS)
			test_trait(trait);
	test_words();
	return done();
}
