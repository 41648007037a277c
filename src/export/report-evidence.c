/*
 * What an insight rests on: quotes first, strongest first, then other cards, then sources from
 * outside. Support may be cut; what contradicts or qualifies is always there in full, or the words
 * that nothing is marked so far. A moderator's words are no evidence.
 */
#include "report-internal.h"

#include <stdlib.h>
#include "themewall/base/banned.h"

enum { SHOWN = 6 /* cards that support an insight; the rest stands with the themes */ };

void report_room(struct report *report, size_t n)
{
	if (n <= report->room)
		return;
	free(report->seen);
	free(report->order);
	report->seen = xcalloc(n + 1, sizeof *report->seen);
	report->order = xcalloc(n + 1, sizeof *report->order);
	report->room = n;
}

static bool has_note(const struct report *report, insight_id id, card_id card, struct str *note)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (e->card.n == card.n && e->note.n) {
			*note = e->note;
			return true;
		}
	}
	return false;
}

static void write_card(struct report *report, insight_id id, const struct seen *seen)
{
	struct str note;

	if (!report_saying(report, seen, STR("")) || !has_note(report, id, seen->card->id, &note))
		return;
	strbuf_reset(&report->code);
	code_add(&report->code, CODE_CARD, seen->card->code);
	strbuf_reset(&report->text);
	strbuf_addf(&report->text, "Our note: %.*s", STR_ARG(note));
	report->pen->ops->implication(report->pen, strbuf_str(&report->text),
				      strbuf_str(&report->code));
}

static void write_sources(struct report *report, insight_id id, enum stance stance)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (!e->source.n || e->stance != stance)
			continue;
		strbuf_reset(&report->text);
		part_add(&report->text, e->source);
		report_add_bracket(&report->text, "", e->note);
		report_fact(report, "Source", strbuf_str(&report->text));
	}
}

static size_t look_up(struct report *report, insight_id id, enum stance stance)
{
	size_t n;
	card_id *cards = model_insight_cards(report->survey->model, id, stance, &n);

	report_room(report, n);
	report_see(report, cards, n);
	free(cards);
	return n;
}

/* What is told of the cards that are not shown here: "5 more cards stand with the themes." */
static void add_rest(struct report *report, size_t n)
{
	struct strbuf *text = &report->text;
	size_t rest = n - report->quoted - report->unquoted;

	strbuf_reset(text);
	if (rest && !report->brief) {
		strbuf_addf(text, "%zu more %s with the themes.", rest,
			    count_word(rest, "card stands", "cards stand"));
	} else if (n == 0) {
		strbuf_add_z(text, "No card supports this yet.");
	}
	if (report->unquoted && (!report->brief || !report->quoted)) {
		strbuf_add_z(text, text->len ? " " : "");
		report_add_unquoted(text, report);
	}
	if (text->len)
		report->pen->ops->paragraph(report->pen, strbuf_str(text));
}

void report_support(struct report *report, insight_id id, size_t most)
{
	size_t n = look_up(report, id, STANCE_SUPPORTS);
	size_t quotes = survey_strongest(report->survey, report->seen, n, report->order);

	report->pen->ops->group(report->pen, "Evidence");
	report_begin_list(report);
	for (size_t i = 0; i < quotes; i++) {
		const struct seen *seen = &report->seen[report->order[i]];
		if (seen->withheld || report->quoted < most)
			write_card(report, id, seen);
	}
	for (size_t i = 0; i < n; i++) {
		const struct seen *seen = &report->seen[i];
		if (seen->card->kind != CARD_QUOTE && !seen->moderator &&
		    (seen->withheld || report->quoted < most))
			write_card(report, id, seen);
	}
	write_sources(report, id, STANCE_SUPPORTS);
	add_rest(report, n);
}

static bool has_sources(const struct report *report, insight_id id, enum stance stance)
{
	struct evidence_list list = model_evidence_of(report->survey->model, id);

	for (size_t i = 0; i < list.n; i++) {
		const struct evidence *e = model_evidence(report->survey->model, list.ids[i]);
		if (e->source.n && e->stance == stance)
			return true;
	}
	return false;
}

void report_other_side(struct report *report, insight_id id, enum stance stance)
{
	size_t n = look_up(report, id, stance);
	bool against = stance == STANCE_CONTRADICTS;

	if (n == 0 && !has_sources(report, id, stance)) {
		if (against)
			report_fact(report, "Against", STR("nothing marked so far"));
		return;
	}
	report->pen->ops->group(report->pen, against ? "Against" : "Qualified by");
	report_begin_list(report);
	for (size_t i = 0; i < n; i++)
		write_card(report, id, &report->seen[i]);
	write_sources(report, id, stance);
	report_end_list(report);
}

void report_proof(struct report *report, insight_id id)
{
	report_support(report, id, SHOWN);
	report_other_side(report, id, STANCE_CONTRADICTS);
	report_other_side(report, id, STANCE_QUALIFIES);
}
