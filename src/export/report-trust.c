/*
 * What a careful reader asks: what was left out, and how far to trust the rest. Talk ratios are of
 * words; of people there are only counts. Each warning is said only where it applies.
 */
#include "report-internal.h"

#include "themewall/base/banned.h"

enum {
	TALK_GOOD = 70 /* percent of the words that should be the participants' */
};

static void write_list(struct report *report, const char *title, struct card_list cards)
{
	if (cards.n == 0)
		return;
	report->pen->ops->group(report->pen, title);
	report_see(report, cards.ids, cards.n);
	size_t n = survey_strongest(report->survey, report->seen, cards.n, report->order);
	for (size_t i = 0; i < n; i++)
		report_saying(report, &report->seen[report->order[i]], STR(""));
	for (size_t i = 0; i < cards.n; i++)
		if (report->seen[i].card->kind != CARD_QUOTE || report->seen[i].moderator)
			report_saying(report, &report->seen[i], STR(""));
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

/* Words spoken in one session, over its transcripts. */
struct talk {
	int64_t participants, moderators;
	bool guessed; /* nobody has confirmed who is who */
};

static struct talk talk_of_session(const struct model *model, session_id session)
{
	struct transcript_list list = model_transcripts(model);
	struct talk talk = {0, 0, false};
	int64_t version = 0;

	for (size_t i = 0; i < list.n; i++) {
		const struct transcript *t = model_transcript(model, list.ids[i]);
		if (t->session.n != session.n || t->version < version)
			continue;
		version = t->version; /* a correction stands for what it corrects */
		talk = (struct talk){0, 0, false};
		struct speaker_list speakers = model_speakers(model, t->id);
		for (size_t k = 0; k < speakers.n; k++) {
			const struct speaker *s = model_speaker(model, speakers.ids[k]);
			if (s->role == ROLE_PARTICIPANT)
				talk.participants += s->nwords;
			else if (s->role == ROLE_MODERATOR)
				talk.moderators += s->nwords;
			talk.guessed = talk.guessed || s->guessed;
		}
	}
	return talk;
}

struct talks {
	int64_t participants, moderators;
	int least, most; /* percent, over sessions in which both speak */
	size_t measured, guessed;
	struct strbuf low; /* codes of sessions below TALK_GOOD */
};

static int percent(int64_t part, int64_t whole)
{
	return (int)((part * 100 + whole / 2) / whole);
}

static void add_talk(struct report *report, struct talks *talks, session_id session)
{
	struct talk talk = talk_of_session(report->survey->model, session);

	talks->guessed += talk.guessed;
	if (talk.participants <= 0 || talk.moderators <= 0)
		return;
	int ratio = percent(talk.participants, talk.participants + talk.moderators);
	if (talks->measured++ == 0)
		talks->least = talks->most = ratio;
	talks->least = ratio < talks->least ? ratio : talks->least;
	talks->most = ratio > talks->most ? ratio : talks->most;
	talks->participants += talk.participants;
	talks->moderators += talk.moderators;
	if (ratio >= TALK_GOOD)
		return;
	strbuf_add_z(&talks->low, talks->low.len ? ", " : "");
	strbuf_add_str(&talks->low, names_session(&report->survey->names, session));
}

static void write_talk(struct report *report)
{
	struct session_list sessions = model_sessions(report->survey->model);
	struct talks talks = {.low = STRBUF_INIT};
	struct strbuf *text = &report->text;

	for (size_t i = 0; i < sessions.n; i++)
		add_talk(report, &talks, sessions.ids[i]);
	strbuf_reset(text);
	if (talks.measured) {
		strbuf_addf(text, "participants spoke %d%% of the words",
			    percent(talks.participants, talks.participants + talks.moderators));
		if (talks.measured > 1)
			strbuf_addf(text, " (%d to %d%% by session)", talks.least, talks.most);
		strbuf_add_char(text, '.');
		if (talks.low.len)
			strbuf_addf(text, " Below %d%%: %s; read those quotes with the questions.",
				    TALK_GOOD, talks.low.buf);
		if (talks.guessed)
			strbuf_addf(text, " Who interviews was guessed in %zu of %zu sessions.",
				    talks.guessed, sessions.n);
		warn(report, "Talk ratio", strbuf_str(text));
	}
	strbuf_release(&talks.low);
}

static bool session_has_cards(const struct model *model, session_id session)
{
	struct transcript_list list = model_transcripts(model);

	for (size_t i = 0; i < list.n; i++)
		if (model_transcript(model, list.ids[i])->session.n == session.n &&
		    model_cards_of_transcript(model, list.ids[i]).n)
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

/* The one person a theme was heard from; NOBODY when there are more or none. */
static size_t only_voice(const struct survey *survey, const struct theme *theme)
{
	for (size_t p = 0; theme->all.people == 1 && p < survey->npeople; p++)
		if (theme->by_person[p] && survey->people[p].in_view)
			return p;
	return NOBODY;
}

static void write_one_voices(struct report *report)
{
	const struct survey *survey = report->survey;
	struct strbuf *text = &report->text;

	for (size_t i = 0; i < survey->nthemes && survey->nin_view > 1; i++) {
		const struct theme *theme = &survey->themes[i];
		size_t person = theme_is_named(theme) ? only_voice(survey, theme) : NOBODY;
		if (person == NOBODY)
			continue;
		strbuf_reset(text);
		strbuf_addf(text, "\"%.*s\" was heard from %.*s alone (",
			    STR_ARG(theme->cluster->name), STR_ARG(survey->people[person].code));
		add_count(text, theme->by_person[person], "card", "cards");
		strbuf_add_char(text, ')');
		warn(report, "One voice", strbuf_str(text));
	}
}

static void write_unattributed(struct report *report)
{
	const struct survey *survey = report->survey;
	struct strbuf *text = &report->text;

	if (survey->nunattributed) {
		strbuf_reset(text);
		add_count(text, survey->nunattributed, "card names", "cards name");
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
		add_count(text, survey->moderator, "card holds", "cards hold");
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
		add_count(text, survey->withheld, "card", "cards");
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
	write_talk(report);
	write_one_voices(report);
	write_silent_sessions(report);
	write_unattributed(report);
	write_consent(report);
	if (!report->warned)
		report->pen->ops->paragraph(
			report->pen,
			STR("Every session has cards, every card names its speaker, and no theme "
			    "rests on one voice."));
}
