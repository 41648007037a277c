/*
 * Eight writers at once, each moving cards of one wall as fast as it can and following the others.
 * Every move is in the history, each writer's in its order; nobody is ever told that the wall is
 * busy; in the end all eight hold the model the file holds. And the one interleaving that destroys
 * walls in SQLite before 3.51.3: a commit beside a checkpoint that has looked at the log already.
 */
#include <pthread.h>
#include <sys/mman.h>

#include "changes-internal.h"
#include "gauntlet.h"
#include "shim.h"

enum { WRITERS = 8, CARDS = 200 };

static struct err err;

/* What the processes tell each other; zero at first, in shared memory. */
struct board {
	pthread_barrier_t ready, written;
	long moves[WRITERS], refused[WRITERS], worst_us[WRITERS];
	uint64_t model[WRITERS];
};
static struct board *board;

static const char *name_of(int w)
{
	static const char *const names[WRITERS] = {"Ada", "Ben",  "Cleo", "Dan",
						   "Eva", "Finn", "Gus",  "Hal"};
	return names[w];
}

/* ---- the writers ---- */

/* A move tells who made it, and as which of theirs. */
static void move_cards(int w, struct store *store, struct model *model, long moves)
{
	card_id cards[CARDS];
	struct news news;
	memcpy(cards, model_cards(model).ids, sizeof cards);
	for (long i = 1; i <= moves; i++) {
		card_id card = cards[pick(pick(4) ? CARDS : 20)];
		struct place place = {
			.kind = PLACE_LOOSE, .column = w, .line = (int)i * WRITERS + w};
		int64_t start = now_us();
		if (edit_card_place(store, &card, 1, &place, &err))
			board->moves[w]++;
		else
			board->refused[w] += !!fprintf(stderr, "# %s: %s\n", name_of(w), err.msg);
		long waited = (long)(now_us() - start);
		if (waited > board->worst_us[w])
			board->worst_us[w] = waited;
		if (i % 8 == 0)
			store_poll(store, model, &news, &err);
		store_idle(store);
	}
}

static _Noreturn void write_all(int w, long moves)
{
	struct store *store = open_as(name_of(w), &err);
	struct model *model = model_new();
	struct news news;
	draw_seed += (uint64_t)w * 1000003;
	bool good = store && store_load(store, model, &err);
	pthread_barrier_wait(&board->ready);
	if (good)
		move_cards(w, store, model, moves);
	pthread_barrier_wait(&board->written);
	if (good && store_poll(store, model, &news, &err) && !news.reloaded) {
		char *dump = model_dump(model);
		board->model[w] = hash_of(dump);
		free(dump);
	}
	model_free(model);
	store_close(store);
	fflush(stdout);
	_exit(0);
}

static void make_barrier(pthread_barrier_t *barrier)
{
	pthread_barrierattr_t shared;
	pthread_barrierattr_init(&shared);
	pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(barrier, &shared, WRITERS);
	pthread_barrierattr_destroy(&shared);
}

static void run_writers(long moves)
{
	pid_t pids[WRITERS];
	int status = 0, failed = 0;
	make_barrier(&board->ready);
	make_barrier(&board->written);
	fflush(stdout);
	for (int w = 0; w < WRITERS; w++) {
		pids[w] = fork();
		if (!pids[w])
			write_all(w, moves);
	}
	for (int w = 0; w < WRITERS; w++) {
		waitpid(pids[w], &status, 0);
		failed += status != 0;
	}
	is_int(failed, 0, "eight writers ended well");
}

/* ---- what is in the file ---- */

/* The moves of each writer, as the history has them, count from one up. */
static bool is_in_order(struct store *store, long last[WRITERS])
{
	sqlite3_stmt *rows =
		db_query(&store->db, &err, "SELECT changeset FROM journal ORDER BY id", "");
	bool good = true;
	while (good && db_step(&store->db, rows, &err) == DB_ROW) {
		struct changes changes;
		struct row_change change;
		changes_begin(&changes, db_column_blob(rows, 0));
		while (good && changes_next(&changes, &change, NULL)) {
			int64_t line = change.column[6].i;
			if (change.table == TABLE_PLACEMENT && change.op == ROW_UPDATE)
				good = ++last[line % WRITERS] == line / WRITERS;
		}
	}
	return good;
}

static long worst_wait(void)
{
	long worst = 0;
	for (int w = 0; w < WRITERS; w++)
		if (board->worst_us[w] > worst)
			worst = board->worst_us[w];
	return worst;
}

static void check_writers(long moves)
{
	long made = 0, refused = 0, last[WRITERS] = {0}, same = 0;
	struct store *store = open_as("the judge", &err);
	struct model *model = model_new();
	must(store && store_load(store, model, &err));
	char *dump = model_dump(model);
	for (int w = 0; w < WRITERS; w++) {
		made += board->moves[w];
		refused += board->refused[w];
		same += board->model[w] == hash_of(dump);
	}
	is_int(made, moves * WRITERS, "every move was acknowledged, the longest took %ld ms",
	       worst_wait() / 1000);
	is_int(refused, 0, "nobody was told to wait");
	is_int(same, WRITERS, "eight models are what the file is");
	ok(is_in_order(store, last), "each writer's moves are there in order");
	bool all = true;
	for (int w = 0; w < WRITERS; w++)
		all = all && last[w] == moves;
	ok(all, "to the last");
	ok(is_green(store, &err) && replays(store, &err), "and the wall is sound");
	free(dump);
	model_free(model);
	store_close(store);
}

static void test_writers(void)
{
	long moves = gauntlet_size(60, 10000);
	struct store *store = open_as("the judge", &err);
	must(store);
	for (int i = 0; i < CARDS; i++)
		card_write(store, "a card that everybody moves", &err);
	store_close(store);
	run_writers(moves);
	check_writers(moves);
	remove_wall();
}

/* ---- a commit beside a checkpoint ---- */

enum { START, OPENED, GO, LOOKED, TRIED, OVER };
static _Atomic int *stage; /* shared */

/* Both sides meet here; gives up after some seconds, and the counts tell. */
static void wait_for(int wanted)
{
	struct timespec moment = {0, 500000};
	for (int i = 0; i < 10000 && *stage < wanted; i++)
		nanosleep(&moment, NULL);
}

/* The checkpoint has looked at the log and does not go on before the other has tried to write. */
static void pause_checkpoint(enum shim_call call, enum shim_file file, sqlite3_int64 at,
			     const void *bytes, int nbytes)
{
	if (call != SHIM_UNFETCH || *stage != GO)
		return;
	*stage = LOOKED;
	wait_for(TRIED);
}

static _Noreturn void checkpoint_paused(bool ours)
{
	shim_register(pause_checkpoint);
	struct store *store = open_as("Ada", &err);
	struct model *model = model_new();
	if (!store || !store_load(store, model, &err))
		_exit(1);
	*stage = OPENED;
	wait_for(GO);
	if (ours)
		wall_checkpoint(store);
	else
		sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
					  NULL);
	*stage = *stage == TRIED ? OVER : START;
	pause();
	_exit(1);
}

/* Cards acknowledged around a checkpoint that stands still in the middle: of the store's own, under
 * the writers' lock (`ours`), or a passive one as SQLite's would be. */
static int write_beside(struct store *store, bool ours, bool *waited)
{
	int acknowledged = 0;
	card_id id;
	struct card_draft draft = {.kind = CARD_OBSERVATION, .text = STR("beside")};
	for (int i = 0; i < 40; i++)
		acknowledged += card_write(store, "before", &err).n != 0;
	/* the log is copied whole, and may begin anew with the next commit */
	sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	*stage = GO;
	wait_for(LOOKED);
	store->patience_ms = 50;
	*waited = !edit_card_new(store, &draft, &id, &err) && err.code == ERR_BUSY;
	acknowledged += !*waited;
	*stage = TRIED;
	wait_for(OVER);
	store->patience_ms = 5000;
	for (int i = 0; i < 10; i++)
		acknowledged += card_write(store, "after", &err).n != 0;
	wall_checkpoint(store);
	return acknowledged;
}

static int count_cards(void)
{
	struct store *store = NULL;
	struct store_options options = {.coder = STR("the judge"), .patience_ms = 5000};
	int64_t n = -1;
	if (store_open(&store, fixture_wall, &options, NULL, &err) && is_green(store, &err))
		db_get_int(&store->db, &err, &n, "SELECT count(*) FROM card", "");
	store_close(store);
	return (int)n;
}

static void race(bool ours, bool *looked, bool *waited, int *acknowledged, int *found)
{
	store_close(open_as("the judge", &err));
	*stage = START;
	fflush(stdout);
	pid_t child = fork();
	if (!child)
		checkpoint_paused(ours);
	wait_for(OPENED);
	struct store *store = open_as("Ben", &err);
	must(store);
	*acknowledged = write_beside(store, ours, waited);
	*looked = *stage == OVER;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	store_close(store);
	*found = count_cards();
	remove_wall();
}

static void test_reset(void)
{
	bool looked, waited;
	int acknowledged, found;
	race(true, &looked, &waited, &acknowledged, &found);
	ok(looked && waited, "a commit beside our checkpoint waits: %s", err.msg);
	is_int(found, acknowledged, "and nothing is lost");
	race(false, &looked, &waited, &acknowledged, &found);
	ok(looked && !waited, "beside a passive one it does not wait");
	if (sqlite3_libversion_number() < 3051003)
		ok(found != acknowledged, "which this SQLite (%s) pays for: %d of %d cards (%s)",
		   sqlite3_libversion(), found, acknowledged, err.msg);
	else
		is_int(found, acknowledged, "which this SQLite survives");
}

int main(void)
{
	gauntlet_begin();
	fixture_begin_on(is_full() ? "." : access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	board = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED)
		abort();
	stage = (_Atomic int *)(void *)((char *)board + 32768);
	test_writers();
	test_reset();
	fixture_end();
	return done();
}
