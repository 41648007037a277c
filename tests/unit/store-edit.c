/* Every edit: what it writes and what it refuses, that the polled model shows it and the file stays
 * whole. */
#include "store-wall.h"

static struct str text_of(card_id id)
{
	const struct card *c = model_card(model, id);
	return c ? c->text : STR("(none)");
}

static void test_cards(void)
{
	card_id a = card_write(store, "first thought", &err), b = card_write(store, "second", &err);
	settled("new cards");
	labelled("new card C-002");
	is_int(model_card(model, a)->code.number, 1, "codes count from one");
	ok(edit_card_text(store, a, STR("better"), STR("first thought"), &err), "text: %s",
	   err.msg);
	settled("text");
	ok(str_equal(text_of(a), STR("better")), "the new text");
	labelled("text of C-001");
	int64_t before = store_changes(store);
	ok(edit_card_text(store, a, STR("better"), STR("better"), &err), "the same text again");
	is_int(store_changes(store), before, "leaves no trace");
	refused(edit_card_text(store, a, STR("mine"), STR("first thought"), &err), ERR_CONFLICT);
	refused(edit_card_text(store, a, STR("  "), STR("better"), &err), ERR_USAGE);
	refused(edit_card_kind(store, &a, 1, CARD_QUOTE, &err), ERR_USAGE);
	ok(edit_card_implies(store, a, STR("so what"), STR(""), &err), "implies");
	labelled("what C-001 implies");
	refused(edit_card_implies(store, a, STR("other"), STR(""), &err), ERR_CONFLICT);
	ok(edit_card_kind(store, (card_id[]){a, b}, 2, CARD_PAIN, &err), "kind of two");
	labelled("kind of 2 cards");
	ok(edit_card_surprise(store, &b, 1, true, &err), "surprise");
	settled("kinds and marks");
	is_int(model_card(model, b)->kind, CARD_PAIN, "kind is pain");
	ok(model_card(model, b)->surprise, "surprise is on");
	ok(edit_card_delete(store, &b, 1, &err), "delete");
	labelled("removal of C-002");
	settled("delete");
	ok(!model_card(model, b), "the card is gone");
	refused(edit_card_text(store, b, STR("x"), STR("second"), &err), ERR_NOT_FOUND);
	card_id c = card_write(store, "third", &err);
	settled("new card after a removal");
	is_int(model_card(model, c)->code.number, 3, "its code is not used again");
	card_id rude = card_write(store, "ring \a and \x1b]0;title\a\tthere", &err);
	settled("a card with controls");
	ok(str_equal(text_of(rude), STR("ring \ufffd and \ufffd]0;title\ufffd\tthere")),
	   "controls do not enter the file: %.*s", STR_ARG(text_of(rude)));
	cluster_id odd = cluster_write(store, "caf\xe9 \xff!", (cluster_id){0}, &err);
	settled("a theme of bytes that are no UTF-8");
	ok(str_equal(model_cluster(model, odd)->name, STR("caf\ufffd \ufffd!")),
	   "they do not enter the file either");
	card_id spoilt = card_write(store, "caf\xe9", &err);
	ok(edit_card_text(store, rude, STR("th\xe9"), text_of(rude), &err), "words of such bytes");
	settled("cards of such bytes");
	ok(str_equal(text_of(spoilt), STR("caf\ufffd")) &&
		   str_equal(text_of(rude), STR("th\ufffd")),
	   "nor from a card, new or edited");
	struct card_draft quote = {
		.kind = CARD_QUOTE, .text = STR("made up"), .place = {.kind = PLACE_TRAY}};
	refused(edit_card_new(store, &quote, &c, &err), ERR_USAGE);
}

static void test_places(void)
{
	card_id ids[4];
	for (int i = 0; i < 4; i++)
		ids[i] = card_write(store, "card", &err);
	cluster_id k = cluster_write(store, "Trust", (cluster_id){0}, &err);
	labelled("new theme “Trust”");
	struct place place = in_cluster(k);
	ok(edit_card_place(store, ids, 3, &place, &err), "three into the theme: %s", err.msg);
	labelled("move of 3 cards to “Trust”");
	settled("place");
	is_int(model_cluster(model, k)->ncards, 3, "three cards");
	place.after = (card_id){0};
	ok(edit_card_place(store, &ids[2], 1, &place, &err), "the third first");
	settled("first");
	is_int(model_cluster(model, k)->cards[0].n, ids[2].n, "it is first");
	place.after = ids[2];
	ok(edit_card_place(store, &ids[3], 1, &place, &err), "a new one second");
	settled("second");
	is_int(model_cluster(model, k)->cards[1].n, ids[3].n, "it is second");
	int64_t before = store_changes(store);
	ok(edit_card_place(store, &ids[3], 1, &place, &err), "where it is");
	place.after = ids[3];
	ok(edit_card_place(store, &ids[3], 1, &place, &err), "after itself");
	is_int(store_changes(store), before, "moves nothing");
	place = (struct place){.kind = PLACE_LOOSE, .column = 4, .line = 10};
	ok(edit_card_place(store, ids, 2, &place, &err), "two loose");
	settled("loose");
	is_int(model_card(model, ids[1])->line, 15, "the second below the first");
	labelled("move of 2 cards to the wall");
	place = (struct place){.kind = PLACE_PARKED};
	ok(edit_card_place(store, ids, 1, &place, &err), "parked");
	place.kind = PLACE_TRAY;
	ok(edit_card_place(store, &ids[1], 1, &place, &err), "back to the tray");
	settled("parked and tray");
	is_int(model_card(model, ids[0])->place, PLACE_PARKED, "parked");
	place = in_cluster((cluster_id){12345});
	refused(edit_card_place(store, ids, 1, &place, &err), ERR_NOT_FOUND);
	place = in_cluster(k);
	refused(edit_card_place(store, (card_id[]){{777}}, 1, &place, &err), ERR_NOT_FOUND);
}

static void test_clusters(void)
{
	cluster_id none = {0}, a = cluster_write(store, "A", none, &err),
		   b = cluster_write(store, "B", a, &err);
	cluster_id c = cluster_write(store, "C", b, &err), d = cluster_write(store, "D", c, &err);
	settled("four levels");
	is_int(model_cluster_depth(model, d), 4, "D is on the fourth");
	struct cluster_draft deep = {.name = STR("E"), .place = {.parent = d}};
	cluster_id e;
	refused(edit_cluster_new(store, &deep, &e, &err), ERR_USAGE);
	struct cluster_place place = {.parent = d};
	refused(edit_cluster_place(store, a, &place, &err), ERR_USAGE);
	place.parent = c;
	refused(edit_cluster_place(store, c, &place, &err), ERR_USAGE);
	place = (struct cluster_place){.column = 3, .line = 7};
	ok(edit_cluster_place(store, c, &place, &err), "C to the top: %s", err.msg);
	labelled("move of “C”");
	place = (struct cluster_place){.parent = d};
	refused(edit_cluster_place(store, c, &place, &err), ERR_USAGE); /* a ring of two */
	settled("unnest");
	is_int(model_cluster(model, c)->column, 3, "it has its anchor");
	place = (struct cluster_place){.parent = a};
	ok(edit_cluster_place(store, c, &place, &err), "C into A");
	labelled("move of “C” into “A”");
	settled("nest");
	is_int(model_cluster(model, a)->children[1].n, c.n, "last of its siblings");
	ok(edit_cluster_name(store, c, STR("Trust"), STR("C"), &err), "name");
	labelled("rename of “C” to “Trust”");
	refused(edit_cluster_name(store, c, STR("Other"), STR("C"), &err), ERR_CONFLICT);
	ok(strstr(err.msg, "you") != NULL, "it says who: %s", err.msg);
	ok(edit_cluster_width(store, a, 9, &err) && edit_cluster_fold(store, a, true, &err),
	   "width and fold");
	settled("width and fold");
	is_int(model_cluster(model, a)->width, 6, "width is held to six");
	card_id one = card_write(store, "in B", &err);
	struct place into = in_cluster(b);
	ok(edit_card_place(store, &one, 1, &into, &err), "a card into B");
	refused(edit_cluster_delete(store, b, 0, &err), ERR_CONFLICT);
	ok(edit_cluster_delete(store, b, 1, &err), "delete B: %s", err.msg);
	settled("delete B");
	is_int(model_card(model, one)->cluster.n, a.n, "its card went to its parent");
	ok(edit_cluster_delete(store, a, 1, &err), "delete A");
	settled("delete A");
	is_int(model_card(model, one)->place, PLACE_TRAY, "the card went to the tray");
	is_int(model_cluster(model, c)->parent.n, 0, "the child went to the top");
	refused(edit_cluster_name(store, a, STR("x"), STR("A"), &err), ERR_NOT_FOUND);
}

static void test_notes(void)
{
	cluster_id a = cluster_write(store, "I check it twice", (cluster_id){0}, &err);
	ok(edit_cluster_note(store, a, NOTE_DEFINITION, STR(" Checking by hand "), STR(""), &err),
	   "definition: %s", err.msg);
	labelled("definition of “I check it twice”");
	ok(edit_cluster_note(store, a, NOTE_INCLUDE, STR("sums"), STR(""), &err), "include");
	labelled("what “I check it twice” takes in");
	ok(edit_cluster_note(store, a, NOTE_EXCLUDE, STR("tax"), STR(""), &err), "exclude");
	labelled("what “I check it twice” leaves out");
	ok(edit_cluster_colour(store, a, COLOUR_TEAL, &err), "colour");
	labelled("colour of “I check it twice”");
	settled("notes");
	const struct cluster *c = model_cluster(model, a);
	ok(str_equal(c->note[NOTE_DEFINITION], STR("Checking by hand")) &&
		   str_equal(c->note[NOTE_INCLUDE], STR("sums")) &&
		   str_equal(c->note[NOTE_EXCLUDE], STR("tax")) && c->colour == COLOUR_TEAL,
	   "all are there");
	refused(edit_cluster_note(store, a, NOTE_INCLUDE, STR("x"), STR("nothing"), &err),
		ERR_CONFLICT);
	must(edit_cluster_delete(store, a, 0, &err));
	settled("delete");
	refused(edit_cluster_note(store, a, NOTE_INCLUDE, STR("x"), STR(""), &err), ERR_NOT_FOUND);
}

static void test_merge(void)
{
	cluster_id none = {0}, a = cluster_write(store, "Sums", none, &err),
		   b = cluster_write(store, "Totals", none, &err),
		   child = cluster_write(store, "Tax", b, &err);
	card_id ids[3];
	struct undo_report report;
	struct place place = in_cluster(b);
	for (int i = 0; i < 3; i++)
		ids[i] = card_write(store, "card", &err);
	must(edit_card_place(store, ids, 2, &place, &err));
	place = in_cluster(a);
	must(edit_card_place(store, &ids[2], 1, &place, &err));
	must(edit_cluster_note(store, a, NOTE_DEFINITION, STR("by hand"), STR(""), &err));
	must(edit_cluster_note(store, b, NOTE_DEFINITION, STR("by sheet"), STR(""), &err));
	must(edit_cluster_colour(store, b, COLOUR_RED, &err));
	settled("two themes");
	refused(edit_cluster_merge(store, a, a, &err), ERR_USAGE);
	refused(edit_cluster_merge(store, child, b, &err), ERR_USAGE);
	ok(edit_cluster_merge(store, a, b, &err), "merge: %s", err.msg);
	labelled("merge of “Totals” into “Sums”");
	settled("merge");
	const struct cluster *c = model_cluster(model, a);
	ok(!model_cluster(model, b), "the one is gone");
	is_int(c->ncards, 3, "the other has its cards");
	ok(c->cards[0].n == ids[2].n && c->cards[1].n == ids[0].n, "behind its own, in order");
	is_int(model_cluster(model, child)->parent.n, a.n, "and its child");
	ok(str_equal(c->note[NOTE_DEFINITION], STR("by hand; by sheet")), "the notes of both");
	is_int(c->colour, COLOUR_RED, "and the colour of the one that had one");
	refused(edit_cluster_merge(store, a, b, &err), ERR_NOT_FOUND);
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "undo: %s", err.msg);
	settled("undo of a merge");
	is_int(model_cluster(model, b)->ncards, 2, "takes them apart again");
	cluster_id made;
	struct cluster_draft draft = {.cards = &ids[1], .ncards = 1, .place = {.column = 5}};
	refused(edit_cluster_split(store, a, &draft, &made, &err), ERR_CONFLICT);
	ok(edit_cluster_split(store, b, &draft, &made, &err), "split: %s", err.msg);
	settled("split");
	is_int(model_cluster(model, made)->ncards, 1, "one card is in the new one");
	is_int(model_cluster(model, made)->column, 5, "which stands at the top");
	must(edit_card_place(store, ids, 1,
			     &(struct place){.kind = PLACE_CLUSTER, .cluster = child}, &err));
	draft.cards = ids;
	ok(edit_cluster_split(store, child, &draft, &made, &err), "split below: %s", err.msg);
	settled("split below");
	is_int(model_cluster(model, b)->children[1].n, made.n, "the next child of the same parent");
	ok(edit_cluster_place(store, made,
			      &(struct cluster_place){.parent = b, .after_sibling = FIRST_CHILD},
			      &err),
	   "to the front");
	settled("first child");
	is_int(model_cluster(model, b)->children[0].n, made.n, "it is the first child");
	must(edit_cluster_place(store, a, &(struct cluster_place){.column = 1, .line = 9}, &err));
	must(edit_cluster_place(store, b, &(struct cluster_place){.column = 1, .line = 9}, &err));
	ok(edit_cluster_swap(store, b, a, &err), "swap: %s", err.msg);
	labelled("order of “Totals” and “Sums”");
	settled("swap");
	is_int(model_cluster(model, a)->line, 10, "anchored alike, the second goes below");
	ok(edit_cluster_swap(store, b, a, &err), "and back: %s", err.msg);
	settled("swap in one column");
	is_int(model_cluster(model, a)->line, 9, "in one column they change their lines");
	must(edit_cluster_place(store, b, &(struct cluster_place){.column = 3, .line = 9}, &err));
	ok(edit_cluster_swap(store, a, b, &err), "across: %s", err.msg);
	settled("swap in one line");
	is_int(model_cluster(model, a)->column, 3, "in one line they change their columns");
	is_int(model_cluster(model, b)->line, 9, "and stay in it");
}

static void test_step(void)
{
	struct undo_report report;
	cluster_id a = cluster_write(store, "", (cluster_id){0}, &err);
	int64_t step = store_step(store);
	card_write(store, "in between", &err);
	ok(store_step(store) != step, "every edit is a step of its own");
	store_batch_join(store, step);
	ok(edit_cluster_name(store, a, STR("Late"), STR(""), &err), "named as part of its making");
	store_batch_end(store);
	settled("joined");
	ok(store_undo(store, UNDO_CAREFUL, &report, &err), "undo: %s", err.msg);
	settled("undo of the step");
	ok(!model_cluster(model, a), "takes back both");
}

static void test_import(void)
{
	struct import_report report =
		import_interview(store, "p01.vtt", IMPORT_CARDS_SENTENCES, &err);
	must(report.transcript.n);
	labelled("import of p01.vtt");
	settled("import");
	is_int(report.cards, 4, "four sentences of the participant");
	const struct transcript *t = model_transcript(model, report.transcript);
	ok(t && !t->hidden && t->nturns == 4, "the transcript is there");
	must(store_load_turns(store, model, report.transcript, &err));
	t = model_transcript(model, report.transcript);
	is_int(t->turns[1].ncues, 2, "cues are kept");
	is_int(t->turns[3].cues[1].ms, 32000, "with their time");
	struct speaker_list speakers = model_speakers(model, report.transcript);
	is_int(model_speaker(model, speakers.ids[0])->participant.n, 0, "the moderator is nobody");
	participant_id paula = model_speaker(model, speakers.ids[1])->participant;
	ok(str_equal(model_participant(model, paula)->name, STR("Paula")),
	   "Paula is a participant");
	struct import_report again = import_interview(store, "p01.vtt", IMPORT_CARDS_NONE, &err);
	ok(again.same_as.n == report.transcript.n && again.same_bytes,
	   "the same file is known by its bytes");
	again = import_interview(store, "copy.vtt", IMPORT_CARDS_NONE, &err);
	ok(again.same_as.n == report.transcript.n && !again.same_bytes, "a copy by its text");
	struct draft draft;
	struct attribute attribute = {STR("team"), STR("4")};
	struct import_options options = {.again = true,
					 .segment = STR("freelancer"),
					 .attributes = &attribute,
					 .nattributes = 1,
					 .cards = IMPORT_CARDS_TURNS};
	draft_interview(&draft, "p02.vtt");
	ok(edit_import(store, &draft, &options, &again, &err), "on request, again: %s", err.msg);
	draft_release(&draft);
	settled("import again");
	speakers = model_speakers(model, again.transcript);
	is_int(model_speaker(model, speakers.ids[1])->participant.n, paula.n,
	       "the same name is the same person");
	ok(str_equal(model_participant_segment(model, model_participant(model, paula)),
		     STR("freelancer")),
	   "with the segment");
	is_int(again.cards, 2, "two turns of the participant");
	struct card_list cards = model_cards_of_transcript(model, report.transcript);
	const struct card *trust = model_card(model, cards.ids[2]);
	ok(str_equal(trust->text, STR("I trust the lines.")), "a sentence: %.*s",
	   STR_ARG(trust->text));
	ok(trust->kind == CARD_QUOTE && model_card_participant(model, trust).n == paula.n &&
		   trust->time_ms == 30000,
	   "with person and time");
	refused(edit_card_text(store, trust->id, STR("I trust"), trust->text, &err), ERR_USAGE);
}

static void test_receipt(void)
{
	transcript_id first = model_transcripts(model).ids[0];
	card_id id;
	/* "totals.\nWhy is": from the end of turn 1 into turn 2 */
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .excerpt = {first, 70, 84},
				   .place = {.kind = PLACE_LOOSE, .column = 1, .line = 2},
				   .surprise = true};
	ok(edit_card_new(store, &draft, &id, &err), "a quote over two turns: %s", err.msg);
	settled("quote");
	struct str text = text_of(id);
	ok(str_equal(text, STR("totals.\nWhy is")), "its words, joined by a line feed");
	ok(model_card(model, id)->time_ms == 12000, "time of the cue before: %lld",
	   (long long)model_card(model, id)->time_ms);
	draft.excerpt = (struct excerpt_draft){first, 60, 9999};
	refused(edit_card_new(store, &draft, &id, &err), ERR_USAGE);
	draft = (struct card_draft){.kind = CARD_IDEA,
				    .text = STR("show the sum"),
				    .excerpt = {first, 0, 4},
				    .place = {.kind = PLACE_TRAY}};
	ok(edit_card_new(store, &draft, &id, &err), "an idea with a receipt");
	draft.text = STR("");
	ok(edit_card_new(store, &draft, &id, &err), "an idea in the words of its excerpt");
	settled("idea");
	is_int(text_of(id).n, 4, "which become its text");
	ok(edit_card_new_many(store, (struct card_draft[]){draft, draft, draft}, 3, &err),
	   "three at once");
	labelled("3 new cards");
	settled("many");
	ok(edit_card_delete(store, &id, 1, &err), "delete one");
	settled("the excerpt goes with its card");
}

static void test_people(void)
{
	transcript_id first = model_transcripts(model).ids[0];
	struct speaker_list speakers = model_speakers(model, first);
	speaker_id moderator = speakers.ids[0], paula = speakers.ids[1];
	participant_id none = {0}, person = model_speaker(model, paula)->participant;
	ok(edit_speaker(store, moderator, ROLE_PARTICIPANT, none, &err),
	   "the moderator becomes a person: %s", err.msg);
	settled("speaker");
	labelled("role of Moderator");
	const struct participant *new =
		model_participant(model, model_speaker(model, moderator)->participant);
	ok(new &&str_equal(new->name, STR("Moderator")), "named after the label");
	ok(edit_speaker(store, moderator, ROLE_MODERATOR, none, &err), "and a moderator again");
	settled("speaker back");
	is_int(model_session(model, model_transcript(model, first)->session)->nattendance, 1,
	       "attendance follows");
	ok(edit_participant_name(store, person, STR("Paula B."), &err), "name");
	labelled("name of P01");
	ok(edit_participant_attribute(store, person, STR("team"), STR("5"), &err), "attribute");
	ok(edit_participant_attribute(store, person, STR("segment"), STR(""), &err),
	   "attribute away");
	struct str yes = STR("yes"), maybe = STR("maybe");
	ok(edit_participant_consent(store, person, &yes, NULL, &err), "consent");
	refused(edit_participant_consent(store, person, &maybe, NULL, &err), ERR_USAGE);
	settled("person");
	ok(str_equal(model_participant(model, person)->consent_record, STR("yes")),
	   "consent is kept");
	struct str date = STR("2026-03-02"), wrong = STR("2 March"), title = STR("First talk");
	session_id session = model_transcript(model, first)->session;
	ok(edit_session(store, session, &title, &date, &err), "session");
	refused(edit_session(store, session, NULL, &wrong, &err), ERR_USAGE);
	struct str question = STR("Why do they rebuild?");
	ok(edit_study(store, &title, &question, &err), "study");
	settled("session and study");
	ok(str_equal(model_study(model)->question, question), "the question is kept");
	card_id card = model_cards(model).ids[0];
	ok(edit_card_participant(store, card, person, &err), "person by hand");
	refused(edit_card_participant(store, card, (participant_id){99}, &err), ERR_NOT_FOUND);
	settled("person by hand");
}

int main(void)
{
	wall_begin();
	test_cards();
	test_places();
	test_clusters();
	test_notes();
	test_merge();
	test_step();
	test_import();
	test_receipt();
	test_people();
	return wall_end();
}
