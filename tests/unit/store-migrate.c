/*
 * Walls of versions 1 to 3 opened by today's program: copied aside, brought up to date, and all
 * they remember still works: replay, history, undo and redo of old steps, forgetting, salvage.
 */
#include <fcntl.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/edit-coding.h"
#include "themewall/store/edit-lens.h"
#include "themewall/store/forget.h"
#include "themewall/store/salvage.h"

static struct err err;

static struct store *open_by(const char *who, struct store_options options)
{
	struct store *store = NULL;
	err_clear(&err);
	options.coder = str_of(who);
	options.patience_ms = 2000;
	store_open(&store, fixture_wall, &options, NULL, &err);
	return store;
}

static const struct store_options plain;

static int64_t version_of(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *row = NULL;
	int64_t version = -1;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &row, NULL) == SQLITE_OK &&
	    sqlite3_step(row) == SQLITE_ROW)
		version = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(db);
	return version;
}

/* The one file of this folder that is a timed copy of study.wall. */
static bool find_copy(const char *folder, char *path, size_t size)
{
	DIR *dir = opendir(folder);
	bool found = false;
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (strncmp(entry->d_name, "study-", 6) == 0) {
			snprintf(path, size, "%s/%s", folder, entry->d_name);
			found = true;
		}
	if (dir)
		closedir(dir);
	return found;
}

static void remove_all(void)
{
	char copy[400];
	static const char *const names[] = {"study.wall", "study.wall-wal", "study.wall-shm",
					    "study.wall-live"};
	for (size_t i = 0; i < 4; i++)
		unlink(fixture_path(names[i]));
	while (find_copy(fixture_folder, copy, sizeof copy))
		unlink(copy);
}

static void begin_as(int version)
{
	remove_all();
	must(old_wall_make(fixture_wall, version));
}

static void begin(void)
{
	begin_as(1);
}

static bool count_row(const struct journal_row *row, void *context)
{
	++*(int *)context;
	return true;
}

static bool is_sound(struct store *store)
{
	struct model *model = model_new();
	bool good = store_load(store, model, &err) && is_settled(store, model, &err) &&
		    model_card_count(model) == 6 && model_clusters(model).n == 2;
	model_free(model);
	return good && replays(store, &err);
}

static void test_content(void)
{
	int rows = 0;
	begin();
	is_int(version_of(fixture_wall), 1, "a wall of version 1");
	struct store *store = open_by("ann", plain);
	must(store);
	is_int(version_of(fixture_wall), WALL_FORMAT, "is one of today's");
	ok(is_sound(store), "with all it held; the journal makes the same wall");
	ok(store_history(store, 0, count_row, &rows, &err) && rows == 25, "and all its history");
	ok(card_write(store, "one more", &err).n != 0, "work goes on: %s", err.msg);
	struct model *model = model_new();
	must(store_load(store, model, &err));
	ok(model_card(model, model_cards(model).ids[6])->code.number == 7,
	   "codes go on where they were");
	model_free(model);
	ok(replays(store, &err), "old and new steps together make the same wall");
	store_close(store);
	store = open_by("ann", plain);
	ok(store && !*store_notice(store), "nothing is said the next time");
	store_close(store);
}

/* What version 2 knew beyond version 1: stacks, tags, needs, definitions, findings. */
static void test_content_2(void)
{
	int rows = 0;
	begin_as(2);
	struct store *store = open_by("ann", plain);
	struct model *model = model_new();
	must(store && store_load(store, model, &err));
	is_int(version_of(fixture_wall), WALL_FORMAT, "a wall of version 2 is one of today's");
	ok(is_settled(store, model, &err) && replays(store, &err),
	   "the journal makes the same wall: %s", err.msg);
	ok(store_history(store, 0, count_row, &rows, &err) && rows == 24, "all its history");
	card_id first = model_cards(model).ids[0];
	const struct insight *insight = model_insight(model, model_insights(model).ids[0]);
	ok(model_card(model, model_cards(model).ids[1])->stack.n == first.n, "a stack");
	is_int(model_card_tags(model, first).n, 1, "a tag");
	is_int(model_evidence_of(model, insight->id).n, 2, "evidence");
	is_int(insight->impact, 3, "a score");
	is_int(model_beliefs(model).n + model_decisions(model).n, 2, "a belief, a decision");
	is_int(model_layers(model).n + model_ballots(model).n, 0, "nobody has sorted or voted");
	int64_t layer;
	ok(edit_layer_new(store, STR("first sort"), &layer, &err) &&
		   edit_layer_put(store, &first, 1, STR("sums"), &err),
	   "now somebody does: %s", err.msg);
	ok(is_settled(store, model, &err) && replays(store, &err), "replay agrees");
	model_free(model);
	store_close(store);
}

/* What version 3 knew beyond version 2: silent sorts and votes. */
static void test_content_3(void)
{
	int rows = 0;
	begin_as(3);
	struct store *store = open_by("ann", plain);
	struct model *model = model_new();
	must(store && store_load(store, model, &err));
	is_int(version_of(fixture_wall), WALL_FORMAT, "a wall of version 3 is one of today's");
	ok(is_settled(store, model, &err) && replays(store, &err),
	   "the journal makes the same wall: %s", err.msg);
	ok(store_history(store, 0, count_row, &rows, &err) && rows == 25, "all its history");
	struct layer_list layers = model_layers(model);
	struct ballot_list ballots = model_ballots(model);
	ok(layers.n == 2 && layers.all[0].revealed && !layers.all[1].revealed,
	   "two sorts, one of them shown");
	is_int(model_layer_cards(model, layers.all[0].id).n, 3, "with its cards");
	ok(ballots.n == 1 && ballots.all[0].closed, "a closed vote");
	is_int(model_votes(model, ballots.all[0].id).n, 2, "with its dots");
	is_int(model_lenses(model).n, 0, "nobody has kept a lens");
	int64_t id;
	struct saved_lens lens = {.name = STR("hers"),
				  .only = ONLY_PARTICIPANT,
				  .participant = model_participants(model).ids[0]};
	ok(edit_lens_save(store, &lens, &id, &err), "now somebody does: %s", err.msg);
	ok(is_settled(store, model, &err) && replays(store, &err), "replay agrees");
	model_free(model);
	store_close(store);
}

/* Old steps are taken back and done again, newest first, down to the import. */
static void test_undo(int version, const char *who, int steps)
{
	struct undo_report report;
	begin_as(version);
	struct store *store = open_by(who, plain);
	must(store);
	int n = 0;
	char *before = wall_dump(&err);
	while (store_undo(store, UNDO_ANYWAY, &report, &err))
		n++;
	ok(err.code == ERR_NOTHING && n == steps, "%s takes back %d old steps: %s", who, n,
	   err.msg);
	ok(replays(store, &err), "replay agrees");
	while (n > 0 && store_redo(store, UNDO_ANYWAY, &report, &err))
		n--;
	char *after = wall_dump(&err);
	ok(n == 0, "and does them again: %s", err.msg);
	if (strcmp(who, "ann") == 0 || version > 1)
		is_str(after, before, "which is where it began");
	free(before);
	free(after);
	ok(replays(store, &err), "replay agrees");
	store_close(store);
}

static void test_go_back(void)
{
	begin();
	struct store *store = open_by("bob", plain);
	must(store);
	ok(store_revert(store, 10, &err), "back to a point before: %s", err.msg);
	ok(replays(store, &err), "replay agrees");
	store_close(store);
}

static bool in_kept(struct strbuf *path)
{
	strbuf_add_z(path, fixture_path("kept"));
	return true;
}

static void test_aside(void)
{
	char copy[400] = "";
	struct stat st;
	begin();
	chmod(fixture_wall, 0660);
	struct store *store = open_by("ann", plain);
	must(store);
	ok(find_copy(fixture_folder, copy, sizeof copy) && version_of(copy) == 1,
	   "a copy of version 1 was put aside");
	ok(strstr(store_notice(store), copy), "and it says so: %s", store_notice(store));
	ok(stat(copy, &st) == 0 && (st.st_mode & 0777) == 0600, "for me alone");
	ok(stat(fixture_wall, &st) == 0 && (st.st_mode & 0777) == 0660,
	   "the wall keeps its rights");
	store_close(store);

	begin();
	mkdir(fixture_path("kept"), 0700);
	struct store_options options = {.backup_folder = in_kept};
	store = open_by("ann", options);
	ok(store && find_copy(fixture_path("kept"), copy, sizeof copy) && version_of(copy) == 1,
	   "or where such copies are kept");
	store_close(store);
	while (find_copy(fixture_path("kept"), copy, sizeof copy))
		unlink(copy);
	rmdir(fixture_path("kept"));

	begin();
	store = open_by("ann", options);
	ok(!store && strstr(err.msg, "copied first") && version_of(fixture_wall) == 1,
	   "without a copy it stays as it was: %s", err.msg);
	store_close(store);
}

/* As an older program would sit there. */
static void test_in_use(void)
{
	struct live live;
	struct coder tom = {.name = STR("tom"), .initials = STR("T")};
	begin();
	live_open(&live, fixture_wall, 0600);
	live_join(&live, &tom, false);
	struct store *store = open_by("ann", plain);
	ok(!store && err.code == ERR_BUSY && strstr(err.msg, "tom has it open"),
	   "not while somebody has it open: %s", err.msg);
	store_close(store);
	live_close(&live);
	is_int(version_of(fixture_wall), 1, "it stays as it was");
	sqlite3 *db = NULL;
	sqlite3_stmt *row = NULL;
	sqlite3_open(fixture_wall, &db);
	sqlite3_prepare_v2(db, "SELECT * FROM card", -1, &row, NULL);
	sqlite3_step(row);
	store = open_by("ann", plain);
	ok(!store && err.code == ERR_BUSY && version_of(fixture_wall) == 1,
	   "nor while another tool reads it: %s", err.msg);
	store_close(store);
	sqlite3_finalize(row);
	sqlite3_close(db);
	store = open_by("ann", plain);
	ok(store && is_sound(store), "then it is brought up to date");
	store_close(store);
}

static void test_refused(void)
{
	begin();
	old_wall_sql(fixture_wall, "CREATE TABLE extra(a)");
	struct store *store = open_by("ann", plain);
	ok(!store && err.code == ERR_UNSAFE && version_of(fixture_wall) == 1,
	   "what no wall of its version has is refused: %s", err.msg);
	store_close(store);
	begin();
	old_wall_sql(fixture_wall, "PRAGMA user_version = 5");
	store = open_by("ann", plain);
	ok(!store && strstr(err.msg, "newer themewall"), "a newer version is refused: %s", err.msg);
	store_close(store);
	begin();
	old_wall_sql(fixture_wall, "PRAGMA foreign_keys = OFF; DELETE FROM participant");
	store = open_by("ann", plain);
	ok(!store && strstr(err.msg, "damaged") && version_of(fixture_wall) == 1,
	   "a damaged one stays as it was: %s", err.msg);
	store_close(store);
}

/* Whoever comes second waits and finds it done. */
static void test_two_at_once(void)
{
	begin();
	pid_t child[3];
	for (int i = 0; i < 3; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct store *store = open_by(i ? "ann" : "bob", plain);
			bool good = store && card_write(store, "x", &err).n;
			store_close(store);
			_exit(good || err.code == ERR_BUSY ? 0 : 1);
		}
	}
	int status, failed = 0;
	for (int i = 0; i < 3; i++)
		failed += waitpid(child[i], &status, 0) < 0 || status != 0;
	is_int(failed, 0, "three at once: each opens it or is asked to wait");
	struct store *store = open_by("ann", plain);
	ok(store && version_of(fixture_wall) == WALL_FORMAT && replays(store, &err),
	   "and it is whole");
	store_close(store);
}

static void kept(const char *path, const char *why, void *context)
{
	printf("# left: %s: %s\n", path, why);
	++*(int *)context;
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

static void test_forget(int version)
{
	struct forget_report report;
	char copy[400] = "";
	int left = 0;
	begin_as(version);
	struct store *store = open_by("ann", plain);
	struct model *model = model_new();
	must(store && store_load(store, model, &err));
	must(find_copy(fixture_folder, copy, sizeof copy) && holds(copy, "Paula Park"));
	participant_id who = model_participants(model).ids[0];
	ok(store_forget(store, who, NULL, kept, &left, &report, &err) && left == 0,
	   "someone is forgotten: %s", err.msg);
	ok(!holds(copy, "Paula") && !holds(fixture_wall, "Paula"), "in the copy put aside, too");
	ok(replays(store, &err), "replay agrees, old steps rewritten");
	strbuf_release(&report.spared);
	model_free(model);
	store_close(store);
}

static void test_salvage(int version, size_t cards)
{
	struct salvage_report report;
	begin_as(version);
	unlink(fixture_path("new.wall"));
	ok(store_salvage(fixture_wall, fixture_path("new.wall"), &plain, &report, &err) &&
		   report.cards == cards && report.themes == 2 && report.people == 2 &&
		   report.dropped == 0,
	   "an old wall is salvaged, too: %s", err.msg);
}

int main(void)
{
	fixture_begin();
	test_content();
	test_content_2();
	test_content_3();
	test_undo(1, "ann", 15);
	test_undo(1, "bob", 4);
	test_undo(2, "ann", 14);
	test_undo(2, "bob", 6);
	test_undo(3, "ann", 14);
	test_undo(3, "bob", 9);
	test_go_back();
	test_aside();
	test_in_use();
	test_refused();
	test_two_at_once();
	test_forget(1);
	test_forget(2);
	test_forget(3);
	test_salvage(1, 6);
	test_salvage(2, 4);
	test_salvage(3, 4);
	remove_all();
	fixture_end();
	return done();
}
