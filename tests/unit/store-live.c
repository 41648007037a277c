/*
 * Several processes on one wall: the bell, presence, the writers' lock, and what a process that is
 * killed leaves behind. Children are driven by pipes: one byte means "go on", one back means
 * "done".
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store-fixture.h"
#include "store-internal.h"

static struct err err;

struct child {
	pid_t pid;
	int to, from;
};

static struct child child_start(void (*run)(int from, int to))
{
	int down[2], up[2];
	fflush(stdout);
	if (pipe(down) || pipe(up))
		abort();
	pid_t pid = fork();
	if (!pid) {
		close(down[1]);
		close(up[0]);
		run(down[0], up[1]);
		_exit(0);
	}
	close(down[0]);
	close(up[1]);
	return (struct child){pid, down[1], up[0]};
}

static void tell(int fd)
{
	if (write(fd, "!", 1) != 1)
		_exit(3);
}

static bool hear(int fd)
{
	char c;
	return read(fd, &c, 1) == 1;
}

static int child_end(struct child *child)
{
	int status = -1;
	close(child->to);
	close(child->from);
	waitpid(child->pid, &status, 0);
	return status;
}

static bool rings(struct store *store)
{
	struct pollfd fd = {store_bell_fd(store), POLLIN, 0};
	return poll(&fd, 1, 5000) == 1 && store_bell_answer(store);
}

/* Opens, tells; then at each byte writes a card and tells. */
static void write_cards(int from, int to)
{
	struct store *store = open_as("Bob", &err);
	tell(to);
	while (hear(from)) {
		card_write(store, "from Bob", &err);
		tell(to);
	}
	store_close(store);
}

static void test_bell(struct store *ann, struct model *model)
{
	struct child bob = child_start(write_cards);
	struct news news;
	struct presence list[8];
	must(hear(bob.from));
	ok(rings(ann), "someone who joins rings");
	is_int(store_presence(ann, list, 8), 1, "and is in the list");
	is_str(list[0].name, "Bob", "by name");
	is_int(list[0].pid, bob.pid, "by process");
	must(store_poll(ann, model, &news, &err));
	ok(!news.reloaded && !news.rows, "joining is no change of the study");
	store_bell_answer(ann);
	tell(bob.to);
	must(hear(bob.from));
	ok(rings(ann), "a commit rings");
	must(store_poll(ann, model, &news, &err));
	is_int(news.foreign, 1, "one foreign row");
	ok(str_equal(news.label, STR("new card C-001")), "what it was: %.*s", STR_ARG(news.label));
	const struct coder *coder = store_coder_find(ann, news.last_by);
	ok(coder && str_equal(coder->name, STR("Bob")) && coder->colour == 1,
	   "by whom, in a colour of his own");
	ok(coder && store_coder_has_worked(ann, coder->id) &&
		   !store_coder_has_worked(ann, store_coder(ann)),
	   "he has worked on it, who only looks on has not");
	is_int(model_card_count(model), 1, "the card is there");
	card_write(ann, "mine", &err);
	must(store_poll(ann, model, &news, &err));
	ok(news.rows == 1 && news.foreign == 0, "my own rows are not foreign");
	must(store_poll(ann, model, &news, &err));
	ok(news.rows == 0 && !news.reloaded, "and come once");
	kill(bob.pid, SIGKILL);
	child_end(&bob);
	ok(rings(ann), "someone who is killed rings");
	is_int(store_presence(ann, list, 8), 0, "and is gone from the list");
	ok(is_settled(ann, model, &err), "settled");
}

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* From the kill until the list that the screen shows is without them: told, not judged. */
static void test_gone(struct store *ann)
{
	enum { PARTNERS = 40 };
	struct presence list[8];
	int64_t worst = 0, sum = 0;
	int gone = 0;
	for (int i = 0; i < PARTNERS; i++) {
		struct child bob = child_start(write_cards);
		must(hear(bob.from));
		while (store_presence(ann, list, 8) == 0)
			rings(ann);
		store_bell_answer(ann);
		int64_t start = now_us();
		kill(bob.pid, SIGKILL);
		bool left = false;
		for (int tries = 0; tries < 3 && !left; tries++)
			left = rings(ann) && store_presence(ann, list, 8) == 0;
		int64_t took = now_us() - start;
		gone += left;
		sum += took;
		worst = took > worst ? took : worst;
		child_end(&bob);
	}
	is_int(gone, PARTNERS, "each is gone when the bell rings: after %lld us, at most %lld",
	       (long long)(sum / PARTNERS), (long long)worst);
}

static void hold_lock(int from, int to)
{
	struct store *store = open_as("Tom", &err);
	store_presence_hold(store, (card_id){42});
	if (!live_try_lock(&store->live))
		_exit(1);
	tell(to);
	hear(from);
	live_unlock(&store->live);
	tell(to);
	hear(from);
	store_close(store);
}

static void test_lock(struct store *ann)
{
	struct child tom = child_start(hold_lock);
	struct presence list[8];
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("x")};
	card_id id;
	must(hear(tom.from));
	ok(store_presence(ann, list, 8) == 1 && list[0].held_card == 42,
	   "what someone carries is told");
	ann->patience_ms = 20;
	ok(!edit_card_new(ann, &draft, &id, &err) && err.code == ERR_BUSY,
	   "a held lock is waited for, then told");
	is_str(err.msg, "waiting for Tom's terminal", "by name");
	tell(tom.to);
	must(hear(tom.from));
	ok(edit_card_new(ann, &draft, &id, &err), "and when it is free, it goes on: %s", err.msg);
	ann->patience_ms = 5000;
	child_end(&tom);
}

/* Who is here stands in the order of the slots, whoever left in between. */
static void test_company(struct store *ann)
{
	struct store *others[3];
	struct presence list[8];
	static const char *const names[] = {"Bea", "Cy", "Dan"};
	for (int i = 0; i < 3; i++) {
		others[i] = open_as(names[i], &err);
		must(others[i]);
	}
	ok(store_presence(ann, list, 8) == 3 && strcmp(list[0].name, "Bea") == 0 &&
		   strcmp(list[1].name, "Cy") == 0 && strcmp(list[2].name, "Dan") == 0,
	   "three more are seen");
	ok(store_presence(others[2], list, 8) == 3 && strcmp(list[0].name, "Ann") == 0,
	   "each sees the others");
	is_int(store_presence(ann, list, 2), 2, "no more than there is room for");
	store_close(others[1]);
	ok(store_presence(ann, list, 8) == 2 && strcmp(list[1].name, "Dan") == 0,
	   "one who left leaves a gap, no end");
	store_close(others[0]);
	store_close(others[2]);
	is_int(store_presence(ann, list, 8), 0, "then she is alone");
}

/* Someone else's tool: the model is loaded anew, once. */
static void test_past_journal(struct store *ann, struct model *model)
{
	struct news news;
	sqlite3 *db = NULL;
	must(store_poll(ann, model, &news, &err));
	sqlite3_open(fixture_wall, &db);
	sqlite3_exec(db, "PRAGMA wal_autocheckpoint = 0; UPDATE card SET text = 'by another tool'",
		     NULL, NULL, NULL);
	must(store_poll(ann, model, &news, &err));
	ok(news.reloaded, "a change past the journal reloads");
	ok(str_equal(model_card(model, model_cards(model).ids[0])->text, STR("by another tool")),
	   "and is seen");
	must(store_poll(ann, model, &news, &err));
	ok(!news.reloaded, "once");
	sqlite3_close(db);
}

static void checkpoint(int from, int to)
{
	struct store *store = open_as("Bob", &err);
	card_write(store, "before the checkpoint", &err);
	tell(to);
	hear(from);
	bool done = wall_checkpoint(store);
	tell(to);
	hear(from);
	store_close(store);
	_exit(done ? 0 : 1);
}

static void test_checkpoint(struct store *ann, struct model *model)
{
	struct child bob = child_start(checkpoint);
	struct news news;
	must(hear(bob.from));
	must(store_poll(ann, model, &news, &err));
	tell(bob.to);
	must(hear(bob.from));
	must(store_poll(ann, model, &news, &err));
	ok(!news.reloaded, "someone's checkpoint is no change");
	is_int(child_end(&bob), 0, "the checkpoint was done");
	card_write(ann, "x", &err);
	int wait = store_idle(ann);
	ok(wait > 0 && wait <= 2000, "idle work waits two seconds after a commit");
	ann->committed_ms -= 3000;
	is_int(store_idle(ann), -1, "then the log is folded in");
	struct stat st;
	ok(stat(fixture_path("study.wall-wal"), &st) == 0 && st.st_size == 0, "and empty");
}

/* No key waits for the disk: the log is folded in when nothing is done, unless it is huge. */
static void test_rest(struct store *store)
{
	struct stat st;
	const char *wal = fixture_path("study.wall-wal");
	card_write(store, "and went on typing", &err);
	store->committed_ms -= 3000;
	store_rest(store);
	int wait = store_idle(store);
	ok(wait > 0 && wait <= 1000 && stat(wal, &st) == 0 && st.st_size > 0,
	   "the log rests while somebody works");
	must(truncate(wal, 5 << 20) == 0); /* what follows the last commit is nothing to SQLite */
	ok(store_idle(store) > 0, "a large one, too");
	must(truncate(wal, 17 << 20) == 0);
	is_int(store_idle(store), -1, "but not a huge one");
	card_write(store, "and thought", &err);
	store->rested_ms -= 1000;
	ok(store_idle(store) > 1000, "after a rest it waits two seconds from the commit, as ever");
	must(truncate(wal, 5 << 20) == 0);
	is_int(store_idle(store), -1, "but for a large one, which was waiting for the rest alone");
}

static void write_until_killed(int from, int to)
{
	struct store *store = open_as("Kim", &err);
	for (int i = 0; store; i++) {
		card_id id = card_write(store, "acknowledged", &err);
		if (!id.n || write(to, &id.n, sizeof id.n) != sizeof id.n)
			break;
	}
	_exit(0);
}

/* Every card whose writer was told "stored" is there after kill -9, and the wall is whole. */
static void test_killed(int rounds)
{
	int64_t id;
	int lost = 0, acknowledged = 0;
	bool whole = true;
	for (int round = 0; round < rounds; round++) {
		struct child kim = child_start(write_until_killed);
		int64_t last[64];
		int n = 0, wanted = 1 + round % 7;
		while (n < wanted && read(kim.from, &id, sizeof id) == sizeof id)
			last[n++] = id;
		kill(kim.pid, SIGKILL);
		while (n < 64 && read(kim.from, &id, sizeof id) == sizeof id)
			last[n++] = id;
		child_end(&kim);
		struct store *store = open_as("Ann", &err);
		must(store);
		struct model *model = model_new();
		size_t problems = 0;
		must(store_load(store, model, &err));
		for (int i = 0; i < n; i++)
			lost += !model_card(model, (card_id){last[i]});
		acknowledged += n;
		whole = whole && store_check(store, say_problem, NULL, &problems, &err) &&
			!problems;
		model_free(model);
		store_close(store);
	}
	ok(acknowledged >= rounds && lost == 0, "of %d acknowledged cards %d were lost in %d kills",
	   acknowledged, lost, rounds);
	ok(whole, "and the wall was whole each time");
}

static void write_many(int from, int to)
{
	struct store *store = open_as("Bob", &err);
	tell(to);
	hear(from);
	for (int i = 0; i < 50; i++)
		if (!card_write(store, "of many", &err).n)
			_exit(1);
	store_close(store);
}

static void test_writers(struct store *ann, struct model *model)
{
	struct child writers[3];
	struct news news;
	must(store_poll(ann, model, &news, &err));
	size_t before = model_card_count(model);
	for (int i = 0; i < 3; i++)
		writers[i] = child_start(write_many);
	for (int i = 0; i < 3; i++)
		must(hear(writers[i].from));
	for (int i = 0; i < 3; i++)
		tell(writers[i].to);
	for (int i = 0; i < 50; i++)
		if (!card_write(ann, "of many", &err).n || !store_poll(ann, model, &news, &err))
			break;
	int failed = 0;
	for (int i = 0; i < 3; i++)
		failed += child_end(&writers[i]) != 0;
	is_int(failed, 0, "four writers at once");
	ok(is_settled(ann, model, &err), "settled: %s", err.msg);
	is_int(model_card_count(model), before + 200, "nothing is lost");
}

static void write_when_let(int from, int to)
{
	struct store *store = open_as("Bob", &err);
	tell(to);
	hear(from);
	card_write(store, "from the one who waited", &err);
	tell(to);
	hear(from);
	store_close(store);
}

static bool is_locked(const struct store *store, off_t byte)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
	return fcntl(store->live.fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/* Who has just written and wants to write again does not pass by those who wait. */
static void test_fair(void)
{
	struct store *ann = open_as("Ann", &err);
	struct child bob = child_start(write_when_let);
	must(ann && hear(bob.from) && live_lock(&ann->live, 0, &err));
	tell(bob.to);
	struct timespec moment = {0, 1000000};
	while (!is_locked(ann, LIVE_NEXT))
		nanosleep(&moment, NULL);
	live_unlock(&ann->live);
	ok(!live_lock(&ann->live, 0, &err) && err.code == ERR_BUSY, "the one who waits is next: %s",
	   err.msg);
	must(hear(bob.from));
	ok(live_lock(&ann->live, 0, &err), "and then me again");
	live_unlock(&ann->live);
	is_int(child_end(&bob), 0, "both end well");
	store_close(ann);
}

/* Holds the file as whoever mends its log after a crash does, and lets go when others wait. */
static void hold_file(int from, int to)
{
	sqlite3 *db = NULL;
	sqlite3_open(fixture_wall, &db);
	sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM card", NULL, NULL,
		     NULL);
	tell(to);
	hear(from);
	struct timespec while_they_wait = {0, 50000000};
	nanosleep(&while_they_wait, NULL);
	sqlite3_close(db);
}

static void test_reader_waits(void)
{
	struct child holder = child_start(hold_file);
	struct store *store = NULL;
	struct store_options options = {.coder = STR("Ann"), .patience_ms = 0};
	must(hear(holder.from));
	tell(holder.to);
	ok(store_open(&store, fixture_wall, &options, NULL, &err),
	   "opening waits for whoever mends the file: %s", err.msg);
	store_close(store);
	is_int(child_end(&holder), 0, "and that one ends well");
}

int main(int argc, char **argv)
{
	fixture_begin();
	struct store *ann = open_as("Ann", &err);
	must(ann);
	struct model *model = model_new();
	must(store_load(ann, model, &err));
	test_bell(ann, model);
	test_gone(ann);
	test_lock(ann);
	test_company(ann);
	test_past_journal(ann, model);
	test_checkpoint(ann, model);
	test_rest(ann);
	test_writers(ann, model);
	model_free(model);
	store_close(ann);
	test_fair();
	test_reader_waits();
	test_killed(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 10);
	fixture_end();
	return done();
}
