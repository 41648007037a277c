/*
 * One theme: from whom it was heard, what its cards imply, the evidence, and what speaks against
 * it. Quotes come strongest first; what people said and what we saw or thought are never mixed up:
 * everything but a quote carries its label.
 */
#include "themewall/model/ahead.h"

#include "pour-internal.h"
#include "report-internal.h"

#include "themewall/base/banned.h"

static struct str label_of(enum card_kind kind)
{
	static const char *const labels[CARD_KINDS] = {
		[CARD_QUOTE] = "",    [CARD_OBSERVATION] = "Observed", [CARD_PAIN] = "Pain point",
		[CARD_IDEA] = "Idea", [CARD_QUESTION] = "Question",
	};

	return str_of(labels[kind]);
}

void report_see(struct report *report, const card_id *cards, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ahead_card(report->survey->model, cards, n, i);
		report->seen[i] = survey_see(report->survey, cards[i]);
	}
	report->nseen = n;
}

static struct str who_of(const struct survey *survey, const struct seen *seen)
{
	if (seen->moderator)
		return STR("not evidence");
	return seen->person == NOBODY ? STR("") : survey->people[seen->person].who;
}

bool report_saying(struct report *report, const struct seen *seen, struct str place)
{
	const struct survey *survey = report->survey;
	const struct card *card = seen->card;

	if (seen->withheld) {
		report->unquoted++;
		return false;
	}
	report->quoted++;
	strbuf_reset(&report->code);
	code_add(&report->code, CODE_CARD, card->code);
	struct saying saying = {
		.label = seen->moderator ? STR("Interviewer") : label_of(card->kind),
		.words = card->text,
		.quoted = !seen->moderator && card->kind == CARD_QUOTE,
		.surprise =
			card->surprise && place.n == 0, /* a place is named among surprises only */
		.who = who_of(survey, seen),
		.source = names_transcript(&survey->names, card->transcript),
		.time_ms = card->time_ms,
		.code = strbuf_str(&report->code),
		.place = place,
	};
	report->pen->ops->saying(report->pen, &saying);
	pour(survey->options, report->pen->out);
	return true;
}

void report_begin_list(struct report *report)
{
	report->quoted = report->unquoted = 0;
}

void report_add_unquoted(struct strbuf *out, const struct report *report)
{
	if (!report->unquoted)
		return;
	strbuf_addf(out, "%zu %s%s, not to be quoted", report->unquoted,
		    report->quoted ? "more " : "", count_word(report->unquoted, "card", "cards"));
}

void report_end_list(struct report *report)
{
	strbuf_reset(&report->text);
	report_add_unquoted(&report->text, report);
	if (report->text.len)
		report->pen->ops->paragraph(report->pen, strbuf_str(&report->text));
}

static void add_segments(struct strbuf *out, const struct survey *survey, const struct theme *theme)
{
	size_t shown = 0, rest = survey->nin_view;

	for (size_t i = 0; i < survey->nsegments; i++) {
		if (survey->segments[i].people == 0)
			continue;
		strbuf_add_z(out, shown++ ? ", " : ": ");
		part_add(out, survey->segments[i].name);
		strbuf_addf(out, " %zu of %zu", matrix_segment_people(survey, theme, i),
			    survey->segments[i].people);
		rest -= survey->segments[i].people;
	}
	if (shown && rest)
		strbuf_addf(out, ", not known %zu of %zu",
			    matrix_segment_people(survey, theme, NOBODY), rest);
}

static void write_strength(struct report *report, const struct theme *theme)
{
	struct strbuf *text = &report->text;

	strbuf_reset(text);
	add_people(text, report->survey, theme->all.people);
	add_segments(text, report->survey, theme);
	strbuf_add_z(text, " (");
	strbuf_add_count(text, theme->all.cards, "card", "cards");
	strbuf_add_char(text, ')');
	report->pen->ops->fact(report->pen, "Heard from", strbuf_str(text));
	if (theme->cluster->nchildren == 0)
		return;
	strbuf_reset(text);
	add_people(text, report->survey, theme->own.people);
	strbuf_add_z(text, " and ");
	strbuf_add_count(text, theme->own.cards, "card", "cards");
	strbuf_add_z(text, "; the others are in ");
	if (theme->cluster->nchildren == 1)
		strbuf_add_z(text, "its sub-theme below");
	else
		strbuf_addf(text, "its %zu sub-themes below", theme->cluster->nchildren);
	report->pen->ops->fact(report->pen, "Of these", strbuf_str(text));
}

/* The theme's entry in the codebook. */
static void write_notes(struct report *report, const struct cluster *cluster)
{
	static const char *const labels[CLUSTER_NOTES] = {[NOTE_DEFINITION] = "Definition",
							  [NOTE_INCLUDE] = "Takes in",
							  [NOTE_EXCLUDE] = "Leaves out"};

	for (int i = 0; i < CLUSTER_NOTES; i++)
		if (cluster->note[i].n)
			report->pen->ops->fact(report->pen, labels[i], cluster->note[i]);
}

static void write_implications(struct report *report)
{
	bool any = false;

	for (size_t i = 0; i < report->nseen; i++) {
		const struct card *card = report->seen[i].card;
		if (card->implies.n == 0)
			continue;
		if (!any)
			report->pen->ops->group(report->pen, "What it implies");
		any = true;
		strbuf_reset(&report->code);
		code_add(&report->code, CODE_CARD, card->code);
		report->pen->ops->implication(report->pen, card->implies,
					      strbuf_str(&report->code));
	}
}

static bool is_evidence(const struct seen *seen)
{
	return !seen->card->tension && !seen->moderator;
}

/* What a theme's own cards are made of: decides which headings it needs. */
struct shares {
	size_t evidence, against, moderator;
	size_t kinds[CARD_KINDS]; /* of the evidence */
};

static struct shares count_shares(const struct report *report)
{
	struct shares shares = {0};

	for (size_t i = 0; i < report->nseen; i++) {
		const struct seen *seen = &report->seen[i];
		shares.moderator += seen->moderator;
		shares.against += seen->card->tension && !seen->moderator;
		shares.evidence += is_evidence(seen);
		shares.kinds[seen->card->kind] += is_evidence(seen);
	}
	return shares;
}

static void write_kind(struct report *report, int kind)
{
	for (size_t i = 0; i < report->nseen; i++)
		if ((int)report->seen[i].card->kind == kind && is_evidence(&report->seen[i]))
			report_saying(report, &report->seen[i], STR(""));
}

static void write_evidence(struct report *report, const struct shares *shares)
{
	size_t n = survey_strongest(report->survey, report->seen, report->nseen, report->order);

	report->pen->ops->group(report->pen, "Evidence");
	report_begin_list(report);
	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n)
			ahead_text(report->seen[report->order[i + AHEAD]].card->text);
		if (is_evidence(&report->seen[report->order[i]]))
			report_saying(report, &report->seen[report->order[i]], STR(""));
	}
	for (int kind = CARD_OBSERVATION; kind < CARD_KINDS; kind++)
		if (shares->kinds[kind])
			write_kind(report, kind);
	report_end_list(report);
}

static void write_against(struct report *report)
{
	report->pen->ops->group(report->pen, "Against");
	report_begin_list(report);
	for (size_t i = 0; i < report->nseen; i++)
		if (report->seen[i].card->tension && !report->seen[i].moderator)
			report_saying(report, &report->seen[i], STR(""));
	report_end_list(report);
}

/* On the wall, but never evidence: named, so that nobody looks for them in vain. */
static void write_moderator(struct report *report)
{
	struct strbuf *text = &report->text;

	strbuf_reset(text);
	for (size_t i = 0; i < report->nseen; i++) {
		if (!report->seen[i].moderator)
			continue;
		strbuf_add_z(text, text->len ? ", " : "");
		code_add(text, CODE_CARD, report->seen[i].card->code);
	}
	strbuf_add_z(text, " (an interviewer's words, not evidence)");
	report->pen->ops->fact(report->pen, "Left out", strbuf_str(text));
}

static void add_card_code(struct strbuf *out, const struct model *model, card_id id)
{
	const struct card *card = model_card(model, id);

	if (card)
		code_add(out, CODE_CARD, card->code);
}

static bool stands_in(const struct model *model, card_id id, cluster_id cluster)
{
	const struct card *card = model_card(model, id);

	return card && card->place == PLACE_CLUSTER && card->cluster.n == cluster.n;
}

/* By codes alone: what is withheld stays so. */
static void add_pull(struct strbuf *out, const struct model *model, const struct tension *t)
{
	const struct cluster *theme = t->cluster.n ? model_cluster(model, t->cluster) : NULL;

	strbuf_add_z(out, out->len ? "; " : "");
	add_card_code(out, model, t->card);
	strbuf_add_z(out, " pulls against ");
	if (!theme) {
		add_card_code(out, model, t->other);
		return;
	}
	strbuf_add_z(out, "“");
	part_add(out, cluster_title(theme->name));
	strbuf_add_z(out, "”");
}

/* The links a person has drawn to the theme, from its own cards and to them; each once. */
static void write_pulls(struct report *report, cluster_id cluster)
{
	const struct model *model = report->survey->model;
	struct strbuf *text = &report->text;
	struct tension_list list = model_cluster_tensions(model, cluster);

	strbuf_reset(text);
	for (size_t i = 0; i < list.n; i++)
		if (!stands_in(model, list.all[i].card, cluster))
			add_pull(text, model, &list.all[i]);
	for (size_t k = 0; k < report->nseen; k++) {
		card_id id = report->seen[k].card->id;
		list = model_card_tensions(model, id);
		for (size_t i = 0; i < list.n; i++)
			if (list.all[i].card.n == id.n ||
			    !stands_in(model, list.all[i].card, cluster))
				add_pull(text, model, &list.all[i]);
	}
	if (text->len)
		report->pen->ops->fact(report->pen, "In tension", strbuf_str(text));
}

void report_theme(struct report *report, const struct theme *theme)
{
	const struct cluster *cluster = theme->cluster;
	struct shares shares;

	if (theme->all.cards == 0) {
		report->pen->ops->paragraph(report->pen, STR("No cards yet."));
		return;
	}
	struct card_list sources =
		model_sources(report->survey->model, cluster->cards, cluster_shown(cluster).n);
	report_see(report, sources.ids, sources.n);
	shares = count_shares(report);
	write_notes(report, cluster);
	write_strength(report, theme);
	report_votes(report, cluster->id, (insight_id){0});
	write_pulls(report, cluster->id);
	if (theme->depth == 1 && theme_is_named(theme) && shares.evidence && !shares.against)
		report->pen->ops->fact(report->pen, "Against", STR("nothing marked so far"));
	if (shares.moderator)
		write_moderator(report);
	write_implications(report);
	if (shares.evidence)
		write_evidence(report, &shares);
	if (shares.against)
		write_against(report);
}
