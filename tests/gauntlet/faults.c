/*
 * System calls that fail, one fault a run: at some call of a small day (create, open, write,
 * import, move, undo, fold the log in, copy, merge the copy, close, open again, write) one call, or
 * it and all after it, fails with an error it may fail with. Every step either is acknowledged, and
 * then it is in the file, or says in words why not. When the fault has passed, work goes on in the
 * same store, the wall is sound, and no descriptor is left open.
 */
#include "faulty.h"
#include "gauntlet.h"
#include "no-bell.h"
#include "no-wait.h"
#include "themewall/store/backup.h"
#include "themewall/store/merge.h"

static struct err err;
static long failures, refusals, struck, reopened;

static const int errors_of[FAULTS][7] = {
	[FAULTY_OPEN] = {EACCES, EMFILE, ENOSPC, EIO, EINTR},
	[FAULTY_READ] = {EIO, EINTR, EAGAIN, FAULT_SHORT},
	[FAULTY_WRITE] = {EIO, ENOSPC, EDQUOT, EINTR, EAGAIN, FAULT_SHORT},
	[FAULTY_SYNC] = {EIO, ENOSPC},
	[FAULTY_TRUNCATE] = {EIO, EINTR},
	[FAULTY_MAP] = {ENOMEM, EIO},
	[FAULTY_LOCK] = {ENOLCK, EINTR, EAGAIN},
	[FAULTY_UNLINK] = {EIO, EACCES},
	[FAULTY_LINK] = {EPERM, ENOSPC, EIO},
	[FAULTY_CHMOD] = {EPERM, EIO},
	[FAULTY_STAT] = {EIO, ENOMEM},
};

/* What was acknowledged. */
struct day {
	struct store *store;
	bool first, import, moved, undone, copied, merged, last; /* steps */
	card_id card;
};

static void complain(const char *what)
{
	printf("# %s: %s\n", what, err.msg);
	failures++;
}

/* A step that did not happen says so. */
static bool answered(bool good)
{
	if (good)
		return true;
	refusals++;
	if (err.code == ERR_NONE || strlen(err.msg) < 8)
		complain("a refusal without words");
	return false;
}

static bool open_wall(struct day *day)
{
	struct store_options options = {.create = true, .coder = STR("Ann"), .patience_ms = 20};
	err_clear(&err);
	return answered(store_open(&day->store, fixture_wall, &options, NULL, &err));
}

static bool write_card(struct day *day, const char *words)
{
	struct card_draft draft = {.kind = CARD_IDEA, .text = str_of(words)};
	return day->store && answered(edit_card_new(day->store, &draft, &day->card, &err));
}

static bool import_words(struct day *day)
{
	struct draft draft;
	struct import_report report;
	struct import_options options = {.cards = IMPORT_CARDS_TURNS};
	draft_interview(&draft, "p01.vtt");
	bool good = answered(edit_import(day->store, &draft, &options, &report, &err));
	draft_release(&draft);
	return good;
}

/* What somebody wrote in the copy comes back. */
static bool merge_copy(struct day *day)
{
	struct store *copy = NULL;
	struct store_options options = {.coder = STR("Bob"), .patience_ms = 20};
	struct card_draft draft = {.kind = CARD_IDEA, .text = STR("theirs")};
	struct merge_report report;
	card_id id;
	bool good = answered(store_open(&copy, fixture_path("copy.wall"), &options, NULL, &err)) &&
		    answered(edit_card_new(copy, &draft, &id, &err));
	store_close(copy);
	if (!good)
		return false;
	good = answered(store_merge(day->store, fixture_path("copy.wall"), NULL, NULL, NULL,
				    &report, &err));
	merge_report_release(&report);
	return good;
}

static void live_day(struct day *day)
{
	struct place parked = {.kind = PLACE_PARKED};
	struct undo_report report;
	if (!open_wall(day))
		return;
	day->first = write_card(day, "first");
	if (day->first)
		day->moved = answered(edit_card_place(day->store, &day->card, 1, &parked, &err));
	if (day->moved)
		day->undone = answered(store_undo(day->store, UNDO_CAREFUL, &report, &err));
	day->import = import_words(day);
	wall_checkpoint(day->store);
	day->copied = answered(store_backup(day->store, fixture_path("copy.wall"), &err));
	day->merged = day->copied && merge_copy(day);
	store_close(day->store);
	day->store = NULL;
	if (open_wall(day))
		day->last = write_card(day, "last");
}

static int64_t number_of(struct store *store, const char *sql)
{
	int64_t n = -1;
	db_get_int(&store->db, &err, &n, sql, "");
	return n;
}

static void check_wall(const struct day *day)
{
	struct day after = {.store = NULL};
	if (!open_wall(&after) || store_is_read_only(after.store)) {
		complain("it does not open");
		store_close(after.store);
		return;
	}
	struct store *store = after.store;
	int64_t first = number_of(store, "SELECT count(*) FROM card WHERE text = 'first'"),
		last = number_of(store, "SELECT count(*) FROM card WHERE text = 'last'"),
		theirs = number_of(store, "SELECT count(*) FROM card WHERE text = 'theirs'"),
		turns = number_of(store, "SELECT count(*) FROM turn"),
		parked = number_of(store, "SELECT count(*) FROM placement WHERE place = 'parked'");
	if (first > 1 || last > 1 || first < day->first || last < day->last)
		complain("a card");
	if (theirs > 1 || theirs < day->merged)
		complain("a merge");
	if (turns != (turns ? 4 : 0) || turns < day->import)
		complain("an import");
	if (parked > 1 || (day->undone && parked) || (parked && !day->moved && !first))
		complain("a move");
	if (!is_green(store, &err))
		complain("not sound");
	store_close(store);
}

static void check_copy(const struct day *day)
{
	char wall[96];
	bool there = access(fixture_path("copy.wall"), F_OK) == 0;
	if (day->copied && !there)
		complain("a copy that is not there");
	if (!there)
		return;
	memcpy(wall, fixture_wall, sizeof wall);
	snprintf(fixture_wall, sizeof fixture_wall, "%s", fixture_path("copy.wall"));
	struct day copy = {.store = NULL};
	if (!open_wall(&copy) || !is_green(copy.store, &err))
		complain("half a copy");
	store_close(copy.store);
	remove_wall();
	memcpy(fixture_wall, wall, sizeof wall);
}

static int count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;
	while (dir && readdir(dir))
		n++;
	closedir(dir);
	return n;
}

/* A store whose disk has failed may stay closed to changes, and say so; opened again it works. */
static void go_on(struct day *day)
{
	if (day->store && write_card(day, "work goes on"))
		return;
	reopened++;
	store_close(day->store);
	day->store = NULL;
	if (!open_wall(day) || !write_card(day, "work goes on"))
		complain("work does not go on");
}

static void run(const struct fault *fault)
{
	struct day day = {.store = NULL};
	int before = count_descriptors();
	fault_arm(fault);
	live_day(&day);
	struck += fault_struck();
	fault_disarm();
	go_on(&day);
	store_close(day.store);
	check_wall(&day);
	check_copy(&day);
	if (count_descriptors() != before)
		complain("a descriptor is left");
	fixture_sweep();
}

static struct fault some_fault(const int most[FAULTS])
{
	struct fault fault = {.call = (enum faulty)pick(FAULTS)};
	size_t n = 0;
	while (errors_of[fault.call][n])
		n++;
	fault.error = errors_of[fault.call][pick(n)];
	fault.nth = 1 + (int)pick((size_t)most[fault.call] + 1);
	/* an interrupted call is made again, for ever if need be */
	fault.forever = fault.error != EINTR && fault.error != FAULT_SHORT && pick(2);
	return fault;
}

int main(void)
{
	long wanted = gauntlet_size(60, 3000), runs = 0;
	int most[FAULTS];
	gauntlet_begin();
	fixture_begin();
	run(NULL);
	is_int(failures + refusals, 0, "a day without faults");
	fault_arm(NULL);
	struct day day = {.store = NULL};
	live_day(&day);
	for (int i = 0; i < FAULTS; i++)
		most[i] = fault_calls((enum faulty)i);
	fault_disarm();
	store_close(day.store);
	fixture_sweep();
	for (; struck < wanted && runs < 4 * wanted; runs++) {
		struct fault fault = some_fault(most);
		long before = failures;
		alarm(60);
		run(&fault);
		if (failures > before)
			printf("# %s %d: %s%s\n", faulty_name(fault.call), fault.nth,
			       fault.error == FAULT_SHORT ? "short" : strerror(fault.error),
			       fault.forever ? ", for ever" : "");
	}
	is_int(failures, 0, "%ld faults, %ld steps refused in words: nothing acknowledged is lost",
	       struck, refusals);
	ok(struck >= wanted && refusals > 0, "in %ld days; %ld times the wall was opened again",
	   runs, reopened);
	fixture_end();
	return done();
}
