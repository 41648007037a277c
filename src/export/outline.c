/*
 * The wall as an indented list: themes strongest first, each with its cards in their order, then
 * what is in no theme. Two blanks a level; long texts hang under their first word.
 */
#include "themewall/base/clock.h"

#include "page-internal.h"
#include "survey-internal.h"
#include "pour-internal.h"
#include "writers-internal.h"

#include "themewall/base/banned.h"

enum { INDENT = 2 };

struct outline {
	struct survey survey;
	struct page page;
	struct strbuf text;
};

/* "  [C-041, P03, freelancer, 00:14:22]", so that the words come first on every line. */
static void add_receipt(struct outline *outline, const struct seen *seen)
{
	struct strbuf *text = &outline->text;

	strbuf_add_z(text, "  [");
	code_add(text, CODE_CARD, seen->card->code);
	if (seen->person != NOBODY) {
		strbuf_add_z(text, ", ");
		strbuf_add_str(text, outline->survey.people[seen->person].who);
	}
	if (seen->card->time_ms >= 0) {
		strbuf_add_z(text, ", ");
		clock_add_offset_long(text, seen->card->time_ms);
	}
	strbuf_add_char(text, ']');
}

static void write_one(struct outline *outline, card_id id, int depth)
{
	struct seen seen = survey_see(&outline->survey, id);
	const struct card *card = seen.card;
	bool quote = card->kind == CARD_QUOTE && !seen.moderator && !seen.withheld;
	int column = depth * INDENT + 2;

	strbuf_reset(&outline->text);
	if (card->surprise)
		strbuf_add_z(&outline->text, "★ ");
	if (seen.moderator)
		strbuf_add_z(&outline->text, "interviewer: ");
	else if (card->kind != CARD_QUOTE)
		strbuf_addf(&outline->text, "%s: ", card_kind_name(card->kind));
	strbuf_add_z(&outline->text, quote ? "\"" : "");
	strbuf_add_str(&outline->text, seen.withheld ? WITHHELD : card->text);
	strbuf_add_z(&outline->text, quote ? "\"" : "");
	add_receipt(outline, &seen);
	page_blank(&outline->page, depth * INDENT);
	strbuf_add_z(outline->page.out, "- ");
	page_wrap(&outline->page, strbuf_str(&outline->text), column, column, PAGE_WIDTH, false);
}

/* A stack shows all it is made of, those beneath one level in. */
static void write_card(struct outline *outline, card_id id, int depth)
{
	struct card_list beneath = model_stack(outline->survey.model, id);

	write_one(outline, id, depth);
	for (size_t i = 0; i < beneath.n; i++)
		write_one(outline, beneath.ids[i], depth + 1);
	pour(outline->survey.options, outline->page.out);
}

static void write_theme(struct outline *outline, const struct theme *theme)
{
	const struct cluster *cluster = theme->cluster;
	int column = (theme->depth - 1) * INDENT;

	strbuf_reset(&outline->text);
	strbuf_add_str(&outline->text,
		       cluster_title(cluster->name));
	strbuf_addf(&outline->text, "  [%.*s, %zu of %zu %s, %zu %s]", STR_ARG(theme->code),
		    theme->all.people, outline->survey.nin_view,
		    outline->survey.nin_view == 1 ? "person" : "people", theme->all.cards,
		    theme->all.cards == 1 ? "card" : "cards");
	page_blank(&outline->page, column);
	page_wrap(&outline->page, strbuf_str(&outline->text), column, column + INDENT, PAGE_WIDTH,
		  false);
	for (size_t i = 0; i < cluster_shown(cluster).n; i++)
		write_card(outline, cluster->cards[i], theme->depth);
}

static void write_place(struct outline *outline, const char *title, struct card_list cards)
{
	if (cards.n == 0)
		return;
	strbuf_addf(outline->page.out, "\n%s  [%zu %s]\n", title, cards.n,
		    cards.n == 1 ? "card" : "cards");
	for (size_t i = 0; i < cards.n; i++)
		write_card(outline, cards.ids[i], 1);
}

void write_outline(struct strbuf *out, const struct model *model,
		   const struct export_options *options)
{
	struct outline outline = {.text = STRBUF_INIT};
	const struct study *study = model_study(model);

	survey_init(&outline.survey, model, options);
	page_init(&outline.page, out);
	pour_reserve(options, out, model_card_count(model) * 200);
	page_wrap(&outline.page, study->title.n ? study->title : STR("A study without a title"), 0,
		  0, PAGE_WIDTH, false);
	for (size_t i = 0; i < outline.survey.nthemes; i++) {
		if (outline.survey.themes[i].depth == 1)
			strbuf_add_char(out, '\n');
		write_theme(&outline, &outline.survey.themes[i]);
	}
	write_place(&outline, "Tray", model_tray(model));
	write_place(&outline, "Parked", model_parked(model));
	write_place(&outline, "Loose on the wall", model_loose(model));
	if (model_card_count(model) == 0)
		strbuf_add_z(out, "\nNo cards yet.\n");
	strbuf_release(&outline.text);
	page_release(&outline.page);
	survey_release(&outline.survey);
}
