/* Lenses kept under a name: everybody's, one step each, gone with nobody's name left behind. */
#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-lens.h"
#include "themewall/store/forget.h"
#include "themewall/store/merge.h"

static struct err err;
static struct store *ann, *bob;
static struct model *model;

#define settled(name)                                                                              \
	ok(is_settled(ann, model, &err), "%s: the model follows, the file is whole (%s)", name,    \
	   err.msg)
#define refused(call, want) ok(!(call) && err.code == (want), "refused: %s (%s)", #call, err.msg)

static const struct saved_lens pains = {.name = {"Pains", 5},
					.colour = LENS_BY_SEGMENT,
					.only = ONLY_KIND,
					.which = CARD_PAIN,
					.hides = true};

static void begin(void)
{
	ann = open_as("ann", &err);
	bob = open_as("bob", &err);
	model = model_new();
	must(ann && bob && store_load(ann, model, &err));
}

static void end(void)
{
	store_close(ann);
	store_close(bob);
	model_free(model);
}

static void test_kept(void)
{
	struct undo_report report;
	struct saved_lens lens = pains;
	int64_t first, second, again;
	ok(edit_lens_save(ann, &lens, &first, &err), "kept: %s", err.msg);
	is_str(last_label(ann, &err), "lens “Pains”", "the history names it");
	settled("kept");
	int64_t before = store_changes(ann);
	ok(edit_lens_save(ann, &lens, &again, &err) && again == first, "the same again");
	is_int(store_changes(ann), before, "is no step");
	lens = (struct saved_lens){.name = STR("words"),
				   .colour = LENS_BY_TAG,
				   .only = ONLY_WORDS,
				   .value = STR("Grün und „teuer“")};
	ok(edit_lens_save(bob, &lens, &second, &err), "Bob keeps another: %s", err.msg);
	settled("two");
	is_int(model_lenses(model).n, 2, "both are there");
	const struct saved_lens *kept = model_lens_named(model, STR("PAINS"));
	ok(kept && kept->id == first && kept->only == ONLY_KIND && kept->which == CARD_PAIN &&
		   kept->colour == LENS_BY_SEGMENT && kept->hides,
	   "found by its name, case aside, as it was");
	lens.name = STR(" pains ");
	ok(edit_lens_save(bob, &lens, &again, &err), "another under the same name: %s", err.msg);
	settled("over");
	is_int(model_lenses(model).n, 2, "takes its place");
	kept = model_lens(model, again);
	ok(kept && kept->only == ONLY_WORDS, "with what Bob kept");
	ok(str_equal(kept->name, STR("pains")), "under the name as he wrote it");
	ok(!model_lens(model, first), "Ann's is gone");
	ok(store_undo(bob, UNDO_CAREFUL, &report, &err), "until he takes it back: %s", err.msg);
	settled("undo");
	kept = model_lens(model, first);
	ok(kept && kept->only == ONLY_KIND, "then it is there again");
	ok(edit_lens_name(ann, first, STR("What hurts"), &err), "another name: %s", err.msg);
	is_str(last_label(ann, &err), "name of lens “Pains”", "in the history");
	refused(edit_lens_name(ann, first, STR("WORDS"), &err), ERR_USAGE);
	ok(edit_lens_remove(bob, first, &err), "removed: %s", err.msg);
	settled("removed");
	is_int(model_lenses(model).n, 1, "one is left");
	refused(edit_lens_name(ann, first, STR("again"), &err), ERR_NOT_FOUND);
	ok(strstr(err.msg, "by bob"), "it says who: %s", err.msg);
	ok(store_undo(bob, UNDO_CAREFUL, &report, &err), "undone");
	settled("undo of the removal");
	kept = model_lens(model, first);
	ok(kept && str_equal(kept->name, STR("What hurts")), "and back with its name");
	ok(replays(ann, &err), "replay agrees");
}

static void test_refused(void)
{
	char wide[LENS_NAME_MOST + 2];
	int64_t id;
	struct saved_lens lens = pains;
	memset(wide, 'x', sizeof wide);
	lens.name = STR("  ");
	refused(edit_lens_save(ann, &lens, &id, &err), ERR_USAGE);
	lens.name = STR("two\nlines");
	refused(edit_lens_save(ann, &lens, &id, &err), ERR_USAGE);
	lens.name = (struct str){wide, LENS_NAME_MOST + 1};
	refused(edit_lens_save(ann, &lens, &id, &err), ERR_USAGE);
	lens = (struct saved_lens){.name = STR("of whom"), .only = ONLY_PARTICIPANT};
	refused(edit_lens_save(ann, &lens, &id, &err), ERR_NOT_FOUND);
	lens = (struct saved_lens){.name = STR("of what"), .only = ONLY_SEGMENT};
	refused(edit_lens_save(ann, &lens, &id, &err), ERR_USAGE);
	refused(edit_lens_remove(ann, 77, &err), ERR_NOT_FOUND);
	settled("refused");
}

/* An import that goes with its people takes the lenses about them along when one says so. */
static void test_people(void)
{
	struct undo_report report;
	int64_t id;
	import_interview(ann, "p1.vtt", IMPORT_CARDS_NONE, &err);
	settled("import");
	struct saved_lens lens = {.name = STR("Only her"),
				  .only = ONLY_PARTICIPANT,
				  .participant = model_participants(model).ids[0]};
	must(edit_lens_save(bob, &lens, &id, &err));
	settled("about her");
	refused(store_undo(ann, UNDO_CAREFUL, &report, &err), ERR_CONFLICT);
	ok(strstr(err.msg, "bob"), "it says whose: %s", err.msg);
	ok(store_undo(ann, UNDO_ANYWAY, &report, &err), "undone all the same: %s", err.msg);
	settled("undo of the import");
	ok(!model_lens(model, id), "the lens went with her");
	ok(replays(ann, &err), "replay agrees");
	must(store_redo(ann, UNDO_ANYWAY, &report, &err));
	settled("redo of the import");
}

/* What another program wrote that is no lens is said by the check. */
static void test_check(void)
{
	size_t problems = 0;
	must(old_wall_sql(fixture_wall, "PRAGMA ignore_check_constraints = ON; INSERT INTO lens "
					"VALUES(9, 'odd', 'smell', 'nothing', NULL, '', 0)"));
	ok(store_check(ann, say_problem, NULL, &problems, &err) && problems, "no lens: told");
	must(old_wall_sql(fixture_wall, "DELETE FROM lens WHERE id = 9"));
	ok(store_check(ann, say_problem, NULL, &problems, &err) && !problems, "whole again");
}

static bool keep(const char *path, const char *who, const char *name, enum card_kind kind)
{
	struct saved_lens lens = {.name = str_of(name), .only = ONLY_KIND, .which = (int)kind};
	struct store_options options = {.coder = str_of(who), .patience_ms = 2000};
	struct store *store = NULL;
	int64_t id;
	bool good = store_open(&store, path, &options, NULL, &err) &&
		    edit_lens_save(store, &lens, &id, &err);
	store_close(store);
	return good;
}

/* Two copies join: different names stand side by side, and so do two of one name: none is lost. */
static void test_merge(void)
{
	char other[400];
	struct merge_report report;
	snprintf(other, sizeof other, "%s", fixture_path("other.wall"));
	must(store_backup(ann, other, &err));
	end();
	must(keep(fixture_wall, "ann", "mine", CARD_IDEA) &&
	     keep(fixture_wall, "ann", "shared", CARD_PAIN));
	must(keep(other, "tom", "his", CARD_QUESTION) && keep(other, "tom", "shared", CARD_QUOTE));
	begin();
	size_t before = model_lenses(model).n;
	ok(store_merge(ann, other, NULL, NULL, NULL, &report, &err), "joined: %s", err.msg);
	merge_report_release(&report);
	model_clear(model);
	must(store_load(ann, model, &err));
	is_int(model_lenses(model).n, before + 2, "both of his arrive");
	ok(model_lens_named(model, STR("mine")) && model_lens_named(model, STR("his")),
	   "beside hers");
	int64_t id;
	struct saved_lens lens = {.name = STR("shared"), .only = ONLY_ALL};
	ok(edit_lens_save(ann, &lens, &id, &err), "kept anew: %s", err.msg);
	settled("after the merge");
	is_int(model_lenses(model).n, before + 1, "one name, one lens again");
	ok(replays(ann, &err), "replay agrees");
}

static void left(const char *path, const char *why, void *context)
{
	printf("# left: %s: %s\n", path, why);
	++*(int *)context;
}

static void test_forget(void)
{
	struct forget_report report;
	int n = 0;
	int64_t id;
	participant_id who = model_participants(model).ids[0];
	const struct participant *person = model_participant(model, who);
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "%.*s and others", STR_ARG(person->name));
	struct saved_lens lens = {
		.name = strbuf_str(&name), .only = ONLY_WORDS, .value = STR("as paula says")};
	must(edit_lens_save(ann, &lens, &id, &err));
	lens = (struct saved_lens){
		.name = STR("hers"), .only = ONLY_PARTICIPANT, .participant = who};
	int64_t hers;
	must(edit_lens_save(ann, &lens, &hers, &err));
	settled("before");
	store_close(bob);
	bob = NULL;
	ok(store_forget(ann, who, NULL, left, &n, &report, &err), "forgotten: %s", err.msg);
	model_clear(model);
	must(store_load(ann, model, &err));
	const struct saved_lens *kept = model_lens(model, id);
	ok(kept && str_find(kept->name, STR("Paula")) == kept->name.n &&
		   str_find(kept->value, STR("paula")) == kept->value.n,
	   "the lens has her name no more: %.*s", STR_ARG(kept->name));
	ok(model_lens(model, hers) && model_lens(model, hers)->participant.n == who.n,
	   "the one about her is about the code");
	strbuf_release(&report.spared);
	strbuf_release(&name);
}

int main(void)
{
	fixture_begin();
	begin();
	test_kept();
	test_refused();
	test_people();
	test_check();
	test_merge();
	test_forget();
	end();
	fixture_end();
	return done();
}
