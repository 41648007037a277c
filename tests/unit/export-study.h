#ifndef EXPORT_STUDY_H
#define EXPORT_STUDY_H

/*
 * The study the golden files show: eight people, four themes of which one has a sub-theme, an idea
 * nobody themed, somebody who may not be quoted, an interviewer's line on the wall, a surprise and
 * a tension.
 */
#include "export-build.h"

struct study_card {
	int person;      /* 1 … 8; 0 nobody; -1 the interviewer of session 1 */
	int64_t seconds; /* -1: by hand */
	int cluster;     /* 1 … ; 0 none: see place */
	const char *kind, *text, *implies;
	const char *place;
	bool surprise, tension;
};

static const struct study_card study_cards[] = {
	{3, 862, 1, "quote",
	 "I export it to a spreadsheet because I don't trust the totals. I trust the lines. I "
	 "don't "
	 "trust the sum.",
	 "A total has to show the lines that make it up.", NULL, false, false},
	{1, 580, 1, "observation", "opened a calculator while the invoice was on screen.", "", NULL,
	 false, false},
	{7, 1865, 1, "quote",
	 "If she asks me where forty euros went I have to answer on the phone.", "", NULL, false,
	 false},
	{3, 1201, 1, "quote", "So I add it up again, every single time.", "", NULL, false, false},
	{8, 402, 1, "quote", "I keep my own file next to it, just in case.", "", NULL, false,
	 false},
	{6, 1338, 1, "quote", "Honestly I never check the sum. I check the tax.", "", NULL, true,
	 true},
	{6, 95, 2, "quote", "Tax first, line by line, then I send it.", "", NULL, false, false},
	{2, 733, 2, "pain", "The tax line does not say which rate was used.",
	 "Show the rate beside the amount.", NULL, false, false},
	{4, 61, 2, "quote", "The rate, always the rate.", "", NULL, false, false},
	{5, 1500, 3, "quote",
	 "When the rate changed in the middle of the year — that was the week I stopped believing "
	 "it; "
	 "I printed everything and went through it with a pencil, page after page, until my "
	 "husband "
	 "asked whether I was all right, and I said no, I am reconciling.",
	 "", NULL, false, false},
	{4, 1610, 3, "quote",
	 "消費税の計算だけは、毎回かならず自分の目でたしかめることにしています。", "", NULL, false,
	 false},
	{4, 1800, 4, "quote", "There are nine numbers on this screen. I need two 🙂", "", NULL,
	 false, false},
	{4, 1850, 4, "idea", "One screen for me, one for my accountant.", "", NULL, false, false},
	{-1, 870, 1, "quote", "Would you use a button for that?", "", NULL, false, false},
	{0, -1, 4, "question", "Is it the number of numbers, or their size?", "", NULL, false,
	 false},
	{2, 2000, 0, "quote", "My accountant does it, I only look at the colour.", "", "loose",
	 false, false},
	{5, 2100, 0, "quote", "I once paid an invoice twice.", "", "parked", true, false},
	{1, 2200, 0, "quote", "It is fine, really.", "", NULL, false, false},
	{7, 2300, 5, "quote", "The app is slow on my phone.", "", NULL, false, false},
};

static const struct {
	const char *name, *segment, *consent;
} study_people[8] = {
	{"Jane Doe", "freelancer", "yes"},     {"Bo Lindqvist", "freelancer", ""},
	{"Amara Okafor", "freelancer", "yes"}, {"Yuki Tanaka", "bookkeeper", "yes"},
	{"Lena Weiß", "freelancer", "yes"},    {"Tom Brown", "bookkeeper", "yes"},
	{"Ines Sousa", "freelancer", "yes"},   {"Paul Roy", "bookkeeper", "no"},
};

enum { STUDY_PEOPLE = 8 };

/* A session: the interviewer asks, then everything this person said comes in order, a turn each. */
struct study_session {
	int64_t session, person, transcript, moderator, speaker;
	struct turn turns[16];
	struct cue cues[16];
	size_t nturns;
};

static int64_t study_words(struct str text)
{
	int64_t words = 1;
	for (size_t i = 0; i < text.n; i++)
		words += text.p[i] == ' ';
	return words;
}

static void study_add_turn(struct study_session *s, int64_t speaker, int64_t ms, const char *text)
{
	size_t i = s->nturns++;
	s->cues[i] = (struct cue){0, ms};
	s->turns[i] = (struct turn){.speaker = {speaker},
				    .start_ms = ms,
				    .end_ms = ms + 4000,
				    .text = str_of(text),
				    .cues = &s->cues[i],
				    .ncues = 1};
}

static void study_session_build(struct build *b, struct study_session *s, int number)
{
	static const char *const dates[] = {"2026-03-02", "2026-03-03", "2026-03-04", "2026-03-06",
					    "2026-03-09", "2026-03-10", "2026-03-12", "2026-03-13"};
	int64_t said = 0;
	char code[32], name[32];
	snprintf(code, sizeof code, "P%02d", number);
	snprintf(name, sizeof name, "interview-%02d", number);
	s->person =
		build_person(b, code, study_people[number - 1].name,
			     study_people[number - 1].segment, study_people[number - 1].consent);
	code[0] = 'S';
	s->session = build_session(b, code, number, dates[number - 1]);
	build_attend(b, s->session, s->person);
	s->transcript = new_id(b);
	s->moderator = new_id(b);
	s->speaker = new_id(b);
	study_add_turn(s, s->moderator, 0,
		       number == 3 ? "And then? Tell me more about it, please. What did "
				     "you do next, and why did you do that?"
				   : "What did you do next?");
	for (size_t i = 0; i < TW_COUNT(study_cards); i++) {
		const struct study_card *card = &study_cards[i];
		if (card->person == -1 && number == 1)
			study_add_turn(s, s->moderator, card->seconds * 1000, card->text);
		if (card->person != number || card->seconds < 0)
			continue;
		study_add_turn(s, s->speaker, card->seconds * 1000, card->text);
		said += study_words(str_of(card->text));
	}
	int64_t nchars = build_place_turns(s->turns, s->nturns);
	build_transcript_row(b, s->transcript, s->session, name, 1, nchars, (int64_t)s->nturns);
	int64_t ids[] = {s->moderator, s->speaker};
	for (size_t i = 0; i < TW_COUNT(ids); i++) {
		struct row_change row = row_of(TABLE_SPEAKER);
		row.column[SPEAKER_ID] = value_int(ids[i]);
		row.column[SPEAKER_TRANSCRIPT] = value_int(s->transcript);
		row.column[SPEAKER_LABEL] =
			text_value(i ? study_people[number - 1].name : "Interviewer");
		row.column[SPEAKER_ROLE] = text_value(i ? "participant" : "moderator");
		row.column[SPEAKER_GUESSED] = value_int(number == 2);
		row.column[SPEAKER_PARTICIPANT] = value_ref(i ? s->person : 0);
		row.column[SPEAKER_NWORDS] = value_int(i ? said : study_words(s->turns[0].text));
		model_apply(b->model, &row);
	}
	model_load_turns(b->model, (transcript_id){s->transcript}, s->turns, s->nturns);
}

static void study_card_build(struct build *b, struct study_session *sessions,
			     const int64_t *clusters, const struct study_card *card,
			     struct str rank)
{
	struct build_card made = {.kind = card->kind,
				  .text = str_of(card->text),
				  .implies = card->implies,
				  .time_ms = -1,
				  .start = -1,
				  .end = -1,
				  .surprise = card->surprise,
				  .tension = card->tension,
				  .place = card->cluster ? "cluster" : card->place,
				  .cluster = card->cluster ? clusters[card->cluster - 1] : 0,
				  .rank = card->cluster ? rank : STR("")};
	struct study_session *s = &sessions[card->person < 1 ? 0 : card->person - 1];
	for (size_t i = 0; card->seconds >= 0 && i < s->nturns; i++) {
		if (!str_equal(s->turns[i].text, made.text))
			continue;
		made.transcript = s->transcript;
		made.speaker = s->turns[i].speaker.n;
		made.start = s->turns[i].start;
		made.end = s->turns[i].end;
		made.time_ms = s->turns[i].start_ms;
	}
	if (made.place && strcmp(made.place, "loose") == 0)
		made.line = 30;
	build_card(b, &made);
}

/* The caller frees the model. */
TW_UNUSED static struct model *study_model(void)
{
	struct build b = build_study("Invoice totals: why freelancers rebuild them by hand",
				     "What makes people stop trusting the totals they see?");
	struct study_session sessions[STUDY_PEOPLE] = {0};
	int64_t clusters[5];
	struct strbuf rank = STRBUF_INIT, next = STRBUF_INIT;
	for (int i = 0; i < STUDY_PEOPLE; i++)
		study_session_build(&b, &sessions[i], i + 1);
	clusters[0] = build_cluster(&b, "T-01", STR("I rebuild the numbers myself to be sure"), 0,
				    STR(""), 0, 0);
	clusters[1] =
		build_cluster(&b, "T-02", STR("I check the tax line by line"), 0, STR(""), 2, 0);
	clusters[2] = build_cluster(&b, "T-03", STR("A changed rate ends the trust"), clusters[1],
				    STR("a0"), 0, 0);
	clusters[3] = build_cluster(&b, "T-05", STR("I want fewer numbers on this screen"), 0,
				    STR(""), 4, 0);
	clusters[4] = build_cluster(&b, "T-06", STR(""), 0, STR(""), 6, 0);
	build_notes(&b, clusters[1], "Checking what the program worked out", "Tax & totals",
		    "Typing errors", COLOUR_TEAL);
	for (size_t i = 0; i < TW_COUNT(study_cards); i++) {
		strbuf_reset(&next);
		rank_between(&next, strbuf_str(&rank), STR(""));
		strbuf_reset(&rank);
		strbuf_add_str(&rank, strbuf_str(&next));
		study_card_build(&b, sessions, clusters, &study_cards[i], strbuf_str(&rank));
	}
	strbuf_release(&rank);
	strbuf_release(&next);
	return b.model;
}

#endif
