/* More wholes: steps taken back although others have built on them, copies joined where both
 * touched one place or somebody is forgotten, damage that goes through a transcript. */
#include "wholes-internal.h"

#include "old-wall.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/forget.h"
#include "themewall/store/salvage.h"

#define err wholes_err

static const struct store_options plain, creating = {.create = true};
static const char copy_name[] = "study-20260316-140207.wall";
static bool is_told; /* that the name is left in the copy */

void more_wholes_begin(const char *folder)
{
	snprintf(fixture_folder, sizeof fixture_folder, "%s", folder);
	snprintf(fixture_wall, sizeof fixture_wall, "%s/study.wall", folder);
}

/* ---- taken back anyway ---- */

static struct model *load_new(struct store *from)
{
	struct model *model = model_new();
	must(store_load(from, model, &err));
	return model;
}

static void tie_card(struct store *by, card_id card, insight_id insight)
{
	evidence_id id;
	struct evidence_draft draft = {.card = card};
	must(edit_evidence_add(by, insight, &draft, &id, &err));
	must(edit_card_tag(by, &card, 1, tag_parse(STR("mood: glad")), true, &err));
}

/* Ann brings in an interview; Tom works with all that it made. */
static void ground_used(void)
{
	insight_id insight;
	struct insight_draft claim = {.claim = STR("They rebuild")};
	must(wholes_open_at(&wholes_store, "study.wall", "Ann", creating));
	must(wholes_open_at(&wholes_partner, "study.wall", "Tom", plain));
	struct store *tom = wholes_partner;
	cluster_id theme = cluster_write(tom, "Tom's", (cluster_id){0}, &err);
	card_id mine = card_write(tom, "by Tom", &err);
	struct place place = in_cluster(theme);
	must(edit_card_place(tom, &mine, 1, &place, &err));
	must(edit_insight_new(tom, &claim, &insight, &err));
	import_interview(wholes_store, "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	struct model *model = load_new(tom);
	card_id made[8];
	size_t n = 0;
	struct card_list all = model_cards(model);
	for (size_t i = 0; i < all.n && n < 8; i++)
		if (model_card(model, all.ids[i])->kind == CARD_QUOTE)
			made[n++] = all.ids[i];
	must(n >= 4);
	participant_id person = model_participants(model).ids[0];
	session_id session = model_sessions(model).ids[0];
	must(edit_card_place(tom, made, 1, &place, &err) &&
	     edit_card_copy(tom, made, 1, cluster_write(tom, "More", (cluster_id){0}, &err), &err));
	tie_card(tom, made[0], insight);
	must(edit_card_merge(tom, (card_id[]){made[1], made[2]}, 2, &err));
	must(edit_tension(tom, made[3], mine, (cluster_id){0}, true, &err));
	must(edit_participant_attribute(tom, person, STR("team"), STR("north"), &err));
	must(edit_participant_name(tom, person, STR("Paula Kern"), &err));
	must(edit_card_participant(tom, mine, person, &err));
	struct card_draft later = {.kind = CARD_IDEA,
				   .text = STR("heard then"),
				   .participant = person,
				   .session = session};
	card_id id;
	must(edit_card_new(tom, &later, &id, &err));
	model_free(model);
	wholes_close();
}

static bool undo(enum undo_policy policy)
{
	struct undo_report report;
	return store_undo(wholes_store, policy, &report, &err);
}

static bool undo_anyway(void)
{
	return undo(UNDO_ANYWAY);
}

static bool is_taken_back(void)
{
	return wholes_count_in("study.wall",
			       "SELECT (SELECT count(*) FROM card WHERE text = 'by Tom' AND "
			       "participant IS NULL) + (SELECT count(*) FROM transcript WHERE "
			       "hidden = 0)") == 1;
}

/* It is refused, and by whose doing. */
static bool undo_in_vain(void)
{
	return !undo(UNDO_CAREFUL) && err.code == ERR_CONFLICT && strstr(err.msg, "Tom");
}

static bool is_there(void)
{
	return wholes_count_in("study.wall", "SELECT count(*) FROM transcript WHERE hidden = 0") ==
	       1;
}

/* A theme with another's cards, an insight with evidence, a layer, a vote: one batch. */
static void ground_things(void)
{
	insight_id insight;
	int64_t layer, ballot;
	struct insight_draft claim = {.claim = STR("They rebuild")};
	must(wholes_open_at(&wholes_store, "study.wall", "Ann", creating));
	card_id card = card_write(wholes_store, "a card", &err);
	struct store *ann = wholes_store;
	store_batch_begin(ann);
	cluster_id theme = cluster_write(ann, "Going", (cluster_id){0}, &err);
	must(edit_insight_new(ann, &claim, &insight, &err));
	must(edit_layer_new(ann, STR("mine"), &layer, &err));
	must(edit_ballot_new(ann, STR("what next"), 5, false, &ballot, &err));
	store_batch_end(ann);
	must(edit_layer_put(ann, &card, 1, STR("odd"), &err) &&
	     edit_vote(ann, theme, (insight_id){0}, 2, &err));
	struct undo_report report;
	must(store_undo(ann, UNDO_SKIP, &report, &err));
	must(store_undo(ann, UNDO_SKIP, &report, &err));
	must(wholes_open_at(&wholes_partner, "study.wall", "Tom", plain));
	struct place place = in_cluster(theme);
	must(edit_card_place(wholes_partner, &card, 1, &place, &err));
	tie_card(wholes_partner, card, insight);
	wholes_close();
}

static bool are_gone(void)
{
	return wholes_count_in("study.wall",
			       "SELECT (SELECT count(*) FROM cluster) + (SELECT count(*) FROM "
			       "insight) + (SELECT count(*) FROM layer) + (SELECT count(*) FROM "
			       "ballot)") == 0 &&
	       wholes_count_in("study.wall", "SELECT count(*) FROM card") == 1;
}

/* ---- joins ---- */

/* What Tom wrote meets things that Ann has put elsewhere before. */
static void ground_moved(void)
{
	must(wholes_open_at(&wholes_store, "study.wall", "Ann", creating));
	struct store *ann = wholes_store;
	import_interview(ann, "first.vtt", IMPORT_CARDS_SENTENCES, &err);
	cluster_id home = cluster_write(ann, "Home", (cluster_id){0}, &err);
	cluster_id child = cluster_write(ann, "Child", home, &err);
	cluster_id second = cluster_write(ann, "Second", home, &err);
	cluster_id empty = cluster_write(ann, "Empty", (cluster_id){0}, &err);
	card_id card = card_write(ann, "a card", &err), other = card_write(ann, "another", &err);
	card_id lost = card_write(ann, "to be lost", &err);
	struct place at_home = in_cluster(home), at_empty = in_cluster(empty);
	struct place first = {.kind = PLACE_CLUSTER, .cluster = home};
	struct place tray = {.kind = PLACE_TRAY};
	insight_id insight, late;
	struct insight_draft claim = {.claim = STR("They rebuild")};
	must(edit_card_place(ann, (card_id[]){card, other}, 2, &at_home, &err));
	must(edit_insight_new(ann, &claim, &insight, &err));
	must(store_backup(ann, fixture_path("other.wall"), &err));
	must(wholes_open_at(&wholes_partner, "other.wall", "Tom", plain));
	struct store *tom = wholes_partner;
	struct cluster_place top = {.column = 4, .line = 50},
			     under = {.parent = empty, .after_sibling = FIRST_CHILD},
			     before = {.parent = home, .after_sibling = FIRST_CHILD};
	for (int i = 0; i < 8; i++)
		card_write(tom, "time goes by", &err);
	must(edit_card_place(ann, (card_id[]){card, other}, 2, &tray, &err));
	must(edit_cluster_place(ann, child, &top, &err) &&
	     edit_cluster_place(ann, second, &top, &err));
	tie_card(ann, card, insight);
	must(edit_card_place(tom, &card, 1, &at_empty, &err) &&
	     edit_card_place(tom, &other, 1, &first, &err));
	must(edit_cluster_place(tom, child, &under, &err) &&
	     edit_cluster_place(tom, second, &before, &err));
	must(edit_insight_new(tom, &claim, &late, &err));
	tie_card(tom, card, late);
	tie_card(tom, lost, late); /* which does not apply: it is gone */
	must(edit_card_delete(ann, &lost, 1, &err));
	must(edit_card_delete(tom, &other, 1, &err));
	struct undo_report report;
	card_write(tom, "not meant", &err);
	must(store_undo(tom, UNDO_CAREFUL, &report, &err));
	struct model *model = load_new(tom);
	transcript_id transcript = model_transcripts(model).ids[0];
	speaker_id speaker = model_speakers(model, transcript).ids[1];
	must(edit_speaker(tom, speaker, ROLE_OBSERVER, (participant_id){0}, &err));
	model_free(model);
	wholes_close();
}

static bool has_moved(void)
{
	return wholes_count_in("study.wall",
			       "SELECT (SELECT count(*) FROM cluster WHERE name = 'Child' AND "
			       "parent IS NOT NULL) + (SELECT count(*) FROM cluster WHERE name = "
			       "'Second' AND parent IS NULL) + (SELECT count(*) FROM placement p "
			       "JOIN card c ON c.id = p.card JOIN cluster t ON t.id = p.cluster "
			       "WHERE c.text = 'a card' AND t.name = 'Empty')") == 3;
}

static void import_quentin(struct store *store)
{
	static const struct line lines[] = {{0, "And you?"}, {1, "Paula told me all of it."}};
	static const char *const speakers[] = {"Moderator", "Quentin"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_SENTENCES};
	draft_make(&draft, "second.vtt", lines, 2, speakers, roles, 2);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
}

/* Each has forgotten somebody whom the other knows, and worked on. */
void wholes_ground_forgotten(void)
{
	struct forget_report report;
	wholes_ground_wall();
	must(wholes_begin_open());
	import_quentin(wholes_store);
	must(store_backup(wholes_store, fixture_path("other.wall"), &err));
	must(wholes_open_at(&wholes_partner, "other.wall", "Tom", plain));
	struct model *model = load_new(wholes_store);
	struct participant_list people = model_participants(model);
	must(people.n >= 2);
	must(edit_participant_name(wholes_store, people.ids[1], STR("Quentin Two"), &err) &&
	     edit_participant_name(wholes_partner, people.ids[1], STR("Quentin Three"), &err));
	must(store_forget(wholes_store, people.ids[0], NULL, NULL, NULL, &report, &err));
	strbuf_release(&report.spared);
	card_write(wholes_partner, "theirs, of Paula", &err);
	must(store_forget(wholes_partner, people.ids[1], NULL, NULL, NULL, &report, &err));
	strbuf_release(&report.spared);
	model_free(model);
	wholes_close();
}

static bool both_are_forgotten(void)
{
	return wholes_count_in("study.wall",
			       "SELECT count(*) FROM card WHERE text GLOB 'theirs*'") == 1 &&
	       wholes_count_in("study.wall",
			       "SELECT count(*) FROM meta WHERE key GLOB 'forgotten *'") >= 1;
}

/* A name in steps that came from another copy and are kept as they were written there. */
static void ground_joined(void)
{
	ground_moved();
	must(wholes_open_at(&wholes_partner, "other.wall", "Tom", plain));
	struct model *model = load_new(wholes_partner);
	struct card_list all = model_cards(model);
	card_id card = {0};
	for (size_t i = 0; i < all.n; i++)
		if (str_equal(model_card(model, all.ids[i])->text, STR("a card")))
			card = all.ids[i];
	must(edit_card_text(wholes_partner, card, STR("so Paula said"), STR("a card"), &err));
	model_free(model);
	wholes_close();
	must(wholes_begin_open() &&
	     edit_card_text(wholes_store, card, STR("heard"), STR("a card"), &err));
	must(wholes_merge());
	wholes_close();
	unlink(fixture_path("other.wall"));
}

static bool is_forgotten(void)
{
	return !wholes_has_name("study.wall") &&
	       wholes_count_in("study.wall", "SELECT count(*) FROM card WHERE text = 'a card' OR "
					     "text GLOB '*said'") == 1;
}

/* Beside the wall lies a copy of this very file: what is put there again would be another. */
static bool begin_with_copy(void)
{
	return wholes_begin_open() && (access(fixture_path(copy_name), F_OK) == 0 ||
				       store_backup(wholes_store, fixture_path(copy_name), &err));
}

static void note_left(const char *path, const char *why, void *context)
{
	*(bool *)context = strstr(path, copy_name) && strlen(why) > 8;
}

static bool forget_in_copy(void)
{
	struct forget_report report;
	struct model *seen = model_new();
	is_told = false;
	bool good = store_load(wholes_store, seen, &err) &&
		    store_forget(wholes_store, model_participants(seen).ids[0], NULL, note_left,
				 &is_told, &report, &err);
	if (good)
		strbuf_release(&report.spared);
	model_free(seen);
	return good;
}

/* In the copy, too, unless one was told that it is not. */
static bool is_forgotten_in_both(void)
{
	return !wholes_has_name("study.wall") && (is_told || !wholes_has_name(copy_name));
}

/* ---- damage ---- */

/* Turns are gone from the middle and the end of a transcript, and words that were quoted. */
static void ground_gaps(void)
{
	wholes_ground_wall();
	must(old_wall_sql(fixture_wall, "DELETE FROM turn WHERE seq IN (1, 3); DELETE FROM speaker "
					"WHERE label = 'Paula'; UPDATE placement SET rank = 'b' "
					"WHERE cluster IS NOT NULL"));
}

const struct whole more_wholes[] = {
	{"undo anyway", ground_used, wholes_begin_open, undo_anyway, is_taken_back,
	 .silent = false},
	{"undo in vain", ground_used, wholes_begin_open, undo_in_vain, is_there, .silent = false},
	{"undo things anyway", ground_things, wholes_begin_open, undo_anyway, are_gone,
	 .silent = false},
	{"merge what moved", ground_moved, wholes_begin_open, wholes_merge, has_moved,
	 .silent = false},
	{"merge, forgetting", wholes_ground_forgotten, wholes_begin_open, wholes_merge,
	 both_are_forgotten, .silent = false},
	{"forget what was merged", ground_joined, wholes_begin_open, wholes_forget, is_forgotten,
	 .silent = false},
	{"forget in a copy", wholes_ground_wall, begin_with_copy, forget_in_copy,
	 is_forgotten_in_both, .silent = false},
	{"save with gaps", ground_gaps, NULL, wholes_save, wholes_is_saved, .silent = false},
};
const size_t nmore_wholes = TW_COUNT(more_wholes);
