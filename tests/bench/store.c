/*
 * How long the store takes on the disk that holds /tmp: a committed move beside a bare
 * one-row commit, an import, loading 100,000 cards. Prints figures; fails at nothing.
 */
#include <time.h>

#include <sqlite3.h>

#include "store-fixture.h"
#include "themewall/base/clock.h"

static struct err err;

enum { MOVES = 400, TURNS = 100000, CARDS = 100000, CLUSTERS = 200 };

/* The processor's time, for machines that do other things beside. */
static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static double median_us(int64_t *ns, size_t n)
{
	qsort(ns, n, sizeof *ns, compare);
	return (double)ns[n / 2] / 1000;
}

/* Both in turns, so that the disk's mood is the same for both. */
static void bench_move(struct store *store, const card_id *cards, const cluster_id *clusters,
		       const char *label)
{
	static int64_t bare[MOVES], move[MOVES], poll[MOVES];
	sqlite3 *db = NULL;
	struct model *model = model_new();
	struct news news;
	must(store_load(store, model, &err));
	sqlite3_open(fixture_path("bare.db"), &db);
	sqlite3_exec(db,
		     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
		     "wal_autocheckpoint = 0; CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, "
		     "b); INSERT OR IGNORE INTO t VALUES(1, 0)",
		     NULL, NULL, NULL);
	sqlite3_stmt *update = NULL;
	sqlite3_prepare_v2(db, "UPDATE t SET b = b + 1", -1, &update, NULL);
	for (int i = 0; i < MOVES; i++) {
		struct place place = in_cluster(clusters[i % CLUSTERS]);
		int64_t start = clock_monotonic_ns();
		sqlite3_step(update);
		sqlite3_reset(update);
		bare[i] = clock_monotonic_ns() - start;
		start = clock_monotonic_ns();
		must(edit_card_place(store, &cards[(i * 7919) % CARDS], 1, &place, &err));
		move[i] = clock_monotonic_ns() - start;
		start = clock_monotonic_ns();
		must(store_poll(store, model, &news, &err));
		poll[i] = clock_monotonic_ns() - start;
	}
	double b = median_us(bare, MOVES), m = median_us(move, MOVES);
	printf("# %s: bare commit %.0f us, committed move %.0f us (%.2f x), poll %.0f us\n", label,
	       b, m, m / b, median_us(poll, MOVES));
	sqlite3_finalize(update);
	sqlite3_close(db);
	model_free(model);
}

static void bench_import(struct store *store)
{
	static const char words[] = "I export it to a spreadsheet because I do not trust the "
				    "totals, and then I rebuild every number by hand.";
	struct line *lines = xcalloc(TURNS, sizeof *lines);
	static const char *const speakers[] = {"Moderator", "Paula"};
	static const enum role roles[] = {ROLE_MODERATOR, ROLE_PARTICIPANT};
	struct import_options options = {.again = true};
	struct import_report report;
	struct draft draft;
	for (int i = 0; i < TURNS; i++)
		lines[i] = (struct line){i % 2, words};
	draft_make(&draft, "large.vtt", lines, TURNS, speakers, roles, 2);
	double cpu = cpu_ms();
	int64_t start = clock_monotonic_ns();
	must(edit_import(store, &draft, &options, &report, &err));
	double s = (double)(clock_monotonic_ns() - start) / 1e9,
	       mb = (double)TURNS * (sizeof words - 1) / 1e6;
	printf("# import of %d turns, %.1f MB of words: %.0f ms (%.0f of them computing), %.0f "
	       "MB/s\n",
	       TURNS, mb, s * 1000, cpu_ms() - cpu, mb / s);
	draft_release(&draft);
	free(lines);
}

static void make_cards(struct store *store, card_id *cards, cluster_id *clusters)
{
	struct card_draft *drafts = xcalloc(CARDS, sizeof *drafts);
	struct import_report report = import_interview(store, "p01.vtt", IMPORT_CARDS_NONE, &err);
	for (int i = 0; i < CLUSTERS; i++)
		clusters[i] = cluster_write(store, "theme", (cluster_id){0}, &err);
	for (int i = 0; i < CARDS; i++)
		drafts[i] =
			(struct card_draft){.kind = CARD_QUOTE,
					    .excerpt = {report.transcript, 22 + i % 20, 70 + i % 7},
					    .place = i % 10 ? in_cluster(clusters[i % CLUSTERS])
							    : (struct place){.kind = PLACE_TRAY}};
	must(edit_card_new_many(store, drafts, CARDS, &err));
	struct model *model = model_new();
	must(store_load(store, model, &err));
	memcpy(cards, model_cards(model).ids, CARDS * sizeof *cards);
	model_free(model);
	free(drafts);
}

static void bench_load(void)
{
	int64_t start = clock_monotonic_ns();
	struct store *store = open_as("Ann", &err);
	must(store);
	double opened = (double)(clock_monotonic_ns() - start) / 1e6;
	struct model *model = model_new();
	bool whole;
	start = clock_monotonic_ns();
	must(store_load_start(store, model, 1000, &whole, &err));
	double first = (double)(clock_monotonic_ns() - start) / 1e6;
	model_clear(model);
	double cpu = cpu_ms();
	start = clock_monotonic_ns();
	must(store_load(store, model, &err));
	cpu = cpu_ms() - cpu;
	printf("# %zu cards: open %.1f ms, first paint's load %.1f ms, load %.1f ms (%.1f "
	       "computing)\n",
	       model_card_count(model), opened, first, (double)(clock_monotonic_ns() - start) / 1e6,
	       cpu);
	model_free(model);
	store_close(store);
}

int main(void)
{
	card_id *cards = xcalloc(CARDS, sizeof *cards);
	cluster_id clusters[CLUSTERS];
	fixture_begin_on("/tmp");
	struct store *store = open_as("Ann", &err);
	must(store);
	make_cards(store, cards, clusters);
	bench_move(store, cards, clusters, "100,000 cards");
	bench_import(store);
	store_close(store);
	bench_load();
	bench_load();
	free(cards);
	ok(true, "measured");
	fixture_end();
	return done();
}
