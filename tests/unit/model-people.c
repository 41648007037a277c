/* model: people, sessions, turns, tallies, the tree of clusters, names. */
#include "tap.h"
#include "model-build.h"

static void update_int(struct model *m, enum table table, int64_t id, int column, int64_t n)
{
	struct row_change row = {.table = table, .op = ROW_UPDATE};
	row.column[0] = value_int(id);
	row.column[column] = value_int(n);
	model_apply(m, &row);
}

static void update_text(struct model *m, enum table table, int64_t id, int column, const char *text)
{
	struct row_change row = {.table = table, .op = ROW_UPDATE};
	row.column[0] = value_int(id);
	row.column[column] = value_text(str_of(text));
	model_apply(m, &row);
}

static bool tally_is(const struct model *m, int64_t id, bool whole, size_t people, size_t cards,
		     size_t segments, size_t unattributed)
{
	struct tally t = model_cluster_tally(m, (cluster_id){id}, whole);
	if (t.people == people && t.cards == cards && t.segments == segments &&
	    t.unattributed == unattributed)
		return true;
	printf("# people %zu cards %zu segments %zu unattributed %zu\n", t.people, t.cards,
	       t.segments, t.unattributed);
	return false;
}

/* P1 and P2 in team, P3 in solo, P4 nowhere; sessions 11-13, 14 without a transcript. */
static struct model *study(void)
{
	struct model *m = model_new();
	put_study(m, "Trust");
	put_participant(m, 1, "team");
	put_participant(m, 2, "team");
	put_participant(m, 3, "solo");
	put_participant(m, 4, NULL);
	for (int i = 1; i <= 3; i++) {
		put_session(m, 10 + i, 4 - i);
		put_transcript(m, 20 + i, 10 + i);
		put_attendance(m, 10 + i, i);
		put_speaker(m, 30 + i, 20 + i, "participant", i);
		put_speaker(m, 40 + i, 20 + i, "moderator", 0);
		put_excerpt(m, 50 + i, 20 + i, 30 + i, 0, 10);
		put_excerpt(m, 60 + i, 20 + i, 40 + i, 10, 20);
	}
	put_session(m, 14, 9);
	return m;
}

static void put_in(struct model *m, int64_t card, int64_t excerpt, int64_t by_hand, int64_t cluster)
{
	put_card(m, card, excerpt, by_hand);
	put_home(m, card, PLACE_CLUSTER, cluster, "a0", 0, 0);
}

static void test_view(void)
{
	struct model *m = study();
	is_int(model_people_in_view(m), 3, "three attended, one did not");
	is_int(model_sessions(m).n, 4, "a session without any transcript is listed");
	is_int(model_sessions(m).ids[0].n, 13, "in the order of the interviews");
	is_int(model_transcripts(m).ids[2].n, 21, "so are their transcripts");
	is_int(model_speakers(m, (transcript_id){22}).n, 2, "two spoke");
	is_int(model_speakers(m, (transcript_id){22}).ids[0].n, 32, "by id");
	update_int(m, TABLE_TRANSCRIPT, 22, TRANSCRIPT_HIDDEN, 1);
	is_int(model_people_in_view(m), 2, "an undone import takes its person out of view");
	is_int(model_transcripts(m).n, 2, "its transcript is not listed");
	is_int(model_sessions(m).n, 3, "nor its session");
	ok(model_transcript(m, (transcript_id){22})->hidden, "both are found by id");
	is_int(model_participant(m, (participant_id){2})->nsessions, 0, "no visible session");
	put_attendance(m, 14, 2);
	is_int(model_people_in_view(m), 3, "a debrief brings the person back");
	is_int(model_participants(m).n, 4, "all participants are listed");
	update_text(m, TABLE_PARTICIPANT, 1, PARTICIPANT_CODE, "P09");
	is_int(model_participants(m).ids[3].n, 1, "by code");
	model_free(m);
}

static void test_identity(void)
{
	struct model *m = study();
	struct row_change row = ROW(IDENTITY, INSERT);
	const struct participant *p;
	set_int(&row, IDENTITY_PARTICIPANT, 7);
	set_text(&row, IDENTITY_NAME, "Jana");
	model_apply(m, &row);
	ok(!model_participant(m, (participant_id){7}), "a name alone is no participant");
	put_participant(m, 7, "team");
	p = model_participant(m, (participant_id){7});
	ok(str_equal(p->name, STR("Jana")), "a name that came before its person");
	ok(str_equal(model_participant_segment(m, p), STR("team")), "the segment");
	row = ROW(ATTRIBUTE, INSERT);
	set_int(&row, ATTRIBUTE_PARTICIPANT, 7);
	set_text(&row, ATTRIBUTE_NAME, "age");
	set_text(&row, ATTRIBUTE_VALUE, "40");
	model_apply(m, &row);
	p = model_participant(m, (participant_id){7});
	ok(p->nattributes == 2 && str_equal(p->attributes[0].name, STR("age")),
	   "attributes stand by name");
	update_text(m, TABLE_STUDY, 1, STUDY_SEGMENT, "age");
	ok(str_equal(model_participant_segment(m, p), STR("40")), "another attribute as segment");
	row.op = ROW_DELETE;
	model_apply(m, &row);
	ok(str_equal(model_participant_segment(m, p), STR("")), "an attribute goes");
	delete_row(m, TABLE_PARTICIPANT, 7);
	delete_row(m, TABLE_IDENTITY, 7);
	ok(!model_participant(m, (participant_id){7}), "the person goes before the name");
	put_participant(m, 8, NULL);
	ok(model_participant(m, (participant_id){8})->name.n == 0, "and leaves nothing behind");
	model_free(m);
}

static void test_whose(void)
{
	struct model *m = study();
	put_card(m, 1, 51, 4);
	put_card(m, 2, 61, 4);
	put_card(m, 3, 0, 4);
	put_card(m, 4, 0, 0);
	const struct card *c[5];
	for (int i = 1; i <= 4; i++)
		c[i] = model_card(m, (card_id){i});
	is_int(model_card_participant(m, c[1]).n, 1, "the speaker's, before what is set by hand");
	is_int(model_card_participant(m, c[2]).n, 4, "a moderator's speaker names nobody");
	ok(model_card_is_moderator(m, c[2]) && !model_card_is_moderator(m, c[3]), "whose words");
	is_int(model_card_participant(m, c[3]).n, 4, "by hand");
	is_int(model_card_participant(m, c[4]).n, 0, "nobody's");
	update_text(m, TABLE_SPEAKER, 31, SPEAKER_ROLE, "observer");
	is_int(model_card_participant(m, c[1]).n, 4, "an observer's card is by hand as well");
	model_free(m);
}

static void test_tallies(void)
{
	struct model *m = study();
	put_frame(m, 1, "a", 0, 0, 1);
	put_section(m, 2, "b", 1, "a0");
	put_section(m, 3, "c", 2, "a0");
	put_in(m, 101, 51, 0, 1);
	put_in(m, 102, 51, 0, 1);
	put_in(m, 103, 61, 1, 1);
	put_in(m, 104, 52, 0, 2);
	put_in(m, 105, 0, 3, 3);
	put_in(m, 106, 0, 0, 3);
	ok(tally_is(m, 1, false, 1, 3, 1, 0), "people once, a moderator's words as a card only");
	update_int(m, TABLE_CARD, 103, CARD_PARTICIPANT, 4);
	ok(tally_is(m, 1, false, 2, 3, 1, 0), "unless somebody is set by hand, as on the card");
	update_int(m, TABLE_CARD, 103, CARD_PARTICIPANT, 1);
	ok(tally_is(m, 1, true, 3, 6, 2, 1), "with all that is nested");
	ok(tally_is(m, 2, true, 2, 3, 2, 1), "from the middle");
	move_home(m, 104, PLACE_CLUSTER, 3, "a1", 0, 0);
	ok(tally_is(m, 2, false, 0, 0, 0, 0), "a card that left does not count");
	ok(tally_is(m, 3, false, 2, 3, 2, 1), "it counts where it is");
	move_home(m, 105, PLACE_TRAY, 0, "", 0, 0);
	ok(tally_is(m, 1, true, 2, 5, 1, 1), "nor above, two levels up");
	update_int(m, TABLE_CARD, 106, CARD_PARTICIPANT, 3);
	ok(tally_is(m, 1, true, 3, 5, 2, 0), "someone set by hand counts at once");
	update_text(m, TABLE_SPEAKER, 32, SPEAKER_ROLE, "moderator");
	ok(tally_is(m, 1, true, 2, 5, 2, 0), "a speaker who turns out a moderator counts no more");
	struct row_change row = ROW(CLUSTER, UPDATE);
	set_int(&row, CLUSTER_ID, 3);
	set_ref(&row, CLUSTER_PARENT, 1);
	model_apply(m, &row);
	ok(tally_is(m, 2, true, 0, 0, 0, 0), "a cluster moved in the tree counts there");
	model_set_unloaded(m, PLACE_CLUSTER, (cluster_id){2}, 7);
	ok(tally_is(m, 1, true, 2, 12, 2, 0), "cards not loaded yet count as cards");
	is_int(model_place_count(m, PLACE_CLUSTER), 12, "also in their place");
	model_set_unloaded(m, PLACE_TRAY, (cluster_id){0}, 5);
	is_int(model_place_count(m, PLACE_TRAY), 6, "and in the tray");
	is_int(model_card_count(m), 18, "and in all");
	ok(tally_is(m, 99, true, 0, 0, 0, 0), "no cluster, nothing");
	model_free(m);
}

static void test_tree(void)
{
	struct model *m = model_new();
	struct row_change row = ROW(CLUSTER, UPDATE);
	put_section(m, 4, "Déjà vu", 3, "a0");
	put_section(m, 3, "Trust", 2, "a0");
	put_section(m, 5, "trust", 2, "Z0");
	put_section(m, 2, "", 1, "a0");
	put_frame(m, 6, "late", 0, 9, 1);
	put_frame(m, 1, "early", 4, 2, 1);
	is_int(model_top_clusters(m).ids[0].n, 1, "top clusters by anchor");
	is_int(model_clusters(m).n, 6, "all of them");
	is_int(model_cluster(m, (cluster_id){2})->children[0].n, 5, "children by rank");
	is_int(model_cluster_depth(m, (cluster_id){4}), 4, "the fourth level");
	is_int(model_cluster_depth(m, (cluster_id){1}), 1, "the first");
	is_int(model_cluster_height(m, (cluster_id){1}), 4, "how high it stands");
	is_int(model_cluster_height(m, (cluster_id){5}), 1, "a leaf");
	ok(model_cluster_is_within(m, (cluster_id){4}, (cluster_id){2}) &&
		   model_cluster_is_within(m, (cluster_id){4}, (cluster_id){4}) &&
		   !model_cluster_is_within(m, (cluster_id){2}, (cluster_id){4}) &&
		   !model_cluster_is_within(m, (cluster_id){4}, (cluster_id){6}),
	   "what is within what");
	is_int(model_cluster_root(m, (cluster_id){4}).n, 1, "the frame it is in");
	is_int(model_cluster_by_name(m, STR("trust"))->id.n, 5, "the exact name wins");
	is_int(model_cluster_by_name(m, STR("DEJA VU"))->id.n, 4, "else its folded form");
	ok(!model_cluster_by_name(m, STR("TRUST")), "not when two have it");
	ok(!model_cluster_by_name(m, STR("")), "an unnamed one has no name");
	set_int(&row, CLUSTER_ID, 3);
	set_ref(&row, CLUSTER_PARENT, 6);
	model_apply(m, &row);
	is_int(model_cluster(m, (cluster_id){2})->nchildren, 1, "nested elsewhere");
	is_int(model_cluster_root(m, (cluster_id){4}).n, 6, "with everything in it");
	set_int(&row, CLUSTER_ID, 6);
	set_ref(&row, CLUSTER_PARENT, 4);
	model_apply(m, &row);
	ok(model_cluster_depth(m, (cluster_id){4}) > 4, "a cycle does not hang");
	model_free(m);
}

static void test_turns(void)
{
	struct model *m = study();
	const transcript_id id = {21};
	char words[] = "hello";
	struct cue cues[] = {{0, 1000}, {3, 2000}};
	struct turn turns[] = {
		{.speaker = {31},
		 .start = 0,
		 .end = 5,
		 .start_ms = 1000,
		 .end_ms = 3000,
		 .text = {words, 5},
		 .cues = cues,
		 .ncues = 2},
		{.speaker = {41},
		 .start = 6,
		 .end = 11,
		 .start_ms = 4000,
		 .end_ms = -1,
		 .text = {words, 5}},
	};
	const struct transcript *tr = model_transcript(m, id);
	ok(!tr->loaded && !transcript_turn_at(tr, 0), "nothing is loaded at first");
	model_load_turns(m, id, turns, 2);
	words[0] = 'j';
	cues[1].ms = 0;
	tr = model_transcript(m, id);
	ok(tr->loaded && tr->nturns == 2 && str_equal(tr->turns[1].text, STR("hello")),
	   "turns are copied, with their texts");
	is_int(transcript_turn_at(tr, 0) - tr->turns, 0, "the first code point");
	is_int(transcript_turn_at(tr, 4) - tr->turns, 0, "the last of the first turn");
	is_int(transcript_turn_at(tr, 5) - tr->turns, 0, "the line feed belongs to it");
	is_int(transcript_turn_at(tr, 6) - tr->turns, 1, "the first of the second");
	ok(!transcript_turn_at(tr, 11) && !transcript_turn_at(tr, -1), "outside there is none");
	is_int(turn_time_at(&tr->turns[0], 2), 1000, "the time of the first cue");
	is_int(turn_time_at(&tr->turns[0], 3), 2000, "of the second, from where it begins");
	is_int(turn_time_at(&tr->turns[1], 8), 4000, "without cues the turn's start");
	model_load_turns(m, id, turns, 1);
	is_int(model_transcript(m, id)->nturns, 1, "loaded again replaces");
	model_free(m);
}

int main(void)
{
	test_view();
	test_identity();
	test_whose();
	test_tallies();
	test_tree();
	test_turns();
	return done();
}
