/* store: damaged files. Opened for reading only, saved into a new wall that holds all invariants,
 * whatever pages are gone. */
#include <sys/wait.h>

#include "old-wall.h"
#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/salvage.h"

enum { PAGE = 4096, CARDS = 400, TALKS = 6 };

static struct err err;
static uint64_t seed;

static uint64_t next_random(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed >> 33;
}

static void long_talk(struct store *store, int number)
{
	enum { LINES = 60 };
	static char words[LINES][120];
	static const char *const speakers[] = {"Mara", "Paula", "Tom"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT, ROLE_PARTICIPANT};
	struct line lines[LINES];
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	char name[32];
	for (int i = 0; i < LINES; i++) {
		snprintf(words[i], sizeof words[i],
			 "Línea %d of talk %d: I rebuild the sums, naïve as I am, by hand.", i,
			 number);
		lines[i] = (struct line){i % 3, words[i]};
	}
	snprintf(name, sizeof name, "talk-%d.vtt", number);
	draft_make(&draft, name, lines, LINES, speakers, roles, 3);
	must(edit_import(store, &draft, &options, &report, &err));
	draft_release(&draft);
}

static void build(void)
{
	struct store *store = open_as("Ann", &err);
	must(store);
	for (int i = 0; i < TALKS; i++)
		long_talk(store, i);
	cluster_id top = {0};
	for (int i = 0; i < CARDS; i++) {
		card_id id = card_write(store, "an observation of some length, so that pages fill",
					&err);
		if (i % 40 == 0)
			top = cluster_write(store, "A theme", i % 80 ? top : (cluster_id){0}, &err);
		struct place place = in_cluster(top);
		must(edit_card_place(store, &id, 1, &place, &err));
	}
	store_close(store);
}

static void read_file(const char *path, struct strbuf *out)
{
	char buffer[8192];
	size_t n;
	FILE *file = fopen(path, "rb");
	strbuf_reset(out);
	while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(out, buffer, n);
	if (file)
		fclose(file);
}

static void write_file(const char *path, struct str bytes)
{
	FILE *file = fopen(path, "wb");
	must(file && fwrite(bytes.p, 1, bytes.n, file) == bytes.n);
	fclose(file);
}

/* The pages without which nobody knows where the tables are. */
static bool holds_schema(const struct strbuf *bytes, size_t at)
{
	return memmem(bytes->buf + at, PAGE, "CREATE TABLE", 12) ||
	       memmem(bytes->buf + at, PAGE, "CREATE INDEX", 12);
}

/* Garbage over whole pages; never the first, nor the schema's. */
static void damage(struct strbuf *bytes, int npages)
{
	size_t pages = bytes->len / PAGE;
	for (int i = 0; i < npages;) {
		size_t at = (1 + next_random() % (pages - 1)) * PAGE;
		if (holds_schema(bytes, at))
			continue;
		i++;
		for (size_t k = 0; k < PAGE; k++)
			bytes->buf[at + k] = (char)next_random();
	}
}

static void remove_saved(void)
{
	static const char *const names[] = {"saved.wall", "saved.wall-live", "saved.wall-wal",
					    "saved.wall-shm"};
	for (size_t i = 0; i < 4; i++)
		unlink(fixture_path(names[i]));
}

static bool save(struct salvage_report *report)
{
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 1000};
	remove_saved();
	return store_salvage(fixture_wall, fixture_path("saved.wall"), &options, report, &err);
}

static bool saved_is_sound(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 1000};
	size_t problems = 1;
	bool good = store_open(&store, fixture_path("saved.wall"), &options, NULL, &err) &&
		    store_check(store, say_problem, NULL, &problems, &err) && !problems &&
		    replays(store, &err) && card_write(store, "work goes on", &err).n;
	store_close(store);
	return good;
}

static void test_whole(void)
{
	struct salvage_report report;
	ok(save(&report), "a whole wall is saved whole: %s", err.msg);
	is_int(report.cards, CARDS + TALKS * 40, "every card");
	is_int(report.themes, CARDS / 40, "every theme");
	is_int(report.transcripts, TALKS, "every transcript");
	is_int(report.holes + report.dropped + report.mended + report.gaps, 0, "nothing mended");
	ok(saved_is_sound(), "sound");
	remove_saved();
	struct store_options options = {.coder = STR("Ann")};
	ok(!store_salvage(fixture_wall, fixture_wall, &options, &report, &err) &&
		   err.code == ERR_UNSAFE,
	   "never over a file: %s", err.msg);
	ok(!store_salvage(fixture_path("no.wall"), fixture_path("x.wall"), &options, &report, &err),
	   "no such file: %s", err.msg);
	ok(!store_take_texts(fixture_path("no.wall"), fixture_path("x.wall"), &options, &report,
			     &err) &&
		   err.code == ERR_IO && strstr(err.msg, "no.wall"),
	   "nor texts of it: %s", err.msg);
}

static void test_damaged(struct str whole)
{
	static const int pages[] = {1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32, 32};
	struct strbuf bytes = STRBUF_INIT, after = STRBUF_INIT;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct salvage_report report;
		strbuf_reset(&bytes);
		strbuf_add_str(&bytes, whole);
		seed = i + 41; /* spares the roots of the trees: without them much more is lost */
		damage(&bytes, pages[i]);
		write_file(fixture_wall, strbuf_str(&bytes));
		bool good = save(&report);
		read_file(fixture_wall, &after);
		bool untouched = str_equal(strbuf_str(&after), strbuf_str(&bytes));
		ok(good && untouched && saved_is_sound(),
		   "%d pages gone: %zu cards, %zu themes, %zu holes, %zu gaps, %zu mended; sound: "
		   "%s",
		   pages[i], report.cards, report.themes, report.holes, report.gaps, report.mended,
		   err.msg);
		ok(pages[i] > 8 || report.cards + 120 * (size_t)pages[i] >= CARDS + TALKS * 40,
		   "and little is lost");
	}
	strbuf_reset(&bytes);
	strbuf_add_str(&bytes, whole);
	memset(bytes.buf, 'x', PAGE);
	write_file(fixture_wall, strbuf_str(&bytes));
	struct salvage_report report;
	ok(!save(&report) && strstr(err.msg, "copy of it"), "without its first page: %s", err.msg);
	ok(access(fixture_path("saved.wall"), F_OK) != 0, "and nothing is made");
	strbuf_release(&bytes);
	strbuf_release(&after);
}

/* A program that dies with its log unfolded. */
static void die_with_log(void)
{
	pid_t child = fork();
	if (child == 0) {
		struct store *store = open_as("Ann", &err);
		card_write(store, "written just before", &err);
		_exit(store ? 0 : 1);
	}
	waitpid(child, NULL, 0);
}

/* A page of turns, which a new card does not write to the log. */
static size_t turns_page(const struct strbuf *bytes)
{
	enum { INDEX_LEAF = 10 };
	for (size_t at = PAGE; at < bytes->len; at += PAGE)
		if (bytes->buf[at] == INDEX_LEAF && memmem(bytes->buf + at, PAGE, "talk 3:", 7))
			return at;
	must(!"a page of turns");
	return 0;
}

static void test_read_only(struct str whole)
{
	struct strbuf bytes = STRBUF_INIT, after = STRBUF_INIT;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 1000};
	struct store *store = NULL;
	struct salvage_report report;
	write_file(fixture_wall, whole);
	die_with_log();
	read_file(fixture_wall, &bytes);
	memset(bytes.buf + turns_page(&bytes), 0xaa, PAGE);
	write_file(fixture_wall, strbuf_str(&bytes));
	ok(store_open(&store, fixture_wall, &options, NULL, &err), "a damaged wall opens: %s",
	   err.msg);
	must(store);
	ok(store_is_read_only(store) && strstr(store_notice(store), "damaged") &&
		   strstr(store_notice(store), "salvage"),
	   "for reading only: %s", store_notice(store));
	card_id none = {0};
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("x")};
	ok(!edit_card_new(store, &draft, &none, &err) && strstr(err.msg, "salvage"),
	   "nothing is written: %s", err.msg);
	store_close(store);
	read_file(fixture_wall, &after);
	ok(str_equal(strbuf_str(&after), strbuf_str(&bytes)), "not a byte, not even at the end");
	ok(save(&report) && saved_is_sound(), "it can be saved: %s", err.msg);
	is_int(report.cards, CARDS + TALKS * 40 + 1, "with what its log holds");
	strbuf_release(&bytes);
	strbuf_release(&after);
}

/* Notes are said by nobody, and are kept so. */
static void test_notes(struct str whole)
{
	static const struct line lines[] = {{-1, "A visit to the depot."}, {-1, "It rained."}};
	struct salvage_report report;
	struct import_report made;
	struct import_options options = {.cards = IMPORT_CARDS_NONE};
	struct draft draft;
	store_remove(fixture_wall);
	write_file(fixture_wall, whole);
	struct store *store = open_as("Ann", &err);
	draft_make(&draft, "visit.md", lines, 2, NULL, NULL, 0);
	must(store && edit_import(store, &draft, &options, &made, &err));
	draft_release(&draft);
	store_close(store);
	ok(save(&report) && saved_is_sound(), "with notes: %s", err.msg);
	is_int(report.transcripts, TALKS + 1, "they are a transcript more");
	is_int(report.mended + report.gaps, 0, "there was nothing to mend");
}

/* All that was said is gone, and that there was something. */
static void test_nothing_said(struct str whole)
{
	struct salvage_report report;
	store_remove(fixture_wall);
	write_file(fixture_wall, whole);
	must(old_wall_sql(fixture_wall, "DELETE FROM turn WHERE transcript = (SELECT min(id) FROM "
					"transcript); UPDATE transcript SET nchars = 0 WHERE id = "
					"(SELECT min(id) FROM transcript)"));
	ok(save(&report) && saved_is_sound(), "a transcript without a word: %s", err.msg);
	is_int(report.transcripts, TALKS, "is kept");
	is_int(report.gaps, 0, "there is no gap in it");
	is_int(report.cards, CARDS + TALKS * 40, "and every card");
}

int main(void)
{
	struct strbuf whole = STRBUF_INIT;
	fixture_begin();
	build();
	test_whole();
	read_file(fixture_wall, &whole);
	test_damaged(strbuf_str(&whole));
	test_read_only(strbuf_str(&whole));
	test_nothing_said(strbuf_str(&whole));
	test_notes(strbuf_str(&whole));
	strbuf_release(&whole);
	fixture_end();
	return done();
}
