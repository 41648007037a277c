/*
 * A large import: past the log where nobody else can be at the wall, by it where somebody is; and
 * its rows are written many at a time, with nothing lost between two lots.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "db-internal.h"
#include "store-fixture.h"
#include "store-internal.h"

static struct err err;

enum { TURNS = 64 * 300 + 17, WORDS = 80 };

static off_t size_of(const char *path)
{
	struct stat st;
	return stat(path, &st) ? 0 : st.st_size;
}

/* Turns of different words, so that one in the wrong place shows. */
static void draft_large(struct draft *draft, const char *name)
{
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct line *lines = xcalloc(TURNS, sizeof *lines);
	char(*words)[WORDS] = xcalloc(TURNS, sizeof *words);
	for (int i = 0; i < TURNS; i++) {
		snprintf(words[i], sizeof words[i],
			 "%s, turn %d: I export it and rebuild every number of it by hand", name,
			 i);
		lines[i] = (struct line){i % 3 - 1, words[i]};
	}
	draft_make(draft, name, lines, TURNS, speakers, roles, 2);
	for (int i = 0; i < TURNS; i++)
		draft->turns[i].text.p = arena_strndup(&draft->arena, draft->turns[i].text.p,
						       draft->turns[i].text.n);
	free(words);
	free(lines);
}

static void add_problem(const char *problem, void *context)
{
	printf("# %s\n", problem);
	(*(int *)context)++;
}

static transcript_id import_large(struct store *store, const char *name)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_NONE};
	draft_large(&draft, name);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
	return report.transcript;
}

/* Every turn is what the draft said, in its place. */
static void check_turns(struct store *store, transcript_id id, const char *name)
{
	struct model *model = model_new();
	struct draft draft;
	size_t wrong = 0;
	draft_large(&draft, name);
	must(store_load(store, model, &err) && store_load_turns(store, model, id, &err));
	const struct transcript *read = model_transcript(model, id);
	must(read && read->turns && read->nturns == TURNS);
	for (size_t i = 0; i < TURNS; i++) {
		const struct turn *is = &read->turns[i];
		const struct draft_turn *was = &draft.turns[i];
		wrong += !str_equal(is->text, was->text) || is->start_ms != was->start_ms ||
			 is->end_ms != was->end_ms || !is->speaker.n != (was->speaker < 0) ||
			 is->ncues != was->ncues || is->cues[1].ms != was->cues[1].ms;
	}
	is_int(wrong, 0, "%s: every turn is there, as it was", name);
	draft_release(&draft);
	model_free(model);
}

static void check_wall(struct store *store)
{
	size_t problems = 1;
	int shown = 0;
	must(store_check(store, add_problem, &shown, &problems, &err));
	is_int(problems, 0, "the wall is well");
}

static struct store *make(const char *name, struct store_options options)
{
	struct store *made = NULL;
	options.create = true;
	options.coder = STR("Ann");
	options.patience_ms = 100;
	must(store_open(&made, fixture_path(name), &options, NULL, &err));
	return made;
}

static bool is_by_log(struct store *store)
{
	struct strbuf mode = STRBUF_INIT;
	must(db_get_text(&store->db, &err, &mode, NULL, "PRAGMA journal_mode", ""));
	bool by_log = str_equal(strbuf_str(&mode), STR("wal"));
	strbuf_release(&mode);
	return by_log;
}

/* Just made, and yet: somebody writes, or another program reads, or it is not to be written to. */
static void test_by_log(void)
{
	sqlite3 *reader = NULL;
	struct store *store = make("mine.wall", (struct store_options){.read_only = false});
	int other = open(fixture_path("mine.wall-live"), O_RDWR | O_CLOEXEC);
	must(other >= 0 && live_lock_byte(other, 0, F_WRLCK));
	ok(!bulk_begin(store) && is_by_log(store), "by the log while somebody has the lock");
	close(other);
	must(sqlite3_open(fixture_path("mine.wall"), &reader) == SQLITE_OK &&
	     sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM card", NULL, NULL, NULL) ==
		     SQLITE_OK);
	ok(!bulk_begin(store) && is_by_log(store), "and while another program reads");
	sqlite3_close(reader);
	ok(bulk_begin(store) && !is_by_log(store), "and past it when they have gone");
	bulk_end(store);
	ok(is_by_log(store), "for as long as it takes");
	store_close(store);
}

static void test_never(void)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_NONE};
	struct store *alone = make("alone.wall", (struct store_options){.alone = true});
	check_turns(alone, import_large(alone, "first.vtt"), "first.vtt");
	ok(!is_by_log(alone), "on a network folder there is no log to go past");
	check_wall(alone);
	store_close(alone);
	struct store *shown = make("shown.wall", (struct store_options){.read_only = true});
	draft_large(&draft, "first.vtt");
	ok(!edit_import(shown, &draft, &options, &report, &err) && err.code == ERR_STORE,
	   "nothing goes into a wall made to be read: %s", err.msg);
	draft_release(&draft);
	store_close(shown);
}

static bool stop(void *context, size_t nturns)
{
	return nturns < *(const size_t *)context;
}

/* Turns are written without looking up what they name; whatever comes after them is looked up
 * again, also when they were stopped halfway. */
static void test_looks_up(void)
{
	static const char turn[] = "INSERT INTO turn(transcript, seq, speaker, start, \"end\", "
				   "start_ms, end_ms, text, cues) "
				   "VALUES(4711, 0, NULL, 0, 1, 0, 1, 'x', x'')";
	struct draft draft;
	struct import_report report;
	size_t most = TURNS / 2;
	struct store *store = make("looks.wall", (struct store_options){.read_only = false});
	struct import_options options = {
		.cards = IMPORT_CARDS_NONE, .go_on = stop, .context = &most};
	import_large(store, "first.vtt");
	ok(!db_run(&store->db, &err, turn, ""), "no turn of a transcript that is not there");
	draft_large(&draft, "second.vtt");
	ok(!edit_import(store, &draft, &options, &report, &err) && err.code == ERR_NOTHING,
	   "stopped halfway: %s", err.msg);
	ok(!db_run(&store->db, &err, turn, ""), "nor after a stop");
	draft_release(&draft);
	check_wall(store);
	store_close(store);
}

int main(void)
{
	fixture_begin();
	const char *log = xstrdup(fixture_path("study.wall-wal"));
	struct store *ann = open_as("Ann", &err);
	must(ann);
	transcript_id first = import_large(ann, "first.vtt");
	ok(size_of(fixture_wall) > 1 << 20 && size_of(log) < 1 << 18,
	   "into a wall just made, past the log");
	card_write(ann, "and what follows", &err);
	ok(size_of(log) > 0, "which is in use again");
	check_turns(ann, first, "first.vtt");
	struct store *tom = open_as("Tom", &err);
	must(tom);
	transcript_id second = import_large(ann, "second.vtt");
	ok(size_of(log) > 1 << 20, "where somebody else is at the wall, by the log");
	check_turns(tom, second, "second.vtt");
	check_wall(tom);
	store_close(tom);
	store_close(ann);
	ann = open_as("Ann", &err);
	must(ann);
	import_large(ann, "third.vtt");
	ok(size_of(log) > 1 << 20, "and into a wall that was there before, by the log");
	check_wall(ann);
	store_close(ann);
	free((char *)log);
	test_by_log();
	test_never();
	test_looks_up();
	fixture_end();
	return done();
}
