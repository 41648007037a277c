/* model: rows in, lookups and lists out, in whatever order the rows of a batch come. */
#include "tap.h"
#include "model-build.h"

static struct code code_of(char letter, uint32_t number)
{
	return (struct code){letter, number};
}

/* Two sessions, the second interview first in the file; P1 and P2; a moderator in each. */
static struct model *two_sessions(void)
{
	struct model *m = model_new();
	put_study(m, "Trust in totals");
	put_participant(m, 1, "team");
	put_participant(m, 2, "solo");
	put_session(m, 11, 2);
	put_session(m, 12, 1);
	put_attendance(m, 11, 1);
	put_attendance(m, 12, 2);
	put_transcript(m, 21, 11);
	put_transcript(m, 22, 12);
	put_speaker(m, 31, 21, "participant", 1);
	put_speaker(m, 32, 21, "moderator", 0);
	put_speaker(m, 33, 22, "participant", 2);
	return m;
}

static struct str cluster_cards(const struct model *m, int64_t id)
{
	const struct cluster *c = model_cluster(m, (cluster_id){id});
	return str_of(ids_text((struct card_list){c->cards, c->ncards}));
}

static void test_lookups(void)
{
	struct model *m = two_sessions();
	struct strbuf sb = STRBUF_INIT;
	put_frame(m, 41, "Totals", 0, 0, 2);
	put_card(m, 51, 0, 2);
	put_home(m, 51, PLACE_CLUSTER, 41, "a0", 0, 0);
	is_str(str_equal(model_study(m)->title, STR("Trust in totals")) ? "same" : "other", "same",
	       "the study's title");
	ok(model_card(m, (card_id){51}) == model_card_by_code(m, code_of(0, 51)),
	   "a card by id and by code is one card");
	ok(!model_card_by_code(m, code_of('b', 51)), "another copy's code is another card");
	ok(model_cluster_by_code(m, code_of(0, 41)) == model_cluster(m, (cluster_id){41}),
	   "a cluster by code");
	ok(model_participant_by_code(m, code_of(0, 2)) == model_participant(m, (participant_id){2}),
	   "a participant by code");
	ok(model_session_by_code(m, code_of(0, 12)) == model_session(m, (session_id){12}),
	   "a session by code");
	ok(!model_card(m, (card_id){99}) && !model_cluster(m, (cluster_id){0}) &&
		   !model_session(m, (session_id){1}),
	   "what is not there is NULL");
	transcript_add_code(m, &sb, model_transcript(m, (transcript_id){21}));
	is_str(sb.buf, "S11", "a transcript is called after its session");
	strbuf_release(&sb);
	model_free(m);
}

static void test_reading_order(void)
{
	struct model *m = two_sessions();
	put_excerpt(m, 61, 21, 31, 10, 20);
	put_excerpt(m, 62, 22, 33, 50, 60);
	put_excerpt(m, 63, 22, 33, 5, 9);
	for (int64_t id = 1; id <= 3; id++)
		put_card(m, id, 60 + id, 0);
	put_card(m, 5, 0, 0);
	put_card(m, 4, 0, 0);
	for (int64_t id = 1; id <= 5; id++)
		put_home(m, id, PLACE_TRAY, 0, "", 0, 0);
	is_str(ids_text(model_tray(m)), "3 2 1 4 5", "the tray is in reading order");
	move_home(m, 2, PLACE_PARKED, 0, "", 0, 0);
	is_str(ids_text(model_tray(m)), "3 1 4 5", "a parked card left the tray");
	is_int((int64_t)model_tray_after(m, (card_id){2}), 1,
	       "what is read after a card elsewhere");
	is_int((int64_t)model_tray_after(m, (card_id){1}), 2, "after one of the tray the next");
	is_int((int64_t)model_tray_after(m, (card_id){5}), 4, "after the last none");
	is_int((int64_t)model_tray_after(m, (card_id){99}), 0, "after none the first");
	is_str(ids_text(model_parked(m)), "2", "and is parked");
	move_home(m, 2, PLACE_TRAY, 0, "", 0, 0);
	is_str(ids_text(model_tray(m)), "3 2 1 4 5", "put back it stands where it stood");
	struct row_change row = ROW(SESSION, UPDATE);
	set_int(&row, SESSION_ID, 11);
	set_int(&row, SESSION_ORDINAL, 0);
	model_apply(m, &row);
	is_str(ids_text(model_tray(m)), "1 3 2 4 5", "an earlier interview is read earlier");
	row = ROW(EXCERPT, UPDATE);
	set_int(&row, EXCERPT_ID, 62);
	set_int(&row, EXCERPT_START, 1);
	model_apply(m, &row);
	is_str(ids_text(model_tray(m)), "1 2 3 4 5", "an excerpt that starts earlier too");
	is_str(ids_text(model_cards_of_transcript(m, (transcript_id){22})), "2 3",
	       "cards of a transcript, by start");
	is_str(ids_text(model_cards(m)), "1 2 3 4 5", "all cards, by id");
	is_int(model_place_count(m, PLACE_TRAY), 5, "the tray counts its cards");
	model_free(m);
}

/* The same rows in reverse: every reference comes before what it refers to. */
static void test_any_order(void)
{
	struct model *m = model_new();
	put_home(m, 1, PLACE_CLUSTER, 41, "a1", 0, 0);
	put_card(m, 1, 61, 0);
	put_card(m, 2, 61, 0);
	put_home(m, 2, PLACE_CLUSTER, 41, "a0", 0, 0);
	put_excerpt(m, 61, 21, 31, 10, 20);
	put_section(m, 42, "sub", 41, "a0");
	put_frame(m, 41, "Totals", 0, 0, 1);
	put_speaker(m, 31, 21, "participant", 1);
	put_transcript(m, 21, 11);
	put_attendance(m, 11, 1);
	put_session(m, 11, 1);
	put_participant(m, 1, NULL);
	const struct card *card = model_card(m, (card_id){1});
	is_int(card->transcript.n, 21, "a receipt resolves when the excerpt comes later");
	is_int(model_card(m, (card_id){2})->start, 10, "for each card that shares it");
	is_int(card->place, PLACE_CLUSTER, "a home that came before its card is its home");
	ok(str_equal(cluster_cards(m, 41), STR("2 1")), "cards are in their cluster, by rank");
	is_int(model_cluster(m, (cluster_id){41})->nchildren, 1, "a child came before its parent");
	is_int(model_people_in_view(m), 1, "who attended is in view");
	is_int(model_card_participant(m, card).n, 1, "whose card it is");
	model_free(m);
}

static void test_batch_apart(void)
{
	struct model *m = two_sessions();
	put_excerpt(m, 61, 21, 31, 10, 20);
	put_card(m, 1, 61, 0);
	put_home(m, 1, PLACE_CLUSTER, 41, "a0", 0, 0);
	put_frame(m, 41, "Totals", 0, 0, 1);
	is_int(model_cluster(m, (cluster_id){41})->ncards, 1, "lists are live from here");
	delete_row(m, TABLE_CLUSTER, 41);
	ok(!model_cluster(m, (cluster_id){41}), "a cluster deleted before its card moved is gone");
	move_home(m, 1, PLACE_TRAY, 0, "", 0, 0);
	is_str(ids_text(model_tray(m)), "1", "its card is in the tray");
	delete_row(m, TABLE_CARD, 1);
	is_int(model_tray(m).n, 0, "a card deleted before its home is in no list");
	put_card(m, 1, 61, 0);
	is_str(ids_text(model_tray(m)), "1", "put back it has the home that waited");
	is_int(model_card(m, (card_id){1})->end, 20, "and its receipt");
	delete_row(m, TABLE_PLACEMENT, 1);
	delete_row(m, TABLE_CARD, 1);
	delete_row(m, TABLE_EXCERPT, 61);
	put_excerpt(m, 61, 21, 31, 3, 4);
	put_card(m, 1, 61, 0);
	is_int(model_card(m, (card_id){1})->start, 3, "nothing of the old excerpt is left");
	struct row_change row = ROW(CARD, UPDATE);
	set_int(&row, CARD_ID, 1);
	set_int(&row, CARD_EXCERPT, 62);
	model_apply(m, &row);
	put_excerpt(m, 62, 22, 33, 7, 9);
	is_int(model_card(m, (card_id){1})->start, 7, "a card takes another excerpt");
	is_int(model_cards_of_transcript(m, (transcript_id){22}).n, 1, "of another transcript");
	put_card(m, 3, 61, 0);
	is_int(model_card(m, (card_id){3})->start, 3, "the one it left waits for another card");
	delete_row(m, TABLE_CARD, 3);
	model_free(m);
}

static void put_copy(struct model *m, int64_t id, int64_t card, int64_t cluster)
{
	struct row_change row = home_row(ROW_INSERT, id, PLACE_CLUSTER, cluster, "a0", 0, 0);
	set_int(&row, PLACEMENT_CARD, card);
	ok(model_accepts(m, &row), "a copy is welcome");
	model_apply(m, &row);
	ok(!model_accepts(m, &row), "once");
}

/* A copy may come before its card and its cluster, and outlive both for a while. */
static void test_copy_without(void)
{
	struct model *m = two_sessions();
	put_copy(m, 900, 1, 42);
	put_frame(m, 42, "Trust", 0, 0, 2);
	is_int(model_cluster(m, (cluster_id){42})->ntwins, 0, "no card, no copy");
	put_card(m, 1, 0, 0);
	put_home(m, 1, PLACE_LOOSE, 0, "", 3, 4);
	is_int(model_cluster(m, (cluster_id){42})->ntwins, 1, "the card shows there, too");
	is_int(model_card_count(m), 1, "and is one card");
	is_int(model_cluster_tally(m, (cluster_id){42}, false).cards, 1, "a card of the cluster");
	move_home(m, 1, PLACE_CLUSTER, 42, "b0", 0, 0);
	is_int(model_cluster(m, (cluster_id){42})->ntwins, 0, "at home where its copy is: once");
	move_home(m, 1, PLACE_TRAY, 0, "", 0, 0);
	is_int(model_cluster(m, (cluster_id){42})->ntwins, 0, "what is in the tray has no copy");
	move_home(m, 1, PLACE_LOOSE, 0, "", 0, 0);
	delete_row(m, TABLE_CLUSTER, 42);
	is_int(model_card_twins(m, (card_id){1}).n, 0, "nor where there is no cluster");
	delete_row(m, TABLE_PLACEMENT, 900);
	is_int(model_card(m, (card_id){1})->place, PLACE_LOOSE, "its home is untouched");
	model_free(m);
}

static void test_shared_excerpt(void)
{
	struct model *m = two_sessions();
	struct row_change row = ROW(EXCERPT, UPDATE);
	put_excerpt(m, 61, 21, 31, 10, 20);
	put_card(m, 1, 61, 0);
	put_card(m, 2, 61, 0);
	delete_row(m, TABLE_CARD, 1);
	set_int(&row, EXCERPT_ID, 61);
	set_int(&row, EXCERPT_START, 12);
	model_apply(m, &row);
	is_int(model_card(m, (card_id){2})->start, 12, "the one that stays is told");
	put_card(m, 1, 61, 0);
	is_int(model_card(m, (card_id){1})->start, 12, "one that comes back learns it");
	delete_row(m, TABLE_CARD, 2);
	delete_row(m, TABLE_CARD, 1);
	delete_row(m, TABLE_EXCERPT, 61);
	put_card(m, 3, 61, 0);
	is_int(model_card(m, (card_id){3})->start, -1, "gone is gone, however many shared it");
	model_free(m);
}

static void test_edits(void)
{
	struct model *m = two_sessions();
	struct row_change row = ROW(CARD, UPDATE);
	put_card(m, 1, 0, 0);
	set_int(&row, CARD_ID, 1);
	set_text(&row, CARD_TEXT, "longer words");
	uint64_t before = model_revision(m);
	model_apply(m, &row);
	const struct card *card = model_card(m, (card_id){1});
	ok(str_equal(card->text, STR("longer words")), "a text changes");
	ok(card->kind == CARD_OBSERVATION && str_equal(card->implies, STR("")),
	   "what the row does not name stays");
	ok(model_revision(m) != before, "the revision tells");
	put_frame(m, 49, "noted", 0, 0, 1);
	struct row_change note = ROW(CLUSTER, UPDATE);
	set_int(&note, CLUSTER_ID, 49);
	set_text(&note, CLUSTER_DEFINITION, "what it is");
	set_text(&note, CLUSTER_EXCLUDES, "what it is not");
	model_apply(m, &note);
	for (int i = 0; i < 50000; i++) {
		set_text(&row, CARD_TEXT,
			 i % 2 ? "a text of a typical length, more or less" : "another text");
		model_apply(m, &row);
	}
	ok(str_equal(card->text, STR("a text of a typical length, more or less")),
	   "it survives that texts move when there is much waste");
	ok(str_equal(model_study(m)->title, STR("Trust in totals")) &&
		   str_equal(model_participant(m, (participant_id){2})->attributes[0].value,
			     STR("solo")) &&
		   str_equal(model_transcript(m, (transcript_id){22})->title, STR("talk")) &&
		   str_equal(model_speaker(m, (speaker_id){31})->label, STR("label")),
	   "so do all others");
	const struct cluster *noted = model_cluster(m, (cluster_id){49});
	ok(str_equal(noted->note[NOTE_DEFINITION], STR("what it is")) &&
		   str_equal(noted->note[NOTE_EXCLUDE], STR("what it is not")),
	   "and what a codebook says of a theme");
	row = ROW(CARD, UPDATE);
	set_int(&row, CARD_ID, 1);
	set_text(&row, CARD_CODE, "C-b007");
	model_apply(m, &row);
	ok(model_card_by_code(m, code_of('b', 7)) == card, "a code changes");
	ok(!model_card_by_code(m, code_of(0, 1)), "and the old one finds nothing");
	model_clear(m);
	ok(!model_card(m, (card_id){1}) && model_cards(m).n == 0, "clear empties");
	put_card(m, 1, 0, 0);
	ok(model_card_by_code(m, code_of(0, 1)), "and the model is as new");
	model_free(m);
}

static bool capitals(const void *context, struct strbuf *out, struct str text)
{
	const char *hidden = context;
	if (str_find(text, str_of(hidden)) == text.n)
		return false;
	strbuf_add_repeat(out, "#", text.n);
	return true;
}

static void test_veil(void)
{
	struct model *m = two_sessions();
	struct row_change row = ROW(CARD, UPDATE);
	put_card(m, 1, 0, 0);
	set_int(&row, CARD_ID, 1);
	set_text(&row, CARD_TEXT, "ask team Jo");
	model_apply(m, &row);
	row = ROW(TAG, INSERT);
	set_int(&row, TAG_ID, 71);
	set_ref(&row, TAG_CARD, 1);
	set_text(&row, TAG_FACET, "");
	set_text(&row, TAG_NAME, "team");
	model_apply(m, &row);
	row = ROW(PARTICIPANT, UPDATE);
	set_int(&row, PARTICIPANT_ID, 1);
	set_text(&row, PARTICIPANT_CONSENT_QUOTE, "team");
	model_apply(m, &row);
	const struct card *card = model_card(m, (card_id){1});
	const struct participant *p = model_participant(m, (participant_id){1});
	ok(str_equal(model_tags(m).tags[0].tag.name, STR("team")), "a tag is read before");
	uint64_t before = model_revision(m);
	model_veil(m, capitals, "team", true);
	ok(str_equal(card->text, STR("###########")), "under a veil a text reads otherwise");
	ok(str_equal(model_tags(m).tags[0].tag.name, STR("####")), "in lists, too");
	ok(str_equal(model_participant_segment(m, p), STR("####")), "and in attributes");
	ok(str_equal(p->consent_quote, STR("team")), "what decides stays as it is");
	ok(str_equal(model_study(m)->title, STR("Trust in totals")), "and what the filter lets be");
	model_unveil(m);
	ok(str_equal(card->text, STR("ask team Jo")) &&
		   str_equal(model_tags(m).tags[0].tag.name, STR("team")) &&
		   str_equal(model_participant_segment(m, p), STR("team")),
	   "lifted, everything is as it was");
	ok(model_revision(m) == before, "and nothing has changed");
	model_unveil(m);
	model_veil(m, capitals, "team", true);
	model_free(m);
}

int main(void)
{
	test_veil();
	test_lookups();
	test_reading_order();
	test_any_order();
	test_batch_apart();
	test_copy_without();
	test_shared_excerpt();
	test_edits();
	return done();
}
