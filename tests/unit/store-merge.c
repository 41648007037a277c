/*
 * Two copies joined: what each did stands, the later wins, what no longer applies is kept and told;
 * codes, coders, transcripts, forgotten persons; and what is refused.
 */
#include <fcntl.h>

#include <sqlite3.h>

#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-insight.h"
#include "themewall/store/forget.h"
#include "themewall/store/merge.h"

static struct err err;
static char other_path[400], told[2000];

static struct store *open_at(const char *path, const char *who)
{
	struct store *store = NULL;
	struct store_options options = {.create = true, .coder = str_of(who), .patience_ms = 2000};
	err_clear(&err);
	store_open(&store, path, &options, NULL, &err);
	return store;
}

static void keep_told(const char *words, void *context)
{
	size_t n = strlen(told);
	snprintf(told + n, sizeof told - n, "%s; ", words);
}

static struct merge_report join(const char *to, const char *who, const char *from)
{
	struct merge_report report;
	struct store *store = open_at(to, who);
	must(store);
	told[0] = '\0';
	store_merge(store, from, keep_told, NULL, NULL, &report, &err);
	struct err failed = err;
	size_t problems = 0;
	ok(store_check(store, say_problem, NULL, &problems, &err) && !problems &&
		   replays(store, &err),
	   "whole, and the journal makes the same wall");
	err = failed;
	store_close(store);
	return report;
}

static char *dump_at(const char *path)
{
	struct model *model = model_new();
	struct store *store = open_at(path, "a reader");
	must(store && store_load(store, model, &err));
	char *dump = model_dump(model);
	model_free(model);
	store_close(store);
	return dump;
}

static struct work {
	card_id card, lost;
	cluster_id theme, going;
} at;

/* Ann's wall with some work, and Tom's copy of it. */
static void begin(void)
{
	fixture_sweep();
	struct store *store = open_at(fixture_wall, "Ann");
	must(store);
	import_interview(store, "p1.vtt", IMPORT_CARDS_TURNS, &err);
	at.card = card_write(store, "as it was", &err);
	at.lost = card_write(store, "to be lost", &err);
	at.theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	at.going = cluster_write(store, "Going", (cluster_id){0}, &err);
	unlink(other_path);
	must(store_backup(store, other_path, &err));
	store_close(store);
}

static bool move(struct store *store, card_id id, cluster_id to)
{
	struct place place = in_cluster(to);
	return edit_card_place(store, &id, 1, &place, &err);
}

static bool import_again(struct store *store)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.again = true};
	draft_interview(&draft, "p2.vtt");
	bool good = edit_import(store, &draft, &options, &report, &err);
	draft_release(&draft);
	return good;
}

static void test_join(void)
{
	begin();
	struct store *ann = open_at(fixture_wall, "Ann"), *tom = open_at(other_path, "Tom");
	must(ann && tom);
	ok(tom->replica != ann->replica && tom->letter >= 'b', "a copy has a letter: %c",
	   tom->letter);
	must(edit_card_text(ann, at.card, STR("by Ann"), STR("as it was"), &err));
	must(edit_cluster_delete(ann, at.going, 0, &err));
	must(edit_card_delete(ann, &at.lost, 1, &err));
	for (int i = 0; i < 3; i++)
		card_write(tom, "by Tom", &err);
	must(edit_card_text(tom, at.card, STR("by Tom, later"), STR("as it was"), &err));
	must(move(tom, at.lost, at.theme));
	must(move(tom, at.card, at.going));
	must(import_again(tom));
	store_close(ann);
	store_close(tom);
	struct merge_report report = join(fixture_wall, "Ann", other_path);
	ok(report.rows == 7 && strcmp(report.by.buf, "Tom") == 0 && report.transcripts == 1,
	   "%zu changes by %s, %zu transcripts: %s", report.rows, report.by.buf, report.transcripts,
	   err.msg);
	ok(report.skipped == 1 && strstr(told, "Tom: move of C-003 to “Going”"),
	   "what does not apply is told: %s", told);
	struct stat st;
	ok(stat(report.copy.buf, &st) == 0, "as it was before: %s", report.copy.buf);
	merge_report_release(&report);
	char *one = dump_at(fixture_wall);
	ok(strstr(one, "[by Tom, later]") && !strstr(one, "to be lost"),
	   "the later text wins, what is gone stays gone");
	ok(strstr(last_label(ann = open_at(fixture_wall, "Ann"), &err), "import of p2"),
	   "everything is in the history");
	store_close(ann);
	report = join(other_path, "Tom", fixture_wall);
	ok(report.rows == 3 && report.skipped == 1, "and back: %zu, %zu: %s", report.rows,
	   report.skipped, err.msg);
	merge_report_release(&report);
	char *two = dump_at(other_path);
	is_str(two, one, "both are the same");
	report = join(fixture_wall, "Ann", other_path);
	ok(report.rows == 0 && !report.copy.len, "then there is nothing new");
	merge_report_release(&report);
	free(one);
	free(two);
}

static void test_undo(void)
{
	struct undo_report undo;
	begin();
	struct store *tom = open_at(other_path, "Tom");
	must(move(tom, at.card, at.theme));
	store_close(tom);
	struct store *ann = open_at(fixture_wall, "Ann");
	must(edit_card_text(ann, at.lost, STR("kept"), STR("to be lost"), &err));
	store_close(ann);
	struct merge_report report = join(fixture_wall, "Ann", other_path);
	merge_report_release(&report);
	ann = open_at(fixture_wall, "Ann");
	ok(store_undo(ann, UNDO_CAREFUL, &undo, &err) && strstr(undo.label, "C-"),
	   "Ann's own step is hers to undo: %s %s", undo.label, err.msg);
	store_close(ann);
	tom = open_at(fixture_wall, "Tom");
	ok(store_undo(tom, UNDO_CAREFUL, &undo, &err) && strstr(undo.label, "Trust"),
	   "and Tom's his, here: %s %s", undo.label, err.msg);
	ok(replays(tom, &err), "replay agrees");
	store_close(tom);
}

/* Each took away one of the two that supported it: both may, and it is a draft again. */
static void test_support(void)
{
	begin();
	struct store *ann = open_at(fixture_wall, "Ann");
	insight_id insight;
	evidence_id one, two;
	struct insight_draft draft = {.claim = STR("people rebuild the sum")};
	struct evidence_draft first = {.card = at.card, .stance = STANCE_SUPPORTS};
	struct evidence_draft second = {.cluster = at.theme, .stance = STANCE_SUPPORTS};
	must(edit_insight_new(ann, &draft, &insight, &err) &&
	     edit_evidence_add(ann, insight, &first, &one, &err) &&
	     edit_evidence_add(ann, insight, &second, &two, &err) &&
	     edit_insight_review(ann, insight, true, &err));
	unlink(other_path);
	must(store_backup(ann, other_path, &err));
	struct store *tom = open_at(other_path, "Tom");
	must(tom && edit_evidence_remove(ann, one, &err) && edit_evidence_remove(tom, two, &err));
	store_close(ann);
	store_close(tom);
	struct merge_report report = join(fixture_wall, "Ann", other_path);
	ok(report.rows == 1 && report.skipped == 0, "both removals stand: %s %s", told, err.msg);
	merge_report_release(&report);
	report = join(other_path, "Tom", fixture_wall);
	ok(report.skipped == 0, "on both sides: %s", told);
	merge_report_release(&report);
	char *here = dump_at(fixture_wall), *there = dump_at(other_path);
	is_str(there, here, "both are the same");
	struct model *model = model_new();
	ann = open_at(fixture_wall, "Ann");
	must(store_load(ann, model, &err));
	ok(!model_insight(model, insight)->reviewed && model_evidence_of(model, insight).n == 0,
	   "what nothing supports is a draft again");
	store_close(ann);
	model_free(model);
	free(here);
	free(there);
}

static void test_refused(void)
{
	begin();
	struct store *ann = open_at(fixture_wall, "Ann");
	struct merge_report report;
	const char *stranger = fixture_path("stranger.wall");
	store_close(open_at(stranger, "Tom"));
	ok(!store_merge(ann, fixture_path("stranger.wall"), NULL, NULL, NULL, &report, &err) &&
		   strstr(err.msg, "not copies"),
	   "another wall is none of ours: %s", err.msg);
	ok(!report.copy.len, "no copy is left over");
	merge_report_release(&report);
	ok(!store_merge(ann, fixture_path("no.wall"), NULL, NULL, NULL, &report, &err),
	   "no such file: %s", err.msg);
	merge_report_release(&report);
	sqlite3 *db = NULL;
	sqlite3_open(other_path, &db);
	sqlite3_exec(db, "UPDATE journal SET changeset = x'5401', label = 'x' WHERE id = 3", NULL,
		     NULL, NULL);
	sqlite3_exec(db, "UPDATE journal SET lamport = 900 WHERE id = 3", NULL, NULL, NULL);
	sqlite3_close(db);
	ok(!store_merge(ann, other_path, NULL, NULL, NULL, &report, &err) &&
		   strstr(err.msg, "damaged"),
	   "a broken changeset never comes near: %s", err.msg);
	merge_report_release(&report);
	sqlite3_open(other_path, &db);
	sqlite3_exec(db, "CREATE VIEW v AS SELECT 1", NULL, NULL, NULL);
	sqlite3_close(db);
	ok(!store_merge(ann, other_path, NULL, NULL, NULL, &report, &err) && err.code == ERR_UNSAFE,
	   "nor does a file with more in it: %s", err.msg);
	merge_report_release(&report);
	store_close(ann);
}

static bool holds(const char *path, const char *words)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	if (file)
		fclose(file);
	return memmem(bytes, n, words, strlen(words)) != NULL;
}

static void test_forgotten(void)
{
	struct forget_report forgot;
	begin();
	struct store *tom = open_at(other_path, "Tom");
	struct model *model = model_new();
	must(store_load(tom, model, &err));
	participant_id paula = model_participants(model).ids[0];
	model_free(model);
	must(edit_participant_name(tom, paula, STR("Paula Quist"), &err));
	card_write(tom, "Quist came back to it", &err);
	store_close(tom);
	struct store *ann = open_at(fixture_wall, "Ann");
	must(store_forget(ann, paula, NULL, NULL, NULL, &forgot, &err));
	strbuf_release(&forgot.spared);
	store_close(ann);
	struct merge_report report = join(fixture_wall, "Ann", other_path);
	ok(report.rows == 2, "they come in: %s", err.msg);
	ok(!holds(fixture_wall, "Quist") && !holds(fixture_wall, "Paula"),
	   "but not whom this copy has forgotten");
	ok(holds(other_path, "Paula"), "the other is only read");
	merge_report_release(&report);
	report = join(other_path, "Tom", fixture_wall);
	is_int(report.forgotten, 1, "which the other is told");
	merge_report_release(&report);
}

int main(void)
{
	fixture_begin();
	snprintf(other_path, sizeof other_path, "%s/tom.wall", fixture_folder);
	test_join();
	test_undo();
	test_support();
	test_refused();
	test_forgotten();
	fixture_sweep();
	fixture_end();
	return done();
}
