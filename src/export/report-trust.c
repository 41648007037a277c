/*
 * What a careful reader asks: what was left out, and how far to trust the rest. Talk ratios are of
 * words; of people there are only counts. Each warning is said only where it applies.
 */
#include "themewall/export/stats.h"
#include "themewall/model/strength.h"
#include "themewall/model/talk.h"

#include "report-internal.h"
#include "themewall/model/versions.h"

#include "themewall/base/banned.h"

enum {
	TALK_GOOD = 70 /* percent of the words that should be the participants' */
};

static void write_list(struct report *report, const char *title, struct card_list cards)
{
	if (cards.n == 0)
		return;
	report->pen->ops->group(report->pen, title);
	report_begin_list(report);
	report_see(report, cards.ids, cards.n);
	size_t n = survey_strongest(report->survey, report->seen, cards.n, report->order);
	for (size_t i = 0; i < n; i++)
		report_saying(report, &report->seen[report->order[i]], STR(""));
	for (size_t i = 0; i < cards.n; i++)
		if (report->seen[i].card->kind != CARD_QUOTE || report->seen[i].moderator)
			report_saying(report, &report->seen[i], STR(""));
	report_end_list(report);
}

static size_t unnamed_cards(const struct survey *survey)
{
	size_t n = 0;

	for (size_t i = 0; i < survey->nthemes; i++)
		if (!theme_is_named(&survey->themes[i]))
			n += survey->themes[i].own.cards;
	return n;
}

static void add_part(struct strbuf *out, size_t n, const char *where)
{
	if (n)
		strbuf_addf(out, "%s%zu %s", out->len ? "; " : "", n, where);
}

void report_unthemed(struct report *report)
{
	const struct model *model = report->survey->model;
	struct strbuf *text = &report->text;

	strbuf_reset(text);
	add_part(text, model_tray(model).n, "in the tray (still to be sorted)");
	add_part(text, model_loose(model).n, "loose on the wall");
	add_part(text, model_parked(model).n, "parked");
	add_part(text, unnamed_cards(report->survey), "in clusters without a name");
	if (text->len == 0)
		return;
	report->pen->ops->section(report->pen, "Not themed", "");
	report->pen->ops->fact(report->pen, "Cards", strbuf_str(text));
	write_list(report, "Loose on the wall", model_loose(model));
	write_list(report, "Parked: fits no theme", model_parked(model));
}

static void warn(struct report *report, const char *label, struct str text)
{
	report->warned = true;
	report->pen->ops->fact(report->pen, label, text);
}

/* Codes of the sessions in which the interviewer spoke too much; "" when there are none. */
static void add_low(struct report *report, struct strbuf *low)
{
	struct session_list sessions = model_sessions(report->survey->model);

	for (size_t i = 0; i < sessions.n; i++) {
		int share = talk_percent(talk_of_session(report->survey->model, sessions.ids[i]));
		if (share < 0 || share >= TALK_GOOD)
			continue;
		strbuf_add_z(low, low->len ? ", " : "");
		strbuf_add_str(low, names_session(&report->survey->names, sessions.ids[i]));
	}
}

void report_talk(struct report *report)
{
	struct talk_range range = talk_of_study(report->survey->model);
	struct strbuf *text = &report->text, low = STRBUF_INIT;

	if (range.measured == 0)
		return;
	add_low(report, &low);
	strbuf_reset(text);
	strbuf_addf(text, "participants spoke %d%% of the words", talk_percent(range.total));
	if (range.measured > 1)
		strbuf_addf(text, " (%d to %d%% by session)", range.least, range.most);
	strbuf_add_char(text, '.');
	if (low.len)
		strbuf_addf(text, " Below %d%%: %s; read those quotes with the questions.",
			    TALK_GOOD, low.buf);
	if (range.guessed)
		strbuf_addf(text, " Who interviews was guessed in %zu of %zu %s.", range.guessed,
			    range.sessions, range.sessions == 1 ? "session" : "sessions");
	warn(report, "Talk ratio", strbuf_str(text));
	strbuf_release(&low);
}

void report_saturation(struct report *report)
{
	struct saturation_settings rule = report->survey->options->saturation;
	bool named = false;

	for (size_t i = 0; i < report->survey->nthemes; i++)
		named = named || theme_is_named(&report->survey->themes[i]);
	if (!named)
		return;
	strbuf_reset(&report->text);
	export_add_saturation(&report->text, report->survey->model,
			      rule.base ? rule : SATURATION_DEFAULT, false);
	report->pen->ops->fact(report->pen, "Saturation", strbuf_str(&report->text));
}

static bool session_has_cards(const struct model *model, session_id session)
{
	struct transcript_list list = model_transcripts(model);

	for (size_t i = 0; i < list.n; i++)
		if (model_transcript(model, list.ids[i])->session.n == session.n &&
		    model_transcript_cards(model, list.ids[i]))
			return true;
	return false;
}

static void write_silent_sessions(struct report *report)
{
	const struct model *model = report->survey->model;
	struct session_list sessions = model_sessions(model);
	struct strbuf *text = &report->text;

	strbuf_reset(text);
	for (size_t i = 0; i < sessions.n; i++) {
		if (session_has_cards(model, sessions.ids[i]))
			continue;
		strbuf_add_z(text, text->len ? ", " : "no cards yet from ");
		strbuf_add_str(text, names_session(&report->survey->names, sessions.ids[i]));
	}
	if (text->len)
		warn(report, "Not read", strbuf_str(text));
}

/* Who speaks most in a theme; NOBODY when nobody in view does. */
static size_t loudest(const struct survey *survey, const struct theme *theme, size_t *attributed)
{
	size_t person = NOBODY;

	*attributed = 0;
	for (size_t p = 0; p < survey->npeople; p++) {
		if (!survey->people[p].in_view)
			continue;
		*attributed += theme->by_person[p];
		if (theme->by_person[p] &&
		    (person == NOBODY || theme->by_person[p] > theme->by_person[person]))
			person = p;
	}
	return person;
}

static void warn_of_theme(struct report *report, const char *label, const struct theme *theme,
			  const char *what)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_add_char(&text, '"');
	part_add(&text, theme->cluster->name);
	strbuf_addf(&text, "\" %s", what);
	warn(report, label, strbuf_str(&text));
	strbuf_release(&text);
}

static void write_voices(struct report *report, const struct theme *theme)
{
	const struct survey *survey = report->survey;
	struct strbuf *text = &report->text;
	size_t attributed, person = loudest(survey, theme, &attributed);

	if (person == NOBODY || survey->nin_view < 2)
		return;
	size_t cards = theme->by_person[person];
	strbuf_reset(text);
	if (theme->all.people == 1) {
		strbuf_addf(text, "was heard from %.*s alone (",
			    STR_ARG(survey->people[person].code));
		strbuf_add_count(text, cards, "card", "cards");
		strbuf_add_char(text, ')');
		warn_of_theme(report, "One voice", theme, text->buf);
	} else if (strength_is_dominated(theme->all.people, attributed, cards)) {
		strbuf_addf(text, "is mostly %.*s: %zu of %zu cards",
			    STR_ARG(survey->people[person].code), cards, attributed);
		warn_of_theme(report, "Mostly one", theme, text->buf);
	}
}

/* Themes that are weaker than their counts look. */
static void write_weak_themes(struct report *report)
{
	for (size_t i = 0; i < report->survey->nthemes; i++) {
		const struct theme *theme = &report->survey->themes[i];
		if (!theme_is_named(theme))
			continue;
		write_voices(report, theme);
		if (theme->said && theme->early == theme->said)
			warn_of_theme(report, "Early only", theme,
				      "was heard in the first five minutes alone, before people "
				      "warm up");
	}
}

static void write_unattributed(struct report *report)
{
	const struct survey *survey = report->survey;
	struct strbuf *text = &report->text;

	if (survey->nunattributed) {
		strbuf_reset(text);
		strbuf_add_count(text, survey->nunattributed, "card names", "cards name");
		strbuf_addf(text, " no speaker and count%s for nobody: ",
			    survey->nunattributed == 1 ? "s" : "");
		for (size_t i = 0; i < survey->nunattributed && i < UNATTRIBUTED_SHOWN; i++) {
			strbuf_add_z(text, i ? ", " : "");
			code_add(text, CODE_CARD, survey->unattributed[i]);
		}
		strbuf_add_z(text, survey->nunattributed > UNATTRIBUTED_SHOWN ? " …" : "");
		warn(report, "No speaker", strbuf_str(text));
	}
	if (survey->moderator) {
		strbuf_reset(text);
		strbuf_add_count(text, survey->moderator, "card holds", "cards hold");
		strbuf_add_z(text, " an interviewer's words; never counted as evidence");
		warn(report, "Interviewer", strbuf_str(text));
	}
}

static void write_consent(struct report *report)
{
	const struct survey *survey = report->survey;
	struct strbuf *text = &report->text;
	size_t refused = 0, unknown = 0;

	for (size_t p = 0; p < survey->npeople; p++) {
		if (!survey->people[p].in_view)
			continue;
		refused += survey->people[p].withheld;
		unknown += survey->people[p].participant->consent_quote.n == 0;
	}
	strbuf_reset(text);
	if (survey->withheld) {
		strbuf_add_count(text, survey->withheld, "card", "cards");
		strbuf_add_z(text, " without words: ");
		add_people(text, survey, refused);
		strbuf_add_z(text, " asked not to be quoted");
	}
	if (unknown) {
		strbuf_add_z(text, text->len ? "; consent" : "consent");
		strbuf_add_z(text, " to be quoted is not recorded for ");
		add_people(text, survey, unknown);
	}
	if (text->len)
		warn(report, "Consent", strbuf_str(text));
}

void report_trust(struct report *report)
{
	if (model_sessions(report->survey->model).n == 0 &&
	    model_card_count(report->survey->model) == 0)
		return;
	report->pen->ops->section(report->pen, "How far to trust this", "");
	report_saturation(report);
	report_talk(report);
	write_weak_themes(report);
	write_silent_sessions(report);
	write_unattributed(report);
	write_consent(report);
	if (!report->warned)
		report->pen->ops->paragraph(
			report->pen,
			STR("Every session has cards, every card names its speaker, and no theme "
			    "rests on one voice."));
	report_team(report);
}
