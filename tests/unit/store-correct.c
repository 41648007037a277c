/*
 * A corrected transcript takes the place of an old one: cards follow their words, speakers theirs,
 * what cannot be placed stays with the old text, and all of it is one step to undo.
 */
#include "store-fixture.h"
#include "themewall/text/grapheme.h"

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

/* ---- other interviews ---- */

struct version {
	const struct line *lines;
	size_t n;
	const char *const *speakers;
	size_t nspeakers;
};

/* A new interview, or one that corrects another; every speaker is a person. */
static struct import_report bring(const char *name, struct version v, transcript_id corrects)
{
	enum { MOST = 80 };
	static const enum role roles[MOST] = {ROLE_UNKNOWN};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.corrects = corrects, .again = true};
	draft_make(&draft, name, v.lines, v.n, v.speakers, roles, v.nspeakers);
	for (size_t i = 0; i < v.n; i++)
		if (v.lines[i].speaker >= 0)
			draft.speakers[v.lines[i].speaker].nwords +=
				word_count(draft.turns[i].text);
	must(edit_import(ann, &draft, &options, &report, &err));
	draft_release(&draft);
	must(store_poll(ann, model, &news, &err) &&
	     store_load_turns(ann, model, report.transcript, &err));
	return report;
}

static const struct speaker *speaker_of(transcript_id transcript, size_t i)
{
	return model_speaker(model, model_speakers(model, transcript).ids[i]);
}

/* Nobody is named where the one speaks, old or new: that is no word of who it is. */
static void test_unnamed(void)
{
	static const char *const old_speakers[] = {"Uma"}, *const new_speakers[] = {"Vera", "U."};
	static const struct line old[] = {{-1, "Seven kinds of paper come in every day."},
					  {0, "Nobody reads them before Friday evening."}};
	static const struct line new[] = {{0, "Seven kinds of paper come in every day."},
					  {-1, "Nobody reads them before Friday evening."},
					  {1, "That was all, thanks."}};
	size_t people = model_participants(model).n;
	struct import_report report =
		bring("uma.vtt", (struct version){old, 2, old_speakers, 1}, (transcript_id){0});
	participant_id uma = speaker_of(report.transcript, 0)->participant;
	report = bring("uma corrected.vtt", (struct version){new, 3, new_speakers, 2},
		       report.transcript);
	participant_id vera = speaker_of(report.transcript, 0)->participant;
	ok(vera.n && vera.n != uma.n, "whose words nobody said before is somebody new");
	participant_id u = speaker_of(report.transcript, 1)->participant;
	ok(u.n && u.n != uma.n && u.n != vera.n, "so is who says nothing that was said before");
	is_int((int64_t)(model_participants(model).n - people), 3, "three people in all");
	ok(settled(), "check holds (%s)", err.msg);
}

/* More people than are counted spoke where one does now. */
static void test_crowd(void)
{
	enum { CROWD = 70, WIDTH = 64 };
	static char words[CROWD][WIDTH], names[CROWD][WIDTH];
	const char *speakers[CROWD], *const one[] = {"The chair"};
	struct line old[CROWD], new[CROWD];
	for (int i = 0; i < CROWD; i++) {
		snprintf(words[i], WIDTH, "Delegate%d wants %d more chairs%d.", i, i + 100, i);
		snprintf(names[i], WIDTH, "Delegate %d", i);
		speakers[i] = names[i];
		old[i] = (struct line){i, words[i]};
		new[i] = (struct line){0, words[i]};
	}
	size_t people = model_participants(model).n;
	struct import_report report = bring(
		"hall.vtt", (struct version){old, CROWD, speakers, CROWD}, (transcript_id){0});
	first = report.transcript;
	card_id wish = quote_of("Delegate69 wants 169 more chairs69.");
	report = bring("hall corrected.vtt", (struct version){new, CROWD, one, 1}, first);
	is_int((int64_t)(model_participants(model).n - people), CROWD + 1,
	       "who says what all of them said is none of them");
	is_int(report.placed, 1, "the quote follows its words");
	is_card(wish, report.transcript, "Delegate69 wants 169 more chairs69.", 690000, "the last");
	ok(settled(), "check holds (%s)", err.msg);
}

/* A paragraph goes to the end, and the cards made of it. */
static void test_moved(void)
{
	static const char *const speakers[] = {"Wim"};
	static const char paragraph[] = "We rebuilt all of the totals by hand, every month.";
	static const struct line old[] = {
		{0, paragraph},
		{0, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu."}};
	static const struct line new[] = {
		{0, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu."},
		{0, paragraph}};
	struct import_report report =
		bring("wim.vtt", (struct version){old, 2, speakers, 1}, (transcript_id){0});
	first = report.transcript;
	card_id whole = quote_of(paragraph);
	report = bring("wim corrected.vtt", (struct version){new, 2, speakers, 1}, first);
	is_int(report.moved, 1, "a quote is elsewhere now");
	ok(report.nmoved_cards == 1 && report.moved_cards[0].n == whole.n,
	   "and its card is named, to be looked at");
	is_card(whole, report.transcript, paragraph, 10000, "moved");
	free(report.moved_cards);
	ok(settled(), "check holds (%s)", err.msg);
}

/* ---- cards that take the corrected words ---- */

static const char *const xia_says[] = {"Xia"};
/* Three versions of one answer, between words that stay. */
static const struct line xia_first[] = {{-1, "Seven kinds of paper come in."},
					{0, "I export it to a spread sheet. I trust the lines."},
					{-1, "Nobody reads them before Friday."}};
static const struct line xia_second[] = {{-1, "Seven kinds of paper come in."},
					 {0, "I export it to a spreadsheet. I trust the limes."},
					 {-1, "Nobody reads them before Friday."}};
static const struct line xia_third[] = {{-1, "Well, seven kinds of paper come in, they said."},
					{0, "I export it to a spreadsheet. I trust the limes."},
					{-1, "Nobody reads them before Friday."}};

static struct card_words words_at(card_id id, transcript_id to, int64_t start, int64_t end)
{
	const struct card *card = model_card(model, id);
	return (struct card_words){
		id, {card->transcript, card->start, card->end}, {to, start, end}};
}

static bool take(struct store *store, const struct card_words *words, size_t n)
{
	return edit_card_correct(store, words, n, &err) && store_poll(ann, model, &news, &err);
}

static void test_taken(void)
{
	struct undo_report undo;
	first = bring("xia.vtt", (struct version){xia_first, 3, xia_says, 1}, (transcript_id){0})
			.transcript;
	card_id sheet = quote_of("I export it to a spread sheet."), lines = quote_of("the lines.");
	card_id note = quote_of("it to a spread sheet"), same = quote_of("I export");
	must(edit_card_kind(ann, &note, 1, CARD_PAIN, &err) &&
	     edit_card_text(ann, note, STR("copies by hand"), STR("it to a spread sheet"), &err) &&
	     edit_card_kind(ann, &lines, 1, CARD_IDEA, &err) &&
	     store_poll(ann, model, &news, &err));
	transcript_id second =
		bring("xia 2.vtt", (struct version){xia_second, 3, xia_says, 1}, first).transcript;
	is_card(sheet, first, "I export it to a spread sheet.", 10000, "not taken yet");
	char *start = wall_dump(&err);
	struct card_words words[] = {
		words_at(sheet, second, 30, 59), words_at(lines, second, 68, 78),
		words_at(note, second, 39, 58), words_at(same, second, 30, 38)};
	must(take(ann, words, TW_COUNT(words)));
	ok(settled(), "taken: check holds (%s)", err.msg);
	is_card(sheet, second, "I export it to a spreadsheet.", 10000, "a quote takes the words");
	is_card(lines, second, "the limes.", 12000, "so does what was never written otherwise");
	const struct card *card = model_card(model, note);
	ok(card->transcript.n == second.n && str_equal(card->text, STR("copies by hand")),
	   "one's own words stay, over the new place");
	is_card(same, second, "I export", 10000, "what is there already stays there");

	char *taken = wall_dump(&err);
	must(store_undo(ann, UNDO_CAREFUL, &undo, &err));
	is_str(undo.label, "corrected words of 4 cards", "one step");
	char *now = wall_dump(&err);
	is_str(now, start, "undone: as before");
	free(now);
	must(store_redo(ann, UNDO_CAREFUL, &undo, &err));
	now = wall_dump(&err);
	is_str(now, taken, "redone: as taken");
	ok(settled(), "redone: check holds (%s)", err.msg);
	free(now);
	free(taken);
	free(start);

	taken = wall_dump(&err);
	ok(take(bob, words, 1), "again: nothing to do is no failure");
	now = wall_dump(&err);
	is_str(now, taken, "and changes nothing");
	free(now);
	free(taken);
	words[0].now = (struct excerpt_draft){second, 32, 59};
	ok(!take(bob, words, 1) && err.code == ERR_CONFLICT, "seen elsewhere: %s", err.msg);
	words[0].was = (struct excerpt_draft){second, 30, 59};
	ok(!take(bob, words, 1) && err.code == ERR_USAGE, "from the newest text: %s", err.msg);
	transcript_id third =
		bring("xia 3.vtt", (struct version){xia_third, 3, xia_says, 1}, second).transcript;
	is_card(sheet, third, "I export it to a spreadsheet.", 10000, "it moves on with its words");
	must(store_undo(ann, UNDO_CAREFUL, &undo, &err) && store_poll(ann, model, &news, &err));
	is_card(sheet, second, "I export it to a spreadsheet.", 10000, "undone: in the second");
	must(store_redo(ann, UNDO_CAREFUL, &undo, &err));
	ok(settled(), "check holds (%s)", err.msg);
}

static void test_not_taken(void)
{
	card_id card = {0}, made;
	struct transcript_list all = model_transcripts(model);
	struct card_draft draft = {
		.kind = CARD_IDEA, .text = STR("by hand"), .place = {.kind = PLACE_TRAY}};
	must(edit_card_new(ann, &draft, &made, &err) && store_poll(ann, model, &news, &err));
	struct card_words words = {made, {all.ids[0], 0, 5}, {all.ids[0], 0, 6}};
	ok(!edit_card_correct(ann, &words, 1, &err) && err.code == ERR_USAGE,
	   "a card of no transcript: %s", err.msg);
	words.card.n = 1;
	ok(!edit_card_correct(ann, &words, 1, &err) && err.code == ERR_NOT_FOUND, "no card: %s",
	   err.msg);
	first = bring("yan.vtt", (struct version){xia_first, 3, xia_says, 1}, (transcript_id){0})
			.transcript;
	card = quote_of("I trust the lines.");
	transcript_id second =
		bring("yan 2.vtt", (struct version){xia_second, 3, xia_says, 1}, first).transcript;
	words = words_at(card, all.ids[0], 0, 5);
	ok(!edit_card_correct(ann, &words, 1, &err) && err.code == ERR_USAGE,
	   "of another interview: %s", err.msg);
	words = words_at(card, second, 60, 6000);
	ok(!edit_card_correct(ann, &words, 1, &err) && err.code == ERR_USAGE, "beyond it: %s",
	   err.msg);
	is_card(card, first, "I trust the lines.", 12000, "it stays as it was");
}

/* Part of one place and part of a later one would be nobody's words. */
static void test_halfway(void)
{
	struct undo_report undo;
	first = bring("zoe.vtt", (struct version){xia_first, 3, xia_says, 1}, (transcript_id){0})
			.transcript;
	card_id sheet = quote_of("I export it to a spread sheet.");
	transcript_id second =
		bring("zoe 2.vtt", (struct version){xia_second, 3, xia_says, 1}, first).transcript;
	struct card_words words = words_at(sheet, second, 30, 59);
	must(take(bob, &words, 1));
	must(store_poll(bob, bob_model, &news, &err));
	is_card(sheet, second, "I export it to a spreadsheet.", 10000, "taken by Bob");
	bring("zoe 3.vtt", (struct version){xia_third, 3, xia_says, 1}, second);
	ok(!store_undo(bob, UNDO_CAREFUL, &undo, &err) && err.code == ERR_CONFLICT,
	   "Ann has moved it since: %s", err.msg);
	ok(!store_undo(bob, UNDO_ANYWAY, &undo, &err) && err.code == ERR_CONFLICT,
	   "it cannot be half of it: %s", err.msg);
	ok(settled(), "check holds (%s)", err.msg);
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
	test_unnamed();
	test_crowd();
	test_moved();
	test_taken();
	test_not_taken();
	test_halfway();
	store_close(ann);
	store_close(bob);
	model_free(model);
	model_free(bob_model);
	fixture_end();
	return done();
}
