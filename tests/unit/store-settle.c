/*
 * Two copies joined where only one of them touched a place, so that half of what a place is was
 * written and the rest stands here; reviewed insights; letters that two copies share; where the
 * wall as it was is put; and a wall that was broken before.
 */
#include "old-wall.h"
#include "store-join.h"
#include "themewall/store/edit-insight.h"

/* ---- half of a place ---- */

static void test_cards(void)
{
	begin();
	struct place first = {.kind = PLACE_CLUSTER, .cluster = at.home};
	must(edit_card_place(tom, &at.third, 1, &first, &err));
	ok(join() && model_cluster(model, at.home)->ncards == 2 &&
		   model_cluster(model, at.home)->cards[0].n == at.third.n,
	   "put in order in its theme (%s)", err.msg);
	end();
	begin();
	must(move(tom, at.card, at.empty));
	const struct card *moved;
	ok(join() && (moved = model_card(model, at.card))->cluster.n == at.empty.n && moved->rank.n,
	   "first of another theme, as it was of its own: the rank that stays serves (%s)",
	   err.msg);
	end();
}

static bool child_is(size_t i, cluster_id id)
{
	const struct cluster *home = model_cluster(model, at.home);
	return home->nchildren == 2 && home->children[i].n == id.n;
}

static void test_themes(void)
{
	begin();
	must(nest(tom, at.second, at.home, FIRST_CHILD));
	ok(join() && child_is(0, at.second) && child_is(1, at.child),
	   "a theme put in order beneath another (%s)", err.msg);
	end();
	begin();
	must(nest(tom, at.child, at.empty, FIRST_CHILD));
	ok(join() && model_cluster(model, at.child)->parent.n == at.empty.n &&
		   model_cluster(model, at.child)->rank.n,
	   "beneath another, first in both (%s)", err.msg);
	end();
	begin();
	must(stand(ann, at.empty, 3, 0) &&
	     edit_cluster_name(tom, at.empty, STR("Full"), STR("Empty"), &err));
	ok(join() && model_cluster(model, at.empty)->column == 3 &&
		   str_equal(model_cluster(model, at.empty)->name, STR("Full")),
	   "a name says nothing about its place (%s)", err.msg);
	end();
	begin();
	must(stand(tom, at.empty, 0, 77));
	ok(join() && model_cluster(model, at.empty)->line == 77 && !*told,
	   "down the wall in its own column (%s)", err.msg);
	end();
}

/* ---- insights ---- */

static insight_id claim(struct store *store, card_id card)
{
	insight_id insight = {0};
	evidence_id evidence;
	struct insight_draft draft = {.claim = STR("They rebuild")};
	struct evidence_draft support = {.card = card};
	must(edit_insight_new(store, &draft, &insight, &err) &&
	     edit_evidence_add(store, insight, &support, &evidence, &err));
	return insight;
}

static void test_reviewed(void)
{
	begin();
	insight_id insight = claim(tom, at.card);
	must(edit_insight_review(tom, insight, true, &err));
	ok(join() && model_insight(model, insight)->reviewed && !*told,
	   "what Tom marked as reviewed is (%s)", told);
	end();
	begin();
	insight = claim(tom, at.card);
	must(edit_card_delete(ann, &at.card, 1, &err) &&
	     edit_insight_review(tom, insight, true, &err));
	ok(join() && !model_insight(model, insight)->reviewed &&
		   strstr(told, "would have nothing that supports it"),
	   "not when Ann took its support away before: %s", told);
	end();
}

/* Ann took apart what his step stands on, in two ways. */
static void test_gone(void)
{
	begin();
	must(edit_cluster_delete(ann, at.empty, 0, &err) &&
	     edit_card_delete(ann, &at.card, 1, &err));
	must(move(tom, at.third, at.empty));
	claim(tom, at.card);
	ok(join() && strstr(told, "what it is about is gone") &&
		   model_card(model, at.third)->cluster.n == at.home.n,
	   "into a theme that is gone, and upon a card that is: %s", told);
	end();
}

/* ---- letters ---- */

/* A copy, opened by somebody who may work on it; the letter that it likes. */
static char make_copy(char name[64], int n, bool works)
{
	snprintf(name, 64, "copy%d.wall", n);
	must(store_backup(ann, fixture_path(name), &err));
	struct store *copy = open_at(fixture_path(name), "Cem");
	if (works)
		card_write(copy, "by the copy", &err);
	char letter = copy->letter;
	store_close(copy);
	return letter;
}

/* Two copies that like the same letter. */
static char make_pair(char name[64], char twin[64], bool work)
{
	char letters[40] = "", letter = make_copy(name, 0, work);
	for (int n = 0; !strchr(letters, letter); letter = make_copy(name, ++n, work)) {
		must(n < 26); /* more copies than there are letters */
		letters[n] = letter;
	}
	snprintf(twin, 64, "copy%d.wall", (int)(strchr(letters, letter) - letters));
	return letter;
}

static void test_letters(void)
{
	char name[64], twin[64];
	struct merge_report report;
	begin();
	char letter = make_pair(name, twin, true);
	struct store *copy = open_at(fixture_path(name), "Cem");
	must(store_merge(copy, fixture_path(twin), NULL, NULL, NULL, &report, &err));
	merge_report_release(&report);
	size_t problems = 1;
	int64_t letters_now = 0, codes = 0;
	must(db_get_int(&copy->db, &err, &letters_now, "SELECT count(DISTINCT letter) FROM replica",
			"") &&
	     db_get_int(&copy->db, &err, &codes,
			"SELECT count(DISTINCT code) FROM card WHERE text = 'by the copy'", ""));
	ok(letters_now == 3 && codes == 2,
	   "two copies that both like %c are told apart, and their cards by their codes", letter);
	ok(store_check(copy, say_problem, NULL, &problems, &err) && !problems &&
		   replays(copy, &err),
	   "the wall is sound (%s)", err.msg);
	store_close(copy);
	end();
}

/* There is nothing to take in: nothing is told apart that never meets. */
static void test_idle_copies(void)
{
	char name[64], twin[64];
	struct merge_report report;
	begin();
	char letter = make_pair(name, twin, false);
	struct store *copy = open_at(fixture_path(name), "Cem");
	must(store_merge(copy, fixture_path(twin), NULL, NULL, NULL, &report, &err));
	int64_t copies = 0;
	must(db_get_int(&copy->db, &err, &copies, "SELECT count(*) FROM replica", ""));
	ok(!report.rows && !report.copy.len && copy->letter == letter && copies == 2,
	   "a copy without work brings nothing, not even its letter %c", letter);
	merge_report_release(&report);
	store_close(copy);
	end();
}

/* ---- what is put aside ---- */

static char aside[400];

static bool in_aside(struct strbuf *path)
{
	strbuf_add_z(path, aside);
	return true;
}

static bool nowhere(struct strbuf *path)
{
	return false;
}

static void test_aside(void)
{
	struct merge_report report;
	begin();
	snprintf(aside, sizeof aside, "%s/aside", fixture_folder);
	must(!mkdir(aside, 0700));
	must(store_merge(ann, other_path, NULL, NULL, in_aside, &report, &err));
	ok(str_starts(strbuf_str(&report.copy), str_of(aside)) &&
		   access(report.copy.buf, R_OK) == 0,
	   "as it was, in the folder for that: %s", report.copy.buf);
	unlink(report.copy.buf);
	rmdir(aside);
	merge_report_release(&report);
	card_write(tom, "one more", &err);
	must(store_merge(ann, other_path, NULL, NULL, nowhere, &report, &err));
	ok(!str_starts(strbuf_str(&report.copy), str_of(aside)) &&
		   str_starts(strbuf_str(&report.copy), str_of(fixture_folder)) &&
		   access(report.copy.buf, R_OK) == 0,
	   "or beside the wall, when there is none: %s", report.copy.buf);
	merge_report_release(&report);
	end();
}

/* ---- refusals ---- */

static void test_broken(void)
{
	struct merge_report report;
	begin();
	must(old_wall_sql(fixture_wall, "UPDATE turn SET text = 'Whatever else' WHERE seq < 2"));
	int64_t rows = store_changes(ann);
	ok(!store_merge(ann, other_path, NULL, NULL, NULL, &report, &err) &&
		   err.code == ERR_CONFLICT && strstr(err.msg, "do not fit together"),
	   "nothing is joined to a wall that is not sound: %s", err.msg);
	ok(store_changes(ann) == rows && !report.copy.len, "and nothing is left of it");
	merge_report_release(&report);
	end();
}

static void test_no_room(void)
{
	struct merge_report report;
	begin();
	int64_t rows = store_changes(ann);
	setenv("TMPDIR", fixture_path("not there"), 1);
	ok(!store_merge(ann, other_path, NULL, NULL, NULL, &report, &err) &&
		   strstr(err.msg, "private folder") && store_changes(ann) == rows,
	   "no folder for a copy: %s", err.msg);
	unsetenv("TMPDIR");
	merge_report_release(&report);
	end();
}

int main(void)
{
	fixture_begin();
	snprintf(other_path, sizeof other_path, "%s/tom.wall", fixture_folder);
	test_cards();
	test_themes();
	test_reviewed();
	test_gone();
	test_letters();
	test_idle_copies();
	test_aside();
	test_broken();
	test_no_room();
	model_free(model);
	fixture_sweep();
	fixture_end();
	return done();
}
