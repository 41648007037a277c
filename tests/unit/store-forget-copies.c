/*
 * Forgetting beyond one small wall: a large one, copies made before the wall was put elsewhere,
 * what lies beside it and is no copy, and a name that somebody who works on the wall has, too.
 */
#include <fcntl.h>

#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"
#include "themewall/store/forget.h"

static struct err err;
static struct store *store;
static struct forget_report report;
static char left_path[256], left_why[256];
static int nleft;

static void begin(void)
{
	fixture_begin();
	store = open_as("Ann", &err);
	must(store);
	nleft = 0;
}

static void end(void)
{
	store_close(store);
	fixture_end();
}

static void import_talk(struct store *on, const char *name, const char *label)
{
	static const struct line lines[] = {{0, "Hello Paula, and then?"},
					    {1, "I export it, said Paula Kern."}};
	const char *const speakers[] = {"Mara Lind", label};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct draft draft;
	struct import_report imported;
	struct import_options options = {.cards = IMPORT_CARDS_SENTENCES, .again = true};
	draft_make(&draft, name, lines, 2, speakers, roles, 2);
	draft.speakers[1].name = STR("Paula Kern");
	must(edit_import(on, &draft, &options, &imported, &err));
	draft_release(&draft);
}

static void note_left(const char *path, const char *why, void *context)
{
	snprintf(left_path, sizeof left_path, "%s", path);
	snprintf(left_why, sizeof left_why, "%s", why);
	nleft++;
}

/* The one person with a name, once it is struck out, too. */
static bool forget(void)
{
	participant_id id = {0};
	must(db_get_int(&store->db, &err, &id.n, "SELECT participant FROM identity", "") && id.n);
	bool good = store_forget(store, id, NULL, note_left, NULL, &report, &err);
	strbuf_release(&report.spared);
	return good;
}

/* How often a word stands in a file's bytes. */
static int count_bytes(const char *name, const char *word)
{
	static char bytes[1 << 22];
	FILE *file = fopen(fixture_path(name), "rb");
	size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
	int hits = 0;
	must(file && n < sizeof bytes);
	fclose(file);
	for (char *p = bytes; (p = memmem(p, n - (size_t)(p - bytes), word, strlen(word))); p++)
		hits++;
	return hits;
}

static void copy_beside(const char *name)
{
	must(store_backup(store, fixture_path(name), &err));
	must(count_bytes(name, "Paula") > 0);
}

static bool is_sound(void)
{
	size_t problems = 1;
	return store_check(store, say_problem, NULL, &problems, &err) && !problems &&
	       replays(store, &err);
}

/* Longer than what is looked through at once, named in two transcripts and in a label of its own
 * kind. */
static void test_large(void)
{
	static char words[30000];
	struct stat st;
	memset(words, 'x', sizeof words - 1);
	begin();
	import_talk(store, "first.vtt", "(Paula Kern)");
	import_talk(store, "second.vtt", "(Paula Kern)");
	for (int i = 0; i < 40; i++)
		card_write(store, words, &err);
	card_write(store, "Paula Kern again", &err);
	ok(forget(), "forgotten: %s", err.msg);
	is_int((int64_t)report.turns, 4, "in both");
	must(stat(fixture_wall, &st) == 0);
	ok(st.st_size > 1 << 20, "the wall is large");
	is_int(count_bytes("study.wall", "Paula") + count_bytes("study.wall", "Kern"), 0,
	       "and the name is nowhere in it");
	ok(is_sound(), "the wall is sound");
	end();
}

/* ---- beside the wall ---- */

static void test_broken_copy(void)
{
	static const char name[] = "study-20260101-000000.wall";
	begin();
	import_talk(store, "first.vtt", "Paula Kern");
	FILE *file = fopen(fixture_path(name), "w");
	must(file && fputs("Paula Kern, but no wall", file) >= 0);
	fclose(file);
	ok(forget() && !report.copies, "what cannot be opened keeps nobody from forgetting: %s",
	   err.msg);
	ok(nleft == 1 && strstr(left_path, name) && strlen(left_why) > 8, "it is told: %s",
	   left_why);
	is_int(count_bytes("study.wall", "Paula"), 0, "the wall itself is done");
	end();
}

static void test_alike(void)
{
	static const char name[] = "study-20260102-000000.wall";
	struct store *other = NULL;
	struct store_options options = {.create = true, .coder = STR("Ann")};
	begin();
	import_talk(store, "first.vtt", "Paula Kern");
	must(store_open(&other, fixture_path(name), &options, NULL, &err));
	import_talk(other, "theirs.vtt", "Paula Kern");
	store_close(other);
	int before = count_bytes(name, "Paula");
	ok(forget() && !report.copies && !nleft, "another study may be called like a copy: %s",
	   err.msg);
	is_int(count_bytes(name, "Paula"), before, "its Paula is another");
	end();
}

/* Put elsewhere: another file, which takes a number of its own. */
static void put_elsewhere(void)
{
	must(store_backup(store, fixture_path("moved"), &err));
	int64_t replica = store->replica;
	store_close(store);
	store_remove(fixture_wall);
	must(rename(fixture_path("moved"), fixture_wall) == 0);
	store = open_as("Ann", &err);
	must(store && store->replica != replica);
}

static void test_moved(void)
{
	begin();
	import_talk(store, "first.vtt", "Paula Kern");
	copy_beside("study-20260316-140207.wall");
	put_elsewhere();
	copy_beside("study-20260317-140207.wall");
	ok(forget(), "forgotten: %s", err.msg);
	is_int((int64_t)report.copies, 2, "in the copy from before, too");
	is_int(count_bytes("study-20260316-140207.wall", "Paula") +
		       count_bytes("study-20260317-140207.wall", "Paula"),
	       0, "the name is in neither");
	end();
}

/* ---- somebody comes in between ---- */

static int waiting = -1;

/* Waits to be next at the wall as soon as something is written to it. */
static void wait_to_be_next(void *context, int what, const char *base, const char *table,
			    sqlite3_int64 row)
{
	if (waiting >= 0)
		return;
	waiting = open(fixture_path("study.wall-live"), O_RDWR | O_CLOEXEC);
	must(waiting >= 0 && live_lock_byte(waiting, LIVE_NEXT, F_WRLCK));
}

/* The texts are struck, but the file is not yet written anew. */
static void test_between(void)
{
	begin();
	import_talk(store, "first.vtt", "Paula Kern");
	store->patience_ms = 50;
	sqlite3_update_hook(store->db.handle, wait_to_be_next, NULL);
	ok(!forget() && err.code == ERR_BUSY, "not past somebody who waits: %s", err.msg);
	sqlite3_update_hook(store->db.handle, NULL, NULL);
	close(waiting);
	ok(is_sound(), "the wall is sound all the same");
	ok(forget(), "asked again: %s", err.msg);
	is_int(count_bytes("study.wall", "Paula"), 0, "it does the rest");
	end();
}

/* ---- who works here ---- */

static void test_coder(void)
{
	begin();
	import_talk(store, "first.vtt", "Paula Kern");
	struct store *paula = NULL;
	struct store_options options = {.coder = STR("Paula Kern"), .initials = STR("1")};
	must(store_open(&paula, fixture_wall, &options, NULL,
			&err)); /* its letters stand behind the name */
	store_close(paula);
	ok(!forget() && err.code == ERR_STORE && strstr(err.msg, "works on this wall"),
	   "who works on the wall keeps her name there, and it says so: %s", err.msg);
	int64_t left = 1;
	must(db_get_int(&store->db, &err, &left,
			"SELECT (SELECT count(*) FROM turn WHERE text LIKE '%Paula%') + (SELECT "
			"count(*) FROM speaker WHERE label LIKE '%Paula%') + (SELECT count(*) FROM "
			"identity WHERE name LIKE '%Paula%')",
			""));
	is_int(left, 0, "what she said and was called is struck all the same");
	end();
}

int main(void)
{
	test_large();
	test_broken_copy();
	test_alike();
	test_moved();
	test_between();
	test_coder();
	return done();
}
