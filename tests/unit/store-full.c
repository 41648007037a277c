/*
 * store: a disk that is full. On a small disk of memory, which only root may mount (in a name space
 * of its own, so that it is gone with the test); elsewhere skipped, aloud.
 */
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include "store-fixture.h"
#include "store-internal.h"
#include "themewall/store/backup.h"

static struct err err;
static char disk[] = "/tmp/themewall-full-XXXXXX";
static char ballast[64], folder[64];

static bool mount_disk(void)
{
	return mkdtemp(disk) && unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("tmpfs", disk, "tmpfs", 0, "size=4m,mode=700") == 0;
}

/* So many bytes of what is left. */
static void fill_disk(size_t nbytes)
{
	static const char zeros[4096];
	int fd = open(ballast, O_WRONLY | O_CREAT | O_APPEND, 0600);
	for (size_t n = 0; n < nbytes && write(fd, zeros, sizeof zeros) == sizeof zeros;)
		n += sizeof zeros;
	close(fd);
}

/* Cards until one is refused; how many were acknowledged. */
static size_t write_until_refused(struct store *store, size_t most)
{
	size_t n = 0;
	card_id id = {0};
	struct card_draft draft = {.kind = CARD_OBSERVATION,
				   .text = STR("a card whose room on the disk is soon used up, "
					       "because it says so much"),
				   .place = {.kind = PLACE_TRAY}};
	while (n < most && edit_card_new(store, &draft, &id, &err))
		n++;
	return n;
}

static size_t count_cards(struct store *store)
{
	int64_t n = -1;
	struct err ignored = ERR_INIT;
	db_get_int(&store->db, &ignored, &n, "SELECT count(*) FROM card", "");
	return (size_t)n;
}

static bool is_sound(struct store *store)
{
	size_t problems = 1;
	return store_check(store, say_problem, NULL, &problems, &err) && !problems;
}

static int count_files(const char *part)
{
	DIR *dir = opendir(folder);
	int n = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		n += strstr(entry->d_name, part) != NULL;
	if (dir)
		closedir(dir);
	return n;
}

static void test_full(struct store *store)
{
	struct import_report report = {.cards = 0};
	fill_disk(2 << 20);
	size_t n = write_until_refused(store, 20000);
	ok(n > 20 && strstr(err.msg, "disk is full"), "%zu cards, then: %s", n, err.msg);
	fill_disk(SIZE_MAX);
	ok(write_until_refused(store, 1) == 0 && strstr(err.msg, "disk is full"), "refused: %s",
	   err.msg);
	err_clear(&err);
	report = import_interview(store, "p01.vtt", IMPORT_CARDS_TURNS, &err);
	ok(!report.transcript.n && strstr(err.msg, "disk is full"), "an import, too: %s", err.msg);
	is_int(count_cards(store), n, "what was acknowledged is there, and nothing else");
	ok(is_sound(store), "and sound");
	ok(!store_backup(store, fixture_path("copy.wall"), &err), "no copy: %s", err.msg);
	is_int(count_files("copy") + count_files(".new-"), 0, "and nothing half is left");
	store_close(store);
	store = open_as("Ann", &err);
	must(store);
	is_int(count_cards(store), n, "also after opening it again on the full disk");
	unlink(ballast);
	ok(write_until_refused(store, 10) == 10, "with room, work goes on");
	size_t all = count_cards(store);
	ok(wall_checkpoint(store), "the log is folded in");
	ok(write_until_refused(store, 20) == 20 && count_cards(store) > all && is_sound(store),
	   "and on: %zu cards", count_cards(store));
	store_close(store);
}

int main(void)
{
	if (!mount_disk()) {
		printf("1..0 # SKIP a full disk needs root, to mount a small one\n");
		rmdir(disk);
		return 0;
	}
	fixture_begin_on(disk);
	snprintf(folder, sizeof folder, "%s", fixture_folder);
	snprintf(ballast, sizeof ballast, "%s/ballast", disk);
	struct store *store = open_as("Ann", &err);
	must(store);
	test_full(store);
	fixture_end();
	umount(disk);
	rmdir(disk);
	return done();
}
