/*
 * What only happens at the edge of a rule: names that cannot be stored as they are, numbers that
 * run out, rows another program has written, people and places that are gone. Each answer is looked
 * at, most are refusals in words that leave the wall as it was.
 */
#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/edit-lens.h"
#include "themewall/store/forget.h"

static struct err err;
static struct store *store;
static struct model *model;
static const int64_t nobody = 99;
static const struct str broken = {"\xff\xfe", 2};

static void open_wall(void)
{
	store = open_as("Ann", &err);
	must(store);
	model = model_new();
	must(store_load(store, model, &err));
}

static void close_wall(void)
{
	model_free(model);
	store_close(store);
	store_remove(fixture_wall);
}

static void look_again(void)
{
	struct news news;
	must(store_poll(store, model, &news, &err));
}

static bool is_sound(void)
{
	size_t problems = 1;
	return store_check(store, say_problem, NULL, &problems, &err) && !problems;
}

/* ---- names ---- */

/* What a person is called who opens the wall under this name. */
static const char *called(struct str name, struct str initials, const char **short_name)
{
	static char kept[64], letters[16];
	struct store_options options = {
		.create = true, .coder = name, .initials = initials, .patience_ms = 100};
	struct store *other = NULL;
	must(store_open(&other, fixture_wall, &options, NULL, &err));
	const struct coder *me = store_coder_find(other, store_coder(other));
	card_write(other, "mine", &err);
	me = store_coder_find(other, store_coder(other));
	must(me);
	snprintf(kept, sizeof kept, "%.*s", STR_ARG(me->name));
	snprintf(letters, sizeof letters, "%.*s", STR_ARG(me->initials));
	*short_name = letters;
	store_close(other);
	return kept;
}

static void test_coders(void)
{
	static const struct {
		struct str name, wanted;
		const char *called, *initials;
	} people[] = {
		{{"\xff\xfe", 2}, {"", 0}, "someone", "S"},
		{{"a\0b", 3}, {"", 0}, "someone", "S"},
		{{"  ", 2}, {"", 0}, "someone", "S"},
		{{"Ben okoye", 9}, {"", 0}, "Ben okoye", "BO"},
		{{"ben~", 4}, {"", 0}, "ben~", "B"},
		{{"~tilde", 6}, {"", 0}, "~tilde", "~T"},
		{{"Cleo", 4}, {"CX", 2}, "Cleo", "CX"},
		{{"Dora", 4}, {"far too long", 12}, "Dora", "D"},
		{{"Emil", 4}, {"\xff", 1}, "Emil", "E"},
		{{"0123456789012345678901234567890123456789x", 41},
		 {"", 0},
		 "0123456789012345678901234567890123456789",
		 "0"},
	};
	for (size_t i = 0; i < TW_COUNT(people); i++) {
		const char *initials;
		const char *name = called(people[i].name, people[i].wanted, &initials);
		ok(!strcmp(name, people[i].called) && !strcmp(initials, people[i].initials),
		   "%zu: called %s, %s", i, name, initials);
	}
	must(old_wall_sql(fixture_wall,
			  "PRAGMA ignore_check_constraints = ON; UPDATE coder SET name = "
			  "CAST(x'ff' AS TEXT), initials = CAST(x'610062' AS TEXT) WHERE name = "
			  "'Emil'"));
	const struct coder *all;
	bool found = false;
	open_wall();
	for (size_t i = 0, n = store_coders(store, &all); i < n; i++)
		found |= str_equal(all[i].name, STR("?")) && str_equal(all[i].initials, STR("?"));
	ok(found, "a name that another program wrote is shown as a question");
	close_wall();
}

static void test_titles(void)
{
	static const struct {
		const char *file;
		struct str title;
		const char *shown;
	} titles[] = {
		{"plain", {"", 0}, "plain"},
		{".wall", {"", 0}, ".wall"},
		{"study.wall", {"\xff", 1}, "Untitled study"},
		{"study.wall", {" \t", 2}, "Untitled study"},
		{"study.wall", {" Of trust ", 10}, "Of trust"},
	};
	for (size_t i = 0; i < TW_COUNT(titles); i++) {
		struct store_options options = {
			.create = true, .title = titles[i].title, .coder = STR("Ann")};
		struct store *made = NULL;
		model = model_new();
		must(store_open(&made, fixture_path(titles[i].file), &options, NULL, &err) &&
		     store_load(made, model, &err));
		ok(str_equal(model_study(model)->title, str_of(titles[i].shown)), "%s is called %s",
		   titles[i].file, titles[i].shown);
		model_free(model);
		store_close(made);
		store_remove(fixture_path(titles[i].file));
	}
	struct store_options options = {.create = true};
	ok(!store_open(&store, fixture_path("no/such/folder.wall"), &options, NULL, &err) &&
		   err.code == ERR_IO,
	   "no wall is made where there is no folder: %s", err.msg);
}

/* ---- bytes that are no text ---- */

/* One rule for all words: what cannot be read is mended on its way into the file. */
static void test_mended(void)
{
	open_wall();
	card_id card = card_write(store, "a card", &err);
	int64_t id;
	insight_id insight;
	evidence_id evidence;
	struct tag tag = {.facet = broken, .name = broken};
	struct insight_draft draft = {.claim = broken, .so_what = broken};
	struct evidence_draft why = {.card = card, .note = broken, .stance = STANCE_SUPPORTS};
	struct saved_lens lens = {.name = broken, .only = ONLY_ALL};
	must(edit_card_tag(store, &card, 1, tag, true, &err) &&
	     edit_card_tag(store, &card, 1, tag, true, &err) &&
	     edit_insight_new(store, &draft, &insight, &err) &&
	     edit_evidence_add(store, insight, &why, &evidence, &err) &&
	     edit_layer_new(store, broken, &id, &err) &&
	     edit_layer_put(store, &card, 1, broken, &err) &&
	     edit_lens_save(store, &lens, &id, &err));
	look_again();
	char *dump = model_dump(model);
	ok(utf8_is_valid(str_of(dump)) && strstr(dump, "insight ") &&
		   strstr(dump, "[\ufffd\ufffd|\ufffd\ufffd|"),
	   "words of findings, tags, layers and lenses are mended");
	ok(model_card_tags(model, card).n == 1 && is_sound(), "the same tag twice is one tag");
	tag.name = STR("\ufffd\ufffd");
	ok(edit_card_tag(store, &card, 1, tag, false, &err), "and goes by what it has become");
	look_again();
	is_int(model_card_tags(model, card).n, 0, "then it is gone");
	free(dump);
	close_wall();
}

/* ---- numbers that run out ---- */

static void test_numbers(void)
{
	card_id id;
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("one more")};
	open_wall();
	must(db_script(&store->db, &err, "UPDATE replica SET next = 4294967295"));
	refuses(edit_card_new(store, &draft, &id, &err), ERR_STORE);
	must(db_script(&store->db, &err,
		       "UPDATE replica SET next = 900; UPDATE counter SET next = 4294967295"));
	refuses(edit_card_new(store, &draft, &id, &err), ERR_STORE);
	must(db_script(&store->db, &err, "DELETE FROM counter"));
	refuses(edit_card_new(store, &draft, &id, &err), ERR_STORE);
	close_wall();
}

/* ---- copies and letters ---- */

static void test_home(void)
{
	open_wall();
	char letter = store->letter;
	store_close(store);
	must(old_wall_sql(fixture_wall, "DELETE FROM meta WHERE key = 'home'"));
	store = open_as("Ann", &err);
	int64_t homes = 0;
	db_get_int(&store->db, &err, &homes, "SELECT count(*) FROM meta WHERE key = 'home'", "");
	ok(store->letter == letter && homes == 1,
	   "a wall that does not know where it lies is the same copy, and knows it now");
	must(db_script(&store->db, &err,
		       "INSERT INTO replica(prefix, uuid, letter, next) WITH RECURSIVE n(i) AS "
		       "(SELECT 98 UNION ALL SELECT i + 1 FROM n WHERE i < 122) SELECT 5000 + i, "
		       "randomblob(16), char(i), 1 FROM n"));
	must(store_backup(store, fixture_path("copy.wall"), &err));
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 100};
	struct store *copy = NULL;
	ok(store_open(&copy, fixture_path("copy.wall"), &options, NULL, &err) &&
		   copy->replica != store->replica && copy->letter >= 'b' &&
		   card_write(copy, "here", &err).n,
	   "a copy gets a number when all letters are taken: %s", err.msg);
	store_close(copy);
	store_remove(fixture_path("copy.wall"));
	close_wall();
}

/* ---- study, snapshots, batches ---- */

static void test_study(void)
{
	struct str blank = STR(" "), question = STR("Why?"), title = STR("A title");
	struct undo_report report;
	static char name[500];
	memset(name, 'n', sizeof name);
	open_wall();
	refuses(edit_study(store, &blank, NULL, &err), ERR_USAGE);
	ok(edit_study(store, NULL, &question, &err), "a question alone");
	ok(strstr(last_label(store, &err), "question"), "is called so");
	ok(edit_study(store, &title, NULL, &err), "a title alone");
	look_again();
	ok(str_equal(model_study(model)->title, title) &&
		   str_equal(model_study(model)->question, question),
	   "both are there");
	refuses(edit_snapshot(store, blank, &err), ERR_USAGE);
	refuses(edit_snapshot(store, (struct str){name, sizeof name}, &err), ERR_USAGE);
	store_batch_begin(store);
	ok(store_undo(store, UNDO_CAREFUL, &report, &err) && card_write(store, "in it", &err).n &&
		   card_write(store, "and this", &err).n,
	   "an undo within a batch is a step of its own");
	store_batch_end(store);
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	look_again();
	is_int(model_card_count(model), 0, "the batch goes as one");
	close_wall();
}

/* ---- sorting in silence, votes ---- */

static void test_coding(void)
{
	int64_t id;
	static char long_name[400];
	memset(long_name, 'n', sizeof long_name);
	struct str lines = STR("two\nlines"), wide = {long_name, 301};
	open_wall();
	card_id card = card_write(store, "a card", &err), gone = {nobody};
	cluster_id theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	insight_id insight;
	must(edit_insight_new(store, &(struct insight_draft){.claim = STR("So it is")}, &insight,
			      &err));
	refuses(edit_layer_put(store, &card, 1, STR("odd"), &err), ERR_USAGE);
	refuses(edit_layer_reveal(store, &err), ERR_USAGE);
	refuses(edit_layer_new(store, lines, &id, &err), ERR_USAGE);
	refuses(edit_layer_new(store, STR(""), &id, &err), ERR_USAGE);
	refuses(edit_layer_new(store, wide, &id, &err), ERR_USAGE);
	must(edit_layer_new(store, STR("mine"), &id, &err));
	refuses(edit_layer_new(store, STR("again"), &id, &err), ERR_USAGE);
	refuses(edit_layer_put(store, &gone, 1, STR("odd"), &err), ERR_NOT_FOUND);
	refuses(edit_layer_put(store, &card, 1, lines, &err), ERR_USAGE);
	must(edit_layer_put(store, &card, 1, STR("odd"), &err));
	int64_t before = store_changes(store);
	ok(edit_layer_put(store, &card, 1, STR("odd"), &err) && store_changes(store) == before,
	   "into the same pile is no change");
	refuses(edit_vote(store, theme, (insight_id){0}, 1, &err), ERR_USAGE);
	refuses(edit_ballot_new(store, lines, 5, false, &id, &err), ERR_USAGE);
	refuses(edit_ballot_new(store, STR("what"), 0, false, &id, &err), ERR_USAGE);
	refuses(edit_ballot_new(store, STR("what"), BALLOT_MOST + 1, false, &id, &err), ERR_USAGE);
	must(edit_ballot_new(store, STR("which insight"), 5, true, &id, &err));
	refuses(edit_ballot_new(store, STR("another"), 5, false, &id, &err), ERR_USAGE);
	refuses(edit_vote(store, theme, (insight_id){0}, 1, &err), ERR_USAGE);
	refuses(edit_vote(store, (cluster_id){0}, (insight_id){nobody}, 1, &err), ERR_NOT_FOUND);
	refuses(edit_vote(store, (cluster_id){0}, insight, -1, &err), ERR_USAGE);
	refuses(edit_vote(store, (cluster_id){0}, insight, BALLOT_MOST + 1, &err), ERR_USAGE);
	refuses(edit_vote(store, (cluster_id){0}, insight, 6, &err), ERR_USAGE);
	ok(edit_vote(store, (cluster_id){0}, insight, 5, &err), "as many as one has");
	must(edit_ballot_close(store, &err));
	must(edit_ballot_new(store, STR("which theme"), 5, false, &id, &err));
	refuses(edit_vote(store, (cluster_id){0}, insight, 1, &err), ERR_USAGE);
	refuses(edit_vote(store, (cluster_id){nobody}, (insight_id){0}, 1, &err), ERR_NOT_FOUND);
	ok(is_sound(), "the wall is sound");
	close_wall();
}

/* ---- people ---- */

static void import_voices(const char *name, const char *const *labels, const enum role *roles)
{
	static const struct line lines[] = {{0, "And then?"}, {1, "Then I left it."}};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS, .again = true};
	draft_make(&draft, name, lines, 2, labels, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	look_again();
}

static void test_people(void)
{
	static const char *const labels[] = {"Host", ""};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_MODERATOR};
	struct undo_report report;
	struct str day = STR("30 February"), none = STR("");
	open_wall();
	import_voices("a.vtt", labels, roles);
	transcript_id transcript = model_transcripts(model).ids[0];
	session_id session = model_sessions(model).ids[0];
	speaker_id host = model_speakers(model, transcript).ids[0],
		   mute = model_speakers(model, transcript).ids[1];
	refuses(edit_speaker(store, host, ROLE_PARTICIPANT, (participant_id){nobody}, &err),
		ERR_NOT_FOUND);
	ok(edit_speaker(store, mute, ROLE_PARTICIPANT, (participant_id){0}, &err),
	   "who has no label becomes a person all the same");
	look_again();
	participant_id person = model_speaker(model, mute)->participant;
	ok(str_equal(model_participant(model, person)->name, STR("unnamed")), "unnamed");
	ok(edit_speaker(store, mute, ROLE_PARTICIPANT, person, &err) &&
		   edit_speaker(store, mute, ROLE_PARTICIPANT, (participant_id){0}, &err),
	   "the same person again");
	look_again();
	ok(model_speaker(model, mute)->participant.n == person.n, "is the same person");
	refuses(edit_session(store, session, NULL, &day, &err), ERR_USAGE);
	ok(edit_session(store, session, NULL, &none, &err), "no date is a date");
	refuses(edit_session(store, (session_id){nobody}, &day, NULL, &err), ERR_NOT_FOUND);
	refuses(edit_participant_consent(store, person, &day, NULL, &err), ERR_USAGE);
	ok(edit_participant_consent(store, person, &none, NULL, &err), "nor is no consent");
	static const char *const others[] = {"Host", "Paul"};
	static const enum role known[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	import_voices("b.vtt", others, known);
	speaker_id paul = model_speakers(model, model_transcripts(model).ids[1]).ids[1];
	must(store_undo(store, UNDO_CAREFUL, &report, &err));
	ok(edit_speaker(store, paul, ROLE_OBSERVER, (participant_id){0}, &err) ||
		   err.code == ERR_NOT_FOUND,
	   "whose import was taken back attends nothing: %s", err.msg);
	look_again();
	ok(is_sound(), "the wall is sound");
	close_wall();
}

/* ---- whose change it was ---- */

static void test_blame(void)
{
	struct undo_report report;
	open_wall();
	import_interview(store, "p1.vtt", IMPORT_CARDS_TURNS, &err);
	look_again();
	participant_id person = model_participants(model).ids[0];
	must(edit_participant_attribute(store, person, STR("team"), STR("north"), &err));
	struct store *tom = open_as("Tom", &err);
	must(edit_participant_attribute(tom, person, STR("team"), STR("south"), &err));
	refuses(store_undo(store, UNDO_CAREFUL, &report, &err), ERR_CONFLICT);
	is_str(report.by, "Tom", "whose words stand under that name now");
	must(edit_participant_attribute(tom, person, STR("team"), STR(""), &err));
	refuses(store_undo(store, UNDO_CAREFUL, &report, &err), ERR_CONFLICT);
	is_str(report.by, "Tom", "or who took them away");
	store_close(tom);
	must(db_script(&store->db, &err, "UPDATE attribute SET value = 'x'"));
	cluster_id unnamed = cluster_write(store, "", (cluster_id){0}, &err);
	must(edit_cluster_name(store, unnamed, STR("Named"), STR(""), &err) &&
	     edit_cluster_name(store, unnamed, STR(""), STR("Named"), &err));
	refuses(edit_cluster_name(store, unnamed, STR("x"), STR("Named"), &err), ERR_CONFLICT);
	card_id card = card_write(store, "as it was", &err);
	must(db_script(&store->db, &err,
		       "DROP TRIGGER temp.journal_stays; DELETE FROM journal; UPDATE card SET "
		       "text = 'by nobody'"));
	refuses(edit_card_text(store, card, STR("y"), STR("as it was"), &err), ERR_CONFLICT);
	ok(!strstr(err.msg, " by "), "when nobody knows, nobody is named");
	close_wall();
}

/* ---- imports ---- */

/* What an observer says is no evidence, a bullet is a card, a person who is given is that person.
 */
static void test_imports(void)
{
	static const struct line lines[] = {
		{0, "I only watch."}, {1, "I work here."}, {-1, "a note in the margin"}};
	static const char *const labels[] = {"Watcher", "Ursula"};
	static const enum role roles[] = {ROLE_OBSERVER, ROLE_UNKNOWN};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	open_wall();
	draft_make(&draft, "watched.vtt", lines, 3, labels, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	is_int((int64_t)report.cards, 2, "two of three turns are evidence");
	options = (struct import_options){.cards = IMPORT_CARDS_MARKED, .again = true};
	draft.turns[2].bullet = true;
	must(edit_import(store, &draft, &options, &report, &err));
	is_int((int64_t)report.cards, 1, "the one bullet is a card");
	look_again();
	participant_id ursula = model_participants(model).ids[0];
	options = (struct import_options){.participant = {.id = ursula}, .again = true};
	must(edit_import(store, &draft, &options, &report, &err));
	draft.speakers[1].person = ursula;
	options.participant.id.n = 0;
	must(edit_import(store, &draft, &options, &report, &err));
	look_again();
	is_int((int64_t)model_participants(model).n, 1, "nobody new came with either");
	draft.speakers[1].person.n = nobody;
	refuses(edit_import(store, &draft, &options, &report, &err), ERR_NOT_FOUND);
	options.participant.id.n = nobody;
	refuses(edit_import(store, &draft, &options, &report, &err), ERR_NOT_FOUND);
	draft_release(&draft);
	ok(is_sound(), "the wall is sound");
	close_wall();
}

/* ---- what is gone ---- */

static void test_gone(void)
{
	card_id card, gone = {nobody};
	struct card_draft draft = {.kind = CARD_IDEA,
				   .text = STR("an idea"),
				   .place = in_cluster((cluster_id){nobody})};
	struct place tray = {.kind = PLACE_PARKED};
	open_wall();
	refuses(edit_card_new(store, &draft, &card, &err), ERR_NOT_FOUND);
	card = card_write(store, "a card", &err);
	refuses(edit_card_place(store, &gone, 1, &tray, &err), ERR_NOT_FOUND);
	refuses(edit_card_place(store, (card_id[]){card, gone}, 2, &tray, &err), ERR_NOT_FOUND);
	close_wall();
}

/* ---- what others did since ---- */

static void test_since(void)
{
	struct change_count counts[3] = {{.steps = 0}};
	open_wall();
	card_write(store, "by Ann", &err);
	int64_t then = store_changes(store);
	struct store *tom = open_as("Tom", &err), *bob = open_as("Bob", &err);
	card_write(bob, "by Bob", &err);
	card_write(tom, "by Tom", &err);
	card_write(tom, "by Tom again", &err);
	card_write(store, "by Ann again", &err);
	size_t n = store_changes_since(store, then, counts, 3);
	ok(n == 2 && counts[0].coder.n == store_coder(tom).n && counts[0].steps == 2 &&
		   counts[1].coder.n == store_coder(bob).n && counts[1].steps == 1 &&
		   strstr(counts[0].label, "C-004"),
	   "two others, who did most first, with their newest: %s", counts[0].label);
	is_int((int64_t)store_changes_since(store, then, counts, 1), 1, "as many as there is room");
	is_int((int64_t)store_changes_since(store, 99, counts, 3), 0, "nobody since then");
	store_close(tom);
	store_close(bob);
	close_wall();
}

/* ---- a name in a transcript that was corrected ---- */

static int count_bytes(const char *word)
{
	static char bytes[1 << 21];
	FILE *file = fopen(fixture_wall, "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	int hits = 0;
	if (file)
		fclose(file);
	for (char *p = bytes; (p = memmem(p, n - (size_t)(p - bytes), word, strlen(word))); p++)
		hits++;
	return hits;
}

/* Its quotes moved with the correction: both their places are in the history, and the name stood in
 * either. */
static void test_forget_corrected(void)
{
	static const struct line before[] = {{0, "Hello Paula, and then?"},
					     {1, "Paula Kern, that is me. I left it."}};
	static const struct line after[] = {{0, "Good morning. Hello Paula, and then?"},
					    {1, "Well, Paula Kern, that is me. I left it."}};
	static const char *const labels[] = {"Host", "Paula Kern"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct forget_report forgot;
	struct import_options options = {.cards = IMPORT_CARDS_SENTENCES};
	open_wall();
	draft_make(&draft, "a.vtt", before, 2, labels, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	options = (struct import_options){.corrects = report.transcript};
	draft_make(&draft, "b.vtt", after, 2, labels, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	ok(report.placed + report.moved > 0, "quotes have followed their words");
	free(report.moved_cards);
	look_again();
	participant_id person = model_participants(model).ids[0];
	bool good = store_forget(store, person, NULL, NULL, NULL, &forgot, &err);
	strbuf_release(&forgot.spared);
	ok(good && count_bytes("Paula") == 0 && count_bytes("Kern") == 0,
	   "forgotten in both versions and in how one became the other: %s", err.msg);
	ok(is_sound() && replays(store, &err), "and the wall is sound");
	close_wall();
}

/* Applying changes rolls back what it began before it returns its code. */
static void test_said_late(void)
{
	must((store = open_as("Ann", &err)));
	must(db_script(&store->db, &err, "SELECT 1"));
	ok(!db_fail_with(&store->db, SQLITE_IOERR_READ, &err) && err.code == ERR_IO &&
		   strstr(err.msg, "disk I/O error") && !strstr(err.msg, "not an error"),
	   "a code that the connection no longer knows keeps its words: %s", err.msg);
	store_close(store);
}

int main(void)
{
	fixture_begin();
	test_coders();
	test_titles();
	test_mended();
	test_numbers();
	test_home();
	test_study();
	test_coding();
	test_people();
	test_blame();
	test_imports();
	test_gone();
	test_since();
	test_forget_corrected();
	test_said_late();
	fixture_end();
	return done();
}
