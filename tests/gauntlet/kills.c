/*
 * Eight writers on one wall, each killed (SIGKILL) at a moment of its own while the others go on.
 * After every commit a writer acknowledges over a pipe. What was acknowledged is in the file
 * afterwards, in order, and at most the one change that was on its way besides; nothing is torn.
 *
 * A writer's work is a function of its step, so that the state of its cards tells how far it came:
 * 0 writes a card, 1 moves it into a theme, 2 changes its words, 3 writes another, 4 undoes that.
 */
#include <poll.h>

#include "gauntlet.h"
#include "no-bell.h"

enum { WRITERS = 8, ROUNDS_A_WALL = 12, STEPS = 5 };

static struct err err;

struct writer {
	pid_t pid;
	int pipe;
	long start, acked; /* steps in the file before this round, and acknowledged since */
	long dies_at;      /* killed when so many steps of all were acknowledged */
};

static struct writer writers[WRITERS];
static long kills, acked_in_all, unacked_but_there, failures;
static cluster_id theme;

static const char *name_of(int w)
{
	static const char *const names[WRITERS] = {"Ada", "Ben",  "Cleo", "Dan",
						   "Eva", "Finn", "Gus",  "Hal"};
	return names[w];
}

/* ---- the writer ---- */

static card_id own_card(struct store *store)
{
	card_id id = {0};
	db_get_int(&store->db, &err, &id.n, "SELECT max(id) FROM card WHERE coder = ?1", "i",
		   store_coder(store).n);
	return id;
}

static bool do_step(struct store *store, long step)
{
	char words[48], before[48];
	struct undo_report report;
	struct place place = in_cluster(theme);
	card_id card = own_card(store);
	snprintf(before, sizeof before, "step %ld", step - 2);
	snprintf(words, sizeof words, "step %ld%s", step, step % STEPS == 2 ? " changed" : "");
	switch (step % STEPS) {
	case 1:
		return edit_card_place(store, &card, 1, &place, &err);
	case 2:
		return edit_card_text(store, card, str_of(words), str_of(before), &err);
	case 4:
		return store_undo(store, UNDO_CAREFUL, &report, &err);
	default:
		return card_write(store, words, &err).n != 0;
	}
}

static _Noreturn void write_until_killed(int w, long step, int ack)
{
	struct store *store = open_as(name_of(w), &err);
	for (; store; step++) {
		if (!do_step(store, step)) {
			fprintf(stderr, "# %s, step %ld: %s\n", name_of(w), step, err.msg);
			break;
		}
		char done = 1;
		if (write(ack, &done, 1) != 1)
			break;
	}
	fflush(stdout);
	_exit(1);
}

/* ---- the round ---- */

static void start_writer(int w)
{
	int ends[2];
	if (pipe(ends))
		abort();
	writers[w].pipe = ends[0];
	writers[w].acked = 0;
	writers[w].dies_at = (long)pick(6 * WRITERS);
	fflush(stdout);
	writers[w].pid = fork();
	if (writers[w].pid == 0) {
		close(ends[0]);
		write_until_killed(w, writers[w].start, ends[1]);
	}
	close(ends[1]);
}

static void kill_writer(int w)
{
	int status = 0;
	char acks[4096];
	ssize_t n;
	kill(writers[w].pid, SIGKILL);
	waitpid(writers[w].pid, &status, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		failures += !!printf("# %s ended by itself: %d\n", name_of(w), status);
	while ((n = read(writers[w].pipe, acks, sizeof acks)) > 0)
		writers[w].acked += n;
	close(writers[w].pipe);
	writers[w].pid = 0;
	kills++;
}

static void drain(long *total)
{
	struct pollfd fds[WRITERS];
	char acks[256];
	for (int w = 0; w < WRITERS; w++)
		fds[w] = (struct pollfd){writers[w].pid ? writers[w].pipe : -1, POLLIN, 0};
	poll(fds, WRITERS, 100);
	for (int w = 0; w < WRITERS; w++) {
		ssize_t n = fds[w].revents ? read(fds[w].fd, acks, sizeof acks) : 0;
		writers[w].acked += n > 0 ? n : 0;
		*total += n > 0 ? n : 0;
	}
}

/* At a moment that no step knows of. */
static void wait_a_moment(void)
{
	struct timespec moment = {0, (long)pick(700000)};
	nanosleep(&moment, NULL);
}

static void run_round(void)
{
	long total = 0;
	int alive = WRITERS;
	for (int w = 0; w < WRITERS; w++)
		start_writer(w);
	while (alive) {
		bool killed = false;
		for (int w = 0; w < WRITERS; w++) {
			if (!writers[w].pid || total < writers[w].dies_at)
				continue;
			wait_a_moment();
			kill_writer(w);
			alive--;
			killed = true;
		}
		if (alive && !killed)
			drain(&total);
	}
}

/* ---- what is in the file ---- */

static void expect_cards(struct strbuf *out, long steps)
{
	for (long step = 0; step < steps; step++) {
		if (step % STEPS == 3 && step + 1 == steps)
			strbuf_addf(out, "step %ld|tray\n", step);
		if (step % STEPS)
			continue;
		if (step + 2 < steps)
			strbuf_addf(out, "step %ld changed|cluster\n", step + 2);
		else
			strbuf_addf(out, "step %ld|%s\n", step,
				    step + 1 < steps ? "cluster" : "tray");
	}
}

static void read_cards(struct store *store, int w, struct strbuf *out)
{
	db_get_text(
		&store->db, &err, out, NULL,
		"SELECT group_concat(line, '') FROM (SELECT text || '|' || place || char(10) AS "
		"line FROM card JOIN placement ON placement.id = card.id JOIN coder ON coder.id "
		"= card.coder WHERE coder.name = ?1 ORDER BY card.id)",
		"z", name_of(w));
}

/* How far a writer came, by the rows of its history. */
static bool check_writer(struct store *store, int w)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	int64_t steps = 0;
	long least = writers[w].start + writers[w].acked;
	db_get_int(&store->db, &err, &steps,
		   "SELECT count(*) FROM journal JOIN coder ON coder.id = journal.coder WHERE "
		   "coder.name = ?1",
		   "z", name_of(w));
	expect_cards(&want, (long)steps);
	read_cards(store, w, &got);
	bool good = (steps == least || steps == least + 1) && !strcmp(want.buf, got.buf);
	if (!good)
		printf("# %s: %ld acknowledged, %ld there\n# want\n%s# got\n%s", name_of(w), least,
		       (long)steps, want.buf, got.buf);
	acked_in_all += writers[w].acked;
	unacked_but_there += steps - least;
	writers[w].start = (long)steps;
	strbuf_release(&want);
	strbuf_release(&got);
	return good;
}

static void check_wall(bool last)
{
	struct store *store = open_as("the judge", &err);
	must(store);
	for (int w = 0; w < WRITERS; w++)
		failures += !check_writer(store, w);
	failures += !is_green(store, &err) || *store_notice(store);
	failures += last && !replays(store, &err);
	store_close(store);
}

static void start_wall(void)
{
	remove_wall();
	struct store *store = open_as("the judge", &err);
	must(store);
	theme = cluster_write(store, "Trust", (cluster_id){0}, &err);
	store_close(store);
	for (int w = 0; w < WRITERS; w++)
		writers[w].start = 0;
}

int main(void)
{
	long wanted = gauntlet_size(96, 10000), rounds = (wanted + WRITERS - 1) / WRITERS;
	gauntlet_begin();
	fixture_begin();
	for (long round = 0; round < rounds && !failures; round++) {
		if (round % ROUNDS_A_WALL == 0)
			start_wall();
		run_round();
		check_wall(round % ROUNDS_A_WALL == ROUNDS_A_WALL - 1 || round == rounds - 1);
	}
	is_int(failures, 0, "%ld kills, %ld changes acknowledged: none lost, none torn", kills,
	       acked_in_all);
	ok(kills >= wanted && acked_in_all >= kills,
	   "and %ld were in the file before they were "
	   "acknowledged",
	   unacked_but_there);
	remove_wall();
	fixture_end();
	return done();
}
