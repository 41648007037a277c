/*
 * Who is at the keys: the letters that stand for a name, one row for a name although two come with
 * it at once, and a name that is given to a wall which a link keeps from being made.
 */
#include "store-wall.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>

#include "store-internal.h"

static void test_initials(void)
{
	static const struct {
		const char *name, *initials;
	} people[] = {{"élodie Ünal", "éÜ"}, {"李 小龙", "李小"}, {"zoe a", "ZA"}};
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		struct store *other = open_as(people[i].name, &err);
		must(other);
		const struct coder *me = store_coder_find(other, store_coder(other));
		ok(me && str_equal(me->initials, str_of(people[i].initials)), "%s is %s",
		   people[i].name, people[i].initials);
		store_close(other);
	}
}

/* ---- two of one name, at once ---- */

static bool is_waited_for(const struct live *live)
{
	struct flock next = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LIVE_NEXT, .l_len = 1};
	return fcntl(live->fd, F_OFD_GETLK, &next) == 0 && next.l_type != F_UNLCK;
}

static void wait_for_a_waiter(void)
{
	struct timespec pause = {0, 1000000};
	while (!is_waited_for(&store->live))
		nanosleep(&pause, NULL);
}

/* In another process, which looks for the name and does not find it before it has to wait. */
static _Noreturn void come_as(const char *name, int64_t id, int begun)
{
	char word;
	store_after_fork(store);
	must(read(begun, &word, 1) == 1);
	struct store *mine = open_as(name, &err);
	bool same = mine && store_coder(mine).n == id;
	store_close(mine);
	exit(same ? 0 : 1);
}

static void test_at_once(void)
{
	enum { ID = 4711 };
	int status = -1;
	int64_t rows = 0;
	int begun[2];
	must(pipe(begun) == 0);
	fflush(stdout);
	pid_t child = fork();
	if (!child)
		come_as("Pat", ID, begun[0]);
	must(transaction_begin(store, &err) && write(begun[1], "", 1) == 1);
	wait_for_a_waiter();
	must(db_run(&store->db, &err,
		    "INSERT INTO coder(id, name, initials, colour) VALUES(?1, 'Pat', 'P', 0)", "i",
		    (int64_t)ID));
	must(transaction_end(store, true, &err));
	must(waitpid(child, &status, 0) == child);
	close(begun[0]);
	close(begun[1]);
	is_int(status, 0, "who comes second under a name is who came first");
	must(db_get_int(&store->db, &err, &rows, "SELECT count(*) FROM coder WHERE name = 'Pat'",
			""));
	is_int(rows, 1, "and the name stands once");
}

/* ---- a link that leads nowhere ---- */

static void test_link(void)
{
	struct store *none = NULL;
	struct stat st;
	struct store_options options = {.create = true, .coder = STR("Ann")};
	must(symlink("nowhere.wall", fixture_path("link.wall")) == 0);
	ok(!store_open(&none, fixture_path("link.wall"), &options, NULL, &err) &&
		   err.code == ERR_UNSAFE,
	   "no wall is made in place of a link: %s", err.msg);
	ok(lstat(fixture_path("link.wall"), &st) == 0 && S_ISLNK(st.st_mode) &&
		   access(fixture_path("nowhere.wall"), F_OK) != 0,
	   "nor where it leads");
}

int main(void)
{
	wall_begin();
	test_initials();
	test_at_once();
	test_link();
	return wall_end();
}
