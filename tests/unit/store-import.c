/*
 * What an import makes of a draft: cards of notes and of sentences, and people of speakers: whom it
 * knows by name, and whom it does not because nobody gave one.
 */
#include "store-fixture.h"

static struct err err;
static struct store *store;
static struct model *model;

static void open_wall(void)
{
	store_remove(fixture_wall);
	err_clear(&err);
	store = open_as("Ann", &err);
	model = model_new();
	must(store && store_load(store, model, &err));
}

static void close_wall(void)
{
	ok(is_settled(store, model, &err), "the model follows, check holds (%s)", err.msg);
	store_close(store);
	model_free(model);
}

static struct import_report bring(struct draft *draft, enum import_cards cards)
{
	struct news news;
	struct import_report report;
	struct import_options options = {.cards = cards, .again = true};
	must(edit_import(store, draft, &options, &report, &err) &&
	     store_poll(store, model, &news, &err));
	draft_release(draft);
	return report;
}

/* ---- cards ---- */

static const struct line note_lines[] = {{-1, "Visit to the depot."},
					 {-1, "Two people share one scanner"},
					 {-1, "It rained."},
					 {-1, "Labels are written by hand"}};

static void notes_make(struct draft *draft, bool notes)
{
	draft_make(draft, "visit.md", note_lines, TW_COUNT(note_lines), NULL, NULL, 0);
	draft->notes = notes;
	draft->turns[1].bullet = draft->turns[3].bullet = true;
}

static void are_bullets(struct import_report report, const char *what)
{
	struct card_list cards = model_cards(model);
	is_int((int64_t)report.cards, 2, "%s: a card of each bullet", what);
	must(cards.n == 2);
	for (size_t i = 0; i < 2; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		ok(str_equal(card->text, str_of(note_lines[2 * i + 1].text)) &&
			   card->kind == CARD_OBSERVATION && card->excerpt.n,
		   "%s: [%.*s], an observation with its receipt", what, STR_ARG(card->text));
	}
}

static void test_notes(void)
{
	struct draft draft;
	open_wall();
	notes_make(&draft, true);
	are_bullets(bring(&draft, IMPORT_CARDS_DEFAULT), "notes");
	close_wall();
	open_wall();
	notes_make(&draft, false);
	are_bullets(bring(&draft, IMPORT_CARDS_MARKED), "what is marked");
	close_wall();
	open_wall();
	notes_make(&draft, false);
	is_int((int64_t)bring(&draft, IMPORT_CARDS_DEFAULT).cards, 0,
	       "of what was said, no cards unless they are wanted");
	close_wall();
}

/* A recorder that writes down pauses: turns of blanks. */
static void test_blanks(void)
{
	static const struct line lines[] = {{0, "I count them.  "}, {0, "   "}, {0, "\tTwice. "}};
	static const char *const speakers[] = {"Paula"};
	static const enum role roles[] = {ROLE_PARTICIPANT};
	struct draft draft;
	open_wall();
	draft_make(&draft, "pauses.vtt", lines, 3, speakers, roles, 1);
	is_int((int64_t)bring(&draft, IMPORT_CARDS_SENTENCES).cards, 2, "of a pause, no card");
	struct card_list cards = model_cards(model);
	must(cards.n == 2);
	ok(str_equal(model_card(model, cards.ids[0])->text, STR("I count them.")) &&
		   str_equal(model_card(model, cards.ids[1])->text, STR("Twice.")),
	   "and none with blanks around its words");
	close_wall();
}

/* ---- people ---- */

static struct import_report import_speakers(const char *file, const char *const *names, size_t n)
{
	static const enum role roles[4] = {ROLE_PARTICIPANT, ROLE_PARTICIPANT, ROLE_PARTICIPANT,
					   ROLE_PARTICIPANT};
	struct line lines[4];
	struct draft draft;
	for (int i = 0; i < 4; i++)
		lines[i] = (struct line){i, "I was there."};
	draft_make(&draft, file, lines, n, names, roles, n);
	return bring(&draft, IMPORT_CARDS_NONE);
}

static const struct speaker *speaker_of(struct import_report report, size_t i)
{
	return model_speaker(model, model_speakers(model, report.transcript).ids[i]);
}

static void test_known(void)
{
	static const char *const first[] = {"Paula Kern", "Jörg"}, *const second[] = {"PAULA  KERN",
										      "JÖRG",
										      "Ute"};
	open_wall();
	struct import_report one = import_speakers("1.vtt", first, 2);
	struct import_report two = import_speakers("2.vtt", second, 3);
	is_int((int64_t)model_participants(model).n, 3, "three people speak in two interviews");
	ok(speaker_of(one, 1)->participant.n == speaker_of(two, 1)->participant.n,
	   "Jörg in capitals is Jörg");
	close_wall();
}

/* Names may be left out: each unnamed voice is somebody of their own, and no name is made up. */
static void test_nameless(void)
{
	static const char *const names[] = {"", "  ", "Ute"};
	open_wall();
	struct import_report one = import_speakers("1.vtt", names, 3);
	struct import_report two = import_speakers("2.vtt", names, 3);
	is_int((int64_t)model_participants(model).n, 5, "two times two without a name, and Ute");
	ok(speaker_of(one, 2)->participant.n == speaker_of(two, 2)->participant.n,
	   "she is the same in both");
	for (size_t i = 0; i < 2; i++)
		ok(!model_participant(model, speaker_of(one, i)->participant)->name.n,
		   "voice %zu has a code and no name", i);
	close_wall();
}

/* A label that only tells a place is no name, but the best there is. */
static void test_label(void)
{
	static const struct line lines[] = {{0, "I was there."}};
	static const char *const labels[] = {"Room 2"};
	static const enum role roles[] = {ROLE_UNKNOWN};
	struct draft draft;
	open_wall();
	draft_make(&draft, "1.vtt", lines, 1, labels, roles, 1);
	draft.speakers[0].name = STR("");
	struct import_report report = bring(&draft, IMPORT_CARDS_NONE);
	const struct speaker *speaker = speaker_of(report, 0);
	ok(speaker->role == ROLE_PARTICIPANT && speaker->guessed, "taken for a participant");
	ok(str_equal(model_participant(model, speaker->participant)->name, STR("Room 2")),
	   "who is called as the label says");
	close_wall();
}

int main(void)
{
	fixture_begin();
	test_notes();
	test_blanks();
	test_known();
	test_nameless();
	test_label();
	fixture_end();
	return done();
}
