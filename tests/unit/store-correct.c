/*
 * A corrected transcript takes the place of an old one: cards follow their words, speakers theirs,
 * what cannot be placed stays with the old text, and all of it is one step to undo.
 */
#include "store-fixture.h"

static struct err err;
static struct store *ann, *bob;
static struct model *model, *bob_model;
static transcript_id first;
static struct news news;

static card_id quote_of(const char *words)
{
	const struct transcript *t = model_transcript(model, first);
	card_id id = {0};
	for (int64_t i = 0; i < t->nturns; i++) {
		size_t at = str_find(t->turns[i].text, str_of(words));
		if (at == t->turns[i].text.n)
			continue;
		int64_t start =
			t->turns[i].start + (int64_t)utf8_length(str_part(t->turns[i].text, 0, at));
		struct card_draft draft = {
			.kind = CARD_QUOTE,
			.excerpt = {first, start, start + (int64_t)utf8_length(str_of(words))},
			.place = {.kind = PLACE_TRAY}};
		must(edit_card_new(ann, &draft, &id, &err) && store_poll(ann, model, &news, &err));
	}
	must(id.n);
	return id;
}

/* The moderator is called something else, Paula's turns are cut differently, one word is right now,
 * one sentence went to the end. */
static void draft_corrected(struct draft *draft)
{
	static const struct line lines[] = {
		{1, "Thank you for coming. What did you do next?"},
		{0, "Well, I export it to a spreadsheet. I don’t trust the totals."},
		{1, "Why is that?"},
		{0, "Für die Summe, naïve as I was, I rebuild the numbers."},
		{0, "And one more thing, on the way out: I trust the lines."},
	};
	static const char *const speakers[] = {"P. Kern", "Interviewer 2"};
	static const enum role roles[] = {ROLE_UNKNOWN, ROLE_UNKNOWN};
	draft_make(draft, "p01 corrected.vtt", lines, TW_COUNT(lines), speakers, roles, 2);
	draft->speakers[0].nwords = 30;
	draft->speakers[1].nwords = 11;
}

static bool correct(struct store *store, transcript_id old, struct import_report *report)
{
	struct draft draft;
	struct import_options options = {.corrects = old};
	draft_corrected(&draft);
	bool good = edit_import(store, &draft, &options, report, &err);
	draft_release(&draft);
	return good;
}

static bool settled(void)
{
	return is_settled(ann, model, &err) && is_settled(bob, bob_model, &err);
}

static void is_card(card_id id, transcript_id transcript, const char *words, int64_t time_ms,
		    const char *name)
{
	const struct card *card = model_card(model, id);
	is_int(card->transcript.n, transcript.n, "%s: which version", name);
	is_int(card->time_ms, time_ms, "%s: when", name);
	ok(str_equal(card->text, str_of(words)), "%s: its words", name);
	must(model_transcript(model, transcript)->loaded ||
	     store_load_turns(ann, model, transcript, &err));
	const struct turn *turn =
		transcript_turn_at(model_transcript(model, transcript), card->start);
	struct str there = utf8_slice(turn->text, (size_t)(card->start - turn->start),
				      (size_t)(card->end - turn->start));
	ok(str_equal(there, str_of(words)), "%s: they stand there", name);
}

static void test_correction(void)
{
	struct import_report report;
	card_id export = quote_of("I export it to a spreadsheet.");
	card_id totals = quote_of("don’t trust the totals");
	card_id naive = quote_of("naïve as I am");
	card_id lines = quote_of("I trust the lines.");
	char *start = wall_dump(&err);
	participant_id paula = model_card_participant(model, model_card(model, export));

	must(correct(ann, first, &report));
	ok(settled(), "both follow, check holds (%s)", err.msg);
	transcript_id new = report.transcript;
	is_int(report.placed, 2, "two are where they were");
	is_int(report.lost, 2, "two cannot be told");
	is_int(model_transcripts(model).n, 1, "one version is listed");
	is_int(model_replaced_transcripts(model).ids[0].n, first.n, "the other one is kept");
	is_int(model_transcript(model, new)->version, 2, "it is the second");
	is_int(model_transcript(model, new)->session.n, model_transcript(model, first)->session.n,
	       "of the same session");
	is_card(export, new, "I export it to a spreadsheet.", 10000 + 2000, "placed");
	is_card(totals, new, "don’t trust the totals", 12000, "placed, two bytes a character");
	is_card(naive, first, "naïve as I am", 32000, "changed words stay with the old text");
	is_card(lines, first, "I trust the lines.", 30000, "too short to be known elsewhere");
	is_int(model_participants(model).n, 1, "nobody new");
	is_int(model_card_participant(model, model_card(model, export)).n, paula.n,
	       "the same person under another label");
	const struct speaker *asker = model_speaker(model, model_speakers(model, new).ids[1]);
	ok(asker->role == ROLE_MODERATOR && !asker->participant.n, "the interviewer too");
	free(report.moved_cards);

	struct undo_report undo;
	must(store_undo(ann, UNDO_CAREFUL, &undo, &err));
	is_str(undo.label, "correction by p01 corrected.vtt", "one step");
	char *now = wall_dump(&err);
	is_str(now, start, "undone: as before");
	must(store_redo(ann, UNDO_CAREFUL, &undo, &err));
	ok(settled(), "redone: check holds (%s)", err.msg);
	is_int(model_card(model, export)->transcript.n, new.n, "redone: placed again");
	free(start);
	free(now);
}

static void test_refusals(void)
{
	struct import_report report;
	transcript_id new = model_transcripts(model).ids[0];
	struct draft again;
	struct import_options options = {.corrects = first};
	draft_interview(&again, "p01.vtt");
	ok(!edit_import(bob, &again, &options, &report, &err) && err.code == ERR_NOT_FOUND,
	   "what is replaced is not corrected once more: %s", err.msg);
	draft_release(&again);
	struct card_draft draft = {
		.kind = CARD_QUOTE, .excerpt = {new, 0, 5}, .place = {.kind = PLACE_TRAY}};
	card_id card;
	struct undo_report undo;
	must(edit_card_new(bob, &draft, &card, &err));
	ok(!store_undo(ann, UNDO_CAREFUL, &undo, &err) && err.code == ERR_CONFLICT,
	   "it is not taken away under Bob's card: %s", err.msg);
	must(correct(ann, new, &report));
	is_int(report.same_as.n, new.n, "the same file again changes nothing");
	ok(settled(), "nothing is left behind (%s)", err.msg);
}

int main(void)
{
	fixture_begin();
	ann = open_as("Ann", &err);
	bob = open_as("Bob", &err);
	must(ann && bob);
	model = model_new();
	bob_model = model_new();
	must(store_load(ann, model, &err) && store_load(bob, bob_model, &err));
	first = import_interview(ann, "p01.vtt", IMPORT_CARDS_NONE, &err).transcript;
	must(store_poll(ann, model, &news, &err) && store_load_turns(ann, model, first, &err));
	test_correction();
	test_refusals();
	store_close(ann);
	store_close(bob);
	model_free(model);
	model_free(bob_model);
	fixture_end();
	return done();
}
