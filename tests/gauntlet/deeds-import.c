/* Imports and corrections on the wall of deeds.c: an interview, notes, what is there already, and
 * what comes in the place of another. */
#include "deeds.h"

#include "store-fixture.h"

#define store deeds_store
#define err   deeds_err
#define at    deeds_at

static bool import_draft(struct draft *draft, struct import_options options)
{
	struct import_report report;
	bool good = edit_import(store, draft, &options, &report, &err);
	draft_release(draft);
	if (good)
		free(report.moved_cards);
	return good;
}

static bool import_as(const char *name, struct import_options options)
{
	struct draft draft;
	draft_interview(&draft, name);
	return import_draft(&draft, options);
}

static bool import(void)
{
	struct attribute team = {STR("team"), STR("north")};
	return import_as("second.vtt", (struct import_options){.cards = IMPORT_CARDS_SENTENCES,
							       .again = true,
							       .segment = STR("small"),
							       .attributes = &team,
							       .nattributes = 1,
							       .date = STR("2026-03-03")});
}

static bool import_same(void)
{
	return import_as("first.vtt", (struct import_options){.cards = IMPORT_CARDS_TURNS});
}

/* Of somebody who is there. */
static bool import_person(void)
{
	return import_as("third.vtt",
			 (struct import_options){.participant.id = at.person, .again = true});
}

/* Whose voice is whose was said before. */
static bool import_known(void)
{
	struct draft draft;
	draft_interview(&draft, "fourth.vtt");
	draft.speakers[1].person = at.person;
	return import_draft(&draft, (struct import_options){.again = true});
}

static bool import_notes(void)
{
	static const struct line lines[] = {{-1, "A visit."}, {-1, "Labels are by hand"}};
	struct draft draft;
	draft_make(&draft, "visit.md", lines, 2, NULL, NULL, 0);
	draft.notes = draft.turns[1].bullet = true;
	return import_draft(&draft, (struct import_options){.again = true});
}

/* Somebody new speaks. */
static bool import_stranger(void)
{
	static const struct line lines[] = {{0, "I was there, too."}};
	static const char *const speakers[] = {"Quentin"};
	static const enum role roles[] = {ROLE_UNKNOWN};
	struct draft draft;
	draft_make(&draft, "fourth.vtt", lines, 1, speakers, roles, 1);
	return import_draft(&draft, (struct import_options){.again = true});
}

static bool correct(void)
{
	return import_as("anew.vtt",
			 (struct import_options){.corrects = at.transcript, .again = true});
}

/* What was said last stands first. */
static bool correct_moving(void)
{
	static const struct line lines[] = {
		{1, "I trust the lines. Für die Summe, naïve as I am, I rebuild the numbers."},
		{0, "What did you do next?"},
		{1, "I export it to a spreadsheet. I don’t trust the totals."},
		{0, "Why is that?"},
	};
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	draft_make(&draft, "moved.vtt", lines, 4, speakers, roles, 2);
	return import_draft(&draft,
			    (struct import_options){.corrects = at.transcript, .again = true});
}

#define DEED(name)                                                                                 \
	{                                                                                          \
#name, name, .reads = false                                                        \
	}
const struct deed import_deeds[] = {
	DEED(import),         {"import_same", import_same, .keeps = true},
	DEED(import_notes),   DEED(import_person),
	DEED(import_known),   DEED(correct),
	DEED(correct_moving), DEED(import_stranger),
};
const size_t nimport_deeds = TW_COUNT(import_deeds);
