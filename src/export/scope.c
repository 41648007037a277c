/*
 * How much a file will hold, said before and after it is written: in the unit of its format, by the
 * rules its writer leaves things out by.
 */
#include "report-internal.h"
#include "scope-internal.h"
#include "writers-internal.h"

#include "themewall/model/insights.h"

#include "themewall/base/banned.h"

static bool is_in_tray(const struct survey *survey, const struct seen *seen)
{
	return model_card_top(survey->model, seen->card)->place == PLACE_TRAY;
}

/* Of those the format has. Mostly nobody's words are withheld, and then no card is looked at. */
static size_t count_withheld(const struct survey *survey, const struct export_format *format)
{
	struct card_list cards = model_cards(survey->model);
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; i < survey->npeople; i++)
		any = any || survey->people[i].withheld;
	for (size_t i = 0; any && !format->private_data && i < cards.n; i++) {
		struct seen seen = survey_see(survey, cards.ids[i]);
		n += seen.withheld && (format->unit != UNIT_SORTED || !is_in_tray(survey, &seen));
	}
	return n;
}

static size_t count_named(const struct model *model)
{
	struct cluster_list themes = model_clusters(model);
	size_t n = 0;

	for (size_t i = 0; i < themes.n; i++)
		n += model_cluster(model, themes.ids[i])->name.n > 0;
	return n;
}

/* "128 cards, 13 themes, 8 people; 2 cards without words: not to be quoted" */
static void add_cards(struct strbuf *out, const struct export_format *format,
		      const struct model *model, size_t cards)
{
	struct export_options plain = {0};
	struct survey survey;

	survey_init_people(&survey, model, &plain);
	size_t withheld = count_withheld(&survey, format);
	strbuf_add_count(out, cards, "card", "cards");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, count_named(model), "theme", "themes");
	strbuf_add_z(out, ", ");
	strbuf_add_count(out, survey.nin_view, "person", "people");
	if (withheld) {
		strbuf_add_z(out, "; ");
		strbuf_add_count(out, withheld, "card", "cards");
		strbuf_add_z(out, " without words: not to be quoted");
	}
	survey_release(&survey);
}

/* "58 rows: 57 cards, 1 beneath a stack" */
static void add_rows(struct strbuf *out, const struct export_format *format,
		     const struct model *model)
{
	size_t rows = model_cards(model).n, beneath = rows - model_card_count(model);

	if (beneath) {
		strbuf_add_count(out, rows, "row", "rows");
		strbuf_addf(out, " (%zu of them beneath a stack): ", beneath);
	}
	add_cards(out, format, model, model_card_count(model));
}

static void add_tickets(struct strbuf *out, const struct model *model)
{
	struct insight_list insights = model_insights(model);
	size_t recommendations = 0, open = 0;

	for (size_t i = 0; i < insights.n; i++) {
		size_t n = model_recommendations_of(model, insights.ids[i]).n;
		recommendations += n;
		open += n == 0;
	}
	if (insights.n == 0) {
		strbuf_add_count(out, tickets_of_themes(model), "theme", "themes");
		strbuf_add_z(out, ", for there are no insights yet");
		return;
	}
	strbuf_add_count(out, recommendations, "recommendation", "recommendations");
	if (open) {
		strbuf_add_z(out, ", ");
		strbuf_add_count(out, open, "insight", "insights");
		strbuf_add_z(out, " without one");
	}
}

static void add_phrases(struct strbuf *out, const struct model *model)
{
	size_t themes, n = phrases_count(model, &themes);

	strbuf_add_count(out, n, "phrase", "phrases");
	strbuf_add_z(out, " of ");
	strbuf_add_count(out, themes, "theme", "themes");
}

void export_add_scope(struct strbuf *out, const struct export_format *format,
		      const struct model *model)
{
	switch (format->unit) {
	case UNIT_CARDS:
		add_cards(out, format, model, model_card_count(model));
		break;
	case UNIT_SORTED:
		add_cards(out, format, model, model_card_count(model) - model_tray(model).n);
		break;
	case UNIT_PAGE:
		strbuf_add_z(out, "one page of ");
		strbuf_add_count(out, count_named(model), "theme", "themes");
		strbuf_add_z(out, " and ");
		strbuf_add_count(out, model_insights(model).n, "insight", "insights");
		break;
	case UNIT_ROWS:
		add_rows(out, format, model);
		break;
	case UNIT_THEMES:
		strbuf_add_count(out, model_clusters(model).n, "theme", "themes");
		break;
	case UNIT_CLIPS:
		strbuf_add_count(out, clips_count(model), "clip", "clips");
		break;
	case UNIT_PHRASES:
		add_phrases(out, model);
		break;
	case UNIT_TICKETS:
		add_tickets(out, model);
		break;
	}
}
