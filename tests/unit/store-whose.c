/* Whose words notes and nameless captions hold: one card, a session, people made by the way. */
#include "store-fixture.h"
#include "store-internal.h"

static struct err err;
static struct store *store;
static struct model *model;
static struct import_report notes, talk;

#define settled(name)                                                                              \
	ok(is_settled(store, model, &err), "%s: the model follows, the file is whole (%s)", name,  \
	   err.msg)

static struct import_report import_notes(const char *name, struct somebody whose)
{
	static const struct line lines[] = {{-1, "They replaced my milk."}, {-1, "A paper list."}};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.participant = whose, .again = true};
	draft_make(&draft, name, lines, 2, NULL, NULL, 0);
	draft.notes = draft.turns[0].bullet = draft.turns[1].bullet = true;
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	return report;
}

static struct somebody called(const char *name)
{
	return (struct somebody){.name = str_of(name)};
}

static bool give(card_id card, const char *name)
{
	struct somebody who = called(name);
	return edit_card_whose(store, card, &who, &err);
}

static bool meet(session_id session, const char *name)
{
	struct somebody who = called(name);
	return edit_session_with(store, session, &who, &err);
}

/* Codes of whom each card of the tray is of, and of who attends the session. */
static const char *whose(session_id session)
{
	static char said[200];
	struct strbuf out = STRBUF_INIT;
	struct card_list tray = model_tray(model);
	const struct session *s = model_session(model, session);
	for (size_t i = 0; i < tray.n; i++) {
		participant_id id = model_card_participant(model, model_card(model, tray.ids[i]));
		const struct participant *p = model_participant(model, id);
		strbuf_addf(&out, "%s%u", i ? " " : "", p ? p->code.number : 0);
	}
	for (size_t i = 0; i < s->nattendance; i++)
		strbuf_addf(&out, "%s%u", i ? "," : " with ",
			    model_participant(model, s->attendance[i])->code.number);
	snprintf(said, sizeof said, "%s", out.buf);
	strbuf_release(&out);
	return said;
}

static void test_card(void)
{
	struct card_list tray = model_tray(model);
	card_id first = tray.ids[0], second = tray.ids[1], by_hand = card_write(store, "own", &err);
	ok(give(first, "  Märtha "), "a person made by the way: %s", err.msg);
	settled("given");
	is_str(whose(notes.session), "2 0 0 with 2", "who is given a card attends its session");
	ok(give(second, "MARTHA"), "found by name, whatever its case and accents: %s", err.msg);
	settled("by name");
	ok(give(by_hand, "paula"), "the first of several who are found: %s", err.msg);
	ok(give(by_hand, "P02"), "by code, also where there is no session: %s", err.msg);
	settled("by code");
	is_str(whose(notes.session), "2 2 2 with 2", "nobody was made twice");
	ok(give(first, "P07"), "a code that is yet to be given: %s", err.msg);
	settled("code ahead");
	ok(give(second, ""), "nobody");
	settled("nobody");
	is_str(whose(notes.session), "7 0 2 with 2,7", "numbers before it stay unused");
	refuses(give(first, "P03"), ERR_NOT_FOUND);
	refuses(give(first, "P1000"), ERR_NOT_FOUND);
	struct somebody gone = {.id = {77}};
	refuses(edit_card_whose(store, first, &gone, &err), ERR_NOT_FOUND);
	refuses(give((card_id){999}, "P01"), ERR_NOT_FOUND);
}

static void test_session(void)
{
	ok(meet(notes.session, "Lena"), "the whole interview: %s", err.msg);
	settled("with");
	is_str(whose(notes.session), "8 8 2 with 8",
	       "who attended without speaking goes, a card without a transcript stays");
	ok(meet(notes.session, "Lena"), "again: %s", err.msg);
	settled("again");
	is_str(whose(notes.session), "8 8 2 with 8", "changes nothing");
	ok(meet(talk.session, "Lena"), "a session somebody speaks in: %s", err.msg);
	settled("talk");
	is_int(model_session(model, talk.session)->nattendance, 2, "who speaks stays");
	ok(meet(notes.session, ""), "with nobody: %s", err.msg);
	settled("with nobody");
	is_str(whose(notes.session), "0 0 2", "nobody attends");
	refuses(meet((session_id){99}, "Lena"), ERR_NOT_FOUND);
	refuses(meet(notes.session, "P1000"), ERR_NOT_FOUND);
}

static void test_new(void)
{
	participant_id id = {0};
	struct import_report more;
	ok(edit_participant_new(store, STR(" Omar "), &id, &err), "somebody new: %s", err.msg);
	settled("new");
	is_int(model_participant(model, id)->code.number, 9, "with the next code");
	refuses(edit_participant_new(store, STR(" "), &id, &err), ERR_USAGE);
	refuses(edit_participant_new(store, STR("P20"), &id, &err), ERR_USAGE);
	more = import_notes("more.md", (struct somebody){.id = id});
	settled("imported");
	is_str(whose(more.session), "0 0 9 9 2 with 9", "imported as theirs");
	card_id card = {0};
	participant_id paula = model_participants(model).ids[0];
	struct card_draft draft = {.kind = CARD_QUOTE,
				   .participant = paula,
				   .excerpt = {.transcript = more.transcript, .end = 4},
				   .place = {.kind = PLACE_TRAY}};
	must(edit_card_new(store, &draft, &card, &err));
	settled("somebody else's");
	is_int(model_card_participant(model, model_card(model, card)).n, paula.n, "who was named");
	refuses(give(card, "Pb03"), ERR_NOT_FOUND);
}

int main(void)
{
	fixture_begin();
	must((store = open_as("Ann", &err)));
	notes = import_notes("notes.md", (struct somebody){.id = {0}});
	talk = import_interview(store, "talk.vtt", IMPORT_CARDS_NONE, &err);
	model = model_new();
	must(store_load(store, model, &err));
	test_card();
	test_session();
	test_new();
	store_close(store);
	model_free(model);
	fixture_end();
	return done();
}
